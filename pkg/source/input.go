// Package source turns the bytes of a data file into records of cells, each with its place: physical line and column
// in characters, or the cell of a workbook's sheet.
//
// Opening an input surveys it once: what it is, its encoding, its delimiter, its header, how many records it has and
// where it can be cut between records. Each then reads the parts in parallel. A regular file is never held in memory
// as a whole; standard input and text in another encoding than UTF-8 are.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"zoneval/pkg/diag"
)

// The limits of an input. What goes beyond is refused with a finding, so that a hostile file costs little.
const (
	MaxRecord  = 16 << 20 // bytes of one record, line ends inside quotes included
	MaxCell    = 1 << 20  // bytes of one cell
	MaxColumns = 16384    // cells of a header
	MaxHeld    = 1 << 30  // bytes of an input that has to be held in memory
)

// Conflict is a merge conflict that was left in a file, by the lines of its marks: ours are above Middle, theirs
// and what both come from below.
type Conflict struct{ Start, Middle, End int }

// LineEnds says how lines end, outside quotes.
type LineEnds struct {
	OldMac bool // in a bare CR
	LF     int  // so many in LF alone
	CRLF   int
}

// Fact is one `# key: value` line above the header.
type Fact struct{ Key, Value string }

// Cell is a header cell.
type Cell struct {
	Text  string // without outer blanks and byte order mark
	Place diag.Place
}

// Options adjust how an input is cut; the zero Options are the ones to use.
type Options struct {
	PartSize   int    // bytes a part has at least, unless it is the last; 0 means 1 MiB
	HeaderLine int    // the physical line at or below which the header stands; 0 and 1 are the first
	Sheet      string // of a workbook; "" is the first visible one with data
	NoChecksum bool   // leaves SHA256 empty for a regular file, which saves one reading of it
}

// Input is a surveyed data file. Its fields are not changed after opening.
type Input struct {
	Name      string // as the user named it; "-" is standard input
	Encoding  string // UTF-8, GB18030, UTF-16LE or UTF-16BE
	Delimiter byte   // comma, semicolon, tab or bar
	Facts     []Fact
	LineEnds  LineEnds
	Conflicts []Conflict
	Comments  int    // lines that start with #, anywhere
	Header    []Cell // nil when the input is not usable
	Ghost     int    // the first of the lines of delimiters alone that stand below the last record; 0 is none
	Records   int    // data records below the header
	Findings  diag.Findings

	raw     io.ReaderAt // as it was given
	rawSize int64
	text    io.ReaderAt // UTF-8, lines ending in LF or CRLF
	size    int64
	parts   []Part
	sheet   *sheet   // of a workbook
	file    *os.File // to close; nil when the input is not ours
	sum     *checksum
	stopped atomic.Bool // Each is to end
}

// Open opens and surveys a file. It always returns an Input; what is wrong with the file is in Findings, and Usable
// says whether there is something to read. The caller closes it.
func Open(path string, o Options) *Input {
	in := &Input{Name: path}
	info, err := os.Stat(path)
	if err != nil {
		in.fail(openFinding(err))
		return in
	}
	switch {
	case info.IsDir():
		in.fail(diag.FileUnusable, "is a folder", "name a CSV file inside it")
		return in
	case info.Mode()&fs.ModeDevice != 0:
		in.fail(diag.FileUnusable, "is a device, not a file", "name a CSV file, or - for standard input")
		return in
	}
	f, err := os.Open(path)
	if err != nil {
		in.fail(openFinding(err))
		return in
	}
	in.file = f
	if info.Mode().IsRegular() {
		in.survey(f, info.Size(), o)
	} else {
		in.hold(f, o)
	}
	return in
}

// Read surveys an input that can be read only once, such as standard input; name is what messages call it. A regular
// file at its start, as the shell gives with `< file`, is read as Open reads it.
func Read(name string, r io.Reader, o Options) *Input {
	in := &Input{Name: name}
	if f, ok := r.(*os.File); ok {
		at, seekErr := f.Seek(0, io.SeekCurrent)
		if info, err := f.Stat(); err == nil && seekErr == nil && at == 0 && info.Mode().IsRegular() {
			in.survey(f, info.Size(), o)
			return in
		}
	}
	in.hold(r, o)
	return in
}

// Bytes surveys data that are already in memory, such as a shipped dataset. The bytes must not be changed afterwards.
func Bytes(name string, b []byte, o Options) *Input {
	in := &Input{Name: name}
	in.survey(bytes.NewReader(b), int64(len(b)), o)
	return in
}

// From surveys the same bytes again, with a header that stands at a line or below.
func (in *Input) From(line int, o Options) *Input {
	o.HeaderLine, o.NoChecksum = line, true
	again := &Input{Name: in.Name, sum: in.sum}
	again.survey(in.raw, in.rawSize, o)
	return again
}

// Usable says whether the input has a header that can be read.
func (in *Input) Usable() bool { return in.Header != nil }

// SHA256 is the checksum of the bytes as they were given, in hex; "" when they could not be read or Options.NoChecksum was set. It waits until the
// sum is there.
func (in *Input) SHA256() string {
	if in.sum == nil {
		return ""
	}
	return in.sum.wait()
}

// Close ends all reading. Places cannot be looked up in a file afterwards.
func (in *Input) Close() error {
	if in.sum != nil {
		in.sum.stop()
	}
	if in.file == nil {
		return nil
	}
	err := in.file.Close()
	in.file = nil
	return err
}

// fail records a finding about the input as a whole.
func (in *Input) fail(rule *diag.Rule, message, mend string) {
	in.failAt(rule, 0, 0, message, mend)
}

// failAt records a finding at a place of the input.
func (in *Input) failAt(rule *diag.Rule, line, col int, message, mend string) {
	place := diag.Place{File: in.Name, Line: line, Col: col}
	in.Findings = append(in.Findings, diag.Finding{Rule: rule, Place: place, Message: message, Mend: mend})
}

// hold reads everything into memory and surveys that.
func (in *Input) hold(r io.Reader, o Options) {
	held := &store{}
	sum := newChecksum()
	buf := make([]byte, storeBlock)
	for {
		n, err := r.Read(buf)
		sum.hash.Write(buf[:n])
		held.Write(buf[:n])
		if held.size > MaxHeld {
			in.fail(diag.FileTooLarge, fmt.Sprintf("has more than %d MiB, which cannot be held in memory", MaxHeld>>20),
				"save it as a file and name that")
			return
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			in.fail(openFinding(err))
			return
		}
	}
	sum.finish()
	in.sum = sum
	in.survey(held, held.size, o)
}

// openFinding says in plain words why a file cannot be opened or read.
func openFinding(err error) (rule *diag.Rule, message, mend string) {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return diag.FileNotFound, "there is no such file", "check the name and the folder"
	case errors.Is(err, fs.ErrPermission):
		return diag.FileUnusable, "may not be read by you", "change its permissions"
	case errors.As(err, &path):
		return diag.FileUnusable, "cannot be read (" + path.Err.Error() + ")", ""
	}
	return diag.FileUnusable, "cannot be read (" + err.Error() + ")", ""
}
