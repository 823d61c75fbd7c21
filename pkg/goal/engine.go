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
	answer *Answer
	table  *zone.Table
	trial  *zone.Table // the table that values are tried in
	linear bool        // the score follows every lever in a straight line
	steady bool        // and no other score moves
}

// score scores the zones with the zone's levers moved so many standard deviations; nil where the method cannot be applied.
func (e *engine) score(amounts []float64) *score.Result {
	g := e.answer
	if e.trial == nil {
		t := *e.table
		t.Values = slices.Clone(e.table.Values)
		e.trial = &t
	}
	row := g.Ranking.Model.Row(g.Options.Zone)
	for k, l := range g.Levers {
		e.trial.Values[l.Indicator.Column*e.trial.Rows+row] = l.at(amounts[k])
	}
	m := g.Ranking.Model
	rows := m.Asked()
	model, _ := score.Prepare(m.Index, e.trial, rows, score.Options{})
	if model == nil || model.N != m.N {
		return nil
	}
	r, _ := model.Score()
	return r
}

// at is the raw value after so many standard deviations towards the best.
func (l Lever) at(amount float64) float64 {
	if amount >= l.Room {
		return l.Best
	}
	v := l.Before + float64(l.Indicator.Direction)*amount*l.SD
	if (v-l.Best)*float64(l.Indicator.Direction) > 0 {
		return l.Best
	}
	return v
}

// measure finds what each lever gains, and whether the score follows it in a straight line while no other score moves.
func (e *engine) measure() {
	g := e.answer
	z, base := g.Options.Zone, g.Ranking.Result
	scale := g.Ranking.Index.Scale
	e.linear, e.steady = true, true
	kept := g.Levers[:0:0]
	for k := range g.Levers {
		amounts := make([]float64, len(g.Levers))
		amounts[k] = g.Levers[k].Room
		full := e.score(amounts)
		if full == nil {
			continue // the method cannot take it
		}
		l := g.Levers[k]
		gain := full.Exact[z] - base.Exact[z]
		l.Gain = gain / l.Room
		if e.steady = e.steady && others(full, base, z, scale); !e.steady && gain <= 0 && !moves(full, base, z) {
			continue
		}
		amounts[k] = l.Room / 2
		half := e.score(amounts)
		if half == nil || math.Abs(half.Exact[z]-base.Exact[z]-gain/2) > 1e-9*math.Max(math.Abs(gain), 1e-6*scale) {
			e.linear = false
		} else if !others(half, base, z, scale) {
			e.steady = false
		}
		if gain > 1e-12*scale || moves(full, base, z) {
			kept = append(kept, l)
		}
	}
	g.Levers = kept
}

// others says whether no other zone's score moved, but for rounding.
func others(now, then *score.Result, zone int, scale float64) bool {
	for i, s := range then.Exact {
		if i != zone && math.Abs(now.Exact[i]-s) > 1e-12*scale {
			return false
		}
	}
	return true
}

// moves says whether any score moved.
func moves(now, then *score.Result, zone int) bool {
	for i, s := range then.Exact {
		if now.Exact[i] != s && i != zone {
			return true
		}
	}
	return false
}

// curved is why the plan must be searched for; "" where it need not be.
func (e *engine) curved() string {
	x := e.answer.Ranking.Index
	for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
		if d.Aggregate.Name != "arithmetic" && !d.PassesOn() {
			return d.Aggregate.Name
		}
	}
	switch {
	case !e.linear:
		return "a score that does not follow the values in straight lines"
	case !e.steady:
		return "other zones' scores, which move with the zone's own values"
	}
	return ""
}

// rival is the zone whose score must be reached for the rank, and what is lacking: the zone of that rank among the others.
// Ranks rest on rounded scores where the index rounds.
func (e *engine) rival(a *ranking.Answer) (zone int, need float64) {
	g := e.answer
	zone, k := -1, 0
	for _, i := range a.Result.Order {
		if int(i) == g.Options.Zone || a.Result.Ranks[i] == 0 {
			continue
		}
		if k++; k == g.Options.Rank {
			zone = int(i)
			break
		}
	}
	if zone < 0 {
		return -1, 0
	}
	score := a.Result.Exact[zone]
	if d := a.Index.Method.Ranking.Round; d >= 0 {
		score = a.Result.Scores[zone] - 0.5*math.Pow10(-d) // the least score that rounds to it
	}
	return zone, score - a.Result.Exact[g.Options.Zone]
}

// margin is the zone's score less the one that it needs, everything recomputed: 0 or more reaches the rank.
func (e *engine) margin(amounts []float64) float64 {
	r := e.score(amounts)
	if r == nil {
		return math.Inf(-1)
	}
	return marginOf(r, e.answer.Options.Zone, e.answer.Options.Rank)
}

func marginOf(r *score.Result, zone, rank int) float64 {
	k := 0
	for _, i := range r.Order {
		if int(i) == zone || r.Ranks[i] == 0 {
			continue
		}
		if k++; k == rank {
			return r.Scores[zone] - r.Scores[i]
		}
	}
	return math.Inf(1)
}

// apply makes the plan of amounts, applies it as a scenario, and ranks everything anew.
func (e *engine) apply(amounts []float64, digits int) {
	g := e.answer
	g.Plan, g.Cost, g.Scenario, g.Applied, g.Reached = nil, 0, nil, nil, false
	for k, l := range g.Levers {
		after := better(l, l.at(amounts[k]), digits)
		moved := math.Abs(after-l.Before) / l.SD
		if amounts[k] == 0 || moved == 0 {
			continue
		}
		s := Step{Lever: l, After: after, Moved: moved, Paid: moved * l.Cost, Points: moved * l.Gain}
		g.Plan = append(g.Plan, s)
		g.Cost += s.Paid
	}
	g.Scenario = g.scenarioOf(g.Plan)
	z, log := revise.Table(g.Ranking.Index, e.table, g.Ranking.Year, g.Scenario)
	if log.HasErrors() {
		return
	}
	o := g.Ranking.Options
	o.Year, o.Show, o.Top, o.Alone, o.Values = g.Ranking.Year, nil, 0, true, true
	applied, _ := ranking.Run(g.Ranking.Index, z.Table, o)
	if applied == nil || applied.Model.N != g.Ranking.Model.N {
		return
	}
	g.Applied = applied
	r := applied.Result.Ranks[g.Options.Zone]
	g.Reached = r > 0 && int(r) <= g.Options.Rank
}
