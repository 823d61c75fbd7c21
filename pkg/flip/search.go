package flip

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/lever"
	"zoneval/pkg/optimum"
)

// The search goes along tangents: the lead of A over B is replaced by its tangent at the last weights, and the least change that
// brings the tangent to zero is taken, over and over; a step that does not bring the lead nearer to zero is halved. It starts from
// the present weights, and from where the lead vanishes or changes sign on the straight ways from there to the corners: all that
// can go to one part, or all that it can give. What it ends at is then brought nearer, as long as that helps. It is no proof:
// nearer weights may be there, and where none were found there may be some.
const (
	mostSteps    = 60
	mostHalves   = 30
	cornerPoints = 16 // that are looked at on the way to a corner
	mostStarts   = 4  // of corners, the nearest first
)

// search is a search on its way.
type search struct {
	*Answer
	engine *lever.Engine
	whole  float64
}

// point is weights and the lead under them.
type point struct {
	weights []float64
	gap     float64
}

func (e *engine) search(why string, log *diag.Log) {
	f := e.answer
	f.Searched, f.Problem, f.Result = why, optimum.Shift{}, optimum.ShiftResult{}
	s := &search{f, lever.NewEngine(f.Ranking.Model, f.Parts, f.Group), total(f.Before)}
	present := point{f.Before, f.Gap}
	var found []point
	f.Best = f.Gap
	for _, start := range append([]point{present}, s.starts()...) {
		p := s.tangents(start, mostSteps)
		if math.Abs(p.gap) <= f.near() {
			found = append(found, s.nearer(p), p) // a file need not be able to state the nearer one
		} else if math.Abs(p.gap) < math.Abs(f.Best) {
			f.Best = p.gap
		}
	}
	slices.SortStableFunc(found, func(a, b point) int { return cmp.Compare(f.distance(a.weights), f.distance(b.weights)) })
	for _, p := range found {
		if e.take(p.weights, log); f.After != nil || log.HasErrors() {
			f.Best = 0
			return
		}
	}
}

// lead is the score of A less that of B under weights; NaN where the method cannot be applied.
func (s *search) lead(w []float64) float64 {
	r := s.engine.Score(w)
	if r == nil {
		return math.NaN()
	}
	return r.Exact[s.Options.A] - r.Exact[s.Options.B]
}

func (s *search) at(w []float64) point { return point{w, s.lead(w)} }

// between is a share of the way from one point to another.
func (s *search) between(from, to []float64, share float64) point {
	w := make([]float64, len(from))
	for k := range w {
		w[k] = math.Min(math.Max(from[k]+float64(share*(to[k]-from[k])), s.Low[k]), s.High[k])
	}
	return s.at(w)
}

// tangents goes along tangents until the zones are level, or no step helps.
func (s *search) tangents(p point, most int) point {
	for range most {
		if math.Abs(p.gap) <= s.near()/4 {
			return p
		}
		to := s.step(p)
		if to == nil {
			return p
		}
		moved := false
		for h := 1.0; h > math.Pow(2, -mostHalves); h /= 2 {
			if next := s.between(p.weights, to, h); math.Abs(next.gap) < math.Abs(p.gap) {
				p, moved = next, true
				break
			}
		}
		if !moved {
			return p
		}
	}
	return p
}

// step is the nearest weights that bring the tangent at a point to zero, or nearest to it; nil where there is no tangent.
func (s *search) step(p point) []float64 {
	d := s.slopes(p)
	if d == nil {
		return nil
	}
	rest := p.gap // the tangent is gap + sum(slope (w' - w)), and w' has the same sum
	for k, w := range p.weights {
		rest -= float64(d[k] * w)
	}
	for k := range d {
		d[k] += rest / s.whole
	}
	r, err := optimum.Shift{Weights: s.Before, Low: s.Low, High: s.High, D: d, Norm: s.Options.Norm}.Solve()
	if err != nil {
		return nil
	}
	return r.Weights
}

// slopes are the partial derivatives of the lead by the weights that may change, from differences; nil where there are none.
func (s *search) slopes(p point) []float64 {
	out, w := make([]float64, len(p.weights)), slices.Clone(p.weights)
	h := 1e-6 * s.whole
	for k, at := range p.weights {
		if s.Low[k] == s.High[k] {
			continue
		}
		w[k] = at + h
		out[k] = (s.lead(w) - p.gap) / h
		w[k] = at
		if out[k] != out[k] {
			return nil
		}
	}
	return out
}

// nearer brings a point at which the zones are level nearer to the present weights: towards the nearest that its tangent allows,
// and back to where they are level.
func (s *search) nearer(p point) point {
	for range mostSteps {
		to := s.step(p)
		if to == nil {
			return p
		}
		cost, moved := s.distance(p.weights), false
		for h := 1.0; h > 1e-3 && s.distance(to) < cost; h /= 2 {
			next := s.tangents(s.between(p.weights, to, h), 8)
			if math.Abs(next.gap) <= s.near() && s.distance(next.weights) < cost*(1-1e-9) {
				p, moved = next, true
				break
			}
		}
		if !moved {
			return p
		}
	}
	return p
}

// starts are points at which the lead vanishes or changes sign on the way to a corner: of those the nearest, as far as the steps
// of the way tell.
func (s *search) starts() []point {
	type stretch struct{ from, to point }
	var out []stretch
	for k := range s.Parts {
		for _, gains := range []bool{true, false} {
			corner := s.corner(k, gains)
			before := point{s.Before, s.Gap}
			for q := 1; q <= cornerPoints && corner != nil; q++ {
				p := s.between(s.Before, corner, float64(q)/cornerPoints)
				if s.turned(p) {
					out = append(out, stretch{before, p})
					break
				}
				if p.gap == p.gap {
					before = p
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b stretch) int { return cmp.Compare(s.distance(a.to.weights), s.distance(b.to.weights)) })
	var points []point
	for _, o := range out[:min(mostStarts, len(out))] {
		points = append(points, s.halve(o.from, o.to))
	}
	return points
}

// turned says whether the zones are level at a point, or the other one leads.
func (s *search) turned(p point) bool { return math.Abs(p.gap) <= s.near() || p.gap*s.Gap < 0 }

// corner is the weights with as much as can be on one part, the others giving in proportion to what they can, or with as little
// as can be; nil where it cannot move.
func (s *search) corner(part int, gains bool) []float64 {
	room := func(k int, up bool) float64 {
		if up {
			return s.High[k] - s.Before[k]
		}
		return s.Before[k] - s.Low[k]
	}
	others := 0.0
	for k := range s.Before {
		if k != part {
			others += room(k, !gains)
		}
	}
	amount := math.Min(room(part, gains), others)
	if amount <= 0 {
		return nil
	}
	sign := -1.0
	if gains {
		sign = 1
	}
	out := slices.Clone(s.Before)
	out[part] += sign * amount
	for k := range out {
		if k != part {
			out[k] -= sign * float64(amount*(room(k, !gains)/others))
		}
	}
	return out
}

// halve finds where the lead vanishes or changes sign between two points, at the second of which it has. A point without a score
// is not gone to.
func (s *search) halve(from, to point) point {
	for range 32 { // no farther: a file could not state so small a weight
		p := s.between(from.weights, to.weights, 0.5)
		switch {
		case p.gap != p.gap:
			return to
		case s.turned(p):
			to = p
		default:
			from = p
		}
	}
	return to
}
