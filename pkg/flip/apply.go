package flip

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/optimum"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// engine is what an answer is found, and applied, with.
type engine struct {
	answer *Answer
	draft  *index.Draft
	table  *zone.Table
}

// take makes weights the answer if the zones are level under them, when they are applied as a scenario and everything is computed
// from scratch. Weights are as a file states them then, so that the last digits may differ.
func (e *engine) take(weights []float64, log *diag.Log) {
	f := e.answer
	s := f.scenario(weights)
	if slices.Equal(weights, f.Before) || len(s.Changes) == 0 { // but for rounding they stay
		if math.Abs(f.Gap) <= f.near() {
			f.After, f.Level, f.Applied = f.Before, true, f.Ranking
		}
		return
	}
	rev, l := revise.Index(e.draft, s)
	if log.Merge(l); rev == nil {
		return
	}
	o := f.Ranking.Options
	o.Year, o.Show, o.Top = f.Ranking.Year, nil, 0
	applied, l := ranking.Run(rev.Index, e.table, o)
	if applied == nil {
		log.Merge(l)
		return
	}
	if gap := applied.Result.Exact[f.Options.A] - applied.Result.Exact[f.Options.B]; !(math.Abs(gap) <= f.near()) {
		return
	}
	f.After, f.Cost, f.Scenario, f.Applied = weights, f.distance(weights), s, applied
}

// distance is that between the weights before and others, in the norm.
func (f *Answer) distance(weights []float64) float64 {
	sum := 0.0
	for k, w := range weights {
		d := math.Abs(w - f.Before[k])
		if f.Options.Norm == optimum.L2 {
			d = float64(d * d)
		}
		sum += d
	}
	if f.Options.Norm == optimum.L2 {
		return math.Sqrt(sum)
	}
	return sum
}

// scenario is a change as one that whatif applies: every weight of every group that changes is set, so that nobody pays.
func (f *Answer) scenario(weights []float64) *scenario.Scenario {
	t, x := f.Ranking.Table, f.Ranking.Index
	a, b := t.IDs[f.Ranking.Model.Row(f.Options.A)], t.IDs[f.Ranking.Model.Row(f.Options.B)]
	s := &scenario.Scenario{ID: "flip", Name: scenario.Text{En: fmt.Sprintf("%s level with %s", a, b), Zh: fmt.Sprintf("%s 与 %s 持平", a, b)}, Base: scenario.Word{Text: x.ID}, Redistribute: scenario.Proportional}
	if f.Group != nil {
		s.Changes = setAll(f.Parts, weights)
		return s
	}
	of := map[*index.Indicator]float64{}
	for k, p := range f.Parts {
		of[p.Indicator] = weights[k]
	}
	for _, d := range groups(x) {
		s.Changes = append(s.Changes, setGroup(d, of)...)
	}
	return s
}

// setGroup sets the weights of a group to what those of the indicators inside its parts sum to, on the scale of the group. It
// sets nothing where that is what they are, or where the group has no weight in the whole and so can keep the weights inside.
func setGroup(d *index.Dimension, of map[*index.Indicator]float64) []scenario.Change {
	parts := revise.PartsOf(d)
	weights, whole, sum := make([]float64, len(parts)), 0.0, 0.0
	for k, p := range parts {
		for _, in := range leaves(p) {
			weights[k] += of[in]
		}
		whole += weights[k]
		sum += p.Weight().Value
	}
	if len(parts) == 1 || whole == 0 {
		return nil
	}
	moved := false
	for k, p := range parts {
		weights[k] *= sum / whole
		if was := p.Weight().Value; math.Abs(weights[k]-was) <= 1e-14*sum {
			weights[k] = was
		} else {
			moved = true
		}
	}
	if !moved {
		return nil
	}
	return setAll(parts, weights)
}

func leaves(p revise.Part) []*index.Indicator {
	if p.Indicator != nil {
		return []*index.Indicator{p.Indicator}
	}
	return p.Dimension.Leaves()
}

// digits is how many digits a weight that moves is stated with, of the sum of its group: as many as a float64 has.
const digits = 16

// setAll sets all weights of a group, as decimals whose sum is that of the group to the last digit. Those that stay are as they
// are written, where that is a decimal; the largest of the others takes what rounding leaves.
func setAll(parts []revise.Part, weights []float64) []scenario.Change {
	left, places := new(big.Rat), digits
	for _, p := range parts {
		left.Add(left, p.Weight().Exact())
	}
	for ten := big.NewRat(1, 1); places > 0 && ten.Cmp(left) < 0; places-- {
		ten.Mul(ten, big.NewRat(10, 1))
	}
	exact, takes := make([]*big.Rat, len(parts)), -1
	for k, p := range parts {
		exact[k] = p.Weight().Exact()
		if _, ends := exact[k].FloatPrec(); !ends || p.Weight().Value != weights[k] {
			if p.Weight().Value != weights[k] {
				exact[k] = new(big.Rat).SetFloat64(math.Max(0, weights[k]))
			}
			exact[k], _ = new(big.Rat).SetString(exact[k].FloatString(places))
			if takes < 0 || weights[k] > weights[takes] {
				takes = k
			}
		}
		left.Sub(left, exact[k])
	}
	if takes >= 0 {
		exact[takes] = left.Add(left, exact[takes])
	}
	var out []scenario.Change
	for k, p := range parts {
		text := p.ID() + "=" + index.DecimalText(exact[k])
		c, _ := scenario.ParseChange(text, diag.Place{File: "--set " + text})
		out = append(out, c)
	}
	return out
}
