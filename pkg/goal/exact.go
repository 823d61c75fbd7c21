package goal

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/index"
	"zoneval/pkg/optimum"
)

// Why a plan must be searched for, where it is no name of a method.
const (
	OtherScores    = "other zones' scores, which move with the zone's own values"
	NoStraightLine = "scores of indicators, which follow their values in no straight line"
	RoundedScores  = "scores of indicators, which are rounded"
	Together       = "values that count otherwise together than alone"
	FromData       = "weights that are computed from the data"
	Rejected       = "values that the method cannot take"
	Rounding       = "rounding"
)

// curved is why the plan must be searched for; "" where it need not be. Then the zone's score is what it was plus what the levers
// give, each in a straight line, and no other score moves; but for levers whose lead is convex, which stays below the chord to the
// end of the room.
func (e *engine) curved() string {
	x := e.Ranking.Index
	for _, d := range groups(x) {
		switch {
		case d.Aggregate.Name != "arithmetic" && !d.PassesOn():
			return d.Aggregate.Name
		case d.Weighting.FromData():
			return FromData
		}
	}
	size, sum := 1e-9*e.scale, 0.0
	for k := range e.Levers {
		l, f := &e.Levers[k], e.effects[k]
		if !f.rejected && !f.moves && math.Abs(f.gain) <= 1e-12*e.scale {
			continue // it has no weight
		}
		sum += f.gain
		off := f.partway - float64(partway*f.gain)
		l.chord = f.moves || math.Abs(off) > size
		switch why := bent(*l); {
		case f.rejected:
			return Rejected
		case why != "":
			return why
		case l.chord && !(off <= size && e.convex(l.Indicator)):
			return f.why()
		}
	}
	if r := e.score(e.all()); r == nil || math.Abs(r.Exact[e.z]-e.base.Exact[e.z]-sum) > size {
		return Together
	}
	return ""
}

// why is what is curved about a lever.
func (f effect) why() string {
	if f.moves {
		return OtherScores
	}
	return NoStraightLine
}

// bent is what keeps the score from following a value in a straight line up to the end of the room; "" for nothing.
func bent(l Lever) string {
	in := l.Indicator
	n, own := in.Normalise, "normalise "+in.Normalise.Name
	switch {
	case in.Treat.Acts():
		return "treat " + in.Treat.Name
	case in.Transform.Acts():
		return "transform " + in.Transform.Name
	case n.Number("round", -1) >= 0:
		return RoundedScores
	}
	switch n.Name {
	case "none", "minmax", "distance-to-max", "distance-to-reference", "distance-to-target", "goalposts":
		return "" // corners at a cap or a goalpost show partway
	case "fraction-of-max":
		if in.Direction == index.Higher {
			return ""
		}
	case "score-table":
		inside := 0
		for _, p := range n.Tables["points"] {
			if low, high := math.Min(l.Before, l.limit), math.Max(l.Before, l.limit); p[0] > low && p[0] < high {
				inside++
			}
		}
		if inside == 0 && !in.Denominate.Acts() {
			return ""
		}
	case "zscore", "vector":
		return OtherScores
	}
	return own
}

// convex says whether the lead over every other zone is convex in the value of an indicator that is no straight line. So it is
// where the zone is alone at the worst value m of a column from m to M, and v stands at 100 (v-m)/(M-m): as m rises the zone stays
// at 0 and the others fall, in a curve that bends down, until the next value is the worst; from there on only the zone rises, and
// no slower.
func (e *engine) convex(in *index.Indicator) bool {
	m, x := e.Ranking.Model, e.Ranking.Index
	if in.Impute.Acts() || x.Method.Screen.Acts() || x.Method.Ranking.Round >= 0 || in.Cap < index.NoLimit || in.Floor > -index.NoLimit || in.Normalise.Name != "minmax" && in.Normalise.Name != "distance-to-max" {
		return false
	}
	return !slices.ContainsFunc(groups(x), m.Fills)
}

// solve finds the exact plan: what is cheapest by the point is improved first.
func (e *engine) solve() {
	g := e.Answer
	idle := func(k int) bool { return !(e.effects[k].gain > 1e-12*e.scale || e.effects[k].most > 1e-12*e.scale) }
	g.Levers, e.effects = without(g.Levers, idle), without(e.effects, idle)
	p := optimum.Improve{Need: g.Need}
	for k := range g.Levers {
		l, f := &g.Levers[k], e.effects[k]
		l.Gain = f.gain / l.Room
		bound := l.Gain
		if l.chord {
			bound = f.most / l.Room
		}
		p.Gain, p.Cost, p.Room = append(p.Gain, bound), append(p.Cost, l.Cost), append(p.Room, l.Room)
	}
	result, err := p.Solve()
	if err == nil {
		err = p.Check(result) // nothing is called proven that is not
	}
	if err != nil {
		e.search(err.Error())
		return
	}
	g.Problem, g.Result = p, result
	if !result.Feasible {
		if e.unreachable(); g.Reached { // by rounding
			e.search(Rounding)
		}
		return
	}
	if amounts := e.reaching(p, result.Amounts); amounts != nil {
		e.trim(amounts)
		return
	}
	for k, x := range result.Amounts {
		if x > 0 && g.Levers[k].chord {
			e.search(e.effects[k].why())
			return
		}
	}
	e.search(Rounding)
}

// reaching is the amounts, with so little more that the rank is reached when they are applied, since what rounding takes is not
// there; nil where a little more does not help.
func (e *engine) reaching(p optimum.Improve, amounts []float64) []float64 {
	if e.apply(amounts, e.Options.Digits) {
		return amounts
	}
	for more := 1e-15; more < 1e-9; more *= 4 {
		p.Need = e.Need + float64(more*math.Max(e.scale, math.Abs(e.base.Exact[e.z])))
		r, err := p.Solve()
		if err != nil {
			return nil
		}
		if e.apply(r.Amounts, e.Options.Digits) {
			return r.Amounts
		}
		if !r.Feasible {
			return nil
		}
	}
	return nil
}

// trim takes back what the plan does not need since whole numbers and rounding make values better than they need to be: the
// dearest by the point first, as far as they can be lowered in their own steps. Where that is next to nothing, values stay as
// they are: the best of all need not become a hair less.
func (e *engine) trim(amounts []float64) {
	g := e.Answer
	if g.Cost <= 1.001*g.Result.Cost {
		return
	}
	at := func(k int, amount float64) (value, moved float64) {
		l := g.Levers[k]
		if amount <= 0 {
			return l.Before, 0
		}
		value = l.rounded(l.between(amount), g.Options.Digits)
		return value, math.Abs(value-l.Before) / l.SD
	}
	spare := -g.Need - 1e-12*e.scale
	order := make([]int, len(amounts))
	for k, l := range g.Levers {
		_, moved := at(k, amounts[k])
		spare += float64(moved * l.Gain)
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(g.Levers[b].Cost/g.Levers[b].Gain, g.Levers[a].Cost/g.Levers[a].Gain)
	})
	trimmed := slices.Clone(amounts)
	for _, k := range order {
		l := g.Levers[k]
		_, moved := at(k, amounts[k])
		if moved == 0 || spare <= 0 || l.chord || !(l.Gain > 0) {
			continue
		}
		lower := math.Max(0, moved-spare/l.Gain)
		if _, now := at(k, lower); now < moved {
			trimmed[k] = lower
			spare -= float64((moved - now) * l.Gain)
		}
	}
	if slices.Equal(trimmed, amounts) {
		return
	}
	if !e.apply(trimmed, g.Options.Digits) {
		e.apply(amounts, g.Options.Digits)
	}
}
