package crossing

import (
	"cmp"
	"math"
)

const (
	// level is how far apart values are put by rounding alone, as a share of the terms they are made of: 64 units in the
	// last place, for what came before the curve was known as well.
	level = 0x1p-46
	// settled is how near to each other values can be brought by choosing t.
	settled = 0x1p-51
	// nothing is the share of its terms that is left of a numerator by rounding, where the denominator is 0.
	nothing = 1e-12
)

// span is curves over a range.
type span struct {
	from, to    float64
	first, last float64 // the first and the last t strictly inside
	near        float64 // points nearer than this to each other are one
	arcs        []arc
}

// arc is a curve over the range of its span, as the mean of its values at the ends weighed by its denominators there. Of
// the denominators only the ratio matters; they are at most 1 and not negative.
type arc struct {
	curve    Curve
	scored   bool
	straight bool    // the value is a + b t
	p, q     float64 // value at the start and at the end
	ep, eq   float64 // what rounding may have done to them
	low      float64 // least and greatest value in between: the ends', for there is no turning back
	high     float64
	d0, d1   float64 // denominator at the start and at the end
	n0, n1   float64 // numerator there
	m0, m1   float64 // size of the terms of the numerator there
	shape    float64 // d1 / d0: curves of one shape cross once at most; NaN where the curve is infinite at an end
	a, b     float64
}

func newSpan(curves []Curve, from, to float64) *span {
	s := &span{from: from, to: to, first: math.Nextafter(from, to), last: math.Nextafter(to, from), arcs: make([]arc, len(curves))}
	s.near = 1e-12 * math.Max(math.Abs(from), math.Abs(to))
	for i, c := range curves {
		s.arcs[i] = arcOf(c, from, to)
	}
	return s
}

func arcOf(c Curve, from, to float64) arc {
	x := arc{curve: c, d0: c.weight(from), d1: c.weight(to)}
	if !c.finite() || x.d0 < 0 && x.d1 > 0 || x.d0 > 0 && x.d1 < 0 {
		return x
	}
	sign := 1.0
	if x.d0 < 0 || x.d1 < 0 {
		sign = -1
	}
	_, e := math.Frexp(math.Max(math.Abs(x.d0), math.Abs(x.d1)))
	unit := math.Ldexp(sign, -max(-1000, min(1000, e))) // a power of two: multiplying by it is exact
	at := func(t float64) (n, m float64) {
		bt := float64(c.B * t)
		return (c.A + bt) * unit, (math.Abs(c.A) + math.Abs(bt)) * math.Abs(unit)
	}
	x.d0, x.d1 = x.d0*unit, x.d1*unit
	x.n0, x.m0 = at(from)
	x.n1, x.m1 = at(to)
	switch {
	case x.d0 == 0 && math.Abs(x.n0) <= nothing*x.m0:
		// Nothing is weighed at this end, and the same few values everywhere else: the curve is constant.
		x.constant(c.Value(to), x.m1/x.d1)
	case x.d1 == 0 && math.Abs(x.n1) <= nothing*x.m1:
		x.constant(c.Value(from), x.m0/x.d0)
	case x.d0 == 0:
		x.p, x.q, x.eq, x.shape = math.Inf(1), c.Value(to), level*x.m1/x.d1, math.NaN()
	case x.d1 == 0:
		x.p, x.q, x.ep, x.shape = c.Value(from), math.Inf(1), level*x.m0/x.d0, math.NaN()
	default:
		x.p, x.q, x.ep, x.eq, x.shape = c.Value(from), c.Value(to), level*x.m0/x.d0, level*x.m1/x.d1, x.d1/x.d0
		if c.D == 0 {
			x.straight, x.a, x.b = true, c.A/c.C, c.B/c.C
		}
	}
	x.scored = x.p == x.p && x.q == x.q // nothing is weighed, or they are too large
	x.low, x.high = math.Min(x.p-x.ep, x.q-x.eq), math.Max(x.p+x.ep, x.q+x.eq)
	if x.shape != x.shape {
		x.low, x.high = math.Inf(-1), math.Inf(1)
	}
	return x
}

func (x *arc) constant(v, size float64) {
	x.p, x.q, x.ep, x.eq, x.shape = v, v, level*size, level*size, 1
	x.n0, x.n1, x.m0, x.m1, x.d0, x.d1 = v, v, size, size, 1, 1
	x.straight, x.a, x.b = true, v, 0
}

// apart says whether no value of one curve is among those of the other, so that they do not meet.
func (x *arc) apart(y *arc) bool { return x.low > y.high || x.high < y.low }

// meeting is the order of two curves inside the range, from its start: 1 where the first is ahead, -1 where the second is, 0
// where they are level everywhere; and where it changes, strictly inside.
type meeting struct {
	order int
	count int
	at    [2]float64
}

// after is the order just after t, crossings at t being over.
func (m *meeting) after(t float64) int {
	o := m.order
	for _, c := range m.at[:m.count] {
		if c <= t {
			o = -o
		}
	}
	return o
}

// meet is the meeting of the curves i and j, which have scores; the same, to the last bit, as that of j and i, turned round.
func (s *span) meet(i, j int32) meeting {
	if i > j {
		m := s.meet(j, i)
		m.order = -m.order
		return m
	}
	x, y := &s.arcs[i], &s.arcs[j]
	if x.apart(y) {
		return meeting{order: cmp.Compare(x.low, y.low)}
	}
	m, between := s.solve(x, y)
	switch m.count {
	case 1:
		m.at[0] = polish(x, y, m.at[0], s.first, s.last, m.order)
	case 2:
		m.at[0] = polish(x, y, m.at[0], s.first, between, m.order)
		m.at[1] = polish(x, y, m.at[1], between, s.last, -m.order)
		if m.at[0] >= m.at[1] {
			m.count = 0 // too near to tell apart
		}
	}
	return m
}

// solve finds the crossings of two curves, and of two crossings a point in between.
//
// With s from 0 to 1 over the range, and w = s / (1-s), the sign of x - y is that of
//
//	b0 + 2 b1 w + b2 w²,   b0 = n0 d0' - n0' d0,   2 b1 = n0 d1' + n1 d0' - n0' d1 - n1' d0,   b2 = n1 d1' - n1' d1,
//
// n and d being the numerators and denominators of x at the start and at the end, and ' those of y. w is positive inside
// the range, so that Descartes' rule of signs rules most pairs out. b0 and b2 are computed from the values at the ends,
// whose order is then theirs.
func (s *span) solve(x, y *arc) (m meeting, between float64) {
	if x.shape == y.shape { // x - y is a straight line over a positive one
		s0, s2 := ahead(x.p, y.p, x.ep+y.ep), ahead(x.q, y.q, x.eq+y.eq)
		switch {
		case s0 == 0:
			m.order = s2
		case s0 != -s2:
			m.order = s0
		case x.straight && y.straight:
			m = meeting{s0, 1, [2]float64{(y.a - x.a) / (x.b - y.b)}}
		default:
			m = meeting{s0, 1, [2]float64{s.place((x.p-y.p)*x.d0, (x.q-y.q)*x.d1)}}
		}
		return m, 0
	}
	w0, w2 := x.d0*y.d0, x.d1*y.d1
	e0, e2 := (x.ep+y.ep)*w0, (x.eq+y.eq)*w2
	b0, b2 := (x.p-y.p)*w0, (x.q-y.q)*w2
	if w0 == 0 {
		b0 = float64(x.n0*y.d0) - float64(y.n0*x.d0)
	}
	if w2 == 0 {
		b2 = float64(x.n1*y.d1) - float64(y.n1*x.d1)
	}
	b1 := 0.5 * (float64(x.n0*y.d1) + float64(x.n1*y.d0) - float64(y.n0*x.d1) - float64(y.n1*x.d0))
	if b0 > e0 && b1 > 0 && b2 > e2 {
		return meeting{order: 1}, 0
	}
	if b0 < -e0 && b1 < 0 && b2 < -e2 {
		return meeting{order: -1}, 0
	}
	e1 := 0.5 * level * (float64(x.m0*y.d1) + float64(x.m1*y.d0) + float64(y.m0*x.d1) + float64(y.m1*x.d0))
	return s.roots([3]float64{b0, b1, b2}, [3]float64{e0, e1, e2})
}

// roots finds the positive w at which b0 + 2 b1 w + b2 w² changes its sign; e is what rounding may have done to b.
func (s *span) roots(b, e [3]float64) (m meeting, between float64) {
	s0, s1, s2 := ahead(b[0], 0, e[0]), ahead(b[1], 0, e[1]), ahead(b[2], 0, e[2])
	m.order = cmp.Or(s0, s1, s2)
	if s0 >= 0 && s1 >= 0 && s2 >= 0 || s0 <= 0 && s1 <= 0 && s2 <= 0 {
		return m, 0
	}
	// Now either s0 and s2 are opposite, or s1 is opposite to both, one of which may be 0.
	scale := math.Max(math.Abs(b[0]), math.Max(math.Abs(b[1]), math.Abs(b[2])))
	for k := range b {
		b[k] /= scale
		e[k] /= scale
	}
	one := func(num, den float64) (meeting, float64) {
		m.count, m.at[0] = 1, s.place(num, den)
		return m, 0
	}
	switch {
	case s0 == 0:
		return one(2*b[1], b[2])
	case s2 == 0:
		return one(b[0], 2*b[1])
	}
	d := float64(b[1]*b[1]) - float64(b[0]*b[2])
	q := -(b[1] + math.Copysign(math.Sqrt(math.Max(d, 0)), b[1])) // the roots are q/b2 and b0/q, neither of which cancels
	if s0 != s2 {
		if q > 0 == (b[2] > 0) {
			return one(q, b[2])
		}
		return one(b[0], q)
	}
	if d <= float64(2*math.Abs(b[1])*e[1])+float64(math.Abs(b[0])*e[2])+float64(math.Abs(b[2])*e[0]) {
		return m, 0 // they touch
	}
	m.count, m.at = 2, [2]float64{s.place(b[0], q), s.place(q, b[2])}
	return m, s.place(math.Sqrt(math.Abs(b[0])), math.Sqrt(math.Abs(b[2])))
}

// ahead is the sign of p - q, 0 where they are no further apart than e.
func ahead(p, q, e float64) int {
	switch d := p - q; {
	case d > e:
		return 1
	case d < -e:
		return -1
	}
	return 0
}

// place is t where s / (1-s) is num / den, whatever their signs; it is exact towards both ends of the range.
func (s *span) place(num, den float64) float64 {
	num, den = math.Abs(num), math.Abs(den)
	if num < den {
		return s.from + float64((s.to-s.from)*(num/(num+den)))
	}
	return s.to - float64((s.to-s.from)*(den/(num+den)))
}

// polish brings t to where the values of two curves agree as far as they can, by Newton's method within [low, high] and by
// halving where that leaves it. order is that of the curves before t.
func polish(x, y *arc, t, low, high float64, order int) float64 {
	if t = math.Max(low, math.Min(high, t)); t != t {
		t = low + float64((high-low)*0.5)
	}
	best, apart := t, math.Inf(1)
	for range 200 {
		f := x.curve.Value(t) - y.curve.Value(t)
		if math.Abs(f) < apart {
			best, apart = t, math.Abs(f)
		}
		if !(math.Abs(f) > settled*(x.curve.size(t)+y.curve.size(t))) {
			break
		}
		if f > 0 == (order > 0) {
			low = t
		} else {
			high = t
		}
		next := t - f/(x.curve.slope(t)-y.curve.slope(t))
		if !(next > low && next < high) {
			next = low + float64((high-low)*0.5)
		}
		if next <= low || next >= high {
			break
		}
		t = next
	}
	return best
}
