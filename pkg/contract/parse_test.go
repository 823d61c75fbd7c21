package contract

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zoneval/pkg/diag"
)

func must(t testing.TB, text string) *Contract {
	t.Helper()
	c, have := Parse("x", []byte(text))
	for _, f := range have {
		if f.Level() != diag.Note {
			t.Errorf("%s\n%s", f, text)
		}
	}
	if c == nil {
		t.Fatal("no contract")
	}
	return c
}

func good(t testing.TB, name string) *Contract {
	t.Helper()
	data, err := os.ReadFile("../../testdata/contract/good/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return must(t, string(data))
}

// TestOurs reads the fixture that has every key, value by value.
func TestOurs(t *testing.T) {
	c := good(t, "ours.yaml")
	zone, year, revenue, domestic, foreign, kind, open, founded := c.Fields[0], c.Fields[1], c.Fields[2], c.Fields[3], c.Fields[4], c.Fields[5], c.Fields[6], c.Fields[7]
	inf := math.Inf(1)
	for i, x := range []struct{ have, want any }{
		{c.Missing, []string{"", "—", "未公布"}}, {c.HasMissing, true}, {c.Key, []string{"zone", "year"}},
		{c.Unique, [][]string{{"zone", "year"}}}, {c.FieldsMatch, "subset"}, {c.Guesses, 0}, {len(c.Fields), 8}, {c.File, "x"},
		{zone.Title, "Zone"}, {zone.Type, "string"}, {zone.Required, true}, {zone.Unique, true}, {zone.PatternText, "[A-Z]{2}[0-9]{3}"},
		{zone.Pattern.MatchString("BJ001"), true}, {zone.Pattern.MatchString("xBJ001"), false}, {zone.Pattern.MatchString("BJ0012"), false},
		{zone.Min, -inf}, {zone.Max, inf}, {zone.MinLength, -1}, {zone.MaxLength, -1}, {zone.Place.Line, 4}, {zone.Place.Col, 5},
		{year.Type, "year"}, {year.Min, 2015.0}, {year.Max, 2030.0}, {year.Required, false},
		{revenue.Unit, "亿元"}, {revenue.Min, 0.0}, {revenue.ExclusiveMin, false}, {revenue.Max, 1e5}, {revenue.ExclusiveMax, true},
		{revenue.DecimalChar, "."}, {revenue.GroupChar, ""}, {revenue.BareNumber, true}, {revenue.HasMissing, false},
		{domestic.Unit, "亿元"}, {domestic.GroupChar, ","}, {domestic.Missing, []string{"-", "999"}}, {domestic.HasMissing, true},
		{foreign.DecimalChar, ","}, {foreign.BareNumber, false}, {kind.Enum, []string{"national", "provincial"}}, {kind.MinLength, 3}, {kind.MaxLength, 20},
		{open.TrueValues, []string{"是"}}, {open.FalseValues, []string{"否"}}, {founded.Format, "default"}, {founded.MinText, "1988-05-10"}, {founded.MaxText, ""},
		{c.ForeignKeys[0].Fields, []string{"type"}}, {c.ForeignKeys[0].Resource, "types"}, {c.ForeignKeys[0].Reference, []string{"code"}},
		{c.Field("foreign").Name, "foreign"}, {c.Field("none") == nil, true},
	} {
		if !reflect.DeepEqual(x.have, x.want) {
			t.Errorf("%d: have %v, want %v", i, x.have, x.want)
		}
	}
	identities(t, c, "revenue by origin: revenue = domestic + foreign, 0.5 or 0", ": revenue >= domestic, 0 or 1e-06")
	changes(t, c, "revenue 0.5 2 500", "domestic 0.19999999999999996 1.8 NaN", "foreign 0.19999999999999996 1.8 NaN", " 0.3333333333333333 3 NaN")
}

func identities(t *testing.T, c *Contract, want ...string) {
	t.Helper()
	for i := range max(len(want), len(c.Identities)) {
		have := "none"
		if i < len(c.Identities) {
			id := c.Identities[i]
			sign := "="
			if id.AtMost {
				sign = ">="
			}
			have = fmt.Sprintf("%s: %s %s %s, %g or %g", id.Name, id.Total, sign, strings.Join(id.Parts, " + "), id.Tolerance, id.Relative)
			if id.Place.Line == 0 {
				t.Errorf("no place for %s", have)
			}
		}
		if i >= len(want) || have != want[i] {
			t.Errorf("identity %d is %q, want %q", i, have, slices.Concat(want, []string{"none"})[min(i, len(want))])
		}
	}
}

func changes(t *testing.T, c *Contract, want ...string) {
	t.Helper()
	for i := range max(len(want), len(c.YearOnYear)) {
		have := "none"
		if i < len(c.YearOnYear) {
			ch := c.YearOnYear[i]
			have = fmt.Sprintf("%s %v %v %v", ch.Field, ch.MinRatio, ch.MaxRatio, ch.MaxDifference)
			if ch.Place.Line == 0 {
				t.Errorf("no place for %s", have)
			}
		}
		if i >= len(want) || have != want[i] {
			t.Errorf("change %d is %q, want %q", i, have, slices.Concat(want, []string{"none"})[min(i, len(want))])
		}
	}
}

func TestIdentityForms(t *testing.T) {
	identities(t, good(t, "identities-forms.yaml"),
		": total = a + b, 0 or 0.01", ": total = a + b, 2 or 0.01", ": total = a + b, 1 or 0.001", ": total = a + b, 0 or 0.005",
		": total = a + b, 0.5 or 0", ": total = a + b, 0 or 1e-06", ": total = a + R+D, 0 or 0.01", ": total >= a, 0 or 1e-06", ": total >= a + b, 0 or 1e-06",
		": total >= a + b, 0 or 1e-06", ": total >= b, 0 or 1e-06", ": total = a + b, 3 or 0",
	)
}

func TestIdentityMapping(t *testing.T) {
	identities(t, good(t, "identities-mapping.yaml"), "by hand: total = a + b, 0 or 1e-06", "in short: total = a + b, 0 or 1e-06", ": total = a + b, 0 or 1e-06")
	identities(t, good(t, "identities-one.yaml"), ": total = a + b, 0 or 1e-06")
	c := good(t, "identities-only.yaml")
	identities(t, c, ": revenue = domestic + foreign, 0 or 1e-06")
	changes(t, c, " 0.5 1.5 NaN")
}

func TestChangeForms(t *testing.T) {
	changes(t, good(t, "changes-mapping.yaml"), "a 0.5 2 NaN", "b 0.7 1.3 NaN", "c 0.25 4 NaN", "d 0.8 1.5 NaN", " 0.1 10 NaN")
	changes(t, good(t, "changes-all.yaml"), "b NaN NaN 12", " 0.2 3 NaN")
	changes(t, good(t, "changes-on-fields.yaml"), "a 0.5 2 NaN", "b 0.8 1.2 NaN")
	changes(t, must(t, "fields: [{name: a}]\nyear_on_year: [{field: a, factor: 0.5}, {field: '*', max-ratio: 2, max_change: 50%}]"), "a 0.5 2 NaN", " 0.5 1.5 NaN")
	changes(t, must(t, "year_on_year: [{field: a, max_decrease: 25%}, {field: b, max_increase: 0.25, max_difference: 3}]"), "a 0.75 NaN NaN", "b NaN 1.25 3")
	changes(t, must(t, "year_on_year: {a: 150%, b: 1.5, c: 1}"), "a -0.5 2.5 NaN", "b 0.6666666666666666 1.5 NaN", "c 0 2 NaN")
	c, have := Parse("x", []byte("year_on_year: {a: {max_change: 30}}"))
	if c == nil || len(have) != 1 || have[0].Level() != diag.Warning || c.YearOnYear[0].MaxRatio != 31 {
		t.Errorf("a change that looks like percent: %v", have)
	}
}

// TestMisspeltIsAnErrorWhereNeeded: a misspelt key is a warning, unless what it stands for is needed.
func TestMisspeltIsAnErrorWhereNeeded(t *testing.T) {
	for text, want := range map[string]int{
		"fields: [{name: a, tpye: number}]":                                           0,
		"fields: [{nmae: a}]":                                                         1,
		"fields: [{name: a, nmae: b}]":                                                0,
		"identities: [{totl: a, parts: [b]}]":                                         1,
		"identities: [{total: a, parts: [b], tolerence: 1}]":                          0,
		"identities: [{total: a, parts: [b], tolerance: {absolut: 1}}]":               1,
		"identities: [{total: a, parts: [b], tolerance: {absolut: 1, relative: 1%}}]": 0,
		"year_on_year: [{feild: a, max_ratio: 2}]":                                    1,
		"year_on_year: [{field: a, max_raito: 2}]":                                    1,
		"year_on_year: [{field: a, max_raito: 2, min_ratio: 0.5}]":                    0,
		"identities: [{total: a, parts: [b], on: paper, if: known}]":                  0,
		`fields: [{name: a, type: number, minimum: ""}]`:                              1,
		"feilds: [{name: a}]":                                                         1,
		`{"name": "p", "schema": {"fields": [{"name": "a"}], "foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "b"}}]}}`: 1,
	} {
		if c, have := Parse("x", []byte(text)); have.Errors() != want || strings.Contains(text, "on: paper") && len(have) > 0 || (c == nil) != (want > 0) {
			t.Errorf("%s: %v, want %d errors", text, have, want)
		}
	}
}

func TestConstraintsBeside(t *testing.T) {
	c := good(t, "constraints-beside.yaml")
	zone, a, b, d := c.Fields[0], c.Fields[1], c.Fields[2], c.Fields[3]
	if !zone.Required || !zone.Unique || zone.Pattern == nil || zone.MinLength != 2 || zone.MaxLength != 9 || zone.Type != "any" {
		t.Errorf("zone %+v", zone)
	}
	if a.Min != 0 || a.Max != 100 || a.Type != "number" {
		t.Errorf("a %+v", a)
	}
	if b.Max != 10 || !b.ExclusiveMax || b.ExclusiveMin || !reflect.DeepEqual(b.Enum, []string{"1", "2", "3"}) {
		t.Errorf("b %+v", b)
	}
	if d.Min != 5 || !d.ExclusiveMin {
		t.Errorf("c %+v", d)
	}
	if f := must(t, "fields: [{name: a, type: number, constraints: {minimum: 1, exclusiveMinimum: 3, maximum: 5, exclusiveMaximum: 9}, minimum: 7}]").Fields[0]; f.Min != 3 || !f.ExclusiveMin || f.Max != 5 || f.ExclusiveMax {
		t.Errorf("the narrower limits do not count: %+v", f)
	}
}

func TestPatterns(t *testing.T) {
	c := good(t, "patterns.yaml")
	for i, x := range []struct{ yes, no string }{{"北京", "北京x"}, {"2021", "2021\n"}, {"a", "ab"}, {"AB", "ab"}, {"苏州工业区", "苏州工业区A"}} {
		if p := c.Fields[i].Pattern; !p.MatchString(x.yes) || p.MatchString(x.no) {
			t.Errorf("%s: %q %v, %q %v", c.Fields[i].PatternText, x.yes, p.MatchString(x.yes), x.no, p.MatchString(x.no))
		}
	}
	if f := must(t, `fields: [{name: a, pattern: '\\u4e00'}]`).Fields[0]; !f.Pattern.MatchString(`\u4e00`) {
		t.Error("a backslash that is escaped starts no escape")
	}
}

func TestCategoriesAndMarks(t *testing.T) {
	c := good(t, "categories.yaml")
	if !reflect.DeepEqual(c.Fields[0].Enum, []string{"n", "p"}) || !reflect.DeepEqual(c.Fields[1].Enum, []string{"small", "large"}) {
		t.Errorf("enums %q %q", c.Fields[0].Enum, c.Fields[1].Enum)
	}
	if !reflect.DeepEqual(c.Missing, []string{"-99", ""}) {
		t.Errorf("missing %q", c.Missing)
	}
	if c := must(t, "fields: [{name: a}]\nmissingValues: []"); !c.HasMissing || len(c.Missing) != 0 {
		t.Errorf("an empty list of marks: %v %q", c.HasMissing, c.Missing)
	}
	if f := must(t, "fields: [{name: a, type: boolean}]").Fields[0]; f.TrueValues[3] != "1" || len(f.FalseValues) != 4 {
		t.Errorf("booleans %q %q", f.TrueValues, f.FalseValues)
	}
}

// TestFor picks the table of a data package for a file.
func TestFor(t *testing.T) {
	c := good(t, "datapackage-two.json")
	for file, want := range map[string]string{"/x/values.csv": "values", `C:\data\zones-1.csv`: "zones", "zones-2.csv": "zones", "zones.xlsx": "zones", "VALUES.CSV": "values", "other.csv": ""} {
		r, have := c.For(file)
		switch {
		case want == "" && (r != nil || have.Errors() != 1):
			t.Errorf("%s: %v, %v", file, r, have)
		case want != "" && (r == nil || r.Name != want || len(have) > 0):
			t.Errorf("%s: %+v, %v", file, r, have)
		}
	}
	one := good(t, "datapackage.json")
	if r, have := one.For("anything.csv"); r != one || have != nil || r.Name != "values" || r.Path != "data/values.csv" {
		t.Errorf("the only table is not for every file: %+v %v", r, have)
	}
	identities(t, one, ": a = b, 0 or 1e-06")
	changes(t, one, "a 0.5 1.5 NaN")
	identities(t, good(t, "resource.json"), ": a = zone, 0 or 1e-06")
}

// TestJSONKeepsColumns: tabs and escapes do not move the places of findings.
func TestJSONKeepsColumns(t *testing.T) {
	for _, text := range []string{
		"{\n\t\"fields\": [{\"name\":\t\"a\\/b\\ud83d\\ude00\", \"x\": \"\\/\\/\",\t\"type\": \"nmber\"}]}",
		"{\r\n\"fields\": [{\"name\": \"é\\\\\\/\\\"\", \"y\": \"\\uD83D\\uDE00\", \"type\": \"nmber\"}]}",
	} {
		line := strings.Split(text, "\n")[1]
		want := len([]rune(line[:strings.Index(line, `"nmber"`)])) + 1
		_, have := Parse("x.json", []byte(text))
		if len(have) != 1 || have[0].Place.Line != 2 || have[0].Place.Col != want {
			t.Errorf("%v, want 2:%d in %s", have, want, text)
		}
	}
	c := good(t, "table-schema-v2.json")
	if c.Fields[2].Name != "path" || c.FieldsMatch != "subset" || good(t, "tabs.json").Fields[0].Name != "a\tb" {
		t.Errorf("%+v", c)
	}
}

func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{
		"fields:\n- name: a": true, "# x\nidentities: []": true, "\ufeffprimaryKey: a": true, `"year_on_year" : {}`: true, "a: 1\r\nschema:": true,
		`{"fields": []}`: true, "\ufeff {\n\t\"name\": \"x\",\n\t\"resources\": [": true, "{name: x, fields: []}": true, `{"a": {"fields": []}}`: false,
		`{"a": "{\"fields\": 1}", "b": "fields:"}`: false, "zone,fields: a\n1,2": false, "id: x\nname: fields\ndimensions: []": false, "": false, "{": false,
		"  fields: []": false, "zone,year\nfields,2021": false, `{"a": [{"b": 1}], "schema": {}}`: true, "fields:\x00": false, "myfields: 1": false,
		`{"$schema": "x", "runs": []}`: false,
	} {
		if have := Looks([]byte(text)); have != want {
			t.Errorf("%q: %v", text, have)
		}
	}
}

// TestHostile refuses what is built to cost time or memory.
func TestHostile(t *testing.T) {
	names := make([]string, 20000)
	for i := range names {
		names[i] = fmt.Sprintf("x%d", i)
	}
	patterns := strings.Repeat(`  - {name: a%d, pattern: '\pL{1000}%d'}`+"\n", 1)
	many := strings.Builder{}
	for i := range 1000 {
		fmt.Fprintf(&many, patterns, i, i)
	}
	for name, c := range map[string]struct{ text, rule string }{
		"size":       {"fields:\n" + strings.Repeat("# nothing\n", MaxBytes/10+1), "file-too-large"},
		"fields":     {"fields: [" + strings.Repeat("{name: a},", 6000) + "]", "file-too-large"},
		"depth":      {strings.Repeat(`{"fields":[`, 200) + strings.Repeat("]}", 200), "file-too-large"},
		"brackets":   {strings.Repeat("[", 300000), "contract-syntax"},
		"unknown":    {"fields: [{name: abc}]\nidentities: [{total: abc, parts: [" + strings.Join(names, ", ") + "]}]", "contract-unknown-field"},
		"pattern":    {"fields: [{name: a, pattern: '" + strings.Repeat("(a*)*", 400) + "'}]", "contract-bad-value"},
		"repetition": {"fields: [{name: a, pattern: '((a{100}){100}){100}'}]", "contract-bad-value"},
		"patterns":   {"fields:\n" + many.String(), ""},
		"bomb":       {"a: &a [x]\nfields: [*a, *a]", "contract-syntax"},
	} {
		start := time.Now()
		_, have := Parse("x", []byte(c.text))
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		} else {
			t.Logf("%s took %v", name, took)
		}
		switch {
		case c.rule == "" && len(have) > 0, c.rule != "" && len(have) == 0:
			t.Errorf("%s: %d findings", name, len(have))
		case c.rule != "" && have[0].Rule.ID != c.rule:
			t.Errorf("%s: %.300s", name, have[0])
		}
		if len(have) > 1100 {
			t.Errorf("%s: %d findings", name, len(have))
		}
	}
}
