package findings

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
)

// checkCheckstyle reads the XML back: every finding is there, in the file it belongs to, its text whole.
func checkCheckstyle(t rapid.TB, r *Result, out string) {
	t.Helper()
	var got checkstyle
	if err := xml.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	left := map[string][]checkstyleError{}
	for _, f := range got.Files {
		if left[f.Name] != nil {
			t.Fatalf("file %q twice", f.Name)
		}
		left[f.Name] = f.Errors
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		name := file(f.Place)
		want := checkstyleError{line(f.Place), column(f.Place), strings.Replace(f.Level().String(), "note", "info", 1),
			sentence(f), "zoneval." + f.Rule.ID}
		if len(left[name]) == 0 || left[name][0] != want {
			t.Fatalf("%+v is not the next in %q: %+v", want, name, left[name])
		}
		left[name] = left[name][1:]
	}
	for name, rest := range left {
		if len(rest) > 0 {
			t.Fatalf("%q has more: %+v", name, rest)
		}
	}
}

type suites struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Suites   []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Cases    []struct {
			Class   string `xml:"classname,attr"`
			Name    string `xml:"name,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// checkJUnit reads the XML back: counts are right, and the lines below the failures are the errors and warnings.
func checkJUnit(t rapid.TB, r *Result, out string) {
	t.Helper()
	var got suites
	if err := xml.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	tests, failures := 0, 0
	lines := map[string]int{}
	for _, s := range got.Suites {
		bad := 0
		for _, c := range s.Cases {
			if c.Failure == nil {
				continue
			}
			bad++
			message, rest, _ := strings.Cut(c.Failure.Text, "\n")
			if message != c.Failure.Message {
				t.Fatalf("%q is not %q", message, c.Failure.Message)
			}
			if c.Name == "complete" {
				if rest != strings.Join(r.gaps(), "\n") {
					t.Fatalf("gaps %q", rest)
				}
				continue
			}
			for l := range strings.Lines(rest) {
				lines[strings.TrimSuffix(l, "\n")]++
			}
		}
		if s.Tests != len(s.Cases) || s.Failures != bad {
			t.Fatalf("suite %+v", s)
		}
		tests += s.Tests
		failures += bad
	}
	if got.Tests != tests || got.Failures != failures {
		t.Fatalf("%d of %d tests fail, stated %d of %d", failures, tests, got.Failures, got.Tests)
	}
	for _, f := range r.Findings {
		if f.Level() == diag.Note {
			continue
		}
		for i, l := range strings.Split(f.String(), "\n\t") {
			if i > 0 {
				l = "    " + l
			}
			lines[l]--
		}
	}
	for l, n := range lines {
		if n != 0 {
			t.Fatalf("%d too many of %q", n, l)
		}
	}
}

// TestJUnitSaysWhatItDoesNotKnow: a file of which findings may be left out is not said to be fine.
func TestJUnitSaysWhatItDoesNotKnow(t *testing.T) {
	r := &Result{Files: []string{"a.csv", "b.csv", "a.csv"}, Tool: "zoneval", FailOn: diag.Warning}
	shape := func() string {
		var got suites
		if err := xml.Unmarshal([]byte(printed(t, "junit", r)), &got); err != nil {
			t.Fatal(err)
		}
		s := ""
		for _, x := range got.Suites {
			s += fmt.Sprintf("%s:", x.Name)
			for _, c := range x.Cases {
				s += fmt.Sprintf(" %s=%v", c.Name, c.Failure == nil)
			}
			s += "\n"
		}
		return s
	}
	if got := shape(); got != "a.csv: check=true\nb.csv: check=true\n" {
		t.Error(got)
	}
	r.Findings = diag.Findings{
		{Rule: diag.ContractReview, Place: diag.Place{File: "c.yaml"}, Message: "m"},
		{Rule: diag.TypeNumber, Place: diag.Place{File: "a.csv"}, Message: "m"},
	}
	r.Counts = tally(r.Findings)
	if got := shape(); got != "a.csv: type-number=false\nb.csv: check=true\nc.yaml: contract-review=true\n" {
		t.Error(got)
	}
	r.Counts[1].Found++
	if got := shape(); got != "a.csv: type-number=false\nb.csv:\nc.yaml: contract-review=true\nzoneval: complete=false\n" {
		t.Error(got)
	}
}
