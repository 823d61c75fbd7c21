package score

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/index"
	"zoneval/pkg/zone"
)

// anIndex draws an index of two levels; weights are whole numbers times a decimal factor.
func anIndex(t *rapid.T, factors ...string) []*index.Index {
	aggregate := rapid.SampledFrom([]string{"arithmetic", "geometric"}).Draw(t, "aggregate")
	missing := rapid.SampledFrom([]string{"skip", "worst"}).Draw(t, "missing")
	dims := rapid.IntRange(1, 4).Draw(t, "dims")
	type leaf struct {
		direction string
		weight    int
	}
	var tree [][]leaf
	for range dims {
		var leaves []leaf
		for range rapid.IntRange(1, 4).Draw(t, "leaves") {
			leaves = append(leaves, leaf{rapid.SampledFrom([]string{"higher", "lower"}).Draw(t, "direction"), rapid.IntRange(1, 9).Draw(t, "weight")})
		}
		tree = append(tree, leaves)
	}
	var out []*index.Index
	for _, f := range factors {
		var b strings.Builder
		fmt.Fprintf(&b, "id: test\nname: Test\nmethod: {aggregate: %s, missing: %s, normalise: {minmax: {range: [1, 100]}}}\ndimensions:\n", aggregate, missing)
		for i, leaves := range tree {
			fmt.Fprintf(&b, "  - id: d%d\n    name: D%d\n    indicators:\n", i, i)
			for j, l := range leaves {
				fmt.Fprintf(&b, "      - {id: i%d_%d, name: I%d.%d, direction: %s, weight: %d%s}\n", i, j, i, j, l.direction, l.weight, f)
			}
		}
		x, findings := index.Parse("test.yaml", []byte(b.String()))
		if x == nil {
			t.Fatalf("%v", findings)
		}
		out = append(out, x)
	}
	return out
}

func aTable(t *rapid.T, columns int) *zone.Table {
	value := rapid.Custom(func(t *rapid.T) float64 {
		if rapid.IntRange(0, 9).Draw(t, "gap") == 0 {
			return math.NaN()
		}
		return float64(rapid.IntRange(-1000, 1000).Draw(t, "value")) / 8
	})
	rows := rapid.SliceOfN(rapid.SliceOfN(value, columns, columns), 2, 12).Draw(t, "rows")
	return table(rows...)
}

func mustRun(t interface{ Fatal(args ...any) }, x *index.Index, tab *zone.Table, rows []int32, workers int) *Result {
	m, log := Prepare(x, tab, rows, Options{Workers: workers})
	if m == nil {
		t.Fatal(lines(log))
	}
	r, log := m.Score()
	if r == nil {
		t.Fatal(lines(log))
	}
	return r
}

// TestScalingWeights: weights ten times as large, or a hundredth, change no score by a single bit.
func TestScalingWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := anIndex(t, "", "0", "e-3", "e7")
		tab := aTable(t, len(list[0].Indicators))
		want := mustRun(t, list[0], tab, nil, 1)
		for _, x := range list[1:] {
			if got := mustRun(t, x, tab, nil, 1); !same(got.Scores, want.Scores) {
				t.Fatalf("scores %v, want %v", got.Scores, want.Scores)
			}
		}
	})
}

// TestEqualPartsKeepTheirValue: a zone with the same whole number in every part has that very number as its score,
// whatever the weights; a hundred everywhere is 100 and not 99.99999999999999.
func TestEqualPartsKeepTheirValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anIndex(t, rapid.SampledFrom([]string{"", ".25", "e-3"}).Draw(t, "factor"))[0]
		for _, d := range append(x.Dims, x.Root) {
			d.Aggregate.Name = "arithmetic"
		}
		for _, in := range x.Indicators {
			in.Normalise.Name, in.Direction = "none", index.Higher
		}
		value := float64(rapid.IntRange(-1000, 1000).Draw(t, "value"))
		row := make([]float64, len(x.Indicators))
		for j := range row {
			row[j] = value
		}
		if got := mustRun(t, x, table(row, row), nil, 1); got.Scores[0] != value {
			t.Fatalf("score %v, want %v", got.Scores[0], value)
		}
	})
}

// TestRowOrder: the order of the rows changes no score by a single bit.
func TestRowOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anIndex(t, "")[0]
		tab := aTable(t, len(x.Indicators))
		positions := make([]int32, tab.Rows)
		for i := range positions {
			positions[i] = int32(i)
		}
		shuffled := rapid.Permutation(positions).Draw(t, "order")
		a, b := mustRun(t, x, tab, nil, 1), mustRun(t, x, tab, shuffled, 1)
		for i, row := range shuffled {
			if !same(a.Scores[row:row+1], b.Scores[i:i+1]) || a.Ranks[row] != b.Ranks[i] {
				t.Fatalf("zone %d: %v rank %d, shuffled %v rank %d", row, a.Scores[row], a.Ranks[row], b.Scores[i], b.Ranks[i])
			}
		}
	})
}

// TestBetterNeverRanksWorse: raising (or where lower is better, lowering) one value of a zone never lowers its rank.
// Scores within rounding of each other may swap.
func TestBetterNeverRanksWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anIndex(t, "")[0]
		tab := aTable(t, len(x.Indicators))
		i := rapid.IntRange(0, tab.Rows-1).Draw(t, "zone")
		j := rapid.IntRange(0, len(x.Indicators)-1).Draw(t, "indicator")
		before := mustRun(t, x, tab, nil, 1)
		cell := &tab.Values[j*tab.Rows+i]
		if *cell != *cell || before.Ranks[i] == 0 {
			t.Skip("missing")
		}
		*cell += float64(x.Indicators[j].Direction) * float64(rapid.IntRange(1, 300).Draw(t, "better")) / 8
		after := mustRun(t, x, tab, nil, 1)
		for k := range after.Scores {
			wasAbove := before.Scores[i]-before.Scores[k] > 1e-9
			isBelow := after.Scores[k]-after.Scores[i] > 1e-9
			if wasAbove && isBelow {
				t.Fatalf("zone %d fell below zone %d: %v -> %v", i, k, before.Scores, after.Scores)
			}
		}
	})
}

// TestThreads: any number of goroutines gives the same bits, over several blocks of rows.
func TestThreads(t *testing.T) {
	x := parse(t, "method: {missing: skip, normalise: {minmax: {range: [1, 100]}}}"+tree)
	big := bigTable(5000, len(x.Indicators))
	_, want, _ := run(t, x, big, Options{Workers: 1})
	for _, workers := range []int{2, 3, 16} {
		_, got, _ := run(t, x, big, Options{Workers: workers})
		if !same(got.Scores, want.Scores) || !same(got.Dims[0], want.Dims[0]) || !same(got.Dims[1], want.Dims[1]) {
			t.Errorf("%d workers give other bits", workers)
		}
	}
}
