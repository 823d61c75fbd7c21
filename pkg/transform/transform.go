// Package transform holds the functions of a single value that can be applied before normalisation, each with the
// values it takes.
package transform

import "math"

// Function is a transformation of single values.
type Function struct {
	Apply  func(x float64) float64
	Takes  func(x float64) bool // whether Apply has a finite result; NaN is for the caller to keep
	Noun   string               // "the logarithm", for a message
	Domain string               // "above 0", for a message
}

// Names lists the functions that ByName has.
func Names() []string {
	return []string{"log", "log10", "log1p", "sqrt", "logit", "reciprocal", "cap", "floor"}
}

// ByName returns a function; setting is what a full share is in logit, and the limit of cap and floor. An unknown name
// gives the zero Function.
func ByName(name string, setting float64) Function {
	any := func(float64) bool { return true }
	above := func(limit float64) func(float64) bool { return func(x float64) bool { return x > limit } }
	switch name {
	case "log":
		return Function{math.Log, above(0), "the logarithm", "above 0"}
	case "log10":
		return Function{math.Log10, above(0), "the logarithm", "above 0"}
	case "log1p":
		return Function{math.Log1p, above(-1), "the logarithm of 1 plus the value", "above -1"}
	case "sqrt":
		return Function{math.Sqrt, func(x float64) bool { return x >= 0 }, "the square root", "0 or more"}
	case "logit":
		return Function{
			func(x float64) float64 { p := x / setting; return math.Log(p / (1 - p)) },
			func(x float64) bool { p := x / setting; return p > 0 && p < 1 },
			"the logit", "between 0 and a full share",
		}
	case "reciprocal":
		return Function{func(x float64) float64 { return 1 / x }, func(x float64) bool { return x != 0 && !math.IsInf(1/x, 0) }, "the reciprocal", "not 0"}
	case "cap":
		return Function{func(x float64) float64 { return min(x, setting) }, any, "the cap", "a number"}
	case "floor":
		return Function{func(x float64) float64 { return max(x, setting) }, any, "the floor", "a number"}
	}
	return Function{}
}
