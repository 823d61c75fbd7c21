package load

import (
	"cmp"
	"slices"

	"zoneval/pkg/diag"
)

// place is where a record's field stands, or the input alone when it can no longer be read.
func (l *loader) place(record, field int) diag.Place {
	r := l.in.Seek(record)
	if r == nil {
		return diag.Place{File: l.in.Name}
	}
	return r.Place(field)
}

// locate is the place and the text of a record's field; -1 is the record as a whole.
func (l *loader) locate(record, field int) (diag.Place, string) {
	r := l.in.Seek(record)
	if r == nil {
		return diag.Place{File: l.in.Name}, ""
	}
	if field < 0 || field >= r.Len() {
		return r.Place(-1), ""
	}
	return r.Place(field), string(r.Field(field))
}

// locateWide is the table's Locate: rows are records.
func (l *loader) locateWide(row, column int) (diag.Place, string) {
	field := -1
	if column >= 0 {
		field = l.cols.ind(column)
	}
	return l.locate(row, field)
}

// mergeLogs adds the findings below the header in file order. Each log has kept its first ones, so that the first of
// all are among them.
func (l *loader) mergeLogs() {
	var all diag.Findings
	for _, log := range l.later {
		all = append(all, log.Findings()...)
	}
	slices.SortStableFunc(all, func(a, b diag.Finding) int {
		return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col))
	})
	kept := [diag.Note + 1]int{}
	for _, f := range all {
		kept[f.Level()]++
		l.log.Add(f)
	}
	for s := diag.Error; s <= diag.Note; s++ {
		for _, log := range l.later {
			kept[s] -= log.Count(s)
		}
		for ; kept[s] < 0; kept[s]++ {
			l.log.Skip(s)
		}
	}
}
