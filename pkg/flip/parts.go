package flip

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// parts settles whose weights change.
func (f *Answer) parts(log *diag.Log) bool {
	x := f.Ranking.Index
	switch f.Options.Over {
	case Indicators:
		for _, d := range groups(x) {
			if !weighs(d, log) {
				return false
			}
		}
		for _, in := range x.Indicators {
			f.Parts = append(f.Parts, revise.Part{Indicator: in})
			f.Before = append(f.Before, 100*in.Effective)
		}
		if len(f.Parts) == 1 {
			return refuse(log, diag.ScenarioWeights, diag.Place{}, "", "%s has one indicator, whose weight decides nothing", x.ID)
		}
		return true
	case Dimensions, "":
		f.Group = x.Root
		for len(f.Group.Dimensions) == 1 {
			f.Group = f.Group.Dimensions[0]
		}
	default:
		found, mend := revise.Select(x, f.Options.Over)
		switch {
		case found == nil:
			return refuse(log, diag.ScenarioSelect, diag.Place{}, mend, "--over: %s matches no part of %s", diag.Quote(f.Options.Over), x.ID)
		case len(found) > 1 || found[0].Dimension == nil:
			return refuse(log, diag.ScenarioSelect, diag.Place{}, "such as --over "+x.Dims[0].ID+", --over dimensions or --over indicators", "--over: %s is not one dimension", diag.Quote(f.Options.Over))
		}
		f.Group = found[0].Dimension
	}
	f.Parts = revise.PartsOf(f.Group)
	if len(f.Parts) == 1 {
		return refuse(log, diag.ScenarioWeights, diag.Place{}, "such as --over indicators", "%s has one part, whose weight decides nothing", f.Group.ID)
	}
	for _, p := range f.Parts {
		f.Before = append(f.Before, p.Weight().Value)
	}
	return weighs(f.Group, log) && f.above(log)
}

// groups are all groups of an index, each before those inside it.
func groups(x *index.Index) []*index.Dimension {
	return append([]*index.Dimension{x.Root}, x.Dims...)
}

// weighs refuses groups whose weights are computed, or count for nothing.
func weighs(d *index.Dimension, log *diag.Log) bool {
	switch {
	case len(revise.PartsOf(d)) == 1:
	case !d.Weighting.Given():
		return refuse(log, diag.ScenarioWeights, diag.Place{}, "add --set method.weights=given", "the weights in %s are computed by %s, so that none can be moved", d.ID, d.Weighting.Name)
	case !d.Weighs():
		return refuse(log, diag.ScenarioWeights, diag.Place{}, "aggregate by another method", "the weights in %s do not count: every zone has its own under benefit-of-the-doubt", d.ID)
	}
	return true
}

// above refuses a group inside one whose weights are computed from the scores of its parts: they would move along.
func (f *Answer) above(log *diag.Log) bool {
	for d := f.Group.Parent; d != nil; d = d.Parent {
		if d.Weighting.FromData() && len(revise.PartsOf(d)) > 1 {
			return refuse(log, diag.ScenarioWeights, diag.Place{}, "add --set method.weights=given", "the weights in %s are computed by %s from the scores of %s, so that they move with its weights", d.ID, d.Weighting.Name, f.Group.ID)
		}
	}
	return true
}

// bounds settles between what numbers every weight may lie.
func (f *Answer) bounds(log *diag.Log) bool {
	whole := total(f.Before)
	for range f.Parts {
		f.Low, f.High = append(f.Low, 0), append(f.High, whole)
	}
	for _, l := range f.Options.Lock {
		if !f.each(l, "--lock", log, func(k int) bool { f.Low[k], f.High[k] = f.Before[k], f.Before[k]; return true }) {
			return false
		}
	}
	for _, b := range f.Options.Bounds {
		ok := f.each(b.Select, "--bound", log, func(k int) bool {
			w := f.Before[k]
			snap := func(x float64) float64 { // a share of the whole, in percent, need not be the decimal that it reads as
				if math.Abs(x-w) <= 1e-12*whole {
					return w
				}
				return x
			}
			low, high := f.Low[k], f.High[k]
			if b.Low == b.Low {
				low = math.Max(low, snap(b.Low))
			}
			if b.High == b.High {
				high = math.Min(high, snap(b.High))
			}
			if !(low <= w && w <= high) {
				return refuse(log, diag.ScenarioContra, b.Select.Place, "bounds contain the present weight; --set another one to start from", "--bound: the weight of %s is %.6g, outside of %s", f.Parts[k].ID(), w, b)
			}
			f.Low[k], f.High[k] = low, high
			return true
		})
		if !ok {
			return false
		}
	}
	return true
}

// String is the range as the command line writes it.
func (b Bound) String() string {
	text := func(x float64) string {
		if x != x {
			return ""
		}
		return fmt.Sprintf("%.10g", x)
	}
	return text(b.Low) + ".." + text(b.High)
}

// each does something with every part that a selector means, itself or a dimension that it stands in; false after a finding.
func (f *Answer) each(w scenario.Word, flag string, log *diag.Log, do func(k int) bool) bool {
	found, mend := revise.Select(f.Ranking.Index, w.Text)
	if found == nil {
		return refuse(log, diag.ScenarioSelect, w.Place, mend, "%s: %s matches no part of %s", flag, diag.Quote(w.Text), f.Ranking.Index.ID)
	}
	hit := false
	for k, p := range f.Parts {
		if slices.ContainsFunc(found, func(q revise.Part) bool { return covers(q, p) }) {
			hit = true
			if !do(k) {
				return false
			}
		}
	}
	if !hit {
		return refuse(log, diag.ScenarioSelect, w.Place, f.mayChange(), "%s: %s is none of the weights that may change", flag, diag.Quote(w.Text))
	}
	return true
}

// mayChange names the parts, as far as a message has room for them.
func (f *Answer) mayChange() string {
	const most = 10
	var ids []string
	for _, p := range f.Parts {
		ids = append(ids, p.ID())
	}
	if n := len(ids) - most; n > 0 {
		ids = append(ids[:most], fmt.Sprintf("and %d more", n))
	}
	return "they are " + strings.Join(ids, ", ")
}

// covers says whether a selected part is one that may change, or a dimension that it stands in.
func covers(q, p revise.Part) bool {
	if q == p {
		return true
	}
	for d := p.Parent(); d != nil && q.Dimension != nil; d = d.Parent {
		if d == q.Dimension {
			return true
		}
	}
	return false
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}
