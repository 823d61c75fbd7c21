package revise

import (
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/scenario"
	"zoneval/pkg/yamlfile/yamltest"
)

// checkFindings holds findings to one rule and text, and nothing to coming of them. Parts of the text are separated by |;
// several findings have a text each.
func checkFindings(t *testing.T, have diag.Findings, none bool, want ...string) {
	t.Helper()
	if !none {
		t.Error("a result beside findings")
	}
	if len(have) != len(want) {
		t.Fatalf("%d findings, expected %d:\n%v", len(have), len(want), have)
	}
	for i, f := range have {
		rule, parts, _ := strings.Cut(want[i], " ")
		text := f.String()
		for _, part := range strings.Split(parts, "|") {
			if f.Rule.ID != rule || !strings.Contains(text, part) {
				t.Errorf("%s\nexpected %s with %q", text, rule, part)
			}
		}
		if f.Place.File == "" {
			t.Errorf("no place: %s", text)
		}
	}
	yamltest.CheckWords(t, "findings", nil, have)
}

// TestFindings: scenarios that cannot be applied to an index, and what is said of them.
func TestFindings(t *testing.T) {
	own := strings.NewReplacer("name: Openness\n", "name: Openness\n    aggregate: harmonic\n", "name: {en: Innovation, zh: 创新能力}\n", "name: Innovation\n    aggregate: harmonic\n",
		"name: Green development\n", "name: Green development\n    aggregate: harmonic\n", "name: Energy\n", "name: Energy\n        aggregate: harmonic\n",
		"name: Air\n", "name: Air\n        aggregate: harmonic\n", "name: Demo\n", "name: Demo\naggregate: harmonic\n").Replace(demo)
	twins := strings.NewReplacer("name: Openness", "name: Exports", "name: Firms", "name: exports of firms", "name: Energy mix", "name: EXPORTS OF FIRMS").Replace(demo)
	for _, c := range []struct {
		name, text string
		asked      []string
		want       []string
	}{
		// selectors
		{"no part", demo, []string{"gren=30"}, []string{`scenario-selector gren=30: |"gren" matches no part of demo; did you mean "green"?`}},
		{"nothing alike", demo, []string{"zzzzzzz=30"}, []string{`scenario-selector "zzzzzzz" matches no part of demo; |zzzzzzz=30: `}},
		{"no pattern", demo, []string{"9.*=1"}, []string{`scenario-selector "9.*" matches no part of demo`}},
		{"a broken pattern", demo, []string{"[a=1"}, []string{`scenario-selector "[a" matches no part of demo`}},
		{"a pattern was meant", demo, []string{"1.*=2", "2*=1", "ex*=2"}, []string{`scenario-selector "ex" matches no part of demo; to set what matches "ex*", write a blank before the =; to multiply it, write ex**=`}},
		{"no kind", demo, []string{"kind:qualitativ=0"}, []string{`scenario-selector "kind:qualitativ" matches no part of demo; did you mean "qualitative"?`}},
		{"nothing like a kind", demo, []string{"kind:xyz=0"}, []string{`scenario-selector known here: quantitative, qualitative`}},
		{"no attribute", demo, []string{"unit:EUR=0"}, []string{`scenario-selector "unit:EUR" matches no part of demo; |known before a colon: kind, direction, and zone for values`}},
		{"a colon in a name", twins, []string{"R&D: spending=1"}, []string{`scenario-selector "R&D: spending" matches no part of demo; did you mean "R&D spending"?`}},
		{"none of the kind", small("", "1", "1"), []string{"direction:lower=0"}, []string{`scenario-selector "direction:lower" matches no part of small; every indicator has the other direction`}},
		{"no dimension", demo, []string{"opennes/fdi=1"}, []string{`scenario-selector "opennes/fdi" matches no part of demo; did you mean "openness"?`}},
		{"not in the dimension", demo, []string{"openness/patens=1"}, []string{`scenario-selector "openness/patens" matches no part of demo`}},
		{"in another dimension", demo, []string{"openness/rd=1"}, []string{`scenario-selector "openness/rd" matches no part of demo`}},
		{"inside an indicator", demo, []string{"rd/x=1"}, []string{`scenario-selector "rd/x" matches no part of demo; "rd" matches indicators, which have nothing inside`}},
		{"inside all indicators", demo, []string{"*/x=1"}, []string{`scenario-selector "*" matches indicators`}},
		{"two parts with a name", twins, []string{"Exports=5"}, []string{`scenario-selector "Exports" matches no part of demo; 2 parts are called that: name one by its id, openness, exports`}},
		{"two names but for the case", twins, []string{"Exports Of Firms=5"}, []string{`scenario-selector 2 parts are called that: name one by its id, firms, mix`}},
		{"an unknown lock", demo, []string{"green=30", "lock innovatoin"}, []string{`scenario-selector the lock "innovatoin" matches no part of demo; did you mean "innovation"?`}},
		{"an unknown lock and no weights", demo, []string{"zone:A/rd=1", "lock nothing_like_it"}, []string{`scenario-selector the lock "nothing_like_it" matches no part of demo`}},
		{"several", demo, []string{"gren=30", "inovation=1", "lock opennes"}, []string{`scenario-selector "gren"`, `scenario-selector "inovation"`, `scenario-selector the lock "opennes"`}},

		// contradictions
		{"two settings", demo, []string{"green=30", "green=25"}, []string{`scenario-contradiction "green=25" contradicts "green=30": both are of the weight of green; keep one of them|green=30: the other one`}},
		{"by two names", demo, []string{"rd=1", "1.1=2"}, []string{`scenario-contradiction "1.1=2" contradicts "rd=1"`}},
		{"a setting and a factor", demo, []string{"green=30", "green*=2"}, []string{`scenario-contradiction "green*=2" contradicts "green=30"`}},
		{"a factor and a difference", demo, []string{"rd*=2", "rd+=1"}, []string{`scenario-contradiction "rd+=1" contradicts "rd*=2"`}},
		{"a pattern and a part", demo, []string{"1.?=1", "patents=2"}, []string{`scenario-contradiction "patents=2" contradicts "1.?=1": both are of the weight of patents`}},
		{"set and locked", demo, []string{"green=30", "lock green"}, []string{`scenario-contradiction green is changed by "green=30", and locked; take one of them away`}},
		{"two methods", demo, []string{"method.aggregate=geometric", "method.aggregate=harmonic"}, []string{`scenario-contradiction "method.aggregate=harmonic" contradicts "method.aggregate=geometric": both are of method.aggregate`}},
		{"a step and a setting inside it", demo, []string{"method.ranking.round=2", "method.ranking={ties: min}"}, []string{`scenario-contradiction both are of method.ranking`}},
		{"a setting and its step", demo, []string{"method.aggregate=geometric", "method.aggregate.power.p=2"}, []string{`scenario-contradiction both are of method.aggregate`}},

		// weights that are not possible
		{"too much", demo, []string{"green=130"}, []string{`scenario-weights the weights set in the index sum to 130, and the whole is 100; set less; or --redistribute none`}},
		{"too much together", demo, []string{"green=60", "innovation=41"}, []string{`scenario-weights innovation=41: |the weights set in the index sum to 101, and the whole is 100`}},
		{"too much beside a lock", demo, []string{"green=60", "lock innovation"}, []string{`scenario-weights the weights set and locked (innovation) in the index sum to 110, and the whole is 100`}},
		{"too much in a group", demo, []string{"fdi=11"}, []string{`scenario-weights the weights set in openness sum to 11, and the whole is 10`}},
		{"too little, nothing left to pay", demo, []string{"green=10", "innovation=40", "openness=20"}, []string{`scenario-weights nothing is left to pay with: every weight in the index is set, and they sum to 70 of 100; leave one free`}},
		{"all locked but one", demo, []string{"rd=4", "lock patents", "lock firms"}, []string{`scenario-weights nothing is left to pay with: every weight in innovation is set or locked, and they sum to 9 of 10`}},
		{"by a pattern", demo, []string{"1.* =1"}, []string{`scenario-weights every weight in innovation is set, and they sum to 3 of 10`}},
		{"cannot pay its equal part", demo, []string{"rd=9.5", "equal"}, []string{`scenario-weights firms cannot pay its equal part: its weight of 2 would become -0.25; use --redistribute proportional, or lock firms`}},
		{"below 0", demo, []string{"green-=21"}, []string{`scenario-weights green would have the weight -1; weights are 0 or more`}},
		{"below 0, nobody pays", demo, []string{"green-=21", "none"}, []string{`scenario-weights green would have the weight -1`}},
		{"all zero", demo, []string{"rd=0", "patents=0", "firms=0", "none"}, []string{`scenario-weights all weights in innovation would be zero; leave one of them a weight, or set the weight of innovation to 0 instead`}},
		{"all zero at the top", demo, []string{"green=0", "innovation*=0", "openness=0", "none"}, []string{`scenario-weights all weights in the index would be zero; leave one of them a weight`}},
		{"alone", demo, []string{"pm=2"}, []string{`scenario-weights pm is alone in its group, so that its weight decides nothing; change the weight of air instead`}},
		{"computed", "method: {weights: equal}\n" + demo, []string{"green=30"}, []string{`scenario-weights the weights in the index are computed by equal, so that none can be set; add method.weights=given`}},
		{"computed from data", strings.Replace(demo, "weight: 50\n", "weight: 50\n    weights: entropy\n", 1), []string{"firms=3"}, []string{`scenario-weights the weights in innovation are computed by entropy`}},
		{"computed by the scenario", demo, []string{"green=30", "method.weights=equal"}, []string{`scenario-weights the weights in the index are computed by equal`}},
		{"a blend of what is computed", "method: {weights: {blend: {of: [equal, entropy]}}}\n" + demo, []string{"green=30"}, []string{`scenario-weights the weights in the index are computed by blend`}},
		{"a blend without data", "method: {weights: {blend: {of: [given, equal]}}}\n" + demo, []string{"green=30"}, []string{`scenario-weights the weights in the index are a blend, so that none can be set`}},
		{"each zone its own", "method: {aggregate: benefit-of-the-doubt}\n" + demo, []string{"green=30"}, []string{`scenario-weights every zone has its own weights in the index, so that none can be set; aggregate by another method`}},
		{"in several groups", demo, []string{"green=130", "fdi=11", "rd-=6"}, []string{`scenario-weights the weights set in the index`, `scenario-weights rd would have`, `scenario-weights in openness`}},

		// methods that are not possible, told of at the change
		{"no method", demo, []string{"method.aggregate=geometrc"}, []string{`index-method method.aggregate=geometrc: |did you mean "geometric"?`}},
		{"no step", demo, []string{"method.agregate=geometric"}, []string{`index-unknown-key method.agregate=geometric: |did you mean "aggregate"?`}},
		{"no setting", demo, []string{"method.aggregate={power: {q: 2}}"}, []string{`index-method method.aggregate={power: {q: 2}}: |power needs the setting "p"`, `index-method power has no setting "q"`}},
		{"a setting of another kind", demo, []string{"method.ranking.round=many"}, []string{`index-wrong-type method.ranking.round=many: |found text "many", expected a number`}},
		{"a setting of what is not there", "method: {aggregate: {power: {p: 2}}}\n" + demo, []string{"method.aggregate.geometric.p=2"}, []string{`index-wrong-type method.aggregate.geometric.p=2: |found a mapping of 2 keys, expected one method`}},
		{"null", demo, []string{"method.aggregate=~"}, []string{`index-wrong-type method.aggregate=~: |found no value`}},
		{"of one place only", demo, []string{"method.weights={ahp: {matrix: [[1, 2], [0.5, 1]]}}"}, []string{`index-method method.weights={ahp: |the matrix is 2 x 2, but demo has 3 parts`, `index-method innovation has 3 parts`, `index-method openness has 3 parts`}},
		{"nothing takes it over", own, []string{"method.aggregate=geometric"}, []string{`scenario-selector method.aggregate changes nothing: every part of demo states its own; change the parts in a copy of the index file`}},
		{"nothing takes its setting over", own, []string{"method.aggregate.power.p=2"}, []string{`scenario-selector method.aggregate.power.p changes nothing`}},
		{"nothing takes one of two over", own, []string{"method.aggregate=geometric", "method.normalise=zscore"}, []string{`scenario-selector method.aggregate=geometric: |method.aggregate changes nothing`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draft(t, c.text)
			before := fileOf(t, d)
			r, log := Index(d, asked(t, c.asked...))
			checkFindings(t, log.Findings(), r == nil, c.want...)
			if fileOf(t, d) != before {
				t.Error("the index itself was changed")
			}
		})
	}
}

// TestFindingsOfAFile stand at the line of the change, also those of a method.
func TestFindingsOfAFile(t *testing.T) {
	s := stated(t, "set:\n  - gren=30\n  - fdi=11\nlock: [nobody]\nmethod:\n  ranking: {round: 2}\n")
	r, log := Index(draft(t, demo), s)
	checkFindings(t, log.Findings(), r == nil, `scenario-selector test.yaml:2:5: |set[0]: "gren"`, `scenario-selector test.yaml:4:8: |lock[0]: the lock "nobody"`)
	s = stated(t, "set: [green=30]\nmethod:\n  aggregate: {power: {q: 2}}\n")
	r, log = Index(draft(t, demo), s)
	checkFindings(t, log.Findings(), r == nil, `index-method test.yaml:3:3: |method.aggregate: power needs the setting "p"`, `index-method test.yaml:3:3: |power has no setting "q"`)
}

// TestManyFindings: of a scenario that is all wrong the first are kept and the others counted.
func TestManyFindings(t *testing.T) {
	s := &scenario.Scenario{Redistribute: scenario.Proportional}
	for range 200 {
		s.Changes = append(s.Changes, asked(t, "nothing_like_it=1").Changes...)
	}
	r, log := Index(draft(t, demo), s)
	if r != nil || len(log.Findings()) != maxFindings || log.Dropped() != 200-maxFindings {
		t.Errorf("%d findings, %d dropped", len(log.Findings()), log.Dropped())
	}
}
