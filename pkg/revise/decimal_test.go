package revise

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/index"
)

// TestDecimalWeights: whatever the weights, they become decimals that a file can state, none below 0; the sum is kept where
// it is to be, fixed decimals stay, and nothing moves further than a rounding.
func TestDecimalWeights(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(rt, "n")
		scale := new(big.Rat).SetFloat64(math.Pow(10, float64(rapid.IntRange(-20, 20).Draw(rt, "scale"))))
		var weights []*big.Rat
		sum := new(big.Rat)
		for range n - 1 {
			w := big.NewRat(int64(rapid.IntRange(0, 1000).Draw(rt, "above")), int64(rapid.IntRange(1, 999).Draw(rt, "below")))
			if rapid.IntRange(0, 3).Draw(rt, "small") == 0 {
				w.Mul(w, scale)
			}
			weights = append(weights, w)
			sum.Add(sum, w)
		}
		whole := new(big.Rat).Add(sum, big.NewRat(int64(rapid.IntRange(1, 100).Draw(rt, "last")), 7)) // the last one makes the sum a decimal
		rounded, _ := new(big.Rat).SetString(whole.FloatString(3))
		if rounded.Cmp(sum) < 0 {
			rounded.Add(rounded, big.NewRat(1, 1))
		}
		weights = append(weights, new(big.Rat).Sub(rounded, sum))
		var fixed []int
		for i := range n {
			if rapid.IntRange(0, 3).Draw(rt, "fixed") == 0 {
				fixed = append(fixed, i)
			}
		}
		keep := rapid.Bool().Draw(rt, "keep")
		after := slices.Clone(weights)
		index.DecimalWeights(after, keep, fixed...)
		now := new(big.Rat)
		far := new(big.Rat).Mul(rounded, big.NewRat(int64(n), 1e13))
		for i, w := range after {
			now.Add(now, w)
			places, exact := w.FloatPrec()
			if !exact || w.Sign() < 0 {
				rt.Fatalf("the weight %s", w.RatString())
			}
			if !near(w, weights[i], far) {
				rt.Fatalf("%s became %s", weights[i].RatString(), w.RatString())
			}
			before, decimal := weights[i].FloatPrec()
			if stays := decimal && (before <= 13-len(rounded.FloatString(0)) || before < 20 && slices.Contains(fixed, i)); stays && places != before {
				rt.Fatalf("%s became %s", weights[i].RatString(), w.RatString())
			}
		}
		if keep && now.Cmp(rounded) != 0 {
			rt.Fatalf("the sum of %s became %s", rounded.RatString(), now.RatString())
		}
	})
}

// TestDecimalWeightsByHand: weights, the fixed ones marked with an !, and the decimals that they become.
func TestDecimalWeightsByHand(t *testing.T) {
	for weights, want := range map[string]string{
		"1/3 1/3 1/3":       "0.33333333333334 0.33333333333333 0.33333333333333",
		"1/6 1/3 1/2":       "0.16666666666667 0.33333333333333 0.5",              // 2/6 of a unit too much, and too little
		"2/3! 1/6 1/6":      "0.66666666666667 0.16666666666666 0.16666666666667", // not the fixed one, though it is the largest
		"2/3! 1/3!":         "0.66666666666667 0.33333333333333",
		"1/300 1/300 1/300": "0.0033333333333334 0.0033333333333333 0.0033333333333333", // 14 digits of 0.01
		"100/3 200/3":       "33.333333333333 66.666666666667",
		"1e20 1e20":         "100000000000000000000 100000000000000000000",
		"1/3 2e15 2/3":      "0 2000000000000000 1", // no decimals are left
		"0.123456789012345678 0.876543210987654322":  "0.12345678901235 0.87654321098765",
		"0.123456789012345678! 0.876543210987654322": "0.123456789012345678 0.876543210987654322", // what is left makes the other whole
		"0.999999999999982! 0.6e-14 0.6e-14 0.6e-14": "0.999999999999982 0.000000000000018 0 0",   // rounded up they would be 3e-14
		"1 0": "1 0",
		"0 0": "0 0",
	} {
		var list []*big.Rat
		var fixed []int
		sum := new(big.Rat)
		for i, w := range strings.Fields(weights) {
			number, is := strings.CutSuffix(w, "!")
			if is {
				fixed = append(fixed, i)
			}
			r, _ := new(big.Rat).SetString(number)
			list = append(list, r)
			sum.Add(sum, r)
		}
		index.DecimalWeights(list, true, fixed...)
		var have []string
		now := new(big.Rat)
		for _, w := range list {
			places, _ := w.FloatPrec()
			have = append(have, w.FloatString(places))
			now.Add(now, w)
		}
		if strings.Join(have, " ") != want || now.Cmp(sum) != 0 {
			t.Errorf("%s become %s, expected %s", weights, strings.Join(have, " "), want)
		}
	}
}
