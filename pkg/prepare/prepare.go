// Package prepare makes the data set that is normalised: screen -> denominate -> impute -> treat -> cap and floor ->
// transform, each step as the index asks for it, for each indicator. Formulas and sources stand in package method.
package prepare

import (
	"fmt"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/par"
	"zoneval/pkg/zone"
)

// Options of a preparation.
type Options struct {
	Workers int
	Consume bool   // the table's values may be overwritten; they are where they are taken as they stand
	Trace   *Trace // records every step; nil records nothing
}

// Set is the data set on its way: the zones that are scored x the indicators, column by column.
type Set struct {
	Index    *index.Index
	Table    *zone.Table
	Rows     []int32   // the table's row of each zone; nil when zone i is row i
	N        int       // zones
	Values   []float64 // indicator j of zone i is Values[j*N+i]; NaN is missing
	Screened []int32   // table rows that screening left out, ascending

	years map[string][]int32 // the rows of each zone by year, ascending; nil unless a method looks at other years
	whole bool               // all columns were prepared together
	good  []bool             // per column, when whole
	notes []string           // per column: what treatment did
}

// Row is the table row of zone i.
func (s *Set) Row(i int) int {
	if s.Rows == nil {
		return i
	}
	return int(s.Rows[i])
}

// Column is the values of indicator j, a slice of Values.
func (s *Set) Column(j int) []float64 { return s.Values[j*s.N : (j+1)*s.N : (j+1)*s.N] }

// step is one step of a column, in place.
type step struct {
	name, stage string
	acts        func(in *index.Indicator) bool
	run         func(s *Set, in *index.Indicator, col []float64, log *diag.Log) bool
	why         func(s *Set, in *index.Indicator, row int) string // of a row of the table
}

// The steps after screening, in order.
var steps = []step{
	{"denominate", "denominated", func(in *index.Indicator) bool { return in.Denominate.Acts() }, denominate, whyDenominated},
	{"impute", "imputed", func(in *index.Indicator) bool { return in.Impute.Acts() }, impute, whyImputed},
	{"treat", "treated", func(in *index.Indicator) bool { return in.Treat.Acts() }, treat, func(s *Set, in *index.Indicator, _ int) string { return s.notes[in.Column] }},
	{"transform", "transformed", transforms, transformColumn, whyTransformed},
}

// New screens the rows of a table (nil is all of them) and makes room for the values. Steps that need all columns are
// done here. The Set is nil when a finding is an error.
func New(x *index.Index, t *zone.Table, rows []int32, o Options) (*Set, *diag.Log) {
	log := &diag.Log{Max: 50}
	s := &Set{Index: x, Table: t, Rows: rows, N: t.Rows, notes: make([]string, len(x.Indicators))}
	if rows != nil {
		s.N = len(rows)
	}
	all := s.rows()
	after := x.Method.Screen.Text("after", "data")
	screen := x.Method.Screen.Acts()
	if !s.screenZones(log) || !s.attributes(log) {
		return nil, log
	}
	if screen && after == "data" && !s.screen(s.available(nil), log) {
		return nil, log
	}
	asks := func(test func(in *index.Indicator) bool) bool { return slices.ContainsFunc(x.Indicators, test) }
	if t.Years != nil && UsesOtherYears(x) {
		s.byYear()
	}
	if o.Consume && s.Rows == nil && !asks(func(in *index.Indicator) bool { return in.Denominate.Acts() }) {
		s.Values = t.Values[:s.N*len(x.Indicators)]
	} else {
		s.Values = make([]float64, s.N*len(x.Indicators))
	}
	s.whole = o.Trace != nil || screen && after != "data" || asks(func(in *index.Indicator) bool { return in.Impute.Name == dimensionMean })
	if s.whole {
		s.together(all, after, o, log)
	}
	if log.HasErrors() {
		return nil, log
	}
	return s, log
}

// Fill prepares the values of one indicator. It may be called for different indicators at the same time. It returns
// false after an error; then the column is not fit for use.
func (s *Set) Fill(j int, log *diag.Log) bool {
	if s.whole {
		return s.good[j]
	}
	in, col := s.Index.Indicators[j], s.Column(j)
	s.gather(j, col)
	for i := range steps {
		if steps[i].acts(in) && !steps[i].run(s, in, col, log) {
			return false
		}
	}
	return true
}

// gather copies the selected rows of a column.
func (s *Set) gather(j int, col []float64) {
	source := s.Table.Column(j)
	switch {
	case s.Rows != nil:
		for i, r := range s.Rows {
			col[i] = source[r]
		}
	case len(col) > 0 && &col[0] != &source[0]:
		copy(col, source)
	}
}

// together prepares all columns step by step; screen is the step after which zones are screened.
func (s *Set) together(all []int32, screen string, o Options, log *diag.Log) {
	k := len(s.Index.Indicators)
	s.good = slices.Repeat([]bool{true}, k)
	logs := make([]diag.Log, k)
	o.Trace.data(s, all)
	par.Do(k, o.Workers, func(j int) { s.gather(j, s.Column(j)) })
	if s.Index.Method.Screen.Acts() && screen == "data" {
		o.Trace.screened(s)
	}
	for _, st := range steps {
		before := o.Trace.before(s)
		par.Do(k, o.Workers, func(j int) {
			if in := s.Index.Indicators[j]; s.good[j] && st.acts(in) {
				s.good[j] = st.run(s, in, s.Column(j), &logs[j])
			}
		})
		if st.name == "impute" {
			s.imputeRows()
		}
		if slices.ContainsFunc(s.Index.Indicators, st.acts) {
			o.Trace.after(s, st, before)
		}
		if st.name == screen && s.Index.Method.Screen.Acts() {
			if !s.screen(s.available(s.Values), log) {
				break
			}
			o.Trace.screened(s)
		}
	}
	for j := range logs {
		log.Merge(&logs[j])
	}
}

// rows is the table row of each zone.
func (s *Set) rows() []int32 {
	out := make([]int32, s.N)
	for i := range out {
		out[i] = int32(s.Row(i))
	}
	return out
}

// byYear lists the rows of each zone by year.
func (s *Set) byYear() {
	s.years = map[string][]int32{}
	for i, id := range s.Table.IDs {
		s.years[id] = append(s.years[id], int32(i))
	}
	for _, rows := range s.years {
		slices.SortFunc(rows, func(a, b int32) int { return int(s.Table.Years[a]) - int(s.Table.Years[b]) })
	}
}

// CellFinding reports one cell of the data file; message gets the cell's text.
func (s *Set) CellFinding(log *diag.Log, r *diag.Rule, i int, in *index.Indicator, mend string, message func(text string) string) {
	if log.Full(r.Severity) {
		log.Skip(r.Severity)
		return
	}
	row := s.Row(i)
	place, text := s.Table.Locate(row, in.Column)
	log.Add(diag.Finding{Rule: r, Place: place, Mend: mend,
		Subject: diag.Subject{Zone: s.Table.IDs[row], Column: in.ID}, Message: message(text)})
}

// Sources are the columns of a table that the values of an indicator are made of: its own, and the one that it is divided
// by, nil where there is none.
func Sources(x *index.Index, t *zone.Table, in *index.Indicator) (own, over []float64) {
	if in.Denominate.Acts() {
		over = t.Column(x.Denominator(in.Denominate.Text("by", "")).Column)
	}
	return t.Column(in.Column), over
}

// Lacking is the column in which zone i lacks the value of an indicator: its own, or the one that it is divided by.
func (s *Set) Lacking(in *index.Indicator, i int) *index.Indicator {
	if own := s.Table.Column(in.Column)[s.Row(i)]; own == own && in.Denominate.Acts() {
		return s.Index.Denominator(in.Denominate.Text("by", ""))
	}
	return in
}

// refuse reports values that a step cannot take: one finding at the step's place in the index file, with the first of
// them and how many more there are. It returns false when there are any.
func (s *Set) refuse(log *diag.Log, in *index.Indicator, st index.Step, column int, col []float64, bad func(i int, v float64) bool, mend string, message func(v float64) string) bool {
	first, more := -1, 0
	for i, v := range col {
		switch {
		case v != v || !bad(i, v):
		case first < 0:
			first = i
		default:
			more++
		}
	}
	if first < 0 {
		return true
	}
	row := s.Row(first)
	at := st.Place
	if at.Line == 0 {
		at = in.Place
	}
	text := fmt.Sprintf("%s: %s: zone %s", in.ID, message(col[first]), diag.Quote(s.Table.IDs[row]))
	if more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	place, _ := s.Table.Locate(row, column)
	log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: at, Mend: mend, Message: text, Related: []diag.Related{{Place: place, Message: "the value in the data"}}})
	return false
}
