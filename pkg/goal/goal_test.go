package goal

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/ranking"
	"zoneval/pkg/zone"
)

// flat is an index of one dimension of indicators between the goalposts 0 and 100, so that a score is the weighted mean of the
// values; named by weight and what else they state, such as "a 6, whole: true". A %s in head goes into method.
func flat(method string, indicators ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "denominators: [{id: people, name: People}]\nmethod: {normalise: {goalposts: {low: 0, high: 100}}%s}\ndimensions:\n  - id: all\n    name: All\n    indicators:\n", method)
	for _, in := range indicators {
		id, weight, _ := strings.Cut(in, " ")
		fmt.Fprintf(&b, "      - {id: %s, name: N%s, direction: higher, weight: %s}\n", id, id, weight)
	}
	return b.String()
}

// three are zones with 24, 56 and 52 points under weights of 6 and 4. Both columns have a standard deviation of 20, so that one
// costs 1/12 a point, and two 1/8.
func three(t fataler) base {
	return base{draftOf(t, flat("", "a 6", "b 4")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40, 70, 1})}
}

func cost(of string, c float64) Cost { return Cost{words(of)[0], c} }

// values are the new values of a plan by indicator.
func (g *Answer) values() map[string]float64 {
	out := map[string]float64{}
	for _, s := range g.Plan {
		out[s.Indicator.ID] = s.After
	}
	return out
}

func sameValues(a, b map[string]float64) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if !near(v, b[k]) {
			return false
		}
	}
	return true
}

// TestByHand. The third zone has 52 and the first place 56 points.
//
// "second": a to its best, 60, gives 24 points for 2; the other 4 come from b, 10 units for 1/2.
//
// "first": 8 points from b, 20 units for 1.
//
// "b at half": a point from b costs 1/16, less than from a. All of b gives 16 for 1, and a 12 for 1.
//
// "a dear": the same, all of b for 2 and 12 from a for 3.
func TestByHand(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want map[string]float64
		cost float64
		need float64
	}{
		{"second", Options{Rank: 2}, map[string]float64{"a": 60, "b": 40}, 2.5, 28},
		{"first", Options{Rank: 1}, map[string]float64{"a": 60, "b": 50}, 3, 32},
		{"b at half", Options{Rank: 2, Costs: []Cost{cost("b", 0.5)}}, map[string]float64{"a": 40, "b": 70}, 2, 28},
		{"a dear", Options{Rank: 2, Costs: []Cost{cost("a", 3)}}, map[string]float64{"a": 40, "b": 70}, 5, 28},
		{"the later cost counts", Options{Rank: 2, Costs: []Cost{cost("*", 7), cost("all", 3), cost("Nb", 0.5), cost("a", 1)}}, map[string]float64{"a": 40, "b": 70}, 2, 28},
		{"all twice as dear", Options{Rank: 2, Costs: []Cost{cost("all", 2)}}, map[string]float64{"a": 60, "b": 40}, 5, 28},
	} {
		b := three(t)
		g := b.ask(t, c.o)
		if g.Searched != "" || !sameValues(g.values(), c.want) || !near(g.Cost, c.cost) || !near(g.Need, c.need) || g.Rank != 3 || g.Rival != c.o.Rank {
			t.Errorf("%s: %v for %v, need %v, rank %d, rival %d, searched %q", c.name, g.values(), g.Cost, g.Need, g.Rank, g.Rival, g.Searched)
		}
		b.keeps(t, g)
		if got := g.Applied.Result; got.Ranks[0] != int32(c.o.Rank) || !near(got.Exact[0], 24+c.need) {
			t.Errorf("%s: rank %d with %v", c.name, got.Ranks[0], got.Exact[0])
		}
	}
}

// TestImpossibleByHand: alone b gives 16 points at most, a 24; 28 are needed.
func TestImpossibleByHand(t *testing.T) {
	for lock, best := range map[string]float64{"a": 16, "b": 24, "all": 0} {
		b := three(t)
		g := b.ask(t, Options{Rank: 2, Lock: words(lock)})
		if g.Searched != "" || g.Reached || len(g.Plan) > 0 || !near(g.Best, best) || g.Most != 3 || !near(g.Result.Best, best) {
			t.Errorf("%s: %+v", lock, g)
		}
		b.keeps(t, g)
	}
	// The best zone of all cannot fall behind the first place, and cannot pass it either: a tie shares the rank.
	b := base{draftOf(t, flat("", "a 6", "b 4")), table([]float64{20, 30, 1}, []float64{60, 70, 1})}
	g := b.ask(t, Options{Rank: 1})
	if !g.Reached || g.Searched != "" || g.Applied.Result.Ranks[0] != 1 || g.Applied.Result.Ranks[1] != 1 {
		t.Errorf("%+v", g)
	}
	b.keeps(t, g)
}

// TestThereAlready: nothing is planned, and nothing searched for; a zone that shares a rank has it.
func TestThereAlready(t *testing.T) {
	b := base{draftOf(t, flat("", "a 6", "b 4")), table([]float64{60, 50, 1}, []float64{60, 50, 1}, []float64{40, 70, 1})}
	for z, rank := range map[int]int{0: 1, 1: 1, 2: 3} {
		g := b.ask(t, Options{Zone: z, Rank: rank})
		if !g.Reached || g.Rival >= 0 || len(g.Plan) > 0 || g.Searched != "" || g.Need != 0 {
			t.Errorf("%d: %+v", z, g)
		}
		b.keeps(t, g)
	}
	g := b.ask(t, Options{Zone: 2, Rank: 2}) // two stand above, level: the second of them is the one to reach
	if g.Rival != 1 || !g.Reached || g.Applied.Result.Ranks[2] != 1 {
		t.Errorf("%+v", g)
	}
	b.keeps(t, g)
}

// TestRoundedScores: with no decimals 52.4 ranks as 52, which 51.5 is enough for: 27.5 points, 24 from a and 3.5 from b.
func TestRoundedScores(t *testing.T) {
	b := base{draftOf(t, flat(", ranking: {round: 0}", "a 6", "b 4")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40, 71, 1})}
	g := b.ask(t, Options{Rank: 2})
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 60, "b": 38.75}) || !near(g.Need, 27.5) {
		t.Errorf("%v, need %v, searched %q", g.values(), g.Need, g.Searched)
	}
	b.keeps(t, g)
}

// TestWholeNumbers. Weights of 7 and 3: 23 points, and 26 are lacking to 49; a has to gain 37.14, and goes to 58.
//
// Trimmed: of 28.3 points a gives 24 and b 10.75 units, which become 11, and the 0.1 too many are taken back from a.
func TestWholeNumbers(t *testing.T) {
	b := base{draftOf(t, flat("", "a 7, whole: true", "b 3")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40, 70, 1})}
	g := b.ask(t, Options{Rank: 2, Lock: words("b")})
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 58}) || !near(g.Cost, 1.9) || !near(g.Result.Cost, 26.0/14) {
		t.Errorf("%v for %v, at least %v, searched %q", g.values(), g.Cost, g.Result.Cost, g.Searched)
	}
	b.keeps(t, g)
	b = base{draftOf(t, flat("", "a 6", "b 4, whole: true")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40.5, 70, 1})}
	g = b.ask(t, Options{Rank: 2})
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 60 - 0.1/0.6, "b": 41}) || g.Cost <= g.Result.Cost {
		t.Errorf("%v for %v, at least %v, searched %q", g.values(), g.Cost, g.Result.Cost, g.Searched)
	}
	b.keeps(t, g)
}

// TestDigits: 43.3333... of b is needed; with three digits 43.4, with two 44. Rounding never takes the rank away.
func TestDigits(t *testing.T) {
	b := base{draftOf(t, flat("", "a 6", "b 4")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40, 73 + 1.0/3, 1})}
	for digits, want := range map[int]float64{0: 40 + 10.0/3, 3: 43.4, 2: 44} {
		g := b.ask(t, Options{Rank: 2, Digits: digits})
		if v := g.values(); g.Searched != "" || !near(v["b"], want) || digits != 2 && v["a"] != 60 { // two digits are worth to take some of a back
			t.Errorf("%d: %v, searched %q", digits, v, g.Searched)
		}
		b.keeps(t, g)
	}
}

// TestDigitsAndGoalposts: rounding up does not go beyond where it counts. 50.43 are needed, two digits make 51 of it, and the
// goalpost stands at 50.4321.
func TestDigitsAndGoalposts(t *testing.T) {
	b := base{draftOf(t, flat("", "a 1, normalise: {goalposts: {low: 0, high: 50.4321}}")), table([]float64{20, 1}, []float64{50.43, 1}, []float64{60, 1})}
	g := b.ask(t, Options{Rank: 2, Digits: 2})
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 50.4321}) {
		t.Errorf("%v searched %q", g.values(), g.Searched)
	}
	b.keeps(t, g)
}

// TestDivided: a is counted by head. The zone has two people and 40, which are 20; the best is 60, for it 120. By ten it is the
// same in other units.
func TestDivided(t *testing.T) {
	for by, unit := range map[string]float64{"{by: people}": 1, "{ratio: {by: people, scale: 10}}": 10} {
		b := base{draftOf(t, flat("", "a 6, denominate: "+by, "b 4")), table([]float64{40 / unit, 30, 2}, []float64{60 / unit, 50, 1}, []float64{120 / unit, 70, 3})}
		g := b.ask(t, Options{Rank: 2})
		if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 120 / unit, "b": 40}) || !near(g.Cost, 2.5) || !near(g.Levers[0].SD, 40/unit) {
			t.Errorf("%s: %v for %v, searched %q", by, g.values(), g.Cost, g.Searched)
		}
		b.keeps(t, g)
	}
	// Whole numbers: three people at 20.333... would be 61, at the best of 20.5 61.5; 61 is the most.
	b := base{draftOf(t, flat("", "a 6, whole: true, denominate: {by: people}")), table([]float64{30, 0, 3}, []float64{41, 0, 2}, []float64{5, 0, 1})}
	b.table.Columns, b.table.Values = 2, slices.Concat(b.table.Column(0), b.table.Column(2))
	g := b.ask(t, Options{Rank: 1})
	if g.Reached || g.Searched != "" || len(g.Levers) != 1 || g.Levers[0].Best != 61 || !near(g.Best, 31.0/3) {
		t.Errorf("%+v", g)
	}
	b.keeps(t, g)
}

// TestWhatCannotBeHad: the best quotient would take more than the indicator can be, which bounds it.
func TestWhatCannotBeHad(t *testing.T) {
	b := base{draftOf(t, flat("", "a 6, max: 100, denominate: {by: people}", "b 4")), table([]float64{40, 30, 2}, []float64{60, 50, 1}, []float64{40, 70, 1})}
	g := b.ask(t, Options{Rank: 2}) // a to 100, 50 a head: 18 points; the other 10 from b
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 100, "b": 55}) || g.Plan[0].Best != 100 {
		t.Errorf("%v searched %q", g.values(), g.Searched)
	}
	b.keeps(t, g)
}

// TestNothingBeyondWhereItCounts: above a goalpost, a cap or the end of a table there is nothing to gain, so that nothing is paid
// for it: 60 of a count as 50. The score is 24, the third zone has 52: 18 from a, 10 from b. Below a floor there is a way without
// gain first, which is no straight line.
func TestNothingBeyondWhereItCounts(t *testing.T) {
	for _, of := range []string{"normalise: {goalposts: {low: 0, high: 50}}", "cap: 50", "normalise: {score-table: {points: [[0, 0], [50, 50]]}}", "normalise: {distance-to-target: {target: 50, cap: true}}"} {
		scale := map[bool]string{true: "3", false: "6"}[strings.HasPrefix(of, "normalise: {goal") || strings.Contains(of, "target")] // 50 count as 100
		b := base{draftOf(t, flat("", "a "+scale+", "+of, "b 4")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40, 70, 1}, []float64{0, 0, 1})}
		g := b.ask(t, Options{Rank: 2})
		if len(g.Levers) != 2 || !near(g.Levers[0].Room*g.Levers[0].SD, 30) || g.Levers[0].Best != 60 || g.Searched != "" || g.values()["a"] > 50 {
			t.Errorf("%s: %+v, %v, searched %q", of, g.Levers, g.values(), g.Searched)
		}
		b.keeps(t, g)
	}
	b := base{draftOf(t, flat("", "a 6, floor: 30", "b 4")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40, 70, 1})}
	g := b.ask(t, Options{Rank: 2})
	if g.Searched != NoStraightLine || !g.Reached {
		t.Errorf("searched %q, reached %v", g.Searched, g.Reached)
	}
	b.keeps(t, g)
}

// TestAloneAtTheWorst. Minmax, weights of 1: z0 has 0 and 40, z1 100 and 60, z2 50 and 100, z3 75 and 0: 20, 80, 75 and 37.5.
// For rank 3 z0 needs 17.5 points, 17.5 of b. It is alone at the worst of a: whoever moves it moves the others too, and gains up to
// 75 over z2 in all, 50 of its own. At two for a standard deviation that cannot be cheaper than b, which is proven; at one it might.
func TestAloneAtTheWorst(t *testing.T) {
	b := base{draftOf(t, strings.Replace(flat("", "a 1", "b 1"), "{goalposts: {low: 0, high: 100}}", "minmax", 1)), table([]float64{20, 50, 1}, []float64{60, 60, 1}, []float64{40, 80, 1}, []float64{50, 30, 1})}
	g := b.ask(t, Options{Rank: 3, Costs: []Cost{cost("a", 2)}})
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"b": 67.5}) || !near(g.Problem.Gain[0]*g.Levers[0].Room, 75) {
		t.Errorf("%v searched %q", g.values(), g.Searched)
	}
	b.keeps(t, g)
	dear := g.Cost
	g = b.ask(t, Options{Rank: 3})
	if g.Searched != OtherScores || !g.Reached || g.Cost > dear*(1+1e-9) {
		t.Errorf("%v for %v searched %q", g.values(), g.Cost, g.Searched)
	}
	b.keeps(t, g)
	g = b.ask(t, Options{Rank: 1, Lock: words("a")}) // 60 points, of which b has 30
	if g.Searched != "" || g.Reached || !near(g.Best, 30) || g.Most != 3 {
		t.Errorf("%+v", g)
	}
	b.keeps(t, g)
}

// TestAloneAtTheWorstWhereScoresAreFilled: what stands for the score that z2 lacks is the lowest of the others, which moves in corners
// of its own: nothing is taken for proven.
func TestAloneAtTheWorstWhereScoresAreFilled(t *testing.T) {
	text := `missing: worst
method: {normalise: minmax, missing: skip}
dimensions:
  - {id: d1, name: D1, weight: 50, indicators: [{id: a, name: A, direction: higher}]}
  - {id: d2, name: D2, weight: 50, indicators: [{id: b, name: B, direction: higher}]}
`
	b := base{draftOf(t, text), table([]float64{20, 50}, []float64{60, 60}, []float64{40, nan}, []float64{50, 30})}
	g := b.ask(t, Options{Rank: 2, Costs: []Cost{cost("a", 20)}})
	if g.Searched != OtherScores {
		t.Errorf("%v searched %q", g.values(), g.Searched)
	}
	b.keeps(t, g)
}

// TestWhatIsImproved: judged indicators on demand, none without weight, without a value, at its best, or without spread.
func TestWhatIsImproved(t *testing.T) {
	d := draftOf(t, flat(", missing: skip", "a 6", "j 4, kind: qualitative", "w 0", "m 1", "c 1", "o 1"))
	b := base{d, table([]float64{20, 30, 5, nan, 7, 9, 1}, []float64{60, 50, 9, 50, 7, 4, 1}, []float64{40, 70, 8, 60, 7, 3, 1})}
	for _, judged := range []bool{false, true} {
		g := b.ask(t, Options{Rank: 1, Qualitative: judged})
		var ids []string
		for _, l := range g.Levers {
			ids = append(ids, l.Indicator.ID)
		}
		want := "a"
		if judged {
			want = "a j"
		}
		if got := strings.Join(ids, " "); got != want || g.Lacking != 1 || g.Searched != "" {
			t.Errorf("%v: %s, %d are lacking, searched %q", judged, got, g.Lacking, g.Searched)
		}
		b.keeps(t, g)
	}
}

// TestLowerIsBetter: a as what should be low, turned round at 100.
func TestLowerIsBetter(t *testing.T) {
	text := strings.Replace(flat("", "a 6", "b 4"), "name: Na, direction: higher", "name: Na, direction: lower", 1)
	b := base{draftOf(t, text), table([]float64{80, 30, 1}, []float64{40, 50, 1}, []float64{60, 70, 1})}
	g := b.ask(t, Options{Rank: 2})
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 40, "b": 40}) || !near(g.Cost, 2.5) {
		t.Errorf("%v for %v, searched %q", g.values(), g.Cost, g.Searched)
	}
	b.keeps(t, g)
}

// TestReciprocal: the reciprocal turns round which end is good, so that less of a is better. 1/a of 20, 50 and 40 count as 19.2, 49.5
// and 39.4 on the way from 1 to 100.
func TestReciprocal(t *testing.T) {
	b := base{draftOf(t, strings.Replace(flat("", "a 6, transform: reciprocal", "b 4"), "name: Na, direction: higher, weight: 6", "name: Na, direction: higher, weight: 6, normalise: {goalposts: {low: 0.01, high: 1}}", 1)), table([]float64{0.05, 30, 1}, []float64{0.02, 50, 1}, []float64{0.025, 70, 1})}
	g := b.ask(t, Options{Rank: 1, Lock: words("b")})
	if len(g.Plan) > 0 || len(g.Levers) != 1 || g.Levers[0].Best != 0.02 || g.Searched != "transform reciprocal" {
		t.Errorf("%+v", g)
	}
	g = b.ask(t, Options{Rank: 2, Costs: []Cost{cost("b", 9)}})
	if !g.Reached || g.values()["a"] > 0.025 {
		t.Errorf("%v", g.values())
	}
	b.keeps(t, g)
}

// TestUnrankedZonesAreNoExample: the best is that of zones that have a rank.
func TestUnrankedZonesAreNoExample(t *testing.T) {
	b := base{draftOf(t, flat(", missing: {skip: {min_indicators: 2}}", "a 6", "b 4")), table([]float64{20, 30, 1}, []float64{60, 50, 1}, []float64{40, 70, 1}, []float64{95, nan, 1})}
	g := b.ask(t, Options{Rank: 2})
	if g.Searched != "" || !sameValues(g.values(), map[string]float64{"a": 60, "b": 40}) || !near(g.Cost, 2.5) {
		t.Errorf("%v for %v, searched %q", g.values(), g.Cost, g.Searched)
	}
	b.keeps(t, g)
}

// TestSumsAreChecked: what single values give must add up to what they give together.
func TestSumsAreChecked(t *testing.T) {
	b := three(t)
	g := b.ask(t, Options{Rank: 2})
	e := newEngine(g, b.table)
	if why := e.curved(); why != "" {
		t.Error(why)
	}
	e.effects[0].gain, e.effects[0].partway = 2*e.effects[0].gain, 2*e.effects[0].partway
	if why := e.curved(); why != Together {
		t.Errorf("%q", why)
	}
}

// TestTogether: what stands for a missing value is the median of what the zone has beside it, so that two values give together
// what none gives alone.
func TestTogether(t *testing.T) {
	d := draftOf(t, strings.Replace(flat(", missing: skip, impute: {dimension-mean: {median: true}}", "a 1", "b 1", "c 1", "d 9"), "{goalposts: {low: 0, high: 100}}", "none", 1))
	b := base{d, table([]float64{20, 30, 40, nan, 1}, []float64{90, 95, 99, 70, 1}, []float64{10, 10, 10, 10, 1})}
	g := b.ask(t, Options{Rank: 1})
	if g.Searched == "" {
		t.Errorf("%+v", g)
	}
	b.keeps(t, g)
}

// TestMinimum: no value alone moves the lowest of three, and all three together do.
func TestMinimum(t *testing.T) {
	b := base{draftOf(t, flat(", aggregate: minimum", "a 1", "b 1", "c 1")), table([]float64{20, 20, 20, 1}, []float64{60, 50, 55, 1}, []float64{30, 40, 70, 1})}
	g := b.ask(t, Options{Rank: 2})
	if g.Searched != "minimum" || !sameValues(g.values(), map[string]float64{"a": 30, "b": 30, "c": 30}) {
		t.Errorf("%v searched %q", g.values(), g.Searched)
	}
	b.keeps(t, g)
}

// TestOnlyItsOwnYear: the values of the year that is ranked change, and the bests are of that year.
func TestOnlyItsOwnYear(t *testing.T) {
	b := three(t)
	old := table([]float64{95, 95, 1}, []float64{99, 99, 1}, []float64{1, 1, 1})
	both := table(slices.Concat(rowsOf(old), rowsOf(b.table))...)
	both.IDs = slices.Concat(old.IDs, b.table.IDs)
	both.Years = []int32{2020, 2020, 2020, 2021, 2021, 2021}
	b.table = both
	g := b.ask(t, Options{Rank: 2})
	if !sameValues(g.values(), map[string]float64{"a": 60, "b": 40}) {
		t.Errorf("%v", g.values())
	}
	b.keeps(t, g)
}

func rowsOf(t *zone.Table) [][]float64 {
	var out [][]float64
	for i := range t.Rows {
		row := make([]float64, t.Columns)
		for j := range row {
			row[j] = t.Values[j*t.Rows+i]
		}
		out = append(out, row)
	}
	return out
}

// TestOnlySomeZones: ranks and bests are among the zones that are scored.
func TestOnlySomeZones(t *testing.T) {
	b := three(t)
	rows := append(rowsOf(b.table), []float64{100, 100, 1})
	b.table = table(rows...)
	b.table.Type = zone.Attribute{Values: []string{"", "x", "y"}, Codes: []uint32{1, 1, 1, 2}}
	a, log := ranking.Run(b.draft.Index, b.table, ranking.Options{Alone: true, Values: true, Only: []zone.Selector{{Attribute: "type", Values: []string{"x"}}}})
	if a == nil {
		t.Fatal(log.Findings())
	}
	g, _ := Run(b.table, a, Options{Rank: 1})
	if g == nil || !g.Reached || !sameValues(g.values(), map[string]float64{"a": 60, "b": 50}) || g.Applied.Result.Ranks[0] != 1 {
		t.Errorf("%+v", g)
	}
}

// TestIDThatAChangeCannotHold: the zone is then named by its name.
func TestIDThatAChangeCannotHold(t *testing.T) {
	b := three(t)
	b.table.IDs[0], b.table.Names = "CN/1=x", []string{"First", "Second", "Third"}
	g := b.ask(t, Options{Rank: 2})
	if !strings.HasPrefix(g.Scenario.Changes[0].Text, "zone:First/a=60") {
		t.Error(g.Scenario.Changes[0].Text)
	}
	b.keeps(t, g)
}

// TestNegativeValues are set in brackets.
func TestNegativeValues(t *testing.T) {
	b := base{draftOf(t, strings.Replace(flat("", "a 6", "b 4"), "low: 0", "low: -100", 1)), table([]float64{-90, -50, 1}, []float64{-40, -50, 1}, []float64{-30, -10, 1})}
	g := b.ask(t, Options{Rank: 2, Lock: words("b"), Digits: 6}) // level with the second, which has the same b
	if !sameValues(g.values(), map[string]float64{"a": -40}) || g.Scenario.Changes[0].Text != "zone:z0/a=(-40)" {
		t.Errorf("%v %s", g.values(), g.Scenario.Changes[0].Text)
	}
	b.keeps(t, g)
}

// TestRefused: one finding, which says what to do.
func TestRefused(t *testing.T) {
	b := three(t)
	gap := base{draftOf(t, flat(", missing: {skip: {min_indicators: 2}}", "a 6", "b 4")), table([]float64{20, nan, 1}, []float64{60, 50, 1}, []float64{40, 70, 1})}
	judged := base{draftOf(t, flat("", "a 6", "b 4, kind: qualitative")), b.table}
	for _, c := range []struct {
		b    base
		o    Options
		want string
	}{
		{b, Options{Rank: 0}, "found --rank 0, expected a rank from 1 to 3; such as --rank 2"},
		{b, Options{Rank: -2}, "found --rank -2"},
		{b, Options{Rank: 4}, "found --rank 4"},
		{gap, Options{Rank: 1}, `zone "z0" has no rank, so that it has nothing to improve on; fill its values in first`},
		{gap, Options{Zone: 1, Rank: 3}, "expected a rank from 1 to 2"},
		{b, Options{Rank: 1, Lock: words("x")}, `--lock: "x" matches no part`},
		{b, Options{Rank: 1, Costs: []Cost{cost("x", 2)}}, `--cost: "x" matches no part`},
		{judged, Options{Rank: 1, Costs: []Cost{cost("b", 2)}}, `--cost: "b" is not improved, so that its cost does not matter; add --qualitative`},
		{b, Options{Rank: 1, Costs: []Cost{cost("b", 2)}, Lock: words("b")}, `--cost: "b" is not improved, so that its cost does not matter; leave it out, or the lock`},
	} {
		if got := c.b.refused(t, c.o); !strings.Contains(got, c.want) {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}

// TestShippedExample: zones from all over the shipped example, and ranks near and far.
func TestShippedExample(t *testing.T) {
	b := shipped(t)
	a := b.ranked(t)
	exact, none := 0, 0
	for i := 3; i < 229; i += 15 {
		for _, better := range []int{1, 10, 60} {
			z := int(a.Result.Order[i])
			g, log := Run(b.table, a, Options{Zone: z, Rank: max(1, i-better), Digits: 6})
			if g == nil {
				t.Fatal(log.Findings())
			}
			b.keeps(t, g)
			if g.Searched == "" {
				exact++
			}
			if !g.Reached {
				none++
			}
			if g.Reached && g.Searched == "" && g.Cost > 1.1*g.Result.Cost {
				t.Errorf("%d to %d costs %v, at least %v", i, i-better, g.Cost, g.Result.Cost)
			}
		}
	}
	if exact < 40 {
		t.Errorf("%d exact, %d not reached", exact, none)
	}
}

func BenchmarkGoal(b *testing.B) {
	ex := shipped(b)
	a := ex.ranked(b)
	for _, to := range []int{119, 60, 10, 1} {
		b.Run(fmt.Sprintf("120 to %d", to), func(b *testing.B) {
			for b.Loop() {
				if g, _ := Run(ex.table, a, Options{Zone: int(a.Result.Order[119]), Rank: to, Digits: 6}); g == nil || g.Searched != "" {
					b.Fatal("no exact answer")
				}
			}
		})
	}
}

// BenchmarkSearch has to search, since scores are relative to the spread of all zones.
func BenchmarkSearch(b *testing.B) {
	ex := shipped(b)
	ex.draft = ex.changed(b, "method.normalise=zscore")
	a := ex.ranked(b)
	for _, to := range []int{100, 10} {
		b.Run(fmt.Sprintf("120 to %d", to), func(b *testing.B) {
			for b.Loop() {
				if g, _ := Run(ex.table, a, Options{Zone: int(a.Result.Order[119]), Rank: to, Digits: 6}); g == nil || g.Searched == "" || !g.Reached {
					b.Fatal("no answer")
				}
			}
		})
	}
}
