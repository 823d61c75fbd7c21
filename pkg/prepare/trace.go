package prepare

import (
	"fmt"
	"math"
	"slices"
)

// Trace records the data set after each step, and every value that a step changed. A nil Trace records nothing.
type Trace struct {
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
	values := make([]float64, 0, len(rows)*len(s.Index.Indicators))
	for j := range s.Index.Indicators {
		source := s.Table.Column(j)
		for _, r := range rows {
			values = append(values, source[r])
		}
	}
	t.Stages = append(t.Stages, Stage{"data", rows, values})
}

// screened records the zones that are left.
func (t *Trace) screened(s *Set) {
	if t == nil {
		return
	}
	t.Stages = append(t.Stages, Stage{"screened", s.rows(), slices.Clone(s.Values)})
	for _, r := range s.Screened {
		t.Changes = append(t.Changes, Change{"screen", r, -1, math.NaN(), math.NaN(), fmt.Sprintf("left out: too few of %d values", len(s.Index.Indicators))})
	}
}

// before keeps the values before a step.
func (t *Trace) before(s *Set) []float64 {
	if t == nil {
		return nil
	}
	return slices.Clone(s.Values)
}

// after records what a step has done.
func (t *Trace) after(s *Set, st step, before []float64) {
	if t == nil {
		return
	}
	t.record(st.name, st.stage, s.rows(), before, slices.Clone(s.Values), func(j, i int) string { return st.why(s, s.Index.Indicators[j], i) })
}

// Record adds a stage of the same zones as the last one, with a change for every value that is another; why gets the
// column.
func (t *Trace) Record(step, stage string, rows []int32, values []float64, why func(j int) string) {
	last := t.Stages[len(t.Stages)-1]
	t.record(step, stage, rows, last.Values, values, func(j, _ int) string { return why(j) })
}

func (t *Trace) record(step, stage string, rows []int32, old, values []float64, why func(j, i int) string) {
	t.Stages = append(t.Stages, Stage{stage, rows, values})
	n := len(rows)
	for k, v := range values {
		if o := old[k]; v != o && !(v != v && o != o) {
			t.Changes = append(t.Changes, Change{step, rows[k%n], k / n, o, v, why(k/n, k%n)})
		}
	}
}
