package index

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// decimalOf prints units of 10^-places as a decimal.
func decimalOf(units *big.Int, places int) string {
	return new(big.Rat).SetFrac(units, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)).FloatString(places)
}

// group writes an index of one dimension with the weights; an empty text leaves the weight out.
func group(sum string, weights []string) string {
	var b strings.Builder
	b.WriteString("id: x\nname: X\ndimensions:\n  - id: all\n    name: All\n")
	if sum != "" {
		fmt.Fprintf(&b, "    weights_sum: %s\n", sum)
	}
	b.WriteString("    indicators:\n")
	for i, w := range weights {
		fmt.Fprintf(&b, "      - {id: i%d, name: Indicator %d, direction: higher", i, i)
		if w != "" {
			fmt.Fprintf(&b, ", weight: %s", w)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// scaled is weights in units of 10^-3, as a text, all multiplied by factor.
func scaled(units []int, factor *big.Int, places int) []string {
	out := make([]string, len(units))
	for i, u := range units {
		if u >= 0 {
			out[i] = decimalOf(new(big.Int).Mul(big.NewInt(int64(u)), factor), places)
		}
	}
	return out
}

// Scaling all weights of a group by a decimal factor changes no share by a single bit, with and without weights_sum.
func TestScaledWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(rapid.IntRange(0, 99999), 1, 12).Draw(t, "thousandths")
		units[0]++
		left := rapid.IntRange(0, len(units)-1).Draw(t, "left out")
		sum, total := "", 0
		for _, u := range units {
			total += u
		}
		if left > 0 {
			for i := range left {
				total -= units[len(units)-1-i]
				units[len(units)-1-i] = -1
			}
			total += rapid.IntRange(1, 1000).Draw(t, "rest")
		}
		factor := big.NewInt(rapid.Int64Range(1, 1e12).Draw(t, "factor"))
		places := rapid.IntRange(0, 15).Draw(t, "places of the factor")
		scaledSum := ""
		if left > 0 {
			sum = scaled([]int{total}, big.NewInt(1), 3)[0]
			scaledSum = scaled([]int{total}, factor, 3+places)[0]
		}
		a, fa := Parse("a", []byte(group(sum, scaled(units, big.NewInt(1), 3))))
		b, fb := Parse("b", []byte(group(scaledSum, scaled(units, factor, 3+places))))
		if a == nil || b == nil {
			t.Fatalf("%v\n%v", fa, fb)
		}
		for i := range a.Indicators {
			if p, q := a.Indicators[i], b.Indicators[i]; p.Weight.Share != q.Weight.Share || p.Effective != q.Effective {
				t.Fatalf("%s: %v and %v", p.ID, p.Weight, q.Weight)
			}
		}
	})
}

// What is left of weights_sum is shared equally, and every share is the nearest float64 of the exact fraction.
func TestRemainingShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.SliceOfN(rapid.Int64Range(0, 9999), 0, 8).Draw(t, "given thousandths")
		missing := rapid.Int64Range(1, 8).Draw(t, "missing")
		rest := rapid.Int64Range(1, 99999).Draw(t, "rest")
		sum, weights := rest, []string{}
		for _, g := range given {
			sum += g
			weights = append(weights, decimalOf(big.NewInt(g), 3))
		}
		for range missing {
			weights = append(weights, "")
		}
		x, findings := Parse("x", []byte(group(decimalOf(big.NewInt(sum), 3), weights)))
		if x == nil {
			t.Fatal(findings)
		}
		for i, in := range x.Indicators {
			want, origin := ratio(rest, sum*missing), Shared
			if i < len(given) {
				want, origin = ratio(given[i], sum), Published
			}
			if in.Weight.Share != want || in.Effective != want || in.Weight.Origin != origin {
				t.Fatalf("%s: %+v, effective %v, want %v", in.ID, in.Weight, in.Effective, want)
			}
		}
	})
}

// node draws a tree and writes it as YAML in flow style; leaves holds the exact effective weight of each leaf.
func node(t *rapid.T, depth int, effective *big.Rat, next *int, leaves *[]*big.Rat) string {
	n := rapid.IntRange(1, 4).Draw(t, "parts")
	weights, total := make([]int64, n), int64(0)
	for i := range weights {
		weights[i] = rapid.Int64Range(1, 9999).Draw(t, "weight")
		total += weights[i]
	}
	inner := depth > 0 && rapid.Bool().Draw(t, "inner")
	parts := make([]string, n)
	for i, w := range weights {
		*next++
		share := new(big.Rat).Mul(effective, big.NewRat(w, total))
		head := fmt.Sprintf("{id: n%d, name: N%d, weight: %s", *next, *next, decimalOf(big.NewInt(w), 2))
		if inner {
			parts[i] = head + ", " + node(t, depth-1, share, next, leaves) + "}"
			continue
		}
		*leaves = append(*leaves, share)
		parts[i] = head + ", direction: higher}"
	}
	key := "indicators"
	if inner {
		key = "dimensions"
	}
	return key + ": [" + strings.Join(parts, ", ") + "]"
}

// The effective weight of a leaf is the product of the shares above it, rounded once.
func TestNestedWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var leaves []*big.Rat
		next := 0
		tree := node(t, 4, big.NewRat(1, 1), &next, &leaves)
		x, findings := Parse("x", []byte("id: x\nname: X\ndimensions: [{id: all, name: All, "+tree+"}]\n"))
		if x == nil {
			t.Fatal(findings)
		}
		for i, in := range x.Indicators {
			if want, _ := leaves[i].Float64(); in.Effective != want {
				t.Fatalf("%s: effective %v, want %v", in.ID, in.Effective, want)
			}
		}
	})
}

func TestWeightCounts(t *testing.T) {
	x := must(t, `
id: x
name: X
dimensions:
  - id: a
    name: A
    weight: 60
    weights_sum: 3
    indicators:
      - {id: a1, name: A1, direction: higher, weight: 1}
      - {id: a2, name: A2, direction: higher, weight: 1, assumed: true, note: guessed}
      - {id: a3, name: A3, direction: higher}
  - id: b
    name: B
    weight: 40
    assumed: [weight]
    note: guessed
    indicators:
      - {id: b1, name: B1, direction: higher}
`)
	if n := x.WeightCounts(); n != [4]int{2, 2, 1, 0} {
		t.Errorf("%v published, assumed, shared, computed, want 2, 2 and 1: b1 is alone", n)
	}
}

// TestUnits: the smallest whole numbers in the ratio of the weights; shares where those would be too large.
func TestUnits(t *testing.T) {
	for weights, want := range map[string][3]float64{
		"0.8 1.2 1": {4, 6, 5}, "8 12 10": {4, 6, 5}, "1 1 1": {1, 1, 1}, "50 0 25": {2, 0, 1}, "1e20 2e20 3e20": {1, 2, 3},
		"1e-20 1 1": {5e-21, 0.5, 0.5},
	} {
		var w [3]string
		copy(w[:], strings.Fields(weights))
		x := must(t, fmt.Sprintf("id: x\nname: X\ndimensions:\n  - id: d\n    name: D\n    indicators:\n"+
			"      - {id: a, name: A, direction: higher, weight: %s}\n      - {id: b, name: B, direction: higher, weight: %s}\n      - {id: c, name: C, direction: higher, weight: %s}\n", w[0], w[1], w[2]))
		for i, in := range x.Indicators {
			if got := in.Weight.Units; got != want[i] {
				t.Errorf("%s: weight %d has %v units, want %v", weights, i, got, want[i])
			}
		}
	}
}

func TestDecimalText(t *testing.T) {
	for text, want := range map[string]string{"10": "10", "0.80": "0.8", "0": "0", "100": "100", "1e-13": "0.0000000000001", "1e60": "1e+60", "1e-90": "1e-90"} {
		r, _ := new(big.Rat).SetString(text)
		if have := decimalText(r); have != want {
			t.Errorf("%s is printed as %s", text, have)
		}
	}
}
