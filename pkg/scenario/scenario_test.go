package scenario

import (
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile/yamltest"
)

// TestWith: what a call says goes on top of what a file says, and changes nothing of that.
func TestWith(t *testing.T) {
	file, _ := Parse("green.yaml", []byte("name: {en: Green, zh: 绿色}\nset: [green=25]\nlock: [a]\nredistribute: equal\n"))
	call := func(redistribute Redistribution, locks []Word, sets ...string) *Scenario {
		s := &Scenario{ID: "set", Name: Text{En: strings.Join(sets, ", ")}, Lock: locks, Redistribute: redistribute}
		for _, text := range sets {
			c, f := ParseChange(text, diag.Place{})
			if f != nil {
				t.Fatal(f)
			}
			s.Changes = append(s.Changes, c)
		}
		return s
	}
	if have := file.With(call("", nil)); have != file {
		t.Error("nothing on top makes another scenario")
	}
	have := file.With(call(None, []Word{{Text: "b"}}, "x=1", "y=2"))
	if have.Name != (Text{En: "Green + x=1, y=2", Zh: "绿色 + x=1, y=2"}) || len(have.Changes) != 3 || have.Changes[2].Select != "y" || len(have.Lock) != 2 || have.Redistribute != None || have.ID != "green" {
		t.Errorf("%+v", have)
	}
	if have := file.With(call("", []Word{{Text: "b"}})); have.Name != file.Name || len(have.Lock) != 2 || have.Redistribute != Equal {
		t.Errorf("%+v", have)
	}
	if len(file.Changes) != 1 || len(file.Lock) != 1 || file.Name.En != "Green" || file.Redistribute != Equal {
		t.Errorf("the file's own scenario became %+v", file)
	}
}

// TestDistinct: scenarios of one id are numbered, the first is left as it is.
func TestDistinct(t *testing.T) {
	list := []*Scenario{{ID: "a"}, {ID: "b"}, {ID: "a"}, {ID: "a"}, {ID: "a-2"}}
	var have []string
	for _, s := range Distinct(list) {
		have = append(have, s.ID)
	}
	if strings.Join(have, " ") != "a b a-3 a-4 a-2" || list[2].ID != "a" {
		t.Errorf("%v, and %v before", have, list[2].ID)
	}
}

func TestIDOf(t *testing.T) {
	for name, want := range map[string]string{"green.yaml": "green", "a/b/green-first.yml": "green-first", "green": "green", "a.b.yaml": "a-b", "绿色2.yaml": "2", "绿色.yaml": "scenario", "-": "scenario", ".yaml": "scenario", "a b.yaml": "a-b"} {
		if have := IDOf(name); have != want {
			t.Errorf("IDOf(%q) is %q, expected %q", name, have, want)
		}
	}
}

// TestAdd: what a call says, which may be of zones too.
func TestAdd(t *testing.T) {
	s := &Scenario{Redistribute: Proportional}
	at := func(text string) diag.Place { return diag.Place{File: "--set " + text} }
	for _, text := range []string{"green=25", "zones.drop=HT001", " zones.drop = HT002, 苏州工业园区 ", "zones.drop=[HT003, \"A, B\"]", "zones.keep=HT*", "zones.keep=2021",
		"zones.merge={id: twins, name: {zh: 双园区}, of: [A, B], rule: weighted, by: staff, rules: {x: sum}}"} {
		if findings := s.Add(text, at(text)); len(findings) > 0 {
			t.Errorf("%s: %v", text, findings)
		}
	}
	want := "||||||proportional\n|green|weight|=|25\n\n\nHT001|HT002|苏州工业园区|HT003|A, B\nHT*|2021\ntwins||双园区|weighted|staff\nof|A\nof|B\nx|sum\n"
	if have := saying(s); have != want {
		t.Errorf("%q\nexpected %q", have, want)
	}
	for _, w := range append(append([]Word{s.Merge[0].By, s.Merge[0].Rules[0].Select, {Place: s.Merge[0].Place}}, s.Merge[0].Of...), s.Drop...) {
		if !strings.HasPrefix(w.Place.File, "--set ") || w.Place.Line > 0 {
			t.Errorf("%q is at %s", w.Text, w.Place)
		}
	}
	for text, part := range map[string]string{
		"green":                        `"green" has no =`,
		"zones.drp=A":                  `"zones.drp" is nothing that can be done with zones, expected zones.drop, zones.keep or zones.merge; did you mean "drop"?`,
		"zones.=A":                     `"zones." is nothing that can be done with zones`,
		"zones.drop":                   `"zones.drop" names no zone; such as zones.drop=HT001,HT002`,
		"zones.drop=":                  "names no zone",
		"zones.keep=[a":                "names no zone",
		"zones.keep={a: b}":            "zones.keep: found a mapping, expected a list of texts",
		"zones.drop=[[a]]":             "zones.drop[0]: found a list, expected a text",
		"zones.drop=,":                 "names no zone",
		"zones.keep=[]":                "names no zone",
		"zones.merge=A":                "found text \"A\" after zones.merge=, expected a mapping",
		"zones.merge=[A, B]":           "found a list after zones.merge=, expected a mapping",
		"zones.merge={of: [A, B]}":     "the key \"id\" is missing",
		"zones.merge={id: m, of: [A]}": "a merge takes two zones or more, found 1",
		"zones.merge={id: m, of: [A, B], rule: add}":       "expected sum, mean or weighted",
		"zones.merge={id: m, off: [A, B]}":                 "did you mean \"of\"?",
		"zones.merge={id: m, of: [A, B], rules: {x: add}}": "found \"add\", expected sum, mean or weighted",
	} {
		s := &Scenario{}
		findings := s.Add(text, at(text))
		if len(findings) == 0 {
			t.Errorf("%q is taken", text)
			continue
		}
		if f := findings[0]; !strings.Contains(f.Text(), part) || f.Place.File != "--set "+text || f.Place.Line != 0 {
			t.Errorf("%q: %s\nwant %q", text, f, part)
		}
		yamltest.CheckWords(t, text, []byte(text), findings)
	}
}
