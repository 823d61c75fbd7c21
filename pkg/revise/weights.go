package revise

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
)

// weights puts the new weights of the scenario into the draft, group by group.
func (r *Revision) weights(log *diag.Log) {
	targets := r.targets(log)
	held := r.locks(log)
	if log.HasErrors() {
		return
	}
	for _, d := range append([]*index.Dimension{r.Index.Root}, r.Index.Dims...) {
		g := group{r: r, dim: d, parts: PartsOf(d), redistribute: r.Scenario.Redistribute, log: log}
		if g.take(targets, held) {
			g.settle()
		}
	}
}

// target is what becomes of one weight.
type target struct {
	part Part
	together
	weight *big.Rat
}

// first is the change that is named where the weight cannot be.
func (t *target) first() *scenario.Change { return t.changes[0] }

// targets finds the parts that the changes of weights select, and what becomes of each.
func (r *Revision) targets(log *diag.Log) map[string]*target {
	out := map[string]*target{}
	var clash clashes
	for i := range r.Scenario.Changes {
		c := &r.Scenario.Changes[i]
		if c.Kind != scenario.Weight {
			continue
		}
		parts, mend := Select(r.Index, c.Select)
		if parts == nil {
			if pattern := c.Select + "*"; c.Op == scenario.Times && matching(Parts(r.Index), pattern) != nil {
				mend = fmt.Sprintf("to set what matches %s, write a blank before the =; to multiply it, write %s*=", diag.Quote(pattern), pattern)
			}
			log.Add(diag.Finding{Rule: diag.ScenarioSelect, Place: c.Place, Mend: mend, Message: fmt.Sprintf("%s matches no part of %s", diag.Quote(c.Select), r.Index.ID)})
			continue
		}
		r.Matches = append(r.Matches, Match{c, parts})
		for _, p := range parts {
			t := out[p.ID()]
			if t == nil {
				t = &target{part: p}
				out[p.ID()] = t
			}
			if other := t.add(c); other != nil {
				clash.add(c, other, "the weight of "+p.ID())
			}
		}
	}
	for _, t := range out {
		if t.weight = new(big.Rat); t.part.exact() != nil { // else it is computed, and refused by take
			t.weight = t.apply(t.part.exact())
		}
	}
	clash.report(log)
	return out
}

// group is the parts of a dimension whose weights are settled.
type group struct {
	r            *Revision
	dim          *index.Dimension
	parts        []Part
	redistribute scenario.Redistribution
	log          *diag.Log

	first  *scenario.Change // that touches the group
	was    []*big.Rat       // weights before
	weight []*big.Rat       // weights after; nil where the part is free
	free   []int            // positions of parts that pay
	held   []string         // ids of parts that are locked
	whole  *big.Rat         // the sum before
}

// take sorts the parts into those that are set, held and free; false where nothing changes, or after a finding.
func (g *group) take(targets map[string]*target, held map[string]bool) bool {
	g.whole = new(big.Rat)
	changed := false
	for i, p := range g.parts {
		w := p.exact()
		t := targets[p.ID()]
		if t != nil && !g.canWeigh(t) {
			return false
		}
		if w == nil {
			return false // computed, and nobody asks for another
		}
		g.was = append(g.was, w)
		g.whole.Add(g.whole, w)
		switch {
		case t != nil:
			if g.first == nil {
				g.first = t.first()
			}
			if held[p.ID()] && t.weight.Cmp(w) != 0 {
				g.fault(diag.ScenarioContra, t.first(), "take one of them away", "%s is changed by %s, and locked", p.ID(), diag.Quote(t.first().Text))
				return false
			}
			if t.weight.Sign() < 0 {
				g.fault(diag.ScenarioWeights, t.first(), "weights are 0 or more", "%s would have the weight %s", p.ID(), index.DecimalText(t.weight))
				return false
			}
			changed = changed || t.weight.Cmp(w) != 0
			g.weight = append(g.weight, t.weight)
		case held[p.ID()]:
			g.held = append(g.held, p.ID())
			g.weight = append(g.weight, w)
		default:
			g.free = append(g.free, i)
			g.weight = append(g.weight, nil)
		}
	}
	return changed
}

// canWeigh reports a weight that decides nothing.
func (g *group) canWeigh(t *target) bool {
	switch c := t.first(); {
	case len(g.parts) == 1:
		g.fault(diag.ScenarioWeights, c, "change the weight of "+g.name()+" instead", "%s is alone in its group, so that its weight decides nothing", t.part.ID())
	case !g.dim.Weighting.UsesGiven():
		g.fault(diag.ScenarioWeights, c, "add method.weights=given, or leave the change out", "the weights in %s are computed by %s, so that none can be set", g.name(), g.dim.Weighting.Name)
	case !g.dim.Weighting.Given() && !g.dim.Weighting.FromData(): // what the blend is of is not kept
		g.fault(diag.ScenarioWeights, c, "add method.weights=given, or change the weights in a copy of the index file", "the weights in %s are a blend, so that none can be set", g.name())
	case g.dim.Aggregate.Name == "benefit-of-the-doubt":
		g.fault(diag.ScenarioWeights, c, "aggregate by another method, or leave the change out", "every zone has its own weights in %s, so that none can be set", g.name())
	default:
		return true
	}
	return false
}

func (g *group) name() string {
	if g.dim.Parent == nil {
		return "the index"
	}
	return g.dim.ID
}

func (g *group) fault(rule *diag.Rule, c *scenario.Change, mend, format string, args ...any) {
	g.log.Add(diag.Finding{Rule: rule, Place: c.Place, Mend: mend, Message: fmt.Sprintf(format, args...)})
}

// settle lets the free parts pay, and writes the weights into the draft.
func (g *group) settle() {
	set := new(big.Rat)
	for _, w := range g.weight {
		if w != nil {
			set.Add(set, w)
		}
	}
	if g.redistribute == scenario.None {
		for _, i := range g.free {
			g.weight[i] = g.was[i]
		}
	} else if !g.pay(new(big.Rat).Sub(g.whole, set)) {
		return
	}
	index.DecimalWeights(g.weight, g.redistribute != scenario.None, g.fixed()...)
	sum := new(big.Rat)
	for _, w := range g.weight {
		sum.Add(sum, w)
	}
	if sum.Sign() == 0 {
		mend := "leave one of them a weight, or set the weight of " + g.name() + " to 0 instead"
		if g.dim.Parent == nil {
			mend = "leave one of them a weight"
		}
		g.fault(diag.ScenarioWeights, g.first, mend, "all weights in %s would be zero", g.name())
		return
	}
	g.write(sum)
}

// fixed are the positions of weights that are set or locked, or of all where nobody pays: those are as they are asked for.
func (g *group) fixed() []int {
	var out []int
	for i := range g.weight {
		if g.redistribute == scenario.None || !slices.Contains(g.free, i) {
			out = append(out, i)
		}
	}
	return out
}

// pay divides the rest of the sum among the free parts; false after a finding.
func (g *group) pay(rest *big.Rat) bool {
	had := new(big.Rat)
	for _, i := range g.free {
		had.Add(had, g.was[i])
	}
	relative := "--redistribute none takes all weights relative to their new sum"
	switch {
	case rest.Sign() < 0:
		held := ""
		if len(g.held) > 0 {
			held = " and locked (" + strings.Join(g.held, ", ") + ")"
		}
		g.fault(diag.ScenarioWeights, g.first, "set less; or "+relative, "the weights set%s in %s sum to %s, and the whole is %s",
			held, g.name(), index.DecimalText(new(big.Rat).Sub(g.whole, rest)), index.DecimalText(g.whole))
		return false
	case len(g.free) == 0 && rest.Sign() != 0:
		who := "every weight in " + g.name() + " is set"
		if len(g.held) > 0 {
			who += " or locked"
		}
		g.fault(diag.ScenarioWeights, g.first, "leave one free; or "+relative, "nothing is left to pay with: %s, and they sum to %s of %s",
			who, index.DecimalText(new(big.Rat).Sub(g.whole, rest)), index.DecimalText(g.whole))
		return false
	}
	n := new(big.Rat).SetInt64(int64(max(1, len(g.free))))
	each := new(big.Rat).Quo(new(big.Rat).Sub(rest, had), n)
	for _, i := range g.free {
		switch {
		case g.redistribute == scenario.Equal || had.Sign() == 0: // where all are 0 there is no proportion
			g.weight[i] = new(big.Rat).Add(g.was[i], each)
		default:
			g.weight[i] = new(big.Rat).Quo(new(big.Rat).Mul(g.was[i], rest), had)
		}
		if g.weight[i].Sign() < 0 {
			g.fault(diag.ScenarioWeights, g.first, "use --redistribute proportional, or lock "+g.parts[i].ID(),
				"%s cannot pay its equal part: its weight of %s would become %s", g.parts[i].ID(), index.DecimalText(g.was[i]), index.DecimalText(g.weight[i]))
			return false
		}
	}
	return true
}

// write puts the weights that are not what they were into the draft, with a note that says why, and the sum where that is
// another one. In a group that shares weights by rule every weight is written, since the rule would share anew.
func (g *group) write(sum *big.Rat) {
	shared := false
	for _, p := range g.parts {
		shared = shared || p.Weight().Origin == index.Shared
	}
	for i, p := range g.parts {
		if same(g.weight[i], g.was[i]) && !(shared && p.Weight().Origin == index.Shared) {
			continue
		}
		g.r.draft.SetWeight(p.ID(), g.weight[i], g.r.why("weight", "权重", g.was[i]))
	}
	id, standard := g.dim.ID, false
	if g.dim.Parent == nil { // the sum of the top is 100 or 1 unless it is stated, also where no weight was
		id, standard = "", same(sum, big.NewRat(100, 1)) || same(sum, big.NewRat(1, 1))
	}
	switch stated := g.dim.WeightsSum != 0; {
	case stated && same(sum, g.whole), !stated && (id != "" || standard):
		return
	}
	g.r.draft.SetWeightsSum(id, sum, g.r.why("sum of the weights inside", "组内权重合计", g.whole))
}

// why says in both languages where a number comes from.
func (r *Revision) why(en, zh string, was *big.Rat) index.Text {
	n := r.Scenario.Name
	return index.Text{En: fmt.Sprintf("The %s is of the scenario %s; before it was %s.", en, oneOf(n.En, n.Zh), index.DecimalText(was)),
		Zh: fmt.Sprintf("%s由情景“%s”设定，原为 %s。", zh, oneOf(n.Zh, n.En), index.DecimalText(was))}
}
