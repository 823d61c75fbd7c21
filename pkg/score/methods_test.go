package score

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/index"
	"zoneval/pkg/method"
	"zoneval/pkg/zone"
)

// settings are what methods need before they can be stated; others take none, or have defaults.
var settings = map[string]string{
	"goalposts": "{low: 0, high: 100}", "distance-to-reference": "{zone: best}", "distance-to-target": "{target: 1000}", "categorical": "{cuts: [20, 60], marks: [1, 2, 3]}",
	"score-table": "{points: [[0, 1], [50, 60], [100, 100]]}", "power": "{p: 2}", "blend": "{of: [given, entropy]}", "ahp": "{matrix: [[1, 3, 2], [1/3, 1, 1/2], [1/2, 2, 1]]}",
	"promethee2": "{preference: v-shape, p: 10}", "group-mean": "{by: type}", "group-median": "{by: type}", "constant": "{value: 30}", "cap": "{value: 50}", "floor": "{value: 10}", "ratio": "{by: d}",
	"availability": "{min_share: 0.5}", "logit": "{whole: 1000}",
}

// withMethod is an index of so many dimensions of so many indicators that takes one method; the others suit it.
func withMethod(t testing.TB, m method.Spec, dims, per int) *index.Index {
	t.Helper()
	steps := map[method.Step]string{method.Normalise: "{minmax: {range: [1, 100]}}", method.Missing: "skip"}
	stated := m.Name
	if s := settings[m.Name]; s != "" {
		stated = "{" + m.Name + ": " + s + "}"
	}
	if m.Step == method.Aggregate || m.Step == method.Weights {
		steps[method.Missing] = "worst"
	}
	if m.Name == "mazziotta-pareto" { // as its authors do, since penalties can bring a dimension below 0
		steps[method.Normalise] = "{minmax: {range: [70, 130]}}"
	}
	steps[m.Step] = stated
	var head []string
	for _, step := range method.Steps() {
		if s := steps[step]; s != "" && !(step == method.Weights && m.Name == "ahp") {
			head = append(head, fmt.Sprintf("%s: %s", step, s))
		}
	}
	directions := []string{"higher", "lower", "higher"}
	if slices.Contains([]string{"distance-to-target", "categorical", "score-table"}, m.Name) { // their settings say what is better
		directions[1] = "higher"
	}
	body := "denominators: [{id: d, name: D}]\nmethod: {" + strings.Join(head, ", ") + "}\ndimensions:\n"
	for d := range dims {
		body += fmt.Sprintf("  - id: d%d\n    name: D%d\n    weight: %d\n", d, d, 100/dims)
		if m.Name == "ahp" {
			body += "    weights: " + stated + "\n"
		}
		body += "    indicators:\n"
		for i := range per {
			body += fmt.Sprintf("      - {id: i%d_%d, name: I%d.%d, direction: %s, weight: %d}\n", d, i, d, i, directions[i%3], i+1)
		}
	}
	return parse(t, body)
}

// methodTable draws zones with values that every method takes: above 0, one zone that is better than all, and one that is
// worse than it, so that every part tells some zones apart.
func methodTable(t *rapid.T) *zone.Table {
	rows := [][]float64{{90, 5, 90, 90, 5, 90, 2}, {6, 80, 6, 6, 80, 6, 2}}
	for range rapid.IntRange(3, 8).Draw(t, "zones") {
		row := make([]float64, 7)
		for j := range row {
			row[j] = float64(rapid.IntRange(12, 160).Draw(t, "v")) / 2
			if j < 6 && rapid.IntRange(0, 9).Draw(t, "gap") == 0 {
				row[j] = nan
			}
		}
		rows = append(rows, row)
	}
	tab := table(rows...)
	tab.IDs[0] = "best"
	tab.Type = zone.Attribute{Values: []string{"", "x", "y"}, Codes: make([]uint32, len(rows))}
	for i := range rows {
		tab.Type.Codes[i] = uint32(1 + i%2)
	}
	return tab
}

// TestEveryMethod: whatever the method, the order of the zones in the data orders nothing but the last bits, the number of
// goroutines not even these, no result is infinite, and a zone that is evaluated alone has the score that it has among all.
func TestEveryMethod(t *testing.T) {
	for _, m := range method.All() {
		if m.Step == method.Preference || m.Step == method.Ties || m.Name == "previous-year" || m.Name == "linear" || m.Name == "fail" {
			continue
		}
		t.Run(string(m.Step)+" "+m.Name, func(t *testing.T) {
			x := withMethod(t, m, 2, 3)
			rapid.Check(t, func(rt *rapid.T) {
				tab := methodTable(rt)
				model, log := Prepare(x, tab, nil, Options{Workers: 1})
				if model == nil {
					rt.Fatal(lines(log))
				}
				r, log := model.Score()
				if r == nil {
					rt.Fatal(lines(log))
				}
				again := mustRun(rt, x, tab, nil, 4)
				if !same(again.Scores, r.Scores) || !slices.Equal(again.Ranks, r.Ranks) {
					rt.Fatalf("four goroutines: %v, one: %v", again.Scores, r.Scores)
				}
				rows := make([]int32, tab.Rows)
				for i := range rows {
					rows[i] = int32(tab.Rows - 1 - i)
				}
				other, log := Prepare(x, tab, rows, Options{Workers: 1})
				if other == nil {
					rt.Fatal(lines(log))
				}
				turned, _ := other.Score()
				position := map[int]int{}
				for k := range other.N {
					position[other.Row(k)] = k
				}
				values, dims := make([]float64, len(x.Indicators)), make([]float64, len(x.Dims))
				for i := range model.N {
					if math.IsInf(r.Scores[i], 0) {
						rt.Fatalf("zone %d scores %v", i, r.Scores[i])
					}
					if a, b := r.Scores[i], turned.Scores[position[model.Row(i)]]; math.Abs(a-b) > 1e-9*math.Max(1, math.Abs(a)) || (a == a) != (b == b) {
						rt.Fatalf("zone %d scores %v, with the zones turned round %v", i, a, b)
					}
					for j := range values {
						values[j] = model.Column(j)[i]
					}
					if alone := model.Evaluate(r, values, dims); alone != r.Exact[i] && !(alone != alone && r.Exact[i] != r.Exact[i]) {
						rt.Fatalf("zone %d scores %v, alone %v", i, r.Exact[i], alone)
					}
				}
			})
		})
	}
}

// TestDefaultsAreWhatTheCatalogueSays: to state a default changes nothing.
func TestDefaultsAreWhatTheCatalogueSays(t *testing.T) {
	cells := func(zone, j int) float64 { // long tails, so that treatment has something to do
		return 5 + math.Exp(float64((zone*(j+3))%11)/2) + float64((zone*7+j)%5)
	}
	var rows [][]float64
	for zone := range 24 {
		var row []float64
		for j := range 7 {
			row = append(row, cells(zone, j))
			if (zone+j)%9 == 4 && j < 6 {
				row[j] = nan
			}
		}
		rows = append(rows, row)
	}
	tab := table(rows...)
	tab.IDs[0] = "best"
	tab.Type = zone.Attribute{Values: []string{"", "x", "y"}, Codes: make([]uint32, len(rows))}
	tab.Years = slices.Repeat([]int32{2021}, len(rows))
	for i := range rows {
		tab.Type.Codes[i] = uint32(1 + i%2)
	}
	for j := range 6 {
		tab.Values[j*tab.Rows] = map[bool]float64{true: 1, false: 500}[j%3 == 1]
	}
	checked := 0
	for _, m := range method.All() {
		if m.Step == method.Preference || m.Step == method.Ties {
			continue
		}
		for _, p := range m.Params {
			if p.Default == "" || p.Required || p.Default == "[0, scale]" || strings.HasPrefix(p.Default, "the most likely") {
				continue
			}
			had := settings[m.Name]
			if strings.Contains(had, p.Name+":") { // it is stated already, to suit the tests
				continue
			}
			checked++
			want := mustRun(t, withMethod(t, m, 2, 3), tab, nil, 1)
			with := "{" + p.Name + ": " + p.Default + "}"
			if had != "" {
				with = strings.TrimSuffix(had, "}") + ", " + p.Name + ": " + p.Default + "}"
			}
			settings[m.Name] = with
			got := mustRun(t, withMethod(t, m, 2, 3), tab, nil, 1)
			settings[m.Name] = had
			if !same(got.Scores, want.Scores) {
				t.Errorf("%s %s: with %s: %v, without %v", m.Step, m.Name, with, got.Scores, want.Scores)
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d defaults were checked", checked)
	}
}

// TestMinmaxTwice: what has been normalised once stays as it is.
func TestMinmaxTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var rows [][]float64
		for range rapid.IntRange(2, 10).Draw(rt, "zones") {
			rows = append(rows, []float64{rapid.Float64Range(-1e6, 1e6).Draw(rt, "v")})
		}
		x := parse(t, flat("", "a, direction: higher"))
		m, _, _ := run(t, x, table(rows...), Options{})
		for i, v := range m.Norm {
			rows[i][0] = v
		}
		if again, _, _ := run(t, x, table(rows...), Options{}); !same(again.Norm, m.Norm) {
			rt.Fatalf("%v, normalised again %v", m.Norm, again.Norm)
		}
	})
}

// TestGeometricIsNeverAbove the arithmetic mean, in a whole index.
func TestGeometricIsNeverAbove(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := anIndex(rt, "")[0]
		tab := aTable(rt, len(x.Indicators))
		of := func(name string) []float64 {
			for _, d := range append(slices.Clone(x.Dims), x.Root) {
				d.Aggregate.Name = name
			}
			return mustRun(rt, x, tab, nil, 1).Scores
		}
		arithmetic, geometric := of("arithmetic"), of("geometric")
		for i, a := range arithmetic {
			if geometric[i] > a*(1+1e-12) {
				rt.Fatalf("geometric %v, arithmetic %v", geometric[i], a)
			}
		}
	})
}

// TestComputedWeights: entropy in d1 of columns (1, 3) and (0, 5), whose divergences are 1 - e and 1 with e the entropy of
// (1/4, 3/4) over ln 2; the root's weights stay 60 and 40. Then blended half and half with the file's 1 and 3.
func TestComputedWeights(t *testing.T) {
	e := (0.25*math.Log(4) + 0.75*math.Log(4./3)) / math.Ln2
	first := (1 - e) / (2 - e)
	rows := [][]float64{{1, 0, 2, 2}, {3, 5, 2, 8}}
	for weights, want := range map[string]float64{"entropy": first, "{blend: {of: [given, entropy], share: 0.5}}": (0.25 + first) / 2, "{blend: {of: [entropy, given], share: 1}}": first} {
		body := strings.Replace("method: {normalise: none}"+tree, "name: D1\n", "name: D1\n    weights: "+weights+"\n", 1)
		m, r, findings := run(t, parse(t, body), table(rows...), Options{})
		if r == nil {
			t.Fatal(findings)
		}
		w := m.Weights
		if !w.Computed || !near(w.Share[:2], []float64{want, 1 - want}) || !near(w.Effective[:2], []float64{0.6 * want, 0.6 * (1 - want)}) || !near(w.DimShare, []float64{0.6, 0.4}) {
			t.Errorf("%s: %+v, want %v", weights, w, want)
		}
		if d1 := 3*want + 5*(1-want); !near(r.Dims[0], []float64{want, d1}) || !near(r.Scores, []float64{0.6*want + 0.4*2, 0.6*d1 + 0.4*4}) {
			t.Errorf("%s: d1 %v, scores %v", weights, r.Dims[0], r.Scores)
		}
	}
	// At the root: both dimensions have the same spread in opposite directions, so that equal weights come out.
	body := "method: {normalise: none}\nweights: critic\n" + strings.Replace(strings.TrimPrefix(tree, "\n"), "    aggregate: geometric\n", "", 1)
	body = strings.Replace(strings.Replace(body, "    weight: 60\n", "", 1), "    weight: 40\n", "", 1)
	m, r, findings := run(t, parse(t, body), table([]float64{1, 1, 3, 3}, []float64{2, 2, 2, 2}, []float64{3, 3, 1, 1}), Options{})
	if r == nil || !near(m.Weights.DimShare, []float64{0.5, 0.5}) || !near(r.Scores, []float64{2, 2, 2}) {
		t.Errorf("critic at the root: %v %v %s", m, r, findings)
	}
}

// TestWeightsOverAllIndicators: entropy over a, b, c and d of both dimensions at once is that of one flat group; the
// dimensions have the sums. Blended with the file's, it is blended with the effective weights.
func TestWeightsOverAllIndicators(t *testing.T) {
	rows := [][]float64{{1, 0, 2, 3}, {3, 5, 2, 8}, {4, 1, 9, 1}}
	for _, weights := range []string{"{entropy: {over: indicators}}", "{blend: {of: [given, {entropy: {over: indicators}}], share: 0.3}}", "{critic: {over: indicators}}"} {
		nested, r, findings := run(t, parse(t, "method: {normalise: none, weights: "+weights+"}"+strings.Replace(tree, "    aggregate: geometric\n", "", 1)), table(rows...), Options{})
		flatly, want, _ := run(t, parse(t, flat("method: {normalise: none, weights: "+weights+"}", "a, direction: higher, weight: 15", "b, direction: higher, weight: 45", "c, direction: higher, weight: 20", "d, direction: higher, weight: 20")), table(rows...), Options{})
		if r == nil || want == nil {
			t.Fatal(findings)
		}
		w, f := nested.Weights, flatly.Weights
		if !near(w.Effective, f.Effective) || !near(w.DimEffective, []float64{f.Effective[0] + f.Effective[1], f.Effective[2] + f.Effective[3]}) || !near(r.Scores, want.Scores) {
			t.Errorf("%s: %+v, in one group %+v", weights, w, f)
		}
	}
}

// TestWeightsThatCannotBeComputed are one finding at the step.
func TestWeightsThatCannotBeComputed(t *testing.T) {
	for weights, want := range map[string]string{
		"entropy":                  `method.weights: all: entropy weights need values of one sign: zone "z1" has -1 in b`,
		"critic":                   `method.weights: all: no part tells the zones apart`,
		"coefficient-of-variation": `method.weights: all: the coefficient of variation does not exist where the mean is 0`,
	} {
		rows := [][]float64{{1, 1}, {2, -1}}
		if weights == "critic" {
			rows = [][]float64{{1, 1}, {1, 1}}
		}
		_, r, findings := run(t, parse(t, flat("method: {normalise: none, weights: "+weights+"}", "a, direction: higher", "b, direction: higher")), table(rows...), Options{})
		if r != nil || !strings.Contains(findings, want) || strings.Count(findings, "score-method") != 1 {
			t.Errorf("%s:\n%s\nwant %s", weights, findings, want)
		}
	}
}

// TestLeavesOnly: topsis over dimensions compares zones on the indicators by their effective weights, which by hand are
// those of one flat group.
func TestLeavesOnly(t *testing.T) {
	rows := [][]float64{{4, 8, 2, 8}, {1, 9, 5, 5}, {7, 3, 3, 1}}
	for _, m := range []string{"topsis", "vikor", "promethee2"} {
		_, nested, findings := run(t, parse(t, "aggregate: "+m+"\nmethod: {normalise: vector}"+strings.Replace(tree, "    aggregate: geometric\n", "", 1)), table(rows...), Options{})
		_, level, _ := run(t, parse(t, flat("method: {normalise: vector, aggregate: "+m+"}", "a, direction: higher, weight: 15", "b, direction: higher, weight: 45", "c, direction: higher, weight: 20", "d, direction: higher, weight: 20")), table(rows...), Options{})
		if nested == nil || !near(nested.Scores, level.Scores) {
			t.Errorf("%s: %v, in one group %v %s", m, nested, level, findings)
		}
	}
}

// TestLeavesOnlyDeeper: over three levels with unequal weights, the effective weights are the products.
func TestLeavesOnlyDeeper(t *testing.T) {
	body := `aggregate: topsis
method: {normalise: vector}
weights_sum: 10
dimensions:
  - id: one
    name: One
    weight: 7
    dimensions:
      - {id: one_a, name: One A, weight: 3, indicators: [{id: a, name: A, direction: higher, weight: 1}, {id: b, name: B, direction: higher, weight: 4}]}
      - {id: one_b, name: One B, weight: 1, indicators: [{id: c, name: C, direction: higher}]}
  - {id: two, name: Two, weight: 3, indicators: [{id: d, name: D, direction: higher}]}
`
	rows := [][]float64{{4, 8, 2, 8}, {1, 9, 5, 5}, {7, 3, 3, 1}}
	_, nested, findings := run(t, parse(t, body), table(rows...), Options{})
	_, level, _ := run(t, parse(t, flat("method: {normalise: vector, aggregate: topsis}", "a, direction: higher, weight: 0.105", "b, direction: higher, weight: 0.42", "c, direction: higher, weight: 0.175", "d, direction: higher, weight: 0.3")), table(rows...), Options{})
	if nested == nil || !near(nested.Scores, level.Scores) {
		t.Errorf("%v, in one group %v %s", nested, level, findings)
	}
}

// TestCoverage: a group is missing where fewer than the share of its parts is there, on every level; direct parts count.
func TestCoverage(t *testing.T) {
	rows := [][]float64{{1, 2, 3, 4}, {nan, 2, 3, 4}, {nan, 2, nan, 4}, {nan, nan, 3, 4}}
	for coverage, want := range map[string][]float64{
		"0":   {0.6*1.75 + 0.4*math.Sqrt(12), 0.6*2 + 0.4*math.Sqrt(12), 0.6*2 + 0.4*4, math.Sqrt(12)},
		"0.5": {0.6*1.75 + 0.4*math.Sqrt(12), 0.6*2 + 0.4*math.Sqrt(12), 0.6*2 + 0.4*4, math.Sqrt(12)}, // a half is not below a half
		"0.6": {0.6*1.75 + 0.4*math.Sqrt(12), nan, nan, nan},
		"1":   {0.6*1.75 + 0.4*math.Sqrt(12), nan, nan, nan},
	} {
		x := parse(t, "method: {normalise: none, missing: {skip: {min_coverage: "+coverage+"}}}"+tree)
		if _, r, findings := run(t, x, table(rows...), Options{}); r == nil || !near(r.Scores, want) {
			t.Errorf("%s: %v, want %v %s", coverage, r, want, findings)
		}
	}
}

// TestMissingByDimension: d1 wants both of its parts, d2 takes what is missing for 0, and without d1 there is no score.
func TestMissingByDimension(t *testing.T) {
	body := strings.Replace(strings.Replace(tree, "name: D1\n", "name: D1\n    missing: {skip: {min_coverage: 1}}\n", 1), "aggregate: geometric\n", "missing: zero\n", 1)
	rows := [][]float64{{4, 8, 2, 8}, {nan, 8, 2, 8}, {4, 8, nan, 8}}
	_, r, findings := run(t, parse(t, "missing: {skip: {min_coverage: 1}}\nmethod: {normalise: none}"+body), table(rows...), Options{})
	if r == nil || !near(r.Dims[0], []float64{7, nan, 7}) || !near(r.Dims[1], []float64{5, 5, 4}) || !near(r.Scores, []float64{6.2, nan, 5.8}) {
		t.Errorf("%v %s", r, findings)
	}
	for top, want := range map[string]float64{"skip": 5, "zero": 0.4 * 5, "worst": 0.6*7 + 0.4*5} { // what z1 has for d1; 7 is the lowest score
		m, r, findings := run(t, parse(t, "missing: "+top+"\nmethod: {normalise: none}"+body), table(rows...), Options{})
		if r == nil || !near(r.Scores, []float64{6.2, want, 5.8}) || r.Dims[0][1] == r.Dims[0][1] {
			t.Errorf("%s: %v %s", top, r, findings)
			continue
		}
		dims := make([]float64, 2)
		if alone := m.Evaluate(r, []float64{nan, 8, 2, 8}, dims); !near([]float64{alone}, []float64{want}) {
			t.Errorf("%s: alone %v, want %v", top, alone, want)
		}
	}
	_, r, findings = run(t, parse(t, "method: {normalise: none}"+body), table(rows...), Options{})
	if r != nil || !strings.Contains(findings, `error score-method test: a zone has no score in d1: zone "z1"`) || strings.Count(findings, "error") != 1 {
		t.Errorf("fail: %v %s", r, findings)
	}
}

// TestMissingParts: a zone without a part scores under worst and zero, and under methods that compare zones has none.
func TestMissingParts(t *testing.T) {
	rows := [][]float64{{1, 2, 3, 4}, {nan, 4, 5, 9}, {3, 1, 4, 2}}
	for head, want := range map[string]float64{"missing: zero": 0.6*3 + 0.4*math.Sqrt(45), "missing: worst": 0.6*3.25 + 0.4*math.Sqrt(45)} {
		if _, r, findings := run(t, parse(t, "method: {normalise: none, "+head+"}"+tree), table(rows...), Options{}); r == nil || !near(r.Scores[1:2], []float64{want}) {
			t.Errorf("%s: %v, want %v %s", head, r, want, findings)
		}
	}
	for _, m := range []string{"topsis", "vikor", "promethee2", "benefit-of-the-doubt"} {
		_, r, findings := run(t, parse(t, flat("method: {missing: skip, normalise: {minmax: {range: [1, 100]}}, aggregate: "+m+"}", "a, direction: higher", "b, direction: higher", "c, direction: higher")), table(rows[0][:3], rows[1][:3], rows[2][:3]), Options{})
		if r == nil || r.Scores[1] == r.Scores[1] || r.Ranks[1] != 0 || r.Scores[0] != r.Scores[0] {
			t.Errorf("%s: %v %s", m, r, findings)
		}
	}
}
