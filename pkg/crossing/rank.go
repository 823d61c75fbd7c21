package crossing

import (
	"cmp"
	"math"
	"slices"
)

// Ranks gives curves their competition ranks at every t of ts, in any order: that of curve i at ts[p] is element
// p*len(curves) + i. 1 is the highest value; equal values, to the last bit, share the better rank (1, 2, 2, 4), whichever
// order they are listed in; a curve without a score has rank 0. round is applied to values first; nil is none.
//
// The order at one t is kept for the next and mended, so that where ts ascend the time is in proportion to their number
// times the number of curves, plus the changes of order.
func Ranks(curves []Curve, ts []float64, round func(float64) float64) []int32 {
	n := len(curves)
	out := make([]int32, n*len(ts))
	r := ranker{order: make([]int32, n), keys: make([]float64, n), values: make([]float64, n)}
	for i := range r.order {
		r.order[i] = int32(i)
	}
	for p, t := range ts {
		r.evaluate(curves, t, round)
		if p == 0 || !r.mend() {
			r.sort()
		}
		r.rank(out[p*n : (p+1)*n])
	}
	return out
}

// ranker keeps an order from one t to the next.
type ranker struct {
	order  []int32   // curves, best first
	keys   []float64 // their values; minus infinity is no score
	values []float64 // by curve
}

func (r *ranker) evaluate(curves []Curve, t float64, round func(float64) float64) {
	for i := range r.values {
		v := curves[i].Value(t)
		if round != nil && v == v {
			v = round(v)
		}
		if v != v {
			v = math.Inf(-1)
		}
		r.values[i] = v
	}
}

// patience is how many steps a curve, on average, is moved by insertion before sorting is thought faster.
const patience = 16

// mend puts order into that of values by insertion, at once where little has changed, and false where it is losing
// patience.
func (r *ranker) mend() bool {
	steps := 0
	for k, i := range r.order {
		v, from := r.values[i], k
		for ; k > 0 && r.keys[k-1] < v; k-- {
			r.keys[k], r.order[k] = r.keys[k-1], r.order[k-1]
		}
		r.keys[k], r.order[k] = v, i
		if steps += from - k; steps > patience*len(r.order) {
			return false
		}
	}
	return true
}

// sort puts order into that of values, whatever it is.
func (r *ranker) sort() {
	slices.SortFunc(r.order, func(i, j int32) int { return cmp.Compare(r.values[j], r.values[i]) })
	for k, i := range r.order {
		r.keys[k] = r.values[i]
	}
}

func (r *ranker) rank(ranks []int32) {
	last, rank := math.NaN(), int32(0)
	for k, v := range r.keys {
		if v != last {
			last, rank = v, int32(k+1)
		}
		if math.IsInf(v, -1) {
			rank = 0
		}
		ranks[r.order[k]] = rank
	}
}
