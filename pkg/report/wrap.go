package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineWidth is how many terminal columns prose takes before it goes on in the next line. Tables are never broken.
const lineWidth = 100

// wrap breaks prose into lines of at most lineWidth columns: at blanks, and between Chinese characters where
// punctuation allows. The first line starts with first, the others with as many blanks. A text that starts with blanks
// is an item of a list: its other lines stand a little further in. A word that is wider than a line stays whole.
func wrap(s, first string) []string {
	indent := strings.Repeat(" ", width(first))
	if item := strings.TrimLeft(s, " "); len(item) < len(s) {
		blanks := strings.Repeat(" ", len(s)-len(item))
		s, first, indent = item, first+blanks, indent+blanks+"  "
	}
	var lines []string
	line, used := first, width(first)
	empty := true // nothing after the indent yet
	for _, piece := range pieces(s) {
		w := width(strings.TrimRight(piece, " "))
		if !empty && used+w > lineWidth {
			lines = append(lines, strings.TrimRight(line, " "))
			line, used = indent, width(indent)
		}
		line += piece
		used += width(piece)
		empty = false
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces splits text where a line may end; blanks stay at the end of the piece before them.
func pieces(s string) []string {
	var out []string
	start := 0
	for i, r := range s {
		if i == start {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		if before == ' ' && r != ' ' || breaksBetween(before, r) {
			out = append(out, s[start:i])
			start = i
		}
	}
	return append(out, s[start:])
}

// breaksBetween says whether a line may end between two characters without a blank: one of them is Chinese, the first
// opens nothing and the second closes nothing.
func breaksBetween(a, b rune) bool {
	chinese := func(r rune) bool {
		return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60
	}
	if !chinese(a) && !chinese(b) || a == ' ' || b == ' ' {
		return false
	}
	return !strings.ContainsRune("（《〈“‘「【〔(", a) && !strings.ContainsRune("，。、；：？！）》〉”’」】〕…—·)%,.;:", b)
}
