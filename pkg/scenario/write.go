package scenario

import (
	"strings"
	"unicode"

	"zoneval/pkg/yamlfile"
)

// Write is a scenario as a file that Parse reads the same.
func Write(s *Scenario) ([]byte, error) {
	root := yamlfile.BlockNode()
	put := func(key string, n *yamlfile.Node) { yamlfile.Set(root, key, n) }
	text := func(key string, t Text) {
		if t != (Text{}) {
			put(key, textNode(t))
		}
	}
	text("name", s.Name)
	text("note", s.Note)
	if s.Base.Text != "" {
		put("base", yamlfile.TextNode(s.Base.Text))
	}
	set, steps := yamlfile.BlockList(), yamlfile.MappingNode()
	for _, c := range s.Changes {
		if c.Kind == Method && len(c.Path) == 1 {
			yamlfile.Set(steps, c.Path[0], yamlfile.Clone(c.Setting))
			continue
		}
		set.Content = append(set.Content, yamlfile.TextNode(c.Text))
	}
	if len(set.Content) > 0 {
		put("set", set)
	}
	if len(steps.Content) > 0 {
		put("method", steps)
	}
	if len(s.Lock) > 0 {
		put("lock", textList(s.Lock))
	}
	if s.Redistribute != "" && s.Redistribute != Proportional {
		put("redistribute", yamlfile.TextNode(string(s.Redistribute)))
	}
	zones := yamlfile.BlockNode()
	if len(s.Drop) > 0 {
		yamlfile.Set(zones, "drop", textList(s.Drop))
	}
	if len(s.Keep) > 0 {
		yamlfile.Set(zones, "keep", textList(s.Keep))
	}
	if len(s.Merge) > 0 {
		yamlfile.Set(zones, "merge", mergeList(s.Merge))
	}
	if len(zones.Content) > 0 {
		put("zones", zones)
	}
	return yamlfile.Encode(root, "yaml-language-server: $schema=scenario.schema.json")
}

// textNode is a plain text where Parse files that under its language, by the script; otherwise the languages are named.
func textNode(t Text) *yamlfile.Node {
	han := strings.ContainsFunc(t.En+t.Zh, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if t.Zh == "" && !han || t.En == "" && han {
		return yamlfile.TextNode(t.En + t.Zh)
	}
	n := yamlfile.MappingNode()
	for _, l := range []struct{ key, text string }{{"en", t.En}, {"zh", t.Zh}} {
		if l.text != "" {
			yamlfile.Set(n, l.key, yamlfile.TextNode(l.text))
		}
	}
	return n
}

func textList(list []Word) *yamlfile.Node {
	n := yamlfile.ListNode()
	for _, w := range list {
		n.Content = append(n.Content, yamlfile.TextNode(w.Text))
	}
	return n
}

func mergeList(list []Merge) *yamlfile.Node {
	out := yamlfile.BlockList()
	for _, m := range list {
		n := yamlfile.MappingNode()
		yamlfile.Set(n, "id", yamlfile.TextNode(m.ID))
		yamlfile.Set(n, "name", textNode(m.Name))
		yamlfile.Set(n, "of", textList(m.Of))
		if m.Rule != "" {
			yamlfile.Set(n, "rule", yamlfile.TextNode(string(m.Rule)))
		}
		if m.By.Text != "" {
			yamlfile.Set(n, "by", yamlfile.TextNode(m.By.Text))
		}
		if len(m.Rules) > 0 {
			rules := yamlfile.MappingNode()
			for _, r := range m.Rules {
				yamlfile.Set(rules, r.Select.Text, yamlfile.TextNode(string(r.Rule)))
			}
			yamlfile.Set(n, "rules", rules)
		}
		out.Content = append(out.Content, n)
	}
	return out
}
