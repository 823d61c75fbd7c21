package crossing

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func same(x Interval, low, high float64, below, above *Crossing) bool {
	equal := func(c, d *Crossing) bool { return c == nil && d == nil || c != nil && d != nil && *c == *d }
	return x.Low == low && x.High == high && equal(x.Below, below) && equal(x.Above, above)
}

// TestStableByHand: 0 rises from 1 to 2 and 1 falls from 2 to 1, which meet at 1/2; 2 is 1.25 throughout, so that 0 passes it
// at 1/4 and 1 falls below it at 3/4; 3 has no score; 4 is last.
func TestStableByHand(t *testing.T) {
	curves := []Curve{Line(1, 1), Line(2, -1), Line(1.25, 0), Line(nan, 1), Line(0, 0.5)}
	x, y, z := &Crossing{0.25, 0, 2}, &Crossing{0.5, 0, 1}, &Crossing{0.75, 2, 1}
	for _, c := range []struct {
		name         string
		q            Question
		at           float64
		low, high    float64
		below, above *Crossing
		set          []int32
		rank         int
	}{
		{"first", First(), 0.3, 0, 0.5, nil, y, []int32{1}, 0},
		{"first, from the other side", First(), 0.6, 0.5, 1, y, nil, []int32{0}, 0},
		{"first, where they meet", First(), 0.5, 0.5, 0.5, y, y, []int32{0, 1}, 0},
		{"first, all but where they meet", First(), 0.5 - 1e-9, 0, 0.5, nil, y, []int32{1}, 0},
		{"first, where others meet", First(), 0.25, 0, 0.5, nil, y, []int32{1}, 0},
		{"first two", Top(2), 0.5, 0.25, 0.75, x, z, []int32{0, 1}, 0},
		{"first two, before", Top(2), 0, 0, 0.25, nil, x, []int32{1, 2}, 0},
		{"first two, where it changes", Top(2), 0.25, 0.25, 0.25, x, x, []int32{0, 1, 2}, 0},
		{"first three", Top(3), 0.5, 0, 1, nil, nil, []int32{0, 1, 2}, 0},
		{"all", Top(9), 0.5, 0, 1, nil, nil, []int32{0, 1, 2, 4}, 0},
		{"rank of 0", RankOf(0), 0.4, 0.25, 0.5, x, y, nil, 2},
		{"rank of 0 where it passes", RankOf(0), 0.5, 0.5, 0.5, y, y, nil, 1},
		{"rank of 2", RankOf(2), 0.4, 0.25, 0.75, x, z, nil, 3},
		{"rank of 2 at the end", RankOf(2), 1, 0.75, 1, z, nil, nil, 2},
		{"rank of none", RankOf(3), 0.5, 0, 1, nil, nil, nil, 0},
		{"rank of the last", RankOf(4), 0.5, 0, 1, nil, nil, nil, 4},
		{"outside the range", First(), 7, 0.5, 1, y, nil, []int32{0}, 0},
		{"on the other side of it", RankOf(0), -7, 0, 0.25, nil, x, nil, 3},
		{"top none is first", Top(0), 0.3, 0, 0.5, nil, y, []int32{1}, 0},
	} {
		got := Stable(curves, c.at, 0, 1, c.q)
		if !same(got, c.low, c.high, c.below, c.above) || !slices.Equal(got.Set, c.set) || got.Rank != c.rank {
			t.Errorf("%s: %+v (%v %v), want %+v", c.name, got, got.Below, got.Above, c)
		}
	}
	// At an end of the range there is one side, and a range of one point has none.
	for _, c := range []struct {
		from, to float64
		set      []int32
	}{{0.5, 1, []int32{0}}, {0, 0.5, []int32{1}}, {0.5, 0.5, []int32{0, 1}}} {
		if got := Stable(curves, 0.5, c.from, c.to, First()); !same(got, c.from, c.to, nil, nil) || !slices.Equal(got.Set, c.set) {
			t.Errorf("first at the end of %v: %+v", c, got)
		}
	}
	// The end of the range is one point with those next to it.
	for _, d := range []float64{3e-13, -3e-13} {
		for _, at := range []float64{0, 0.2, 0.5 + d, 0.5 + d - 1e-13, 9} {
			if got := Stable(curves[:2], at, 0, 0.5+d, First()); !same(got, 0, 0.5+d, nil, nil) || !slices.Equal(got.Set, []int32{1}) {
				t.Errorf("first at %v before an end %v off: %+v", at, d, got)
			}
		}
		for _, at := range []float64{1, 0.7, 0.5 + d, 0.5 + d + 1e-13, -9} {
			if got := Stable(curves[:2], at, 0.5+d, 1, First()); !same(got, 0.5+d, 1, nil, nil) || !slices.Equal(got.Set, []int32{0}) {
				t.Errorf("first at %v after a start %v off: %+v", at, d, got)
			}
		}
	}
	if got := Stable(curves[3:4], 0.5, 0, 1, First()); !same(got, 0, 1, nil, nil) || len(got.Set) != 0 {
		t.Errorf("nobody first: %+v", got)
	}
}

// TestStableThroughAPoint: of five lines through one point, the middle one keeps its rank, the first two change places with
// the last two, and two that are the same share a rank on both sides.
func TestStableThroughAPoint(t *testing.T) {
	var curves []Curve
	for _, slope := range []float64{-0.7, -0.1, 0, 0.1, 0.7} {
		curves = append(curves, Line(5-slope*0.3, slope)) // meet at 0.3, each by its own rounding
	}
	for _, at := range []float64{0.2, 0.3, 0.9} {
		if got := Stable(curves, at, 0, 1, RankOf(2)); !same(got, 0, 1, nil, nil) || got.Rank != 3 {
			t.Errorf("middle at %v: %+v", at, got)
		}
		if got := Stable(curves, at, 0, 1, Top(5)); !same(got, 0, 1, nil, nil) {
			t.Errorf("all at %v: %+v", at, got)
		}
	}
	for k, want := range [][]int32{{0}, {0, 1}, {0, 1, 2}, {0, 1, 2, 3}} {
		got := Stable(curves, 0.2, 0, 1, Top(k+1))
		if !slices.Equal(got.Set, want) || got.Above == nil || math.Abs(got.High-0.3) > 1e-14 || got.High != got.Above.At {
			t.Fatalf("top %d: %+v", k+1, got)
		}
		if slices.Contains(want, got.Above.Over) || !slices.Contains(want, got.Above.Under) {
			t.Errorf("top %d by %+v", k+1, got.Above)
		}
	}
	if got := Stable(curves, 0.3, 0, 1, First()); !slices.Equal(got.Set, []int32{0, 1, 2, 3, 4}) || got.Low != 0.3 || got.High != 0.3 ||
		got.Above.Over != 4 || got.Above.Under != 0 {
		t.Errorf("first at the point: %+v, %v", got, got.Above)
	}
	if got := Stable(curves, 0.3, 0, 1, RankOf(1)); got.Rank != 1 || got.Low != 0.3 || got.High != 0.3 {
		t.Errorf("second at the point: %+v", got)
	}
	// By place, the point is one, too: the middle one crosses four others there, and nobody else has rank 3 beside it; 1 and 3
	// have rank 2 before and after, and cross four others each, among them each other.
	for k, want := range []int{0, 7, 7, 4, 7, 7, 0} {
		if got := AtPlace(curves, 0, 1, k); len(got) != want {
			t.Errorf("place %d: %v", k, got)
		}
	}
	// Passing one and passed by two at a point, a curve falls; passed by one and passing two, it rises. It does so by one of
	// those.
	for _, slopes := range [][]float64{{1, 0, 3, 2}, {1, 3, 2, 0}, {1, 2, 0, -1}, {1, 0, -1, 2}} {
		var curves []Curve
		for _, slope := range slopes {
			curves = append(curves, Line(5-slope*0.5, slope))
		}
		up, down := Stable(curves, 0.1, 0, 1, RankOf(0)), Stable(curves, 0.9, 0, 1, RankOf(0))
		if up.Above == nil || down.Below == nil || up.High != 0.5 || down.Low != 0.5 {
			t.Fatalf("%v: %+v %+v", slopes, up, down)
		}
		falls := down.Rank > up.Rank
		for _, by := range []*Crossing{up.Above, down.Below} {
			if falls && by.Under != 0 || !falls && by.Over != 0 {
				t.Errorf("%v, rank %d to %d: by %v", slopes, up.Rank, down.Rank, by)
			}
		}
	}
	// Twins at rank 2 make three of the top two; the first falls behind them at 0.3 and is put out.
	twins := []Curve{Line(5+0.3, -1), Line(5, 0), Line(5, 0), Line(1, 0)}
	got := Stable(twins, 0, 0, 1, Top(2))
	if !slices.Equal(got.Set, []int32{0, 1, 2}) || got.Above == nil || math.Abs(got.High-0.3) > 1e-15 || got.Above.Under != 0 {
		t.Errorf("twins: %+v", got)
	}
	got = Stable(twins, 1, 0, 1, Top(2))
	if !slices.Equal(got.Set, []int32{1, 2}) || got.Below == nil || math.Abs(got.Low-0.3) > 1e-15 || got.Below.Under != 0 {
		t.Errorf("twins, back: %+v", got)
	}
}

// TestStableAgainstGaps goes through the gaps between all crossings and compares what holds in them, exactly.
func TestStableAgainstGaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWhole(rt)
		from, to := float64(w.from), float64(w.to)
		list := Crossings(w.curves, from, to)
		ts, middles := points(list, from, to)
		k, curve := rapid.IntRange(0, 5).Draw(rt, "top"), rapid.IntRange(0, len(w.curves)-1).Draw(rt, "curve")
		q := RankOf(curve)
		if k > 0 {
			q = Top(k)
		}
		// holds is the set, or the rank.
		holds := func(ranks []int32) (a []int32) {
			if k == 0 {
				return []int32{ranks[curve]}
			}
			for i, r := range ranks {
				if r > 0 && int(r) <= k {
					a = append(a, int32(i))
				}
			}
			return a
		}
		gaps := make([][]int32, len(middles))
		for g, m := range middles {
			gaps[g] = holds(w.ranks(m))
		}
		end := func(g int) float64 { // where gap g ends; the one before the first does at from
			if g < 0 {
				return from
			}
			return append(slices.Clone(ts), to)[g]
		}
		// left and right are the gaps beside at.
		var at float64
		var left, right int
		switch pick := rapid.IntRange(0, 3).Draw(rt, "where"); {
		case pick == 0 && len(ts) > 0:
			left = rapid.IntRange(0, len(ts)-1).Draw(rt, "point")
			at, right = ts[left], left+1
		case pick == 1:
			at = from
		case pick == 2:
			at, left, right = to, len(gaps)-1, len(gaps)-1
		default:
			left = rapid.IntRange(0, len(gaps)-1).Draw(rt, "gap")
			at, right = middles[left], left
		}
		got := Stable(w.curves, at, from, to, q)
		answer := got.Set
		if k == 0 {
			answer = []int32{int32(got.Rank)}
		}
		fail := func(what string) {
			rt.Fatalf("%s: %+v (%v %v) at %v, top %d, curve %d\ngaps %v at %v\n%+v", what, got, got.Below, got.Above, at, k, curve, gaps, ts, w)
		}
		if !slices.Equal(gaps[left], gaps[right]) {
			if got.Low != at || got.High != at || got.Above == nil || got.Below == nil {
				fail("not the point alone")
			}
			before, after := w.ranks(middles[left]), w.ranks(middles[right])
			there := make([]int32, len(before))
			for i := range there {
				if !w.scored(i) {
					continue
				}
				there[i] = 1
				for j := range there {
					if w.scored(j) && before[j] < before[i] && after[j] < after[i] {
						there[i]++
					}
				}
			}
			if !slices.Equal(answer, holds(there)) {
				fail("at the point")
			}
		} else {
			low, high := left, right
			for low > 0 && slices.Equal(gaps[low-1], gaps[left]) {
				low--
			}
			for high < len(gaps)-1 && slices.Equal(gaps[high+1], gaps[left]) {
				high++
			}
			if !slices.Equal(answer, gaps[left]) {
				fail("the answer")
			}
			if math.Abs(got.Low-end(low-1)) > 1e-9 || math.Abs(got.High-end(high)) > 1e-9 ||
				(got.Below == nil) != (low == 0) || (got.Above == nil) != (high == len(gaps)-1) {
				fail("the interval")
			}
			left, right = low-1, high+1 // the gaps beyond
		}
		// What ends it is a crossing there, and has a part in the change from one gap to the other.
		for c, side := range map[*Crossing][2]int{got.Below: {left, left + 1}, got.Above: {right - 1, right}} {
			if c == nil {
				continue
			}
			if !slices.Contains(list, *c) || c.At != got.Low && c.At != got.High && got.Low != got.High {
				fail("no such crossing")
			}
			if k == 0 {
				worse := gaps[side[1]][0] > gaps[side[0]][0]
				if worse && int(c.Under) != curve || !worse && int(c.Over) != curve {
					fail("not its doing")
				}
				continue
			}
			enters := slices.Contains(gaps[side[1]], c.Over) && !slices.Contains(gaps[side[0]], c.Over)
			leaves := slices.Contains(gaps[side[0]], c.Under) && !slices.Contains(gaps[side[1]], c.Under)
			if !enters && !leaves {
				fail("neither enters nor leaves")
			}
		}
	})
}
