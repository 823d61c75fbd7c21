package yamlfile

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// isJSON says whether a text starts as a JSON object or list does. Mappings of YAML in braces do too, and what fromJSON
// changes means the same in them.
func isJSON(text []byte) bool {
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// shift says that from a column of a line on, as the YAML parser counts, columns in the file are so many further.
type shift struct{ line, col, by int }

// fromJSON makes YAML of JSON, on the same lines: tabs between the values become blanks, and the two escapes that YAML
// writes otherwise are translated, which moves the columns behind them.
func fromJSON(text []byte) ([]byte, []shift) {
	out := make([]byte, 0, len(text))
	var shifts []shift
	line, col, by := 1, 0, 0 // of the character before
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !utf8.RuneStart(c) {
			out = append(out, c)
			continue
		}
		col++
		written := 0
		switch {
		case c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			line, col, by = line+1, 0, 0
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\' && i+1 < len(text):
			if r := surrogates(text[i:]); r != 0 {
				out = fmt.Appendf(out, `\U%08x`, r)
				i, written, by = i+11, 10, by+2
			} else if text[i+1] == '/' {
				out = append(out, '/')
				i, written, by = i+1, 1, by+1
			} else {
				out = append(out, c, text[i+1])
				i, col = i+1, col+1
				continue
			}
		case !quoted && c == '\t':
			c = ' '
		}
		if written > 0 {
			col += written - 1
			shifts = append(shifts, shift{line, col + 1, by})
			continue
		}
		out = append(out, c)
	}
	return out, shifts
}

// column is the column in the file for one that the parser counts.
func (d *Decoder) column(line, col int) int {
	i, same := slices.BinarySearchFunc(d.shifts, shift{line: line, col: col}, func(a, b shift) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.col, b.col))
	})
	if !same {
		i--
	}
	if i < 0 || d.shifts[i].line != line {
		return col
	}
	return col + d.shifts[i].by
}

// surrogates is the character of a pair of escapes such as \ud83d\ude00, or 0.
func surrogates(s []byte) rune {
	half := func(s []byte) rune {
		if s[0] != '\\' || s[1] != 'u' {
			return 0
		}
		v, err := strconv.ParseUint(string(s[2:6]), 16, 32)
		if err != nil {
			return 0
		}
		return rune(v)
	}
	if len(s) < 12 {
		return 0
	}
	r := utf16.DecodeRune(half(s), half(s[6:]))
	if r == unicode.ReplacementChar {
		return 0
	}
	return r
}
