package scenario

import (
	"strings"
	"testing"

	"zoneval/indicators"
	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
	"zoneval/pkg/yamlfile/yamltest"
)

// FuzzParse holds for every input: no crash, findings lie inside the file and speak no Go, a scenario comes without errors,
// changes something, and reads the same when it is written.
func FuzzParse(f *testing.F) {
	for _, name := range append(yamltest.Fixtures(f, badFixtures), yamltest.Fixtures(f, goodFixtures)...) {
		data, _ := yamltest.Fixture(f, name)
		f.Add(data)
	}
	for _, id := range indicators.Scenarios() {
		data, _ := indicators.OpenScenario(id)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, findings := Parse("x.yaml", data)
		if !strings.Contains(string(data), "%!") { // which CheckPlaces takes for a message gone wrong
			yamltest.CheckPlaces(t, data, findings)
		}
		checkWords(t, string(data), findings)
		for _, f := range findings {
			if f.Place.File != "x.yaml" || f.Place.Line == 0 && f.Rule != diag.FileEmpty {
				t.Errorf("no place: %s", f)
			}
		}
		if (s == nil) != (findings.Errors() > 0) {
			t.Fatalf("scenario %v beside the findings %v", s != nil, findings)
		}
		if s == nil {
			return
		}
		if s.Empty() || s.ID != "x" || s.Name == (Text{}) {
			t.Errorf("the scenario %+v", s)
		}
		for _, c := range s.Changes {
			checkChange(t, &c)
		}
		for _, m := range s.Merge {
			if m.ID == "" || len(m.Of) < 2 || m.Place.Line == 0 || m.Name == (Text{}) {
				t.Errorf("the merge %+v", m)
			}
		}
		if !stepTwice(s) {
			checkAgain(t, s)
		}
	})
}

// checkWords looks for Go and library text in findings, which the input cannot have brought in, also not as an escape.
func checkWords(t testing.TB, input string, findings diag.Findings) {
	t.Helper()
	for _, f := range findings {
		for _, leak := range []string{"scenarioFile", "zonesFile", "mergeFile", "changeList", "yaml:", "yaml.", "yamlfile", "reflect", "big.Rat", "strconv", "runtime error", "%!", "&{", "map["} {
			if strings.Contains(f.Text(), leak) && !strings.Contains(input, leak) && !strings.Contains(input, `\`) {
				t.Errorf("%q in: %s", leak, f)
			}
		}
	}
}

// stepTwice says whether a step is stated twice, under set and under method; a scenario that is written states it once.
func stepTwice(s *Scenario) bool {
	met := map[string]bool{}
	for _, c := range s.Changes {
		if c.Kind == Method && len(c.Path) == 1 {
			if met[c.Path[0]] {
				return true
			}
			met[c.Path[0]] = true
		}
	}
	return false
}

// FuzzParseChange holds for every text: no crash, a change that can be applied or a finding in plain words, and a text that
// is the same change when it is read again.
func FuzzParseChange(f *testing.F) {
	for _, text := range []string{"green=25", "3.1*=2", "openness/*+=1", "kind:qualitative*=0.5", "zone:HT001/3.1*=0.9", "zone:A/x=(-5)", "zone:A/x=-5", "method.aggregate=geometric",
		"method.aggregate={power: {p: 2}}", "method.ranking.round=2", "*=3", "rd_* =2", "=", "==", "*=", "zone:", "zone:/=", "method.", "method.=", "a=1e100", "a=1e-100", "绿色*=2％", "a=(", "a=+", "zone:p=q/x=1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := diag.Place{File: "--set"}
		c, finding := ParseChange(text, at)
		if finding != nil {
			if finding.Place != at || finding.Rule != diag.ScenarioChange || finding.Mend == "" {
				t.Errorf("%q: %+v", text, finding)
			}
			checkWords(t, text, diag.Findings{*finding})
			return
		}
		checkChange(t, &c)
		again, finding := ParseChange(written(&c), at)
		if finding != nil {
			t.Fatalf("%q written as %q: %s", text, written(&c), finding)
		}
		again.Text, c.Text = "", ""
		a, b := saying(&Scenario{Changes: []Change{c}}), saying(&Scenario{Changes: []Change{again}})
		if a != b {
			t.Errorf("%q says\n%s\nand written again\n%s", text, a, b)
		}
	})
}

// checkChange holds a change to what those who apply it rely on.
func checkChange(t testing.TB, c *Change) {
	t.Helper()
	good := c.Text != "" && c.Layer == 0
	switch c.Kind {
	case Method:
		good = good && len(c.Path) > 0 && c.Setting != nil && c.Amount == nil
	case Value:
		good = good && c.Zone != "" && c.Select != "" && c.Amount != nil
	case Weight:
		good = good && c.Zone == "" && c.Select != "" && c.Amount != nil && (c.Op == Add || c.Amount.Sign() >= 0)
	}
	if c.Amount != nil {
		_, whole := c.Amount.FloatPrec()
		v, _ := c.Amount.Float64()
		good = good && whole && v >= -1e100 && v <= 1e100
	}
	if !good || strings.TrimSpace(c.Select) != c.Select || strings.TrimSpace(c.Zone) != c.Zone {
		t.Errorf("the change %+v", *c)
	}
}

// written is a change in other words: one sign before the =, and a blank before it where a name ends in one.
func written(c *Change) string {
	if c.Kind == Method {
		return "method." + strings.Join(c.Path, ".") + "=" + yamlfile.Line(c.Setting)
	}
	left := c.Select
	if c.Kind == Value {
		left = "zone:" + c.Zone + "/" + c.Select
	}
	places, _ := c.Amount.FloatPrec()
	number := c.Amount.FloatString(places)
	if len(number) > 60 { // of an amount such as 1e-80
		_, number, _ = strings.Cut(c.Text, "=")
		number = strings.Trim(number, "=+-() \t\n\v\f\r\u0085\u00a0")
		if c.Amount.Sign() < 0 {
			number = "-" + number
		}
	}
	switch {
	case c.Op == Times:
		return left + " *=" + number
	case c.Op == Add:
		return left + " +=" + number
	}
	return left + " =(" + number + ")"
}
