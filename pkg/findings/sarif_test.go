package findings

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
)

var braces = strings.NewReplacer("{{", "{", "}}", "}")

// checkSARIF validates against the standard's schema and looks at what a schema cannot say.
func checkSARIF(t rapid.TB, r *Result, out string) {
	t.Helper()
	var log sarifLog
	read(t, "sarif-schema-2.1.0.json", out, &log)
	run := log.Runs[0]
	if len(run.Results) != len(r.Findings) || run.Invocations[0].Successful == r.Partial || run.ColumnKind != "unicodeCodePoints" {
		t.Fatalf("run: %+v", run)
	}
	met := map[string]bool{}
	for _, c := range r.Counts {
		met[c.Rule.ID] = true
	}
	if len(run.Tool.Driver.Rules) != len(met) {
		t.Fatalf("%d rules of %d", len(run.Tool.Driver.Rules), len(met))
	}
	for i, x := range run.Results {
		f := r.Findings[i]
		rule := run.Tool.Driver.Rules[x.RuleIndex]
		if x.RuleID != f.Rule.ID || rule.ID != x.RuleID || rule.Default.Level != f.Rule.Severity.String() ||
			rule.Properties.Tags[0] != f.Rule.Group() ||
			x.Level != f.Level().String() || len(x.Related) != len(f.Related) {
			t.Fatalf("result %d: %+v is not %+v", i, x, f)
		}
		text := diag.Clean(f.Text())
		if f.Place.Sheet != "" {
			text = diag.Clean(f.Place.String()) + ": " + text
		}
		if got := braces.Replace(x.Message.Text); got != strings.ReplaceAll(text, "](", "] (") {
			t.Fatalf("result %d: text %q is not %q", i, got, text)
		}
		if regexp.MustCompile(`\]\(|(^|[^{])\{(\{\{)*[0-9]`).MatchString(x.Message.Text) {
			t.Fatalf("result %d: link or placeholder in %q", i, x.Message.Text)
		}
		if f.Place == (diag.Place{}) {
			continue
		}
		checkLocation(t, x.Locations[0], f.Place)
		for k, l := range x.Related {
			checkLocation(t, l, f.Related[k].Place)
			if l.ID != k+1 {
				t.Fatalf("related %d has id %d", k, l.ID)
			}
		}
	}
}

func checkLocation(t rapid.TB, l sarifLocation, p diag.Place) {
	t.Helper()
	if p.File != "" {
		u, err := url.Parse(l.Physical.Artifact.URI)
		if err != nil || u.RawQuery != "" || u.Fragment != "" || u.Host != "" ||
			u.Path != slashed(p.File, false) || (u.Scheme == "file") != strings.HasPrefix(p.File, "/") {
			t.Fatalf("%q is not the URI of %q: %+v %v", l.Physical.Artifact.URI, p.File, u, err)
		}
		switch region := l.Physical.Region; {
		case p.Sheet != "" || p.Line == 0:
			if region != nil {
				t.Fatalf("%+v has a region", p)
			}
		case *region != sarifRegion{p.Line, p.Col}:
			t.Fatalf("%+v is not %+v", region, p)
		}
	}
	if p.Sheet != "" && (l.Logical[0].Name != diag.Clean(p.String()) || l.Properties.Sheet != valid(p.Sheet) || l.Properties.Cell != cell(p)) {
		t.Fatalf("%+v is not %+v", l, p)
	}
	if p.Sheet == "" && p.Path != "" && l.Logical[0].Name != diag.Clean(p.Path) {
		t.Fatalf("%+v is not %+v", l, p)
	}
}

func TestURI(t *testing.T) {
	for _, c := range []struct {
		path    string
		windows bool
		want    string
	}{
		{"data/a.csv", false, "data/a.csv"}, {"./data//a.csv", false, "data/a.csv"}, {"../a.csv", false, "../a.csv"},
		{"-", false, "-"}, {"", false, ""},
		{"园 #1?50%.csv", false, "%E5%9B%AD%20%231%3F50%25.csv"}, {"a:b.csv", false, "a%3Ab.csv"}, {"/a b/c.csv", false, "file:///a%20b/c.csv"},
		{"//a/c.csv", false, "file:///a/c.csv"}, {`a\b.csv`, false, "a%5Cb.csv"}, {"a\xff\x1b", false, "a%FF%1B"},
		{`data\a.csv`, true, "data/a.csv"}, {`.\a.csv`, true, "a.csv"},
		{`C:\a b\c.csv`, true, "file:///C:/a%20b/c.csv"}, {"C:a.csv", true, "C%3Aa.csv"},
		{`\\host\share\a.csv`, true, "file://host/share/a.csv"}, {"c:/a.csv", true, "file:///c:/a.csv"}, {`\a.csv`, true, "file:///a.csv"},
	} {
		if got := uri(c.path, c.windows); got != c.want {
			t.Errorf("%q: got %s, want %s", c.path, got, c.want)
		}
	}
}

// TestSchemaIsTheStandard: the schema refuses what SARIF refuses, so that passing it says something.
func TestSchemaIsTheStandard(t *testing.T) {
	good := printed(t, "sarif", nasty())
	for _, change := range [][2]string{{`"version": "2.1.0",`, `"version": "2.2",`}, {`"level": "error"`, `"level": "major"`},
		{`"startLine": 3`, `"startLine": 0`}, {`"uri": "data/`, `"uri": "data/ %`}, {`"ruleId"`, `"rule"`}} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("nothing to change: %s", change[0])
		}
		caught := &recorder{}
		func() {
			defer func() { _ = recover() }()
			var log sarifLog
			read(caught, "sarif-schema-2.1.0.json", bad, &log)
		}()
		if !caught.failed {
			t.Errorf("%s passes", change[1])
		}
	}
}

// recorder stands for a test that is expected to fail.
type recorder struct {
	rapid.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Fatalf(string, ...any) { r.failed = true; panic("failed") }
