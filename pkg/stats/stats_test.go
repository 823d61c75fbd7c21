package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

var nan = math.NaN()

func near(a, b float64) bool {
	return a != a && b != b || math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b))
}

// TestDescribe is worked by hand. Of 2, 4, 4, 10 (mean 5): squares 9+1+1+25 = 36, sd sqrt(12); m2 = 9, m3 = (-27-1-1+125)/4 =
// 24, m4 = (81+1+1+625)/4 = 177. Skew = sqrt(12)/2 x 24/27; kurtosis = (5 (177/81 - 3) + 6) x 3/(2 x 1).
func TestDescribe(t *testing.T) {
	m := Describe([]float64{4, nan, 10, 2, 4, nan})
	skew, kurtosis := math.Sqrt(12)/2*24/27, (5*(177.0/81-3)+6)*3/2
	if m.N != 4 || m.Missing != 2 || m.Unique != 3 || m.Zeros != 0 || m.Min != 2 || m.Max != 10 || m.Mean != 5 || !near(m.SD, math.Sqrt(12)) {
		t.Errorf("%+v", m)
	}
	if !near(m.Skew, skew) || !near(m.Kurtosis, kurtosis) {
		t.Errorf("skew %v kurtosis %v, want %v %v", m.Skew, m.Kurtosis, skew, kurtosis)
	}
	if p := PopulationSD([]float64{4, 10, 2, 4}); p != 3 {
		t.Errorf("population sd %v", p)
	}
	for _, c := range []struct {
		x              []float64
		skew, kurtosis bool
	}{{nil, false, false}, {[]float64{1, 2}, false, false}, {[]float64{1, 2, 4}, true, false}, {[]float64{1, 2, 4, 5}, true, true}, {[]float64{0.1, 0.1, 0.1, 0.1, 0.1}, false, false}} {
		m := Describe(c.x)
		if (m.Skew == m.Skew) != c.skew || (m.Kurtosis == m.Kurtosis) != c.kurtosis {
			t.Errorf("%v: skew %v kurtosis %v", c.x, m.Skew, m.Kurtosis)
		}
	}
	if sd := SD([]float64{0.1, 0.1, 0.1}); sd != 0 {
		t.Errorf("equal values have a spread of %v", sd)
	}
	for _, far := range []float64{1e154, 1e-160, 1} {
		if sd := SD([]float64{far, 2 * far, 4 * far}); !(math.Abs(sd/far-math.Sqrt(7./3)) < 1e-12) {
			t.Errorf("sd of values of the size of %v: %v", far, sd)
		}
	}
	if z := Describe([]float64{0, 0, 5}); z.Zeros != 2 || z.Unique != 2 {
		t.Errorf("zeros %d unique %d", z.Zeros, z.Unique)
	}
}

// TestQuantiles: type 7 of 1, 2, 3, 10 at h = 3p: p 0.25 is 1.75, 0.5 is 2.5, 0.9 is 3 + 0.7 x 7.
func TestQuantiles(t *testing.T) {
	q := Quantiles([]float64{10, nan, 2, 1, 3}, 0, 0.25, 0.5, 0.9, 1)
	for i, want := range []float64{1, 1.75, 2.5, 7.9, 10} {
		if !near(q[i], want) {
			t.Errorf("quantile %d is %v, want %v", i, q[i], want)
		}
	}
	if m := Median([]float64{3, nan, 1, 2}); m != 2 {
		t.Errorf("median %v", m)
	}
	if m := Median([]float64{4, 1}); m != 2.5 || !math.IsNaN(Median(nil)) || !math.IsNaN(Quantiles(nil, 0.5)[0]) {
		t.Errorf("median %v", m)
	}
}

func TestRanks(t *testing.T) {
	x := []float64{5, 1, nan, 5, 3, 5}
	for ties, want := range map[Ties][]float64{TiesMin: {3, 1, nan, 3, 2, 3}, TiesAverage: {4, 1, nan, 4, 2, 4}, TiesMax: {5, 1, nan, 5, 2, 5}} {
		for i, r := range Ranks(x, ties) {
			if !near(r, want[i]) {
				t.Errorf("ties %d: %v, want %v", ties, Ranks(x, ties), want)
				break
			}
		}
	}
}

// TestCorrelationsByHand: of x = 1..5 and y = 1, 3, 2, 5, 4: Pearson (and Spearman, these being ranks) is 1 - 6 x 4/120 =
// 0.8, eight of ten pairs concordant and two discordant give a tau of 0.6. With a tie in y, 1, 2, 2: two concordant pairs
// of sqrt(3 x 2).
func TestCorrelationsByHand(t *testing.T) {
	x, y := []float64{1, 2, nan, 3, 4, 5, 7}, []float64{1, 3, 9, 2, 5, 4, nan}
	if p, s, k := Pearson(x, y), Spearman(x, y), Kendall(x, y); !near(p, 0.8) || !near(s, 0.8) || !near(k, 0.6) {
		t.Errorf("pearson %v spearman %v kendall %v, want 0.8 0.8 0.6", p, s, k)
	}
	if k := Kendall([]float64{1, 2, 3}, []float64{1, 2, 2}); !near(k, 2/math.Sqrt(6)) {
		t.Errorf("tau-b with a tie %v", k)
	}
	if p := Pearson([]float64{1, 2, 3}, []float64{-2, -4, -6}); !near(p, -1) {
		t.Errorf("perfect %v", p)
	}
	for _, c := range []Coefficient{PearsonR, SpearmanRho, KendallTau} {
		if v := c.Of([]float64{1, 1, 1}, []float64{1, 2, 3}); v == v {
			t.Errorf("%s of a constant is %v", c, v)
		}
		if m := c.Matrix([][]float64{{1, 1, 1}, {1, 2, 3}}, 1); m[0] == m[0] || m[3] != 1 {
			t.Errorf("%s: the diagonal of a constant is %v, of another column %v", c, m[0], m[3])
		}
		if v := c.Of([]float64{1, 2}, []float64{1, 2}); v == v {
			t.Errorf("%s of two points is %v", c, v)
		}
	}
}

// TestKendallAgainstBruteForce counts pairs one by one.
func TestKendallAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 60).Draw(t, "n")
		x, y := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], y[i] = float64(rapid.IntRange(0, 20).Draw(t, "x")), float64(rapid.IntRange(0, 20).Draw(t, "y"))
		}
		var net, tx, ty float64
		for i := range x {
			for j := range i {
				a, b := sign(x[i]-x[j]), sign(y[i]-y[j])
				net, tx, ty = net+a*b, tx+a*a, ty+b*b
			}
		}
		if got, want := Kendall(x, y), net/math.Sqrt(tx*ty); !near(got, want) {
			t.Fatalf("%v, by pairs %v", got, want)
		}
		m := KendallTau.Matrix([][]float64{x, y}, 1)
		if !near(m[1], Kendall(x, y)) || !near(m[2], m[1]) {
			t.Fatalf("matrix %v", m)
		}
	})
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// TestMatrixIsPairByPair, with and without gaps.
func TestMatrixIsPairByPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, n := rapid.IntRange(1, 5).Draw(t, "k"), rapid.IntRange(1, 20).Draw(t, "n")
		cols := make([][]float64, k)
		for j := range cols {
			for range n {
				v := float64(rapid.IntRange(-9, 9).Draw(t, "v"))
				if rapid.IntRange(0, 15).Draw(t, "gap") == 0 {
					v = nan
				}
				cols[j] = append(cols[j], v)
			}
		}
		for _, c := range []Coefficient{PearsonR, SpearmanRho, KendallTau} {
			m := c.Matrix(cols, 2)
			for i := range cols {
				for j := range cols {
					if i != j && !near(m[i*k+j], c.Of(cols[i], cols[j])) {
						t.Fatalf("%s %d %d: %v, alone %v", c, i, j, m[i*k+j], c.Of(cols[i], cols[j]))
					}
				}
			}
		}
	})
}

// TestAlpha: two columns with variances 2 and 2 and covariance 1 have 4 x 1/6.
func TestAlpha(t *testing.T) {
	x, y := []float64{0, 2}, []float64{0, 2}
	if a := Alpha([][]float64{x, y}); !near(a, 1) {
		t.Errorf("the same twice: %v", a)
	}
	// var(1,2,3) = 1, var(2,1,3) = 1, cov = ((-1)(0)+(0)(-1)+(1)(1))/2 = 0.5: 4 x 0.5/(1+1+1).
	if a := Alpha([][]float64{{1, 2, 3}, {2, 1, 3}}); !near(a, 2.0/3) {
		t.Errorf("%v, want 2/3", a)
	}
	if a := Alpha([][]float64{{1, 2, 4, nan, nan, nan}, {nan, nan, nan, 1, 3, 7}}); a == a {
		t.Errorf("two columns without a zone in common have an alpha of %v", a)
	}
	if !math.IsNaN(Alpha([][]float64{x})) {
		t.Error("one column has an alpha")
	}
}

// TestComponents: of [[1, r], [r, 1]] the eigenvalues are 1+r and 1-r.
func TestComponents(t *testing.T) {
	values, vectors, ok := Components([]float64{1, 0.6, 0.6, 1}, 2)
	h := math.Sqrt(0.5)
	if !ok || !near(values[0], 1.6) || !near(values[1], 0.4) || !near(vectors[0][0], h) || !near(vectors[0][1], h) {
		t.Errorf("%v %v", values, vectors)
	}
	// of a matrix whose first vector comes out negative the signs are turned: entries sum to 0 or more, in every vector.
	for _, m := range [][]float64{{2, -1, 0, -1, 2, -1, 0, -1, 2}, {1, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 0.5, 1}, {5, -2, -2, -2, 4, 0, -2, 0, 3}} {
		_, vectors, _ := Components(m, 3)
		for _, v := range vectors {
			if v[0]+v[1]+v[2] < -1e-12 {
				t.Errorf("%v points down", v)
			}
		}
	}
	if _, _, ok := Components([]float64{1, nan, nan, 1}, 2); ok {
		t.Error("a missing entry has components")
	}
}

func columns(k, n int) [][]float64 {
	r := rand.New(rand.NewPCG(3, 5))
	cols := make([][]float64, k)
	for j := range cols {
		for range n {
			cols[j] = append(cols[j], r.ExpFloat64())
		}
	}
	return cols
}

func BenchmarkMatrix(b *testing.B) {
	cols := columns(46, 169)
	for _, c := range []Coefficient{PearsonR, SpearmanRho, KendallTau} {
		b.Run(string(c), func(b *testing.B) {
			for b.Loop() {
				c.Matrix(cols, 1)
			}
		})
	}
}

func BenchmarkDescribe(b *testing.B) {
	for _, n := range []int{169, 10_000} {
		x := columns(1, n)[0]
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Describe(x)
			}
		})
	}
}
