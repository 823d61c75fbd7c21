package sweep

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/crossing"
)

// question is something that does not change for a while: what holds under ranks; the zones that have a part in a change of
// it; and whether a crossing ends it, the weight growing (on) or falling.
type question struct {
	holds func(ranks []int32) []int32
	parts func(was, is []int32) []int32
	ends  func(holds []int32, c crossing.Crossing, on bool) bool
}

// topSet asks after the zones that have rank k or better.
func topSet(k int) question {
	return question{
		func(ranks []int32) []int32 { return within(ranks, int32(k)) },
		func(was, is []int32) []int32 { return append(without(is, was), without(was, is)...) },
		func(set []int32, c crossing.Crossing, on bool) bool {
			rises, falls := c.Over, c.Under
			if !on {
				rises, falls = falls, rises
			}
			return slices.Contains(set, falls) && !slices.Contains(set, rises)
		}}
}

func without(a, b []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(a), func(i int32) bool { return slices.Contains(b, i) })
}

// rankOf asks after the rank of a zone.
func rankOf(zone int32) question {
	return question{
		func(ranks []int32) []int32 { return ranks[zone : zone+1] },
		func(_, _ []int32) []int32 { return []int32{zone} },
		func(_ []int32, c crossing.Crossing, _ bool) bool { return c.Over == zone || c.Under == zone }}
}

// stable is the interval around the present grid point in which the answer to a question is the same, given all crossings that
// can end it.
func (e *search) stable(all []crossing.Crossing, present int, q question) crossing.Interval {
	last, now := len(e.grid)-1, e.grid[present]
	least, most := e.ends()
	is := slices.Clone(q.holds(e.at(present)))
	changed := func(t float64) bool {
		at := standing(e.scores(math.Max(least, math.Min(t, most))), e.scale)
		return at == nil || !slices.Equal(q.holds(at), is)
	}
	goesOn := func(k int) bool { // what holds at a single point does not count
		return slices.Equal(q.holds(e.at(k)), is) || k > 0 && k < last && !changed(e.grid[k]-e.beside) && !changed(e.grid[k]+e.beside)
	}
	low, high := present, present
	for low > 0 && goesOn(low-1) {
		low--
	}
	for high < last && goesOn(high+1) {
		high++
	}
	out := crossing.Interval{Low: e.grid[low], High: e.grid[high], Set: is}
	// Zones that are level at a grid point are found to cross just after it. Where a zone passes one and is passed by another,
	// nothing has changed; and where zones have come level before they cross, that was the change.
	for k, c := range all {
		if c.At > now && c.At <= e.grid[min(high+1, last)]+e.beside && q.ends(is, c, true) && changed(c.At+e.beside) {
			if c.At-e.beside <= now || !changed(c.At-e.beside) {
				out.High, out.Above = math.Min(c.At, most), &all[k]
			}
			break
		}
	}
	for k, c := range slices.Backward(all) {
		if c.At <= now+e.beside && c.At >= e.grid[max(low-1, 0)] && q.ends(is, c, false) && changed(c.At-e.beside) {
			if c.At+e.beside >= now || !changed(c.At+e.beside) {
				out.Low, out.Below = math.Min(c.At, now), &all[k]
			}
			break
		}
	}
	if out.Above == nil && high < last {
		if out.High, out.Above = e.until(e.grid[high], e.grid[high+1], q, is); out.High > now && out.High >= most-e.near {
			out.High, out.Above = most, nil // all but at the end itself
		}
	}
	if out.Below == nil && low > 0 {
		if out.Low, out.Below = e.until(e.grid[low], e.grid[low-1], q, is); out.Low < now && out.Low <= least+e.near {
			out.Low, out.Below = least, nil
		}
	}
	return out
}

// until is how far from t, where something holds, towards another point, where it does not, it still does, and two zones that
// end it: they come level there, or one of them was level with the other. nil is none: the method cannot be applied beyond.
func (e *search) until(t, other float64, q question, is []int32) (float64, *crossing.Crossing) {
	on := other > t
	before, after := standing(e.scores(t), e.scale), standing(e.scores(other), e.scale)
	for range 60 {
		middle := t + float64((other-t)/2)
		if math.Abs(other-t) <= e.exact {
			break
		}
		if at := standing(e.scores(middle), e.scale); at != nil && slices.Equal(q.holds(at), is) {
			t, before = middle, at
		} else {
			other, after = middle, at
		}
	}
	if before == nil || after == nil {
		return t, nil
	}
	for _, i := range q.parts(is, q.holds(after)) {
		for j := range int32(e.n) {
			if before[i] == 0 || after[i] == 0 || before[j] == 0 || after[j] == 0 {
				continue
			}
			was, is := cmp.Compare(before[j], before[i]), cmp.Compare(after[j], after[i])
			switch {
			case is > was && on, is < was && !on:
				return t, &crossing.Crossing{At: t, Over: i, Under: j}
			case is != was:
				return t, &crossing.Crossing{At: t, Over: j, Under: i}
			}
		}
	}
	return t, nil
}
