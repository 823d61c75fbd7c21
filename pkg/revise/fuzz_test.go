package revise

import (
	"testing"

	"zoneval/indicators"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/yamlfile/yamltest"
)

// FuzzText holds for every index file and every change that can be applied to it: no crash, the index itself stays, groups
// keep their sums, and what is written reads the same to the last bit.
func FuzzText(f *testing.F) {
	for _, id := range indicators.List() {
		text, _ := indicators.Open(id)
		f.Add(text, "*=1.5")
	}
	for _, name := range yamltest.Fixtures(f, "../../testdata/index/good/*.yaml") {
		text, _ := yamltest.Fixture(f, name)
		f.Add(text, "*=0.3")
	}
	f.Add([]byte(demo), "=0.1234567890123456")
	f.Add([]byte(small("# a comment\n    note: >-\n      one\n\n      two", "1", "1", "1", "")), "-=1e-9")
	f.Fuzz(func(t *testing.T, data []byte, change string) {
		d, _ := index.NewDraft("x.yaml", data)
		if d == nil {
			return
		}
		before := numbersOf(d.Index)
		for i, p := range Parts(d.Index) {
			if i > 3 {
				break
			}
			c, finding := scenario.ParseChange(p.ID()+" "+change, diag.Place{File: "--set"})
			if finding != nil || c.Kind != scenario.Weight {
				return
			}
			s := &scenario.Scenario{ID: "set", Name: scenario.Text{En: "Fuzz"}, Changes: []scenario.Change{c}, Redistribute: scenario.Redistribution(scenario.Redistributions[i%3])}
			r, log := Index(d, s)
			if numbersOf(d.Index) != before {
				t.Fatal("the index itself was changed")
			}
			if r == nil {
				if len(log.Findings()) == 0 {
					t.Fatal("neither a revision nor a finding")
				}
				continue
			}
			checkSums(t, r)
			checkText(t, r)
		}
	})
}
