package score

import (
	"math"
	"slices"

	"zoneval/pkg/index"
)

// normaliser puts one column on the common scale, in place. It gets the prepared values; NaN is missing and stays NaN.
// It returns the worst normalised value there can be, for missing: worst, or what it cannot take.
//
// To add a method: write its normaliser, add it here and to the catalogue in package method.
type normaliser func(col []float64, c *column) (worst float64, f *fault)

var normalisers = map[string]normaliser{
	"none":                  normaliseNone,
	"minmax":                normaliseMinmax,
	"zscore":                normaliseZscore,
	"goalposts":             normaliseGoalposts,
	"rank":                  normaliseRank,
	"borda":                 normaliseBorda,
	"percentile-rank":       normalisePercentileRank,
	"distance-to-max":       normaliseDistanceToMax,
	"distance-to-reference": normaliseDistanceToReference,
	"distance-to-target":    normaliseDistanceToTarget,
	"fraction-of-max":       normaliseFractionOfMax,
	"categorical":           normaliseCategorical,
	"score-table":           normaliseScoreTable,
	"vector":                normaliseVector,
}

// comparesZones are the methods under which a column without spread says nothing.
var comparesZones = map[string]bool{"minmax": true, "zscore": true, "rank": true, "borda": true, "percentile-rank": true, "distance-to-max": true,
	"distance-to-reference": true, "fraction-of-max": true, "vector": true}

// column is what a normaliser knows about its column.
type column struct {
	indicator *index.Indicator
	step      index.Step
	scale     float64
	stats     columnStats
	reference float64 // the value of the reference zone
}

func (c *column) direction() index.Direction { return c.indicator.Direction }

// transformed is a goalpost or target after the transform of the indicator.
func (c *column) transformed(x float64) float64 {
	if t := c.indicator.Transform; t.Acts() {
		return t.Function().Apply(x)
	}
	return x
}

// fault is what a method cannot take; zone is -1 where no single value is at fault.
type fault struct {
	zone          int
	value         float64
	problem, mend string
}

// columnStats describes a prepared column.
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
func normaliseNone(col []float64, c *column) (float64, *fault) {
	if c.direction() == index.Lower {
		for i, v := range col {
			col[i] = -v
		}
		return -c.stats.max, nil
	}
	return c.stats.min, nil
}

// normaliseMinmax is low + (high-low) (x-min)/(max-min), or (max-x) where lower is better; a constant column becomes
// the middle of the range.
func normaliseMinmax(col []float64, c *column) (float64, *fault) {
	low, high := 0.0, c.scale
	if r := c.step.Lists["range"]; r != nil {
		low, high = r[0], r[1]
	}
	if c.stats.constant() {
		fillPresent(col, low+(high-low)/2)
		return low, nil
	}
	linear(col, c.stats.min, c.stats.max, low, high, c.direction(), c.step.Flag("clamp", true))
	return low, nil
}

// normaliseGoalposts is scale (x-low)/(high-low), or (high-x) where lower is better.
func normaliseGoalposts(col []float64, c *column) (float64, *fault) {
	low, high := c.transformed(c.step.Number("low", 0)), c.transformed(c.step.Number("high", 1))
	if low > high { // a transform that turns the order round
		low, high = high, low
	}
	clamp := c.step.Flag("clamp", true)
	linear(col, low, high, 0, c.scale, c.direction(), clamp)
	if clamp {
		return 0, nil
	}
	return math.Min(0, statsOf(col).min), nil // nobody with a value may stand below those without
}

// normaliseDistanceToMax is scale (1 - (max-x)/(max-min)), which is (x-min)/(max-min).
func normaliseDistanceToMax(col []float64, c *column) (float64, *fault) {
	if c.stats.constant() {
		fillPresent(col, c.scale/2)
		return 0, nil
	}
	linear(col, c.stats.min, c.stats.max, 0, c.scale, c.direction(), false)
	return 0, nil
}

// normaliseDistanceToReference is scale (1 - (reference-x)/(reference-min)), which is (x-min)/(reference-min).
func normaliseDistanceToReference(col []float64, c *column) (float64, *fault) {
	if c.stats.constant() { // nobody is at any distance
		fillPresent(col, c.scale)
		return 0, nil
	}
	return c.towards(col, c.reference, "the reference zone is the worst of all, so no distance to it can be measured", "name another reference zone")
}

// normaliseDistanceToTarget is scale (x-min)/(target-min), or (max-x)/(max-target) where lower is better.
func normaliseDistanceToTarget(col []float64, c *column) (float64, *fault) {
	return c.towards(col, c.transformed(c.step.Number("target", 0)), "the target is no better than the worst zone", "set a target that is better than the worst zone")
}

// towards measures the way from the worst value to a goal.
func (c *column) towards(col []float64, goal float64, problem, mend string) (float64, *fault) {
	from, to, worst := c.stats.min, goal, c.stats.min
	if c.direction() == index.Lower {
		from, to, worst = goal, c.stats.max, c.stats.max
	}
	if c.stats.present > 0 && from >= to {
		return 0, &fault{slices.Index(col, worst), worst, problem, mend}
	}
	linear(col, from, to, 0, c.scale, c.direction(), false)
	if c.step.Flag("cap", false) {
		for i, v := range col {
			if v > c.scale {
				col[i] = c.scale
			}
		}
	}
	return 0, nil
}

// normaliseFractionOfMax is scale x/max, or scale min/x where lower is better.
func normaliseFractionOfMax(col []float64, c *column) (float64, *fault) {
	if c.stats.present == 0 {
		return 0, nil
	}
	lower, best := c.direction() == index.Lower, c.stats.max
	if lower {
		best = c.stats.min
	}
	if best <= 0 {
		return 0, &fault{slices.Index(col, best), best, "a fraction of the best value needs a best value above 0", "set a floor, or choose another normalise method"}
	}
	for i, v := range col {
		if lower {
			col[i] = c.scale * (best / v)
		} else {
			col[i] = c.scale * (v / best)
		}
	}
	return math.Min(0, statsOf(col).min), nil
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
