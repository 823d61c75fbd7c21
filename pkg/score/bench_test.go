package score

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/method"
	"zoneval/pkg/zone"
)

// bigTable draws a table; the seed is fixed.
func bigTable(rows, columns int) *zone.Table {
	r := rand.New(rand.NewPCG(7, 7))
	t := &zone.Table{Rows: rows, Columns: columns, Values: make([]float64, rows*columns), IDs: make([]string, rows)}
	for i := range t.Values {
		t.Values[i] = r.ExpFloat64()
		if r.IntN(50) == 0 {
			t.Values[i] = nan
		}
	}
	for i := range t.IDs {
		t.IDs[i] = fmt.Sprintf("Z%07d", i)
	}
	t.Locate = func(int, int) (diag.Place, string) { return diag.Place{}, "" }
	return t
}

func torch(b testing.TB) *index.Index {
	text, err := os.ReadFile("../../indicators/torch-2021.yaml")
	if err != nil {
		b.Fatal(err)
	}
	x, findings := index.Parse("torch-2021", text)
	if x == nil {
		b.Fatal(findings)
	}
	for _, d := range append(x.Dims, x.Root) {
		d.Missing.Name = "skip"
	}
	return x
}

var sizes = []int{169, 10_000, 1_000_000}

// BenchmarkPrepare copies, normalises and checks 46 columns.
func BenchmarkPrepare(b *testing.B) {
	x := torch(b)
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			t := bigTable(n, len(x.Indicators))
			b.SetBytes(int64(8 * len(t.Values)))
			for b.Loop() {
				if m, log := Prepare(x, t, nil, Options{}); m == nil {
					b.Fatal(lines(log))
				}
			}
		})
	}
}

// BenchmarkScore aggregates a prepared model and ranks it.
func BenchmarkScore(b *testing.B) {
	x := torch(b)
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m, log := Prepare(x, bigTable(n, len(x.Indicators)), nil, Options{Consume: true})
			if m == nil {
				b.Fatal(lines(log))
			}
			for b.Loop() {
				if r, log := m.Score(); r == nil {
					b.Fatal(lines(log))
				}
			}
		})
	}
}

// BenchmarkEngineAndLoop prepares, scores and ranks 10,000 zones by the default method on one core: the engine, and a
// loop written for this one index over the same flat matrix, which checks nothing and keeps nothing.
func BenchmarkEngineAndLoop(b *testing.B) {
	x := torch(b)
	t := bigTable(10_000, len(x.Indicators))
	for i, v := range t.Values { // the default method takes no gaps
		if v != v {
			t.Values[i] = 1
		}
	}
	b.Run("engine", func(b *testing.B) {
		for b.Loop() {
			m, log := Prepare(x, t, nil, Options{Workers: 1})
			if m == nil {
				b.Fatal(lines(log))
			}
			if r, log := m.Score(); r == nil {
				b.Fatal(lines(log))
			}
		}
	})
	b.Run("loop", func(b *testing.B) {
		for b.Loop() {
			if scores, ranks := byLoop(x, t); len(scores) != t.Rows || len(ranks) != t.Rows {
				b.Fatal("not all zones")
			}
		}
	})
}

// byLoop is minmax and weighted means, level by level; siblings take over the weight of what is missing.
func byLoop(x *index.Index, t *zone.Table) (scores []float64, ranks []int32) {
	n := t.Rows
	sum, weight := make([]float64, n), make([]float64, n)
	total, weights := make([]float64, n), make([]float64, n)
	for _, d := range x.Root.Dimensions {
		clear(sum)
		clear(weight)
		for _, in := range d.Indicators {
			col, w := t.Column(in.Column), in.Weight.Share
			low, high := math.Inf(1), math.Inf(-1)
			for _, v := range col {
				if v < low {
					low = v
				}
				if v > high {
					high = v
				}
			}
			from, width := low, high-low
			if in.Direction == index.Lower {
				from, width = high, -width
			}
			for i, v := range col {
				if v == v {
					sum[i] += w * (100 * ((v - from) / width))
					weight[i] += w
				}
			}
		}
		w := d.Weight.Share
		for i, v := range weight {
			if v > 0 {
				total[i] += w * (sum[i] / v)
				weights[i] += w
			}
		}
	}
	for i, w := range weights {
		total[i] /= w
	}
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(total[b], total[a]) })
	ranks = make([]int32, n)
	for k, i := range order {
		ranks[i] = int32(k + 1)
		if k > 0 && total[i] == total[order[k-1]] {
			ranks[i] = ranks[order[k-1]]
		}
	}
	return total, ranks
}

// TestLoopAgrees: the loop that the engine is measured against computes the same.
func TestLoopAgrees(t *testing.T) {
	x := torch(t)
	tab := bigTable(500, len(x.Indicators))
	_, r, findings := run(t, x, tab, Options{})
	if r == nil {
		t.Fatal(findings)
	}
	scores, ranks := byLoop(x, tab)
	if !near(r.Scores, scores) || !slices.Equal(r.Ranks, ranks) {
		t.Error("the loop gives other scores or ranks")
	}
}

// BenchmarkMethods prepares and scores 45 indicators in five dimensions by one method after the other, on one core; with the
// default method beside it, the difference is what the method costs. Data have gaps where a method fills them.
func BenchmarkMethods(b *testing.B) {
	for _, m := range method.All() {
		if m.Step == method.Preference || m.Step == method.Ties || m.Name == "none" || m.Name == "ahp" || m.Name == "previous-year" || m.Name == "linear" {
			continue
		}
		for _, n := range []int{169, 10_000} {
			b.Run(fmt.Sprintf("%s/%s/%d", m.Step, m.Name, n), func(b *testing.B) {
				x := withMethod(b, m, 5, 9)
				t := bigTable(n, len(x.Inputs))
				t.IDs[0] = "best"
				t.Type = zone.Attribute{Values: []string{"", "x", "y"}, Codes: make([]uint32, n)}
				for i := range n {
					t.Type.Codes[i] = uint32(1 + i%2)
				}
				for i, v := range t.Values { // between 1 and 100, as every method takes them
					switch {
					case v == v:
						t.Values[i] = 1 + math.Min(99, 10*v)
					case m.Step != method.Impute && m.Step != method.Missing:
						t.Values[i] = 1
					}
				}
				for j, in := range x.Indicators { // the best zone is
					t.Values[j*n] = map[index.Direction]float64{index.Higher: 101, index.Lower: 0.5}[in.Direction]
				}
				for b.Loop() {
					m, log := Prepare(x, t, nil, Options{Workers: 1})
					if m == nil {
						b.Fatal(lines(log))
					}
					if r, log := m.Score(); r == nil {
						b.Fatal(lines(log))
					}
				}
			})
		}
	}
}

// BenchmarkRank orders and ranks scores.
func BenchmarkRank(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			scores := bigTable(n, 1).Values
			for b.Loop() {
				Rank(scores, Order(scores, nil))
			}
		})
	}
}
