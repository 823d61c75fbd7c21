package optimum

import (
	"cmp"
	"math"
	"slices"
)

// Norm is how the size of a change of weights is measured.
type Norm int

// The norms. There is no default: a Shift without one is a Fault.
const (
	L1 Norm = 1 // sum |w' - w|: what is moved, counted where it goes and where it comes from
	L2 Norm = 2 // sqrt(sum (w' - w)^2)
)

// Shift is the question which admissible weights w' that put two zones level are nearest to the present ones:
//
//	min |w' - w|  with  sum(w') = sum(w),  sum(d w') = 0,  low <= w' <= high
//
// Weights may be on any scale and of either sign. A part whose low and high are its weight is locked. D is in points of
// score per unit of weight: the value of zone A in a part less that of zone B, so that sum(d w) is the lead of A.
type Shift struct {
	Weights   []float64 // w
	Low, High []float64 // bounds of w', which contain w
	D         []float64 // d
	Norm      Norm
}

// ShiftResult is the answer to a Shift, with its certificate. Fields without a meaning for the answer are 0.
type ShiftResult struct {
	Weights  []float64 // w'; where the mark is out of reach, those with the smallest gap
	Feasible bool      // whether admissible weights reach the mark
	Cost     float64   // |w' - w|

	// The prices that prove the change: that of a part is Lambda (d - Centre) + Mu. With L1 no part moves whose price is within
	// -1 and 1, and one whose price is beyond goes to its bound; only at -1 and 1 it may stand between. With L2 each part changes
	// by its price, or stands at the bound that this passes. A point more of gap adds |Lambda| to the cost (L2: to half its
	// square). Centre is a value among D, so that the difference is exact where it matters; the usual multiplier of sum(w') is
	// Mu - Lambda Centre.
	Lambda, Centre, Mu float64

	// Where the mark is out of reach, Best is the gap of least size that can be reached, in points, and Theta proves it: every
	// admissible w' has sum(d w') <= Theta sum(w) + sum max((d - Theta) low, (d - Theta) high) = Best < 0, or where A leads
	// the same with >=, min and > 0.
	Theta, Best float64
}

// task is a Shift with a gap, seen from the side that is behind.
type task struct {
	Shift
	sign     float64   // 1 where A is behind, -1 where A leads
	d        []float64 // sign * D: weight goes to where it is high
	down, up []twofold // what each part can lose and gain
	need     twofold   // sum(d x) to be reached by a change x; above 0
	size     float64   // sum|d w|
}

// Solve finds the nearest weights, or shows that there are none. A gap of no more than Level sum|d w| is level, and asks
// for no change. It errs with a Fault: lists of unequal length, numbers out of range, bounds that do not contain the
// weight, an unknown norm. The change is the true one to about the precision of a float64, and the result meets the mark
// within Level times the mean of sum|d w| and sum|d w'|; bounds are kept exactly.
func (s Shift) Solve() (ShiftResult, error) {
	if err := s.refuse(); err != nil {
		return ShiftResult{}, err
	}
	gap, size := dot(s.D, s.Weights)
	if math.Abs(gap.hi) <= Level*size {
		return ShiftResult{Weights: slices.Clone(s.Weights), Feasible: true}, nil
	}
	t := s.task(gap, size)
	if s.Norm == L1 {
		return t.absolute(), nil
	}
	return t.square(), nil
}

// refuse looks for what cannot be solved.
func (s Shift) refuse() error {
	if s.Norm != L1 && s.Norm != L2 {
		return Fault{-1, Unknown}
	}
	if err := inputs(len(s.Weights), s.Weights, s.Low, s.High, s.D); err != nil {
		return err
	}
	for i, w := range s.Weights {
		if w < s.Low[i] || w > s.High[i] {
			return Fault{i, Bounds}
		}
	}
	return nil
}

func (s Shift) task(gap twofold, size float64) *task {
	t := &task{Shift: s, sign: 1, d: slices.Clone(s.D), need: gap.negative(), size: size}
	if gap.sign() > 0 {
		t.sign, t.need = -1, gap
		for i, d := range s.D {
			t.d[i] = -d
		}
	}
	for i, w := range s.Weights {
		t.down = append(t.down, sumOf(w, -s.Low[i]))
		t.up = append(t.up, sumOf(s.High[i], -w))
	}
	return t
}

// level is the gap that counts as none under weights w': Level times the mean of sum|d w| and sum|d w'|. Scores are sums of
// such terms, so it is about what they are known to, before the change and after.
func (t *task) level(w []float64) float64 {
	_, size := dot(t.D, w)
	return Level * ((t.size + size) / 2)
}

// weights are the present ones with a change, rounded once and kept in their bounds. What is within rounding of a bound
// is there.
func (t *task) weights(x []twofold) []float64 {
	out := make([]float64, len(x))
	for i, w := range t.Weights {
		switch {
		case t.up[i].minus(x[i]).hi <= dust*t.up[i].hi:
			out[i] = t.High[i]
		case t.down[i].plus(x[i]).hi <= dust*t.down[i].hi:
			out[i] = t.Low[i]
		default:
			out[i] = min(max(of(w).plus(x[i]).hi, t.Low[i]), t.High[i])
		}
	}
	return out
}

// dust is the share of a part's room that counts as none.
const dust = 1e-28

// settle puts what rounding leaves of the sum on one of the parts that stand between their bounds: the smallest that can
// take it, since that has the finest steps. The mark stays met.
func (t *task) settle(w []float64, between []int) {
	between = slices.DeleteFunc(slices.Clone(between), func(i int) bool { return w[i] == t.Low[i] || w[i] == t.High[i] })
	slices.SortStableFunc(between, func(a, b int) int { return cmp.Compare(math.Abs(w[a]), math.Abs(w[b])) })
	sum := total(t.Weights)
	for _, i := range between {
		lost := sum.minus(total(w))
		if lost.sign() == 0 {
			return
		}
		before := w[i]
		w[i] = of(before).plus(lost).hi
		gap, _ := dot(t.D, w)
		if w[i] < t.Low[i] || w[i] > t.High[i] || math.Abs(gap.hi) > t.level(w) {
			w[i] = before
		}
	}
}

// cost is the size of the change from the present weights to w.
func (s Shift) cost(w []float64) float64 {
	var sum twofold
	for i, v := range w {
		x := sumOf(v, -s.Weights[i])
		if s.Norm == L2 {
			sum = sum.plus(x.times(x))
		} else {
			sum = sum.plus(x.size())
		}
	}
	if s.Norm == L2 {
		return math.Sqrt(sum.hi)
	}
	return sum.hi
}

// outOfReach is the answer where w has the smallest gap, as the d of part theta proves, and that is not level; false where
// it is.
func (t *task) outOfReach(w []float64, theta int) (ShiftResult, bool) {
	gap, _ := dot(t.D, w)
	if t.sign*gap.hi >= -t.level(w) {
		return ShiftResult{}, false
	}
	return ShiftResult{Weights: w, Theta: t.D[theta], Best: gap.hi}, true
}
