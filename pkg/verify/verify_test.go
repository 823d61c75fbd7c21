package verify

import (
	"math"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/index"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

// TestCases: z1 scores 100 and is first, z0 scores 0; z2 has no value and no score.
func TestCases(t *testing.T) {
	x, findings := index.Parse("test.yaml", []byte(`
id: test
name: Test
method: {missing: skip}
dimensions: [{id: d, name: D, indicators: [{id: a, name: A, direction: higher}]}]
`))
	if x == nil {
		t.Fatal(findings)
	}
	tab := &zone.Table{Rows: 3, Columns: 1, IDs: []string{"z0", "z1", "z2"}, Values: []float64{1, 2, math.NaN()}}
	m, _ := score.Prepare(x, tab, nil, score.Options{})
	r, _ := m.Score()
	nan := math.NaN()
	for _, c := range []struct {
		c    index.Case
		want string // part of the problem; "" is none
	}{
		{index.Case{Zone: "z1", Score: 100, Rank: 1}, ""},
		{index.Case{Zone: "z0", Score: 0, Rank: 2}, ""},
		{index.Case{Zone: "z0", Score: nan, Rank: 2}, ""},
		{index.Case{Zone: "z0", Score: 0.5, Tolerance: 0.5}, ""},
		{index.Case{Zone: "z0", Score: 0.5, Tolerance: 0.4}, "scores 0, expected 0.5 within 0.4"},
		{index.Case{Zone: "z1", Score: 99.999999}, "scores 100, expected 99.999999"},
		{index.Case{Zone: "z1", Score: nan, Rank: 2}, "has rank 1, expected 2"},
		{index.Case{Zone: "z1", Dimension: "d", Score: 100, Rank: 7}, "has rank 1, expected 7"},
		{index.Case{Zone: "z2", Score: 50, Tolerance: 1000}, "has no score, expected 50"},
		{index.Case{Zone: "z2", Score: nan, Rank: 3}, "has no rank, expected 3"},
		{index.Case{Zone: "z9", Score: 1}, "nobody is called z9"},
	} {
		find := func(name string) (int, string) {
			if i := slices.Index(tab.IDs, name); i >= 0 {
				return i, ""
			}
			return -1, "nobody is called " + name
		}
		o := Cases(m, r, find, func(int) []int32 { return r.Ranks }, []index.Case{c.c})[0]
		if (o.Problem == "") != (c.want == "") || !strings.Contains(o.Problem, c.want) {
			t.Errorf("%+v: %q, want %q", c.c, o.Problem, c.want)
		}
	}
}
