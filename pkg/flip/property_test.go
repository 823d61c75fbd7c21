package flip

import (
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/ranking"
)

// additive are methods of an index whose lead is linear where nothing is missing.
var additive = [][]string{nil, {"ranking: {round: 1}"}, {"missing: skip"}, {"missing: worst"}, {"missing: zero"}}

// TestAdditive: where nothing is missing, or what is missing is filled in, the answer is exact.
func TestAdditive(t *testing.T) {
	level, none, already := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		methods := rapid.SampledFrom(additive).Draw(rt, "methods")
		fills := len(methods) == 1 && (methods[0] == "missing: worst" || methods[0] == "missing: zero")
		b := draw(rt, drawn{methods, normals, fills, rapid.Bool().Draw(rt, "decimals")})
		a := b.ranked(rt)
		o, ok := options(rt, b, a)
		if !ok {
			return
		}
		f, log := Run(b.draft, b.table, a, o)
		if f == nil {
			if len(log.Findings()) != 1 || !alone(log.Findings()[0].Message) {
				rt.Fatalf("%v", log.Findings())
			}
			return
		}
		if rapid.Bool().Draw(rt, "hold") {
			o.Lock, o.Bounds = held(rt, f)
			f = b.ask(rt, o)
		}
		if f.Searched != "" {
			rt.Fatalf("searched: %s", f.Searched)
		}
		b.keeps(rt, f)
		switch {
		case f.Level:
			already++
		case f.After != nil:
			level++
		default:
			none++
		}
	})
	t.Logf("%d level, %d cannot be, %d are already", level, none, already)
}

// curved are methods under which the lead is no linear function of the weights.
var curved = [][]string{{"aggregate: geometric", "normalise: {minmax: {range: [1, 100]}}"}, {"aggregate: harmonic", "normalise: {minmax: {range: [1, 100]}}"}, {"aggregate: {power: {p: 2}}"}, {"aggregate: minimum"}, {"aggregate: median"},
	{"aggregate: topsis"}, {"aggregate: vikor"}, {"aggregate: copeland"}, {"aggregate: {promethee2: {preference: v-shape, p: 10}}"}, {"aggregate: mazziotta-pareto", "normalise: {minmax: {range: [70, 130]}}"}}

// TestCurved: what a search finds does what it promises.
func TestCurved(t *testing.T) {
	found, none, already := map[string]int{}, map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		methods := rapid.SampledFrom(curved).Draw(rt, "methods")
		b := draw(rt, drawn{methods, []string{""}, false, rapid.Bool().Draw(rt, "decimals")})
		a := b.ranked(rt)
		o, ok := options(rt, b, a)
		if !ok {
			return
		}
		f, log := Run(b.draft, b.table, a, o)
		if f == nil {
			if len(log.Findings()) != 1 || !alone(log.Findings()[0].Message) {
				rt.Fatalf("%v", log.Findings())
			}
			return
		}
		b.keeps(rt, f)
		if name := b.draft.Index.Root.Aggregate.Name; !f.Level && f.Searched != name {
			rt.Fatalf("searched %q under %s", f.Searched, name)
		}
		switch {
		case f.Level:
			already++
		case f.After != nil:
			found[methods[0]]++
		default:
			none[methods[0]]++
		}
	})
	t.Logf("found %v, not found %v, already %d", found, none, already)
}

// TestGaps: zones that lack values under skip are level when the answer says so, found or proven.
func TestGaps(t *testing.T) {
	var exact, found, none, impossible int
	rapid.Check(t, func(rt *rapid.T) {
		methods := rapid.SampledFrom([][]string{{"missing: skip"}, {"missing: {skip: {min_coverage: 0.5}}"}, {"missing: {skip: {min_coverage: 0.5}}"}}).Draw(rt, "methods")
		b := draw(rt, drawn{methods, []string{"", "", ", normalise: {goalposts: {low: 5, high: 25}}"}, true, false})
		a, _ := ranking.Run(b.draft.Index, b.table, ranking.Options{Alone: true, Values: true})
		if a == nil {
			return // nobody has a score
		}
		o, ok := options(rt, b, a)
		if !ok {
			return
		}
		f, log := Run(b.draft, b.table, a, o)
		if f == nil {
			if len(log.Findings()) != 1 || !alone(log.Findings()[0].Message) {
				rt.Fatalf("%v", log.Findings())
			}
			return
		}
		if rapid.Bool().Draw(rt, "hold") {
			o.Lock, o.Bounds = held(rt, f)
			f = b.ask(rt, o)
		}
		b.keeps(rt, f)
		switch {
		case f.After != nil && f.Searched == "":
			exact++
		case f.After != nil:
			found++
		case f.Searched == "":
			impossible++
		default:
			none++
		}
	})
	t.Logf("%d exact, %d found, %d impossible, %d not found", exact, found, impossible, none)
}
