package present

import "zoneval/pkg/report"

// Sorting is a column that a table is to be sorted by; no key keeps the order.
type Sorting struct {
	Key        string
	Descending bool
}

// apply sorts a table, and cuts it after the first so many rows; 0 keeps all.
func (s Sorting) apply(t *report.Table, top int) {
	if s.Key != "" {
		t.SortBy(s.Key, s.Descending)
	}
	if top > 0 {
		t.Head(top)
	}
}
