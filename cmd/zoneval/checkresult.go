package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"zoneval/pkg/check"
	"zoneval/pkg/diag"
	"zoneval/pkg/findings"
	"zoneval/pkg/gate"
	"zoneval/pkg/report"
)

// output is a format and where it goes.
type output struct {
	format findings.Format
	file   string
}

// outputs reads the formats that are asked for. No output overwrites an input.
func (r *checkRun) outputs(args []string) ([]output, error) {
	var out []output
	screen := false
	for _, f := range r.o.formats {
		name, file, toFile := strings.Cut(f, "=")
		format, ok := findings.ByName(name)
		switch {
		case !ok:
			return nil, usage(diag.DidYouMean(name, formatNames()), "there is no format %s", diag.Quote(name))
		case toFile && (file == "" || file == "-"):
			return nil, usage("name a file, as in "+name+"=out"+format.Extension, "--format %s names no file", diag.Quote(f))
		case !toFile && screen:
			return nil, usage("write one of them to a file, as in "+name+"=out"+format.Extension, "two formats go to standard output")
		}
		screen = screen || !toFile
		if toFile {
			if err := spare("--format", file, append(slices.Clone(args), r.o.index, r.o.contract, r.o.previous, r.o.baseline)...); err != nil {
				return nil, err
			}
			for _, other := range out {
				if other.file != "" && sameFile(other.file, file) {
					return nil, usage("name two files", "two formats write %s", diag.Quote(file))
				}
			}
		}
		out = append(out, output{format, file})
	}
	return out, nil
}

// finish prints the result and turns it into the exit code.
func (r *checkRun) finish(outputs []output, args []string, readable bool) error {
	result := r.result()
	for _, out := range outputs {
		write := func(w io.Writer) error { return out.format.Write(w, result) }
		if out.file == "" {
			if err := outputError("standard output", write(r.out)); err != nil {
				return err
			}
		} else if err := outputError(out.file, report.WriteFile(out.file, write)); err != nil {
			return err
		}
	}
	switch {
	case r.partial:
		return &failure{code: exitInterrupted}
	case !readable && len(args) > 0, r.unusable:
		return &failure{code: exitUnusable}
	case result.Failed:
		return &failure{code: exitGate}
	}
	return nil
}

// sort puts the findings in order. A repeat, as of a fault in a contract that is also an argument, is one finding.
func (r *checkRun) sort() {
	count := func(by int) {
		for _, f := range r.all {
			r.found[check.Count{Rule: f.Rule, Severity: f.Level()}] += by
		}
	}
	count(-1)
	r.all = r.all.Sort()
	count(+1)
}

// result counts the findings by rule.
func (r *checkRun) result() *findings.Result {
	r.sort()
	out := &findings.Result{Findings: r.all, Files: r.files, Accepted: r.gate.Accepted(), Off: r.gate.Off(), Partial: r.partial,
		Tool: "zoneval", Version: version, FailOn: gate.Level(r.o.failOn)}
	shown := map[check.Count]int{}
	for _, f := range out.Findings {
		shown[check.Count{Rule: f.Rule, Severity: f.Level()}]++
		out.Fingerprints = append(out.Fingerprints, f.Fingerprint())
	}
	for key, n := range r.found {
		if n == 0 {
			continue // put together with others, of which the baseline has accepted what came of it
		}
		out.Counts = append(out.Counts, findings.Count{Rule: key.Rule, Severity: key.Severity, Found: max(n, shown[key]), Shown: shown[key]})
		out.Failed = out.Failed || key.Severity <= out.FailOn
	}
	slices.SortFunc(out.Counts, func(a, b findings.Count) int {
		if a.Rule.ID != b.Rule.ID {
			return strings.Compare(a.Rule.ID, b.Rule.ID)
		}
		return int(a.Severity) - int(b.Severity)
	})
	return out
}

// saveBaseline writes all findings as accepted. A check that saw only a part of the files leaves the baseline alone.
func (r *checkRun) saveBaseline(readable bool) error {
	if r.partial {
		return &failure{code: exitInterrupted, findings: diag.Findings{{Rule: diag.UsageBad, Message: "the check was interrupted, and the baseline is left as it was"}}}
	}
	accepted := 0
	err := report.WriteFile(r.o.baseline, func(w io.Writer) (err error) {
		accepted, err = r.gate.Write(w, r.all, r.older, r.files)
		return err
	})
	if err != nil {
		return outputError(r.o.baseline, err)
	}
	switch accepted {
	case 0:
		fmt.Fprintf(r.err, "nothing is found, and nothing is accepted in %s\n", r.o.baseline)
	case 1:
		fmt.Fprintf(r.err, "1 finding is accepted in %s; give it a reason\n", r.o.baseline)
	default:
		fmt.Fprintf(r.err, "%d findings are accepted in %s; give each a reason\n", accepted, r.o.baseline)
	}
	if left := slices.DeleteFunc(slices.Clone(r.all), func(f diag.Finding) bool { return f.Rule.Group() != "file" }); len(left) > 0 {
		return &failure{code: map[bool]int{true: exitGate, false: exitUnusable}[readable], findings: left} // these cannot be accepted
	}
	return nil
}
