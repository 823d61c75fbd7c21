package sweep

import (
	"testing"

	"zoneval/data"
	"zoneval/indicators"
	"zoneval/pkg/index"
	"zoneval/pkg/load"
	"zoneval/pkg/ranking"
	"zoneval/pkg/scenario"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// example is the shipped example, ranked: all zones, or the 169 of one type.
func example(t testing.TB, method string, only ...zone.Selector) *ranking.Answer {
	text, _ := indicators.Open("torch-2021")
	x, findings := index.Parse("torch-2021", text)
	if x == nil {
		t.Fatal(findings)
	}
	x.Root.Aggregate.Name = method
	csv, _, _ := data.Open(x.Data)
	table, log := load.Read(source.Bytes(x.Data, csv, source.Options{}), x, load.Options{})
	if log.HasErrors() {
		t.Fatal(log.Findings())
	}
	a, log := ranking.Run(x, table, ranking.Options{Alone: true, Values: true, Only: only})
	if a == nil {
		t.Fatal(log.Findings())
	}
	return a
}

var highTech = zone.Selector{Attribute: "type", Values: []string{"high-tech"}}

func benchmark(b *testing.B, a *ranking.Answer, o Options) {
	b.ReportAllocs()
	points, crossings := 0, 0
	for b.Loop() {
		s, log := Run(a, o)
		if s == nil {
			b.Fatal(log.Findings())
		}
		points, crossings = len(s.At), len(s.Crossings)
	}
	b.ReportMetric(float64(points), "points")
	b.ReportMetric(float64(crossings), "crossings")
}

// BenchmarkSweep sweeps a weight of 169 zones over 1,000 points: ranks, crossings and intervals.
func BenchmarkSweep(b *testing.B) {
	a := example(b, "arithmetic", highTech)
	if a.Model.N != 169 {
		b.Fatal(a.Model.N)
	}
	for _, c := range []struct {
		name string
		o    Options
	}{
		{"dimension", Options{Weight: "green", From: 0, To: 50, Step: 0.05, Top: 10}},
		{"everywhere", Options{Weight: "green", From: nan, To: nan, Step: 0.1, Top: 10}},
		{"against", Options{Weight: "green", Against: "performance", From: nan, To: nan, Step: 0.045, Top: 10}},
		{"none", Options{Weight: "green", From: nan, To: nan, Step: 0.2, Top: 10, Redistribute: scenario.None}},
		{"indicator", Options{Weight: "3.1", From: nan, To: nan, Step: 0.009, Top: 10}},
		{"all-zones", Options{Weight: "green", From: 0, To: 50, Step: 0.05}},
	} {
		b.Run(c.name, func(b *testing.B) { benchmark(b, a, c.o) })
	}
}

// BenchmarkSearch sweeps the same weight by methods whose scores are no function that can be solved, over 100 points.
func BenchmarkSearch(b *testing.B) {
	for _, method := range []string{"geometric", "topsis", "median", "copeland"} {
		b.Run(method, func(b *testing.B) {
			benchmark(b, example(b, method, highTech), Options{Weight: "green", From: nan, To: nan, Step: nan, Top: 10})
		})
	}
}
