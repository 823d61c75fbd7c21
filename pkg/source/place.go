package source

import (
	"bytes"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// Place is where a field starts, its opening quote included: the physical line, also inside a record that goes over
// several, and the column in characters. A field that the record does not have is at the record's line.
func (r *Reader) Place(i int) diag.Place {
	if i >= r.fields {
		i = -1
	}
	if r.in.sheet != nil {
		return r.in.sheet.place(r.in.Name, r.Line, i)
	}
	if i < 0 {
		return diag.Place{File: r.in.Name, Line: r.Line}
	}
	if len(r.raw) > 0 {
		return r.placeAt(int(r.raw[i]))
	}
	return r.placeAt(int(r.bounds[i]))
}

// placed is a position in the part whose place is known. Places are mostly looked up from left to right: counting from the
// last one keeps a header of 16,384 long names from being counted through 16,384 times.
type placed struct{ record, at, line, col int }

// placeAt is the place of a position in the part, inside the current record.
func (r *Reader) placeAt(p int) diag.Place {
	from := r.placed
	if from.record != r.records || from.at > p || from.at < r.start || from.line == 0 {
		from = placed{r.records, r.start, r.Line, 1}
	}
	between := r.buf[from.at:p]
	if i := bytes.LastIndexByte(between, '\n'); i >= 0 {
		from.line += bytes.Count(between, []byte("\n"))
		from.col = 1
		between = between[i+1:]
	}
	from.col += utf8.RuneCount(between)
	from.at = p
	r.placed = from
	return diag.Place{File: r.in.Name, Line: from.line, Col: from.col}
}
