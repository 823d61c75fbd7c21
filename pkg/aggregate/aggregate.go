// Package aggregate combines the parts of a group into the group's score, one score a zone. Parts are columns of
// normalised values, higher being better; NaN is missing. Formulas, ranges and sources stand in package method.
//
// A method is fitted to a group first: it checks the values, and takes from all zones what it compares a zone with. What
// comes out is a function of one row alone, so it can score a zone that was not there, and rows can be computed in
// blocks. The order of additions is that of the parts (and of the zones, where zones are compared), so the result has
// the same bits however rows are split. float64(a * b) keeps compilers for other processors from fusing a product into
// a sum, which rounds differently.
package aggregate

import (
	"maps"
	"math"
	"slices"
)

// Func combines a block of rows of every part into dst, all of equal length. A missing part (NaN) is treated as the
// method says. sum is scratch of the length of dst.
type Func func(dst []float64, parts [][]float64, weights []float64, sum []float64)

// Settings are the settings of the method as the index file states them.
type Settings interface {
	Number(name string, def float64) float64
	Flag(name string, def bool) bool
	Text(name, def string) string
}

// Problem is a group that is to be aggregated.
type Problem struct {
	Parts       [][]float64 // whole columns: every zone
	Weights     []float64   // 0 or more, on any scale
	Scale       float64     // scores of the index run from 0 to Scale
	Settings    Settings
	Preferences []Preference // for promethee2: one for each part; nil is the group's own setting for all
	Workers     int
}

// Fault is a value that a method cannot take, NaN where it is none. Part and Row are -1 where none is at fault; More
// counts further values like it.
type Fault struct {
	Part, Row     int
	Value         float64
	More          int
	Problem, Mend string
}

// fitter makes a method ready for a group.
type fitter func(p Problem) (Func, *Fault)

// To add a method: write its fitter in a file of its own, add it here and to the catalogue in package method.
var fitters = map[string]fitter{
	"arithmetic":           plain(arithmetic),
	"geometric":            fitGeometric,
	"harmonic":             fitHarmonic,
	"power":                fitPower,
	"median":               plain(median),
	"minimum":              plain(minimum),
	"mazziotta-pareto":     fitMazziottaPareto,
	"copeland":             counted(fitCopeland),
	"topsis":               counted(fitTopsis),
	"vikor":                counted(fitVikor),
	"promethee2":           counted(fitPromethee),
	"benefit-of-the-doubt": fitBenefitOfTheDoubt,
}

// plain is a method that takes every value and compares no zones.
func plain(f Func) fitter { return func(Problem) (Func, *Fault) { return f, nil } }

// counted shows a method only the parts that have weight: the others do not count, present or missing.
func counted(f fitter) fitter {
	return func(p Problem) (Func, *Fault) {
		var with []int
		for k, w := range p.Weights {
			if w > 0 {
				with = append(with, k)
			}
		}
		if len(with) == len(p.Weights) || len(with) == 0 {
			return f(p)
		}
		q := p
		q.Parts, q.Weights, q.Preferences = pick(p.Parts, with), pick(p.Weights, with), nil
		if p.Preferences != nil {
			q.Preferences = pick(p.Preferences, with)
		}
		fn, fault := f(q)
		if fault != nil && fault.Part >= 0 {
			fault.Part = with[fault.Part]
		}
		return func(dst []float64, parts [][]float64, _ []float64, sum []float64) {
			fn(dst, pick(parts, with), q.Weights, sum)
		}, fault
	}
}

// pick is some of a list.
func pick[T any](list []T, which []int) []T {
	out := make([]T, len(which))
	for i, k := range which {
		out[i] = list[k]
	}
	return out
}

// Fit makes the method ready for a group.
func Fit(name string, p Problem) (Func, *Fault) { return fitters[name](p) }

// ComparesZones says whether Fit of the method looks at the values of all zones, so that the parts must be complete before.
func ComparesZones(name string) bool {
	return name != "arithmetic" && name != "median" && name != "minimum"
}

// Cost is about how many comparisons it takes to score one more zone against the fitted ones: duels and linear programs
// look at all of these.
func Cost(name string, zones, parts int) float64 {
	switch name {
	case "copeland":
		return float64(zones * parts)
	case "benefit-of-the-doubt":
		return 20 * float64(zones*parts)
	}
	return float64(parts)
}

// Names lists the methods.
func Names() []string {
	return slices.Sorted(maps.Keys(fitters))
}

// refuse looks for values that a method cannot take, in parts that count.
func refuse(p Problem, bad func(v float64) bool, problem, mend string) *Fault {
	var f *Fault
	for k, part := range p.Parts {
		if p.Weights[k] == 0 {
			continue
		}
		for i, v := range part {
			if v != v || !bad(v) {
				continue
			}
			if f == nil {
				f = &Fault{Part: k, Row: i, Value: v, Problem: problem, Mend: mend}
			} else {
				f.More++
			}
		}
	}
	return f
}

// sumOf adds weights in the order of the parts.
func sumOf(weights []float64) float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	return sum
}

// complete says whether row i has every part.
func complete(parts [][]float64, i int) bool {
	for _, p := range parts {
		if p[i] != p[i] {
			return false
		}
	}
	return true
}

// completeRows gathers the rows that have every part, part by part.
func completeRows(parts [][]float64) [][]float64 {
	var rows []int
	if len(parts) > 0 {
		for i := range parts[0] {
			if complete(parts, i) {
				rows = append(rows, i)
			}
		}
	}
	out := make([][]float64, len(parts))
	for k, p := range parts {
		out[k] = make([]float64, len(rows))
		for r, i := range rows {
			out[k][r] = p[i]
		}
	}
	return out
}

// byRow makes a Func of a function of one row that has every part; other rows have no score.
func byRow(k int, score func(row []float64) float64) Func {
	return func(dst []float64, parts [][]float64, _ []float64, _ []float64) {
		row := make([]float64, k)
		for i := range dst {
			dst[i] = math.NaN()
			if complete(parts, i) {
				for j, p := range parts {
					row[j] = p[i]
				}
				dst[i] = score(row)
			}
		}
	}
}
