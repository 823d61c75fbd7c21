package source

import (
	"bytes"

	"zoneval/pkg/diag"
)

// quotedRecord reads a record that has quotes, from r.start on: RFC 4180, where a quoted cell may go over several
// lines. Faults are reported and read on from: a quote inside an unquoted cell is a character like any other, text
// after a closing quote belongs to the cell.
func (r *Reader) quotedRecord() {
	b := r.buf[:r.n]
	r.raw, r.scratch, r.fields = r.raw[:0], r.scratch[:0], 0
	p := r.start
	for {
		if r.fields+2 > len(r.bounds) {
			r.bounds = append(r.bounds, make([]int32, len(r.bounds))...)
		}
		r.bounds[r.fields] = int32(len(r.scratch))
		r.fields++
		r.raw = append(r.raw, int32(p))
		if p < len(b) && b[p] == '"' {
			p = r.quotedCell(p)
		} else {
			p = r.plainCell(p, true)
		}
		r.scratch = append(r.scratch, r.in.Delimiter)
		if p >= len(b) || b[p] != r.in.Delimiter {
			break
		}
		p++
	}
	r.bounds[r.fields] = int32(len(r.scratch))
	r.scratch = append(r.scratch, make([]byte, padding)...)
	r.text = r.scratch
	r.pos = min(p+1, r.n) // past the LF
	r.nextLine = r.Line + bytes.Count(b[r.start:r.pos], []byte("\n"))
}

// plainCell copies an unquoted cell from p and returns where its delimiter or LF stands, or the end.
func (r *Reader) plainCell(p int, report bool) int {
	b := r.buf[:r.n]
	end := p
	for end < len(b) && b[end] != '\n' && b[end] != r.in.Delimiter {
		if b[end] == '"' && report {
			report, r.Damaged = false, true
			r.find(diag.StructureQuote, r.placeAt(end), "a quote stands inside an unquoted cell",
				`put the whole cell in quotes and write the quote as ""`)
		}
		end++
	}
	text := end
	if text > p && b[text-1] == '\r' && (end == len(b) || b[end] == '\n') {
		text--
	}
	r.scratch = append(r.scratch, b[p:text]...)
	return end
}

// quotedCell copies the cell whose quote opens at p and returns where its delimiter or LF stands, or the end.
func (r *Reader) quotedCell(p int) int {
	b := r.buf[:r.n]
	open := p
	p++
	for {
		i := bytes.IndexByte(b[p:], '"')
		if i < 0 {
			r.Damaged = true
			r.find(diag.StructureQuote, r.placeAt(open), "a quote opens here and is never closed",
				`close it, or write a quote inside a cell as ""`)
			r.appendLines(b[p:])
			return len(b)
		}
		r.appendLines(b[p : p+i])
		p += i + 1
		if p < len(b) && b[p] == '"' {
			r.scratch = append(r.scratch, '"')
			p++
			continue
		}
		break
	}
	if rest := b[p:]; len(rest) > 0 && rest[0] != r.in.Delimiter && rest[0] != '\n' &&
		!bytes.HasPrefix(rest, []byte("\r\n")) && string(rest) != "\r" {
		r.afterQuote(open, p)
	}
	return r.plainCell(p, false)
}

// afterQuote reports text between a closing quote and the delimiter. Often the real fault is the quote that opened.
func (r *Reader) afterQuote(open, p int) {
	r.Damaged = true
	r.Log.Add(diag.Finding{
		Rule:    diag.StructureQuote,
		Place:   r.placeAt(p),
		Message: "text follows a closing quote",
		Mend:    `write a quote inside a cell as "", and close every quote`,
		Related: []diag.Related{{Place: r.placeAt(open), Message: "the quote opened here"}},
	})
}

// appendLines copies text from inside quotes; a CRLF in it becomes LF.
func (r *Reader) appendLines(b []byte) {
	if bytes.IndexByte(b, '\r') < 0 {
		r.scratch = append(r.scratch, b...)
		return
	}
	r.scratch = append(r.scratch, bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))...)
}
