package crossing

import (
	"cmp"
	"slices"
)

// Crossing is a point at which two curves exchange their order.
type Crossing struct {
	At          float64
	Over, Under int32 // the curve that is ahead after At, and the one that was before
}

// Crossings lists where two curves exchange their order strictly between from and to, in the order of t, and of the pair
// where that is the same; to is greater than from. Curves that meet at an end of the range have one order all through it and
// do not cross there, nor do curves that touch, or that are level everywhere. Where two curves are within 64 units in the
// last place of the terms of their values at an end, they are level there.
//
// At a crossing both values are equal to about 1e-15 of those terms, that is of |A| + |B t| over C + D t, which for scores
// that grow with what they are made of is the value; close to an infinite end, as near as neighbouring numbers t allow.
// Crossings of several pairs at one point may differ in the last bits; see Stable.
//
// For n lines and k crossings the time is in proportion to n log n + k log k. So it is within any shape of denominator;
// curves that have different shapes are compared pair by pair.
func Crossings(curves []Curve, from, to float64) []Crossing {
	s := newSpan(curves, from, to)
	return s.all()
}

func (s *span) all() []Crossing {
	var list []Crossing
	var places []int32
	for i := range s.arcs {
		if s.arcs[i].scored {
			places = append(places, int32(i))
		}
	}
	slices.SortFunc(places, func(i, j int32) int { return cmp.Compare(s.arcs[i].shape, s.arcs[j].shape) })
	for start := 0; start < len(places); {
		end := start + 1
		for end < len(places) && s.arcs[places[end]].shape == s.arcs[places[start]].shape {
			end++
		}
		group := places[start:end]
		for _, i := range group {
			for _, j := range places[end:] {
				list = s.appendPair(list, i, j)
			}
		}
		list = s.appendGroup(list, group)
		start = end
	}
	return sorted(list, s.from, s.to)
}

// appendGroup adds the crossings of curves of one shape: two of them cross where their order at the end is not that at the
// start, so that every step of sorting the one into the other is a crossing. It changes the order of group.
func (s *span) appendGroup(list []Crossing, group []int32) []Crossing {
	slices.SortFunc(group, func(i, j int32) int {
		x, y := &s.arcs[i], &s.arcs[j]
		return cmp.Or(cmp.Compare(y.p, x.p), cmp.Compare(y.q, x.q))
	})
	for k, i := range group {
		q := s.arcs[i].q
		for ; k > 0 && s.arcs[group[k-1]].q < q; k-- {
			list = s.appendPair(list, i, group[k-1])
			group[k] = group[k-1]
		}
		group[k] = i
	}
	return list
}

func (s *span) appendPair(list []Crossing, i, j int32) []Crossing {
	if s.arcs[i].apart(&s.arcs[j]) {
		return list
	}
	m := s.meet(i, j)
	for k := range m.count {
		list = append(list, m.crossing(k, i, j))
	}
	return list
}

// crossing is the k-th crossing of the curves i and j, whose meeting m is.
func (m *meeting) crossing(k int, i, j int32) Crossing {
	if (m.order > 0) == (k == 0) {
		i, j = j, i
	}
	return Crossing{m.at[k], i, j}
}

// Involving lists those of the Crossings in which one of the curves which takes part.
func Involving(curves []Curve, from, to float64, which ...int) []Crossing {
	s := newSpan(curves, from, to)
	var list []Crossing
	done := make([]bool, len(curves))
	for _, i := range which {
		if done[i] || !s.arcs[i].scored {
			continue
		}
		done[i] = true
		for j := range s.arcs {
			if !done[j] && s.arcs[j].scored {
				list = s.appendPair(list, int32(i), int32(j))
			}
		}
	}
	return sorted(list, from, to)
}

// AtPlace lists those of the Crossings in which one of the two curves has rank k before or after: 1 is first. Crossings
// nearer to each other than 1e-12 of the larger end of the range are one point, before and after which ranks are taken.
func AtPlace(curves []Curve, from, to float64, k int) []Crossing {
	s := newSpan(curves, from, to)
	all := s.all()
	_, ranks := s.standing(from)
	var list []Crossing
	for len(all) > 0 {
		point := all[:1]
		for len(point) < len(all) && all[len(point)].At <= all[0].At+s.near {
			point = all[:len(point)+1]
		}
		all = all[len(point):]
		held := make([]bool, len(point))
		look := func() {
			for c := range point {
				held[c] = held[c] || int(ranks[point[c].Over]) == k || int(ranks[point[c].Under]) == k
			}
		}
		look()
		for _, c := range point {
			ranks[c.Over]--
			ranks[c.Under]++
		}
		look()
		for c := range point {
			if held[c] {
				list = append(list, point[c])
			}
		}
	}
	return list
}

// standing is the order of the curves that have scores, best first, where the crossings up to t are over, and their
// competition ranks; curves that are level everywhere share the better one, and those without a score have 0.
func (s *span) standing(t float64) (order, ranks []int32) {
	for i := range s.arcs {
		if s.arcs[i].scored {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Or(-s.after(i, j, t), cmp.Compare(i, j)) })
	ranks = make([]int32, len(s.arcs))
	for k, i := range order {
		if ranks[i] = int32(k + 1); k > 0 && s.after(order[k-1], i, t) == 0 {
			ranks[i] = ranks[order[k-1]]
		}
	}
	return order, ranks
}

// after is 1 where curve i is ahead of j just after t, crossings at t being over, -1 where j is, and 0 where they are level.
func (s *span) after(i, j int32, t float64) int {
	m := s.meet(i, j)
	return m.after(t)
}

func compareCrossings(x, y Crossing) int {
	switch {
	case x.At < y.At:
		return -1
	case x.At > y.At:
		return 1
	}
	return cmp.Or(cmp.Compare(min(x.Over, x.Under), min(y.Over, y.Under)), cmp.Compare(max(x.Over, x.Under), max(y.Over, y.Under)))
}

// sorted is list in the order of compareCrossings. There can be millions, spread over the range: they are dealt into
// stretches of it, of a few each, and sorted there.
func sorted(list []Crossing, from, to float64) []Crossing {
	stretches := min(len(list)/4, 1<<16)
	if stretches < 2 {
		slices.SortFunc(list, compareCrossings)
		return list
	}
	of := func(c Crossing) int { return int((c.At - from) / (to - from) * float64(stretches-1)) } // never falls as At grows
	ends := make([]int32, stretches)
	for _, c := range list {
		ends[of(c)]++
	}
	sum := int32(0)
	for k, n := range ends {
		ends[k], sum = sum, sum+n
	}
	out := make([]Crossing, len(list))
	for _, c := range list {
		k := of(c)
		out[ends[k]] = c
		ends[k]++
	}
	start := int32(0)
	for _, end := range ends {
		slices.SortFunc(out[start:end], compareCrossings)
		start = end
	}
	return out
}
