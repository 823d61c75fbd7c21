// Package diag holds findings: what a reader, a check or a calculation has to say about a place in somebody's file.
//
// A finding has a rule (a stable code), a severity, a place, a sentence that says what was found and what was
// expected, and a mend. Packages return findings; only the command prints them.
package diag

import (
	"cmp"
	"fmt"
	"slices"
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
	File string // as the user named it; "-" is standard input
	Line int    // physical line, from 1; 0 means the whole file
	Col  int    // in characters (code points), from 1; 0 means the whole line
	Path string // inside an index file: dimensions.innovation.indicators[3].weight
}

// String is file:line:col, without what is not known.
func (p Place) String() string {
	s := Clean(p.File)
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Col > 0 {
			s += fmt.Sprintf(":%d", p.Col)
		}
	}
	return s
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
	Message  string // what was found and what was expected
	Mend     string // what to do about it; may be empty
	Related  []Related
	Severity Severity // 0 means the rule's own
}

// Level is the finding's severity, the rule's own where it states none.
func (f Finding) Level() Severity {
	if f.Severity != 0 {
		return f.Severity
	}
	return f.Rule.Severity
}

// String is the printed form, path:line:col: severity rule: message; mend, with related places indented below.
func (f Finding) String() string {
	var b strings.Builder
	if p := f.Place.String(); p != "" {
		b.WriteString(p)
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s %s: ", f.Level(), f.Rule.ID)
	if f.Place.Path != "" {
		b.WriteString(Clean(f.Place.Path))
		b.WriteString(": ")
	}
	b.WriteString(Clean(f.Message))
	if f.Mend != "" {
		b.WriteString("; ")
		b.WriteString(Clean(f.Mend))
	}
	for _, r := range f.Related {
		b.WriteString("\n\t")
		b.WriteString(r.Place.String())
		b.WriteString(": ")
		b.WriteString(Clean(r.Message))
	}
	return b.String()
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
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Col, b.Place.Col),
			cmp.Compare(a.Place.Path, b.Place.Path),
			cmp.Compare(a.Rule.ID, b.Rule.ID),
		)
	})
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.Place == b.Place && a.Rule == b.Rule && a.Message == b.Message
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
