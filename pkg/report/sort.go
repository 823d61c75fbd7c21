package report

import (
	"cmp"
	"slices"
)

// SortBy sorts the rows by the column of a key, as programs know it, and says whether there is one. Equal rows keep their
// order, and rows without a value stand last, whichever way the others go.
func (t *Table) SortBy(key string, descending bool) bool {
	var by *Column
	for _, c := range t.Columns {
		if c.Key == key && (by == nil || c.For != People) {
			by = c
		}
	}
	if by == nil {
		return false
	}
	order := make([]int, t.Rows())
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := by.missing(a), by.missing(b); {
		case x && y:
			return 0
		case x:
			return 1
		case y:
			return -1
		}
		c := by.compare(a, b)
		if descending {
			return -c
		}
		return c
	})
	t.pick(order)
	return true
}

// Head keeps the first n rows.
func (t *Table) Head(n int) {
	order := make([]int, min(n, t.Rows()))
	for i := range order {
		order[i] = i
	}
	t.pick(order)
}

// compare compares two rows that have a value.
func (c *Column) compare(a, b int) int {
	switch c.Kind {
	case Int:
		return cmp.Compare(c.Ints[a], c.Ints[b])
	case Float:
		return cmp.Compare(c.Floats[a], c.Floats[b])
	}
	return cmp.Compare(c.text(a), c.text(b))
}

// pick makes the rows those of some positions, in their order.
func (t *Table) pick(order []int) {
	for _, c := range t.Columns {
		switch {
		case c.Kind == Int:
			c.Ints = picked(c.Ints, order)
		case c.Kind == Float:
			c.Floats = picked(c.Floats, order)
		case c.Pool != nil:
			c.At = picked(c.At, order)
		default:
			c.Texts = picked(c.Texts, order)
		}
	}
}

func picked[T any](list []T, order []int) []T {
	out := make([]T, len(order))
	for k, i := range order {
		out[k] = list[i]
	}
	return out
}
