package revise

import (
	"math/big"
	"slices"
	"strconv"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
)

// With is one scenario that says everything that is not as in the index and the data: the changes that were applied, and those
// of an answer on top of them, under which the index is after. Weights and values are stated as they are in the end, so that
// nothing is changed twice, whatever went before what.
func (a *Applied) With(answer *scenario.Scenario, after *index.Index) *scenario.Scenario {
	start := a.Scenario
	all := *answer
	all.Name, all.Note, all.Changes = start.Name, start.Note, nil
	all.Drop, all.Keep, all.Merge = start.Drop, start.Keep, start.Merge
	for _, name := range []struct{ to, of *string }{{&all.Name.En, &answer.Name.En}, {&all.Name.Zh, &answer.Name.Zh}} {
		if *name.to != "" && *name.of != "" {
			*name.to += " + " + *name.of
		}
	}
	layers := map[string]int{}
	for _, c := range start.Changes {
		if key := keyOf(c.Path); c.Kind == scenario.Method {
			layers[key] = max(layers[key], c.Layer)
		}
	}
	for _, c := range start.Changes {
		if c.Kind == scenario.Method && c.Layer == layers[keyOf(c.Path)] {
			all.Changes = append(all.Changes, c)
		}
	}
	a.stateWeights(&all, after)
	a.stateValues(&all, answer)
	return &all
}

func keyOf(path []string) string {
	key := ""
	for _, p := range path {
		key += "." + p
	}
	return key
}

// Flat is the applied scenario with everything stated as it is in the end.
func (a *Applied) Flat() *scenario.Scenario {
	return a.With(&scenario.Scenario{ID: a.Scenario.ID, Base: a.Scenario.Base, Redistribute: scenario.Proportional}, a.Revision.Index)
}

// stateWeights states all weights of every group in which one is not what it was.
func (a *Applied) stateWeights(all *scenario.Scenario, after *index.Index) {
	was := append([]*index.Dimension{a.Revision.Before.Root}, a.Revision.Before.Dims...)
	for i, d := range append([]*index.Dimension{after.Root}, after.Dims...) {
		parts, before := PartsOf(d), PartsOf(was[i])
		moved, sum := false, new(big.Rat)
		for k, p := range parts {
			x, y := p.exact(), before[k].exact()
			if x == nil || y == nil {
				moved = false
				break
			}
			moved = moved || x.Cmp(y) != 0
			sum.Add(sum, new(big.Rat).Sub(x, y))
		}
		if !moved {
			continue
		}
		for _, p := range parts {
			set(all, p.ID()+" ="+index.DecimalText(p.exact())) // the blank keeps an id that ends in - apart
		}
		if sum.Sign() != 0 {
			all.Redistribute = scenario.None // all weights of the group are stated
		}
	}
}

// stateValues states every value that is not what it was; the answer's go before those that were applied.
func (a *Applied) stateValues(all, answer *scenario.Scenario) {
	for _, v := range a.Zones.Values {
		if slices.ContainsFunc(answer.Changes, func(c scenario.Change) bool {
			return c.Kind == scenario.Value && c.Zone == v.Zone && c.Select == v.Indicator.ID
		}) {
			continue
		}
		amount := strconv.FormatFloat(v.After, 'f', -1, 64)
		if v.After < 0 {
			amount = "(" + amount + ")"
		}
		set(all, "zone:"+v.Zone+"/"+v.Indicator.ID+" ="+amount)
	}
	for _, c := range answer.Changes {
		if c.Kind == scenario.Value {
			all.Changes = append(all.Changes, c)
		}
	}
}

func set(s *scenario.Scenario, text string) {
	c, _ := scenario.ParseChange(text, diag.Place{})
	s.Changes = append(s.Changes, c)
}
