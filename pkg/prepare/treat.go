package prepare

import (
	"fmt"
	"math"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/stats"
)

// treat brings outliers of a column in, as the catalogue says.
func treat(s *Set, in *index.Indicator, col []float64, _ *diag.Log) bool {
	st := in.Treat
	if st.Name == "percentile-cap" {
		low, high := st.Number("low", 5), st.Number("high", 95)
		q := stats.Quantiles(col, low/100, high/100)
		for i, v := range col {
			if v == v {
				col[i] = math.Min(math.Max(v, q[0]), q[1])
			}
		}
		s.notes[in.Column] = fmt.Sprintf("brought in to the percentiles %g to %g: %s to %s", low, high, number(q[0]), number(q[1]))
		return true
	}
	passes := outlierRule(st)
	if passes(col) {
		return true
	}
	then, untouched := st.Name, col
	if st.Name == "winsorise" {
		untouched = slices.Clone(col)
		moved := winsorise(col, int(st.Number("max_points", 5)), passes)
		s.notes[in.Column] = fmt.Sprintf("winsorised: values brought in to the next one: %d", moved)
		then = st.Text("then", "log-ct")
		if then == "none" || passes(col) {
			return true
		}
		if !st.Flag("combine", false) {
			copy(col, untouched)
		}
	}
	skew, kurtosis := stats.Shape(untouched)
	s.notes[in.Column] = fmt.Sprintf("%s: skewness %.3g, excess kurtosis %.3g", then, skew, kurtosis)
	if st.Name == "winsorise" {
		s.notes[in.Column] += ", and winsorising did not mend it"
	}
	reshape(then, col, st)
	return true
}

// outlierRule is the test that a column passes: |skewness| below its limit or excess kurtosis below its own. What cannot
// be computed passes.
func outlierRule(st index.Step) func(col []float64) bool {
	skewLimit, kurtosisLimit := st.Number("skew", 2), st.Number("kurtosis", 3.5)
	return func(col []float64) bool {
		skew, kurtosis := stats.Shape(col)
		return !(math.Abs(skew) >= skewLimit && kurtosis >= kurtosisLimit)
	}
}

// winsorise brings the values at the far end in to the next one, again and again, until the column passes or so many
// points have moved. It returns how many did. Equal values move together, so that there may be more.
func winsorise(col []float64, most int, passes func([]float64) bool) int {
	moved := map[int]bool{}
	for len(moved) < most && !passes(col) {
		sign := 1.0
		if skew, _ := stats.Shape(col); skew < 0 {
			sign = -1
		}
		end, next := math.Inf(-1), math.Inf(-1)
		for _, v := range col {
			switch v *= sign; {
			case v > end:
				end, next = v, end
			case v < end && v > next:
				next = v
			}
		}
		if math.IsInf(next, -1) {
			break // all the same
		}
		for i, v := range col {
			if v*sign == end {
				col[i] = next * sign
				moved[i] = true
			}
		}
	}
	return len(moved)
}

// reshape applies one of the functions that bring a long tail in.
func reshape(name string, col []float64, st index.Step) {
	min, max := math.Inf(1), math.Inf(-1)
	for _, v := range col {
		if v == v {
			min, max = math.Min(min, v), math.Max(max, v)
		}
	}
	step := 0.01 * (max - min)
	f := func(x float64) float64 { return math.Log(x - min + step) } // log-ct
	switch name {
	case "log-ct-orig":
		f = func(x float64) float64 { return math.Log(x - min + 1) }
	case "log-ct-plus":
		if skew, _ := stats.Shape(col); skew <= 0 {
			f = func(x float64) float64 { return -math.Log(max + step - x) }
		}
	case "boxcox":
		y := make([]float64, len(col))
		for i, v := range col {
			y[i] = v - min + 1
		}
		lambda := st.Number("lambda", math.NaN())
		if lambda != lambda {
			lambda = likeliest(y)
		}
		f = func(x float64) float64 { return power(x-min+1, lambda) }
	}
	for i, v := range col {
		col[i] = f(v)
	}
}

// power is the transformation of Box and Cox, (y^lambda - 1)/lambda, which near lambda 0 keeps its digits this way.
func power(y, lambda float64) float64 {
	if lambda == 0 {
		return math.Log(y)
	}
	return math.Expm1(lambda*math.Log(y)) / lambda
}

// likeliest is the power between -2 and 2 under which the values look most like a normal distribution: the maximum of
// the profile likelihood -n/2 ln var(power(y)) + (lambda - 1) sum(ln y). A grid finds the neighbourhood, golden sections
// the place.
//
// The search ends within rounding of a flat top, where the order of additions would show: values are put in order first.
func likeliest(y []float64) float64 {
	logs := slices.DeleteFunc(slices.Clone(y), func(v float64) bool { return v != v })
	slices.Sort(logs)
	sum := 0.0
	for i, v := range logs {
		logs[i] = math.Log(v)
		sum += logs[i]
	}
	z := make([]float64, len(logs))
	likelihood := func(lambda float64) float64 {
		for i, l := range logs {
			if z[i] = l; lambda != 0 {
				z[i] = math.Expm1(lambda*l) / lambda // as power
			}
		}
		return -float64(len(z))*math.Log(stats.PopulationSD(z)) + (lambda-1)*sum
	}
	const step = 0.1
	best, most := 0.0, math.Inf(-1)
	for k := -20; k <= 20; k++ {
		if l := likelihood(float64(k) * step); l > most {
			best, most = float64(k)*step, l
		}
	}
	golden := (math.Sqrt(5) - 1) / 2
	a, b := math.Max(-2, best-step), math.Min(2, best+step)
	c, d := b-golden*(b-a), a+golden*(b-a)
	low, high := likelihood(c), likelihood(d)
	for range 40 {
		if low >= high {
			b, d, high = d, c, low
			c = b - golden*(b-a)
			low = likelihood(c)
		} else {
			a, c, low = c, d, high
			d = a + golden*(b-a)
			high = likelihood(d)
		}
	}
	return (a + b) / 2
}
