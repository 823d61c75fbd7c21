package contract

import (
	"strconv"
	"strings"
	"unicode"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// decoder reads one contract, reports every fault and goes on.
type decoder struct {
	*yamlfile.Decoder
	open func(path string) ([]byte, error) // reads a file beside the contract; nil where there is none
}

var kind = yamlfile.Kind{Word: "contract", One: "a contract", Start: "start with fields:",
	Empty: "zoneval contract init writes one from a data file", Deep: "brackets", Open: true, JSON: true,
	Rules: yamlfile.Rules{Syntax: diag.ContractSyntax, Alias: diag.ContractSyntax, Key: diag.ContractKey, KeyTwice: diag.ContractTwice,
		Required: diag.ContractRequired, Type: diag.ContractType, Value: diag.ContractValue, EmptyList: diag.ContractValue,
		Number: diag.ContractValue, TooLarge: diag.FileTooLarge}}

func newDecoder(file string) *decoder {
	d := &decoder{Decoder: yamlfile.New(file, &kind)}
	d.Own = d.own
	return d
}

// own reads the values that only contracts have.
func (d *decoder) own(n *yamlfile.Node, path string, to any, key string) bool {
	switch p := to.(type) {
	case *raw:
		*p = raw{n, path}
	case *loose:
		if yamlfile.IsText(n) {
			p.V = strings.TrimSpace(n.Value)
		}
	case *title:
		p.V = d.title(n, path)
	case *verbatim:
		*p = d.verbatim(n, path)
	case *marks:
		*p = d.marks(n, path)
	case *names:
		*p = d.names(n, path)
	case *bound:
		*p = d.bound(n, path, strings.HasPrefix(key, "exclusive"))
	case *flag:
		p.V = yamlfile.IsText(n) && !strings.EqualFold(n.Value, "false")
	default:
		return false
	}
	return true
}

// title reads a text or a mapping of languages. Generated contracts have empty ones, which say nothing.
func (d *decoder) title(n *yamlfile.Node, path string) yamlfile.Bilingual {
	var t yamlfile.Bilingual
	switch {
	case yamlfile.IsNull(n):
	case n.Kind == yamlfile.Scalar:
		if s := d.line(n, path); strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Zh = s
		} else {
			t.En = s
		}
	case n.Kind == yamlfile.Mapping:
		d.Entries(n, path, func(key string, _, v *yamlfile.Node) {
			switch {
			case !yamlfile.IsText(v):
			case key == "en":
				t.En = d.line(v, yamlfile.Join(path, key))
			case key == "zh":
				t.Zh = d.line(v, yamlfile.Join(path, key))
			}
		})
	default:
		d.WrongType(n, path, "a text, or a mapping of en and zh", "")
	}
	return t
}

// line is a text that may be empty.
func (d *decoder) line(n *yamlfile.Node, path string) string {
	if strings.TrimSpace(n.Value) == "" {
		return ""
	}
	return d.Str(n, path, yamlfile.Limits{Lines: true}).V
}

func (d *decoder) verbatim(n *yamlfile.Node, path string) verbatim {
	v := verbatim{At: d.Place(n, path)}
	if !yamlfile.IsText(n) {
		d.WrongType(n, path, "a text", "")
		return v
	}
	v.V, v.Set = n.Value, true
	return v
}

// marks reads a list of cells: texts, or mappings of a value and its label.
func (d *decoder) marks(n *yamlfile.Node, path string) marks {
	if n.Kind != yamlfile.List {
		mend := ""
		if yamlfile.IsText(n) {
			mend = "write it as a list: [" + quoteYAML(n.Value) + "]"
		}
		d.WrongType(n, path, "a list of texts", mend)
		return marks{}
	}
	m := marks{V: []string{}, Set: true}
	for i, e := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		if v := yamlfile.Get(e, "value"); v != nil {
			e, at = v, at+".value"
		}
		if v := d.verbatim(e, at); v.Set {
			m.V, m.At = append(m.V, v.V), append(m.At, v.At)
		}
	}
	return m
}

// names reads the name of a field, or a list of them. A header can have anything in it, line breaks too.
func (d *decoder) names(n *yamlfile.Node, path string) names {
	if yamlfile.IsText(n) && strings.TrimSpace(n.Value) != "" {
		return names{[]yamlfile.Str{{V: strings.TrimSpace(n.Value), At: d.Place(n, path), Set: true}}, true}
	}
	if n.Kind != yamlfile.List || len(n.Content) == 0 {
		d.WrongType(n, path, "the name of a field, or a list of names", "")
		return names{}
	}
	l := names{Set: true}
	seen := map[string]bool{}
	for i, e := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		name := strings.TrimSpace(e.Value)
		switch {
		case !yamlfile.IsText(e) || name == "":
			d.WrongType(e, at, "the name of a field", "")
			l.Set = false
		case seen[name]:
			d.Report(diag.ContractValue, e, at, "name each field once", "%s stands twice in the list", diag.Quote(name))
		default:
			seen[name] = true
			l.V = append(l.V, yamlfile.Str{V: name, At: d.Place(e, at), Set: true})
		}
	}
	return l
}

func (l names) texts() []string {
	var out []string
	for _, s := range l.V {
		out = append(out, s.V)
	}
	return out
}

func (d *decoder) bound(n *yamlfile.Node, path string, exclusive bool) bound {
	b := bound{At: d.Place(n, path)}
	if !yamlfile.IsText(n) || n.Tag == "!!bool" && !exclusive {
		d.WrongType(n, path, "a number, or a date in quotes", "")
		return b
	}
	b.Text, b.Set = strings.TrimSpace(n.Value), true
	if n.Tag == "!!bool" {
		b.Flag, b.Text = strings.EqualFold(n.Value, "true"), ""
	}
	return b
}
