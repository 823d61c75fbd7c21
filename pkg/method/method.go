// Package method is the catalogue of the methods an index file can name: for each step their names, their settings
// with defaults and limits, the formula, what missing and constant data do, and where the formula comes from.
// Package score computes them; a test there holds the two together.
//
// To add a method: add a row to the step's table here, and a small file in package score that computes it.
package method

import "slices"

// Step is a stage of the calculation at which a method is chosen.
type Step string

// The steps, in the order in which they run.
const (
	Transform Step = "transform"
	Normalise Step = "normalise"
	Aggregate Step = "aggregate"
	Missing   Step = "missing"
	Ties      Step = "ties"
)

// ParamKind is what a setting takes.
type ParamKind uint8

// The kinds of setting.
const (
	Number ParamKind = iota // a finite number
	Whole                   // a whole number
	Flag                    // true or false
	Range                   // two numbers, the first below the second: [0, 100]
)

// String says what the setting takes, in words for a message.
func (k ParamKind) String() string {
	return [...]string{"a number", "a whole number", "true or false", "two numbers, low before high, such as [0, 100]"}[k]
}

// Param is one setting of a method.
type Param struct {
	Name     string
	Kind     ParamKind
	Required bool
	Default  string  // in words, for the documentation
	Min      float64 // least number allowed; used for Number and Whole when Bounded
	Bounded  bool
	Brief    string
}

// Spec is one method: what a reader of the index file needs to know of it.
type Spec struct {
	Step     Step
	Name     string
	Brief    string // one line
	Params   []Param
	Formula  string
	Range    string // of the result
	Missing  string // what a missing value does
	Constant string // what a column with one value does
	Source   string
}

// handbook is the reference of the classical formulas.
const handbook = "OECD/JRC, Handbook on Constructing Composite Indicators (2008)"

var catalogue = []Spec{
	{
		Step: Transform, Name: "log", Brief: "natural logarithm, taken after the cap and before normalise",
		Formula: "ln x; goalposts are given in the indicator's own unit and are transformed too",
		Range:   "all numbers", Missing: "stays missing", Constant: "as the normalise method says",
		Source: "UNDP, Human Development Report, technical note 1 (income index)",
	},
	{
		Step: Normalise, Name: "none", Brief: "the value as it is; negated where lower is better",
		Formula: "x, or -x where lower is better",
		Range:   "that of the data", Missing: "stays missing; worst: the worst value of the column", Constant: "kept",
		Source: handbook + ", step 5",
	},
	{
		Step: Normalise, Name: "minmax", Brief: "position between the lowest and the highest value of the zones that are scored",
		Params: []Param{
			{Name: "range", Kind: Range, Default: "[0, scale]", Brief: "the scores of the worst and the best zone"},
			{Name: "clamp", Kind: Flag, Default: "true", Brief: "hold the result inside the range"},
		},
		Formula: "low + (high - low) (x - min) / (max - min); where lower is better, (max - x) in place of (x - min)",
		Range:   "range", Missing: "stays missing; worst: the low end of the range",
		Constant: "the middle of the range, with a warning", Source: handbook + ", step 5, min-max",
	},
	{
		Step: Normalise, Name: "goalposts", Brief: "position between two fixed values",
		Params: []Param{
			{Name: "low", Kind: Number, Required: true, Brief: "the lower goalpost, in the indicator's unit"},
			{Name: "high", Kind: Number, Required: true, Brief: "the upper goalpost, in the indicator's unit"},
			{Name: "clamp", Kind: Flag, Default: "true", Brief: "values beyond a goalpost count as the goalpost"},
		},
		Formula: "scale (x - low) / (high - low); where lower is better, scale (high - x) / (high - low)",
		Range:   "[0, scale] when clamped", Missing: "stays missing; worst: 0, or the worst value present where that is below 0",
		Constant: "as any other column", Source: "UNDP, Human Development Report, technical note 1",
	},
	{
		Step: Aggregate, Name: "arithmetic", Brief: "weighted arithmetic mean: a weak part can be made up for by a strong one",
		Formula: "sum(w x) / sum(w)", Range: "that of the parts",
		Missing: "skip: left out of both sums; a group with nothing in it is missing itself", Constant: "as any other",
		Source: handbook + ", step 7, linear aggregation",
	},
	{
		Step: Aggregate, Name: "geometric", Brief: "weighted geometric mean: a weak part weighs more than a strong one can make up for",
		Formula: "exp(sum(w ln x) / sum(w)); every x must be above 0", Range: "that of the parts, never above the arithmetic mean",
		Missing: "skip: left out of both sums; a group with nothing in it is missing itself", Constant: "as any other",
		Source: handbook + ", step 7, geometric aggregation",
	},
	{
		Step: Missing, Name: "fail", Brief: "every missing value is an error that names its cell",
		Formula: "-", Range: "-", Missing: "error", Constant: "-", Source: "zoneval",
	},
	{
		Step: Missing, Name: "skip", Brief: "siblings take over the weight of a missing value, level by level",
		Params: []Param{{Name: "min_indicators", Kind: Whole, Min: 1, Bounded: true, Default: "1",
			Brief: "zones with fewer values than this in the whole index are shown without score and rank"}},
		Formula: "the aggregate runs over what is present, with its weights", Range: "-",
		Missing: "left out", Constant: "-",
		Source: handbook + ", step 3, case deletion within a group; as COINr aggregates",
	},
	{
		Step: Missing, Name: "worst", Brief: "a missing value counts as the worst possible one",
		Formula: "the low end of the normalised range; under normalise none, the worst value of the column", Range: "-",
		Missing: "the worst value", Constant: "-", Source: "zoneval",
	},
	{
		Step: Ties, Name: "min", Brief: "equal scores share the better rank: 1, 2, 2, 4",
		Formula: "1 + the number of zones with a higher score", Range: "1 to the number of zones",
		Missing: "no rank", Constant: "-", Source: "competition ranking; UNDP, Human Development Report",
	},
}

// Find returns the method of a step by name.
func Find(step Step, name string) (Spec, bool) {
	i := slices.IndexFunc(catalogue, func(s Spec) bool { return s.Step == step && s.Name == name })
	if i < 0 {
		return Spec{}, false
	}
	return catalogue[i], true
}

// Names lists the methods of a step in the order of the catalogue.
func Names(step Step) []string {
	var out []string
	for _, s := range catalogue {
		if s.Step == step {
			out = append(out, s.Name)
		}
	}
	return out
}

// All returns the whole catalogue.
func All() []Spec { return slices.Clone(catalogue) }

// Param returns the setting of a method by name.
func (s Spec) Param(name string) (Param, bool) {
	i := slices.IndexFunc(s.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return Param{}, false
	}
	return s.Params[i], true
}

// ParamNames lists the settings of a method.
func (s Spec) ParamNames() []string {
	var out []string
	for _, p := range s.Params {
		out = append(out, p.Name)
	}
	return out
}
