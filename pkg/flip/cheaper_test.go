package flip

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"zoneval/pkg/lever"
	"zoneval/pkg/optimum"
)

// tries is how many admissible changes a random search looks at in each case.
const tries = 100_000

// smallCases are cases of three to six parts, some of them held, one in a deeper level, one over indicators.
var smallCases = []struct {
	name string
	make func(t fataler) base
	o    Options
}{
	{"three", abc, Options{}},
	{"three with a bound", abc, Options{Bounds: []Bound{bound("a", 4, nan)}}},
	{"two levels", crossed, Options{Over: Indicators}},
	{"two levels, held", crossed, Options{Over: Indicators, Lock: words("a"), Bounds: []Bound{bound("e", nan, 16)}}},
	{"inside", crossed, Options{Over: "d1"}},
	{"dimensions", crossed, Options{}},
	{"impossible", abc, Options{Bounds: []Bound{bound("a", 4, nan), bound("b", nan, 4)}}},
	{"impossible, in percent", abc, Options{Over: Indicators, Bounds: []Bound{bound("a", 40, nan), bound("b", nan, 40)}}},
	{"impossible over two levels", crossed, Options{Over: Indicators, Bounds: []Bound{bound("b", nan, 31), bound("c", nan, 31), bound("e", nan, 1), bound("f", nan, 1), bound("a", 25, nan)}}},
}

// crossed is two levels in which each zone leads somewhere.
func crossed(t fataler) base {
	return base{draftOf(t, twoLevels), table([]float64{10, 2, 8, 4, 0, 5}, []float64{0, 8, 9, 5, 5, 3})}
}

// sampler draws admissible weights: everywhere, and around a point.
type sampler struct {
	*rand.Rand
	f *Answer
}

// draw is weights within the bounds with the sum of those before; false where a draw does not get there.
func (s sampler) draw(around []float64, width float64) ([]float64, bool) {
	w := make([]float64, len(s.f.Before))
	for k := range w {
		low, high := s.f.Low[k], s.f.High[k]
		if around != nil {
			low, high = math.Max(low, around[k]-width), math.Min(high, around[k]+width)
		}
		switch s.IntN(4) {
		case 0:
			w[k] = low
		case 1:
			w[k] = high
		default:
			w[k] = low + s.Float64()*(high-low)
		}
	}
	left := total(s.f.Before) - total(w) // goes to the parts in any order, as far as each takes it
	for _, k := range s.Perm(len(w)) {
		now := math.Min(math.Max(w[k]+left, s.f.Low[k]), s.f.High[k])
		left -= now - w[k]
		w[k] = now
	}
	return w, math.Abs(left) <= 1e-12*total(s.f.Before)
}

// TestNothingNearer: of a hundred thousand admissible changes none puts the zones level at less cost, and where it is impossible
// none puts them level. Tries are judged by the lead as a sum over the parts, which is compared with the engine on one of a hundred.
// Two tries with leads of different signs give a third at which the zones are level, on the line between them.
func TestNothingNearer(t *testing.T) {
	for _, c := range smallCases {
		for _, norm := range []optimum.Norm{optimum.L1, optimum.L2} {
			b, o := c.make(t), c.o
			o.B, o.Norm = 1, norm
			f := b.ask(t, o)
			if f.Searched != "" || f.Level || (f.After == nil) != (c.name[:4] == "impo") {
				t.Fatalf("%s: %v, searched %q, gap %v", c.name, f.After, f.Searched, f.Gap)
			}
			e := &search{f, lever.NewEngine(f.Ranking.Model, f.Parts, f.Group), total(f.Before)}
			s := sampler{rand.New(rand.NewPCG(uint64(norm), 3)), f}
			lead := func(w []float64) float64 {
				sum := 0.0
				for k, d := range f.Problem.D {
					sum += d * w[k]
				}
				return sum
			}
			var ahead, behind []float64
			judged, nearest, least := 0, math.Inf(1), math.Inf(1)
			for n := range tries {
				around, width := f.After, total(f.Before)*math.Pow(10, -3*s.Float64())
				if n%2 == 0 {
					around = nil
				}
				w, ok := s.draw(around, width)
				if !ok {
					continue
				}
				gap := lead(w)
				if n%100 == 0 && math.Abs(e.lead(w)-gap) > 1e-10 {
					t.Fatalf("%s: the lead is %v, computed from scratch %v", c.name, gap, e.lead(w))
				}
				least = math.Min(least, math.Abs(gap))
				if gap > 0 {
					ahead = w
				} else {
					behind = w
				}
				if ahead == nil || behind == nil {
					judged++
					continue
				}
				for _, ends := range [][2][]float64{{ahead, behind}, {f.Before, w}} {
					x, y := lead(ends[0]), lead(ends[1])
					if x*y > 0 || x == y {
						continue
					}
					level := make([]float64, len(w))
					for k := range level {
						level[k] = ends[0][k] + x/(x-y)*(ends[1][k]-ends[0][k])
					}
					judged++
					nearest = math.Min(nearest, f.distance(level))
				}
			}
			switch {
			case judged < tries/2:
				t.Errorf("%s: %d tries were judged", c.name, judged)
			case f.After == nil && (least < math.Abs(f.Best)*(1-1e-9) || ahead != nil && behind != nil):
				t.Errorf("%s: a lead of %v was found, the least is to be %v", c.name, least, f.Best)
			case f.After == nil && least > math.Abs(f.Best)*1.05:
				t.Errorf("%s: the least lead is to be %v, and none below %v was found", c.name, f.Best, least)
			case f.After != nil && nearest < f.Cost*(1-1e-9):
				t.Errorf("%s, L%d: %v, and %v was found", c.name, norm, f.Cost, nearest)
			case f.After != nil && nearest > f.Cost*1.2:
				t.Errorf("%s, L%d: %v, and nothing below %v was found: the search is no good", c.name, norm, f.Cost, nearest)
			}
		}
	}
}

// TestNoCornerHelps: an impossible case stays so at every corner of what is admissible: all parts but one at a bound. The lead is a
// sum over the parts, so that its least size is at a corner.
func TestNoCornerHelps(t *testing.T) {
	for _, c := range smallCases {
		b, o := c.make(t), c.o
		o.B = 1
		f := b.ask(t, o)
		if f.After != nil {
			continue
		}
		least := math.Inf(1)
		n, whole := len(f.Before), total(f.Before)
		for free := range n {
			for mask := range 1 << n {
				w := slices.Clone(f.Low)
				for k := range w {
					if mask>>k&1 == 1 {
						w[k] = f.High[k]
					}
				}
				if w[free] += whole - total(w); w[free] < f.Low[free]-1e-12 || w[free] > f.High[free]+1e-12 {
					continue
				}
				lead := 0.0
				for k, d := range f.Problem.D {
					lead += d * w[k]
				}
				if lead*f.Gap <= 0 {
					t.Fatalf("%s: %v is level or turned", c.name, w)
				}
				least = math.Min(least, math.Abs(lead))
			}
		}
		if !near(least, math.Abs(f.Best)) {
			t.Errorf("%s: the least lead is %v, stated %v", c.name, least, f.Best)
		}
	}
}
