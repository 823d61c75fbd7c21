package goal

import (
	"math"
	"strconv"

	"zoneval/pkg/decimal"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/stats"
	"zoneval/pkg/zone"
)

// levers lists the indicators that can be improved.
func (g *Answer) levers(t *zone.Table, log *diag.Log) bool {
	x := g.Ranking.Index
	held, cost := map[string]bool{}, map[string]float64{}
	for _, l := range g.Options.Lock {
		for _, in := range g.pick(l, "--lock", log) {
			held[in.ID] = true
		}
	}
	open := func(in *index.Indicator) bool {
		return !held[in.ID] && (in.Kind != index.Qualitative || g.Options.Qualitative)
	}
	for _, c := range g.Options.Costs {
		hit, picked := false, g.pick(c.Select, "--cost", log)
		for _, in := range picked {
			cost[in.ID] = c.Cost
			hit = hit || open(in)
		}
		if !hit && len(picked) > 0 {
			mend := "leave it out, or the lock"
			if !held[picked[0].ID] {
				mend = "add --qualitative, which improves qualitative indicators too"
			}
			refuse(log, diag.ScenarioSelect, c.Select.Place, mend, "--cost: %s is not improved, so that its cost does not matter", diag.Quote(c.Select.Text))
		}
	}
	if log.HasErrors() {
		return false
	}
	for _, in := range x.Indicators {
		if !open(in) {
			continue
		}
		c, stated := cost[in.ID]
		if !stated {
			c = 1
		}
		if l, ok := g.lever(t, in, c); ok {
			g.Levers = append(g.Levers, l)
		}
	}
	return true
}

// pick is the indicators that a selector means, itself or inside the dimensions that it means.
func (g *Answer) pick(w scenario.Word, flag string, log *diag.Log) []*index.Indicator {
	parts, mend := revise.Select(g.Ranking.Index, w.Text)
	if parts == nil {
		refuse(log, diag.ScenarioSelect, w.Place, mend, "%s: %s matches no part of %s", flag, diag.Quote(w.Text), g.Ranking.Index.ID)
	}
	var out []*index.Indicator
	for _, p := range parts {
		if p.Indicator != nil {
			out = append(out, p.Indicator)
		} else {
			out = append(out, p.Dimension.Leaves()...)
		}
	}
	return out
}

// units are the denominator of an indicator in its own scale, row by row; nil where it is not divided.
func units(x *index.Index, t *zone.Table, in *index.Indicator) []float64 {
	if !in.Denominate.Acts() {
		return nil
	}
	over := t.Column(x.Denominator(in.Denominate.Text("by", "")).Column)
	out := make([]float64, len(over))
	for i, v := range over {
		out[i] = v / in.Denominate.Number("scale", 1)
	}
	return out
}

// lever is what the zone can improve in one indicator; false where it has no value, or no better one can be had. Of an indicator
// that is divided by another column, the best is what the zone would have at the best quotient; it is a whole number where the
// indicator is, and within what the indicator can be.
func (g *Answer) lever(t *zone.Table, in *index.Indicator, cost float64) (Lever, bool) {
	m, ranks := g.Ranking.Model, g.Ranking.Result.Ranks
	col, per := t.Column(in.Column), units(g.Ranking.Index, t, in)
	value := func(i int) float64 {
		if per == nil {
			return col[m.Row(i)]
		}
		return col[m.Row(i)] / per[m.Row(i)]
	}
	l := Lever{Indicator: in, Before: col[m.Row(g.Options.Zone)], Cost: cost, sense: sense(in)}
	unit := 1.0
	if per != nil {
		unit = per[m.Row(g.Options.Zone)]
	}
	if own := value(g.Options.Zone); own-own != 0 {
		g.Lacking++
		return l, false
	}
	var values []float64
	best := math.NaN()
	for i := range m.N {
		v := value(i)
		if ranks[i] == 0 || v-v != 0 {
			continue
		}
		values = append(values, v)
		if best != best || (v-best)*l.sense > 0 {
			best = v
		}
	}
	l.Best, l.SD = l.raw(best, unit), stats.SD(values)*unit
	l.limit = l.Best
	if end := counts(in, best) * unit; (l.limit-end)*l.sense > 0 && (!in.Whole || end == math.Trunc(end)) {
		l.limit = end
	}
	l.Room = math.Abs(l.limit-l.Before) / l.SD
	return l, l.SD > 0 && (l.limit-l.Before)*l.sense > 0
}

// raw is the raw value at which the zone has a quotient, but no better one: within what the indicator can be, and on the worse
// side of it where there is rounding.
func (l Lever) raw(quotient, unit float64) float64 {
	v := quotient * unit
	for (v/unit-quotient)*l.sense > 0 {
		v = math.Nextafter(v, math.Inf(-int(l.sense)))
	}
	v = math.Max(l.Indicator.Min, math.Min(l.Indicator.Max, v))
	if !l.Indicator.Whole || v == math.Trunc(v) {
		return v
	}
	if l.sense > 0 {
		return math.Floor(v)
	}
	return math.Ceil(v)
}

// sense is 1 where higher raw values are better. The direction of an indicator is that of its transformed values, which the
// reciprocal turns round.
func sense(in *index.Indicator) float64 {
	if in.Transform.Name == "reciprocal" {
		return -float64(in.Direction)
	}
	return float64(in.Direction)
}

// counts is the best value that an indicator makes a difference up to: a cap, a floor, a goalpost, a target or the end of a
// table is where the index stops counting. It is not asked after where a step before changes values.
func counts(in *index.Indicator, best float64) float64 {
	if in.Treat.Acts() || in.Transform.Acts() {
		return best
	}
	end := math.Inf(int(in.Direction))
	nearer := func(x float64) {
		if (end-x)*float64(in.Direction) > 0 {
			end = x
		}
	}
	pick := func(low, high float64) float64 {
		if in.Direction == index.Lower {
			return low
		}
		return high
	}
	nearer(pick(in.Floor, in.Cap))
	switch n := in.Normalise; n.Name {
	case "goalposts":
		if n.Flag("clamp", true) {
			nearer(pick(n.Number("low", 0), n.Number("high", 1)))
		}
	case "distance-to-target":
		if n.Flag("cap", false) {
			nearer(n.Number("target", 0))
		}
	case "score-table":
		points := n.Tables["points"]
		nearer(pick(points[0][0], points[len(points)-1][0]))
	}
	if math.IsInf(end, 0) {
		return best
	}
	return end
}

// at is the raw value after so many standard deviations towards the best; a whole number where the indicator is one.
func (l Lever) at(amount float64) float64 {
	if amount <= 0 {
		return l.Before
	}
	return l.rounded(l.between(amount), 0)
}

// between is at before anything is rounded.
func (l Lever) between(amount float64) float64 {
	if amount >= l.Room {
		return l.limit
	}
	v := l.Before + l.sense*float64(amount*l.SD)
	if (v-l.limit)*l.sense > 0 {
		return l.limit
	}
	return v
}

// rounded rounds a value to significant digits (0: to none), to the side that is better but not beyond the end of the room.
func (l Lever) rounded(v float64, digits int) float64 {
	whole := l.Indicator.Whole
	if digits > 0 && v != 0 && v != l.limit {
		unit := math.Pow(10, float64(digits-1)-math.Floor(math.Log10(math.Abs(v))))
		if !whole || unit < 1 {
			v = l.outwards(v, unit)
		}
	}
	if whole {
		v = l.outwards(v, 1)
	}
	if (v-l.limit)*l.sense > 0 {
		return l.limit
	}
	return v
}

// outwards rounds to multiples of 1/unit, to the better side; a multiple but for rounding stays.
func (l Lever) outwards(v, unit float64) float64 {
	y := v * unit
	switch {
	case math.Abs(y-math.Round(y)) < 1e-12*math.Max(1, math.Abs(y)):
		y = math.Round(y)
	case l.sense > 0:
		y = math.Ceil(y)
	default:
		y = math.Floor(y)
	}
	// the decimal nearest to it, so that it prints as it is
	v, _ = strconv.ParseFloat(strconv.FormatFloat(y/unit, 'g', 15, 64), 64)
	return v
}

// leastThatRounds is the least number that rounds to a score with so many decimals.
func leastThatRounds(score float64, decimals int) float64 {
	v := score - 0.5*math.Pow10(-decimals)
	for n := 0; n < 64 && decimal.Round(v, decimals) < score; n++ {
		v = math.Nextafter(v, math.Inf(1))
	}
	return v
}
