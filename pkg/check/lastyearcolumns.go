package check

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"zoneval/pkg/diag"
)

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
			signs = signs || now < 0 || old < 0
			// What is off by hundreds or more is in another unit, and says nothing of how steady the column is.
			if l := math.Log(now / old); now*old > 0 && math.Abs(l) < 5.5 {
				logs = append(logs, l)
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
		if power == 2 && col.percent {
			continue // it is last year's file that had fractions
		}
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
		if own[c] = m.distance(c, c); own[c] > 0.2 && m.columns[c] >= 0 {
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
	for _, p := range m.sample(120) {
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
