package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/pkg/diag"
	"zoneval/pkg/present"
	"zoneval/pkg/report"
)

// outputFlags are the flags of every command that answers with a Document.
type outputFlags struct {
	format string
	file   string
	lang   string
	bom    bool
}

func (o *outputFlags) add(cmd *cobra.Command) {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	addChoice(cmd, &o.format, "format", "f", "table", names, "output format")
	addChoice(cmd, &o.lang, "lang", "", string(present.En), present.Langs, "language of the report")
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "write to `FILE`, whole or not at all; the format follows its extension unless -f is given")
	cmd.Flags().BoolVar(&o.bom, "bom", false, "start CSV and TSV with a byte order mark, so that Excel reads Chinese right")
}

// resolve settles the format. It is called before any work is done.
func (o *outputFlags) resolve(cmd *cobra.Command) (report.Format, error) {
	f, _ := report.ByName(o.format)
	if cmd.Flags().Changed("output") && o.file == "" {
		return f, usage("name a file, or leave -o out", "-o has an empty file name")
	}
	if o.file == "/dev/stdout" || o.file == "/dev/fd/1" {
		o.file = "-" // it may be a file that the shell has redirected to, which is not ours to replace
	}
	if o.file == "" || o.file == "-" || cmd.Flags().Changed("format") {
		return f, nil
	}
	if byExt, ok := report.ByExtension(o.file); ok {
		return byExt, nil
	}
	var exts []string
	for _, f := range report.Formats() {
		exts = append(exts, f.Extension)
	}
	return f, usage("give one of "+strings.Join(exts, ", ")+", or name the format with -f", "the output file %s has no known extension", diag.Quote(o.file))
}

// spare refuses an output file that is one of the inputs.
func (o *outputFlags) spare(inputs ...string) error { return spare("-o", o.file, inputs...) }

// spare refuses the file of a flag that is one of the inputs.
func spare(flag, file string, inputs ...string) error {
	out, err := os.Stat(file)
	if err != nil {
		return nil
	}
	for _, name := range inputs {
		if in, err := os.Stat(name); err == nil && os.SameFile(in, out) {
			return usage("name another output file", "%s %s would overwrite an input", flag, file)
		}
	}
	return nil
}

// sameFile says whether two names are of one file or folder, which need not exist yet.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	if errX == nil && errY == nil {
		return os.SameFile(x, y)
	}
	a, errX = filepath.Abs(a)
	b, errY = filepath.Abs(b)
	return errX == nil && errY == nil && a == b
}

// write renders a document to standard output or to a file.
func (o *outputFlags) write(ctx context.Context, s streams, f report.Format, d *report.Document) error {
	if o.file == "" || o.file == "-" {
		return outputError("standard output", f.Render(s.out, d, report.Options{Colour: s.colour, BOM: o.bom}))
	}
	return outputError(o.file, report.WriteFile(o.file, func(w io.Writer) error { return f.Render(interruptible{ctx, w}, d, report.Options{BOM: o.bom}) }))
}

// interruptible ends writing when the context ends, so that a half-written file is removed.
type interruptible struct {
	ctx context.Context
	w   io.Writer
}

func (i interruptible) Write(b []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.w.Write(b)
}

func outputError(name string, err error) error {
	if err == nil || isBrokenPipe(err) { // the reader has seen enough, as head does
		return nil
	}
	if path := new(fs.PathError); errors.As(err, &path) {
		err = path.Err
	}
	what := strings.TrimPrefix(err.Error(), "cannot write "+diag.Clean(name)+": ") // the name is said already
	return &failure{code: exitUnusable, findings: diag.Findings{{Rule: diag.OutputFailed, Place: diag.Place{File: name},
		Message: "the result could not be written: " + what, Mend: "check the folder, its permissions and the free space"}}}
}
