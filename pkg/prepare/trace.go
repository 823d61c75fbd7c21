package prepare

import (
	"fmt"
	"math"
	"slices"
)

// Trace records the data set after each step, and every value that a step changed. A nil Trace records nothing.
type Trace struct {
	Of      []int32 // the table rows that are recorded; nil is all
	Stages  []Stage
	Changes []Change
}

// Stage is the data set after a step.
type Stage struct {
	Name   string    // data, screened, denominated, imputed, treated, transformed, directed, normalised
	Rows   []int32   // the table row of each zone
	Values []float64 // indicators of Index.Indicators, column by column
}

// Change is one value that a step changed. Old or New is NaN where there is none.
type Change struct {
	Step     string
	Row      int32 // of the table
	Column   int   // position in Index.Indicators; -1 is the zone as a whole
	Old, New float64
	Why      string
}

// data records the values as they were read, before screening.
func (t *Trace) data(s *Set, rows []int32) {
	if t == nil {
		return
	}
	rows = t.among(rows)
	values := make([]float64, 0, len(rows)*len(s.Index.Indicators))
	for j := range s.Index.Indicators {
		source := s.Table.Column(j)
		for _, r := range rows {
			values = append(values, source[r])
		}
	}
	t.Stages = append(t.Stages, Stage{"data", rows, values})
}

// among are those of some rows that are recorded.
func (t *Trace) among(rows []int32) []int32 {
	if t.Of == nil {
		return rows
	}
	var out []int32
	for _, r := range rows {
		if slices.Contains(t.Of, r) {
			out = append(out, r)
		}
	}
	return out
}

// screened records the zones that are left.
func (t *Trace) screened(s *Set) {
	if t == nil {
		return
	}
	rows, values := t.take(s.rows(), s.Values)
	t.Stages = append(t.Stages, Stage{"screened", rows, values})
	for _, r := range t.among(s.Screened) {
		why := fmt.Sprintf("left out: too few of %d values", len(s.Index.Indicators))
		if s.dropped(s.Table.IDs[r]) {
			why = "left out: named under drop"
		}
		t.Changes = append(t.Changes, Change{"screen", r, -1, math.NaN(), math.NaN(), why})
	}
}

// take copies the values of the rows that are recorded.
func (t *Trace) take(rows []int32, values []float64) ([]int32, []float64) {
	kept := t.among(rows)
	if len(kept) == len(rows) {
		return rows, slices.Clone(values)
	}
	var at []int
	for _, r := range kept {
		at = append(at, slices.Index(rows, r))
	}
	var out []float64
	for from := 0; from < len(values); from += len(rows) {
		for _, i := range at {
			out = append(out, values[from+i])
		}
	}
	return kept, out
}

// before keeps the values before a step.
func (t *Trace) before(s *Set) []float64 {
	if t == nil {
		return nil
	}
	_, values := t.take(s.rows(), s.Values)
	return values
}

// after records what a step has done.
func (t *Trace) after(s *Set, st step, before []float64) {
	if t == nil {
		return
	}
	rows, values := t.take(s.rows(), s.Values)
	t.record(st.name, st.stage, rows, before, values, func(j, r int) string { return st.why(s, s.Index.Indicators[j], r) })
}

// Record adds a stage of the same zones as the last one, with a change for every value that is another; why gets the
// column, and whether there was a value before.
func (t *Trace) Record(step, stage string, rows []int32, values []float64, why func(j int, had bool) string) {
	last := t.Stages[len(t.Stages)-1]
	n := len(rows)
	t.Stages = append(t.Stages, Stage{stage, rows, values})
	t.changes(step, rows, last.Values, values, func(k int) string { return why(k/n, last.Values[k] == last.Values[k]) })
}

func (t *Trace) record(step, stage string, rows []int32, old, values []float64, why func(j, row int) string) {
	n := len(rows)
	t.Stages = append(t.Stages, Stage{stage, rows, values})
	t.changes(step, rows, old, values, func(k int) string { return why(k/n, int(rows[k%n])) })
}

func (t *Trace) changes(step string, rows []int32, old, values []float64, why func(k int) string) {
	n := len(rows)
	for k, v := range values {
		if o := old[k]; v != o && !(v != v && o != o) {
			t.Changes = append(t.Changes, Change{step, rows[k%n], k / n, o, v, why(k)})
		}
	}
}
