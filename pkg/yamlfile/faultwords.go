package yamlfile

import (
	"regexp"
	"strings"
)

// The parser errors that can mean several things, told apart by the text around the place.

func badStart(s *scene) (mark, string, string) {
	_, from := s.split(s.problem)
	if strings.HasPrefix(from, "\t") {
		return s.problem, "a tab in the indentation", indentWithBlanks
	}
	return s.problem, "a value cannot start with " + character(from), "put the text in quotes"
}

func badEscape(s *scene) (mark, string, string) {
	before, from := s.split(s.problem)
	at := s.problem
	if !strings.HasPrefix(from, `\`) { // the parser may stand behind the backslash
		if i := strings.LastIndex(before, `\`); i >= 0 {
			at.col = len([]rune(before[:i])) + 1
		}
	}
	return at, `a backslash inside "..." that starts no valid escape`, `write \\ for a backslash, or put the text in '...'`
}

// secondColon tells a second colon in one line from a key that continues the line above.
func secondColon(s *scene) (mark, string, string) {
	before, _ := s.split(s.problem)
	if key := strings.TrimLeft(before, " -"); strings.Contains(key, ": ") || strings.HasSuffix(key, ":") || strings.ContainsAny(key, "[]{}") {
		return s.problem, "a second colon in one line", `put a text that has a colon in quotes, as in name: "a: b"`
	}
	above := s.problem.line - 1
	for above > 0 && strings.TrimSpace(s.lines[above-1]) == "" {
		above--
	}
	if above == 0 {
		return s.problem, "a colon that cannot stand here", "put a text that has a colon in quotes"
	}
	if !strings.Contains(s.lines[above-1], ": ") {
		return s.withoutColon(above)
	}
	return s.first(s.problem.line), "this key is indented more than the line above, which has a value already", indentAlike
}

func noColon(s *scene) (mark, string, string) {
	at, message, mend := s.withoutColon(min(s.context.line, len(s.lines)))
	if s.context.col > 0 {
		at = s.context
	}
	return at, message, mend
}

// withoutColon reports a line that ought to be a key with its value.
func (s *scene) withoutColon(line int) (mark, string, string) {
	mend := "write key: value"
	switch text := s.lines[line-1]; {
	case strings.Contains(text, "："):
		mend = "write the narrow colon and a blank (: ) for the wide one (：)"
	case strings.Contains(text, ":"):
		mend = "put a blank after the colon"
	}
	return s.first(line), "a key without a colon", mend
}

// noKey reports what stands where the next key of a mapping should.
func noKey(s *scene) (mark, string, string) {
	before, from := s.split(s.problem)
	starts := strings.TrimSpace(before) == ""
	switch {
	case strings.HasPrefix(from, "]"), strings.HasPrefix(from, "}"):
		return s.problem, character(from) + " without its opening bracket", "remove it, or open the bracket"
	case starts && (strings.HasPrefix(from, "- ") || from == "-"):
		return s.problem, "a list entry (-) where a key is expected", "indent every - of one list alike, below the key it belongs to"
	case starts:
		return s.problem, "the indentation fits none of the lines above", indentAlike
	}
	return s.problem, "text after the end of the value", "put the whole value into one pair of quotes; inside '...' a quote is written ''"
}

func noDash(s *scene) (mark, string, string) {
	_, from := s.split(s.problem)
	if strings.HasPrefix(from, "-") {
		return s.problem, "this - is not indented like the entries above", "indent every - of one list alike"
	}
	return s.problem, "a key where a list entry (-) is expected", "indent it like the key after the - above, or put a - before it"
}

// openBracket tells a bracket that is never closed from entries without a comma between them.
func openBracket(open, closing string) func(*scene) (mark, string, string) {
	return func(s *scene) (mark, string, string) {
		if _, from := s.split(s.context); s.problem.line == s.context.line && strings.Contains(from, closing) {
			return s.problem, "a comma or a bracket is missing before this", "put a comma between the entries, a blank after each colon, and close every bracket"
		}
		return s.context, "a " + open + " is opened here and not closed", "close it with " + closing + ", and put a comma between the entries"
	}
}

func noContent(s *scene) (mark, string, string) {
	_, from := s.split(s.problem)
	if s.inside(s.problem) != s.problem || from == "" && s.problem.line == len(s.lines) {
		return s.problem, "the file ends where a value is expected", "write the value, and close every bracket"
	}
	return s.problem, "found " + character(from) + " where a value is expected", "write a value; put a text that starts with a bracket or a comma in quotes"
}

func blockHeader(s *scene) (mark, string, string) {
	before, from := s.split(s.context)
	if strings.HasPrefix(from, "%") && before == "" {
		return directive(s)
	}
	return s.context, "text after " + character(from) + " in the same line", "start the text on the next line, or put it in quotes"
}

// directive reports a line that starts with %.
func directive(s *scene) (mark, string, string) {
	for i, l := range s.lines {
		if strings.HasPrefix(l, "%") {
			return mark{i + 1, 1}, "a line that starts with %; {kind} files do not use directives", "remove it"
		}
	}
	return s.problem, "a directive; {kind} files do not use them", "remove it"
}

func badTag(s *scene) (mark, string, string) {
	return s.context, "a tag (!...); {kind} files do not use tags", "put a text that starts with ! in quotes"
}

var keyLine = regexp.MustCompile(`^ *(- |[A-Za-z_][A-Za-z0-9_]*:( |$))`)

// swallowed finds a quote that was never closed and so ran on over lines with keys, up to the next quote: the parser
// then complains of what follows that one. It gives the place of the opening quote and the line of the closing one.
func (s *scene) swallowed() (mark, int) {
	for _, q := range s.quoted() {
		if q.end != s.problem.line && q.end != s.problem.line-1 || q.start.line == q.end {
			continue
		}
		for _, l := range s.lines[q.start.line:q.end] {
			if keyLine.MatchString(l) {
				return q.start, q.end
			}
		}
	}
	return mark{}, 0
}

// quotation is a quoted text: where it opens, and the line where it closes.
type quotation struct {
	start mark
	end   int
}

var blockStart = regexp.MustCompile(`(^|[:\-] +)[|>][-+0-9]* *(#.*)?$`)

// quoted lists the quoted texts up to the problem's line, skipping comments and the lines of block texts.
func (s *scene) quoted() []quotation {
	var out []quotation
	var open rune
	block := -1 // indentation of the key of a block text
	for i, line := range s.lines[:min(s.problem.line, len(s.lines))] {
		if open == 0 && block >= 0 {
			if strings.TrimSpace(line) == "" || s.first(i+1).col-1 > block {
				continue
			}
			block = -1
		}
		out, open = quotesIn(line, i+1, open, out)
		if open == 0 && blockStart.MatchString(line) {
			block = s.first(i+1).col - 1
		}
	}
	return out
}

// quotesIn follows the quotes through one line; open is the quote that is open at its start.
func quotesIn(line string, number int, open rune, out []quotation) ([]quotation, rune) {
	r := []rune(line)
	last := ' ' // the last character that is not a blank
	for i := 0; i < len(r); i++ {
		c := r[i]
		switch {
		case open == '"' && c == '\\', open == '\'' && c == open && i+1 < len(r) && r[i+1] == open:
			i++
		case open != 0 && c == open:
			open, out[len(out)-1].end = 0, number
			last = c
		case open != 0:
		case c == '#' && (i == 0 || r[i-1] == ' '):
			return out, open
		case (c == '"' || c == '\'') && strings.ContainsRune(" :-[{,?", last):
			open = c
			out = append(out, quotation{mark{number, i + 1}, 0})
		case c != ' ':
			last = c
		}
	}
	return out, open
}
