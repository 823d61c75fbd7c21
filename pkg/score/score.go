package score

import (
	"fmt"
	"math"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/par"
)

// Result is the scores of a model's zones. NaN is no score.
type Result struct {
	Scores []float64   // of the index, rounded where the index says so
	Dims   [][]float64 // of each dimension of Index.Dims, never rounded
	Order  []int32     // zones from best to worst; equal scores in the order of their ids
	Ranks  []int32     // 1 is best; 0 is a zone without a score
}

// group is one inner node of the tree: the parts are indicators or the results of earlier groups.
type group struct {
	dim     *index.Dimension
	out     int // position in Result.Dims; -1 is the index itself
	combine aggregator
	parts   []part
	weights []float64 // of each part among its siblings, in whole units where they can be
}

type part struct {
	column int // position in Index.Indicators, or -1
	dim    int // position in Result.Dims, or -1
}

// plan lists the groups so that every group comes after its parts.
func (m *Model) plan() {
	position := map[*index.Dimension]int{m.Index.Root: -1}
	for i, d := range m.Index.Dims {
		position[d] = i
	}
	var visit func(d *index.Dimension)
	visit = func(d *index.Dimension) {
		g := group{dim: d, out: position[d], combine: aggregators[d.Aggregate.Name]}
		for _, c := range d.Dimensions {
			visit(c)
			g.parts = append(g.parts, part{column: -1, dim: position[c]})
			g.weights = append(g.weights, c.Weight.Units)
		}
		for _, in := range d.Indicators {
			g.parts = append(g.parts, part{column: in.Column, dim: -1})
			g.weights = append(g.weights, in.Weight.Units)
		}
		m.groups = append(m.groups, g)
	}
	visit(m.Index.Root)
}

// blockRows is how many zones are computed at a time: a block of every part stays in the first-level cache.
const blockRows = 1024

// Score aggregates the model and ranks its zones. Findings are values that an aggregation cannot take (errors, and
// then the result is nil).
func (m *Model) Score() (*Result, *diag.Log) {
	log := &diag.Log{Max: MaxFindings}
	r := &Result{Scores: make([]float64, m.N), Dims: make([][]float64, len(m.Index.Dims))}
	flat := make([]float64, m.N*len(r.Dims))
	for i := range r.Dims {
		r.Dims[i] = flat[i*m.N : (i+1)*m.N : (i+1)*m.N]
	}
	blocks := (m.N + blockRows - 1) / blockRows
	par.Do(blocks, m.workers, func(b int) { m.scoreBlock(r, b*blockRows, min((b+1)*blockRows, m.N)) })
	m.checkPositive(r, log)
	if log.HasErrors() {
		return nil, log
	}
	m.finish(r)
	return r, log
}

// scoreBlock computes every group for the zones lo..hi.
func (m *Model) scoreBlock(r *Result, lo, hi int) {
	var scratch [blockRows]float64
	var room [64][]float64
	for _, g := range m.groups {
		parts := room[:0]
		for _, p := range g.parts {
			parts = append(parts, m.values(r, p)[lo:hi])
		}
		g.combine(m.target(r, g)[lo:hi], parts, g.weights, scratch[:hi-lo])
	}
}

func (m *Model) values(r *Result, p part) []float64 {
	if p.column >= 0 {
		return m.Column(p.column)
	}
	return r.Dims[p.dim]
}

func (m *Model) target(r *Result, g group) []float64 {
	if g.out < 0 {
		return r.Scores
	}
	return r.Dims[g.out]
}

// checkPositive reports parts that are not above 0 where the method needs them to be.
func (m *Model) checkPositive(r *Result, log *diag.Log) {
	for _, g := range m.groups {
		if !positiveOnly[g.dim.Aggregate.Name] {
			continue
		}
		for k, p := range g.parts {
			for i, v := range m.values(r, p) {
				if v > 0 || v != v {
					continue
				}
				if log.Full(diag.Error) {
					log.Skip(diag.Error)
					continue
				}
				at := g.dim.Aggregate.Place
				if at.Line == 0 {
					at = g.dim.Place
				}
				log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: at,
					Message: fmt.Sprintf("the geometric mean of %s needs values above 0, but zone %s has %g in %s", g.dim.ID,
						diag.Quote(m.Table.IDs[m.Row(i)]), v, g.partID(k)),
					Mend: "normalise to a range that starts above 0, such as minmax: {range: [1, 100]}"})
			}
		}
	}
}

// partID is the id of a group's k-th part.
func (g group) partID(k int) string {
	if len(g.dim.Dimensions) > 0 {
		return g.dim.Dimensions[k].ID
	}
	return g.dim.Indicators[k].ID
}

// finish rounds the scores, withholds them from zones with too few values, and ranks.
func (m *Model) finish(r *Result) {
	least := int32(m.Index.Method.Missing.Number("min_indicators", 1))
	for i, s := range r.Scores {
		r.Scores[i] = Round(s, m.Index.Method.Ranking.Round)
		if m.Present != nil && m.Present[i] < least {
			r.Scores[i] = math.NaN()
		}
	}
	ids := m.Table.IDs
	r.Order = Order(r.Scores, func(a, b int) int {
		x, y := ids[m.Row(a)], ids[m.Row(b)]
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return a - b
	})
	r.Ranks = Rank(r.Scores, r.Order)
}
