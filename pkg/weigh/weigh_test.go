package weigh

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var nan = math.NaN()

type settings map[string]float64

func (s settings) Number(name string, def float64) float64 {
	if v, ok := s[name]; ok {
		return v
	}
	return def
}

func weights(t testing.TB, name string, cols [][]float64, s settings) []float64 {
	t.Helper()
	f, ok := ByName(name)
	if !ok {
		t.Fatalf("no method %s", name)
	}
	w, fault := f(cols, s)
	if fault != nil {
		t.Fatalf("%s: %+v", name, *fault)
	}
	return w
}

func closeTo(got, want []float64, tolerance float64) bool {
	return slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) <= tolerance })
}

// TestEntropyFighters is the choice of a fighter aircraft in Hwang and Yoon, Multiple Attribute Decision Making (1981),
// whose attributes are weighted by entropy there: four aircraft, six attributes; the weights are printed to four
// decimals, computed from entropies rounded to four, so that they are off by up to 0.002.
func TestEntropyFighters(t *testing.T) {
	cols := [][]float64{{2, 2.5, 1.8, 2.2}, {1500, 2700, 2000, 1800}, {20000, 18000, 21000, 20000}, {-5.5, -6.5, -4.5, -5}, {5, 3, 7, 5}, {9, 5, 7, 5}}
	got := weights(t, "entropy", cols, nil)
	if want := []float64{0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764}; !closeTo(got, want, 0.002) {
		t.Errorf("%.4f, printed %v", got, want)
	}
}

// TestEntropyByHand: of two zones, (1, 3) has p = 1/4, 3/4 and entropy (ln 4 - 3/4 ln 3)/ln 2 of full; (0, 5) has none, so that
// d is 1; a constant has d = 0; a shift of 1 makes (0, 2) into (1, 3); missing zones are left out.
func TestEntropyByHand(t *testing.T) {
	d := 1 - (math.Log(4)-0.75*math.Log(3))/math.Ln2
	for _, c := range []struct {
		cols [][]float64
		s    settings
		want []float64
	}{
		{[][]float64{{1, 3}, {0, 5}, {7, 7}}, nil, []float64{d / (d + 1), 1 / (d + 1), 0}},
		{[][]float64{{0, 2}, {-1, 1}}, settings{"shift": 1}, []float64{d / (d + 1), 1 / (d + 1)}},
		{[][]float64{{1, 3, nan}, {0, nan, 5}}, nil, []float64{d / (d + 1), 1 / (d + 1)}},
	} {
		if got := weights(t, "entropy", c.cols, c.s); !closeTo(got, c.want, 1e-15) {
			t.Errorf("%v: %v, want %v", c.cols, got, c.want)
		}
	}
}

// TestCriticPublished are eight firms by three criteria of Diakoulaki, Mavrotas and Papayannakis, Computers & Operations
// Research 1995, table 1, each brought to 0..1 first; the weights as scikit-criteria 0.9 has them to eight decimals.
func TestCriticPublished(t *testing.T) {
	cols := [][]float64{{61, 20.7, 16.3, 9, 5.4, 4, -6.1, -34.6}, {1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31}, {4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.1, 0.98}}
	for _, c := range cols {
		low, high := slices.Min(c), slices.Max(c)
		for i, v := range c {
			c[i] = (v - low) / (high - low)
		}
	}
	if got, want := weights(t, "critic", cols, nil), []float64{0.20222554, 0.48090173, 0.31687273}; !closeTo(got, want, 5e-9) {
		t.Errorf("%.8f, want %v", got, want)
	}
}

// TestByHand: sd (n - 1) of (1, 3) is sqrt 2 and of (2, 10) four times that, means 2 and 6. Two perfectly correlated columns
// have loadings of 1/sqrt 2 each; a constant has weight 0.
func TestByHand(t *testing.T) {
	for _, c := range []struct {
		name string
		cols [][]float64
		want []float64
	}{
		{"equal", [][]float64{{1, 2}, {7, 7}, {nan, 1}, {3, 3}}, []float64{0.25, 0.25, 0.25, 0.25}},
		{"coefficient-of-variation", [][]float64{{1, 3}, {2, 10}, {4, 4}}, []float64{(1.0 / 2) / (1.0/2 + 4.0/6), (4.0 / 6) / (1.0/2 + 4.0/6), 0}},
		{"coefficient-of-variation", [][]float64{{-1, -3}, {2, 10}}, []float64{(1.0 / 2) / (1.0/2 + 4.0/6), (4.0 / 6) / (1.0/2 + 4.0/6)}},
		{"pca", [][]float64{{1, 2, 3}, {10, 20, 30}, {5, 5, 5}}, []float64{0.5, 0.5, 0}},
		{"pca", [][]float64{{1, 2, 3}, {5, 5, 5}}, []float64{1, 0}},
		{"critic", [][]float64{{1, 2, 3}, {3, 2, 1}, {5, 5, 5}}, []float64{0.5, 0.5, 0}},
		{"critic", [][]float64{{1, 2, 5, 9}, {1, 3, 2, 8}, {3, 9, 1, 2}, {1, 1, 1, 1}}, append(weights(t, "critic", [][]float64{{1, 2, 5, 9}, {1, 3, 2, 8}, {3, 9, 1, 2}}, nil), 0)},
		{"entropy", [][]float64{{3, 3}}, []float64{1}}, // alone in its group
	} {
		if got := weights(t, c.name, c.cols, nil); !closeTo(got, c.want, 1e-12) {
			t.Errorf("%s %v: %v, want %v", c.name, c.cols, got, c.want)
		}
	}
	// y and z are uncorrelated and x is their sum: r of 1/sqrt 2 with each, first component (sqrt 2, 1, 1)/2.
	y, z := []float64{1, -1, 1, -1}, []float64{1, 1, -1, -1}
	if got := weights(t, "pca", [][]float64{{2, 0, 0, -2}, y, z}, nil); !closeTo(got, []float64{0.5, 0.25, 0.25}, 1e-12) {
		t.Errorf("pca of a sum and its parts: %v", got)
	}
	for _, r := range []float64{-0.9, -0.2, 0.1, 0.7} { // of [[1, r], [r, 1]] the first component is (1, 1) or (1, -1), over sqrt 2
		a, b := []float64{1, -1, 1, -1}, []float64{1, 1, -1, -1}
		y := make([]float64, 4)
		for i := range y {
			y[i] = r*a[i] + math.Sqrt(1-r*r)*b[i]
		}
		if got := weights(t, "pca", [][]float64{a, y}, nil); !closeTo(got, []float64{0.5, 0.5}, 1e-12) {
			t.Errorf("pca of two columns with r %v: %v", r, got)
		}
	}
}

// TestFaults: what cannot be computed is named.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name      string
		cols      [][]float64
		part, row int
	}{
		{"entropy", [][]float64{{1, 2, 3}, {1, -2, 3}}, 1, 1},
		{"entropy", [][]float64{{2, 2}, {3, 3}}, -1, -1},
		{"critic", [][]float64{{2, 2}, {3, 3}}, -1, -1},
		{"coefficient-of-variation", [][]float64{{1, 2}, {-1, 1}}, 1, -1},
		{"coefficient-of-variation", [][]float64{{1, 2}, {-0.1 - 0.2, 0.3}}, 1, -1}, // a mean of 2.8e-17
		{"critic", [][]float64{{5, 10, 0}, {1, 2, 0}, {0.3, 0.6, 0}}, -1, -1},       // all say the same
		{"pca", [][]float64{{1, 2, nan, nan}, {nan, nan, 1, 2}}, -1, -1},
		{"pca", [][]float64{{1, 1}, {2, 2}}, -1, -1},
		{"pca", [][]float64{{1, -1, 1, -1}, {1, 1, -1, -1}}, -1, -1}, // uncorrelated: any direction is as good as any other
	} {
		f, _ := ByName(c.name)
		if _, fault := f(c.cols, settings{}); fault == nil || fault.Part != c.part || fault.Row != c.row || fault.Problem == "" || fault.Mend == "" {
			t.Errorf("%s %v: %+v", c.name, c.cols, fault)
		}
	}
}

// TestSharesAndOrder: weights are 0 or more, sum to 1, and go with their part in whatever order the parts and the zones
// stand.
func TestSharesAndOrder(t *testing.T) {
	for _, name := range Names() {
		rapid.Check(t, func(rt *rapid.T) {
			k, n := rapid.IntRange(2, 5).Draw(rt, "parts"), rapid.IntRange(4, 12).Draw(rt, "zones")
			cols := make([][]float64, k)
			for j := range cols {
				cols[j] = rapid.SliceOfN(rapid.Float64Range(1, 100), n, n).Draw(rt, "column")
				cols[j][0], cols[j][1] = 1, 50+float64(j) // never constant
			}
			want, sum := weights(t, name, cols, nil), 0.0
			for _, w := range want {
				if sum += w; !(w >= 0) {
					rt.Fatalf("%s: %v", name, want)
				}
			}
			turned := slices.Clone(cols)
			slices.Reverse(turned)
			for j := range turned {
				turned[j] = slices.Clone(turned[j])
				slices.Reverse(turned[j])
			}
			got := weights(t, name, turned, nil)
			slices.Reverse(got)
			if math.Abs(sum-1) > 1e-12 || !closeTo(got, want, 1e-6) {
				rt.Fatalf("%s: %v, turned round %v", name, want, got)
			}
		})
	}
}

// TestAHPHouse is the choice of a house in Saaty, How to make a decision: the Analytic Hierarchy Process (European Journal
// of Operational Research 1990): eight criteria; priorities, lambda 9.669, index 0.238 and ratio 0.169 as printed there.
func TestAHPHouse(t *testing.T) {
	m := [][]float64{
		{1, 5, 3, 7, 6, 6, 1. / 3, 1. / 4}, {1. / 5, 1, 1. / 3, 5, 3, 3, 1. / 5, 1. / 7}, {1. / 3, 3, 1, 6, 3, 4, 6, 1. / 5}, {1. / 7, 1. / 5, 1. / 6, 1, 1. / 3, 1. / 4, 1. / 7, 1. / 8},
		{1. / 6, 1. / 3, 1. / 3, 3, 1, 1. / 2, 1. / 5, 1. / 6}, {1. / 6, 1. / 3, 1. / 4, 4, 2, 1, 1. / 5, 1. / 6}, {3, 5, 1. / 6, 7, 5, 5, 1, 1. / 2}, {4, 7, 5, 8, 6, 6, 2, 1},
	}
	j, fault := AHP(m)
	if fault != nil {
		t.Fatal(*fault)
	}
	if want := []float64{0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333}; !closeTo(j.Weights, want, 0.0006) {
		t.Errorf("%.3f, printed %v", j.Weights, want)
	}
	if math.Abs(j.Lambda-9.669) > 0.0006 || math.Abs(j.Index-0.238) > 0.0006 || math.Abs(j.Ratio-0.169) > 0.0006 {
		t.Errorf("lambda %.3f index %.3f ratio %.3f", j.Lambda, j.Index, j.Ratio)
	}
}

// TestAHPConsistent: judgements that are the ratios of weights give these weights back, and a ratio of 0.
func TestAHPConsistent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		own := rapid.SliceOfN(rapid.Float64Range(1, 9), 1, 9).Draw(rt, "weights")
		m, sum := make([][]float64, len(own)), 0.0
		for i, a := range own {
			sum += a
			for _, b := range own {
				m[i] = append(m[i], a/b)
			}
		}
		j, fault := AHP(m)
		if fault != nil {
			rt.Fatal(*fault)
		}
		for i, w := range j.Weights {
			if math.Abs(w-own[i]/sum) > 1e-12 || j.Ratio > 1e-12 {
				rt.Fatalf("%+v of %v", j, own)
			}
		}
	})
	if _, fault := AHP([][]float64{{1, -2}, {-0.5, 1}}); fault == nil {
		t.Error("a negative judgement passes")
	}
	big := make([][]float64, 16)
	for i := range big {
		big[i] = slices.Repeat([]float64{1}, 16)
	}
	if _, fault := AHP(big); fault == nil {
		t.Error("16 parts pass, and there is no random index for them")
	}
}

func TestBlend(t *testing.T) {
	if got := Blend([]float64{0.5, 0.5}, []float64{0.9, 0.1}, 0.25); !closeTo(got, []float64{0.8, 0.2}, 1e-15) {
		t.Errorf("%v", got)
	}
}

func BenchmarkWeights(b *testing.B) {
	for _, name := range Names() {
		cols := make([][]float64, 46)
		for j := range cols {
			for i := range 10_000 {
				cols[j] = append(cols[j], 50+49*math.Sin(float64(i*(j+3))))
			}
		}
		b.Run(name, func(b *testing.B) {
			f, _ := ByName(name)
			for b.Loop() {
				if _, fault := f(cols, settings{}); fault != nil {
					b.Fatal(*fault)
				}
			}
		})
	}
}
