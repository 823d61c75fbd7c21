package index

import (
	"strconv"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"zoneval/pkg/diag"
)

// text reads a name or note: a plain text, filed by its script, or a mapping of en and zh.
func (d *decoder) text(n *yaml.Node, path string, lim limits) text {
	t := text{At: d.place(n, path), Set: true}
	t.EnAt, t.ZhAt = t.At, t.At
	const want = "a text, or a mapping of en and zh"
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		s := d.str(n, path, lim).V
		if strings.ContainsFunc(s, func(r rune) bool { return r > 0x2e00 && unicode.Is(unicode.Han, r) }) {
			t.V.Zh = s
		} else {
			t.V.En = s
		}
	case n.Kind == yaml.MappingNode && len(n.Content) > 0:
		d.entries(n, path, func(key string, k, v *yaml.Node) {
			at := join(path, key)
			switch key {
			case "en":
				t.V.En, t.EnAt = d.str(v, at, lim).V, d.place(v, at)
			case "zh":
				t.V.Zh, t.ZhAt = d.str(v, at, lim).V, d.place(v, at)
			default:
				d.report(diag.IndexKey, k, at, "known here: en, zh", "unknown key %s", diag.Quote(key))
			}
		})
	default:
		d.wrongType(n, path, want, "")
		t.Set = false
	}
	return t
}

func (d *decoder) strList(n *yaml.Node, path string, lim limits) strList {
	if n.Kind != yaml.SequenceNode {
		mend := ""
		if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
			mend = "write it as a list: [" + diag.Clean(n.Value) + "]"
		}
		d.wrongType(n, path, "a list of texts", mend)
		return strList{}
	}
	l := strList{Set: true}
	for i, e := range n.Content {
		if e.Kind == yaml.ScalarNode && e.Tag != "!!null" && e.Value == "" {
			continue // an empty text in a list says nothing
		}
		if s := d.str(e, path+"["+strconv.Itoa(i)+"]", lim); s.Set {
			l.V = append(l.V, s)
		}
	}
	return l
}

func (d *decoder) strMap(n *yaml.Node, path string) strMap {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, path, "a mapping of texts", "")
		return strMap{}
	}
	m := strMap{Set: true}
	d.entries(n, path, func(key string, k, v *yaml.Node) {
		if s := d.str(v, join(path, key), limits{}); s.Set {
			m.V = append(m.V, pair{str{V: key, At: d.place(k, join(path, key)), Set: true}, s})
		}
	})
	return m
}

// assumed reads true, or a list of keys.
func (d *decoder) assumed(n *yaml.Node, path string) assumed {
	a := assumed{At: d.place(n, path), Set: true}
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!bool":
		a.All = strings.EqualFold(n.Value, "true")
		a.Set = a.All
	case n.Kind == yaml.SequenceNode:
		a.Keys = d.strList(n, path, limits{}).V
		if len(n.Content) == 0 {
			d.report(diag.IndexAssumed, n, path, "name the keys that are assumed: [weight], or leave the mark out", "marks nothing as assumed")
			a.Set = false
		}
	default:
		mend := ""
		if n.Tag == "!!str" {
			mend = "write it as a list: [" + diag.Clean(n.Value) + "]"
		}
		d.wrongType(n, path, "true, or a list of keys such as [weight, direction]", mend)
		a.Set = false
	}
	return a
}
