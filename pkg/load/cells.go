package load

import (
	"bytes"
	"math"
	"slices"
	"strconv"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/source"
)

// cellRule is what a cell of one indicator must be.
type cellRule struct {
	in       *index.Indicator
	column   int // of the table
	field    int // of the record
	min, max float64
	plain    bool // any number from min to max will do, without a further look
}

// cellRules lists the indicators that have a field, by field, so that findings come in file order.
func cellRules(x *index.Index, c columns) []cellRule {
	numeric := slices.ContainsFunc(x.Missing, func(mark string) bool {
		_, ok := source.ParseNumber([]byte(mark))
		return ok
	})
	var rules []cellRule
	for i, in := range x.Inputs {
		field := c.ind(i)
		if c.long() {
			field = c.std(colValue)
		}
		if field >= 0 {
			rules = append(rules, cellRule{in, i, field, in.Min, in.Max, !in.Whole && !numeric})
		}
	}
	if !c.long() {
		slices.SortStableFunc(rules, func(a, b cellRule) int { return a.field - b.field })
	}
	return rules
}

// slowCell reads a cell that is not simply a number within its limits. It returns NaN for a missing value and for a
// finding, and the text of a bound that may stand.
func (l *loader) slowCell(r *source.Reader, c *cellRule, log *diag.Log) (v float64, bound string) {
	raw := r.Field(c.field)
	text := bytes.Trim(raw, " \t\r\n")
	if len(text) == 0 && r.Mark(c.field) == source.MarkFormula {
		log.Add(diag.Finding{Rule: diag.SheetFormula, Place: r.Place(c.field), Subject: diag.Subject{Zone: l.zoneOf(r), Column: l.columnOf(r, c)},
			Message: "the cell has a formula whose result was never computed, so it has no value", Mend: "open the workbook, compute it and save it again"})
		return math.NaN(), ""
	}
	if len(text) == 0 || slices.Contains(l.x.Missing, string(text)) {
		return math.NaN(), ""
	}
	v, ok := source.ParseNumber(raw)
	switch {
	case !ok && c.in.Bounds && source.IsBound(string(text)):
		return math.NaN(), string(text)
	case ok && v >= c.min && v <= c.max && (!c.in.Whole || v == math.Trunc(v)):
		return v, ""
	case r.Damaged, bytes.IndexByte(raw, 0) >= 0: // reported where records are read, and when the file was surveyed
		return math.NaN(), ""
	}
	f := l.cellFinding(r, c, raw, v, ok)
	if level := f.Level(); log.Full(level) {
		log.Skip(level)
	} else {
		log.Add(f)
	}
	if f.Rule == diag.MissingEllipsis {
		bound = string(text) // like a bound, it is shown and not scored
	}
	return math.NaN(), bound
}

// cellFinding says what is wrong with a cell; v is its value when it is a number. A mark for missing is no more than a
// warning where the index can do without the value.
func (l *loader) cellFinding(r *source.Reader, c *cellRule, raw []byte, v float64, number bool) diag.Finding {
	f := diag.Finding{Place: r.Place(c.field), Subject: diag.Subject{Zone: l.zoneOf(r), Column: l.columnOf(r, c), Value: string(raw), Wanted: "a plain number"}}
	if number {
		f.Rule, f.Message, f.Subject.Wanted = outside(c.in, v)
		f.Mend = "check the value and its unit" + unitOf(c.in)
		return f
	}
	fault := source.Explain(string(raw))
	f.Rule, f.Message, f.Mend = fault.Rule, fault.What, fault.Mend
	if f.Level() == diag.Warning && missingSeverity(c.in) == diag.Error && !c.in.Impute.Acts() {
		f.Severity = diag.Error
	}
	return f
}

// outside says why a number cannot be a value of an indicator, and what can.
func outside(in *index.Indicator, v float64) (rule *diag.Rule, message, wanted string) {
	switch {
	case v < in.Min:
		return diag.RangeLimit, "is too small", limits(in)
	case v > in.Max:
		return diag.RangeLimit, "is too large", limits(in)
	}
	return diag.TypeWhole, "is not a whole number", "a whole number"
}

// columnOf names a cell's column as the file does: by its heading, in the long form by the indicator's cell.
func (l *loader) columnOf(r *source.Reader, c *cellRule) string {
	if l.cols.long() {
		return string(trimmed(r, l.cols.std(colIndicator)))
	}
	return l.cols.heads[c.field]
}

// zoneOf is the id of a record's zone, for a message.
func (l *loader) zoneOf(r *source.Reader) string {
	if f := l.cols.zone(); f >= 0 && f < r.Len() {
		return string(trimmed(r, f))
	}
	return ""
}

// limits says what an indicator's values can be.
func limits(in *index.Indicator) string {
	low, high := strconv.FormatFloat(in.Min, 'g', -1, 64), strconv.FormatFloat(in.Max, 'g', -1, 64)
	switch {
	case math.IsInf(in.Max, 1):
		return "at least " + low
	case math.IsInf(in.Min, -1):
		return "at most " + high
	}
	return low + " to " + high
}

// unitOf adds the unit that the index states.
func unitOf(in *index.Indicator) string {
	if u := in.Unit.In("zh"); u != "" {
		return " (" + u + ")"
	}
	return ""
}

// trimmed is a field without ASCII blanks around it.
func trimmed(r *source.Reader, field int) []byte {
	b := r.Field(field)
	if len(b) > 0 && b[0] > ' ' && b[len(b)-1] > ' ' {
		return b
	}
	return bytes.Trim(b, " \t\r\n")
}
