package optimum

// Check says whether r is the answer to s, as a Fault if it is not; the same Fault as Solve where s cannot be solved. With
// W = sum|w| + sum|w'| and P = sum|d w| + sum|d w'|, weights must keep their bounds exactly, their sum within 1e-12 W and, where the
// mark can be reached, meet it within 1e-12 P. That they are the nearest is proved by the prices p of the parts
// (ShiftResult):
//
//   - L1: for any prices, sum|x'| >= sum|x| - sum(|x| - p x + up max(0, p-1) + down max(0, -p-1)) for every admissible
//     change x' with the same sum and the same mark as x = w' - w. The terms are 0 or more; their sum is the distance
//     between cost and dual bound.
//   - L2: every w' is w + p, or the bound which that passes.
//
// Both may be off by 1e-9 of the cost and, since weights are rounded, by 1e-14 W.
//
// That the mark is out of reach is proved by Theta: the bound it gives is on the far side of 0, and equals Best, which the
// weights have, within 1e-12 P.
func (s Shift) Check(r ShiftResult) error {
	if err := s.refuse(); err != nil {
		return err
	}
	if err := outputs(len(s.Weights), r.Weights, r.Cost, r.Lambda, r.Centre, r.Mu, r.Theta, r.Best); err != nil {
		return err
	}
	before, after, size, gap, gapSize := num(0), num(0), num(0), num(0), num(0)
	for i, w := range r.Weights {
		if w < s.Low[i] || w > s.High[i] {
			return Fault{i, OutOfBounds}
		}
		old, now := num(s.Weights[i]), num(w)
		before, after, size = before.plus(old), after.plus(now), size.plus(old.size()).plus(now.size())
		points := num(s.D[i]).times(now)
		gap, gapSize = gap.plus(points), gapSize.plus(points.size()).plus(num(s.D[i]).times(old).size())
	}
	if after.differs(before, slack, size) {
		return Fault{-1, SumLost}
	}
	if !r.Feasible {
		return s.checkBound(r, before, gap, gapSize)
	}
	if r.Theta != 0 || r.Best != 0 {
		return Fault{-1, Unused}
	}
	if gap.differs(num(0), slack, gapSize) {
		return Fault{-1, MarkMissed}
	}
	if s.Norm == L1 {
		return s.checkAbsolute(r, size)
	}
	return s.checkSquare(r, size)
}

// price is lambda (d - centre) + mu of a part.
func (s Shift) price(r ShiftResult, i int) exact {
	return num(r.Lambda).times(num(s.D[i]).minus(num(r.Centre))).plus(num(r.Mu))
}

// allowed is how far a change may be from the least: a share of its cost, and what rounding does to weights.
func allowed(cost float64, size exact) exact {
	return num(cost).times(num(optimal)).plus(size.times(num(rounding)))
}

func (s Shift) checkAbsolute(r ShiftResult, size exact) error {
	cost, apart := num(0), num(0)
	for i, w := range r.Weights {
		x, p := num(w).minus(num(s.Weights[i])), s.price(r, i)
		up, down := num(s.High[i]).minus(num(s.Weights[i])), num(s.Weights[i]).minus(num(s.Low[i]))
		cost = cost.plus(x.size())
		apart = apart.plus(x.size()).minus(p.times(x))
		apart = apart.plus(up.times(num(0).larger(p.minus(num(1)))))
		apart = apart.plus(down.times(num(0).larger(num(-1).minus(p))))
	}
	if cost.differs(num(r.Cost), slack, cost) {
		return Fault{-1, WrongCost}
	}
	if apart.above(allowed(r.Cost, size)) {
		return Fault{-1, NotLeast}
	}
	return nil
}

func (s Shift) checkSquare(r ShiftResult, size exact) error {
	squares := num(0)
	for i, w := range r.Weights {
		x := num(w).minus(num(s.Weights[i]))
		squares = squares.plus(x.times(x))
	}
	if r.Cost < 0 || num(r.Cost).times(num(r.Cost)).differs(squares, 2*slack, squares) {
		return Fault{-1, WrongCost}
	}
	most := allowed(r.Cost, size)
	for i, w := range r.Weights {
		want := num(s.Weights[i]).plus(s.price(r, i)).larger(num(s.Low[i])).smaller(num(s.High[i]))
		if num(w).differs(want, 1, most) {
			return Fault{i, NotLeast}
		}
	}
	return nil
}

// checkBound proves that the mark is out of reach.
func (s Shift) checkBound(r ShiftResult, sum, gap, gapSize exact) error {
	if r.Cost != 0 || r.Lambda != 0 || r.Centre != 0 || r.Mu != 0 {
		return Fault{-1, Unused}
	}
	bound := num(r.Theta).times(sum)
	for i, d := range s.D {
		over := num(d).minus(num(r.Theta))
		atLow, atHigh := over.times(num(s.Low[i])), over.times(num(s.High[i]))
		if r.Best < 0 {
			bound = bound.plus(atLow.larger(atHigh))
		} else {
			bound = bound.plus(atLow.smaller(atHigh))
		}
	}
	if r.Best < 0 && bound.sign() >= 0 || r.Best >= 0 && bound.sign() <= 0 {
		return Fault{-1, NotImpossible}
	}
	if gap.differs(num(r.Best), slack, gapSize) || bound.differs(gap, slack, gapSize) {
		return Fault{-1, WrongBest}
	}
	return nil
}
