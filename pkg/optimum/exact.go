package optimum

import "math/big"

// exact is a number as the checks compute with it. Sums and products of up to four float64 need under 4096 bits whatever
// their sizes, so nothing is rounded; numbers that end early take no more room than they need.
type exact struct{ v *big.Float }

const bits = 4096

// num is a finite float64.
func num(v float64) exact { return exact{new(big.Float).SetPrec(bits).SetFloat64(v)} }

func blank() *big.Float { return new(big.Float).SetPrec(bits) }

func (a exact) plus(b exact) exact  { return exact{blank().Add(a.v, b.v)} }
func (a exact) minus(b exact) exact { return exact{blank().Sub(a.v, b.v)} }
func (a exact) times(b exact) exact { return exact{blank().Mul(a.v, b.v)} }
func (a exact) size() exact         { return exact{blank().Abs(a.v)} }
func (a exact) above(b exact) bool  { return a.v.Cmp(b.v) > 0 }
func (a exact) sign() int           { return a.v.Sign() }

// larger is the larger of two numbers.
func (a exact) larger(b exact) exact {
	if b.above(a) {
		return b
	}
	return a
}

// smaller is the smaller of two numbers.
func (a exact) smaller(b exact) exact {
	if a.above(b) {
		return b
	}
	return a
}

// differs says whether a is farther from b than a share of a size.
func (a exact) differs(b exact, share float64, size exact) bool {
	return a.minus(b).size().above(size.times(num(share)))
}
