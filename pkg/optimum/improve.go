package optimum

import (
	"math"
	"slices"
)

// Improve is the question which changes x gain enough points at least cost:
//
//	min sum(c x)  with  sum(g x) >= need,  0 <= x <= u
//
// It is a knapsack that may be filled with fractions: what is cheapest by the point is taken first.
type Improve struct {
	Gain []float64 // g: points of score per unit of change; above 0
	Cost []float64 // c: cost per unit of change; 0 or more, 0 being taken first
	Room []float64 // u: units available; 0 or more
	Need float64   // points; 0 or less asks for no change
}

// ImproveResult is the answer to an Improve, with its certificate. Fields without a meaning for the answer are 0.
type ImproveResult struct {
	Amounts  []float64 // x, in units; where the need is out of reach, all there is
	Feasible bool      // whether there is room for the need
	Cost     float64   // sum(c x)

	// Price is the cost of the last point: the ratio c / g of the part taken last. It proves that the cost is the least: every
	// x that is allowed has sum(c x) >= Price need - sum u max(0, Price g - c), and for these amounts the two are equal.
	Price float64

	// Best is sum(g u), the points that can be gained, where that is less than the need.
	Best float64
}

// Solve finds the cheapest amounts, or shows that there is no room for them: a need is out of reach when it is more than
// sum(g u) by more than Level of that. Amounts that reach the need do so without rounding: sum(g x), added exactly, is not
// below it. Parts with the same ratio of gain to cost are taken in their order. It errs with a Fault: lists of unequal
// length, numbers out of range, a gain that is not above 0, a cost or a room below 0.
func (m Improve) Solve() (ImproveResult, error) {
	if err := m.refuse(); err != nil {
		return ImproveResult{}, err
	}
	r := ImproveResult{Amounts: make([]float64, len(m.Gain))}
	left, last := of(m.Need), -1
	for _, i := range m.order() {
		if left.sign() <= 0 {
			break
		}
		last = i
		if whole := productOf(m.Gain[i], m.Room[i]); !whole.above(left) {
			r.Amounts[i] = m.Room[i]
			left = left.minus(whole)
			continue
		}
		x := left.over(of(m.Gain[i])).hi
		for productOf(m.Gain[i], x).below(left) {
			x = math.Nextafter(x, math.Inf(1))
		}
		r.Amounts[i], left = x, twofold{}
	}
	if best, _ := dot(m.Gain, m.Room); left.hi > Level*best.hi {
		r.Best = best.hi
		return r, nil
	}
	r.Feasible = true
	cost, _ := dot(m.Cost, r.Amounts)
	r.Cost = cost.hi
	if last >= 0 {
		// Rounded down, so that a last part with much room left is not priced above its cost.
		r.Price = m.Cost[last] / m.Gain[last]
		for productOf(r.Price, m.Gain[last]).above(of(m.Cost[last])) {
			r.Price = math.Nextafter(r.Price, 0)
		}
	}
	return r, nil
}

// order lists the parts from the cheapest point to the dearest.
func (m Improve) order() []int {
	order := make([]int, len(m.Gain))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { // by c / g, without the rounding of a division
		return productOf(m.Cost[a], m.Gain[b]).compare(productOf(m.Cost[b], m.Gain[a]))
	})
	return order
}

// refuse looks for what cannot be solved.
func (m Improve) refuse() error {
	if err := inputs(len(m.Gain), m.Gain, m.Cost, m.Room); err != nil {
		return err
	}
	if p := input(m.Need); p != "" {
		return Fault{-1, p}
	}
	for i, g := range m.Gain {
		if g <= 0 || m.Cost[i] < 0 || m.Room[i] < 0 {
			return Fault{i, Negative}
		}
	}
	return nil
}

// Check says whether r is the answer to m, as a Fault if it is not; the same Fault as Solve where m cannot be solved.
// Amounts must be within 0 and the room exactly, and gain the need within 1e-12 sum(g x). That the cost is the least is
// proved by the price p: the distance from cost to dual bound is
//
//	sum(c x - p g x + u max(0, p g - c)) + p (sum(g x) - need)
//
// and must be within 1e-9 of the cost. The terms of the first sum are 0 or more; the last counts where it is above 0. That
// the need is out of reach is proved by sum(g u).
func (m Improve) Check(r ImproveResult) error {
	if err := m.refuse(); err != nil {
		return err
	}
	if err := outputs(len(m.Gain), r.Amounts, r.Cost, r.Price, r.Best); err != nil {
		return err
	}
	price, gained, cost, apart, best := num(r.Price), num(0), num(0), num(0), num(0)
	for i, v := range r.Amounts {
		if v < 0 || v > m.Room[i] {
			return Fault{i, OutOfBounds}
		}
		g, c, u, x := num(m.Gain[i]), num(m.Cost[i]), num(m.Room[i]), num(v)
		worth := price.times(g)
		gained, cost, best = gained.plus(g.times(x)), cost.plus(c.times(x)), best.plus(g.times(u))
		apart = apart.plus(c.minus(worth).times(x)).plus(u.times(num(0).larger(worth.minus(c))))
	}
	if !r.Feasible {
		switch {
		case r.Cost != 0 || r.Price != 0:
			return Fault{-1, Unused}
		case !num(m.Need).above(best):
			return Fault{-1, NotImpossible}
		case best.differs(num(r.Best), slack, best) || best.differs(gained, slack, best):
			return Fault{-1, WrongBest}
		}
		return nil
	}
	over := gained.minus(num(m.Need))
	switch {
	case r.Best != 0:
		return Fault{-1, Unused}
	case over.sign() < 0 && over.differs(num(0), slack, gained):
		return Fault{-1, MarkMissed}
	case cost.differs(num(r.Cost), slack, cost):
		return Fault{-1, WrongCost}
	case r.Price < 0, apart.plus(num(0).larger(price.times(over))).above(cost.times(num(optimal))):
		return Fault{-1, NotLeast}
	}
	return nil
}
