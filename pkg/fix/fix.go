// Package fix mends what can be mended in a data file without loss: the encoding, the byte order mark, line ends,
// blanks around cells, full-width digits, and thousands marks that the contract declares. Every other byte stays what
// it is, and what is mended is read again: a file that would then give other records is left alone.
//
// A file whose quotes, characters or bytes are damaged is not mended at all, since nobody knows where its cells end.
package fix

import (
	"fmt"
	"strings"

	"zoneval/pkg/check"
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// MaxBytes is the size that a file can have. It is held in memory several times over.
const MaxBytes = 256 << 20

// Kind is what was done to a cell; of several things the one that says most.
type Kind uint8

// The kinds.
const (
	Trimmed   Kind = iota + 1 // blanks around it taken away
	FullWidth                 // a number with full-width digits or signs, turned narrow
	Thousands                 // a number with thousands marks, taken out
)

// Change is one cell that is to be written anew. Quotes around it stay, and are not part of Old and New; quotes inside are
// doubled there as they are in the file.
type Change struct {
	Kind     Kind
	Line     int // physical line at which the cell starts
	Record   int // of the data records; -1 is the header
	Field    int
	Old, New string

	at int // where Old stands in the text
}

// Ends counts line ends of one kind, "CR", "LF" or "CRLF", that are written as another.
type Ends struct {
	From, To string
	Count    int
}

// Result is what can be mended in a file.
type Result struct {
	Text     []byte // the mended file; nil when nothing is to be mended or it cannot be
	Changes  []Change
	Encoding string // what is turned into UTF-8; "" when it is that already
	BOM      bool   // a byte order mark is taken away from UTF-8
	LineEnds []Ends

	// Findings say why the file is not mended. Where none of them is an error, it is of a kind that never is.
	Findings diag.Findings

	before string // the text as UTF-8 with the line ends of the mended one, for the diff
}

// faults are the rules that a file may not break to be mended.
var faults = map[*diag.Rule]bool{diag.StructureQuote: true, diag.EncodingNUL: true, diag.FileTooLarge: true, diag.FileUnusable: true}

// File says what can be mended in the bytes of a data file, which are not changed. name is how the user named it.
func File(name string, raw []byte, o check.Options) *Result {
	if len(raw) > MaxBytes {
		return refuse(diag.Finding{Rule: diag.FileTooLarge, Place: diag.Place{File: name}, Mend: "cut it into several files",
			Message: fmt.Sprintf("has more than %d MiB, too many to be mended", MaxBytes>>20)})
	}
	o.Source.NoChecksum = true
	in := source.Bytes(name, raw, o.Source)
	defer in.Close()
	switch {
	case !in.Usable():
		return &Result{Findings: in.Findings}
	case in.HasMarks():
		return refuse(diag.Finding{Rule: diag.FileKind, Severity: diag.Note, Place: diag.Place{File: name},
			Message: "is a workbook, which is not mended here: only CSV and TSV files are"})
	}
	return newMender(in, raw, o).run()
}

func refuse(f diag.Finding) *Result { return &Result{Findings: diag.Findings{f}} }

// mender is one run of File.
type mender struct {
	name   string
	raw    []byte
	in     *source.Input // from the header on
	titled bool          // something that is no comment stands above the header
	fields []check.Field
	o      source.Options

	text   string // the file as UTF-8 without byte order mark, bare CR as line end turned into LF
	oldMac string // the text before that, "" when there was nothing to turn
	out    Result
	ends   []int32  // where the lines end, outside quotes
	before []uint64 // what the records are as they are, one hash for each
	after  []uint64 // and when they are mended
	inside bool     // a bare CR stands inside quotes in a file whose lines end so

	hashBefore, hashAfter hasher
}

func newMender(in *source.Input, raw []byte, o check.Options) *mender {
	table, fields := check.Columns(in, o)
	return &mender{name: in.Name, raw: raw, in: table, titled: table != in, fields: fields, o: o.Source, hashBefore: newHasher(), hashAfter: newHasher()}
}

func (m *mender) run() *Result {
	if !m.decode() {
		return refuse(m.finding(diag.EncodingBad, "is "+m.in.Encoding+" and cannot be turned into UTF-8 and back without loss",
			"save the file as CSV UTF-8 from the program that wrote it"))
	}
	now := m.read(m.in)
	if len(now.faults) > 0 {
		return &Result{Findings: now.faults}
	}
	for i := range m.fields {
		// The checker's own measure of a column that nobody described: nearly all cells that are filled are numbers.
		if n := now.counts[i]; m.fields[i].Guess && n.numbers >= 4*n.texts {
			m.fields[i].Number = true
		}
	}
	m.walk()
	if m.inside {
		return refuse(m.finding(diag.StructureLineEnds, "has bare carriage returns (CR) as line ends and inside quoted cells too, which cannot be told apart without loss",
			"save the file with line ends of LF from the program that wrote it"))
	}
	to := m.lineEnds()
	if !m.out.Any() {
		return &m.out
	}
	m.out.before = string(m.apply(nil, to))
	m.out.Text = m.apply(m.out.Changes, to)
	if !m.same(now) {
		return refuse(m.finding(diag.FileUnusable, "is not mended: without its blanks or its byte order mark it would be read as something else",
			"mend it by hand"))
	}
	return &m.out
}

// finding is an error about the file as a whole.
func (m *mender) finding(rule *diag.Rule, message, mend string) diag.Finding {
	return diag.Finding{Rule: rule, Severity: diag.Error, Place: diag.Place{File: m.name}, Message: message, Mend: mend}
}

// Any says whether there is something to mend.
func (r *Result) Any() bool {
	return len(r.Changes) > 0 || r.Encoding != "" || r.BOM || len(r.LineEnds) > 0
}

// endNames are the line ends as people call them.
var endNames = map[string]string{"\r": "CR", "\n": "LF", "\r\n": "CRLF"}

// endOf is the line end that a text starts with.
func endOf(s string) string {
	switch {
	case s[0] == '\n':
		return "\n"
	case strings.HasPrefix(s, "\r\n"):
		return "\r\n"
	}
	return "\r"
}

// lineEnds decides how lines are to end: all alike, as most do, but never in a bare CR.
func (m *mender) lineEnds() (to string) {
	count := map[string]int{}
	for _, at := range m.ends {
		end := endOf(m.text[at:])
		if end == "\n" && m.oldMac != "" {
			end = m.oldMac[at : at+1]
		}
		count[end]++
	}
	to = "\n"
	if count["\r\n"] > count["\n"] && m.oldMac == "" {
		to = "\r\n"
	}
	for _, from := range []string{"\r", "\n", "\r\n"} {
		if n := count[from]; n > 0 && from != to {
			m.out.LineEnds = append(m.out.LineEnds, Ends{endNames[from], endNames[to], n})
		}
	}
	return to
}

// apply writes the text with some changes and all line ends alike.
func (m *mender) apply(changes []Change, to string) []byte {
	out := make([]byte, 0, len(m.text)+len(m.text)/64)
	ends, p := m.ends, 0
	for len(changes) > 0 || len(ends) > 0 {
		at, old, now := 0, "", to
		if len(ends) == 0 || len(changes) > 0 && changes[0].at < int(ends[0]) {
			at, old, now = changes[0].at, changes[0].Old, changes[0].New
			changes = changes[1:]
		} else {
			at = int(ends[0])
			old = endOf(m.text[at:])
			ends = ends[1:]
		}
		out = append(append(out, m.text[p:at]...), now...)
		p = at + len(old)
	}
	return append(out, m.text[p:]...)
}
