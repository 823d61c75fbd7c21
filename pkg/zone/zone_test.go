package zone

import (
	"slices"
	"testing"
)

func attribute(rows ...string) Attribute {
	a := Attribute{Values: []string{""}}
	for _, r := range rows {
		i := slices.Index(a.Values, r)
		if i < 0 {
			i = len(a.Values)
			a.Values = append(a.Values, r)
		}
		a.Codes = append(a.Codes, uint32(i))
	}
	return a
}

func TestProvinceForms(t *testing.T) {
	for form, key := range map[string]string{
		"江苏": "jiangsu", "江苏省": "jiangsu", "Jiangsu": "jiangsu", " jiangsu ": "jiangsu", "JIANGSU": "jiangsu",
		"内蒙古自治区": "inner-mongolia", "新疆维吾尔自治区": "xinjiang", "Shaanxi": "shaanxi", "Shanxi": "shanxi", "陕西": "shaanxi", "山西": "shanxi",
	} {
		if n, ok := Province(form); !ok || n.Key != key {
			t.Errorf("%q is %q, want %q", form, n.Key, key)
		}
	}
	for _, form := range []string{"", "江", "Jiang", "Bavaria"} {
		if n, ok := Province(form); ok {
			t.Errorf("%q is taken for %q", form, n.Key)
		}
	}
	if len(provinces) != 34 {
		t.Errorf("%d province-level divisions, there are 34", len(provinces))
	}
}

// TestFormsAreUnique: no form stands for two provinces or types.
func TestFormsAreUnique(t *testing.T) {
	for _, list := range [][]Name{provinces, types} {
		seen := map[string]string{}
		for _, n := range list {
			for _, f := range append([]string{n.Key, n.Zh}, n.Other...) {
				if seen[f] != "" {
					t.Errorf("%q stands for %s and %s", f, seen[f], n.Key)
				}
				seen[f] = n.Key
			}
		}
	}
}

func TestSelect(t *testing.T) {
	tab := &Table{Rows: 4, IDs: []string{"a", "b", "c", "d"}, Province: attribute("江苏省", "Jiangsu", "浙江", ""), Type: attribute("high-tech", "econ", "高新区", "econ")}
	rows := func(s Selector) (out []int, unknown []string) {
		match, unknown := tab.Match(s)
		for i := range tab.Rows {
			if match(i) {
				out = append(out, i)
			}
		}
		return out, unknown
	}
	for _, c := range []struct {
		selector string
		want     []int
		unknown  []string
	}{
		{"province=江苏", []int{0, 1}, nil},
		{"province=Jiangsu,浙江省", []int{0, 1, 2}, nil},
		{"type=high-tech", []int{0, 2}, nil},
		{"type=ECON", []int{1, 3}, nil},
		{"zone=b，d", []int{1, 3}, nil},
		{"zone=e", nil, []string{"e"}},
		{"province=Hubei", nil, []string{"Hubei"}},
		{"city=Suzhou", nil, []string{"Suzhou"}},
	} {
		s, err := ParseSelector(c.selector)
		if err != nil {
			t.Fatal(err)
		}
		got, unknown := rows(s)
		if !slices.Equal(got, c.want) || !slices.Equal(unknown, c.unknown) {
			t.Errorf("%s: rows %v unknown %v, want %v %v", c.selector, got, unknown, c.want, c.unknown)
		}
	}
	for _, bad := range []string{"", "type", "type=", "colour=red", "type=,"} {
		if _, err := ParseSelector(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestNameFallsBack(t *testing.T) {
	tab := &Table{Rows: 3, IDs: []string{"a", "b", "c"}, Names: []string{"Alpha", "", ""}, NamesZh: []string{"甲", "乙", ""}}
	for _, c := range []struct {
		row        int
		lang, want string
	}{{0, "en", "Alpha"}, {0, "zh", "甲"}, {1, "en", "乙"}, {1, "zh", "乙"}, {2, "en", "c"}, {2, "zh", "c"}} {
		if got := tab.Name(c.row, c.lang); got != c.want {
			t.Errorf("row %d in %s is %q, want %q", c.row, c.lang, got, c.want)
		}
	}
}

func TestYearList(t *testing.T) {
	tab := &Table{Rows: 4, Years: []int32{2021, 2019, 2021, 2020}}
	if got := tab.YearList(); !slices.Equal(got, []int32{2019, 2020, 2021}) {
		t.Errorf("years %v", got)
	}
	if (&Table{Rows: 1}).YearList() != nil {
		t.Error("years without a year column")
	}
}
