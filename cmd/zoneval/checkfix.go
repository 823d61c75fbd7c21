package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"zoneval/pkg/check"
	"zoneval/pkg/diag"
	"zoneval/pkg/fix"
	"zoneval/pkg/report"
	"zoneval/pkg/source"
)

// fix shows what can be mended in data files, or mends them. Each file stands on its own: one that cannot be mended
// keeps no other from it. The exit code is 2 when there is one, 1 when something is to be mended and --write is not
// given, otherwise 0.
func (r *checkRun) fix(args []string) error {
	switch {
	case len(args) == 0:
		return usage("name a data file, such as zones.csv", "there is nothing to mend")
	case r.o.writeBaseline:
		return usage("leave one of them out", "--fix and --write-baseline are two things")
	case !slices.Equal(r.o.formats, []string{"text"}):
		return usage("leave --format out", "--fix prints a diff, which has no other format")
	case r.o.write && slices.Contains(args, "-"):
		return usage("name a file; without --write the diff is printed", "standard input cannot be written to")
	}
	r.o.previous = ""
	r.references()
	if len(r.without) > 0 {
		return &failure{code: exitUnusable, findings: r.all.Sort()}
	}
	unusable, open := false, false
	for _, name := range args {
		if r.ctx.Err() != nil {
			return &failure{code: exitInterrupted}
		}
		result := r.mended(name)
		printFindings(r.err, result.Findings, 0)
		unusable = unusable || result.Findings.Errors() > 0
		if result.Text == nil {
			continue
		}
		did := "mended: "
		if r.o.write {
			if err := r.writeMended(name, result.Text); err != nil {
				fail(r.err, err)
				unusable = true
				continue
			}
		} else {
			if err := outputError("standard output", result.Diff(r.out, name)); err != nil {
				return err
			}
			open, did = true, "to be mended (--write does it): "
		}
		fmt.Fprintf(r.err, "%s: %s%s\n", diag.Clean(name), did, result.Summary())
	}
	switch {
	case unusable:
		return &failure{code: exitUnusable}
	case open:
		return &failure{code: exitGate}
	}
	return nil
}

// mended reads a file and says what is to be mended in it.
func (r *checkRun) mended(name string) *fix.Result {
	o := check.Options{Index: r.index, Source: source.Options{NoChecksum: true, Sheet: r.o.sheet}}
	none := func(list ...diag.Finding) *fix.Result { return &fix.Result{Findings: list} }
	info, err := os.Stat(name) // what is no file, such as a pipe, can be read only once
	if name != "-" && (err != nil || info.Mode().IsRegular()) && !looksLikeData(name) {
		if _, fault := readText(name); fault != nil {
			return none(*fault)
		}
		return none(diag.Finding{Rule: diag.FileKind, Severity: diag.Note, Place: diag.Place{File: name},
			Message: "is an index file or a contract, which is not mended here: only CSV and TSV files are"})
	}
	if r.contract != nil {
		ct, problems := r.contract.For(name)
		if o.Contract = ct; ct == nil {
			return none(problems...)
		}
	}
	raw, problems := r.readWhole(name, o.Source)
	if raw == nil {
		return none(problems...)
	}
	return fix.File(name, raw, o)
}

// readWhole reads a data file into memory, or says why not.
func (r *checkRun) readWhole(name string, o source.Options) ([]byte, diag.Findings) {
	from := r.in
	if name != "-" {
		info, err := os.Stat(name)
		if err == nil && r.o.write && !info.IsDir() && !info.Mode().IsRegular() {
			return nil, diag.Findings{{Rule: diag.FileUnusable, Place: diag.Place{File: name}, Message: "is no regular file, so that --write cannot replace it",
				Mend: "leave --write out to see what is to be mended"}}
		}
		f, err := os.Open(name)
		if err != nil || info == nil || info.IsDir() || info.Mode()&os.ModeDevice != 0 {
			f.Close()
			return nil, source.Open(name, o).Findings
		}
		defer f.Close()
		from = f
	}
	raw, err := io.ReadAll(io.LimitReader(from, fix.MaxBytes+1))
	if err != nil {
		return nil, diag.Findings{{Rule: diag.FileUnusable, Place: diag.Place{File: name}, Message: "cannot be read"}}
	}
	return raw, nil
}

// writeMended replaces a file, whole or not at all. The bytes reach the disk before the file gets its name, since
// nobody has them twice.
func (r *checkRun) writeMended(name string, text []byte) error {
	return outputError(name, report.WriteFile(name, func(w io.Writer) error {
		if _, err := (interruptible{r.ctx, w}).Write(text); err != nil {
			return err
		}
		if f, ok := w.(*os.File); ok {
			return f.Sync()
		}
		return nil
	}))
}
