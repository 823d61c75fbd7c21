package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zoneval/pkg/prepare"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
)

// traceFolder makes a folder ready for the steps of a calculation: a new or empty one, or one that holds such steps
// from before, which are replaced. It must hold none of the inputs, nor the output.
func traceFolder(dir, output string, inputs ...string) error {
	for _, in := range inputs {
		file, err := filepath.EvalSymlinks(in)
		if err == nil && (sameFile(filepath.Dir(in), dir) || sameFile(filepath.Dir(file), dir)) {
			return usage("name another folder", "--trace %s: the folder holds the input %s", dir, in)
		}
	}
	if output != "" && output != "-" && sameFile(filepath.Dir(output), dir) {
		return usage("name another folder", "--trace %s: -o %s is written to the same folder", dir, output)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return outputError(dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return outputError(dir, err)
	}
	ours := func(e os.DirEntry) bool {
		name, ok := strings.CutSuffix(e.Name(), ".csv")
		return ok && e.Type().IsRegular() && slices.Contains(present.TraceFiles, name)
	}
	traced := slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "changes.csv" })
	if len(entries) > 0 && (!traced || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return !ours(e) })) {
		return usage("name a new folder", "--trace %s: the folder holds other files, which are left alone", dir)
	}
	for _, e := range entries {
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return outputError(dir, err)
		}
	}
	return nil
}

// writeTrace writes each step to a CSV file of its own.
func writeTrace(ctx context.Context, s streams, dir string, a *ranking.Answer, t *prepare.Trace) error {
	csv, _ := report.ByName("csv")
	for _, f := range present.Trace(a, t) {
		out := outputFlags{file: filepath.Join(dir, f.Name+".csv")}
		if err := out.write(ctx, s, csv, f.Doc); err != nil {
			return err
		}
	}
	return nil
}
