package revise

import (
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/zone"
)

// without is a table without the rows of some zones, and with others at its end.
func without(table, zones string, more ...string) string {
	var out []string
	for _, line := range strings.Split(table, "\n") {
		if id, _, _ := strings.Cut(line, ","); id == "zone" || !strings.Contains(zones, id) {
			out = append(out, line)
		}
	}
	return strings.Join(append(out, more...), "\n")
}

// TestMerge: merges, and the rows that come of them. The columns are zone, revenue, firms, share, dust and staff; in the index
// revenue, firms and staff add up, and share and dust have no rule.
//
//	A  100    10  20    -5  1000
//	B  250.5   7  60     3  3000
//	C    0     3   ?    ≤4     0
//	D   40     1  99.5   8   500
func TestMerge(t *testing.T) {
	x := draft(t, parks).Index
	for _, c := range []struct{ name, scenario, zones, row, from string }{
		{"means", "{id: m, of: [A, B], rule: mean}", "AB", "m,350.5,17,40,-1,4000", "A B"},
		// (20 x 1000 + 60 x 3000) / 4000 and (-5 x 1000 + 3 x 3000) / 4000
		{"weighted", "{id: m, of: [A, B], rule: weighted, by: staff}", "AB", "m,350.5,17,50,1,4000", "A B"},
		{"weighted, by name", "{id: m, of: [A, B], rule: weighted, by: 从业人员}", "AB", "m,350.5,17,50,1,4000", "A B"},
		// (20 x 10 + 60 x 7) / 17 = 620 / 17 and (-5 x 10 + 3 x 7) / 17 = -29 / 17
		{"weighted by an indicator", "{id: m, of: [A, B], rule: weighted, by: '1.2'}", "AB", "m,350.5,17,36.470588235294116,-1.7058823529411764,4000", "A B"},
		{"sums", "{id: m, of: [A, B], rule: sum}", "AB", "m,350.5,17,80,-2,4000", "A B"},
		{"the order of the scenario does not matter", "{id: m, of: [B, A], rule: weighted, by: staff}", "AB", "m,350.5,17,50,1,4000", "B A"},
		// 390.5, 18, (20 + 60 + 99.5) / 3, (-5 + 3 + 8) / 3
		{"three", "{id: m, of: [A, B, D], rule: mean}", "ABD", "m,390.5,18,59.833333333333336,2,4500", "A B D"},
		{"by a pattern", "{id: m, of: ['[AB]', D], rule: mean}", "ABD", "m,390.5,18,59.833333333333336,2,4500", "A B D"},
		{"a rule for one", "{id: m, of: [A, B], rule: mean, rules: {dust: sum}}", "AB", "m,350.5,17,40,-2,4000", "A B"},
		{"rules for all", "{id: m, of: [A, B], rules: {2.1: mean, Fine dust: sum}}", "AB", "m,350.5,17,40,-2,4000", "A B"},
		{"a rule in place of the index's", "{id: m, of: [A, B], rule: mean, rules: {revenue: mean, staff: mean}}", "AB", "m,175.25,17,40,-1,2000", "A B"},
		{"a rule for a dimension", "{id: m, of: [A, B], rule: sum, rules: {life: mean}}", "AB", "m,350.5,17,40,-1,4000", "A B"},
		{"a rule for a pattern", "{id: m, of: [A, B], rules: {'2.*': mean}}", "AB", "m,350.5,17,40,-1,4000", "A B"},
		{"a rule for all, and for one", "{id: m, of: [A, B], rules: {'*': mean, dust: sum}}", "AB", "m,175.25,8.5,40,-2,4000", "A B"}, // * is every indicator, not staff
		{"a rule for one, and for all", "{id: m, of: [A, B], rules: {dust: sum, '*': mean}}", "AB", "m,175.25,8.5,40,-2,4000", "A B"}, // * is every indicator, not staff
		{"a value is missing", "{id: m, of: [A, C], rule: mean}", "AC", "m,100,13,,,1000", "A C"},
		// C weighs nothing: (100 x 1000 + 0 x 0) / 1000, and its share is missing all the same
		{"a weight of 0", "{id: m, of: [A, C], rule: weighted, by: staff, rules: {revenue: weighted}}", "AC", "m,100,13,,,1000", "A C"},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := applied(t, x, tableOf(t, x, plain), 0, stated(t, "zones: {merge: ["+c.scenario+"]}"))
			if have, want := shown(x, z.Table), without(plain, c.zones, c.row); have != want {
				t.Errorf("the table became\n%s\nexpected\n%s", have, want)
			}
			id, _, _ := strings.Cut(c.row, ",")
			if have := strings.Join(z.Merged[id], " "); have != c.from || len(z.Merged) != 1 || len(z.Dropped) > 0 {
				t.Errorf("merged %v, dropped %v", z.Merged, z.Dropped)
			}
		})
	}
}

// TestMergeExactly: sums and means are of the decimals that the values read as, rounded once.
func TestMergeExactly(t *testing.T) {
	x := draft(t, parks).Index
	table := "zone,revenue,firms,share,dust,staff\nA,0.1,1,33.3,0.7,1\nB,0.2,1,33.3,0.1,2\nC,0.3,1,33.4,0.1,3"
	z := applied(t, x, tableOf(t, x, table), 0, stated(t, "zones: {merge: [{id: m, of: [A, B, C], rule: sum}]}"))
	if have := shown(x, z.Table); !strings.HasSuffix(have, "\nm,0.6,3,100,0.9,6") { // and not 0.6000000000000001, nor a share above 100
		t.Errorf("%s", have)
	}
	z = applied(t, x, tableOf(t, x, table), 0, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: mean, rules: {dust: weighted}, by: staff}]}"))
	if have := shown(x, z.Table); !strings.HasSuffix(have, "\nm,0.3,2,33.3,0.3,3") { // (0.7 + 2 x 0.1) / 3
		t.Errorf("%s", have)
	}
}

// TestSeveralMerges stand one after the other, beside drop, keep and changed values.
func TestSeveralMerges(t *testing.T) {
	x := draft(t, parks).Index
	z := applied(t, x, tableOf(t, x, plain), 0, stated(t, `set: ["zone:A/revenue*=2", zone:D/share=10]
zones:
  merge:
    - {id: n, of: [C, D], rule: mean}
    - {id: m, of: [A, B], rule: mean}
`))
	if have, want := shown(x, z.Table), "zone,revenue,firms,share,dust,staff\nn,40,4,,,500\nm,450.5,17,40,-1,4000"; have != want {
		t.Errorf("%s", have)
	}
	z = applied(t, x, tableOf(t, x, plain), 0, stated(t, "zones: {drop: [D], keep: [A, B, C], merge: [{id: m, of: [A, B], rule: mean}]}"))
	if have, want := shown(x, z.Table), without(plain, "ABD", "m,350.5,17,40,-1,4000"); have != want || strings.Join(z.Dropped, " ") != "D" {
		t.Errorf("%s, dropped %v", have, z.Dropped)
	}
	z = applied(t, x, tableOf(t, x, plain), 0, stated(t, "zones: {drop: [C, D], merge: [{id: m, of: [A, B], rule: mean}]}"))
	if have := strings.Join(z.Table.IDs, " "); have != "m" {
		t.Errorf("%s are left", have)
	}
	// nothing weighs: staff is 0 in both
	z = applied(t, x, tableOf(t, x, plain), 0, stated(t, "set: [zone:A/staff=0, zone:C/share=4, zone:C/dust=1]\nzones: {merge: [{id: m, of: [A, C], rule: weighted, by: staff, rules: {dust: mean}}]}"))
	if have := shown(x, z.Table); !strings.HasSuffix(have, "\nm,100,13,,-2,0") {
		t.Errorf("%s", have)
	}
}

// TestMergeYears: zones are merged in every year that has all of them, and are gone from the others.
func TestMergeYears(t *testing.T) {
	x := draft(t, parks).Index
	table := tableOf(t, x, yearly)
	z := applied(t, x, table, 2021, stated(t, "zones: {merge: [{id: m, name: {en: Both, zh: 双园区}, of: [Alpha, 乙园区], rule: mean}]}"))
	want := without(yearly, "AB",
		"m,Both,双园区,2020,high-tech,Jiangsu,290,15,30,1.5,2900",
		"m,Both,双园区,2021,high-tech,,350.5,17,40,-1,4000") // of two provinces
	if have := shown(x, z.Table); have != want {
		t.Errorf("the table became\n%s\nexpected\n%s", have, want)
	}
	z = applied(t, x, table, 2021, stated(t, "zones: {merge: [{id: m, name: Two, of: [A, C], rule: mean}]}"))
	want = without(yearly, "AC", "m,Two,,2021,,Jiangsu,100,13,,,1000") // C is not in 2020, and neither is A then
	if have := shown(x, z.Table); have != want {
		t.Errorf("the table became\n%s\nexpected\n%s", have, want)
	}
	z = applied(t, x, table, 2020, stated(t, "zones: {merge: [{id: m, of: [A, Z], rule: mean}]}"))
	want = without(yearly, "AZ", "m,m,,2020,,,160,14,25,2,1600")
	if have := shown(x, z.Table); have != want {
		t.Errorf("the table became\n%s\nexpected\n%s", have, want)
	}
	z = applied(t, x, table, 2021, stated(t, "set: [zone:A/revenue=1000]\nzones: {merge: [{id: m, of: [A, B], rule: mean}]}")) // the value of 2021 only
	if have := shown(x, z.Table); !strings.Contains(have, "\nm,m,,2020,high-tech,Jiangsu,290,") || !strings.Contains(have, "\nm,m,,2021,high-tech,,1250.5,") {
		t.Errorf("%s", have)
	}
}

// TestMergedNames: the name of a merged zone is in the languages that it is given in, and in the other where the table has no
// column for that.
func TestMergedNames(t *testing.T) {
	x := draft(t, parks).Index
	both := "zone,name,name_zh,revenue,firms,share,dust,staff\nA,Alpha,甲,1,1,1,1,1\nB,Beta,乙,1,1,1,1,1"
	english, chinese := strings.NewReplacer(",name_zh", "", ",甲", "", ",乙", "").Replace(both), strings.NewReplacer(",name,", ",", ",Alpha", "", ",Beta", "").Replace(both)
	for _, c := range []struct{ table, name, en, zh string }{
		{both, "name: {en: Both, zh: 双园区}, ", "Both", "双园区"},
		{both, "name: Both, ", "Both", "Both"},
		{both, "name: 双园区, ", "双园区", "双园区"},
		{both, "", "m", "m"},
		{english, "name: {en: Both, zh: 双园区}, ", "Both", "双园区"},
		{english, "name: 双园区, ", "双园区", "双园区"},
		{chinese, "name: {en: Both, zh: 双园区}, ", "双园区", "双园区"},
		{chinese, "name: Both, ", "Both", "Both"},
		{chinese, "", "m", "m"},
	} {
		z := applied(t, x, tableOf(t, x, c.table), 0, stated(t, "zones: {merge: [{id: m, "+c.name+"of: [A, B], rule: mean}]}"))
		if en, zh := z.Table.Name(0, "en"), z.Table.Name(0, "zh"); en != c.en || zh != c.zh {
			t.Errorf("%s in\n%s\nis called %s and %s", c.name, c.table, en, zh)
		}
	}
}

// TestPlaceOfAMerge: a merged zone stands where the scenario merges it, with the value that it has; bounds of others stay.
func TestPlaceOfAMerge(t *testing.T) {
	x := draft(t, parks).Index
	z := applied(t, x, tableOf(t, x, plain), 0, stated(t, "set: [zone:D/revenue=50]\nzones:\n  merge:\n    - {id: m, of: [A, B], rule: mean}\n"))
	for _, c := range []struct {
		row, column int
		want        string
	}{
		{2, -1, "test.yaml:4:7 "}, {2, 0, "test.yaml:4:7 350.5"},
		{0, 1, "zones.csv:4:1 3"}, {0, -1, "zones.csv:4:1 C"},
		{1, 0, "test.yaml:1:7 50"}, {1, 1, "zones.csv:5:1 1"}, {1, -1, "zones.csv:5:1 D"},
	} {
		place, what := z.Table.Locate(c.row, c.column)
		if have := (diag.Place{File: place.File, Line: place.Line, Col: place.Col}).String() + " " + what; have != c.want {
			t.Errorf("row %d, column %d is at %s, expected %s", c.row, c.column, have, c.want)
		}
	}
	if b := z.Table.Bounds; len(b) != 1 || b[zone.Cell{Row: 0, Column: 3}] != "≤4" {
		t.Errorf("the bounds are %v", b)
	}
	z = applied(t, x, tableOf(t, x, plain), 0, stated(t, "zones: {merge: [{id: m, of: [A, C], rule: mean}]}"))
	if _, what := z.Table.Locate(2, 3); what != "" || len(z.Table.Bounds) != 0 {
		t.Errorf("a missing value reads %q, the bounds are %v", what, z.Table.Bounds)
	}
}

// TestMergeFindings: merges that cannot be, and what is said of them.
func TestMergeFindings(t *testing.T) {
	for _, c := range []struct {
		name, scenario string
		want           []string
	}{
		{"no zone", "[{id: m, of: [A, Q], rule: mean}]", []string{`scenario-merge test.yaml:1:33: |zones.merge[0].of[1]: "Q" matches no zone, so that it cannot be merged into m`}},
		{"twice in one", "[{id: m, of: [A, B, A], rule: mean}]", []string{`scenario-merge zones.merge[0].of[2]: zone "A" stands twice in the merge m; name it once`}},
		{"twice by a pattern", "[{id: m, of: ['[AB]', A], rule: mean}]", []string{`scenario-merge zone "A" stands twice`}},
		{"in two", "[{id: m, of: [A, B], rule: mean}, {id: n, of: [B, C], rule: mean}]", []string{`scenario-merge zones.merge[1].of[0]: zone "B" is merged into m and into n; leave it in one of them`}},
		{"two of one id", "[{id: m, of: [A, B], rule: mean}, {id: m, of: [C, D], rule: mean}]", []string{`scenario-merge zones.merge[1]: two merged zones have the id "m"; give each its own id`}},
		{"the id of one of them", "[{id: A, of: [A, B], rule: mean}]", []string{`scenario-merge the id "A" is that of a zone of the data`}},
		{"rules that contradict", "[{id: m, of: [A, B], rule: mean, rules: {dust: sum, '2.2': mean}}]", []string{`scenario-contradiction`}},
		{"the id of another", "[{id: D, of: [A, B], rule: mean}]", []string{`scenario-merge zones.merge[0]: the id "D" is that of a zone of the data; choose another id`}},
		{"the id of one in another merge", "[{id: D, of: [A, B], rule: mean}, {id: n, of: [C, D], rule: mean}]", []string{`scenario-merge the id "D" is that of a zone of the data`}},
		{"no rule", "[{id: m, of: [A, B]}]", []string{`scenario-merge zones.merge[0]: the merge m has no rule for share, dust; state rule: sum, mean or weighted, or rules: for each of them`}},
		{"a rule for one of two", "[{id: m, of: [A, B], rules: {dust: mean}}]", []string{`scenario-merge the merge m has no rule for share; `}},
		{"by nothing", "[{id: m, of: [A, B], rule: weighted}]", []string{`scenario-merge the merge m takes weighted means, and nothing says by what; add by: with a column`}},
		{"by nothing, for one", "[{id: m, of: [A, B], rule: mean, rules: {dust: weighted}}]", []string{`scenario-merge the merge m takes weighted means, and nothing says by what`}},
		{"by no column", "[{id: m, of: [A, B], rule: weighted, by: stuff}]", []string{`scenario-selector zones.merge[0].by: "stuff" is no column of parks; did you mean "staff"?`}},
		{"by a dimension", "[{id: m, of: [A, B], rule: weighted, by: growth}]", []string{`scenario-selector "growth" is no column of parks; name an indicator, or a column to divide by`}},
		{"by negative values", "[{id: m, of: [A, B], rule: weighted, by: dust}]", []string{`scenario-merge zones.merge[0].by: dust has values below 0, which cannot weigh; weigh by a column without negative values`}},
		{"a rule for nothing", "[{id: m, of: [A, B], rule: mean, rules: {shar: sum}}]", []string{`scenario-selector zones.merge[0].rules.shar: "shar" matches no indicator of parks; did you mean "share"?`}},
		{"more than can be", "[{id: m, of: [B, D], rule: sum}]", []string{`scenario-merge zones.merge[0]: zone "m", share: the merged value would be 159.5, above what it can be, 100; state another rule for it, such as rules: {share: mean}`}},
		{"several", "[{id: m, of: [Q, R]}, {id: n, of: [A, B], rule: weighted}]", []string{`scenario-merge "Q" matches no zone`, `scenario-merge "R" matches no zone`, `scenario-merge the merge m has no rule`, `scenario-merge the merge n takes weighted means`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := draft(t, parks).Index
			z, log := Table(x, tableOf(t, x, plain), 0, stated(t, "zones: {merge: "+c.scenario+"}"))
			checkFindings(t, log.Findings(), z == nil, c.want...)
		})
	}
	x := draft(t, parks).Index
	for scenario, want := range map[string]string{
		"zones: {drop: [A], merge: [{id: m, of: [A, B], rule: mean}]}": `scenario-contradiction zone "A" is merged into m, and left out by drop or keep; keep one of them`,
		"zones: {keep: [A], merge: [{id: m, of: [A, B], rule: mean}]}": `scenario-contradiction zone "B" is merged into m, and left out by drop or keep`,
	} {
		z, log := Table(x, tableOf(t, x, plain), 0, stated(t, scenario))
		checkFindings(t, log.Findings(), z == nil, want)
	}
	huge := strings.Replace(strings.Replace(plain, "A,100", "A,1e308", 1), "B,250.5", "B,1e308", 1)
	z, log := Table(x, tableOf(t, x, huge), 0, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: mean}]}"))
	checkFindings(t, log.Findings(), z == nil, `scenario-merge zone "m", revenue: the merged value would be too large to compute with`)
	if z := applied(t, x, tableOf(t, x, huge), 0, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: mean, rules: {revenue: mean}}]}")); z.Table.Column(0)[2] != 1e308 {
		t.Errorf("a mean of %g", z.Table.Column(0)[2])
	}
	deep := draft(t, strings.Replace(parks, "bounds: true", "min: -8, bounds: true", 1)).Index
	z, log = Table(deep, tableOf(t, deep, strings.Replace(plain, "60,3", "60,-4", 1)), 0, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: mean, rules: {dust: sum}}]}"))
	checkFindings(t, log.Findings(), z == nil, `scenario-merge zone "m", dust: the merged value would be -9, below what it can be, -8; state another rule`)
	many := draft(t, small("", "1", "1", "1", "1", "1", "1", "1")).Index
	z, log = Table(many, tableOf(t, many, "zone,a,b,c,d,e,f,g\nA,1,1,1,1,1,1,1\nB,1,1,1,1,1,1,1"), 0, stated(t, "zones: {merge: [{id: m, of: [A, B]}]}"))
	checkFindings(t, log.Findings(), z == nil, `scenario-merge the merge m has no rule for a, b, c, d, e and 2 more; state rule`)
	// a value of another year is not judged, as it is not where it is read
	last := strings.Replace(yearly, "Jiangsu,200,6,50", "Jiangsu,200,6,95", 1)
	applied(t, x, tableOf(t, x, last), 2021, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: sum}]}"))
	z, log = Table(x, tableOf(t, x, last), 2020, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: sum}]}"))
	checkFindings(t, log.Findings(), z == nil, `scenario-merge zone "m", share: the merged value would be 105, above`)
	// values of another year weigh as well
	negative := strings.Replace(yearly, "Jiangsu,90,9,10,1,900", "Jiangsu,90,9,10,-1,900", 1)
	negative = strings.Replace(negative, "20,-5,1000", "20,5,1000", 1)
	z, log = Table(x, tableOf(t, x, negative), 2021, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: weighted, by: dust}]}"))
	checkFindings(t, log.Findings(), z == nil, `scenario-merge dust has values below 0`)
	// and those of zones that are not merged do not
	positive := strings.Replace(plain, "D,40,1,99.5,8", "D,40,1,99.5,-8", 1)
	positive = strings.Replace(positive, "20,-5,1000", "20,5,1000", 1)
	if z := applied(t, x, tableOf(t, x, positive), 0, stated(t, "zones: {merge: [{id: m, of: [A, B], rule: weighted, by: dust}]}")); z.Table.Column(2)[2] != 35 { // (20 x 5 + 60 x 3) / 8
		t.Errorf("a share of %g", z.Table.Column(2)[2])
	}
}
