package yamlfile

import (
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"zoneval/pkg/diag"
)

// The scalars keep their place, and whether the file has them.
type (
	Str struct {
		V   string
		At  diag.Place
		Set bool
	}
	Num struct {
		V     float64
		Exact *big.Rat // the decimal as written
		At    diag.Place
		Set   bool
	}
	YesNo struct {
		V   bool
		At  diag.Place
		Set bool
	}
	Text struct {
		V          Bilingual
		At         diag.Place
		EnAt, ZhAt diag.Place
		Set        bool
	}
	StrList struct {
		V   []Str
		Set bool
	}
	StrMap struct {
		V   []Pair
		Set bool
	}
	Pair struct{ Key, Value Str }
)

// Bilingual is a text in English, Chinese or both.
type Bilingual struct{ En, Zh string }

// In returns the text in a language, "en" or "zh", or the other one where it has none.
func (t Bilingual) In(lang string) string {
	if lang == "zh" && t.Zh != "" || t.En == "" {
		return t.Zh
	}
	return t.En
}

// Texts are the texts of a list.
func (l StrList) Texts() []string {
	var out []string
	for _, s := range l.V {
		out = append(out, s.V)
	}
	return out
}

// Text reads a name or note: a plain text, filed by its script, or a mapping of en and zh.
func (d *Decoder) Text(n *Node, path string, lim Limits) Text {
	t := Text{At: d.Place(n, path), Set: true}
	t.EnAt, t.ZhAt = t.At, t.At
	const want = "a text, or a mapping of en and zh"
	switch {
	case n.Kind == Scalar && n.Tag != "!!null":
		s := d.Str(n, path, lim).V
		if strings.ContainsFunc(s, func(r rune) bool { return r > 0x2e00 && unicode.Is(unicode.Han, r) }) {
			t.V.Zh = s
		} else {
			t.V.En = s
		}
	case n.Kind == Mapping && len(n.Content) > 0:
		d.Entries(n, path, func(key string, k, v *Node) {
			at := Join(path, key)
			switch key {
			case "en":
				t.V.En, t.EnAt = d.Str(v, at, lim).V, d.Place(v, at)
			case "zh":
				t.V.Zh, t.ZhAt = d.Str(v, at, lim).V, d.Place(v, at)
			default:
				d.Report(d.kind.Key, k, at, "known here: en, zh", "unknown key %s", diag.Quote(key))
			}
		})
	default:
		d.WrongType(n, path, want, "")
		t.Set = false
	}
	return t
}

// StrList reads a list of texts; empty ones say nothing and are left out.
func (d *Decoder) StrList(n *Node, path string, lim Limits) StrList {
	if n.Kind != List {
		mend := ""
		if n.Kind == Scalar && n.Tag != "!!null" {
			mend = "write it as a list: [" + diag.Clean(n.Value) + "]"
		}
		d.WrongType(n, path, "a list of texts", mend)
		return StrList{}
	}
	l := StrList{Set: true}
	for i, e := range n.Content {
		if e.Kind == Scalar && e.Tag != "!!null" && e.Value == "" {
			continue // an empty text in a list says nothing
		}
		if s := d.Str(e, path+"["+strconv.Itoa(i)+"]", lim); s.Set {
			l.V = append(l.V, s)
		}
	}
	return l
}

// StrMap reads a mapping of texts, in the order of the file.
func (d *Decoder) StrMap(n *Node, path string) StrMap {
	if n.Kind != Mapping {
		d.WrongType(n, path, "a mapping of texts", "")
		return StrMap{}
	}
	m := StrMap{Set: true}
	d.Entries(n, path, func(key string, k, v *Node) {
		if s := d.Str(v, Join(path, key), Limits{}); s.Set {
			m.V = append(m.V, Pair{Str{V: key, At: d.Place(k, Join(path, key)), Set: true}, s})
		}
	})
	return m
}
