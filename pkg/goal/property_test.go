package goal

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
)

// straight are steps of an indicator under which the score follows its values in a straight line; the zone may be alone at the
// worst of the column, and values beyond a goalpost or a cap may be idle.
var straight = []string{"", "", "", "", ", normalise: {minmax: {range: [1, 100]}}", ", normalise: {goalposts: {low: -5, high: 30}}", ", normalise: {goalposts: {low: 0, high: 60}}", ", normalise: {goalposts: {low: 10, high: 20, clamp: false}}",
	", normalise: none", ", normalise: distance-to-max", ", denominate: {by: people}", ", denominate: {ratio: {by: people, scale: 10}}, normalise: {goalposts: {low: 0, high: 30}}", ", whole: true", ", whole: true, denominate: {by: people}", ", max: 40.5", ", max: 41, denominate: {by: people}"}

// bending are steps of an indicator that bend it, or move others.
var bending = []string{"", "", "", ", normalise: zscore", ", normalise: rank", ", normalise: percentile-rank", ", transform: log", ", transform: reciprocal", ", normalise: {score-table: {points: [[2, 0], [10, 30], [40, 100]]}}", ", normalise: {minmax: {round: 1}}",
	", normalise: {goalposts: {low: 12, high: 25}}", ", normalise: fraction-of-max", ", normalise: vector", ", cap: 30", ", floor: 10", ", treat: percentile-cap", ", normalise: {categorical: {cuts: [10, 20], marks: [0, 50, 100]}}", ", whole: true", ", normalise: {distance-to-target: {target: 100}}"}

// question draws a zone that has a rank, a better rank, and what may be improved at what cost; false where no zone can ask.
func question(t *rapid.T, b base, a *ranking.Answer) (Options, bool) {
	var zones []int
	ranked := 0
	for i, r := range a.Result.Ranks {
		if r > 0 {
			ranked++
			zones = append(zones, i)
		}
	}
	o := Options{Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
	if o.Rank = int(a.Result.Ranks[o.Zone]) - rapid.IntRange(0, 5).Draw(t, "better"); o.Rank < 1 {
		o.Rank = 1
	}
	o.Qualitative = rapid.IntRange(0, 2).Draw(t, "qualitative") == 0
	o.Digits = rapid.SampledFrom([]int{0, 0, 6, 3, 2}).Draw(t, "digits")
	for _, in := range b.draft.Index.Indicators {
		open := in.Kind == index.Quantitative || o.Qualitative
		switch rapid.IntRange(0, 9).Draw(t, "word") {
		case 0:
			o.Lock = append(o.Lock, words(in.ID)...)
		case 1, 2, 3:
			if open {
				o.Costs = append(o.Costs, Cost{words(in.ID)[0], float64(rapid.IntRange(1, 40).Draw(t, "cost")) / 8})
			}
		}
	}
	return o, ranked > 1
}

func run(t *rapid.T, d drawn) (b base, g *Answer) {
	b = draw(t, d)
	a, _ := ranking.Run(b.draft.Index, b.table, ranking.Options{Alone: true, Values: true})
	if a == nil {
		return b, nil // nobody has a score
	}
	o, ok := question(t, b, a)
	if !ok {
		return b, nil
	}
	return b, b.ask(t, o)
}

// TestAdditive: where every value counts in a straight line, plans are exact, unless the zone is alone at the worst value of an
// indicator that is improved.
func TestAdditive(t *testing.T) {
	counts := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		methods := rapid.SampledFrom([][]string{nil, nil, {"missing: skip"}, {"missing: worst"}, {"missing: zero"}, {"missing: {skip: {min_coverage: 0.5}}"}, {"ranking: {round: 1}"}}).Draw(rt, "methods")
		b, g := run(rt, drawn{methods, straight, len(methods) > 0 && methods[0][0] == 'm', rapid.Bool().Draw(rt, "decimals")})
		if g == nil {
			return
		}
		b.keeps(rt, g)
		if g.Searched != "" && g.Searched != Rounding && !slices.ContainsFunc(g.Levers, func(l Lever) bool { return l.chord }) {
			rt.Fatalf("searched: %s", g.Searched)
		}
		counts[kindOf(g)]++
	})
	t.Log(counts)
}

// kindOf sorts answers for a log.
func kindOf(g *Answer) string {
	switch {
	case g.Rank <= g.Options.Rank:
		return "there already"
	case g.Searched == "" && g.Reached:
		return "exact"
	case g.Searched == "":
		return "impossible"
	}
	return fmt.Sprintf("searched, found %v", g.Reached)
}

// TestBent: whatever the steps of the indicators and the method, a plan does what it promises.
func TestBent(t *testing.T) {
	methods := [][]string{nil, nil, nil, {"missing: skip"}, {"missing: worst"}, {"missing: zero"}, {"missing: skip", "impute: mean"}, {"missing: skip", "impute: dimension-mean"}, {"missing: skip", "impute: {dimension-mean: {median: true}}"}, {"weights: entropy", "normalise: minmax"},
		{"aggregate: geometric", "normalise: {minmax: {range: [1, 100]}}"}, {"aggregate: {power: {p: 2}}", "normalise: {minmax: {range: [1, 100]}}"}, {"aggregate: minimum"}, {"aggregate: median"}, {"aggregate: topsis"}, {"aggregate: copeland"}, {"ranking: {round: 1}"}}
	counts := map[string]map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		method := rapid.SampledFrom(methods).Draw(rt, "methods")
		name, normals := "", bending
		if len(method) > 0 {
			if name = method[0]; name[:2] == "ag" || name[:2] == "we" {
				normals = []string{""}
			}
		}
		b, g := run(rt, drawn{method, normals, len(method) > 0 && method[0][0] == 'm', false})
		if g == nil {
			return
		}
		b.keeps(rt, g)
		if counts[name] == nil {
			counts[name] = map[string]int{}
		}
		counts[name][kindOf(g)]++
	})
	for name, c := range counts {
		t.Log(name, c)
	}
}
