package score

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/aggregate"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/method"
	"zoneval/pkg/zone"
)

// levels is an index file of three levels with places for its weights: those of the root and their sum, then group by group.
const levels = `
weights_sum: %d
dimensions:
  - id: d0
    name: D0
    weight: %d
    dimensions:
      - {id: d00, name: D00, weight: %d, indicators: [{id: a, name: A, direction: higher, weight: %d}, {id: b, name: B, direction: lower, weight: %d}]}
      - {id: d01, name: D01, weight: %d, indicators: [{id: c, name: C, direction: higher, weight: %d}, {id: d, name: D, direction: higher, weight: %d}, {id: e, name: E, direction: higher, weight: %d}]}
  - {id: d1, name: D1, weight: %d, indicators: [{id: f, name: F, direction: higher, weight: %d}, {id: g, name: G, direction: lower, weight: %d}]}
  - {id: d2, name: D2, weight: %d, dimensions: [{id: d20, name: D20, indicators: [{id: h, name: H, direction: higher}]}]}
`

// siblings are the positions of each group's weights among the 12 that levels has places for.
var siblings = [][]int{{0, 8, 11}, {1, 4}, {2, 3}, {5, 6, 7}, {9, 10}}

// leveled is the index with its weights.
func leveled(t testing.TB, head string, w []int) *index.Index {
	t.Helper()
	args := []any{w[0] + w[8] + w[11]}
	for _, v := range w {
		args = append(args, v)
	}
	return parse(t, head+fmt.Sprintf(levels, args...))
}

// drawWeights draws new whole weights for some of the groups, a third of them 0 but never all of a group.
func drawWeights(t *rapid.T, w []int) {
	for _, group := range siblings {
		if rapid.IntRange(0, 2).Draw(t, "keep") == 0 {
			continue
		}
		sum := 0
		for _, i := range group {
			w[i] = max(0, rapid.IntRange(-4, 9).Draw(t, "weight"))
			sum += w[i]
		}
		if sum == 0 {
			w[group[0]] = 1
		}
	}
}

// leveledTable draws zones for the index, with gaps and equal values. Ids are in another order than rows.
func leveledTable(t *rapid.T, most int) *zone.Table {
	var rows [][]float64
	for range rapid.IntRange(3, most).Draw(t, "zones") {
		row := make([]float64, 8)
		for j := range row {
			if row[j] = float64(rapid.IntRange(1, 9).Draw(t, "v")) / 2; rapid.IntRange(0, 11).Draw(t, "gap") == 0 {
				row[j] = nan
			}
		}
		rows = append(rows, row)
	}
	return table(rows...)
}

// differ says in what two results differ to the last bit; "" is nothing.
func differ(got, want *Result) string {
	bits := func(a, b []float64) bool {
		return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y })
	}
	switch {
	case !bits(got.Exact, want.Exact):
		return fmt.Sprintf("exact scores %v, want %v", got.Exact, want.Exact)
	case !bits(got.Scores, want.Scores):
		return fmt.Sprintf("scores %v, want %v", got.Scores, want.Scores)
	case !slices.EqualFunc(got.Dims, want.Dims, bits):
		return fmt.Sprintf("dimensions %v, want %v", got.Dims, want.Dims)
	case !slices.Equal(got.Order, want.Order):
		return fmt.Sprintf("order %v, want %v", got.Order, want.Order)
	case !slices.Equal(got.Ranks, want.Ranks):
		return fmt.Sprintf("ranks %v, want %v", got.Ranks, want.Ranks)
	}
	return ""
}

// agree checks a scoring against another: result and findings.
func agree(t interface{ Fatalf(string, ...any) }, got *Result, found *diag.Log, want *Result, wanted *diag.Log) {
	switch {
	case (got == nil) != (want == nil):
		t.Fatalf("a result: %v, want one: %v\n%s", got != nil, want != nil, lines(wanted))
	case got == nil && lines(found) != lines(wanted):
		t.Fatalf("%s\nwant\n%s", lines(found), lines(wanted))
	case got != nil && found != nil:
		t.Fatalf("a log beside a result: %s", lines(found))
	case got != nil:
		if d := differ(got, want); d != "" {
			t.Fatalf("%s", d)
		}
	}
}

// sound checks what no comparison with another result shows: rounded scores beside exact ones, none where values are too few,
// and order and ranks worked out pair by pair.
func sound(t interface{ Fatalf(string, ...any) }, m *Model, r *Result) {
	if rounds := m.Index.Method.Ranking.Round; (rounds >= 0) != (&r.Scores[0] != &r.Exact[0]) {
		t.Fatalf("rounded to %d decimals, and scores are the exact ones: %v", rounds, &r.Scores[0] == &r.Exact[0])
	}
	above := func(a, b int32) bool { // equal scores, or none, in the order of ids, then of rows
		x, y := r.Scores[a], r.Scores[b]
		switch idA, idB := m.Table.IDs[m.Row(int(a))], m.Table.IDs[m.Row(int(b))]; {
		case x > y || x == x && y != y:
			return true
		case x < y || y == y && x != x:
			return false
		case idA != idB:
			return idA < idB
		}
		return a < b
	}
	for p, i := range r.Order {
		rank := int32(1)
		for _, s := range r.Scores {
			if s > r.Scores[i] {
				rank++
			}
		}
		switch short := m.Present != nil && float64(m.Present[i]) < m.Index.Method.Missing.Number("min_indicators", 1); {
		case p > 0 && !above(r.Order[p-1], i):
			t.Fatalf("order %v of %v: %d before %d", r.Order, r.Scores, r.Order[p-1], i)
		case short && (r.Scores[i] == r.Scores[i] || r.Exact[i] == r.Exact[i]):
			t.Fatalf("zone %d with %d values has a score", i, m.Present[i])
		case r.Scores[i] != r.Scores[i] && r.Ranks[i] != 0 || r.Scores[i] == r.Scores[i] && r.Ranks[i] != rank:
			t.Fatalf("zone %d has rank %d, want %d", i, r.Ranks[i], rank)
		}
	}
}

// dimensions are the root and all below it.
func dimensions(x *index.Index) []*index.Dimension {
	return append([]*index.Dimension{x.Root}, x.Dims...)
}

// TestRescoreIsTheFile: whatever the method and what it does with gaps, a Rescorer that is given the weights of another file,
// some groups at a time, has the bits and the findings of a model that is made from that file.
func TestRescoreIsTheFile(t *testing.T) {
	results, faults := map[string]int{}, map[string]int{}
	for _, m := range method.All() {
		if m.Step != method.Aggregate {
			continue
		}
		stated, scale, most := m.Name, "[1, 100]", 40
		if s := settings[m.Name]; s != "" {
			stated = "{" + m.Name + ": " + s + "}"
		}
		switch m.Name {
		case "mazziotta-pareto":
			scale = "[70, 130]"
		case "benefit-of-the-doubt":
			most = 6
		}
		t.Run(m.Name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				missing := rapid.SampledFrom([]string{"skip", "worst", "zero", "{skip: {min_coverage: 0.6}}"}).Draw(rt, "missing")
				head := fmt.Sprintf("method: {normalise: {minmax: {range: %s}}, missing: %s, aggregate: %s}", scale, missing, stated)
				w := []int{2, 1, 3, 1, 2, 1, 1, 4, 5, 1, 2, 1}
				tab := leveledTable(rt, most)
				model, log := Prepare(leveled(t, head, w), tab, nil, Options{Workers: 1})
				if model == nil {
					rt.Skip(lines(log)) // a column of gaps
				}
				s := model.Rescorer()
				for step := range 4 {
					if step > 0 { // at first the weights of the model itself
						drawWeights(rt, w)
					}
					other, _ := Prepare(leveled(t, head, w), tab, nil, Options{Workers: 1})
					theirs := other.Rescorer()
					for k, d := range dimensions(other.Index) {
						copy(s.Weights(dimensions(model.Index)[k]), theirs.Weights(d))
					}
					got, found := s.Score()
					want, wanted := other.Score()
					agree(rt, got, found, want, wanted)
					if got != nil {
						results[m.Name]++
					} else {
						faults[m.Name]++
					}
				}
			})
		})
	}
	if len(results) != len(aggregate.Names()) || faults["geometric"] == 0 {
		t.Errorf("results of %v, faults of %v", slices.Sorted(maps.Keys(results)), faults)
	}
}

// with is a model with the weights that a Rescorer is asked for.
func (s *Rescorer) with(m *Model) *Model {
	c := *m
	c.groups = slices.Clone(m.groups)
	for k := range c.groups {
		c.groups[k].weights = slices.Clone(s.asked[k])
	}
	return &c
}

// TestRescoreAnyWeights: weights need not be whole or sum to anything, groups may have none, some groups change and others do
// not; methods differ from group to group, weights may have been computed, scores are rounded or withheld, rows are some of
// the table's, and ids may stand twice.
func TestRescoreAnyWeights(t *testing.T) {
	heads := []string{
		"method: {normalise: none, missing: skip}",
		"method: {normalise: none, missing: skip}\nmissing: fail",
		"method: {normalise: none, missing: {skip: {min_indicators: 7}}, ranking: {round: 1}}",
		"method: {normalise: minmax, missing: skip, ranking: {round: 0}}\nmissing: worst",
		"method: {normalise: minmax, missing: skip, aggregate: minimum}\nmissing: zero\naggregate: median",
		"method: {normalise: {minmax: {range: [1, 100]}}, missing: worst, aggregate: geometric}\naggregate: topsis",
		"method: {normalise: {minmax: {range: [1, 100]}}, missing: skip, aggregate: copeland}\nmissing: worst\naggregate: harmonic",
		"method: {normalise: {minmax: {range: [1, 100]}}, missing: zero, weights: equal, aggregate: {power: {p: 3}}}\naggregate: vikor",
		"method: {normalise: {minmax: {range: [1, 100]}}, missing: worst, weights: coefficient-of-variation}",
		"method: {normalise: {minmax: {range: [1, 100]}}, missing: worst, weights: {entropy: {over: indicators}}}\naggregate: promethee2",
	}
	for _, head := range heads {
		t.Run(head, func(t *testing.T) {
			x := leveled(t, head, []int{2, 1, 3, 1, 2, 1, 1, 4, 5, 1, 2, 1})
			scored := 0
			rapid.Check(t, func(rt *rapid.T) {
				tab := leveledTable(rt, 60)
				tab.IDs[1] = tab.IDs[0]
				rows := make([]int32, tab.Rows)
				for i := range rows {
					rows[i] = int32(i)
				}
				if rapid.Bool().Draw(rt, "some") {
					rows = rapid.Permutation(rows).Draw(rt, "rows")[:tab.Rows-1]
				}
				model, log := Prepare(x, tab, rows, Options{Workers: 1})
				if model == nil {
					rt.Skip(lines(log))
				}
				s := model.Rescorer()
				for step := range 5 {
					for _, d := range dimensions(x) {
						w := s.Weights(d)
						kind := rapid.IntRange(0, 9).Draw(rt, "kind")
						for i := range w {
							switch {
							case step == 0 || kind < 4: // as it was
							case kind == 4:
								w[i] = 0
							default:
								w[i] = max(0, rapid.Float64Range(-1, 3).Draw(rt, "weight"))
							}
						}
					}
					got, found := s.Score()
					want, wanted := s.with(model).Score()
					agree(rt, got, found, want, wanted)
					if got != nil {
						sound(rt, model, got)
						scored++
					}
				}
			})
			if scored < 10 && !testing.Short() {
				t.Errorf("only %d results", scored)
			}
		})
	}
}

// TestRescoreWeights: weights are those that the model counts with.
func TestRescoreWeights(t *testing.T) {
	w := []int{2, 1, 3, 1, 2, 8, 4, 4, 5, 0, 2, 1}
	tab := table([]float64{1, 2, 3, 4, 5, 6, 7, 8}, []float64{2, 3, 1, 7, 4, 1, 5, 9}, []float64{3, 1, 4, 1, 5, 9, 2, 6})
	rescorer := func(head string) (*index.Index, *Rescorer) {
		x := leveled(t, head, w)
		m, _, findings := run(t, x, tab, Options{})
		if m == nil {
			t.Fatal(findings)
		}
		return x, m.Rescorer()
	}
	check := func(s *Rescorer, d *index.Dimension, want ...float64) {
		t.Helper()
		if got := s.Weights(d); !near(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%s: %v, want %v", d.ID, got, want)
		}
	}
	x, s := rescorer("method: {normalise: {minmax: {range: [1, 100]}}, aggregate: arithmetic}")
	for k, want := range [][]float64{{2, 5, 1}, {1, 2}, {3, 1}, {2, 1, 1}, {0, 1}, {1}, {1}} {
		check(s, dimensions(x)[k], want...)
	}
	other, _ := rescorer("")
	check(s, other.Root)
	if s.Weights(nil) != nil {
		t.Error("no dimension has weights")
	}
	s.Weights(x.Root)[0] = 7
	if _, again := rescorer(""); again.Weights(again.model.Index.Root)[0] != 2 {
		t.Error("one Rescorer's weights are another's")
	}

	x, s = rescorer("method: {normalise: vector, aggregate: topsis}") // leaves of d0, which is a quarter, then of d1 and d2
	check(s, x.Root, .25*.25, .25/12, .25*2/3*.5, .25*2/3*.25, .25*2/3*.25, 0, .625, .125)
	check(s, x.Dims[0], .25, 1./12, 2./3*.5, 2./3*.25, 2./3*.25)
	check(s, x.Dims[3], 0, 1)

	x, s = rescorer("method: {normalise: {minmax: {range: [1, 100]}}, aggregate: benefit-of-the-doubt}")
	check(s, x.Root)
	check(s, x.Dims[1])
	check(s, x.Dims[4], 1) // one dimension passed on
}

// TestRescoreKeepsTheModel: the model scores as before, whatever its Rescorer was asked for.
func TestRescoreKeepsTheModel(t *testing.T) {
	m, want, findings := run(t, leveled(t, "method: {normalise: none, missing: skip}", slices.Repeat([]int{1}, 12)), bigTable(30, 8), Options{})
	if want == nil {
		t.Fatal(findings)
	}
	s := m.Rescorer()
	for _, d := range dimensions(m.Index) {
		s.Weights(d)[0] = 5
	}
	first, _ := s.Score()
	if d := differ(first, want); d == "" {
		t.Error("other weights change nothing")
	}
	if again, _ := m.Score(); differ(again, want) != "" {
		t.Errorf("the model: %s", differ(again, want))
	}
}

// TestRescoreComputesWhatChanged: a group is computed again when its weights or a part of it changed, and not otherwise.
func TestRescoreComputesWhatChanged(t *testing.T) {
	x := leveled(t, "method: {normalise: none, missing: skip}", slices.Repeat([]int{1}, 12))
	m, _, findings := run(t, x, bigTable(30, 8), Options{})
	if m == nil {
		t.Fatal(findings)
	}
	for _, c := range []struct {
		change string // the group whose weights change
		again  string // the groups that are computed
	}{{"test", "test"}, {"d0", "d0 test"}, {"d00", "d0 d00 test"}, {"d1", "d1 test"}, {"d20", "d2 d20 test"}, {"", ""}} {
		s := m.Rescorer()
		r, _ := s.Score()
		marked := append(slices.Clone(r.Dims), r.Exact)
		for k, col := range marked {
			col[0] = -float64(int(1) << k) // which is no mean of the others
		}
		for _, d := range dimensions(x) {
			if d.ID == c.change {
				s.Weights(d)[0] = 3
			}
		}
		s.Score()
		var again []string
		for k, d := range append(slices.Clone(x.Dims), x.Root) {
			if marked[k][0] != -float64(int(1)<<k) {
				again = append(again, d.ID)
			}
		}
		if got := strings.Join(again, " "); got != c.again {
			t.Errorf("%q changed: %q computed, want %q", c.change, got, c.again)
		}
	}
}

// TestRescoreFault: a value counts as soon as its part has weight, and no longer than that; each time it is found anew.
func TestRescoreFault(t *testing.T) {
	x := parse(t, flat("method: {normalise: none, aggregate: geometric}", "a, direction: higher, weight: 1", "b, direction: higher, weight: 0"))
	m, want, findings := run(t, x, table([]float64{4, 0}, []float64{9, 1}, []float64{2, -1}), Options{})
	if want == nil {
		t.Fatal(findings)
	}
	s := m.Rescorer()
	w := s.Weights(x.Dims[0])
	for range 3 {
		w[1] = 0
		got, log := s.Score()
		agree(t, got, log, want, &diag.Log{})
		w[1] = 1
		var logs []*diag.Log
		for range 2 {
			got, log = s.Score()
			none, wanted := s.with(m).Score()
			agree(t, got, log, none, wanted)
			logs = append(logs, log)
		}
		if len(logs[0].Findings()) != 1 || !strings.Contains(lines(logs[0]), "the geometric mean needs values above 0") {
			t.Errorf("the first log: %s", lines(logs[0]))
		}
	}
}

// TestRescoreWithoutWeight: what a group is whose weights are all 0, method by method.
func TestRescoreWithoutWeight(t *testing.T) {
	level := map[string]float64{"copeland": 50, "promethee2": 50, "vikor": 100}
	for _, m := range method.All() {
		if m.Step != method.Aggregate || m.Name == "benefit-of-the-doubt" {
			continue
		}
		stated := m.Name
		if s := settings[m.Name]; s != "" {
			stated = "{" + m.Name + ": " + s + "}"
		}
		body := strings.Replace(strings.Replace(tree, "    aggregate: geometric\n", "", 1), "name: D1\n", "name: D1\n    aggregate: "+stated+"\n", 1)
		model, _, findings := run(t, parse(t, "method: {normalise: none}"+body), table([]float64{4, 8, 2, 8}, []float64{1, 9, 5, 5}, []float64{7, 3, 3, 1}), Options{})
		if model == nil {
			t.Fatal(findings)
		}
		s := model.Rescorer()
		clear(s.Weights(model.Index.Dims[0]))
		r, log := s.Score()
		if r == nil || log != nil {
			t.Fatalf("%s: %s", m.Name, lines(log))
		}
		dim, of := nan, func(d2 float64) float64 { return d2 }
		if l, ok := level[m.Name]; ok {
			dim, of = l, func(d2 float64) float64 { return 0.6*l + 0.4*d2 }
		}
		if !near(r.Dims[0], []float64{dim, dim, dim}) || !near(r.Scores, []float64{of(5), of(5), of(2)}) || !slices.Equal(r.Ranks, []int32{1, 1, 3}) {
			t.Errorf("%s: d1 %v, scores %v, ranks %v", m.Name, r.Dims[0], r.Scores, r.Ranks)
		}
	}
}

// square is an index of so many dimensions of so many indicators.
func square(t testing.TB, head string, dims, per int) *index.Index {
	body := head + "\ndimensions:\n"
	for d := range dims {
		body += fmt.Sprintf("  - id: d%d\n    name: D%d\n    indicators:\n", d, d)
		for i := range per {
			body += fmt.Sprintf("      - {id: i%d_%d, name: I%d.%d, direction: higher}\n", d, i, d, i)
		}
	}
	return parse(t, body)
}

// draws are random weights for every group of a Rescorer, a set for each call of what comes back, over and over.
func draws(s *Rescorer, x *index.Index) (next func()) {
	r := rand.New(rand.NewPCG(3, 4))
	var groups [][]float64
	for _, d := range dimensions(x) {
		groups = append(groups, s.Weights(d))
	}
	var sets [64][][]float64
	for k := range sets {
		for _, g := range groups {
			w := make([]float64, len(g))
			for i := range w {
				w[i] = r.Float64()
			}
			sets[k] = append(sets[k], w)
		}
	}
	k := 0
	return func() {
		k = (k + 1) % len(sets)
		for g, w := range sets[k] {
			copy(groups[g], w)
		}
	}
}

// TestRescoreAllocatesNothing by the default method, over several blocks of zones, with gaps and with rounding; halves are
// rounded by another way than the rest.
func TestRescoreAllocatesNothing(t *testing.T) {
	for _, c := range []struct {
		x    *index.Index
		gaps bool
	}{
		{square(t, "", 5, 10), false},
		{square(t, "", 1, 64), false},
		{square(t, "method: {missing: skip}", 5, 10), true},
		{square(t, "method: {missing: {skip: {min_coverage: 0.5, min_indicators: 3}}}", 5, 10), true},
		{square(t, "method: {normalise: none, missing: skip, ranking: {round: 4}}", 5, 10), true},
		{square(t, "method: {normalise: none, missing: zero, ranking: {round: 0}}", 5, 10), true},
		{square(t, "method: {missing: skip, aggregate: minimum}", 5, 10), true},
		{leveled(t, "method: {missing: skip}\nmissing: worst", slices.Repeat([]int{1}, 12)), true},
	} {
		tab := bigTable(2500, len(c.x.Indicators))
		for i, v := range tab.Values {
			if v != v && !c.gaps {
				tab.Values[i] = 1
			} else if i%len(tab.IDs) < 100 {
				tab.Values[i] = 2.5
			}
		}
		m, log := Prepare(c.x, tab, nil, Options{})
		if m == nil {
			t.Fatal(lines(log))
		}
		s := m.Rescorer()
		next := draws(s, c.x)
		if n := testing.AllocsPerRun(20, func() { next(); s.Score() }); n != 0 {
			t.Errorf("%s: %v allocations", c.x.Method.Missing.Name, n)
		}
		if got, want := s.result, mustScore(t, s.with(m)); differ(got, want) != "" {
			t.Errorf("%s: other results than the model's", c.x.Method.Missing.Name)
		}
	}
}

// TestRescoreFitsWhatChanged: a method that has to be fitted is not, and allocates nothing, where nothing below has changed.
func TestRescoreFitsWhatChanged(t *testing.T) {
	x := square(t, "method: {normalise: {minmax: {range: [1, 100]}}, missing: worst, aggregate: geometric}\naggregate: arithmetic", 5, 10)
	m, log := Prepare(x, bigTable(100, 50), nil, Options{})
	if m == nil {
		t.Fatal(lines(log))
	}
	s := m.Rescorer()
	top, below := s.Weights(x.Root), s.Weights(x.Dims[0])
	if n := testing.AllocsPerRun(20, func() { top[0]++; s.Score() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if n := testing.AllocsPerRun(20, func() { below[0]++; s.Score() }); n == 0 {
		t.Error("the method is not fitted again")
	}
}

func mustScore(t testing.TB, m *Model) *Result {
	r, log := m.Score()
	if r == nil {
		t.Fatal(lines(log))
	}
	return r
}

// TestRescoreSideBySide: Rescorers of one model do not disturb each other, even where values are found that cannot be taken;
// tables are read by one at a time.
func TestRescoreSideBySide(t *testing.T) {
	x := parse(t, flat("method: {normalise: none, aggregate: geometric}", "a, direction: higher", "b, direction: higher", "c, direction: higher"))
	tab := table([]float64{4, 3, 0}, []float64{9, 1, 2}, []float64{2, 5, 1})
	reads, locate := 0, tab.Locate
	tab.Locate = func(row, column int) (diag.Place, string) { reads++; return locate(row, column) }
	m, log := Prepare(x, tab, nil, Options{})
	if m == nil {
		t.Fatal(lines(log))
	}
	const rounds = 50
	var wait sync.WaitGroup
	for k := range 4 {
		wait.Go(func() {
			s := m.Rescorer()
			w := s.Weights(x.Dims[0])
			for i := range rounds {
				w[0], w[2] = float64(1+k+i), float64(i%2)
				got, log := s.Score()
				if i%2 == 1 && (got != nil || len(log.Findings()) != 1) || i%2 == 0 && (got == nil || differ(got, mustScore(t, s.with(m))) != "") {
					t.Errorf("Rescorer %d, round %d: a result: %v, a log: %v", k, i, got != nil, log != nil)
				}
			}
		})
	}
	wait.Wait()
	if want := 4 * rounds / 2 * 2; reads != want { // of the zone, and of its value
		t.Errorf("%d reads, want %d", reads, want)
	}
}

// BenchmarkRescore scores and ranks again under other weights, on one processor.
func BenchmarkRescore(b *testing.B) {
	full, official := square(b, "", 5, 10), torch(b)
	for _, c := range []struct {
		name  string
		x     *index.Index
		zones int
		all   bool
	}{
		{"400x50/all weights", full, 400, true},
		{"400x50/one top weight", full, 400, false},
		{"torch 169x46/all weights", official, 169, true},
		{"torch 169x46/one top weight", official, 169, false},
		{"torch 10000x46/all weights", official, 10_000, true},
		{"torch 10000x46/one top weight", official, 10_000, false},
	} {
		b.Run(c.name, func(b *testing.B) {
			tab := bigTable(c.zones, len(c.x.Indicators))
			for i, v := range tab.Values {
				if v != v {
					tab.Values[i] = 1
				}
			}
			m, log := Prepare(c.x, tab, nil, Options{Workers: 1})
			if m == nil {
				b.Fatal(lines(log))
			}
			s := m.Rescorer()
			next := draws(s, c.x)
			if !c.all {
				top, k := s.Weights(c.x.Root), 0
				next = func() { k = (k + 1) % 64; top[0] = float64(k) }
			}
			b.ReportAllocs()
			for b.Loop() {
				next()
				s.Score()
			}
		})
	}
}

// BenchmarkRescoreOrder orders and ranks scores that have nothing to do with those before.
func BenchmarkRescoreOrder(b *testing.B) {
	for _, n := range []int{169, 400, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x := parse(b, flat("method: {normalise: none, missing: zero}", "a, direction: higher"))
			m, log := Prepare(x, bigTable(n, 1), nil, Options{Workers: 1})
			if m == nil {
				b.Fatal(lines(log))
			}
			s := m.Rescorer()
			var scores [16][]float64
			r := rand.New(rand.NewPCG(5, 6))
			for k := range scores {
				for range n {
					scores[k] = append(scores[k], 20+60*r.Float64())
				}
			}
			k := 0
			for b.Loop() {
				k = (k + 1) % len(scores)
				s.result.Scores = scores[k]
				s.rank()
			}
		})
	}
}
