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
		keys[i] = keyOf(s, i)
	}
	sortKeys(keys, make([]sortKey, len(scores)))
	order := make([]int32, len(keys))
	for i, k := range keys {
		order[i] = k.place()
	}
	orderAlike(order, keys, scores, before)
	return order
}

// orderAlike puts in order what the upper halves of the scores, by which keys and order are sorted, leave equal: by the whole
// scores, and equal scores by before (nil keeps them as they are).
func orderAlike(order []int32, keys []sortKey, scores []float64, before func(a, b int) int) {
	whole := func(a, b int32) int {
		if c := cmp.Compare(descending(scores[a]), descending(scores[b])); c != 0 || before == nil {
			return c
		}
		return before(int(a), int(b))
	}
	for i := 0; i < len(keys); {
		j := i + 1
		for j < len(keys) && keys[j].high() == keys[i].high() {
			j++
		}
		if j > i+1 && !slices.IsSortedFunc(order[i:j], whole) {
			slices.SortStableFunc(order[i:j], whole)
		}
		i = j
	}
}

// Rank gives every score its competition rank: 1 is the highest, equal scores share the better rank (1, 2, 2, 4), and
// NaN has rank 0. order is what Order returned for the same scores.
func Rank(scores []float64, order []int32) []int32 {
	ranks := make([]int32, len(scores))
	rankInto(ranks, scores, order)
	return ranks
}

func rankInto(ranks []int32, scores []float64, order []int32) {
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
}

// sortKey is the upper half of a score, as descending has it, above a place in the order of what is equal.
type sortKey uint64

func keyOf(score float64, place int) sortKey {
	return sortKey(descending(score)>>32<<32 | uint64(uint32(place)))
}

func (k sortKey) high() uint32 { return uint32(k >> 32) }
func (k sortKey) place() int32 { return int32(uint32(k)) }

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

// sortKeys sorts keys whose places ascend; room is as long. Only the shortest lists are sorted by comparison: by radix a
// hundred keys take a third of the time.
func sortKeys(keys, room []sortKey) {
	if len(keys) < 24 {
		slices.Sort(keys)
		return
	}
	var count [4][256]int32 // of each byte of the upper halves
	for _, k := range keys {
		h := k.high()
		count[0][uint8(h)]++
		count[1][uint8(h>>8)]++
		count[2][uint8(h>>16)]++
		count[3][uint8(h>>24)]++
	}
	from, to := keys, room
	for d := range count {
		c, shift := &count[d], 32+8*d
		if c[uint8(from[0]>>shift)] == int32(len(keys)) {
			continue // all alike in this byte
		}
		at := int32(0)
		for i, n := range c {
			c[i], at = at, at+n
		}
		for _, k := range from {
			n := &c[uint8(k>>shift)]
			to[*n] = k
			*n++
		}
		from, to = to, from
	}
	if &from[0] != &keys[0] {
		copy(keys, from)
	}
}
