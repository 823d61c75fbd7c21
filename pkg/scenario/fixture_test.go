package scenario

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zoneval/indicators"
	"zoneval/pkg/yamlfile"
	"zoneval/pkg/yamlfile/yamltest"
)

const (
	goodFixtures = "../../testdata/scenario/good/*.yaml"
	badFixtures  = "../../testdata/scenario/bad/*.yaml"
)

// TestBadFixtures holds every bad scenario to exactly the findings that it lists, in the order of their places.
func TestBadFixtures(t *testing.T) {
	for _, name := range yamltest.Fixtures(t, badFixtures) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, want := yamltest.Fixture(t, name)
			if len(want) == 0 {
				t.Fatal("the fixture lists no finding; end it with lines of #! LINE:COL RULE PATH")
			}
			s, have := Parse(filepath.Base(name), data)
			yamltest.Check(t, want, have)
			yamltest.CheckPlaces(t, data, have)
			yamltest.CheckWords(t, name, data, have, "scenarioFile", "zonesFile", "mergeFile", "changeList")
			if (s == nil) != (have.Errors() > 0) {
				t.Errorf("scenario %v beside %d errors", s != nil, have.Errors())
			}
		})
	}
}

// TestGoodFixtures holds every good scenario to no finding at all, and to what it says when it is written and read again.
func TestGoodFixtures(t *testing.T) {
	for _, name := range yamltest.Fixtures(t, goodFixtures) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, want := yamltest.Fixture(t, name)
			if len(want) > 0 {
				t.Fatal("a good fixture expects findings")
			}
			s, have := Parse(filepath.Base(name), data)
			for _, f := range have {
				t.Errorf("%s", f)
			}
			if s == nil {
				t.Fatal("no scenario")
			}
			if id := strings.TrimSuffix(filepath.Base(name), ".yaml"); s.ID != id || s.File != filepath.Base(name) || len(s.SHA256) != 64 {
				t.Errorf("id %q, file %q, sum %q", s.ID, s.File, s.SHA256)
			}
			checkAgain(t, s)
		})
	}
}

// checkAgain holds a scenario to reading again the same when it is written.
func checkAgain(t testing.TB, s *Scenario) {
	t.Helper()
	text, err := Write(s)
	if err != nil {
		t.Fatal(err)
	}
	again, have := Parse(s.ID+".yaml", text)
	if again == nil || len(have) > 0 {
		t.Fatalf("written as\n%s\nit has the findings %v", text, have)
	}
	if a, b := saying(s), saying(again); a != b {
		t.Errorf("it says\n%s\nand written and read again\n%s\nthe file being\n%s", a, b, text)
	}
}

// saying is all that a scenario says, without the places where it says it. Settings of steps, which a file may mix with the
// other changes, stand after them.
func saying(s *Scenario) string {
	var b strings.Builder
	say := func(words ...string) { b.WriteString(strings.Join(words, "|") + "\n") }
	say(s.ID, s.Name.En, s.Name.Zh, s.Note.En, s.Note.Zh, s.Base.Text, string(s.Redistribute))
	var steps []string
	for _, c := range s.Changes {
		if c.Kind == Method {
			steps = append(steps, strings.Join(c.Path, ".")+"="+bare(c.Setting))
			continue
		}
		say(c.Zone, c.Select, []string{"weight", "value"}[c.Kind], []string{"=", "*=", "+="}[c.Op], c.Amount.RatString())
	}
	slices.Sort(steps)
	say(steps...)
	for _, list := range [][]Word{s.Lock, s.Drop, s.Keep} {
		var words []string
		for _, w := range list {
			words = append(words, w.Text)
		}
		say(words...)
	}
	for _, m := range s.Merge {
		say(m.ID, m.Name.En, m.Name.Zh, string(m.Rule), m.By.Text)
		for _, w := range m.Of {
			say("of", w.Text)
		}
		for _, r := range m.Rules {
			say(r.Select.Text, string(r.Rule))
		}
	}
	return b.String()
}

// bare is a value without the ways to write it.
func bare(n *yamlfile.Node) string {
	if n.Kind == yamlfile.Scalar {
		if yamlfile.IsNull(n) {
			return n.Tag
		}
		return n.Tag + " " + strconv.Quote(n.Value)
	}
	var inside []string
	for _, c := range n.Content {
		inside = append(inside, bare(c))
	}
	return n.Tag + "(" + strings.Join(inside, ", ") + ")"
}

// TestGeneratedFiles has files too large or too plain to keep.
func TestGeneratedFiles(t *testing.T) {
	want := func(place, rule, part string) []yamltest.Expectation {
		return []yamltest.Expectation{{Place: place, Rule: rule, Part: part}}
	}
	for name, c := range map[string]struct {
		data string
		want []yamltest.Expectation
	}{
		"empty":       {"", want("0:0", "file-empty", "the scenario file is empty; zoneval scenario show green-first prints one")},
		"blank":       {" \n\n", want("0:0", "file-empty", "empty")},
		"bom only":    {"\ufeff", want("0:0", "file-empty", "empty")},
		"UTF-16":      {"\xff\xfes\x00e\x00t\x00", want("1:1", "encoding-unknown", "UTF-16")},
		"end of file": {"set: [green=25\n\n\n", want("1:6", "scenario-syntax", "a [ is opened here")},
		"no end":      {"set: [green=25", want("1:6", "scenario-syntax", "a [ is opened here")},
		"4 MiB":       {strings.Repeat("# a comment that says nothing at all\n", yamlfile.MaxBytes/36), want("0:0", "scenario-syntax", "the limit is 4194304")},
		"brackets":    {"set: " + strings.Repeat("[", 300000), want("1:10006", "scenario-syntax", "nested too deeply")},
		"dashes":      {strings.Repeat("- ", 20000) + "a", want("1:20001", "scenario-syntax", "nested too deeply")},
		"long change": {"set: [" + strings.Repeat("a", 100000) + "]", []yamltest.Expectation{{Place: "1:7", Rule: "scenario-change", Path: "set[0]", Part: "aaa…\" has no ="}}},
		"long number": {"set: [a=" + strings.Repeat("1", 100000) + "]", []yamltest.Expectation{{Place: "1:7", Rule: "scenario-change", Path: "set[0]", Part: "expected at most 60 digits"}}},
		"deep method": {"set: ['method.aggregate=" + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "']", []yamltest.Expectation{{Place: "1:7", Rule: "scenario-change", Path: "set[0]", Part: "cannot be read as a method"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s, have := Parse("x.yaml", []byte(c.data))
			if s != nil {
				t.Fatal("a scenario")
			}
			yamltest.Check(t, c.want, have)
			for _, f := range have {
				if n := len([]rune(f.Text())); n > 400 {
					t.Errorf("a finding of %d characters", n)
				}
			}
		})
	}
}

// TestManyFaults: of a file that is all wrong the first thousand findings are kept.
func TestManyFaults(t *testing.T) {
	s, have := Parse("x.yaml", []byte("set:\n"+strings.Repeat("  - green\n", 5000)))
	if s != nil || len(have) != 1000 {
		t.Errorf("a scenario %v, %d findings", s != nil, len(have))
	}
}

// TestLooks: what is read as a scenario is known by the keys at its top, and an index is none.
func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{
		"set: [green=25]":                            true,
		"name: X\nzones: {drop: [A]}":                true,
		"lock: [a]":                                  true,
		"redistribute: none":                         true,
		"base: torch-2021":                           true,
		"name: X\nmethod: {weights: equal}":          true,
		"\ufeffset: [green=25]":                      true,
		"\"set\": [green=25]":                        true,
		"set:\n\t- green=25":                         true, // broken, and meant as one
		"id: x\nname: X\nmethod: {weights: equal}":   false,
		"method: {weights: equal}\ndimensions: []":   false,
		"scale: 100\nmethod: {weights: equal}":       false,
		"name: X":                                    false,
		"id: x\ndimensions:\n  - id: a\n    base: x": false,
		"fields: [{name: zone}]\nprimaryKey: zone":   false,
		"zone,revenue\nA,1\n":                        false,
		"":                                           false,
	} {
		if have := Looks([]byte(text)); have != want {
			t.Errorf("Looks(%q) is %v", text, have)
		}
	}
	for _, id := range indicators.List() {
		if text, _ := indicators.Open(id); Looks(text) {
			t.Errorf("the index %s looks like a scenario", id)
		}
	}
	for _, id := range indicators.Scenarios() {
		if text, _ := indicators.OpenScenario(id); !Looks(text) {
			t.Errorf("the scenario %s does not look like one", id)
		}
	}
}
