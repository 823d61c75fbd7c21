package check

import (
	"context"
	"hash/maphash"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// maxDistinct is how many different texts a column may have to be offered as a list.
const maxDistinct = 40

// Profile reads a whole file and says what its columns have in them, for a contract to be written from: the columns,
// those that identify a row, and the marks for missing that were seen. Findings say why the file cannot be read.
func Profile(in *source.Input) (columns []contract.Column, key, marks []string, found diag.Findings) {
	c := newChecker(context.Background(), in, Options{})
	if in.Usable() {
		c.findHeader()
	}
	if !c.in.Usable() || c.in.Findings.Errors() > 0 {
		return nil, nil, nil, c.in.Findings
	}
	c.plan = newPlan(c)
	seen := make([]seenColumn, len(c.in.Header))
	for i := range seen {
		seen[i] = seenColumn{distinct: map[string]int{}, hashes: map[uint64]bool{}, unique: true, whole: true, low: math.Inf(1), high: math.Inf(-1)}
	}
	pairs, pairTwice := map[uint64]bool{}, false
	var identifying []int // a zone, in a year, in the long form for an indicator
	for _, f := range []int{c.plan.zone, c.plan.year, c.plan.longField()} {
		if f >= 0 {
			identifying = append(identifying, f)
		}
	}
	c.in.Each(1, 0, func(r *source.Reader) {
		rr := &rowReader{checker: c, r: r, p: c.plan, pt: &part{log: newLog(Options{Max: 1}), tallies: map[tally]int{}}}
		for r.Next() {
			rr.record = r.Record()
			if r.Damaged || rr.oddRow() {
				continue
			}
			for i := range seen {
				seen[i].add(string(trim(r.Field(i))))
			}
			if len(identifying) > 0 && !pairTwice {
				rr.join(identifying)
				h := maphash.Bytes(hashSeed, rr.buf)
				pairTwice = pairs[h]
				pairs[h] = true
			}
		}
	})
	for i, h := range c.in.Header {
		columns = append(columns, seen[i].column(h.Text))
	}
	marks = append(marks, "")
	for i := range seen {
		if columns[i].IsText {
			continue // NA may be Namibia
		}
		for m := range seen[i].marks {
			if !slices.Contains(marks, m) {
				marks = append(marks, m)
			}
		}
	}
	slices.Sort(marks)
	if c.plan.zone >= 0 && !pairTwice {
		for _, f := range identifying {
			key = append(key, c.in.Header[f].Text)
		}
	}
	return columns, key, marks, nil
}

// seenColumn is what one column has in it.
type seenColumn struct {
	cells, empty, numbers int
	low, high             float64
	whole, zeros          bool
	distinct              map[string]int // nil when there are too many
	hashes                map[uint64]bool
	marks                 map[string]int // for missing
	unique                bool
	longest               int
	shape                 string // of all texts; "-" when they have several
}

// add takes one cell in.
func (s *seenColumn) add(cell string) {
	s.cells++
	if cell == "" {
		s.empty++
		return
	}
	v, number := source.ParseNumber([]byte(cell))
	if !number && len(s.marks) < maxDistinct {
		if rule := source.Explain(cell).Rule; rule == diag.MissingMark || rule == diag.MissingEllipsis {
			if s.marks == nil {
				s.marks = map[string]int{}
			}
			s.marks[cell]++
		}
	}
	if number {
		s.numbers++
		s.low, s.high = min(s.low, v), max(s.high, v)
		s.whole = s.whole && v == math.Trunc(v)
		s.zeros = s.zeros || len(cell) > 1 && cell[0] == '0' && cell[1] != '.'
	}
	s.longest = max(s.longest, utf8.RuneCountInString(cell))
	switch shape := shapeOf(cell); {
	case s.shape == "":
		s.shape = shape
	case s.shape != shape:
		s.shape = "-"
	}
	if s.distinct != nil {
		if s.distinct[cell]++; len(s.distinct) > maxDistinct {
			s.distinct = nil
		}
	}
	if s.unique {
		h := maphash.String(hashSeed, cell)
		if s.unique = !s.hashes[h]; s.unique {
			s.hashes[h] = true
		} else {
			s.hashes = nil
		}
	}
}

func (s *seenColumn) column(head string) contract.Column {
	marks := 0
	for _, n := range s.marks {
		marks += n
	}
	texts := s.cells - s.empty - s.numbers - marks
	if texts*10 <= s.numbers { // numbers, beside which the marks are marks
		s.empty += marks
		for m := range s.marks {
			delete(s.distinct, m)
		}
	} else {
		texts += marks
	}
	out := contract.Column{Header: head, Count: s.cells, Missing: s.empty, Min: s.low, Max: s.high, Whole: s.whole, LeadingZeros: s.zeros,
		IsText: texts*10 > s.cells-s.empty, Unique: s.unique && s.cells > s.empty, MaxLen: s.longest}
	if s.shape != "-" && s.shape != "" && (out.IsText || s.zeros) {
		out.Pattern = "^" + s.shape + "$"
	}
	for t := range s.distinct {
		out.Distinct = append(out.Distinct, t)
	}
	slices.Sort(out.Distinct)
	return out
}

// shapeOf is the pattern of an id made of ASCII letters, digits and signs between: H001 is [A-Z][0-9]{3}. Texts of other
// kinds have none.
func shapeOf(s string) string {
	var b strings.Builder
	last, run := "", 0
	flush := func() {
		b.WriteString(last)
		if run > 1 {
			b.WriteString("{" + strconv.Itoa(run) + "}")
		}
	}
	for _, r := range s {
		class := ""
		switch {
		case r >= '0' && r <= '9':
			class = "[0-9]"
		case r >= 'A' && r <= 'Z':
			class = "[A-Z]"
		case r >= 'a' && r <= 'z':
			class = "[a-z]"
		case r == '-' || r == '_':
			class = string(r)
		default:
			return "-"
		}
		if class != last {
			flush()
			last, run = class, 0
		}
		run++
	}
	flush()
	return b.String()
}
