package scenario

import (
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Add adds what one text of a call says: a change, or zones, which in a file stand under zones:
//
//	zones.drop=HT001,HT002   zones.keep=HT*
//	zones.merge={id: twins, of: [HT001, HT002], rule: mean}
func (s *Scenario) Add(text string, at diag.Place) diag.Findings {
	rest, is := strings.CutPrefix(strings.TrimSpace(text), "zones.")
	if !is {
		c, f := ParseChange(text, at)
		if f != nil {
			return diag.Findings{*f}
		}
		s.Changes = append(s.Changes, c)
		return nil
	}
	key, value, _ := strings.Cut(rest, "=")
	n := fragment(strings.TrimSpace(value))
	d := &decoder{Decoder: yamlfile.New(at.File, &kind)}
	d.Own = d.own
	bad := func(mend, format string, args ...any) { d.Add(diag.ScenarioChange, at, mend, format, args...) }
	switch key = strings.TrimSpace(key); {
	case key != "drop" && key != "keep" && key != "merge":
		bad(diag.DidYouMean(key, []string{"drop", "keep", "merge"}), "%s is nothing that can be done with zones, expected zones.drop, zones.keep or zones.merge", diag.Quote("zones."+key))
	case n == nil || yamlfile.IsNull(n):
		bad("such as zones.drop=HT001,HT002 or zones.merge={id: twins, of: [HT001, HT002], rule: mean}", "%s names no zone", diag.Quote(text))
	case key == "merge" && n.Kind != yamlfile.Mapping:
		bad("such as zones.merge={id: twins, of: [HT001, HT002], rule: mean}", "found %s after zones.merge=, expected a mapping", yamlfile.Describe(n))
	case key == "merge":
		var f mergeFile
		d.Mapping(n, "zones.merge", &f)
		m := d.merge(&f)
		m.Place, m.By.Place = at, at
		for i := range m.Of {
			m.Of[i].Place = at
		}
		for i := range m.Rules {
			m.Rules[i].Select.Place = at
		}
		s.Merge = append(s.Merge, m)
	default:
		list := words(d.StrList(listOf(n), "zones."+key, yamlfile.Limits{}))
		for i := range list {
			list[i].Place = at
		}
		if len(list) == 0 && !d.Log.HasErrors() {
			bad("such as zones.drop=HT001,HT002", "%s names no zone", diag.Quote(text))
		}
		if key == "drop" {
			s.Drop = append(s.Drop, list...)
		} else {
			s.Keep = append(s.Keep, list...)
		}
	}
	findings := d.Log.Findings()
	for i := range findings { // a place inside the text is no help: the text is the place
		findings[i].Place = diag.Place{File: at.File, Path: findings[i].Place.Path}
	}
	return findings
}

// fragment is a value: a list or a mapping in brackets, or a text as it is, so that * is a pattern and no YAML.
func fragment(value string) *yamlfile.Node {
	if value != "" && !strings.ContainsAny(value[:1], "[{") {
		return yamlfile.TextNode(value)
	}
	return yamlfile.Fragment(value)
}

// listOf is a list, or what a text with commas lists.
func listOf(n *yamlfile.Node) *yamlfile.Node {
	if n.Kind != yamlfile.Scalar {
		return n
	}
	list := yamlfile.ListNode()
	for _, part := range strings.Split(n.Value, ",") {
		list.Content = append(list.Content, yamlfile.TextNode(strings.TrimSpace(part)))
	}
	return list
}
