package score

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
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

func torch(b *testing.B) *index.Index {
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
