package score

import (
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
)

// Weights are the weights that a model is scored with: those of the index file, or computed from the data.
type Weights struct {
	Share        []float64 // of each indicator among its siblings, 0..1
	DimShare     []float64 // of each dimension of Index.Dims among its siblings
	Effective    []float64 // of each indicator in the whole index: the product of the shares above it
	DimEffective []float64
	Computed     bool // some are computed from the data
}

// weigh computes the weights that the index leaves to the data, from the leaves up, and settles those of the leaves.
func (m *Model) weigh(log *diag.Log) {
	x := m.Index
	w := &m.Weights
	w.Share, w.Effective = make([]float64, len(x.Indicators)), make([]float64, len(x.Indicators))
	w.DimShare, w.DimEffective = make([]float64, len(x.Dims)), make([]float64, len(x.Dims))
	for j, in := range x.Indicators {
		w.Share[j], w.Effective[j] = in.Weight.Share, in.Effective
	}
	for j, d := range x.Dims {
		w.DimShare[j], w.DimEffective[j] = d.Weight.Share, d.Effective
	}
	for k := range m.groups {
		w.Computed = w.Computed || m.groups[k].dim.Weighting.FromData()
	}
	if !w.Computed {
		m.weighLeaves(0, len(m.groups))
		return
	}
	r := m.newResult()
	for k := range m.groups {
		g := &m.groups[k]
		if g.dim.Weighting.FromData() && !m.compute(r, k, log) {
			return
		}
		m.effective(x.Root, 1) // of what is known so far: a group of leaves needs those below it
		m.weighLeaves(k, k+1)
		if !m.fit(r, k, log) {
			return
		}
		m.scoreGroups(r, k, k+1)
	}
}

// compute fills in the shares of a group's children; false after an error.
func (m *Model) compute(r *Result, k int, log *diag.Log) bool {
	d := m.groups[k].dim
	g := &group{dim: d}
	for _, c := range d.Dimensions {
		g.parts = append(g.parts, part{-1, m.position(c), c.ID})
		g.weights = append(g.weights, c.Weight.Units)
	}
	for _, in := range d.Indicators {
		g.parts = append(g.parts, part{in.Column, -1, in.ID})
		g.weights = append(g.weights, in.Weight.Units)
	}
	cols := make([][]float64, len(g.parts))
	for i, p := range g.parts {
		cols[i] = m.values(r, p)
	}
	weights, fault := d.Weighting.Weigh(g.weights, cols)
	if fault != nil {
		m.groupFinding(g, d.Weighting, groupFault{fault.Part, fault.Row, fault.Value, 0, fault.Problem, fault.Mend}, log)
		return false
	}
	for i, p := range g.parts {
		if p.column >= 0 {
			m.Weights.Share[p.column] = weights[i]
		} else {
			m.Weights.DimShare[p.dim] = weights[i]
		}
	}
	if !d.LeavesOnly() {
		m.groups[k].weights = weights
	}
	return true
}

// position is where a dimension stands in Index.Dims.
func (m *Model) position(d *index.Dimension) int {
	for i, e := range m.Index.Dims {
		if e == d {
			return i
		}
	}
	return -1
}

// effective multiplies the shares down the tree.
func (m *Model) effective(d *index.Dimension, above float64) {
	for _, c := range d.Dimensions {
		p := m.position(c)
		m.Weights.DimEffective[p] = above * m.Weights.DimShare[p]
		m.effective(c, m.Weights.DimEffective[p])
	}
	for _, in := range d.Indicators {
		m.Weights.Effective[in.Column] = above * m.Weights.Share[in.Column]
	}
}

// weighLeaves gives groups that are aggregated from the leaves below them the leaves' weights in the group: the product
// of the shares between them.
func (m *Model) weighLeaves(from, to int) {
	for k := from; k < to; k++ {
		g := &m.groups[k]
		if !g.dim.LeavesOnly() {
			continue
		}
		i := 0
		var visit func(d *index.Dimension, above float64)
		visit = func(d *index.Dimension, above float64) {
			for _, in := range d.Indicators {
				g.weights[i] = above * m.Weights.Share[in.Column]
				i++
			}
			for _, c := range d.Dimensions {
				visit(c, above*m.Weights.DimShare[m.position(c)])
			}
		}
		visit(g.dim, 1)
	}
}
