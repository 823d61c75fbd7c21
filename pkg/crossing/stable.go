package crossing

import (
	"math"
	"slices"
)

// Question is what Stable asks after.
type Question struct {
	top   int   // the set of the curves that have this rank or a better one,
	curve int32 // or, where top is 0, the rank of this curve
}

// First asks after the curves that have rank 1.
func First() Question { return Top(1) }

// Top asks after the curves that have rank k or better; k is 1 or more.
func Top(k int) Question { return Question{top: max(1, k)} }

// RankOf asks after the rank of a curve.
func RankOf(curve int) Question { return Question{curve: int32(curve)} }

// Interval is where something does not change.
type Interval struct {
	Low, High float64
	// Below and Above are what ends it: the crossing at Low and the one at High, nil where that is the end of the range.
	// Both read as t grows: at Low, Under is ahead on the other side. Where several curves cross there, it is one that
	// enters or leaves the set, or passes the curve in the direction in which its rank changes.
	Below, Above *Crossing
	Set          []int32 // the set that was asked after, in the order of the curves
	Rank         int     // the rank that was asked after; 0 is no score
}

// Stable is the largest interval around at, within from to to, in which what is asked after does not change.
//
// What holds at a single point does not count. Where a curve passes one and is passed by another at the same t, its rank
// is the same on both sides and has not changed, though at that t it shares a better one. So at may be such a point, or lie
// on an end of the range where curves are level: what counts is what holds beside it. Only where the two sides of at differ
// is the interval at alone, both of its ends the same crossing, and the answer what holds at that point, curves that cross
// there being level. Points nearer to each other than 1e-12 of the larger end of the range are one point, and the end of the
// range is one with points that are as near to it. In a range of one point, what holds there is the answer.
//
// Ranks are competition ranks; curves that are level everywhere, but for rounding, share the better one. A curve without a
// score has rank 0 throughout. Outside the range, at is taken to be its nearer end. For n curves the time is in proportion
// to n for the rank of one, and to n log n + k n for the top k.
func Stable(curves []Curve, at, from, to float64, q Question) Interval {
	s := newSpan(curves, from, to)
	if q.top == 0 && !s.arcs[q.curve].scored {
		return Interval{Low: from, High: to}
	}
	at = math.Max(from, math.Min(to, at))
	left, right := at-from > s.near, to-at > s.near
	before, after := s.answer(q, at-s.near), s.answer(q, at+s.near)
	switch {
	case !left:
		before = after
	case !right:
		after = before
	}
	if !before.same(after) {
		c := s.cause(q, before, after, at-s.near, at+s.near, true)
		return s.pointAnswer(q, at, before, after, c)
	}
	out := Interval{Low: from, High: to, Set: after.set, Rank: int(after.rank)}
	if c := s.change(q, after, at+s.near, true); c != nil {
		out.High, out.Above = c.At, c
	}
	if c := s.change(q, before, at-s.near, false); c != nil {
		out.Low, out.Below = c.At, c
	}
	return out
}

// answer is what holds between two points.
type answer struct {
	set   []int32
	rank  int32
	ranks []int32 // of all curves, where a set is asked after
}

func (a answer) same(b answer) bool { return a.rank == b.rank && slices.Equal(a.set, b.set) }

// answer is what holds where the crossings up to t are over.
func (s *span) answer(q Question, t float64) answer {
	if q.top == 0 {
		a := answer{rank: 1}
		for j := range s.arcs {
			if s.arcs[j].scored && s.after(int32(j), q.curve, t) > 0 {
				a.rank++
			}
		}
		return a
	}
	order, ranks := s.standing(t)
	a := answer{ranks: ranks}
	for _, i := range order {
		if int(ranks[i]) <= q.top {
			a.set = append(a.set, i)
		}
	}
	slices.Sort(a.set)
	return a
}

// change looks for the crossing that changes the answer, from t on or back from it; nil is none. Crossings up to t are
// over.
func (s *span) change(q Question, now answer, t float64, on bool) *Crossing {
	for was := now; ; {
		// Nearly always the first crossing that could change the answer does; where others make up for it, the search goes
		// on from there.
		at := math.NaN()
		s.candidates(q, was, func(c Crossing) {
			if on && c.At > t && !(c.At >= at) || !on && c.At <= t && !(c.At <= at) {
				at = c.At
			}
		})
		if at != at || at-s.from <= s.near || s.to-at <= s.near {
			return nil
		}
		beyond := at + s.near
		if !on {
			beyond = at - s.near
		}
		is := s.answer(q, beyond)
		if !is.same(now) {
			if on {
				return s.cause(q, was, is, t, beyond, true)
			}
			return s.cause(q, was, is, beyond, t, false)
		}
		was, t = is, beyond
	}
}

// candidates are the crossings that could change the answer, in no order: all of the curve; or those of a curve in the set
// with one outside. Where curves that share the last rank in the set make it larger than was asked, they put out another
// that falls behind them, so crossings with these are among them.
func (s *span) candidates(q Question, a answer, yield func(Crossing)) {
	pair := func(i, j int32) {
		if i == j || !s.arcs[j].scored || s.arcs[i].apart(&s.arcs[j]) {
			return
		}
		m := s.meet(i, j)
		for k := range m.count {
			yield(m.crossing(k, i, j))
		}
	}
	if q.top == 0 {
		for j := range s.arcs {
			pair(q.curve, int32(j))
		}
		return
	}
	lowest := int32(0)
	for _, i := range a.set {
		lowest = max(lowest, a.ranks[i])
	}
	for _, i := range a.set {
		for j := range s.arcs {
			out := int(a.ranks[j]) > q.top
			if out || len(a.set) > q.top && a.ranks[i] < lowest && a.ranks[j] == lowest {
				pair(i, int32(j))
			}
		}
	}
}

// cause chooses, of the candidates after low and up to high, the one that says most about a change from was to is, as t
// grows (on) or falls.
func (s *span) cause(q Question, was, is answer, low, high float64, on bool) *Crossing {
	var best *Crossing
	most := -1
	s.candidates(q, was, func(c Crossing) {
		if c.At <= low || c.At > high {
			return
		}
		rises, falls := c.Over, c.Under
		if !on {
			rises, falls = falls, rises
		}
		says := 0
		if q.top == 0 {
			if rises == q.curve && is.rank < was.rank || falls == q.curve && is.rank > was.rank {
				says = 1
			}
		} else {
			if slices.Contains(is.set, rises) && !slices.Contains(was.set, rises) {
				says++
			}
			if slices.Contains(was.set, falls) && !slices.Contains(is.set, falls) {
				says++
			}
		}
		if says > most || says == most && compareCrossings(c, *best) < 0 {
			chosen := c // only what is chosen is to be kept
			best, most = &chosen, says
		}
	})
	return best
}

// pointAnswer is the interval of the one point at whose sides the answer differs, by crossing c and maybe others.
func (s *span) pointAnswer(q Question, at float64, before, after answer, c *Crossing) Interval {
	out := Interval{Low: at, High: at, Below: c, Above: c}
	if q.top == 0 {
		out.Rank = 1
		for j := range s.arcs {
			if s.arcs[j].scored && s.after(int32(j), q.curve, at-s.near) > 0 && s.after(int32(j), q.curve, at+s.near) > 0 {
				out.Rank++
			}
		}
		return out
	}
	for i, b := range before.ranks {
		if b == 0 {
			continue
		}
		rank := 1
		for j, r := range before.ranks {
			if r != 0 && r < b && after.ranks[j] < after.ranks[i] {
				rank++
			}
		}
		if rank <= q.top {
			out.Set = append(out.Set, int32(i))
		}
	}
	return out
}
