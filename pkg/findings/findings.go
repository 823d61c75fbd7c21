// Package findings holds the printed forms of what a check found, one file a format.
//
// No output holds a character that could steer a terminal, a log or a page: where a program reads, such characters are
// escaped as its format escapes them; where people read, they are shown as diag.Clean shows them. Nothing in an output
// depends on the clock, the machine or the order of a map.
package findings

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"zoneval/pkg/diag"
)

// Result is what a check found, ready to print.
type Result struct {
	Findings      diag.Findings // sorted; what is accepted or switched off is not among them
	Fingerprints  []string      // of each finding: the same when lines move
	Counts        []Count       // of each rule met and its severity, in the order of rule IDs
	Files         []string      // what was checked, as the user named it
	Accepted      int           // findings that the baseline accepts
	Off           int           // findings that the settings switch off
	Partial       bool          // the run was interrupted
	Tool, Version string
	Failed        bool          // a finding is at or above the fail level
	FailOn        diag.Severity // the fail level; 0 is never
}

// Count is how often a rule was met at a severity. Shown is less than Found where the number of findings is limited.
type Count struct {
	Rule         *diag.Rule
	Severity     diag.Severity
	Found, Shown int
}

// Format is one way to write a Result down.
type Format struct {
	Name      string // as after --format: "text", "sarif"
	Extension string // with its dot: ".txt", ".sarif"
	Write     func(w io.Writer, r *Result) error
}

// formats is the one list of them: a new format is a file with a write function, and a row here.
var formats = []Format{
	{"text", ".txt", buffered(writeText)},
	{"json", ".json", buffered(writeJSON)},
	{"jsonl", ".jsonl", buffered(writeJSONL)},
	{"sarif", ".sarif", buffered(writeSARIF)},
	{"junit", ".xml", buffered(writeJUnit)},
	{"github", ".txt", buffered(writeGitHub)},
	{"gitlab", ".json", buffered(writeGitLab)},
	{"checkstyle", ".xml", buffered(writeCheckstyle)},
	{"rdjson", ".json", buffered(writeRDJSON)},
	{"markdown", ".md", buffered(writeMarkdown)},
}

// Formats returns every format, in the order in which help lists them.
func Formats() []Format { return append([]Format(nil), formats...) }

// ByName returns the format called name; case does not count.
func ByName(name string) (Format, bool) {
	for _, f := range formats {
		if strings.EqualFold(name, f.Name) {
			return f, true
		}
	}
	return Format{}, false
}

// buffered lets a format write small pieces and look at no error: the buffer keeps the first one.
func buffered(write func(*bufio.Writer, *Result) error) func(io.Writer, *Result) error {
	return func(w io.Writer, r *Result) error {
		b := bufio.NewWriterSize(w, 64<<10)
		if err := write(b, r); err != nil {
			return err
		}
		return b.Flush()
	}
}

// fingerprint is that of finding i, "" where none was given.
func (r *Result) fingerprint(i int) string {
	if i < len(r.Fingerprints) {
		return r.Fingerprints[i]
	}
	return ""
}

// found is how many findings of the severity there are, shown or not.
func (r *Result) found(s diag.Severity) int {
	n := 0
	for _, c := range r.Counts {
		if c.Severity == s {
			n += c.Found
		}
	}
	return n
}

// verdict is "5 errors, 2 warnings in 1 file", "" where nothing was found.
func (r *Result) verdict() string {
	var parts []string
	for s := diag.Error; s <= diag.Note; s++ {
		if n := r.found(s); n > 0 {
			parts = append(parts, many(n, s.String()))
		}
	}
	if parts == nil {
		return ""
	}
	return strings.Join(parts, ", ") + r.where()
}

// where is " in 3 files", the ones checked.
func (r *Result) where() string {
	if len(r.Files) == 0 {
		return ""
	}
	return " in " + many(len(r.Files), "file")
}

// many is a number with its noun: 1 file, 2 files.
func many(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// hidden says how many findings of the rule are not shown; "" where all are.
func (c Count) hidden() string {
	if c.Shown >= c.Found {
		return ""
	}
	return fmt.Sprintf("%d more not shown (--max 0 shows all)", c.Found-c.Shown)
}

// gaps says what the listed findings leave out although somebody has to look at it.
func (r *Result) gaps() []string {
	var out []string
	for _, c := range r.Counts {
		if h := c.hidden(); h != "" {
			out = append(out, c.Rule.ID+": "+h)
		}
	}
	if r.Partial {
		out = append(out, partial)
	}
	return out
}

const partial = "PARTIAL: the check was interrupted; what follows the last place was not looked at"

// asides says what somebody decided not to look at.
func (r *Result) asides() []string {
	var out []string
	if r.Accepted > 0 {
		out = append(out, fmt.Sprintf("%d accepted by the baseline", r.Accepted))
	}
	if r.Off > 0 {
		out = append(out, fmt.Sprintf("%d switched off in zoneval.yaml", r.Off))
	}
	return out
}
