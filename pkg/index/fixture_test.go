package index

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

const (
	goodFixtures = "../../testdata/index/good/*.yaml"
	badFixtures  = "../../testdata/index/bad/*.yaml"
)

// expectation is one finding that a fixture must give: `#! LINE:COL RULE PATH "part of the message or mend"`, where --
// is no path and the quoted part may be absent. These lines end the file and are not part of what is parsed.
type expectation struct {
	place, rule, path, part string
}

func (e expectation) String() string {
	return fmt.Sprintf("%s %s %s %s", e.place, e.rule, e.path, strconv.Quote(e.part))
}

// fixtures lists the files of a pattern.
func fixtures(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixtures at %s: %v", pattern, err)
	}
	return names
}

// fixture reads a file and cuts off its expectations.
func fixture(t testing.TB, name string) ([]byte, []expectation) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("\n#! ")) + 1
	if at == 0 {
		return data, nil
	}
	var want []expectation
	for _, line := range strings.Split(strings.TrimSpace(string(data[at:])), "\n") {
		want = append(want, parseExpectation(t, name, strings.TrimPrefix(line, "#! ")))
	}
	return data[:at], want
}

func parseExpectation(t testing.TB, name, line string) expectation {
	t.Helper()
	var e expectation
	e.place, line, _ = strings.Cut(line, " ")
	e.rule, line, _ = strings.Cut(line, " ")
	if strings.HasPrefix(line, `"`) {
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			t.Fatalf("%s: %s: %v", name, line, err)
		}
		e.path, _ = strconv.Unquote(quoted)
		line = strings.TrimPrefix(line[len(quoted):], " ")
	} else {
		e.path, line, _ = strings.Cut(line, " ")
	}
	if e.path == "--" {
		e.path = ""
	}
	if line != "" {
		part, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("%s: %s: %v", name, line, err)
		}
		e.part = part
	}
	return e
}

// meets says whether a finding is the expected one.
func (e expectation) meets(f diag.Finding) bool {
	return e.place == fmt.Sprintf("%d:%d", f.Place.Line, f.Place.Col) && e.rule == f.Rule.ID && e.path == f.Place.Path &&
		strings.Contains(f.Message+"; "+f.Mend, e.part)
}

// TestBadFixtures holds every bad file to exactly the findings that it lists, in the order of their places.
func TestBadFixtures(t *testing.T) {
	for _, name := range fixtures(t, badFixtures) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, want := fixture(t, name)
			if len(want) == 0 {
				t.Fatal("the fixture lists no finding; end it with lines of #! LINE:COL RULE PATH")
			}
			x, have := Parse(filepath.Base(name), data)
			for i := range max(len(have), len(want)) {
				switch {
				case i >= len(have):
					t.Errorf("not reported: %s", want[i])
				case i >= len(want):
					t.Errorf("reported and not expected:\n\t%s", have[i])
				case !want[i].meets(have[i]):
					t.Errorf("finding %d\n\thave %s\n\twant %s", i+1, have[i], want[i])
				}
			}
			if (x == nil) != (have.Errors() > 0) {
				t.Errorf("index %v beside %d errors", x != nil, have.Errors())
			}
		})
	}
}

// TestGoodFixtures holds every good file to no finding at all.
func TestGoodFixtures(t *testing.T) {
	for _, name := range fixtures(t, goodFixtures) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, want := fixture(t, name)
			if len(want) > 0 {
				t.Fatal("a good fixture expects findings")
			}
			x, have := Parse(filepath.Base(name), data)
			for _, f := range have {
				t.Errorf("%s", f)
			}
			if x == nil {
				t.Fatal("no index")
			}
			checkShares(t, x)
		})
	}
}

// generated are files too large or too plain to keep.
func generated() map[string]struct {
	data string
	want []expectation
} {
	long := strings.Repeat("# a comment that says nothing at all\n", MaxBytes/36+1)
	return map[string]struct {
		data string
		want []expectation
	}{
		"empty":         {"", []expectation{{"0:0", "file-empty", "", "empty"}}},
		"bom only":      {"\ufeff", []expectation{{"0:0", "file-empty", "", "empty"}}},
		"no end":        {"id: a: b", []expectation{{"1:6", "index-syntax", "", "colon"}}},
		"end of file":   {"id: x\nshow: {a: [1,\n\n", []expectation{{"2:14", "index-syntax", "", "the file ends"}}},
		"no value":      {"id: x\nshow: !\n  - ? [", []expectation{{"3:8", "index-syntax", "", "close every bracket"}}},
		"5 MiB":         {long + long[:1<<20], []expectation{{"0:0", "index-too-large", "", "the limit is 4194304"}}},
		"brackets":      {strings.Repeat("[", 300000), []expectation{{"1:10001", "index-syntax", "", "nested too deeply"}}},
		"closed deeply": {"a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), []expectation{{"1:68", "index-too-large", "", "64 levels"}}},
		"dashes":        {strings.Repeat("- ", 20000) + "a", []expectation{{"1:20001", "index-syntax", "", "nested too deeply"}}},
		"one line":      {strings.Repeat("a", 1<<20), []expectation{{"1:1", "index-syntax", "", "the top level is text"}}},
	}
}

func TestGeneratedFiles(t *testing.T) {
	for name, c := range generated() {
		t.Run(name, func(t *testing.T) {
			x, have := Parse("x.yaml", []byte(c.data))
			if x != nil || len(have) != len(c.want) {
				t.Fatalf("index %v, findings %v", x != nil, have)
			}
			for i, f := range have {
				if !c.want[i].meets(f) {
					t.Errorf("have %.300s\nwant %s", f.String(), c.want[i])
				}
			}
		})
	}
}

// leaks are pieces of library and Go text that mean nothing to a user.
var leaks = []string{"yaml:", "yaml.", "reflect", "strconv", "!!", "unmarshal", "map[", "interface", "goroutine", "panic",
	"runtime", "struct", "nil", "0x0", "indicatorFile", "dimensionFile", "%!", "big.Rat", "float64", "token", "scalar", "sequence"}

// TestNoLibraryText looks for such pieces in every finding of every fixture, but for what the file itself says.
func TestNoLibraryText(t *testing.T) {
	for _, name := range append(fixtures(t, badFixtures), fixtures(t, goodFixtures)...) {
		data, _ := fixture(t, name)
		_, have := Parse("x", data)
		for _, f := range have {
			for _, leak := range leaks {
				if strings.Contains(f.String(), leak) && !bytes.Contains(data, []byte(leak)) {
					t.Errorf("%s: %q in: %s", filepath.Base(name), leak, f)
				}
			}
		}
	}
}
