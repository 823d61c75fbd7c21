package check

import (
	"fmt"
	"math"
	"strconv"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// columnFindings reports what only a whole column or the whole table shows.
func (c *checker) columnFindings() {
	c.guessed()
	c.emptyColumns()
	numbers := c.plan.numbers
	if c.plan.long {
		numbers = c.current.numbers
	}
	for i, col := range numbers {
		c.units(i, col, &c.columns[i])
	}
	c.ghosts()
	c.oddYears()
}

// oddYears reports a year that hardly any row has, where the others have many: it is mistyped.
func (c *checker) oddYears() {
	if c.plan.year < 0 || !c.plan.byZone && !c.plan.long { // a table of something else may have any years
		return
	}
	most := 0
	for _, t := range c.years {
		most = max(most, t.count)
	}
	for _, t := range c.years {
		if most < 8 || t.count*20 > most+19 {
			continue
		}
		c.rows.build(diag.KeyYear, diag.Warning, func() diag.Finding {
			f := c.recordFinding(t.record, c.plan.year)
			f.Key = t.text
			f.Message, f.Mend = fmt.Sprintf("is the year of %d of %d rows alone", t.count, c.shape.rows), "check the year"
			return f
		})
	}
}

// guessed looks, in columns that nobody described and that have numbers in nearly all cells, at the cells that have none. It
// reads the file again: what a column is shows at its end, and a table of texts would else keep a finding for each of them.
func (c *checker) guessed() {
	judged, some := make([]bool, len(c.plan.numbers)), false
	for i, col := range c.plan.numbers {
		s := &c.columns[i]
		numbers := c.shape.rows - s.empty - s.texts
		judged[i] = col.kind == guess && s.texts > 0 && numbers >= 4*s.texts && numbers >= 3
		some = some || judged[i]
	}
	if !some {
		return
	}
	logs := make([]*log, c.in.Parts())
	c.in.Each(c.o.Workers, 0, func(r *source.Reader) {
		if c.ctx.Err() != nil {
			c.stopped.Store(true)
			c.in.Stop()
			return
		}
		logs[r.Part.Index] = c.judge(r, judged)
	})
	for _, l := range logs {
		if l != nil {
			c.rows.merge(l)
		}
	}
}

// judge reads one part for the second time. What the first reading has said goes into a log that nobody reads.
func (c *checker) judge(r *source.Reader, judged []bool) *log {
	said := &part{log: newLog(Options{Max: 1}), tallies: map[tally]int{}, columns: make([]columnState, len(judged))}
	rr := &rowReader{checker: c, r: r, p: c.plan, pt: said, out: make([]float64, len(judged)), second: newLog(c.o)}
	for r.Next() {
		rr.record = r.Record()
		if r.Damaged || rr.oddRow() {
			continue
		}
		r.Numbers(c.plan.fields, rr.out)
		for i, v := range rr.out {
			if judged[i] && v != v {
				rr.numberCell(c.plan.numbers[i], v)
			}
		}
	}
	return rr.second
}

// emptyColumns reports columns and rows that are mostly empty in a table that otherwise is not: a table that is thin
// all over is meant to be.
func (c *checker) emptyColumns() {
	s := &c.shape
	if c.plan.long || s.rows < 4 || s.filled*10 < s.cells*8 {
		return
	}
	for i, col := range c.plan.numbers {
		if empty := c.columns[i].empty; empty*2 > s.rows && !col.required && col.kind != guess {
			c.log.build(diag.MissingColumn, 0, func() diag.Finding {
				what := fmt.Sprintf("%d of %d values are missing", empty, s.rows)
				if empty == s.rows {
					what = "all values are missing"
				}
				return diag.Finding{Place: c.in.Header[col.field].Place, Subject: diag.Subject{Column: col.head}, Message: what, Mend: "fill them in, or leave the column out"}
			})
		}
	}
	for _, row := range s.sparse {
		c.rows.build(diag.MissingRow, 0, func() diag.Finding {
			f := c.recordFinding(row.record, -1)
			f.Message, f.Mend = fmt.Sprintf("%d of %d values of the row are missing", len(c.plan.numbers)-row.filled, len(c.plan.numbers)), "fill them in, or take the row out"
			return f
		})
	}
}

// ghosts reports columns without a heading: an error where they have something in them.
func (c *checker) ghosts() {
	var blank []int
	for i := range c.in.Header {
		if c.heading(i) == "" {
			blank = append(blank, i)
		}
	}
	if len(blank) == 0 {
		return
	}
	firsts := c.firstFilled(blank)
	for k, i := range blank {
		at := c.in.Header[i].Place
		if firsts[k].Line > 0 {
			c.log.build(diag.HeaderBlank, 0, func() diag.Finding {
				f := diag.Finding{Place: at, Key: strconv.Itoa(i), Message: fmt.Sprintf("column %d has no heading and is not empty: %s has something in it", i+1, placeName(firsts[k])),
					Mend: "give it a heading, or take the column out"}
				if w := c.plan.blank; w != nil {
					f.Message += ", and there is no column " + diag.Quote(w.names[0])
					f.Mend = "head it " + w.names[0] + ", if that is what it is"
				}
				return f
			})
			continue
		}
		if w := c.plan.blank; w != nil {
			line := at
			line.Col = 0
			c.log.build(diag.HeaderMissing, w.severity(), func() diag.Finding { return w.missing(line) })
		}
		if k > 0 && blank[k-1] == i-1 && firsts[k-1].Line == 0 {
			continue // one finding for neighbours
		}
		c.log.build(diag.StructureGhost, 0, func() diag.Finding {
			return diag.Finding{Place: at, Key: strconv.Itoa(i), Message: fmt.Sprintf("column %d has no heading and nothing in it, as a spreadsheet leaves them", i+1), Mend: "take it out"}
		})
	}
}

// firstFilled finds, for each of some fields, the place of the first cell with something in it.
func (c *checker) firstFilled(fields []int) []diag.Place {
	out := make([]diag.Place, len(fields))
	left := len(fields)
	r := c.in.Seek(0)
	for record := 0; left > 0 && r != nil; record++ {
		for k, f := range fields {
			if out[k].Line == 0 && f < r.Len() && len(trim(r.Field(f))) > 0 {
				out[k] = r.Place(f)
				left--
			}
		}
		if !r.Next() {
			if record+1 >= c.in.Records {
				break
			}
			r = c.in.Seek(r.Record() + 1)
		}
	}
	return out
}

// units reports values that only another unit explains: a percent column whose values are all fractions, or one value that
// stands apart from all others by just the ratio of two units. What last year's file has too, or the stated limits allow
// for, is no mistake.
func (c *checker) units(slot int, col *column, s *columnState) {
	for s := diag.Severity(0); s <= diag.Note; s++ {
		if c.tallies[tally{rule: diag.SheetPercent, field: col.field, severity: s}] > 0 {
			return // the workbook says itself what is wrong
		}
	}
	n := c.shape.rows - s.empty - s.texts
	if n < 4 {
		return
	}
	low := s.low[0].value
	if col.percent && !col.whole {
		c.fractions(slot, col, s, n)
		return
	}
	// 万元 for 亿元: the one value far above all others falls among them when it is divided by ten thousand. One far below
	// them may well be what it is: a zone that has hardly any of something.
	const ratio = 1e4
	v, others := s.high[0], s.high[1].value
	if isMoney(col.unit) && math.IsInf(col.max, 1) && others > 0 && low >= 0 && v.value >= others*300 && v.value/ratio <= others*1.5 && v.value/ratio >= low*0.5 && !c.asLastYear(slot, v) {
		c.alone(diag.UnitScale, slot, v, "is far above all other values, which are "+short(others)+" or less: it looks ten thousand (10,000) times too large"+unitMix(col, 4),
			"write it in the unit of the column"+inUnit(col))
	}
}

// fractions reports fractions in a column that is in percent: all of its values, or one among others.
func (c *checker) fractions(slot int, col *column, s *columnState, n int) {
	high, low := s.high[0].value, s.low[0].value
	if high <= 1 && high > 0 && low >= 0 {
		if col.max <= 5 || c.fractionsLastYear(slot) {
			return // shares that are truly small
		}
		c.told[told{-1, slot}] = true
		c.log.build(diag.UnitFraction, 0, func() diag.Finding {
			f := c.columnFinding(slot)
			f.Message = fmt.Sprintf("all %d values lie between %s and %s, as fractions do, and the column is in percent", n, short(low), short(high))
			f.Mend = "write percent: 12.5 for 0.125"
			return f
		})
		return
	}
	if v, next := s.low[0], s.low[1].value; v.value > 0 && v.value <= 1 && next > 1 && next >= 10*v.value && v.value*100 >= next*0.15 && v.value*100 <= high*2 && hasFraction(v.value) && !c.asLastYear(slot, v) {
		c.alone(diag.UnitFraction, slot, v, "looks like a fraction: all other values of this column in percent are "+short(next)+" or more", "write "+short(v.value*100)+", if that is what is meant")
	}
}

// asLastYear says whether last year's value of the zone is about the same.
func (c *checker) asLastYear(slot int, v extreme) bool {
	if c.old == nil || c.current == nil {
		return false
	}
	column := c.oldColumn(slot)
	for row, id := range c.old.ids {
		if column >= 0 && id == c.current.ids[v.record] && closeTo(c.old.row(row)[column], v.value) {
			return true
		}
	}
	return false
}

// oldColumn is last year's column for one of this year's, -1 where there is none.
func (c *checker) oldColumn(slot int) int {
	if c.oldColumns == nil {
		c.oldColumns = c.old.columnsOf(c.current)
	}
	return c.oldColumns[slot]
}

// fractionsLastYear says whether last year's values are no larger than 1 either.
func (c *checker) fractionsLastYear(slot int) bool {
	if c.old == nil || c.current == nil {
		return false
	}
	column := c.oldColumn(slot)
	if column < 0 {
		return false
	}
	for row := range c.old.ids {
		if c.old.row(row)[column] > 1 {
			return false
		}
	}
	return len(c.old.ids) > 0
}

func hasFraction(v float64) bool { return v != math.Trunc(v) }

// alone reports one value among all of its column.
func (c *checker) alone(rule *diag.Rule, slot int, e extreme, message, mend string) {
	c.told[told{e.record, slot}] = true
	c.rows.build(rule, 0, func() diag.Finding {
		f := c.at(e.record, slot)
		f.Message, f.Mend = message, mend
		return f
	})
}

// outerBlanks reports, once, that texts have blanks around them, which are not read.
func (c *checker) outerBlanks(parts []part) {
	all := outer{}
	for i := range parts {
		if o := parts[i].outer; o.count > 0 {
			if all.count == 0 {
				all.record, all.field = o.record, o.field
			}
			all.count += o.count
		}
	}
	if all.count == 0 {
		return
	}
	c.rows.build(diag.StructureBlanks, 0, func() diag.Finding {
		f := c.recordFinding(all.record, all.field)
		f.Key = "outer"
		f.Message, f.Mend = "has blanks before or after it, which are not read", "take them out; --fix does it"
		if all.count > 1 {
			f.Message += fmt.Sprintf("; so have %d texts, first here", all.count)
		}
		return f
	})
}
