// Package flip answers which least change of weights puts two zones level. Where the score is a weighted mean all the way up,
// the answer is exact and comes with a certificate, and so does the answer that no admissible weights can; elsewhere it is a
// search, which says so.
package flip

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/lever"
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

// Options of a flip. Zones are numbered as in the model.
type Options struct {
	A, B   int
	Over   string // Dimensions, Indicators, or a selector of one dimension: the parts inside it, on their own scale
	Norm   optimum.Norm
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
	Ranking  *ranking.Answer
	Options  Options
	Group    *index.Dimension // whose parts change; nil for all indicators
	Parts    []revise.Part
	Before   []float64
	Low      []float64
	High     []float64
	After    []float64 // nil where no admissible weights put the zones level, or none were found
	Cost     float64   // the distance between Before and After in the norm
	Gap      float64   // score of A less that of B, before
	Best     float64   // where there is no After: the gap of least size that was found
	Problem  optimum.Shift
	Result   optimum.ShiftResult // with its certificate
	Searched string              // why the answer is a search; "" where it is exact and proven
	Scenario *scenario.Scenario  // applies the change; nil where there is no After
	Applied  *ranking.Answer     // the ranking under Scenario, computed from scratch; zones are numbered as in Ranking
}

// Run finds the least change. The answer is nil when a finding is an error.
func Run(draft *index.Draft, table *zone.Table, a *ranking.Answer, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{}
	f := &Answer{Ranking: a, Options: o, Gap: a.Result.Exact[o.A] - a.Result.Exact[o.B]}
	if !f.parts(log) || !f.bounds(log) {
		return nil, log
	}
	l, d := f.mark()
	if l != "" {
		f.Searched = l
		f.search()
	} else {
		f.solve(d)
	}
	if f.After == nil {
		return f, log
	}
	f.Scenario = f.scenario()
	f.apply(draft, table, log)
	if log.HasErrors() {
		return nil, log
	}
	return f, log
}

func refuse(log *diag.Log, rule *diag.Rule, at diag.Place, mend, format string, args ...any) bool {
	log.Add(diag.Finding{Rule: rule, Place: at, Mend: mend, Message: fmt.Sprintf(format, args...)})
	return false
}

// parts settles whose weights change.
func (f *Answer) parts(log *diag.Log) bool {
	x := f.Ranking.Index
	switch f.Options.Over {
	case Indicators:
		for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
			if !f.weighs(d, log) {
				return false
			}
		}
		for _, in := range x.Indicators {
			f.Parts = append(f.Parts, revise.Part{Indicator: in})
			f.Before = append(f.Before, 100*in.Effective)
		}
		return true
	case Dimensions, "":
		f.Group = x.Root
		for len(f.Group.Dimensions) == 1 {
			f.Group = f.Group.Dimensions[0]
		}
	default:
		found, mend := revise.Select(x, f.Options.Over)
		switch {
		case found == nil:
			return refuse(log, diag.ScenarioSelect, diag.Place{}, mend, "--over: %s matches no part of %s", diag.Quote(f.Options.Over), x.ID)
		case len(found) > 1 || found[0].Dimension == nil:
			return refuse(log, diag.ScenarioSelect, diag.Place{}, "such as --over "+x.Dims[0].ID+", --over dimensions or --over indicators", "--over: %s is not one dimension", diag.Quote(f.Options.Over))
		}
		f.Group = found[0].Dimension
	}
	f.Parts = revise.PartsOf(f.Group)
	if len(f.Parts) == 1 {
		return refuse(log, diag.ScenarioWeights, diag.Place{}, "such as --over indicators", "%s has one part, whose weight decides nothing", f.Group.ID)
	}
	for _, p := range f.Parts {
		f.Before = append(f.Before, p.Weight().Value)
	}
	return f.weighs(f.Group, log)
}

// weighs refuses groups whose weights are computed.
func (f *Answer) weighs(d *index.Dimension, log *diag.Log) bool {
	if !d.Weighting.Given() && len(revise.PartsOf(d)) > 1 {
		return refuse(log, diag.ScenarioWeights, diag.Place{}, "add --set method.weights=given", "the weights in %s are computed by %s, so that none can be moved", d.ID, d.Weighting.Name)
	}
	return true
}

// bounds settles between what numbers every weight may lie.
func (f *Answer) bounds(log *diag.Log) bool {
	whole := 0.0
	for _, w := range f.Before {
		whole += w
	}
	for range f.Parts {
		f.Low, f.High = append(f.Low, 0), append(f.High, whole)
	}
	each := func(w scenario.Word, flag string, set func(k int) bool) bool {
		found, mend := revise.Select(f.Ranking.Index, w.Text)
		if found == nil {
			return refuse(log, diag.ScenarioSelect, w.Place, mend, "%s: %s matches no part of %s", flag, diag.Quote(w.Text), f.Ranking.Index.ID)
		}
		hit := false
		for k, p := range f.Parts {
			if slices.ContainsFunc(found, func(q revise.Part) bool { return covers(q, p) }) {
				hit = true
				if !set(k) {
					return false
				}
			}
		}
		if !hit {
			return refuse(log, diag.ScenarioSelect, w.Place, "they are "+strings.Join(ids(f.Parts), ", "), "%s: %s is none of the weights that may change", flag, diag.Quote(w.Text))
		}
		return true
	}
	for _, l := range f.Options.Lock {
		if !each(l, "--lock", func(k int) bool { f.Low[k], f.High[k] = f.Before[k], f.Before[k]; return true }) {
			return false
		}
	}
	for _, b := range f.Options.Bounds {
		ok := each(b.Select, "--bound", func(k int) bool {
			low, high := f.Low[k], f.High[k]
			if b.Low == b.Low {
				low = math.Max(low, b.Low)
			}
			if b.High == b.High {
				high = math.Min(high, b.High)
			}
			if !(low <= f.Before[k] && f.Before[k] <= high) {
				return refuse(log, diag.ScenarioContra, b.Select.Place, "bounds contain the present weight", "--bound: the weight of %s is %.6g, outside of %.6g..%.6g", f.Parts[k].ID(), f.Before[k], b.Low, b.High)
			}
			f.Low[k], f.High[k] = low, high
			return true
		})
		if !ok {
			return false
		}
	}
	return true
}

// covers says whether a selected part is one that may change, or a dimension that it stands in.
func covers(q, p revise.Part) bool {
	if q.ID() == p.ID() {
		return true
	}
	if q.Dimension == nil || p.Indicator == nil {
		return false
	}
	return slices.Contains(q.Dimension.Leaves(), p.Indicator)
}

func ids(parts []revise.Part) []string {
	var out []string
	for _, p := range parts {
		out = append(out, p.ID())
	}
	return out
}

// mark is what the lead of A over B is in the weights: sum(d w). It is not linear where one of the zones lacks a part, or a
// group is no weighted mean; then why says so.
func (f *Answer) mark() (why string, d []float64) {
	m, r, o := f.Ranking.Model, f.Ranking.Result, f.Options
	sum := 0.0
	for _, w := range f.Before {
		sum += w
	}
	d = make([]float64, len(f.Parts))
	if f.Group != nil {
		l := lever.Of(m, r, f.Group)
		switch {
		case l.Curved != "":
			return l.Curved, nil
		case !l.Complete(o.A) || !l.Complete(o.B) || l.Beta[o.A] != l.Beta[o.B]:
			return "missing values", nil
		}
		for k := range d {
			d[k] = float64(l.Beta[o.A]*(l.Values[k][o.A]-l.Values[k][o.B]))/sum + (l.Alpha[o.A]-l.Alpha[o.B])/sum
		}
		return "", d
	}
	for _, g := range append([]*index.Dimension{m.Index.Root}, m.Index.Dims...) {
		if g.Aggregate.Name != "arithmetic" && !g.PassesOn() {
			return g.Aggregate.Name, nil
		}
	}
	for k, p := range f.Parts {
		col := m.Column(p.Indicator.Column)
		if d[k] = (col[o.A] - col[o.B]) / sum; d[k] != d[k] {
			return "missing values", nil
		}
	}
	return "", d
}

// solve finds the exact answer.
func (f *Answer) solve(d []float64) {
	f.Problem = optimum.Shift{Weights: f.Before, Low: f.Low, High: f.High, D: d, Norm: f.Options.Norm}
	result, err := f.Problem.Solve()
	f.Result = result
	switch {
	case err != nil:
		f.Searched = err.Error()
		f.search()
	case result.Feasible:
		f.After, f.Cost = result.Weights, result.Cost
	default:
		f.Best = result.Best
	}
}

// scenario is the change as one that whatif applies: every weight of every group that changes is set, so that nobody pays.
func (f *Answer) scenario() *scenario.Scenario {
	t, x := f.Ranking.Table, f.Ranking.Index
	a, b := t.IDs[f.Ranking.Model.Row(f.Options.A)], t.IDs[f.Ranking.Model.Row(f.Options.B)]
	s := &scenario.Scenario{ID: "flip", Name: scenario.Text{En: fmt.Sprintf("%s level with %s", a, b), Zh: fmt.Sprintf("%s 与 %s 持平", a, b)}, Base: scenario.Word{Text: x.ID}, Redistribute: scenario.Proportional}
	if f.Group != nil {
		s.Changes = setAll(f.Parts, f.After)
		return s
	}
	of := map[*index.Indicator]float64{}
	for k, p := range f.Parts {
		of[p.Indicator] = f.After[k]
	}
	for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
		parts := revise.PartsOf(d)
		weights, whole, moved := make([]float64, len(parts)), 0.0, false
		for k, p := range parts {
			for _, in := range leaves(p) {
				weights[k] += of[in]
			}
			whole += weights[k]
		}
		if len(parts) == 1 || whole == 0 { // without weight in the whole, a group keeps the weights inside
			continue
		}
		sum := 0.0
		for _, p := range parts {
			sum += p.Weight().Value
		}
		for k, p := range parts {
			weights[k] *= sum / whole
			moved = moved || math.Abs(weights[k]-p.Weight().Value) > 1e-12*sum
		}
		if moved {
			s.Changes = append(s.Changes, setAll(parts, weights)...)
		}
	}
	return s
}

func leaves(p revise.Part) []*index.Indicator {
	if p.Indicator != nil {
		return []*index.Indicator{p.Indicator}
	}
	return p.Dimension.Leaves()
}

// setAll sets all weights of a group, as decimals whose sum is that of the group to the last digit.
func setAll(parts []revise.Part, weights []float64) []scenario.Change {
	whole, sum, largest := new(big.Rat), new(big.Rat), 0
	exact := make([]*big.Rat, len(parts))
	for k, p := range parts {
		whole.Add(whole, p.Weight().Exact())
		exact[k] = new(big.Rat).SetFloat64(math.Max(0, weights[k]))
		if p.Weight().Value == weights[k] {
			exact[k] = p.Weight().Exact()
		}
		sum.Add(sum, exact[k])
		if weights[k] > weights[largest] {
			largest = k
		}
	}
	exact[largest] = new(big.Rat).Add(exact[largest], whole.Sub(whole, sum))
	index.DecimalWeights(exact, true)
	var out []scenario.Change
	for k, p := range parts {
		text := p.ID() + "=" + index.DecimalText(exact[k])
		c, _ := scenario.ParseChange(text, diag.Place{File: "--set " + text})
		out = append(out, c)
	}
	return out
}

// apply ranks the zones anew under the scenario.
func (f *Answer) apply(draft *index.Draft, table *zone.Table, log *diag.Log) {
	rev, l := revise.Index(draft, f.Scenario)
	log.Merge(l)
	if rev == nil {
		return
	}
	o := f.Ranking.Options
	o.Year, o.Show, o.Top = f.Ranking.Year, nil, 0
	applied, l := ranking.Run(rev.Index, table, o)
	if applied == nil {
		log.Merge(l)
	}
	f.Applied = applied
}
