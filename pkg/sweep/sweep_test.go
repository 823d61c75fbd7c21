package sweep

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/crossing"
	"zoneval/pkg/diag"
	"zoneval/pkg/ranking"
	"zoneval/pkg/scenario"
)

// mustRank ranks the zones of a body of an index.
func mustRank(t testing.TB, body string, rows ...[]float64) *ranking.Answer {
	t.Helper()
	a, log := run(draft(t, body).Index, table(rows...))
	if a == nil {
		t.Fatal(log.Findings())
	}
	return a
}

func mustRun(t testing.TB, a *ranking.Answer, o Options) *Answer {
	t.Helper()
	s, log := Run(a, o)
	if s == nil {
		t.Fatal(log.Findings())
	}
	return s
}

// asIs is values that are taken as they are.
const asIs = "method:\n  missing: skip\n  normalise: {goalposts: {low: 0, high: 100}}\n"

// two is one dimension of two indicators, a with the weight 0.5 and b with 1.5.
const two = asIs + `
dimensions:
  - id: all
    name: All
    weight: 100
    indicators:
      - {id: a, name: A, direction: higher, weight: 0.5}
      - {id: b, name: B, direction: higher, weight: 1.5}
`

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b)) }

// says prints an interval with the zones that end it.
func says(i crossing.Interval) string {
	pair := func(c *crossing.Crossing) string {
		if c == nil {
			return "-"
		}
		return fmt.Sprintf("%d>%d", c.Over, c.Under)
	}
	return fmt.Sprintf("%.6g..%.6g %s %s %v %d", i.Low, i.High, pair(i.Below), pair(i.Above), i.Set, i.Rank)
}

func list(crossings []crossing.Crossing) string {
	var out []string
	for _, c := range crossings {
		out = append(out, fmt.Sprintf("%.6g %d>%d", c.At, c.Over, c.Under))
	}
	return strings.Join(out, ", ")
}

// TestByHand: with t the weight of a, of 2 in all, zones 0 to 2 have (80t + 20(2-t))/2 = 20 + 30t, 60 - 10t and 50 - 20t; zone 3,
// which lacks a, has 45, and no score where b weighs nothing, at 2. Zone 0 passes 2 at 30/50 = 0.6, 3 at 25/30 and 1 at 1; 3
// passes 2 at 0.25 and 1 at 1.5.
func TestByHand(t *testing.T) {
	a := mustRank(t, two, []float64{80, 20}, []float64{40, 60}, []float64{10, 50}, []float64{nan, 45})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 0.5, Top: 2})
	if want := []float64{0, 0.5, 1, 1.5, 2}; !slices.Equal(s.At, want) || s.From != 0 || s.To != 2 || s.Low != 0 || s.High != 2 || s.Present != 0.5 || s.Curved != "" {
		t.Errorf("points %v of %+v", s.At, s)
	}
	// 20 60 50 45, 35 55 40 45, 50 50 30 45, 65 45 20 45, 80 40 10 -
	if want := []int32{4, 1, 2, 3, 4, 1, 3, 2, 1, 1, 4, 3, 1, 2, 4, 2, 1, 2, 3, 0}; !slices.Equal(s.Ranks, want) {
		t.Errorf("ranks %v, want %v", s.Ranks, want)
	}
	if got := list(s.Crossings); got != "0.25 3>2, 0.6 0>2, 0.833333 0>3, 1 0>1, 1.5 3>1" {
		t.Error("crossings " + got)
	}
	if !slices.Equal(s.Places, []int32{2, 3, 2, 1, 2}) { // best first: 1 3 2 0 after 0.25, 1 3 0 2, 1 0 3 2, 0 1 3 2, 0 3 1 2
		t.Errorf("places %v", s.Places)
	}
	for _, c := range []struct {
		name string
		got  crossing.Interval
		want string
	}{
		{"first", s.First, "0..1 - 0>1 [1] 0"},
		{"top 2", s.Top, "0.25..0.833333 3>2 0>3 [1 3] 0"},
		{"zone 1", s.Zones[0], "0..1 - 0>1 [] 1"},
		{"zone 3", s.Zones[1], "0.25..0.833333 3>2 0>3 [] 2"},
	} {
		if says(c.got) != c.want {
			t.Errorf("%s: %s, want %s", c.name, says(c.got), c.want)
		}
	}
	// Zones 1 and 3 are in the top 2 at the present weight, 2 at 0, and 0 from 1 on.
	if !slices.Equal(s.Shown, []int32{1, 3, 2, 0}) {
		t.Errorf("shown %v", s.Shown)
	}
}

// TestAtPresent: the ranks at the present weight are those of the ranking, whatever a curve says.
func TestAtPresent(t *testing.T) {
	for _, method := range []string{"arithmetic", "geometric"} {
		a := mustRank(t, weighed(method, "0.5", "1.5"), []float64{80, 20}, []float64{40, 60})
		copy(a.Result.Ranks, []int32{7, 8})
		if s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9}); !slices.Equal(s.Ranks[2:4], []int32{7, 8}) {
			t.Errorf("%s: %v", method, s.Ranks)
		}
	}
}

// TestAcross: the intervals are around the present weight, wherever the path is.
func TestAcross(t *testing.T) {
	a := mustRank(t, two, []float64{80, 20}, []float64{40, 60}, []float64{10, 50}, []float64{nan, 45})
	whole := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 0.5, Top: 2})
	for _, to := range []float64{0.4, 0.5, 0.7, 2} {
		for _, from := range []float64{0, 0.3, 0.55, 0.9} {
			if from >= to {
				continue
			}
			s := mustRun(t, a, Options{Weight: "a", From: from, To: to, Step: 0.1, Top: 2})
			if says(s.First) != says(whole.First) || says(s.Top) != says(whole.Top) {
				t.Errorf("%v to %v: first %s, top %s", from, to, says(s.First), says(s.Top))
			}
			for _, c := range s.Crossings {
				if c.At <= from || c.At >= to {
					t.Errorf("%v to %v: %v", from, to, c)
				}
			}
		}
	}
	if s := mustRun(t, a, Options{Weight: "a", From: 0.8, To: 0.9, Step: 1, Top: 2}); !slices.Equal(s.Shown, []int32{1, 3, 0}) || list(s.Crossings) != "0.833333 0>3" {
		t.Errorf("shown %v, crossings %s", s.Shown, list(s.Crossings))
	}
	b := mustRank(t, two, []float64{80, 20}, []float64{40, 60}, []float64{10, 50}, []float64{47, 43})
	s := mustRun(t, b, Options{Weight: "a", From: 0.1, To: 1.9, Step: 9, Top: 2, Listed: true})
	if !slices.Equal(s.Shown, b.Shown) {
		t.Errorf("listed %v", s.Shown)
	}
}

// TestShownBetweenPoints: zone 3 is in the top 2 from t = 0.25 to 0.833, and at none of the points, of which the present weight,
// 2, is one.
func TestShownBetweenPoints(t *testing.T) {
	body := strings.NewReplacer("weight: 0.5", "weight: 2", "weight: 1.5", "weight: 0").Replace(two)
	a := mustRank(t, body, []float64{80, 20}, []float64{40, 60}, []float64{10, 50}, []float64{45, 45})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: 1, Step: 1, Top: 2})
	if !slices.Equal(s.At, []float64{0, 1}) || !slices.Contains(s.Shown, 3) {
		t.Errorf("shown %v at %v, of ranks %v", s.Shown, s.At, s.Ranks)
	}
}

// TestPayers: of four weights 1, 2, 3 and 4, the first goes to 3.
func TestPayers(t *testing.T) {
	body := asIs + `
dimensions:
  - id: all
    name: All
    weight: 100
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 2}
      - {id: c, name: C, direction: higher, weight: 3}
      - {id: d, name: D, direction: higher, weight: 4}
`
	a := mustRank(t, body, []float64{1, 2, 3, 4}, []float64{4, 3, 2, 1})
	lock := func(ids ...string) (out []scenario.Word) {
		for _, id := range ids {
			out = append(out, scenario.Word{Text: id})
		}
		return out
	}
	for _, c := range []struct {
		o    Options
		want []float64 // at 3
		high float64
	}{
		{Options{}, []float64{3, 14. / 9, 21. / 9, 28. / 9}, 10},
		{Options{Redistribute: scenario.Proportional, Lock: lock("b")}, []float64{3, 2, 3 - 6./7, 4 - 8./7}, 8},
		{Options{Redistribute: scenario.Equal}, []float64{3, 4. / 3, 7. / 3, 10. / 3}, 7}, // b has 2 to give, and so have the others
		{Options{Redistribute: scenario.Equal, Lock: lock("b")}, []float64{3, 2, 2, 3}, 7},
		{Options{Redistribute: scenario.None}, []float64{3, 2, 3, 4}, 20},
		{Options{Redistribute: scenario.None, Lock: lock("b", "c", "d")}, []float64{3, 2, 3, 4}, 20},
		{Options{Against: "c"}, []float64{3, 2, 1, 4}, 4},
		{Options{Against: "c", Redistribute: scenario.None, Lock: lock("d")}, []float64{3, 2, 1, 4}, 4},
		{Options{Lock: lock("b", "c")}, []float64{3, 2, 3, 2}, 5},
	} {
		s := &Answer{Ranking: a, Options: c.o}
		s.Options.Weight, s.Options.From, s.Options.To = "a", nan, nan
		log := &diag.Log{}
		p, ok := s.path(log)
		if !ok {
			t.Fatal(log.Findings())
		}
		got, now := make([]float64, 4), make([]float64, 4)
		p.at(3, got)
		p.at(1, now)
		for k := range got {
			if !near(got[k], c.want[k]) || !near(now[k], float64(k+1)) {
				t.Errorf("%+v: at 3 %v, want %v; at present %v", c.o, got, c.want, now)
				break
			}
		}
		if s.High != c.high {
			t.Errorf("%+v: as far as %v, want %v", c.o, s.High, c.high)
		}
		if c.o.Redistribute == scenario.None && s.Against == nil {
			continue
		}
		p.at(s.High, got) // somebody has nothing left
		least, sum := math.Inf(1), 0.0
		for _, w := range got {
			least, sum = math.Min(least, w), sum+w
		}
		if least != 0 || !near(sum, 10) {
			t.Errorf("%+v: at %v %v", c.o, s.High, got)
		}
	}
}

// TestPoints: multiples of the step from the start, the end, and the present weight, 0.5, where it is inside.
func TestPoints(t *testing.T) {
	a := mustRank(t, two, []float64{80, 20}, []float64{40, 60})
	for _, c := range []struct {
		from, to, step float64
		want           []float64
	}{
		{0, 2, 1, []float64{0, 0.5, 1, 2}},
		{0, 2, 9, []float64{0, 0.5, 2}},
		{0.6, 0.9, 0.1, []float64{0.6, 0.7, 0.8, 0.9}}, // 0.6 + 3 * 0.1 is not above 0.9
		{0.1, 0.35, 0.1, []float64{0.1, 0.2, 0.3, 0.35}},
		{0.5, 0.6, 0.05, []float64{0.5, 0.55, 0.6}},
		{0.5, 0.5 + 1e-13, 5e-14, []float64{0.5, 0.5 + 1e-13}}, // steps are rounded to 12 decimals
		{0, 2 + 1e-12, 1, []float64{0, 0.5, 1, 2}},             // 2 but for rounding
		{math.Copysign(0, -1), 1, 1, []float64{0, 0.5, 1}},
	} {
		if s := mustRun(t, a, Options{Weight: "a", From: c.from, To: c.to, Step: c.step}); !slices.Equal(s.At, c.want) || math.Signbit(s.At[0]) {
			t.Errorf("%+v: %v", c, s.At)
		}
	}
	if s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: nan}); len(s.At) != 101 || s.At[1] != 0.02 || s.At[50] != 1 {
		t.Errorf("as is: %v", s.At)
	}
	for _, c := range []struct{ x, want float64 }{{1, 1}, {0.02, 0.02}, {0.45, 0.5}, {0.3, 0.5}, {0.11, 0.2}, {7, 10}, {1e-14, 1e-14}, {0.09, 0.1}} {
		if got := RoundStep(c.x); !near(got, c.want) {
			t.Errorf("step of %v: %v", c.x, got)
		}
	}
}

// TestPoint: at the present weight, 0.5, zone 0 passes zone 1, and zone 2, which has a, touches both: 20 + 30t, 40 - 10t, and without
// b 35. What holds there is what the ranking says.
func TestPoint(t *testing.T) {
	a := mustRank(t, two, []float64{80, 20}, []float64{20, 40}, []float64{35, nan})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if says(s.First) != "0.5..0.5 0>1 0>1 [0 1 2] 0" {
		t.Errorf("first %s", says(s.First))
	}
	for k := range s.Shown {
		if s.Zones[k].Rank != 1 {
			t.Errorf("zone %d: %s", s.Shown[k], says(s.Zones[k]))
		}
	}
}

// TestEmptyAtPresent: the weight of a is 0, and zone 2 has nothing else: at this very point it is not ranked, and beside it it is
// first.
func TestEmptyAtPresent(t *testing.T) {
	body := strings.Replace(two, "weight: 0.5", "weight: 0", 1)
	a := mustRank(t, body, []float64{80, 20}, []float64{40, 60}, []float64{90, nan})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1})
	if !slices.Equal(s.Ranks, []int32{2, 1, 0, 2, 3, 1}) {
		t.Errorf("ranks %v", s.Ranks)
	}
	if says(s.First) != "0..0 - - [1] 0" || says(s.Zones[0]) != "0..0 - - [] 1" {
		t.Errorf("first %s, zone 1 %s", says(s.First), says(s.Zones[0]))
	}
	for k, z := range s.Shown {
		if z == 2 && says(s.Zones[k]) != "0..0 - - [] 0" {
			t.Errorf("zone 2: %s", says(s.Zones[k]))
		}
	}
}

// TestRefused: what cannot be swept is one finding with a mend, and nothing is computed.
func TestRefused(t *testing.T) {
	const tree = `
dimensions:
  - id: first
    name: First
    weight: 60
    indicators:
      - {id: a1, name: A, direction: higher, weight: 1}
      - {id: a2, name: A2, direction: higher, weight: 2}
      - {id: a3, name: A3, direction: higher, weight: 0}
      - {id: a4, name: A4, direction: higher, weight: 0}
  - id: second
    name: Second
    weight: 40
    indicators:
      - {id: b, name: B, direction: higher, weight: 1}
`
	const alone = `
dimensions:
  - id: top
    name: Top
    weight: 100
    dimensions:
      - {id: in, name: In, weight: 1, indicators: [{id: x, name: X, direction: higher}, {id: y, name: Y, direction: higher}]}
`
	lock := func(ids ...string) (out []scenario.Word) {
		for _, id := range ids {
			out = append(out, scenario.Word{Text: id})
		}
		return out
	}
	usual := Options{Weight: "a1", From: nan, To: nan, Step: nan}
	with := func(change func(o *Options)) Options {
		o := usual
		change(&o)
		return o
	}
	for _, c := range []struct {
		body string
		o    Options
		rule *diag.Rule
		want string // the message and the mend
	}{
		{tree, with(func(o *Options) { o.Weight = "frist" }), diag.ScenarioSelect, `--weight: "frist" matches no part of test; did you mean "first"?`},
		{tree, with(func(o *Options) { o.Weight = "a*" }), diag.ScenarioSelect, `--weight: "a*" matches 4 parts, expected one: a1, a2, a3, a4; name one of them`},
		{tree, with(func(o *Options) { o.Weight = "b" }), diag.ScenarioWeights, "b is alone in its group, so that its weight decides nothing; sweep the weight of second instead"},
		{alone, with(func(o *Options) { o.Weight = "top" }), diag.ScenarioWeights, "top is alone in its group, so that its weight decides nothing; zoneval index show lists the parts and their weights"},
		{alone, with(func(o *Options) { o.Weight = "in" }), diag.ScenarioWeights, "in is alone in its group, so that its weight decides nothing; sweep the weight of a part inside it, such as x"},
		{tree, with(func(o *Options) { o.Lock = lock("a1") }), diag.ScenarioContra, "a1 is to move, and is locked; take the lock away"},
		{tree, with(func(o *Options) { o.Lock = lock("first/*") }), diag.ScenarioContra, "a1 is to move, and is locked; take the lock away"},
		{tree, with(func(o *Options) { o.Lock = lock("zz") }), diag.ScenarioSelect, `--lock: "zz" matches no part of test; zoneval index show lists ids, codes and names`},
		{tree, with(func(o *Options) { o.Lock = lock("a2", "a3", "a4") }), diag.ScenarioWeights, "nothing is left to pay with: every sibling of a1 is locked; lock fewer"},
		{tree, with(func(o *Options) { o.Against = "a1" }), diag.ScenarioContra, "--against is the weight that moves; name a sibling: a2, a3, a4"},
		{tree, with(func(o *Options) { o.Against = "second" }), diag.ScenarioWeights, "second is no sibling of a1: weights are traded inside one group; siblings: a2, a3, a4"},
		{tree, with(func(o *Options) { o.Against = "zz" }), diag.ScenarioSelect, `--against: "zz" matches no part of test; zoneval index show lists ids, codes and names`},
		{tree, with(func(o *Options) { o.Against, o.Lock = "a2", lock("a2") }), diag.ScenarioContra, "a2 is to pay, and is locked; take the lock away"},
		{tree, with(func(o *Options) { o.Against, o.Lock = "a2", lock("zz") }), diag.ScenarioSelect, `--lock: "zz" matches no part of test; zoneval index show lists ids, codes and names`},
		{tree, with(func(o *Options) { o.Weight, o.Against = "a3", "a4" }), diag.ScenarioWeights, "a3 cannot move: its weight is 0, and so is what others can pay for it; give it a weight first, with --set, or let others pay"},
		{tree, with(func(o *Options) { o.Weight, o.Redistribute = "a3", scenario.Equal }), diag.ScenarioWeights, "a3 cannot move: its weight is 0, and so is what others can pay for it; give it a weight first, with --set, or let others pay"},
		{strings.Replace(tree, "weight: 2}", "weight: 0}", 1), with(func(o *Options) { o.Redistribute = scenario.None }), diag.ScenarioWeights, "the siblings of a1 have no weight, so that its own decides nothing; give one of them a weight first, with --set"},
		{tree, with(func(o *Options) { o.To = 3.5 }), diag.ScenarioWeights, "--to 3.5 is not possible; a1 can go from 0 to 3"},
		{tree, with(func(o *Options) { o.From = -1 }), diag.ScenarioWeights, "--from -1 is not possible; a1 can go from 0 to 3"},
		{tree, with(func(o *Options) { o.From = 4 }), diag.ScenarioWeights, "--from 4 is not possible; a1 can go from 0 to 3"},
		{tree, with(func(o *Options) { o.To = math.Inf(1) }), diag.ScenarioWeights, "--to +Inf is not possible; a1 can go from 0 to 3"},
		{tree, with(func(o *Options) { o.To, o.Redistribute = math.Inf(1), scenario.None }), diag.ScenarioWeights, "--to +Inf is not possible; weights are 0 or more"},
		{tree, with(func(o *Options) { o.From, o.Redistribute = -1, scenario.None }), diag.ScenarioWeights, "--from -1 is not possible; weights are 0 or more"},
		{tree, with(func(o *Options) { o.From, o.To = 2, 1 }), diag.ScenarioContra, "the path goes from 2 to 1, expected an end above the start; such as --from 0 --to 3"},
		{tree, with(func(o *Options) { o.From = 3 }), diag.ScenarioContra, "the path goes from 3 to 3, expected an end above the start; such as --from 0 --to 3"},
		{tree, with(func(o *Options) { o.Step = 0 }), diag.ScenarioNumber, "found --step 0, expected a number above 0; such as --step 0.05"},
		{tree, with(func(o *Options) { o.Step = -1 }), diag.ScenarioNumber, "found --step -1, expected a number above 0; such as --step 0.05"},
		{tree, with(func(o *Options) { o.Step = math.Inf(1) }), diag.ScenarioNumber, "found --step +Inf, expected a number above 0; such as --step 0.05"},
		{tree, with(func(o *Options) { o.Step = 1e-6 }), diag.ScenarioNumber, "--step 0.000001 makes more than 100000 points of the way from 0 to 3; such as --step 0.05"},
		{"method: {weights: entropy}" + tree, usual, diag.ScenarioWeights, "the weights in first are computed by entropy, so that none can be moved; add --set method.weights=given"},
		{"method: {weights: equal}" + tree, with(func(o *Options) { o.Weight = "first" }), diag.ScenarioWeights, "the weights in the index are computed by equal, so that none can be moved; add --set method.weights=given"},
		{strings.Replace(tree, "    name: First\n", "    name: First\n    weights: critic\n", 1), usual, diag.ScenarioWeights, "the weights in first are computed by critic, so that none can be moved; state given at dimensions.first.weights in a copy of the index file (zoneval index show ID --source)"},
		{"method: {weights: entropy, normalise: {minmax: {range: [1, 100]}}}" + strings.Replace(tree, "    name: First\n", "    name: First\n    weights: given\n", 1), usual, diag.ScenarioWeights, "the weights above a1 are computed by entropy from scores that move with it; add --set method.weights=given"},
		{"method: {aggregate: benefit-of-the-doubt}" + tree, usual, diag.ScenarioWeights, "under benefit of the doubt every zone has its own weights in first, so that none can be moved; such as --set method.aggregate=arithmetic"},
	} {
		rows := [][]float64{{1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}, {2, 3, 1, 4, 2}}
		if c.body == alone {
			rows = [][]float64{{1, 2}, {2, 1}, {3, 3}}
		}
		s, log := Run(mustRank(t, c.body, rows...), c.o)
		f := log.Findings()
		if s != nil || len(f) != 1 || f[0].Rule != c.rule || f[0].Message+"; "+f[0].Mend != c.want {
			t.Errorf("%+v: %v, %v\nwant %s", c.o, s != nil, f, c.want)
		}
	}
}

// TestSearchByHand: the geometric means of weights t and 2 - t of a and b, both 1 to 100, are level where the arithmetic means of
// the logarithms are: of (100, 1) and (10, 10) where 2t = t + (2-t), so t = 1; of (100, 1) and (1, 10), where 2t = 2-t, so t = 2/3.
func TestSearchByHand(t *testing.T) {
	body := strings.Replace(two, "missing: skip", "missing: skip\n  aggregate: geometric", 1)
	a := mustRank(t, body, []float64{100, 1}, []float64{10, 10}, []float64{1, 10})
	for _, step := range []float64{0.3, 0.5, 9} { // 0.5 has a point where zones are level
		s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: step, Top: 2})
		if got := list(s.Crossings); got != "0.666667 0>2, 1 0>1" || math.Abs(s.Crossings[0].At-2./3) > 1e-13 || math.Abs(s.Crossings[1].At-1) > 1e-13 {
			t.Errorf("step %v: crossings %s", step, got)
		}
		if says(s.First) != "0..1 - 0>1 [1] 0" || says(s.Top) != "0..0.666667 - 0>2 [1 2] 0" || says(s.Zones[0]) != "0..1 - 0>1 [] 1" || s.Curved != "geometric" {
			t.Errorf("step %v: first %s, top %s, zone 1 %s, curved by %s", step, says(s.First), says(s.Top), says(s.Zones[0]), s.Curved)
		}
	}
	// The present weight, 0.5, is outside.
	for _, path := range [][2]float64{{1.5, 1.75}, {0, 0.25}} {
		s := mustRun(t, a, Options{Weight: "a", From: path[0], To: path[1], Step: 0.125, Top: 2})
		if s.Low != 0 || s.High != 2 || len(s.Crossings) != 0 || says(s.First) != "0..1 - 0>1 [1] 0" || says(s.Top) != "0..0.666667 - 0>2 [1 2] 0" || len(s.Ranks) != 3*3 {
			t.Errorf("outside: %v to %v, %s, %s, %v %v", s.Low, s.High, says(s.First), says(s.Top), s.At, s.Ranks)
		}
	}
}

// weighed is two with other weights, aggregated by another method.
func weighed(method, a, b string) string {
	return strings.NewReplacer("missing: skip", "missing: skip\n  aggregate: "+method, "weight: 0.5", "weight: "+a, "weight: 1.5", "weight: "+b).Replace(two)
}

// TestSearchBelow: what ends an interval below is the very crossing of the list: of (100, 1) and (10, 10) at 1, and of (100, 1) and
// (1, 10) at 2/3.
func TestSearchBelow(t *testing.T) {
	a := mustRank(t, weighed("geometric", "1.5", "0.5"), []float64{100, 1}, []float64{10, 10}, []float64{1, 10})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 0.3, Top: 2})
	if says(s.First) != "1..2 0>1 - [0] 0" || says(s.Top) != "0.666667..2 0>2 - [0 1] 0" || says(s.Zones[2]) != "0.666667..2 0>2 - [] 3" {
		t.Errorf("first %s, top %s, zone 2 %s", says(s.First), says(s.Top), says(s.Zones[2]))
	}
	if s.First.Low != s.Crossings[1].At || s.Top.Low != s.Crossings[0].At || s.Zones[2].Low != s.Crossings[0].At {
		t.Errorf("%v %v %v of %v", s.First.Low, s.Top.Low, s.Zones[2].Low, s.Crossings)
	}
}

// TestSearchThrough: (100, 1) passes (10, 10), which passes (1, 100), all at 1: the rank of the second is the same on both sides.
func TestSearchThrough(t *testing.T) {
	a := mustRank(t, weighed("geometric", "0.5", "1.5"), []float64{100, 1}, []float64{10, 10}, []float64{1, 100})
	for _, step := range []float64{0.3, 0.5} {
		s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: step, Top: 1, Listed: true})
		if says(s.Zones[1]) != "0..2 - - [] 2" || len(s.Crossings) != 3 || s.First.Above == nil || s.First.Above.Under != 2 || math.Abs(s.First.High-1) > 1e-12 {
			t.Errorf("step %v: second %s, first %s, crossings %v", step, says(s.Zones[1]), says(s.First), s.Crossings)
		}
		if step == 0.3 && (s.Best[1] != 2 || s.Worst[1] != 2) {
			t.Errorf("step %v: second from %v to %v", step, s.Best, s.Worst)
		}
	}
}

// TestSearchEnds: zone 1 has 30 in a and lacks b: where a weighs nothing, at 0, it has no score, and at every other weight it has
// 30, which (1, 100) has where (2-t)/2 log 100 = log 30, at 2 - log 30/log 10. The other way round it is log 30/log 10.
func TestSearchEnds(t *testing.T) {
	a := mustRank(t, weighed("geometric", "1.5", "0.5"), []float64{1, 100}, []float64{30, nan}, []float64{2, 2})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if at := 2 - math.Log10(30); len(s.Crossings) != 2 || math.Abs(s.Crossings[0].At-at) > 1e-12 || s.Crossings[0].Over != 1 || says(s.First) != fmt.Sprintf("%.6g..2 1>0 - [1] 0", at) {
		t.Errorf("crossings %v, first %s", s.Crossings, says(s.First))
	}
	if !slices.Equal(s.Ranks[:3], []int32{1, 0, 2}) || !slices.Equal(s.Places, []int32{1, 2}) {
		t.Errorf("ranks %v, places %v", s.Ranks, s.Places)
	}
	// The last zone has rank 2 at the end alone, and 3 all the way there.
	a = mustRank(t, weighed("geometric", "1.5", "0.5"), []float64{50, 100}, []float64{30, nan}, []float64{2, 2})
	s = mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if says(s.Zones[2]) != "0..2 - - [] 3" {
		t.Errorf("last %s", says(s.Zones[2]))
	}
	a = mustRank(t, weighed("geometric", "0.5", "1.5"), []float64{100, 1}, []float64{nan, 30}, []float64{2, 2})
	s = mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if at := math.Log10(30); len(s.Crossings) != 2 || math.Abs(s.Crossings[1].At-at) > 1e-12 || says(s.First) != fmt.Sprintf("0..%.6g - 0>1 [1] 0", at) {
		t.Errorf("crossings %v, first %s", s.Crossings, says(s.First))
	}
	a = mustRank(t, weighed("geometric", "0.5", "1.5"), []float64{100, 50}, []float64{nan, 30}, []float64{2, 2})
	s = mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if says(s.Zones[2]) != "0..2 - - [] 3" || s.Zones[2].High != 2 {
		t.Errorf("last %s", says(s.Zones[2]))
	}
}

// TestSearchBetween: (12, 12) is first from 2 - log 12/log 10 to log 12/log 10 alone, where (100, 1) and (1, 100) are below it, and at no
// point; so it is listed, and its crossing with (40, 2) is found too.
func TestSearchBetween(t *testing.T) {
	a := mustRank(t, weighed("geometric", "0.1", "1.9"), []float64{100, 1}, []float64{1, 100}, []float64{12, 12}, []float64{40, 2})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1})
	at := 2 * math.Log(6) / math.Log(20) // 2 20^(t/2) = 12
	k := slices.IndexFunc(s.Crossings, func(c crossing.Crossing) bool { return c.Over == 3 && c.Under == 2 })
	if !slices.Equal(s.Shown, []int32{1, 2, 0}) || k < 0 || math.Abs(s.Crossings[k].At-at) > 1e-12 {
		t.Errorf("shown %v, crossings %v, want one at %v", s.Shown, s.Crossings, at)
	}
	if !slices.Equal(s.Best, []int32{1, 1, 1}) || !slices.Equal(s.Worst, []int32{4, 3, 4}) {
		t.Errorf("from %v to %v", s.Best, s.Worst)
	}
}

// TestSearchLevel: by the median of a, of weight t, and b and c, which share the rest of 3, zone 0 has 9 until a weighs half, 1.5,
// and then 3, as zone 1 has all the way: they come level and do not cross.
func TestSearchLevel(t *testing.T) {
	body := func(a, b string) string {
		return asIs + "  aggregate: median\ndimensions:\n  - id: all\n    name: All\n    weight: 100\n    indicators:\n      - {id: a, name: A, direction: higher, weight: " + a +
			"}\n      - {id: b, name: B, direction: higher, weight: " + b + "}\n      - {id: c, name: C, direction: higher, weight: " + b + "}\n"
	}
	for _, c := range []struct{ a, b, first, last string }{
		{"1", "1", "0..1.5 - 1>0 [0] 0", "0..1.5 - 1>0 [] 2"},
		{"2", "0.5", "1.5..3 1>0 - [0 1] 0", "1.5..3 1>0 - [] 1"},
	} {
		a := mustRank(t, body(c.a, c.b), []float64{3, 9, 9}, []float64{3, 3, 3}, []float64{1, 1, 1})
		s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 0.4, Top: 1, Listed: true})
		if len(s.Crossings) != 0 || says(s.First) != c.first || says(s.Zones[1]) != c.last {
			t.Errorf("%s: first %s, zone 1 %s, crossings %v", c.a, says(s.First), says(s.Zones[1]), s.Crossings)
		}
	}
}

// TestEmptyCurve: a zone that has only what loses its weight is constant up to the end, though rounding leaves some weight there.
func TestEmptyCurve(t *testing.T) {
	a := mustRank(t, two, []float64{80, 20}, []float64{nan, 45})
	s := &Answer{Ranking: a, Options: Options{Weight: "a", From: nan, To: nan}}
	p, _ := s.path(&diag.Log{})
	p.u[1] *= 1 + 4e-15
	curves, empties := s.curves(p)
	if v := curves[1].Value(2); !empties || !near(v, 45) || curves[1].D != 0 {
		t.Errorf("%+v has %v", curves[1], v)
	}
}

// TestSearchAlonePoint: at 1.5 the medians of both zones are half way, and their square roots, which the index adds up, are not:
// 1, 7.1 and 10 of zone 0 and 0, 6.4 and 9 with 0.9 more of zone 1. So zone 1 is ahead at that point alone.
func TestSearchAlonePoint(t *testing.T) {
	const body = `method:
  normalise: {goalposts: {low: 0, high: 100}}
  aggregate: {power: {p: 0.5}}
weights_sum: 2
dimensions:
  - id: moves
    name: Moves
    weight: 1
    aggregate: median
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 1}
      - {id: c, name: C, direction: higher, weight: 1}
  - id: stays
    name: Stays
    weight: 1
    indicators:
      - {id: x, name: X, direction: higher}
`
	a := mustRank(t, body, []float64{100, 1, 1, 0}, []float64{81, 0, 0, 0.81})
	for _, step := range []float64{0.4, 0.5} {
		s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: step, Top: 1})
		if len(s.Crossings) != 0 || says(s.First) != "0..3 - - [0] 0" || step == 0.5 && s.Ranks[2*3] != 2 {
			t.Errorf("step %v: crossings %v, first %s, ranks %v", step, s.Crossings, says(s.First), s.Ranks)
		}
	}
}

// TestSearchCause: others change places at the very point where the first does.
func TestSearchCause(t *testing.T) {
	rows := [][]float64{{50, 0.5}, {5, 5}, {40, 0.4}, {4, 4}, {30, 0.3}, {3, 3}, {20, 0.2}, {2, 2}, {100, 1}, {10, 10}}
	for _, w := range [][2]string{{"0.5", "1.5"}, {"1.5", "0.5"}} {
		s := mustRun(t, mustRank(t, weighed("geometric", w[0], w[1]), rows...), Options{Weight: "a", From: nan, To: nan, Step: 0.3, Top: 1})
		for _, c := range []*crossing.Crossing{s.First.Above, s.First.Below} {
			if c != nil && (c.Over != 8 || c.Under != 9) {
				t.Errorf("%v: first %s", w, says(s.First))
			}
		}
		if (s.First.Above == nil) == (s.First.Below == nil) {
			t.Errorf("%v: first %s", w, says(s.First))
		}
	}
}

// TestTopSetEnds: zones 1 and 3 are in the top. It ends where another passes one of them; going down, where one of them passed
// another.
func TestTopSetEnds(t *testing.T) {
	for _, c := range []struct {
		c        crossing.Crossing
		on, down bool
	}{{crossing.Crossing{Over: 5, Under: 3}, true, false}, {crossing.Crossing{Over: 3, Under: 5}, false, true},
		{crossing.Crossing{Over: 3, Under: 1}, false, false}, {crossing.Crossing{Over: 5, Under: 6}, false, false}} {
		if ends := topSet(2).ends; ends([]int32{1, 3}, c.c, true) != c.on || ends([]int32{1, 3}, c.c, false) != c.down {
			t.Errorf("%+v", c)
		}
	}
}

// TestManyZones: of very many zones the crossings are those of listed zones, in the same order and with the same ranks as among
// all.
func TestManyZones(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	rows := make([][]float64, manyZones+1)
	for i := range rows {
		rows[i] = []float64{100 * r.Float64(), 100 * r.Float64()}
	}
	s := mustRun(t, mustRank(t, two, rows...), Options{Weight: "a", From: 0.3, To: 0.9, Step: 0.05, Top: 5})
	p := path{[]float64{0, 2}, []float64{1, -1}}
	curves, _ := s.curves(p)
	all := crossing.Crossings(curves, s.From, s.To)
	ranks := crossing.Ranks(curves, []float64{s.From}, nil)
	var crossings []crossing.Crossing
	var places []int32
	best, worst := slices.Clone(ranks), slices.Clone(ranks)
	for _, c := range all {
		ranks[c.Over]--
		ranks[c.Under]++
		best[c.Over], worst[c.Under] = min(best[c.Over], ranks[c.Over]), max(worst[c.Under], ranks[c.Under])
		if slices.Contains(s.Shown, c.Over) || slices.Contains(s.Shown, c.Under) {
			crossings, places = append(crossings, c), append(places, ranks[c.Over])
		}
	}
	if len(s.Crossings) < 3 || !slices.Equal(s.Crossings, crossings) || !slices.Equal(s.Places, places) {
		t.Errorf("crossings %v places %v, want %v %v", s.Crossings, s.Places, crossings, places)
	}
	for k, z := range s.Shown {
		if s.Best[k] != best[z] || s.Worst[k] != worst[z] {
			t.Errorf("zone %d from %d to %d, want %d to %d", z, s.Best[k], s.Worst[k], best[z], worst[z])
		}
	}
}

// TestSearchLevelFirst: zone 0 has 9 while a and b weigh less than half of 3, then 3 as zone 1 has, and 1 from where a alone weighs
// half: b has a third of what a leaves, so they come level at 0.75, and cross at 1.5.
func TestSearchLevelFirst(t *testing.T) {
	body := func(a, b, c string) string {
		return asIs + "  aggregate: median\ndimensions:\n  - id: all\n    name: All\n    weight: 100\n    indicators:\n      - {id: a, name: A, direction: higher, weight: " + a +
			"}\n      - {id: b, name: B, direction: higher, weight: " + b + "}\n      - {id: c, name: C, direction: higher, weight: " + c + "}\n"
	}
	rows := [][]float64{{1, 3, 9}, {3, 3, 3}, {0, 0, 0}}
	s := mustRun(t, mustRank(t, body("0.3", "0.9", "1.8"), rows...), Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if list(s.Crossings) != "1.5 1>0" || says(s.First) != "0..0.75 - 1>0 [0] 0" || says(s.Zones[1]) != "0..0.75 - 1>0 [] 2" {
		t.Errorf("crossings %s, first %s, zone 1 %s", list(s.Crossings), says(s.First), says(s.Zones[1]))
	}
	s = mustRun(t, mustRank(t, body("2.7", "0.1", "0.2"), rows...), Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if list(s.Crossings) != "1.5 1>0" || says(s.First) != "1.5..3 1>0 - [1] 0" || says(s.Zones[1]) != "1.5..3 1>0 - [] 2" {
		t.Errorf("crossings %s, first %s, zone 0 %s", list(s.Crossings), says(s.First), says(s.Zones[1]))
	}
	// Now the other one comes level after it has passed.
	rows = [][]float64{{9, 3, 1}, {3, 3, 3}, {0, 0, 0}}
	s = mustRun(t, mustRank(t, body("2.7", "0.1", "0.2"), rows...), Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if list(s.Crossings) != "1.5 0>1" || says(s.First) != "1.5..3 0>1 - [0] 0" {
		t.Errorf("crossings %s, first %s", list(s.Crossings), says(s.First))
	}
}

// TestSearchLevelBelow: zone 1 is level with zone 0 from 1.5 on, second down to 0.75, where zone 2 passes it.
func TestSearchLevelBelow(t *testing.T) {
	body := asIs + "  aggregate: median\ndimensions:\n  - id: all\n    name: All\n    weight: 100\n    indicators:\n      - {id: a, name: A, direction: higher, weight: 2.7}\n" +
		"      - {id: b, name: B, direction: higher, weight: 0.1}\n      - {id: c, name: C, direction: higher, weight: 0.2}\n"
	a := mustRank(t, body, []float64{3, 3, 3}, []float64{3, 2, 2}, []float64{1, 1, 2.5})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if list(s.Crossings) != "0.75 1>2" || says(s.Zones[1]) != "1.5..3 1>0 - [] 1" {
		t.Errorf("crossings %s, zone 1 %s", list(s.Crossings), says(s.Zones[1]))
	}
}

// TestSearchAtEnds: by the minimum of what has weight, zone 0 is first at 0, where a has none, and last beside it: no crossing.
func TestSearchAtEnds(t *testing.T) {
	a := mustRank(t, weighed("minimum", "0.5", "1.5"), []float64{1, 50}, []float64{10, 20})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 1, Top: 1})
	if !slices.Equal(s.Ranks[:4], []int32{1, 2, 2, 1}) || len(s.Crossings) != 0 || says(s.First) != "0..2 - - [1] 0" || s.First.Low != 0 {
		t.Errorf("ranks %v, crossings %v, first %s", s.Ranks, s.Crossings, says(s.First))
	}
}

// TestStay: two crossings of one pair at one point are none.
func TestStay(t *testing.T) {
	e := &search{beside: 1e-9}
	got := e.stay([]crossing.Crossing{{At: 1, Over: 0, Under: 1}, {At: 1, Over: 2, Under: 1}, {At: 1 + 1e-12, Over: 1, Under: 0}, {At: 1.5, Over: 1, Under: 2}, {At: 2, Over: 0, Under: 1}, {At: 2 + 1e-12, Over: 1, Under: 0}, {At: 2 + 2e-12, Over: 0, Under: 1}})
	if list(got) != "1 2>1, 1.5 1>2, 2 0>1" {
		t.Error(list(got))
	}
}

// TestLevel: zones that are apart by rounding alone share a rank; those that are apart by a little more do not.
func TestLevel(t *testing.T) {
	s := &Answer{From: 0, To: 1, Ranking: mustRank(t, two, []float64{1, 2})}
	curves := []crossing.Curve{crossing.Line(50, 10), crossing.Line(-70, 3)}
	level := s.rounding(curves)
	for _, v := range []float64{0.1, 50, 61.7, -33} {
		if level(v) != level(v*(1+4e-16)) && level(v) != level(v*(1-4e-16)) || level(v) == level(v+1e-10) || math.Abs(level(v)-v) > 2e-11 {
			t.Errorf("%v: %v %v", v, level(v), level(v+1e-10))
		}
	}
	s.Ranking = mustRank(t, strings.Replace(two, "method:", "method:\n  ranking: {round: 2}", 1), []float64{1, 2})
	round := s.rounding(curves)
	for _, c := range []struct{ v, want float64 }{{62.125, 62.13}, {62.1249999999999, 62.13}, {62.12499, 62.12}, {93.415, 93.42}, {93.4149999999998, 93.42}, {-1.005, -1.01}} {
		if got := round(c.v); got != c.want {
			t.Errorf("%v: %v, want %v", c.v, got, c.want)
		}
	}
}

// TestEmptyByCoverage: zone 1 lacks the first dimension and has b of the last: where that weighs nothing, it has one dimension of
// three and no score, though the last has no weight itself.
func TestEmptyByCoverage(t *testing.T) {
	const body = `method:
  missing: {skip: {min_coverage: 0.5}}
  normalise: {goalposts: {low: 0, high: 100}}
weights_sum: 1
dimensions:
  - {id: d0, name: D0, weight: 0, indicators: [{id: x, name: X, direction: higher}]}
  - {id: d1, name: D1, weight: 1, indicators: [{id: y, name: Y, direction: higher}]}
  - id: d2
    name: D2
    weight: 0
    missing: skip
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 1}
`
	a := mustRank(t, body, []float64{1, 20, 3, 4}, []float64{nan, 30, nan, 4})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 9, Top: 1, Listed: true})
	if !slices.Equal(s.Ranks, []int32{2, 1, 2, 1, 1, 0}) || says(s.First) != "0..2 - - [1] 0" {
		t.Errorf("ranks %v, first %s", s.Ranks, says(s.First))
	}
}

// TestSearchJumps: the median of a, b and c with weights t, 1 and 1 of 3 in all jumps. Zone 0 has (9, 1, 2), zone 1 has 3
// everywhere; b and c weigh (3-t)/2 each. Below from 1: b, c: zone 0 has 1 while (3-t)/2 > 1.5, never; 2 while 3-t > 1.5, that is t <
// 1.5; and 9 above. So zone 0 passes zone 1 at 1.5, and at that point alone its median is (2+9)/2.
func TestSearchJumps(t *testing.T) {
	body := asIs + `  aggregate: median
dimensions:
  - id: all
    name: All
    weight: 100
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 1}
      - {id: c, name: C, direction: higher, weight: 1}
`
	a := mustRank(t, body, []float64{9, 1, 2}, []float64{3, 3, 3}, []float64{5, 5, 5})
	for _, step := range []float64{0.4, 0.5, 9} {
		s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: step, Top: 1})
		if len(s.Crossings) != 2 || math.Abs(s.Crossings[0].At-1.5) > 1e-11 || math.Abs(s.Crossings[1].At-1.5) > 1e-11 {
			t.Errorf("step %v: crossings %v", step, s.Crossings)
		}
		if !(math.Abs(s.First.High-1.5) < 1e-11) || s.First.Low != 0 || s.First.Above == nil || s.First.Above.Over != 0 {
			t.Errorf("step %v: first %s", step, says(s.First))
		}
	}
}

// TestSearchAlone: what holds at a point alone is neither a crossing nor the end of an interval. Copeland's duels over weights t,
// 1 and 1: at t = 2 a decides nothing against b and c together, and all is level.
func TestSearchAlone(t *testing.T) {
	body := asIs + `  aggregate: copeland
dimensions:
  - id: all
    name: All
    weight: 100
    indicators:
      - {id: a, name: A, direction: higher, weight: 3}
      - {id: b, name: B, direction: higher, weight: 0.5}
      - {id: c, name: C, direction: higher, weight: 0.5}
`
	a := mustRank(t, body, []float64{9, 1, 1}, []float64{8, 2, 2})
	s := mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 1})
	if got := list(s.Crossings); got != "2 0>1" || says(s.First) != "2..4 0>1 - [0] 0" {
		t.Errorf("crossings %s, first %s", got, says(s.First))
	}
	// Zone 2 wins by a or by b and c, and ties at 2 alone where the others do.
	a = mustRank(t, body, []float64{9, 1, 1}, []float64{8, 2, 2}, []float64{1, 0, 0})
	s = mustRun(t, a, Options{Weight: "a", From: nan, To: nan, Step: 1, Top: 3})
	if says(s.Zones[2]) != "0..4 - - [] 3" {
		t.Errorf("last %s", says(s.Zones[2]))
	}
}
