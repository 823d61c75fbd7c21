package findings

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
)

// checkText: a line a finding, a line a related place, and nothing of the summary before the blank line.
func checkText(t rapid.TB, r *Result, out string) {
	t.Helper()
	want := 0
	for _, f := range r.Findings {
		want += 1 + len(f.Related)
	}
	list := out
	if want == 0 {
		list = ""
	} else if before, _, ok := strings.Cut(out, "\n\n"); ok {
		list = before + "\n"
	}
	if got := strings.Count(list, "\n"); got != want {
		t.Fatalf("%d lines for %d places:\n%s", got, want, out)
	}
	for line := range strings.Lines(list) {
		if strings.Count(line, "\t") > 1 || strings.Index(line, "\t") > 0 {
			t.Fatalf("a tab inside a line: %q", line)
		}
	}
}

func TestText(t *testing.T) {
	fs := diag.Findings{
		{Rule: diag.TypeThousands, Place: diag.Place{File: "a.csv", Line: 3, Col: 7},
			Subject: diag.Subject{Zone: "z1", Column: "rd", Value: "1,000"}, Message: "has thousands marks", Mend: "write 1000"},
		{Rule: diag.HeaderUnknown, Place: diag.Place{File: "a.csv", Line: 1, Col: 9}, Message: "means nothing"},
	}
	one := "a.csv:3:7: error type-thousands zone \"z1\", column \"rd\": \"1,000\" has thousands marks; write 1000\n"
	two := "a.csv:1:9: warning header-unknown means nothing\n"
	files := []string{"a.csv"}
	for name, c := range map[string]struct {
		r    Result
		want string
	}{
		"one finding needs no table": {Result{Findings: fs[:1], Counts: tally(fs[:1]), Files: files}, one + "\n1 error in 1 file\n"},
		"two": {Result{Findings: fs, Counts: tally(fs), Files: append(files, "b.csv")}, one + two + `
  1 warning  header-unknown  a column means nothing to the index or the contract and is not used
  1 error    type-thousands  a number has thousands marks
1 error, 1 warning in 2 files
`},
		"capped": {Result{Findings: fs[:1], Counts: []Count{{diag.TypeThousands, diag.Error, 13, 1}}, Files: files}, one + `
  13 errors  type-thousands  a number has thousands marks; 12 more not shown (--max 0 shows all)
13 errors in 1 file
`},
		"accepted only": {Result{Accepted: 12, Off: 3, Files: files}, "12 accepted by the baseline\n3 switched off in zoneval.yaml\n"},
		"partial": {Result{Partial: true, Findings: fs[:1], Counts: tally(fs[:1])}, one + `
PARTIAL: the check was interrupted; what follows the last place was not looked at
1 error
`},
	} {
		if got := printed(t, "text", &c.r); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestMarkdownHeadline(t *testing.T) {
	fs := diag.Findings{{Rule: diag.HeaderUnknown, Message: "m"}}
	for want, r := range map[string]Result{
		"Passed: 1 warning in 1 file":       {Counts: tally(fs), Files: []string{"a"}},
		"Failed: 1 warning":                 {Counts: tally(fs), Failed: true, Partial: true},
		"Interrupted: nothing found":        {Partial: true},
		"Passed: nothing found in 2 files":  {Files: []string{"a", "b"}},
		"Interrupted: 1 warning in 2 files": {Counts: tally(fs), Files: []string{"a", "b"}, Partial: true},
	} {
		if got := headline(&r); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// checkMarkdown: a row a finding and a rule, with no cell that ends early. That texts stay texts is tested in report.
func checkMarkdown(t rapid.TB, r *Result, out string) {
	t.Helper()
	rows := 0
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "| ---") {
			rows++
			bare := strings.NewReplacer(`\\`, "", `\|`, "").Replace(line)
			if strings.Count(bare, "|") != 5 {
				t.Fatalf("not four cells: %s", line)
			}
		}
	}
	files := map[string]bool{}
	for _, f := range r.Findings {
		files[f.Place.File] = true
	}
	want := len(r.Findings) + len(files)
	if len(r.Counts) > 0 {
		want += 1 + len(r.Counts)
	}
	if rows != want {
		t.Fatalf("%d rows, want %d:\n%s", rows, want, out)
	}
}
