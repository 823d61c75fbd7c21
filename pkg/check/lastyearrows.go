package check

import (
	"fmt"
	"math"

	"zoneval/pkg/diag"
)

// closeTo says whether two values could be those of one zone in two years.
func closeTo(a, b float64) bool {
	return math.Abs(a-b) <= 0.3*max(math.Abs(a), math.Abs(b))
}

// fit counts the columns in which a row of this year is close to one of last year, of those that both have.
func (m *comparison) fit(p pair) (near, both int) {
	for c := range m.columns {
		if m.strangeColumn[c] {
			continue
		}
		if now, old, ok := m.values(p, c); ok {
			both++
			if closeTo(now, old) {
				near++
			}
		}
	}
	return near, both
}

// movedRows reports rows whose values are those of other zones last year: two that are exchanged, or a run that is
// shifted.
func (m *comparison) movedRows() {
	var strange []int
	for i, p := range m.pairs {
		if near, both := m.fit(p); both >= 3 && near*2 < both {
			strange = append(strange, i)
		}
	}
	if most := 500; len(strange) > most {
		return // a year in which everything changed, or another file
	}
	var moved []int
	from := map[int]int{}
	for _, i := range strange {
		for _, k := range strange {
			if i == k {
				continue
			}
			if near, both := m.fit(pair{m.pairs[i].now, m.pairs[k].old}); both >= 3 && near*10 >= both*8 {
				moved = append(moved, i)
				from[i] = k
				break
			}
		}
	}
	if len(moved) == 0 {
		return
	}
	for _, i := range moved {
		m.strangeRow[i] = true
	}
	first := moved[0]
	if k := from[first]; len(moved) <= 2 && from[k] == first {
		m.rows.build(diag.YearSwap, 0, func() diag.Finding {
			f := m.rowFinding(m.pairs[first].now)
			f.Message, f.Mend = "has the values that zone "+diag.Quote(m.now.ids[m.pairs[k].now])+" had last year, and the other way round: the two rows look exchanged", "put the values back beside their zones"
			f.Related = m.now.related(m.now.record(m.pairs[k].now), -1, "the other row")
			return f
		})
		return
	}
	m.shifted = true
	m.rows.build(diag.YearShift, 0, func() diag.Finding {
		f := m.rowFinding(m.pairs[first].now)
		f.Message = fmt.Sprintf("has the values that zone %s had last year; so it is with %d zones: values and zones are shifted", diag.Quote(m.now.ids[m.pairs[from[first]].now]), len(moved))
		f.Mend = "put the values back beside their zones"
		for _, i := range moved[1:min(len(moved), 4)] {
			f.Related = append(f.Related, m.now.related(m.now.record(m.pairs[i].now), -1, "also here")...)
		}
		return f
	})
}

// stale reports rows, columns, or the whole file when the values are last year's.
func (m *comparison) stale() {
	var rows []int
	whole := 0
	for i, p := range m.pairs {
		same, both, distinct := 0, 0, map[float64]bool{}
		for c := range m.columns {
			if now, old, ok := m.values(p, c); ok {
				both++
				if now == old {
					same++
				}
				distinct[now] = true
			}
		}
		if both < 3 || len(distinct) < 2 {
			continue
		}
		whole++
		if same == both {
			rows = append(rows, i)
		}
	}
	if whole == 0 {
		return
	}
	if len(rows) > 2 && len(rows)*10 >= whole*9 {
		m.log.build(diag.YearStale, 0, func() diag.Finding {
			return diag.Finding{Place: diag.Place{File: m.in.Name}, Message: fmt.Sprintf("all values of %d of %d zones are the same as last year's: the file looks like a copy of it", len(rows), whole),
				Mend: "check that it is this year's file"}
		})
		return
	}
	for _, i := range rows {
		m.rows.build(diag.YearStale, 0, func() diag.Finding {
			f := m.rowFinding(m.pairs[i].now)
			f.Message, f.Mend = "all values are the same as last year's, as a copy leaves them", "enter this year's values"
			return f
		})
	}
	m.staleColumns()
}
