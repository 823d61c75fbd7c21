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

// placeAt is the place of a position in the part, inside the current record.
func (r *Reader) placeAt(p int) diag.Place {
	before := r.buf[r.start:p]
	line := r.Line + bytes.Count(before, []byte("\n"))
	col := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return diag.Place{File: r.in.Name, Line: line, Col: col}
}
