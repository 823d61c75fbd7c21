// Package goal answers what a zone must improve to reach a rank, at least cost: in which indicators, and by how much. Every
// indicator has a cost for one standard deviation, and can be brought to the best value that any zone has. Where the score is
// a weighted mean of values that nothing but the zone itself moves, the answer is exact and comes with a certificate;
// elsewhere it is a search, which says so.
package goal

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/optimum"
	"zoneval/pkg/prepare"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/stats"
	"zoneval/pkg/zone"
)

// Options of a goal. Zones are numbered as in the model.
type Options struct {
	Zone        int
	Rank        int
	Qualitative bool // judged indicators can be improved too
	Costs       []Cost
	Lock        []scenario.Word // indicators that stay
	Digits      int             // significant digits of the new values, rounded to the better side; 0 is as they come
}

// Cost is what one standard deviation of some indicators costs; 1 unless stated.
type Cost struct {
	Select scenario.Word
	Cost   float64
}

// Lever is an indicator that the zone can improve.
type Lever struct {
	Indicator *index.Indicator
	Before    float64 // raw, in the unit of the data
	Best      float64 // the best raw value of any ranked zone
	SD        float64 // of the raw values of the ranked zones
	Cost      float64 // of one standard deviation
	Room      float64 // from Before to Best, in standard deviations
	Gain      float64 // points of the score for one standard deviation; where it is no straight line, on average up to Best
}

// Step is one improvement of the plan.
type Step struct {
	Lever
	After  float64 // raw
	Moved  float64 // in standard deviations
	Paid   float64
	Points float64 // that it adds to the score, by its Gain
}

// Answer is the plan.
type Answer struct {
	Ranking  *ranking.Answer
	Options  Options
	Rank     int     // of the zone, before
	Need     float64 // points that its score must gain while all others stay: 0 where the rank is reached
	Rival    int     // the zone that it must draw level with; -1 where the rank is reached
	Levers   []Lever // all that can be improved
	Plan     []Step  // in the order of the index; empty where the rank is reached, or cannot be
	Reached  bool    // the rank, when the plan is applied and everything is recomputed; or as it is
	Cost     float64
	Best     float64 // where the rank cannot be reached: the points that all levers gain together
	Most     int     // and the rank that they reach
	Problem  optimum.Improve
	Result   optimum.ImproveResult // with its certificate
	Searched string                // why the answer is a search; "" where it is exact and proven
	Scenario *scenario.Scenario    // applies the plan; nil without one
	Applied  *ranking.Answer       // the ranking under Scenario, computed from scratch
}

// Run finds the plan. The answer is nil when a finding is an error. The table must hold the values as they were read.
func Run(table *zone.Table, a *ranking.Answer, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{}
	g := &Answer{Ranking: a, Options: o, Rank: int(a.Result.Ranks[o.Zone]), Rival: -1}
	ranked := 0
	for _, r := range a.Result.Ranks {
		if r > 0 {
			ranked++
		}
	}
	name := a.Table.IDs[a.Model.Row(o.Zone)]
	switch {
	case g.Rank == 0:
		refuse(log, diag.SelectionEmpty, diag.Place{}, "fill its values in first", "zone %s has no rank, so that it has nothing to improve on", diag.Quote(name))
		return nil, log
	case o.Rank < 1 || o.Rank > ranked:
		refuse(log, diag.UsageBad, diag.Place{}, fmt.Sprintf("such as --rank %d", max(1, g.Rank-1)), "found --rank %d, expected a rank from 1 to %d", o.Rank, ranked)
		return nil, log
	}
	if g.Reached = g.Rank <= o.Rank; g.Reached {
		return g, log
	}
	e := &engine{answer: g, table: table}
	if !g.levers(e, log) {
		return nil, log
	}
	g.Rival, g.Need = e.rival(a)
	if g.Searched = e.curved(); g.Searched == "" {
		g.solve(e)
	} else {
		g.search(e)
	}
	return g, log
}

func refuse(log *diag.Log, rule *diag.Rule, at diag.Place, mend, format string, args ...any) bool {
	log.Add(diag.Finding{Rule: rule, Place: at, Mend: mend, Message: fmt.Sprintf(format, args...)})
	return false
}

// levers lists the indicators that can be improved.
func (g *Answer) levers(e *engine, log *diag.Log) bool {
	x := g.Ranking.Index
	cost := map[string]float64{}
	held := map[string]bool{}
	pick := func(w scenario.Word, flag string, each func(in *index.Indicator)) bool {
		parts, mend := revise.Select(x, w.Text)
		if parts == nil {
			return refuse(log, diag.ScenarioSelect, w.Place, mend, "%s: %s matches no part of %s", flag, diag.Quote(w.Text), x.ID)
		}
		for _, p := range parts {
			if p.Indicator != nil {
				each(p.Indicator)
				continue
			}
			for _, in := range p.Dimension.Leaves() {
				each(in)
			}
		}
		return true
	}
	for _, l := range g.Options.Lock {
		if !pick(l, "--lock", func(in *index.Indicator) { held[in.ID] = true }) {
			return false
		}
	}
	for _, c := range g.Options.Costs {
		if !pick(c.Select, "--cost", func(in *index.Indicator) { cost[in.ID] = c.Cost }) {
			return false
		}
	}
	for _, in := range x.Indicators {
		if held[in.ID] || in.Kind == index.Qualitative && !g.Options.Qualitative {
			continue
		}
		c, stated := cost[in.ID]
		if !stated {
			c = 1
		}
		if l, ok := g.lever(e.table, in, c); ok {
			g.Levers = append(g.Levers, l)
		}
	}
	e.measure()
	return true
}

// lever is what the zone can improve in one indicator; false where it has no value, or the best one already. Of an indicator
// that is divided by another column, the best is what the zone would have at the best quotient.
func (g *Answer) lever(t *zone.Table, in *index.Indicator, cost float64) (Lever, bool) {
	m, ranks := g.Ranking.Model, g.Ranking.Result.Ranks
	col, over := prepare.Sources(g.Ranking.Index, t, in)
	value := func(i int) float64 {
		if over == nil {
			return col[m.Row(i)]
		}
		return col[m.Row(i)] / over[m.Row(i)]
	}
	var values []float64
	best := math.NaN()
	for i := range m.N {
		v := value(i)
		if ranks[i] == 0 || v-v != 0 {
			continue
		}
		values = append(values, v)
		if best != best || in.Direction == index.Higher && v > best || in.Direction == index.Lower && v < best {
			best = v
		}
	}
	unit := 1.0
	if over != nil {
		unit = over[m.Row(g.Options.Zone)]
	}
	own := col[m.Row(g.Options.Zone)]
	l := Lever{Indicator: in, Before: own, Best: best * unit, SD: stats.SD(values) * unit, Cost: cost}
	l.Room = math.Abs(l.Best-own) / l.SD
	return l, own == own && l.SD > 0 && (l.Best-own)*float64(in.Direction) > 0
}

// solve finds the exact plan: what is cheapest by the point is improved first.
func (g *Answer) solve(e *engine) {
	p := optimum.Improve{Need: g.Need}
	for _, l := range g.Levers {
		p.Gain, p.Cost, p.Room = append(p.Gain, l.Gain), append(p.Cost, l.Cost), append(p.Room, l.Room)
	}
	result, err := p.Solve()
	if err != nil {
		g.Searched = err.Error()
		g.search(e)
		return
	}
	g.Problem, g.Result = p, result
	if !result.Feasible {
		g.unreachable(e)
		return
	}
	amounts := slices.Clone(result.Amounts)
	for nudge := 1e-14; nudge < 1e-6; nudge *= 10 { // what rounding keeps it from
		if e.apply(amounts, g.Options.Digits); g.Reached {
			return
		}
		last := -1
		for k, x := range result.Amounts {
			if x > 0 && x < p.Room[k] || last < 0 && x > 0 {
				last = k
			}
		}
		if last < 0 {
			return
		}
		amounts[last] = math.Min(p.Room[last], result.Amounts[last]+nudge*math.Max(1, p.Room[last]))
	}
}

// unreachable says what all levers together reach.
func (g *Answer) unreachable(e *engine) {
	all := make([]float64, len(g.Levers))
	for k, l := range g.Levers {
		all[k] = l.Room
	}
	e.apply(all, 0)
	g.Most, g.Best = g.Rank, 0
	if g.Applied != nil {
		g.Most = int(g.Applied.Result.Ranks[g.Options.Zone])
		g.Best = g.Applied.Result.Exact[g.Options.Zone] - g.Ranking.Result.Exact[g.Options.Zone]
	}
	g.Plan, g.Scenario, g.Applied, g.Cost = nil, nil, nil, 0
}

// better rounds a value to significant digits, to the side that is better but not beyond the best.
func better(l Lever, v float64, digits int) float64 {
	whole := l.Indicator.Whole
	if digits > 0 && v != 0 {
		unit := math.Pow(10, float64(digits-1)-math.Floor(math.Log10(math.Abs(v))))
		if !whole || unit < 1 {
			v = outwards(l, v, unit)
		}
	}
	if whole {
		v = outwards(l, v, 1)
	}
	if (v-l.Best)*float64(l.Indicator.Direction) > 0 {
		return l.Best
	}
	return v
}

// outwards rounds to multiples of 1/unit, to the better side; a multiple but for rounding stays.
func outwards(l Lever, v, unit float64) float64 {
	y := v * unit
	if math.Abs(y-math.Round(y)) < 1e-9*math.Max(1, math.Abs(y)) {
		y = math.Round(y)
	} else if l.Indicator.Direction == index.Higher {
		y = math.Ceil(y)
	} else {
		y = math.Floor(y)
	}
	// the decimal nearest to it, so that it prints as it is
	v, _ = strconv.ParseFloat(strconv.FormatFloat(y/unit, 'g', 15, 64), 64)
	return v
}

// scenarioOf sets the new values.
func (g *Answer) scenarioOf(plan []Step) *scenario.Scenario {
	id := g.Ranking.Table.IDs[g.Ranking.Model.Row(g.Options.Zone)]
	s := &scenario.Scenario{ID: "goal", Name: scenario.Text{En: fmt.Sprintf("%s to rank %d", id, g.Options.Rank), Zh: fmt.Sprintf("%s 进入第 %d 名", id, g.Options.Rank)},
		Base: scenario.Word{Text: g.Ranking.Index.ID}, Redistribute: scenario.Proportional}
	for _, p := range plan {
		amount := strconv.FormatFloat(p.After, 'f', -1, 64)
		if p.After < 0 {
			amount = "(" + amount + ")"
		}
		text := "zone:" + id + "/" + p.Indicator.ID + "=" + amount
		exact, _ := new(big.Rat).SetString(strconv.FormatFloat(p.After, 'f', -1, 64))
		s.Changes = append(s.Changes, scenario.Change{Kind: scenario.Value, Text: text, Zone: id, Select: p.Indicator.ID, Op: scenario.Set, Amount: exact, Place: diag.Place{File: "--set " + text}})
	}
	return s
}
