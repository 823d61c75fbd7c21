package revise

import (
	"testing"

	"zoneval/indicators"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/yamlfile/yamltest"
)

// TestTextOfEveryIndex: every index that we have, read and written by a scenario, gives the same numbers.
func TestTextOfEveryIndex(t *testing.T) {
	texts := map[string][]byte{}
	for _, id := range indicators.List() {
		texts[id], _ = indicators.Open(id)
	}
	for _, pattern := range []string{"../../testdata/index/good/*.yaml", "../../testdata/conformance/*.yaml", "../../testdata/conformance/textbook/*.yaml"} {
		for _, name := range yamltest.Fixtures(t, pattern) {
			texts[name], _ = yamltest.Fixture(t, name)
		}
	}
	for name, text := range texts {
		d, findings := index.NewDraft(name, text)
		if d == nil {
			t.Errorf("%s: %v", name, findings)
			continue
		}
		changed := 0
		checkText(t, &Revision{Index: d.Index, Before: d.Index, Scenario: asked(t), draft: d})
		for _, p := range Parts(d.Index) { // each weight a third more, where one can be set at all
			s := asked(t, p.ID()+" *=1.3")
			if r, _ := Index(d, s); r != nil {
				changed++
				checkSums(t, r)
				if changed < 6 {
					checkText(t, r)
				}
			}
		}
		if r, log := Index(d, asked(t, "method.ranking.round=3", "method.missing=zero")); r != nil {
			checkText(t, r)
		} else {
			checkWordsOnly(t, name, log.Findings())
		}
	}
}

func checkWordsOnly(t *testing.T, name string, findings diag.Findings) {
	t.Helper()
	if len(findings) == 0 {
		t.Errorf("%s: neither a revision nor a finding", name)
	}
	yamltest.CheckWords(t, name, nil, findings)
}
