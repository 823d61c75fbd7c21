package score

import (
	"cmp"
	"math"
	"slices"
)

// Order returns the positions of scores from best to worst: the highest score first, equal scores in the order of
// before (nil keeps the order of position), and NaN (no score) last.
func Order(scores []float64, before func(a, b int) int) []int32 {
	keys := make([]sortKey, len(scores))
	for i, s := range scores {
		keys[i] = sortKey{uint32(descending(s) >> 32), int32(i)}
	}
	sortKeys(keys)
	order := make([]int32, len(keys))
	for i, k := range keys {
		order[i] = k.pos
	}
	// The keys are the upper halves of the scores; what they leave equal is put in order by the whole scores.
	for i := 0; i < len(keys); {
		j := i + 1
		for j < len(keys) && keys[j].high == keys[i].high {
			j++
		}
		if j > i+1 {
			slices.SortStableFunc(order[i:j], func(a, b int32) int {
				if c := cmp.Compare(descending(scores[a]), descending(scores[b])); c != 0 || before == nil {
					return c
				}
				return before(int(a), int(b))
			})
		}
		i = j
	}
	return order
}

// Rank gives every score its competition rank: 1 is the highest, equal scores share the better rank (1, 2, 2, 4), and
// NaN has rank 0. order is what Order returned for the same scores.
func Rank(scores []float64, order []int32) []int32 {
	ranks := make([]int32, len(scores))
	for i, p := range order {
		s := scores[p]
		switch {
		case s != s:
			ranks[p] = 0
		case i > 0 && scores[order[i-1]] == s:
			ranks[p] = ranks[order[i-1]]
		default:
			ranks[p] = int32(i + 1)
		}
	}
	return ranks
}

type sortKey struct {
	high uint32
	pos  int32
}

// descending maps scores to keys that sort the other way round: high scores first, NaN last. -0 and 0 are equal.
func descending(s float64) uint64 {
	if s != s {
		return math.MaxUint64
	}
	b := math.Float64bits(s + 0)
	if b>>63 != 0 {
		return b // negative: larger magnitude sorts later, after all positives
	}
	return ^(b | 1<<63) // positive: larger sorts first
}

// sortKeys sorts by high, stably. Short lists are sorted by comparison, long ones by radix, which is several times as
// fast at a million.
func sortKeys(keys []sortKey) {
	if len(keys) < 4096 {
		slices.SortStableFunc(keys, func(a, b sortKey) int { return cmp.Compare(a.high, b.high) })
		return
	}
	const bits = 11
	var count [3][1 << bits]int32
	for _, k := range keys {
		for d := range count {
			count[d][k.high>>(d*bits)&(1<<bits-1)]++
		}
	}
	from, to := keys, make([]sortKey, len(keys))
	for d := range count {
		c := &count[d]
		if c[from[0].high>>(d*bits)&(1<<bits-1)] == int32(len(keys)) {
			continue // all alike in this digit
		}
		at := int32(0)
		for i, n := range c {
			c[i], at = at, at+n
		}
		for _, k := range from {
			digit := k.high >> (d * bits) & (1<<bits - 1)
			to[c[digit]] = k
			c[digit]++
		}
		from, to = to, from
	}
	if &from[0] != &keys[0] {
		copy(keys, from)
	}
}
