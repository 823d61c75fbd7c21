package analyse

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/score"
	"zoneval/pkg/stats"
	"zoneval/pkg/zone"
)

const tree = `
method: {normalise: none, missing: skip}
dimensions:
  - id: d1
    name: D1
    weight: 60
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 4}
  - id: d2
    name: D2
    weight: 40
    indicators:
      - {id: c, name: C, direction: lower}
`

func analysed(t testing.TB, body string, rows [][]float64, only ...int32) *Answer {
	x, findings := index.Parse("test.yaml", []byte("id: test\nname: Test\n"+body))
	if x == nil {
		t.Fatal(findings)
	}
	tab := &zone.Table{Rows: len(rows), Columns: len(rows[0]), Values: make([]float64, len(rows)*len(rows[0]))}
	for i, r := range rows {
		tab.IDs = append(tab.IDs, fmt.Sprintf("z%03d", i))
		for j, v := range r {
			tab.Values[j*tab.Rows+i] = v
		}
	}
	tab.Locate = func(int, int) (diag.Place, string) { return diag.Place{}, "" }
	m, log := score.Prepare(x, tab, only, score.Options{})
	if m == nil {
		t.Fatal(log.Findings())
	}
	r, log := m.Score()
	if r == nil {
		t.Fatal(log.Findings())
	}
	return Index(m, r, Options{Coefficient: stats.PearsonR, Low: 0.3, High: 0.92})
}

func near(a, b float64) bool {
	return a != a && b != b || math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b))
}

func kinds(a *Answer) string {
	var out []string
	for _, f := range a.Findings {
		s := string(f.Kind)
		if f.A != nil {
			s += " " + f.A.ID
		} else if f.In != nil {
			s += " " + f.In.ID
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

// TestByHand: b = 2a, so d1 = (a + 8a)/5 = 1.8 a; c falls as a rises, and lower is better, so all goes one way. The
// index is 0.6 x 1.8 a + 0.4 (-c) with c = -a: 1.48 a. Every correlation is 1, alpha of (a, 2a) is 4 x 2/(1 + 4 + 4), and each part
// of a group has half of the importance; a, with a fifth of the weight, more than twice its weight.
func TestByHand(t *testing.T) {
	var rows [][]float64
	for i := range 12 {
		v := float64(i)
		rows = append(rows, []float64{v, 2 * v, -v})
	}
	rows[3][0] = math.NaN()
	a := analysed(t, tree, rows)
	if s := a.Indicators[0]; s.N != 11 || s.Missing != 1 || s.Outlier {
		t.Errorf("indicator a: %+v", s)
	}
	rows[3][0] = 3
	a = analysed(t, tree, rows)
	for _, p := range a.Pairs {
		if !near(p.Pearson, 1) || !near(p.Spearman, 1) || !near(p.Kendall, 1) {
			t.Errorf("%s %s: %+v", p.A.ID, p.B.ID, p)
		}
	}
	g := a.Groups[1]
	if g.Dimension.ID != "d1" || !near(g.Alpha, 8.0/9) || !near(g.Explained(1), 1) || g.AboveOne() != 1 || !near(g.WithIndex, 1) {
		t.Errorf("d1: %+v", g)
	}
	for _, i := range a.Importance[:2] {
		if !near(i.Main, 1) || !near(i.Share, 0.5) {
			t.Errorf("importance %+v", i)
		}
	}
	if i := a.Importance[0]; i.Weight != 0.6 || i.Effective != 0.6 {
		t.Errorf("weights %+v", i)
	}
	want := "redundant-pair a\nredundant-pair a\nredundant-pair b\n"
	if got := kinds(a) + "\n"; !strings.HasPrefix(got, want) || !strings.Contains(got, "effect-beyond-weight a") {
		t.Errorf("findings:\n%s", got)
	}
}

// TestFindings breaks one rule of thumb after the other.
func TestFindings(t *testing.T) {
	column := func(f func(i int) []float64) [][]float64 {
		var rows [][]float64
		for i := range 20 {
			rows = append(rows, f(i))
		}
		return rows
	}
	wave := func(i, k int) float64 { return math.Sin(float64(i*k) + float64(k)) }
	for want, rows := range map[string][][]float64{
		"few-zones":  {{1, 2, 3}, {2, 1, 3}, {3, 3, 1}},
		"constant b": column(func(i int) []float64 { return []float64{wave(i, 3), 7, wave(i, 5)} }),
		"missing-values a": column(func(i int) []float64 {
			return []float64{[]float64{wave(i, 3), math.NaN()}[i%2], wave(i, 7), wave(i, 5)}
		}),
		"outliers c":               column(func(i int) []float64 { return []float64{wave(i, 3), wave(i, 7), math.Pow(10, float64(i))} }),
		"outliers a":               column(func(i int) []float64 { return []float64{math.Pow(10, float64(i)), wave(i, 7), wave(i, 3)} }),
		"few-unique-values c":      column(func(i int) []float64 { return []float64{wave(i, 3), wave(i, 7), float64(i % 3)} }),
		"many-zeros c":             column(func(i int) []float64 { return []float64{wave(i, 3), wave(i, 7), []float64{0, 0, 0, 1, 2}[i%5]} }),
		"negative-correlation a":   column(func(i int) []float64 { return []float64{wave(i, 3), -2 * wave(i, 3), wave(i, 5)} }),
		"weak-pairs d1":            column(func(i int) []float64 { return []float64{wave(i, 3), -2 * wave(i, 3), wave(i, 5)} }),
		"weak-in-its-dimension a":  column(func(i int) []float64 { return []float64{wave(i, 3), -2 * wave(i, 3), wave(i, 5)} }),
		"low-reliability d1":       column(func(i int) []float64 { return []float64{wave(i, 3), wave(i, 8), wave(i, 5)} }),
		"against-the-index a":      column(func(i int) []float64 { return []float64{wave(i, 3), -2 * wave(i, 3), wave(i, 5)} }),
		"fits-another-dimension a": column(func(i int) []float64 { return []float64{wave(i, 3), wave(i, 8), -wave(i, 3)} }),
		"effect-beyond-weight d2":  column(func(i int) []float64 { return []float64{wave(i, 3) / 1000, wave(i, 8) / 1000, wave(i, 5) * 1000} }),
		"weight-without-effect d1": column(func(i int) []float64 { return []float64{wave(i, 3) / 1000, wave(i, 8) / 1000, wave(i, 5) * 1000} }),
	} {
		if got := kinds(analysed(t, tree, rows)); !slices.Contains(strings.Split(got, "\n"), want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestTreatedOutliers are described as they were read, and no finding once they are mended.
func TestTreatedOutliers(t *testing.T) {
	var rows [][]float64
	for i := range 20 {
		rows = append(rows, []float64{math.Pow(10, float64(i)), float64(i), float64(i)})
	}
	a := analysed(t, strings.Replace(tree, "missing: skip", "missing: skip, transform: log1p", 1), rows)
	if s := a.Indicators[0]; !s.Outlier || s.OutlierLeft || strings.Contains(kinds(a), "outliers") {
		t.Errorf("%+v\n%s", s, kinds(a))
	}
}

// TestZonesInAnyOrder: the order of zones changes nothing but the last bits; shares of importance sum to 1.
func TestZonesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows := make([][]float64, rapid.IntRange(2, 12).Draw(rt, "zones"))
		for i := range rows {
			for range 3 {
				rows[i] = append(rows[i], rapid.Float64Range(-100, 100).Draw(rt, "v"))
			}
		}
		a := analysed(t, tree, rows)
		slices.Reverse(rows)
		b := analysed(t, tree, rows)
		for k, p := range a.Pairs {
			if q := b.Pairs[k]; math.Abs(p.Pearson-q.Pearson) > 1e-9 || math.Abs(p.Kendall-q.Kendall) > 1e-9 {
				rt.Fatalf("%v %v", p, q)
			}
		}
		if sum := a.Importance[0].Share + a.Importance[1].Share; sum == sum && math.Abs(sum-1) > 1e-9 {
			rt.Fatalf("importance sums to %v", sum)
		}
	})
}

// TestSelectedRows: the statistics are of the zones that are scored, whatever else the table holds.
func TestSelectedRows(t *testing.T) {
	rows := [][]float64{{900, 1, 1}, {1, 2, 3}, {900, 5, 5}, {3, 9, 1}, {5, 4, 4}}
	a := analysed(t, tree, rows, 1, 3, 4)
	if s := a.Indicators[0]; s.N != 3 || s.Mean != 3 || s.Max != 5 || s.Median != 3 || a.Zones != 3 {
		t.Errorf("%+v", s)
	}
}

// TestComponentsByHand: of two parts with correlation r the eigenvalues are 1 + r and 1 - r, and the loadings of the first
// sqrt((1 + r)/2). Here r is 0.6: x = 3, 1, -1, -3 and y = 1, 3, -3, -1 have 12 of 20.
func TestComponentsByHand(t *testing.T) {
	a := analysed(t, tree, [][]float64{{3, 1, 0}, {1, 3, 1}, {-1, -3, 3}, {-3, -1, 2}})
	g := a.Groups[1]
	if !near(g.Values[0], 1.6) || !near(g.Values[1], 0.4) || !near(g.First[0], math.Sqrt(0.8)) || !near(g.First[1], math.Sqrt(0.8)) || g.AboveOne() != 1 || !near(g.Explained(1), 0.8) || !near(g.Explained(2), 1) {
		t.Errorf("%+v", g)
	}
}

// TestBestOfTheSameLevel: a goes with e most, among the dimensions of its level; the one above is no dimension to move to.
func TestBestOfTheSameLevel(t *testing.T) {
	a := analysed(t, `
method: {normalise: none}
dimensions:
  - id: top
    name: Top
    weight: 50
    dimensions:
      - {id: d, name: D, indicators: [{id: a, name: A, direction: higher}]}
      - {id: e, name: E, indicators: [{id: b, name: B, direction: higher}]}
      - {id: f, name: F, indicators: [{id: c, name: C, direction: higher}]}
  - {id: g, name: G, weight: 50, indicators: [{id: h, name: H, direction: higher}]}
`, [][]float64{{1, 1.1, 4, 1}, {2, 2, 1, 2}, {3, 3.2, 3, 3}, {4, 4, 2, 4}})
	if a.Best[0].ID != "e" || !near(a.BestDim[0], stats.Pearson([]float64{1, 2, 3, 4}, []float64{1.1, 2, 3.2, 4})) {
		t.Errorf("a goes with %s, %v", a.Best[0].ID, a.BestDim[0])
	}
	if a.Best[3] != nil {
		t.Errorf("h, alone on its level, goes with %s", a.Best[3].ID)
	}
}

// TestLimits: just inside a rule of thumb is no finding, just outside is one.
func TestLimits(t *testing.T) {
	gaps := func(n int) [][]float64 { // n of 20 are missing in a
		var rows [][]float64
		for i := range 20 {
			v := math.Sin(float64(3 * i))
			if i < n {
				v = math.NaN()
			}
			rows = append(rows, []float64{v, math.Cos(float64(5 * i)), math.Sin(float64(7 * i))})
		}
		return rows
	}
	if a, b := kinds(analysed(t, tree, gaps(7))), kinds(analysed(t, tree, gaps(8))); strings.Contains(a, "missing-values") || !strings.Contains(b, "missing-values a") {
		t.Errorf("7 of 20 missing:\n%s\n8 of 20:\n%s", a, b)
	}
	for _, c := range []struct {
		skew, kurtosis float64
		want           bool
	}{{2, 9, false}, {2.1, 3.5, false}, {2.1, 3.6, true}, {-2.1, 3.6, true}, {1.9, 9, false}} {
		if got := outlying(c.skew, c.kurtosis); got != c.want {
			t.Errorf("skewness %v and kurtosis %v: %v", c.skew, c.kurtosis, got)
		}
	}
	// a weighs nothing: it can have neither too much nor too little effect.
	if got := kinds(analysed(t, strings.Replace(strings.Replace(tree, "weight: 1}", "weight: 0}", 1), "weight: 4}", "weight: 1}", 1), gaps(0))); strings.Contains(got, "effect-beyond-weight a") || strings.Contains(got, "weight-without-effect a") || strings.Contains(got, "against-the-index a") {
		t.Errorf("findings on a part without weight:\n%s", got)
	}
}
