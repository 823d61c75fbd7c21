package scenario

import (
	"math/big"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
	"zoneval/pkg/yamlfile/yamltest"
)

// TestReadChanges: texts of changes, and what they are read as: the zone, the selector, the operation and the exact amount.
func TestReadChanges(t *testing.T) {
	for _, c := range []struct {
		text, zone, selector string
		op                   Op
		amount               string
	}{
		// what becomes of a weight
		{"green=25", "", "green", Set, "25"},
		{"green==25", "", "green", Set, "25"},
		{"green*=2", "", "green", Times, "2"},
		{"green+=1", "", "green", Add, "1"},
		{"green-=1", "", "green", Add, "-1"},
		{"green=+1", "", "green", Add, "1"},
		{"green=-1", "", "green", Add, "-1"},
		{"green==-1", "", "green", Add, "-1"},
		{"green+=-1", "", "green", Add, "-1"},
		{"green-=-1", "", "green", Add, "1"},
		{"green*=+2", "", "green", Times, "2"},
		{"green=(25)", "", "green", Set, "25"},
		{"green=(+25)", "", "green", Set, "25"},
		{"green=(-0)", "", "green", Set, "0"},
		// of a value, which may be below 0
		{"zone:A/x=5", "A", "x", Set, "5"},
		{"zone:A/x=(-5)", "A", "x", Set, "-5"},
		{"zone:A/x=( - 5)", "", "", Set, "!"},
		{"zone:A/x=(-5", "", "", Set, "!"},
		{"zone:A/x*=-2", "A", "x", Times, "-2"},
		{"zone:A/x=+5", "A", "x", Add, "5"},
		{"zone:A/x-=5", "A", "x", Add, "-5"},
		{"zone:A/x+=5", "A", "x", Add, "5"},
		{"zone:HT*/3.1*=0.9", "HT*", "3.1", Times, "9/10"},
		{"zone:苏州工业园区/研发投入*=0.9", "苏州工业园区", "研发投入", Times, "9/10"},
		{"zone:A/a/b=5", "A", "a/b", Set, "5"}, // the first slash ends the zone
		{"zone: A / x = 5", "A", "x", Set, "5"},
		{"zone:A/kind:qualitative=5", "A", "kind:qualitative", Set, "5"},
		// a * that is a pattern, and one that multiplies
		{"*=3", "", "*", Set, "3"},
		{"* =3", "", "*", Set, "3"},
		{"openness/*=3", "", "openness/*", Set, "3"},
		{"openness/**=3", "", "openness/*", Times, "3"},
		{"3.*=2", "", "3.*", Set, "2"},
		{"3.**=2", "", "3.*", Times, "2"},
		{"3.1*=2", "", "3.1", Times, "2"},
		{"rd_*=2", "", "rd_", Times, "2"},
		{"rd_* =2", "", "rd_*", Set, "2"},
		{"rd_**=2", "", "rd_*", Times, "2"},
		{"rd_* *=2", "", "rd_*", Times, "2"},
		{"rd_?=2", "", "rd_?", Set, "2"},
		{"[ab]=2", "", "[ab]", Set, "2"},
		{"zone:A/*=2", "A", "*", Set, "2"},
		{"zone:A/**=2", "A", "*", Times, "2"},
		{"zone:*/x=2", "*", "x", Set, "2"},
		{"kind:*=2", "", "kind:", Times, "2"},
		// an id that ends in a sign needs a blank before the =
		{"a-=5", "", "a", Add, "-5"},
		{"a- =5", "", "a-", Set, "5"},
		{"a-b=5", "", "a-b", Set, "5"},
		// blanks
		{" green = 25 ", "", "green", Set, "25"},
		{"green *= 2", "", "green", Times, "2"},
		{"green =+ 1", "", "green", Add, "1"},
		{"green += 1", "", "green", Add, "1"},
		{"green - = 1", "", "green -", Set, "1"},
		{"green =( 25 )", "", "green", Set, "25"},
		{"\tgreen=25\n", "", "green", Set, "25"},
		{" zone:A/x=5", "A", "x", Set, "5"},
		{"Research and development=1", "", "Research and development", Set, "1"},
		{"绿色发展和宜居包容性*=2", "", "绿色发展和宜居包容性", Times, "2"},
		// colons and slashes
		{"kind:qualitative*=0.5", "", "kind:qualitative", Times, "1/2"},
		{"direction:lower=0", "", "direction:lower", Set, "0"},
		{"openness/fdi=2", "", "openness/fdi", Set, "2"},
		{"R&D: spending, % of GDP=2", "", "R&D: spending, % of GDP", Set, "2"},
		{"method=2", "", "method", Set, "2"}, // a part may be called so
		{"methods.x=2", "", "methods.x", Set, "2"},
		{"Zone:A/x=2", "", "Zone:A/x", Set, "2"},
		// numbers, exactly
		{"g=0", "", "g", Set, "0"},
		{"g=00", "", "g", Set, "0"},
		{"g=0.0", "", "g", Set, "0"},
		{"g=.5", "", "g", Set, "1/2"},
		{"g=5.", "", "g", Set, "5"},
		{"g=0.1", "", "g", Set, "1/10"},
		{"g=33.3", "", "g", Set, "333/10"},
		{"g=1e2", "", "g", Set, "100"},
		{"g=2.5E-3", "", "g", Set, "1/400"},
		{"g=1e+2", "", "g", Set, "100"},
		{"g=0e999", "", "g", Set, "0"},
		{"g*=1e100", "", "g", Times, "1" + strings.Repeat("0", 100)},
		{"g=0.12345678901234567890", "", "g", Set, "1234567890123456789/10000000000000000000"},
		{"g=123456789012345678901234567890", "", "g", Set, "123456789012345678901234567890"},
	} {
		have, f := ParseChange(c.text, diag.Place{File: "x"})
		if c.amount == "!" {
			if f == nil {
				t.Errorf("%q is read", c.text)
			}
			continue
		}
		if f != nil {
			t.Errorf("%q: %s", c.text, f)
			continue
		}
		want, _ := new(big.Rat).SetString(c.amount)
		kind := Weight
		if c.zone != "" {
			kind = Value
		}
		if have.Kind != kind || have.Zone != c.zone || have.Select != c.selector || have.Op != c.op || have.Amount.Cmp(want) != 0 {
			t.Errorf("%q is of kind %d, zone %q, selector %q, operation %d and amount %s", c.text, have.Kind, have.Zone, have.Select, have.Op, have.Amount.RatString())
		}
		if have.Text != c.text || have.Place.File != "x" || have.Path != nil || have.Setting != nil || have.Layer != 0 {
			t.Errorf("%q has the text %q at %s", c.text, have.Text, have.Place)
		}
	}
}

// TestReadMethods: changes of steps, and what they are read as: the path, and the setting in one line.
func TestReadMethods(t *testing.T) {
	for _, c := range []struct{ text, path, setting string }{
		{"method.aggregate=geometric", "aggregate", "geometric"},
		{" method.aggregate = geometric ", "aggregate", "geometric"},
		{"method.aggregate={power: {p: 2}}", "aggregate", "{power: {p: 2}}"},
		{"method.ranking.round=2", "ranking|round", "2"},
		{"method.normalise.minmax.clamp=true", "normalise|minmax|clamp", "true"},
		{"method.aggregate='geometric'", "aggregate", "'geometric'"},
		{"method.aggregate=geometric # as a comment", "aggregate", "geometric"},
		{"method.screen={drop: [\"a=b\"]}", "screen", "{drop: [\"a=b\"]}"},
		{"method.impute=~", "impute", "~"}, // what a step can be is known to the index
		{"method.aggregate==geometric", "aggregate", "=geometric"},
		{"method.聚合=几何", "聚合", "几何"},
		{"method.treat=\n  winsorise:\n    points: 5", "treat", "{winsorise: {points: 5}}"},
	} {
		have, f := ParseChange(c.text, diag.Place{})
		if f != nil {
			t.Errorf("%q: %s", c.text, f)
			continue
		}
		if setting := yamlfile.Line(have.Setting); have.Kind != Method || strings.Join(have.Path, "|") != c.path || setting != c.setting || have.Amount != nil || have.Select != "" {
			t.Errorf("%q is of kind %d, path %q and setting %s", c.text, have.Kind, have.Path, setting)
		}
	}
}

// TestUnreadableChanges: texts that cannot be read, and part of the message or of the mend.
func TestUnreadableChanges(t *testing.T) {
	for text, part := range map[string]string{
		"":                                       "the change is empty; write such as green=25",
		" \t":                                    "the change is empty",
		"green":                                  `"green" has no =, expected what is changed`,
		"green＝25":                               `write = and *= in narrow characters`,
		"green＊＝25":                              `write = and *= in narrow characters`,
		"=25":                                    `"=25" does not say what is changed`,
		"*=":                                     `found "" after "=", expected a plain decimal number; write a number after it`,
		"+=25":                                   `"+=25" does not say what is changed`,
		"-=25":                                   `"-=25" does not say what is changed`,
		"green=":                                 "write a number after it, such as 25",
		"green*=":                                `found "" after "*="`,
		"green=+":                                `found "" after "="`,
		"green=()":                               `found "" after "="`,
		"green=abc":                              `found "abc" after "=", expected a plain decimal number; write a decimal, such as 25 or 0.5`,
		"green=25%":                              "write a factor: *=1.1 is ten percent more",
		"green=25％":                              "write a factor",
		"green=1,820":                            "write it without thousands marks",
		"green=1，820":                            "write it without thousands marks",
		"green=1 820":                            "write it without thousands marks",
		"green=1'820":                            "write it without thousands marks",
		"green=a,b":                              "write a decimal, such as 25 or 0.5",
		"green=1/3":                              "write it as a decimal, such as 0.25",
		"green=２５":                               "write it in narrow characters",
		"green=−5":                               "write it in narrow characters",
		"green=3.5万":                             "write a decimal",
		"green=0x10":                             "write a decimal",
		"green=1_000":                            "write a decimal",
		"green=010":                              "without leading zeros",
		"green=NaN":                              "expected a plain decimal number",
		"green=.inf":                             "expected a finite number; check the amount",
		"green=1e101":                            "expected 0 or a number between 1e-100 and 1e100 in size; check the amount",
		"green=1e-101":                           "between 1e-100 and 1e100",
		"green=1e9999999":                        "between 1e-100 and 1e100",
		"green*=1e999":                           "between 1e-100 and 1e100",
		"green=0." + strings.Repeat("1", 60):     "expected at most 60 digits; check the amount",
		"green=25=30":                            `found "25=30"`,
		"green=--5":                              `"=--5" has two signs; write one: +=5 raises, -=5 lowers`,
		"green=+-5":                              "two signs",
		"green=- +5":                             "two signs",
		"zone:A/x=--5":                           "two signs",
		"green=(-25)":                            `a weight cannot be below 0: "green=(-25)"; weights are 0 or more`,
		"green*=-2":                              "a weight cannot be below 0",
		"green/=2":                               `"green/=2" divides, and there is no /=; write a factor: *=0.5`,
		"zone:A/x/=2":                            "there is no /=",
		"zone:A=5":                               `"zone:A" names a zone and no indicator, expected zone:ID/INDICATOR`,
		"zone:A/=5":                              "names a zone and no indicator",
		"zone:A/ =5":                             "names a zone and no indicator",
		"zone:A/*":                               "has no =",
		"zone:/x=5":                              `"zone:/x=5" does not say which zone`,
		"zone:=5":                                "does not say which zone",
		"zone:province=江苏/x=5":                   `a zone cannot be chosen by "province=江苏"; name zones by id, name, or a pattern`,
		"zone:A/x=-5":                            `"=-5" can mean 5 less, or minus 5; write -=5 to lower the value, or =(-5) to set it to a number below 0`,
		"zone:A/x=-":                             `found "" after "="`,
		"zone:A/x=-many":                         `found "many" after "="`,
		"zones.drop=A":                           "\"zones.drop=A\" is of zones, and no change of a number; write it under zones: in a file",
		" zones.merge={id: m}":                   "is of zones, and no change of a number",
		"method.aggregate":                       `"method.aggregate" has no =, expected a step, = and a method; such as method.aggregate=geometric`,
		"method.=geometric":                      `"method.=geometric" names no step`,
		"method.a..b=geometric":                  "names no step",
		"method.a.=geometric":                    "names no step",
		"method.aggregate=":                      `"" cannot be read as a method; write it as in an index file`,
		"method.aggregate={a: ":                  "cannot be read as a method",
		"method.aggregate=a: b: c":               "cannot be read as a method",
		"method.aggregate=*x":                    "cannot be read as a method",
		"method.aggregate=&x y":                  "cannot be read as a method",
		"method.aggregate=!!str y":               "cannot be read as a method",
		"method.aggregate={<<: {power: {p: 2}}}": "cannot be read as a method",
		"method.aggregate=a\n---\nb":             "cannot be read as a method",
		"method.aggregate=# nothing":             "cannot be read as a method",
		"method.aggregate=" + strings.Repeat("[", 70) + strings.Repeat("]", 70): "cannot be read as a method",
		"method.aggregate=\t\x00": "cannot be read as a method",
	} {
		_, f := ParseChange(text, diag.Place{File: "--set"})
		switch {
		case f == nil:
			t.Errorf("%q is read", text)
		case f.Rule != diag.ScenarioChange || f.Place.File != "--set" || !strings.Contains(f.Message+"; "+f.Mend, part):
			t.Errorf("%q: %s\nwant %q", text, f, part)
		}
		if f != nil {
			yamltest.CheckWords(t, text, []byte(text), diag.Findings{*f})
		}
	}
}

// TestApply: what becomes of a number, and nothing of the change.
func TestApply(t *testing.T) {
	for text, want := range map[string]string{"a=5": "5", "a*=0.1": "3/10", "a+=0.1": "31/10", "a-=4": "-1", "a*=0": "0"} {
		c, f := ParseChange(text, diag.Place{})
		if f != nil {
			t.Fatal(f)
		}
		amount, three := c.Amount.RatString(), big.NewRat(3, 1)
		if have := c.Apply(three).RatString(); have != want || three.RatString() != "3" || c.Amount.RatString() != amount {
			t.Errorf("%s makes %s of 3, expected %s", text, have, want)
		}
	}
}
