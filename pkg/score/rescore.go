package score

import (
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
)

// Rescorer scores and ranks a prepared model again and again under other weights, in memory of its own and on the caller's
// goroutine; only duels and linear programs take as many as the model has. Groups whose weights have changed since the last
// time, and those above them, are computed again, and no others.
//
// With whole weights as Weights has them, a result has the same bits as that of a model whose index file states the weights.
// Weights that were computed from the data stay as they are until the caller changes them.
//
// The arithmetic mean of up to 64 parts and the minimum allocate nothing; other methods do, and those that look at all zones
// are fitted again. Several Rescorers of one model may run side by side, each on a goroutine of its own.
type Rescorer struct {
	model  Model       // its groups have the weights of the result
	asked  [][]float64 // the weights of each group as the caller changes them
	above  []int       // the group above each; -1 for the index itself
	stale  []bool      // groups that are to be computed
	result *Result
	log    *diag.Log // where a fault would go
	block  scratch

	byID       []int32 // zones in the order of their ids
	keys, room []sortKey
}

// Rescorer makes a Rescorer that starts from the weights of the model. Its first Score computes every group.
func (m *Model) Rescorer() *Rescorer {
	n := len(m.groups)
	s := &Rescorer{model: *m, asked: make([][]float64, n), above: make([]int, n), stale: make([]bool, n), log: &diag.Log{Max: MaxFindings}}
	s.model.groups = slices.Clone(m.groups)
	for k := range s.model.groups {
		g := &s.model.groups[k]
		g.weights, s.asked[k] = slices.Clone(g.weights), slices.Clone(g.weights)
		s.above[k] = slices.IndexFunc(m.groups, func(a group) bool { return a.dim == g.dim.Parent })
		s.stale[k] = true
	}
	s.result = s.model.newResult()
	s.result.Order, s.result.Ranks = make([]int32, m.N), make([]int32, m.N)

	s.byID, s.keys, s.room = make([]int32, m.N), make([]sortKey, m.N), make([]sortKey, m.N)
	for i := range s.byID {
		s.byID[i] = int32(i)
	}
	slices.SortFunc(s.byID, func(a, b int32) int { return m.before(int(a), int(b)) })
	return s
}

// Weights is the weights that Score counts the parts of a dimension with, for the caller to change in place: 0 or more, on
// any scale. They are of its dimensions or of its indicators, in the order of the file; of all Leaves where it is aggregated
// from these. It is nil where weights do not count, as under benefit of the doubt, and for a dimension of another index.
//
// Weights inside a dimension do not reach a group above that is aggregated from leaves: this has its own for each leaf.
//
// A group whose weights are all 0 has what Model.Score would make of it. It has no score under arithmetic, geometric,
// harmonic and power means, median, minimum, topsis and mazziotta-pareto; the group above then counts its other parts, even
// where missing values are errors, unless its own missing step deals with dimensions that lack a score. All zones are level
// under copeland, promethee2 and vikor.
func (s *Rescorer) Weights(d *index.Dimension) []float64 {
	for k := range s.model.groups {
		if g := &s.model.groups[k]; g.dim == d && g.method() != "benefit-of-the-doubt" {
			return s.asked[k]
		}
	}
	return nil
}

// Score scores and ranks the zones under the weights as they are now. The result is for reading and belongs to the Rescorer:
// the next Score overwrites it, even one that fails. The model's Evaluate, which counts with the model's own weights, does
// not go with it. Findings are values that an aggregation cannot take under these weights (errors, and then the result is
// nil); without any the log is nil.
func (s *Rescorer) Score() (*Result, *diag.Log) {
	m, r := &s.model, s.result
	for k := range m.groups { // parts come before the groups that they are part of
		if w := m.groups[k].weights; !slices.Equal(s.asked[k], w) {
			copy(w, s.asked[k])
			s.stale[k] = true
		}
		if up := s.above[k]; up >= 0 && s.stale[k] {
			s.stale[up] = true
		}
	}
	again := s.stale[len(m.groups)-1]
	for from := 0; from < len(m.groups); {
		to := m.together(from)
		for k := from; k < to; k++ {
			if s.stale[k] && !m.fit(r, k, s.log) {
				log := s.log
				s.log = &diag.Log{Max: MaxFindings}
				return nil, log
			}
		}
		for lo := 0; lo < m.N; lo += blockRows {
			for k := from; k < to; k++ {
				if s.stale[k] {
					m.scoreGroup(r, k, lo, min(lo+blockRows, m.N), &s.block)
				}
			}
		}
		from = to
	}
	clear(s.stale)
	if again {
		m.settle(r)
		s.rank()
	}
	return r, nil
}

// rank orders the zones as Order does. The order before is no help: to put the keys in order by radix takes no longer than
// to find out what has moved, unless hardly anything has.
func (s *Rescorer) rank() {
	r := s.result
	for p, zone := range s.byID {
		s.keys[p] = keyOf(r.Scores[zone], p)
	}
	sortKeys(s.keys, s.room)
	for i, k := range s.keys {
		r.Order[i] = s.byID[k.place()]
	}
	orderAlike(r.Order, s.keys, r.Scores, nil)
	rankInto(r.Ranks, r.Scores, r.Order)
}
