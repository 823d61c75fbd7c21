// Package method is the catalogue of the methods an index file can name: for each step their names, their settings
// with defaults and limits, the formula, what missing, constant and negative data do, and where the formula comes from.
// Packages prepare, score, weigh and aggregate compute them; tests there hold the two together.
//
// To add a method: add a row to the step's table, and a small file that computes it in package prepare, score, weigh or
// aggregate. The catalogue at the end of this text, the table in README.md and the schema are written from the rows by go
// generate.
package method

//go:generate go test ../../cmd/zoneval -run TestMethodsEverywhere -update

import (
	"fmt"
	"slices"
	"strings"
)

// Step is a stage of the calculation at which a method is chosen.
type Step string

// The steps, in the order in which they run.
const (
	Screen     Step = "screen"
	Denominate Step = "denominate"
	Impute     Step = "impute"
	Treat      Step = "treat"
	Transform  Step = "transform"
	Normalise  Step = "normalise"
	Weights    Step = "weights"
	Preference Step = "preference"
	Aggregate  Step = "aggregate"
	Missing    Step = "missing"
	Ties       Step = "ties"
)

// Steps lists the steps in the order in which they run.
func Steps() []Step {
	return []Step{Screen, Denominate, Impute, Treat, Transform, Normalise, Weights, Preference, Aggregate, Missing, Ties}
}

// ParamKind is what a setting takes.
type ParamKind uint8

// The kinds of setting.
const (
	Number  ParamKind = iota // a finite number
	Whole                    // a whole number
	Flag                     // true or false
	Range                    // two numbers, the first below the second: [0, 100]
	Choice                   // one of Param.Options
	Word                     // a text: an id or a name
	Words                    // a list of texts
	Numbers                  // a list of numbers
	Points                   // a list of pairs of numbers: [[0, 0], [50, 60], [100, 100]]
	Matrix                   // a square list of lists of numbers, fractions allowed: [[1, 3], [1/3, 1]]
	Methods                  // a list of two methods of the same step
)

// String says what the setting takes, in words for a message.
func (k ParamKind) String() string {
	return [...]string{"a number", "a whole number", "true or false", "two numbers, low before high, such as [0, 100]", "one of its options",
		"a text", "a list of texts", "a list of numbers, such as [10, 20, 50]", "a list of pairs of numbers, such as [[0, 0], [50, 60], [100, 100]]",
		"a square matrix, such as [[1, 3], [1/3, 1]]", "a list of two methods"}[k]
}

// Param is one setting of a method.
type Param struct {
	Name     string
	Kind     ParamKind
	Required bool
	Example  string   // of a required one: a value, as an index file writes it
	Default  string   // in words, for the documentation
	Options  []string // of a Choice
	Least    *float64 // the least number allowed; nil is no limit
	Above    *float64 // what the number must be above; nil is no limit
	Most     *float64
	Brief    string
}

// Limits says in words which numbers the setting takes; empty where there is no limit.
func (p Param) Limits() string {
	switch {
	case p.Least != nil && p.Most != nil:
		return fmt.Sprintf("%g to %g", *p.Least, *p.Most)
	case p.Least != nil:
		return fmt.Sprintf("%g or more", *p.Least)
	case p.Above != nil:
		return fmt.Sprintf("above %g", *p.Above)
	case p.Most != nil:
		return fmt.Sprintf("%g or less", *p.Most)
	case len(p.Options) > 0:
		return strings.Join(p.Options, ", ")
	}
	return ""
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
	Negative string // what zero and negative values do
	Source   string
}

// The references that the catalogue names more than once.
const (
	handbook = "OECD/JRC, Handbook on Constructing Composite Indicators (2008)"
	coinr    = "COINr (Becker et al., Journal of Open Source Software 2022)"
)

// catalogue has every method, step by step in the order of the steps.
var catalogue = slices.Concat(screenMethods, denominateMethods, imputeMethods, treatMethods, transformMethods, normaliseMethods,
	weightMethods, preferenceMethods, aggregateMethods, missingMethods, tieMethods)

// at is a limit of a setting.
func at(x float64) *float64 { return &x }

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

// Settings says in one line which settings the method takes: those with their defaults, "round (a whole number)" without.
func (s Spec) Settings() string {
	var parts []string
	for _, p := range s.Params {
		switch {
		case p.Required:
			parts = append(parts, p.Name+" (required)")
		case p.Default != "":
			parts = append(parts, p.Name+" "+p.Default)
		default:
			parts = append(parts, p.Name)
		}
	}
	return strings.Join(parts, ", ")
}

// Sole is the method of a step that has no other to choose from, so that its name can be left out: denominate: {by: gdp}.
func Sole(step Step) (Spec, bool) {
	var sole Spec
	for _, s := range catalogue {
		switch {
		case s.Step != step || s.Name == "none":
		case sole.Name != "" || len(s.Params) == 0:
			return Spec{}, false
		default:
			sole = s
		}
	}
	return sole, sole.Name != ""
}

// Example is the method as an index file writes it, with the settings that it needs.
func (s Spec) Example() string {
	var needs []string
	for _, p := range s.Params {
		if p.Required {
			needs = append(needs, p.Name+": "+p.Example)
		}
	}
	sole, short := Sole(s.Step)
	switch short = short && sole.Name == s.Name; {
	case short && len(needs) == 0:
		return fmt.Sprintf("%s: {%s: %s}", s.Step, s.Params[0].Name, s.Params[0].Example)
	case short:
		return fmt.Sprintf("%s: {%s}", s.Step, strings.Join(needs, ", "))
	case len(needs) == 0:
		return fmt.Sprintf("%s: %s", s.Step, s.Name)
	}
	return fmt.Sprintf("%s: {%s: {%s}}", s.Step, s.Name, strings.Join(needs, ", "))
}

// Entry is the whole description of the method, a line each.
func (s Spec) Entry() []string {
	lines := []string{fmt.Sprintf("%s %s: %s", s.Step, s.Name, s.Brief), "write: " + s.Example(), "formula: " + s.Formula, "result: " + s.Range}
	for _, p := range s.Params {
		line := fmt.Sprintf("setting %s (%s", p.Name, p.Kind)
		if p.Kind == Choice {
			line = fmt.Sprintf("setting %s (one of %s", p.Name, p.Limits())
		} else if limits := p.Limits(); limits != "" {
			line += ", " + limits
		}
		switch {
		case p.Required:
			line += "; required"
		case p.Default != "":
			line += "; default " + p.Default
		}
		lines = append(lines, line+"): "+p.Brief)
	}
	return append(lines, "missing: "+s.Missing, "constant column: "+s.Constant, "zero and negative: "+s.Negative, "source: "+s.Source)
}

// Documentation is the catalogue as the documentation of this package shows it.
func Documentation() string {
	var b strings.Builder
	b.WriteString(docHead)
	for _, step := range Steps() {
		fmt.Fprintf(&b, "//\n// # %s\n", step)
		for _, s := range catalogue {
			if s.Step != step {
				continue
			}
			b.WriteString("//\n")
			for i, line := range s.Entry() {
				if i == 0 {
					b.WriteString("//\t" + line + "\n")
				} else {
					b.WriteString("//\t\t" + line + "\n")
				}
			}
		}
	}
	return b.String() + "package method\n"
}

const docHead = `// Code generated by go generate; DO NOT EDIT.

// The catalogue, step by step in the order in which the steps run:
`
