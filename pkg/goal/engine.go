package goal

import (
	"math"
	"slices"

	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

// engine recomputes everything with other values of one zone.
type engine struct {
	*Answer
	table *zone.Table
	trial *zone.Table // the table that values are tried in
	base  *score.Result
	z     int
	scale float64

	effects []effect // of each of Levers
}

// effect is what a lever does when it is moved alone.
type effect struct {
	gain     float64 // of the zone, at the end of the room
	partway  float64 // of the zone, at some of it
	most     float64 // the largest lead that is gained over another zone, at the end of the room
	moves    bool    // other scores move too
	rejected bool    // the method cannot take it
}

func newEngine(g *Answer, table *zone.Table) *engine {
	t := *table
	t.Values = slices.Clone(table.Values)
	e := &engine{Answer: g, table: table, trial: &t, base: g.Ranking.Result, z: g.Options.Zone, scale: g.Ranking.Index.Scale}
	for k := range g.Levers {
		e.effects = append(e.effects, e.effect(k))
	}
	return e
}

// score scores the zones with the zone's levers moved so many standard deviations; nil where the method cannot be applied.
func (e *engine) score(amounts []float64) *score.Result {
	m := e.Ranking.Model
	row := m.Row(e.z)
	for k, l := range e.Levers {
		e.trial.Values[l.Indicator.Column*e.trial.Rows+row] = l.at(amounts[k])
	}
	return e.rescored()
}

func (e *engine) rescored() *score.Result {
	m := e.Ranking.Model
	model, _ := score.Prepare(m.Index, e.trial, m.Asked(), score.Options{})
	if model == nil || model.N != m.N {
		return nil
	}
	r, _ := model.Score()
	return r
}

// partway is where a straight line is looked for: at half of the room an even bend to either side would not show.
const partway = 0.382

// effect moves a lever to the end of its room, and part of the way.
func (e *engine) effect(k int) effect {
	l, row := e.Levers[k], e.Ranking.Model.Row(e.z)
	cell := &e.trial.Values[l.Indicator.Column*e.trial.Rows+row]
	defer func() { *cell = l.Before }()
	*cell = l.between(l.Room)
	full := e.rescored()
	*cell = l.between(partway * l.Room)
	part := e.rescored()
	if full == nil || part == nil {
		return effect{rejected: true}
	}
	out := effect{gain: full.Exact[e.z] - e.base.Exact[e.z], partway: part.Exact[e.z] - e.base.Exact[e.z]}
	for i, s := range e.base.Exact {
		if i == e.z || e.base.Ranks[i] == 0 {
			continue
		}
		out.moves = out.moves || differ(full.Exact[i], s, e.scale) || differ(part.Exact[i], s, e.scale)
		out.most = math.Max(out.most, out.gain-(full.Exact[i]-s))
	}
	return out
}

// differ says whether scores differ by more than rounding.
func differ(a, b, scale float64) bool {
	return !(math.Abs(a-b) <= 1e-12*math.Max(scale, math.Abs(b))) // NaN differs too
}

// lead is how far the zone is ahead of the one that it must draw level with, on unrounded scores, and whether it has the rank,
// everything recomputed.
func (e *engine) lead(amounts []float64) (lead float64, reached bool) {
	r := e.score(amounts)
	if r == nil || r.Ranks[e.z] == 0 {
		return math.Inf(-1), false
	}
	i := rivalOf(r.Order, r.Ranks, e.z, e.Options.Rank)
	if i < 0 {
		return math.Inf(1), true
	}
	return r.Exact[e.z] - r.Exact[i], int(r.Ranks[e.z]) <= e.Options.Rank
}

func (e *engine) reaches(amounts []float64) bool { _, ok := e.lead(amounts); return ok }

// all is every lever at the end of its room.
func (e *engine) all() []float64 {
	out := make([]float64, len(e.Levers))
	for k, l := range e.Levers {
		out[k] = l.Room
	}
	return out
}

// apply makes a plan of amounts, applies it as a scenario, and ranks everything anew. It says whether the rank is reached.
func (e *engine) apply(amounts []float64, digits int) bool {
	g := e.Answer
	g.Plan, g.Cost, g.Scenario, g.Applied, g.Reached = nil, 0, nil, nil, false
	for k, l := range g.Levers {
		after := l.Before
		if amounts[k] > 0 {
			after = l.rounded(l.between(amounts[k]), digits)
		}
		if after == l.Before {
			continue
		}
		moved := math.Abs(after-l.Before) / l.SD
		g.Plan = append(g.Plan, Step{Lever: l, After: after, Moved: moved, Paid: moved * l.Cost, Points: moved * l.Gain})
		g.Cost += float64(moved * l.Cost)
	}
	g.Scenario = g.scenarioOf(g.Plan)
	z, log := revise.Table(g.Ranking.Index, e.table, g.Ranking.Year, g.Scenario)
	if log.HasErrors() {
		return false
	}
	o := g.Ranking.Options
	o.Year, o.Show, o.Top, o.Alone, o.Values = g.Ranking.Year, nil, 0, true, true
	applied, _ := ranking.Run(g.Ranking.Index, z.Table, o)
	if applied == nil || applied.Model.N != g.Ranking.Model.N {
		return false
	}
	g.Applied = applied
	r := applied.Result.Ranks[e.z]
	g.Reached = r > 0 && int(r) <= g.Options.Rank
	return g.Reached
}

// unreachable says what all levers together reach, and leaves no plan behind, unless they do reach the rank.
func (e *engine) unreachable() {
	g := e.Answer
	if e.apply(e.all(), 0) {
		return
	}
	g.Most, g.Best = g.Rank, 0
	if g.Applied != nil {
		g.Most = int(g.Applied.Result.Ranks[e.z])
		g.Best = g.Applied.Result.Exact[e.z] - e.base.Exact[e.z]
	}
	g.Plan, g.Scenario, g.Applied, g.Cost = nil, nil, nil, 0
}

// groups are all groups of an index.
func groups(x *index.Index) []*index.Dimension {
	return append([]*index.Dimension{x.Root}, x.Dims...)
}
