package source

import (
	"bytes"
	"errors"
	"io"
	"sync/atomic"

	"zoneval/pkg/diag"
	"zoneval/pkg/par"
)

// padding is how many bytes past the last cell may be looked at, so that cells can be read eight bytes at a time.
const padding = 16

// Reader reads the records of one part. What it returns is valid until the next call of Next.
type Reader struct {
	Part Part
	Line int // physical line at which the current record starts
	// Blank is the first of the blank lines between the current record and what stands before it; 0 is none.
	Blank int
	Log   *diag.Log // what is wrong with the part's quotes and cells

	// Damaged says that a fault of quotes in the current record is reported. Its cells may be cut wrongly, so that
	// what else is wrong with them is most likely the same fault.
	Damaged bool

	in       *Input
	max      int
	buf      []byte // the part, then padding
	n        int    // length of the part
	pos      int    // the next line
	nextLine int
	records  int  // records read so far
	quoted   bool // the part has quotes
	start    int  // of the current record in buf
	placed   placed

	// Field i is text[bounds[i] : bounds[i+1]-1]: one byte, the delimiter, lies between fields. text is buf for a
	// record without quotes and scratch for one with.
	text    []byte
	bounds  []int32
	fields  int
	raw     []int32 // where the fields start in buf, of a record with quotes
	scratch []byte
}

func newReader(in *Input) *Reader { return &Reader{in: in, bounds: make([]int32, 256)} }

// open reads a part into the reader's buffer. A part that cannot be read is a finding, and has no records.
func (r *Reader) open(p Part, maxFindings int) {
	r.Part, r.max = p, maxFindings
	r.Log = &diag.Log{Max: maxFindings}
	if cap(r.buf) < p.Length+padding {
		r.buf = make([]byte, p.Length+padding+p.Length/8)
	}
	r.buf = r.buf[:cap(r.buf)]
	n, err := r.in.text.ReadAt(r.buf[:p.Length], p.Offset)
	r.pos, r.n, r.records, r.nextLine = 0, n, 0, p.Line
	r.placed = placed{}
	if n < p.Length {
		r.n = 0
		r.unreadable(err)
		return
	}
	clear(r.buf[n : n+padding])
	r.quoted = bytes.IndexByte(r.buf[:n], '"') >= 0
}

// unreadable reports that the file could be surveyed and then not be read.
func (r *Reader) unreadable(err error) {
	if err == nil || errors.Is(err, io.EOF) {
		r.find(diag.FileUnusable, diag.Place{File: r.in.Name}, "was changed while it was being read", "run the command again")
		return
	}
	rule, message, mend := openFinding(err)
	r.find(rule, diag.Place{File: r.in.Name}, message, mend)
}

func (r *Reader) find(rule *diag.Rule, place diag.Place, message, mend string) {
	r.Log.Add(diag.Finding{Rule: rule, Place: place, Message: message, Mend: mend})
}

// Next goes to the next record and says whether there is one. Comment lines and blank lines are passed over.
func (r *Reader) Next() bool {
	if r.Blank = 0; r.records == 0 {
		r.Blank = r.Part.Blank
	}
	for r.pos < r.n && r.records < r.Part.Records {
		start, end, next := r.pos, r.n, r.n
		if i := bytes.IndexByte(r.buf[start:r.n], '\n'); i >= 0 {
			end = start + i
			next = end + 1
		}
		if end > start && r.buf[end-1] == '\r' {
			end--
		}
		r.Line = r.nextLine
		r.nextLine++
		r.pos = next
		line := r.buf[start:end]
		if kind := kindOfLine(line, r.in.Delimiter); kind != recordLine {
			if kind == blankLine && r.Blank == 0 {
				r.Blank = r.Line
			}
			continue
		}
		r.records++
		r.start, r.Damaged = start, false
		if r.quoted && bytes.IndexByte(line, '"') >= 0 {
			r.quotedRecord()
		} else {
			r.raw = r.raw[:0]
			r.text = r.buf
			r.split(start, end)
		}
		if r.pos-start > MaxCell {
			r.longCells()
		}
		return true
	}
	if r.n > 0 && r.records < r.Part.Records {
		r.Part.Records = r.records
		r.unreadable(nil)
	}
	return false
}

// Len is the number of fields of the record.
func (r *Reader) Len() int { return r.fields }

// Record is the number of the record in the file, from 0.
func (r *Reader) Record() int { return r.Part.Record + r.records - 1 }

// Field returns a field without its quotes, outer blanks included.
func (r *Reader) Field(i int) []byte {
	return r.text[r.bounds[i] : r.bounds[i+1]-1 : r.bounds[i+1]-1]
}

// longCells reports cells beyond the limit.
func (r *Reader) longCells() {
	for i := range r.fields {
		if r.bounds[i+1]-r.bounds[i] > MaxCell {
			r.find(diag.FileTooLarge, r.Place(i), "a cell is longer than 1 MiB", "check the line ends and the quotes")
		}
	}
}

// Each reads all parts with so many workers (at least one) and calls visit once for each part, at the same time for
// different ones. A Reader's log keeps up to so many findings of each severity; 0 keeps all. After visit the records
// that it did not read are not looked at.
func (in *Input) Each(workers, maxFindings int, visit func(*Reader)) {
	workers = max(1, min(workers, len(in.parts)))
	var next atomic.Int64
	par.Do(workers, workers, func(int) {
		r := newReader(in)
		for {
			i := int(next.Add(1)) - 1
			if i >= len(in.parts) || in.stopped.Load() {
				return
			}
			r.open(in.parts[i], maxFindings)
			visit(r)
		}
	})
}

// Stop ends a running Each after the parts that are being visited.
func (in *Input) Stop() { in.stopped.Store(true) }

// Parts is the number of parts that Each visits; Reader.Part.Index counts them.
func (in *Input) Parts() int { return len(in.parts) }

// Seek returns a reader that stands on one data record, counted from 0, or nil when it can no longer be read. It
// reads the record's part again, so it is for messages, not for loops.
func (in *Input) Seek(record int) *Reader {
	for _, p := range in.parts {
		if record < p.Record || record >= p.Record+p.Records {
			continue
		}
		r := newReader(in)
		r.open(p, 1)
		for r.Next() {
			if r.Record() == record {
				return r
			}
		}
	}
	return nil
}

// Rows are the data records of a part: from the first of them up to the one before end.
func (in *Input) Rows(part int) (first, end int) {
	p := in.parts[part]
	return p.Record, p.Record + p.Records
}
