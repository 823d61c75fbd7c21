package crossing

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestCrossingsByHand: what is worked on paper.
func TestCrossingsByHand(t *testing.T) {
	hyperbola := Curve{1, 0, 0, 1} // 1/t
	for _, c := range []struct {
		name     string
		curves   []Curve
		from, to float64
		want     []Crossing
	}{
		{"two lines", []Curve{Line(1, 1), Line(2, -1)}, 0, 1, []Crossing{{0.5, 0, 1}}},
		{"the other way round", []Curve{Line(2, -1), Line(1, 1)}, 0, 1, []Crossing{{0.5, 1, 0}}},
		{"parallel", []Curve{Line(1, 3), Line(2, 3)}, -9, 9, nil},
		{"the same", []Curve{Line(1, 3), Line(1, 3), {2, 6, 2, 0}, {-1, -3, -1, 0}}, -9, 9, nil},
		{"the same but for rounding", []Curve{Line(0.1+0.2, 0.3), Line(0.3, 0.1+0.2)}, 0, 2, nil},
		{"outside", []Curve{Line(1, 1), Line(2, -1)}, 0.5625, 1, nil},
		{"at the start", []Curve{Line(1, 1), Line(2, -1)}, 0.5, 1, nil},
		{"at the end", []Curve{Line(1, 1), Line(2, -1)}, 0, 0.5, nil},
		{"a step inside", []Curve{Line(1, 1), Line(2, -1)}, 0, 0.5 + 1e-9, []Crossing{{0.5, 0, 1}}},
		{"nobody", nil, 0, 1, nil},
		{"no range", []Curve{Line(1, 1), Line(2, -1)}, 0.5, 0.5, nil},
		{"no room inside", []Curve{Line(0, 1), Line(-1e9, 2e9)}, 0.5, math.Nextafter(0.5, 1), nil},
		{"twice", []Curve{hyperbola, Line(2.5, -1)}, 0.25, 4, []Crossing{{0.5, 1, 0}, {2, 0, 1}}},
		{"twice, one at the end", []Curve{hyperbola, Line(2.5, -1)}, 0.5, 4, []Crossing{{2, 0, 1}}},
		{"twice, at both ends", []Curve{hyperbola, Line(2.5, -1)}, 0.5, 2, nil},
		{"touching", []Curve{hyperbola, Line(2, -1)}, 0.5, 4, nil},
		{"from infinity", []Curve{hyperbola, Line(2.5, -1)}, 0, 4, []Crossing{{0.5, 1, 0}, {2, 0, 1}}},
		{"from below", []Curve{{-1, 0, 0, 1}, Line(-2.5, 1)}, 0, 4, []Crossing{{0.5, 0, 1}, {2, 1, 0}}},
		{"one shape", []Curve{{1, 0, 1, 1}, {0, 2, 1, 1}}, 0, 1, []Crossing{{0.5, 1, 0}}},
		{"one shape, on other scales", []Curve{{-10, 0, -10, -10}, {0, 6, 3, 3}}, 0, 1, []Crossing{{0.5, 1, 0}}},
		// Weight t is that of X and 1 - t that of Y. One has 80 and 20; another has 50 in Y only, whatever t is.
		{"constant without X", []Curve{Line(20, 60), {50, -50, 1, -1}}, 0, 1, []Crossing{{0.5, 0, 1}}},
		{"constant without Y", []Curve{Line(20, 60), {0, 50, 0, 1}}, 0, 1, []Crossing{{0.5, 0, 1}}},
		{"without scores", []Curve{Line(1, 1), Line(2, nan), {1, 1, 0, 0}, {2, -1, inf, 0}, {2, -1, 1, -1.25}, Line(1e308, 1e308), Line(2, -1)},
			0, 1, []Crossing{{0.5, 0, 6}}},
		{"through infinity", []Curve{Line(-1, 6), Line(5, -6), {1, 0, -0.5, 1}, {1, 0, 0.5, -1}, {-1, 0, 0.5, -1}}, 0, 1, []Crossing{{0.5, 0, 1}}},
		{"ties by pair", []Curve{Line(4, 0), Line(3, 2), Line(1, 1), Line(2, -1)}, 0, 1, []Crossing{{0.5, 1, 0}, {0.5, 2, 3}}},
		{"through one point", []Curve{Line(1, 0), Line(2, -2), Line(0, 2)}, 0, 1, []Crossing{{0.5, 0, 1}, {0.5, 2, 0}, {0.5, 2, 1}}},
	} {
		if got := Crossings(c.curves, c.from, c.to); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestTouching: the line that touches 1/t at c touches it wherever rounding puts the two; a thousandth of a billionth more
// and they cross, twice where it is higher, and not at all where it is lower.
func TestTouching(t *testing.T) {
	for k := range 500 {
		c := 0.3 + float64(k)*0.005
		for _, d := range []struct {
			up    float64
			count int
		}{{0, 0}, {1e-12, 2}, {-1e-12, 0}} {
			curves := []Curve{{1, 0, 0, 1}, Line(2/c*(1+d.up), -1/(c*c))}
			list := Crossings(curves, 0.2, 3)
			if len(list) != d.count {
				t.Errorf("at %v, %v higher: %v", c, d.up, list)
			} else if d.count == 2 && (list[0].At > c || list[1].At < c || list[1].At-list[0].At > 1e-5 || list[0].Over != 1) {
				t.Errorf("at %v: %v", c, list)
			}
		}
	}
}

// TestNothingWeighed: a curve that is the same wherever it has a score is a level line, though rounding leaves something of
// the weight or of the sum at the end where it has none.
func TestNothingWeighed(t *testing.T) {
	ofWeight, ofSum := 0, 0
	for k := range 300 {
		v, w := 0.7+0.37*float64(k), 0.1+0.01*float64(k)
		down := Curve{v*3*w + v*0.3, -v*w - v*0.1, 3*w + 0.3, -w - 0.1} // of the weight 3 - t
		up := Curve{-v*w - v*0.3, v*w + v*0.3, -w - 0.3, w + 0.3}       // of the weight t - 1
		if down.C+down.D*3 != 0 {
			ofWeight++
		}
		if down.A+down.B*3 != 0 {
			ofSum++
		}
		for _, line := range []Curve{Line(v-1, 1e-3), Line(v+1, 1e-3), Line(v-1, 1), Line(v+3, -1)} {
			want := Crossings([]Curve{line, Line(v, 0)}, 1, 3)
			for _, c := range []Curve{down, up} {
				if got := Crossings([]Curve{line, c}, 1, 3); len(got) != len(want) {
					t.Errorf("%v and %v: %v, want %v", line, c, got, want)
				}
			}
		}
		if x := down.Value(3); x == x || up.Value(1) == up.Value(1) {
			t.Errorf("%v: %v where nothing is weighed", down, x)
		}
	}
	if ofWeight < 50 || ofSum < 50 {
		t.Errorf("rounding leaves something %d and %d times only", ofWeight, ofSum)
	}
}

// TestPlace: near either end, t is as exact as its distance from there.
func TestPlace(t *testing.T) {
	s := span{from: 0, to: 1}
	if got := s.place(1e-20, 1); got != 1e-20 {
		t.Errorf("near the start: %v", got)
	}
	s = span{from: -1, to: 0}
	if got := s.place(-1, -1e-20); got != -1e-20 {
		t.Errorf("near the end: %v", got)
	}
}

// TestPolish: from a bad start, or none, and with Newton's method leading away, the crossing is found within its bounds.
func TestPolish(t *testing.T) {
	x, y := arcOf(Curve{1, 0, 0, 1}, 0.01, 100), arcOf(Line(2.5, -1), 0.01, 100) // cross at 0.5 and at 2
	for _, start := range []float64{0.01, 0.3, 0.9, 1.24, nan, -7, 40} {
		if got := polish(&x, &y, start, 0.01, 1.25, 1); !(math.Abs(got-0.5) <= 1e-15) {
			t.Errorf("from %v: %v", start, got)
		}
	}
	for _, start := range []float64{1.26, 1.9, 50, 100, nan, -7, 1e9} {
		if got := polish(&x, &y, start, 1.25, 100, -1); !(math.Abs(got-2) <= 1e-15) {
			t.Errorf("from %v: %v", start, got)
		}
	}
	for _, at := range []float64{0.5, 2, 11} { // by the difference quotient
		c := Curve{3, -2, 0.7, 5}
		if want := (c.Value(at+1e-6) - c.Value(at-1e-6)) / 2e-6; math.Abs(c.slope(at)/want-1) > 1e-8 {
			t.Errorf("slope at %v: %v, want %v", at, c.slope(at), want)
		}
	}
}

// TestCrossingsExactly: every pair crosses as often as whole numbers say, in the order and, within 1e-7, at the place they
// say, and the values there are equal.
func TestCrossingsExactly(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWhole(rt)
		list := Crossings(w.curves, float64(w.from), float64(w.to))
		if !slices.IsSortedFunc(list, compareCrossings) {
			rt.Fatalf("not in order: %v", list)
		}
		type pair struct{ i, j int32 }
		count, order := map[pair]int{}, map[pair]int{}
		for i := range w.curves {
			for j := range w.curves {
				if i != j && w.scored(i) && w.scored(j) {
					p := pair{int32(i), int32(j)}
					order[p], count[p] = w.meet(i, j)
				}
			}
		}
		for _, c := range list {
			over, under := pair{c.Over, c.Under}, pair{c.Under, c.Over}
			if order[under] != 1 {
				rt.Fatalf("%v: %d is not ahead before", c, c.Under)
			}
			order[under], order[over] = -1, 1
			count[under]--
			count[over]--
			if c.At <= float64(w.from) || c.At >= float64(w.to) || apart(w.curves[c.Over], w.curves[c.Under], c.At) > 1e-12 {
				rt.Fatalf("%v: values %v %v", c, w.curves[c.Over].Value(c.At), w.curves[c.Under].Value(c.At))
			}
			const step = 1e-7
			if w.order(int(c.Over), int(c.Under), c.At-step) != -1 || w.order(int(c.Over), int(c.Under), c.At+step) != 1 {
				rt.Fatalf("%v: not there, of %v", c, w.curves)
			}
		}
		for p := range count { // polishing has next to nothing to do, so that it would not hide a wrong root
			s := newSpan(w.curves, float64(w.from), float64(w.to))
			raw, _ := s.solve(&s.arcs[p.i], &s.arcs[p.j])
			for _, at := range raw.at[:raw.count] {
				if !slices.ContainsFunc(list, func(c Crossing) bool { return math.Abs(c.At-at) < 1e-10 }) {
					rt.Fatalf("%v of %v is polished away to %v", at, p, list)
				}
			}
		}
		for p, n := range count {
			if n != 0 {
				rt.Fatalf("%d crossings of %v are missing from %v\n%+v", n, p, list, w)
			}
		}
	})
}

// drawCurves are scores of any size, a few of them the same or without a score, and a range.
func drawCurves(t *rapid.T) (curves []Curve, from, to float64) {
	from = rapid.SampledFrom([]float64{0, 0.05, -3, 12, 1e-5}).Draw(t, "from")
	to = from + rapid.SampledFrom([]float64{1, 0.1, 7, 0.001}).Draw(t, "length")
	n := rapid.IntRange(2, 14).Draw(t, "curves")
	bent := rapid.SampledFrom([]float64{0, 0.3, 1}).Draw(t, "bent")
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7))
	for range n {
		p, q, d0, d1 := 100*r.Float64(), 100*r.Float64(), 1.0, 1.0
		if r.Float64() < bent {
			d0, d1 = 0.02+r.Float64(), 0.02+r.Float64()
		}
		b, d := (q*d1-p*d0)/(to-from), (d1-d0)/(to-from)
		curves = append(curves, Curve{p*d0 - b*from, b, d0 - d*from, d})
	}
	switch r.IntN(4) {
	case 0:
		curves = append(curves, curves[0], Line(nan, 0))
	case 1:
		curves = append(curves, Curve{3 * curves[1].A, 3 * curves[1].B, 3 * curves[1].C, 3 * curves[1].D})
	}
	return curves, from, to
}

// TestCrossingsOfScores: at each crossing values are equal; half way to its neighbours, the order is what is said; and
// the order between two crossings is that at the start with the crossings so far applied.
func TestCrossingsOfScores(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		curves, from, to := drawCurves(rt)
		list := Crossings(curves, from, to)
		_, middles := points(list, from, to)
		ahead := map[[2]int32]bool{}
		// compare says whether the order at t is what ahead says, curves that are equal but for rounding left alone.
		compare := func(t float64) {
			for i, x := range curves {
				for j, y := range curves {
					if x.Value(t) > y.Value(t) && apart(x, y, t) > 1e-11 && !ahead[[2]int32{int32(i), int32(j)}] {
						rt.Fatalf("at %v of %v to %v: %d (%v) is ahead of %d (%v), after %v", t, from, to, i, x, j, y, list)
					}
				}
			}
		}
		for i, x := range curves {
			for j, y := range curves {
				ahead[[2]int32{int32(i), int32(j)}] = x.Value(middles[0]) > y.Value(middles[0])
			}
		}
		next := 0
		for _, m := range middles {
			for ; next < len(list) && list[next].At < m; next++ {
				c := list[next]
				if ahead[[2]int32{c.Over, c.Under}] || !ahead[[2]int32{c.Under, c.Over}] {
					rt.Fatalf("%v is no exchange in %v", c, list)
				}
				ahead[[2]int32{c.Over, c.Under}], ahead[[2]int32{c.Under, c.Over}] = true, false
				if !(apart(curves[c.Over], curves[c.Under], c.At) <= 1e-12) {
					rt.Fatalf("%v: values %v and %v", c, curves[c.Over].Value(c.At), curves[c.Under].Value(c.At))
				}
			}
			compare(m)
		}
		if next != len(list) {
			rt.Fatalf("crossings after %v: %v", to, list[next:])
		}
	})
}

// TestDenseSamplesShowNoMore: the order of two curves changes between samples no more often than is reported, and an odd
// number of times where it is not what it was.
func TestDenseSamplesShowNoMore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		curves, from, to := drawCurves(rt)
		list := Crossings(curves, from, to)
		for i, x := range curves {
			for j, y := range curves[:i] {
				reported := 0
				for _, c := range list {
					if c.Over == int32(i) && c.Under == int32(j) || c.Over == int32(j) && c.Under == int32(i) {
						reported++
					}
				}
				seen, first, last := 0, 0, 0
				for k := range 301 {
					s := from + (to-from)*float64(k)/300
					if !(apart(x, y, s) > 1e-11) {
						continue
					}
					now := 1
					if x.Value(s) < y.Value(s) {
						now = -1
					}
					if last == 0 {
						first = now
					} else if now != last {
						seen++
					}
					last = now
				}
				if seen > reported || (first != last) != (reported%2 == 1) {
					rt.Fatalf("%v and %v in %v to %v: %d reported, %d seen", x, y, from, to, reported, seen)
				}
			}
		}
	})
}

// TestScale: multiplying scores, or numerators and denominators of one curve, by any power of two, or turning the sign of
// the latter, changes no bit of the answer.
func TestScale(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		curves, from, to := drawCurves(rt)
		want := Crossings(curves, from, to)
		scores := rapid.SampledFrom([]int{-900, -60, 3, 60, 900}).Draw(rt, "scores")
		scaled := make([]Curve, len(curves))
		for i, c := range curves {
			k := rapid.SampledFrom([]int{0, 1, -30, 30, 80}).Draw(rt, "curve")
			sign := rapid.SampledFrom([]float64{1, -1}).Draw(rt, "sign")
			scaled[i] = Curve{sign * math.Ldexp(c.A, k+scores), sign * math.Ldexp(c.B, k+scores), sign * math.Ldexp(c.C, k), sign * math.Ldexp(c.D, k)}
		}
		if got := Crossings(scaled, from, to); !slices.Equal(got, want) {
			rt.Fatalf("%v, want %v", got, want)
		}
	})
}

// TestFarApartScales: a steep curve among small ones, near a start of 0 where t can be told finely.
func TestFarApartScales(t *testing.T) {
	curves := []Curve{Line(1e-3, 1e6), Line(2e-3, 1e-9), Line(3e-3, -5e5), {1e-3, 4e6, 1, 3}, {1e150, -1e150, 1e150, -0.5e150}}
	list := Crossings(curves, 0, 1)
	for _, c := range list {
		if apart(curves[c.Over], curves[c.Under], c.At) > 1e-12 {
			t.Errorf("%v: %v %v", c, curves[c.Over].Value(c.At), curves[c.Under].Value(c.At))
		}
	}
	// 0 and 3 are level at 0, and again where (1e-3 + 1e6 t)(1 + 3t) is 1e-3 + 4e6 t. 4 falls from 1 to 0, so that 0 and 3 pass
	// it early and 1 late.
	want := map[[2]int32]float64{{0, 1}: 1e-3 / (1e6 - 1e-9), {0, 2}: 2e-3 / 1.5e6, {1, 2}: 1e-3 / (5e5 + 1e-9), {0, 3}: 1 - 1e-9}
	if len(list) != 9 {
		t.Errorf("%d crossings: %v", len(list), list)
	}
	for _, c := range list {
		if at := want[[2]int32{c.Over, c.Under}]; at != 0 && math.Abs(c.At/at-1) > 1e-15 {
			t.Errorf("%v, want %v", c, at)
		}
	}
}

// TestSmallValuesInAWideRange: in the midst of a range t can be told more finely than from its ends, so that values that are
// small there are equal only when t is polished.
func TestSmallValuesInAWideRange(t *testing.T) {
	for _, c := range []struct {
		curves []Curve
		count  int
	}{
		{[]Curve{{1e-9, 1, 1, 0.1}, {2e-9, -1, 1, 0.2}}, 1},
		{[]Curve{{1e-9, 1, 1, 0.1}, {2e-9, -1, 1, 0.1}}, 1},
		{[]Curve{{2e-10, 1.2, 1, 0.1}, Line(3e-10, 1)}, 2},
		{[]Curve{{3e-10, 0.8, 1, 0.1}, Line(2e-10, 1)}, 2},
	} {
		list := Crossings(c.curves, -3, 4)
		for _, x := range list {
			if apart(c.curves[0], c.curves[1], x.At) > 1e-15 {
				t.Errorf("%v: %v %v", x, c.curves[0].Value(x.At), c.curves[1].Value(x.At))
			}
		}
		if len(list) != c.count {
			t.Errorf("%v: %v", c.curves, list)
		}
	}
}

// TestManyCrossings has more of them than are sorted in one go, of lines, of lines through one point, and of others.
func TestManyCrossings(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	lines, bundle, bent := make([]Curve, 300), make([]Curve, 300), make([]Curve, 60)
	for i := range lines {
		lines[i], bundle[i] = Line(r.Float64(), r.Float64()), Line(float64(i), -2*float64(i))
	}
	for i := range bent {
		bent[i] = Curve{r.Float64(), r.Float64(), 1, float64(i % 5)}
	}
	for name, curves := range map[string][]Curve{"lines": lines, "bundle": bundle, "bent": bent} {
		list := Crossings(curves, 0.1, 0.9)
		if !slices.IsSortedFunc(list, compareCrossings) {
			t.Errorf("%s: not in order", name)
		}
		pairs := 0 // all cross once or not at all, but a few of the bent ones
		for i, x := range curves {
			for _, y := range curves[:i] {
				if (x.Value(0.1) > y.Value(0.1)) != (x.Value(0.9) > y.Value(0.9)) {
					pairs++
				}
			}
		}
		if name != "bent" && len(list) != pairs || len(list) < pairs || (len(list)-pairs)%2 != 0 || pairs < 100 {
			t.Errorf("%s: %d crossings of %d pairs", name, len(list), pairs)
		}
	}
}

// TestInvolving is Crossings, filtered.
func TestInvolving(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		curves, from, to := drawCurves(rt)
		which := rapid.SliceOfN(rapid.IntRange(0, len(curves)-1), 0, 4).Draw(rt, "which")
		var want []Crossing
		for _, c := range Crossings(curves, from, to) {
			if slices.Contains(which, int(c.Over)) || slices.Contains(which, int(c.Under)) {
				want = append(want, c)
			}
		}
		if got := Involving(curves, from, to, which...); !slices.Equal(got, want) {
			rt.Fatalf("%v, want %v", got, want)
		}
	})
}

// TestAtPlace is Crossings, filtered by the exact ranks on both sides.
func TestAtPlace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWhole(rt)
		k := rapid.IntRange(1, len(w.curves)+1).Draw(rt, "k")
		from, to := float64(w.from), float64(w.to)
		list := Crossings(w.curves, from, to)
		ts, middles := points(list, from, to)
		var want []Crossing
		for _, c := range list {
			g := 0
			for g+1 < len(ts) && ts[g+1] <= c.At {
				g++
			}
			before, after := w.ranks(middles[g]), w.ranks(middles[g+1])
			if slices.Contains([]int32{before[c.Over], before[c.Under], after[c.Over], after[c.Under]}, int32(k)) {
				want = append(want, c)
			}
		}
		if got := AtPlace(w.curves, from, to, k); !slices.Equal(got, want) {
			rt.Fatalf("place %d: %v, want %v of %v\n%+v", k, got, want, list, w)
		}
	})
}
