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
		{"missing fails", "", "a, direction: higher", `test.csv:3:2: error value-missing: zone "z1", a: the value is missing`, []float64{1, nan, 3}},
		{"log of zero", "", "a, direction: higher, transform: log", `test.yaml:8:57: error score-method: dimensions.all.indicators[0].transform: a: the logarithm of 0 does not exist: zone "z0"`, []float64{0, 1}},
		{"log of a negative", "", "a, direction: higher, transform: log", `the logarithm of -4 does not exist`, []float64{1, -4}},
		{"geometric zero", "method: {aggregate: geometric}", "a, direction: higher", `test.yaml:3:21: error score-method: method.aggregate: all: the geometric mean needs values above 0: zone "z0" has 0 in a`, []float64{0, 1}},
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
