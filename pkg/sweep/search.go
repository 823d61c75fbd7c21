package sweep

import (
	"math"
	"slices"

	"zoneval/pkg/lever"
	"zoneval/pkg/score"
)

// search looks along a path whose scores are no function that can be solved.
type search struct {
	engine  *lever.Engine
	path    path
	weights []float64
	scale   float64

	grid  []float64 // the points that are looked at, in order
	ranks []int32   // of zone i at grid point k: ranks[k*n+i], as standing has them
	n     int

	exact  float64 // how far a point that is found may be off
	near   float64 // points nearer to each other are one
	beside float64 // how far from a point one looks for what holds not only there
}

func newSearch(l *lever.Lever, p path) *search {
	e := lever.NewEngine(l.Model, l.Parts, l.Group)
	return &search{engine: e, path: p, weights: make([]float64, len(l.Parts)), scale: l.Model.Index.Scale, n: l.Model.N}
}

// scores are the scores and ranks at a point; they are overwritten by the next call. nil where the method cannot be applied.
func (e *search) scores(t float64) *score.Result {
	e.path.at(t, e.weights)
	return e.engine.Score(e.weights)
}

// ranksAt are the ranks at a point; all 0 where the method cannot be applied.
func (e *search) ranksAt(t float64) []int32 {
	if r := e.scores(t); r != nil {
		return slices.Clone(r.Ranks)
	}
	return make([]int32, e.n)
}

// standing is competition ranks by scores that are not rounded; zones that only rounding of the arithmetic tells apart share
// one. 0 is no score, and so is everything where there is no result.
func standing(r *score.Result, scale float64) []int32 {
	if r == nil {
		return nil
	}
	ranks, last := make([]int32, len(r.Exact)), int32(-1)
	for k, i := range score.Order(r.Exact, nil) {
		v := r.Exact[i]
		if v != v {
			continue
		}
		ranks[i] = int32(k + 1)
		if last >= 0 {
			if above := r.Exact[last]; above-v <= 1e-13*math.Abs(v)+1e-15*scale {
				ranks[i] = ranks[last]
			}
		}
		last = i
	}
	return ranks
}

// ends are the first and the last grid point.
func (e *search) ends() (low, high float64) { return e.grid[0], e.grid[len(e.grid)-1] }

// at is the ranks at a grid point.
func (e *search) at(k int) []int32 { return e.ranks[k*e.n : (k+1)*e.n] }

// search ranks the zones at every point by the engine itself, and finds crossings between points where the order differs. Of
// what is there and gone again between two points nothing is found.
func (s *Answer) search(p path) {
	e := newSearch(s.Lever, p)
	e.exact, e.near, e.beside = 1e-15*(s.High-s.Low), 1e-12*(s.High-s.Low), 1e-9*(s.High-s.Low)
	e.grid = s.grid(e.beside)
	for _, t := range e.grid {
		r := e.scores(t)
		at := standing(r, e.scale)
		if r == nil {
			at = make([]int32, e.n)
		}
		e.ranks = append(e.ranks, at...)
		switch _, asked := slices.BinarySearch(s.At, t); {
		case !asked:
		case r == nil:
			s.Ranks = append(s.Ranks, at...)
		default:
			s.Ranks = append(s.Ranks, r.Ranks...)
		}
	}
	s.atPresent()
	zones := s.followed(e)
	all, places := e.crossings(zones)
	for { // zones that are in the top between two points alone are followed too
		more := slices.Clone(zones)
		for k, c := range all {
			if at, known := slices.BinarySearch(more, c.Over); !known && places[k].over > 0 && int(places[k].over) <= s.top() {
				more = slices.Insert(more, at, c.Over)
			}
		}
		if len(more) == len(zones) {
			break
		}
		zones = more
		all, places = e.crossings(zones)
	}
	between := newSpans(e.n)
	for k, c := range all {
		if c.At > s.From+e.near && c.At < s.To-e.near {
			s.Crossings, s.Places = append(s.Crossings, c), append(s.Places, places[k].over)
			between.add(c.Over, places[k].over)
			between.add(c.Under, places[k].under)
		}
	}
	s.choose(between)
	present := 0
	for k, t := range e.grid {
		if t <= s.Present {
			present = k
		}
	}
	s.First = e.stable(all, present, topSet(1))
	s.Top = e.stable(all, present, topSet(s.top()))
	for _, z := range s.Shown {
		i := e.stable(all, present, rankOf(z))
		i.Set, i.Rank = nil, int(i.Set[0])
		s.Zones = append(s.Zones, i)
	}
}

// grid is the points that are looked at: those of the path, the present weight, and some from there to the ends of what is
// possible; and one beside either end, where a zone may have no score.
func (s *Answer) grid(beside float64) []float64 {
	out := append(slices.Clone(s.At), s.Present, s.Low+beside, s.High-beside, s.High)
	const beyond = 100
	for k := range beyond {
		share := float64(k) / beyond
		if s.Low < s.From {
			out = append(out, s.Low+float64(share*(s.From-s.Low)))
		}
		if s.To < s.High {
			out = append(out, s.To+float64(share*(s.High-s.To)))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// followed are the zones of which crossings are looked for: those that the ranking shows where these are asked after, and those
// that are in the top at some point.
func (s *Answer) followed(e *search) []int32 {
	in := make([]bool, e.n)
	if s.Options.Listed || s.Options.Top == 0 {
		for _, z := range s.Ranking.Shown {
			in[z] = true
		}
	}
	for _, ranks := range [][]int32{e.ranks, s.Ranks} { // these are of rounded scores, where the index rounds
		for k, r := range ranks {
			in[k%e.n] = in[k%e.n] || r > 0 && int(r) <= s.top()
		}
	}
	var out []int32
	for i, yes := range in {
		if yes {
			out = append(out, int32(i))
		}
	}
	return out
}
