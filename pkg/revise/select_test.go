package revise

import (
	"strings"
	"testing"
)

// TestSelect: selectors, and the ids of the parts that they mean.
func TestSelect(t *testing.T) {
	x := draft(t, demo).Index
	nested := draft(t, strings.NewReplacer("id: energy", "id: green2", "name: Energy\n", "name: rd\n", "name: Energy mix", "name: A/B").Replace(demo)).Index
	for selector, want := range map[string]string{
		"green":              "green",
		"GREEN":              "green",
		"3":                  "green",
		"1.1":                "rd",
		"R&D spending":       "rd",
		"r&d SPENDING":       "rd",
		"研发投入":               "rd",
		"*":                  "rd patents firms fdi exports imports use mix pm",
		"1.*":                "rd patents firms",
		"?.1":                "rd fdi",
		"[12].[1-2]":         "rd patents fdi exports",
		"1*":                 "innovation rd patents firms",
		"e*":                 "exports energy",
		"E*":                 "exports energy use mix", // the names Energy use and Energy mix
		"研*":                 "rd",
		"kind:qualitative":   "patents pm",
		"kind: qualitative ": "patents pm",
		"direction:lower":    "mix pm",
		"innovation/*":       "rd patents firms",
		"创新能力/*":             "rd patents firms",
		"green/*":            "energy air",
		"green/pm":           "pm",
		"green/Fine dust":    "pm",
		"green/energy/*":     "", // one slash
		"energy/*":           "use mix",
		"[io]*/f*":           "firms fdi",
		"?*/e*":              "exports energy",
		"green/e*":           "energy",
		"green/E*":           "energy use mix",
		"innovation/1.1":     "rd",
		"openness/rd":        "",
		"":                   "",
		"/":                  "",
		"green/":             "",
		"/green":             "",
		"gree":               "",
		"green ":             "",
		"kind:":              "",
		"kind:both":          "",
		"Kind:qualitative":   "",
		"[":                  "",
		"*/*":                "",
		"\\":                 "",
		"zone:A":             "",
	} {
		checkSelect(t, Parts(x), selector, want, func() ([]Part, string) { return Select(x, selector) })
	}
	for selector, want := range map[string]string{
		"green*":    "green green2",
		"green*/*":  "green2 air use mix", // the parts of both, each once
		"green*/m*": "mix",                // inside both, and once
		"rd":        "rd",                 // an id goes before a name
		"A/B":       "mix",                // a name with a slash
		"a/b":       "mix",
		"A/?":       "",    // A is nothing
		"green/A/?": "mix", // in a pattern a slash is a letter
	} {
		checkSelect(t, Parts(nested), selector, want, func() ([]Part, string) { return Select(nested, selector) })
	}
}

func checkSelect(t *testing.T, all []Part, selector, want string, read func() ([]Part, string)) {
	t.Helper()
	parts, mend := read()
	var ids []string
	for _, p := range parts {
		ids = append(ids, p.ID())
	}
	if have := strings.Join(ids, " "); have != want {
		t.Errorf("%q means %s, expected %s; %s", selector, have, want, mend)
	}
	if (parts == nil) != (mend != "") {
		t.Errorf("%q: %d parts, and the mend %q", selector, len(parts), mend)
	}
}

// TestParts: every part of an index, each dimension before what is inside it.
func TestParts(t *testing.T) {
	x := draft(t, demo).Index
	var have []string
	for _, p := range Parts(x) {
		have = append(have, p.ID()+"<"+p.Parent().ID)
		if (p.Dimension == nil) == (p.Indicator == nil) {
			t.Errorf("%s is a dimension and an indicator, or neither", p.ID())
		}
	}
	want := "innovation<demo rd<innovation patents<innovation firms<innovation openness<demo fdi<openness exports<openness imports<openness green<demo energy<green use<energy mix<energy air<green pm<air"
	if strings.Join(have, " ") != want {
		t.Errorf("%s", strings.Join(have, " "))
	}
}
