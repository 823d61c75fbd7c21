package score

import (
	"fmt"
	"math"
	"testing"
)

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
    aggregate: geometric
    indicators:
      - {id: c, name: C, direction: higher}
      - {id: d, name: D, direction: higher}
`

// TestAggregate works the tree out by hand: d1 = (a + 3b)/4, d2 = sqrt(c d), index = 0.6 d1 + 0.4 d2; missing values
// leave their weight to their siblings, level by level.
func TestAggregate(t *testing.T) {
	x := parse(t, "scale: 10\nmethod: {normalise: none, missing: skip}"+tree)
	rows := [][]float64{
		{4, 8, 2, 8},         // d1 7, d2 4
		{nan, 8, 2, 8},       // d1 8, d2 4
		{4, 8, nan, 9},       // d1 7, d2 9
		{nan, nan, 4, 4},     // d1 gone: the index is d2
		{nan, nan, nan, nan}, // nothing
	}
	_, r, findings := run(t, x, table(rows...), Options{})
	if r == nil {
		t.Fatal(findings)
	}
	if want := []float64{7, 8, 7, nan, nan}; !near(r.Dims[0], want) {
		t.Errorf("d1 %v, want %v", r.Dims[0], want)
	}
	if want := []float64{4, 4, 9, 4, nan}; !near(r.Dims[1], want) {
		t.Errorf("d2 %v, want %v", r.Dims[1], want)
	}
	if want := []float64{5.8, 6.4, 7.8, 4, nan}; !near(r.Scores, want) {
		t.Errorf("scores %v, want %v", r.Scores, want)
	}
	if got := r.Ranks; got[0] != 3 || got[1] != 2 || got[2] != 1 || got[3] != 4 || got[4] != 0 {
		t.Errorf("ranks %v", got)
	}
}

// TestAHundredIsAHundred: the best in everything scores exactly 100, though shares such as 1/3 have no exact double.
func TestAHundredIsAHundred(t *testing.T) {
	for n := 1; n <= 30; n++ {
		indicators, best, worst := make([]string, n), make([]float64, n), make([]float64, n)
		for j := range indicators {
			indicators[j] = fmt.Sprintf("i%d, direction: higher, weight: %d.%d", j, j%3, 1+j%7)
			if n%2 == 1 {
				indicators[j] = fmt.Sprintf("i%d, direction: higher", j) // equal shares
			}
			best[j] = 1
		}
		if _, r, findings := run(t, parse(t, flat("", indicators...)), table(best, worst), Options{}); r == nil || r.Scores[0] != 100 || r.Scores[1] != 0 {
			t.Errorf("%d indicators: %v %s", n, r, findings)
		}
	}
}

// TestMinIndicators: below the minimum a zone keeps its place in the table and has no score.
func TestMinIndicators(t *testing.T) {
	x := parse(t, "method: {normalise: none, missing: {skip: {min_indicators: 3}}}"+tree)
	m, r, _ := run(t, x, table([]float64{1, 2, 3, 4}, []float64{9, 9, nan, nan}, []float64{nan, 2, 3, 4}), Options{})
	if m.Present[0] != 4 || m.Present[1] != 2 || m.Present[2] != 3 {
		t.Errorf("present %v", m.Present)
	}
	if !math.IsNaN(r.Scores[1]) || r.Ranks[1] != 0 || r.Order[2] != 1 || r.Scores[2] != r.Scores[2] {
		t.Errorf("scores %v ranks %v order %v", r.Scores, r.Ranks, r.Order)
	}
}

// TestRoundingMakesTies: with ranking.round the published, rounded scores are what is ranked.
func TestRoundingMakesTies(t *testing.T) {
	body := "scale: 1\nmethod: {normalise: none, ranking: {round: 3}}\n"
	rows := [][]float64{{0.5004}, {0.7}, {0.4996}, {0.3}, {0.5}}
	_, r, _ := run(t, parse(t, flat(body, "a, direction: higher")), table(rows...), Options{})
	if want := []float64{0.5, 0.7, 0.5, 0.3, 0.5}; !same(r.Scores, want) {
		t.Errorf("scores %v", r.Scores)
	}
	if got := r.Ranks; got[0] != 2 || got[1] != 1 || got[2] != 2 || got[3] != 5 || got[4] != 2 {
		t.Errorf("ranks %v, want 2 1 2 5 2", got)
	}
	if got := r.Order; got[0] != 1 || got[1] != 0 || got[2] != 2 || got[3] != 4 || got[4] != 3 {
		t.Errorf("order %v: ties stand in id order", got)
	}
}

// TestConsume: the table's own memory is used when allowed, and left alone when not.
func TestConsume(t *testing.T) {
	x := parse(t, flat("", "a, direction: higher"))
	tab := table([]float64{1}, []float64{3})
	if m, _, _ := run(t, x, tab, Options{}); &m.Norm[0] == &tab.Values[0] || tab.Values[1] != 3 {
		t.Error("the table was written to")
	}
	if m, _, _ := run(t, x, tab, Options{Consume: true}); &m.Norm[0] != &tab.Values[0] {
		t.Error("the values were copied")
	}
}

// TestRowSelection: normalisation sees the selected rows only.
func TestRowSelection(t *testing.T) {
	m, log := Prepare(parse(t, flat("", "a, direction: higher")), table([]float64{0}, []float64{5}, []float64{10}), []int32{0, 1}, Options{})
	if m == nil {
		t.Fatal(lines(log))
	}
	if !same(m.Norm, []float64{0, 100}) || m.Row(1) != 1 {
		t.Errorf("norm %v", m.Norm)
	}
}
