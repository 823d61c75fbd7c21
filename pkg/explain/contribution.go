package explain

import (
	"math"
	"slices"

	"zoneval/pkg/index"
	"zoneval/pkg/score"
)

// shared are the points that each part gives to the score of a zone.
type shared struct {
	leaf, dim         []float64
	leafUsed, dimUsed []float64 // the weight that each part has in the zone's own score; NaN where it has none
	opaque            string    // a method that has no contributions
	additive          bool      // every group is an arithmetic mean
}

// Contributions are the points that each part inside a dimension, dimensions before indicators, gives to the score of a zone,
// where the score of the dimension is that of the index; NaN where the method has no contributions, and for a zone without
// a rank.
func Contributions(m *score.Model, r *score.Result, d *index.Dimension, zone int) []float64 {
	if r.Ranks[zone] == 0 {
		return slices.Repeat([]float64{math.NaN()}, len(d.Dimensions)+len(d.Indicators))
	}
	_, _, points, _ := divide(m, r, d, zone, r.Exact[zone], 1)
	return points
}

// divide divides the score of a dimension in a zone among its parts: their values, what a point of each gives to the score of
// the index (slope being what a point of the dimension gives), and what all of it gives. method is what they are combined
// by; the points are NaN where it has no contributions.
func divide(m *score.Model, r *score.Result, d *index.Dimension, zone int, value, slope float64) (x, at, points []float64, method string) {
	n := len(d.Dimensions) + len(d.Indicators)
	room := make([]float64, 2*n)
	x, w := room[:0:n], room[n:n:2*n]
	for _, p := range d.Dimensions {
		x, w = append(x, m.Stands(r, p, zone)), append(w, m.Weights.DimShare[p.Position])
	}
	for _, p := range d.Indicators {
		x, w = append(x, m.Column(p.Column)[zone]), append(w, m.Weights.Share[p.Column])
	}
	if method = d.Aggregate.Name; d.PassesOn() || len(x) == 1 && keepsOne[method] {
		method = "arithmetic"
	}
	at, ok := slopes(method, d.Aggregate.Number("p", 1), x, w, value)
	if !ok {
		slope = math.NaN()
	}
	points = w // which is not needed any more
	for k := range x {
		at[k] *= slope
		points[k] = at[k] * x[k]
	}
	return x, at, points, method
}

// contributions divides the score among the parts. An arithmetic mean is the sum of share x value, so its parts are
// those. Geometric, harmonic and power means are homogeneous of degree one, and by Euler's theorem the value times the
// partial derivative sums to the mean; by the chain rule that holds for a tree of such means. The siblings of a missing
// part take over its weight. Under any other method the parts below have no contribution (NaN), and a missing part has
// none either.
func contributions(m *score.Model, r *score.Result, zone int) *shared {
	none := func(n int) []float64 { return slices.Repeat([]float64{math.NaN()}, n) }
	leaves, dims := len(m.Index.Indicators), len(m.Index.Dims)
	c := &shared{leaf: none(leaves), dim: none(dims), leafUsed: none(leaves), dimUsed: none(dims), additive: true}
	var visit func(d *index.Dimension, value, slope float64)
	visit = func(d *index.Dimension, value, slope float64) {
		x, at, points, method := divide(m, r, d, zone, value, slope)
		c.additive = c.additive && method == "arithmetic"
		if !hasSlopes(method) {
			c.opaque = method
		}
		for k := range x {
			if k >= len(d.Dimensions) {
				in := d.Indicators[k-len(d.Dimensions)]
				c.leaf[in.Column], c.leafUsed[in.Column] = points[k], at[k]
				continue
			}
			p := d.Dimensions[k]
			c.dim[p.Position], c.dimUsed[p.Position] = points[k], at[k]
			if own := r.Dims[p.Position][zone]; own != own && x[k] == x[k] { // its points are not those of what is inside
				c.additive, at[k] = false, math.NaN()
			}
			visit(p, x[k], at[k])
		}
	}
	if r.Ranks[zone] == 0 {
		return c
	}
	visit(m.Index.Root, r.Exact[zone], 1)
	if !c.additive { // the derivative of another mean is no weight
		c.leafUsed, c.dimUsed = none(leaves), none(dims)
	}
	return c
}

// keepsOne are the methods under which a group of one part has its value.
var keepsOne = map[string]bool{"geometric": true, "harmonic": true, "power": true, "median": true, "minimum": true, "mazziotta-pareto": true}

// hasSlopes says whether a method is a mean that slopes knows.
func hasSlopes(method string) bool {
	return method == "arithmetic" || method == "geometric" || method == "harmonic" || method == "power"
}

// slopes are the partial derivatives of a mean by its parts; false for a method that is no such mean.
func slopes(method string, p float64, x, w []float64, mean float64) ([]float64, bool) {
	out := make([]float64, len(x))
	total := 0.0
	for k, v := range x {
		if v == v {
			total += w[k]
		}
	}
	power := 1.0
	switch method {
	case "arithmetic":
	case "geometric":
		power = 0
	case "harmonic":
		power = -1
	case "power":
		power = p
	default:
		return out, false
	}
	for k, v := range x {
		switch {
		case v != v, total == 0:
			out[k] = math.NaN()
		case power == 1:
			out[k] = w[k] / total
		case w[k] == 0 || v == 0:
			out[k] = 0
		default: // d/dx (sum(w x^p)/W)^(1/p) = w/W (x/M)^(p-1)
			out[k] = w[k] / total * math.Pow(v/mean, power-1)
		}
	}
	return out, true
}
