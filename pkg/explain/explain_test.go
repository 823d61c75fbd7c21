package explain

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/aggregate"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

var nan = math.NaN()

// model scores rows of values under an index file's body.
func model(t testing.TB, body string, rows ...[]float64) (*score.Model, *score.Result) {
	x, findings := index.Parse("test.yaml", []byte("id: test\nname: Test\n"+body))
	if x == nil {
		t.Fatalf("%v\n%s", findings, body)
	}
	tab := &zone.Table{Rows: len(rows), Columns: len(rows[0]), Values: make([]float64, len(rows)*len(rows[0]))}
	for i, r := range rows {
		tab.IDs = append(tab.IDs, fmt.Sprintf("z%02d", i))
		for j, v := range r {
			tab.Values[j*tab.Rows+i] = v
		}
	}
	tab.Locate = func(int, int) (diag.Place, string) { return diag.Place{}, "" }
	m, log := score.Prepare(x, tab, nil, score.Options{})
	if m == nil {
		t.Fatalf("%v", log.Findings())
	}
	r, log := m.Score()
	if r == nil {
		t.Fatalf("%v", log.Findings())
	}
	return m, r
}

// tree has d1 = (a + 3b)/4 at 60 and d2 of c and d at 40.
const tree = `
dimensions:
  - id: d1
    name: D1
    weight: 60
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 3}
  - id: d2
    name: D2
    weight: 40
    %s
    indicators:
      - {id: c, name: C, direction: higher}
      - {id: d, name: D, direction: higher}
`

func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b)) || a != a && b != b
}

// TestByHand: z0 has d1 = 7 and d2 = (2+8)/2 = 5, so 0.6 x 7 + 0.4 x 5 = 6.2 points; of a 0.15 x 4, b 0.45 x 8, c 0.2 x 2,
// d 0.2 x 8. z1 lacks a, so that b has all of d1.
func TestByHand(t *testing.T) {
	m, r := model(t, "scale: 10\nmethod: {normalise: none, missing: skip}"+fmt.Sprintf(tree, ""), []float64{4, 8, 2, 8}, []float64{nan, 5, 5, 5}, []float64{1, 9, 9, 9})
	a := Zone(m, r, 0, Options{Against: -1, Mark: 20})
	for k, want := range []float64{0.6, 3.6, 0.4, 1.6} {
		if got := a.Indicators[k].Contribution; !near(got, want) {
			t.Errorf("contribution %d is %v, want %v", k, got, want)
		}
	}
	if !near(a.Dimensions[0].Contribution, 4.2) || !near(a.Dimensions[1].Contribution, 2) {
		t.Errorf("dimensions %v %v, want 4.2 and 2", a.Dimensions[0].Contribution, a.Dimensions[1].Contribution)
	}
	b := a.Indicators[1]
	if b.Rank != 2 || b.Of != 3 || b.Percentile != 50 || b.Leader != 2 || b.ToLeader != -1 || b.ToMedian != 0 || b.Mark != 0 {
		t.Errorf("standing in b: %+v", b.Standing)
	}
	if a.Gap == nil || a.Gap.Other != 2 || a.Gap.Shapley || len(a.Gap.Parts) != 4 {
		t.Fatalf("gap %+v", a.Gap)
	}
	// To z2 (0.15 x 1 + 0.45 x 9 + 0.2 x 9 + 0.2 x 9 = 7.8): a +0.45, b -0.45, c -1.4, d -0.2.
	for k, want := range []float64{0.45, -0.45, -1.4, -0.2} {
		if got := a.Gap.Parts[k].Points; !near(got, want) {
			t.Errorf("part %d of the gap is %v, want %v", k, got, want)
		}
	}
	gap := Zone(m, r, 1, Options{Against: -1})
	if c := gap.Indicators; !math.IsNaN(c[0].Contribution) || !near(c[1].Contribution, 3) || c[0].Rank != 0 || !near(gap.Dimensions[0].Contribution, 3) {
		t.Errorf("a missing part: %v %v", c[0].Contribution, c[1].Contribution)
	}
	if leader := Zone(m, r, 2, Options{Against: -1}); leader.Gap.Other != 0 || leader.Gap.Total <= 0 {
		t.Errorf("the leader is compared with %d", leader.Gap.Other)
	}
}

// TestEuler: d2 = sqrt(2 x 8) = 4; value times derivative gives each part half of it, 0.4 x 2 points.
func TestEuler(t *testing.T) {
	m, r := model(t, "scale: 10\nmethod: {normalise: none}"+fmt.Sprintf(tree, "aggregate: geometric"), []float64{4, 8, 2, 8}, []float64{1, 1, 1, 1})
	a := Zone(m, r, 0, Options{Against: -1})
	if c, d := a.Indicators[2].Contribution, a.Indicators[3].Contribution; !near(c, 0.8) || !near(d, 0.8) {
		t.Errorf("geometric parts %v %v, want 0.8 each", c, d)
	}
	if !a.Gap.Shapley || len(a.Gap.Parts) != 2 {
		t.Errorf("gap %+v", a.Gap)
	}
	m, r = model(t, "scale: 10\nmethod: {normalise: none}"+fmt.Sprintf(tree, "aggregate: minimum"), []float64{4, 8, 2, 8}, []float64{1, 1, 1, 1})
	a = Zone(m, r, 0, Options{Against: -1})
	if a.Opaque != "minimum" || !math.IsNaN(a.Indicators[2].Contribution) || !near(a.Indicators[0].Contribution, 0.6) || !near(a.Dimensions[1].Contribution, 0.8) {
		t.Errorf("minimum: %q %v %v", a.Opaque, a.Indicators[2].Contribution, a.Dimensions[1].Contribution)
	}
}

// TestShapley: of a geometric mean of two dimensions, A = (4, 9), B = (1, 4): v = 2, 4, 3, 6 for {}, {1}, {2}, {1, 2}, so
// the parts are ((4-2) + (6-3))/2 = 2.5 and ((3-2) + (6-4))/2 = 1.5.
func TestShapley(t *testing.T) {
	body := "scale: 10\nmethod: {normalise: none, aggregate: geometric}\ndimensions:\n" +
		"  - {id: d1, name: D1, weight: 50, indicators: [{id: a, name: A, direction: higher}]}\n" +
		"  - {id: d2, name: D2, weight: 50, indicators: [{id: b, name: B, direction: higher}]}\n"
	m, r := model(t, body, []float64{4, 9}, []float64{1, 4})
	g := Zone(m, r, 0, Options{Against: 1}).Gap
	if !near(g.Total, 4) || !near(g.Parts[0].Points, 2.5) || !near(g.Parts[1].Points, 1.5) {
		t.Errorf("gap %v = %v + %v, want 4 = 2.5 + 1.5", g.Total, g.Parts[0].Points, g.Parts[1].Points)
	}
}

// TestMarks: of ten peers the best two are fewer than 20% of the others from the top (0 and 1 of 9 are below 1.8).
func TestMarks(t *testing.T) {
	var rows [][]float64
	for i := range 10 {
		rows = append(rows, []float64{float64(i), 1, 1, 1})
	}
	m, r := model(t, "method: {normalise: none}"+fmt.Sprintf(tree, ""), rows...)
	for i, want := range []int{-1, -1, 0, 0, 0, 0, 0, 0, 1, 1} {
		a := Zone(m, r, i, Options{Against: -1, Mark: 20})
		if a.Indicators[0].Mark != want || a.Indicators[1].Mark != 0 {
			t.Errorf("zone %d: mark %d, want %d; of equal values %d", i, a.Indicators[0].Mark, want, a.Indicators[1].Mark)
		}
	}
	few := Zone(m, r, 9, Options{Against: -1, Mark: 20, Peers: func(row int) bool { return row > 6 }})
	if few.Peers != 3 || few.Indicators[0].Mark != 0 || few.Indicators[0].PeerRank != 1 || few.Indicators[0].PeerOf != 3 {
		t.Errorf("three peers: %+v", few.Indicators[0].Standing)
	}
}

// randomTree draws an index of two to four dimensions with one to four indicators each, and values for it.
func randomTree(t *rapid.T, methods []string, low float64, gaps bool) (string, [][]float64) {
	var b strings.Builder
	fmt.Fprintf(&b, "method: {normalise: none, aggregate: %s, missing: skip}\nweights_sum: 100\ndimensions:\n", rapid.SampledFrom(methods).Draw(t, "root"))
	n := 0
	for d := range rapid.IntRange(2, 4).Draw(t, "dimensions") {
		fmt.Fprintf(&b, "  - id: d%d\n    name: D%d\n    aggregate: %s\n    indicators:\n", d, d, rapid.SampledFrom(methods).Draw(t, "method"))
		for range rapid.IntRange(1, 4).Draw(t, "indicators") {
			fmt.Fprintf(&b, "      - {id: i%d, name: I%d, direction: higher, weight: %d}\n", n, n, rapid.IntRange(1, 9).Draw(t, "weight"))
			n++
		}
	}
	rows := make([][]float64, rapid.IntRange(2, 8).Draw(t, "zones"))
	for i := range rows {
		for range n {
			v := rapid.Float64Range(low, 1000).Draw(t, "v")
			if gaps && rapid.IntRange(0, 5).Draw(t, "gap") == 0 {
				v = nan
			}
			rows[i] = append(rows[i], v)
		}
	}
	return b.String(), rows
}

// TestContributionsSumToTheScore in trees of means, with gaps.
func TestContributionsSumToTheScore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body, rows := randomTree(rt, []string{"arithmetic", "geometric", "harmonic", "{power: {p: 2}}", "{power: {p: -3}}"}, 0.5, true)
		m, r := model(t, body, rows...)
		for i := range m.N {
			a := Zone(m, r, i, Options{Against: -1})
			sum := 0.0
			for _, in := range a.Indicators {
				sum += orZero(in.Contribution)
			}
			if r.Ranks[i] > 0 && math.Abs(sum-r.Exact[i]) > 1e-9*math.Abs(r.Exact[i]) {
				rt.Fatalf("contributions sum to %v, the score is %v\n%s%v", sum, r.Exact[i], body, rows)
			}
		}
	})
}

// TestGapSumsExactly: summed in order, the parts are the gap to the last bit; against the other way round they are its
// negative.
func TestGapSumsExactly(t *testing.T) {
	for _, methods := range [][]string{{"arithmetic"}, {"arithmetic", "minimum", "median", "topsis", "vikor", "promethee2", "copeland"}, {"geometric", "arithmetic", "harmonic"}} {
		rapid.Check(t, func(rt *rapid.T) {
			body, rows := randomTree(rt, methods, 1, len(methods) == 1)
			m, r := model(t, body, rows...)
			g := Zone(m, r, 0, Options{Against: 1}).Gap
			if g == nil {
				return
			}
			sum := 0.0
			for _, p := range g.Parts {
				sum += p.Points
			}
			size := math.Abs(r.Exact[0]) + math.Abs(r.Exact[1])
			if g.Problem == "" && sum != g.Total || math.Abs(g.Total-(r.Exact[0]-r.Exact[1])) > 1e-14*math.Max(size, 1000) {
				rt.Fatalf("parts sum to %v, the gap is %v (%q)\n%s%v", sum, g.Total, g.Problem, body, rows)
			}
			back := Zone(m, r, 1, Options{Against: 0}).Gap
			for k, p := range g.Parts {
				if math.Abs(p.Points+back.Parts[k].Points) > 1e-9*math.Max(1, math.Abs(p.Points)) {
					rt.Fatalf("part %d is %v, and %v the other way round", k, p.Points, back.Parts[k].Points)
				}
			}
		})
	}
}

// TestUnranked: a zone without a rank has values, and stands nowhere.
func TestUnranked(t *testing.T) {
	m, r := model(t, "method: {normalise: none, missing: {skip: {min_indicators: 4}}}"+fmt.Sprintf(tree, ""), []float64{1, 1, 1, 1}, []float64{2, 3, 2, 3}, []float64{9, nan, 9, 9})
	a := Zone(m, r, 2, Options{Against: -1, Mark: 20})
	s := a.Indicators[0].Standing
	if s.Value != 9 || s.Rank != 0 || s.Of != 0 || s.PeerRank != 0 || s.Percentile == s.Percentile || s.ToLeader == s.ToLeader || a.Gap != nil || a.Ranked != 2 {
		t.Errorf("%+v, gap %v, ranked %d", s, a.Gap, a.Ranked)
	}
}

// TestPeersAreTableRows: the model holds rows 2 to 7 of the table; the zone itself is always one of its peers.
func TestPeersAreTableRows(t *testing.T) {
	var rows [][]float64
	for i := range 8 {
		rows = append(rows, []float64{float64(i), 1, 1, 1})
	}
	all, _ := model(t, "method: {normalise: none}"+fmt.Sprintf(tree, ""), rows...)
	m, log := score.Prepare(all.Index, all.Table, []int32{2, 3, 4, 5, 6, 7}, score.Options{})
	if m == nil {
		t.Fatal(log.Findings())
	}
	r, _ := m.Score()
	a := Zone(m, r, 0, Options{Against: -1, Mark: 20, Peers: func(row int) bool { return row >= 4 }})
	if s := a.Indicators[0].Standing; a.Peers != 5 || s.PeerOf != 5 || s.PeerRank != 5 || s.Of != 6 || s.Mark != -1 || a.Indicators[0].Raw != 2 {
		t.Errorf("peers %d, %+v", a.Peers, s)
	}
}

// TestInTheMiddle: with half of the others on either side allowed, who has more above than below is no strength.
func TestInTheMiddle(t *testing.T) {
	var rows [][]float64
	for _, v := range []float64{9, 9, 9, 9, 5, 5, 5, 5, 5, 5, 1} { // four above, one below, five level
		rows = append(rows, []float64{v, 1, 1, 1})
	}
	m, r := model(t, "method: {normalise: none}"+fmt.Sprintf(tree, ""), rows...)
	if s := Zone(m, r, 4, Options{Against: -1, Mark: 50}).Indicators[0].Standing; s.Mark != -1 {
		t.Errorf("mark %d", s.Mark)
	}
}

// TestNextAbove: of level zones none is above the other; the gap is to the one above both.
func TestNextAbove(t *testing.T) {
	m, r := model(t, "method: {normalise: none}"+fmt.Sprintf(tree, ""), []float64{5, 5, 5, 5}, []float64{5, 5, 5, 5}, []float64{9, 9, 9, 9}, []float64{1, 1, 1, 1})
	for zone, other := range []int{2, 2, 0, 1} { // the leader is compared with the next below, z00 before z01
		if g := Zone(m, r, zone, Options{Against: -1}).Gap; g == nil || g.Other != other {
			t.Errorf("zone %d is compared with %+v, want %d", zone, g, other)
		}
	}
}

// TestGapInsideOneDimension: where the top is one dimension, the parts are those inside it; twelve of them are averaged over
// random orders, which for a product of two factors comes near the exact values, and sum to the gap.
func TestGapInsideOneDimension(t *testing.T) {
	body := "method: {normalise: none, aggregate: geometric}\ndimensions:\n  - id: d\n    name: D\n    indicators:\n"
	mine, theirs := make([]float64, 12), make([]float64, 12)
	for i := range mine {
		body += fmt.Sprintf("      - {id: i%d, name: I%d, direction: higher}\n", i, i)
		mine[i], theirs[i] = float64(10+i), float64(30-i)
	}
	m, r := model(t, body, mine, theirs)
	g := Zone(m, r, 0, Options{Against: 1}).Gap
	if g == nil || g.Problem != "" || len(g.Parts) != 12 || g.Orders == 0 || g.Parts[0].Indicator == nil {
		t.Fatalf("%+v", g)
	}
	again := Zone(m, r, 0, Options{Against: 1}).Gap
	sum := 0.0
	for k, p := range g.Parts {
		sum += p.Points
		// To first order a part of a geometric mean of twelve adds the mean times ln(mine/theirs)/12.
		if rough := math.Sqrt(r.Exact[0]*r.Exact[1]) * math.Log(mine[k]/theirs[k]) / 12; math.Abs(p.Points-rough) > 0.1*math.Abs(rough)+0.01 {
			t.Errorf("part %d is %v, roughly %v", k, p.Points, rough)
		}
		if p != again.Parts[k] {
			t.Errorf("part %d is %v, and %v the second time", k, p.Points, again.Parts[k].Points)
		}
	}
	if sum != g.Total || math.Abs(g.Total-(r.Exact[0]-r.Exact[1])) > 1e-12 {
		t.Errorf("parts sum to %v, the gap is %v", sum, g.Total)
	}
}

// TestFilledDimension: d1 of z1 lacks a value and counts as 0, so that nothing inside has points, and the gap is divided among
// the dimensions.
func TestFilledDimension(t *testing.T) {
	body := strings.Replace("missing: zero\nmethod: {normalise: none}"+fmt.Sprintf(tree, ""), "name: D1\n", "name: D1\n    missing: {skip: {min_coverage: 1}}\n", 1)
	m, r := model(t, body, []float64{4, 8, 2, 8}, []float64{nan, 8, 2, 8})
	a := Zone(m, r, 1, Options{Against: 0})
	if d := a.Dimensions; d[0].Contribution != 0 || !near(d[1].Contribution, 2) || a.Indicators[1].Contribution == a.Indicators[1].Contribution {
		t.Errorf("%+v", a.Dimensions)
	}
	if g := a.Gap; g == nil || !g.Shapley || !near(g.Parts[0].Points, -4.2) || !near(g.Parts[1].Points, 0) || !near(g.Total, -4.2) {
		t.Errorf("%+v", g)
	}
}

// TestPreparedAndUsed: what the steps before normalisation did, and the weight that a missing sibling leaves.
func TestPreparedAndUsed(t *testing.T) {
	m, r := model(t, "method: {normalise: none, missing: skip, transform: {cap: {value: 6}}}"+fmt.Sprintf(tree, ""), []float64{4, 8, 2, 8}, []float64{nan, 5, 5, 5})
	a, b := Zone(m, r, 0, Options{Against: -1}), Zone(m, r, 1, Options{Against: -1})
	if i := a.Indicators[1]; i.Raw != 8 || i.Prepared != 6 || len(i.Steps) != 1 || i.Steps[0] != "transform: cap 6" || !near(i.Used, 0.45) || !near(i.Share, 0.45) {
		t.Errorf("%+v", i)
	}
	if i := b.Indicators[1]; !near(i.Used, 0.6) || !near(i.Share, 0.45) || !math.IsNaN(b.Indicators[0].Used) || len(i.Steps) != 0 {
		t.Errorf("%+v", i)
	}
}

// TestPairs: dear scores get fewer orders, and some in any case.
func TestPairs(t *testing.T) {
	for _, c := range []struct {
		players    int
		evaluation float64
		want       int
	}{{46, aggregate.Cost("topsis", 3000, 46), 500}, {46, aggregate.Cost("copeland", 3000, 46), 78}, {46, aggregate.Cost("benefit-of-the-doubt", 3000, 46), 5}} {
		if got := pairsFor(c.players, c.evaluation); got != c.want { // 1e9 comparisons / (2 x 46 x 3000 x 46) = 78
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// TestUsedIsTheWeight: where nothing is missing, the weight that is used is the weight, to the last bit.
func TestUsedIsTheWeight(t *testing.T) {
	body := "dimensions:\n"
	for d, weight := range []int{15, 15, 70} {
		body += fmt.Sprintf("  - id: d%d\n    name: D%d\n    weight: %d\n    indicators:\n", d, d, weight)
		for i := range 7 {
			body += fmt.Sprintf("      - {id: i%d_%d, name: I%d.%d, direction: higher, weight: %d}\n", d, i, d, i, 3*i+1)
		}
	}
	rows := make([][]float64, 2)
	for i := range rows {
		for j := range 21 {
			rows[i] = append(rows[i], float64(i+j))
		}
	}
	m, r := model(t, body, rows...)
	for _, i := range Zone(m, r, 0, Options{Against: -1}).Indicators {
		if i.Used != i.Share {
			t.Errorf("%s: used %v, weight %v", i.Indicator.ID, i.Used, i.Share)
		}
	}
}
