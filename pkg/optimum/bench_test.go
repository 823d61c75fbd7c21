package optimum

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// parts are how many parts the benchmarks have: a group, an index, a large index.
var parts = []int{5, 46, 500}

// benchmarkShift is a problem of k equal weights in whose answer about a third of the parts are at a bound.
func benchmarkShift(k int, norm Norm) Shift {
	random := rand.New(rand.NewPCG(1, uint64(k)))
	s := Shift{Norm: norm}
	for range k {
		w := 1 / float64(k)
		s.Weights, s.Low, s.High = append(s.Weights, w), append(s.Low, w/2), append(s.High, 2*w)
		s.D = append(s.D, random.Float64()*100-60)
	}
	return s
}

func BenchmarkShift(b *testing.B) {
	for _, norm := range []Norm{L1, L2} {
		for _, k := range parts {
			s := benchmarkShift(k, norm)
			r, err := s.Solve()
			if err != nil || !r.Feasible || s.Check(r) != nil {
				b.Fatal(r, err)
			}
			b.Run(fmt.Sprintf("L%d/%d", norm, k), func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Solve(); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("L%d-check/%d", norm, k), func(b *testing.B) {
				for b.Loop() {
					if err := s.Check(r); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkImprove(b *testing.B) {
	for _, k := range parts {
		random := rand.New(rand.NewPCG(2, uint64(k)))
		m := Improve{Need: 0.2 * float64(k)}
		for range k {
			m.Gain, m.Cost, m.Room = append(m.Gain, 0.5+random.Float64()), append(m.Cost, random.Float64()), append(m.Room, 1)
		}
		r, err := m.Solve()
		if err != nil || !r.Feasible || m.Check(r) != nil {
			b.Fatal(r, err)
		}
		b.Run(fmt.Sprint(k), func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Solve(); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("check/%d", k), func(b *testing.B) {
			for b.Loop() {
				if err := m.Check(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
