package check

import (
	"bytes"
	"hash/maphash"
	"unicode"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// rowReader checks the rows of one part.
type rowReader struct {
	*checker
	r        *source.Reader
	p        *plan
	pt       *part
	out      []float64
	buf      []byte
	narrowed []byte
	record   int
	second   *log // of the second reading, for texts in columns that nobody described; nil in the first
	lacking  bool // the row lacks a value that is required, which is reported
}

// row checks one record.
func (rr *rowReader) row() {
	r, p := rr.r, rr.p
	if r.Blank > 0 {
		rr.pt.log.build(diag.StructureBlank, 0, func() diag.Finding {
			return diag.Finding{Place: rr.in.LinePlace(r.Blank), Message: "a blank row stands between rows", Mend: "take it out"}
		})
	}
	if r.Damaged {
		rr.pt.lost++
	}
	if r.Damaged || rr.oddRow() {
		return
	}
	rr.pt.shape.rows++
	r.Numbers(p.fields, rr.out)
	if p.long {
		rr.longRow()
	} else {
		rr.numbers()
	}
	for _, col := range p.texts {
		raw := r.Field(col.field)
		cell := trim(raw)
		if len(cell) < len(raw) && len(cell) > 0 && raw[0] != '\t' && raw[0] != '\r' && !bytes.ContainsRune([]byte("=+-@"), rune(cell[0])) { // those may be formulas
			if rr.pt.outer.count == 0 {
				rr.pt.outer.record, rr.pt.outer.field = rr.record, col.field
			}
			rr.pt.outer.count++
		}
		if len(cell) == 0 {
			rr.emptyText(col, "")
			continue
		}
		if col.free && plainText(cell) {
			continue
		}
		rr.textCell(col, cell)
	}
	rr.identify()
	for i := range p.sums {
		rr.sum(&p.sums[i])
	}
	for i := range p.foreign {
		rr.foreign(&p.foreign[i])
	}
	if rr.current != nil {
		rr.current.take(rr.record, r, rr.out)
	}
}

// numbers checks the number cells of a wide row, and notes what the columns have.
func (rr *rowReader) numbers() {
	filled := 0
	rr.lacking = false
	for i, v := range rr.out {
		col := rr.p.numbers[i]
		if !(col.plain && v >= col.min && v <= col.max) {
			v = rr.numberCell(col, v)
			rr.out[i] = v
			if v != v {
				continue
			}
		}
		filled++
		if s := &rr.pt.columns[i]; v > s.high[1].value || v < s.low[1].value {
			s.extreme(v, rr.record)
		}
	}
	n := len(rr.out)
	rr.pt.shape.filled += filled
	rr.pt.shape.cells += n
	if n >= 3 && filled*2 < n && !rr.lacking {
		rr.pt.shape.sparse = append(rr.pt.shape.sparse, sparseRow{rr.record, filled})
	}
}

// longRow checks the one value of a long-form row against the indicator that it is for.
func (rr *rowReader) longRow() {
	for i, v := range rr.out {
		col := rr.p.numbers[i]
		if col.standard != stdValue {
			rr.numberCell(col, v)
			continue
		}
		name := trim(rr.r.Field(rr.p.indicator))
		slot, ok := rr.p.slots[string(name)]
		switch {
		case ok:
		case len(name) == 0: // reported as a part of the key that is missing
			continue
		default:
			rr.pt.strange.add(name, rr.record)
			continue
		}
		v = rr.numberCell(rr.p.indicators[slot], v)
		rr.pt.long = append(rr.pt.long, longValue{id: fieldText(rr.r, rr.p.zone), year: fieldText(rr.r, rr.p.year), slot: slot, record: rr.record, value: v,
			names: [2]string{fieldText(rr.r, rr.p.nameZh), fieldText(rr.r, rr.p.name)}})
	}
}

// identify notes hashes of what tells the row from others.
func (rr *rowReader) identify() {
	p, at := rr.p, rr.record-rr.r.Part.Record
	if len(p.keys) > 0 {
		if rr.join(p.keys) || !p.asked() {
			rr.pt.keys[at] = maphash.Bytes(hashSeed, rr.buf) | 1
		} else {
			return // what the row lacks is reported, and may be what tells it from others
		}
	}
	if rr.pt.folded != nil {
		rr.pt.folded[at] = rr.folded(p.zone)
	}
	if rr.pt.names != nil {
		rr.pt.names[at] = rr.folded(rr.nameField())
	}
	for i, fields := range p.unique {
		if rr.join(fields) {
			rr.pt.unique[i][at] = maphash.Bytes(hashSeed, rr.buf) | 1
		}
	}
}

// folded is the hash of a cell and the year without regard to width, case and blanks; 0 of an empty one.
func (rr *rowReader) folded(field int) uint64 {
	cell := trim(rr.r.Field(field))
	if len(cell) == 0 {
		return 0
	}
	rr.narrowed = foldInto(rr.narrowed[:0], cell)
	if rr.p.year >= 0 {
		rr.narrowed = append(append(rr.narrowed, 0), trim(rr.r.Field(rr.p.year))...)
	}
	return maphash.Bytes(hashSeed, rr.narrowed) | 1
}

// foldInto appends a cell in lower case, narrow and without blanks and invisible characters.
func foldInto(out, cell []byte) []byte {
	for i, c := range cell {
		switch {
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c < 0x80:
			if c > ' ' {
				out = append(out, c)
			}
		default:
			for _, r := range string(cell[i:]) {
				if r = narrow(r); r > ' ' && !invisible(r) {
					out = utf8.AppendRune(out, unicode.ToLower(r))
				}
			}
			return out
		}
	}
	return out
}

// trim is a cell without ASCII blanks around it.
func trim(b []byte) []byte {
	if len(b) > 0 && b[0] > ' ' && b[len(b)-1] > ' ' {
		return b
	}
	return bytes.Trim(b, " \t\r\n")
}

// subject names the row's zone in a finding.
func (rr *rowReader) subject(column string) diag.Subject {
	s := diag.Subject{Column: column}
	cell := func(f int) string {
		if f < 0 || f >= rr.r.Len() {
			return ""
		}
		return string(trim(rr.r.Field(f)))
	}
	s.Zone, s.Year = cell(rr.p.zone), cell(rr.p.year)
	if s.Name = cell(rr.p.nameZh); s.Name == "" {
		s.Name = cell(rr.p.name)
	}
	return s
}

// find records a finding about a cell of the current row.
func (rr *rowReader) find(rule *diag.Rule, severity diag.Severity, col *column, value, message, wanted, mend string) {
	severity = rr.pt.log.build(rule, severity, func() diag.Finding {
		s := rr.subject(col.head)
		s.Value, s.Wanted = value, wanted
		return diag.Finding{Place: rr.r.Place(col.field), Subject: s, Message: message, Mend: mend}
	})
	rr.pt.tallies[tally{rule: rule, field: col.field, severity: severity}]++
}

// counted counts a finding of which there are more than are shown, and says whether it is one: what would have to be
// looked for to tell it need not be.
func (rr *rowReader) counted(rule *diag.Rule, col *column) bool {
	if !rr.pt.log.full(rule, rule.Severity) {
		return false
	}
	rr.pt.tallies[tally{rule: rule, field: col.field, severity: rule.Severity}]++
	return true
}

// join puts the cells of some fields together in the buffer, and says whether none is empty.
func (rr *rowReader) join(fields []int) bool {
	rr.buf = rr.buf[:0]
	whole := true
	for i, f := range fields {
		if i > 0 {
			rr.buf = append(rr.buf, joiner...)
		}
		cell := trim(rr.r.Field(f))
		whole = whole && len(cell) > 0
		rr.buf = append(rr.buf, cell...)
	}
	return whole
}
