package check

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/load"
	"zoneval/pkg/source"
)

// numberCell looks closely at a cell that is not simply a number within its limits; v is its value, NaN when it is no
// plain number. It returns the value, NaN where there is none that can be used.
func (rr *rowReader) numberCell(col *column, v float64) float64 {
	raw := rr.r.Field(col.field)
	cell := trim(raw)
	if mark := rr.r.Mark(col.field); mark != source.Unmarked && rr.markedCell(col, mark, string(cell), v) {
		return math.NaN()
	}
	switch {
	case len(cell) == 0 || slices.Contains(col.missing, string(cell)):
		rr.emptyNumber(col, string(cell))
		return math.NaN()
	case v != v:
		if v = rr.declared(col, string(cell)); v != v {
			rr.badNumber(col, raw)
			return math.NaN()
		}
	}
	switch {
	case v < col.min || v == col.min && col.aboveMin:
		rr.outside(col, cell, "is too small")
	case v > col.max || v == col.max && col.belowMax:
		rr.outside(col, cell, "is too large")
	case col.whole && v != math.Trunc(v):
		rr.find(diag.TypeWhole, 0, col, string(cell), "is not a whole number", "a whole number", "check the value and its unit"+inUnit(col))
	case col.enum != nil && !col.enum[string(cell)] && !col.enum[strconv.FormatFloat(v, 'g', -1, 64)]:
		rr.find(diag.ReferenceEnum, 0, col, string(cell), "is not one of the values that the contract lists", listed(col.enumList), "")
	case col.pattern != nil && !col.pattern.Match(cell):
		rr.find(diag.RangePattern, 0, col, string(cell), "is not written as the contract says", "the pattern "+col.shown, "")
	default:
		return v
	}
	return math.NaN()
}

// outside reports a number beyond its limits. One that would be within them as a ten-thousandth may be in 万元 for 亿元.
func (rr *rowReader) outside(col *column, cell []byte, what string) {
	mend := "check the value and its unit" + inUnit(col)
	if v, ok := source.ParseNumber(cell); ok && v > col.max && v/1e4 >= col.min && v/1e4 <= col.max && col.max > 100 {
		mend = "is it ten thousand (10,000) times too large" + unitMix(col, 4) + "? Then write " + short(v/1e4)
	}
	rr.find(diag.RangeLimit, 0, col, string(cell), what, limits(col), mend)
}

// scales are the words that multiply a unit of money, with the power of ten of each.
var scales = []struct {
	word  string
	power int
}{{"万亿", 12}, {"亿", 8}, {"千万", 7}, {"百万", 6}, {"万", 4}, {"千", 3}, {"", 0}}

// moneyUnit takes the multiplier off a unit of money: 亿元 is 元 and 10^8. base is "" for other units.
func moneyUnit(unit string) (base string, power int) {
	if !isMoney(unit) {
		return "", 0
	}
	for _, s := range scales {
		if rest, ok := strings.CutPrefix(unit, s.word); ok {
			return rest, s.power
		}
	}
	return unit, 0
}

// unitMix says which units may be mixed up where values are off by a power of ten: 万元 for 亿元 is 10^4.
func unitMix(col *column, power int) string {
	base, own := moneyUnit(col.unit)
	for _, s := range scales {
		if base != "" && own-s.power == power {
			return ", as " + s.word + base + " for " + col.unit + " would be"
		}
	}
	return ""
}

// markedCell reports what a workbook says of a cell beside its text, and says whether that ends its check.
func (rr *rowReader) markedCell(col *column, mark source.Mark, cell string, v float64) bool {
	switch mark {
	case source.MarkFormula:
		rr.find(diag.SheetFormula, 0, col, "", "the cell has a formula whose result was never computed, so it has no value", "", "open the workbook, compute it and save it again")
	case source.MarkDate:
		rr.find(diag.TypeDate, 0, col, cell, "is a date in the workbook, as a spreadsheet makes of 1-2 or 3/4", "a plain number", "format the cell as a number and enter the value again")
	case source.MarkBoolean:
		rr.find(diag.TypeNumber, 0, col, cell, "is true or false in the workbook", "a plain number", "enter the number")
	case source.MarkText:
		if v == v {
			rr.find(diag.SheetText, 0, col, cell, "is a number stored as text", "", "turn the column into numbers in the spreadsheet")
		}
		return false
	case source.MarkPercent:
		if col.percent && v == v {
			rr.find(diag.SheetPercent, 0, col, cell, "is shown as "+strconv.FormatFloat(v*100, 'g', 12, 64)+"% in the workbook, and the column is in percent", "", "enter "+strconv.FormatFloat(v*100, 'g', 12, 64)+" in a cell that is not formatted as percent")
			return false
		}
		return false
	default:
		return false
	}
	rr.countText(col)
	return true
}

// emptyNumber notes a missing value.
func (rr *rowReader) emptyNumber(col *column, mark string) {
	if !rr.p.long {
		rr.pt.columns[col.slot].empty++
	}
	if col.required && !rr.r.Merged(col.field) {
		rr.lacking = true
		rr.lacks(col, mark, requiredMend(col))
	}
}

// lacks reports a value that is required and missing: the cell is empty, or has a mark that says so.
func (rr *rowReader) lacks(col *column, mark, mend string) {
	if mark != "" {
		rr.find(diag.MissingRequired, 0, col, mark, "says that the value is missing, and it is required", "", mend)
		return
	}
	rr.find(diag.MissingRequired, 0, col, "", "the value is missing, and it is required", "", mend)
}

func requiredMend(col *column) string {
	if col.in != nil && col.in.Parent != nil && (col.want.field == nil || !col.want.field.Required) {
		return "fill it in, or set " + col.in.MissingKey() + " to skip, worst or zero in the index"
	}
	return "fill it in"
}

// declared reads a number with the thousands mark, decimal mark and signs that the contract declares for the column;
// NaN when it is still none.
func (rr *rowReader) declared(col *column, cell string) float64 {
	f := col.want.field
	if f == nil || f.GroupChar == "" && (f.DecimalChar == "" || f.DecimalChar == ".") && f.BareNumber {
		return math.NaN()
	}
	plain := cell
	if !f.BareNumber && !strings.ContainsAny(plain, "万亿千百") { // signs may stand around the number, but nothing that multiplies it
		plain = strings.TrimFunc(plain, func(r rune) bool { return (r < '0' || r > '9') && r != '-' && r != '+' && r != '.' })
	}
	if f.GroupChar != "" {
		if !grouped(plain, f.GroupChar) {
			return math.NaN()
		}
		plain = strings.ReplaceAll(plain, f.GroupChar, "")
	}
	if f.DecimalChar != "" {
		plain = strings.Replace(plain, f.DecimalChar, ".", 1)
	}
	if v, ok := source.ParseNumber([]byte(plain)); ok {
		return v
	}
	return math.NaN()
}

// grouped says whether the thousands marks of a number, if it has any, stand before groups of three digits.
func grouped(s, mark string) bool {
	parts := strings.Split(s, mark)
	for i, p := range parts[1:] {
		if last := i == len(parts)-2; !last && len(p) != 3 || last && (len(p) < 3 || len(p) > 3 && p[3] >= '0' && p[3] <= '9') {
			return false
		}
	}
	return true
}

// badNumber reports a cell that is no plain number.
func (rr *rowReader) badNumber(col *column, raw []byte) {
	cell := string(trim(raw))
	if col.bounds && source.IsBound(cell) || bytes.IndexByte(raw, 0) >= 0 { // allowed; or reported for the file
		return
	}
	if col.kind == guess {
		rr.guessedCell(col, cell)
		return
	}
	rr.countText(col)
	rr.explain(rr.pt.log, col, cell)
}

// explain reports what a text is where a number should be.
func (rr *rowReader) explain(to *log, col *column, cell string) {
	rule, what, rest := unsafeText(cell)
	var severity diag.Severity
	mend := "take it out"
	if rule != nil {
		if _, ok := source.ParseNumber([]byte(rest)); ok {
			mend = "write " + strings.TrimSpace(rest)
		}
	} else {
		f := source.Explain(cell)
		rule, what, mend = f.Rule, f.What, f.Mend
		if rule == diag.TypePercent && col.unit != "" {
			mend = percentMend(col, cell, mend)
		}
		if rule == diag.TypeUnit {
			mend = unitMend(col, cell, mend)
		}
		if rule.Severity == diag.Warning && col.required {
			severity = diag.Error
		}
	}
	severity = to.build(rule, severity, func() diag.Finding {
		s := rr.subject(col.head)
		s.Value, s.Wanted = cell, "a plain number"+inUnit(col)
		return diag.Finding{Place: rr.r.Place(col.field), Subject: s, Message: what, Mend: mend}
	})
	if to == rr.pt.log {
		rr.pt.tallies[tally{rule: rule, field: col.field, severity: severity}]++
	}
}

// unitMend says which number to write where the unit in the cell is the column's own, or the start of it: 12亿 in 亿元.
func unitMend(col *column, cell, otherwise string) string {
	digits := strings.TrimRightFunc(cell, func(r rune) bool { return r < '0' || r > '9' })
	word := strings.TrimSpace(cell[len(digits):])
	if _, ok := source.ParseNumber([]byte(digits)); ok && word != "" && (strings.HasPrefix(col.unit, word) || load.SameUnit(col.unit, word)) {
		return "write " + digits
	}
	return otherwise
}

// percentMend says which number to write for a percent sign, where the column's unit is known.
func percentMend(col *column, cell, otherwise string) string {
	if !col.percent {
		return otherwise
	}
	if mille, ok := strings.CutSuffix(strings.TrimSpace(cell), "‰"); ok {
		if v, ok := source.ParseNumber([]byte(mille)); ok {
			return "write " + short(v/10) + ", since the column is in percent"
		}
	}
	digits := strings.TrimRight(strings.TrimSpace(cell), "%％ ")
	if _, ok := source.ParseNumber([]byte(digits)); ok {
		return "write " + digits + ", since the column is in percent"
	}
	return otherwise
}

// countText counts a cell that is neither empty nor a number.
func (rr *rowReader) countText(col *column) {
	if !rr.p.long {
		rr.pt.columns[col.slot].texts++
	}
}

// guessedCell counts a text in a column that nobody described. What is wrong with it as a number is said when it is known
// that the column is one of numbers, in a second reading; what is wrong with it as a text is said at once.
func (rr *rowReader) guessedCell(col *column, cell string) {
	rr.pt.columns[col.slot].texts++
	if !plainText([]byte(cell)) {
		unsafe, _, _ := unsafeText(cell)
		if run, _, _ := injected(cell); unsafe != nil || run != nil {
			rr.textCell(col, []byte(cell))
			return
		}
	}
	if rr.second != nil {
		rr.explain(rr.second, col, cell)
	}
}

// limits says what a column's numbers can be.
func limits(col *column) string {
	low, high := strconv.FormatFloat(col.min, 'f', -1, 64), strconv.FormatFloat(col.max, 'f', -1, 64)
	if col.aboveMin {
		low = "more than " + low
	}
	if col.belowMax {
		high = "less than " + high
	}
	switch {
	case math.IsInf(col.max, 1) && col.aboveMin:
		return low
	case math.IsInf(col.max, 1):
		return "at least " + low
	case math.IsInf(col.min, -1) && col.belowMax:
		return high
	case math.IsInf(col.min, -1):
		return "at most " + high
	}
	return low + " to " + high
}

func inUnit(col *column) string {
	if col.unit == "" {
		return ""
	}
	return " (" + col.unit + ")"
}

// listed names the values of a list, the first ones where they are many.
func listed(values []string) string {
	const most = 8
	if len(values) > most {
		return "one of " + strings.Join(values[:most], ", ") + " and " + strconv.Itoa(len(values)-most) + " more"
	}
	return "one of " + strings.Join(values, ", ")
}

func indicatorNames(x *index.Index) []string {
	var names []string
	for _, in := range x.Inputs {
		for _, n := range []string{in.ID, in.Code, in.Name.Zh, in.Name.En} {
			if n != "" {
				names = append(names, n)
			}
		}
	}
	return names
}
