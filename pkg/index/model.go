// Package index holds the definition of a composite indicator: a tree of dimensions whose leaves are indicators, with
// a weight on every node, a method for each step, and for every number whether an official text states it (published)
// or somebody filled it in (assumed).
//
// Parse reads an index file (YAML), reports every fault in it at once, and resolves the weights.
package index

import (
	"math"
	"math/big"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/transform"
	"zoneval/pkg/yamlfile"
)

// Text is a text in English and Chinese; either may be empty.
type Text = yamlfile.Bilingual

// Origin says where a number comes from. The tool never prints one origin as another.
type Origin uint8

// The origins of a weight.
const (
	Published Origin = iota // an official text states it
	Assumed                 // somebody filled it in, and says so in the file
	Shared                  // not in the file: the group's remaining weight, shared equally; counts as assumed
	Computed                // by a method from judgements or from the data; never published
)

// String is published, assumed, shared or computed.
func (o Origin) String() string { return [...]string{"published", "assumed", "shared", "computed"}[o] }

// Direction says which end of an indicator is good.
type Direction int8

// The directions.
const (
	Higher Direction = 1
	Lower  Direction = -1
)

// String is higher or lower.
func (d Direction) String() string {
	if d == Lower {
		return "lower"
	}
	return "higher"
}

// Kind tells measured indicators from judged ones.
type Kind uint8

// The kinds.
const (
	Quantitative Kind = iota
	Qualitative
)

// String is quantitative or qualitative.
func (k Kind) String() string { return [...]string{"quantitative", "qualitative"}[k] }

// Weight is the weight of a node among its siblings. One that is computed from the data has no Value and no Share (NaN)
// before there are data; its Units are those that the file gives, for a blend.
type Weight struct {
	Value  float64 // on the group's own scale, as written or as shared out
	Origin Origin
	Share  float64 // Value over the sum of the group: 0..1, rounded once from the exact decimal
	// Units is the weight in the group's smallest whole numbers: weights of 0.8, 1.2 and 1 have units of 4, 6 and 5.
	// Sums of units are exact, so a zone with 100 in every part scores 100. It is Share where the numbers get too large.
	Units float64
	exact *big.Rat
}

// Step is one method with its parameters, as `minmax` or `{minmax: {clamp: true}}` states it.
// Kinds of setting are kept apart; what a method takes is declared in its Param list.
type Step struct {
	Name    string
	Numbers map[string]float64
	Flags   map[string]bool
	Lists   map[string][]float64   // ranges and lists of numbers
	Texts   map[string][]string    // choices and texts have one entry
	Tables  map[string][][]float64 // points and matrices, row by row
	Of      []Step                 // the methods that this one is made of
	Place   diag.Place
	places  map[string]diag.Place // of each setting
}

// none is a step that changes nothing.
const none = "none"

// Acts says whether the step does anything.
func (s Step) Acts() bool { return s.Name != "" && s.Name != none }

// At is where a setting is stated, or the method where it is not.
func (s Step) At(setting string) diag.Place {
	if at, ok := s.places[setting]; ok {
		return at
	}
	return s.Place
}

// Fails says of a missing step whether a missing value is an error; so it is where nothing is stated.
func (s Step) Fails() bool { return s.Name == "" || s.Name == "fail" }

// Number returns a numeric parameter, or def where the file does not give it.
func (s Step) Number(name string, def float64) float64 {
	if v, ok := s.Numbers[name]; ok {
		return v
	}
	return def
}

// Flag returns a yes/no parameter, or def where the file does not give it.
func (s Step) Flag(name string, def bool) bool {
	if v, ok := s.Flags[name]; ok {
		return v
	}
	return def
}

// Text returns a parameter that is one text, or def where the file does not give it.
func (s Step) Text(name, def string) string {
	if v, ok := s.Texts[name]; ok {
		return v[0]
	}
	return def
}

// Function is the function of a transform step; the zero Function where it does nothing.
func (s Step) Function() transform.Function {
	return transform.ByName(s.Name, s.Number("whole", s.Number("value", 1)))
}

// Has says whether the file gives the parameter.
func (s Step) Has(name string) bool {
	_, n := s.Numbers[name]
	_, f := s.Flags[name]
	_, l := s.Lists[name]
	_, t := s.Texts[name]
	_, m := s.Tables[name]
	return n || f || l || t || m
}

// Ranking says how scores become ranks.
type Ranking struct {
	Ties  string // "min": equal scores share the better rank (1, 2, 2, 4)
	Round int    // decimals a score is rounded to before ranking; -1 is no rounding
}

// Method is one method for each step, the default of the whole index.
type Method struct {
	Screen     Step
	Denominate Step
	Impute     Step
	Treat      Step
	Transform  Step
	Normalise  Step
	Weights    Step
	Aggregate  Step
	Missing    Step
	Ranking    Ranking
}

// Case is a result that the file says its index must give.
type Case struct {
	Zone      string
	Dimension string  // "" is the index itself
	Score     float64 // NaN is not stated
	Rank      int     // 0 is not stated
	Tolerance float64 // how far the score may be off
	Year      int     // 0 is the latest
	Place     diag.Place
}

// Indicator is a leaf of the index: one measured column.
type Indicator struct {
	ID        string
	Code      string // the official number; may be empty
	Name      Text
	Unit      Text
	Direction Direction
	Kind      Kind
	Weight    Weight
	Min, Max  float64 // what a value can be at all; -Inf and +Inf where the file sets no limit
	Whole     bool    // only whole numbers
	Cap       float64 // values above are taken as this; +Inf is no cap
	Floor     float64 // values below are taken as this; -Inf is no floor
	Bounds    bool    // cells such as ≤50 are allowed: shown, not scored
	Merge     string  // sum, mean or weighted: the value of zones that a scenario merges; "" is not stated

	// The steps are the index's own where the indicator sets none.
	Denominate, Impute, Treat, Transform, Normalise Step

	Preference Step // for promethee2; no name where the indicator states none
	Note       Text
	Assumed    []string // the keys of this indicator whose values are assumed
	Effective  float64  // share of the whole index, 0..1: the product of the shares above it
	Path       []int    // position in the tree: dimension, dimension, ..., indicator
	Place      diag.Place
	Parent     *Dimension // nil for a denominator
	Column     int        // position in Index.Inputs
}

// Dimension is an inner node: dimensions or indicators inside.
type Dimension struct {
	ID         string
	Code       string
	Name       Text
	Weight     Weight
	WeightsSum float64  // the official scale of the weights inside; 0 is none stated
	SumOrigin  Origin   // whether weights_sum is published or assumed
	sum        *big.Rat // weights_sum as written
	sumAt      diag.Place
	Aggregate  Step // the index's own method where the dimension sets none
	Weighting  Step // how the weights inside are found; the index's own where the dimension sets none
	Missing    Step // what a missing part does; the index's own where the dimension sets none
	// Consistency is the consistency ratio of the pairwise judgements inside; NaN where there are none.
	Consistency float64
	Note        Text
	Assumed     []string
	Dimensions  []*Dimension // one of Dimensions and Indicators is empty
	Indicators  []*Indicator
	Effective   float64
	Level       int // 1 for the dimensions directly below the index
	Position    int // in Index.Dims; -1 for the root
	Place       diag.Place
	Parent      *Dimension // Index.Root at level 1; nil for the root
}

// Expect is what the file says about itself, verified on reading; negative numbers are not stated.
type Expect struct {
	Indicators        int
	Dimensions        int
	QuantitativeShare float64 // of the weight, 0..1, to within Tolerance
	Tolerance         float64
}

// Index is a composite indicator as one file states it. It is not changed after Parse.
type Index struct {
	ID        string
	Name      Text
	Publisher Text
	Issued    string
	Document  string
	Sources   []string
	Note      Text
	Scale     float64 // scores run from 0 to Scale
	Data      string  // the shipped dataset to rank when the user names none; may be empty
	Show      []string
	Method    Method
	Columns   map[string]string // standard column, indicator id or code -> the data file's own header
	Missing   []string          // cells that mean "missing" beside the empty one
	Expect    Expect
	Root      *Dimension   // the index itself: Root.Dimensions are the top dimensions
	Dims      []*Dimension // every dimension below Root, in file order
	// Indicators are the leaves in file order. Their positions are the columns of every table and model.
	Indicators []*Indicator
	// Inputs are the columns of the data: Indicators, then the denominators, which are not scored.
	Inputs []*Indicator
	Tests  []Case
	File   string
	SHA256 string
}

// Denominator returns the denominator or indicator with the id, or nil.
func (x *Index) Denominator(id string) *Indicator {
	for _, in := range x.Inputs {
		if in.ID == id {
			return in
		}
	}
	return nil
}

// NoLimit is the Max or Cap of an indicator that states none; its negative is the Min or Floor.
var NoLimit = math.Inf(1)

// Find returns the indicator or denominator with the id, code or name (in either language), or nil.
func (x *Index) Find(key string) *Indicator {
	for _, in := range x.Inputs {
		if key == in.ID || key != "" && (key == in.Code || key == in.Name.En || key == in.Name.Zh) {
			return in
		}
	}
	return nil
}

// WeightCounts counts the weights of indicators and dimensions by Origin, for the provenance of a report. A part that
// is alone in its group is not counted unless its weight is given.
func (x *Index) WeightCounts() (count [Computed + 1]int) {
	add := func(w Weight, alone bool) {
		if !alone || w.Origin == Published || w.Origin == Assumed {
			count[w.Origin]++
		}
	}
	for _, d := range x.Dims {
		add(d.Weight, d.OnlyChild())
	}
	for _, in := range x.Indicators {
		add(in.Weight, in.OnlyChild())
	}
	return count
}

// Sums counts the groups whose weights have a stated sum, and those of them whose sum is assumed. The share of a
// single weight rests on the sum as much as on the weight.
func (x *Index) Sums() (stated, assumed int) {
	for _, d := range append([]*Dimension{x.Root}, x.Dims...) {
		if d.WeightsSum > 0 {
			stated++
			if d.SumOrigin == Assumed {
				assumed++
			}
		}
	}
	return stated, assumed
}

// PassesOn says whether the dimension has nothing inside but one dimension, whose score it takes over: there is nothing to
// combine, whatever the method.
func (d *Dimension) PassesOn() bool { return len(d.Dimensions) == 1 && len(d.Indicators) == 0 }

// Weighs says whether the weights inside the dimension count in the index: neither it nor a dimension above leaves them
// to each zone, as benefit of the doubt does.
func (d *Dimension) Weighs() bool {
	for ; d != nil; d = d.Parent {
		if d.Aggregate.Name == "benefit-of-the-doubt" && len(d.Dimensions)+len(d.Indicators) > 1 {
			return false
		}
	}
	return true
}

// Above is the dimension so many levels above, at most the index itself.
func (d *Dimension) Above(levels int) *Dimension {
	for ; levels > 0 && d.Parent != nil; levels-- {
		d = d.Parent
	}
	return d
}

// Required says whether every zone must have a value: nothing else is said of missing ones, or it is a denominator.
func (in *Indicator) Required() bool {
	return in.Parent == nil || in.Parent.Missing.Fails() && !in.Impute.Acts()
}

// MissingKey is the key of the index file that says what becomes of the indicator's missing values.
func (in *Indicator) MissingKey() string {
	if in.Parent == nil || in.Parent.Missing.Place.Path == "" {
		return "method.missing"
	}
	return in.Parent.Missing.Place.Path
}

// Leaves are the indicators inside, on every level, in the order of the file.
func (d *Dimension) Leaves() []*Indicator {
	out := slices.Clone(d.Indicators)
	for _, c := range d.Dimensions {
		out = append(out, c.Leaves()...)
	}
	return out
}

// OnlyChild says whether the node is alone in its group, so that its weight decides nothing.
func (d *Dimension) OnlyChild() bool { return len(d.Parent.Dimensions) == 1 }

// OnlyChild says whether the indicator is alone in its group, so that its weight decides nothing.
func (in *Indicator) OnlyChild() bool { return len(in.Parent.Indicators) == 1 }

// QuantitativeShare is the share of the effective weight that quantitative indicators carry, 0..1.
func (x *Index) QuantitativeShare() float64 {
	q := 0.0
	for _, in := range x.Indicators {
		if in.Kind == Quantitative {
			q += in.Effective
		}
	}
	return q
}
