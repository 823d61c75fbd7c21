package score

import (
	"math"

	"zoneval/pkg/index"
)

// normaliser puts one column on the common scale, in place. It gets the values after cap and transform; NaN is missing
// and stays NaN. It returns the worst normalised value there can be, for missing: worst.
//
// To add a method: write its normaliser in a file of its own, add it here and to the catalogue in package method.
type normaliser func(col []float64, c columnPlan) (worst float64)

var normalisers = map[string]normaliser{
	"none":      normaliseNone,
	"minmax":    normaliseMinmax,
	"goalposts": normaliseGoalposts,
}

// columnPlan is what a normaliser knows about its column.
type columnPlan struct {
	step      index.Step
	direction index.Direction
	transform func(float64) float64 // nil is none
	scale     float64
	stats     columnStats
}

// columnStats describes a column after cap and transform.
type columnStats struct {
	present  int
	min, max float64 // +Inf and -Inf where nothing is present
}

// constant says whether there are values and they are all the same.
func (s columnStats) constant() bool { return s.present > 0 && s.min == s.max }

func statsOf(col []float64) columnStats {
	s := columnStats{min: math.Inf(1), max: math.Inf(-1)}
	for _, v := range col {
		if v == v {
			s.present++
			if v < s.min {
				s.min = v
			}
			if v > s.max {
				s.max = v
			}
		}
	}
	return s
}

// normaliseNone keeps the values, negated where lower is better.
func normaliseNone(col []float64, c columnPlan) float64 {
	if c.direction == index.Lower {
		for i, v := range col {
			col[i] = -v
		}
		return -c.stats.max
	}
	return c.stats.min
}

// normaliseMinmax is low + (high-low) (x-min)/(max-min), or (max-x) where lower is better; a constant column becomes
// the middle of the range.
func normaliseMinmax(col []float64, c columnPlan) float64 {
	low, high := 0.0, c.scale
	if r := c.step.Lists["range"]; r != nil {
		low, high = r[0], r[1]
	}
	if c.stats.constant() {
		fillPresent(col, low+(high-low)/2)
		return low
	}
	linear(col, c.stats.min, c.stats.max, low, high, c.direction, c.step.Flag("clamp", true))
	return low
}

// normaliseGoalposts is scale (x-low)/(high-low), or (high-x) where lower is better.
func normaliseGoalposts(col []float64, c columnPlan) float64 {
	low, high := c.step.Number("low", 0), c.step.Number("high", 1)
	if c.transform != nil {
		low, high = c.transform(low), c.transform(high)
	}
	clamp := c.step.Flag("clamp", true)
	linear(col, low, high, 0, c.scale, c.direction, clamp)
	if clamp {
		return 0
	}
	return math.Min(0, statsOf(col).min) // nobody with a value may stand below those without
}

// linear maps from..to onto low..high, or onto high..low where lower is better, and holds the result inside when asked.
// float64(...) keeps compilers for other processors from fusing the product into the sum, which rounds differently.
func linear(col []float64, from, to, low, high float64, dir index.Direction, clamp bool) {
	origin, width, span := from, to-from, high-low
	if dir == index.Lower {
		origin, width = to, -width // (to-v)/(to-from), with both signs turned: the same double
	}
	floor, ceiling := low, high
	if !clamp {
		floor, ceiling = math.Inf(-1), math.Inf(1)
	}
	for i, v := range col {
		y := low + float64(span*((v-origin)/width))
		if y < floor {
			y = floor
		} else if y > ceiling {
			y = ceiling
		}
		col[i] = y
	}
}

func fillPresent(col []float64, x float64) {
	for i, v := range col {
		if v == v {
			col[i] = x
		}
	}
}
