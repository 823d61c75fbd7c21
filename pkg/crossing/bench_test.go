package crossing

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// drawnCurves are scores of 20 to 80 at both ends of 0 to 1; of the share bent, other parts are present at either end.
func drawnCurves(n int, bent float64) []Curve {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	curves := make([]Curve, n)
	for i := range curves {
		p, q, d0, d1 := 20+60*r.Float64(), 20+60*r.Float64(), 1.0, 1.0
		if r.Float64() < bent {
			d0, d1 = 0.5+0.5*r.Float64(), 0.5+0.5*r.Float64()
		}
		curves[i] = Curve{p * d0, q*d1 - p*d0, d0, d1 - d0}
	}
	return curves
}

var kinds = []struct {
	name string
	bent float64
}{{"lines", 0}, {"tenth-bent", 0.1}, {"bent", 1}}

// BenchmarkRanks ranks at 1,000 points in turn.
func BenchmarkRanks(b *testing.B) {
	ts := make([]float64, 1000)
	for p := range ts {
		ts[p] = float64(p) / float64(len(ts)-1)
	}
	for _, n := range []int{169, 400, 3000} {
		for _, k := range kinds {
			b.Run(fmt.Sprintf("%d/%s", n, k.name), func(b *testing.B) {
				curves := drawnCurves(n, k.bent)
				b.ReportAllocs()
				for b.Loop() {
					Ranks(curves, ts, nil)
				}
			})
		}
	}
}

func BenchmarkCrossings(b *testing.B) {
	for _, n := range []int{169, 400, 3000} {
		for _, k := range kinds {
			b.Run(fmt.Sprintf("%d/%s", n, k.name), func(b *testing.B) {
				curves := drawnCurves(n, k.bent)
				found := 0
				for b.Loop() {
					found = len(Crossings(curves, 0, 1))
				}
				b.ReportMetric(float64(found), "crossings")
			})
		}
	}
}

// BenchmarkCrossingsNearby has the range that a weight is moved in by a few points: few crossings.
func BenchmarkCrossingsNearby(b *testing.B) {
	for _, n := range []int{400, 3000} {
		for _, k := range kinds {
			b.Run(fmt.Sprintf("%d/%s", n, k.name), func(b *testing.B) {
				curves := drawnCurves(n, k.bent)
				found := 0
				for b.Loop() {
					found = len(Crossings(curves, 0.45, 0.46))
				}
				b.ReportMetric(float64(found), "crossings")
			})
		}
	}
}

func BenchmarkStable(b *testing.B) {
	for _, n := range []int{169, 400, 3000} {
		curves := drawnCurves(n, 0.1)
		for _, q := range []struct {
			name string
			q    Question
		}{{"first", First()}, {"top10", Top(10)}, {"rank", RankOf(n / 2)}} {
			b.Run(fmt.Sprintf("%d/%s", n, q.name), func(b *testing.B) {
				for b.Loop() {
					Stable(curves, 0.4, 0, 1, q.q)
				}
			})
		}
	}
}
