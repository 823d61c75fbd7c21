package check

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
)

// likelyJump is the factor by which a value may rise or fall in a year where the contract states no limit.
const likelyJump = 10

// pair is a zone in this year's and last year's table, by record.
type pair struct{ now, old int }

// comparison is this year's table beside last year's.
type comparison struct {
	*checker
	now, old *table
	columns  []int // of old, for each of now; -1 is none
	pairs    []pair

	strangeColumn []bool       // explained as a whole: no finding for each cell
	strangeRow    map[int]bool // likewise, by pair
}

// comparesYears says whether the file has several years that the contract limits.
func (c *checker) comparesYears() bool {
	return c.o.Contract != nil && len(c.o.Contract.YearOnYear) > 0 && c.plan.year >= 0 && !c.plan.long
}

// lastYear compares the file with last year's, or the years inside the file with each other.
func (c *checker) lastYear() {
	switch {
	case c.current == nil || c.plan.zone < 0 || c.plan.long:
	case c.o.Previous != nil:
		old := c.readPrevious()
		if old == nil {
			return
		}
		m := &comparison{checker: c, now: c.current, old: old, columns: old.columnsOf(c.plan)}
		m.join()
		m.zones()
		m.compare()
	default:
		m := &comparison{checker: c, now: c.current, old: c.current, columns: make([]int, len(c.plan.numbers))}
		for i := range m.columns {
			m.columns[i] = i
		}
		m.joinYears()
		m.strangeColumn, m.strangeRow = make([]bool, len(m.columns)), map[int]bool{}
		m.cells()
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
			if y, err := strconv.Atoi(m.now.years[r]); err == nil && m.old.years[o] == strconv.Itoa(y-1) {
				best = o
				break
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
	for o, name := range m.old.names {
		if name != "" {
			was[foldName(name)] = o
		}
	}
	renamed := map[string]bool{}
	m.names(was)
	oldIDs := map[string]bool{}
	for _, id := range m.old.ids {
		oldIDs[id] = true
	}
	for r, id := range m.now.ids {
		if id == "" || oldIDs[id] {
			continue
		}
		if o, ok := was[foldName(m.now.names[r])]; ok && m.now.names[r] != "" && !nowIDs[m.old.ids[o]] {
			renamed[m.old.ids[o]] = true
			m.rows.build(diag.YearRenamed, 0, func() diag.Finding {
				f := m.recordFinding(r, m.plan.zone)
				f.Message, f.Mend = "had the id "+diag.Quote(m.old.ids[o])+" last year", "keep ids from year to year"
				f.Related = []diag.Related{{Place: m.oldPlace(o, m.old.plan.zone), Message: "last year"}}
				return f
			})
			continue
		}
		m.rows.build(diag.YearNew, 0, func() diag.Finding {
			f := m.recordFinding(r, m.plan.zone)
			f.Message, f.Mend = "was not there last year", "check the id, if the zone is not new"
			return f
		})
	}
	gone := map[string]bool{}
	for o, id := range m.old.ids {
		if id == "" || nowIDs[id] || renamed[id] || gone[id] {
			continue
		}
		gone[id] = true
		m.log.build(diag.YearGone, 0, func() diag.Finding {
			return diag.Finding{Place: diag.Place{File: m.in.Name}, Subject: diag.Subject{Zone: id, Name: m.old.names[o]}, Message: "the zone was there last year and is not now",
				Mend: "add its row, if it is not closed", Related: []diag.Related{{Place: m.oldPlace(o, m.old.plan.zone), Message: "last year"}}}
		})
	}
}

func foldName(s string) string { return string(foldInto(nil, []byte(s))) }

// names reports zones whose name is another than last year's; where it is the name of another zone of last year, the
// names have moved, which is one finding for all of them.
func (m *comparison) names(was map[string]int) {
	field := m.nameField()
	if field < 0 {
		return
	}
	var moved []pair
	for _, p := range m.pairs {
		now, old := m.now.names[p.now], m.old.names[p.old]
		if now == "" || old == "" || foldName(now) == foldName(old) {
			continue
		}
		if o, ok := was[foldName(now)]; ok && m.old.ids[o] != m.now.ids[p.now] {
			moved = append(moved, p)
			continue
		}
		m.rows.build(diag.YearRenamed, 0, func() diag.Finding {
			f := m.recordFinding(p.now, field)
			f.Message, f.Mend = "was "+diag.Quote(old)+" last year", "check the name, and the row that it stands in"
			return f
		})
	}
	if len(moved) == 0 {
		return
	}
	m.rows.build(diag.YearShift, 0, func() diag.Finding {
		f := m.recordFinding(moved[0].now, field)
		f.Message = fmt.Sprintf("is the name of another zone last year; %d zones have names of others: names and ids are shifted or exchanged", len(moved))
		f.Mend = "put the names back beside their ids"
		for _, p := range moved[1:min(len(moved), 4)] {
			if r := m.in.Seek(p.now); r != nil {
				f.Related = append(f.Related, diag.Related{Place: r.Place(field), Message: "also here"})
			}
		}
		return f
	})
}

func (m *comparison) oldPlace(record, field int) diag.Place {
	if r := m.old.in.Seek(record); r != nil {
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

// compare looks at columns, rows and cells, in this order: what explains many cells is said once.
func (m *comparison) compare() {
	m.strangeColumn, m.strangeRow = make([]bool, len(m.columns)), map[int]bool{}
	m.columnUnits()
	m.swappedColumns()
	m.movedRows()
	m.stale()
	m.cells()
}

// columnUnits reports columns in which the values of all zones changed by the ratio of two units.
func (m *comparison) columnUnits() {
	for c, col := range m.plan.numbers {
		var logs []float64
		for _, p := range m.pairs {
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
		rule, what := diag.UnitScale, fmt.Sprintf("the values of %d zones are about %s times last year's: the column is in another unit%s", near, tenTo(power), unitMix(col, int(power)))
		if math.Abs(power) == 2 {
			rule = diag.UnitFraction
			what = fmt.Sprintf("the values of %d zones are about a hundredth of last year's: fractions in place of percent", near)
			if power > 0 {
				what = fmt.Sprintf("the values of %d zones are about a hundred times last year's: percent in place of fractions", near)
			}
		}
		m.strangeColumn[c] = true
		if m.told[told{-1, col.field}] {
			continue
		}
		m.log.build(rule, 0, func() diag.Finding {
			return diag.Finding{Place: m.in.Header[col.field].Place, Subject: diag.Subject{Column: col.head}, Message: what,
				Mend: "write the column in its own unit" + inUnit(col)}
		})
	}
}

// swappedColumns reports two columns that fit last year's values when they are exchanged, and do not as they are.
func (m *comparison) swappedColumns() {
	own := make([]float64, len(m.columns))
	for c := range own {
		own[c] = m.distance(c, c)
	}
	for a := range m.columns {
		for b := a + 1; b < len(m.columns); b++ {
			if m.strangeColumn[a] || m.strangeColumn[b] || !(own[a]+own[b] > 0.3) {
				continue
			}
			if across := m.distance(a, b) + m.distance(b, a); across < 0.3*(own[a]+own[b]) {
				m.strangeColumn[a], m.strangeColumn[b] = true, true
				one, other := m.plan.numbers[a], m.plan.numbers[b]
				m.log.build(diag.YearSwap, 0, func() diag.Finding {
					return diag.Finding{Place: m.in.Header[one.field].Place, Subject: diag.Subject{Column: one.head}, Mend: "exchange the headings, or the values",
						Message: "has the values that " + diag.Quote(other.head) + " had last year, and the other way round: the two columns look exchanged",
						Related: []diag.Related{{Place: m.in.Header[other.field].Place, Message: "the other column"}}}
				})
			}
		}
	}
}

// distance is the median of how far this year's column a is from last year's b, as |ln ratio|; +Inf without enough pairs.
func (m *comparison) distance(a, b int) float64 {
	const sample = 400
	if m.columns[b] < 0 || m.columns[a] < 0 {
		return math.Inf(1)
	}
	var d []float64
	for _, p := range m.pairs[:min(len(m.pairs), sample)] {
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
			f := m.recordFinding(m.pairs[first].now, -1)
			f.Message, f.Mend = "has the values that zone "+diag.Quote(m.now.ids[m.pairs[k].now])+" had last year, and the other way round: the two rows look exchanged", "put the values back beside their zones"
			if r := m.in.Seek(m.pairs[k].now); r != nil {
				f.Related = []diag.Related{{Place: r.Place(-1), Message: "the other row"}}
			}
			return f
		})
		return
	}
	m.rows.build(diag.YearShift, 0, func() diag.Finding {
		f := m.recordFinding(m.pairs[first].now, -1)
		f.Message = fmt.Sprintf("has the values that zone %s had last year; so it is with %d zones: values and zones are shifted", diag.Quote(m.now.ids[m.pairs[from[first]].now]), len(moved))
		f.Mend = "put the values back beside their zones"
		for _, i := range moved[1:min(len(moved), 4)] {
			if r := m.in.Seek(m.pairs[i].now); r != nil {
				f.Related = append(f.Related, diag.Related{Place: r.Place(-1), Message: "also here"})
			}
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
			f := m.recordFinding(m.pairs[i].now, -1)
			f.Message, f.Mend = "all values are the same as last year's, as a copy leaves them", "enter this year's values"
			return f
		})
	}
	m.staleColumns()
}

// staleColumns reports columns in which no value changed though there are many, and not whole ones.
func (m *comparison) staleColumns() {
	for c, col := range m.plan.numbers {
		same, both, broken, distinct := 0, 0, 0, map[float64]bool{}
		for _, p := range m.pairs {
			now, old, ok := m.values(p, c)
			if !ok {
				continue
			}
			both++
			if now == old {
				same++
			}
			if now != math.Trunc(now) {
				broken++
			}
			distinct[now] = true
		}
		if both < 8 || same != both || len(distinct) < 5 || broken*2 < both {
			continue
		}
		m.log.build(diag.YearStale, 0, func() diag.Finding {
			return diag.Finding{Place: m.in.Header[col.field].Place, Subject: diag.Subject{Column: col.head},
				Message: fmt.Sprintf("all %d values are the same as last year's, as a copied column has them", both), Mend: "enter this year's values"}
		})
	}
}

// change is what a column's values may do in a year.
type change struct {
	low, high  float64 // ratio to last year's
	difference float64
	stated     bool // by the contract
}

func (m *comparison) changes() []change {
	out := make([]change, len(m.columns))
	for c, col := range m.plan.numbers {
		out[c] = change{1.0 / likelyJump, likelyJump, math.Inf(1), false}
		if m.o.Contract == nil {
			continue
		}
		limits := m.o.Contract.YearOnYear
		at := slices.IndexFunc(limits, func(l contract.Change) bool { return l.Field != "" && m.plan.fieldOf(l.Field) == col.field })
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
	limits := m.changes()
	for i, p := range m.pairs {
		if m.strangeRow[i] {
			continue
		}
		var jumps []int
		for c := range m.columns {
			now, old, ok := m.values(p, c)
			l := limits[c]
			if !ok || m.strangeColumn[c] || m.told[told{p.now, m.plan.numbers[c].field}] || !l.stated && m.now == m.old {
				continue
			}
			ratio := now / old
			const slack = 1e-9
			if old != 0 && (ratio > l.high*(1+slack) || ratio < l.low*(1-slack)) && !(old < 0 && !l.stated) || math.Abs(now-old) > l.difference*(1+slack) {
				jumps = append(jumps, c)
			}
		}
		jumps = m.swappedCells(p, jumps)
		for _, c := range jumps {
			m.jump(p, c, limits[c])
		}
	}
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
			one, other := m.plan.numbers[a], m.plan.numbers[b]
			m.rows.build(diag.YearSwap, 0, func() diag.Finding {
				f := m.recordFinding(p.now, one.field)
				f.Message, f.Mend = "is about what "+diag.Quote(other.head)+" was last year, and the other way round: the two values look exchanged", "exchange them"
				if r := m.in.Seek(p.now); r != nil {
					f.Related = []diag.Related{{Place: r.Place(other.field), Message: "the other value"}}
				}
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
	col := m.plan.numbers[c]
	rule, message, mend := diag.YearJump, fmt.Sprintf("is %s times last year's %s", short3(now/old), short(old)), "check the value and its unit"+inUnit(col)
	if old == 0 {
		message = "was 0 last year"
	}
	wanted := ""
	switch power := math.Log10(now / old); {
	case math.Abs(math.Abs(power)-4) < 0.2, math.Abs(math.Abs(power)-8) < 0.2, math.Abs(math.Abs(power)-3) < 0.1:
		rule, message = diag.UnitScale, fmt.Sprintf("is about %s times last year's %s: it looks like another unit%s", tenTo(math.Round(power)), short(old), unitMix(col, int(math.Round(power))))
	case col.percent && math.Abs(math.Abs(power)-2) < 0.15:
		rule, message = diag.UnitFraction, fmt.Sprintf("is about a hundredth of last year's %s: it looks like a fraction in place of percent", short(old))
		mend = "write " + short(now*100)
		if power > 0 {
			message, mend = fmt.Sprintf("is about a hundred times last year's %s", short(old)), "write "+short(now/100)
		}
	case l.stated:
		wanted = l.words()
	}
	m.rows.build(rule, 0, func() diag.Finding {
		f := m.recordFinding(p.now, col.field)
		f.Message, f.Mend = message, mend
		f.Subject.Wanted = wanted
		if m.old != m.now {
			f.Related = []diag.Related{{Place: m.oldPlace(p.old, m.old.plan.numbers[m.columns[c]].field), Message: "last year"}}
		} else if r := m.in.Seek(p.old); r != nil {
			f.Related = []diag.Related{{Place: r.Place(col.field), Message: "the year before"}}
		}
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
