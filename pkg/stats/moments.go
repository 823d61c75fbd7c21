// Package stats describes columns of numbers: moments, quantiles, ranks, correlations, reliability and principal
// components. NaN is a missing value: it is left out, and never an error. What cannot be computed is NaN.
//
// Sums run from the first value to the last, so results are the same to the last bit on every machine, and sums of
// values and of squares keep what additions lose, so that the order of the values hardly ever shows; float64(a*b) keeps
// compilers from fusing a product into a sum, which rounds differently.
package stats

import (
	"math"
	"slices"
)

// Moments describes one column.
type Moments struct {
	N, Missing, Unique, Zeros int
	Mean, SD, Min, Max        float64 // SD divides by n-1
	Skew, Kurtosis            float64 // corrected for bias (type 2); Kurtosis is the excess over the normal distribution
}

// Describe returns the moments of a column. Mean, Min and Max need one value, SD two, Skew three and Kurtosis four;
// Skew and Kurtosis need spread.
func Describe(x []float64) Moments {
	m := Moments{Min: math.NaN(), Max: math.NaN()}
	for _, v := range x {
		switch {
		case v != v:
			m.Missing++
			continue
		case v == 0:
			m.Zeros++
		}
		m.N++
		if !(v >= m.Min) {
			m.Min = v
		}
		if !(v <= m.Max) {
			m.Max = v
		}
	}
	m.Mean, m.SD = Mean(x), SD(x)
	m.Skew, m.Kurtosis = Shape(x)
	values := present(x)
	slices.Sort(values)
	m.Unique = len(slices.Compact(values))
	return m
}

func present(x []float64) []float64 {
	out := make([]float64, 0, len(x))
	for _, v := range x {
		if v == v {
			out = append(out, v)
		}
	}
	return out
}

// Mean is sum(x)/n; NaN where nothing is present.
func Mean(x []float64) float64 {
	var s total
	n := 0
	for _, v := range x {
		if v == v {
			s.add(v)
			n++
		}
	}
	return s.value() / float64(n)
}

// total is a sum that keeps what additions lose (Neumaier 1974), so that the order of the values does not show.
type total struct{ sum, lost float64 }

func (s *total) add(v float64) {
	t := s.sum + v
	y := t - s.sum
	s.lost += (s.sum - (t - y)) + (v - y)
	s.sum = t
}

// value is the sum; where it is not finite, what additions lost is not a number.
func (s *total) value() float64 {
	if math.IsInf(s.sum, 0) {
		return s.sum
	}
	return s.sum + s.lost
}

// squares is the sum of squared distances to the mean, in units of scale squared, and the number of values. A column
// without spread has 0 exactly. scale is 1 but for distances whose squares would be too large or too small for a double.
func squares(x []float64) (sum, scale float64, n int) {
	mean, first, same, most := Mean(x), math.NaN(), true, 0.0
	for _, v := range x {
		if v != v {
			continue
		}
		if n == 0 {
			first = v
		}
		same = same && v == first
		most = math.Max(most, math.Abs(v-mean))
		n++
	}
	if same {
		return 0, 1, n // the mean of equal values may differ from them by rounding
	}
	scale = 1
	if most > 1e120 || most < 1e-120 {
		scale = most
	}
	var s total
	for _, v := range x {
		if v == v {
			d := (v - mean) / scale
			s.add(float64(d * d))
		}
	}
	return s.value(), scale, n
}

// SD is the standard deviation of a sample, sqrt(sum((x-mean)^2)/(n-1)); NaN with fewer than two values.
func SD(x []float64) float64 {
	sum, scale, n := squares(x)
	if n < 2 {
		return math.NaN()
	}
	return scale * math.Sqrt(sum/float64(n-1))
}

// PopulationSD is the standard deviation of a population, sqrt(sum((x-mean)^2)/n); NaN where nothing is present.
func PopulationSD(x []float64) float64 {
	sum, scale, n := squares(x)
	return scale * math.Sqrt(sum/float64(n))
}

// Shape returns the skewness sqrt(n(n-1))/(n-2) m3/m2^1.5 and the excess kurtosis ((n+1)(r-3)+6)(n-1)/((n-2)(n-3)),
// r = m4/m2^2, of the central moments m over n: type 2 of Joanes and Gill (The Statistician 1998), which spreadsheets
// and SPSS use. Skewness needs three values, kurtosis four, both need spread.
func Shape(x []float64) (skew, kurtosis float64) {
	mean := Mean(x)
	var m2, m3, m4 float64
	count := 0
	spread, first := false, math.NaN()
	for _, v := range x {
		if v != v {
			continue
		}
		if count == 0 {
			first = v
		}
		spread = spread || v != first
		d := v - mean
		q := d * d
		m2 += float64(q)
		m3 += float64(q * d)
		m4 += float64(q * q)
		count++
	}
	skew, kurtosis = math.NaN(), math.NaN()
	if !spread {
		return skew, kurtosis
	}
	n := float64(count)
	m2, m3, m4 = m2/n, m3/n, m4/n
	if count >= 3 {
		skew = math.Sqrt(n*(n-1)) / (n - 2) * m3 / (m2 * math.Sqrt(m2))
	}
	if count >= 4 {
		kurtosis = (float64((n+1)*(m4/(m2*m2)-3)) + 6) * (n - 1) / ((n - 2) * (n - 3))
	}
	return skew, kurtosis
}

// Median is the middle value, or the mean of the two in the middle.
func Median(x []float64) float64 {
	v := present(x)
	if len(v) == 0 {
		return math.NaN()
	}
	slices.Sort(v)
	k := len(v) / 2
	if len(v)%2 == 1 {
		return v[k]
	}
	return v[k-1] + (v[k]-v[k-1])/2
}

// Quantiles are the values below which the shares ps of the values lie, by linear interpolation between order statistics
// (type 7 of Hyndman and Fan, The American Statistician 1996; the default of R and of NumPy).
func Quantiles(x []float64, ps ...float64) []float64 {
	v, out := present(x), make([]float64, len(ps))
	slices.Sort(v)
	for i, p := range ps {
		if len(v) == 0 {
			out[i] = math.NaN()
			continue
		}
		h := float64(len(v)-1) * p
		k := min(int(h), len(v)-1)
		out[i] = v[k]
		if f := h - float64(k); f > 0 && k+1 < len(v) {
			out[i] += float64(f * (v[k+1] - v[k]))
		}
	}
	return out
}
