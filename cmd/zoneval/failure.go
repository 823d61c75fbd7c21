package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"zoneval/pkg/diag"
)

// The exit codes, documented in the root command's help.
const (
	exitFine     = 0
	exitGate     = 1
	exitUnusable = 2
	exitInternal = 3

	exitInterrupted = 130 // 128 + SIGINT, as shells have it
)

// failure is an error that has been put into words: findings to print, and the exit code.
type failure struct {
	findings diag.Findings
	dropped  int
	code     int
}

func (f *failure) Error() string { return fmt.Sprintf("%d findings", len(f.findings)) }

// unusable wraps findings of a log that has errors.
func unusable(log *diag.Log) error {
	return &failure{findings: log.Findings().Sort(), dropped: log.Dropped(), code: exitUnusable}
}

// usage is a mistake in the call.
func usage(mend, format string, args ...any) error {
	return misuse(mend, fmt.Sprintf(format, args...))
}

func misuse(mend, message string) *failure {
	return &failure{code: exitUnusable, findings: diag.Findings{{Rule: diag.UsageBad, Message: message, Mend: mend}}}
}

// fail prints an error and returns the exit code.
func fail(w io.Writer, err error) int {
	var f *failure
	if !errors.As(err, &f) {
		// What is left are the command parser's complaints about flags and arguments.
		f = misuse("zoneval --help lists commands and flags", flagComplaint(err))
	}
	printFindings(w, f.findings, f.dropped)
	return f.code
}

func printFindings(w io.Writer, findings diag.Findings, dropped int) {
	for _, x := range findings {
		fmt.Fprintln(w, x)
	}
	if dropped > 0 {
		fmt.Fprintf(w, "and %d more\n", dropped)
	}
}

// flagComplaint takes the parser's Go syntax out of a message about flags.
func flagComplaint(err error) string {
	s := err.Error()
	if i := strings.Index(s, ": strconv."); i >= 0 {
		want := "expected a whole number"
		switch {
		case strings.Contains(s[i:], "ParseBool"):
			want = "expected true or false"
		case strings.Contains(s[i:], "ParseFloat"):
			want = "expected a number"
		case strings.HasSuffix(s, "out of range"):
			want = "the number is too large"
		}
		s = s[:i] + ": " + want
	}
	return strings.ReplaceAll(s, "\n", " ")
}
