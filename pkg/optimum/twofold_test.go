package optimum

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestTwofoldKeepsDigits compares the operations with exact ones: 31 digits are right.
func TestTwofoldKeepsDigits(t *testing.T) {
	draw := func(rt *rapid.T, name string) twofold {
		hi := rapid.Float64Range(-1e6, 1e6).Draw(rt, name)
		if math.Abs(hi) < 1e-90 { // smaller ones are no numbers of a problem
			hi = 0
		}
		return sumOf(hi, rapid.Float64Range(-1, 1).Draw(rt, name+" low")*math.Abs(hi)*0x1p-54)
	}
	value := func(a twofold) exact { return num(a.hi).plus(num(a.lo)) }
	rapid.Check(t, func(rt *rapid.T) {
		a, b := draw(rt, "a"), draw(rt, "b")
		if rapid.Bool().Draw(rt, "close") { // so that a difference has few digits left
			b = a.plus(of(b.hi * 0x1p-90))
		}
		ea, eb := value(a), value(b)
		check := func(name string, got twofold, want, size exact) {
			if value(got).differs(want, 1e-31, size) {
				rt.Fatalf("%v %s %v is %v", a, name, b, got)
			}
		}
		check("+", a.plus(b), ea.plus(eb), ea.plus(eb).size())
		check("-", a.minus(b), ea.minus(eb), ea.minus(eb).size())
		check("*", a.times(b), ea.times(eb), ea.times(eb).size().plus(num(1e-290)))
		if math.Abs(b.hi) > 1e-9 {
			q := exact{blank().Quo(ea.v, eb.v)}
			check("/", a.over(b), q, q.size().plus(num(1e-290)))
		}
		if got := a.compare(b); got != ea.v.Cmp(eb.v) {
			rt.Fatalf("%v compared with %v: %d", a, b, got)
		}
	})
}

// TestExactIsExact: numbers of the check are wide enough for products of four from both ends of the range.
func TestExactIsExact(t *testing.T) {
	p := num(1).plus(num(0x1p-1000).times(num(0x1p-1000)).times(num(3)))
	if p.v.Acc() != big.Exact || !p.above(num(1)) || p.minus(num(1)).v.Cmp(num(3).times(num(0x1p-1000)).times(num(0x1p-1000)).v) != 0 {
		t.Error("digits are lost")
	}
}
