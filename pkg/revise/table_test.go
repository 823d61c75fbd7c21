package revise

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/zone"
)

// TestValues: changes of values, and the lines of the table that become others.
func TestValues(t *testing.T) {
	x := draft(t, parks).Index
	for _, c := range []struct {
		asked   []string
		changes []string // of lines: before=>after
		values  string   // what is listed
	}{
		{[]string{"zone:A/revenue=150"}, []string{"A,100=>A,150"}, "A/revenue 100 150"},
		{[]string{"zone:A/revenue*=0.9"}, []string{"A,100=>A,90"}, "A/revenue 100 90"},
		{[]string{"zone:B/revenue*=1.1"}, []string{"B,250.5=>B,275.55"}, "B/revenue 250.5 275.55"}, // and not 275.55000000000001
		{[]string{"zone:A/revenue=+50"}, []string{"A,100=>A,150"}, "A/revenue 100 150"},
		{[]string{"zone:A/revenue+=0.1"}, []string{"A,100=>A,100.1"}, "A/revenue 100 100.1"},
		{[]string{"zone:A/revenue-=100"}, []string{"A,100=>A,0"}, "A/revenue 100 0"},
		{[]string{"zone:A/dust=(-7.5)"}, []string{"20,-5=>20,-7.5"}, "A/dust -5 -7.5"},
		{[]string{"zone:A/dust*=-2"}, []string{"20,-5=>20,10"}, "A/dust -5 10"},
		{[]string{"zone:A/revenue=100"}, nil, ""}, // what it is
		{[]string{"zone:A/revenue*=1"}, nil, ""},
		{[]string{"zone:C/share=50"}, []string{"C,0,3,,=>C,0,3,50,"}, "C/share  50"},     // was missing
		{[]string{"zone:C/dust=2"}, []string{"3,,≤4=>3,,2"}, "C/dust  2"},                // was a bound, and is none any more
		{[]string{"zone:C/revenue=1"}, []string{"C,0=>C,1"}, "C/revenue 0 1"},            // the bound beside it stays
		{[]string{"zone:A/staff*=2"}, []string{"-5,1000=>-5,2000"}, "A/staff 1000 2000"}, // a column to divide by
		{[]string{"zone:A/从业人员=5"}, []string{"-5,1000=>-5,5"}, "A/staff 1000 5"},
		{[]string{"zone:A/EMPLOYEES=5"}, []string{"-5,1000=>-5,5"}, "A/staff 1000 5"},
		{[]string{"zone:A/1.1=5"}, []string{"A,100=>A,5"}, "A/revenue 100 5"},
		{[]string{"zone:A/营业收入=5"}, []string{"A,100=>A,5"}, "A/revenue 100 5"},
		{[]string{"zone:A/growth*=2"}, []string{"A,100,10=>A,200,20"}, "A/revenue 100 200, A/firms 10 20"}, // all inside
		{[]string{"zone:A/kind:qualitative*=2"}, []string{"A,100,10=>A,100,20"}, "A/firms 10 20"},
		{[]string{"zone:A/1.* =5"}, []string{"A,100,10=>A,5,5"}, "A/revenue 100 5, A/firms 10 5"},
		{[]string{"zone:*/firms+=1"}, []string{"A,100,10=>A,100,11", "B,250.5,7=>B,250.5,8", "C,0,3=>C,0,4", "D,40,1=>D,40,2"}, "A/firms 10 11, B/firms 7 8, C/firms 3 4, D/firms 1 2"},
		{[]string{"zone:[AB]/firms=1"}, []string{"A,100,10=>A,100,1", "B,250.5,7=>B,250.5,1"}, "A/firms 10 1, B/firms 7 1"},
		{[]string{"zone:a/revenue=5"}, []string{"A,100=>A,5"}, "A/revenue 100 5"}, // without names, the case of ids
		{[]string{"zone:A/revenue=5", "zone:A/revenue=5"}, []string{"A,100=>A,5"}, "A/revenue 100 5"},
		{[]string{"file: zone:A/revenue=5", "zone:A/revenue*=2"}, []string{"A,100=>A,200"}, "A/revenue 100 200"}, // a call goes before a file
		{[]string{"zone:A/revenue*=2", "file: zone:A/revenue=5"}, []string{"A,100=>A,200"}, "A/revenue 100 200"},
		{[]string{"zone:A/firms*=2", "zone:A/firms*=3"}, []string{"A,100,10=>A,100,60"}, "A/firms 10 60"},
		{[]string{"file: zone:*/firms=1", "zone:A/firms=2"}, []string{"A,100,10=>A,100,2", "B,250.5,7=>B,250.5,1", "C,0,3=>C,0,1", "D,40,1=>D,40,1"}, "A/firms 10 2, B/firms 7 1, C/firms 3 1"},
		{[]string{"green=5", "method.aggregate=geometric"}, nil, ""}, // of the index
	} {
		t.Run(strings.Join(c.asked, " "), func(t *testing.T) {
			z := applied(t, x, tableOf(t, x, plain), 0, asked(t, c.asked...))
			if have, want := shown(x, z.Table), replaced(plain, c.changes...); have != want {
				t.Errorf("the table became\n%s\nexpected\n%s", have, want)
			}
			var list []string
			for _, v := range z.Values {
				list = append(list, v.Zone+"/"+v.Indicator.ID+" "+text(v.Before)+" "+text(v.After))
			}
			if have := strings.Join(list, ", "); have != c.values {
				t.Errorf("changed: %s, expected %s", have, c.values)
			}
		})
	}
}

// TestValuesOfNamesakes: the id of a column goes before the name of a dimension.
func TestValuesOfNamesakes(t *testing.T) {
	x := draft(t, strings.Replace(parks, "name: Life\n", "name: staff\n", 1)).Index
	z := applied(t, x, tableOf(t, x, plain), 0, asked(t, "zone:A/staff=5"))
	if have, want := shown(x, z.Table), replaced(plain, "-5,1000=>-5,5"); have != want {
		t.Errorf("the table became\n%s", have)
	}
}

// TestValuesOfAYear: values are changed in the year that is ranked.
func TestValuesOfAYear(t *testing.T) {
	x := draft(t, parks).Index
	table := tableOf(t, x, yearly)
	z := applied(t, x, table, 2021, asked(t, "zone:Alpha/revenue=1", "zone:戊园区/revenue=2", "zone:*/firms=0"))
	want := replaced(yearly, "Jiangsu,100,10=>Jiangsu,1,0", "Anhui,250.5,7=>Anhui,250.5,0", "Jiangsu,0,3=>Jiangsu,0,0", ",40,1=>,2,0")
	if have := shown(x, z.Table); have != want {
		t.Errorf("the table became\n%s\nexpected\n%s", have, want)
	}
	z = applied(t, x, table, 2020, asked(t, "zone:Alpha/revenue=1"))
	if have, want := shown(x, z.Table), replaced(yearly, "Jiangsu,90=>Jiangsu,1"); have != want {
		t.Errorf("the table became\n%s\nexpected\n%s", have, want)
	}
}

// TestPlaceOfAValue: a changed value stands where the scenario sets it, the others where they stood.
func TestPlaceOfAValue(t *testing.T) {
	x := draft(t, parks).Index
	z := applied(t, x, tableOf(t, x, plain), 0, asked(t, "zone:B/revenue*=2", "zone:A/firms=10"))
	for cell, want := range map[zone.Cell]string{
		{Row: 1, Column: 0}:  "zone:B/revenue*=2 501",
		{Row: 0, Column: 0}:  "zones.csv:2:1 100",
		{Row: 0, Column: 1}:  "zones.csv:2:1 10", // set to what it is
		{Row: 1, Column: 1}:  "zones.csv:3:1 7",
		{Row: 1, Column: -1}: "zones.csv:3:1 B",
	} {
		place, text := z.Table.Locate(cell.Row, cell.Column)
		if have := place.String() + " " + text; have != want {
			t.Errorf("%v is at %s, expected %s", cell, have, want)
		}
	}
}

// TestDropAndKeep: the zones that are left, in their order, and those that are listed as left out.
func TestDropAndKeep(t *testing.T) {
	x := draft(t, parks).Index
	for _, c := range []struct{ name, table, zones, left, dropped string }{
		{"drop one", plain, "drop: [B]", "A C D", "B"},
		{"drop twice", plain, "drop: [B, B, B*]", "A C D", "B"},
		{"drop by pattern", plain, `drop: ["[AB]"]`, "C D", "A B"},
		{"keep", plain, "keep: [C, A]", "A C", "B D"},
		{"keep all", plain, `keep: ["*"]`, "A B C D", ""},
		{"drop of what is kept", plain, "keep: [A, C, D]\n  drop: [B]", "A C D", "B"},
		{"drop by name", yearly, "drop: [beta]", "A Z A C E", "B"},
		{"drop by Chinese name", yearly, "drop: [乙园区]", "A Z A C E", "B"},
		{"keep in all years", yearly, "keep: [甲园区, Beta]", "A B A B", "C E"}, // Zeta is not of this year, and goes
		{"drop who is new", yearly, "drop: [E]", "A B Z A B C", "E"},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := applied(t, x, tableOf(t, x, c.table), map[string]int32{plain: 0, yearly: 2021}[c.table], stated(t, "zones:\n  "+c.zones))
			if have := strings.Join(z.Table.IDs, " "); have != c.left || strings.Join(z.Dropped, " ") != c.dropped {
				t.Errorf("%s are left, and %s dropped", have, z.Dropped)
			}
			lines, want := strings.Split(c.table, "\n"), []string{}
			for i, line := range lines {
				id, _, _ := strings.Cut(line, ",")
				if i == 0 || slices.Contains(z.Table.IDs, id) {
					want = append(want, line)
				}
			}
			if have := shown(x, z.Table); have != strings.Join(want, "\n") {
				t.Errorf("the table became\n%s", have)
			}
			for row, id := range z.Table.IDs {
				if place, what := z.Table.Locate(row, -1); what != id || !strings.HasPrefix(lines[place.Line-1], id+",") {
					t.Errorf("row %d, %s, is at %s", row, id, place)
				}
			}
		})
	}
}

// TestTableFindings: scenarios that cannot be applied to a table, and what is said of them.
func TestTableFindings(t *testing.T) {
	twins := strings.Replace(yearly, "Gamma,丙园区", "Alpha,乙园区", 1)
	for _, c := range []struct {
		name, table, scenario string
		want                  []string
	}{
		// selectors
		{"no zone", plain, "set: [zone:Q/revenue=1]", []string{`scenario-selector test.yaml:1:7: |set[0]: "Q" matches no zone; `}},
		{"no zone like it", yearly, "set: [zone:Alhpa/revenue=1]", []string{`scenario-selector "Alhpa" matches no zone; did you mean "Alpha"?`}},
		{"no zone for the pattern", plain, "set: ['zone:Q*/revenue=1']", []string{`scenario-selector "Q*" matches no zone`}},
		{"a pattern is of ids", yearly, "set: ['zone:Al*/revenue=1']", []string{`scenario-selector "Al*" matches no zone`}},
		{"a zone of another year", yearly, "set: [zone:Z/revenue=1]", []string{`scenario-selector "Z" matches no zone`}},
		{"two zones with a name", twins, "set: [zone:Alpha/revenue=1]", []string{`scenario-selector 2 zones are called "Alpha"; name one by its id: A, C`}},
		{"two zones with a Chinese name", twins, "zones: {drop: [乙园区]}", []string{`scenario-selector 2 zones are called "乙园区"; name one by its id: B, C`}},
		{"no indicator", plain, "set: [zone:A/revenu=1]", []string{`scenario-selector "revenu" matches no indicator of parks; did you mean "revenue"?`}},
		{"neither", plain, "set: [zone:Q/revenu=1]", []string{`scenario-selector "revenu" matches no indicator`, `scenario-selector "Q" matches no zone`}},
		{"no such kind", plain, "set: ['zone:A/kind:x=1']", []string{`scenario-selector "kind:x" matches no indicator of parks; known here: quantitative, qualitative`}},
		{"drop nobody", plain, "zones: {drop: [Q]}", []string{`scenario-selector test.yaml:1:16: |zones.drop[0]: "Q" matches no zone, so that it cannot be dropped`}},
		{"keep nobody", plain, "zones: {keep: [A, Q]}", []string{`scenario-selector zones.keep[1]: "Q" matches no zone, so that it cannot be kept`}},

		// contradictions
		{"two values", plain, "set: [zone:A/revenue=1, zone:A/1.1=2]", []string{`scenario-contradiction "zone:A/1.1=2" contradicts "zone:A/revenue=1": both are of the value of zone A in revenue; keep one of them|test.yaml:1:7: the other one`}},
		{"a value and a pattern", plain, "set: ['zone:*/firms*=2', zone:A/firms=2]", []string{`scenario-contradiction both are of the value of zone A in firms`}},
		{"a factor and a difference", plain, "set: ['zone:*/firms*=2', 'zone:*/firms+=3']", []string{`scenario-contradiction "zone:*/firms+=3" contradicts "zone:*/firms*=2": both are of the value of zone A in firms and 3 more`}},
		{"kept and dropped", plain, "zones: {drop: [A], keep: [A, B]}", []string{`scenario-contradiction zones.drop[0]: zone "A" is kept and dropped; keep one of them`}},
		{"nobody is left", plain, "zones: {drop: ['*']}", []string{`scenario-contradiction zones.drop[0]: no zone would be left; drop fewer`}},
		{"nobody is left this year", yearly, "zones: {drop: [A, B, C, E]}", []string{`scenario-contradiction no zone would be left`}},

		// values that cannot be
		{"below", plain, "set: [zone:A/revenue-=101]", []string{`scenario-number set[0]: zone "A", revenue: the value would be -1, below what it can be; it is at least 0`}},
		{"above", plain, "set: ['zone:B/share*=2']", []string{`scenario-number zone "B", share: the value would be 120, above what it can be; it is at most 100`}},
		{"no whole number", plain, "set: ['zone:B/firms*=1.1']", []string{`scenario-number zone "B", firms: the value would be 7.7; only whole numbers are possible`}},
		{"too large", strings.Replace(plain, "A,100", "A,1e300", 1), "set: ['zone:A/revenue*=1e100']", []string{`scenario-number zone "A", revenue: the value would be too large to compute with; check the amount`}},
		{"missing", plain, "set: ['zone:C/share*=2']", []string{`scenario-number zone "C", share: the value is missing, so that it cannot be changed by "zone:C/share*=2"; set it: zone:C/share=VALUE`}},
		{"a bound", plain, "set: [zone:C/dust+=1]", []string{`scenario-number zone "C", dust: the value is missing`}},
		{"a denominator", plain, "set: [zone:A/staff-=1001]", []string{`scenario-number zone "A", staff: the value would be -1`}},
		{"several", plain, "set: ['zone:*/share*=2']", []string{`scenario-number zone "B", share: the value would be 120, above what it can be; and so in 2 more zones; it is at most 100`}},
		{"all kinds", plain, "set: ['zone:B/share*=2']\nzones: {drop: [Q], keep: [R]}", []string{`scenario-number zone "B"`, `scenario-selector "R" matches no zone`, `scenario-selector "Q" matches no zone`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := draft(t, parks).Index
			table := tableOf(t, x, c.table)
			before := shown(x, table)
			z, log := Table(x, table, map[bool]int32{true: 2021}[table.Years != nil], stated(t, c.scenario))
			checkFindings(t, log.Findings(), z == nil, c.want...)
			if have := shown(x, table); have != before {
				t.Errorf("the table itself became\n%s", have)
			}
		})
	}
}

// TestUntouchedParts: what a scenario does not change of a table is shared with it, and the bounds of the other cells stay.
func TestUntouchedParts(t *testing.T) {
	x := draft(t, parks).Index
	table := tableOf(t, x, plain)
	before := maps.Clone(table.Bounds)
	z := applied(t, x, table, 0, asked(t, "zone:C/dust=2"))
	if len(z.Table.Bounds) != 0 || !maps.Equal(table.Bounds, before) {
		t.Errorf("the bounds are %v, and those before %v", z.Table.Bounds, table.Bounds)
	}
	z = applied(t, x, table, 0, stated(t, "zones: {drop: [A]}"))
	if want := map[zone.Cell]string{{Row: 1, Column: 3}: "≤4"}; !maps.Equal(z.Table.Bounds, want) {
		t.Errorf("the bounds are %v, expected %v", z.Table.Bounds, want)
	}
}
