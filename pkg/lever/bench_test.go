package lever

import (
	"math/rand/v2"
	"strings"
	"testing"

	"zoneval/pkg/crossing"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
)

// large is 169 zones under two, with some values missing.
func large(b *testing.B, method string) *ranking.Answer {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([][]float64, 169)
	for i := range rows {
		for range 3 {
			rows[i] = append(rows[i], 1+99*r.Float64())
		}
		if i%10 == 1 {
			rows[i][0] = nan
		}
	}
	return mustRank(b, strings.Replace(two, "method:\n", "method:\n  aggregate: "+method+"\n", 1), rows...)
}

// BenchmarkCurves makes a lever and the curves of 169 zones.
func BenchmarkCurves(b *testing.B) {
	a := large(b, "arithmetic")
	d := dimension(b, a.Index, "d1")
	b.ReportAllocs()
	var c crossing.Curve
	for b.Loop() {
		l := Of(a.Model, a.Result, d)
		for i := range a.Model.N {
			c = l.Curve(i, []float64{0, 4}, []float64{1, -1})
		}
	}
	_ = c
}

// BenchmarkEngine scores and ranks 169 zones anew under other weights of one group.
func BenchmarkEngine(b *testing.B) {
	for _, method := range []string{"arithmetic", "geometric"} {
		b.Run(method, func(b *testing.B) {
			a := large(b, method)
			d := dimension(b, a.Index, "d1")
			e := NewEngine(a.Model, revise.PartsOf(d), d)
			b.ReportAllocs()
			for k := 0; b.Loop(); k++ {
				if e.Score([]float64{float64(1 + k%3), 1}) == nil {
					b.Fatal("no scores")
				}
			}
		})
	}
}
