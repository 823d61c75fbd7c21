package lever

import (
	"slices"

	"zoneval/pkg/index"
	"zoneval/pkg/revise"
	"zoneval/pkg/score"
)

// Engine scores a model under other weights of some parts, by whatever method.
type Engine struct {
	model    *score.Model
	rescorer *score.Rescorer
	groups   []follower
}

// follower is a list of weights of the rescorer that follow those of the parts.
type follower struct {
	weights []float64
	terms   []term
	shares  bool // others are beside them: what follows is the share of a part, not its weight
}

// term adds a part's share, times a factor, to a weight.
type term struct {
	at, part int
	factor   float64
}

// NewEngine makes an engine for the parts of one group, or for all indicators of an index (group nil): their weights are then
// shares of the whole, and every dimension weighs what is inside it. Weights that are computed from the data stay as they are,
// also where they are computed from scores that move.
func NewEngine(m *score.Model, parts []revise.Part, group *index.Dimension) *Engine {
	e := &Engine{model: m, rescorer: m.Rescorer()}
	above := 1.0
	for d := group; d != nil; d = d.Parent { // the group, and those around it that are aggregated from the leaves and have weights for these
		if w := e.rescorer.Weights(d); w != nil && (d == group || d.LeavesOnly()) { // nil: every zone has its own
			f := follow(m, w, d, parts, above)
			f.shares = d != group
			e.groups = append(e.groups, f)
		}
		if d.Parent != nil {
			above *= m.Weights.DimShare[d.Position]
		}
	}
	if group != nil {
		return e
	}
	for _, d := range append([]*index.Dimension{m.Index.Root}, m.Index.Dims...) {
		if w := e.rescorer.Weights(d); w != nil {
			e.groups = append(e.groups, sums(w, d, parts))
		}
	}
	return e
}

// follow are the weights of a group as they follow those of its parts, or of the parts of a group inside it that has the share above.
func follow(m *score.Model, w []float64, d *index.Dimension, parts []revise.Part, above float64) follower {
	f := follower{weights: w}
	if !d.LeavesOnly() {
		for j := range parts {
			f.terms = append(f.terms, term{j, j, 1})
		}
		return f
	}
	for k, in := range d.Leaves() {
		for j, q := range parts {
			if share, inside := shareBelow(m, q, in); inside {
				f.terms = append(f.terms, term{k, j, above * share})
			}
		}
	}
	return f
}

// sums are the weights of a group as sums of those of the indicators inside its parts.
func sums(w []float64, d *index.Dimension, indicators []revise.Part) follower {
	f := follower{weights: w}
	var inside [][]*index.Indicator
	if d.LeavesOnly() {
		for _, in := range d.Leaves() {
			inside = append(inside, []*index.Indicator{in})
		}
	} else {
		for _, p := range revise.PartsOf(d) {
			if p.Indicator != nil {
				inside = append(inside, []*index.Indicator{p.Indicator})
			} else {
				inside = append(inside, p.Dimension.Leaves())
			}
		}
	}
	for k, list := range inside {
		for _, in := range list {
			j := slices.IndexFunc(indicators, func(p revise.Part) bool { return p.Indicator == in })
			f.terms = append(f.terms, term{k, j, 1})
		}
	}
	return f
}

// shareBelow is the share that an indicator has of a part that it is, or stands inside.
func shareBelow(m *score.Model, p revise.Part, in *index.Indicator) (share float64, inside bool) {
	if p.Indicator != nil {
		return 1, p.Indicator == in
	}
	share = m.Weights.Share[in.Column]
	for d := in.Parent; d != nil; d = d.Parent {
		if d == p.Dimension {
			return share, true
		}
		if d.Parent != nil {
			share *= m.Weights.DimShare[d.Position]
		}
	}
	return 0, false
}

// Score scores the zones under weights of the parts, 0 or more and relative to their sum; nil where the method cannot be
// applied. It is overwritten by the next call.
func (e *Engine) Score(weights []float64) *score.Result {
	sum := total(weights)
	for _, f := range e.groups {
		inside, unit := 0.0, 1.0
		for _, t := range f.terms {
			inside += weights[t.part]
		}
		if inside == 0 {
			continue // without weight in the whole, it keeps the weights that it has
		}
		if f.shares {
			unit = sum
		}
		for _, t := range f.terms {
			f.weights[t.at] = 0
		}
		for _, t := range f.terms {
			f.weights[t.at] += float64(t.factor * (weights[t.part] / unit))
		}
	}
	r, _ := e.rescorer.Score()
	return r
}

// Zones is how many zones the model has.
func (e *Engine) Zones() int { return e.model.N }
