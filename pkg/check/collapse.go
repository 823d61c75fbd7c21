package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zoneval/pkg/diag"
)

// fewest is how many cells a fault must have before they are told as one.
const fewest = 5

// collapse puts findings together that nearly all cells of a column have, or nearly all rows: that is one mistake, and
// is mended at once.
func (c *checker) collapse() {
	order := slices.SortedFunc(maps.Keys(c.tallies), func(a, b tally) int {
		return cmp.Or(a.field-b.field, strings.Compare(a.rule.ID, b.rule.ID), a.width-b.width, int(a.severity)-int(b.severity))
	})
	for _, key := range order { // which of them are kept must not depend on the order of a map
		switch n := c.tallies[key]; {
		case key.severity == 0: // the settings or the baseline have dealt with them
		case key.field < 0 && n >= 3 && n*10 >= c.in.Records*9:
			c.collapseRows(key, n)
		case c.plan.long: // its columns hold the values of many indicators
		case key.field >= 0 && n >= fewest && n*10 >= (c.shape.rows-c.emptyIn(key.field))*8:
			c.collapseColumn(key, n)
		}
	}
}

// emptyIn is how many cells of a number column are empty.
func (c *checker) emptyIn(field int) int {
	if col := c.plan.columns[field]; col != nil && col.slot >= 0 {
		return c.columns[col.slot].empty
	}
	return 0
}

// take takes the findings of one kind out that match, of which there are n, and returns the first of them.
func (l *log) take(key tally, n int, match func(*diag.Finding) bool) (first diag.Finding, ok bool) {
	l.kept = slices.DeleteFunc(l.kept, func(f diag.Finding) bool {
		if f.Rule != key.rule || f.Level() != key.severity || !match(&f) {
			return false
		}
		if !ok {
			first, ok = f, true
		}
		return true
	})
	if ok {
		l.found[Count{key.rule, key.severity}] -= n
	}
	return first, ok
}

func (c *checker) collapseColumn(key tally, n int) {
	head := c.plan.columns[key.field].head
	switch key.rule {
	case diag.MissingRequired, diag.KeyMissing, diag.ReferenceEnum, diag.ReferenceProvince, diag.ReferenceType:
		return // each cell has to be mended by itself
	}
	first, ok := c.rows.take(key, n, func(f *diag.Finding) bool { return f.Subject.Column == head })
	if !ok {
		return
	}
	f := first
	f.Subject.Zone, f.Subject.Name, f.Subject.Year, f.Subject.Value = "", "", "", ""
	f.Message = fmt.Sprintf("%d of %d cells have the same fault; the first, %s, %s", n, c.shape.rows, diag.Quote(first.Subject.Value), first.Message)
	f.Place = c.in.Header[key.field].Place
	if f.Mend = "mend the whole column"; first.Mend != "" {
		f.Mend += ": for the first cell, " + first.Mend
	}
	f.Related = []diag.Related{{Place: first.Place, Message: "the first of them"}}
	c.log.add(f)
}

// collapseRows tells once that the rows have another width than the header.
func (c *checker) collapseRows(key tally, n int) {
	first, ok := c.rows.take(key, n, func(f *diag.Finding) bool { return strings.Contains(f.Message, fmt.Sprintf("has %d cells", key.width)) })
	if !ok {
		return
	}
	f := diag.Finding{Rule: key.rule, Place: c.in.Header[0].Place, Message: fmt.Sprintf("%d of %d rows have %d cells, the header %d", n, c.in.Records, key.width, c.plan.width),
		Mend: "look for a heading too many or too few", Related: []diag.Related{{Place: first.Place, Message: "the first of them"}}}
	if key.width == c.plan.width+1 {
		f.Mend = "a heading is missing: the rows may start with their own numbers or names, as R writes them"
	}
	f.Place.Col = 0
	c.log.add(f)
}
