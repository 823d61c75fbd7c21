package index

import (
	"math"
	"testing"

	"zoneval/indicators"
	"zoneval/pkg/yamlfile/yamltest"
)

// FuzzParse holds for every input: no crash, findings lie inside the file, an index comes without errors, and its
// weights are whole.
func FuzzParse(f *testing.F) {
	for _, name := range append(yamltest.Fixtures(f, badFixtures), yamltest.Fixtures(f, goodFixtures)...) {
		data, _ := yamltest.Fixture(f, name)
		f.Add(data)
	}
	for _, id := range indicators.List() {
		data, _ := indicators.Open(id)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, findings := Parse("x.yaml", data)
		yamltest.CheckPlaces(t, data, findings)
		if (x == nil) != (findings.Errors() > 0) {
			t.Fatalf("index %v beside the findings %v", x != nil, findings)
		}
		if x != nil {
			checkShares(t, x)
		}
	})
}

// checkShares holds every group to shares that sum to one, and the leaves to effective weights that do; where weights are
// left to the data, and only there, they are not known.
func checkShares(t testing.TB, x *Index) {
	t.Helper()
	known := true
	for _, d := range append([]*Dimension{x.Root}, x.Dims...) {
		var shares []float64
		for _, c := range d.Dimensions {
			shares = append(shares, c.Weight.Share)
		}
		for _, c := range d.Indicators {
			shares = append(shares, c.Weight.Share)
		}
		left, sum := d.Weighting.FromData() && len(shares) > 1, 0.0
		known = known && !left
		for _, s := range shares {
			if sum += s; !left && !(s >= 0 && s <= 1) || left && s == s {
				t.Errorf("a share inside %s is %g", d.ID, s)
			}
		}
		if !left && math.Abs(sum-1) > 1e-12 {
			t.Errorf("the shares inside %s sum to %.17g", d.ID, sum)
		}
	}
	total := 0.0
	for _, in := range x.Indicators {
		total += in.Effective
		if known && !(in.Effective >= 0 && in.Effective <= 1) {
			t.Errorf("%s: effective %g", in.ID, in.Effective)
		}
	}
	if known && math.Abs(total-1) > 1e-12 || !known && total == total {
		t.Errorf("the effective weights sum to %.17g", total)
	}
}
