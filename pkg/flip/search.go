package flip

import (
	"math"

	"zoneval/pkg/lever"
	"zoneval/pkg/optimum"
)

// The search goes along the tangent: where the lead of A over B is no linear function of the weights, it is replaced by its
// tangent at the last weights, and the least change that brings the tangent to zero is taken, over and over. A step that does
// not bring the lead nearer to zero is halved. It ends at weights under which the zones are level, or without an answer;
// neither is a proof.
const (
	mostSteps   = 60
	mostHalves  = 30
	levelEnough = 1e-12 // of the scale
)

func (f *Answer) search() {
	e := lever.NewEngine(f.Ranking.Model, f.Parts, f.Group)
	lead := func(w []float64) float64 {
		r := e.Score(w)
		if r == nil {
			return math.NaN()
		}
		return r.Exact[f.Options.A] - r.Exact[f.Options.B]
	}
	near := levelEnough * f.Ranking.Index.Scale
	sum := 0.0
	for _, w := range f.Before {
		sum += w
	}
	at, gap := append([]float64(nil), f.Before...), f.Gap
	f.Best = gap
	for range mostSteps {
		if math.Abs(gap) <= near {
			break
		}
		slope := f.slopes(lead, at, sum)
		constant := gap
		for k, w := range at {
			constant -= float64(slope[k] * w)
		}
		for k := range slope {
			slope[k] += constant / sum
		}
		step, err := optimum.Shift{Weights: f.Before, Low: f.Low, High: f.High, D: slope, Norm: f.Options.Norm}.Solve()
		if err != nil {
			return
		}
		next, moved := make([]float64, len(at)), false
		for h := 1.0; h > math.Pow(2, -mostHalves); h /= 2 {
			for k := range next {
				next[k] = at[k] + float64(h*(step.Weights[k]-at[k]))
			}
			if g := lead(next); math.Abs(g) < math.Abs(gap) {
				copy(at, next)
				gap, moved = g, true
				break
			}
		}
		if math.Abs(gap) < math.Abs(f.Best) {
			f.Best = gap
		}
		if !moved {
			break
		}
	}
	if math.Abs(gap) > 1e3*near {
		return
	}
	f.After = at
	for k, w := range at {
		d := math.Abs(w - f.Before[k])
		if f.Options.Norm == optimum.L1 {
			f.Cost += d
		} else {
			f.Cost += float64(d * d)
		}
	}
	if f.Options.Norm == optimum.L2 {
		f.Cost = math.Sqrt(f.Cost)
	}
}

// slopes are the partial derivatives of the lead by the weights, from differences inside the bounds.
func (f *Answer) slopes(lead func([]float64) float64, at []float64, sum float64) []float64 {
	out := make([]float64, len(at))
	w := append([]float64(nil), at...)
	h := 1e-6 * sum
	for k := range w {
		if f.Low[k] == f.High[k] {
			continue
		}
		low := math.Max(0, at[k]-h)
		w[k] = at[k] + h
		above := lead(w)
		w[k] = low
		below := lead(w)
		w[k] = at[k]
		out[k] = (above - below) / (at[k] + h - low)
		if out[k] != out[k] {
			out[k] = 0
		}
	}
	return out
}
