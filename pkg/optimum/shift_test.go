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
//
// "square, last point": with 0.05 as the greatest of the second part and 0.85 of the last, no other weights than 0.1, 0.05,
// 0.85... gain more: see TestShiftAtTheEnd.
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
// "one way": d = -1, 1, 2; the first part may only lose 0.1, to the last: -0.4 + 0.3 + 0.6 > 0, so within reach; behind -1.5
// and 1/10 it is not: see the numbers.
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
			{"all behind", open(norm, w, []float64{-3, -1, -2}), []float64{0, 1, 0}, -1},
			{"equal", open(norm, w, []float64{-2, -2, -2}), w, -2},
		} {
			c.s.Norm = norm
			for _, s := range []Shift{c.s, mirrored(c.s)} {
				r, err := s.Solve()
				if err != nil || r.Feasible || !allNear(r.Weights, c.want) || !near(math.Abs(r.Best), -c.best) {
					t.Errorf("%s: %+v %v", c.name, r, err)
				}
				if (r.Best < 0) != (s.D[0] < 0) {
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
		s.High[2] = 0.2499999 // 1e-7 less, and it is out of reach
		r, err = s.Solve()
		if err != nil || r.Feasible || !near(r.Best, -4e-7) || s.Check(r) != nil {
			t.Errorf("%+v: %+v %v %v", c, r, err, s.Check(r))
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
