package revise

import (
	"strings"
	"testing"

	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
)

// TestWhy: each changed weight has its reason, and what a change selects is listed.
func TestWhy(t *testing.T) {
	r := revised(t, draft(t, demo), asked(t, "green=30", "1.[13]*=1.2", "none", "lock patents"))
	reasons := map[Why]string{Above: "above", Set: "set", Moved: "moved", Locked: "locked"}
	var have []string
	for _, c := range r.Weights {
		have = append(have, c.Part.ID()+" "+reasons[c.Why])
	}
	want := "innovation above, rd set, patents locked, firms set, openness above, fdi above, exports above, imports above, green set, energy above, use above, mix above, air above, pm above"
	if strings.Join(have, ", ") != want {
		t.Errorf("%s\nexpected %s", strings.Join(have, ", "), want)
	}
	if len(r.Matches) != 2 || len(r.Matches[0].Parts) != 1 || len(r.Matches[1].Parts) != 2 || r.Matches[1].Parts[1].ID() != "firms" || r.Matches[1].Change.Select != "1.[13]" {
		t.Errorf("%+v", r.Matches)
	}
	r = revised(t, draft(t, demo), asked(t, "green=30"))
	for _, c := range r.Weights {
		if id := c.Part.ID(); id == "innovation" && c.Why != Moved || id == "rd" && (c.Why != Above || c.ByScenario) {
			t.Errorf("%s: %+v", id, c)
		}
	}
}

// TestNothingOfTheIndex: where only values and zones change, the index is the same one, and locks are looked at all the same.
func TestNothingOfTheIndex(t *testing.T) {
	d := draft(t, demo)
	r := revised(t, d, asked(t, "zone:A/rd=5", "lock rd"))
	if r.Index != d.Index || r.Weights != nil || r.Matches != nil {
		t.Errorf("%+v", r)
	}
}

// TestMethods: steps of the scenario are those of the index, and parts that state their own keep them.
func TestMethods(t *testing.T) {
	own := strings.Replace(demo, "name: Openness\n", "name: Openness\n    aggregate: harmonic\n", 1)
	for _, c := range []struct {
		name, text string
		asked      []string
		check      func(x *index.Index) bool
	}{
		{"aggregate", own, []string{"method.aggregate=geometric"}, func(x *index.Index) bool {
			return x.Root.Aggregate.Name == "geometric" && x.Dims[0].Aggregate.Name == "geometric" && x.Dims[1].Aggregate.Name == "harmonic"
		}},
		{"with a setting", own, []string{"method.aggregate={power: {p: 2}}"}, func(x *index.Index) bool { return x.Root.Aggregate.Number("p", 0) == 2 }},
		{"with a setting by its path", own, []string{"method.aggregate.power.p=2"}, func(x *index.Index) bool { return x.Root.Aggregate.Number("p", 0) == 2 }},
		{"a setting of another method", "method: {aggregate: {power: {p: 3}}}\n" + demo, []string{"method.aggregate={power: {p: 2}}"}, func(x *index.Index) bool { return x.Root.Aggregate.Number("p", 0) == 2 }},
		{"one setting of several", "method: {ranking: {ties: min, round: 1}}\n" + demo, []string{"method.ranking.round=3"}, func(x *index.Index) bool { return x.Method.Ranking == index.Ranking{Ties: "min", Round: 3} }},
		{"nothing in the brackets", own, []string{"method.normalise={zscore: }"}, func(x *index.Index) bool { return x.Indicators[0].Normalise.Name == "zscore" }},
		{"several steps", own, []string{"method.aggregate=geometric", "method.normalise=zscore", "method.impute=median"}, func(x *index.Index) bool {
			return x.Root.Aggregate.Name == "geometric" && x.Indicators[0].Normalise.Name == "zscore" && x.Indicators[0].Impute.Name == "median"
		}},
		{"a call goes before a file", own, []string{"file: method.aggregate=geometric", "method.aggregate=harmonic"}, func(x *index.Index) bool { return x.Root.Aggregate.Name == "harmonic" }},
		{"to what it is", "method: {normalise: {minmax: {clamp: true}}}\n" + demo, []string{"method.normalise={minmax: {clamp: true}}"}, func(x *index.Index) bool { return x.Method.Normalise.Flag("clamp", false) }},
		{"the default, written out", demo, []string{"method.normalise=minmax"}, func(x *index.Index) bool { return x.Method.Normalise.Name == "minmax" }},
		{"beside weights", demo, []string{"method.aggregate=geometric", "green=30"}, func(x *index.Index) bool {
			return x.Root.Aggregate.Name == "geometric" && x.Dims[2].Weight.Value == 30
		}},
		{"min_indicators is of the whole index", demo, []string{"method.missing={skip: {min_indicators: 2}}"}, func(x *index.Index) bool { return x.Method.Missing.Number("min_indicators", 0) == 2 }},
		{"also where every part states what a missing value does", strings.NewReplacer("name: Openness\n", "name: Openness\n    missing: skip\n", "zh: 创新能力}\n", "zh: 创新能力}\n    missing: skip\n",
			"name: Green development\n", "name: Green development\n    missing: skip\n", "name: Energy\n", "name: Energy\n        missing: skip\n", "name: Air\n", "name: Air\n        missing: skip\n", "name: Demo\n", "name: Demo\nmissing: skip\n").Replace(demo),
			[]string{"method.missing={skip: {min_indicators: 2}}"}, func(x *index.Index) bool { return x.Method.Missing.Number("min_indicators", 0) == 2 }},
		{"equal weights", demo, []string{"method.weights=equal"}, func(x *index.Index) bool {
			return x.Dims[0].Weight.Share == 1./3 && x.Indicators[0].Weight.Share == 1./3 && x.Indicators[6].Weight.Share == 0.5
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := revised(t, draft(t, c.text), asked(t, c.asked...)); !c.check(r.Index) {
				t.Errorf("%s", numbersOf(r.Index))
			}
		})
	}
	s := stated(t, "method: {aggregate: {geometric: }, ranking: {round: 2}}\nset: [method.normalise=zscore, method.impute=median]")
	if r := revised(t, draft(t, own), s); r.Index.Root.Aggregate.Name != "geometric" || r.Index.Method.Ranking.Round != 2 || r.Index.Method.Normalise.Name != "zscore" {
		t.Errorf("%s", numbersOf(r.Index))
	}
}

// TestWeightsFromData: what is not known before there are data is listed, for those who have data.
func TestWeightsFromData(t *testing.T) {
	d := draft(t, strings.Replace(demo, "weight: 50\n", "weight: 50\n    weights: entropy\n", 1))
	r := revised(t, d, asked(t, "green=30"))
	var ids []string
	for _, c := range r.Weights {
		ids = append(ids, c.Part.ID())
	}
	if have := strings.Join(ids, " "); have != "innovation rd patents firms openness fdi exports imports green energy use mix air pm" {
		t.Errorf("changed: %s", have)
	}
}

// TestScenarioIsNotChanged: a scenario can be applied to one index after the other.
func TestScenarioIsNotChanged(t *testing.T) {
	s := asked(t, "green-=5", "rd*=1.5", "patents=1")
	before := make([]string, len(s.Changes))
	for i, c := range s.Changes {
		before[i] = c.Amount.RatString()
	}
	first := numbersOf(revised(t, draft(t, demo), s).Index)
	for i, c := range s.Changes {
		if c.Amount.RatString() != before[i] {
			t.Errorf("%s has the amount %s", c.Text, c.Amount.RatString())
		}
	}
	if again := numbersOf(revised(t, draft(t, demo), s).Index); again != first {
		t.Errorf("applied again it gives\n%s\nand first\n%s", again, first)
	}
	if have := strings.Join(Texts(&scenario.Scenario{Changes: s.Changes}), " "); have != "green-=5 rd*=1.5 patents=1" {
		t.Errorf("%s", have)
	}
}

// TestRevisedAgain: one scenario after the other gives what both give at once, where they are of different groups.
func TestRevisedAgain(t *testing.T) {
	d := draft(t, demo)
	first := revised(t, d, asked(t, "green=30", "method.aggregate=geometric"))
	again, err := first.Draft().Text("")
	if err != nil {
		t.Fatal(err)
	}
	second := revised(t, first.Draft(), asked(t, "rd=6", "method.normalise=zscore"))
	both := revised(t, d, asked(t, "green=30", "method.aggregate=geometric", "rd=6", "method.normalise=zscore"))
	if a, b := numbersOf(second.Index), numbersOf(both.Index); a != b {
		t.Errorf("one after the other\n%s\nand at once\n%s", a, b)
	}
	if second.Before != first.Index || second.Before.ID != "demo" || !strings.Contains(string(again), "weight: 30") {
		t.Errorf("%s", again)
	}
	if same := revised(t, d, asked(t, "zone:A/rd=1")).Draft(); numbersOf(same.Index) != numbersOf(d.Index) {
		t.Error("the draft of a revision that changes nothing is another one")
	}
}
