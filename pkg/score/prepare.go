// Package score turns a table of zones into scores and ranks: prepare (cap, transform, missing values) -> normalise ->
// aggregate -> rank, as the index says.
//
// Every number is the same to the last bit whatever the number of threads and the order of rows or columns in the
// data file: each row is computed on its own, and sums run in the order of the index file.
package score

import (
	"fmt"
	"math"
	"runtime"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/par"
	"zoneval/pkg/zone"
)

// MaxFindings is how many findings of each severity a calculation keeps; the rest are counted.
const MaxFindings = 50

// Options of a calculation.
type Options struct {
	Workers int  // goroutines; 0 is one per processor
	Consume bool // the table's values may be overwritten, which saves their size in memory
}

// smallModel is how many values are computed faster by one goroutine than by waking others.
const smallModel = 200_000

func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// Model is the zones to be ranked with every indicator on the common scale, higher being better.
type Model struct {
	Index *index.Index
	Table *zone.Table
	Rows  []int32 // the table's row of each zone; nil when zone i is row i
	N     int     // zones

	// Norm holds the normalised values column by column: zone i of indicator j is Norm[j*N+i]. NaN is missing.
	Norm []float64

	// Present counts the values each zone has in the whole index; nil unless the index asks for a minimum.
	Present []int32

	groups  []group
	workers int
}

// Row is the table row of zone i.
func (m *Model) Row(i int) int {
	if m.Rows == nil {
		return i
	}
	return int(m.Rows[i])
}

// Column is the normalised values of indicator j, a slice of Norm.
func (m *Model) Column(j int) []float64 { return m.Norm[j*m.N : (j+1)*m.N : (j+1)*m.N] }

// Prepare selects rows of a table (nil is all of them) and puts every indicator on the common scale. Normalisation
// sees the selected rows only. It reports missing values where the index says missing: fail, values that a method
// cannot take, and columns without spread; the model is nil when a finding is an error.
func Prepare(x *index.Index, t *zone.Table, rows []int32, o Options) (*Model, *diag.Log) {
	log := &diag.Log{Max: MaxFindings}
	m := &Model{Index: x, Table: t, Rows: rows, N: t.Rows, workers: o.workers()}
	if rows != nil {
		m.N = len(rows)
	}
	if o.Workers == 0 && m.N*len(x.Indicators) < smallModel {
		m.workers = 1
	}
	if m.N == 0 {
		log.Add(diag.Finding{Rule: diag.ScoreNothing, Place: diag.Place{File: t.Source.Name}, Message: "no zone is left to rank"})
		return nil, log
	}
	if o.Consume && rows == nil {
		m.Norm = t.Values
	} else {
		m.Norm = make([]float64, m.N*len(x.Indicators))
	}
	if x.Method.Missing.Has("min_indicators") {
		m.Present = make([]int32, m.N)
	}
	logs := make([]diag.Log, len(x.Indicators))
	par.Do(len(x.Indicators), m.workers, func(j int) {
		logs[j].Max = MaxFindings
		m.prepareColumn(j, &logs[j])
	})
	for j := range logs {
		log.Merge(&logs[j])
	}
	if m.N == 1 {
		log.Add(diag.Finding{Rule: diag.ScoreAlone, Place: diag.Place{File: t.Source.Name},
			Message: "only one zone is scored: a method that compares zones, as minmax does, has nothing to compare it with",
			Mend:    "to see one zone among all, choose what is listed (--zone) instead of what is scored"})
	}
	m.countPresent()
	m.plan()
	if log.HasErrors() {
		return nil, log
	}
	return m, log
}

// prepareColumn fills one column of Norm: gather, cap, transform, missing, normalise.
func (m *Model) prepareColumn(j int, log *diag.Log) {
	in, col := m.Index.Indicators[j], m.Column(j)
	source := m.Table.Column(j)
	switch {
	case m.Rows != nil:
		for i, r := range m.Rows {
			col[i] = source[r]
		}
	case &col[0] != &source[0]:
		copy(col, source)
	}
	if in.Cap < index.NoLimit {
		for i, v := range col {
			if v > in.Cap {
				col[i] = in.Cap
			}
		}
	}
	plan := columnPlan{step: in.Normalise, direction: in.Direction, transform: transforms[in.Transform], scale: m.Index.Scale}
	if plan.transform != nil && !m.transform(in, col, plan.transform, log) {
		return
	}
	plan.stats = statsOf(col)
	m.reportColumn(in, col, plan, log)
	worst := normalisers[in.Normalise.Name](col, plan)
	if m.Index.Method.Missing.Name == "worst" && plan.stats.present < m.N {
		for i, v := range col {
			if v != v {
				col[i] = worst
			}
		}
	}
}

// transforms are applied to single values, and to goalposts.
var transforms = map[string]func(float64) float64{"log": math.Log}

// transform applies f and reports the values it cannot take.
func (m *Model) transform(in *index.Indicator, col []float64, f func(float64) float64, log *diag.Log) bool {
	good := true
	for i, v := range col {
		if v <= 0 {
			good = false
			m.cellFinding(log, diag.ScoreMethod, i, in, "correct the value, or take the transform out of the index",
				func(text string) string { return fmt.Sprintf("the logarithm of %s does not exist", text) })
			continue
		}
		col[i] = f(v)
	}
	return good
}

// cellFinding reports one cell of the data file; message gets the cell's text.
func (m *Model) cellFinding(log *diag.Log, r *diag.Rule, i int, in *index.Indicator, mend string, message func(text string) string) {
	if log.Full(r.Severity) {
		log.Skip(r.Severity)
		return
	}
	row := m.Row(i)
	place, text := m.Table.Locate(row, in.Column)
	log.Add(diag.Finding{Rule: r, Place: place, Mend: mend,
		Message: fmt.Sprintf("zone %s, %s: %s", diag.Quote(m.Table.IDs[row]), in.ID, message(text))})
}

// reportColumn reports missing cells where they are errors, and columns that tell nothing.
func (m *Model) reportColumn(in *index.Indicator, col []float64, plan columnPlan, log *diag.Log) {
	missing := m.Index.Method.Missing.Name
	if missing == "fail" && plan.stats.present < m.N {
		for i, v := range col {
			if v != v {
				m.cellFinding(log, diag.ValueMissing, i, in, "fill it in, or set method.missing to skip or worst in the index",
					func(string) string { return "the value is missing" })
			}
		}
		return
	}
	at := in.Place
	switch {
	case plan.stats.present == 0:
		log.Add(diag.Finding{Rule: diag.ScoreNoData, Place: at, Message: fmt.Sprintf("%s has no value in any zone", in.ID)})
	case math.IsInf(plan.stats.max-plan.stats.min, 0):
		log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: at, Mend: "check the unit of the values",
			Message: fmt.Sprintf("%s runs from %g to %g, too far apart to compute with", in.ID, plan.stats.min, plan.stats.max)})
	case plan.stats.constant() && in.Normalise.Name == "minmax" && m.N > 1:
		log.Add(diag.Finding{Rule: diag.ScoreConstant, Place: at,
			Message: fmt.Sprintf("%s has the same value in every zone; all get the middle of the range", in.ID)})
	}
}

// countPresent counts each zone's values after preparation.
func (m *Model) countPresent() {
	if m.Present == nil {
		return
	}
	for j := range m.Index.Indicators {
		for i, v := range m.Column(j) {
			if v == v {
				m.Present[i]++
			}
		}
	}
}
