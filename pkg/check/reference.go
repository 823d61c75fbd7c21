package check

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/zone"
)

// terms counts the distinct texts of a column in one part, each with its first record.
type terms struct {
	seen map[string]*term
	last *term // texts come in runs
}

type term struct {
	text   string
	record int
	count  int
}

// maxTerms is how many distinct texts are told apart; a column with more holds no provinces.
const maxTerms = 10_000

func (t *terms) add(text []byte, record int) {
	if t.last != nil && t.last.text == string(text) {
		t.last.count++
		return
	}
	if t.seen == nil {
		t.seen = map[string]*term{}
	}
	have := t.seen[string(text)]
	if have == nil {
		if len(t.seen) == maxTerms {
			return
		}
		have = &term{text: string(text), record: record}
		t.seen[have.text] = have
	}
	have.count++
	t.last = have
}

// place counts a province or a type of zone, which are judged when all of them are known.
func (rr *rowReader) place(col *column, cell []byte) {
	i := 0
	if col.field == rr.p.kind {
		i = 1
	}
	rr.pt.places[i].add(cell, rr.record)
}

// places reports provinces and types that are on no list, where most of the column is: they are misspelt. A column of
// other names, such as countries, is left alone.
func (c *checker) places(parts []part) {
	for i, list := range []struct {
		rule  *diag.Rule
		what  string
		field int
		look  func(string) (zone.Name, bool)
		names []string
	}{
		{diag.ReferenceProvince, "province", c.plan.province, zone.Province, zone.ProvinceNames()},
		{diag.ReferenceType, "type of zone", c.plan.kind, zone.TypeOf, zone.TypeNames()},
	} {
		if list.field < 0 {
			continue
		}
		order := joinTerms(parts, func(pt *part) *terms { return &pt.places[i] })
		known, unknown := 0, 0
		for _, t := range order {
			if _, ok := list.look(t.text); ok {
				known += t.count
			} else {
				unknown += t.count
			}
		}
		if unknown > known {
			continue
		}
		for _, t := range order {
			if _, ok := list.look(t.text); ok {
				continue
			}
			c.rows.build(list.rule, 0, func() diag.Finding {
				f := c.recordFinding(t.record, list.field)
				f.Key = t.text
				f.Message = "is no " + list.what + " that is on the list"
				if t.count > 1 {
					f.Message += fmt.Sprintf("; it stands in %d rows, first here", t.count)
				}
				if plain := simplified.Replace(t.text); plain != t.text {
					if _, ok := list.look(plain); ok {
						f.Mend = "write " + diag.Quote(plain)
						return f
					}
				}
				if f.Mend = shorter(simplified.Replace(t.text), list.names); f.Mend == "" {
					f.Mend = likely(t.text, list.names)
				}
				if f.Mend == "" && len(list.names) <= 8 {
					f.Mend = "known here: " + strings.Join(list.names, ", ")
				}
				return f
			})
		}
	}
}

// joinTerms puts the distinct texts of all parts together, in the order of their first records.
func joinTerms(parts []part, of func(*part) *terms) []*term {
	var all terms
	var order []*term
	for k := range parts {
		for _, t := range sortedTerms(of(&parts[k])) {
			if have := all.seen[t.text]; have != nil {
				have.count += t.count
				continue
			}
			all.add([]byte(t.text), t.record)
			if have := all.seen[t.text]; have != nil {
				have.count = t.count
				order = append(order, have)
			}
		}
	}
	return order
}

func sortedTerms(t *terms) []*term {
	var out []*term
	for _, s := range t.seen {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *term) int { return a.record - b.record })
	return out
}
