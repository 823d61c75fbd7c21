// Package flip answers which least change of weights puts two zones level. Where the lead of one over the other is linear in
// the weights that may change, as under weighted means, the answer is exact and comes with a certificate, and so does the
// answer that no admissible weights can; elsewhere it is a search, which says so.
package flip

import (
	"fmt"
	"math"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/optimum"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// What weights may change.
const (
	Dimensions = "dimensions" // the top dimensions, on their own scale
	Indicators = "indicators" // every indicator, in percent of the whole
)

// Options of a flip. Zones are numbered as in the model, and have a score.
type Options struct {
	A, B   int
	Over   string       // Dimensions, Indicators, or a selector of one dimension: the parts inside it, on their own scale
	Norm   optimum.Norm // L1 unless stated
	Lock   []scenario.Word
	Bounds []Bound // unless stated, a weight lies between 0 and the sum
}

// Bound keeps weights between two numbers, on the scale of Options.Over.
type Bound struct {
	Select    scenario.Word
	Low, High float64 // NaN is not stated
}

// Answer is the least change. Weights are on the scale of Options.Over.
type Answer struct {
	Ranking *ranking.Answer
	Options Options
	Group   *index.Dimension // whose parts change; nil for all indicators
	Parts   []revise.Part
	Before  []float64
	Low     []float64
	High    []float64
	After   []float64 // nil where no admissible weights put the zones level, or none were found
	Cost    float64   // the distance between Before and After in the norm
	Gap     float64   // score of A less that of B, before
	Level   bool      // they are level as it is, so that After is Before

	// Where there is no After: the lead of A over B of least size that was found, which is the least there is where the answer is
	// proven; NaN where it is proven otherwise (both zones lack the same parts).
	Best float64

	// The exact answer. Problem.D is in points of score by a unit of weight; Problem and Result are empty where Searched says why
	// the answer is a search, and then neither After nor its lack is proven.
	Problem  optimum.Shift
	Result   optimum.ShiftResult // with its certificate
	Searched string

	Scenario *scenario.Scenario // applies the change; nil where there is no After, or no change
	Applied  *ranking.Answer    // the ranking under Scenario, computed from scratch; zones are numbered as in Ranking; nil where there is no After
}

// tolerance is how far apart two scores may be that are level, as a share of the scale, or of the scores where those are larger.
const tolerance = 1e-12

// near is the tolerance in points.
func (f *Answer) near() float64 {
	size := f.Ranking.Index.Scale
	for _, z := range []int{f.Options.A, f.Options.B} {
		size = math.Max(size, math.Abs(f.Ranking.Result.Exact[z]))
	}
	return tolerance * size
}

// Run finds the least change. Draft and table are what the ranking is of, with the values as they were read. The answer is nil
// when a finding is an error. An answer with an After keeps its promise: under Scenario, with everything computed anew, the
// scores of A and B differ by no more than 1e-12 of the scale.
func Run(draft *index.Draft, table *zone.Table, a *ranking.Answer, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{}
	if o.Norm == 0 {
		o.Norm = optimum.L1
	}
	f := &Answer{Ranking: a, Options: o, Gap: a.Result.Exact[o.A] - a.Result.Exact[o.B]}
	if !f.parts(log) || !f.bounds(log) {
		return nil, log
	}
	e := &engine{answer: f, draft: draft, table: table}
	switch m := f.mark(); {
	case m.why == "":
		e.solve(m, log)
	case math.Abs(f.Gap) <= f.near():
		e.take(f.Before, log)
	default:
		e.search(m.why, log)
	}
	if log.HasErrors() {
		return nil, log
	}
	return f, log
}

func refuse(log *diag.Log, rule *diag.Rule, at diag.Place, mend, format string, args ...any) bool {
	log.Add(diag.Finding{Rule: rule, Place: at, Mend: mend, Message: fmt.Sprintf(format, args...)})
	return false
}
