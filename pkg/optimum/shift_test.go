package optimum

import (
	"math"
	"slices"
	"testing"
)

var nan, inf = math.NaN(), math.Inf(1)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-14*math.Max(1, math.Abs(b)) }

func allNear(a, b []float64) bool { return slices.EqualFunc(a, b, near) }

// open is a Shift whose weights may go from 0 to 1.
func open(norm Norm, w, d []float64) Shift {
	s := Shift{Weights: w, D: d, Norm: norm}
	for range w {
		s.Low, s.High = append(s.Low, 0), append(s.High, 1)
	}
	return s
}

// bounded is open with other bounds for one part.
func bounded(s Shift, part int, low, high float64) Shift {
	s.Low, s.High = slices.Clone(s.Low), slices.Clone(s.High)
	s.Low[part], s.High[part] = low, high
	return s
}

// mirrored is s with the zones exchanged.
func mirrored(s Shift) Shift {
	s.D = slices.Clone(s.D)
	for i := range s.D {
		s.D[i] = -s.D[i]
	}
	return s
}

// TestShiftByHand: weights 1/2, 3/10, 1/5.
//
// "pair": d = -1, 0, 1, the gap is -0.3. A unit from the first to the last part gains 2, so 0.15 are moved, for 0.3.
// Prices rise by 2 from the giver (-1) to the taker (1) over a distance of 2 in d: lambda 1.
//
// "second pair": with 0.25 as the bound of the last part, 0.05 gain 0.1, and the other 0.2 are gained at 1 a unit by moving
// 0.2 from the first part to the second. Cost 2 (0.05 + 0.2); lambda 2 / (0 - -1) = 2.
//
// "square": d = -2, 0, 1, the gap is -0.8. Without bounds x = lambda (d - mean): the mean is -1/3, the distances -5/3, 1/3 and
// 4/3, their squares sum to 14/3, lambda = 0.8 * 3/14 = 6/35, x = -2/7, 2/35, 8/35, and w' = 3/14, 5/14, 6/14. The cost is
// lambda sqrt(14/3).
//
// "square, bound": with 0.4 as the bound of the last part it changes by 0.2, and -2 x1 + 0.2 = 0.8 gives x1 = -0.3, x2 = 0.1:
// lambda = 0.4 / 2 = 0.2, and the last part has the price 0.3 and stands at the bound.
func TestShiftByHand(t *testing.T) {
	w := []float64{0.5, 0.3, 0.2}
	for _, c := range []struct {
		name         string
		s            Shift
		want         []float64
		cost, lambda float64
	}{
		{"pair", open(L1, w, []float64{-1, 0, 1}), []float64{0.35, 0.3, 0.35}, 0.3, 1},
		{"second pair", bounded(open(L1, w, []float64{-1, 0, 1}), 2, 0, 0.25), []float64{0.25, 0.5, 0.25}, 0.5, 2},
		{"square", open(L2, w, []float64{-2, 0, 1}), []float64{3. / 14, 5. / 14, 6. / 14}, 6. / 35 * math.Sqrt(14./3), 6. / 35},
		{"square, bound", bounded(open(L2, w, []float64{-2, 0, 1}), 2, 0, 0.4), []float64{0.2, 0.4, 0.4}, math.Sqrt(0.14), 0.2},
		{"locked", bounded(open(L2, w, []float64{-1, 0, 1}), 1, 0.3, 0.3), []float64{0.35, 0.3, 0.35}, 0.15 * math.Sqrt2, 0.15},
		{"level", open(L1, []float64{0.1, 0.2, 0.3}, []float64{3, 0, -1}), []float64{0.1, 0.2, 0.3}, 0, 0}, // 0.1*3 is not 0.3 in a float64
		{"no difference", open(L2, w, []float64{0, 0, 0}), w, 0, 0},
		{"no parts", Shift{Norm: L2}, nil, 0, 0},
	} {
		for _, s := range []Shift{c.s, mirrored(c.s)} {
			r, err := s.Solve()
			if err != nil || !r.Feasible || !allNear(r.Weights, c.want) || !near(r.Cost, c.cost) || !near(math.Abs(r.Lambda), c.lambda) {
				t.Errorf("%s: %+v %v", c.name, r, err)
			}
			if gap, _ := dot(s.D, s.Weights); r.Lambda*gap.hi > 0 {
				t.Errorf("%s: lambda %v does not close the gap", c.name, r.Lambda)
			}
			if err := s.Check(r); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
}

// TestOutOfReachByHand: weights 1/2, 3/10, 1/5.
//
// "bound": d = -2, -1, 1 and at most 0.3 of the last part. The best is 0.3 there and the rest at -1: 0.3 - 0.7 = -0.4. With theta
// = -1 the bound is -1 + max(-1*0, -1*1) + 0 + 2*0.3 = -0.4.
//
// "one way": d = -2, 0, 1; the first part may only lose 0.1, to the last, which gains 0.3 of the gap of 0.8.
//
// "giver left": weights 1/2, 1/4, 1/4 with d = -3, -1, 1. The last part can gain 1/8, just what the first can lose; the second
// could lose, but nobody can gain. The gap is -9/8 - 1/4 + 3/8 = -1.
//
// "all at their ends": the same with a locked part of 1/8 with d = 2 in place of the second: 1/4 - 9/8 + 3/8 = -1/2.
//
// "full and empty at once": d = -4, -1/2, -1; the last part can lose 1/8, just what the second can gain, and the first could
// gain: -2 - 3/16 - 1/8.
//
// "nothing to gain": every part is at its high. -2 + 0.9 - 0.2.
//
// "locked": nothing moves; the gap stays -0.5 + 0.2.
func TestOutOfReachByHand(t *testing.T) {
	w := []float64{0.5, 0.3, 0.2}
	locked := open(L1, w, []float64{-1, 0, 1})
	locked.Low, locked.High = w, w
	oneWay := Shift{Weights: w, Low: []float64{0.4, 0.3, 0.2}, High: []float64{0.5, 0.3, 1}, D: []float64{-2, 0, 1}}
	for _, norm := range []Norm{L1, L2} {
		for _, c := range []struct {
			name string
			s    Shift
			want []float64
			best float64
		}{
			{"bound", bounded(open(norm, w, []float64{-2, -1, 1}), 2, 0, 0.3), []float64{0, 0.7, 0.3}, -0.4},
			{"locked", locked, w, -0.3},
			{"one way", oneWay, []float64{0.4, 0.3, 0.3}, -0.5}, // -0.8 + 0.3: the first part may only lose 0.1
			{"giver left", Shift{
				Weights: []float64{0.5, 0.25, 0.25}, Low: []float64{0.375, 0, 0.25}, High: []float64{0.5, 0.25, 0.375}, D: []float64{-3, -1, 1},
			}, []float64{0.375, 0.25, 0.375}, -1},
			{"all at their ends", Shift{
				Weights: []float64{0.125, 0.5, 0.25}, Low: []float64{0.125, 0.375, 0.25}, High: []float64{0.125, 0.5, 0.375}, D: []float64{2, -3, 1},
			}, []float64{0.125, 0.375, 0.375}, -0.5},
			{"full and empty at once", Shift{
				Weights: []float64{0.5, 0.25, 0.25}, Low: []float64{0.5, 0, 0.125}, High: []float64{1, 0.375, 0.25}, D: []float64{-4, -0.5, -1},
			}, []float64{0.5, 0.375, 0.125}, -2.3125},
			{"nothing to gain", Shift{Weights: w, Low: []float64{0, 0, 0}, High: w, D: []float64{-4, 3, -1}}, w, -1.3},
			{"all behind", open(norm, w, []float64{-3, -1, -2}), []float64{0, 1, 0}, -1},
			{"equal", open(norm, w, []float64{-2, -2, -2}), w, -2},
		} {
			c.s.Norm = norm
			for _, s := range []Shift{c.s, mirrored(c.s)} {
				r, err := s.Solve()
				if err != nil || r.Feasible || !allNear(r.Weights, c.want) || !near(math.Abs(r.Best), -c.best) {
					t.Errorf("%s: %+v %v", c.name, r, err)
				}
				if gap, _ := dot(s.D, s.Weights); r.Best*gap.hi <= 0 {
					t.Errorf("%s: best %v on the wrong side", c.name, r.Best)
				}
				if err := s.Check(r); err != nil {
					t.Errorf("%s: %v", c.name, err)
				}
			}
		}
	}
}

// TestShiftAtTheEnd: marks that the last admissible weights just reach. With d = -1, -1, 3 and 0.25 of the last part at most, the
// mark is met there alone: 3/4 - 3/4. L1 takes it from the first part, which comes first; L2 takes equal amounts from the
// two, 0.025 each, as lambda may be anything above. Where the first can lose only 0.01, the second loses 0.04.
func TestShiftAtTheEnd(t *testing.T) {
	w, d := []float64{0.5, 0.3, 0.2}, []float64{-1, -1, 3}
	for _, c := range []struct {
		norm Norm
		low  float64 // of the first part
		want []float64
	}{
		{L1, 0, []float64{0.45, 0.3, 0.25}},
		{L1, 0.49, []float64{0.49, 0.26, 0.25}},
		{L2, 0, []float64{0.475, 0.275, 0.25}},
		{L2, 0.49, []float64{0.49, 0.26, 0.25}},
		{L2, 0.5, []float64{0.5, 0.25, 0.25}},
	} {
		s := bounded(bounded(open(c.norm, w, d), 2, 0, 0.25), 0, c.low, 1)
		r, err := s.Solve()
		if err != nil || !r.Feasible || !allNear(r.Weights, c.want) || s.Check(r) != nil {
			t.Errorf("%+v: %+v %v %v", c, r, err, s.Check(r))
		}
		s.High[2] = 0.25 - 1e-15 // a hair less: what is missed is rounding
		r, err = s.Solve()
		if err != nil || !r.Feasible || !allNear(r.Weights, c.want) || r.Weights[2] != s.High[2] || s.Check(r) != nil {
			t.Errorf("a hair less: %+v: %+v %v %v", c, r, err, s.Check(r))
		}
		s.High[2] = 0.2499999 // 1e-7 less, and it is out of reach
		r, err = s.Solve()
		if err != nil || r.Feasible || !near(r.Best, -4e-7) || s.Check(r) != nil {
			t.Errorf("%+v: %+v %v %v", c, r, err, s.Check(r))
		}
	}
}

// TestLevel: what counts as level is 1e-13 of the points in play, 1 here, whether or not anything can move; a gap of 5e-14 does,
// one of 1.5e-13 does not. In the last case the best weights have a gap of 1e-15 and hardly any points; before there were 0.5.
func TestLevel(t *testing.T) {
	for _, norm := range []Norm{L1, L2} {
		for _, locked := range []bool{true, false} {
			for delta, level := range map[float64]bool{1e-13: true, 3e-13: false} {
				s := open(norm, []float64{0.5, 0.5}, []float64{-1, 1 - delta})
				if locked {
					s.Low, s.High = s.Weights, s.Weights
				}
				r := solved(t, s)
				if r.Feasible != (level || !locked) || (r.Cost == 0) != (level || locked) {
					t.Errorf("L%d locked %v, gap %v: %+v", norm, locked, delta/2, r)
				}
			}
		}
		if r := solved(t, open(norm, []float64{0.5, 0.5}, []float64{-1, -1e-15})); !r.Feasible || r.Weights[0] != 0 {
			t.Errorf("%+v", r)
		}
	}
}

// TestWideRoom: parts that could lose and gain 1e18 and change by about 1; a price that rounding puts beyond 1 by 1e-16 would
// ask for more than the change.
func TestWideRoom(t *testing.T) {
	for i := range 100 {
		s := Shift{
			Weights: []float64{1, 1, 1}, Low: []float64{-1e18, -1e18, -1e18}, High: []float64{1e18, 1e18, 1e18},
			D: []float64{-2 - float64(i)/7, -0.1, 1 + float64(i)/3}, Norm: Norm(1 + i%2),
		}
		if r := solved(t, s); !r.Feasible {
			t.Errorf("%+v: %+v", s, r)
		}
	}
}

// TestTiesByIndex: parts with the same d are taken in their order.
func TestTiesByIndex(t *testing.T) {
	s := open(L1, []float64{0.25, 0.25, 0.125, 0.125, 0.25}, []float64{-1, -1, 1, 1, 0})
	r, err := s.Solve()
	if want := []float64{0.125, 0.25, 0.25, 0.125, 0.25}; err != nil || !slices.Equal(r.Weights, want) {
		t.Errorf("%+v %v", r, err)
	}
	// Of 60 parts with d = -3, 0, 1 in turn and weight 1, the gap is -40: ten of the first kind give their weight to ten of the last,
	// which can have one more each.
	s = Shift{Norm: L1}
	for i := range 60 {
		s.Weights, s.Low, s.High, s.D = append(s.Weights, 1), append(s.Low, 0), append(s.High, 2), append(s.D, []float64{-3, 0, 1}[i%3])
	}
	r, err = s.Solve()
	for i, w := range r.Weights {
		want := 1.0
		if i < 30 {
			want = []float64{0, 1, 2}[i%3]
		}
		if w != want {
			t.Errorf("part %d has %v %v", i, w, err)
		}
	}
}

// TestNoDust: of these weights all but the first go to 0 to meet the mark. The products and quotients on the way are rounded,
// at the 32nd digit, which must not show as a weight of 1e-31.
func TestNoDust(t *testing.T) {
	s := open(L1, []float64{0, 0.055674062636306226, 0.12417070372575868}, []float64{0, -0.004483619798865706, -3})
	negative := Shift{Norm: L1, Weights: times(s.Weights, -1), Low: times(s.High, -1), High: times(s.Low, -1), D: s.D}
	for _, s := range []Shift{s, negative} {
		for _, s.Norm = range []Norm{L1, L2} {
			r, err := s.Solve()
			if err != nil || !r.Feasible || r.Weights[1] != 0 || r.Weights[2] != 0 || s.Check(r) != nil {
				t.Errorf("%+v: %+v %v %v", s, r, err, s.Check(r))
			}
		}
	}
}

// TestSmallChangeInWideBounds: bounds 24 orders of magnitude wider than the change. By hand, in the first: only the gain of the
// third part and the loss of the first can matter, 9.09e12 x = 6.04e8 * 6.08e-10 + 7.9e-9 * 1671.5 gives x = 4.04e-14.
func TestSmallChangeInWideBounds(t *testing.T) {
	for _, s := range []Shift{
		{
			Weights: []float64{6.038104429712578e+08, 0, 0, 7.903079835540709e-09},
			Low:     []float64{4.1388450623659605e+08, 0, 0, 0},
			High:    []float64{6.549113654156878e+08, 0.6847202068562094, 3.554402678419974e+10, 0.6847202147516972},
			D:       []float64{-6.078874776274736e-10, -1.6385675931287216e-08, 9.09174296277906e+12, -1671.5225835137874},
			Norm:    L2,
		},
		{
			Weights: []float64{6.656587857950445e+14, 1.571222548755057e-05, 0.05644970368601489, 32157.9678738473, 0},
			Low:     []float64{0, 0, 0, 0, 0},
			High:    []float64{6.656588485534121e+14, 6.275836766783267e+07, 6.275836772426666e+07, 96473.9036215419, 8.18974529500256e+17},
			D:       []float64{0, -2.538960980683881e-16, 1.5488633591925728e-11, -1.5277460067207803e-18, -5370.423175389283},
			Norm:    L2,
		},
	} {
		r := solved(t, s)
		if gap, size := dot(s.D, r.Weights); !r.Feasible || math.Abs(gap.hi) > 1e-15*size {
			t.Errorf("%+v: gap %v of %v", r, gap.hi, size)
		}
	}
}

func TestShiftFaults(t *testing.T) {
	fine := open(L1, []float64{0.5, 0.3, 0.2}, []float64{-1, 0, 1})
	lists := func(s *Shift) []*[]float64 { return []*[]float64{&s.Weights, &s.Low, &s.High, &s.D} }
	cases := map[Fault]Shift{
		{-1, Unknown}: {Weights: fine.Weights, Low: fine.Low, High: fine.High, D: fine.D},
		{0, Bounds}:   bounded(fine, 0, 0.6, 1),
		{1, Bounds}:   bounded(fine, 1, 0, 0.29),
		{2, Bounds}:   bounded(fine, 2, 0.3, 0.1),
	}
	check := func(s Shift, want Fault) {
		if r, err := s.Solve(); err != want || r.Weights != nil {
			t.Errorf("%+v: %v, want %v", s, err, want)
		}
		if err := s.Check(ShiftResult{Weights: s.Weights, Feasible: true}); err != want {
			t.Errorf("check %+v: %v, want %v", s, err, want)
		}
	}
	for want, s := range cases {
		check(s, want)
	}
	for n := range 4 {
		for _, c := range []struct {
			v    float64
			want Problem
		}{{nan, NotFinite}, {inf, NotFinite}, {-inf, NotFinite}, {1e101, Size}, {-1e101, Size}, {1e-101, Size}, {5e-324, Size}} {
			s := fine
			list := lists(&s)[n]
			*list = slices.Clone(*list)
			(*list)[1] = c.v
			check(s, Fault{1, c.want})
		}
		s := fine
		list := lists(&s)[n]
		*list = (*list)[:2]
		check(s, Fault{-1, Lengths})
	}
	if (Fault{0, Bounds}).Error() != string(Bounds) {
		t.Error("a fault is not in words")
	}
}

// TestShiftTampered: a result is refused when any of its fields is not what it was.
func TestShiftTampered(t *testing.T) {
	w := []float64{0.5, 0.3, 0.2}
	reached := func(norm Norm) Shift { return bounded(open(norm, w, []float64{-1, 0, 1}), 2, 0, 0.25) }
	beyond := func(norm Norm) Shift { return bounded(open(norm, w, []float64{-2, -1, 1}), 2, 0, 0.3) }
	for _, c := range []struct {
		name   string
		s      func(Norm) Shift
		tamper func(r *ShiftResult)
		want   Problem
	}{
		{"no weights", reached, func(r *ShiftResult) { r.Weights = nil }, WrongLength},
		{"nan weight", reached, func(r *ShiftResult) { r.Weights[1] = nan }, WrongNumber},
		{"weight", reached, func(r *ShiftResult) { r.Weights[1] += 1e-9 }, SumLost},
		{"infinite weight", reached, func(r *ShiftResult) { r.Weights[1] = inf }, WrongNumber},
		{"lower bound", beyond, func(r *ShiftResult) { r.Weights[0] = -1e-18 }, OutOfBounds},
		{"bound", reached, func(r *ShiftResult) { r.Weights[2] += 1e-15; r.Weights[1] -= 1e-15 }, OutOfBounds},
		{"mark", reached, func(r *ShiftResult) { r.Weights[1] += 1e-9; r.Weights[0] -= 1e-9 }, MarkMissed},
		{"dearer", reached, func(r *ShiftResult) { // 1e-6 (1, -2, 1) keeps the sum and the mark
			r.Weights[0], r.Weights[1], r.Weights[2] = r.Weights[0]-1e-6, r.Weights[1]+2e-6, r.Weights[2]-1e-6
			r.Cost = -1
		}, WrongCost},
		{"cost", reached, func(r *ShiftResult) { r.Cost *= 1 + 1e-9 }, WrongCost},
		{"negative cost", reached, func(r *ShiftResult) { r.Cost = -r.Cost }, WrongCost},
		{"not feasible", reached, func(r *ShiftResult) { r.Feasible = false }, Unused},
		{"lambda", reached, func(r *ShiftResult) { r.Lambda *= 1.0001 }, NotLeast},
		{"no lambda", reached, func(r *ShiftResult) { r.Lambda = 0 }, NotLeast},
		{"nan lambda", reached, func(r *ShiftResult) { r.Lambda = nan }, WrongNumber},
		{"centre", reached, func(r *ShiftResult) { r.Centre += 1e-3 }, NotLeast},
		{"mu", reached, func(r *ShiftResult) { r.Mu -= 1e-3 }, NotLeast},
		{"infinite mu", reached, func(r *ShiftResult) { r.Mu = inf }, WrongNumber},
		{"theta", reached, func(r *ShiftResult) { r.Theta = 1 }, Unused},
		{"best", reached, func(r *ShiftResult) { r.Best = -0.1 }, Unused},

		{"feasible", beyond, func(r *ShiftResult) { r.Feasible = true }, Unused},
		{"feasible, no bound", beyond, func(r *ShiftResult) { r.Feasible, r.Theta, r.Best = true, 0, 0 }, MarkMissed},
		{"theta", beyond, func(r *ShiftResult) { r.Theta += 0.01 }, WrongBest},
		{"wild theta", beyond, func(r *ShiftResult) { r.Theta = 40 }, NotImpossible},
		{"nan theta", beyond, func(r *ShiftResult) { r.Theta = nan }, WrongNumber},
		{"best", beyond, func(r *ShiftResult) { r.Best += 1e-9 }, WrongBest},
		{"other side", beyond, func(r *ShiftResult) { r.Best = -r.Best }, NotImpossible},
		{"no best", beyond, func(r *ShiftResult) { r.Best = 0 }, NotImpossible},
		{"not the best weights", beyond, func(r *ShiftResult) { r.Weights[0], r.Weights[1] = 0.1, 0.6 }, WrongBest},
		{"cost", beyond, func(r *ShiftResult) { r.Cost = 1 }, Unused},
		{"lambda", beyond, func(r *ShiftResult) { r.Lambda = 1 }, Unused},
		{"centre", beyond, func(r *ShiftResult) { r.Centre = 1 }, Unused},
		{"mu", beyond, func(r *ShiftResult) { r.Mu = 1 }, Unused},
	} {
		for _, norm := range []Norm{L1, L2} {
			s := c.s(norm)
			r, err := s.Solve()
			if err != nil || s.Check(r) != nil {
				t.Fatal(err, s.Check(r))
			}
			c.tamper(&r)
			got, _ := s.Check(r).(Fault)
			if got.Problem != c.want {
				t.Errorf("%s, L%d: %q, want %q", c.name, norm, got.Problem, c.want)
			}
		}
	}
}

// TestDearerIsRefused: weights that reach the mark at a stated cost that is right, but not the least. d = -2, -1, 1, 2: moving
// from the second part to the third costs more than from the first to the last.
func TestDearerIsRefused(t *testing.T) {
	for _, norm := range []Norm{L1, L2} {
		s := open(norm, []float64{0.4, 0.3, 0.2, 0.1}, []float64{-2, -1, 1, 2})
		r, err := s.Solve()
		if err != nil || s.Check(r) != nil {
			t.Fatal(err, s.Check(r))
		}
		step := 1e-6
		for i, v := range []float64{1, -2, 2, -1} { // keeps the sum, and -2 + 2 + 2 - 2 of the mark
			r.Weights[i] += step * v
		}
		r.Cost = s.cost(r.Weights)
		if err := s.Check(r); err == nil || err.(Fault).Problem != NotLeast {
			t.Errorf("L%d: %v", norm, err)
		}
	}
}
