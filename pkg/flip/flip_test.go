package flip

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/optimum"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// flat is an index of one dimension of indicators as they are, named by their weights, such as "a 5".
func flat(method string, indicators ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "method: {normalise: none%s}\ndimensions:\n  - id: all\n    name: All\n    indicators:\n", method)
	for _, in := range indicators {
		id, weight, _ := strings.Cut(in, " ")
		fmt.Fprintf(&b, "      - {id: %s, name: N%s, direction: higher, weight: %s}\n", id, id, weight)
	}
	return b.String()
}

// abc is three indicators of weights 5, 3 and 2. z0 has 10, 0 and 4, z1 has 0, 10 and 0: a unit of weight on a gives z0 the lead
// of a point, one on b takes it, one on c gives 0.4. z0 leads by 5 - 3 + 0.8 = 2.8.
func abc(t fataler) base {
	return base{draftOf(t, flat("", "a 5", "b 3", "c 2")), table([]float64{10, 0, 4}, []float64{0, 10, 0})}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

func allNear(a, b []float64) bool { return slices.EqualFunc(a, b, near) }

func bound(of string, low, high float64) Bound { return Bound{words(of)[0], low, high} }

// TestByHand.
//
// "L1": a unit moved from a to b takes 2 points of the lead, any other move takes less: 1.4 units, which cost 2.8.
//
// "L2": the direction is d = (1, -1, 0.4) less its mean 0.4/3, e = (2.6, -3.4, 0.8)/3, with the square 18.96/9 = 2.1066...; e
// times -2.8/2.1066... takes 2.8 points, and costs 2.8/sqrt(2.1066...).
//
// "c held": what is left moves from a to b in both norms.
//
// "a from 4": a gives 1 for 2 points; the other 0.8 come from c to b, 1.4 a unit, 0.8/1.4 = 4/7 units.
//
// "from the other side": the same with A and B turned round.
//
// "one that is away": all ways lead over b.
func TestByHand(t *testing.T) {
	s := math.Sqrt(18.96) / 3
	l2 := func(e float64) float64 { return -2.8 / (s * s) * e / 3 }
	for _, c := range []struct {
		name string
		o    Options
		want []float64
		cost float64
	}{
		{"L1", Options{}, []float64{3.6, 4.4, 2}, 2.8},
		{"L2", Options{Norm: optimum.L2}, []float64{5 + l2(2.6), 3 + l2(-3.4), 2 + l2(0.8)}, 2.8 / s},
		{"c held", Options{Norm: optimum.L2, Lock: words("c")}, []float64{3.6, 4.4, 2}, 1.4 * math.Sqrt2},
		{"c held by its name", Options{Norm: optimum.L2, Lock: words("Nc")}, []float64{3.6, 4.4, 2}, 1.4 * math.Sqrt2},
		{"a from 4", Options{Bounds: []Bound{bound("a", 4, nan)}}, []float64{4, 4 + 4.0/7, 2 - 4.0/7}, 2 + 8.0/7},
		{"a from 4 to 6", Options{Bounds: []Bound{bound("a", 4, 6)}}, []float64{4, 4 + 4.0/7, 2 - 4.0/7}, 2 + 8.0/7},
		{"b to 4", Options{Bounds: []Bound{bound("b", nan, 4)}}, []float64{4 - 4.0/3, 4, 2 + 4.0/3}, 2 + 8.0/3},
		{"two bounds of a", Options{Bounds: []Bound{bound("*", 1, nan), bound("a", 4, nan)}}, []float64{4, 4 + 4.0/7, 2 - 4.0/7}, 2 + 8.0/7},
		{"from the other side", Options{A: 1, B: -1}, []float64{3.6, 4.4, 2}, 2.8},
		{"over the dimension by name", Options{Over: "All"}, []float64{3.6, 4.4, 2}, 2.8},
		{"in percent", Options{Over: Indicators}, []float64{36, 44, 20}, 28},
		{"in percent, b to 40", Options{Over: Indicators, Bounds: []Bound{bound("b", nan, 40)}}, []float64{40 - 40.0/3, 40, 20 + 40.0/3}, 20 + 80.0/3},
	} {
		b := abc(t)
		o := c.o
		o.B = max(0, 1+o.B) // 1 unless stated
		f := b.ask(t, o)
		if f.Searched != "" || !allNear(f.After, c.want) || !near(f.Cost, c.cost) || !near(math.Abs(f.Gap), 2.8) || (f.Gap > 0) != (o.A == 0) {
			t.Errorf("%s: %v for %v, gap %v, searched %q", c.name, f.After, f.Cost, f.Gap, f.Searched)
		}
		b.keeps(t, f)
	}
}

// TestImpossibleByHand: with a from 4 and b to 4 the lead is a - b + 0.4 (10 - a - b) = 4 + 0.6 a - 1.4 b, at least 0.8. With a
// and b held nothing can move, and it stays 2.8.
func TestImpossibleByHand(t *testing.T) {
	for _, norm := range []optimum.Norm{optimum.L1, optimum.L2} {
		for _, c := range []struct {
			o    Options
			best float64
		}{
			{Options{Bounds: []Bound{bound("a", 4, nan), bound("b", nan, 4)}}, 0.8},
			{Options{Lock: words("a", "b")}, 2.8},
			{Options{Lock: words("all")}, 2.8},
			{Options{Lock: words("*")}, 2.8},
			{Options{Over: Indicators, Lock: words("all")}, 2.8},
		} {
			b, o := abc(t), c.o
			o.B, o.Norm = 1, norm
			f := b.ask(t, o)
			if f.After != nil || f.Searched != "" || !near(f.Best, c.best) {
				t.Errorf("%v: %v, best %v, searched %q", o, f.After, f.Best, f.Searched)
			}
			b.keeps(t, f)
		}
	}
	// z0 is better in everything.
	b := base{draftOf(t, flat("", "a 5", "b 3")), table([]float64{10, 4}, []float64{8, 3})}
	f := b.ask(t, Options{B: 1})
	if f.After != nil || f.Searched != "" || !near(f.Best, 1) { // all on b
		t.Errorf("%v %v %q", f.After, f.Best, f.Searched)
	}
	b.keeps(t, f)
}

const twoLevels = `method: {normalise: none}
dimensions:
  - id: d1
    name: D1
    weight: 60
    indicators:
      - {id: a, name: A, direction: higher, weight: 1}
      - {id: b, name: B, direction: higher, weight: 1}
  - id: d2
    name: D2
    weight: 40
    indicators:
      - {id: c, name: C, direction: higher, weight: 3}
      - {id: d, name: D, direction: lower, weight: 1}
  - id: d3
    name: D3
    weight: 0
    indicators:
      - {id: e, name: E, direction: higher, weight: 2}
      - {id: f, name: F, direction: higher, weight: 1}
`

// TestTwoLevelsByHand: z0 has 5 in d1 and 5 in d2, z1 has 4 and 6: 3 + 2 and 2.4 + 2.4, a lead of 0.2.
//
// Over the dimensions a unit of weight on d1 gives z0 a hundredth of 1, one on d2 takes as much: 10 units from d1 to d2. d3 has
// no weight now, and gives 0.1 for one: nothing to gain, it pays z0.
//
// Over the parts of d1, with the weight w on a: 0.6 (10 w/2) + 2 = 0.6 (8 (2-w)/2) + 2.4, w = 5.2/5.4.
//
// Over all indicators a unit gives z0 a hundredth of 10 on a, -8 on b, -2.6667 on c, 4 on d, 8 on e and 12 on f: from a to b,
// 0.18 a unit, 0.2/0.18 units.
//
// With a and b held: from d to c, 0.0667 a unit, 3 units; d has 10. With c and d held too nothing helps: e and f, without weight,
// pay z0.
func TestTwoLevelsByHand(t *testing.T) {
	b := base{draftOf(t, twoLevels), table([]float64{10, 0, 8, 4, 8, 12}, []float64{0, 8, 8 + 8.0/3, 8, 0, 0})}
	for _, c := range []struct {
		o    Options
		want []float64
		cost float64
	}{
		{Options{}, []float64{50, 50, 0}, 20},
		{Options{Over: Dimensions, Lock: words("d3")}, []float64{50, 50, 0}, 20},
		{Options{Over: "d1"}, []float64{5.2 / 5.4, 2 - 5.2/5.4}, 2 * (1 - 5.2/5.4)},
		{Options{Over: Indicators}, []float64{30 - 0.2/0.18, 30 + 0.2/0.18, 30, 10, 0, 0}, 0.4 / 0.18},
		{Options{Over: Indicators, Lock: words("d1")}, []float64{30, 30, 33, 7, 0, 0}, 6},
	} {
		o := c.o
		o.B = 1
		f := b.ask(t, o)
		if f.Searched != "" || !allNear(f.After, c.want) || !near(f.Cost, c.cost) || !near(f.Gap, 0.2) {
			t.Errorf("%v: %v for %v, gap %v, searched %q", o, f.After, f.Cost, f.Gap, f.Searched)
		}
		b.keeps(t, f)
	}
	for over, best := range map[string]float64{"d3": 0.2} { // without weight, it decides nothing
		f := b.ask(t, Options{B: 1, Over: over})
		if f.After != nil || f.Searched != "" || !near(f.Best, best) {
			t.Errorf("%s: %v, best %v, searched %q", over, f.After, f.Best, f.Searched)
		}
		b.keeps(t, f)
	}
	f := b.ask(t, Options{B: 1, Over: Indicators, Lock: words("d1", "d2")})
	if f.After != nil || !near(f.Best, 0.2) {
		t.Errorf("%v %v", f.After, f.Best)
	}
	b.keeps(t, f)
}

// TestIntoADimensionWithoutWeight: z0 leads in a and b, z1 in e of d3, which has no weight: only there it can be caught up. Of a
// unit from a to e z1 gains (10 + 5)/100, of one from b (2 + 5)/100: 0.6 (10 + 2)/2 = 3.6 points are 24 units.
func TestIntoADimensionWithoutWeight(t *testing.T) {
	b := base{draftOf(t, twoLevels), table([]float64{10, 2, 1, 1, 0, 0}, []float64{0, 0, 1, 1, 5, 4})}
	f := b.ask(t, Options{B: 1, Over: Indicators})
	if f.Searched != "" || !allNear(f.After, []float64{6, 30, 30, 10, 24, 0}) || !near(f.Cost, 48) {
		t.Errorf("%v for %v, searched %q", f.After, f.Cost, f.Searched)
	}
	b.keeps(t, f)
	if w := b.applied(t, f).Ranking.Index.Dims; !near(w[2].Weight.Value, 24) || w[2].Indicators[1].Weight.Value != 0 || w[2].Indicators[0].Weight.Value != 3 || w[1].Indicators[0].Weight.Value != 3 {
		t.Errorf("%v", w)
	}
}

// TestGapsByHand: c is the part that zones lack, under skip.
//
// Both lack it: the lead is (10 a - 10 b)/(a + b), 0 where a = b: 1 from a to b. In L2 a gives 1 and b takes 1, or c pays too: the
// direction (1, -1, 0) has the mean 0.
//
// z1 lacks it, and c is held: a + 0.8 and 10 b/8, with a + b = 8: a = 9.2/2.25.
func TestGapsByHand(t *testing.T) {
	d := draftOf(t, flat(", missing: skip", "a 5", "b 3", "c 2"))
	both := base{d, table([]float64{10, 0, nan}, []float64{0, 10, nan}, []float64{1, 1, 1})}
	for _, norm := range []optimum.Norm{optimum.L1, optimum.L2} {
		f := both.ask(t, Options{B: 1, Norm: norm})
		if f.Searched != "" || !allNear(f.After, []float64{4, 4, 2}) {
			t.Errorf("%v, searched %q", f.After, f.Searched)
		}
		both.keeps(t, f)
	}
	one := base{d, table([]float64{10, 0, 4}, []float64{0, 10, nan}, []float64{1, 1, 1})}
	f := one.ask(t, Options{B: 1, Lock: words("c")})
	if a := 9.2 / 2.25; f.Searched != "" || !allNear(f.After, []float64{a, 8 - a, 2}) || !near(f.Cost, 2*(5-a)) {
		t.Errorf("%v for %v, searched %q", f.After, f.Cost, f.Searched)
	}
	one.keeps(t, f)
	f = one.ask(t, Options{B: 1}) // c can move: a search, which does no worse
	if f.Searched != Missing || f.After == nil || f.Cost > 2*(5-9.2/2.25) {
		t.Errorf("%v for %v, searched %q", f.After, f.Cost, f.Searched)
	}
	one.keeps(t, f)
	// Both lack b, and z0 is better in what they have: only without a and c they would be level, in nothing.
	never := base{d, table([]float64{10, nan, 4}, []float64{8, nan, 3}, []float64{1, 1, 1})}
	f = never.ask(t, Options{B: 1})
	if f.After != nil || f.Searched != Missing {
		t.Errorf("%v %v searched %q", f.After, f.Best, f.Searched)
	}
	never.keeps(t, f)
	f = never.ask(t, Options{B: 1, Lock: words("a")})
	if f.After != nil || f.Searched != "" || f.Best == f.Best {
		t.Errorf("%v %v searched %q", f.After, f.Best, f.Searched)
	}
	never.keeps(t, f)
}

// TestSameGapsAndOtherScoresAbove: both lack c, and z1 is a point ahead in d2. The lead is 0.6 (10 a - 10 b)/(a + b) - 0.4, and with
// a + b it is 5.6 a - 6.4 b, 8.8: a unit from a to b makes 12 of it good.
func TestSameGapsAndOtherScoresAbove(t *testing.T) {
	text := `method: {normalise: none, missing: skip}
dimensions:
  - {id: d1, name: D1, weight: 60, indicators: [{id: a, name: A, direction: higher, weight: 5}, {id: b, name: B, direction: higher, weight: 3}, {id: c, name: C, direction: higher, weight: 2}]}
  - {id: d2, name: D2, weight: 40, indicators: [{id: d, name: D, direction: higher}]}
`
	b := base{draftOf(t, text), table([]float64{10, 0, nan, 5}, []float64{0, 10, nan, 6}, []float64{1, 1, 1, 1})}
	f := b.ask(t, Options{B: 1, Over: "d1"})
	if f.Searched != "" || !allNear(f.After, []float64{5 - 8.8/12, 3 + 8.8/12, 2}) {
		t.Errorf("%v searched %q", f.After, f.Searched)
	}
	b.keeps(t, f)
}

// TestLeadThatIsNotWhatItIsTakenFor: nothing is proven from a sum that does not give the present lead.
func TestLeadThatIsNotWhatItIsTakenFor(t *testing.T) {
	b := abc(t)
	f := b.ask(t, Options{B: 1})
	if why := f.mark().why; why != "" {
		t.Error(why)
	}
	f.Gap += 1e-6
	if why := f.mark().why; why != Missing {
		t.Errorf("%q", why)
	}
}

// TestBoundOfAPercentage: 100 times 7 of 100 is 7.000000000000001; a bound of 7 contains it.
func TestBoundOfAPercentage(t *testing.T) {
	text := `method: {normalise: none}
dimensions:
  - {id: d1, name: D1, weight: 7, indicators: [{id: a, name: A, direction: higher}]}
  - {id: d2, name: D2, weight: 93, indicators: [{id: b, name: B, direction: higher, weight: 2}, {id: c, name: C, direction: higher, weight: 1}]}
`
	b := base{draftOf(t, text), table([]float64{1, 9, 5}, []float64{8, 4, 7})}
	f := b.ask(t, Options{B: 1, Over: Indicators, Bounds: []Bound{bound("a", nan, 7)}})
	if f.Before[0] == 7 || f.High[0] != f.Before[0] || f.After == nil {
		t.Errorf("%v at most %v: %v", f.Before[0], f.High[0], f.After)
	}
	b.keeps(t, f)
}

// TestSearchFindsTheLeast: the logarithm of a geometric mean is linear in the weights, so that the least change can be solved for.
func TestSearchFindsTheLeast(t *testing.T) {
	for _, c := range []struct {
		weights []string
		values  [][]float64
		bounds  []Bound
	}{
		{[]string{"a 5", "b 3", "c 2", "d 0"}, [][]float64{{9, 2, 4, 3}, {1, 4, 5, 8}}, []Bound{bound("b", nan, 4)}},
		{[]string{"a 5", "b 3", "c 3", "d 6"}, [][]float64{{2, 8, 1, 4}, {1, 4, 9, 6}, {8, 2, 9, 8}}, nil}, // the first weights that do are not yet the nearest
	} {
		b := base{draftOf(t, flat(", aggregate: geometric", c.weights...)), table(c.values...)}
		for _, norm := range []optimum.Norm{optimum.L1, optimum.L2} {
			f := b.ask(t, Options{B: 1, Norm: norm, Bounds: c.bounds})
			var logs []float64
			for k, x := range c.values[0] {
				logs = append(logs, math.Log(x/c.values[1][k]))
			}
			want, err := optimum.Shift{Weights: f.Before, Low: f.Low, High: f.High, D: logs, Norm: norm}.Solve()
			if err != nil || f.Searched != "geometric" || math.Abs(f.Cost-want.Cost) > 1e-5 {
				t.Errorf("%v for %v, the least is %v (%v)", f.After, f.Cost, want, err)
			}
			b.keeps(t, f)
		}
	}
}

// TestSearchAcrossAStep: by a z0 is before z1 and z2 the last, by b z1, z2, z0, by c z2, z0, z1. As long as a outweighs the others z0
// beats both; below 5 of 10 it loses to z2, each beats another and all are level. On the way there nothing tells of it.
func TestSearchAcrossAStep(t *testing.T) {
	b := base{draftOf(t, flat(", aggregate: copeland", "a 8", "b 1", "c 1")), table([]float64{3, 1, 2}, []float64{2, 3, 1}, []float64{1, 2, 3})}
	f := b.ask(t, Options{B: 1})
	if f.Searched != "copeland" || !near(f.Cost, 6) {
		t.Errorf("%v for %v searched %q", f.After, f.Cost, f.Searched)
	}
	b.keeps(t, f)
}

// TestOtherWeightsAbove: z1 lacks d2, so that d1 and d3 carry all of its score: 0.75 and 0.25, and not 0.6 and 0.2. A lead is
// linear in the weights of d1 all the same. z0: 0.6 (10 w) + 0.2 * 5 + 0.2 * 5 = 2 + 6w; z1: 0.75 (4 w + 12 (1-w)) + 0.25 * 1 =
// 9.25 - 6w; w = 7.25/12.
func TestOtherWeightsAbove(t *testing.T) {
	text := `method: {normalise: none, missing: skip}
dimensions:
  - {id: d1, name: D1, weight: 60, indicators: [{id: a, name: A, direction: higher, weight: 0.5}, {id: b, name: B, direction: higher, weight: 0.5}]}
  - {id: d2, name: D2, weight: 20, indicators: [{id: c, name: C, direction: higher}]}
  - {id: d3, name: D3, weight: 20, indicators: [{id: d, name: D, direction: higher}]}
`
	b := base{draftOf(t, text), table([]float64{10, 0, 5, 5}, []float64{4, 12, nan, 1})}
	f := b.ask(t, Options{B: 1, Over: "d1"})
	if w := 7.25 / 12; f.Searched != "" || !allNear(f.After, []float64{w, 1 - w}) {
		t.Errorf("%v searched %q", f.After, f.Searched)
	}
	b.keeps(t, f)
}

// TestLevelAlready: nothing moves, and there is nothing to write.
func TestLevelAlready(t *testing.T) {
	twins := table([]float64{4, 6, 8}, []float64{4, 6, 8}, []float64{1, 2, 3})
	other := table([]float64{4, 6, 8}, []float64{4, 9, 3.5}, []float64{1, 2, 3}) // 3 * 3 - 2 * 4.5
	for _, tab := range []base{{draftOf(t, flat("", "a 5", "b 3", "c 2")), twins}, {draftOf(t, flat("", "a 5", "b 3", "c 2")), other}, {draftOf(t, flat(", aggregate: geometric", "a 5", "b 3", "c 2")), twins}} {
		for _, over := range []string{Dimensions, Indicators} {
			f := tab.ask(t, Options{B: 1, Over: over})
			if !f.Level || f.Searched != "" || f.Cost != 0 || f.Scenario != nil {
				t.Errorf("%+v", f)
			}
			tab.keeps(t, f)
		}
	}
}

// TestRoundedRanksAreShared: where the index rounds, zones that are level share their rank.
func TestRoundedRanksAreShared(t *testing.T) {
	b := base{draftOf(t, flat(", ranking: {round: 2}", "a 5", "b 3", "c 2")), table([]float64{10, 0, 4}, []float64{0, 10, 0}, []float64{9, 9, 9})}
	f := b.ask(t, Options{B: 1})
	if r := f.Applied.Result.Ranks; r[0] != 2 || r[1] != 2 {
		t.Errorf("%v", r)
	}
	b.keeps(t, f)
}

// TestConstantColumns: of a column in which all zones are alike nothing is gained.
func TestConstantColumns(t *testing.T) {
	b := base{draftOf(t, strings.Replace(flat("", "a 5", "b 3", "c 2"), "none", "minmax", 1)), table([]float64{10, 7, 4}, []float64{0, 7, 9}, []float64{5, 7, 5})}
	f := b.ask(t, Options{B: 1})
	// minmax: z0 has 100, 50, 0 and z1 0, 50, 100: 5 and 2, so that 1.5 go from a to c.
	if !allNear(f.After, []float64{3.5, 3, 3.5}) {
		t.Errorf("%v", f.After)
	}
	b.keeps(t, f)
}

// TestRefused: one finding, which says what to do.
func TestRefused(t *testing.T) {
	root := func(method string) base {
		return base{draftOf(t, strings.Replace(twoLevels, "{normalise: none}", method, 1)), table([]float64{10, 1, 8, 4, 8, 12}, []float64{2, 8, 9, 8, 2, 3}, []float64{1, 2, 5, 5, 4, 9})}
	}
	plain := root("{normalise: none}")
	for _, c := range []struct {
		b    base
		o    Options
		want string
	}{
		{plain, Options{Over: "nothing"}, `--over: "nothing" matches no part of test`},
		{plain, Options{Over: "a"}, `--over: "a" is not one dimension; such as --over d1`},
		{plain, Options{Over: "d*"}, `--over: "d*" is not one dimension`},
		{plain, Options{Lock: words("nothing")}, `--lock: "nothing" matches no part`},
		{plain, Options{Lock: words("a")}, `--lock: "a" is none of the weights that may change; they are d1, d2, d3`},
		{plain, Options{Over: "d1", Lock: words("d2")}, `--lock: "d2" is none of the weights that may change; they are a, b`},
		{plain, Options{Bounds: []Bound{bound("d9", 1, 2)}}, `--bound: "d9" matches no part`},
		{plain, Options{Bounds: []Bound{bound("d1", 10, 50)}}, `--bound: the weight of d1 is 60, outside of 10..50`},
		{plain, Options{Bounds: []Bound{bound("d1", 61, nan)}}, `--bound: the weight of d1 is 60, outside of 61..;`},
		{plain, Options{Bounds: []Bound{bound("d1", nan, 59.5)}}, `--bound: the weight of d1 is 60, outside of ..59.5`},
		{root("{normalise: none, weights: equal}"), Options{}, "the weights in test are computed by equal, so that none can be moved; add --set method.weights=given"},
		{root("{normalise: minmax, weights: entropy}"), Options{Over: Indicators}, "computed by entropy"},
		{base{draftOf(t, strings.Replace(twoLevels, "  - id: d1\n", "  - id: d1\n    weights: equal\n", 1)), plain.table}, Options{Over: Indicators}, "the weights in d1 are computed by equal"},
		{root("{normalise: {minmax: {range: [1, 100]}}, aggregate: benefit-of-the-doubt}"), Options{}, "the weights in test do not count"},
		{root("{normalise: {minmax: {range: [1, 100]}}, aggregate: benefit-of-the-doubt}"), Options{Over: "d1"}, "the weights in d1 do not count"},
		{base{draftOf(t, flat("", "a 1")), table([]float64{1}, []float64{2})}, Options{}, "all has one part"},
		{base{draftOf(t, flat("", "a 1")), table([]float64{1}, []float64{2})}, Options{Over: Indicators}, "test has one indicator"},
	} {
		o := c.o
		o.B = 1
		if got := c.b.refused(t, o); !strings.Contains(got, c.want) {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}

// TestComputedAbove: weights above that are computed from the scores would move along with the weights inside.
func TestComputedAbove(t *testing.T) {
	text := strings.Replace(strings.Replace(twoLevels, "dimensions:", "weights: entropy\ndimensions:", 1), "weight: 60", "weights: given", 1)
	text = strings.Replace(strings.Replace(text, "    weight: 40\n", "    weights: given\n", 1), "    weight: 0\n", "    weights: given\n", 1)
	b := base{draftOf(t, text), table([]float64{10, 1, 8, -4, 8, 12}, []float64{2, 8, 9, -8, 2, 3}, []float64{1, 2, 5, -5, 4, 9})}
	if got := b.refused(t, Options{B: 1, Over: "d1"}); !strings.Contains(got, "the weights in test are computed by entropy from the scores of d1") {
		t.Error(got)
	}
}

// TestShippedExample: neighbours of the shipped example, with everything that is asked.
func TestShippedExample(t *testing.T) {
	b := shipped(t)
	a := b.ranked(t)
	proven, none := 0, 0
	for i := 0; i < 40; i += 3 {
		x, y := int(a.Result.Order[i]), int(a.Result.Order[i+2])
		for _, over := range []string{Dimensions, Indicators, "performance", "innovation"} {
			for _, norm := range []optimum.Norm{optimum.L1, optimum.L2} {
				f, log := Run(b.draft, b.table, a, Options{A: x, B: y, Over: over, Norm: norm})
				if f == nil || f.Searched != "" {
					t.Fatal(log.Findings(), f)
				}
				b.keeps(t, f)
				if f.After != nil {
					proven++
				} else {
					none++
				}
			}
		}
	}
	if proven < 60 || none < 4 {
		t.Errorf("%d level, %d impossible", proven, none)
	}
}

func BenchmarkFlip(b *testing.B) {
	ex := shipped(b)
	a, log := ranking.Run(ex.draft.Index, ex.table, ranking.Options{Alone: true, Values: true})
	if a == nil {
		b.Fatal(log.Findings())
	}
	for _, over := range []string{Dimensions, Indicators} {
		for _, norm := range []optimum.Norm{optimum.L1, optimum.L2} {
			b.Run(fmt.Sprintf("%s/L%d", over, norm), func(b *testing.B) {
				for b.Loop() {
					f, _ := Run(ex.draft, ex.table, a, Options{A: 0, B: 1, Over: over, Norm: norm})
					if f == nil || f.After == nil {
						b.Fatal("no answer")
					}
				}
			})
		}
	}
}

// BenchmarkSearch is a flip under a method that it has to search with.
func BenchmarkSearch(b *testing.B) {
	ex := shipped(b)
	change, _ := scenario.ParseChange("method.aggregate={power: {p: 2}}", diag.Place{})
	rev, log := revise.Index(ex.draft, &scenario.Scenario{Changes: []scenario.Change{change}})
	if rev == nil {
		b.Fatal(log.Findings())
	}
	ex.draft = rev.Draft()
	a := ex.ranked(b)
	for _, over := range []string{Dimensions, Indicators} {
		b.Run(over, func(b *testing.B) {
			for b.Loop() {
				if f, _ := Run(ex.draft, ex.table, a, Options{A: 0, B: 1, Over: over}); f == nil || f.After == nil {
					b.Fatal("no answer")
				}
			}
		})
	}
}
