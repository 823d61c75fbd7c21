package revise

import (
	"fmt"
	"math/big"
	"path"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
)

// Part is a node of an index that has a weight: one of the two is nil.
type Part struct {
	Dimension *index.Dimension
	Indicator *index.Indicator
}

// ID is the id of the part.
func (p Part) ID() string {
	if p.Dimension != nil {
		return p.Dimension.ID
	}
	return p.Indicator.ID
}

// Code is the official number; it may be empty.
func (p Part) Code() string {
	if p.Dimension != nil {
		return p.Dimension.Code
	}
	return p.Indicator.Code
}

// Name is the name in both languages.
func (p Part) Name() index.Text {
	if p.Dimension != nil {
		return p.Dimension.Name
	}
	return p.Indicator.Name
}

// Parent is the dimension that the part stands in.
func (p Part) Parent() *index.Dimension {
	if p.Dimension != nil {
		return p.Dimension.Parent
	}
	return p.Indicator.Parent
}

// Weight is the part's weight among its siblings.
func (p Part) Weight() *index.Weight {
	if p.Dimension != nil {
		return &p.Dimension.Weight
	}
	return &p.Indicator.Weight
}

// Effective is the part's share of the whole index, 0..1.
func (p Part) Effective() float64 {
	if p.Dimension != nil {
		return p.Dimension.Effective
	}
	return p.Indicator.Effective
}

func (p Part) exact() *big.Rat { return p.Weight().Exact() }

// PartsOf are the parts inside a dimension.
func PartsOf(d *index.Dimension) []Part {
	var out []Part
	for _, c := range d.Dimensions {
		out = append(out, Part{Dimension: c})
	}
	for _, in := range d.Indicators {
		out = append(out, Part{Indicator: in})
	}
	return out
}

// Parts are all parts of an index, each dimension before what is inside it, in the order of the file.
func Parts(x *index.Index) []Part {
	var out []Part
	var visit func(d *index.Dimension)
	visit = func(d *index.Dimension) {
		for _, p := range PartsOf(d) {
			out = append(out, p)
			if p.Dimension != nil {
				visit(p.Dimension)
			}
		}
	}
	visit(x.Root)
	return out
}

// Select finds the parts that a selector means: an id, code or name; kind:qualitative, direction:lower; a pattern of ids,
// codes or names, in which * is any text, ? any letter and [ab] one of some letters; or dimension/part, the part being inside
// the dimension and either a pattern; dimension/* are the parts of the dimension itself. * alone is every indicator. Each part
// stands once. The mend is for a selector that means nothing, or a name that several parts have.
func Select(x *index.Index, selector string) (parts []Part, mend string) {
	all := Parts(x)
	if hit, mend := one(all, selector); hit != nil || mend != "" {
		return hit, mend
	}
	if key, value, is := strings.Cut(selector, ":"); is {
		return selectBy(all, strings.TrimSpace(key), strings.TrimSpace(value))
	}
	if above, below, is := strings.Cut(selector, "/"); is && above != "" && below != "" {
		outer, mend := Select(x, above)
		if outer == nil {
			return nil, mend
		}
		var inside []Part
		for _, p := range outer {
			if p.Dimension != nil {
				inside = append(inside, within(p.Dimension)...)
			}
		}
		if inside == nil {
			return nil, diag.Quote(above) + " matches indicators, which have nothing inside"
		}
		if below == "*" { // the parts themselves, not what is inside those
			for _, p := range outer {
				if p.Dimension != nil {
					parts = append(parts, PartsOf(p.Dimension)...)
				}
			}
			return parts, ""
		}
		inside = slices.DeleteFunc(slices.Clone(all), func(p Part) bool { return !slices.Contains(inside, p) }) // once each
		if hit, mend := one(inside, below); hit != nil || mend != "" {
			return hit, mend
		}
		if parts = matching(inside, below); parts == nil {
			return nil, didYouMean(below, inside)
		}
		return parts, ""
	}
	if selector == "*" {
		return slices.DeleteFunc(all, func(p Part) bool { return p.Indicator == nil }), ""
	}
	if parts = matching(all, selector); parts == nil {
		mend = didYouMean(selector, all)
	}
	return parts, mend
}

// within is everything inside a dimension, on every level.
func within(d *index.Dimension) []Part {
	var out []Part
	for _, p := range PartsOf(d) {
		out = append(out, p)
		if p.Dimension != nil {
			out = append(out, within(p.Dimension)...)
		}
	}
	return out
}

// one is the part with an id, code or name; nil where there is none, or where several parts have the name, of which the mend
// tells.
func one(parts []Part, key string) ([]Part, string) {
	hit := named(parts, key)
	if len(hit) < 2 {
		return hit, ""
	}
	var ids []string
	for _, p := range hit {
		ids = append(ids, p.ID())
	}
	return nil, fmt.Sprintf("%d parts are called that: name one by its id, %s", len(ids), strings.Join(ids, ", "))
}

// named are the parts with an id, else with a code, else with a name; several can have the same name. Case does not matter
// where no part is written the same way.
func named(parts []Part, key string) []Part {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, of := range []func(p Part) []string{
			func(p Part) []string { return []string{p.ID()} },
			func(p Part) []string { return []string{p.Code()} },
			func(p Part) []string { return []string{p.Name().En, p.Name().Zh} },
		} {
			var hit []Part
			for _, p := range parts {
				if slices.ContainsFunc(of(p), func(s string) bool { return s != "" && same(s, key) }) {
					hit = append(hit, p)
				}
			}
			if hit != nil {
				return hit
			}
		}
	}
	return nil
}

// labels are what a part can be called.
func labels(p Part) []string {
	var out []string
	for _, s := range []string{p.ID(), p.Code(), p.Name().En, p.Name().Zh} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// matching are the parts that a pattern means.
func matching(parts []Part, pattern string) []Part {
	if !strings.ContainsAny(pattern, "*?[") {
		return nil
	}
	var out []Part
	for _, p := range parts {
		if slices.ContainsFunc(labels(p), func(s string) bool { return matches(pattern, s) }) {
			out = append(out, p)
		}
	}
	return out
}

// matches says whether a pattern means a text; a slash is a letter like others.
func matches(pattern, text string) bool {
	slash := strings.NewReplacer("/", "\x00")
	ok, err := path.Match(slash.Replace(pattern), slash.Replace(text))
	return ok && err == nil
}

// selectBy picks indicators by an attribute.
func selectBy(all []Part, key, value string) ([]Part, string) {
	values := map[string][]string{"kind": {"quantitative", "qualitative"}, "direction": {"higher", "lower"}}[key]
	if values == nil {
		if near := diag.Nearest(key+":"+value, allLabels(all)); near != "" {
			return nil, "did you mean " + diag.Quote(near) + "?"
		}
		return nil, "known before a colon: kind, direction, and zone for values"
	}
	if !slices.Contains(values, value) {
		return nil, diag.DidYouMean(value, values)
	}
	var out []Part
	for _, p := range all {
		if p.Indicator != nil && (key == "kind" && p.Indicator.Kind.String() == value || key == "direction" && p.Indicator.Direction.String() == value) {
			out = append(out, p)
		}
	}
	if out == nil {
		return nil, "every indicator has the other " + key
	}
	return out, ""
}

func allLabels(parts []Part) []string {
	var all []string
	for _, p := range parts {
		all = append(all, labels(p)...)
	}
	return all
}

func didYouMean(key string, parts []Part) string {
	if mend := diag.DidYouMean(key, allLabels(parts)); mend != "" {
		return mend
	}
	return "zoneval index show lists ids, codes and names"
}
