package optimum

import (
	"cmp"
	"math"
	"slices"
)

// march moves weight pair by pair, from the part with the lowest d that can lose to the one with the highest d that can
// gain: a unit moved costs 2 and gains the difference of the two, which falls as parts reach their bounds.
type march struct {
	x        []twofold // the change
	down, up []twofold // what is left to lose and to gain
	reached  bool      // the mark is met; otherwise no move gains any more
	from, to int       // the last pair; -1 before the first move
	theta    int       // if the mark is not met: parts with a higher d than this one are at their high, those with a lower at their low
}

// march goes on until the mark is met, or with all until no move gains any more.
func (t *task) march(all bool) *march {
	m := &march{x: make([]twofold, len(t.d)), down: slices.Clone(t.down), up: slices.Clone(t.up), from: -1, to: -1}
	var givers, takers []int
	for i := range t.d {
		if m.down[i].sign() > 0 {
			givers = append(givers, i)
		}
		if m.up[i].sign() > 0 {
			takers = append(takers, i)
		}
	}
	slices.SortStableFunc(givers, func(a, b int) int { return cmp.Compare(t.d[a], t.d[b]) })
	slices.SortStableFunc(takers, func(a, b int) int { return cmp.Compare(t.d[b], t.d[a]) })
	left := t.need
	for len(givers) > 0 && len(takers) > 0 && t.d[takers[0]] > t.d[givers[0]] {
		m.from, m.to = givers[0], takers[0]
		gain := sumOf(t.d[m.to], -t.d[m.from])
		amount := m.down[m.from]
		if m.up[m.to].below(amount) {
			amount = m.up[m.to]
		}
		if !all && !amount.times(gain).below(left) {
			if part := left.over(gain); part.below(amount) {
				amount = part
			}
			m.reached = true
		}
		left = left.minus(amount.times(gain))
		m.x[m.from], m.down[m.from] = m.x[m.from].minus(amount), m.down[m.from].minus(amount)
		m.x[m.to], m.up[m.to] = m.x[m.to].plus(amount), m.up[m.to].minus(amount)
		if m.reached {
			return m
		}
		if m.down[m.from].sign() == 0 {
			givers = givers[1:]
		}
		if m.up[m.to].sign() == 0 {
			takers = takers[1:]
		}
	}
	switch { // a part that stands between its bounds is at theta
	case len(givers) > 0 && (len(takers) == 0 || m.x[givers[0]].sign() < 0):
		m.theta = givers[0]
	case len(takers) > 0:
		m.theta = takers[0]
	default:
		m.theta = max(m.to, 0) // without a move nothing can move at all, and any part will do
	}
	return m
}

// between lists the parts of the last pair, the only ones that may stand between their weight and a bound.
func (m *march) between() []int {
	if m.to < 0 {
		return nil
	}
	return []int{m.from, m.to}
}

// absolute solves for L1. The march is the best use of every amount moved, and what it gains is concave in the amount, so
// that the first amount that reaches the mark is the least.
//
// For the prices, let x = w' - w, and p_i = lambda d_i + mu. The dual of the linear program is
//
//	max  lambda need - sum up_i max(0, p_i - 1) - sum down_i max(0, -p_i - 1)
//
// which is the least of sum|x_i| - sum p_i x_i within the bounds plus lambda need. It equals the cost where p is 1 at the
// taker and -1 at the giver of the last pair: lambda = 2 / (d_to - d_from).
func (t *task) absolute() ShiftResult {
	m := t.march(false)
	w := t.weights(m.x)
	t.settle(w, m.between())
	if !m.reached {
		if r, out := t.outOfReach(w, m.theta); out {
			return r
		}
	}
	// Rounded down, so that a giver with much left is not priced beyond -1.
	gain := sumOf(t.d[m.to], -t.d[m.from])
	lambda := 2 / gain.hi
	for of(lambda).times(gain).above(of(2)) {
		lambda = math.Nextafter(lambda, 0)
	}
	return ShiftResult{Weights: w, Feasible: true, Cost: t.cost(w), Lambda: t.sign * lambda, Centre: t.D[m.to], Mu: 1}
}
