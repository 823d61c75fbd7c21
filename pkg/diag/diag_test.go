package diag

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestFindingText(t *testing.T) {
	f := Finding{Rule: IndexKey, Place: Place{File: "a.yaml", Line: 3, Col: 7, Path: "method.normalize"},
		Message: `unknown key "normalize"`, Mend: `did you mean "normalise"?`,
		Related: []Related{{Place: Place{File: "a.yaml", Line: 1}, Message: "first here"}}}
	want := "a.yaml:3:7: error index-unknown-key method.normalize: unknown key \"normalize\"; did you mean \"normalise\"?\n\ta.yaml:1: first here"
	if got := f.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (Finding{Rule: UsageBad, Message: "m"}).String(); got != "error usage m" {
		t.Errorf("without a place: %q", got)
	}
}

func TestSort(t *testing.T) {
	at := func(line, col int, m string) Finding {
		return Finding{Rule: TypeNumber, Place: Place{File: "f", Line: line, Col: col}, Message: m}
	}
	got := Findings{at(2, 1, "c"), at(1, 5, "b"), at(1, 2, "a"), at(1, 5, "b")}.Sort()
	if len(got) != 3 || got[0].Message != "a" || got[1].Message != "b" || got[2].Message != "c" {
		t.Errorf("%v", got)
	}
}

func TestLogCapsEachSeverity(t *testing.T) {
	l := Log{Max: 2}
	for range 5 {
		l.Add(Finding{Rule: TypeNumber})
		l.Add(Finding{Rule: HeaderUnknown})
	}
	l.Skip(Error)
	if len(l.Findings()) != 4 || l.Dropped() != 7 || l.Count(Error) != 6 || !l.Full(Warning) || !l.HasErrors() {
		t.Errorf("kept %d dropped %d errors %d", len(l.Findings()), l.Dropped(), l.Count(Error))
	}
	m := Log{Max: 3}
	m.Add(Finding{Rule: TypeNumber})
	m.Merge(&l)
	if m.Count(Error) != 7 || m.Count(Warning) != 5 || len(m.Findings()) != 5 || m.Dropped() != 7 {
		t.Errorf("merged: errors %d warnings %d kept %d dropped %d", m.Count(Error), m.Count(Warning), len(m.Findings()), m.Dropped())
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain 园区 ①": "plain 园区 ①", "a\x1b[31m": `a\x1b[31m`, "a\nb\tc\r": `a\nb\tc\r`, "\u202eabc": `\u202eabc`,
		"a\u200bb": `a\u200bb`, "\xff": `\xff`, "\u0085": `\u0085`, "\x7f": `\x7f`, "\u2028": `\u2028`,
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "s")
		for _, r := range Clean(s) {
			if unicode.IsControl(r) || r == unicode.ReplacementChar && !strings.ContainsRune(s, r) {
				t.Fatalf("%q keeps %q", s, r)
			}
		}
	})
}

func TestQuoteCutsLongText(t *testing.T) {
	got := Quote(strings.Repeat("园", 100))
	if n := len([]rune(got)); n != 62 || !strings.HasSuffix(got, `…"`) {
		t.Errorf("%d characters: %s", n, got)
	}
}

func TestNearest(t *testing.T) {
	words := []string{"normalise", "aggregate", "missing", "ranking", "zone"}
	for in, want := range map[string]string{"normalize": "normalise", "agregate": "aggregate", "MISSING": "missing", "rnaking": "ranking", "colour": "", "zoen": "zone", "": ""} {
		if got := Nearest(in, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
	if got := DidYouMean("nothing like", []string{"a", "b"}); got != "known here: a, b" {
		t.Errorf("few candidates: %q", got)
	}
}

// TestRules: ids are unique, in kebab case, and every rule has a severity and a title.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || strings.Trim(r.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || r.Title == "" || r.Severity == 0 {
			t.Errorf("rule %q", r.ID)
		}
		seen[r.ID] = true
	}
}

// TestFirst: the first error counts, whatever warnings stand before it.
func TestFirst(t *testing.T) {
	fs := Findings{{Rule: ScoreConstant, Message: "warning"}, {Rule: ScoreMethod, Message: "error"}, {Rule: ScoreMethod, Message: "another"}}
	if got := fs.First().Message; got != "error" {
		t.Errorf("found %s", got)
	}
	if got := fs[:1].First().Message; got != "warning" {
		t.Errorf("found %s", got)
	}
}

// What is told once of many cells has the same fingerprint whichever of them is the first.
func TestFingerprintOfKey(t *testing.T) {
	a := Finding{Rule: TypeNumber, Place: Place{File: "f", Line: 2}, Subject: Subject{Zone: "x", Column: "c", Value: "v"}, Key: "k"}
	b := a
	b.Place.Line, b.Subject.Zone = 9, "y"
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("another first cell gives another fingerprint")
	}
	if b.Key = "l"; a.Fingerprint() == b.Fingerprint() {
		t.Error("another key gives the same fingerprint")
	}
}
