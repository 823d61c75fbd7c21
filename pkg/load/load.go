// Package load reads a data file into a table of zones for an index: it finds the columns, reads and checks every
// cell, and reports everything that is wrong with the file in one pass.
package load

import (
	"fmt"
	"runtime"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// maxValues is how many values a table may have: 4 GiB of them.
const maxValues = 1 << 29

// Options adjust the reading; the zero Options are the ones to use.
type Options struct {
	Workers int // how many parts are read at the same time; 0 means one for each core
	Max     int // how many findings of each severity are kept; 0 means 50, negative keeps all
}

// Read reads an input into a table for an index. The findings are in file order and start with those of the input
// itself; table and findings do not depend on the number of workers.
//
// The table is never nil. When the log has errors it is whatever could be read, with NaN where a cell could not be, and
// is not fit for a calculation: without a usable header it has no rows, and without a column that the index needs it
// has no values. The table's Locate reads the input again and works until the input is closed.
func Read(in *source.Input, x *index.Index, o Options) (*zone.Table, *diag.Log) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	switch {
	case o.Max == 0:
		o.Max = 50
	case o.Max < 0:
		o.Max = 0
	}
	l := &loader{in: in, x: x, o: o, table: &zone.Table{}, log: &diag.Log{Max: o.Max}}
	for _, f := range in.Findings {
		l.log.Add(f)
	}
	if in.Usable() {
		l.read()
	}
	l.describe()
	return l.table, l.log
}

// loader is one run of Read.
type loader struct {
	in     *source.Input
	x      *index.Index
	o      Options
	cols   columns
	names  *dictionary
	cells  []cellRule
	fields []int32 // of the cells
	table  *zone.Table
	log    *diag.Log
	later  []*diag.Log // findings below the header, to be put into file order
}

func (l *loader) read() {
	l.bindHeader()
	if l.cols.zone() < 0 {
		return
	}
	l.cells = cellRules(l.x, l.cols)
	for _, c := range l.cells {
		l.fields = append(l.fields, int32(c.field))
	}
	switch {
	case l.cols.long():
		l.readLong()
	case l.fits(l.in.Records):
		l.readWide()
	}
	l.mergeLogs()
	l.reportNames()
	l.reportTotals()
	if l.log.Count(diag.Error) > 0 {
		l.reportGaps()
	}
}

// reportGaps adds the empty cells to the findings of a file that cannot be ranked anyway, so that they need not be
// found in a second run. Which of them matter depends on the zones that are scored, so a file without other faults is
// left to the calculation.
func (l *loader) reportGaps() {
	looks := 20 * max(l.o.Max, 1) // each look reads the file again
	var gaps diag.Findings
	told := map[diag.Place]bool{} // such as formulas without a value
	for _, f := range l.log.Findings() {
		told[f.Place] = true
	}
	for j := range l.table.Columns {
		if in := l.x.Inputs[j]; in.Parent == nil || !in.Parent.Missing.Fails() || in.Impute.Acts() {
			continue
		}
		for i, v := range l.table.Column(j) {
			if v == v || looks == 0 {
				continue
			}
			looks--
			place, text := l.table.Locate(i, j)
			if place.Col == 0 || told[place] || text != "" && !slices.Contains(l.x.Missing, text) {
				continue // a ragged row, or a cell that is reported already
			}
			gaps = append(gaps, diag.Finding{Rule: diag.MissingRequired, Place: place,
				Subject: diag.Subject{Zone: l.table.IDs[i], Column: l.x.Inputs[j].ID}, Message: "the value is missing",
				Mend: "fill it in, impute it, or set " + l.x.Inputs[j].MissingKey() + " to skip, worst or zero in the index"})
		}
	}
	if len(gaps) == 0 {
		return
	}
	all := append(slices.Clone(l.log.Findings()), gaps...).Sort()
	dropped := l.log.Dropped()
	l.log = &diag.Log{Max: l.o.Max}
	for _, f := range all {
		l.log.Add(f)
	}
	for range dropped {
		l.log.Skip(diag.Error)
	}
}

// fits says whether a table of so many rows may be built, and reports when not.
func (l *loader) fits(rows int) bool {
	if int64(rows)*int64(max(1, len(l.x.Inputs))) <= maxValues {
		return true
	}
	l.log.Add(diag.Finding{
		Rule:    diag.FileTooLarge,
		Place:   diag.Place{File: l.in.Name},
		Message: fmt.Sprintf("has %d rows, too many for an index of %d indicators", rows, len(l.x.Inputs)),
		Mend:    "split the file by year",
	})
	return false
}

// describe fills in what the table was read from.
func (l *loader) describe() {
	s := &l.table.Source
	s.Name, s.Encoding, s.Comments = l.in.Name, l.in.Encoding, l.in.Comments
	if l.in.Usable() { // what is refused at once must not wait for its checksum
		s.SHA256 = l.in.SHA256()
	}
	s.Unused = l.cols.unused
	for _, f := range l.in.Facts {
		s.Facts = append(s.Facts, zone.Fact{Key: f.Key, Value: f.Value})
	}
}
