package check

import (
	"context"
	"slices"
	"unicode/utf8"

	"zoneval/pkg/source"
)

// Field is what somebody who mends a file has to know of one field of its records.
type Field struct {
	Number bool // its cells are numbers or years
	Guess  bool // nobody described it: its cells are numbers where nearly all are

	GroupChar, DecimalChar string // as the contract declares them; DecimalChar is "." where it does not
	col                    *column
}

// Columns says what each field of a file's records is, by the index and the contract, and returns the input that starts
// at the header: it is another one where a title stands above. The input must be usable.
func Columns(in *source.Input, o Options) (*source.Input, []Field) {
	o.Max, o.Gate = 1, nil // what is found is not asked
	c := newChecker(context.Background(), in, o)
	c.findHeader()
	p := newPlan(c)
	fields := make([]Field, p.width)
	for i, col := range p.columns {
		f := &fields[i]
		f.DecimalChar = "."
		if col == nil {
			continue
		}
		f.col, f.Guess = col, col.kind == guess
		f.Number = col.kind == number || col.kind == year || p.long && col.standard == stdValue
		if d := col.want.field; d != nil {
			f.GroupChar = d.GroupChar
			if d.DecimalChar != "" {
				f.DecimalChar = d.DecimalChar
			}
		}
	}
	return c.in, fields
}

// Missing says whether a cell without blanks around it means that there is no value.
func (f Field) Missing(cell string) bool {
	return cell == "" || f.col != nil && slices.Contains(f.col.missing, cell)
}

// Allows says whether the contract's list, pattern and least length, as far as there are any, allow a cell that is not
// missing.
func (f Field) Allows(cell string) bool {
	col := f.col
	if col == nil {
		return true
	}
	if d := col.want.field; d != nil && utf8.RuneCountInString(cell) < d.MinLength {
		return false
	}
	return (col.enum == nil || col.enum[cell]) && (col.pattern == nil || col.pattern.MatchString(cell))
}
