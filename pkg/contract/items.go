package contract

import (
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Identities and limits on change are not in the standard, so that people write them in many ways. An item is a mapping
// of words; each word has a canonical name and others that mean the same.

// vocabulary is the canonical word for each word.
type vocabulary map[string]string

func newVocabulary(words ...[]string) vocabulary {
	v := vocabulary{}
	for _, same := range words {
		for _, w := range same {
			v[w] = same[0]
		}
	}
	return v
}

// words are those that a misspelt one may mean: canonical ones first, and none so short that anything is near it.
func (v vocabulary) words() []string {
	out := make([]string, 0, len(v))
	for w, canonical := range v {
		if w == canonical || len(w) > 3 {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if (v[a] == a) != (v[b] == b) {
			if v[a] == a {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return out
}

// silent are words that say something to a reader and nothing to us.
var silent = []string{"name", "note", "notes", "description", "title", "comment", "source", "severity", "unit", "label"}

// item is one mapping, its values by canonical word. A word with no value is one that was misspelt and is reported.
type item struct {
	node   *yamlfile.Node
	path   string
	values map[string]value
}

type value struct {
	node *yamlfile.Node
	path string
}

// read sorts a mapping by its words. One that looks misspelt is an error where the word that it means is needed, or is
// one of those of which one is needed, and none is there.
func (d *decoder) read(n *yamlfile.Node, path string, v vocabulary, needed []string, oneOf ...string) item {
	it := item{node: n, path: path, values: map[string]value{}}
	type slip struct {
		key  *yamlfile.Node
		near string
	}
	var slips []slip
	d.Entries(n, path, func(key string, k, val *yamlfile.Node) {
		at := yamlfile.Join(path, key)
		canonical, ok := v[strings.ReplaceAll(key, "-", "_")]
		switch {
		case ok && it.values[canonical].node != nil:
			d.Report(diag.ContractValue, k, at, "keep one of them", "%s is stated twice, in other words", diag.Quote(canonical))
		case ok:
			it.values[canonical] = value{val, at}
		case !slices.Contains(silent, key):
			if near := yamlfile.Meant(key, v.words()); near != "" {
				slips = append(slips, slip{k, near})
			}
		}
	})
	for _, s := range slips {
		canonical := v[s.near]
		missing := it.values[canonical].node == nil && slices.Contains(needed, canonical) ||
			slices.Contains(oneOf, canonical) && !it.hasOne(oneOf)
		d.Misspelt(s.key, path, s.near, missing)
		if missing {
			it.values[canonical] = value{}
		}
	}
	return it
}

// has says whether a word is there, if misspelt.
func (it item) has(word string) bool { _, ok := it.values[word]; return ok }

func (it item) hasOne(words []string) bool { return slices.ContainsFunc(words, it.has) }

// known says whether a mapping has one of the words, so that it is an item and not names of items.
func (v vocabulary) known(n *yamlfile.Node, words ...string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if c, ok := v[strings.ReplaceAll(n.Content[i].Value, "-", "_")]; ok && slices.Contains(words, c) {
			return true
		}
	}
	return false
}

// amount reads a number of 0 or more, or a percentage such as 0.5%, which comes as a share.
func (d *decoder) amount(n *yamlfile.Node, path string) (v float64, percent, ok bool) {
	const want = "a number, or a percentage such as 0.5%"
	if !yamlfile.IsText(n) || n.Tag == "!!bool" {
		d.WrongType(n, path, want, "")
		return 0, false, false
	}
	text := strings.TrimLeft(strings.TrimSpace(n.Value), "± ")
	text, percent = cutPercent(text)
	v, _, fault := yamlfile.Decimal(text)
	switch {
	case fault != "":
		d.Report(diag.ContractValue, n, path, "write a plain decimal such as 0.5, or 0.5%",
			"found %s, expected %s", diag.Quote(n.Value), want)
	case v < 0:
		d.Report(diag.ContractValue, n, path, "write it without the minus",
			"found %s, expected a number of 0 or more", diag.Clean(n.Value))
	case percent:
		return v / 100, true, true
	default:
		return v, false, true
	}
	return 0, false, false
}

func cutPercent(s string) (string, bool) {
	for _, sign := range []string{"%", "％"} {
		if t, ok := strings.CutSuffix(s, sign); ok {
			return strings.TrimSpace(t), true
		}
	}
	return s, false
}
