package check

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
)

// likelyJump is the factor by which a value may rise or fall in a year where the contract states no limit: a digit too many
// or too few makes ten.
const likelyJump = 8

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

// sampled is how many pairs a median is taken of.
const sampled = 20_000

// sample is some of the pairs, spread evenly: a median needs no more.
func (m *comparison) sample(most int) []pair {
	if len(m.pairs) <= most {
		return m.pairs
	}
	out := make([]pair, 0, most)
	for i := range most {
		out = append(out, m.pairs[i*len(m.pairs)/most])
	}
	return out
}

// steadiness finds the columns whose values keep their size from year to year. Ratios say something of these alone: a
// growth rate may be 0.1 this year and 11 the next.
func (m *comparison) steadiness() {
	m.unsteady, m.middle = make([]bool, len(m.columns)), make([]float64, len(m.columns))
	for c := range m.columns {
		var logs, sizes []float64
		signs := false
		for _, p := range m.sample(sampled) {
			now, old, ok := m.values(p, c)
			if !ok {
				continue
			}
			sizes = append(sizes, math.Abs(now))
			if signs = signs || now < 0 || old < 0; now*old > 0 {
				logs = append(logs, math.Log(now/old))
			}
		}
		if len(sizes) == 0 {
			continue
		}
		sort.Float64s(sizes)
		m.middle[c] = sizes[len(sizes)/2]
		if len(logs) == 0 {
			m.unsteady[c] = signs
			continue
		}
		sort.Float64s(logs)
		far, median := 0, logs[len(logs)/2]
		for _, l := range logs {
			if math.Abs(l-median) > 0.5 {
				far++
			}
		}
		m.unsteady[c] = signs || far*2 > len(logs) || len(logs) >= 8 && logs[len(logs)*3/4]-logs[len(logs)/4] > 0.8
	}
}

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

// values are a number of this year and last year's, and whether both are there.
func (m *comparison) values(p pair, col int) (now, old float64, ok bool) {
	if m.columns[col] < 0 {
		return 0, 0, false
	}
	now, old = m.now.row(p.now)[col], m.old.row(p.old)[m.columns[col]]
	return now, old, now == now && old == old
}

// closeTo says whether two values could be those of one zone in two years.
func closeTo(a, b float64) bool {
	return math.Abs(a-b) <= 0.3*max(math.Abs(a), math.Abs(b))
}

// columnUnits reports columns in which the values of all zones changed by the ratio of two units.
func (m *comparison) columnUnits() {
	for c, col := range m.now.numbers {
		var logs []float64
		for _, p := range m.sample(sampled) {
			if now, old, ok := m.values(p, c); ok && now*old > 0 {
				logs = append(logs, math.Log10(now/old))
			}
		}
		if len(logs) < 3 {
			continue
		}
		sort.Float64s(logs)
		median := logs[len(logs)/2]
		near := 0
		for _, l := range logs {
			if math.Abs(l-median) < 0.3 {
				near++
			}
		}
		power := math.Round(median)
		if near*10 < len(logs)*8 || math.Abs(median-power) > 0.2 || math.Abs(power) < 2 {
			continue
		}
		zones := fmt.Sprintf("%d zones", near)
		if len(m.sample(sampled)) < len(m.pairs) {
			zones = "nearly all zones"
		}
		rule, what := diag.UnitScale, fmt.Sprintf("the values of %s are about %s times last year's: the column is in another unit%s", zones, tenTo(power), unitMix(col, int(power)))
		if math.Abs(power) == 2 {
			rule = diag.UnitFraction
			what = "the values of " + zones + " are about a hundredth of last year's: fractions in place of percent"
			if power > 0 {
				what = "the values of " + zones + " are about a hundred times last year's: percent in place of fractions"
			}
		}
		m.strangeColumn[c] = true
		if m.told[told{-1, c}] {
			continue
		}
		m.log.build(rule, 0, func() diag.Finding {
			f := m.columnFinding(c)
			f.Message, f.Mend = what, "write the column in its own unit"+inUnit(col)
			return f
		})
	}
}

// swappedColumns reports two columns that fit last year's values when they are exchanged, and do not as they are.
func (m *comparison) swappedColumns() {
	own := make([]float64, len(m.columns))
	var far []int // of two that are exchanged, neither is near what it was
	for c := range own {
		if own[c] = m.distance(c, c); own[c] > 0.1 && m.columns[c] >= 0 {
			far = append(far, c)
		}
	}
	if most := 200; len(far) > most {
		return // a year in which everything changed, or another file; every pair of them would be compared
	}
	for i, a := range far {
		for _, b := range far[i+1:] {
			if m.strangeColumn[a] || m.strangeColumn[b] || !(own[a]+own[b] > 0.3) {
				continue
			}
			if across := m.distance(a, b) + m.distance(b, a); across < 0.3*(own[a]+own[b]) {
				m.strangeColumn[a], m.strangeColumn[b] = true, true
				m.log.build(diag.YearSwap, 0, func() diag.Finding {
					f := m.columnFinding(a)
					f.Message = "has the values that " + diag.Quote(m.now.numbers[b].head) + " had last year, and the other way round: the two columns look exchanged"
					f.Mend, f.Related = "exchange the headings, or the values", []diag.Related{{Place: m.columnFinding(b).Place, Message: "the other column"}}
					return f
				})
			}
		}
	}
}

// distance is the median of how far this year's column a is from last year's b, as |ln ratio|; +Inf without enough pairs.
func (m *comparison) distance(a, b int) float64 {
	if m.columns[b] < 0 || m.columns[a] < 0 {
		return math.Inf(1)
	}
	var d []float64
	for _, p := range m.sample(400) {
		now, old := m.now.row(p.now)[a], m.old.row(p.old)[m.columns[b]]
		if now*old > 0 {
			d = append(d, math.Abs(math.Log(now/old)))
		}
	}
	if len(d) < 4 {
		return math.Inf(1)
	}
	sort.Float64s(d)
	return d[len(d)/2]
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

// staleColumns reports columns in which no value changed though they are such as change every year: money and shares. The
// area of a zone or the number of its institutes may well stay.
func (m *comparison) staleColumns() {
	for c, col := range m.now.numbers {
		same, both, distinct := 0, 0, map[float64]bool{}
		for _, p := range m.pairs {
			if now, old, ok := m.values(p, c); ok {
				if both++; now == old {
					same++
				}
				distinct[now] = true
			}
		}
		if both < 8 || same != both || len(distinct) < 5 || !col.percent && !isMoney(col.unit) {
			continue
		}
		m.log.build(diag.YearStale, 0, func() diag.Finding {
			f := m.columnFinding(c)
			f.Message, f.Mend = fmt.Sprintf("all %d values are the same as last year's, as a copied column has them", both), "enter this year's values"
			return f
		})
	}
}

// isMoney says whether a unit is one of money.
func isMoney(unit string) bool {
	low := strings.ToLower(unit)
	return strings.Contains(low, "元") && !strings.Contains(low, "/") || strings.Contains(low, "usd") || strings.Contains(low, "cny") || strings.Contains(low, "rmb") || strings.Contains(low, "yuan")
}

// change is what a column's values may do in a year.
type change struct {
	low, high  float64 // ratio to last year's
	difference float64
	stated     bool // by the contract
}

func (m *comparison) changes() []change {
	out := make([]change, len(m.columns))
	for c, col := range m.now.numbers {
		out[c] = change{1.0 / likelyJump, likelyJump, math.Inf(1), false}
		if m.o.Contract == nil {
			continue
		}
		limits := m.o.Contract.YearOnYear
		at := slices.IndexFunc(limits, func(l contract.Change) bool { return l.Field != "" && col.called(l.Field) })
		if at < 0 {
			at = slices.IndexFunc(limits, func(l contract.Change) bool { return l.Field == "" })
		}
		if at < 0 {
			continue
		}
		l := limits[at]
		out[c] = change{0, math.Inf(1), math.Inf(1), true}
		if l.MinRatio == l.MinRatio {
			out[c].low = l.MinRatio
		}
		if l.MaxRatio == l.MaxRatio {
			out[c].high = l.MaxRatio
		}
		if l.MaxDifference == l.MaxDifference {
			out[c].difference = l.MaxDifference
		}
	}
	return out
}

// cells reports the values that changed more than they may.
func (m *comparison) cells() {
	if m.shifted {
		return
	}
	limits := m.changes()
	for i, p := range m.pairs {
		if m.strangeRow[i] {
			continue
		}
		var jumps []int
		for c := range m.columns {
			now, old, ok := m.values(p, c)
			l := limits[c]
			if !ok || m.strangeColumn[c] || m.told[told{p.now, c}] || !l.stated && (m.unsteady[c] || m.small(c, now, old)) {
				continue
			}
			ratio := now / old
			const slack = 1e-9
			if old != 0 && (ratio > l.high*(1+slack) || ratio < l.low*(1-slack)) || math.Abs(now-old) > l.difference*(1+slack) {
				jumps = append(jumps, c)
			}
		}
		jumps = m.swappedCells(p, jumps)
		for _, c := range jumps {
			m.jump(p, c, limits[c])
		}
	}
}

// small says whether two values are so small for their column, or such small counts, that their ratio says nothing.
func (m *comparison) small(c int, now, old float64) bool {
	size := max(math.Abs(now), math.Abs(old))
	return size < 0.05*m.middle[c] || size < 10 && now == math.Trunc(now) && old == math.Trunc(old)
}

// swappedCells reports two cells of a row that fit last year's when they are exchanged, and returns the others.
func (m *comparison) swappedCells(p pair, jumps []int) []int {
	for x, a := range jumps {
		for _, b := range jumps[x+1:] {
			nowA, oldA, _ := m.values(p, a)
			nowB, oldB, _ := m.values(p, b)
			if !closeTo(nowA, oldB) || !closeTo(nowB, oldA) {
				continue
			}
			m.rows.build(diag.YearSwap, 0, func() diag.Finding {
				f := m.at(p.now, a)
				f.Message, f.Mend = "is about what "+diag.Quote(m.now.numbers[b].head)+" was last year, and the other way round: the two values look exchanged", "exchange them"
				f.Related = []diag.Related{{Place: m.at(p.now, b).Place, Message: "the other value"}}
				return f
			})
			return slices.DeleteFunc(slices.Clone(jumps), func(c int) bool { return c == a || c == b })
		}
	}
	return jumps
}

// jump reports one value that changed too much; one that changed by the ratio of two units is in the wrong one.
func (m *comparison) jump(p pair, c int, l change) {
	now, old, _ := m.values(p, c)
	col := m.now.numbers[c]
	rule, message, mend := diag.YearJump, fmt.Sprintf("is %s times last year's %s", short3(now/old), short(old)), "check the value and its unit"+inUnit(col)
	if old == 0 {
		message = "was 0 last year"
	}
	wanted := ""
	switch power := math.Log10(now / old); {
	case m.unsteady[c]:
		wanted = l.words()
	case math.Abs(math.Abs(power)-4) < 0.2, math.Abs(math.Abs(power)-8) < 0.2, math.Abs(math.Abs(power)-3) < 0.1:
		rule, message = diag.UnitScale, fmt.Sprintf("is about %s times last year's %s: it looks like another unit%s", tenTo(math.Round(power)), short(old), unitMix(col, int(math.Round(power))))
	case col.percent && math.Abs(power+2) < 0.15 && now < 1 && !m.unsteady[c]:
		rule, message = diag.UnitFraction, fmt.Sprintf("is about a hundredth of last year's %s: it looks like a fraction in place of percent", short(old))
		mend = "write " + short(now*100)
	case l.stated:
		wanted = l.words()
	}
	m.rows.build(rule, 0, func() diag.Finding {
		f := m.at(p.now, c)
		f.Message, f.Mend = message, mend
		f.Subject.Wanted = wanted
		record, field := m.old.cell(p.old, m.columns[c])
		f.Related = m.old.related(record, field, "the year before")
		return f
	})
}

// tenTo writes a power of ten as people do: 10000, 0.0001.
func tenTo(power float64) string { return strconv.FormatFloat(math.Pow(10, power), 'f', -1, 64) }

// words say what a change may be.
func (l change) words() string {
	switch {
	case !math.IsInf(l.high, 1) && l.low > 0:
		return fmt.Sprintf("%s to %s times last year's", short3(l.low), short3(l.high))
	case !math.IsInf(l.high, 1):
		return "at most " + short3(l.high) + " times last year's"
	case l.low > 0:
		return "at least " + short3(l.low) + " times last year's"
	}
	return "a change of at most " + short(l.difference)
}

func short3(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }
