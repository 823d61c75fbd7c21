package check

import (
	"bytes"
	"hash/maphash"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// part is what one part of the file gives. Parts are read at the same time and joined in file order.
type part struct {
	log     *log
	columns []columnState
	shape   shape
	keys    hashes   // of the fields that identify a row
	folded  hashes   // of the zone's id, without regard to width, case and blanks
	names   hashes   // of the zone's name, likewise
	unique  []hashes // of each unique column
	places  [2]terms // provinces and types
	tallies map[tally]int
	long    []longValue
	strange terms // what a long file names as indicators that the index does not have
	outer   outer
	years   terms
	lost    int
}

// outer are the texts with blanks around them.
type outer struct{ count, record, field int }

// tally is one kind of finding in one column: where nearly all cells of a column have the same fault, it is told once.
type tally struct {
	rule     *diag.Rule
	field    int           // -1 for rows as a whole
	width    int           // of a ragged row
	severity diag.Severity // behind the gate; 0 is what does not pass it
}

// hashes are one for each record of a part; 0 is a record that has none.
type hashes []uint64

// shape is what the rows have in all.
type shape struct {
	rows   int // of zones, without totals and notes
	filled int // number cells with a value
	cells  int // number cells
	sparse []sparseRow
}

// sparseRow is a row of which most number cells are empty.
type sparseRow struct {
	record, filled int
}

// hashSeed is the same for all parts of a run, so that their hashes can be compared.
var hashSeed = maphash.MakeSeed()

// readParts reads the whole file once.
func (c *checker) readParts() {
	p := c.plan
	if !p.long && p.zone >= 0 && (c.always || c.o.Previous != nil || c.comparesYears()) {
		c.current = newTable(c.in, p)
	}
	parts := make([]part, c.in.Parts())
	c.in.Each(c.o.Workers, 0, func(r *source.Reader) {
		if c.ctx.Err() != nil {
			c.stopped.Store(true)
			c.in.Stop()
			return
		}
		pt := &parts[r.Part.Index]
		c.readPart(r, pt)
		if done := c.done.Add(1); c.o.Progress != nil {
			c.o.Progress(int(done), len(parts))
		}
	})
	c.columns = make([]columnState, len(p.numbers))
	for i := range c.columns {
		c.columns[i].reset()
	}
	for i := range parts {
		pt := &parts[i]
		if pt.log == nil {
			continue
		}
		c.rows.merge(pt.log)
		for k := range pt.columns {
			c.columns[k].join(&pt.columns[k])
		}
		c.shape.join(&pt.shape)
		c.lost += pt.lost
		for key, n := range pt.tallies {
			c.tallies[key] += n
		}
	}
	if c.stopped.Load() {
		return
	}
	if p.long {
		c.current = longTable(c.in, p, p.indicators, parts)
		c.longColumns()
		c.strangeIndicators(parts)
	}
	c.years = joinTerms(parts, func(pt *part) *terms { return &pt.years })
	c.outerBlanks(parts)
	c.duplicateKeys(parts)
	c.places(parts)
}

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

func (c *checker) readPart(r *source.Reader, pt *part) {
	p := c.plan
	pt.log = newLog(c.o)
	pt.tallies = map[tally]int{}
	pt.columns = make([]columnState, len(p.numbers))
	for i := range pt.columns {
		pt.columns[i].reset()
	}
	n := r.Part.Records
	if len(p.keys) > 0 {
		pt.keys = make(hashes, n)
	}
	if p.byZone {
		pt.folded = make(hashes, n)
	}
	if c.nameField() >= 0 && p.byZone {
		pt.names = make(hashes, n)
	}
	pt.unique = make([]hashes, len(p.unique))
	for i := range pt.unique {
		pt.unique[i] = make(hashes, n)
	}
	rr := &rowReader{checker: c, r: r, p: p, pt: pt, out: make([]float64, len(p.numbers))}
	for r.Next() {
		rr.record = r.Record()
		rr.row()
	}
	for _, f := range r.Log.Findings() {
		pt.log.add(f)
	}
	slices.SortStableFunc(pt.log.kept, func(a, b diag.Finding) int {
		if a.Place.Line != b.Place.Line {
			return a.Place.Line - b.Place.Line
		}
		return a.Place.Col - b.Place.Col
	})
}

// nameField is the field of the zone's name by which zones are compared; -1 is none.
func (c *checker) nameField() int {
	if c.plan.nameZh >= 0 {
		return c.plan.nameZh
	}
	return c.plan.name
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

// columnState is what the cells of a number column have in all.
type columnState struct {
	high, low [2]extreme // the two largest and the two smallest, each with the record
	texts     int        // cells that are neither empty nor a number
	empty     int
}

type extreme struct {
	value  float64
	record int
}

func (s *columnState) reset() {
	s.high = [2]extreme{{math.Inf(-1), -1}, {math.Inf(-1), -1}}
	s.low = [2]extreme{{math.Inf(1), -1}, {math.Inf(1), -1}}
}

// extreme takes in a value that is among the two largest or smallest.
func (s *columnState) extreme(v float64, record int) {
	if v > s.high[1].value {
		s.highest(extreme{v, record})
	}
	if v < s.low[1].value {
		s.lowest(extreme{v, record})
	}
}

func (s *columnState) highest(e extreme) {
	if s.high[1] = e; e.value > s.high[0].value {
		s.high[0], s.high[1] = s.high[1], s.high[0]
	}
}

func (s *columnState) lowest(e extreme) {
	if s.low[1] = e; e.value < s.low[0].value {
		s.low[0], s.low[1] = s.low[1], s.low[0]
	}
}

func (s *columnState) join(o *columnState) {
	for _, e := range o.high {
		if e.record >= 0 && e.value > s.high[1].value {
			s.highest(e)
		}
	}
	for _, e := range o.low {
		if e.record >= 0 && e.value < s.low[1].value {
			s.lowest(e)
		}
	}
	s.texts += o.texts
	s.empty += o.empty
}

func (s *shape) join(o *shape) {
	s.rows += o.rows
	s.filled += o.filled
	s.cells += o.cells
	s.sparse = append(s.sparse, o.sparse...)
}
