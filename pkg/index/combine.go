package index

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/diag"
)

// combinations checks what several settings say together: what no data could be computed with is an error here.
func (d *decoder) combinations(x *Index) {
	for _, in := range x.Indicators {
		d.denominator(x, in)
		d.reference(in)
		d.marks(in)
		d.limits(in.Treat)
		d.thresholds(in.Preference, in.Preference.Name)
		if in.Preference.Name != "" && !x.outranks(in) {
			d.Add(diag.IndexUnused, in.Preference.Place, "take it out, or aggregate by promethee2", "%s states a preference, which only promethee2 looks at", in.ID)
		}
	}
	d.screens(x.Method.Screen)
	if least := x.Method.Missing.Number("min_indicators", 1); int(least) > len(x.Indicators) && !d.partial {
		d.Add(diag.IndexMethod, x.Method.Missing.At("min_indicators"), "lower it", "zones need %g values, and the index has %d indicators, so that none could be ranked", least, len(x.Indicators))
	}
	var leaves, weightless byPlace
	for _, dim := range append([]*Dimension{x.Root}, x.Dims...) {
		s := dim.Aggregate
		d.thresholds(s, s.Text("preference", ""))
		if dim.Missing.Has("min_indicators") && dim.Missing.Place != x.Method.Missing.Place {
			d.Add(diag.IndexMethod, dim.Missing.At("min_indicators"), "state it under method:, or use min_coverage here", "min_indicators counts the values of the whole index, and cannot differ from dimension to dimension")
		}
		if s.Name == "benefit-of-the-doubt" && dim.weighed() > 0 {
			weightless.add(stepPlace(s, dim), dim)
		}
		if dim.LeavesOnly() {
			leaves.add(stepPlace(s, dim), dim)
		}
	}
	weightless.each(func(at diag.Place, ids string, dims []*Dimension) {
		n := 0
		for _, dim := range dims {
			n += dim.weighed()
		}
		d.Add(diag.IndexUnused, at, "", "%s gives every zone its own weights: those of the %d parts of %s are not used", dims[0].Aggregate.Name, n, ids)
	})
	leaves.each(func(at diag.Place, ids string, dims []*Dimension) {
		name := dims[0].Aggregate.Name
		d.Add(diag.IndexLeaves, at, "to aggregate the scores of the dimensions, state another method here and "+name+" on the dimensions",
			"%s compares zones on the indicators below %s, by their effective weights; the scores of the dimensions inside are shown and not used", name, ids)
	})
}

// byPlace gathers the dimensions that one step of the file is the fault of, so that it is reported once.
type byPlace struct {
	places []diag.Place
	dims   map[diag.Place][]*Dimension
}

func (b *byPlace) add(at diag.Place, dim *Dimension) {
	if b.dims == nil {
		b.dims = map[diag.Place][]*Dimension{}
	}
	if b.dims[at] == nil {
		b.places = append(b.places, at)
	}
	b.dims[at] = append(b.dims[at], dim)
}

func (b *byPlace) each(report func(at diag.Place, ids string, dims []*Dimension)) {
	for _, at := range b.places {
		var ids []string
		for _, dim := range b.dims[at] {
			ids = append(ids, dim.ID)
		}
		report(at, strings.Join(ids, ", "), b.dims[at])
	}
}

// outranks says whether a group above the indicator compares zones by promethee2 on it.
func (x *Index) outranks(in *Indicator) bool {
	for dim := in.Parent; dim != nil; dim = dim.Parent {
		if dim.Aggregate.Name == "promethee2" && (dim == in.Parent || dim.LeavesOnly()) {
			return true
		}
	}
	return false
}

// screens checks that no zone is both kept and dropped.
func (d *decoder) screens(s Step) {
	for _, id := range s.Texts["keep"] {
		if slices.Contains(s.Texts["drop"], id) {
			d.Add(diag.IndexMethod, s.At("drop"), "name it once", "the zone %s stands under keep and under drop", diag.Quote(id))
		}
	}
}

// weighed counts the parts whose weights the file states.
func (dim *Dimension) weighed() int {
	n := 0
	for _, c := range dim.Dimensions {
		if o := c.Weight.Origin; (o == Published || o == Assumed) && !c.OnlyChild() {
			n++
		}
	}
	for _, in := range dim.Indicators {
		if o := in.Weight.Origin; (o == Published || o == Assumed) && !in.OnlyChild() {
			n++
		}
	}
	return n
}

// leavesOnly are the methods that compare zones on indicators and not on the scores of dimensions.
var leavesOnly = map[string]bool{"topsis": true, "vikor": true, "promethee2": true}

// LeavesOnly says whether a group is aggregated from the indicators below it although it has dimensions inside.
func (dim *Dimension) LeavesOnly() bool {
	return leavesOnly[dim.Aggregate.Name] && len(dim.Dimensions) > 1
}

// stepPlace is where a step is stated, or the part that it belongs to.
func stepPlace(s Step, dim *Dimension) diag.Place {
	if s.Place.Line > 0 {
		return s.Place
	}
	return dim.Place
}

// denominator checks what an indicator is divided by.
func (d *decoder) denominator(x *Index, in *Indicator) {
	s := in.Denominate
	by := s.Text("by", "")
	switch {
	case !s.Acts() || by == "":
	case by == in.ID:
		d.Add(diag.IndexMethod, s.At("by"), "name another column", "%s would be divided by itself", in.ID)
	case x.Denominator(by) == nil:
		var ids []string
		for _, c := range x.Inputs {
			ids = append(ids, c.ID)
		}
		mend := diag.DidYouMean(by, ids)
		if mend == "" {
			mend = "add it to denominators: with id and name"
		}
		d.Add(diag.IndexMethod, s.At("by"), mend, "there is no column %s to divide by", diag.Quote(by))
	}
}

// reference checks goalposts and targets, which are transformed like the values.
func (d *decoder) reference(in *Indicator) {
	s := in.Normalise
	low, high := s.Number("low", math.Inf(-1)), s.Number("high", math.Inf(1))
	if s.Name == "goalposts" && low >= high {
		mend := "exchange them; direction: lower says that small values are good"
		if low == high {
			mend = "set them apart"
		}
		d.Add(diag.IndexMethod, s.At("high"), mend, "the low goalpost %g is not below the high one %g", low, high)
		return
	}
	if !in.Transform.Acts() {
		return
	}
	f := in.Transform.Function()
	for _, r := range []struct{ key, what string }{{"low", "low goalpost"}, {"high", "high goalpost"}, {"target", "target"}} {
		v := s.Number(r.key, math.NaN())
		if math.IsNaN(v) || f.Takes(v) || s.Name != "goalposts" && s.Name != "distance-to-target" {
			continue
		}
		at := s.At(r.key)
		if in.Transform.Place.Line > at.Line { // the goalposts are the index's own, the transform is not
			at = in.Transform.Place
		}
		d.Add(diag.IndexMethod, at, "give a "+r.what+" that is "+f.Domain, "%s of the %s %g does not exist", f.Noun, r.what, v)
		return
	}
	if in.Transform.Name == "reciprocal" && s.Name == "goalposts" && low*high < 0 {
		d.Add(diag.IndexMethod, s.Place, "keep both on one side of 0", "1/x is not between the goalposts %g and %g: 0 lies between them", low, high)
	}
}

// marks checks classes and tables of scores.
func (d *decoder) marks(in *Indicator) {
	s := in.Normalise
	var values, scores []float64
	switch s.Name {
	case "categorical":
		values, scores = s.Lists["cuts"], s.Lists["marks"]
		if values == nil || scores == nil {
			return
		}
		if len(scores) != len(values)+1 {
			d.Add(diag.IndexMethod, s.At("marks"), "n cuts make n + 1 classes", "found %d cuts and %d marks, expected one mark more than cuts", len(values), len(scores))
			return
		}
		if s.Flag("percentiles", false) && (values[0] < 0 || values[len(values)-1] > 100) {
			d.Add(diag.IndexMethod, s.At("cuts"), "", "the cuts are percentiles, expected numbers from 0 to 100")
			return
		}
	case "score-table":
		for _, p := range s.Tables["points"] {
			values, scores = append(values, p[0]), append(scores, p[1])
		}
		switch len(values) {
		case 0:
			return
		case 1:
			d.Add(diag.IndexMethod, s.At("points"), "add another, such as the value that has full marks", "found a table of one point, under which all zones get the same, expected two or more")
			return
		}
	default:
		return
	}
	at := s.At(map[string]string{"categorical": "cuts", "score-table": "points"}[s.Name])
	for i := 1; i < len(values); i++ {
		if values[i] <= values[i-1] {
			d.Add(diag.IndexMethod, at, "put them in order, each once", "%g stands after %g, expected values that ascend", values[i], values[i-1])
			return
		}
	}
	rising := slices.IsSorted(scores)
	falling := slices.IsSortedFunc(scores, func(a, b float64) int { return -compare(a, b) })
	if in.Direction == Higher && falling && !rising || in.Direction == Lower && rising && !falling {
		word := "rise"
		if falling {
			word = "fall"
		}
		d.Add(diag.IndexMethod, at, "turn one of the two round", "%s says direction: %s, but its scores %s with the value", in.ID, in.Direction, word)
	}
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// limits checks pairs of settings, one of which bounds the other.
func (d *decoder) limits(treat Step) {
	if treat.Name == "percentile-cap" {
		if low, high := treat.Number("low", 5), treat.Number("high", 95); low >= high {
			d.Add(diag.IndexMethod, treat.At("low"), "exchange them, and see that they differ", "the lower percentile %g is not below the upper one %g", low, high)
		}
	}
}

// thresholds checks that a preference function has what it needs, and nothing that it does not look at.
func (d *decoder) thresholds(s Step, shape string) {
	need := map[string][]string{"u-shape": {"q"}, "v-shape": {"p"}, "level": {"q", "p"}, "linear": {"q", "p"}, "gaussian": {"s"}}[shape]
	for _, key := range need {
		if !s.Has(key) {
			if s.Name == "promethee2" { // a preference of its own has it as a required setting
				d.Add(diag.IndexMethod, s.Place, fmt.Sprintf("add %s: the threshold, in normalised values", key), "the preference %s needs the setting %s", shape, key)
			}
			return
		}
	}
	for _, key := range []string{"q", "p", "s"} {
		if s.Has(key) && s.Name == "promethee2" && !slices.Contains(need, key) {
			d.Add(diag.IndexUnused, s.At(key), "take it out, or state another preference", "the preference %s does not look at the threshold %s", s.Text("preference", "usual"), key)
		}
	}
	if len(need) == 2 && s.Number("q", 0) >= s.Number("p", 0) {
		d.Add(diag.IndexMethod, s.At("q"), "exchange them, and see that they differ", "the threshold q %g is not below p %g", s.Number("q", 0), s.Number("p", 0))
	}
}

// denominators adds the columns that are not scored.
func (d *decoder) denominators(x *Index, list []denominatorFile) {
	x.Inputs = slices.Clip(x.Indicators)
	for i := range list {
		f := &list[i]
		if f.Head.Broken() {
			d.partial = true
			continue
		}
		in := &Indicator{ID: f.ID.V, Name: f.Name.V, Unit: f.Unit.V, Note: f.Note.V, Direction: Higher, Min: math.Inf(-1), Max: math.Inf(1),
			Cap: NoLimit, Floor: -NoLimit, Whole: f.Whole.V, Merge: cmp.Or(f.Merge.V, "sum"), Place: f.Head.At, Column: len(x.Inputs)}
		d.ranges(in, &indicatorFile{Min: f.Min, Max: f.Max})
		d.names(in, &indicatorFile{ID: f.ID, Name: f.Name})
		x.Inputs = append(x.Inputs, in)
	}
}

// tests takes over the cases.
func (d *decoder) tests(x *Index, list []caseFile) {
	for i := range list {
		f := &list[i]
		if f.Head.Broken() {
			continue
		}
		c := Case{Zone: f.Zone.V, Dimension: f.Dimension.V, Score: math.NaN(), Rank: d.whole(f.Rank), Tolerance: f.Tolerance.V, Year: d.whole(f.Year), Place: f.Head.At}
		if f.Score.Set {
			c.Score = f.Score.V
		}
		if !f.Head.Has("score") && !f.Head.Has("rank") {
			d.Add(diag.IndexRequired, f.Head.At, "add score: or rank:", "the case expects nothing")
		}
		if c.Dimension != "" && !d.partial && !slices.ContainsFunc(x.Dims, func(dim *Dimension) bool { return dim.ID == c.Dimension }) {
			var ids []string
			for _, dim := range x.Dims {
				ids = append(ids, dim.ID)
			}
			d.Add(diag.IndexValue, f.Dimension.At, diag.DidYouMean(c.Dimension, ids), "there is no dimension %s", diag.Quote(c.Dimension))
		}
		x.Tests = append(x.Tests, c)
	}
}

// whole reads a whole number, 0 where none is stated.
func (d *decoder) whole(n num) int {
	if n.V != math.Trunc(n.V) || math.Abs(n.V) > 1e9 {
		d.Add(diag.IndexNumber, n.At, "", "found %g, expected a whole number", n.V)
		return 0
	}
	return int(n.V)
}
