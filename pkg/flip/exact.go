package flip

import (
	"math"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/lever"
	"zoneval/pkg/optimum"
)

// mark is what the lead of A over B is in the weights w of the parts: sum(d w), or in the same parts that both lack nothing in,
// sum(d w) over their share of the weights.
type mark struct {
	d    []float64
	some []bool // the parts that both zones have, where they lack the same others; nil where the lead is sum(d w) itself
	why  string // why the lead is no such function; "" where it is one
}

// Why an answer is a search, where it is no name of a method.
const (
	Missing  = "missing values" // weights are taken over for what a zone lacks
	Rounding = "rounding"
)

// mark finds the lead of A over B as a function of the weights.
func (f *Answer) mark() mark {
	m := f.ofGroup()
	if f.Group == nil {
		m = f.ofIndicators()
	}
	if m.why != "" {
		return m
	}
	at := 0.0
	for k, w := range f.Before {
		at += float64(m.d[k] * w)
	}
	if !(math.Abs(at-f.Gap) <= 1e3*f.near()) { // it is not what it is taken for
		return mark{why: Missing}
	}
	return m
}

// ofIndicators is the mark where all indicators may change.
func (f *Answer) ofIndicators() mark {
	m, o, sum := f.Ranking.Model, f.Options, total(f.Before)
	for _, g := range groups(m.Index) {
		if !mean(g) {
			return mark{why: g.Aggregate.Name}
		}
	}
	out := mark{d: make([]float64, len(f.Parts))}
	for k, p := range f.Parts {
		col := m.Column(p.Indicator.Column)
		if out.d[k] = (col[o.A] - col[o.B]) / sum; out.d[k] != out.d[k] {
			return mark{why: Missing}
		}
	}
	return out
}

// mean says whether a group is a weighted mean of its parts.
func mean(d *index.Dimension) bool { return d.Aggregate.Name == "arithmetic" || d.PassesOn() }

// ofGroup is the mark where the parts of one group may change. Let x be the values of a zone in the parts that it has, W the
// sum of their weights, and alpha + beta y its score where the group has the score y = sum(w x) / W. W does not change where all
// parts are there, or those that are missing are held, and then a lead is linear in w. Where both zones lack the same parts, W
// is the same for both, and the lead times W is linear in w.
func (f *Answer) ofGroup() mark {
	m, r, o := f.Ranking.Model, f.Ranking.Result, f.Options
	if f.Group == nil {
		return mark{}
	}
	for d := f.Group; d != nil; d = d.Parent {
		switch {
		case !mean(d):
			return mark{why: d.Aggregate.Name}
		case d.Parent != nil && (lacks(r.Dims[d.Position][o.A]) || lacks(r.Dims[d.Position][o.B])):
			return mark{why: Missing} // nothing of it counts, or what stands for it
		}
	}
	l, sum := lever.Of(m, r, f.Group), total(f.Before)
	weight := func(zone int) (of float64, held bool) {
		held = true
		for k, w := range f.Before {
			if v := l.Values[k][zone]; !lacks(v) {
				of += w
			} else if f.Low[k] != f.High[k] {
				held = false
			}
		}
		return of, held
	}
	wA, heldA := weight(o.A)
	wB, heldB := weight(o.B)
	out := mark{d: make([]float64, len(f.Parts))}
	if !heldA || !heldB {
		out.some = make([]bool, len(f.Parts))
	}
	for k := range f.Parts {
		a, b := l.Values[k][o.A], l.Values[k][o.B]
		if out.some != nil {
			if lacks(a) != lacks(b) {
				return mark{why: Missing}
			}
			out.some[k] = !lacks(a)
		}
		if !lacks(a) {
			out.d[k] += float64(l.Beta[o.A]*a) / wA
		}
		if !lacks(b) {
			out.d[k] -= float64(l.Beta[o.B]*b) / wB
		}
		switch apart := l.Alpha[o.A] - l.Alpha[o.B]; {
		case out.some == nil:
			out.d[k] += apart / sum
		case out.some[k]:
			out.d[k] += apart / wA
		}
	}
	return out
}

func lacks(x float64) bool { return x != x }

// solve finds the exact answer.
func (e *engine) solve(m mark, log *diag.Log) {
	f := e.answer
	f.Problem = optimum.Shift{Weights: f.Before, Low: f.Low, High: f.High, D: m.d, Norm: f.Options.Norm}
	result, err := f.Problem.Solve()
	if err == nil {
		err = f.Problem.Check(result) // nothing is called proven that is not
	}
	if err != nil {
		e.search(err.Error(), log)
		return
	}
	f.Result = result
	if !result.Feasible {
		if f.Best = result.Best; m.some != nil {
			f.Best = math.NaN()
		}
		return
	}
	if m.some != nil && f.share(m.some, result.Weights) <= 1e-9 {
		e.search(Missing, log) // there is nothing left that they could be level in
		return
	}
	if e.take(result.Weights, log); f.After == nil && !log.HasErrors() {
		e.search(Rounding, log)
	}
}

// share is what some of the parts weigh of all.
func (f *Answer) share(some []bool, weights []float64) float64 {
	sum := 0.0
	for k, w := range weights {
		if some[k] {
			sum += w
		}
	}
	return sum / total(weights)
}
