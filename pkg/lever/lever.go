// Package lever says how the scores of zones follow the weights of one group, all else being as it is: as functions that can
// be solved, where every group from there up is a weighted mean.
package lever

import (
	"math"

	"zoneval/pkg/crossing"
	"zoneval/pkg/index"
	"zoneval/pkg/revise"
	"zoneval/pkg/score"
)

// Lever is a group of parts whose weights can be moved, in a scored model. Zones are numbered as in the model.
type Lever struct {
	Model   *score.Model
	Result  *score.Result
	Group   *index.Dimension
	Parts   []revise.Part
	Weights []float64   // the present weights, on the group's own scale
	Sum     float64     // of the weights
	Values  [][]float64 // of each part: the values that the group combines, NaN where one is missing

	// Alpha + Beta y is the score of a zone, y being the score of the group; Beta is 0 where the group is missing for good, and
	// Alpha NaN where the zone has no score.
	Alpha, Beta []float64

	// Curved is why the score is no such function: the method, or what fills a missing score; "" where it is one.
	Curved string
}

// Of makes a lever of a group, which is a dimension or Index.Root.
func Of(m *score.Model, r *score.Result, group *index.Dimension) *Lever {
	l := &Lever{Model: m, Result: r, Group: group, Parts: revise.PartsOf(group), Alpha: make([]float64, m.N), Beta: make([]float64, m.N)}
	for _, p := range l.Parts {
		l.Weights = append(l.Weights, p.Weight().Value)
		l.Sum += p.Weight().Value
		l.Values = append(l.Values, l.column(p))
	}
	for d := group; d != nil; d = d.Parent {
		if d.Aggregate.Name != "arithmetic" && !d.PassesOn() {
			l.Curved = d.Aggregate.Name
		}
		if d.Parent != nil && m.Fills(d.Parent) && lacks(r.Dims[d.Position]) {
			l.Curved = "missing " + d.Parent.Missing.Name
		}
	}
	for i := range m.N {
		l.Alpha[i], l.Beta[i] = l.above(i)
	}
	return l
}

// column is the values of a part as the group combines them.
func (l *Lever) column(p revise.Part) []float64 {
	if p.Indicator != nil {
		return l.Model.Column(p.Indicator.Column)
	}
	out := make([]float64, l.Model.N)
	for i := range out {
		out[i] = l.Model.Stands(l.Result, p.Dimension, i)
	}
	return out
}

func lacks(col []float64) bool {
	for _, v := range col {
		if v != v {
			return true
		}
	}
	return false
}

// above goes from the group up to the index: what the other parts give, and what a point of the group gives.
func (l *Lever) above(zone int) (alpha, beta float64) {
	if l.Result.Ranks[zone] == 0 {
		return math.NaN(), 0
	}
	beta, there := 1.0, l.has(zone)
	for d := l.Group; d.Parent != nil; d = d.Parent {
		sum, points, own := 0.0, 0.0, 0.0
		for _, c := range d.Parent.Dimensions {
			w, v := l.Model.Weights.DimShare[c.Position], l.Model.Stands(l.Result, c, zone)
			switch {
			case c != d && v == v:
				sum += w
				points += float64(w * v)
			case c == d && there:
				sum += w
				own = w
			}
		}
		if there = sum > 0; !there {
			alpha, beta = 0, 0
			continue
		}
		alpha, beta = (points+float64(own*alpha))/sum, float64(own*beta)/sum
	}
	if !there {
		return math.NaN(), 0
	}
	return alpha, beta
}

// has says whether the group has a score in the zone, whatever the weights: a part is there, and enough of them.
func (l *Lever) has(zone int) bool {
	present := 0
	for _, col := range l.Values {
		if col[zone] == col[zone] {
			present++
		}
	}
	return present > 0 && float64(present)/float64(len(l.Parts)) >= l.Group.Missing.Number("min_coverage", 0)
}

// Complete says whether the zone has every part of the group.
func (l *Lever) Complete(zone int) bool {
	for _, col := range l.Values {
		if col[zone] != col[zone] {
			return false
		}
	}
	return true
}

// Curve is the score of a zone where the weights of the parts are u + v t.
func (l *Lever) Curve(zone int, u, v []float64) crossing.Curve {
	alpha, beta := l.Alpha[zone], l.Beta[zone]
	if alpha != alpha || beta == 0 {
		return crossing.Line(alpha, 0)
	}
	var c crossing.Curve
	moves := false
	for k, col := range l.Values {
		if x := col[zone]; x == x {
			c.A += float64(u[k] * x)
			c.B += float64(v[k] * x)
			c.C += u[k]
			c.D += v[k]
			moves = moves || v[k] != 0
		}
	}
	if l.Complete(zone) && keepsSum(v) { // exactly the sum, which additions of u and v need not give
		c.C, c.D = total(u), 0
	}
	if !moves {
		c.B, c.D = 0, 0
	}
	// alpha + beta (A + B t)/(C + D t)
	return crossing.Curve{A: float64(alpha*c.C) + float64(beta*c.A), B: float64(alpha*c.D) + float64(beta*c.B), C: c.C, D: c.D}
}

// keepsSum says whether directions cancel out, but for rounding.
func keepsSum(v []float64) bool {
	size := 0.0
	for _, x := range v {
		size += math.Abs(x)
	}
	return math.Abs(total(v)) <= 1e-12*size
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}
