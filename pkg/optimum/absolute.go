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
	theta    int       // if the mark is not met, the part whose d proves it: those above are at their high, those below at their low
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
	m.theta = t.threshold(m)
	return m
}

// threshold is the part with the highest d of all that have room to gain, so that every part above it is at its high; as no
// move gains any more, every part below is at its low. Where nothing has room it is the part with the lowest d.
func (t *task) threshold(m *march) int {
	at, lowest := -1, 0
	for i, d := range t.d {
		if room := m.up[i].sign() > 0 || m.x[i].sign() < 0; room && (at < 0 || d > t.d[at]) {
			at = i
		}
		if d < t.d[lowest] {
			lowest = i
		}
	}
	if at < 0 {
		return lowest
	}
	return at
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
	if !m.reached {
		if r, out := t.outOfReach(w, m.theta); out {
			return r
		}
	}
	t.settle(w, []int{m.from, m.to}) // the only parts that may stand between their weight and a bound
	// Rounded down, so that a giver with much left is not priced beyond -1.
	gain := sumOf(t.d[m.to], -t.d[m.from])
	lambda := 2 / gain.hi
	for of(lambda).times(gain).above(of(2)) {
		lambda = math.Nextafter(lambda, 0)
	}
	return ShiftResult{Weights: w, Feasible: true, Cost: t.cost(w), Lambda: t.sign * lambda, Centre: t.D[m.to], Mu: 1}
}
