package load

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

var update = flag.Bool("update", false, "write the expected findings of the bad fixtures anew")

const fixtures = "../../testdata/data/"

func fixtureIndex(t *testing.T) *index.Index {
	t.Helper()
	text, err := os.ReadFile(fixtures + "index.yaml")
	if err != nil {
		t.Fatal(err)
	}
	x, findings := index.Parse("index.yaml", text)
	if x == nil {
		t.Fatal(findings)
	}
	return x
}

// each calls f with every data file of a folder, read for the fixtures' index.
func each(t *testing.T, folder string, f func(t *testing.T, path string, tab *zone.Table, log *diag.Log)) {
	paths, err := filepath.Glob(fixtures + folder + "/*.csv")
	if err != nil || len(paths) < 15 {
		t.Fatalf("%d files: %v", len(paths), err)
	}
	x := fixtureIndex(t)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			in := source.Open(path, source.Options{})
			defer in.Close()
			tab, log := Read(in, x, Options{})
			f(t, path, tab, log)
		})
	}
}

// TestGoodFiles: whatever the encoding, the delimiter and the headings, these files say the same and give no finding but
// the note that another encoding than UTF-8 was read.
func TestGoodFiles(t *testing.T) {
	each(t, "good", func(t *testing.T, path string, tab *zone.Table, log *diag.Log) {
		for _, f := range log.Findings() {
			if f.Rule != diag.EncodingOther {
				t.Errorf("%s", f)
			}
		}
		at := func(id string, column int) float64 {
			for i := tab.Rows - 1; i >= 0; i-- {
				if tab.IDs[i] == id {
					return tab.Column(column)[i]
				}
			}
			return math.NaN()
		}
		if filepath.Base(path) == "years.csv" || filepath.Base(path) == "exponents.csv" {
			if at("A", 0) != 8 || at("B", 1) != 100 {
				t.Errorf("values %v", tab.Values)
			}
			return
		}
		for j, want := range [][2]float64{{8, 2}, {300, 100}, {1.5, 3}} {
			if at("A", j) != want[0] || at("B", j) != want[1] {
				t.Errorf("column %d is %v and %v, want %v", j, at("A", j), at("B", j), want)
			}
		}
	})
}

// TestBadFiles: each of these gives the findings in the .want file beside it and nothing else.
func TestBadFiles(t *testing.T) {
	each(t, "bad", func(t *testing.T, path string, _ *zone.Table, log *diag.Log) {
		var lines []string
		for _, f := range log.Findings() {
			lines = append(lines, strings.ReplaceAll(f.String(), fixtures+"bad/", ""))
		}
		got := strings.Join(lines, "\n") + "\n"
		want := strings.TrimSuffix(path, ".csv") + ".want"
		if *update {
			if err := os.WriteFile(want, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		text, err := os.ReadFile(want)
		if err != nil || string(text) != got {
			t.Errorf("got\n%swant\n%s", got, text)
		}
		if len(lines) == 0 {
			t.Error("nothing is wrong with it")
		}
	})
}
