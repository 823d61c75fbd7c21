package transform

import (
	"math"
	"testing"
)

// TestDomains: each function takes the values it says, and has a finite result for all of them.
func TestDomains(t *testing.T) {
	for name, c := range map[string]struct{ takes, refuses []float64 }{
		"log":        {[]float64{5e-324, 1, 1e308}, []float64{0, -1}},
		"log10":      {[]float64{5e-324, 1, 1e308}, []float64{0, -1}},
		"log1p":      {[]float64{-0.999, 0, 1e308}, []float64{-1, -2}},
		"sqrt":       {[]float64{0, 2, 1e308}, []float64{-5e-324}},
		"logit":      {[]float64{0.1, 0.9}, []float64{0, 1, -1, 2}},
		"reciprocal": {[]float64{-3, 1e-300, 1e308}, []float64{0, 5e-324}},
		"cap":        {[]float64{-1e308, 0, 7}, nil},
		"floor":      {[]float64{-1e308, 0, 7}, nil},
	} {
		f := ByName(name, 1)
		for _, x := range c.takes {
			if y := f.Apply(x); !f.Takes(x) || math.IsNaN(y) || math.IsInf(y, 0) {
				t.Errorf("%s of %v is %v, takes it: %v", name, x, y, f.Takes(x))
			}
		}
		for _, x := range c.refuses {
			if f.Takes(x) {
				t.Errorf("%s takes %v", name, x)
			}
		}
		if f.Noun == "" || f.Domain == "" {
			t.Errorf("%s has no words", name)
		}
	}
	if ByName("cube", 1).Apply != nil || len(Names()) != 8 {
		t.Error("names")
	}
}
