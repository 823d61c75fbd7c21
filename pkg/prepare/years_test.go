package prepare

import (
	"slices"
	"testing"
)

// TestLineThroughTheNearest: of the years 2014: 5, 2016: 7, 2019: 10, 2020: 16 and 2022: 20 the nearest count: 2018 lies between 7 and
// 10, 2021 between 16 and 20; beyond the ends the two nearest to the end go on, where that is asked for.
func TestLineThroughTheNearest(t *testing.T) {
	for _, c := range []struct {
		extrapolate string
		year        int32
		want        float64
	}{{"false", 2018, 9}, {"false", 2021, 18}, {"false", 2013, nan}, {"false", 2023, nan}, {"true", 2013, 4}, {"true", 2023, 22}} {
		tab := table([]float64{nan, 20, 5, 10, 16, 7})
		tab.IDs = slices.Repeat([]string{"z"}, 6)
		tab.Years = []int32{c.year, 2022, 2014, 2019, 2020, 2016}
		s, findings := prepared(t, parse(t, "method: {missing: skip, impute: {linear: {extrapolate: "+c.extrapolate+"}}}", "a, direction: higher"), tab, []int32{0})
		if findings != "" || !equal(s.Values, []float64{c.want}, 1e-15) {
			t.Errorf("%d, extrapolate %s: %v, want %v (%s)", c.year, c.extrapolate, s.Values, c.want, findings)
		}
	}
}
