package score

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRankTies(t *testing.T) {
	for _, c := range []struct {
		scores []float64
		want   []int32
	}{
		{[]float64{3, 2, 2, 1}, []int32{1, 2, 2, 4}},
		{[]float64{1, 1, 1}, []int32{1, 1, 1}},
		{[]float64{nan, 5, nan}, []int32{0, 1, 0}},
		{[]float64{0, math.Copysign(0, -1), -1}, []int32{1, 1, 3}},
		{[]float64{0.30000000000000004, 0.3}, []int32{1, 2}}, // no tolerance: the next double is another score
		{[]float64{-1, -2, 3}, []int32{2, 3, 1}},
		{nil, []int32{}},
	} {
		if got := Rank(c.scores, Order(c.scores, nil)); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.scores, got, c.want)
		}
	}
}

// TestOrderAgainstBruteForce covers both ways of sorting, short and long lists, with ties, gaps and both zeros.
func TestOrderAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 100, 4095, 4096, 6000, 50000} {
		scores := make([]float64, n)
		for i := range scores {
			if n == 6000 { // keys that differ in one digit, or not at all: one pass, and order by the lower halves
				scores[i] = math.Float64frombits(math.Float64bits(1) + uint64(r.IntN(1<<4))<<32 + uint64(r.IntN(1<<11)))
				continue
			}
			switch r.IntN(10) {
			case 0:
				scores[i] = nan
			case 1:
				scores[i] = math.Copysign(0, float64(r.IntN(2))-0.5)
			case 2:
				scores[i] = float64(r.IntN(5))
			default:
				scores[i] = r.NormFloat64() * math.Pow10(r.IntN(20)-10)
			}
		}
		want := make([]int32, n)
		for i := range want {
			want[i] = int32(i)
		}
		slices.SortStableFunc(want, func(a, b int32) int {
			x, y := scores[a], scores[b]
			switch {
			case x != x && y != y:
				return cmp.Compare(b, a) // before, below, reverses positions
			case x != x:
				return 1
			case y != y:
				return -1
			case x != y:
				return cmp.Compare(y, x)
			}
			return cmp.Compare(b, a)
		})
		got := Order(scores, func(a, b int) int { return b - a })
		if !slices.Equal(got, want) {
			t.Errorf("n=%d: order differs", n)
		}
	}
}
