package findings

import (
	"bufio"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/report"
)

// writeJUnit writes a test suite a file and in it a test a rule that was met, which fails on errors and warnings. A
// file with nothing to say has one test that holds, unless findings are left out: then nobody knows, and a suite of the
// tool's own fails and says so.
func writeJUnit(w *bufio.Writer, r *Result) error {
	files := slices.Clone(r.Files)
	byFile := map[string]diag.Findings{}
	for _, f := range r.Findings {
		files = append(files, f.Place.File)
		byFile[f.Place.File] = append(byFile[f.Place.File], f)
	}
	gaps := r.gaps()
	var suites []report.Suite
	done := map[string]bool{}
	for _, file := range files {
		if done[file] {
			continue
		}
		done[file] = true
		checks := checksOf(diag.Clean(file), byFile[file], r.FailOn)
		if checks == nil && gaps == nil {
			checks = []report.Check{{Class: diag.Clean(file), Name: "check"}}
		}
		suites = append(suites, report.Suite{Name: diag.Clean(file), Checks: checks})
	}
	if gaps != nil {
		suites = append(suites, report.Suite{Name: diag.Clean(r.Tool), Checks: []report.Check{
			{Class: diag.Clean(r.Tool), Name: "complete", Failure: "not every finding is here", More: gaps}}})
	}
	return report.WriteJUnitSuites(w, diag.Clean(r.Tool), suites)
}

// checksOf makes a file's findings a test a rule, in the order in which the rules were met.
func checksOf(file string, fs diag.Findings, failOn diag.Severity) []report.Check {
	var checks []report.Check
	at, bad := map[string]int{}, map[string]int{}
	for _, f := range fs {
		k, known := at[f.Rule.ID]
		if !known {
			k = len(checks)
			at[f.Rule.ID] = k
			checks = append(checks, report.Check{Class: file, Name: f.Rule.ID})
		}
		if f.Level() > failOn {
			continue // a test that passes, as the run does
		}
		bad[f.Rule.ID]++
		checks[k].Failure = many(bad[f.Rule.ID], "finding") + ": " + diag.Clean(f.Rule.Title)
		for i, line := range strings.Split(f.String(), "\n\t") {
			if i > 0 {
				line = "    " + line
			}
			checks[k].More = append(checks[k].More, line)
		}
	}
	return checks
}
