package check

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// fileCase is a file that is too large, or that only a file system can hold.
type fileCase struct {
	name string
	make func(t testing.TB, path string)
	want string // one finding, with % for the path
}

func content(text []byte) func(testing.TB, string) {
	return func(t testing.TB, path string) {
		t.Helper()
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var fileCases = []fileCase{
	{"there is none", func(testing.TB, string) {}, "%: error file-not-found there is no such file; check the name and the folder"},
	{"a folder", func(t testing.TB, path string) {
		if err := os.Mkdir(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}, "%: error file-unusable is a folder; name a CSV file inside it"},
	{"too many columns", content(append(bytes.Repeat([]byte("a,"), 16384), "b\n1\n"...)),
		"%:1: error file-too-large the header has 16385 columns, more than 16384; check the delimiter and the line ends"},
	{"a cell of 2 MiB", content([]byte("zone,note\nE001," + strings.Repeat("x", 2<<20) + "\n")),
		"%:2:6: error file-too-large a cell is longer than 1 MiB; check the line ends and the quotes"},
	{"a line of 17 MiB", content([]byte("zone,note\nE001," + strings.Repeat("x", 17<<20) + "\n")),
		"%:2: error file-too-large a line is longer than 16 MiB; check that the file has line ends and closes its quotes"},
	{"a quote that is open for 17 MiB", content([]byte("zone,note\nE001,\"" + strings.Repeat("x\n", 9<<20))),
		"%:2:6: error structure-quote a quote opens here and is not closed within 16 MiB; close it, or write a quote inside a cell as \"\""},
}

func (c *fileCase) check(t testing.TB) (path string, found diag.Findings) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "zones.csv")
	c.make(t, path)
	in := source.Open(path, source.Options{NoChecksum: true})
	defer in.Close()
	return path, Data(t.Context(), in, Options{Max: 50}).Findings
}

func TestFiles(t *testing.T) {
	for _, c := range fileCases {
		t.Run(c.name, func(t *testing.T) {
			path, found := c.check(t)
			if got, want := printed(found), strings.ReplaceAll(c.want, "%", path)+"\n"; got != want {
				t.Errorf("found\n%.500s\nwant\n%s", got, want)
			}
		})
	}
}

// dataGroups are the groups of rules about data files.
var dataGroups = []string{"file", "encoding", "structure", "header", "key", "type", "missing", "range", "unit", "last-year", "identity", "reference", "injection", "xlsx"}

// TestEveryRuleHasAFixture fails for a rule about data files that no table, workbook or file of these tests gives.
func TestEveryRuleHasAFixture(t *testing.T) {
	given := map[string]int{}
	fixtures := readFixtures(t)
	good, bad := 0, 0
	for _, f := range fixtures {
		if f.want == "" {
			good++
			continue
		}
		bad++
		if f.setting("defect") != nil {
			continue
		}
		for _, id := range rulesIn(f.want) {
			given[id]++
		}
	}
	for _, w := range workbooks {
		for _, id := range rulesIn(w.wanted()) {
			given[id]++
		}
	}
	for _, c := range fileCases {
		for _, id := range rulesIn(c.want) {
			given[id]++
		}
	}
	for _, r := range diag.Rules() {
		if slices.Contains(dataGroups, r.Group()) && given[r.ID] == 0 {
			t.Errorf("%s has no bad fixture", r.ID)
		}
	}
	if good < 60 || bad < 170 {
		t.Errorf("%d good and %d bad fixtures", good, bad)
	}
}

// rulesIn are the rules that printed findings name.
func rulesIn(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		for _, s := range []string{" error ", " warning ", " note "} {
			if _, rest, ok := strings.Cut(line, s); ok && !strings.HasPrefix(line, "\t") {
				id, _, _ := strings.Cut(rest, " ")
				out = append(out, id)
				break
			}
		}
	}
	return out
}
