package aggregate

import (
	"math"
	"slices"
)

// arithmetic is sum(w x)/sum(w) over the parts that are present: every part times its share, which is rounded once,
// added up without loss and rounded at the end. So the order of the parts changes nothing, and zones that are level stay
// level more often than by plain addition. A mean never leaves the range of its parts: 100 in everything is 100.
func arithmetic(dst []float64, parts [][]float64, weights []float64, lost []float64) {
	var room [64]float64
	shares, total, heavy := room[:0], sumOf(weights), 0
	for k, w := range weights {
		shares = append(shares, w/total)
		if w > weights[heavy] {
			heavy = k
		}
	}
	clear(dst)
	clear(lost)
	lost = lost[:len(dst)]
	for k, part := range parts {
		w := shares[k]
		part = part[:len(dst)]
		for i, v := range part {
			x, s := float64(w*v), dst[i]
			t := s + x
			y := t - s
			lost[i] += (s - (t - y)) + (x - y) // what the addition lost, exactly (Knuth's two-sum)
			dst[i] = t
		}
	}
	for i, v := range dst {
		v += lost[i]
		dst[i] = v
		if x := parts[heavy][i]; !(math.Abs(v-x) > 1e-12*math.Abs(x)) || v != v {
			dst[i] = rowMean(parts, weights, i, v)
		}
	}
}

// rowMean is the mean of a row that lacks a part, or whose parts are nearly the same; v is what arithmetic has for it.
func rowMean(parts [][]float64, weights []float64, i int, v float64) float64 {
	if v != v {
		total := 0.0
		for k, part := range parts {
			if part[i] == part[i] {
				total += weights[k]
			}
		}
		sum, lost := 0.0, 0.0
		for k, part := range parts {
			if part[i] == part[i] {
				x := float64(weights[k] / total * part[i])
				t := sum + x
				y := t - sum
				lost += (sum - (t - y)) + (x - y)
				sum = t
			}
		}
		if v = sum + lost; total == 0 {
			return math.NaN() // nothing present
		}
	}
	return within(parts, weights, i, v)
}

// within holds a mean inside the range of the parts that count.
func within(parts [][]float64, weights []float64, i int, v float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for k, part := range parts {
		if x := part[i]; x == x && weights[k] > 0 {
			low, high = min(low, x), max(high, x)
		}
	}
	return max(low, min(high, v))
}

// quasiMean is back(sum(w f(x))/sum(w)) over the parts that are present; parts of weight 0 do not count.
func quasiMean(f, back func(float64) float64) Func {
	return func(dst []float64, parts [][]float64, weights []float64, sum []float64) {
		clear(dst)
		clear(sum)
		for k, part := range parts {
			w := weights[k]
			if w == 0 {
				continue
			}
			for i, v := range part {
				if v == v {
					dst[i] += float64(w * f(v))
					sum[i] += w
				}
			}
		}
		for i, s := range sum {
			if s > 0 {
				dst[i] = within(parts, weights, i, back(dst[i]/s))
			} else {
				dst[i] = math.NaN()
			}
		}
	}
}

const shiftMend = "normalise to a range that starts above 0, such as minmax: {range: [1, 100]}"

func fitGeometric(p Problem) (Func, *Fault) {
	return quasiMean(math.Log, math.Exp), refuse(p, func(v float64) bool { return v <= 0 }, "the geometric mean needs values above 0", shiftMend)
}

func fitHarmonic(p Problem) (Func, *Fault) {
	inverse := func(x float64) float64 { return 1 / x }
	return quasiMean(inverse, inverse), refuse(p, func(v float64) bool { return v <= 0 }, "the harmonic mean needs values above 0", shiftMend)
}

// fitPower is (sum(w x^p)/sum(w))^(1/p), computed on x over the largest (p < 0: the smallest) part of the row, so that
// powers neither overflow nor vanish.
func fitPower(p Problem) (Func, *Fault) {
	power := p.Settings.Number("p", 1)
	switch {
	case power == 0:
		return fitGeometric(p)
	case power == 1:
		return arithmetic, nil
	case power < 0:
		if f := refuse(p, func(v float64) bool { return v <= 0 }, "a power mean with p below 0 needs values above 0", shiftMend); f != nil {
			return nil, f
		}
	default:
		if f := refuse(p, func(v float64) bool { return v < 0 }, "a power mean needs values of 0 or more", "normalise to a range that starts at 0, as minmax does"); f != nil {
			return nil, f
		}
	}
	return func(dst []float64, parts [][]float64, weights []float64, _ []float64) {
		for i := range dst {
			unit := math.NaN()
			for k, part := range parts {
				if v := part[i]; weights[k] > 0 && v == v && (unit != unit || power > 0 && v > unit || power < 0 && v < unit) {
					unit = v
				}
			}
			if unit == 0 || unit != unit {
				dst[i] = unit
				continue
			}
			total, sum := 0.0, 0.0
			for k, part := range parts {
				if v := part[i]; weights[k] > 0 && v == v {
					total += float64(weights[k] * math.Pow(v/unit, power))
					sum += weights[k]
				}
			}
			dst[i] = unit * math.Pow(total/sum, 1/power)
		}
	}, nil
}

// median is the least present part at which the weights from below pass half of all; at exactly half, the mean of it
// and the next.
func median(dst []float64, parts [][]float64, weights []float64, _ []float64) {
	type weighted struct{ v, w float64 }
	row := make([]weighted, 0, len(parts))
	for i := range dst {
		row = row[:0]
		total := 0.0
		for k, part := range parts {
			if v := part[i]; v == v && weights[k] > 0 {
				row = append(row, weighted{v, weights[k]})
				total += weights[k]
			}
		}
		slices.SortStableFunc(row, func(a, b weighted) int {
			switch {
			case a.v < b.v:
				return -1
			case a.v > b.v:
				return 1
			}
			return 0
		})
		dst[i] = math.NaN()
		below := 0.0
		for k, r := range row {
			below += r.w
			rest := total - 2*below // half is half but for rounding
			if rest > 1e-12*total {
				continue
			}
			dst[i] = r.v
			if rest >= -1e-12*total && k+1 < len(row) {
				dst[i] += (row[k+1].v - r.v) / 2
			}
			break
		}
	}
}

// minimum is the least present part; parts of weight 0 do not count.
func minimum(dst []float64, parts [][]float64, weights []float64, _ []float64) {
	for i := range dst {
		least := math.NaN()
		for k, part := range parts {
			if v := part[i]; weights[k] > 0 && !(v >= least) && v == v {
				least = v
			}
		}
		dst[i] = least
	}
}

// fitMazziottaPareto is M - S^2/M, or M + S^2/M: the weighted mean less (or plus) the weighted population standard
// deviation times the coefficient of variation of the parts of the row.
func fitMazziottaPareto(p Problem) (Func, *Fault) {
	sign := -1.0
	if p.Settings.Text("penalty", "negative") == "positive" {
		sign = 1
	}
	means := func(parts [][]float64, weights []float64, i int) (mean, variance float64) {
		total, sum := 0.0, 0.0
		for k, part := range parts {
			if v := part[i]; v == v {
				total += float64(weights[k] * v)
				sum += weights[k]
			}
		}
		mean = total / sum
		for k, part := range parts {
			if v := part[i]; v == v {
				d := v - mean
				variance += float64(weights[k] * float64(d*d))
			}
		}
		return mean, variance / sum
	}
	var fault *Fault
	for i := range p.Parts[0] {
		if m, _ := means(p.Parts, p.Weights, i); m <= 0 {
			if fault == nil {
				fault = &Fault{Part: -1, Row: i, Value: m, Problem: "the coefficient of variation needs a mean above 0", Mend: "normalise to a range above 0, such as zscore: {mean: 100, sd: 10}"}
			} else {
				fault.More++
			}
		}
	}
	return func(dst []float64, parts [][]float64, weights []float64, _ []float64) {
		for i := range dst {
			m, v := means(parts, weights, i)
			dst[i] = m + sign*(v/m)
		}
	}, fault
}
