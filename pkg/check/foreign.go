package check

import (
	"maps"
	"slices"
	"strings"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// Reference is another table that values must stand in.
type Reference struct {
	Key    *contract.ForeignKey
	Table  string          // how messages call it
	Values map[string]bool // of the columns that the key refers to, joined
}

// joiner stands between the values of several columns.
const joiner = "\x00"

// ReadReference reads the columns of another table that a key refers to. Findings say why it cannot be used.
func ReadReference(in *source.Input, key *contract.ForeignKey, table string) (*Reference, diag.Findings) {
	if !in.Usable() || in.Findings.Errors() > 0 {
		return nil, in.Findings
	}
	var fields []int
	for _, name := range key.Reference {
		f := slices.IndexFunc(in.Header, func(c source.Cell) bool { return c.Text == name })
		if f < 0 {
			return nil, diag.Findings{{Rule: diag.HeaderMissing, Place: in.Header[0].Place, Subject: diag.Subject{Column: name},
				Message: "there is no column " + diag.Quote(name) + ", which the contract refers to", Mend: "correct the foreign key"}}
		}
		fields = append(fields, f)
	}
	ref := &Reference{Key: key, Table: table, Values: map[string]bool{}}
	var broken diag.Findings
	in.Each(1, 0, func(r *source.Reader) {
		for r.Next() {
			var values []string
			for _, f := range fields {
				if f < r.Len() {
					values = append(values, string(trim(r.Field(f))))
				}
			}
			ref.Values[strings.Join(values, joiner)] = true
		}
		broken = append(broken, r.Log.Findings()...)
	})
	if len(broken) > 0 {
		return nil, broken[:1] // a table that is cut wrongly proves nothing
	}
	return ref, nil
}

// foreign is a reference bound to the columns of the file.
type foreign struct {
	*Reference
	fields []int
	few    []string // the values of a single column, in order, where they are few enough to look for a near one
}

// mostNear is how many values are compared with one that is not among them: more take longer than a hint is worth.
const mostNear = 1000

func (c *checker) foreignOf(p *plan) []foreign {
	var out []foreign
	for i := range c.o.References {
		f := foreign{Reference: &c.o.References[i]}
		for _, name := range f.Key.Fields {
			if at := p.fieldOf(name); at >= 0 {
				f.fields = append(f.fields, at)
			}
		}
		if len(f.fields) == len(f.Key.Fields) && len(f.fields) > 0 {
			if len(f.fields) == 1 && len(f.Values) <= mostNear {
				f.few = slices.Sorted(maps.Keys(f.Values))
			}
			out = append(out, f)
		}
	}
	return out
}

// foreign checks one reference in the current row. An empty value refers to nothing.
func (rr *rowReader) foreign(f *foreign) {
	if !rr.join(f.fields) || f.Values[string(rr.buf)] {
		return
	}
	col := rr.p.columns[f.fields[0]]
	cell := strings.ReplaceAll(string(rr.buf), joiner, ", ")
	rr.pt.log.build(diag.ReferenceKey, 0, func() diag.Finding {
		s := rr.subject(col.head)
		s.Value = cell
		out := diag.Finding{Place: rr.r.Place(col.field), Subject: s, Message: "is not in " + f.Table + ", " + strings.Join(f.Key.Reference, " and ")}
		if n := diag.Nearest(cell, f.few); n != "" {
			out.Mend = "did you mean " + diag.Quote(n) + "?"
		}
		return out
	})
}
