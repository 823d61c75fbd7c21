package index

import (
	"math"
	"math/big"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/weigh"
)

// The weighting methods that are not in package weigh's table.
const (
	given = "given"
	ahp   = "ahp"
	blend = "blend"
)

// Given says whether the weights are those of the file.
func (s Step) Given() bool { return s.Name == "" || s.Name == given }

// FromData says whether the weights are computed from the data, and are not known before there are any.
func (s Step) FromData() bool {
	switch s.Name {
	case "", given, "equal", ahp:
		return false
	case blend:
		for _, of := range s.Of {
			if of.FromData() {
				return true
			}
		}
		return false
	}
	return true
}

// OverIndicators says whether the weights are computed over all indicators below a group at once, and those of the
// dimensions inside are their sums.
func (s Step) OverIndicators() bool {
	return s.Text("over", "") == "indicators" || slices.ContainsFunc(s.Of, Step.OverIndicators)
}

// passDown gives the groups inside one whose weights are computed over all its indicators the same weighting.
func (d *decoder) passDown(dim *Dimension) {
	over := dim.Weighting.OverIndicators()
	if over && len(dim.Weighting.judgements()) > 0 {
		d.Add(diag.IndexMethod, dim.Weighting.Place, "blend judgements with weights over: parts", "ahp judges the parts of one group, and cannot be blended with weights over all indicators")
	}
	if over && slices.ContainsFunc(dim.Weighting.Of, func(s Step) bool { return s.FromData() && !s.OverIndicators() }) {
		d.Add(diag.IndexMethod, dim.Weighting.At("of"), "let both say over: indicators, or neither", "weights over all indicators cannot be blended with weights over the parts of each group")
	}
	for _, c := range dim.Dimensions {
		if over {
			if own := c.Weighting.Place; own.Line > 0 && own.Path != "method.weights" {
				d.Add(diag.IndexMethod, own, "take one of the two out", "the weights inside %s are computed over all indicators of %s already", c.ID, dim.ID)
			}
			c.Weighting = dim.Weighting
		}
		d.passDown(c)
	}
}

// UsesGiven says whether the weights of the file count.
func (s Step) UsesGiven() bool {
	for _, of := range s.Of {
		if of.UsesGiven() {
			return true
		}
	}
	return s.Given()
}

// Weigh computes the weights of a group, which sum to 1. own are the weights of the file, on any scale; cols are the
// parts' normalised columns, nil where the method does not look at the data.
func (s Step) Weigh(own []float64, cols [][]float64) ([]float64, *weigh.Fault) {
	switch {
	case s.Given():
		return weigh.Blend(own, own, 1), nil
	case s.Name == ahp:
		j, fault := weigh.AHP(s.Tables["matrix"])
		return j.Weights, fault
	case s.Name == blend:
		a, fault := s.Of[0].Weigh(own, cols)
		if fault != nil {
			return nil, fault
		}
		b, fault := s.Of[1].Weigh(own, cols)
		if fault != nil {
			return nil, fault
		}
		return weigh.Blend(a, b, s.Number("share", 0.5)), nil
	}
	f, _ := weigh.ByName(s.Name)
	if cols == nil {
		cols = make([][]float64, len(own)) // equal weights ask only how many
	}
	return f(cols, s)
}

// Judgements returns the steps with pairwise judgements that the step is, or is made of.
func (s Step) judgements() []Step {
	if s.Name == ahp && s.Tables["matrix"] != nil {
		return []Step{s}
	}
	var out []Step
	for _, of := range s.Of {
		out = append(out, of.judgements()...)
	}
	return out
}

// compute replaces the weights of a group by those that its method computes, or marks them as not known before there
// are data. It returns their exact sum, or nil where they are not known.
func (d *decoder) compute(dim *Dimension, members []child, total *big.Rat) *big.Rat {
	s := dim.Weighting
	for _, j := range s.judgements() {
		if !d.judged(dim, j, len(members)) {
			return nil
		}
	}
	if !s.UsesGiven() {
		for _, m := range members {
			if m.weight.Origin != Shared {
				d.unused++
				d.unusedBy = s
			}
		}
	}
	own := make([]float64, len(members))
	for i, m := range members {
		share := new(big.Rat)
		if total.Sign() > 0 {
			share.Quo(m.weight.exact, total)
		}
		own[i], _ = share.Float64()
		m.weight.Units, m.weight.Origin, m.weight.Value, m.weight.Share = own[i], Computed, math.NaN(), math.NaN()
	}
	if s.FromData() {
		return nil
	}
	weights, fault := s.Weigh(own, nil)
	if fault != nil {
		d.Add(diag.IndexMethod, stepPlace(s, dim), fault.Mend, "%s", fault.Problem)
		return nil
	}
	sum := new(big.Rat)
	for i, m := range members {
		m.weight.Value, m.weight.exact = weights[i], new(big.Rat).SetFloat64(weights[i])
		sum.Add(sum, m.weight.exact)
	}
	return sum
}

// judged checks a matrix of judgements against the group, and how consistent it is.
func (d *decoder) judged(dim *Dimension, s Step, parts int) bool {
	m := s.Tables["matrix"]
	if len(m) != parts {
		d.Add(diag.IndexMethod, s.Place, "the matrix belongs on the group whose parts it judges: weights: on a dimension, or at the top for the top dimensions",
			"the matrix is %d x %d, but %s has %d parts", len(m), len(m), dim.ID, parts)
		return false
	}
	j, fault := weigh.AHP(m)
	if fault != nil {
		d.Add(diag.IndexMethod, s.Place, fault.Mend, "%s", fault.Problem)
		return false
	}
	dim.Consistency = j.Ratio
	if j.Ratio > 0.1 {
		d.Add(diag.IndexConsistency, s.Place, "look for a judgement that contradicts the others",
			"the judgements on the parts of %s contradict each other: consistency ratio %.3f, expected at most 0.1 (Saaty 1980)", dim.ID, j.Ratio)
	}
	return true
}

// reportUnused says that weights of the file do not count.
func (d *decoder) reportUnused() {
	if d.unused > 0 {
		mend := "take them out, or blend them: {blend: {of: [given, " + d.unusedBy.Name + "]}}"
		if d.unusedBy.Name == blend {
			mend = "take them out, or put given in the place of one of the two that are blended"
		}
		d.Add(diag.IndexUnused, d.unusedBy.Place, mend,
			"the file's weights of %d parts are not used: %s computes them", d.unused, d.unusedBy.Name)
	}
}
