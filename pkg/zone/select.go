package zone

import (
	"fmt"
	"slices"
	"strings"
)

// Selector picks rows by an attribute: any of the values will do.
type Selector struct {
	Attribute string // type, province, city, region, or zone (by id or name)
	Values    []string
}

// Selectable lists the attributes that a selector can name.
var Selectable = []string{"type", "province", "city", "region", "zone"}

// ParseSelector reads attribute=value or attribute=value,value.
func ParseSelector(s string) (Selector, error) {
	key, value, found := strings.Cut(s, "=")
	key = strings.TrimSpace(key)
	if !found || !slices.Contains(Selectable, key) {
		return Selector{}, fmt.Errorf("found %q, expected ATTRIBUTE=VALUE with an attribute of %s", s, strings.Join(Selectable, ", "))
	}
	sel := Selector{Attribute: key, Values: splitList(value)}
	if len(sel.Values) == 0 {
		return Selector{}, fmt.Errorf("found %q, expected a value after the =", s)
	}
	return sel, nil
}

func splitList(s string) []string {
	var out []string
	for _, v := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '，' || r == '、' }) {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// String is attribute = value, value.
func (s Selector) String() string { return s.Attribute + " = " + strings.Join(s.Values, ", ") }

// Attribute returns an attribute column by name, nil for zone and unknown names.
func (t *Table) Attribute(name string) *Attribute {
	switch name {
	case "type":
		return &t.Type
	case "province":
		return &t.Province
	case "city":
		return &t.City
	case "region":
		return &t.Region
	}
	return nil
}

// lookupOf is how the values of an attribute are made comparable.
func lookupOf(attribute string) func(string) (Name, bool) {
	switch attribute {
	case "type":
		return TypeOf
	case "province":
		return Province
	}
	return func(string) (Name, bool) { return Name{}, false }
}

// Known lists what a selector of the attribute can name in this table: its values, and their names in both languages.
func (t *Table) Known(attribute string) []string {
	a := t.Attribute(attribute)
	if a == nil {
		return slices.Concat(t.IDs, t.Names, t.NamesZh)
	}
	var out []string
	for _, v := range a.Values[min(1, len(a.Values)):] {
		if n, ok := lookupOf(attribute)(v); ok && n.En != v {
			out = append(out, n.En)
		}
		out = append(out, v)
	}
	return out
}

// Match returns a function that says whether a row is selected, and the values that the table does not have at all.
func (t *Table) Match(s Selector) (match func(row int) bool, unknown []string) {
	look := lookupOf(s.Attribute)
	same := func(a, b string) bool { return strings.EqualFold(Key(look, a), Key(look, b)) }
	a := t.Attribute(s.Attribute)
	if a == nil {
		picked := map[int]bool{}
		for _, v := range s.Values {
			hit := false
			for i := range t.Rows {
				if t.IDs[i] == v || strings.EqualFold(t.Name(i, "en"), v) || t.Name(i, "zh") == v {
					picked[i], hit = true, true
				}
			}
			if !hit {
				unknown = append(unknown, v)
			}
		}
		return func(row int) bool { return picked[row] }, unknown
	}
	picked := make([]bool, len(a.Values))
	for _, v := range s.Values {
		hit := false
		for i, have := range a.Values {
			if i > 0 && same(have, v) {
				picked[i], hit = true, true
			}
		}
		if !hit {
			unknown = append(unknown, v)
		}
	}
	return func(row int) bool { return a.Codes != nil && picked[a.Codes[row]] }, unknown
}
