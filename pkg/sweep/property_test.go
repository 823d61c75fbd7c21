package sweep

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/crossing"
	"zoneval/pkg/diag"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// sample is a trial that is swept, and what the engine computes anew along the path.
type sample struct {
	*trial
	*Answer
	t     *rapid.T
	locks []string
	known map[float64]*ranking.Answer
}

// drawSweep draws a path through a trial; skips where there is none.
func drawSweep(t *rapid.T, x *trial) *sample {
	groups := x.Groups()
	if len(groups) == 0 {
		t.Skip("no group")
	}
	g := rapid.SampledFrom(groups).Draw(t, "group")
	parts := revise.PartsOf(g)
	at := rapid.IntRange(0, len(parts)-1).Draw(t, "moves")
	o := Options{Weight: parts[at].ID(), From: nan, To: nan, Step: nan, Top: rapid.IntRange(0, 4).Draw(t, "top"),
		Redistribute: rapid.SampledFrom([]scenario.Redistribution{scenario.Proportional, scenario.Equal, scenario.None}).Draw(t, "pays")}
	s := &sample{trial: x, t: t, known: map[float64]*ranking.Answer{}}
	if rapid.IntRange(0, 2).Draw(t, "trade") == 0 {
		k := (at + rapid.IntRange(1, len(parts)-1).Draw(t, "against")) % len(parts)
		o.Against = parts[k].ID()
		for j, p := range parts {
			if j != at && j != k {
				s.locks = append(s.locks, p.ID())
			}
		}
	} else {
		for j, p := range parts {
			if j != at && rapid.IntRange(0, 4).Draw(t, "lock") == 0 {
				s.locks = append(s.locks, p.ID())
				o.Lock = append(o.Lock, scenario.Word{Text: p.ID()})
			}
		}
	}
	present := parts[at].Weight().Value
	if rapid.Bool().Draw(t, "ends") { // around the present weight or not
		o.From = present * float64(rapid.IntRange(0, 8).Draw(t, "from")) / 4
		o.To = o.From + present*float64(rapid.IntRange(0, 8).Draw(t, "to"))/8 + 0.25
	}
	o.Step = 10 // then both ends, and the present weight
	a, log := Run(x.Base, o)
	if a == nil {
		if f := log.Findings(); len(f) != 1 || f[0].Mend == "" {
			t.Fatalf("not one finding with a mend: %v", f)
		}
		t.Skip(log.Findings())
	}
	o.Step = (a.To - a.From) / 4
	if s.Answer, log = Run(x.Base, o); s.Answer == nil {
		t.Fatalf("another step: %v", log.Findings())
	}
	return s
}

// asked is the ranking as whatif --set has it where the weight is t.
func (s *sample) asked(t float64) *ranking.Answer {
	pays := s.Options.Redistribute
	if s.Against != nil {
		pays = scenario.Proportional
	}
	a, log := s.Truth(pays, s.locks, set(s.Part.ID(), t))
	return s.checked(t, a, log)
}

// at is the ranking where the weight is t, the others being exact: whatif cuts what is paid at 14 digits, which tells where
// hardly anything is left.
func (s *sample) at(t float64) *ranking.Answer {
	if a, ok := s.known[t]; ok {
		return a
	}
	held := map[string]bool{}
	for _, id := range s.locks {
		held[id] = true
	}
	moves, had, free := new(big.Rat), new(big.Rat), int64(0)
	moves.SetFloat64(t)
	moves.Sub(moves, s.Part.Weight().Exact())
	for _, p := range s.Lever.Parts {
		if p.ID() != s.Part.ID() && !held[p.ID()] {
			had.Add(had, p.Weight().Exact())
			free++
		}
	}
	changes := []string{set(s.Part.ID(), t)}
	for _, p := range s.Lever.Parts {
		w := new(big.Rat).Set(p.Weight().Exact())
		switch {
		case p.ID() == s.Part.ID():
			continue
		case held[p.ID()], s.Options.Redistribute == scenario.None && s.Against == nil:
		case s.Options.Redistribute == scenario.Equal || had.Sign() == 0:
			w.Sub(w, new(big.Rat).Quo(moves, big.NewRat(free, 1)))
		default:
			w.Sub(w, new(big.Rat).Quo(new(big.Rat).Mul(w, moves), had))
		}
		if w.Sign() < 0 { // t is the end, rounded up
			w.SetInt64(0)
		}
		changes = append(changes, p.ID()+"="+w.FloatString(40))
	}
	a, log := s.Truth(scenario.None, nil, changes...)
	s.known[t] = s.checked(t, a, log)
	return s.known[t]
}

func (s *sample) checked(t float64, a *ranking.Answer, log *diag.Log) *ranking.Answer {
	if a == nil && s.Curved == "" && log.Findings().First().Rule != diag.ScoreNothing {
		s.fail("%s=%v: %v", s.Part.ID(), t, log.Findings())
	}
	if a != nil && s.Curved != "" && noisy(a) {
		s.t.Skip("rounding decides")
	}
	return a
}

// noisy says whether only rounding tells two zones apart in a dimension: a method that compares zones makes any difference of
// that.
func noisy(a *ranking.Answer) bool {
	for _, d := range a.Result.Dims {
		for i, x := range d {
			for _, y := range d[:i] {
				if x != y && x == x && y == y && order(x, y) == 0 {
					return true
				}
			}
		}
	}
	return false
}

func (s *sample) fail(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf(format+"\n%s\n%v\n%s %+v curved %q, present %v, path %v to %v, possible %v to %v", append(args, s.Body, s.Table.Values, s.Part.ID(), s.Options, s.Curved, s.Present, s.From, s.To, s.Low, s.High)...)
}

// order is 1 where a score is above another by more than rounding, -1 where it is below, 0 where it is neither or there is none.
func order(a, b float64) int {
	switch near := 1e-12 * math.Max(1, math.Max(math.Abs(a), math.Abs(b))); {
	case a-b > near:
		return 1
	case b-a > near:
		return -1
	}
	return 0
}

// apart says whether two zones are, by their scores as they are ranked: not within rounding of each other, nor of where they
// are rounded up.
func apart(a *ranking.Answer, i, j int) bool {
	d := a.Index.Method.Ranking.Round
	x, y := a.Result.Exact[i], a.Result.Exact[j]
	if d < 0 {
		return order(x, y) != 0
	}
	unit := math.Pow10(-d)
	half := func(v float64) bool { _, f := math.Modf(math.Abs(v) / unit); return math.Abs(f-0.5) < 1e-9 }
	return a.Result.Scores[i] != a.Result.Scores[j] && !half(x) && !half(y)
}

// checkRanks compares the ranks at the points with those that are computed anew. Where scores jump, rounding can take them to
// either side: then it is enough that ranks are those beside the point.
func (s *sample) checkRanks() {
	n := s.Ranking.Model.N
	for p, t := range s.At {
		got := s.Ranks[p*n : (p+1)*n]
		a := s.asked(t)
		bad := s.differ(t, got, a)
		if s.Curved != "" && a != nil && t != s.Present {
			d := 1e-9 * (s.High - s.Low)
			for _, beside := range []float64{t, math.Max(t-d, s.Low), math.Min(t+d, s.High)} {
				bad = bad && s.differ(beside, got, s.at(beside))
			}
		}
		if bad && a == nil {
			s.fail("at %v: ranks %v, computed anew none", t, got)
		}
		if bad {
			s.fail("at %v: ranks %v, computed anew %v by %v", t, got, a.Result.Ranks, a.Result.Exact)
		}
	}
}

func (s *sample) differ(t float64, got []int32, a *ranking.Answer) bool {
	if a == nil {
		return slices.Max(got) > 0
	}
	for i, rank := range a.Result.Ranks {
		if (got[i] == 0) != (rank == 0) || t == s.Present && got[i] != rank {
			return true
		}
		for j := range i {
			if apart(a, i, j) && cmp.Compare(got[i], got[j]) != cmp.Compare(rank, a.Result.Ranks[j]) {
				return true
			}
		}
	}
	return false
}

// checkCrossings looks at the scores at some crossings, just before and just after.
func (s *sample) checkCrossings() {
	if len(s.Places) != len(s.Crossings) {
		s.fail("%d places at %d crossings", len(s.Places), len(s.Crossings))
	}
	for k, c := range s.Crossings {
		if c.At <= s.From || c.At >= s.To || k > 0 && c.At < s.Crossings[k-1].At {
			s.fail("crossing %d of %v", k, s.Crossings)
		}
		if len(s.Crossings) > 4 && !rapid.Bool().Draw(s.t, "look") {
			continue
		}
		d := math.Min(1e-6*(s.To-s.From), math.Min(c.At-s.From, s.To-c.At)/2)
		for _, o := range s.Crossings {
			if o != c && min(o.Over, o.Under) == min(c.Over, c.Under) && max(o.Over, o.Under) == max(c.Over, c.Under) {
				d = math.Min(d, math.Abs(o.At-c.At)/2)
			}
		}
		lead := func(t float64) (over, under float64) {
			a := s.at(t)
			if a == nil {
				s.fail("no scores at %v", t)
			}
			return a.Result.Exact[c.Over], a.Result.Exact[c.Under]
		}
		if x, y := lead(c.At); order(x, y) != 0 {
			s.fail("crossing %+v: scores %v and %v", c, x, y)
		}
		if x, y := lead(c.At - d); order(x, y) > 0 {
			s.fail("before the crossing %+v by %v: scores %v and %v", c, d, x, y)
		}
		if x, y := lead(c.At + d); order(x, y) < 0 {
			s.fail("after the crossing %+v by %v: scores %v and %v", c, d, x, y)
		}
		if ranks, level := places(s.at(c.At + d)); !level && (k+1 == len(s.Crossings) || s.Crossings[k+1].At > c.At+d) && ranks[c.Over] != s.Places[k] {
			s.fail("after the crossing %+v: rank %d, computed anew %v", c, s.Places[k], ranks)
		}
	}
}

// checkBetween looks for changes of order between samples that no crossing tells of.
func (s *sample) checkBetween() {
	var ts []float64
	for range 8 {
		ts = append(ts, s.From+(s.To-s.From)*float64(rapid.IntRange(1, 1023).Draw(s.t, "sample"))/1024)
	}
	slices.Sort(ts)
	for k := range ts[1:] {
		a, b := s.at(ts[k]), s.at(ts[k+1])
		if a == nil || b == nil {
			continue
		}
		for i := range a.Result.Exact {
			for j := range i {
				was, is := order(a.Result.Exact[i], a.Result.Exact[j]), order(b.Result.Exact[i], b.Result.Exact[j])
				if was*is == 0 {
					continue
				}
				count := 0
				for _, c := range s.Crossings {
					if min(c.Over, c.Under) == int32(j) && max(c.Over, c.Under) == int32(i) && c.At > ts[k] && c.At < ts[k+1] {
						count++
					}
				}
				if (was != is) != (count%2 == 1) {
					s.fail("between %v and %v: zones %d and %d go from %d to %d, and cross %d times of %v", ts[k], ts[k+1], i, j, was, is, count, s.Crossings)
				}
			}
		}
	}
}

// places are the zones' ranks by unrounded scores, and whether any two are within rounding of each other.
func places(a *ranking.Answer) (ranks []int32, level bool) {
	ranks = make([]int32, len(a.Result.Exact))
	for i, x := range a.Result.Exact {
		if x != x {
			continue
		}
		ranks[i] = 1
		for j, y := range a.Result.Exact {
			if i != j && y == y {
				if o := order(y, x); o > 0 {
					ranks[i]++
				} else if o == 0 {
					level = true
				}
			}
		}
	}
	return ranks, level
}

// checkIntervals looks at what does not change: inside it must not, and just beyond an end that a crossing makes it must have.
func (s *sample) checkIntervals() {
	check := func(name string, in crossing.Interval, holds func(ranks []int32) bool) {
		if in.Low > s.Present || in.High < s.Present || in.Low < s.Low || in.High > s.High || (in.Below == nil && in.Low != s.Low || in.Above == nil && in.High != s.High) && in.Low != in.High {
			s.fail("%s: interval %+v", name, in)
		}
		if in.Low == in.High {
			if a := s.at(s.Present); a != nil {
				if ranks, _ := places(a); !holds(ranks) {
					s.fail("%s: at the present weight alone, %+v: ranks %v", name, in, ranks)
				}
			}
			return
		}
		d := 1e-7 * (s.High - s.Low)
		for _, at := range []float64{in.Low + d, in.Low + (in.High-in.Low)/3, in.High - d} {
			if at <= in.Low || at >= in.High {
				continue
			}
			if a := s.at(at); a != nil {
				if ranks, level := places(a); !level && !holds(ranks) {
					s.fail("%s: inside %+v, at %v: ranks %v", name, in, at, ranks)
				}
			}
		}
		if in.Above != nil && in.High+d < s.High {
			if a := s.at(in.High + d); a != nil {
				if ranks, level := places(a); !level && holds(ranks) {
					s.fail("%s: above %+v: ranks %v", name, in, ranks)
				}
			}
		}
		if in.Below != nil && in.Low-d > s.Low {
			if a := s.at(in.Low - d); a != nil {
				if ranks, level := places(a); !level && holds(ranks) {
					s.fail("%s: below %+v: ranks %v", name, in, ranks)
				}
			}
		}
	}
	check("first", s.First, func(ranks []int32) bool { return slices.Equal(within(ranks, 1), s.First.Set) })
	check("top", s.Top, func(ranks []int32) bool { return slices.Equal(within(ranks, int32(s.top())), s.Top.Set) })
	if len(s.Zones) != len(s.Shown) {
		s.fail("%d intervals of %d zones", len(s.Zones), len(s.Shown))
	}
	for k, z := range s.Shown {
		check("zone", s.Zones[k], func(ranks []int32) bool { return int(ranks[z]) == s.Zones[k].Rank })
	}
}

// TestSolved: what is solved for is what is computed anew.
func TestSolved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSweep(t, means.Draw(t))
		s.checkRanks()
		if s.Curved != "" {
			s.checkSearch()
			return
		}
		s.checkCrossings()
		s.checkBetween()
		s.checkIntervals()
	})
}

// checkSearch looks at what is searched for: crossings are at a change of order, none is lacking between two points of the path,
// and what does not change has not at any point.
func (s *sample) checkSearch() {
	followed := func(z int32) bool {
		for k, r := range s.Ranks {
			if k%s.Ranking.Model.N == int(z) && r > 0 && int(r) <= s.top() {
				return true
			}
		}
		return slices.Contains(s.Shown, z)
	}
	for k, c := range s.Crossings {
		if c.At <= s.From || c.At >= s.To || k > 0 && c.At < s.Crossings[k-1].At {
			s.fail("crossing %d of %v", k, s.Crossings)
		}
		d := math.Min(1e-9*(s.To-s.From), math.Min(c.At-s.From, s.To-c.At)/2)
		if slices.ContainsFunc(s.At, func(t float64) bool { return math.Abs(t-c.At) <= d }) {
			continue // what holds at a point alone may have hidden a change before it
		}
		if far := 1e-6 * (s.High - s.Low); c.At-s.Low < far || s.High-c.At < far {
			continue // next to nothing is weighed, and rounding can be all that tells zones apart
		}
		if a := s.at(c.At - d); a != nil && order(a.Result.Exact[c.Over], a.Result.Exact[c.Under]) > 0 {
			s.fail("before the crossing %+v: scores %v", c, a.Result.Exact)
		}
		if a := s.at(c.At + d); a != nil && order(a.Result.Exact[c.Over], a.Result.Exact[c.Under]) < 0 {
			s.fail("after the crossing %+v: scores %v", c, a.Result.Exact)
		}
	}
	type last struct {
		order int
		t     float64
	}
	was := map[[2]int]last{}
	for _, t := range s.At {
		if t == s.Low || t == s.High || t == s.To {
			continue
		}
		beside := t + 2e-9*(s.High-s.Low) // what holds at a point alone is no crossing
		a, b := s.at(t), s.at(beside)
		if a == nil || b == nil {
			continue
		}
		for i := range a.Result.Exact {
			for j := range i {
				now := order(a.Result.Exact[i], a.Result.Exact[j])
				if now == 0 || now != order(b.Result.Exact[i], b.Result.Exact[j]) || !followed(int32(i)) && !followed(int32(j)) {
					continue
				}
				before, seen := was[[2]int{i, j}]
				was[[2]int{i, j}] = last{now, beside}
				count := 0
				for _, c := range s.Crossings {
					if min(c.Over, c.Under) == int32(j) && max(c.Over, c.Under) == int32(i) && c.At > before.t && c.At <= beside {
						count++
					}
				}
				if seen && (before.order != now) != (count%2 == 1) {
					s.fail("between %v and %v: zones %d and %d go from %d to %d, and cross %d times of %v", before.t, t, i, j, before.order, now, count, s.Crossings)
				}
			}
		}
	}
	check := func(name string, in crossing.Interval, holds func(ranks []int32) bool) {
		if in.Low > s.Present || in.High < s.Present || in.Low < s.Low || in.High > s.High {
			s.fail("%s: interval %+v", name, in)
		}
		d := 1e-9 * (s.High - s.Low)
		for _, t := range append(slices.Clone(s.At), s.Present) {
			a := s.at(t)
			if a == nil {
				continue
			}
			ranks, level := places(a)
			if !level && (t > in.Low+d && t < in.High-d || t == s.Present) && !holds(ranks) {
				if before, after := s.at(math.Max(t-2*d, s.Low)), s.at(math.Min(t+2*d, s.High)); t != s.Present && before != nil && after != nil {
					x, _ := places(before)
					y, _ := places(after)
					if holds(x) && holds(y) {
						continue // at this point alone
					}
				}
				s.fail("%s: inside %+v, at %v: ranks %v", name, in, t, ranks)
			}
		}
		if in.High+d < s.High && in.High < s.To && in.High > s.From {
			if a := s.at(in.High + d); a != nil {
				if ranks, level := places(a); !level && holds(ranks) {
					s.fail("%s: above %+v: ranks %v", name, in, ranks)
				}
			}
		}
		if in.Low-d > s.Low && in.Low > s.From && in.Low < s.To {
			if a := s.at(in.Low - d); a != nil {
				if ranks, level := places(a); !level && holds(ranks) {
					s.fail("%s: below %+v: ranks %v", name, in, ranks)
				}
			}
		}
	}
	check("first", s.First, func(ranks []int32) bool { return slices.Equal(within(ranks, 1), s.First.Set) })
	check("top", s.Top, func(ranks []int32) bool { return slices.Equal(within(ranks, int32(s.top())), s.Top.Set) })
	for k, z := range s.Shown {
		check("zone", s.Zones[k], func(ranks []int32) bool { return int(ranks[z]) == s.Zones[k].Rank })
	}
}

// TestSearched: under other methods too, as far as a search can see.
func TestSearched(t *testing.T) {
	some := drawing{Aggregate: []string{"geometric", "{power: {p: 2}}", "{power: {p: -1}}", "median", "topsis", "copeland", "minimum", "arithmetic"}, Round: true}
	rapid.Check(t, func(t *rapid.T) {
		d := some
		d.Complete = rapid.Bool().Draw(t, "complete")
		s := drawSweep(t, d.Draw(t))
		s.checkRanks()
		if s.Curved != "" {
			s.checkSearch()
		}
	})
}
