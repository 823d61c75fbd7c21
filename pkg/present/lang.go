// Package present turns answers into Documents: it chooses what is shown, in which order, under which label, in
// English, Chinese or both. It computes nothing and writes nothing.
package present

import (
	"math"
	"strconv"
	"strings"

	"zoneval/pkg/decimal"
	"zoneval/pkg/index"
	"zoneval/pkg/zone"
)

// Lang is the language of a report: English, Chinese, or both side by side.
type Lang string

// The languages.
const (
	En   Lang = "en"
	Zh   Lang = "zh"
	Both Lang = "both"
)

// Langs lists the languages as the command line names them.
var Langs = []string{string(En), string(Zh), string(Both)}

// say picks the text of the language; both joins them where they differ.
func (l Lang) say(en, zh string) string {
	switch {
	case zh == "" || l == En && en != "":
		return en
	case en == "" || l == Zh:
		return zh
	case en == zh:
		return en
	}
	return en + " " + zh
}

// text is say for a text of an index.
func (l Lang) text(t index.Text) string { return l.say(t.En, t.Zh) }

// sentences is text for something long: both languages, one after the other.
func (l Lang) sentences(t index.Text) []string {
	if l == Both && t.En != "" && t.Zh != "" {
		return []string{t.En, t.Zh}
	}
	if s := l.text(t); s != "" {
		return []string{s}
	}
	return nil
}

// zoneName is a zone's name in the language, or what name it has.
func (l Lang) zoneName(t *zone.Table, row int) string {
	return l.say(t.Name(row, "en"), t.Name(row, "zh"))
}

// typeName and provinceName translate what they know and keep what they do not.
func (l Lang) typeName(s string) string     { return l.known(zone.TypeOf, s) }
func (l Lang) provinceName(s string) string { return l.known(zone.Province, s) }

func (l Lang) known(look func(string) (zone.Name, bool), s string) string {
	if n, ok := look(s); ok {
		return l.say(n.En, n.Zh)
	}
	return s
}

// number prints a float of a message or note without needless digits.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// rounded prints a float with a number of decimals, signed with a sign in any case.
func rounded(x float64, decimals int) string { return string(decimal.Append(nil, x, decimals)) }

func signed(x float64, decimals int) string {
	s := rounded(x, decimals)
	if s[0] != '-' {
		s = "+" + s
	}
	return s
}

// fixed prints a float with a number of decimals at most, without trailing zeros.
func fixed(x float64, decimals int) string {
	if math.Abs(x) >= 1e15 {
		return number(x)
	}
	s := rounded(x, decimals)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
