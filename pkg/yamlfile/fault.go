package yamlfile

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"zoneval/pkg/diag"
)

// The parser's own text about broken YAML never reaches the user: it has no column, often the wrong line, and speaks
// of tokens. What it knows, though, is where it stood: the start of what it was reading (context), the character that
// it could not take (problem), and the last event. From these each kind of error is put into our own words, at the
// place that has to be mended.

// mark is a line and a column, both from 1; the zero mark is not known.
type mark struct{ line, col int }

// scene is what is known of a parser error.
type scene struct {
	lines                   []string
	context, problem, event mark
}

// fault is how one kind of parser error is put to the user; {kind} stands for the kind of file.
type fault struct {
	sign    string // part of the parser's text
	explain func(s *scene) (at mark, message, mend string)
}

var faults = []fault{
	{"found a tab character", atProblem("a tab in the indentation", indentWithBlanks)},
	{"cannot start any token", badStart},
	{"mapping values are not allowed", secondColon},
	{"mapping keys are not allowed", atProblem("a ? cannot stand here", "put a text that starts with ? in quotes")},
	{"could not find expected ':'", noColon},
	{"found unexpected end of stream", atContext("a quote is opened here and never closed", "close it")},
	{"found unexpected document indicator", atContext("a quote is opened here and not closed before a line of --- or ...", "close it")},
	{"found unknown escape character", badEscape},
	{"did not find expected hexdecimal", badEscape},
	{"found invalid Unicode character escape", badEscape},
	{"did not find expected ',' or ']'", openBracket("[", "]")},
	{"did not find expected ',' or '}'", openBracket("{", "}")},
	{"did not find expected key", noKey},
	{"did not find expected '-' indicator", noDash},
	{"block sequence entries are not allowed", atProblem("a list entry (-) starts in the line of its key", "put each - on a line of its own, below the key")},
	{"did not find expected node content", noContent},
	{"did not find expected <document start>", atProblem("text after the end of the {kind}", "put everything into one mapping; a line of ... or a closing bracket may come too early")},
	{"unknown anchor", atEvent("an alias (*name); {kind} files do not use aliases", "write the value out, or put a text that starts with * in quotes")},
	{"expected alphabetic or numeric character", atContext("an anchor or alias (& or *) without a name", "put a text that starts with & or * in quotes")},
	{"exceeded max depth", atProblem("brackets or lines are nested too deeply", "check for brackets too many")},
	{"indentation indicator equal to 0", blockHeader},
	{"comment or line break", blockHeader},
	{"directive", directive},
	{"digit or '.'", directive},
	{"version number", directive},
	{"incompatible YAML", directive},
	{"tag handle", badTag},
	{"the expected '>'", badTag},
}

const (
	indentWithBlanks = "indent with blanks"
	indentAlike      = "indent the keys of one mapping alike"
)

var lineNumber = regexp.MustCompile(`line (\d+)`)

// explain reports a parser error in our own words.
func (d *Decoder) explain(err error, dec *yaml.Decoder, data []byte) {
	text := err.Error()
	s := sceneOf(dec, text, data)
	if at, last := s.swallowed(); at.line > 0 {
		d.syntax(at.line, at.col, fmt.Sprintf("a quote is opened here and not closed in its line: the text runs on to line %d", last), "close it")
		return
	}
	at, message, mend := s.problem, "the "+d.language+" is not well-formed here", "check brackets, quotes and indentation"
	for _, f := range faults {
		if strings.Contains(text, f.sign) {
			at, message, mend = f.explain(s)
			break
		}
	}
	message = strings.ReplaceAll(message, "{kind}", d.kind.Word)
	at = s.inside(at)
	d.syntax(at.line, at.col, message, mend)
}

// sceneOf asks the parser where it stood. Its marks are private; if another version should not have them, the line
// in its text has to do.
func sceneOf(dec *yaml.Decoder, text string, data []byte) *scene {
	s := &scene{lines: linesOf(data)}
	if m := lineNumber.FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		s.context = mark{line, 0}
	}
	s.problem, s.event = s.context, s.context
	outer := reflect.ValueOf(dec).Elem().FieldByName("parser")
	if outer.Kind() != reflect.Pointer || outer.IsNil() {
		return s
	}
	inner := outer.Elem().FieldByName("parser")
	readMark(inner, "context_mark", &s.context)
	readMark(inner, "problem_mark", &s.problem)
	readMark(outer.Elem().FieldByName("event"), "start_mark", &s.event)
	return s
}

func readMark(v reflect.Value, name string, to *mark) {
	if v.Kind() != reflect.Struct || v.FieldByName(name).Kind() != reflect.Struct {
		return
	}
	line, col := v.FieldByName(name).FieldByName("line"), v.FieldByName(name).FieldByName("column")
	if line.Kind() == reflect.Int && col.Kind() == reflect.Int {
		*to = mark{int(line.Int()) + 1, int(col.Int()) + 1}
	}
}

func linesOf(data []byte) []string {
	text := strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n")
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// inside moves a mark beyond the end of the file to the end of its last line that has text.
func (s *scene) inside(m mark) mark {
	m.line = max(m.line, 1)
	if m.line <= len(s.lines) {
		return m
	}
	line := len(s.lines)
	for line > 1 && strings.TrimSpace(s.lines[line-1]) == "" {
		line--
	}
	return mark{line, len([]rune(s.lines[line-1])) + 1}
}

// split cuts the line of a mark in two: the text before it, and from it on.
func (s *scene) split(m mark) (before, from string) {
	if m.line < 1 || m.line > len(s.lines) {
		return "", ""
	}
	r := []rune(s.lines[m.line-1])
	at := min(max(m.col-1, 0), len(r))
	return string(r[:at]), string(r[at:])
}

// first is the first character in a line that is not a blank.
func (s *scene) first(line int) mark {
	text := s.lines[line-1]
	return mark{line, 1 + len(text) - len(strings.TrimLeft(text, " "))}
}

func atProblem(message, mend string) func(*scene) (mark, string, string) {
	return func(s *scene) (mark, string, string) { return s.problem, message, mend }
}

func atContext(message, mend string) func(*scene) (mark, string, string) {
	return func(s *scene) (mark, string, string) { return s.context, message, mend }
}

func atEvent(message, mend string) func(*scene) (mark, string, string) {
	return func(s *scene) (mark, string, string) { return s.event, message, mend }
}

// character is the first character of a text, quoted.
func character(s string) string {
	for _, r := range s {
		return diag.Quote(string(r))
	}
	return "the end of the line"
}
