// Package weigh computes the weights of a group: from the spread and the correlation of its parts in the data, or from
// pairwise judgements. Parts are columns of normalised values, higher being better; NaN is missing and left out.
// Weights are 0 or more and sum to 1.
package weigh

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"zoneval/pkg/stats"
)

// Fault is what a method cannot take. Part and Row are -1 where no single value is at fault.
type Fault struct {
	Part, Row     int
	Value         float64
	Problem, Mend string
}

// Settings are the settings of a method as the index file states them.
type Settings interface {
	Number(name string, def float64) float64
}

// Func computes the weights of a group.
type Func func(cols [][]float64, s Settings) ([]float64, *Fault)

var methods = map[string]Func{
	"equal":                    func(cols [][]float64, _ Settings) ([]float64, *Fault) { return equal(len(cols)), nil },
	"entropy":                  entropy,
	"critic":                   critic,
	"coefficient-of-variation": variation,
	"pca":                      components,
}

// Names lists the methods.
func Names() []string {
	return slices.Sorted(maps.Keys(methods))
}

// ByName returns a method. A group of one part has weight 1 under every method.
func ByName(name string) (Func, bool) {
	f, ok := methods[name]
	if !ok {
		return nil, false
	}
	return func(cols [][]float64, s Settings) ([]float64, *Fault) {
		if len(cols) == 1 {
			return []float64{1}, nil
		}
		return f(cols, s)
	}, true
}

func equal(k int) []float64 {
	w := make([]float64, k)
	for i := range w {
		w[i] = 1 / float64(k)
	}
	return w
}

// shares divides scores by their sum.
func shares(scores []float64) ([]float64, *Fault) {
	sum := 0.0
	for _, v := range scores {
		sum += v
	}
	if !(sum > 0) {
		return nil, &Fault{-1, -1, math.NaN(), "no part tells the zones apart, so no weights can be computed", "give weights in the file, or use equal"}
	}
	w := make([]float64, len(scores))
	for i, v := range scores {
		w[i] = v / sum
	}
	return w, nil
}

// spread says whether a column has two different values.
func spread(col []float64) bool {
	first := math.NaN()
	for _, v := range col {
		if v == v && first == first && v != first {
			return true
		}
		if first != first {
			first = v
		}
	}
	return false
}

// entropy is d/sum(d) with d_j = 1 + sum_i(p ln p)/ln n, p = x/sum(x) over the n present values after the shift, 0 ln 0
// = 0 (熵权法; Shannon 1948). A column of values that are all 0 or less, as one is that was negated because lower is
// better, gives the same p as its negative.
func entropy(cols [][]float64, s Settings) ([]float64, *Fault) {
	shift := s.Number("shift", 0)
	d := make([]float64, len(cols))
	for j, col := range cols {
		if !spread(col) {
			continue
		}
		sum, n, positive, negative := 0.0, 0, -1, -1
		for i, v := range col {
			if v != v {
				continue
			}
			x := v + shift
			if x > 0 && positive < 0 {
				positive = i
			}
			if x < 0 && negative < 0 {
				negative = i
			}
			sum += x
			n++
		}
		if positive >= 0 && negative >= 0 {
			return nil, &Fault{j, negative, col[negative], "entropy weights need values of one sign", "normalise to a range that starts at 0, as minmax does, or state a shift"}
		}
		if sum == 0 {
			continue
		}
		e := 0.0
		for _, v := range col {
			if p := (v + shift) / sum; p > 0 {
				e += float64(p * math.Log(p))
			}
		}
		d[j] = math.Max(0, 1+e/math.Log(float64(n)))
	}
	return shares(d)
}

// critic is C/sum(C) with C_j = sd_j sum_k(1 - r_jk): spread times conflict with the other parts (Diakoulaki,
// Mavrotas and Papayannakis 1995). A correlation that is not defined counts as 0.
func critic(cols [][]float64, _ Settings) ([]float64, *Fault) {
	k := len(cols)
	r := stats.PearsonR.Matrix(cols, 1)
	c := make([]float64, k)
	for j, col := range cols {
		if !spread(col) {
			continue
		}
		sum := 0.0
		for i := range cols {
			if !spread(cols[i]) {
				continue // it says nothing that the others could say
			}
			if v := r[j*k+i]; i != j && v == v {
				if conflict := 1 - v; conflict > 1e-12 { // below it is rounding
					sum += conflict
				}
			} else if i != j {
				sum++
			}
		}
		c[j] = stats.SD(col) * sum
	}
	return shares(c)
}

// variation is V/sum(V) with V_j = sd_j/|mean_j| (变异系数法).
func variation(cols [][]float64, _ Settings) ([]float64, *Fault) {
	v := make([]float64, len(cols))
	for j, col := range cols {
		if !spread(col) {
			continue
		}
		mean := stats.Mean(col)
		if math.Abs(mean) <= 1e-12*largest(col) { // zero but for rounding, as zscore makes it
			return nil, &Fault{j, -1, 0, "the coefficient of variation does not exist where the mean is 0", "normalise to a range above 0, as minmax does"}
		}
		v[j] = stats.SD(col) / math.Abs(mean)
	}
	return shares(v)
}

// largest is the largest size in a column.
func largest(col []float64) float64 {
	most := 0.0
	for _, v := range col {
		if a := math.Abs(v); a > most {
			most = a
		}
	}
	return most
}

// components is the squared loadings of the first principal component of the correlation matrix, which sum to 1 as
// shares (OECD/JRC Handbook 2008, step 6). A part without spread has weight 0.
func components(cols [][]float64, _ Settings) ([]float64, *Fault) {
	var used []int
	var with [][]float64
	for j, col := range cols {
		if spread(col) {
			used, with = append(used, j), append(with, col)
		}
	}
	w := make([]float64, len(cols))
	if len(used) == 1 {
		w[used[0]] = 1
		return w, nil
	}
	values, vectors, ok := stats.Components(stats.PearsonR.Matrix(with, 1), len(with))
	switch {
	case !ok && len(with) > 0:
		return nil, &Fault{-1, -1, math.NaN(), "the correlations of the parts cannot all be computed: some have fewer than three zones in common", "fill in or impute missing values"}
	case ok && values[0]-values[1] < 1e-9:
		return nil, &Fault{-1, -1, math.NaN(), "the parts have no first principal component: two explain the same share of the variance", "give weights in the file, or use equal"}
	}
	for i, j := range used {
		w[j] = vectors[0][i] * vectors[0][i]
	}
	return shares(w)
}

// Blend is share a + (1-share) b, rescaled to sum to 1; a and b each sum to 1, or are the same.
func Blend(a, b []float64, share float64) []float64 {
	w, sum := make([]float64, len(a)), 0.0
	for i := range a {
		w[i] = float64(share*a[i]) + float64((1-share)*b[i])
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w
}

// Judgement is the weights that follow from pairwise judgements, and how consistent these are.
type Judgement struct {
	Weights []float64
	Lambda  float64 // the principal eigenvalue
	Index   float64 // consistency index (lambda - k)/(k - 1)
	Ratio   float64 // consistency ratio: Index over that of random judgements; above 0.1 the judgements contradict each other
}

// random is the mean consistency index of random matrices of 1 to 15 parts (Saaty 1980).
var random = []float64{0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}

// AHP returns the principal eigenvector of a positive reciprocal matrix as shares (Saaty, The Analytic Hierarchy Process,
// 1980): m[i][k] says how many times as important part i is as part k. It is found by power iteration.
func AHP(m [][]float64) (Judgement, *Fault) {
	k := len(m)
	if k > len(random) {
		return Judgement{}, &Fault{-1, -1, float64(k), fmt.Sprintf("%d parts are judged, but consistency is known for at most %d", k, len(random)), "group them into dimensions"}
	}
	w := equal(k)
	next := make([]float64, k)
	lambda := 0.0
	for range 1000 {
		sum := 0.0
		for i, row := range m {
			next[i] = 0
			for j, v := range row {
				if !(v > 0) {
					return Judgement{}, &Fault{-1, -1, v, fmt.Sprintf("found the judgement %g, expected one above 0", v), "say how many times as important a part is"}
				}
				next[i] += float64(v * w[j])
			}
			sum += next[i]
		}
		change := 0.0
		for i := range w {
			next[i] /= sum
			change = math.Max(change, math.Abs(next[i]-w[i]))
		}
		w, next, lambda = next, w, sum
		if change < 1e-15 {
			break
		}
	}
	j := Judgement{Weights: w, Lambda: lambda}
	if k > 1 {
		j.Index = math.Max(0, (lambda-float64(k))/float64(k-1))
	}
	if k > 2 {
		j.Ratio = j.Index / random[k-1]
	}
	return j, nil
}
