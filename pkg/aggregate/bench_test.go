package aggregate

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkFitAndScore fits a group of 46 parts (benefit of the doubt: 9) and scores it, on one processor.
func BenchmarkFitAndScore(b *testing.B) {
	for _, name := range Names() {
		for _, n := range []int{169, 10_000} {
			k := 46
			if name == "benefit-of-the-doubt" {
				k = 9 // with more, nearly every zone is as good as any
			}
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				r := rand.New(rand.NewPCG(1, 1))
				parts, weights := make([][]float64, k), make([]float64, k)
				for k := range parts {
					weights[k] = 1
					for range n {
						parts[k] = append(parts[k], 1+99*r.Float64())
					}
				}
				dst, sum := make([]float64, n), make([]float64, n)
				for b.Loop() {
					f, fault := Fit(name, Problem{Parts: parts, Weights: weights, Scale: 100, Settings: settings{"p": 2.0}, Workers: 1})
					if fault != nil {
						b.Fatal(*fault)
					}
					for lo := 0; lo < n; lo += 1024 {
						hi := min(n, lo+1024)
						block := make([][]float64, k)
						for k := range parts {
							block[k] = parts[k][lo:hi]
						}
						f(dst[lo:hi], block, weights, sum[lo:hi])
					}
				}
			})
		}
	}
}
