package yamlfile

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// Str reads a text. Numbers and dates are texts as they are written, so that the code 1.10 stays 1.10.
func (d *Decoder) Str(n *Node, path string, lim Limits) Str {
	if n.Kind != Scalar || n.Tag == "!!null" {
		d.WrongType(n, path, "a text", "")
		return Str{}
	}
	s := Str{V: strings.TrimSpace(n.Value), At: d.Place(n, path), Set: true}
	switch {
	case s.V == "":
		d.Report(d.kind.Value, n, path, "write a text or leave the key out", "the text is empty")
	case len(lim.Enum) > 0 && !slices.Contains(lim.Enum, s.V):
		mend := ""
		if near := diag.Nearest(s.V, lim.Enum); near != "" {
			mend = "did you mean " + diag.Quote(near) + "?"
		}
		d.Report(d.kind.Value, n, path, mend, "found %s, expected %s", diag.Quote(s.V), OrList(lim.Enum))
		return Str{At: s.At}
	default:
		d.printable(n, path, s.V, lim.Lines)
	}
	return s
}

// printable reports characters that would break a table or steer a terminal.
func (d *Decoder) printable(n *Node, path, s string, lines bool) {
	for _, r := range s {
		if r >= 0x7f && r != utf8.RuneError && diag.Unseen(r) {
			d.Report(d.kind.Value, n, path, "remove it", "the text has the invisible character U+%04X", r)
			return
		}
	}
	if n.Style&doubleQuoted == 0 && !strings.ContainsAny(s, "\n\t") {
		return // without escapes nothing else can be in it, see plainText
	}
	for _, r := range s {
		switch {
		case (r == '\n' || r == '\t') && lines:
		case r == '\n':
			d.Report(d.kind.Value, n, path, "write it in one line; after >- a long text may run over several", "the text has a line break, expected one line")
			return
		case unicode.IsControl(r), r == 0x2028, r == 0x2029:
			d.Report(d.kind.Value, n, path, "remove it", "the text has the control character U+%04X", r)
			return
		}
	}
}

// OrList joins words with commas and an or.
func OrList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

const plainNumber = "expected a plain decimal number"

// Num reads a finite decimal number, exactly.
func (d *Decoder) Num(n *Node, path string, lim Limits) Num {
	bad := Num{At: d.Place(n, path)}
	const mend = "write a plain decimal such as 12.5"
	if n.Kind != Scalar || n.Tag == "!!null" || n.Tag == "!!bool" {
		d.WrongType(n, path, "a number", mend)
		return bad
	}
	text := strings.TrimSpace(n.Value)
	v, exact, fault := Decimal(text)
	switch {
	case n.Style&^flowStyle != 0 && fault == "":
		d.WrongType(n, path, "a number", "write it without quotes: "+text)
	case n.Style&^flowStyle != 0 || n.Tag == "!!str" && fault == plainNumber:
		d.WrongType(n, path, "a number", mend)
	case fault != "":
		d.Report(d.kind.Number, n, path, mend, "found %s, %s", diag.Clean(n.Value), fault)
	case lim.Min != nil && v < *lim.Min:
		d.Report(d.kind.Number, n, path, "", "found %s, expected a number of %g or more", n.Value, *lim.Min)
	case lim.Max != nil && v > *lim.Max:
		d.Report(d.kind.Number, n, path, "", "found %s, expected a number of %g or less", n.Value, *lim.Max)
	case lim.Above != nil && v <= *lim.Above:
		d.Report(d.kind.Number, n, path, "", "found %s, expected a number above %g", n.Value, *lim.Above)
	default:
		return Num{V: v, Exact: exact, At: bad.At, Set: true}
	}
	return bad
}

// Decimal parses [+-]digits[.digits][e[+-]digits] and nothing else; fault says what is wrong with another text.
// Leading zeros are refused because some readers of YAML take 010 for eight.
func Decimal(s string) (v float64, exact *big.Rat, fault string) {
	digits := strings.TrimLeft(s, "+-")
	if low := strings.ToLower(digits); low == ".nan" || low == ".inf" {
		return 0, nil, "expected a finite number"
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && c != '.' && c != 'e' && c != 'E' && c != '+' && c != '-' {
			return 0, nil, plainNumber
		}
	}
	if len(s) > 60 {
		return 0, nil, "expected at most 60 digits"
	}
	v, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil && !math.IsInf(v, 0):
		return 0, nil, plainNumber
	case math.Abs(v) > 1e100, v != 0 && math.Abs(v) < 1e-100, v == 0 && strings.ContainsAny(mantissa(s), "123456789"):
		return 0, nil, "expected 0 or a number between 1e-100 and 1e100 in size"
	case v == 0: // no exponent can make it anything else, however large
		return 0, new(big.Rat), ""
	case len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9':
		return 0, nil, "expected a plain decimal number without leading zeros"
	}
	exact, ok := new(big.Rat).SetString(s)
	if !ok {
		return 0, nil, plainNumber
	}
	return v, exact, ""
}

func mantissa(s string) string {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		return s[:i]
	}
	return s
}

// Flag reads true or false.
func (d *Decoder) Flag(n *Node, path string) YesNo {
	if n.Kind == Scalar && n.Tag == "!!bool" {
		return YesNo{V: strings.EqualFold(n.Value, "true"), At: d.Place(n, path), Set: true}
	}
	mend := ""
	switch strings.ToLower(n.Value) {
	case "yes", "on", "y", "1", "true":
		mend = "write true"
	case "no", "off", "n", "0", "false":
		mend = "write false"
	}
	d.WrongType(n, path, "true or false", mend)
	return YesNo{}
}
