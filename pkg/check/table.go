package check

import (
	"runtime"

	"zoneval/pkg/source"
)

// table is the values of a file, kept to be compared with another year's.
type table struct {
	in     *source.Input
	plan   *plan
	ids    []string
	names  []string
	years  []string
	values []float64 // row by row, as the plan's numbers; NaN is missing or bad
	width  int
}

func newTable(in *source.Input, p *plan) *table {
	n := in.Records
	t := &table{in: in, plan: p, ids: make([]string, n), names: make([]string, n), years: make([]string, n), width: len(p.numbers)}
	t.values = make([]float64, n*t.width)
	return t
}

// take keeps one record. Records are taken at the same time, each once.
func (t *table) take(record int, r *source.Reader, out []float64) {
	text := func(f int) string {
		if f < 0 || f >= r.Len() {
			return ""
		}
		return string(trim(r.Field(f)))
	}
	t.ids[record], t.years[record] = text(t.plan.zone), text(t.plan.year)
	if t.names[record] = text(t.plan.nameZh); t.names[record] == "" {
		t.names[record] = text(t.plan.name)
	}
	copy(t.row(record), out)
}

func (t *table) row(record int) []float64 {
	return t.values[record*t.width : (record+1)*t.width]
}

// readPrevious reads last year's file for the same index and contract; nil when it cannot be read, which is reported.
func (c *checker) readPrevious() *table {
	before := &checker{in: c.o.Previous, o: c.o, ctx: c.ctx, log: newLog(Options{Max: c.o.Max}), rows: newLog(Options{}), told: map[told]bool{}}
	if before.in.Usable() {
		before.findHeader()
	}
	if !before.in.Usable() {
		for _, f := range before.in.Findings {
			c.log.add(f)
		}
		return nil
	}
	before.plan = newPlan(before)
	if before.plan.zone < 0 {
		for _, f := range before.log.kept {
			c.log.add(f)
		}
		return nil
	}
	t := newTable(before.in, before.plan)
	before.in.Each(min(c.o.Workers, runtime.GOMAXPROCS(0)), 0, func(r *source.Reader) {
		rr := &rowReader{checker: before, r: r, p: before.plan, pt: &part{log: newLog(Options{Max: 1}), columns: make([]columnState, len(before.plan.numbers))}}
		rr.out = make([]float64, len(before.plan.numbers))
		for r.Next() {
			rr.record = r.Record()
			if r.Damaged || rr.oddRow() {
				continue
			}
			r.Numbers(before.plan.fields, rr.out)
			for i, v := range rr.out {
				if col := before.plan.numbers[i]; !(col.plain && v >= col.min && v <= col.max) {
					rr.out[i] = rr.numberCell(col, v)
				}
			}
			t.take(rr.record, r, rr.out)
		}
	})
	return t
}

// columnsOf finds, for each of this year's number columns, last year's, -1 where there is none.
func (t *table) columnsOf(now *plan) []int {
	out := make([]int, len(now.numbers))
	for i, col := range now.numbers {
		out[i] = -1
		for k, old := range t.plan.numbers {
			if old.in != nil && old.in == col.in || old.want.field != nil && old.want.field == col.want.field || old.head == col.head {
				out[i] = k
				break
			}
		}
	}
	return out
}
