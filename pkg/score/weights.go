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
	done := map[*index.Dimension]bool{}
	for k := len(m.groups) - 1; k >= 0; k-- { // from the top down
		d := m.groups[k].dim
		if d.Weighting.OverIndicators() && len(d.Dimensions) > 0 && !done[d] && !m.computeOver(d, done, log) {
			return
		}
	}
	for k := range m.groups {
		g := &m.groups[k]
		if g.dim.Weighting.FromData() && !done[g.dim] && !m.compute(r, k, log) {
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
		g.parts = append(g.parts, part{-1, c.Position, c.ID})
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

// computeOver fills in the shares of everything below a dimension from weights over all its indicators; false after an
// error.
func (m *Model) computeOver(d *index.Dimension, done map[*index.Dimension]bool, log *diag.Log) bool {
	g := &group{dim: d}
	var own []float64
	var cols [][]float64
	var visit func(d *index.Dimension, above float64)
	visit = func(d *index.Dimension, above float64) {
		for _, in := range d.Indicators {
			g.parts = append(g.parts, part{in.Column, -1, in.ID})
			own, cols = append(own, above*in.Weight.Units), append(cols, m.Column(in.Column))
		}
		for _, c := range d.Dimensions {
			visit(c, above*c.Weight.Units)
		}
	}
	visit(d, 1)
	weights, fault := d.Weighting.Weigh(own, cols)
	if fault != nil {
		m.groupFinding(g, d.Weighting, groupFault{fault.Part, fault.Row, fault.Value, 0, fault.Problem, fault.Mend}, log)
		return false
	}
	of := map[int]float64{}
	for i, p := range g.parts {
		of[p.column] = weights[i]
	}
	m.shareOut(d, of, done)
	return true
}

// shareOut divides each group below a dimension by the weights of the indicators in it, and returns their sum. A group
// without weight is divided equally: how does not matter.
func (m *Model) shareOut(d *index.Dimension, of map[int]float64, done map[*index.Dimension]bool) (sum float64) {
	var parts []float64
	for _, c := range d.Dimensions {
		parts = append(parts, m.shareOut(c, of, done))
	}
	for _, in := range d.Indicators {
		parts = append(parts, of[in.Column])
	}
	for _, w := range parts {
		sum += w
	}
	for i := range parts {
		if sum > 0 {
			parts[i] /= sum
		} else {
			parts[i] = 1 / float64(len(parts))
		}
	}
	for i, c := range d.Dimensions {
		m.Weights.DimShare[c.Position] = parts[i]
	}
	for i, in := range d.Indicators {
		m.Weights.Share[in.Column] = parts[len(d.Dimensions)+i]
	}
	done[d] = true
	for k := range m.groups {
		if m.groups[k].dim == d && !d.LeavesOnly() {
			m.groups[k].weights = parts
		}
	}
	return sum
}

// effective multiplies the shares down the tree.
func (m *Model) effective(d *index.Dimension, above float64) {
	for _, c := range d.Dimensions {
		p := c.Position
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
				visit(c, above*m.Weights.DimShare[c.Position])
			}
		}
		visit(g.dim, 1)
	}
}
