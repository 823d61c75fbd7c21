package explain

import (
	"math"

	"zoneval/pkg/index"
	"zoneval/pkg/score"
)

// shared are the points that each part gives to the score of a zone.
type shared struct {
	leaf, dim []float64
	opaque    string // a method that has no contributions
	additive  bool   // every group is an arithmetic mean
}

// contributions divides the score among the parts. An arithmetic mean is the sum of share x value, so its parts are
// those. Geometric, harmonic and power means are homogeneous of degree one, and by Euler's theorem the value times the
// partial derivative sums to the mean; by the chain rule that holds for a tree of such means. The siblings of a missing
// part take over its weight. Under any other method the parts below have no contribution (NaN), and a missing part has
// none either.
func contributions(m *score.Model, r *score.Result, zone int) *shared {
	c := &shared{leaf: make([]float64, len(m.Index.Indicators)), dim: make([]float64, len(m.Index.Dims)), additive: true}
	for i := range c.leaf {
		c.leaf[i] = math.NaN()
	}
	position := map[*index.Dimension]int{}
	for i, d := range m.Index.Dims {
		position[d], c.dim[i] = i, math.NaN()
	}
	var visit func(d *index.Dimension, value, slope float64)
	visit = func(d *index.Dimension, value, slope float64) {
		var x, w []float64
		for _, p := range d.Dimensions {
			x, w = append(x, r.Dims[position[p]][zone]), append(w, m.Weights.DimShare[position[p]])
		}
		for _, p := range d.Indicators {
			x, w = append(x, m.Column(p.Column)[zone]), append(w, m.Weights.Share[p.Column])
		}
		method := d.Aggregate.Name
		if method != "arithmetic" && len(x) > 1 {
			c.additive = false
		}
		slopes, ok := slopes(d.Aggregate, x, w, value)
		if !ok {
			c.opaque = method
			slope = math.NaN()
		}
		for k := range x {
			at := slope * slopes[k]
			points := at * x[k]
			if x[k] == 0 && slope == slope {
				points = 0 // also where the derivative is infinite
			}
			if k < len(d.Dimensions) {
				p := d.Dimensions[k]
				c.dim[position[p]] = points
				visit(p, x[k], at)
			} else {
				c.leaf[d.Indicators[k].Column] = points
			}
		}
	}
	visit(m.Index.Root, r.Exact[zone], 1)
	return c
}

// slopes are the partial derivatives of a mean by its parts; false for a method that is no such mean.
func slopes(s index.Step, x, w []float64, mean float64) ([]float64, bool) {
	out := make([]float64, len(x))
	if len(x) == 1 { // whatever the method, alone in a group is the group
		out[0] = 1
		return out, s.Name != "benefit-of-the-doubt"
	}
	total := 0.0
	for k, v := range x {
		if v == v {
			total += w[k]
		}
	}
	power := 1.0
	switch s.Name {
	case "arithmetic":
	case "geometric":
		power = 0
	case "harmonic":
		power = -1
	case "power":
		power = s.Number("p", 1)
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
