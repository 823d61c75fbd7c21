package explain

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Shapley divides a difference among its causes: scores holds, for every set of causes, the score where those of the set
// are as on one side and the rest as on the other; bit k of its position says whether cause k is in the set. There are
// 2^n of them for n causes. The part of a cause is what it adds, averaged over all orders in which the causes can be
// exchanged (Shapley 1953); the parts sum to the last score less the first, but for rounding. A score that is NaN makes
// the parts NaN.
func Shapley(scores []float64) []float64 {
	n := bits.Len(uint(len(scores))) - 1
	weight := make([]float64, n) // of a set of so many others: |S|! (n-|S|-1)! / n!
	for size := range weight {
		weight[size] = 1 / (float64(n) * binomial(n-1, size))
	}
	parts := make([]float64, n)
	for set, without := range scores {
		for k := range parts {
			if set>>k&1 == 0 {
				parts[k] += float64(weight[bits.OnesCount(uint(set))] * (scores[set|1<<k] - without))
			}
		}
	}
	return parts
}

func binomial(n, k int) float64 {
	b := 1.0
	for i := range k {
		b = b * float64(n-i) / float64(i+1)
	}
	return b
}

// Settle puts what rounding leaves between the sum of the parts and their total on one of the parts, the largest if that
// will do, so that the parts, summed in their order, are the total to the last bit. What adds nothing goes on adding
// nothing: a part that is 0 stays 0. Settle returns the total that the parts sum to: where none can take what is left, that
// is their sum, which differs from the total by a rounding.
func Settle(parts []float64, total float64) float64 {
	if len(parts) == 0 {
		return total
	}
	sum := func() (s float64) {
		for _, p := range parts {
			s += p
		}
		return s
	}
	var order []int
	for k, p := range parts {
		if p != 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(parts[b]), math.Abs(parts[a])) })
	for _, k := range order {
		before := parts[k]
		for range 4 {
			if sum() == total {
				return total
			}
			parts[k] += total - sum()
		}
		if sum() == total {
			return total
		}
		parts[k] = before
	}
	return sum()
}
