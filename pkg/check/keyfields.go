package check

import (
	"slices"

	"zoneval/pkg/load"
)

// keysOf finds the fields that identify a row, and those in which no value stands twice.
func (c *checker) keysOf(p *plan) {
	mark := func(list []int) []int {
		for _, f := range list {
			p.columns[f].key = true
		}
		return list
	}
	if ct := c.o.Contract; ct != nil && len(ct.Key) > 0 {
		var key []int
		for _, name := range ct.Key {
			if f := p.fieldOf(name); f >= 0 {
				key = append(key, f)
			}
		}
		if len(key) == len(ct.Key) {
			p.keys = mark(key)
			if p.zone < 0 {
				p.zone = key[0]
			}
		}
	}
	long := p.longField()
	switch {
	case p.keys == nil && !p.asked() && (p.zone != 0 || long >= 0): // nobody says what identifies a row; that it stands twice is a mistake all the same
		for i, col := range p.columns {
			if col != nil {
				p.keys = append(p.keys, i)
			}
		}
		p.byAll = true
		return
	case p.keys == nil && p.zone >= 0:
		p.keys = []int{p.zone}
		if p.year >= 0 {
			p.keys = append(p.keys, p.year)
		}
		if long >= 0 {
			p.keys = append(p.keys, long)
		}
		mark(p.keys)
	case p.long && !slices.Contains(p.keys, p.indicator): // a contract for the wide form
		p.keys = append(p.keys, p.indicator)
	}
	for i, col := range p.columns {
		if col != nil && col.want.field != nil && col.want.field.Unique && !(len(p.keys) == 1 && p.keys[0] == i) {
			// With a year among the keys, an id comes again each year: what is unique then is the key.
			if !(i == p.zone && p.year >= 0) {
				p.unique = append(p.unique, []int{i})
			}
		}
	}
	if c.o.Contract == nil {
		return
	}
	for _, names := range c.o.Contract.Unique {
		var fields []int
		for _, name := range names {
			if f := p.fieldOf(name); f >= 0 {
				fields = append(fields, f)
			}
		}
		if len(fields) == len(names) && len(fields) > 0 {
			p.unique = append(p.unique, fields)
		}
	}
}

// longField is the field that names the indicator of a file with one value in each row, whoever describes it; -1 is none.
func (p *plan) longField() int {
	indicator, value := -1, -1
	headings := load.StandardHeadings()
	for i, col := range p.columns {
		if col == nil {
			continue
		}
		for _, names := range headings {
			switch {
			case !slices.Contains(names, col.head):
			case names[0] == stdIndicator:
				indicator = i
			case names[0] == stdValue:
				value = i
			}
		}
	}
	if value < 0 {
		return -1
	}
	return indicator
}

// fieldOf is the field of the record that a name of the contract speaks of, or -1.
func (p *plan) fieldOf(name string) int {
	for i, col := range p.columns {
		if col != nil && (col.head == name || slices.Contains(col.names, name)) {
			return i
		}
	}
	return -1
}

func (p *plan) standardField(name string) int {
	return slices.IndexFunc(p.columns, func(c *column) bool { return c != nil && c.standard == name })
}
