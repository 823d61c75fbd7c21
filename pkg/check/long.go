package check

import (
	"fmt"

	"zoneval/pkg/diag"
)

// longColumns counts, for each indicator of a long file, what a wide file's columns are counted by, and reports indicators
// and values that are not there.
func (c *checker) longColumns() {
	t := c.current
	c.columns = make([]columnState, len(t.numbers))
	c.shape.rows = len(t.ids)
	lacking := c.lackMost()
	for slot, col := range t.numbers {
		s := &c.columns[slot]
		s.reset()
		there := 0
		for row := range t.ids {
			if v := t.row(row)[slot]; v == v {
				s.extreme(v, row)
			} else {
				s.empty++
			}
			if t.records[row*len(t.numbers)+slot] > 0 {
				there++
			}
		}
		if there == 0 {
			c.absent(col)
			continue
		}
		for row, id := range t.ids {
			if t.records[row*len(t.numbers)+slot] > 0 || !col.required || lacking[row] {
				continue
			}
			c.rows.build(diag.MissingRequired, 0, func() diag.Finding {
				f := c.recordFinding(t.first[row], -1)
				f.Subject.Zone, f.Subject.Column = id, col.head
				f.Message, f.Mend = "the zone has no row for this indicator, whose value is missing and required", "add the row, or set "+col.in.MissingKey()+" to skip, worst or zero in the index"
				return f
			})
		}
	}
}

// lackMost reports, once each, zones that have rows for less than half of the indicators that are required, and returns
// them: the id of a row or two may be mistyped.
func (c *checker) lackMost() map[int]bool {
	t, out := c.current, map[int]bool{}
	for row := range t.ids {
		required, there := 0, 0
		for slot, col := range t.numbers {
			if col.required {
				required++
				if t.records[row*len(t.numbers)+slot] > 0 {
					there++
				}
			}
		}
		if required < 3 || there*2 >= required {
			continue
		}
		out[row] = true
		c.rows.build(diag.MissingRequired, 0, func() diag.Finding {
			f := c.recordFinding(t.first[row], c.plan.zone)
			f.Message, f.Mend = fmt.Sprintf("has rows for %d of the %d indicators that are required", there, required), "check the id, or add the rows"
			return f
		})
	}
	return out
}

// absent reports an indicator that no row is for.
func (c *checker) absent(col *column) {
	severity := diag.Warning
	if col.required {
		severity = diag.Error
	}
	c.log.build(diag.HeaderMissing, severity, func() diag.Finding {
		at := c.in.Header[0].Place
		at.Col = 0
		return diag.Finding{Place: at, Subject: diag.Subject{Column: col.head}, Message: "no row is for the indicator " + diag.Quote(col.head), Mend: "add its rows"}
	})
}

// strangeIndicators reports, once each, what a long file names as indicators that the index does not have.
func (c *checker) strangeIndicators(parts []part) {
	for _, t := range joinTerms(parts, func(pt *part) *terms { return &pt.strange }) {
		c.rows.build(diag.KeyIndicator, 0, func() diag.Finding {
			f := c.recordFinding(t.record, c.plan.indicator)
			f.Key = t.text
			f.Message, f.Mend = "is no indicator of the index", diag.DidYouMean(t.text, indicatorNames(c.o.Index))
			if t.count > 1 {
				f.Message += fmt.Sprintf("; it stands in %d rows, first here", t.count)
			}
			return f
		})
	}
}

// conflict reports a zone that has another name than in the row before, within one year.
func (c *checker) conflict(record, field int, have string) {
	c.rows.build(diag.KeyConflict, 0, func() diag.Finding {
		f := c.recordFinding(record, field)
		f.Message, f.Mend = "is the name here and "+diag.Quote(have)+" before, which stands", "write the same in every row of the zone"
		return f
	})
}
