package load

import (
	"fmt"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/zone"
)

// reportNames warns of provinces and types that are on no list, where most of the column is: they are misspelt, and
// would be counted as places of their own. A column of other names, such as countries, is left alone.
func (l *loader) reportNames() {
	for _, c := range []struct {
		rule   *diag.Rule
		what   string
		column *zone.Attribute
		look   func(string) (zone.Name, bool)
		names  []string
	}{
		{diag.ReferenceProvince, "province", &l.table.Province, zone.Province, zone.ProvinceNames()},
		{diag.ReferenceType, "type", &l.table.Type, zone.TypeOf, zone.TypeNames()},
	} {
		var unknown []int
		for code, v := range c.column.Values {
			if _, ok := c.look(v); !ok && v != "" {
				unknown = append(unknown, code)
			}
		}
		if known := len(c.column.Values) - 1 - len(unknown); len(unknown) == 0 || len(unknown) > known {
			continue
		}
		for _, code := range unknown {
			row := slices.Index(c.column.Codes, uint32(code))
			if row < 0 {
				continue // its rows were left out
			}
			place, _ := l.table.Locate(row, -1)
			place.Col = 0
			l.log.Add(diag.Finding{Rule: c.rule, Severity: diag.Warning, Place: place, Mend: diag.DidYouMean(c.column.Values[code], c.names),
				Subject: diag.Subject{Zone: l.table.IDs[row]}, Message: fmt.Sprintf("there is no %s %s", c.what, diag.Quote(c.column.Values[code]))})
		}
	}
}

// reportTotals warns of rows that are called as totals are: they would be ranked as zones.
func (l *loader) reportTotals() {
	t := l.table
	for row, id := range t.IDs {
		name := id
		for _, list := range [3][]string{t.IDs, t.NamesZh, t.Names} {
			if list != nil && zone.IsTotal([]byte(list[row])) {
				name = list[row]
			}
		}
		if !zone.IsTotal([]byte(name)) {
			continue
		}
		if l.log.Full(diag.Warning) {
			l.log.Skip(diag.Warning)
			continue
		}
		place, _ := t.Locate(row, -1)
		l.log.Add(diag.Finding{Rule: diag.StructureTotal, Severity: diag.Warning, Place: place, Subject: diag.Subject{Value: name},
			Message: "is a total or an average, and is ranked as a zone", Mend: "take the row out"})
	}
}
