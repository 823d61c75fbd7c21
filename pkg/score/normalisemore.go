package score

import (
	"math"
	"sort"

	"zoneval/pkg/index"
	"zoneval/pkg/stats"
)

// normaliseZscore is mean + sd (x-m)/s, or (m-x) where lower is better; a constant column becomes the mean.
func normaliseZscore(col []float64, c *column) (float64, *fault) {
	mean, sd := c.step.Number("mean", 0), c.step.Number("sd", 1)
	if c.stats.present == 1 || c.stats.constant() {
		fillPresent(col, mean)
		return mean, nil
	}
	m, s := stats.Mean(col), stats.SD(col)
	if c.step.Flag("population", false) {
		s = stats.PopulationSD(col)
	}
	if s == 0 { // too small a spread for a double
		fillPresent(col, mean)
		return mean, nil
	}
	if c.direction() == index.Lower {
		s = -s
	}
	for i, v := range col {
		col[i] = mean + float64(sd*((v-m)/s))
	}
	return statsOf(col).min, nil
}

// normaliseVector is x/sqrt(sum(x^2)), negated where lower is better. The column is scaled first, so that squares
// neither overflow nor vanish.
func normaliseVector(col []float64, c *column) (float64, *fault) {
	most := math.Max(math.Abs(c.stats.min), math.Abs(c.stats.max))
	if c.stats.present == 0 || most == 0 {
		return 0, nil
	}
	sum := 0.0
	for _, v := range col {
		if v == v {
			y := v / most
			sum += float64(y * y)
		}
	}
	length := most * math.Sqrt(sum)
	if c.direction() == index.Lower {
		length = -length
	}
	for i, v := range col {
		col[i] = v / length
	}
	return statsOf(col).min, nil
}

// normaliseRank is 1 for the worst value.
func normaliseRank(col []float64, c *column) (float64, *fault) {
	c.ranks(col)
	return 1, nil
}

// normaliseBorda is rank - 1.
func normaliseBorda(col []float64, c *column) (float64, *fault) {
	c.ranks(col)
	for i := range col {
		col[i]--
	}
	return 0, nil
}

// normalisePercentileRank is scale (rank-1)/(n-1).
func normalisePercentileRank(col []float64, c *column) (float64, *fault) {
	if c.stats.present == 1 {
		fillPresent(col, c.scale/2)
		return 0, nil
	}
	c.ranks(col)
	for i, v := range col {
		col[i] = c.scale * ((v - 1) / float64(c.stats.present-1))
	}
	return 0, nil
}

// ranks replaces the values by their ranks from the worst.
func (c *column) ranks(col []float64) {
	if c.direction() == index.Lower {
		for i, v := range col {
			col[i] = -v
		}
	}
	ties := map[string]stats.Ties{"min": stats.TiesMin, "average": stats.TiesAverage, "max": stats.TiesMax}[c.step.Text("ties", "min")]
	copy(col, stats.Ranks(col, ties))
}

// normaliseCategorical gives each value the mark of its class: marks[k] where it reaches k of the cuts.
func normaliseCategorical(col []float64, c *column) (float64, *fault) {
	cuts, marks := c.step.Lists["cuts"], c.step.Lists["marks"]
	if c.step.Flag("percentiles", false) && c.stats.present > 0 {
		shares := make([]float64, len(cuts))
		for i, p := range cuts {
			shares[i] = p / 100
		}
		cuts = stats.Quantiles(col, shares...)
	}
	for i, v := range col {
		if v == v {
			col[i] = marks[sort.Search(len(cuts), func(k int) bool { return v < cuts[k] })]
		}
	}
	return least(marks), nil
}

// normaliseScoreTable reads the score off straight lines between the points.
func normaliseScoreTable(col []float64, c *column) (float64, *fault) {
	points := c.step.Tables["points"]
	last := len(points) - 1
	scores := make([]float64, len(points))
	for i, p := range points {
		scores[i] = p[1]
	}
	for i, v := range col {
		switch k := sort.Search(len(points), func(k int) bool { return v < points[k][0] }); {
		case v != v:
		case k == 0:
			col[i] = scores[0]
		case k > last:
			col[i] = scores[last]
		default:
			a, b := points[k-1], points[k]
			col[i] = a[1] + float64((b[1]-a[1])*((v-a[0])/(b[0]-a[0])))
		}
	}
	return least(scores), nil
}

func least(x []float64) float64 {
	m := x[0]
	for _, v := range x {
		m = math.Min(m, v)
	}
	return m
}
