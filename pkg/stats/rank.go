package stats

import (
	"cmp"
	"math"
	"slices"
)

// Ties says which rank equal values get: the lowest of theirs, the mean, or the highest.
type Ties uint8

// The ways to rank equal values.
const (
	TiesMin Ties = iota
	TiesAverage
	TiesMax
)

// Ranks ranks the present values from the lowest, which has rank 1. Missing values stay missing.
func Ranks(x []float64, t Ties) []float64 {
	order := make([]int, 0, len(x))
	ranks := make([]float64, len(x))
	for i, v := range x {
		if v == v {
			order = append(order, i)
		} else {
			ranks[i] = math.NaN()
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		rank := float64(i + 1)
		switch t {
		case TiesAverage:
			rank = float64(i+1+j) / 2
		case TiesMax:
			rank = float64(j)
		}
		for _, k := range order[i:j] {
			ranks[k] = rank
		}
		i = j
	}
	return ranks
}
