package scenario

import (
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// The shape of a scenario file; the decoder follows these types, and the JSON Schema is generated from them.

type scenarioFile struct {
	Name         yamlfile.Text    `json:"name" jsonschema_description:"Title of the scenario, in English, Chinese or both."`
	Note         yamlfile.Text    `json:"note" jsonschema_description:"What a reader must know, such as where the amounts come from; printed under the answer."`
	Base         yamlfile.Str     `json:"base" jsonschema_description:"The index that the scenario is of: a shipped id, or a file beside this one."`
	Set          changeList       `json:"set" jsonschema_description:"Changes, one text each: green=25, 3.1*=2, kind:qualitative*=0.5, zone:HT001/3.1*=0.9, method.aggregate=geometric."`
	Lock         yamlfile.StrList `json:"lock" jsonschema_description:"Weights that stay where they are, by id, code, name or pattern."`
	Redistribute yamlfile.Str     `json:"redistribute" jsonschema:"enum=proportional,enum=equal,enum=none" jsonschema_description:"Who pays when a weight moves: the siblings in proportion (unless stated), each the same, or nobody."`
	Method       steps            `json:"method" jsonschema_description:"Steps of the method, as in an index file."`
	Zones        zonesFile        `json:"zones" jsonschema_description:"Zones that are left out, kept, or merged."`
	Head         yamlfile.Head    `json:"-"`
}

type zonesFile struct {
	Drop  yamlfile.StrList `json:"drop" jsonschema_description:"Zones that are left out, by id or name."`
	Keep  yamlfile.StrList `json:"keep" jsonschema_description:"The only zones that are scored, by id or name."`
	Merge []mergeFile      `json:"merge" jsonschema_description:"Zones that are ranked as one."`
	Head  yamlfile.Head    `json:"-"`
}

type mergeFile struct {
	ID    yamlfile.Str     `json:"id" jsonschema:"required" jsonschema_description:"Id of the merged zone."`
	Name  yamlfile.Text    `json:"name" jsonschema_description:"Name of the merged zone."`
	Of    yamlfile.StrList `json:"of" jsonschema:"required" jsonschema_description:"The zones that are merged, by id or name."`
	Rule  yamlfile.Str     `json:"rule" jsonschema:"enum=sum,enum=mean,enum=weighted" jsonschema_description:"The rule of indicators for which neither rules nor the index says one."`
	By    yamlfile.Str     `json:"by" jsonschema_description:"The column that weighted weighs by."`
	Rules yamlfile.StrMap  `json:"rules" jsonschema_description:"An indicator, by id, code, name or pattern, and its rule: sum, mean or weighted."`
	Head  yamlfile.Head    `json:"-"`
}

type (
	// changeList is changes as written.
	changeList struct{ list []Change }
	// steps are steps of a method; what they hold is read with the index.
	steps struct{ list []Change }
)

type decoder struct{ *yamlfile.Decoder }

// own reads the types that only scenarios have.
func (d *decoder) own(n *yamlfile.Node, path string, to any, _ string) bool {
	switch p := to.(type) {
	case *changeList:
		p.list = d.changes(n, path)
	case *steps:
		if n.Kind != yamlfile.Mapping {
			d.WrongType(n, path, "a mapping of steps, such as {aggregate: geometric}", "")
			return true
		}
		d.Entries(n, path, func(key string, k, v *yamlfile.Node) {
			if key == "ranking" && v.Kind == yamlfile.Mapping { // its settings stand beside those of the index
				d.Entries(v, yamlfile.Join(path, key), func(inner string, k, v *yamlfile.Node) {
					p.list = append(p.list, Change{Kind: Method, Text: "method." + key + "." + inner + "=" + yamlfile.Line(v), Path: []string{key, inner}, Setting: v, Place: d.Place(k, yamlfile.Join(path, key+"."+inner))})
				})
				return
			}
			p.list = append(p.list, Change{Kind: Method, Text: "method." + key, Path: []string{key}, Setting: v, Place: d.Place(k, yamlfile.Join(path, key))})
		})
	default:
		return false
	}
	return true
}

// changes reads the list of changes.
func (d *decoder) changes(n *yamlfile.Node, path string) []Change {
	switch {
	case n.Kind != yamlfile.List:
		d.WrongType(n, path, "a list of changes", listMend(n))
		return nil
	case len(n.Content) == 0:
		d.Report(diag.ScenarioValue, n, path, "write changes such as - green=25, or leave the key out", "the list is empty")
	}
	var out []Change
	for i, e := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		text := yamlfile.Str{At: d.Place(e, at), Set: true} // an empty one is no change: ParseChange says so
		switch {
		case e.Kind == yamlfile.Mapping:
			d.WrongType(e, at, "a change in one text", textMend(e))
			continue
		case !yamlfile.IsText(e) || strings.TrimSpace(e.Value) != "":
			text = d.Str(e, at, yamlfile.Limits{})
		}
		if !text.Set {
			continue
		}
		c, f := ParseChange(text.V, text.At)
		if f != nil {
			d.Log.Add(*f)
			continue
		}
		out = append(out, c)
	}
	return out
}

// listMend says how to write as a list what is none.
func listMend(n *yamlfile.Node) string {
	switch {
	case n.Kind == yamlfile.Mapping:
		return "write each in a line of its own, such as - green=25"
	case strings.HasPrefix(n.Value, "-"):
		return "put a blank after each -"
	case yamlfile.IsText(n):
		return "write - " + n.Value
	}
	return "write changes such as - green=25, or leave the key out"
}

// textMend says how to write as a text what YAML takes for a mapping: green: 25, and a change with a colon in it.
func textMend(n *yamlfile.Node) string {
	key, value := n, n
	if len(n.Content) == 2 {
		key, value = n.Content[0], n.Content[1]
	}
	switch {
	case strings.Contains(key.Value+value.Value, "="):
		return "put the change in quotes, since it has a colon"
	case yamlfile.IsText(key) && yamlfile.IsText(value):
		return "write - " + key.Value + "=" + value.Value
	}
	return "write each in a line of its own, such as - green=25"
}

// build makes the scenario, reporting what single values could not show.
func (d *decoder) build(name string, f *scenarioFile) *Scenario {
	s := &Scenario{ID: IDOf(name), Name: f.Name.V, Note: f.Note.V, Base: Word{f.Base.V, f.Base.At}, Redistribute: Proportional,
		Changes: append(f.Set.list, f.Method.list...), Lock: words(f.Lock), Drop: words(f.Zones.Drop), Keep: words(f.Zones.Keep)}
	if s.Name == (Text{}) {
		s.Name.En = s.ID
	}
	if f.Redistribute.Set {
		s.Redistribute = Redistribution(f.Redistribute.V)
	}
	for _, l := range []struct {
		key  string
		list yamlfile.StrList
		in   *yamlfile.Head
	}{{"lock", f.Lock, &f.Head}, {"drop", f.Zones.Drop, &f.Zones.Head}, {"keep", f.Zones.Keep, &f.Zones.Head}} {
		bad := func(f diag.Finding) bool {
			return strings.HasPrefix(f.Place.Path, yamlfile.Join(l.in.At.Path, l.key)+"[")
		}
		if l.list.Set && len(l.list.V) == 0 && !slices.ContainsFunc(d.Log.Findings(), bad) {
			d.Add(diag.ScenarioValue, l.in.Place(l.key), "name at least one, or leave the key out", "the list is empty")
		}
	}
	for i := range f.Zones.Merge {
		s.Merge = append(s.Merge, d.merge(&f.Zones.Merge[i]))
	}
	if s.Empty() && !f.Head.Broken() && !d.Log.HasErrors() {
		d.Add(diag.ScenarioRequired, f.Head.At, "add set: with changes such as - green=25, or zones: or method:", "the scenario changes nothing")
	}
	return s
}

func (d *decoder) merge(f *mergeFile) Merge {
	m := Merge{ID: f.ID.V, Name: f.Name.V, Of: words(f.Of), Rule: MergeRule(f.Rule.V), By: Word{f.By.V, f.By.At}, Place: f.Head.At}
	if f.Head.Broken() {
		return m
	}
	if m.Name == (Text{}) {
		m.Name.En = m.ID
	}
	if f.Of.Set && len(m.Of) < 2 {
		d.Add(diag.ScenarioMerge, f.Head.Place("of"), "name two zones or more", "a merge takes two zones or more, found %d", len(m.Of))
	}
	weighs := m.Rule == Weighted
	for _, p := range f.Rules.V {
		rule := MergeRule(p.Value.V)
		if !slices.Contains([]MergeRule{Sum, Mean, Weighted}, rule) {
			mend := ""
			if near := diag.Nearest(p.Value.V, []string{"sum", "mean", "weighted"}); near != "" {
				mend = "did you mean " + diag.Quote(near) + "?"
			}
			if rule != "" { // an empty text is reported as such
				d.Add(diag.ScenarioValue, p.Value.At, mend, "found %s, expected sum, mean or weighted", diag.Quote(p.Value.V))
			}
			continue
		}
		weighs = weighs || rule == Weighted
		m.Rules = append(m.Rules, RuleFor{Word{p.Key.V, p.Key.At}, rule})
	}
	if f.By.Set && !weighs && f.Rule.Set {
		d.Add(diag.ScenarioValue, f.By.At, "leave it out, or let the rule be weighted", "by: is of the rule weighted, and the rule is %s", f.Rule.V)
	}
	return m
}

func words(l yamlfile.StrList) []Word {
	var out []Word
	for _, s := range l.V {
		out = append(out, Word{s.V, s.At})
	}
	return out
}
