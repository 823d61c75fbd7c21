package findings

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"zoneval/pkg/diag"
)

// schemas are the compiled files of testdata; formats, such as that of a URI, count.
var schemas = sync.OnceValue(func() map[string]*validator.Schema {
	out := map[string]*validator.Schema{}
	for _, name := range []string{"sarif-schema-2.1.0.json", "gitlab-schema.json", "rdjson-schema.json"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			panic(err)
		}
		doc, err := validator.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			panic(err)
		}
		c := validator.NewCompiler()
		c.AssertFormat()
		if err := c.AddResource(name, doc); err != nil {
			panic(err)
		}
		out[name] = c.MustCompile(name)
	}
	return out
})

// read validates out against a schema and reads it into v, which must know every key.
func read(t rapid.TB, schema, out string, v any) {
	t.Helper()
	if schema != "" {
		doc, err := validator.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if err := schemas()[schema].Validate(doc); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
	}
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
}

// valid is s as JSON can hold it.
func valid(s string) string { return string([]rune(s)) }

func checkFindingJSON(t rapid.TB, r *Result, i int, got jsonFinding) {
	t.Helper()
	f := r.Findings[i]
	s := f.Subject
	if got.Rule != f.Rule.ID || got.Severity != f.Level().String() || got.File != valid(f.Place.File) || got.Sheet != valid(f.Place.Sheet) ||
		got.Line != f.Place.Line || got.Col != f.Place.Col || got.Path != valid(f.Place.Path) || got.Zone != valid(s.Zone) ||
		got.Name != valid(s.Name) || got.Year != valid(s.Year) || got.Field != valid(s.Column) || got.Value != valid(s.Value) ||
		got.Expected != diag.Clean(s.Wanted) || got.Message != diag.Clean(f.Message) || got.Mend != diag.Clean(f.Mend) || got.Text != diag.Clean(f.Text()) ||
		got.Fingerprint != r.Fingerprints[i] || len(got.Related) != len(f.Related) {
		t.Fatalf("finding %d: %+v is not %+v", i, got, f)
	}
	for k, x := range got.Related {
		if x.File != valid(f.Related[k].Place.File) || x.Line != f.Related[k].Place.Line || x.Message != diag.Clean(f.Related[k].Message) {
			t.Fatalf("finding %d: related %+v is not %+v", i, x, f.Related[k])
		}
	}
}

func checkHead(t rapid.TB, r *Result, h jsonHead) {
	t.Helper()
	s := h.Summary
	if h.Tool != diag.Clean(r.Tool) || h.Partial != r.Partial || h.Failed != r.Failed || len(h.Files) != len(r.Files) || s.Accepted != r.Accepted ||
		s.Off != r.Off || len(s.Rules) != len(r.Counts) {
		t.Fatalf("%+v", h)
	}
	sums := map[string]int{}
	for _, c := range s.Rules {
		sums[c.Severity] += c.Found
	}
	if sums["error"] != s.Error || sums["warning"] != s.Warning || sums["note"] != s.Note {
		t.Fatalf("%+v", s)
	}
}

func checkJSON(t rapid.TB, r *Result, out string) {
	t.Helper()
	var got jsonResult
	read(t, "", out, &got)
	checkHead(t, r, got.jsonHead)
	if len(got.Findings) != len(r.Findings) {
		t.Fatalf("%d findings of %d", len(got.Findings), len(r.Findings))
	}
	for i, f := range got.Findings {
		checkFindingJSON(t, r, i, f)
	}
}

func checkJSONL(t rapid.TB, r *Result, out string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != len(r.Findings)+1 {
		t.Fatalf("%d lines for %d findings", len(lines), len(r.Findings))
	}
	for i, line := range lines[:len(lines)-1] {
		var f jsonFinding
		read(t, "", line, &f)
		checkFindingJSON(t, r, i, f)
	}
	var h jsonHead
	read(t, "", lines[len(lines)-1], &h)
	checkHead(t, r, h)
}

func TestCell(t *testing.T) {
	for want, p := range map[string]diag.Place{
		"F4": {File: "a!b", Sheet: "s!t", Line: 4, Col: 6}, "AB10": {Sheet: "s", Line: 10, Col: 28},
	} {
		if got := cell(p); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, p := range []diag.Place{{}, {File: "a.csv", Line: 4, Col: 6}, {Sheet: "s"}, {Sheet: "s", Line: 4}, {Sheet: "s", Col: 4}} {
		if got := cell(p); got != "" {
			t.Errorf("%+v: got %s", p, got)
		}
	}
}

func checkRDJSON(t rapid.TB, r *Result, out string) {
	t.Helper()
	var got rdResult
	read(t, "rdjson-schema.json", out, &got)
	for i, d := range got.Diagnostics {
		f := &r.Findings[i]
		at := 0
		if d.Location.Range != nil {
			at = d.Location.Range.Start.Line
		}
		if d.Message != sentence(f) || d.Location.Path != file(f.Place) || at != line(f.Place) || d.Code.Value != f.Rule.ID ||
			!strings.EqualFold(strings.Replace(d.Severity, "INFO", "NOTE", 1), f.Level().String()) {
			t.Fatalf("diagnostic %d: %+v is not %+v", i, d, f)
		}
	}
	if len(got.Diagnostics) != len(r.Findings) {
		t.Fatalf("%d of %d", len(got.Diagnostics), len(r.Findings))
	}
}

func checkGitLab(t rapid.TB, r *Result, out string) {
	t.Helper()
	var got []gitlabEntry
	read(t, "gitlab-schema.json", out, &got)
	used := map[string]bool{}
	for i, e := range got {
		f := &r.Findings[i]
		if e.Description != sentence(f) || e.Check != f.Rule.ID || used[e.Fingerprint] || e.Location.Lines.Begin != max(1, line(f.Place)) ||
			e.Severity != map[string]string{"error": "major", "warning": "minor", "note": "info"}[f.Level().String()] {
			t.Fatalf("entry %d: %+v is not %+v", i, e, f)
		}
		used[e.Fingerprint] = true
	}
	if len(got) != len(r.Findings) {
		t.Fatalf("%d of %d", len(got), len(r.Findings))
	}
}

// TestGitLabFingerprints: the first of equals keeps its own, the others do not depend on what stands between.
func TestGitLabFingerprints(t *testing.T) {
	list := func(fps ...string) []string {
		used := map[string]bool{}
		var out []string
		for _, fp := range fps {
			out = append(out, unique(fp, used))
		}
		return out
	}
	a, b := list("x", "x", "y", "x"), list("x", "y", "x", "x")
	if a[0] != "x" || a[2] != "y" || a[1] == a[3] || a[1] != b[2] || a[3] != b[3] {
		t.Errorf("%q %q", a, b)
	}
}
