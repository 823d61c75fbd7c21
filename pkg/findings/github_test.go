package findings

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
)

// command is a workflow command as the runner reads it.
type command struct {
	kind    string
	props   map[string]string
	message string
}

var commandLine = regexp.MustCompile(`^::(error|warning|notice) ([^:]*)::(.*)$`)

// unescape reads back what a workflow command escapes.
var (
	unescapeData     = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n")
	unescapeProperty = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
)

func commands(t rapid.TB, out string) []command {
	t.Helper()
	var all []command
	for l := range strings.Lines(out) {
		m := commandLine.FindStringSubmatch(strings.TrimSuffix(l, "\n"))
		if m == nil {
			t.Fatalf("no command: %q", l)
		}
		c := command{m[1], map[string]string{}, unescapeData.Replace(m[3])}
		for p := range strings.SplitSeq(m[2], ",") {
			k, v, ok := strings.Cut(p, "=")
			if !ok || c.props[k] != "" {
				t.Fatalf("property %q in %q", p, l)
			}
			c.props[k] = unescapeProperty.Replace(v)
		}
		all = append(all, c)
	}
	return all
}

var gatheredText = regexp.MustCompile(`^(\d+) findings.*; the first: `)

// checkGitHub: every finding has its annotation, or one that counts it; the worst come first.
func checkGitHub(t rapid.TB, r *Result, out string) {
	t.Helper()
	totals := map[string]int{}
	for _, f := range r.Findings {
		totals[githubWords[f.Level()]]++
	}
	got, gaps, last := map[string]int{}, 0, 0
	for _, c := range commands(t, out) {
		rank := strings.Index("error   warning notice", c.kind)
		if rank < last {
			t.Fatalf("%s comes late", c.kind)
		}
		last = rank
		if c.kind == "warning" && c.props["file"] == "" && c.message == strings.Join(r.gaps(), "\n") && gaps == 0 {
			gaps++
			continue
		}
		n := 1
		if m := gatheredText.FindStringSubmatch(c.message); m != nil && totals[c.kind] > githubMany {
			n, _ = strconv.Atoi(m[1])
		}
		got[c.kind+c.props["title"]+"\x00"+c.props["file"]] += n
		if n > 1 {
			continue
		}
		found := false
		for i := range r.Findings {
			f := &r.Findings[i]
			found = found || c.message == sentence(f) && c.props["file"] == file(f.Place) && c.props["title"] == f.Rule.ID &&
				c.props["line"] == number(line(f.Place)) && c.props["col"] == number(column(f.Place))
		}
		if !found {
			t.Fatalf("no finding for %+v", c)
		}
	}
	if (gaps == 1) != (r.gaps() != nil) {
		t.Fatal("what is left out is not said")
	}
	for _, f := range r.Findings {
		got[githubWords[f.Level()]+f.Rule.ID+"\x00"+file(f.Place)]--
	}
	for k, n := range got {
		if n != 0 {
			t.Fatalf("%d too many for %q in %s", n, k, out)
		}
	}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func TestGitHub(t *testing.T) {
	r := &Result{Findings: diag.Findings{
		{Rule: diag.HeaderUnknown, Place: diag.Place{File: "a,b:c.csv", Line: 1}, Message: "50%"},
		{Rule: diag.TypeNumber, Place: diag.Place{File: "./a.csv", Line: 2, Col: 3}, Message: "is not a number",
			Subject: diag.Subject{Value: "x"}},
		{Rule: diag.ContractReview, Place: diag.Place{File: "c.yaml"}, Message: "m"},
	}}
	want := `::error file=a.csv,line=2,col=3,title=type-number::"x" is not a number
::warning file=a%2Cb%3Ac.csv,line=1,title=header-unknown::50%25
::notice file=c.yaml,title=contract-review::m
`
	if got := printed(t, "github", r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestGitHubGathers: beyond ten of a severity, a rule has one annotation a file; up to ten everything has its own.
func TestGitHubGathers(t *testing.T) {
	r := &Result{}
	for i := range 14 {
		p := diag.Place{File: "a.csv", Line: 3 + 2*(i/2), Col: i + 1}
		r.Findings = append(r.Findings, diag.Finding{Rule: diag.TypeThousands, Place: p, Message: fmt.Sprint("m", i)})
	}
	r.Findings = append(r.Findings,
		diag.Finding{Rule: diag.TypeUnit, Place: diag.Place{File: "a.csv", Line: 40}, Message: "alone"},
		diag.Finding{Rule: diag.SheetMerged, Place: diag.Place{File: "b.xlsx", Sheet: "s", Line: 4, Col: 6}, Message: "m"},
		diag.Finding{Rule: diag.SheetMerged, Place: diag.Place{File: "b.xlsx", Sheet: "s", Line: 5, Col: 6}, Message: "m"},
		diag.Finding{Rule: diag.FileKind, Place: diag.Place{File: "c"}, Message: "m"},
		diag.Finding{Rule: diag.FileKind, Place: diag.Place{File: "c"}, Message: "n"},
		diag.Finding{Rule: diag.HeaderUnknown, Message: "w1"}, diag.Finding{Rule: diag.HeaderUnknown, Message: "w2"})
	want := `::error file=a.csv,line=3,col=1,title=type-thousands::14 findings, lines 3, 5, 7, 9, 11, 13, 15; the first: m0
::error file=a.csv,line=40,title=type-unit::alone
::error file=b.xlsx,title=xlsx-merged::2 findings, at [s]!F4, [s]!F5; the first: b.xlsx[s]!F4: m
::error file=c,title=file-kind::2 findings; the first: m
::warning title=header-unknown::w1
::warning title=header-unknown::w2
`
	if got := printed(t, "github", r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for i := range 14 {
		r.Findings[i].Place.Line = i + 1
	}
	if got := printed(t, "github", r); !strings.Contains(got, "14 findings, lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …; the first: m0") {
		t.Errorf("got\n%s", got)
	}
	r.Findings = r.Findings[:10]
	if got := printed(t, "github", r); strings.Count(got, "\n") != 10 || strings.Contains(got, "the first") {
		t.Errorf("got\n%s", got)
	}
}
