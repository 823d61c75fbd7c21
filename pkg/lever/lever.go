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
	// Alpha NaN where the zone has no score. Without is the score where the group is missing, NaN where there is none then.
	Alpha, Beta, Without []float64

	// Curved is why the score is no such function: the method, or what fills a missing score; "" where it is one.
	Curved string
}

// Of makes a lever of a group, which is a dimension or Index.Root.
func Of(m *score.Model, r *score.Result, group *index.Dimension) *Lever {
	l := &Lever{Model: m, Result: r, Group: group, Parts: revise.PartsOf(group)}
	for _, p := range l.Parts {
		l.Weights = append(l.Weights, p.Weight().Value)
		l.Sum += p.Weight().Value
		l.Values = append(l.Values, l.column(p))
	}
	for d := group; d != nil; d = d.Parent {
		if !isMean(d) {
			l.Curved = d.Aggregate.Name
		}
		if d.Parent != nil && m.Fills(d.Parent) && d.Parent.Missing.Name != "zero" && lacks(r.Dims[d.Position]) {
			l.Curved = "missing " + d.Parent.Missing.Name
		}
	}
	l.Alpha, l.Beta, l.Without = make([]float64, m.N), make([]float64, m.N), make([]float64, m.N)
	for i := range m.N {
		l.Without[i], _ = l.above(i, false)
		l.Alpha[i], l.Beta[i] = l.above(i, l.has(i))
	}
	return l
}

// isMean says whether the score of a dimension is the weighted mean of its parts.
func isMean(d *index.Dimension) bool {
	return d.PassesOn() || d.Aggregate.Name == "arithmetic" || d.Aggregate.Name == "power" && d.Aggregate.Number("p", 1) == 1
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

// above goes from the group, which is there or not, up to the index: what the other parts give, and what a point of the group
// gives.
func (l *Lever) above(zone int, there bool) (alpha, beta float64) {
	m := l.Model
	if m.Present != nil && m.Present[zone] < int32(m.Index.Method.Missing.Number("min_indicators", 1)) {
		return math.NaN(), 0
	}
	alpha, beta = 0, 1
	for d := l.Group; d.Parent != nil; d = d.Parent {
		up := d.Parent
		if !there && up.Missing.Name == "zero" && m.Fills(up) {
			there, alpha, beta = true, 0, 0 // what stands for it
		}
		sum, points, own, present := 0.0, 0.0, 0.0, 0
		for _, c := range up.Dimensions {
			w, v := m.Weights.DimShare[c.Position], m.Stands(l.Result, c, zone)
			switch {
			case c != d && v == v:
				sum += w
				points += float64(w * v)
				present++
			case c == d && there:
				sum += w
				own = w
				present++
			}
		}
		if there = sum > 0 && covers(up, present); there {
			alpha, beta = (points+float64(own*alpha))/sum, float64(own*beta)/sum
		}
	}
	if !there {
		return math.NaN(), 0
	}
	return alpha, beta
}

// has says whether the group has a score in the zone wherever what is present weighs something: a part is there, and enough of
// them.
func (l *Lever) has(zone int) bool {
	present := 0
	for _, col := range l.Values {
		if col[zone] == col[zone] {
			present++
		}
	}
	return present > 0 && covers(l.Group, present)
}

// covers says whether so many parts of a dimension are enough for a score.
func covers(d *index.Dimension, present int) bool {
	return float64(present)/float64(len(d.Dimensions)+len(d.Indicators)) >= d.Missing.Number("min_coverage", 0)
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

// Curve is the score of a zone where the weights of the parts are u + v t, wherever what is present of the group weighs
// something. Where it weighs nothing at one t, the group has no score there, and Without is the score of the zone: the curve
// goes through as if it had one.
func (l *Lever) Curve(zone int, u, v []float64) crossing.Curve {
	var c crossing.Curve
	moved, weighs := 0.0, false
	for k, col := range l.Values {
		if x := col[zone]; x == x {
			c.A += float64(u[k] * x)
			c.B += float64(v[k] * x)
			c.C += u[k]
			c.D += v[k]
			moved += math.Abs(v[k])
			weighs = weighs || u[k] != 0 || v[k] != 0
		}
	}
	alpha, beta := l.Alpha[zone], l.Beta[zone]
	switch {
	case !weighs:
		return crossing.Line(l.Without[zone], 0)
	case alpha != alpha || beta == 0:
		return crossing.Line(alpha, 0)
	}
	if math.Abs(c.D) <= 1e-12*moved { // what is present keeps its weight, but for rounding
		c.D = 0
	}
	// alpha + beta (A + B t)/(C + D t)
	return crossing.Curve{A: float64(alpha*c.C) + float64(beta*c.A), B: float64(alpha*c.D) + float64(beta*c.B), C: c.C, D: c.D}
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}
