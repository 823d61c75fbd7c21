package aggregate

import (
	"math"
	"slices"
	"sort"
)

// onScale brings x of -most..most to 0..scale.
func onScale(scale, x, most float64) float64 {
	if most == 0 {
		return scale / 2
	}
	return scale * (most + x) / (2 * most)
}

// Preference is a preference function of PROMETHEE: Shape is usual, u-shape, v-shape, level, linear or gaussian; Q is the
// threshold of indifference, P that of preference, S where the gaussian curve turns.
type Preference struct {
	Shape   string
	Q, P, S float64
}

// fitPromethee is scale (1 + phi)/2, phi the net flow: the mean over the other zones of the weighted preference over them
// less theirs over this one. raw is phi. Zones with a missing part are left out.
//
// Preference is a sum over parts, so the flow of a value follows from the sorted column: counts and sums of the values
// that lie below it by more than a threshold. Only the gaussian shape needs a look at every zone.
func fitPromethee(p Problem) (Func, *Fault) {
	rows := completeRows(p.Parts)
	n := len(rows[0])
	flows := make([]func(v float64) float64, len(rows))
	for k, column := range rows {
		f := Preference{Shape: p.Settings.Text("preference", "usual"), Q: p.Settings.Number("q", 0), P: p.Settings.Number("p", 0), S: p.Settings.Number("s", 0)}
		if p.Preferences != nil {
			f = p.Preferences[k]
		}
		slices.Sort(column)
		flows[k] = f.flow(column)
	}
	total, weights, raw := sumOf(p.Weights), p.Weights, p.Settings.Flag("raw", false)
	return byRow(len(p.Parts), func(row []float64) float64 {
		phi := 0.0
		for k, v := range row {
			if weights[k] > 0 {
				phi += float64(weights[k] * flows[k](v)) // whole numbers where weights and flows are, so that level stays level
			}
		}
		if most := total * float64(n-1); !raw {
			return onScale(p.Scale, phi, most)
		} else if most > 0 {
			return phi / most
		}
		return 0
	}), nil
}

// flow is the sum over a sorted column of P(v - x) - P(x - v).
func (f Preference) flow(sorted []float64) func(v float64) float64 {
	n := len(sorted)
	level := 0.0 // leads that are more than a threshold by rounding alone are not more
	if n > 0 {
		level = 1e-12 * math.Max(math.Abs(sorted[0]), math.Abs(sorted[n-1]))
	}
	// below counts the values that v leads by more than t, above those that lead v by more than t.
	below := func(v, t float64) int { return sort.Search(n, func(i int) bool { return !(v-sorted[i] > t+level) }) }
	above := func(v, t float64) int { return n - sort.Search(n, func(i int) bool { return sorted[i]-v > t+level }) }
	count := func(v, t float64) float64 { return float64(below(v, t) - above(v, t)) }
	switch f.Shape {
	case "u-shape":
		return func(v float64) float64 { return count(v, f.Q) }
	case "level":
		return func(v float64) float64 { return (count(v, f.Q) + count(v, f.P)) / 2 }
	case "v-shape":
		return rising(sorted, 0, f.P, below, above)
	case "linear":
		return rising(sorted, f.Q, f.P, below, above)
	case "gaussian":
		return func(v float64) float64 {
			sum := 0.0
			for _, x := range sorted {
				d := v - x
				y := 1 - math.Exp(-d*d/(2*f.S*f.S))
				if d > 0 {
					sum += y
				} else {
					sum -= y
				}
			}
			return sum
		}
	}
	return func(v float64) float64 { return count(v, 0) }
}

// rising is the flow where a lead counts (d - q)/(p - q) between q and p and in full above.
func rising(sorted []float64, q, p float64, below, above func(v, t float64) int) func(v float64) float64 {
	prefix := make([]float64, len(sorted)+1)
	for i, x := range sorted {
		prefix[i+1] = prefix[i] + x
	}
	return func(v float64) float64 {
		full, some := below(v, p), below(v, q) // sorted[full:some] lie between
		sum := float64(full) + (float64(some-full)*(v-q)-(prefix[some]-prefix[full]))/(p-q)
		n := len(sorted)
		full, some = above(v, p), above(v, q) // sorted[n-some:n-full] lie between
		return sum - float64(full) - ((prefix[n-full]-prefix[n-some])-float64(some-full)*(v+q))/(p-q)
	}
}
