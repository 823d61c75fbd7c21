// Package score turns a table of zones into scores and ranks: the prepared data set is normalised column by column,
// the weights that the index computes are computed, groups are aggregated from the leaves up, and zones are ranked.
//
// Every number is the same to the last bit whatever the number of threads, and under methods that look at each row alone,
// or at the least and the greatest value, whatever the order of rows and columns in the data file: sums run in the order
// of the index file. Methods that sum over zones, as zscore and the computed weights do, sum in the order of the table: in
// another order of rows their results may differ in the last bits.
package score

import (
	"fmt"
	"math"
	"runtime"
	"slices"

	"zoneval/pkg/decimal"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/par"
	"zoneval/pkg/prepare"
	"zoneval/pkg/zone"
)

// MaxFindings is how many findings of each severity a calculation keeps; the rest are counted.
const MaxFindings = 50

// Options of a calculation.
type Options struct {
	Workers int            // goroutines; 0 is one per processor
	Consume bool           // the table's values may be overwritten, which saves their size in memory
	Trace   *prepare.Trace // records the data set after each step; nil records nothing
}

// largest is the size up to which squares of normalised values, and their sums, stay finite.
const largest = 1e120

// smallModel is how many values are computed faster by one goroutine than by waking others.
const smallModel = 200_000

func (o Options) workers(zones, indicators int) int {
	switch {
	case o.Workers > 0:
		return o.Workers
	case zones*indicators < smallModel:
		return 1
	}
	return runtime.GOMAXPROCS(0)
}

// Model is the zones to be ranked with every indicator on the common scale, higher being better, and the weight of
// every part.
type Model struct {
	Index    *index.Index
	Table    *zone.Table
	Rows     []int32 // the table's row of each zone; nil when zone i is row i
	N        int     // zones
	Screened []int32 // table rows that screening left out

	// Norm holds the normalised values column by column: zone i of indicator j is Norm[j*N+i]. NaN is missing.
	Norm []float64

	// Present counts the values each zone has in the whole index; nil unless the index asks for a minimum.
	Present []int32

	Weights Weights

	set     *prepare.Set
	asked   []int32 // the rows that were to be scored, before screening
	groups  []group
	workers int
	duels   int // goroutines for methods that take long although there are few zones: duels and programs
}

// Asked are the table rows that were to be scored, before screening; nil is all of them.
func (m *Model) Asked() []int32 { return m.asked }

// Row is the table row of zone i.
func (m *Model) Row(i int) int {
	if m.Rows == nil {
		return i
	}
	return int(m.Rows[i])
}

// Column is the normalised values of indicator j, a slice of Norm.
func (m *Model) Column(j int) []float64 { return m.Norm[j*m.N : (j+1)*m.N : (j+1)*m.N] }

// Prepare makes the data set of some rows of a table (nil is all of them), puts every indicator on the common scale and
// settles the weights. Normalisation sees the selected rows only. It reports missing values where the index says
// missing: fail, values that a method cannot take, and columns without spread; the model is nil when a finding is an
// error.
func Prepare(x *index.Index, t *zone.Table, rows []int32, o Options) (*Model, *diag.Log) {
	log := &diag.Log{Max: MaxFindings}
	zones := t.Rows
	if rows != nil {
		zones = len(rows)
	}
	if zones == 0 {
		log.Add(diag.Finding{Rule: diag.ScoreNothing, Place: diag.Place{File: t.Source.Name}, Message: "no zone is left to rank"})
		return nil, log
	}
	workers := o.workers(zones, len(x.Indicators))
	set, l := prepare.New(x, t, rows, prepare.Options{Workers: workers, Consume: o.Consume, Trace: o.Trace})
	log.Merge(l)
	if set == nil {
		return nil, log
	}
	m := &Model{Index: x, Table: t, Rows: set.Rows, N: set.N, Screened: set.Screened, Norm: set.Values, set: set, asked: rows, workers: workers, duels: workers}
	if o.Workers <= 0 {
		m.duels = runtime.GOMAXPROCS(0)
	}
	m.normalise(o.Trace, log)
	if m.N == 1 {
		log.Add(diag.Finding{Rule: diag.ScoreAlone, Place: diag.Place{File: t.Source.Name},
			Message: "only one zone is scored: a method that compares zones, as minmax does, has nothing to compare it with",
			Mend:    "to see one zone among all, choose what is listed (--zone) instead of what is scored"})
	}
	m.countPresent()
	m.plan()
	if !log.HasErrors() {
		m.weigh(log)
	}
	if log.HasErrors() {
		return nil, log
	}
	return m, log
}

// normalise fills and normalises every column, each in one go while it is in the cache unless its steps are recorded.
func (m *Model) normalise(trace *prepare.Trace, log *diag.Log) {
	logs := make([]diag.Log, len(m.Index.Indicators))
	columns := func(do func(j int, log *diag.Log)) {
		par.Do(len(logs), m.workers, func(j int) {
			logs[j].Max = MaxFindings
			do(j, &logs[j])
		})
	}
	good := make([]bool, len(logs))
	fill := func(j int, log *diag.Log) { good[j] = m.set.Fill(j, log) }
	finish := func(j int, log *diag.Log) {
		if good[j] {
			m.normaliseColumn(j, log)
		}
	}
	if trace == nil {
		columns(func(j int, log *diag.Log) { fill(j, log); finish(j, log) })
	} else {
		columns(fill)
		m.recordDirected(trace)
		columns(finish)
		m.recordNormalised(trace)
	}
	for j := range logs {
		log.Merge(&logs[j])
	}
}

// normaliseColumn puts one prepared column on the common scale.
func (m *Model) normaliseColumn(j int, log *diag.Log) {
	in, col := m.Index.Indicators[j], m.Column(j)
	c := &column{indicator: in, step: in.Normalise, scale: m.Index.Scale, stats: statsOf(col)}
	if !m.checkColumn(c, col, log) {
		return
	}
	if id := in.Normalise.Text("zone", ""); in.Normalise.Name == "distance-to-reference" && !m.reference(c, id, col, log) {
		return
	}
	worst, f := normalisers[in.Normalise.Name](col, c)
	if f != nil {
		m.valueFinding(log, in, f)
		return
	}
	if math.IsInf(worst, 0) {
		worst = 0 // of nothing
	}
	if i := slices.IndexFunc(col, func(v float64) bool { return math.Abs(v) > largest }); i >= 0 {
		m.valueFinding(log, in, &fault{i, col[i], "the normalised value is too large to compute with", "check the unit of the values, or choose another normalise method"})
		return
	}
	if d := int(in.Normalise.Number("round", -1)); d >= 0 {
		worst = decimal.Round(worst, d)
		for i, v := range col {
			col[i] = decimal.Round(v, d)
		}
	}
	if c.stats.constant() && comparesZones[in.Normalise.Name] && m.N > 1 {
		log.Add(diag.Finding{Rule: diag.ScoreConstant, Place: in.Place,
			Message: fmt.Sprintf("%s has the same value in every zone and tells none apart; under %s all get %g", in.ID, in.Normalise.Name, firstPresent(col))})
	}
	if c.stats.present < m.N {
		switch in.Parent.Missing.Name {
		case "worst":
			fillMissing(col, worst)
		case "zero":
			fillMissing(col, 0)
		}
	}
}

// checkColumn reports missing values where they are errors, and columns that cannot be computed with.
func (m *Model) checkColumn(c *column, col []float64, log *diag.Log) bool {
	in := c.indicator
	switch {
	case in.Parent.Missing.Fails() && c.stats.present < m.N:
		for i, v := range col {
			if v != v {
				m.set.CellFinding(log, diag.MissingRequired, i, m.set.Lacking(in, i), "fill it in, impute it, or set "+in.MissingKey()+" to skip, worst or zero in the index",
					func(string) string { return "the value is missing" })
			}
		}
		return false
	case c.stats.present == 0:
		log.Add(diag.Finding{Rule: diag.ScoreNoData, Place: in.Place, Message: fmt.Sprintf("%s has no value in any zone", in.ID)})
	case math.IsInf(c.stats.max-c.stats.min, 0):
		log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: in.Place, Mend: "check the unit of the values",
			Message: fmt.Sprintf("%s runs from %g to %g, too far apart to compute with", in.ID, c.stats.min, c.stats.max)})
		return false
	}
	return true
}

// reference looks up the zone that others are measured against.
func (m *Model) reference(c *column, id string, col []float64, log *diag.Log) bool {
	for i, v := range col {
		if m.Table.IDs[m.Row(i)] != id {
			continue
		}
		if v != v { // nobody can be measured against it: a missing value of everybody
			f := diag.Finding{Rule: diag.ScoreReference, Place: c.step.At("zone"), Mend: "name another zone, or impute the value",
				Message: fmt.Sprintf("%s: the reference zone %s has no value, so no zone has one", c.indicator.ID, diag.Quote(id))}
			if c.indicator.Parent.Missing.Name != "skip" {
				f.Severity = diag.Error
			}
			log.Add(f)
			fillPresent(col, math.NaN())
			return false
		}
		c.reference = v
		return true
	}
	mend := diag.DidYouMean(id, m.Table.IDs)
	if mend == "" {
		mend = "name one that is, by its id"
	}
	log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: c.step.At("zone"), Mend: mend,
		Message: fmt.Sprintf("the reference zone %s is not among the zones that are scored", diag.Quote(id))})
	return false
}

// valueFinding reports a value of a column that its normalise method cannot take.
func (m *Model) valueFinding(log *diag.Log, in *index.Indicator, f *fault) {
	at := in.Normalise.Place
	if at.Line == 0 {
		at = in.Place
	}
	found := diag.Finding{Rule: diag.ScoreMethod, Place: at, Mend: f.mend, Message: in.ID + ": " + f.problem}
	if f.zone >= 0 {
		row := m.Row(f.zone)
		found.Message += fmt.Sprintf(": zone %s has %g", diag.Quote(m.Table.IDs[row]), f.value)
		place, _ := m.Table.Locate(row, in.Column)
		found.Related = []diag.Related{{Place: place, Message: "the value"}}
	}
	log.Add(found)
}

// countPresent counts each zone's values after preparation.
func (m *Model) countPresent() {
	if !m.Index.Method.Missing.Has("min_indicators") {
		return
	}
	m.Present = make([]int32, m.N)
	for j := range m.Index.Indicators {
		for i, v := range m.Column(j) {
			if v == v {
				m.Present[i]++
			}
		}
	}
}

func fillMissing(col []float64, x float64) {
	for i, v := range col {
		if v != v {
			col[i] = x
		}
	}
}

func firstPresent(col []float64) float64 {
	for _, v := range col {
		if v == v {
			return v
		}
	}
	return math.NaN()
}
