package report

import (
	"fmt"
	"math"
	"strconv"

	"zoneval/pkg/decimal"
	"zoneval/pkg/diag"
)

// none stands for a missing value where people read.
const none = "–"

// missing says whether row i holds no value. A number that is not finite counts as none: it never leaves the program.
func (c *Column) missing(i int) bool {
	switch c.Kind {
	case Int:
		return c.Ints[i] == NoInt
	case Float:
		return math.IsNaN(c.Floats[i]) || math.IsInf(c.Floats[i], 0)
	}
	return c.text(i) == ""
}

// toRight says whether people see the column aligned right.
func (c *Column) toRight() bool { return c.Kind != Text || c.Right }

// shown is row i as people read it: cleaned, rounded to Decimals, never empty.
func (c *Column) shown(i int) string {
	if c.missing(i) {
		return none
	}
	switch c.Kind {
	case Int:
		return strconv.Itoa(c.Ints[i])
	case Float:
		return string(appendRounded(make([]byte, 0, 24), c.Floats[i], c.Decimals))
	}
	return diag.Clean(c.text(i))
}

// appendNumber appends row i of a number column as programs read it; the value must not be missing.
func (c *Column) appendNumber(b []byte, i int) []byte {
	if c.Kind == Int {
		return strconv.AppendInt(b, int64(c.Ints[i]), 10)
	}
	return appendFloat(b, c.Floats[i])
}

// huge is where plain decimal notation stops being readable; JSON's own number printing changes there too.
const huge = 1e21

// appendFloat appends the shortest text that reads back as exactly x. Minus zero is zero.
func appendFloat(b []byte, x float64) []byte {
	if x == 0 {
		return append(b, '0')
	}
	if a := math.Abs(x); a < 1e-5 || a >= huge {
		return strconv.AppendFloat(b, x, 'g', -1, 64)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// appendRounded appends x with the given number of decimals.
func appendRounded(b []byte, x float64, decimals int) []byte {
	if math.Abs(x) >= huge {
		return strconv.AppendFloat(b, x, 'e', decimals, 64)
	}
	return decimal.Append(b, x, decimals)
}

// heading is what people call the column.
func (c *Column) heading() string { return diag.Clean(c.Label) }

// forPeople returns the columns that people see.
func (t *Table) forPeople() []*Column {
	var out []*Column
	for _, c := range t.Columns {
		if c.For != Programs {
			out = append(out, c)
		}
	}
	return out
}

// forPrograms returns the columns that programs see. Two of them under one key are an error, because a program that
// reads by key would lose one.
func (t *Table) forPrograms() ([]*Column, error) {
	var out []*Column
	seen := map[string]bool{}
	for _, c := range t.Columns {
		if c.For == People {
			continue
		}
		if seen[c.Key] {
			return nil, fmt.Errorf("table %s: two columns have the key %s", t.ID, diag.Quote(c.Key))
		}
		seen[c.Key] = true
		out = append(out, c)
	}
	return out, nil
}

// heading is what people call the fact.
func (f *Fact) heading() string {
	if f.Label != "" {
		return diag.Clean(f.Label)
	}
	return diag.Clean(f.Key)
}

// shown is the fact's text, or its list, as people read it; at least one line.
func (f *Fact) shown() []string {
	if len(f.List) == 0 {
		if f.Text == "" {
			return []string{none}
		}
		return []string{diag.Clean(f.Text)}
	}
	lines := make([]string, len(f.List))
	for i, s := range f.List {
		lines[i] = diag.Clean(s)
	}
	return lines
}
