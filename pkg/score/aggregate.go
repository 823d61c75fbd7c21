package score

import "math"

// aggregator combines the columns of a group into dst, all of equal length: one block of rows. weights[k] belongs to
// parts[k]. A missing part (NaN) is left out and its siblings take over its weight; a row with no part is NaN.
//
// The order of the additions is that of the parts, so the result has the same bits however rows are split into blocks.
// float64(w * v) keeps compilers for other processors from fusing the product into the sum, which rounds differently.
//
// To add a method: write its aggregator in a file of its own, add it here and to the catalogue in package method.
type aggregator func(dst []float64, parts [][]float64, weights []float64, sum []float64)

var aggregators = map[string]aggregator{
	"arithmetic": arithmetic,
	"geometric":  quasiMean(math.Log, math.Exp), // the caller has made sure that every x is above 0
}

// arithmetic is sum(w x) / sum(w). sum is scratch of the length of dst.
func arithmetic(dst []float64, parts [][]float64, weights []float64, sum []float64) {
	clear(dst)
	clear(sum)
	sum = sum[:len(dst)]
	for k, part := range parts {
		w := weights[k]
		part = part[:len(dst)]
		for i, v := range part {
			if v == v {
				dst[i] += float64(w * v)
				sum[i] += w
			}
		}
	}
	for i, s := range sum {
		dst[i] /= s // 0/0 is NaN: nothing present
	}
}

// quasiMean is back(sum(w f(x)) / sum(w)), the family of means that the geometric one belongs to.
func quasiMean(f, back func(float64) float64) aggregator {
	return func(dst []float64, parts [][]float64, weights []float64, sum []float64) {
		clear(dst)
		clear(sum)
		for k, part := range parts {
			for i, v := range part {
				if v == v {
					dst[i] += float64(weights[k] * f(v))
					sum[i] += weights[k]
				}
			}
		}
		for i, s := range sum {
			dst[i] = back(dst[i] / s)
		}
	}
}

// positiveOnly names the aggregators that need every part above 0.
var positiveOnly = map[string]bool{"geometric": true}
