package score

import (
	"math"
	"strings"
	"testing"

	"zoneval/pkg/aggregate"
	"zoneval/pkg/method"
	"zoneval/pkg/transform"
	"zoneval/pkg/weigh"
)

// TestCatalogue holds the catalogue and the code together: what can be written can be computed, and the other way.
func TestCatalogue(t *testing.T) {
	have := map[method.Step]map[string]bool{
		method.Normalise: keys(normalisers), method.Aggregate: set(aggregate.Names()), method.Transform: set(transform.Names(), "none"),
		method.Weights: set(weigh.Names(), "given", "ahp", "blend"),
	}
	for _, s := range method.All() {
		impl, computed := have[s.Step]
		if computed && !impl[s.Name] {
			t.Errorf("%s %s is in the catalogue and not computed", s.Step, s.Name)
		}
		delete(impl, s.Name)
		for what, text := range map[string]string{"brief": s.Brief, "formula": s.Formula, "range": s.Range, "missing": s.Missing, "constant": s.Constant, "negative": s.Negative, "source": s.Source} {
			if text == "" {
				t.Errorf("%s %s has no %s", s.Step, s.Name, what)
			}
		}
	}
	for step, left := range have {
		for name := range left {
			t.Errorf("%s %s is computed and not in the catalogue", step, name)
		}
	}
}

func set(names []string, more ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range append(names, more...) {
		out[n] = true
	}
	return out
}

func keys[V any](m map[string]V) map[string]bool {
	out := map[string]bool{}
	for k := range m {
		out[k] = true
	}
	return out
}

// TestNormalise has one indicator a case; expected values are worked out by hand from the formulas in package method.
func TestNormalise(t *testing.T) {
	in := func(v ...float64) []float64 { return v }
	for _, c := range []struct {
		name, head, indicator string
		values, want          []float64
		finding               string
	}{
		{"minmax", "", "a, direction: higher", in(2, 4, 3), in(0, 100, 50), ""},
		{"minmax lower", "", "a, direction: lower", in(2, 4, 3), in(100, 0, 50), ""},
		{"minmax range", "method: {normalise: {minmax: {range: [1, 100]}}}", "a, direction: higher", in(0, 10, 5), in(1, 100, 50.5), ""},
		{"minmax scale", "scale: 1", "a, direction: higher", in(0, 10, 5), in(0, 1, 0.5), ""},
		{"minmax missing", "method: {missing: skip}", "a, direction: higher", in(2, nan, 4), in(0, nan, 100), ""},
		{"minmax worst", "method: {missing: worst}", "a, direction: higher", in(2, nan, 4), in(0, 0, 100), ""},
		{"minmax constant", "", "a, direction: higher", in(7, 7, 7), in(50, 50, 50), "score-constant"},
		{"minmax constant in a range", "method: {normalise: {minmax: {range: [1, 4]}}}", "a, direction: lower", in(7, 7), in(2.5, 2.5), "score-constant"},
		{"minmax constant beside a gap", "method: {missing: skip}", "a, direction: higher", in(7, nan), in(50, nan), "score-constant"},
		{"one zone is no constant column", "", "a, direction: higher", in(7), in(50), "score-alone"},
		{"goalposts", "scale: 1", "a, direction: higher, normalise: {goalposts: {low: 20, high: 85}}", in(20, 85, 52.5, 10, 90), in(0, 1, 0.5, 0, 1), ""},
		{"goalposts lower", "scale: 1", "a, direction: lower, normalise: {goalposts: {low: 0, high: 100}}", in(1, 50, 120), in(0.99, 0.5, 0), ""},
		{"goalposts free", "scale: 1", "a, direction: higher, normalise: {goalposts: {low: 0, high: 10, clamp: false}}", in(-5, 15), in(-0.5, 1.5), ""},
		{"goalposts log", "scale: 1", "a, direction: higher, transform: log, normalise: {goalposts: {low: 1, high: 100}}", in(1, 10, 100), in(0, 0.5, 1), ""},
		{"goalposts worst", "scale: 1\nmethod: {missing: worst}", "a, direction: higher, normalise: {goalposts: {low: 0, high: 10}}", in(nan, 5), in(0, 0.5), ""},
		{"goalposts free worst", "scale: 100\nmethod: {missing: worst}", "a, direction: higher, normalise: {goalposts: {low: 10, high: 20, clamp: false}}", in(0, nan, 15), in(-100, -100, 50), ""},
		{"cap", "scale: 1", "a, direction: higher, cap: 18, normalise: {goalposts: {low: 0, high: 18}}", in(9, 18, 25), in(0.5, 1, 1), ""},
		{"cap before minmax", "", "a, direction: higher, cap: 10", in(0, 5, 1000), in(0, 50, 100), ""},
		{"minmax log", "", "a, direction: higher, transform: log", in(1, 10, 100), in(0, 50, 100), ""},
		{"none", "method: {normalise: none}", "a, direction: higher", in(3, -2, 7), in(3, -2, 7), ""},
		{"none lower", "method: {normalise: none}", "a, direction: lower", in(3, -2, 7), in(-3, 2, -7), ""},
		{"none worst", "method: {normalise: none, missing: worst}", "a, direction: higher", in(3, nan, 7), in(3, 3, 7), ""},
		{"none worst lower", "method: {normalise: none, missing: worst}", "a, direction: lower", in(3, nan, 7), in(-3, -7, -7), ""},
		{"zscore", "method: {normalise: zscore}", "a, direction: higher", in(1, 2, 6), in(-2/math.Sqrt(7), -1/math.Sqrt(7), 3/math.Sqrt(7)), ""}, // mean 3, squares 4+1+9 over 2
		{"zscore lower", "method: {normalise: {zscore: {mean: 100, sd: 10}}, missing: skip}", "a, direction: lower", in(1, 2, nan, 6), in(100+20/math.Sqrt(7), 100+10/math.Sqrt(7), nan, 100-30/math.Sqrt(7)), ""},
		{"zscore population", "method: {normalise: {zscore: {population: true}}, missing: worst}", "a, direction: higher", in(1, 2, nan, 6), in(-2/math.Sqrt(14./3), -1/math.Sqrt(14./3), -2/math.Sqrt(14./3), 3/math.Sqrt(14./3)), ""},
		{"zscore of small values", "method: {normalise: zscore}", "a, direction: higher", in(1e-170, 2e-170, 3e-170), in(-1, 0, 1), ""},
		{"zscore of large values", "method: {normalise: zscore}", "a, direction: higher", in(1e154, 2e154, 3e154), in(-1, 0, 1), ""},
		{"zscore of a spread that no double has", "method: {normalise: {zscore: {mean: 5}}}", "a, direction: higher", in(0, 0, 0, 0, 0, 0, 0, 5e-324), in(5, 5, 5, 5, 5, 5, 5, 5), ""},
		{"zscore constant", "method: {normalise: {zscore: {mean: 5}}}", "a, direction: higher", in(7, 7), in(5, 5), "score-constant"},
		{"rank", "method: {normalise: rank, missing: skip}", "a, direction: higher", in(5, 1, nan, 5, 9), in(2, 1, nan, 2, 4), ""},
		{"rank ties", "method: {normalise: {rank: {ties: average}}}", "a, direction: higher", in(5, 1, 5, 9), in(2.5, 1, 2.5, 4), ""},
		{"rank lower", "method: {normalise: {rank: {ties: max}}}", "a, direction: lower", in(5, 1, 5, 9), in(3, 4, 3, 1), ""},
		{"borda", "method: {normalise: borda, missing: worst}", "a, direction: higher", in(5, nan, 1, 5, 9), in(1, 0, 0, 1, 3), ""},
		{"percentile-rank", "method: {normalise: percentile-rank, missing: skip}", "a, direction: lower", in(5, 1, nan, 9), in(50, 100, nan, 0), ""},
		{"distance-to-max", "method: {normalise: distance-to-max}", "a, direction: lower", in(2, 4, 3), in(100, 0, 50), ""},
		{"distance-to-reference", "method: {normalise: {distance-to-reference: {zone: z1}}}", "a, direction: higher", in(2, 6, 10), in(0, 100, 200), ""},
		{"distance-to-reference cap", "method: {normalise: {distance-to-reference: {zone: z1, cap: true}}}", "a, direction: lower", in(2, 6, 10), in(100, 100, 0), ""},
		{"distance-to-reference constant", "method: {normalise: {distance-to-reference: {zone: z1}}}", "a, direction: higher", in(2, 2), in(100, 100), "score-constant"},
		{"distance-to-reference missing", "method: {missing: skip, normalise: {distance-to-reference: {zone: z1}}}", "a, direction: higher", in(2, nan), in(nan, nan), "warning score-reference"},
		{"distance-to-target", "method: {normalise: {distance-to-target: {target: 12}}}", "a, direction: higher", in(2, 4, 22), in(0, 20, 200), ""},
		{"distance-to-target cap", "method: {normalise: {distance-to-target: {target: 4, cap: true}}}", "a, direction: lower", in(12, 8, 2), in(0, 50, 100), ""},
		{"distance-to-target log", "method: {normalise: {distance-to-target: {target: 1000}}, transform: log10}", "a, direction: higher", in(10, 100, 1000), in(0, 50, 100), ""},
		{"fraction-of-max", "method: {normalise: fraction-of-max, missing: worst}", "a, direction: higher", in(5, nan, 10), in(50, 0, 100), ""},
		{"fraction-of-max below zero", "method: {normalise: fraction-of-max, missing: worst}", "a, direction: higher", in(-5, nan, 10), in(-50, -50, 100), ""},
		{"fraction-of-max lower", "method: {normalise: fraction-of-max}", "a, direction: lower", in(5, 2, 10), in(40, 100, 20), ""},
		{"categorical", "method: {missing: worst}", "a, direction: higher, normalise: {categorical: {cuts: [10, 20], marks: [0, 60, 100]}}", in(9.9, 10, nan, 20, 25), in(0, 60, 0, 100, 100), ""},
		{"categorical percentiles", "", "a, direction: higher, normalise: {categorical: {cuts: [50], marks: [1, 2], percentiles: true}}", in(1, 2, 3, 4), in(1, 1, 2, 2), ""},
		{"categorical percentiles, a cut that is a value", "", "a, direction: higher, normalise: {categorical: {cuts: [50], marks: [1, 2], percentiles: true}}", in(1, 2, 3), in(1, 2, 2), ""},
		{"vector of zeros", "method: {normalise: vector}", "a, direction: higher", in(0, 0), in(0, 0), "score-constant"},
		{"none worst of nothing", "method: {normalise: none, missing: worst}", "a, direction: higher", in(nan, nan), in(0, 0), "score-no-data"},
		{"zscore worst of nothing", "method: {normalise: zscore, missing: worst}", "a, direction: higher", in(nan, nan), in(0, 0), "score-no-data"},
		{"score-table", "method: {missing: worst}", "a, direction: lower, normalise: {score-table: {points: [[0, 100], [5, 60], [10, 0]]}}", in(-1, 2.5, 5, nan, 9, 11), in(100, 80, 60, 0, 12, 0), ""},
		{"vector", "method: {normalise: vector, missing: skip}", "a, direction: higher", in(3, nan, 4), in(0.6, nan, 0.8), ""},
		{"vector lower", "method: {normalise: vector, missing: worst}", "a, direction: lower", in(3, nan, 4), in(-0.6, -0.8, -0.8), ""},
		{"vector large", "method: {normalise: vector}", "a, direction: higher", in(3e300, 4e300), in(0.6, 0.8), ""},
		{"round", "method: {normalise: {minmax: {round: 1}}}", "a, direction: higher", in(0, 1, 3), in(0, 33.3, 100), ""},
		{"zero", "method: {missing: zero, normalise: {minmax: {range: [1, 100]}}}", "a, direction: higher", in(2, nan, 4), in(1, 0, 100), ""},
		{"transform cap", "method: {transform: {cap: {value: 10}}}", "a, direction: higher", in(0, 5, 1000), in(0, 50, 100), ""},
		{"no data", "method: {missing: skip}", "a, direction: higher", in(nan, nan), in(nan, nan), "score-no-data"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := make([][]float64, len(c.values))
			for i, v := range c.values {
				rows[i] = in(v)
			}
			m, _, findings := run(t, parse(t, flat(c.head, c.indicator)), table(rows...), Options{})
			if m == nil {
				t.Fatal(findings)
			}
			if !near(m.Norm, c.want) {
				t.Errorf("got %v, want %v", m.Norm, c.want)
			}
			if c.finding != "score-constant" && strings.Contains(findings, "score-constant") || !strings.Contains(findings, c.finding) {
				t.Errorf("findings: %s\nwant %q", findings, c.finding)
			}
		})
	}
}

func TestValuesThatAMethodCannotTake(t *testing.T) {
	for _, c := range []struct {
		name, head, indicator, want string
		values                      []float64
	}{
		{"missing fails", "", "a, direction: higher", `test.csv:3:2: error missing-required zone "z1", column "a": the value is missing`, []float64{1, nan, 3}},
		{"log of zero", "", "a, direction: higher, transform: log", `test.yaml:8:57: error score-method dimensions.all.indicators[0].transform: a: the logarithm of 0 does not exist: zone "z0"`, []float64{0, 1}},
		{"log of a negative", "", "a, direction: higher, transform: log", `the logarithm of -4 does not exist`, []float64{1, -4}},
		{"geometric zero", "method: {aggregate: geometric}", "a, direction: higher", `test.yaml:3:21: error score-method method.aggregate: all: the geometric mean needs values above 0: zone "z0" has 0 in a`, []float64{0, 1}},
		{"reference is the worst", "method: {normalise: {distance-to-reference: {zone: z0}}}", "a, direction: higher", `the reference zone is the worst of all, so no distance to it can be measured: zone "z0" has 1`, []float64{1, 2}},
		{"reference is not there", "method: {normalise: {distance-to-reference: {zone: Z1}}}", "a, direction: higher", `test.yaml:3:52: error score-method method.normalise.distance-to-reference.zone: the reference zone "Z1" is not among the zones that are scored; did you mean "z1"?`, []float64{1, 2}},
		{"reference has no value", "method: {missing: worst, normalise: {distance-to-reference: {zone: z1}}}", "a, direction: higher", `the reference zone "z1" has no value`, []float64{1, nan, 2}},
		{"target is the minimum", "", "a, direction: higher, normalise: {distance-to-target: {target: 1}}", `test.yaml:8:57: error score-method dimensions.all.indicators[0].normalise: a: the target is no better than the worst zone: zone "z0" has 1`, []float64{1, 2}},
		{"target is the maximum", "", "a, direction: lower, normalise: {distance-to-target: {target: 2}}", `the target is no better than the worst zone: zone "z1" has 2`, []float64{1, 2}},
		{"fraction of nothing", "method: {normalise: fraction-of-max}", "a, direction: higher", `needs a best value above 0: zone "z1" has 0`, []float64{-1, 0}},
		{"fraction of nothing, lower", "method: {normalise: fraction-of-max}", "a, direction: lower", `needs a best value above 0: zone "z0" has -1`, []float64{-1, 3}},
		{"too large", "method: {normalise: none}", "a, direction: higher", `the normalised value is too large to compute with: zone "z1" has 2e+200`, []float64{1, 2e200}},
		{"too far apart", "", "a, direction: higher", "too far apart", []float64{-math.MaxFloat64, math.MaxFloat64}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := make([][]float64, len(c.values))
			for i, v := range c.values {
				rows[i] = []float64{v}
			}
			_, r, findings := run(t, parse(t, flat(c.head, c.indicator)), table(rows...), Options{})
			if r != nil || !strings.Contains(findings, c.want) {
				t.Errorf("result %v, findings:\n%s\nwant %s", r != nil, findings, c.want)
			}
		})
	}
}

// TestFindingsAreCapped: a column of gaps is fifty findings and a count, not a million lines.
func TestFindingsAreCapped(t *testing.T) {
	rows := make([][]float64, 80)
	for i := range rows {
		rows[i] = []float64{nan, nan}
	}
	m, log := Prepare(parse(t, flat("", "a, direction: higher", "b, direction: higher")), table(rows...), nil, Options{})
	if m != nil || len(log.Findings()) != 50 || log.Dropped() != 110 {
		t.Errorf("kept %d, dropped %d", len(log.Findings()), log.Dropped())
	}
}

func TestNoZones(t *testing.T) {
	if m, log := Prepare(parse(t, flat("", "a, direction: higher")), table([]float64{1}), []int32{}, Options{}); m != nil || !log.HasErrors() {
		t.Error("ranking nothing is not an error")
	}
}
