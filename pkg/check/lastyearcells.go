package check

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
)

// likelyJump is the factor by which a value may rise or fall in a year where the contract states no limit: a digit too many
// or too few makes ten.
const likelyJump = 8

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
