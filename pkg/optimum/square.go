package optimum

import (
	"cmp"
	"math"
	"slices"
)

// square solves for L2. The conditions of Karush, Kuhn and Tucker say that every part changes by its price p_i = lambda
// d_i + mu, or stands at the bound that this passes. For every lambda one balance mu keeps the sum; what the change then
// gains grows with lambda (it is the slope of a concave function), and is linear between the places where a part reaches
// or leaves a bound. So lambda is found by Newton's method, which is exact once it is on the right piece, kept in a
// bracket by halving.
func (t *task) square() ShiftResult {
	end := t.march(true)
	w := t.weights(end.x)
	if r, out := t.outOfReach(w, end.theta); out {
		return r
	}
	q := t.balance(t.d[end.theta])
	q.stretch()
	if q.gain().above(t.need) {
		q.search(t.need)
	}
	x := make([]twofold, len(t.d))
	var between []int
	nearest, centre, mu := math.Inf(1), 0.0, 0.0
	for k, i := range q.parts {
		x[i] = q.x[k]
		if q.between(k) {
			between = append(between, i)
		}
		if price := q.price[k].hi; math.Abs(price) < nearest {
			nearest, centre, mu = math.Abs(price), t.D[i], price
		}
	}
	w = t.weights(x)
	t.settle(w, between)
	return ShiftResult{Weights: w, Feasible: true, Cost: t.cost(w), Lambda: t.sign * q.lambda.hi, Centre: centre, Mu: mu}
}

// balance is the parts that can move, under a lambda and the mu that keeps the sum.
type balance struct {
	parts      []int
	e          []twofold // d less theta: the same gain, as the sum is kept, and no loss of digits when lambda is large
	low, high  []twofold // bounds of the change
	price, x   []twofold // lambda e + mu, and the change: the price within the bounds
	lambda, mu twofold
	bends      []bend
}

// bend is a mu at which a part leaves its low (step 1) or reaches its high (-1).
type bend struct {
	at   twofold
	step int
}

func (t *task) balance(theta float64) *balance {
	q := &balance{}
	for i, d := range t.d {
		if t.down[i].sign() > 0 || t.up[i].sign() > 0 {
			q.parts = append(q.parts, i)
			q.e = append(q.e, sumOf(d, -theta))
			q.low = append(q.low, t.down[i].negative())
			q.high = append(q.high, t.up[i])
		}
	}
	q.price, q.x = make([]twofold, len(q.parts)), make([]twofold, len(q.parts))
	q.bends = make([]bend, 0, 2*len(q.parts))
	return q
}

// stretch sets the change that gains most: parts above theta at their high, those below at their low, those at theta by
// their balance; and the smallest lambda that takes them there.
func (q *balance) stretch() {
	q.bends = q.bends[:0]
	var sum twofold
	for k, e := range q.e {
		switch e.sign() {
		case 1:
			q.x[k] = q.high[k]
		case -1:
			q.x[k] = q.low[k]
		case 0:
			q.x[k] = q.low[k]
			q.bends = append(q.bends, bend{q.low[k], 1}, bend{q.high[k], -1})
		}
		sum = sum.plus(q.x[k])
	}
	q.mu, q.lambda = level(sum, q.bends), twofold{}
	for k, e := range q.e {
		if e.sign() != 0 {
			if l := q.x[k].minus(q.mu).over(e); l.above(q.lambda) {
				q.lambda = l
			}
		}
	}
	q.settle()
}

// level is the mu at which a sum is 0 that starts from sum, 0 or less, and grows by the number of parts between their
// bounds. There is one bend at least.
func level(sum twofold, bends []bend) twofold {
	slices.SortFunc(bends, func(a, b bend) int { return cmp.Or(a.at.compare(b.at), a.step-b.step) })
	mu, between := bends[0].at, 0
	for _, b := range bends {
		if between > 0 {
			next := sum.plus(b.at.minus(mu).times(of(float64(between))))
			if next.sign() >= 0 {
				return mu.minus(sum.over(of(float64(between))))
			}
			sum = next
		}
		if sum.sign() >= 0 {
			return mu
		}
		mu = b.at
		between += b.step
	}
	return mu
}

// set takes a lambda, finds mu and the change, and returns what the change gains and how that grows with lambda: the sum
// of the squares of d, less its mean, over the parts between their bounds.
func (q *balance) set(lambda twofold) (gain, slope twofold) {
	q.lambda, q.bends = lambda, q.bends[:0]
	var sum twofold
	for k, e := range q.e {
		at := lambda.times(e)
		q.bends = append(q.bends, bend{q.low[k].minus(at), 1}, bend{q.high[k].minus(at), -1})
		sum = sum.plus(q.low[k])
	}
	q.mu = level(sum, q.bends)
	q.settle()
	var mean, over twofold
	between := 0
	for k, e := range q.e {
		over = over.plus(q.x[k])
		if q.between(k) {
			mean = mean.plus(e)
			between++
		}
	}
	if between > 0 {
		mean = mean.over(of(float64(between)))
		// The bends are as large as the bounds, the change may be small: what that lost is put right.
		q.mu = q.mu.minus(over.over(of(float64(between))))
		q.settle()
	}
	for k, e := range q.e {
		if q.between(k) {
			slope = slope.plus(e.minus(mean).times(e.minus(mean)))
		}
	}
	return q.gain(), slope
}

// settle sets the prices and the change.
func (q *balance) settle() {
	for k, e := range q.e {
		q.price[k] = q.lambda.times(e).plus(q.mu)
		q.x[k] = q.price[k].within(q.low[k], q.high[k])
	}
}

// between says whether a part stands between its bounds.
func (q *balance) between(k int) bool { return q.x[k].above(q.low[k]) && q.x[k].below(q.high[k]) }

// gain is sum(e x).
func (q *balance) gain() twofold {
	var sum twofold
	for k, e := range q.e {
		sum = sum.plus(e.times(q.x[k]))
	}
	return sum
}

// newtons is how many steps of Newton's method are tried; under ten are usual. After them the bracket is halved, and as it
// is halved among the floats, not among the numbers, that ends within 64 steps.
const newtons = 40

// search finds the lambda at which the change gains need, which is less than at the present lambda. A unit in the last
// place of lambda changes the gain by one of its own at most, since gain / lambda never grows with lambda.
func (q *balance) search(need twofold) {
	low, high := twofold{}, q.lambda
	next := q.unbounded(need)
	for n := 0; ; n++ {
		if n >= newtons || !next.above(low) || !next.below(high) {
			next = of(math.Float64frombits((math.Float64bits(low.hi) + math.Float64bits(high.hi)) / 2))
			if !next.above(low) || !next.below(high) {
				return
			}
		}
		gain, slope := q.set(next)
		left := need.minus(gain)
		if math.Abs(left.hi) <= same*need.hi {
			return
		}
		if left.sign() > 0 {
			low = next
		} else {
			high = next
		}
		if slope.sign() <= 0 {
			next = twofold{} // no help: halve
			continue
		}
		step := left.over(slope)
		if math.Abs(step.hi) <= same*next.hi {
			return
		}
		next = next.plus(step)
	}
}

// unbounded is the lambda that would do without bounds: need / sum (e - mean)^2. With bounds it takes as much or more.
func (q *balance) unbounded(need twofold) twofold {
	n := of(float64(len(q.e)))
	var mean, sum twofold
	for _, e := range q.e {
		mean = mean.plus(e)
	}
	mean = mean.over(n)
	for _, e := range q.e {
		sum = sum.plus(e.minus(mean).times(e.minus(mean)))
	}
	return need.over(sum)
}
