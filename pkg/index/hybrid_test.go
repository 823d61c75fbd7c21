package index_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/indicators"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

func parse(t testing.TB, name string, text []byte) *index.Index {
	t.Helper()
	x, findings := index.Parse(name, text)
	if x == nil {
		t.Fatalf("%s: %v", name, findings)
	}
	return x
}

// every is every index that is shipped or a good fixture.
func every(t testing.TB) (list []*index.Index) {
	t.Helper()
	for _, id := range indicators.List() {
		text, _ := indicators.Open(id)
		list = append(list, parse(t, id, text))
	}
	files, _ := filepath.Glob("../../testdata/index/good/*.yaml")
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, parse(t, f, text))
	}
	if len(list) < 5 {
		t.Fatalf("only %d indices", len(list))
	}
	return list
}

// scores are the scores of zones with drawn values by column id, so that every index reads the same of them; the text of
// the first finding where there are none.
func scores(x *index.Index, value func(id string, row int) float64) ([]float64, string) {
	const rows = 8
	tab := &zone.Table{Rows: rows, Columns: len(x.Inputs), Values: make([]float64, rows*len(x.Inputs)), Locate: func(int, int) (diag.Place, string) { return diag.Place{}, "" }}
	attribute := zone.Attribute{Values: []string{"", "p", "q"}}
	for i := range rows {
		tab.IDs, tab.Years = append(tab.IDs, fmt.Sprintf("z%d", i)), append(tab.Years, 2021)
		attribute.Codes = append(attribute.Codes, uint32(1+i%2))
	}
	tab.Type, tab.Province, tab.Region, tab.City = attribute, attribute, attribute, attribute
	for j, in := range x.Inputs {
		for i := range rows {
			tab.Values[j*rows+i] = value(in.ID, i)
		}
	}
	m, log := score.Prepare(x, tab, nil, score.Options{Workers: 1})
	if m == nil {
		return nil, log.Findings().Sort().First().Statement()
	}
	r, log := m.Score()
	if r == nil {
		return nil, log.Findings().Sort().First().Statement()
	}
	return append(slices.Concat(r.Dims...), r.Scores...), ""
}

func same(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y })
}

// TestHybridOfOne: an index with its own steps scores as it does, to the last bit, or has the same finding.
func TestHybridOfOne(t *testing.T) {
	list, scored := every(t), 0
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SampledFrom(list).Draw(t, "index")
		seed := rapid.Uint64().Draw(t, "seed")
		value := func(id string, row int) float64 {
			h := seed
			for _, c := range []byte(fmt.Sprint(id, row)) {
				h = (h ^ uint64(c)) * 1099511628211
			}
			return float64(1 + h>>33%99)
		}
		want, fault := scores(x, value)
		got, hybridFault := scores(index.Hybrid(x, x), value)
		if !same(got, want) || fault != hybridFault {
			t.Fatalf("%s: %v %s, as a hybrid %v %s", x.ID, want, fault, got, hybridFault)
		}
		if want != nil {
			scored++
		}
		if !index.SameTree(x, index.Hybrid(x, x)) || !index.SameSteps(x, index.Hybrid(x, x)) {
			t.Fatalf("%s is not the same as its hybrid with itself", x.ID)
		}
		other := rapid.SampledFrom(list).Draw(t, "other")
		h := index.Hybrid(x, other)
		if !index.SameTree(x, h) || !index.SameSteps(h, other) {
			t.Fatalf("a hybrid of %s and %s has not the tree of one and the steps of the other", x.ID, other.ID)
		}
	})
	if scored < 20 && !testing.Short() {
		t.Errorf("only %d could be scored: the property says little", scored)
	}
}

const treeIndex = `
id: tree
name: Tree
scale: 10
method: {normalise: minmax, aggregate: arithmetic, missing: skip, weights: equal}
denominators: [{id: people, name: People}]
dimensions:
  - id: both
    name: Both
    weight: 60
    indicators:
      - {id: a, name: A, direction: higher, cap: 5}
      - {id: b, name: B, direction: higher}
  - id: mine
    name: Mine
    weight: 40
    weights: given
    aggregate: geometric
    indicators:
      - {id: c, name: C, direction: lower, normalise: rank, denominate: {ratio: {by: people}}}
      - {id: moved, name: Moved, direction: higher}
`

const stepsIndex = `
id: steps
name: Steps
method: {normalise: zscore, aggregate: median, missing: {skip: {min_indicators: 2}}, ranking: {round: 1}, screen: {availability: {min_share: 0.5}}, impute: mean}
denominators: [{id: area, name: Area}, {id: unused, name: Unused}]
dimensions:
  - id: theirs
    name: Theirs
    weight: 50
    weights: {blend: {of: [given, entropy]}}
    aggregate: minimum
    indicators:
      - {id: moved, name: Other, direction: lower, floor: 1, transform: log, denominate: {ratio: {by: area}}, normalise: {minmax: {range: [0, 10], clamp: true}}, preference: usual}
      - {id: d, name: D, direction: higher, normalise: {score-table: {points: [[0, 0], [9, 100]]}}}
  - id: both
    name: Both
    weight: 50
    missing: worst
    indicators: [{id: b, name: B, direction: lower, treat: percentile-cap, denominate: {ratio: {by: d}}}]
`

// TestHybridByHand: what comes from where.
func TestHybridByHand(t *testing.T) {
	x, y := parse(t, "tree", []byte(treeIndex)), parse(t, "steps", []byte(stepsIndex))
	before := fmt.Sprint(dump(x), dump(y))
	h := index.Hybrid(x, y)
	have := fmt.Sprintf("%s scale %g round %d screen %s least %g weights %s\n", h.ID, h.Scale, h.Method.Ranking.Round, h.Method.Screen.Name, h.Method.Missing.Number("min_indicators", 0), h.Method.Weights.Name)
	for _, d := range append([]*index.Dimension{h.Root}, h.Dims...) {
		have += fmt.Sprintf("%s %g: %s %s %s\n", d.ID, d.Effective, d.Aggregate.Name, d.Missing.Name, d.Weighting.Name)
	}
	for _, in := range h.Inputs {
		have += fmt.Sprintf("%d %s %g:", in.Column, in.ID, in.Effective)
		if in.Parent != nil {
			have += fmt.Sprintf(" %s %s %s %s %s %s %s %g %g %q %g", in.Parent.ID, in.Direction, in.Normalise.Name, in.Impute.Name, in.Treat.Name, in.Transform.Name, in.Denominate.Text("by", "-"), in.Floor, in.Cap, in.Preference.Name, in.Normalise.Lists["range"])
		}
		have += "\n"
	}
	want := `tree scale 100 round 1 screen availability least 2 weights equal
tree 1: median skip equal
both 0.5: median worst equal
mine 0.5: geometric skip given
0 a 0.25: both higher minmax none none none - -Inf 5 "" []
1 b 0.25: both lower zscore mean percentile-cap none d -Inf +Inf "" []
2 c 0.25: mine lower rank none none none people -Inf +Inf "" []
3 moved 0.25: mine lower minmax mean none log area 1 +Inf "usual" [0 10]
4 people 0:
5 d 0:
6 area 0:
`
	if have != want {
		t.Errorf("have\n%swant\n%s", have, want)
	}
	for _, d := range h.Dims { // nothing is shared: to change the hybrid changes neither
		d.Aggregate.Name, d.Weight.Share, d.ID = "x", 0, "x"
	}
	for _, in := range h.Inputs {
		in.Direction, in.Normalise.Name, in.Weight.Units, in.ID = index.Lower, "x", 7, "x"
	}
	h.Inputs = append(h.Inputs, nil)
	if after := fmt.Sprint(dump(x), dump(y)); after != before {
		t.Errorf("was %s\nis %s", before, after)
	}
}

func dump(x *index.Index) string {
	var b strings.Builder
	for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
		fmt.Fprintln(&b, d.ID, d.Aggregate, d.Missing, d.Weighting, d.Weight, len(d.Dimensions), len(d.Indicators))
	}
	for _, in := range x.Inputs {
		fmt.Fprintln(&b, in.ID, in.Direction, in.Normalise, in.Weight, in.Column)
	}
	return b.String()
}

// TestHybridKnowsEveryField: whoever adds a field decides here whether it is of the tree or of the steps, and teaches Hybrid,
// SameTree and SameSteps if a score depends on it.
func TestHybridKnowsEveryField(t *testing.T) {
	for _, c := range []struct {
		of          any
		tree, steps string
	}{
		{index.Index{}, "ID Name Publisher Issued Document Sources Note Data Show Columns Missing Expect Root Dims Indicators Inputs Tests File SHA256", "Scale Method"},
		{index.Method{}, "Weights", "Screen Denominate Impute Treat Transform Normalise Aggregate Missing Ranking"},
		{index.Dimension{}, "ID Code Name Weight WeightsSum SumOrigin sum sumAt Weighting Consistency Note Assumed Dimensions Indicators Effective Level Position Place Parent", "Aggregate Missing"},
		{index.Indicator{}, "ID Code Name Unit Kind Weight Min Max Whole Bounds Merge Note Assumed Effective Path Place Parent Column",
			"Direction Cap Floor Denominate Impute Treat Transform Normalise Preference"},
		{index.Step{}, "Place places", "Name Numbers Flags Lists Texts Tables Of"},
		{index.Weight{}, "Value Origin Share Units exact", ""},
		{index.Ranking{}, "", "Ties Round"},
	} {
		known := append(strings.Fields(c.tree), strings.Fields(c.steps)...)
		typ := reflect.TypeOf(c.of)
		var fields []string
		for i := range typ.NumField() {
			fields = append(fields, typ.Field(i).Name)
		}
		slices.Sort(known)
		slices.Sort(fields)
		if !slices.Equal(known, fields) {
			t.Errorf("%s has the fields %v, known are %v", typ.Name(), fields, known)
		}
	}
}

// TestSameness: each change is of the tree or of the steps.
func TestSameness(t *testing.T) {
	x := parse(t, "steps", []byte(stepsIndex))
	for _, c := range []struct {
		edits       string // from -> to, from -> to
		tree, steps bool
	}{
		{"name: Steps -> name: Others", true, true},
		{"name: D -> name: E, unit: km, note: no matter, kind: qualitative, min: 0", true, true},
		{"normalise: zscore -> normalise: minmax", true, false},
		{"aggregate: median -> aggregate: arithmetic", true, false},
		{"aggregate: minimum -> aggregate: median", true, false},
		{"missing: worst -> missing: zero", true, false},
		{"min_indicators: 2 -> min_indicators: 3", true, false},
		{"round: 1 -> round: 2", true, false},
		{"min_share: 0.5 -> min_share: 0.6", true, false},
		{"impute: mean -> impute: median", true, false},
		{"floor: 1 -> floor: 2", true, false},
		{"floor: 1 -> cap: 2", true, false},
		{"transform: log -> transform: sqrt", true, false},
		{"percentile-cap -> {percentile-cap: {high: 90}}", true, false},
		{"by: d -> by: area", true, false},
		{"B, direction: lower -> B, direction: higher", true, false},
		{"scale: 100 -> scale: 1", true, false},
		{"{blend: {of: [given, entropy]}} -> entropy", false, true},
		{"[given, entropy] -> [entropy, given]", false, true},
		{"range: [0, 10] -> range: [0, 20]", true, false},
		{"clamp: true -> clamp: false", true, false},
		{"[9, 100] -> [8, 100]", true, false},
		{"preference: usual -> preference: {v-shape: {p: 1}}", true, false},
		{"name: Other -> name: Other, weight: 2; name: D -> name: D, weight: 1", false, true},
		{"id: d -> id: e; by: d -> by: unused", false, false},
		{"id: theirs -> id: ours", false, true},
	} {
		text := "scale: 100\n" + stepsIndex
		for _, edit := range strings.Split(c.edits, "; ") {
			from, to, _ := strings.Cut(edit, " -> ")
			if !strings.Contains(text, from) {
				t.Fatalf("there is no %q", from)
			}
			text = strings.Replace(text, from, to, 1)
		}
		y := parse(t, "changed", []byte(text))
		if tree, steps := index.SameTree(x, y), index.SameSteps(x, y); tree != c.tree || steps != c.steps {
			t.Errorf("%s: same tree %v, same steps %v", c.edits, tree, steps)
		}
		if index.SameTree(x, y) != index.SameTree(y, x) || index.SameSteps(x, y) != index.SameSteps(y, x) {
			t.Errorf("%s: not the same both ways round", c.edits)
		}
	}
}
