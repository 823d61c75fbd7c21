package optimum

import "math"

// twofold is a number in twice the precision of a float64: the unrounded sum of hi and lo, lo being at most half a unit in
// the last place of hi (Dekker 1971). Its operations keep about 31 digits.
type twofold struct{ hi, lo float64 }

// same is what rounding leaves of a twofold after some operations, as a share of it.
const same = 1e-30

func of(v float64) twofold { return twofold{v, 0} }

// sumOf is a + b without rounding (Knuth 1969).
func sumOf(a, b float64) twofold {
	s := a + b
	y := s - a
	return twofold{s, (a - (s - y)) + (b - y)}
}

// productOf is a b without rounding.
func productOf(a, b float64) twofold {
	p := float64(a * b)
	return twofold{p, math.FMA(a, b, -p)}
}

// joined is hi + lo where lo is the smaller in size.
func joined(hi, lo float64) twofold {
	s := hi + lo
	return twofold{s, lo - (s - hi)}
}

func (a twofold) plus(b twofold) twofold {
	high, low := sumOf(a.hi, b.hi), sumOf(a.lo, b.lo)
	s := joined(high.hi, high.lo+low.hi)
	return joined(s.hi, s.lo+low.lo)
}

func (a twofold) minus(b twofold) twofold { return a.plus(b.negative()) }

func (a twofold) negative() twofold { return twofold{-a.hi, -a.lo} }

func (a twofold) times(b twofold) twofold {
	p := productOf(a.hi, b.hi)
	return joined(p.hi, p.lo+(float64(a.hi*b.lo)+float64(a.lo*b.hi)))
}

// over is a / b, b not being 0: long division of two digits.
func (a twofold) over(b twofold) twofold {
	first := a.hi / b.hi
	rest := a.minus(b.times(of(first)))
	return joined(first, rest.hi/b.hi)
}

// compare is -1, 0 or 1 as a is below, at or above b.
func (a twofold) compare(b twofold) int {
	switch {
	case a.hi < b.hi || a.hi == b.hi && a.lo < b.lo:
		return -1
	case a.hi == b.hi && a.lo == b.lo:
		return 0
	}
	return 1
}

func (a twofold) above(b twofold) bool { return a.compare(b) > 0 }
func (a twofold) below(b twofold) bool { return a.compare(b) < 0 }

// sign is -1, 0 or 1.
func (a twofold) sign() int { return a.compare(twofold{}) }

func (a twofold) size() twofold {
	if a.sign() < 0 {
		return a.negative()
	}
	return a
}

// within is a, or the bound that it passes.
func (a twofold) within(low, high twofold) twofold {
	switch {
	case a.below(low):
		return low
	case a.above(high):
		return high
	}
	return a
}

// dot is sum(a b), and the sum of the sizes of its terms.
func dot(a, b []float64) (sum twofold, size float64) {
	for i, v := range a {
		p := productOf(v, b[i])
		sum = sum.plus(p)
		size += math.Abs(p.hi)
	}
	return sum, size
}

// total is sum(a).
func total(a []float64) twofold {
	var sum twofold
	for _, v := range a {
		sum = sum.plus(of(v))
	}
	return sum
}
