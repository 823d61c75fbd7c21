// Package sweep answers how far a weight can move before ranks change: the rank of every zone along a path of weights, the
// points where zones change places, and the interval in which the first, the top or a zone's rank stays what it is.
package sweep

import (
	"math"
	"slices"

	"zoneval/pkg/crossing"
	"zoneval/pkg/decimal"
	"zoneval/pkg/diag"
	"zoneval/pkg/lever"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// Options of a sweep.
type Options struct {
	Weight       string // selects the weight that moves
	Against      string // selects the sibling that pays alone; "" is as Redistribute says
	Lock         []scenario.Word
	Redistribute scenario.Redistribution
	From, To     float64 // on the scale of the group; NaN is as far as the weight can go
	Step         float64 // NaN is a hundredth of the way, on round numbers
	Top          int     // the head of the ranking whose stability is asked after; 0 is none
	Listed       bool    // the zones that the ranking shows are asked after, and not those that are in the top somewhere
}

// MaxPoints is how many points a path can have.
const MaxPoints = 100_000

// manyZones is up to how many zones all crossings are found: they are up to half the square of it.
const manyZones = 3_000

// Answer is the ranks along a path. Zones are numbered as in the model.
//
// Crossings and intervals are of scores before they are rounded, also where the index ranks rounded ones: what rounding makes
// level has not changed places.
type Answer struct {
	Ranking *ranking.Answer
	Part    revise.Part
	Against *revise.Part
	Lever   *lever.Lever
	Present float64 // the weight as it is
	From    float64
	To      float64
	At      []float64 // the points: from From to To, and the present weight where it is between
	Ranks   []int32   // of zone i at point p: Ranks[p*N+i]; 0 is no rank

	// Crossings are the points strictly inside the path where two zones change places, in the order of the path; Places is the
	// rank that Over has after each. Where they are searched for, and of more than 3,000 zones, they are those of zones that are
	// asked after, or in the top somewhere, with any other.
	Crossings []crossing.Crossing
	Places    []int32

	// Intervals are around the present weight, wherever the path is, and end at Low and High at the latest: where the weight can
	// go, or at To and at least twice the sum of the group where it can go on for ever.
	Low, High float64
	First     crossing.Interval   // in which the same zones are first
	Top       crossing.Interval   // in which the same zones are in the top Options.Top
	Shown     []int32             // the zones that are asked after, best first
	Zones     []crossing.Interval // in which each of Shown has the rank that it has

	// Best and Worst are the ranks between which each of Shown moves: at the points and, unless the index rounds scores, after
	// every crossing. 0 is a zone without a rank all the way.
	Best, Worst []int32

	Curved  string // why scores are no function of the weight that can be solved, so that crossings are searched for; "" where they are
	Options Options
}

// Run sweeps one weight of a ranking. The answer is nil when a finding is an error.
func Run(a *ranking.Answer, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{}
	s := &Answer{Ranking: a, Options: o}
	p, ok := s.path(log)
	if !ok || !s.points(log) {
		return nil, log
	}
	if s.Curved = s.Lever.Curved; s.Curved != "" {
		s.search(p)
	} else {
		s.solve(p)
	}
	return s, log
}

// solve answers where scores are functions of the weight that can be solved.
func (s *Answer) solve(p path) {
	curves, empties := s.curves(p)
	s.Ranks = crossing.Ranks(curves, s.At, s.rounding(curves))
	if empties {
		s.atEnds(p)
	}
	s.atPresent()
	if len(curves) <= manyZones {
		s.Crossings = crossing.Crossings(curves, s.From, s.To)
		s.choose(s.walk(curves))
	} else {
		s.choose(newSpans(len(curves))) // by the points alone
		s.Crossings = crossing.Involving(curves, s.From, s.To, toInts(s.Shown)...)
		s.extend(s.walk(curves))
	}
	stable := func(q crossing.Question) crossing.Interval {
		return crossing.Stable(curves, s.Present, s.Low, s.High, q)
	}
	s.First = stable(crossing.First())
	s.Top = stable(crossing.Top(s.top()))
	for _, z := range s.Shown {
		s.Zones = append(s.Zones, stable(crossing.RankOf(int(z))))
	}
	s.atPoint()
}

func (s *Answer) top() int { return max(1, s.Options.Top) }

// curves are the scores of the zones. Some of them may be empty at an end: what a zone has of the group weighs nothing there,
// so that it goes on without the group at this one point. Everywhere else its score is constant: all that it has loses its
// weight at the same t, and so in proportion.
func (s *Answer) curves(p path) (curves []crossing.Curve, empties bool) {
	l := s.Lever
	curves = make([]crossing.Curve, l.Model.N)
	for i := range curves {
		curves[i] = l.Curve(i, p.u, p.v)
		if p.empty(l, i, s.Low) || p.empty(l, i, s.High) {
			curves[i] = crossing.Line(curves[i].Value(s.Low+(s.High-s.Low)/2), 0)
			empties = true
		}
	}
	return curves, empties
}

// atEnds has the engine itself rank the zones where the path goes to an end of what is possible.
func (s *Answer) atEnds(p path) {
	e, n := newSearch(s.Lever, p), s.Ranking.Model.N
	for k, t := range s.At {
		if t == s.Low || t == s.High {
			copy(s.Ranks[k*n:(k+1)*n], e.ranksAt(t))
		}
	}
}

// atPresent takes the ranks at the present weight from the ranking, in which zones that are level are so to the last bit.
func (s *Answer) atPresent() {
	for p, t := range s.At {
		if t == s.Present {
			copy(s.Ranks[p*s.Ranking.Model.N:], s.Ranking.Result.Ranks)
		}
	}
}

// atPoint settles what holds at the present weight alone, where the ranking has another answer than there is beside it: zones are
// level there, or it is an end at which some are without the group.
func (s *Answer) atPoint() {
	ranks := standing(s.Ranking.Result, s.Ranking.Index.Scale)
	settle := func(i *crossing.Interval, set []int32, rank int) {
		if rank == i.Rank && slices.Equal(set, i.Set) {
			return
		}
		if i.Low != i.High {
			*i = crossing.Interval{Low: s.Present, High: s.Present}
		}
		i.Set, i.Rank = set, rank
	}
	settle(&s.First, within(ranks, 1), 0)
	settle(&s.Top, within(ranks, int32(s.top())), 0)
	for k, z := range s.Shown {
		settle(&s.Zones[k], nil, int(ranks[z]))
	}
}

// spans are the ranks that zones go between; none is 0.
type spans struct{ best, worst []int32 }

func newSpans(n int) spans { return spans{make([]int32, n), make([]int32, n)} }

// add extends the span of a zone to a rank.
func (s spans) add(zone, rank int32) {
	if rank == 0 {
		return
	}
	if s.best[zone] == 0 || rank < s.best[zone] {
		s.best[zone] = rank
	}
	s.worst[zone] = max(s.worst[zone], rank)
}

// choose settles the zones that are asked after: those that the ranking shows, or of these the ones that are in the top
// somewhere on the path; and what ranks they go between. between are the ranks that zones have between the points.
func (s *Answer) choose(between spans) {
	n, top := s.Ranking.Model.N, int32(s.Options.Top)
	points := newSpans(n)
	for p := range s.At {
		for i, r := range s.Ranks[p*n : (p+1)*n] {
			points.add(int32(i), r)
		}
	}
	for _, z := range s.Ranking.Shown {
		b := points.best[z]
		if s.Options.Listed || top == 0 || b > 0 && b <= top || between.best[z] > 0 && between.best[z] <= top {
			s.Shown = append(s.Shown, z)
			s.Best, s.Worst = append(s.Best, b), append(s.Worst, points.worst[z])
		}
	}
	s.extend(between)
}

// extend adds the ranks between the points to those that zones go between. They are of scores that are not rounded.
func (s *Answer) extend(between spans) {
	if s.Ranking.Index.Method.Ranking.Round >= 0 {
		return
	}
	for k, z := range s.Shown {
		if b := between.best[z]; b > 0 && (b < s.Best[k] || s.Best[k] == 0) {
			s.Best[k] = b
		}
		s.Worst[k] = max(s.Worst[k], between.worst[z])
	}
}

func toInts(zones []int32) []int {
	var out []int
	for _, z := range zones {
		out = append(out, int(z))
	}
	return out
}

// walk follows the ranks from one crossing to the next. Crossings at one point are over together.
func (s *Answer) walk(curves []crossing.Curve) spans {
	between, all := newSpans(len(curves)), len(curves) <= manyZones
	if len(s.Crossings) == 0 {
		return between
	}
	start := s.From + (s.Crossings[0].At-s.From)/2
	ranks := crossing.Ranks(curves, []float64{start}, s.level(curves))
	for i, r := range ranks {
		between.add(int32(i), r)
	}
	near := 1e-12 * s.To
	for from := 0; from < len(s.Crossings); {
		to := from
		for ; to < len(s.Crossings) && s.Crossings[to].At <= s.Crossings[from].At+near; to++ {
			ranks[s.Crossings[to].Over]--
			ranks[s.Crossings[to].Under]++
		}
		for ; from < to; from++ {
			c := s.Crossings[from]
			place := ranks[c.Over]
			if all || slices.Contains(s.Shown, c.Over) {
				between.add(c.Over, place)
			} else {
				place = ranks[c.Under] - 1 // all crossings of Under are known
			}
			if all || slices.Contains(s.Shown, c.Under) {
				between.add(c.Under, ranks[c.Under])
			}
			s.Places = append(s.Places, place)
		}
	}
	return between
}

// rounding is how scores are rounded before they are ranked. What a curve has of its own rounding is taken off, so that zones
// which are level share a rank, and where the index rounds, halves are halves.
func (s *Answer) rounding(curves []crossing.Curve) func(float64) float64 {
	if d := s.Ranking.Index.Method.Ranking.Round; d >= 0 {
		return func(v float64) float64 { return decimal.Round(decimal.Round(v, d+8), d) }
	}
	return s.level(curves)
}

// level rounds scores just so far that rounding of the arithmetic tells no zones apart: to multiples of 2^-42 of the largest, or
// a little less.
func (s *Answer) level(curves []crossing.Curve) func(float64) float64 {
	size := 0.0
	for _, c := range curves {
		for _, t := range []float64{s.From, s.To} {
			if v := math.Abs(c.Value(t)); v > size {
				size = v
			}
		}
	}
	_, e := math.Frexp(size)
	large := math.Ldexp(1.5, e+10)
	return func(v float64) float64 { return v + large - large }
}

// within lists the zones ranked k or better.
func within(ranks []int32, k int32) []int32 {
	var out []int32
	for i, r := range ranks {
		if r > 0 && r <= k {
			out = append(out, int32(i))
		}
	}
	return out
}
