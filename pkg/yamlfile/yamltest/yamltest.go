// Package yamltest holds a reader of files to the findings that fixtures list.
package yamltest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zoneval/pkg/diag"
)

// Expectation is one finding that a fixture must give: `#! LINE:COL RULE PATH "part of the message or mend"`, where --
// is no path and the quoted part may be absent. These lines end the file and are not part of what is parsed; those of a
// file without comments stand in another beside it, which is called the same and .want.
type Expectation struct {
	Place, Rule, Path, Part string
}

func (e Expectation) String() string {
	return fmt.Sprintf("%s %s %s %s", e.Place, e.Rule, e.Path, strconv.Quote(e.Part))
}

// Fixtures lists the files of a pattern.
func Fixtures(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixtures at %s: %v", pattern, err)
	}
	return names
}

// Fixture reads a file and cuts off its expectations.
func Fixture(t testing.TB, name string) ([]byte, []Expectation) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if beside, err := os.ReadFile(name + ".want"); err == nil {
		return data, lines(t, name, string(beside))
	}
	at := bytes.Index(data, []byte("\n#! ")) + 1
	if at == 0 {
		return data, nil
	}
	return data[:at], lines(t, name, string(data[at:]))
}

func lines(t testing.TB, name, text string) []Expectation {
	t.Helper()
	var want []Expectation
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		want = append(want, parse(t, name, strings.TrimPrefix(line, "#! ")))
	}
	return want
}

func parse(t testing.TB, name, line string) Expectation {
	t.Helper()
	var e Expectation
	e.Place, line, _ = strings.Cut(line, " ")
	e.Rule, line, _ = strings.Cut(line, " ")
	if strings.HasPrefix(line, `"`) {
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			t.Fatalf("%s: %s: %v", name, line, err)
		}
		e.Path, _ = strconv.Unquote(quoted)
		line = strings.TrimPrefix(line[len(quoted):], " ")
	} else {
		e.Path, line, _ = strings.Cut(line, " ")
	}
	if e.Path == "--" {
		e.Path = ""
	}
	if line != "" {
		part, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("%s: %s: %v", name, line, err)
		}
		e.Part = part
	}
	return e
}

// Meets says whether a finding is the expected one.
func (e Expectation) Meets(f diag.Finding) bool {
	return e.Place == fmt.Sprintf("%d:%d", f.Place.Line, f.Place.Col) && e.Rule == f.Rule.ID && e.Path == f.Place.Path &&
		strings.Contains(f.Message+"; "+f.Mend, e.Part)
}

// Check holds findings to exactly the expected ones, in their order.
func Check(t testing.TB, want []Expectation, have diag.Findings) {
	t.Helper()
	for i := range max(len(have), len(want)) {
		switch {
		case i >= len(have):
			t.Errorf("not reported: %s", want[i])
		case i >= len(want):
			t.Errorf("reported and not expected:\n\t%s", have[i])
		case !want[i].Meets(have[i]):
			t.Errorf("finding %d\n\thave %s\n\twant %s", i+1, have[i], want[i])
		}
	}
}

// CheckPlaces holds findings to places inside the file, or to none.
func CheckPlaces(t testing.TB, data []byte, have diag.Findings) {
	t.Helper()
	text := strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for _, d := range have {
		checkPlace(t, d, lines)
	}
}

func checkPlace(t testing.TB, d diag.Finding, lines []string) {
	t.Helper()
	p := d.Place
	if p.Line < 0 || p.Line > len(lines) || p.Col < 0 || p.Line == 0 && p.Col > 0 {
		t.Errorf("the place %d:%d is not in the %d lines of the file: %s", p.Line, p.Col, len(lines), d)
		return
	}
	if p.Line > 0 && p.Col > len([]rune(lines[p.Line-1]))+1 {
		t.Errorf("column %d of the %d characters of %q: %s", p.Col, len([]rune(lines[p.Line-1])), lines[p.Line-1], d)
	}
	if d.Message == "" || strings.Contains(d.Message, "%!") {
		t.Errorf("message %q", d.Message)
	}
}

// leaks are pieces of library and Go text that mean nothing to a user.
var leaks = []string{"yaml:", "yaml.", "reflect", "strconv", "!!", "unmarshal", "map[", "interface", "goroutine", "panic",
	"runtime", "struct", "nil", "0x0", "File:", "%!", "big.Rat", "float64", "token", "scalar", "sequence", "regexp", "error parsing"}

// CheckWords looks for such pieces in findings, but for what the file itself says; more are those of one kind of file.
func CheckWords(t testing.TB, name string, data []byte, have diag.Findings, more ...string) {
	t.Helper()
	for _, f := range have {
		for _, leak := range append(more, leaks...) {
			if strings.Contains(f.Text(), leak) && !bytes.Contains(data, []byte(leak)) {
				t.Errorf("%s: %q in: %s", filepath.Base(name), leak, f)
			}
		}
	}
}
