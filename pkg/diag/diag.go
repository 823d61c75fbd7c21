// Package diag holds findings: what a reader, a check or a calculation has to say about a place in somebody's file.
//
// A finding has a rule (a stable code), a severity, a place, a sentence that says what was found and what was
// expected, and a mend. Packages return findings; only the command prints them.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Severity says what a finding does to the run: an Error stops it, a Warning is shown and the run goes on, a Note
// is information.
type Severity uint8

// The severities, worst first.
const (
	Error Severity = iota + 1
	Warning
	Note
)

// String is the word printed in a finding: error, warning or note.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Note:
		return "note"
	}
	return "unknown"
}

// Place is where a finding points.
type Place struct {
	File  string // as the user named it; "-" is standard input
	Sheet string // of a workbook; then Line is the row and Col the column of the sheet
	Line  int    // physical line, from 1; 0 means the whole file
	Col   int    // in characters (code points), from 1; 0 means the whole line
	Path  string // inside an index file: dimensions.innovation.indicators[3].weight
}

// String is file:line:col, or file[sheet]!F4 in a workbook, without what is not known.
func (p Place) String() string {
	s := Clean(p.File)
	if p.Sheet != "" {
		s += "[" + Clean(p.Sheet) + "]"
		if p.Line > 0 {
			s += "!" + columnLetters(p.Col) + strconv.Itoa(p.Line)
		}
		return s
	}
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Col > 0 {
			s += fmt.Sprintf(":%d", p.Col)
		}
	}
	return s
}

// columnLetters is a column as spreadsheets call it: 1 is A, 27 is AA; "" for none.
func columnLetters(col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

// Subject is what a finding in a data file speaks of. What does not apply is empty.
type Subject struct {
	Zone   string // its id
	Name   string // of the zone, where the file gives one beside the id
	Year   string
	Column string // as the file heads it
	Value  string // the text of the cell
	Wanted string // what was expected in its place: "a plain number"
}

// Related is a second place that a finding speaks of, such as the first of two duplicates.
type Related struct {
	Place   Place
	Message string
}

// Finding is one defect at one place.
type Finding struct {
	Rule     *Rule
	Place    Place
	Subject  Subject
	Message  string // what was found; where Subject has a value, the end of a sentence that starts with it
	Mend     string // what to do about it; may be empty
	Related  []Related
	Severity Severity // 0 means the rule's own

	// Key tells the finding from others of its rule, file and column where neither zone nor value does: it is told of many
	// cells, and stands at the first of them.
	Key string
}

// Level is the finding's severity, the rule's own where it states none.
func (f Finding) Level() Severity {
	if f.Severity != 0 {
		return f.Severity
	}
	return f.Rule.Severity
}

// String is the printed form, path:line:col: severity rule text, with related places indented below.
func (f Finding) String() string {
	var b strings.Builder
	if p := f.Place.String(); p != "" {
		b.WriteString(p)
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s %s ", f.Level(), f.Rule.ID)
	b.WriteString(f.Text())
	for _, r := range f.Related {
		b.WriteString("\n\t")
		b.WriteString(r.Place.String())
		b.WriteString(": ")
		b.WriteString(Clean(r.Message))
	}
	return b.String()
}

// Text is the finding in one line without its place, severity and rule: what it speaks of, what was found and
// expected, and the mend. It is safe to print.
func (f Finding) Text() string {
	if f.Mend == "" {
		return f.Statement()
	}
	return f.Statement() + "; " + Clean(f.Mend)
}

// Statement is Text without the mend.
func (f Finding) Statement() string {
	var b strings.Builder
	s := f.Subject
	switch {
	case f.Place.Path != "":
		b.WriteString(Clean(f.Place.Path) + ": ")
	case s != Subject{}:
		b.WriteString(s.about())
	}
	if s.Value != "" {
		b.WriteString(Quote(s.Value) + " ")
	}
	b.WriteString(Clean(f.Message))
	if s.Wanted != "" {
		b.WriteString("; expected " + Clean(s.Wanted))
	}
	return b.String()
}

// about names the zone, the year and the column: `zone "A" (Alpha, 2021), column "rd": `.
func (s Subject) about() string {
	var parts []string
	if s.Zone != "" {
		in := ""
		if s.Name != "" && s.Name != s.Zone {
			in = Clean(Cut(s.Name))
		}
		if s.Year != "" {
			in = strings.TrimPrefix(in+", "+Clean(Cut(s.Year)), ", ")
		}
		if in != "" {
			in = " (" + in + ")"
		}
		parts = append(parts, "zone "+Quote(s.Zone)+in)
	}
	if s.Column != "" {
		parts = append(parts, "column "+Quote(s.Column))
	}
	if parts == nil {
		return ""
	}
	return strings.Join(parts, ", ") + ": "
}

// Findings is a list of findings in the order they were met.
type Findings []Finding

// First is the first error, or the first finding where none is one. There must be a finding.
func (fs Findings) First() Finding {
	for _, f := range fs {
		if f.Level() == Error {
			return f
		}
	}
	return fs[0]
}

// Errors counts the findings of severity Error.
func (fs Findings) Errors() int {
	n := 0
	for _, f := range fs {
		if f.Level() == Error {
			n++
		}
	}
	return n
}

// Sort orders findings by file, line, column, path and rule, keeping the order of equals, and drops repeats.
func (fs Findings) Sort() Findings {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Sheet, b.Place.Sheet),
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Col, b.Place.Col),
			cmp.Compare(a.Place.Path, b.Place.Path),
			cmp.Compare(a.Rule.ID, b.Rule.ID),
		)
	})
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.Place == b.Place && a.Rule == b.Rule && a.Message == b.Message && a.Subject == b.Subject
	})
}

// Log collects findings and keeps the first Max of each severity, counting the rest, so that a broken file of a
// million rows costs no more than a broken file of fifty. The zero Log keeps everything.
type Log struct {
	Max     int // how many of each severity to keep; 0 keeps all
	kept    Findings
	met     [Note + 1]int
	dropped [Note + 1]int
}

// Add records one finding.
func (l *Log) Add(f Finding) {
	s := f.Level()
	l.met[s]++
	if l.Max > 0 && l.met[s]-l.dropped[s] > l.Max {
		l.dropped[s]++
		return
	}
	l.kept = append(l.kept, f)
}

// Full says whether another finding of the severity would only be counted, so that its text need not be built.
func (l *Log) Full(s Severity) bool { return l.Max > 0 && l.met[s]-l.dropped[s] >= l.Max }

// Skip counts a finding of the severity that was not built because the log is full.
func (l *Log) Skip(s Severity) { l.met[s]++; l.dropped[s]++ }

// Merge adds another log's findings after this one's, keeping the cap and the counts.
func (l *Log) Merge(o *Log) {
	for _, f := range o.kept {
		l.Add(f)
	}
	for s, n := range o.dropped {
		l.met[s] += n
		l.dropped[s] += n
	}
}

// Findings returns what was kept, in the order it was met.
func (l *Log) Findings() Findings { return l.kept }

// Count is how many findings of the severity were met, kept or not.
func (l *Log) Count(s Severity) int { return l.met[s] }

// Dropped is how many findings were met and not kept, of all severities.
func (l *Log) Dropped() int {
	n := 0
	for _, d := range l.dropped {
		n += d
	}
	return n
}

// HasErrors says whether a finding of severity Error was met.
func (l *Log) HasErrors() bool { return l.met[Error] > 0 }
