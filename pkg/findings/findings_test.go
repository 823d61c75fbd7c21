package findings

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
)

var update = flag.Bool("update", false, "write the expected output of the nasty findings anew")

// nasty is a result with everything in it that has broken such outputs before.
func nasty() *Result {
	data := "data/园区 #1 50%.csv"
	at := func(line, col int) diag.Place { return diag.Place{File: data, Line: line, Col: col} }
	fs := diag.Findings{
		{Rule: diag.EncodingControl, Place: at(3, 7), Message: "has a control character", Mend: "take it out",
			Subject: diag.Subject{Zone: "z\x1b[31m1", Name: "a|b, c:d", Column: "名\u202e称", Value: "a\x00b\x1b]0;x\x07"}},
		{Rule: diag.TypeNumber, Place: at(4, 2), Message: "is not a number",
			Subject: diag.Subject{Zone: "z2", Year: "2021", Column: "rd", Value: "%0A::error::x,y:z\r\n", Wanted: "a plain number"}},
		{Rule: diag.TypeNumber, Place: at(5, 2), Message: "is not a number",
			Subject: diag.Subject{Zone: "z3", Column: "rd", Value: "]]><b>&amp;`x` [a](http://x) ![i](y) @all {0} \xff\u061c\U000e0041\uffff"}},
		{Rule: diag.RangeLength, Place: at(6, 1), Message: "is 1000 characters long", Severity: diag.Warning,
			Subject: diag.Subject{Value: strings.Repeat("很长", 500)}},
		{Rule: diag.KeyDuplicate, Place: at(9, 1), Subject: diag.Subject{Zone: "z1"}, Message: "stands twice",
			Related: []diag.Related{{Place: at(3, 1), Message: "first here"},
				{Place: diag.Place{File: `old\last|year.csv`, Line: 2}, Message: "and\nhere"}}},
		{Rule: diag.KeyDuplicate, Place: at(10, 1), Subject: diag.Subject{Zone: "z1"}, Message: "stands twice"},
		{Rule: diag.FileKind, Place: diag.Place{File: "./-"}, Message: "is not a table"},
		{Rule: diag.SheetPercent, Place: diag.Place{File: "/abs/b ook.xlsx", Sheet: "表 1](x)", Line: 4, Col: 28}, Message: "shows 5%",
			Subject: diag.Subject{Zone: "z4", Value: "0.05"}},
		{Rule: diag.IndexKey, Place: diag.Place{File: "index.yaml", Line: 3, Col: 7, Path: "method.normalize"},
			Message: `unknown key "normalize"`, Mend: `did you mean "normalise"?`},
		{Rule: diag.ContractReview, Place: diag.Place{File: "zones.yaml"}, Message: "has 3 guesses"},
	}.Sort()
	r := &Result{Findings: fs, Counts: tally(fs), Files: []string{data, "/abs/b ook.xlsx", "clean.csv"},
		Accepted: 12, Off: 3, Partial: true, Tool: "zoneval", Version: "0.1.0", Failed: true, FailOn: diag.Warning}
	for i := range r.Counts {
		if r.Counts[i].Rule == diag.TypeNumber {
			r.Counts[i].Found = 62
		}
	}
	for _, f := range fs {
		r.Fingerprints = append(r.Fingerprints, fmt.Sprintf("%x", f.Rule.ID+f.Subject.Zone))
	}
	return r
}

// tally counts what a result lists.
func tally(fs diag.Findings) []Count {
	var out []Count
	for _, f := range fs {
		k := slices.IndexFunc(out, func(c Count) bool { return c.Rule == f.Rule && c.Severity == f.Level() })
		if k < 0 {
			k = len(out)
			out = append(out, Count{Rule: f.Rule, Severity: f.Level()})
		}
		out[k].Found++
		out[k].Shown++
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(a.Rule.ID, b.Rule.ID), cmp.Compare(a.Severity, b.Severity))
	})
	return out
}

// printed is r in the format, after checking that nothing in it can steer what shows it.
func printed(t rapid.TB, name string, r *Result) string {
	t.Helper()
	f, ok := ByName(name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	var b strings.Builder
	if err := f.Write(&b, r); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	out := b.String()
	if !utf8.ValidString(out) {
		t.Fatalf("%s is not UTF-8: %q", name, out)
	}
	for _, c := range out {
		bad := unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control) || c == 0xfffe || c == 0xffff
		if bad && c != '\n' && (c != '\t' || name != "text") {
			t.Fatalf("%s has %U: %q", name, c, out)
		}
	}
	if out != "" && !strings.HasSuffix(out, "\n") {
		t.Fatalf("%s does not end its last line", name)
	}
	return out
}

// TestNasty compares every format with the file that shows it.
func TestNasty(t *testing.T) {
	for _, f := range Formats() {
		got, path := printed(t, f.Name, nasty()), "testdata/nasty."+f.Name
		for _, r := range diag.Rules() { // the pages have a test of their own
			page, err := json.Marshal(r.Page())
			if err != nil {
				t.Fatal(err)
			}
			got = strings.ReplaceAll(got, string(page), `"(page)"`)
		}
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", f.Name, got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	want := "text json jsonl sarif junit github gitlab checkstyle rdjson markdown"
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
		if f.Extension == "" || f.Write == nil {
			t.Errorf("%s is incomplete", f.Name)
		}
	}
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got %s", got)
	}
	if f, ok := ByName("SARIF"); !ok || f.Name != "sarif" {
		t.Error("case counts")
	}
	if _, ok := ByName("yaml"); ok {
		t.Error("yaml is none")
	}
}

// TestClean: what is fine is silence where people and CI logs read, and a complete document where programs do.
func TestClean(t *testing.T) {
	r := &Result{Files: []string{"a.csv"}, Tool: "zoneval", Version: "0.1.0"}
	for name, want := range map[string]string{
		"text": "", "github": "", "gitlab": "[]\n",
		"jsonl": `{"tool":"zoneval","version":"0.1.0","files":["a.csv"],"partial":false,"failed":false,` +
			`"summary":{"error":0,"warning":0,"note":0,"accepted":0,"off":0,"rules":[]}}` + "\n",
		"rdjson": "{\n  \"source\": {\n    \"name\": \"zoneval\"\n  },\n  \"diagnostics\": []\n}\n",
		"junit": `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="zoneval" tests="1" failures="0">
  <testsuite name="a.csv" tests="1" failures="0" errors="0">
    <testcase classname="a.csv" name="check"></testcase>
  </testsuite>
</testsuites>
`,
		"checkstyle": "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\"></checkstyle>\n",
		"markdown":   "# zoneval check\n\nPassed: nothing found in 1 file\n",
	} {
		if got := printed(t, name, r); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

// TestWriteFails: the writer's error comes back.
func TestWriteFails(t *testing.T) {
	broken := errors.New("broken")
	for _, f := range Formats() {
		if err := f.Write(failing{broken}, nasty()); !errors.Is(err, broken) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// anyText makes strings that are hostile, not text at all, or plain.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.Just(""),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 12), func(b []byte) string { return string(b) }),
		rapid.StringOfN(rapid.RuneFrom([]rune("园 \t\r\n\x1b\x00\x7f\u0085\u009b\u202e\u2066\u2028\u200b\u061c\u00ad"+
			"\ufeff\ufffd\ufffe\uffff\U000e0001\"'`|<>[](){}&%:,;#/\\*_@.-]")), 0, 12, -1),
		rapid.SampledFrom([]string{"]]>", "%0A::error::x", "[a](b)", "{0}", "../x", "./x", "/a b", `C:\a`, `\\h\s\a`,
			"-", "http://x", "<!-- -->", "&#124;",
			strings.Repeat("长", 3000)}),
	)
}

func anyPlace(t *rapid.T, label string) diag.Place {
	s := anyText()
	return diag.Place{File: s.Draw(t, label+" file"), Sheet: rapid.OneOf(rapid.Just(""), s).Draw(t, label+" sheet"),
		Line: rapid.IntRange(0, 5000).Draw(t, label+" line"),
		Col:  rapid.IntRange(0, 800).Draw(t, label+" col"), Path: s.Draw(t, label+" path")}
}

func anyResult() *rapid.Generator[*Result] {
	return rapid.Custom(func(t *rapid.T) *Result {
		s := anyText()
		r := &Result{Tool: s.Draw(t, "tool"), Version: s.Draw(t, "version"), Files: rapid.SliceOfN(s, 0, 3).Draw(t, "files"),
			Accepted: rapid.IntRange(0, 2).Draw(t, "accepted"), Off: rapid.IntRange(0, 2).Draw(t, "off"),
			Partial: rapid.Bool().Draw(t, "partial"), Failed: rapid.Bool().Draw(t, "failed"), FailOn: diag.Warning}
		for range rapid.IntRange(0, 14).Draw(t, "findings") {
			f := diag.Finding{Rule: rapid.SampledFrom(diag.Rules()[:4]).Draw(t, "rule"), Place: anyPlace(t, "place"),
				Subject: diag.Subject{Zone: s.Draw(t, "zone"), Name: s.Draw(t, "name"), Year: s.Draw(t, "year"),
					Column: s.Draw(t, "column"), Value: s.Draw(t, "value"), Wanted: s.Draw(t, "wanted")},
				Message: "m" + s.Draw(t, "message"), Mend: s.Draw(t, "mend"),
				Severity: rapid.SampledFrom([]diag.Severity{0, diag.Error, diag.Warning, diag.Note}).Draw(t, "severity")}
			for range rapid.IntRange(0, 2).Draw(t, "related") {
				f.Related = append(f.Related, diag.Related{Place: anyPlace(t, "second"), Message: s.Draw(t, "why")})
			}
			r.Findings = append(r.Findings, f)
			r.Fingerprints = append(r.Fingerprints, rapid.SampledFrom([]string{"", "f1", "f2", "\x1b", `\x1b`}).Draw(t, "fingerprint"))
		}
		r.Counts = tally(r.Findings)
		for i := range r.Counts {
			r.Counts[i].Found += rapid.IntRange(0, 2).Draw(t, "hidden")
		}
		return r
	})
}

// TestAnything: whatever a finding holds, every format is well-formed, says the same and lets nothing unseen through;
// and it is the same each time.
func TestAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyResult().Draw(t, "result")
		for _, f := range Formats() {
			out := printed(t, f.Name, r)
			if out != printed(t, f.Name, r) {
				t.Fatalf("%s differs from one time to the next", f.Name)
			}
			if check := checks[f.Name]; check != nil {
				check(t, r, out)
			}
		}
	})
}

// checks are what must hold of each format's output, whatever was found.
var checks = map[string]func(t rapid.TB, r *Result, out string){
	"text": checkText, "json": checkJSON, "jsonl": checkJSONL, "sarif": checkSARIF, "junit": checkJUnit, "github": checkGitHub,
	"gitlab": checkGitLab, "checkstyle": checkCheckstyle, "rdjson": checkRDJSON, "markdown": checkMarkdown,
}

// TestChecks holds the same against the nasty findings.
func TestChecks(t *testing.T) {
	for _, f := range Formats() {
		checks[f.Name](t, nasty(), printed(t, f.Name, nasty()))
	}
}
