package index

import (
	"maps"
	"math"
	"slices"
)

// An index is two things: a tree with weights, which says what is measured and how much it counts, and steps, which say
// how. Hybrid, SameTree and SameSteps tell the two apart; they cover every field that a score depends on.
//
// The tree has the dimensions and indicators, their places and order, their weights, and the weights step, since that
// makes weights. The steps are everything else: screen to aggregate and missing, on the index, on each dimension and on
// each indicator, with direction, cap and floor, the scale and the rounding of the ranking.

// Hybrid is an index with the tree and weights of one index and the steps of another. Parts are matched by id, the
// indices themselves with each other: a dimension or an indicator that only the first has keeps its own steps. Columns to
// divide by come with the steps. What is only told or checked (names, sources, limits of values, tests) is the first
// one's. Neither index is changed, and no part is shared with them; Hybrid(x, x) scores as x does, to the last bit.
func Hybrid(tree, steps *Index) *Index {
	x := *tree
	x.Scale, x.Method = steps.Scale, steps.Method
	x.Method.Weights = tree.Method.Weights
	x.Dims, x.Indicators = make([]*Dimension, len(tree.Dims)), make([]*Indicator, len(tree.Indicators))
	dims, indicators := steps.byID()
	var clone func(d, parent *Dimension) *Dimension
	clone = func(d, parent *Dimension) *Dimension {
		c := *d
		c.Parent, c.Dimensions, c.Indicators = parent, make([]*Dimension, len(d.Dimensions)), make([]*Indicator, len(d.Indicators))
		from := dims[d.ID]
		if parent == nil {
			from = steps.Root
		} else {
			x.Dims[d.Position] = &c
		}
		if from != nil {
			c.Aggregate, c.Missing = from.Aggregate, from.Missing
		}
		for i, p := range d.Dimensions {
			c.Dimensions[i] = clone(p, &c)
		}
		for i, p := range d.Indicators {
			in := *p
			in.Parent = &c
			if from := indicators[in.ID]; from != nil {
				in.step(from)
			}
			c.Indicators[i], x.Indicators[in.Column] = &in, &in
		}
		return &c
	}
	x.Root = clone(tree.Root, nil)
	x.divide(tree, steps)
	return &x
}

// step takes over the steps of another indicator.
func (in *Indicator) step(from *Indicator) {
	in.Direction, in.Cap, in.Floor = from.Direction, from.Cap, from.Floor
	in.Denominate, in.Impute, in.Treat, in.Transform, in.Normalise = from.Denominate, from.Impute, from.Treat, from.Transform, from.Normalise
	in.Preference = from.Preference
}

// divide sets the inputs of a hybrid: its indicators, the denominators of its tree, and what else its steps divide by.
func (x *Index) divide(tree, steps *Index) {
	x.Inputs = slices.Clip(x.Indicators)
	add := func(in *Indicator) {
		c := *in
		c.Parent, c.Weight, c.Effective, c.Column = nil, Weight{}, 0, len(x.Inputs)
		x.Inputs = append(x.Inputs, &c)
	}
	for _, in := range tree.Inputs[len(tree.Indicators):] {
		add(in)
	}
	for _, in := range x.Indicators {
		if by := in.Denominate.Text("by", ""); in.Denominate.Acts() && x.Denominator(by) == nil {
			add(steps.Denominator(by))
		}
	}
}

// byID are the dimensions and the indicators of an index.
func (x *Index) byID() (map[string]*Dimension, map[string]*Indicator) {
	dims, indicators := make(map[string]*Dimension, len(x.Dims)), make(map[string]*Indicator, len(x.Indicators))
	for _, d := range x.Dims {
		dims[d.ID] = d
	}
	for _, in := range x.Indicators {
		indicators[in.ID] = in
	}
	return dims, indicators
}

// SameTree says whether two indices have the same tree with the same weights, so that exchanging them in a Hybrid
// changes no score by a single bit.
func SameTree(a, b *Index) bool { return a == b || sameGroup(a.Root, b.Root) }

func sameGroup(a, b *Dimension) bool {
	return a.Weighting.Same(b.Weighting) &&
		slices.EqualFunc(a.Dimensions, b.Dimensions, func(a, b *Dimension) bool {
			return a.ID == b.ID && a.Weight.same(b.Weight) && sameGroup(a, b)
		}) &&
		slices.EqualFunc(a.Indicators, b.Indicators, func(a, b *Indicator) bool { return a.ID == b.ID && a.Weight.same(b.Weight) })
}

// same says whether two weights count the same, wherever they come from.
func (w Weight) same(v Weight) bool { return alike(w.Units, v.Units) && alike(w.Share, v.Share) }

// SameSteps says whether two indices do the same to the parts that both have, so that exchanging them in a Hybrid of the
// two changes no score by a single bit. It may say no of settings that come to the same, such as a default that is
// written out.
func SameSteps(a, b *Index) bool {
	if a == b {
		return true
	}
	least := func(x *Index) (float64, bool) {
		return x.Method.Missing.Number("min_indicators", 1), x.Method.Missing.Has("min_indicators")
	}
	leastA, statedA := least(a)
	leastB, statedB := least(b)
	if a.Scale != b.Scale || a.Method.Ranking != b.Method.Ranking || !a.Method.Screen.Same(b.Method.Screen) || leastA != leastB || statedA != statedB ||
		!a.Root.Aggregate.Same(b.Root.Aggregate) || !a.Root.Missing.Same(b.Root.Missing) {
		return false
	}
	dims, indicators := b.byID()
	for _, d := range a.Dims {
		if o := dims[d.ID]; o != nil && !(d.Aggregate.Same(o.Aggregate) && d.Missing.Same(o.Missing)) {
			return false
		}
	}
	for _, in := range a.Indicators {
		if o := indicators[in.ID]; o != nil && !in.sameSteps(o) {
			return false
		}
	}
	return true
}

func (in *Indicator) sameSteps(o *Indicator) bool {
	return in.Direction == o.Direction && in.Cap == o.Cap && in.Floor == o.Floor &&
		in.Denominate.Same(o.Denominate) && in.Impute.Same(o.Impute) && in.Treat.Same(o.Treat) && in.Transform.Same(o.Transform) &&
		in.Normalise.Same(o.Normalise) && in.Preference.Same(o.Preference)
}

// Same says whether two steps are the same method with the same settings, wherever they are stated.
func (s Step) Same(o Step) bool {
	return s.Name == o.Name && maps.Equal(s.Numbers, o.Numbers) && maps.Equal(s.Flags, o.Flags) &&
		maps.EqualFunc(s.Lists, o.Lists, slices.Equal[[]float64]) && maps.EqualFunc(s.Texts, o.Texts, slices.Equal[[]string]) &&
		maps.EqualFunc(s.Tables, o.Tables, func(a, b [][]float64) bool { return slices.EqualFunc(a, b, slices.Equal[[]float64]) }) &&
		slices.EqualFunc(s.Of, o.Of, Step.Same)
}

// alike says whether two numbers are the same, NaN being like NaN.
func alike(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
