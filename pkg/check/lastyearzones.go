package check

import (
	"fmt"
	"strconv"

	"zoneval/pkg/diag"
)

// join pairs each zone with its row of the year before, or the last row that the old file has of it.
func (m *comparison) join() {
	rows := map[string][]int{}
	for r, id := range m.old.ids {
		if id != "" {
			rows[id] = append(rows[id], r)
		}
	}
	for r, id := range m.now.ids {
		best := -1
		for _, o := range rows[id] {
			if now, old := m.now.years[r], m.old.years[o]; now != "" && old != "" {
				if old == now && len(m.nowYears()) > 1 {
					best = -1 // a year that last year's file has already: history, which is not compared
					break
				}
				if old >= now && old != now {
					continue
				}
			}
			if best < 0 || m.old.years[o] >= m.old.years[best] {
				best = o
			}
		}
		if id != "" && best >= 0 {
			m.pairs = append(m.pairs, pair{r, best})
		}
	}
}

// nowYears are the years of this year's table.
func (m *comparison) nowYears() map[string]bool {
	if m.years == nil {
		m.years = map[string]bool{}
		for _, t := range m.checker.years { // those that are years
			m.years[t.text] = true
		}
	}
	return m.years
}

// joinYears pairs the rows of a zone in one file, year by year.
func (m *comparison) joinYears() {
	at := map[[2]string]int{}
	for r, id := range m.now.ids {
		at[[2]string{id, m.now.years[r]}] = r
	}
	for r, id := range m.now.ids {
		if y, err := strconv.Atoi(m.now.years[r]); err == nil && id != "" {
			if o, ok := at[[2]string{id, strconv.Itoa(y - 1)}]; ok {
				m.pairs = append(m.pairs, pair{r, o})
			}
		}
	}
}

// goneInside reports zones that the last year of the file lacks and the year before has.
func (m *comparison) goneInside() {
	last, before := "", ""
	for y := range m.nowYears() {
		switch {
		case y > last:
			last, before = y, last
		case y > before:
			before = y
		}
	}
	there, rows := map[string]bool{}, 0
	for r, id := range m.now.ids {
		if m.now.years[r] == last {
			there[id] = true
			rows++
		}
	}
	var gone []int
	for r, id := range m.now.ids {
		if id != "" && m.now.years[r] == before && !there[id] {
			gone = append(gone, r)
		}
	}
	if before == "" || len(gone)*4 > rows || m.damaged() { // a year that has hardly begun, or is mistyped
		return
	}
	for _, r := range gone {
		m.rows.build(diag.YearGone, 0, func() diag.Finding {
			f := m.recordFinding(m.now.record(r), m.plan.zone)
			f.Message, f.Mend = "has a row in "+before+" and none in "+last, "add its row, if the zone is not closed"
			return f
		})
	}
}

// zones reports zones that are new, gone or renamed, and names that moved to other zones.
func (m *comparison) zones() {
	paired, was := map[int]bool{}, map[string]int{} // last year's rows by folded name
	for _, p := range m.pairs {
		paired[p.old] = true
	}
	nowIDs := map[string]bool{}
	for _, id := range m.now.ids {
		nowIDs[id] = true
	}
	for o := range m.old.ids {
		for _, list := range m.old.names {
			if list[o] != "" {
				was[foldName(list[o])] = o
			}
		}
	}
	renamed := map[string]bool{}
	m.names(was)
	oldIDs := map[string]bool{}
	for _, id := range m.old.ids {
		oldIDs[id] = true
	}
	told := map[string]bool{}
	damaged := m.damaged()
	zone := m.plan.columns[m.plan.zone]
	for r, id := range m.now.ids {
		if id == "" || oldIDs[id] || told[id] {
			continue
		}
		told[id] = true
		if zone.pattern != nil && !zone.pattern.MatchString(id) || zone.enum != nil && !zone.enum[id] {
			damaged = true // the id is reported as wrong; the zone that it is for is not gone
			continue
		}
		if o, ok := was[foldName(m.now.name(r))]; ok && m.now.name(r) != "" && !nowIDs[m.old.ids[o]] {
			renamed[m.old.ids[o]] = true
			m.rows.build(diag.YearRenamed, 0, func() diag.Finding {
				f := m.recordFinding(m.now.record(r), m.plan.zone)
				f.Message, f.Mend = "had the id "+diag.Quote(m.old.ids[o])+" last year", "keep ids from year to year"
				f.Related = []diag.Related{{Place: m.oldPlace(m.old.record(o), m.old.plan.zone), Message: "last year"}}
				return f
			})
			continue
		}
		m.rows.build(diag.YearNew, 0, func() diag.Finding {
			f := m.recordFinding(m.now.record(r), m.plan.zone)
			f.Message, f.Mend = "was not there last year", "check the id, if the zone is not new"
			return f
		})
	}
	gone := map[string]bool{}
	for o, id := range m.old.ids {
		if id == "" || nowIDs[id] || renamed[id] || gone[id] || damaged {
			continue
		}
		gone[id] = true
		m.log.build(diag.YearGone, 0, func() diag.Finding {
			return diag.Finding{Place: diag.Place{File: m.in.Name}, Subject: diag.Subject{Zone: id, Name: m.old.name(o)}, Message: "the zone was there last year and is not now",
				Mend: "add its row, if it is not closed", Related: []diag.Related{{Place: m.oldPlace(m.old.record(o), m.old.plan.zone), Message: "last year"}}}
		})
	}
}

// damaged says whether rows are lost to faults that are reported, or accepted: then a zone that is not there may well be.
func (m *comparison) damaged() bool { return m.lost > 0 || m.in.Records == 0 }

func foldName(s string) string { return string(foldInto(nil, []byte(s))) }

// names reports zones whose name is another than last year's; where it is the name of another zone of last year, the
// names have moved, which is one finding for all of them. A zone with two names that both changed is told once.
func (m *comparison) names(was map[string]int) {
	var moved []pair
	movedField := -1
	told := map[string]bool{}
	for i, field := range [2]int{m.plan.nameZh, m.plan.name} {
		if field < 0 {
			continue
		}
		for _, p := range m.pairs {
			now, old := m.now.names[i][p.now], m.old.names[i][p.old]
			if now == "" || old == "" || foldName(now) == foldName(old) || told[m.now.ids[p.now]] {
				continue
			}
			if rule, _, _ := unsafeText(now); rule != nil {
				continue // reported as that
			}
			told[m.now.ids[p.now]] = true
			if o, ok := was[foldName(now)]; ok && m.old.ids[o] != m.now.ids[p.now] {
				moved, movedField = append(moved, p), field
				continue
			}
			m.rows.build(diag.YearRenamed, 0, func() diag.Finding {
				f := m.recordFinding(m.now.record(p.now), field)
				f.Message, f.Mend = "was "+diag.Quote(old)+" last year", "check the name, and the row that it stands in"
				f.Related = m.old.related(m.old.record(p.old), [2]int{m.old.plan.nameZh, m.old.plan.name}[i], "last year")
				return f
			})
		}
	}
	if len(moved) == 0 {
		return
	}
	m.shifted = len(moved) > 2
	m.rows.build(diag.YearShift, 0, func() diag.Finding {
		f := m.recordFinding(m.now.record(moved[0].now), movedField)
		f.Message = fmt.Sprintf("was the name of another zone last year (%d in all): names and ids are shifted or exchanged", len(moved))
		f.Mend = "put the names back beside their ids"
		for _, p := range moved[1:min(len(moved), 4)] {
			f.Related = append(f.Related, m.now.related(m.now.record(p.now), movedField, "also here")...)
		}
		return f
	})
}

func (m *comparison) oldPlace(record, field int) diag.Place {
	if r := m.old.seek.at(m.old.in, record); r != nil {
		return r.Place(field)
	}
	return diag.Place{File: m.old.in.Name}
}
