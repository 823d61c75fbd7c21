// Package whatif answers who would stand where under a scenario, and what moved them: the ranking as it is beside the ranking
// of the revised index and table.
package whatif

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/explain"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

// Answer is the ranking as it is, and what each scenario makes of it.
type Answer struct {
	Base     *ranking.Answer
	Outcomes []*Outcome
}

// Outcome is the ranking under one scenario. Zones are numbered as in its own model.
type Outcome struct {
	*revise.Applied
	Ranking *ranking.Answer
	Shift   ranking.Shift

	Before  []int32   // each zone's rank before: 0 where it had none, -1 where it was not there
	Score   []float64 // its score before, on which ranks rest; NaN where it had none
	Weights []Weight  // what became of every weight that is not what it was, in the order of the file

	// Points holds, zone by zone, what each of Movers adds to the change of the unrounded score, in the order of Movers; NaN
	// where the method has no contributions. The points of a zone sum to its change, but for rounding.
	Points [][]float64
	Movers []revise.Part // the top dimensions, or the indicators of the only one
	Opaque bool          // no zone has points
}

// Weight is a weight before and after: its share among its siblings and in the whole index, 0..1, as the zones were scored with.
type Weight struct {
	revise.WeightChange
	ShareBefore, Share         float64
	EffectiveBefore, Effective float64
}

// Own says whether the part's own weight changed, and not only one above it.
func (w *Weight) Own() bool { return w.ByScenario || w.Share != w.ShareBefore }

// Base is an index and a table as they are, with a draft of the index that scenarios revise.
type Base struct {
	Draft *index.Draft
	Table *zone.Table
}

// Ask ranks the zones as they are and under every scenario. The answer is nil when a finding is an error. Options.Alone and
// Options.Values are taken as set.
func Ask(b Base, scenarios []*scenario.Scenario, o ranking.Options) (*Answer, *diag.Log) {
	o.Alone, o.Values = true, true
	a := &Answer{}
	inner, outer := o, o // of one scenario its own zones are listed, of several those of the ranking as it is
	if len(scenarios) == 1 {
		outer.Show = nil
	} else {
		inner.Show = nil
	}
	base, log := ranking.Run(b.Draft.Index, b.Table, outer)
	if base == nil {
		return nil, log
	}
	a.Base = base
	for _, s := range scenarios {
		out, l := Apply(b, s, inner)
		log.Merge(l)
		if out != nil {
			out.compare(base)
			a.Outcomes = append(a.Outcomes, out)
		}
	}
	if log.HasErrors() {
		return nil, log
	}
	return a, log
}

// Apply ranks the zones under one scenario, beside nothing. It is nil when a finding is an error.
func Apply(b Base, s *scenario.Scenario, o ranking.Options) (*Outcome, *diag.Log) {
	applied, log := revise.Apply(b.Draft, b.Table, o.Year, s)
	if applied == nil {
		return nil, log
	}
	o.Alone, o.Values = true, true // the values are told, and asked after again
	ranked, l := ranking.Run(applied.Revision.Index, applied.Zones.Table, o)
	for _, f := range l.Findings() {
		log.Add(applied.Revision.At(f))
	}
	if ranked == nil {
		return nil, log
	}
	out := &Outcome{Applied: applied, Ranking: ranked}
	out.missMerged(log)
	return out, log
}

// missMerged tells of merged zones that are not scored: one whose members are of several types has none, so that Options.Only
// leaves it out.
func (o *Outcome) missMerged(log *diag.Log) {
	here := positions(o.Ranking)
	for _, m := range o.Scenario.Merge {
		if _, scored := here[m.ID]; !scored {
			log.Add(diag.Finding{Rule: diag.ScenarioMerge, Severity: diag.Warning, Place: m.Place, Mend: "leave --only out, or merge zones that it keeps",
				Message: fmt.Sprintf("the merged zone %s is not scored: what its zones do not share, such as a type, it does not have", diag.Quote(m.ID))})
		}
	}
}

// compare sets the ranking beside the one before.
func (o *Outcome) compare(base *ranking.Answer) {
	before := positions(base)
	m := o.Ranking.Model
	o.Before, o.Score = make([]int32, m.N), make([]float64, m.N)
	then, now := movers(base.Index), movers(m.Index) // the same parts of two indices
	o.Movers = revise.PartsOf(then)
	o.Points, o.Opaque = make([][]float64, m.N), true
	for i := range m.N {
		k, there := before[idOf(o.Ranking, i)]
		o.Before[i], o.Score[i] = -1, math.NaN()
		o.Points[i] = slices.Repeat([]float64{math.NaN()}, len(o.Movers))
		if !there {
			continue
		}
		o.Before[i], o.Score[i] = base.Result.Ranks[k], base.Result.Scores[k]
		was, is := explain.Contributions(base.Model, base.Result, then, k), explain.Contributions(m, o.Ranking.Result, now, i)
		if !known(was) || !known(is) { // a zone without a rank, or a method without contributions
			continue
		}
		o.Opaque = false
		for j := range o.Movers {
			o.Points[i][j] = orZero(is[j]) - orZero(was[j]) // a part that the zone lacks gives nothing
		}
	}
	o.weights(base.Model)
	o.Shift = ranking.CompareRanks(ranking.ListOf(base.Model, base.Result), ranking.ListOf(m, o.Ranking.Result))
}

// weights takes over what became of the weights. Those that are computed from the data are known to the models alone.
func (o *Outcome) weights(base *score.Model) {
	shares := func(m *score.Model, p revise.Part) (share, effective float64) {
		if p.Dimension != nil {
			return m.Weights.DimShare[p.Dimension.Position], m.Weights.DimEffective[p.Dimension.Position]
		}
		return m.Weights.Share[p.Indicator.Column], m.Weights.Effective[p.Indicator.Column]
	}
	for _, c := range o.Revision.Weights {
		w := Weight{WeightChange: c}
		w.ShareBefore, w.EffectiveBefore = shares(base, c.Part)
		w.Share, w.Effective = shares(o.Ranking.Model, c.After)
		if w.Own() || w.Effective != w.EffectiveBefore {
			o.Weights = append(o.Weights, w)
		}
	}
}

// known says whether a method gave any contributions.
func known(points []float64) bool {
	return slices.ContainsFunc(points, func(p float64) bool { return p == p })
}

func orZero(x float64) float64 {
	if x != x {
		return 0
	}
	return x
}

// movers is the dimension whose parts a change of the score is divided among: the index, or the only one in it.
func movers(x *index.Index) *index.Dimension {
	root := x.Root
	for len(root.Dimensions) == 1 {
		root = root.Dimensions[0]
	}
	return root
}

// positions is each zone's position by its id.
func positions(a *ranking.Answer) map[string]int {
	out := make(map[string]int, a.Model.N)
	for i := range a.Model.N {
		out[idOf(a, i)] = i
	}
	return out
}

func idOf(a *ranking.Answer, i int) string { return a.Table.IDs[a.Model.Row(i)] }

// Largest are the positions of the points that moved a zone most, the largest first and at most so many; points of 0, and
// those that are but rounding, moved nothing.
func (o *Outcome) Largest(zone, most int) []int {
	points := o.Points[zone]
	var order []int
	for j, p := range points {
		if math.Abs(p) > 1e-9*o.Ranking.Index.Scale {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(points[b]), math.Abs(points[a])) })
	return order[:min(most, len(order))]
}
