package crossing

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"pgregory.net/rapid"
)

var nan, inf = math.NaN(), math.Inf(1)

// whole is curves in small whole numbers, so that they often are level, touch, meet at the ends of the range, run through
// one point, or are the same; and so that all of it can be decided exactly. Numbers are those at the ends of the range.
type whole struct {
	from, to int64
	n0, n1   []int64
	d0, d1   []int64 // 1 to 3; 0 at one end
	curves   []Curve
}

func drawWhole(t *rapid.T) whole {
	w := whole{from: rapid.Int64Range(-2, 2).Draw(t, "from")}
	w.to = w.from + rapid.SampledFrom([]int64{1, 2, 4}).Draw(t, "length")
	n := rapid.IntRange(1, 9).Draw(t, "curves")
	bent := rapid.SampledFrom([]int{0, 3, 9}).Draw(t, "bent")
	for range n {
		n0, n1 := rapid.Int64Range(0, 8).Draw(t, "n0"), rapid.Int64Range(0, 8).Draw(t, "n1")
		d0, d1 := int64(1), int64(1)
		if rapid.IntRange(0, 9).Draw(t, "shape") < bent {
			d0, d1 = rapid.Int64Range(1, 4).Draw(t, "d0"), rapid.Int64Range(1, 4).Draw(t, "d1")
			switch rapid.IntRange(0, 11).Draw(t, "end") {
			case 0:
				d0, n0 = 0, 0 // constant
			case 1:
				d1, n1 = 0, 0
			case 2:
				d0, n0 = 0, 2*n0-7 // infinite, either way
			case 3:
				d1, n1 = 0, 2*n1-7
			}
		}
		w.add(n0, n1, d0, d1)
	}
	if rapid.Bool().Draw(t, "gap") {
		w.add(1, 1, 0, 0)
		w.curves[len(w.curves)-1] = rapid.SampledFrom([]Curve{{1, 1, nan, 0}, {5, 1, 0, 0}, {-9, -9, inf, 1}, {3.5, 1, 1e-310, 0}}).Draw(t, "none")
	}
	return w
}

func (w *whole) add(n0, n1, d0, d1 int64) {
	l := w.to - w.from
	b, d := n1-n0, d1-d0
	w.n0, w.n1, w.d0, w.d1 = append(w.n0, n0), append(w.n1, n1), append(w.d0, d0), append(w.d1, d1)
	w.curves = append(w.curves, Curve{float64(n0*l - b*w.from), float64(b), float64(d0*l - d*w.from), float64(d)})
}

func (w *whole) scored(i int) bool { return w.d0[i]+w.d1[i] > 0 }

// poly is c + b t + a t², whose sign inside the range is that of curve i less curve j.
func (w *whole) poly(i, j int) [3]int64 {
	x, y := w.curves[i], w.curves[j]
	a1, b1, c1, d1 := int64(x.A), int64(x.B), int64(x.C), int64(x.D)
	a2, b2, c2, d2 := int64(y.A), int64(y.B), int64(y.C), int64(y.D)
	return [3]int64{a1*c2 - a2*c1, a1*d2 + b1*c2 - a2*d1 - b2*c1, b1*d2 - b2*d1}
}

func at(p [3]int64, t int64) int64 { return p[0] + p[1]*t + p[2]*t*t }

// without divides by t - r, of which p is a multiple.
func without(p [3]int64, r int64) [3]int64 { return [3]int64{p[1] + p[2]*r, p[2], 0} }

// meet is the order of two curves just inside the start of the range and how often it changes inside.
func (w *whole) meet(i, j int) (order, count int) {
	p := w.poly(i, j)
	if p == [3]int64{} {
		return 0, 0
	}
	for at(p, w.from) == 0 {
		p = without(p, w.from)
	}
	for at(p, w.to) == 0 {
		p = without(p, w.to)
		p = [3]int64{-p[0], -p[1], -p[2]} // t - to is negative inside
	}
	order = cmp.Compare(at(p, w.from), 0)
	if order != cmp.Compare(at(p, w.to), 0) {
		return order, 1
	}
	if a, b, c := p[2], p[1], p[0]; a != 0 {
		lowest := cmp.Compare(4*a*c-b*b, 0) * cmp.Compare(a, 0) // sign at -b/2a
		if 2*a*a*w.from < -b*a && -b*a < 2*a*a*w.to && lowest == -order {
			return order, 2
		}
	}
	return order, 0
}

// order is the order of two curves at a t inside, exactly.
func (w *whole) order(i, j int, t float64) int {
	p := w.poly(i, j)
	x := new(big.Rat).SetFloat64(t)
	sum := new(big.Rat).SetInt64(p[2])
	for _, c := range []int64{p[1], p[0]} {
		sum.Add(sum.Mul(sum, x), new(big.Rat).SetInt64(c))
	}
	return sum.Sign()
}

// ranks is the competition ranks at a t inside, exactly.
func (w *whole) ranks(t float64) []int32 {
	out := make([]int32, len(w.curves))
	for i := range out {
		if !w.scored(i) {
			continue
		}
		out[i] = 1
		for j := range out {
			if j != i && w.scored(j) && w.order(j, i, t) > 0 {
				out[i]++
			}
		}
	}
	return out
}

// points is the points at which crossings lie, and the middles between them and the ends of the range.
func points(list []Crossing, from, to float64) (ts, middles []float64) {
	for _, c := range list {
		if len(ts) == 0 || c.At > ts[len(ts)-1]+1e-9 {
			ts = append(ts, c.At)
		}
	}
	last := from
	for _, t := range append(slices.Clone(ts), to) {
		middles = append(middles, last+(t-last)/2)
		last = t
	}
	return ts, middles
}

// apart is how far apart the values of two curves are at t, as a share of what they are made of.
func apart(x, y Curve, t float64) float64 {
	return math.Abs(x.Value(t)-y.Value(t)) / math.Max(x.size(t), y.size(t))
}

// naive is the ranks of values by counting.
func naive(values []float64) []int32 {
	out := make([]int32, len(values))
	for i, v := range values {
		if v == v {
			out[i] = 1
			for _, u := range values {
				if u > v {
					out[i]++
				}
			}
		}
	}
	return out
}
