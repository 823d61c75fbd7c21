package sweep

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/crossing"
	"zoneval/pkg/lever"
	"zoneval/pkg/score"
)

// search looks along a path whose scores are no function that can be solved.
type search struct {
	engine  *lever.Engine
	path    path
	weights []float64
}

func newSearch(l *lever.Lever, p path) *search {
	return &search{lever.NewEngine(l.Model, l.Parts, l.Group), p, make([]float64, len(l.Parts))}
}

// scores are the scores and ranks at a point; they are overwritten by the next call. nil where the method cannot be applied.
func (e *search) scores(t float64) *score.Result {
	e.path.at(t, e.weights)
	return e.engine.Score(e.weights)
}

// ranks are a copy of the ranks at a point; all 0 where the method cannot be applied.
func (e *search) ranks(t float64) []int32 {
	if r := e.scores(t); r != nil {
		return slices.Clone(r.Ranks)
	}
	return make([]int32, e.engine.Zones())
}

// pair is two zones whose order at the end of a stretch is not that at its start.
type pair struct{ over, under int32 }

// crossings finds where zones change places: between two points in which their order differs, by halving the stretch until no
// number lies between. Of zones that change places twice between two points nothing is found. Pairs are looked at where one
// of them is asked after, or in the top at one of the two points.
func (e *search) crossings(s *Answer) {
	n := s.Ranking.Model.N
	for k := 0; k+1 < len(s.At); k++ {
		before, after := s.Ranks[k*n:(k+1)*n], s.Ranks[(k+1)*n:(k+2)*n]
		var pairs []pair
		for i := range n {
			if !s.interests(i, before[i], after[i]) {
				continue
			}
			for j := range n {
				if i == j || before[i]*before[j]*after[i]*after[j] == 0 || j < i && s.interests(j, before[j], after[j]) {
					continue
				}
				switch {
				case before[i] > before[j] && after[i] < after[j]:
					pairs = append(pairs, pair{int32(i), int32(j)})
				case before[i] < before[j] && after[i] > after[j]:
					pairs = append(pairs, pair{int32(j), int32(i)})
				}
			}
		}
		s.Crossings = append(s.Crossings, e.halve(s.At[k], s.At[k+1], pairs)...)
	}
	slices.SortStableFunc(s.Crossings, func(a, b crossing.Crossing) int { return cmp.Compare(a.At, b.At) })
}

func (s *Answer) interests(zone int, before, after int32) bool {
	top := int32(s.Options.Top)
	return before > 0 && before <= top || after > 0 && after <= top || slices.Contains(s.Shown, int32(zone))
}

// halve finds where pairs change places, given that they do between low and high.
func (e *search) halve(low, high float64, pairs []pair) []crossing.Crossing {
	middle := low + (high-low)/2
	if len(pairs) == 0 {
		return nil
	}
	if middle <= low || middle >= high || high-low <= 1e-15*math.Abs(high) {
		var out []crossing.Crossing
		for _, p := range pairs {
			out = append(out, crossing.Crossing{At: high, Over: p.over, Under: p.under})
		}
		return out
	}
	r := e.scores(middle)
	if r == nil {
		return nil
	}
	var left, right []pair
	for _, p := range pairs {
		if r.Exact[p.over] > r.Exact[p.under] {
			left = append(left, p)
		} else {
			right = append(right, p)
		}
	}
	return append(e.halve(low, middle, left), e.halve(middle, high, right)...)
}
