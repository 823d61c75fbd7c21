package sweep

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/crossing"
	"zoneval/pkg/score"
)

// pair is two zones whose order at the end of a stretch is not that at its start; or the ranks of these.
type pair struct{ over, under int32 }

// stretch is from one grid point to a later one.
type stretch struct{ from, to int }

// crossings finds where the zones change places with any other: between two points in which their order differs. What
// holds at an end of the grid alone, as where a part without weight is left out, makes no crossing. places are the ranks after
// each.
func (e *search) crossings(zones []int32) (all []crossing.Crossing, places []pair) {
	pairs := map[stretch][]pair{}
	for _, i := range zones {
		for j := range int32(e.n) {
			_, also := slices.BinarySearch(zones, j)
			if i == j || also && j < i {
				continue
			}
			order, since := 0, 0 // where they are level, the order before goes on
			for k := range e.grid {
				x, y := e.ranks[k*e.n+int(i)], e.ranks[k*e.n+int(j)]
				if x == y || x == 0 || y == 0 {
					continue
				}
				now := cmp.Compare(y, x)
				if now == -order {
					p := pair{i, j}
					if now < 0 {
						p = pair{j, i}
					}
					pairs[stretch{since, k}] = append(pairs[stretch{since, k}], p)
				}
				order, since = now, k
			}
		}
	}
	var out []crossing.Crossing
	for w, list := range pairs {
		out = append(out, e.find(e.grid[w.from], e.grid[w.to], list)...)
	}
	low, high := e.ends()
	out = slices.DeleteFunc(out, func(c crossing.Crossing) bool { return c.At <= low+e.near || c.At >= high-e.near })
	slices.SortFunc(out, func(a, b crossing.Crossing) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Over, b.Over), cmp.Compare(a.Under, b.Under))
	})
	all = e.stay(out)
	for _, c := range all {
		p := pair{}
		if after := standing(e.scores(math.Min(c.At+e.beside, high)), e.scale); after != nil {
			p = pair{after[c.Over], after[c.Under]}
		}
		places = append(places, p)
	}
	return all, places
}

// stay are the crossings without those of zones that are back where they were beside the point.
func (e *search) stay(all []crossing.Crossing) []crossing.Crossing {
	last, gone := map[pair]int{}, make([]bool, len(all))
	for k, c := range all {
		if b, before := last[pair{c.Under, c.Over}]; before && !gone[b] && c.At-all[b].At <= e.beside {
			gone[b], gone[k] = true, true
		}
		last[pair{c.Over, c.Under}] = k
	}
	out := all[:0]
	for k, c := range all {
		if !gone[k] {
			out = append(out, c)
		}
	}
	return out
}

// few is how many pairs in one stretch are searched each on its own: to halve it for all of them together takes longer.
const few = 3

// find finds where pairs change places, given that they do between low and high.
func (e *search) find(low, high float64, pairs []pair) []crossing.Crossing {
	middle := low + float64((high-low)/2)
	r := (*score.Result)(nil)
	if len(pairs) > few && high-low > e.exact {
		r = e.scores(middle)
	}
	if r == nil {
		var out []crossing.Crossing
		for _, p := range pairs {
			out = append(out, crossing.Crossing{At: e.narrow(low, high, p), Over: p.over, Under: p.under})
		}
		return out
	}
	var left, right []pair
	for _, p := range pairs {
		if r.Exact[p.over] > r.Exact[p.under] {
			left = append(left, p)
		} else {
			right = append(right, p)
		}
	}
	return append(e.find(low, middle, left), e.find(middle, high, right)...)
}

// narrow is where the lead of one zone over another turns positive between low and high: where a line through both ends says,
// an end that stays being taken for half as far off (the Illinois method); and in the middle where that is slow, as it is where
// scores jump, so that the zones need not be level there.
func (e *search) narrow(low, high float64, p pair) float64 {
	lead := func(t float64) float64 {
		if r := e.scores(t); r != nil {
			return r.Exact[p.over] - r.Exact[p.under]
		}
		return math.NaN()
	}
	below, above, side := lead(low), lead(high), 0
	for k, was := 0, high-low; high-low > e.exact; k++ {
		t := low + float64((high-low)*(below/(below-above)))
		if k%3 == 2 {
			if high-low > was/8 {
				t = low + float64((high-low)/2)
			}
			was = high - low
		}
		// A step of less than what counts goes across: both ends have to come near.
		t = math.Max(low+e.exact/2, math.Min(t, high-e.exact/2))
		if !(t > low && t < high) {
			t = low + float64((high-low)/2)
		}
		if !(t > low && t < high) {
			break
		}
		switch y := lead(t); {
		case y > 0:
			if high, above = t, y; side > 0 {
				below /= 2
			}
			side = 1
		default:
			if low, below = t, y; side < 0 {
				above /= 2
			}
			side = -1
		}
	}
	return high
}
