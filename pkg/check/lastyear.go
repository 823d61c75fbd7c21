package check

import (
	"zoneval/pkg/diag"
)

// keptValues is how many values a file with several years may have for them to be compared when nobody asks for it.
const keptValues = 4_000_000

// pair is a zone in this year's and last year's table, by row.
type pair struct{ now, old int }

// comparison is this year's table beside last year's.
type comparison struct {
	*checker
	now, old *table
	columns  []int // of old, for each of now; -1 is none
	pairs    []pair

	strangeColumn []bool       // explained as a whole: no finding for each cell
	strangeRow    map[int]bool // likewise, by pair
	years         map[string]bool
	shifted       bool      // rows stand beside the wrong zones: nothing can be said of single cells
	unsteady      []bool    // values change so much from year to year, or their sign, that ratios say nothing
	middle        []float64 // the median of what a column's values are in size
}

// comparesYears says whether the file has several years that are to be compared.
func (c *checker) comparesYears() bool {
	return c.plan.asked() && c.plan.year >= 0 && (c.limitsYears() || c.in.Records*len(c.plan.numbers) <= keptValues)
}

// limitsYears says whether the contract limits the change from year to year.
func (c *checker) limitsYears() bool { return c.o.Contract != nil && len(c.o.Contract.YearOnYear) > 0 }

// lastYear compares the file with last year's, or the years inside the file with each other.
func (c *checker) lastYear() {
	if c.current == nil || c.plan.zone < 0 || !c.plan.asked() && c.o.Previous == nil {
		return
	}
	m := &comparison{checker: c, now: c.current, old: c.current}
	if c.old != nil {
		m.old = c.old
	}
	m.columns = m.old.columnsOf(m.now)
	m.strangeColumn, m.strangeRow = make([]bool, len(m.columns)), map[int]bool{}
	switch {
	case c.old != nil:
		m.join()
		m.zones()
	case c.o.Previous != nil || c.plan.year < 0:
		return
	default:
		m.joinYears()
		m.names(map[string]int{})
		m.goneInside()
	}
	for _, look := range []func(){m.steadiness, m.columnUnits, m.swappedColumns, m.movedRows, m.stale, m.cells} {
		if c.ended() {
			return
		}
		look()
	}
}

// at is the start of a finding about one value.
func (c *checker) at(row, slot int) diag.Finding {
	if c.current == nil {
		return c.recordFinding(row, c.plan.numbers[slot].field)
	}
	record, field := c.current.cell(row, slot)
	f := c.recordFinding(record, field)
	f.Subject.Column = c.current.numbers[slot].head
	return f
}

// columnFinding is the start of a finding about a column of values: at its heading, in a long file at its first row.
func (c *checker) columnFinding(slot int) diag.Finding {
	if !c.plan.long {
		col := c.plan.numbers[slot]
		return diag.Finding{Place: c.in.Header[col.field].Place, Subject: diag.Subject{Column: col.head}}
	}
	t := c.current
	f := diag.Finding{Place: c.in.Header[0].Place, Subject: diag.Subject{Column: t.numbers[slot].head}}
	for row := range t.ids {
		if t.records[row*len(t.numbers)+slot] > 0 {
			f.Place = c.at(row, slot).Place
			break
		}
	}
	return f
}

// rowFinding is the start of a finding about a row as a whole.
func (c *checker) rowFinding(row int) diag.Finding { return c.recordFinding(c.current.record(row), -1) }

// related is the place of a row, or of one of its fields.
func (t *table) related(record, field int, message string) []diag.Related {
	if r := t.seek.at(t.in, record); r != nil {
		return []diag.Related{{Place: r.Place(field), Message: message}}
	}
	return nil
}

// values are a number of this year and last year's, and whether both are there.
func (m *comparison) values(p pair, col int) (now, old float64, ok bool) {
	if m.columns[col] < 0 {
		return 0, 0, false
	}
	now, old = m.now.row(p.now)[col], m.old.row(p.old)[m.columns[col]]
	return now, old, now == now && old == old
}
