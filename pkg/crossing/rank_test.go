package crossing

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRanksByHand(t *testing.T) {
	// 3, 2, 2, none, 1/t at t 1; the line 1 + t passes; what weighs 1 - t ends.
	curves := []Curve{Line(2, 1), Line(2, 0), Line(1, 1), Line(nan, 0), {1, 0, 0, 1}, {5, -5, 1, -1}}
	ts := []float64{0, 0.25, 0.5, 1, 2}
	want := [][]int32{
		{2, 2, 4, 0, 0, 1}, // 2, 2, 1, -, -, 5
		{3, 4, 5, 0, 2, 1}, // 2.25, 2, 1.25, -, 4, 5
		{2, 3, 5, 0, 3, 1}, // 2.5, 2, 1.5, -, 2, 5
		{1, 2, 2, 0, 4, 0}, // 3, 2, 2, -, 1, -
		{2, 4, 3, 0, 5, 1}, // 4, 2, 3, -, 0.5, 5
	}
	if got := Ranks(curves, ts, nil); !slices.Equal(got, slices.Concat(want...)) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Ranks(curves, ts[:2], math.Round); !slices.Equal(got, []int32{2, 2, 4, 0, 0, 1, 3, 3, 5, 0, 2, 1}) {
		t.Errorf("rounded: %v", got)
	}
	if got := Ranks(curves, ts[:1], func(v float64) float64 {
		if v != v {
			return 9
		}
		return v
	}); !slices.Equal(got, []int32{2, 2, 4, 0, 0, 1}) {
		t.Errorf("no score is rounded to one: %v", got)
	}
	zeros := []Curve{Line(0, 0), Line(math.Copysign(0, -1), 0), Line(math.Inf(-1), 0), Line(1e308, 1e308), Line(-1, 0), {5, 0, 1, inf}, {5, 0, 0, 0}}
	if got := Ranks(zeros, []float64{1}, nil); !slices.Equal(got, []int32{1, 1, 0, 0, 3, 0, 0}) {
		t.Errorf("zeros and infinities: %v", got)
	}
	if got := Ranks(nil, ts, nil); len(got) != 0 {
		t.Errorf("of nobody: %v", got)
	}
	if got := Ranks(curves, nil, nil); len(got) != 0 {
		t.Errorf("nowhere: %v", got)
	}
}

// TestRanksAgainstCounting: at points in order or not, rounded or not, among a few or many.
func TestRanksAgainstCounting(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		curves := make([]Curve, rapid.SampledFrom([]int{1, 5, 40, 150}).Draw(rt, "curves"))
		for i := range curves {
			curves[i] = Line(float64(r.IntN(9)), float64(r.IntN(9)-4))
			switch r.IntN(8) {
			case 0:
				curves[i] = Curve{float64(r.IntN(9)), float64(r.IntN(9)), 1, float64(r.IntN(3))}
			case 1:
				curves[i] = Curve{3, -3, 1, -1}
			case 2:
				curves[i].B = nan
			}
		}
		ts := make([]float64, 20)
		for p := range ts {
			ts[p] = float64(r.IntN(5)) / 4
			if p%3 == 0 {
				ts[p] = r.Float64()
			}
		}
		if rapid.Bool().Draw(rt, "ascending") {
			slices.Sort(ts)
		}
		var round func(float64) float64
		if rapid.Bool().Draw(rt, "rounded") {
			round = math.Round
		}
		got, values := Ranks(curves, ts, round), Values(curves, ts)
		for p, at := range ts {
			row := values[p*len(curves) : (p+1)*len(curves)]
			for i := range row {
				if v := curves[i].Value(at); v != row[i] && (v == v || row[i] == row[i]) {
					rt.Fatalf("curve %d at %v: %v, %v alone", i, at, row[i], v)
				}
				if round != nil {
					row[i] = round(row[i])
				}
			}
			if want := naive(row); !slices.Equal(got[p*len(curves):(p+1)*len(curves)], want) {
				rt.Fatalf("at %v: %v, want %v of %v", at, got[p*len(curves):(p+1)*len(curves)], want, row)
			}
		}
	})
}

// TestRanksTurnedOver: when all curves change places from one point to the next, order is found by sorting, and is right
// for the point after it.
func TestRanksTurnedOver(t *testing.T) {
	curves := make([]Curve, 200)
	for i := range curves {
		curves[i] = Line(float64(i), -2*float64(i))
	}
	r := ranker{order: make([]int32, 200), keys: make([]float64, 200), values: make([]float64, 200)}
	for i := range r.order {
		r.order[i] = int32(i)
	}
	if r.evaluate(curves, 0, nil); r.mend() {
		t.Error("it was mended with more patience than there is")
	}
	ts := []float64{0, 1, 0, 0.25, 1, 0.75, 0.5}
	got := Ranks(curves, ts, nil)
	for p, at := range ts {
		if row := got[p*200 : (p+1)*200]; !slices.Equal(row, naive(Values(curves, []float64{at}))) {
			t.Errorf("at %v: %v", at, row)
		}
	}
}

// TestRanksAllocateOnce: what is allocated does not grow with the number of points.
func TestRanksAllocateOnce(t *testing.T) {
	curves := drawnCurves(50, 0.2)
	allocations := func(n int) float64 {
		ts := make([]float64, n)
		for p := range ts {
			ts[p] = float64(p) / float64(n)
		}
		return testing.AllocsPerRun(5, func() { Ranks(curves, ts, math.Round) })
	}
	if few, many := allocations(10), allocations(1000); many > few {
		t.Errorf("%v allocations for 10 points, %v for 1,000", few, many)
	}
}
