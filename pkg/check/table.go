package check

import (
	"math"
	"slices"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/source"
)

// table is the values of a file, kept where whole rows or another year are to be compared: a row for each record of a wide
// file, for each zone and year of a long one.
type table struct {
	in      *source.Input
	seek    seeker
	plan    *plan
	numbers []*column // the columns of values
	ids     []string
	years   []string
	names   [2][]string // Chinese and other ones
	wide    [][]float64 // of a wide file, by record: NaN is missing or bad, nil is a record that is no row of the table
	none    []float64   // what such a record has: NaN alone
	values  []float64   // of a long file, row by row; NaN is missing or bad
	first   []int       // the first record of each row; nil where rows are records
	records []int32     // of each value, + 1; nil where rows are records
}

// newTable makes the table of a wide file, to be filled record by record.
func newTable(in *source.Input, p *plan) *table {
	n := in.Records
	t := &table{in: in, plan: p, numbers: p.numbers, ids: make([]string, n), years: make([]string, n)}
	t.names = [2][]string{make([]string, n), make([]string, n)}
	// Values are kept as rows come: a wide header above a million rows of one cell would ask for more than a machine has.
	t.wide = make([][]float64, n)
	t.none = slices.Repeat([]float64{math.NaN()}, len(t.numbers))
	return t
}

// take keeps one record. Records are taken at the same time, each once.
func (t *table) take(record int, r *source.Reader, out []float64) {
	t.ids[record], t.years[record] = fieldText(r, t.plan.zone), fieldText(r, t.plan.year)
	t.names[0][record], t.names[1][record] = fieldText(r, t.plan.nameZh), fieldText(r, t.plan.name)
	t.wide[record] = slices.Clone(out)
}

// fieldText is a field of a record without blanks around it; "" where there is none.
func fieldText(r *source.Reader, f int) string {
	if f < 0 || f >= r.Len() {
		return ""
	}
	return string(trim(r.Field(f)))
}

// row is the values of one row.
func (t *table) row(i int) []float64 {
	w := len(t.numbers)
	switch {
	case t.wide == nil:
	case t.wide[i] == nil:
		return t.none
	default:
		return t.wide[i]
	}
	return t.values[i*w : (i+1)*w]
}

// name is what a row's zone is called, in Chinese where the file has that.
func (t *table) name(row int) string {
	if n := t.names[0][row]; n != "" {
		return n
	}
	return t.names[1][row]
}

// cell is where a value stands: record and field. In a long file a value that is not there has the row's first record.
func (t *table) cell(row, slot int) (record, field int) {
	if t.records == nil {
		return row, t.numbers[slot].field
	}
	if at := t.records[row*len(t.numbers)+slot]; at > 0 {
		return int(at) - 1, t.numbers[slot].field
	}
	return t.first[row], -1
}

// record is where a row starts.
func (t *table) record(row int) int {
	if t.first == nil {
		return row
	}
	return t.first[row]
}

// columnsOf finds, for each of this year's number columns, last year's, -1 where there is none: the first that has its
// indicator, its field of the contract or its heading.
func (t *table) columnsOf(now *table) []int {
	indicators, fields, heads := map[*index.Indicator]int{}, map[*contract.Field]int{}, map[string]int{}
	for i, old := range slices.Backward(t.numbers) {
		indicators[old.in], fields[old.want.field], heads[old.head] = i, i, i
	}
	out := make([]int, len(now.numbers))
	for i, col := range now.numbers {
		best := len(t.numbers)
		if at, ok := indicators[col.in]; ok && col.in != nil {
			best = at
		}
		if at, ok := fields[col.want.field]; ok && col.want.field != nil {
			best = min(best, at)
		}
		if at, ok := heads[col.head]; ok {
			best = min(best, at)
		}
		if out[i] = best; best == len(t.numbers) {
			out[i] = -1
		}
	}
	return out
}

// longValue is one record of a long file.
type longValue struct {
	id, year string
	names    [2]string
	slot     int
	record   int
	value    float64
}

// longTable puts the records of a long file together: a row for each zone and year, a column for each indicator of the
// index. A value that stands twice is reported as that; the first one is kept.
func longTable(in *source.Input, p *plan, numbers []*column, parts []part, conflict func(record, field int, have string)) *table {
	t := &table{in: in, plan: p, numbers: numbers, first: []int{}}
	rows := map[[2]string]int{}
	w := len(numbers)
	for i := range parts {
		for _, v := range parts[i].long {
			key := [2]string{v.id, v.year}
			row, ok := rows[key]
			if !ok {
				row = len(t.ids)
				rows[key] = row
				t.ids, t.years, t.first = append(t.ids, v.id), append(t.years, v.year), append(t.first, v.record)
				t.names[0], t.names[1] = append(t.names[0], v.names[0]), append(t.names[1], v.names[1])
				t.records = append(t.records, make([]int32, w)...)
				for range w {
					t.values = append(t.values, math.NaN())
				}
			}
			for i, field := range [2]int{p.nameZh, p.name} {
				if have := t.names[i][row]; have != "" && v.names[i] != "" && have != v.names[i] {
					conflict(v.record, field, have)
				}
			}
			if at := row*w + v.slot; t.records[at] == 0 {
				t.records[at], t.values[at] = int32(v.record)+1, v.value
			}
		}
	}
	return t
}

// readPrevious reads last year's file for the same index and contract; nil when it cannot be read, which is reported.
func (c *checker) readPrevious() *table {
	o := c.o
	o.Gate, o.Progress, o.Previous, o.Max = nil, nil, nil, 50 // hardly any of its findings are told
	before := newChecker(c.ctx, c.o.Previous, o)
	before.always = true
	if before.in.Usable() {
		before.findHeader()
	}
	for _, f := range before.in.Findings {
		c.log.add(f)
	}
	if !before.in.Usable() {
		return nil
	}
	before.plan = newPlan(before)
	if before.plan.zone < 0 {
		at := before.in.Header[0].Place
		at.Col = 0
		c.log.add(diag.Finding{Rule: diag.HeaderMissing, Place: at, Message: "last year's file has no column for the zone, so that nothing is compared", Mend: "name a data file of last year"})
		return nil
	}
	before.readParts()
	if before.stopped.Load() { // half a file would make zones of the other half new ones
		c.stopped.Store(true)
		return nil
	}
	for _, f := range before.rows.kept { // of the file of last year only what keeps it from being read
		if g := f.Rule.Group(); g == "structure" && f.Level() == diag.Error || g == "encoding" && f.Rule == diag.EncodingNUL {
			c.log.add(f)
			break
		}
	}
	return before.current
}
