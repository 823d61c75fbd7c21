package revise

import (
	"strings"
	"testing"

	"zoneval/pkg/index"
)

// TestText: what a revised index says of itself.
func TestText(t *testing.T) {
	issued := strings.Replace(demo, "name: Demo\n", `name: {en: Demo, zh: 示范}
publisher: A ministry
issued: 2021-04-22
document: No. 106
note: {zh: 说明。}
expect: {indicators: 9}
tests: [{zone: A, rank: 1}]
`, 1)
	issued = "# yaml-language-server: $schema=x.json\n# The official text.\n" + issued
	issued = strings.Replace(issued, "weight: 5}", "weight: 5, note: Of the text., assumed: true}", 1)
	issued = strings.Replace(issued, "    weight: 20\n", "    weight: 20 # the ministry says so\n    # and this\n", 1)
	s := stated(t, "name: {en: Greener, zh: 更绿}\nset: [green=30, rd=6]\nlock: [firms]\nredistribute: equal\nmethod: {aggregate: {power: {p: 2}}}")
	r := revised(t, draft(t, issued), s)
	text, err := r.Text()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"# Written by zoneval whatif. A what-if index, which nobody published.\n# From: demo, SHA-256 " + r.Before.SHA256 + "\n# By: the scenario Greener: green=30, rd=6, method.aggregate={power: {p: 2}}, lock firms, redistribute equal\n# Scenario: test.yaml, SHA-256 " + s.SHA256 + "\n",
		"id: demo-test\nname: {en: 'Demo - what-if: Greener', zh: 示范——假设情景：更绿}\n",
		"weight: 30\n",
		"note: {en: The weight is of the scenario Greener; before it was 20., zh: 权重由情景“更绿”设定，原为 20。}\n",
		"weight: 6, note: {en: 'The weight is of the scenario Greener; before it was 5. In demo: Of the text.', zh: 权重由情景“更绿”设定，原为 5。}, assumed: [weight]}",
		"A what-if index, which nobody published: made from demo (No. 106) by the scenario Greener: green=30, rd=6, method.aggregate={power: {p: 2}}, lock firms, redistribute equal.",
		"demo 原说明：说明。",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for _, gone := range []string{"A ministry", "2021-04-22", "expect", "tests", "schema", "official text", "says so"} {
		if strings.Contains(string(text), gone) {
			t.Errorf("%q is in\n%s", gone, text)
		}
	}
}

// TestTextOfSums: a sum that is another one is stated and marked, and a group whose weights are shared by rule states all.
func TestTextOfSums(t *testing.T) {
	r := revised(t, draft(t, demo), asked(t, "green=30", "exports=5", "none"))
	text, err := r.Text()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"weights_sum: 110\nassumed: [weights_sum]\n",
		"weights_sum: 12\n",
		"The sum of the weights inside is of the scenario A test; before it was 10.",
		"{id: imports, code: \"2.3\", name: Imports, direction: higher, weight: 3, assumed: [weight], note: {en: The weight is of the scenario A test; before it was 3., zh: 权重由情景“A test”设定，原为 3。}}",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if r.Index.Root.WeightsSum != 110 || r.Index.Root.SumOrigin != index.Assumed || r.Index.Dims[1].WeightsSum != 12 || r.Index.Dims[1].SumOrigin != index.Assumed {
		t.Errorf("%+v", r.Index.Root)
	}
}

// TestTexts: the changes of a scenario as they are written, for people.
func TestTexts(t *testing.T) {
	s := stated(t, `set: [green=25, "zone:A/x*=2", method.ranking.round=2]
lock: [rd, "1.*"]
redistribute: none
method: {aggregate: {power: {p: 2}}, normalise: zscore}
zones: {drop: [A, B], keep: ["HT*"], merge: [{id: m, of: [C, D]}]}
`)
	want := "green=25; zone:A/x*=2; method.ranking.round=2; method.aggregate={power: {p: 2}}; method.normalise=zscore; lock rd; lock 1.*; drop A, B; keep HT*; merge C, D into m; redistribute none"
	if have := strings.Join(Texts(s), "; "); have != want {
		t.Errorf("%s\nexpected %s", have, want)
	}
}
