package index

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/method"
	"zoneval/pkg/yamlfile"
)

// step reads a method: its name, or a mapping of its name to its settings. One with a fault is as good as not stated, so
// that nothing is computed from half a method.
func (d *decoder) step(n *yamlfile.Node, path string, s method.Step) step {
	out := step{Step: Step{Place: d.Place(n, path)}}
	name, settings := n, (*yamlfile.Node)(nil)
	if sole, ok := method.Sole(s); ok && n.Kind == yamlfile.Mapping && len(n.Content) > 0 && yamlfile.Get(n, sole.Name) == nil && (len(n.Content) > 2 || n.Content[1].Kind != yamlfile.Mapping) {
		return d.configure(n, n, path, sole, out) // the settings of the only method there is
	}
	switch {
	case n.Kind == yamlfile.Scalar && n.Tag != "!!null":
	case n.Kind == yamlfile.Mapping && len(n.Content) == 2 && n.Content[0].Kind == yamlfile.Scalar:
		name, settings = n.Content[0], n.Content[1]
		if name.Tag == "!!merge" {
			return out // reported by refuse
		}
	case n.Kind == yamlfile.Mapping && len(n.Content) > 2:
		mend := "keep one; its settings go one level deeper, as in {minmax: {clamp: true}}"
		if sole, ok := method.Sole(s); ok {
			mend = fmt.Sprintf("put all settings inside %s, or leave %s out and keep its settings here", sole.Name, sole.Name)
		}
		d.Report(diag.IndexType, n, path, mend,
			"found a mapping of %d keys, expected one method", len(n.Content)/2)
		return out
	default:
		names := method.Names(s)
		example := names[0]
		if example == none {
			example = names[1]
		}
		d.WrongType(n, path, "a method, such as "+example+", or one method with its settings", "")
		return out
	}
	spec, ok := method.Find(s, name.Value)
	if !ok {
		d.Report(diag.IndexMethod, name, path, methodMend(name.Value, s), "found %s, expected %s", diag.Quote(name.Value), yamlfile.OrList(method.Names(s)))
		return out
	}
	return d.configure(name, settings, path, spec, out)
}

// configure reads the settings of a method.
func (d *decoder) configure(name, settings *yamlfile.Node, path string, spec method.Spec, out step) step {
	out.Name = spec.Name
	out.Numbers, out.Flags, out.Lists = map[string]float64{}, map[string]bool{}, map[string][]float64{}
	out.Texts, out.Tables, out.places = map[string][]string{}, map[string][][]float64{}, map[string]diag.Place{}
	before := d.Log.Count(diag.Error)
	if settings != name {
		path = yamlfile.Join(path, spec.Name)
	}
	d.settings(settings, name, path, spec, &out.Step)
	if d.Log.Count(diag.Error) > before {
		return step{Step: Step{Place: out.Place}}
	}
	out.Set = true
	return out
}

// methodMend says what may have been meant by a name that is no method of the step.
func methodMend(name string, s method.Step) string {
	switch {
	case name == none:
		return fmt.Sprintf("leave %s out to have the default", s)
	case s == method.Aggregate && (name == "mean" || name == "average"):
		return `did you mean "arithmetic"?`
	}
	for _, m := range method.All() {
		if m.Name == name && m.Step != s {
			return fmt.Sprintf("%s is a method of %s: write %s: %s", name, m.Step, m.Step, name)
		}
	}
	if near := diag.Nearest(name, method.Names(s)); near != "" {
		return "did you mean " + diag.Quote(near) + "?"
	}
	return ""
}

// settings reads the parameters of a method against its catalogue entry.
func (d *decoder) settings(n, method *yamlfile.Node, path string, spec method.Spec, s *Step) {
	if n != nil && n.Kind == yamlfile.Alias {
		return // reported by refuse
	}
	var meant []string // settings that are misspelt
	if n != nil && n.Tag != "!!null" {
		if n.Kind != yamlfile.Mapping {
			d.WrongType(n, path, "a mapping of settings", "")
			return
		}
		d.Entries(n, path, func(key string, k, v *yamlfile.Node) {
			p, ok := spec.Param(key)
			if !ok {
				meant = append(meant, diag.Nearest(key, spec.ParamNames()))
				mend := fmt.Sprintf("%s takes no settings", spec.Name)
				if len(spec.Params) > 0 {
					mend = yamlfile.KeyMend(key, spec.ParamNames())
				}
				d.Report(diag.IndexMethod, k, yamlfile.Join(path, key), mend, "%s has no setting %s", spec.Name, diag.Quote(key))
				return
			}
			s.places[key] = d.Place(v, yamlfile.Join(path, key))
			d.setting(v, yamlfile.Join(path, key), p, spec, s)
		})
	}
	var names, wants, briefs []string
	for _, p := range spec.Params {
		// a setting with a bad value is not also reported as absent
		if p.Required && yamlfile.Get(n, p.Name) == nil && !slices.Contains(meant, p.Name) {
			names, wants, briefs = append(names, diag.Quote(p.Name)), append(wants, p.Name+": ..."), append(briefs, p.Name+" is "+p.Brief)
		}
	}
	if len(names) > 0 {
		d.Report(diag.IndexMethod, method, path, fmt.Sprintf("write {%s: {%s}}: %s", spec.Name, strings.Join(wants, ", "), strings.Join(briefs, "; ")),
			"%s needs the %s %s", spec.Name, map[bool]string{true: "settings", false: "setting"}[len(names) > 1], strings.Join(names, " and "))
	}
}

func (d *decoder) setting(n *yamlfile.Node, path string, p method.Param, spec method.Spec, s *Step) {
	switch p.Kind {
	case method.Flag:
		if f := d.Flag(n, path); f.Set {
			s.Flags[p.Name] = f.V
		}
	case method.Range:
		if l := d.pairOf(n, path, p); l != nil {
			s.Lists[p.Name] = l
		}
	case method.Numbers:
		if l := d.numbers(n, path, p.Kind.String()); l != nil {
			s.Lists[p.Name] = l
		}
	case method.Choice, method.Word:
		if t := d.Str(n, path, limits{Enum: p.Options}); t.Set {
			s.Texts[p.Name] = []string{t.V}
		}
	case method.Words:
		if l := d.StrList(n, path, limits{}).Texts(); len(l) > 0 {
			s.Texts[p.Name] = l
		}
	case method.Points:
		if rows := d.rows(n, path, p.Kind.String(), 2, d.Num); rows != nil {
			s.Tables[p.Name] = rows
		}
	case method.Matrix:
		if rows := d.rows(n, path, p.Kind.String(), len(n.Content), d.ratio); rows != nil && d.reciprocal(n, path, rows) {
			s.Tables[p.Name] = rows
		}
	case method.Methods:
		s.Of = d.two(n, path, spec.Step)
	default:
		v := d.Num(n, path, limits{Min: p.Least, Max: p.Most, Above: p.Above})
		if v.Set && p.Kind == method.Whole && v.V != math.Trunc(v.V) {
			d.Report(diag.IndexNumber, n, path, "write it without a fraction", "found %s, expected a whole number", n.Value)
			return
		}
		if v.Set && p.Kind == method.Whole && math.Abs(v.V) > mostWhole {
			d.Report(diag.IndexNumber, n, path, "a number as large as the data has the same effect", "found %s, expected a whole number of at most %d", n.Value, mostWhole)
			return
		}
		if v.Set {
			s.Numbers[p.Name] = v.V
		}
	}
}

// mostWhole is the largest whole number that a setting can have: it fits an integer of any size.
const mostWhole = 1_000_000_000

func (d *decoder) pairOf(n *yamlfile.Node, path string, p method.Param) []float64 {
	if n.Kind == yamlfile.List && len(n.Content) != 2 {
		d.Report(diag.IndexType, n, path, "", "found a list of %d, expected %s", len(n.Content), p.Kind)
		return nil
	}
	l := d.numbers(n, path, p.Kind.String())
	if l != nil && l[0] >= l[1] {
		d.Report(diag.IndexMethod, n, path, "exchange them, and see that they differ", "found [%g, %g], expected %s", l[0], l[1], p.Kind)
		return nil
	}
	return l
}

// numbers reads a list of numbers; nil after a finding.
func (d *decoder) numbers(n *yamlfile.Node, path, want string) []float64 {
	row := d.row(n, path, want, d.Num)
	if row != nil && len(row) == 0 {
		d.Report(diag.IndexEmpty, n, path, "", "the list is empty, expected %s", want)
		return nil
	}
	return row
}

// reader reads one number of a list.
type reader func(n *yamlfile.Node, path string, lim limits) num

func (d *decoder) row(n *yamlfile.Node, path, want string, read reader) []float64 {
	if n.Kind != yamlfile.List {
		d.WrongType(n, path, want, "")
		return nil
	}
	out, good := make([]float64, len(n.Content)), true
	for i, e := range n.Content {
		v := read(e, fmt.Sprintf("%s[%d]", path, i), limits{})
		out[i], good = v.V, good && v.Set
	}
	if !good {
		return nil
	}
	return out
}

// rows reads a list of lists of width numbers each; nil after a finding.
func (d *decoder) rows(n *yamlfile.Node, path, want string, width int, read reader) [][]float64 {
	if n.Kind != yamlfile.List || len(n.Content) == 0 {
		d.WrongType(n, path, want, "")
		return nil
	}
	var out [][]float64
	good := true
	for i, e := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		row := d.row(e, at, want, read)
		switch {
		case row == nil:
			good = false
		case len(row) != width:
			d.Report(diag.IndexType, e, at, "", "found a list of %d, expected %d numbers", len(row), width)
			good = false
		}
		out = append(out, row)
	}
	if !good {
		return nil
	}
	return out
}

// ratio reads a number or a fraction such as 1/3.
func (d *decoder) ratio(n *yamlfile.Node, path string, lim limits) num {
	above, below, ok := strings.Cut(n.Value, "/")
	if !ok || n.Kind != yamlfile.Scalar {
		return d.Num(n, path, lim)
	}
	a, _, faultA := yamlfile.Decimal(strings.TrimSpace(above))
	b, _, faultB := yamlfile.Decimal(strings.TrimSpace(below))
	if faultA != "" || faultB != "" || b == 0 {
		d.Report(diag.IndexNumber, n, path, "write it as 3 or 1/3", "found %s, expected a number or a fraction", diag.Clean(n.Value))
		return num{}
	}
	return num{V: a / b, At: d.Place(n, path), Set: true}
}

// reciprocal checks pairwise judgements: above zero, 1 on the diagonal, and each the inverse of its mirror image.
func (d *decoder) reciprocal(n *yamlfile.Node, path string, m [][]float64) bool {
	const close = 0.02 // judgements such as 0.33 against 3 are meant as inverse
	for i, row := range m {
		for k, v := range row {
			at, cell := fmt.Sprintf("%s[%d][%d]", path, i, k), n.Content[i].Content[k]
			switch {
			case v <= 0:
				d.Report(diag.IndexMethod, cell, at, "say how many times as important the part of the row is, 1/3 for a third", "found %s, expected a judgement above 0", cell.Value)
				return false
			case i == k && v != 1:
				d.Report(diag.IndexMethod, cell, at, "a part is as important as itself", "found %s on the diagonal, expected 1", cell.Value)
				return false
			case i < k && math.Abs(v*m[k][i]-1) > close:
				d.Report(diag.IndexMethod, n.Content[k].Content[i], fmt.Sprintf("%s[%d][%d]", path, k, i), "the judgements are not reciprocal: correct one of the two",
					"found %s, expected 1/%s: row %d, column %d says %s", n.Content[k].Content[i].Value, cell.Value, i+1, k+1, cell.Value)
				return false
			}
		}
	}
	return true
}

// two reads the two methods that a blend is made of.
func (d *decoder) two(n *yamlfile.Node, path string, s method.Step) []Step {
	const want = "a list of two methods, such as [given, entropy]"
	switch {
	case n.Kind != yamlfile.List:
		d.WrongType(n, path, want, "")
		return nil
	case len(n.Content) != 2:
		d.Report(diag.IndexType, n, path, "", "found a list of %d, expected %s", len(n.Content), want)
		return nil
	}
	var out []Step
	for i, e := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		if one := d.step(e, at, s); one.Set && one.Name == blend {
			d.Report(diag.IndexMethod, e, at, "name the two methods themselves", "a blend cannot be part of a blend")
		} else if one.Set {
			out = append(out, one.Step)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}
