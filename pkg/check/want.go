package check

import (
	"slices"
	"strings"

	"zoneval/pkg/contract"
	"zoneval/pkg/index"
	"zoneval/pkg/load"
)

// want is a column that the index, the contract or the standard speak of.
type want struct {
	names    []string // what it may be headed, the first one best
	standard string   // the standard column that it is, "" for others
	in       *index.Indicator
	field    *contract.Field
	needed   bool // it is an error when the file does not have it
	asked    bool // it is at least a warning then
	at       int  // the field of the record that holds it; -1 is none
}

// newWants lists the columns that could be meant, best known first.
func newWants(x *index.Index, c *contract.Contract) []*want {
	var wants []*want
	known := map[string]*want{} // by any name
	add := func(w *want) {
		w.at = -1
		wants = append(wants, w)
		for _, n := range w.names {
			if known[n] == nil {
				known[n] = w
			}
		}
	}
	headings := load.StandardHeadings()
	for _, names := range headings {
		if n := names[0]; n != stdIndicator && n != stdValue {
			add(&want{names: names[:1:1], standard: n})
		}
	}
	if x != nil {
		for _, in := range x.Inputs {
			needed := in.Required()
			add(&want{names: load.Headings(in), in: in, needed: needed, asked: true})
		}
	}
	for _, names := range headings {
		switch w := known[names[0]]; {
		case w != nil && w.standard == names[0]:
			for _, n := range names[1:] {
				if known[n] == nil {
					known[n], w.names = w, append(w.names, n)
				}
			}
		case w == nil:
			add(&want{names: names, standard: names[0]})
		}
	}
	if x != nil {
		mapColumns(x, known)
	}
	if c != nil {
		for i := range c.Fields {
			f := &c.Fields[i]
			w := known[f.Name]
			for _, other := range wants {
				if w == nil && slices.ContainsFunc(other.names, func(n string) bool { return strings.EqualFold(n, f.Name) }) {
					w = other
				}
			}
			if w == nil && f.Title != "" {
				w = known[f.Title]
			}
			if w == nil || w.field != nil {
				w = &want{}
				add(w)
			}
			// The standard lets a file have fewer columns where the contract says partial or superset.
			w.field, w.asked = f, w.asked || f.Required || c.FieldsMatch != "partial" && c.FieldsMatch != "superset"
			// The standard has every field in the file, unless the contract says that it describes a subset.
			w.needed = w.needed || f.Required || c.FieldsMatch == "" || c.FieldsMatch == "exact" || c.FieldsMatch == "equal" || c.FieldsMatch == "subset"
			w.names = append([]string{f.Name}, slices.DeleteFunc(w.names, func(n string) bool { return n == f.Name })...)
			if f.Title != "" && !slices.Contains(w.names, f.Title) {
				w.names = append(w.names, f.Title)
			}
		}
	}
	for _, w := range wants {
		if w.standard == stdZone && (x != nil || c != nil) {
			w.needed, w.asked = true, true
		}
	}
	return wants
}

// mapColumns adds the file's own headings that the index states.
func mapColumns(x *index.Index, known map[string]*want) {
	for key, heading := range x.Columns {
		w := known[key]
		if in := x.Find(key); in != nil {
			w = known[in.ID]
		}
		if w == nil {
			continue
		}
		if other := known[heading]; other != nil && other != w {
			other.names = slices.DeleteFunc(other.names, func(n string) bool { return n == heading })
		}
		w.names = append([]string{heading}, slices.DeleteFunc(w.names, func(n string) bool { return n == heading })...)
		known[heading] = w
	}
}

// hasUnit says whether a unit in a heading is the one that the index or the contract states.
func (w *want) hasUnit(unit string) bool {
	return w.in != nil && (load.SameUnit(unit, w.in.Unit.Zh) || load.SameUnit(unit, w.in.Unit.En)) || w.field != nil && load.SameUnit(unit, w.field.Unit)
}

// unit is the unit that the contract or the index states.
func (w *want) unit() string {
	switch {
	case w.field != nil && w.field.Unit != "":
		return w.field.Unit
	case w.in != nil:
		return w.in.Unit.In("zh")
	}
	return ""
}
