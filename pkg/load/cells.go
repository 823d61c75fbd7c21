package load

import (
	"bytes"
	"fmt"
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
	if len(text) == 0 || slices.Contains(l.x.Missing, string(text)) {
		return math.NaN(), ""
	}
	v, ok := source.ParseNumber(raw)
	switch {
	case !ok && c.in.Bounds && source.IsUpperBound(string(text)):
		return math.NaN(), string(text)
	case ok && v >= c.min && v <= c.max && (!c.in.Whole || v == math.Trunc(v)):
		return v, ""
	case r.Damaged, bytes.IndexByte(raw, 0) >= 0: // reported where records are read, and when the file was surveyed
		return math.NaN(), ""
	case log.Full(diag.Error):
		log.Skip(diag.Error)
	default:
		log.Add(l.cellFinding(r, c, raw, v, ok))
	}
	return math.NaN(), ""
}

// cellFinding says what is wrong with a cell; v is its value when it is a number.
func (l *loader) cellFinding(r *source.Reader, c *cellRule, raw []byte, v float64, number bool) diag.Finding {
	f := diag.Finding{Rule: diag.NumberBad, Place: r.Place(c.field)}
	what, expected := "", "expected a plain number"
	switch {
	case !number:
		what, f.Mend = source.Explain(string(raw))
	case v < c.min:
		f.Rule = diag.NumberRange
		what, expected = "is too small", limits(c.in)
		f.Mend = "check the value and its unit" + unitOf(c.in)
	case v > c.max:
		f.Rule = diag.NumberRange
		what, expected = "is too large", limits(c.in)
		f.Mend = "check the value and its unit" + unitOf(c.in)
	default:
		what, expected = "is not a whole number", "expected a whole number"
		f.Mend = "check the value and its unit" + unitOf(c.in)
	}
	f.Message = fmt.Sprintf("zone %s, column %s: %s %s; %s", l.zoneOf(r), diag.Quote(l.columnOf(r, c)),
		diag.Quote(string(raw)), what, expected)
	return f
}

// columnOf names a cell's column as the file does: by its heading, in the long form by the indicator's cell.
func (l *loader) columnOf(r *source.Reader, c *cellRule) string {
	if l.cols.long() {
		return string(trimmed(r, l.cols.std(colIndicator)))
	}
	return l.cols.heads[c.field]
}

// zoneOf names a record's zone in a message.
func (l *loader) zoneOf(r *source.Reader) string {
	if f := l.cols.zone(); f >= 0 && f < r.Len() {
		if id := trimmed(r, f); len(id) > 0 {
			return diag.Quote(string(id))
		}
	}
	return "without id"
}

// limits says what an indicator's values can be.
func limits(in *index.Indicator) string {
	low, high := strconv.FormatFloat(in.Min, 'g', -1, 64), strconv.FormatFloat(in.Max, 'g', -1, 64)
	switch {
	case math.IsInf(in.Max, 1):
		return "expected at least " + low
	case math.IsInf(in.Min, -1):
		return "expected at most " + high
	}
	return "expected " + low + " to " + high
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
