package decimal

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestRound(t *testing.T) {
	for _, c := range []struct {
		x    float64
		d    int
		want string
	}{
		{2.675, 2, "2.68"}, {1.005, 2, "1.01"}, {0.125, 2, "0.13"}, {-0.125, 2, "-0.13"}, {89.025, 2, "89.03"}, {90.675, 2, "90.68"}, {93.41499999999999, 2, "93.42"}, {93.4149999999, 2, "93.41"}, {-66.66666666666666, 2, "-66.67"},
		{0.5, 0, "1"}, {1.5, 0, "2"}, {-2.5, 0, "-3"}, {0.49999999999999994, 0, "1"}, {0.499999999999999, 0, "0"}, {-0.004, 2, "0.00"}, {math.Copysign(0, -1), 1, "0.0"}, {12345.6785, 3, "12345.679"},
		{590502882.555, 2, "590502882.56"}, {4757198043.815, 2, "4757198043.82"}, {8.94299620465, 10, "8.9429962047"}, {66.46808881335, 10, "66.4680888134"}, {62.5, 0, "63"}, {-62.5, 0, "-63"}, {0.4625, 3, "0.463"}, {0.9995, 3, "1.000"}, {1.0049999999, 2, "1.00"}, {83.216, 2, "83.22"}, {12.3, 15, "12.300000000000001"},
		{1e15, 2, "1000000000000000.00"}, {0.1 + 0.2, 15, "0.300000000000000"}, {1e-300, 3, "0.000"}, {7, 3, "7.000"},
	} {
		if got := string(Append(nil, c.x, c.d)); got != c.want {
			t.Errorf("Append(%v, %d) = %s, want %s", c.x, c.d, got, c.want)
		}
		if want, _ := strconv.ParseFloat(c.want, 64); Round(c.x, c.d) != want || math.Signbit(Round(c.x, c.d)) != (want < 0) {
			t.Errorf("Round(%v, %d) = %v, want %v", c.x, c.d, Round(c.x, c.d), want)
		}
	}
	if !math.IsNaN(Round(math.NaN(), 2)) || !math.IsInf(Round(math.Inf(1), 2), 1) || Round(1.239, -1) != 1.239 || Round(1e300, 15) != 1e300 {
		t.Error("what has no decimals does not stay")
	}
}

// TestRoundIsOfTheText: the rounded number is that of the text of x to 15 digits, in exact arithmetic, and is what is printed.
func TestRoundIsOfTheText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := rapid.IntRange(0, 6).Draw(rt, "decimals")
		x := rapid.OneOf(rapid.Float64Range(-1e6, 1e6), rapid.Custom(func(t *rapid.T) float64 {
			v, _ := strconv.ParseFloat(fmt.Sprintf("%d.%0*d5", rapid.IntRange(-999, 999).Draw(t, "whole"), max(1, d), rapid.IntRange(0, int(math.Pow10(d))-1).Draw(t, "part")), 64)
			return v * 10 / 10 * (1 + float64(rapid.IntRange(-2, 2).Draw(t, "noise"))*0x1p-53) // often halfway, but for rounding
		})).Draw(rt, "x")
		exact, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'e', 14, 64))
		want := exact.FloatString(d) // rounds halves away from zero
		if v, _ := strconv.ParseFloat(want, 64); v == 0 {
			want = fmt.Sprintf("%.*f", d, 0.0)
		}
		if got := string(Append(nil, x, d)); got != want {
			rt.Fatalf("%v with %d decimals is %s, want %s", x, d, got, want)
		}
		if v, _ := strconv.ParseFloat(want, 64); Round(x, d) != v {
			rt.Fatalf("%v rounded to %d decimals is %v, want %v", x, d, Round(x, d), v)
		}
	})
}
