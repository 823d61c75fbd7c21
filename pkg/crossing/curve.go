// Package crossing says where curves over one weight meet, and what holds of their order in between. It knows no zones
// and no index: a curve is the score of somebody along a path of weights, and t is where on the path.
//
// Curves are linear-fractional, so two of them meet where a quadratic is 0 and all crossings are solved for, never
// sampled. Higher is ahead. Ranks compares values to the last bit, as rankings do. Crossings, Involving, AtPlace and
// Stable compare curves, and take for level what rounding alone may have set apart, so that zones which are equal by
// different sums do not cross wherever their last bits happen to.
package crossing

import "math"

// Curve is a score along a path of weights: (A + B t) / (C + D t). C is 1 and D is 0 for a straight line, as where all
// values are present; elsewhere the parts that are present take over the weight of the missing, and C + D t is what
// weight is present.
//
// A curve with a NaN or an infinity has no score anywhere. Where C + D t is 0, but for rounding, it has none at that t:
// over a range that is possible at the ends alone, and a curve with such a t inside the range is taken to have no score in
// it. A common factor of all four makes no difference.
type Curve struct{ A, B, C, D float64 }

// Line is the curve a + b t.
func Line(a, b float64) Curve { return Curve{a, b, 1, 0} }

// vanished is the share of C that is left of C + D t by rounding alone.
const vanished = 0x1p-50

// Value is the score at t, NaN where there is none.
func (c Curve) Value(t float64) float64 {
	d := c.weight(t)
	if d == 0 || !c.finite() {
		return math.NaN()
	}
	v := (c.A + float64(c.B*t)) / d
	if v-v != 0 {
		return math.NaN()
	}
	return v
}

// weight is C + D t, and 0 where that is 0 but for rounding.
func (c Curve) weight(t float64) float64 {
	d := c.C + float64(c.D*t)
	if math.Abs(d) <= vanished*math.Abs(c.C) {
		return 0
	}
	return d
}

// finite says whether all numbers of the curve are: 0 times another is not 0.
func (c Curve) finite() bool {
	return float64(c.A*0)+float64(c.B*0)+float64(c.C*0)+float64(c.D*0) == 0
}

// size is how large the terms are that the value at t is made of; rounding is in proportion to it, not to the value.
func (c Curve) size(t float64) float64 {
	return (math.Abs(c.A) + math.Abs(float64(c.B*t))) / math.Abs(c.C+float64(c.D*t))
}

// slope is the derivative at t.
func (c Curve) slope(t float64) float64 {
	d := c.C + float64(c.D*t)
	return (float64(c.B*(c.C/d)) - float64(c.A*(c.D/d))) / d
}

// Values evaluates curves: the value of curve i at ts[p] is element p*len(curves) + i.
func Values(curves []Curve, ts []float64) []float64 {
	out := make([]float64, 0, len(curves)*len(ts))
	for _, t := range ts {
		for _, c := range curves {
			out = append(out, c.Value(t))
		}
	}
	return out
}
