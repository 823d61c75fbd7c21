package explain

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestShapleyByHand: of three causes the last adds nothing to any set, and the others 2 alone, 3 alone and 9 together: parts
// of (2 + 6)/2 and (3 + 7)/2. Bit k of the position is cause k.
func TestShapleyByHand(t *testing.T) {
	parts := Shapley([]float64{10, 12, 13, 19, 10, 12, 13, 19})
	for k, want := range []float64{4, 5, 0} {
		if !near(parts[k], want) {
			t.Errorf("parts %v", parts)
		}
	}
	if parts[2] != 0 {
		t.Errorf("what adds nothing has %v", parts[2])
	}
	if parts := Shapley([]float64{1, 2, nan, 4}); parts[0] == parts[0] || parts[1] == parts[1] {
		t.Errorf("parts %v of a score that is missing", parts)
	}
	if parts := Shapley([]float64{7, 7.25}); !slices.Equal(parts, []float64{0.25}) {
		t.Errorf("one cause: %v", parts)
	}
}

// TestShapleySums: for any scores the parts sum to the change, and exchanging two causes exchanges their parts.
func TestShapleySums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "causes")
		scores := rapid.SliceOfN(rapid.Float64Range(-100, 100), 1<<n, 1<<n).Draw(t, "scores")
		parts, sum := Shapley(scores), 0.0
		for _, p := range parts {
			sum += p
		}
		if math.Abs(sum-(scores[1<<n-1]-scores[0])) > 1e-11 {
			t.Fatalf("%v sum to %v", parts, sum)
		}
		turned := make([]float64, len(scores)) // cause 0 and the last one change places
		for set, s := range scores {
			first, last := set&1, set>>(n-1)&1
			turned[set&^1&^(1<<(n-1))|last|first<<(n-1)] = s
		}
		other := Shapley(turned)
		if math.Abs(other[0]-parts[n-1]) > 1e-11 || math.Abs(other[n-1]-parts[0]) > 1e-11 {
			t.Fatalf("%v, and with two causes exchanged %v", parts, other)
		}
	})
}

// TestSettle: the parts sum to what is returned, to the last bit, which is the total but for a rounding; none moves by more
// than that, and those that are 0 do not move at all.
func TestSettle(t *testing.T) {
	exact := 0
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-100, 100)), 1, 6).Draw(t, "parts")
		total := 0.0
		for _, p := range slices.Backward(parts) {
			total += p
		}
		if slices.Max(parts) != 0 || slices.Min(parts) != 0 {
			total += rapid.Float64Range(-1e-14, 1e-14).Draw(t, "rounding")
		}
		before := slices.Clone(parts)
		got, sum := Settle(parts, total), 0.0
		for k, p := range parts {
			sum += p
			if before[k] == 0 && p != 0 || math.Abs(p-before[k]) > 1e-12 {
				t.Fatalf("%v became %v", before, parts)
			}
		}
		if got != sum || math.Abs(got-total) > 1e-12 {
			t.Fatalf("total %v: %v sum to %v, returned %v", total, parts, sum, got)
		}
		if got == total {
			exact++
		}
	})
	if exact < 50 && !testing.Short() {
		t.Errorf("only %d of 100 totals were kept", exact)
	}
	if Settle(nil, 3) != 3 {
		t.Error("no parts")
	}
}
