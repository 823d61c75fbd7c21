// Package optimum finds the least change that reaches a mark, and proves it. Shift moves weight between the parts of a
// sum until a linear mark is met; Improve buys points where they are cheapest. Both are solved in closed form, not by
// trial, and both results carry what is needed to prove them: prices (dual values) for a least change, a bound that no
// admissible choice passes for a mark out of reach. Check verifies a result from the problem and these numbers alone: it
// does not know how they were found, and computes in numbers wide enough that it never rounds.
//
// Numbers of a problem are finite and, but for 0, between 1e-100 and 1e100 in size, so that no product of two or three of
// them leaves the range of a float64; others are a Fault. Nothing is missing here: NaN is a Fault too.
//
// Solvers add in twice the precision of a float64 (twofold), so that a result is the true one rounded once, though weights
// and values of one problem may be 24 orders of magnitude apart. Where they are still farther apart digits may not suffice;
// the result is then one that Check refuses. The order of additions is that of the parts, so results have the same bits on
// every machine. Where parts tie, the first comes first.
package optimum

import "math"

// Level is the share of the points in play, sum|d w| (sum(g u) for Improve), that counts as nothing: a gap below it is
// level, a mark missed by less is met. It is a few hundred times what rounding leaves of scores that are equal.
const Level = 1e-13

// What Check allows: for sums, ten times Level; for a least change, a share of its cost and a share of the weights.
const (
	slack    = 10 * Level
	optimal  = 1e-9
	rounding = 1e-14
)

// least and most are the sizes of numbers a problem may have.
const (
	least = 1e-100
	most  = 1e100
)

// Fault is why a problem cannot be solved, or why a result is not what it claims.
type Fault struct {
	Part    int // the part at fault, -1 where it is no single one
	Problem Problem
}

// Error is the problem in words; the caller knows the names of the parts.
func (f Fault) Error() string { return string(f.Problem) }

// Problem is a sentence on what is wrong.
type Problem string

// What can be wrong with a problem, from Solve and from Check.
const (
	Lengths   Problem = "the lists of the problem are not of equal length"
	NotFinite Problem = "a number of the problem is not finite"
	Size      Problem = "a number of the problem is above 1e100 or, without being 0, below 1e-100 in size"
	Bounds    Problem = "the bounds of a part do not contain its present value"
	Unknown   Problem = "the norm is neither L1 nor L2"
	Negative  Problem = "a gain is not above 0, or a cost or a room is below 0"
)

// What can be wrong with a result, from Check.
const (
	WrongLength   Problem = "the result has not one number for each part"
	WrongNumber   Problem = "a number of the result is not finite"
	OutOfBounds   Problem = "a part is outside its bounds"
	SumLost       Problem = "the sum of the weights is not kept"
	MarkMissed    Problem = "the mark is not met"
	WrongCost     Problem = "the cost is not that of the change"
	NotLeast      Problem = "the prices do not prove that the change is the least"
	WrongBest     Problem = "the best that can be reached is not what is reached"
	NotImpossible Problem = "the bound does not prove that the mark is out of reach"
	Unused        Problem = "a number is set that has no meaning for this result"
)

// inputs looks for numbers that a problem may not have; every list has n numbers.
func inputs(n int, lists ...[]float64) error {
	for _, list := range lists {
		if len(list) != n {
			return Fault{-1, Lengths}
		}
	}
	for _, list := range lists {
		for i, v := range list {
			if p := input(v); p != "" {
				return Fault{i, p}
			}
		}
	}
	return nil
}

// input says what is wrong with a number of a problem, "" for nothing.
func input(v float64) Problem {
	switch size := math.Abs(v); {
	case v-v != 0: // NaN or infinite
		return NotFinite
	case size > most || size < least && v != 0:
		return Size
	}
	return ""
}

// outputs looks for numbers of a result that are not finite.
func outputs(n int, list []float64, more ...float64) error {
	if len(list) != n {
		return Fault{-1, WrongLength}
	}
	for i, v := range list {
		if v-v != 0 {
			return Fault{i, WrongNumber}
		}
	}
	for _, v := range more {
		if v-v != 0 {
			return Fault{-1, WrongNumber}
		}
	}
	return nil
}
