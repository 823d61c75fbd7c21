package lever

import (
	"math"
	"strings"
	"testing"

	"zoneval/pkg/crossing"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// two is an index of two dimensions with the weights 1 and 3; inside the first a has 1 and b has 3. Values are taken as they are.
const two = `method:
  missing: skip
  normalise: {goalposts: {low: 0, high: 100}}
weights_sum: 4
dimensions:
  - id: d1
    name: D1
    weight: 1
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 3}
  - id: d2
    name: D2
    weight: 3
    indicators:
      - {id: c, name: C, direction: higher}
`

func mustRank(t testing.TB, body string, rows ...[]float64) *ranking.Answer {
	t.Helper()
	a, log := run(draft(t, body).Index, table(rows...))
	if a == nil {
		t.Fatal(log.Findings())
	}
	return a
}

func dimension(t testing.TB, x *index.Index, id string) *index.Dimension {
	t.Helper()
	for _, d := range x.Dims {
		if d.ID == id {
			return d
		}
	}
	if id != "" {
		t.Fatal("no dimension " + id)
	}
	return x.Root
}

// TestByHand: of zone 0, with 80, 20 and 40, the first dimension has (80 + 3*20)/4 = 35 and the index (35 + 3*40)/4: 30 and a
// quarter of the dimension. Zone 1 has only b, zone 2 only c, zone 3 nothing, zone 4 all but c.
func TestByHand(t *testing.T) {
	rows := [][]float64{{80, 20, 40}, {nan, 60, nan}, {nan, nan, 50}, {nan, nan, nan}, {80, 20, nan}}
	// more puts another dimension above or beside.
	more := func(missing string) string {
		return strings.Replace(two, "weights_sum: 4\ndimensions:\n", "weights_sum: 2\ndimensions:\n  - id: up\n    name: Up\n    weight: 1\n    missing: "+missing+"\n    dimensions:\n", 1)
	}
	deep := func(missing string) string {
		body, out := more(missing), ""
		head, rest, _ := strings.Cut(body, "  - id: d1\n")
		for _, line := range strings.Split(strings.TrimSuffix("  - id: d1\n"+rest, "\n"), "\n") {
			out += "    " + line + "\n"
		}
		return head + out + "  - id: other\n    name: Other\n    weight: 1\n    indicators:\n      - {id: e, name: E, direction: higher}\n"
	}
	with := func(e float64) [][]float64 {
		var out [][]float64
		for _, r := range rows {
			out = append(out, append(append([]float64(nil), r...), e))
		}
		return out
	}
	for _, c := range []struct {
		name, body, group    string
		rows                 [][]float64
		alpha, beta, without []float64
		curved               string
	}{
		{"skip", two, "d1", rows, []float64{30, 0, 50, nan, 0}, []float64{0.25, 1, 0, 0, 1}, []float64{40, nan, 50, nan, nan}, ""},
		{"the index", two, "", rows, []float64{0, 0, 0, nan, 0}, []float64{1, 1, 1, 0, 1}, []float64{nan, nan, nan, nan, nan}, ""},
		{"the other dimension", two, "d2", rows, []float64{35. / 4, 60, 0, nan, 35}, []float64{0.75, 0, 1, 0, 0}, []float64{35, 60, nan, nan, 35}, ""},
		{"least coverage", strings.Replace(two, "missing: skip", "missing: {skip: {min_coverage: 0.6}}", 1), "d1", rows,
			[]float64{30, nan, nan, nan, nan}, []float64{0.25, 0, 0, 0, 0}, []float64{nan, nan, nan, nan, nan}, ""},
		{"least indicators", strings.Replace(two, "missing: skip", "missing: {skip: {min_indicators: 2}}", 1), "d1", rows,
			[]float64{30, nan, nan, nan, 0}, []float64{0.25, 0, 0, 0, 1}, []float64{40, nan, nan, nan, nan}, ""},
		{"zero for dimensions", strings.ReplaceAll(strings.Replace(two, "missing: skip", "missing: zero", 1), "    indicators:", "    missing: skip\n    indicators:"), "d1", rows,
			[]float64{30, 0, 37.5, 0, 0}, []float64{0.25, 0.25, 0, 0, 0.25}, []float64{30, 0, 37.5, 0, 0}, ""},
		{"worst for dimensions", strings.ReplaceAll(strings.Replace(two, "missing: skip", "missing: worst", 1), "    indicators:", "    missing: skip\n    indicators:"), "d1", rows,
			nil, nil, nil, "missing worst"},
		{"worst for others", strings.ReplaceAll(strings.Replace(two, "missing: skip", "missing: worst", 1), "    indicators:", "    missing: skip\n    indicators:"), "d1", [][]float64{{80, 20, 40}, {nan, 60, nan}, {10, nan, 50}},
			[]float64{30, 30, 37.5}, []float64{0.25, 0.25, 0.25}, nil, ""}, // c is 40 at the worst
		{"an outer dimension", deep("skip"), "d1", with(60), []float64{45, 30, 55, 60, 30}, []float64{0.125, 0.5, 0, 0, 0.5}, []float64{50, 60, 55, 60, 60}, ""},
		{"too few dimensions outside", deep("{skip: {min_coverage: 0.6}}"), "d1", with(60), []float64{45, 60, 60, 60, 60}, []float64{0.125, 0, 0, 0, 0}, []float64{60, 60, 60, 60, 60}, ""},
		{"a method above", strings.Replace(two, "method:\n", "method:\n  aggregate: geometric\n", 1), "d1", [][]float64{{1, 2, 3}}, nil, nil, nil, "geometric"},
		{"a method inside another", strings.Replace(two, "    weight: 3\n    indicators", "    weight: 3\n    aggregate: geometric\n    indicators", 1), "d1", [][]float64{{80, 20, 40}}, []float64{30}, []float64{0.25}, nil, ""},
		{"a power of one", strings.Replace(two, "method:\n", "method:\n  aggregate: {power: {p: 1}}\n", 1), "d1", [][]float64{{80, 20, 40}}, []float64{30}, []float64{0.25}, nil, ""},
		{"a power of two", strings.Replace(two, "method:\n", "method:\n  aggregate: {power: {p: 2}}\n", 1), "d1", [][]float64{{80, 20, 40}}, nil, nil, nil, "power"},
	} {
		a := mustRank(t, c.body, c.rows...)
		l := Of(a.Model, a.Result, dimension(t, a.Index, c.group))
		if l.Curved != c.curved {
			t.Errorf("%s: curved by %q, want %q", c.name, l.Curved, c.curved)
		}
		for what, pair := range map[string][2][]float64{"alpha": {l.Alpha, c.alpha}, "beta": {l.Beta, c.beta}, "without": {l.Without, c.without}} {
			for i, want := range pair[1] {
				if !near(pair[0][i], want) {
					t.Errorf("%s: %s %v, want %v", c.name, what, pair[0], pair[1])
					break
				}
			}
		}
	}
}

// TestCurvesByHand: where the weights are t and 4 - t, zone 0 has (80 t + 20 (4-t))/4 = 20 + 15 t in the dimension, so 35 + 3.75 t;
// zone 1, which has only b, 60 until b weighs nothing at 4.
func TestCurvesByHand(t *testing.T) {
	a := mustRank(t, two, []float64{80, 20, 40}, []float64{nan, 60, nan}, []float64{nan, nan, 50}, []float64{80, nan, 40}, []float64{nan, nan, nan})
	l := Of(a.Model, a.Result, dimension(t, a.Index, "d1"))
	if l.Sum != 4 || l.Weights[0] != 1 || l.Weights[1] != 3 || l.Parts[1].ID() != "b" || l.Complete(1) || !l.Complete(0) {
		t.Errorf("%+v", l)
	}
	for i, want := range []crossing.Curve{{A: 140, B: 15, C: 4}, {A: 240, B: -60, C: 4, D: -1}, {A: 50, C: 1}, {B: 50, D: 1}, {A: nan, C: 1}} {
		got := l.Curve(i, []float64{0, 4}, []float64{1, -1})
		if !near(got.A, want.A) || !near(got.B, want.B) || got.C != want.C || got.D != want.D {
			t.Errorf("zone %d: %+v, want %+v", i, got, want)
		}
	}
	if v := l.Curve(1, []float64{0, 4}, []float64{1, -1}).Value(4); v == v {
		t.Errorf("where nothing weighs: %v", v)
	}
	// Where nobody pays: (80 t + 60)/(t + 3) in the dimension.
	if got := l.Curve(0, []float64{0, 3}, []float64{1, 0}); !near(got.Value(1), 38.75) || !near(got.Value(3), 30+0.25*50) {
		t.Errorf("%+v", got)
	}
	// b weighs nothing all along: zone 1 goes without the dimension, and so has no score.
	if got := l.Curve(1, []float64{0, 0}, []float64{1, 0}); got.Value(1) == got.Value(1) {
		t.Errorf("nothing weighs: %+v", got)
	}
	if got := l.Curve(3, []float64{0, 4}, []float64{0, -1}); got != crossing.Line(40, 0) { // but for the other dimension
		t.Errorf("nothing weighs: %+v", got)
	}
	// What is present keeps its weight but for rounding: a straight line, to the last bit.
	three := strings.Replace(two, "weight: 3}\n  - id", "weight: 0.1}\n      - {id: z, name: Z, direction: higher, weight: 0.2}\n      - {id: y, name: Y, direction: higher, weight: 0.7}\n  - id", 1)
	a = mustRank(t, three, []float64{80, 20, 40, nan, 30}, []float64{10, 20, 30, 40, 50})
	l = Of(a.Model, a.Result, dimension(t, a.Index, "d1"))
	v := []float64{1, -0.1 / 0.3, -0.2 / 0.3, 0}
	if got := l.Curve(0, []float64{0, 0.4, 0.8, 0.7}, v); got.D != 0 {
		t.Errorf("%+v", got)
	}
}

// TestEngineOfAll: the engine over all indicators has the scores that are computed anew where the weights of every group are the
// sums of the indicators' inside.
func TestEngineOfAll(t *testing.T) {
	for _, method := range []string{"arithmetic", "geometric", "topsis", "median"} {
		body := strings.Replace(two, "method:\n", "method:\n  aggregate: "+method+"\n", 1)
		x := &trial{Draft: draft(t, body), Table: table([]float64{80, 20, 40}, []float64{30, 60, 50}, []float64{10, 90, 20}, []float64{60, 40, 50})}
		x.Base, _ = run(x.Draft.Index, x.Table)
		var parts []revise.Part
		for _, in := range x.Draft.Index.Indicators {
			parts = append(parts, revise.Part{Indicator: in})
		}
		e := NewEngine(x.Base.Model, parts, nil)
		if e.Zones() != 4 {
			t.Errorf("%d zones", e.Zones())
		}
		for _, w := range [][]float64{{2, 3, 5}, {0, 1, 1}, {6.25, 18.75, 75}, {0, 0, 3}, {1, 2, 0}} {
			changes := []string{set("d1", w[0]+w[1]), set("d2", w[2])}
			if w[0]+w[1] > 0 {
				changes = append(changes, set("a", w[0]), set("b", w[1]))
			}
			a, log := x.Truth(scenario.None, nil, changes...)
			if a == nil {
				t.Fatal(log.Findings())
			}
			got := e.Score(w)
			if got.Dims[0][0] != got.Dims[0][0] {
				t.Errorf("%s %v: a dimension without weight has no score", method, w)
			}
			for i, want := range a.Result.Exact {
				if math.Abs(got.Exact[i]-want) > 1e-12*100 {
					t.Errorf("%s %v: %v, computed anew %v", method, w, got.Exact, a.Result.Exact)
					break
				}
			}
		}
	}
}

// TestEngineInside: under topsis the index is aggregated from the leaves; the weight of one of them moves its share of the whole,
// those in another dimension staying as they are.
func TestEngineInside(t *testing.T) {
	body := strings.Replace(two, "method:\n", "method:\n  aggregate: topsis\n", 1)
	x := &trial{Draft: draft(t, body), Table: table([]float64{80, 20, 40}, []float64{30, 60, 50}, []float64{10, 90, 20})}
	x.Base, _ = run(x.Draft.Index, x.Table)
	d := dimension(t, x.Draft.Index, "d1")
	e := NewEngine(x.Base.Model, revise.PartsOf(d), d)
	before := append([]float64(nil), x.Base.Result.Exact...)
	for _, w := range [][]float64{{3, 1}, {0, 2}, {5, 0}} {
		a, log := x.Truth(scenario.None, nil, set("a", w[0]), set("b", w[1]))
		if a == nil {
			t.Fatal(log.Findings())
		}
		got := e.Score(w)
		for i, want := range a.Result.Exact {
			if math.Abs(got.Exact[i]-want) > 1e-12*100 || math.Abs(want-before[i]) < 1e-3 {
				t.Errorf("%v: %v, computed anew %v, before %v", w, got.Exact, a.Result.Exact, before)
				break
			}
		}
	}
	if e.Score([]float64{1, 3}); math.Abs(e.Score([]float64{2, 6}).Exact[0]-before[0]) > 1e-12*100 {
		t.Error("not back")
	}
}
