package index

import (
	"fmt"
	"math"
	"slices"

	"zoneval/pkg/diag"
)

// dimension adds one dimension and what is inside it to the model.
func (d *decoder) dimension(x *Index, parent *Dimension, f *dimensionFile, path []int) {
	if f.Head.Broken() {
		d.partial, d.faulty[parent] = true, true
		return
	}
	dim := &Dimension{ID: f.ID.V, Code: f.Code.V, Name: f.Name.V, Note: f.Note.V, Assumed: f.Assumed.keys(),
		Aggregate: own(f.Aggregate, x.Method.Aggregate), Weighting: own(f.Weights, x.Method.Weights), Missing: own(f.Missing, x.Method.Missing), Consistency: math.NaN(),
		Parent: parent, Level: parent.Level + 1, Position: len(x.Dims), Place: f.Head.At}
	dim.Weight = weightOf(f.Weight, &f.Head, f.Assumed)
	d.id(f.ID, "dimension")
	d.take("id", f.ID.V, f.ID.At)
	if f.Code.V != f.ID.V {
		d.take("code", f.Code.V, f.Code.At)
	}
	d.weightsSum(dim, f.WeightsSum, &f.Head, f.Assumed)
	d.assumedMark(f.Assumed, &f.Head)
	parent.Dimensions = append(parent.Dimensions, dim)
	x.Dims = append(x.Dims, dim)
	d.parts(dim, f)
	for i := range f.Dimensions {
		d.dimension(x, dim, &f.Dimensions[i], append(slices.Clone(path), i))
	}
	for i := range f.Indicators {
		d.indicator(x, dim, &f.Indicators[i], append(slices.Clone(path), i))
	}
}

// parts checks that a dimension has one list of parts, and notes where it stands.
func (d *decoder) parts(dim *Dimension, f *dimensionFile) {
	list := "indicators"
	if f.Head.Has("dimensions") {
		list = "dimensions"
	}
	d.lists[dim] = f.Head.Place(list)
	if len(f.Dimensions)+len(f.Indicators) == 0 {
		d.partial = true
	}
	switch dims, inds := f.Head.Find("dimensions"), f.Head.Find("indicators"); {
	case dims != nil && inds != nil:
		d.faulty[dim] = true
		second := "indicators"
		if dims.Line > inds.Line {
			second = "dimensions"
		}
		d.Add(diag.IndexValue, f.Head.Place(second), "put the indicators into a dimension of their own",
			"%s has dimensions and indicators inside, expected one of them", called(dim))
	case dims == nil && inds == nil:
		d.Add(diag.IndexEmpty, f.Head.At, "give it indicators: or dimensions:, or remove it",
			"%s has nothing inside", called(dim))
	}
}

func called(dim *Dimension) string {
	if dim.ID == "" {
		return "the dimension"
	}
	return "the dimension " + diag.Quote(dim.ID)
}

// indicator adds one indicator to the model.
func (d *decoder) indicator(x *Index, parent *Dimension, f *indicatorFile, path []int) {
	if f.Head.Broken() {
		d.partial, d.faulty[parent] = true, true
		return
	}
	in := &Indicator{ID: f.ID.V, Code: f.Code.V, Name: f.Name.V, Unit: f.Unit.V, Direction: Higher, Note: f.Note.V,
		Assumed: f.Assumed.keys(), Min: math.Inf(-1), Max: math.Inf(1), Cap: NoLimit, Floor: -NoLimit, Whole: f.Whole.V, Bounds: f.Bounds.V, Merge: f.Merge.V,
		Denominate: own(f.Denominate, x.Method.Denominate), Impute: own(f.Impute, x.Method.Impute), Treat: own(f.Treat, x.Method.Treat),
		Transform: own(f.Transform, x.Method.Transform), Normalise: own(f.Normalise, x.Method.Normalise), Preference: f.Preference.Step,
		Path: path, Place: f.Head.At, Parent: parent, Column: len(x.Indicators)}
	if f.Direction.V == "lower" {
		in.Direction = Lower
	}
	if f.Kind.V == "qualitative" {
		in.Kind = Qualitative
	}
	in.Weight = weightOf(f.Weight, &f.Head, f.Assumed)
	d.ranges(in, f)
	d.names(in, f)
	d.assumedMark(f.Assumed, &f.Head)
	parent.Indicators = append(parent.Indicators, in)
	x.Indicators = append(x.Indicators, in)
}

// ranges takes over min, max and cap.
func (d *decoder) ranges(in *Indicator, f *indicatorFile) {
	for _, l := range []struct {
		from num
		to   *float64
	}{{f.Min, &in.Min}, {f.Max, &in.Max}, {f.Cap, &in.Cap}, {f.Floor, &in.Floor}} {
		if l.from.Set {
			*l.to = l.from.V
		}
	}
	if in.Min > in.Max {
		d.Add(diag.IndexValue, f.Max.At, "exchange them", "max %g is below min %g, so that no value is possible", in.Max, in.Min)
	}
	if f.Cap.Set && in.Cap <= in.Min {
		d.Add(diag.IndexValue, f.Cap.At, "a cap lies above min", "cap %g is not above min %g, so that all values count the same", in.Cap, in.Min)
	}
	switch {
	case f.Floor.Set && f.Cap.Set && in.Floor >= in.Cap:
		d.Add(diag.IndexValue, f.Floor.At, "a floor lies below the cap", "floor %g is not below cap %g, so that all values count the same", in.Floor, in.Cap)
	case f.Floor.Set && in.Floor >= in.Max:
		d.Add(diag.IndexValue, f.Floor.At, "a floor lies below max", "floor %g is not below max %g, so that all values count the same", in.Floor, in.Max)
	}
}

// names checks an indicator's id, and takes its id, code and names. The code and the names may repeat the id.
func (d *decoder) names(in *Indicator, f *indicatorFile) {
	d.id(f.ID, "indicator")
	d.take("id", in.ID, f.ID.At)
	if in.Code != in.ID {
		d.take("code", in.Code, f.Code.At)
	}
	if in.Name.En != in.ID && in.Name.En != in.Code {
		d.take("name", in.Name.En, f.Name.EnAt)
	}
	if in.Name.Zh != in.ID && in.Name.Zh != in.Code && in.Name.Zh != in.Name.En {
		d.take("name", in.Name.Zh, f.Name.ZhAt)
	}
}

// goodID says whether an id is made of letters, digits, _ and -, and starts with a letter or digit.
func goodID(s string) bool {
	for i, c := range s {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case (c == '_' || c == '-') && i > 0:
		default:
			return false
		}
	}
	return s != ""
}

// StandardColumns are the headers with a meaning of their own in a data file; an indicator cannot take one as its id.
var StandardColumns = []string{"zone", "name", "name_zh", "type", "province", "city", "region", "year"}

// longColumns are the two more of a data file with one value in each row; resultColumns are those of a ranking, in
// which dimensions and indicators have columns headed by their ids.
var (
	longColumns   = []string{"indicator", "value"}
	resultColumns = []string{"rank", "score", "change", "rank_before", "rank_within_type", "rank_within_province", "values", "missing", "filled", "data_status"}
)

// id checks the id of a dimension or indicator, or of the index itself.
func (d *decoder) id(s str, what string) {
	switch {
	case !s.Set || s.V == "":
	case !goodID(s.V):
		d.Add(diag.IndexID, s.At, "use letters, digits, _ and -, and start with a letter or digit, such as rd_spending", "the id %s cannot be used", diag.Quote(s.V))
	case what == "index":
	case slices.Contains(StandardColumns, s.V), slices.Contains(longColumns, s.V):
		d.Add(diag.IndexID, s.At, "choose another id, such as "+s.V+"_"+what, "the id %s is the name of a standard column", diag.Quote(s.V))
	case slices.Contains(resultColumns, s.V):
		d.Add(diag.IndexID, s.At, "choose another id, such as "+s.V+"_"+what, "the id %s is the name of a column of the ranking", diag.Quote(s.V))
	}
}

// holder is what an id, code or name stands for already.
type holder struct {
	what      string
	line, col int
}

// take reports an id, code or indicator name that already stands for something else.
func (d *decoder) take(what, key string, at diag.Place) {
	if key == "" {
		return
	}
	first, twice := d.taken[key]
	if !twice {
		d.taken[key] = holder{what, at.Line, at.Col}
		return
	}
	d.Log.Add(diag.Finding{Rule: diag.IndexTwice, Place: at, Mend: "give each its own",
		Message: fmt.Sprintf("the %s %s is taken already: line %d has it as the %s of another part", what, diag.Quote(key), first.line, first.what),
		Related: []diag.Related{{Place: diag.Place{File: d.File, Line: first.line, Col: first.col}, Message: "first here"}}})
}
