package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/zone"
)

// twoIndicators has a by min-max and b by goalposts of 0 and 100, so that b of a zone does not depend on the others.
const twoIndicators = `
method: {normalise: minmax}
dimensions:
  - id: all
    name: All
    indicators:
      - {id: a, name: A, direction: higher, weight: %s}
      - {id: b, name: B, direction: higher, weight: %s, normalise: {goalposts: {low: 0, high: 100}}}
`

// TestByHand: X has a of 2 and then 4; the best a of others is 10 and then 8, the worst 0. Min-max gives X in a
//
//	20 with nothing changed, 40 with its data (4 of 10), 25 with the others (2 of 8), 50 with both (4 of 8)
//
// and b is 60 throughout. Weights of 50 and 50 become 80 and 20, so that the score is 0.5 n + 30, and then 0.8 n + 12:
//
//	{} 40, data 50, others 42.5, data and others 55, weights 28, data and weights 44, others and weights 32, all 52.
//
// Over all orders (weights 1/3, 1/6, 1/3 for none, one or two before):
//
//	data    10/3 + (12.5 + 16)/6 + 20/3 = 14.75
//	others  2.5/3 + (5 + 4)/6 + 8/3 = 5
//	weights -12/3 + (-6 - 10.5)/6 - 3/3 = -7.75
//
// and the sum is 12 = 52 - 40.
func TestByHand(t *testing.T) {
	x, y := parse(t, fmt.Sprintf(twoIndicators, "50", "50")), parse(t, fmt.Sprintf(twoIndicators, "80", "20"))
	rows := []string{"X 2020 - 2 60", "Y 2020 - 0 10", "Z 2020 - 10 5", "X 2021 - 4 60", "Y 2021 - 0 90", "Z 2021 - 8 5", "new 2021 - 1 1", "gone 2020 - 1 99", "away 2020 - 1 98"}
	a := mustRun(t, Side{Name: "2020", Index: x, Table: table(x, "t", rows...), Year: 2020}, Side{Name: "2021", Index: y, Table: table(y, "t", rows...), Year: 2021}, Options{})
	z := a.zone("X")
	for c, want := range [Causes]float64{14.75, -7.75, 0, 5} {
		if !near(z.Parts[c], want) {
			t.Errorf("%s: %v, want %v", Cause(c), z.Parts[c], want)
		}
	}
	if !near(z.Score[0], 40) || !near(z.Score[1], 52) || !near(z.Change, 12) || z.Parts[Method] != 0 {
		t.Errorf("%+v", z)
	}
	// 2020: gone 0.5 x 10 + 49.5 = 54.5, away 54, Z 52.5, X 40, Y 5. 2021: Z 81, X 52, Y 18, new 0.8 x 12.5 + 0.2 = 10.2.
	var listed []string
	for _, k := range a.Shown {
		z := a.Zones[k]
		gained, ok := z.Shift()
		listed = append(listed, fmt.Sprintf("%s %d-%d %d %v %v", z.ID, z.Rank[0], z.Rank[1], gained, ok, z.Divided()))
	}
	if got := strings.Join(listed, ", "); got != "Z 3-1 2 true true, X 4-2 2 true true, Y 5-3 2 true true, new 0-4 -4 false false, gone 1-0 1 false false, away 2-0 2 false false" {
		t.Errorf("listed %s", got)
	}
	if a.Alike != [Causes]bool{Method: true} || a.Shift.Zones != 3 || a.Faults+a.Spared != 0 {
		t.Errorf("alike %v, shift %+v", a.Alike, a.Shift)
	}
	if d := a.Indices; len(d) != 2 || d[0].ID != "a" || d[0].Weight != [2]float64{0.5, 0.8} || d[0].In != [2]bool{true, true} || d[1].Weight != [2]float64{0.5, 0.2} {
		t.Errorf("differences %+v", d)
	}
}

// TestMethodByHand: X has 4 and 9, an arithmetic mean of 6.5 and a geometric one of 6.
func TestMethodByHand(t *testing.T) {
	body := "scale: 10\nmethod: {normalise: none, aggregate: %s}\ndimensions:\n  - {id: all, name: All, indicators: [{id: a, name: A, direction: higher}, {id: b, name: B, direction: higher}]}\n"
	x, y := parse(t, fmt.Sprintf(body, "arithmetic")), parse(t, fmt.Sprintf(body, "geometric"))
	tab := table(x, "t", "X 0 - 4 9", "Y 0 - 1 1")
	a := mustRun(t, Side{Name: "A", Index: x, Table: tab}, Side{Name: "B", Index: y, Table: tab}, Options{})
	if z := a.zone("X"); z.Parts != [Causes]float64{Method: z.Change} || !near(z.Change, -0.5) {
		t.Errorf("%+v", z)
	}
	if a.Alike != [Causes]bool{Data: true, Weights: true, Others: true} || len(a.Indices) > 0 {
		t.Errorf("alike %v, differences %v", a.Alike, a.Indices)
	}
}

// TestOneCause: where a single thing differs, everything is put down to it, to the last bit.
func TestOneCause(t *testing.T) {
	x := parse(t, fmt.Sprintf(twoIndicators, "50", "50"))
	heavy, worst := parse(t, fmt.Sprintf(twoIndicators, "70", "30")), parse(t, strings.ReplaceAll(fmt.Sprintf(twoIndicators, "50", "50"), "direction: higher", "direction: lower"))
	rows := []string{"X 0 - 2 61", "Y 0 - 0.3 10", "Z 0 - 10 5"}
	tab := table(x, "t", rows...)
	only := func(a *Answer, id string, cause Cause) {
		t.Helper()
		z := a.zone(id)
		var want [Causes]float64
		want[cause] = z.Score[1] - z.Score[0]
		if z.Parts != want || want[cause] == 0 {
			t.Errorf("%s of %s: %+v", cause, id, z)
		}
	}
	for _, id := range []string{"X", "Y", "Z"} {
		only(mustRun(t, Side{Name: "A", Index: x, Table: tab}, Side{Name: "B", Index: heavy, Table: table(heavy, "t", rows...)}, Options{}), id, Weights)
		only(mustRun(t, Side{Name: "A", Index: x, Table: tab}, Side{Name: "B", Index: worst, Table: table(worst, "t", rows...)}, Options{}), id, Method)
	}
	// Only b of Z changes, which has goalposts: of Z all is data, and nobody else moves.
	a := mustRun(t, Side{Name: "A", Index: x, Table: tab}, Side{Name: "B", Index: x, Table: table(x, "t", rows[0], rows[1], "Z 0 - 10 15")}, Options{})
	only(a, "Z", Data)
	if z := a.zone("X"); z.Parts != [Causes]float64{} || z.Change != 0 {
		t.Errorf("%+v", z)
	}
	// Only a of Z changes, which is the best: of Z all is data, of X all is the others.
	a = mustRun(t, Side{Name: "A", Index: x, Table: tab}, Side{Name: "B", Index: x, Table: table(x, "t", rows[0], rows[1], "Z 0 - 7 5")}, Options{})
	only(a, "X", Others)
	if z := a.zone("Z"); z.Change != 0 || z.Parts != [Causes]float64{} { // 100 in a before and after
		t.Errorf("%+v", z)
	}
	// A zone that comes moves the scale for all.
	only(mustRun(t, Side{Name: "A", Index: x, Table: tab}, Side{Name: "B", Index: x, Table: table(x, "t", append(slices.Clone(rows), "new 0 - 20 0")...)}, Options{}), "X", Others)
	// A zone is in another group, from whose mean its gap is filled.
	grouped := parse(t, "method: {normalise: none, impute: {group-mean: {by: type}}}\nscale: 10\ndimensions:\n  - {id: all, name: All, indicators: [{id: a, name: A, direction: higher}]}\n")
	group := func(kind string) Side {
		return Side{Name: kind, Index: grouped, Table: table(grouped, "t", "X 0 "+kind+" -", "Y 0 p 3", "Z 0 q 7")}
	}
	only(mustRun(t, group("p"), group("q"), Options{}), "X", Data)
	// The value that a gap is filled with is too old in one of two files.
	past := parse(t, "method: {normalise: none, impute: {previous-year: {max_years: 1}}, missing: zero}\nscale: 10\ndimensions:\n  - {id: all, name: All, indicators: [{id: a, name: A, direction: higher}]}\n")
	file := func(year string) Side {
		return Side{Name: year, Index: past, Table: table(past, year, "X "+year+" - 6", "X 2021 - -", "Y 2020 - 1", "Y 2021 - 3"), Year: 2021}
	}
	only(mustRun(t, file("2019"), file("2020"), Options{}), "X", Data)
	// Of one file with all years of a zone on both sides, each side ranks another.
	both := table(past, "t", "X 2020 - 6", "X 2021 - 5")
	only(mustRun(t, Side{Name: "2020", Index: past, Table: both, Year: 2020}, Side{Name: "2021", Index: past, Table: both, Year: 2021}, Options{}), "X", Data)
	// A's steps leave a zone out that is the best: it is in the data of both.
	drop := parse(t, strings.Replace(fmt.Sprintf(twoIndicators, "50", "50"), "minmax}", "minmax, screen: {availability: {drop: [best]}}}", 1))
	best := table(x, "t", append(slices.Clone(rows), "best 0 - 20 0", "never 0 - - -")...)
	skip := parse(t, strings.Replace(fmt.Sprintf(twoIndicators, "50", "50"), "minmax}", "minmax, missing: skip}", 1))
	drop.Root.Missing, drop.Dims[0].Missing = skip.Root.Missing, skip.Dims[0].Missing
	a = mustRun(t, Side{Name: "A", Index: drop, Table: best}, Side{Name: "B", Index: skip, Table: best}, Options{})
	only(a, "X", Method)
	if z := a.zone("best"); z.Row != [2]int{3, 3} || z.Rank != [2]int32{0, 1} && z.Rank != [2]int32{0, 2} {
		t.Errorf("%+v", z)
	}
	if z := a.zone("never"); z == nil || len(a.Zones) != 5 || len(a.Shown) != 4 {
		t.Errorf("a zone without a rank on both sides is listed: %v of %+v", a.Shown, a.Zones)
	}
}

// TestDifferences: shares that change places with those above them, and weights that do not count.
func TestDifferences(t *testing.T) {
	body := "method: {normalise: minmax, aggregate: %s}\ndimensions:\n  - {id: p, name: P, weight: %d, indicators: [{id: a, name: A, direction: higher, weight: %d}, {id: b, name: B, direction: higher, weight: %d}]}\n" +
		"  - {id: q, name: Q, weight: %d, indicators: [{id: c, name: C, direction: higher}]}\n"
	side := func(name string, args ...any) Side {
		x := parse(t, fmt.Sprintf(body, args...))
		return Side{Name: name, Index: x, Table: table(x, "t", "X 0 - 1 2 3", "Y 0 - 2 1 1", "Z 0 - 3 3 2")}
	}
	told := func(a *Answer) (out string) {
		for _, d := range a.Indices {
			out += fmt.Sprintf("%s %.4g %v; ", d.ID, d.Weight, d.Own())
		}
		return out
	}
	// a has 0.4 x 0.75 and then 0.6 x 0.5 of the whole: another share of its group, and the same of the whole.
	a := mustRun(t, side("A", "arithmetic", 40, 3, 1, 60), side("B", "arithmetic", 60, 1, 1, 40), Options{})
	if got := told(a); got != "p [0.4 0.6] true; q [0.6 0.4] true; a [0.3 0.3] true; b [0.1 0.3] true; c [0.6 0.4] false; " {
		t.Errorf("differences %s", got)
	}
	a = mustRun(t, side("A", "arithmetic", 40, 3, 1, 60), side("B", "benefit-of-the-doubt", 40, 3, 1, 60), Options{})
	if got := told(a); got != "p [0.4 NaN] true; q [0.6 NaN] true; a [0.3 NaN] true; b [0.1 NaN] true; c [0.6 NaN] true; " {
		t.Errorf("differences %s", got)
	}
	// Changes of the first pair: the means are of them without their signs.
	a = mustRun(t, side("A", "arithmetic", 40, 3, 1, 60), side("B", "arithmetic", 60, 1, 1, 40), Options{})
	sum, negative := 0.0, false
	for _, z := range a.Zones {
		sum += math.Abs(z.Change)
		negative = negative || z.Change < 0
	}
	if m := a.Mean; m.Zones != 3 || !near(m.Change, sum/3) || !near(m.Parts[Weights], sum/3) || !negative || sum == 0 {
		t.Errorf("means %+v of %+v", m, a.Zones)
	}
}

// TestTheOtherIndexsIndicator: c is only in B's index. The data of A, which is another file, do not have it, so they take that
// of B; gone is not there, and is left out of mixtures that look at c. X has a of 10 of 20, and c of 100: 50, and then
// with both at half the weight 0.5 x 50 + 0.5 x 100 = 75, whatever c is compared with, so all of it is weights.
func TestTheOtherIndexsIndicator(t *testing.T) {
	one := "method: {normalise: {goalposts: {low: 0, high: 20}}}\ndimensions:\n  - {id: all, name: All, indicators: [{id: a, name: A, direction: higher}]}\n"
	two := strings.Replace(one, "}]}", "}, {id: c, name: C, direction: higher, normalise: {goalposts: {low: 0, high: 100}}}]}", 1)
	x, y := parse(t, one), parse(t, two)
	was, is := table(x, "old.csv", "X 0 - 10", "Y 0 - 20", "gone 0 - 1"), table(y, "new.csv", "X 0 - 10 100", "Y 0 - 20 0")
	a := mustRun(t, Side{Name: "A", Index: x, Table: was}, Side{Name: "B", Index: y, Table: is}, Options{})
	z := a.zone("X")
	if !near(z.Change, 25) || !near(z.Parts[Weights], 25) || z.Parts[Data] != 0 || math.Abs(z.Parts[Others]) > 1e-12 {
		t.Errorf("%+v", z)
	}
	if b := a.Borrowed; fmt.Sprint(b) != "[{[c] [gone]} {[] []}]" {
		t.Errorf("borrowed %v", b)
	}
	if d := a.Indices; len(d) != 2 || d[1].ID != "c" || d[1].In != [2]bool{false, true} || d[1].Weight[1] != 0.5 || !math.IsNaN(d[1].Weight[0]) {
		t.Errorf("differences %+v", d)
	}
	// In one file of two years A's own c is known: it was 40, so that 15 of the change are data.
	rows := []string{"X 2020 - 10 40", "Y 2020 - 20 0", "X 2021 - 10 100", "Y 2021 - 20 0"}
	before := table(x, "both.csv", rows...)
	a = mustRun(t, Side{Name: "A", Index: x, Table: before, Year: 2020}, Side{Name: "B", Index: y, Table: table(y, "both.csv", rows...), Year: 2021}, Options{})
	// {} 50, data 50, weights 0.5 x 50 + 0.5 x 40 = 45, both 75: data (0 + 30)/2, weights (-5 + 25)/2.
	if z := a.zone("X"); !near(z.Parts[Data], 15) || !near(z.Parts[Weights], 10) || a.Borrowed[0].Columns != nil {
		t.Errorf("%+v, borrowed %v", z, a.Borrowed)
	}
}

// TestTheOthersHistory: A ranks 2021 with a file of 2020 and 2021, in which c was not read; B's file has c in 2022 and a gap in
// 2021. What A's zone takes for c is that gap, and no value of 2022 is taken for one of 2020, with which previous-year
// would fill it: c counts as 0 under the weights and method of B. X has a of 10 on both sides, and c of 80 in B: with a
// and c of equal weight {} 10, weights (10 + 0)/2, data 10 and both 45, so that the parts are weights (-5 + 35)/2 = 15
// and data (0 + 40)/2 = 20.
func TestTheOthersHistory(t *testing.T) {
	one := "method: {normalise: none, missing: zero, impute: {previous-year: {max_years: 1}}}\ndimensions:\n  - {id: all, name: All, indicators: [{id: a, name: A, direction: higher}]}\n"
	two := strings.Replace(one, "}]}", "}, {id: c, name: C, direction: higher}]}", 1)
	x, y := parse(t, one), parse(t, two)
	old := table(x, "old.csv", "X 2020 - 10", "X 2021 - 10", "Y 2021 - 1")
	young := table(y, "new.csv", "X 2021 - 10 -", "X 2022 - 10 80", "Y 2022 - 1 1")
	a := mustRun(t, Side{Name: "A", Index: x, Table: old, Year: 2021}, Side{Name: "B", Index: y, Table: young, Year: 2022}, Options{})
	if z := a.zone("X"); !near(z.Parts[Weights], 15) || !near(z.Parts[Data], 20) {
		t.Errorf("%+v", z)
	}
}

// TestFaults: A's index skips a gap of A's data, at which B's index fails: the data of A cannot be scored by the method of B.
func TestFaults(t *testing.T) {
	body := "method: {normalise: minmax, missing: %s}\ndimensions:\n  - {id: all, name: All, indicators: [{id: a, name: A, direction: higher}, {id: b, name: B, direction: higher}]}\n"
	skip, fail := parse(t, fmt.Sprintf(body, "skip")), parse(t, fmt.Sprintf(body, "fail"))
	a := mustRun(t, Side{Name: "A", Index: skip, Table: table(skip, "old", "X 0 - 1 2", "Y 0 - 2 -", "Z 0 - 3 9")}, Side{Name: "B", Index: fail, Table: table(fail, "new", "X 0 - 1 2", "Y 0 - 2 2", "Z 0 - 3 9")}, Options{})
	if a.Faults != 3 || a.Fault == nil || a.Fault.Finding == nil || a.Fault.Mixture[Method] != 1 || a.Fault.Mixture[Others] != 0 || a.Fault.Zone != "Z" {
		t.Fatalf("%d faults, %+v", a.Faults, a.Fault)
	}
	if z := a.zone("X"); z.Divided() || z.Change != z.Score[1]-z.Score[0] || z.Change != z.Change {
		t.Errorf("%+v", z)
	}
	// Y lacks b in A and has it in B; min_coverage of B's index asks for it, so that there is no score and no fault.
	cover := parse(t, fmt.Sprintf(body, "{skip: {min_coverage: 1}}"))
	a = mustRun(t, Side{Name: "A", Index: skip, Table: table(skip, "old", "X 0 - 1 2", "Y 0 - 2 -", "Z 0 - 3 9")}, Side{Name: "B", Index: cover, Table: table(cover, "new", "X 0 - 1 2", "Y 0 - 2 2", "Z 0 - 3 9")}, Options{})
	if a.Faults != 1 || a.Fault.Zone != "Y" || a.Fault.Finding != nil || !a.zone("X").Divided() {
		t.Errorf("%d faults, %+v", a.Faults, a.Fault)
	}
}

func TestBudgetAndSelections(t *testing.T) {
	x := parse(t, fmt.Sprintf(twoIndicators, "50", "50"))
	rows := []string{"X 2020 p 2 60", "Y 2020 q 0 10", "Z 2020 p 10 5", "X 2021 p 4 60", "Y 2021 p 0 90", "Z 2021 p 8 5", "gone 2020 q 1 99"}
	tab := table(x, "t", rows...)
	was, is := Side{Name: "2020", Index: x, Table: tab, Year: 2020}, Side{Name: "2021", Index: x, Table: tab, Year: 2021}
	a := mustRun(t, was, is, Options{Budget: 1})
	if a.Spared != 2 || !a.zone("X").Divided() || a.zone("Z").Divided() { // X leads in 2021 with 55, then Z and Y
		t.Errorf("%d spared", a.Spared)
	}
	// The cost of a mixture is that of 3 or 4 zones: 2 values, and 1 and 2 parts in two groups; each zone has one mixture with
	// the others of 2020 (4 zones) and one with those of 2021 (3): 7 x 5 = 35.
	if a := mustRun(t, was, is, Options{Budget: 70}); a.Spared != 1 {
		t.Errorf("%d spared of 70", a.Spared)
	}
	if a := mustRun(t, was, is, Options{Budget: 105}); a.Spared != 0 {
		t.Errorf("%d spared of 105", a.Spared)
	}
	shown := func(o Options) (out string) {
		a := mustRun(t, was, is, o)
		for _, k := range a.Shown {
			out += a.Zones[k].ID + " "
		}
		return out
	}
	// By type as B's data have it; gone as A's have it.
	for want, o := range map[string]Options{
		"Z Y ":  {Show: []zone.Selector{{Attribute: "zone", Values: []string{"Z", "Y"}}}},
		"gone ": {Show: []zone.Selector{{Attribute: "type", Values: []string{"q"}}}},
		"X ":    {Top: 1},
	} {
		if got := shown(o); got != want {
			t.Errorf("%+v: %s, want %s", o, got, want)
		}
	}
	if _, log := Run(was, is, Options{Show: []zone.Selector{{Attribute: "type", Values: []string{"moon"}}}}); !log.HasErrors() {
		t.Error("an unknown type is accepted")
	}
	if _, log := Run(was, Side{Name: "elsewhere", Index: x, Table: table(x, "u", "Q 0 - 1 2", "R 0 - 2 1")}, Options{}); !log.HasErrors() {
		t.Error("sides without a zone in common are compared")
	}
	if _, log := Run(was, Side{Name: "2019", Index: x, Table: tab, Year: 2019}, Options{}); !log.HasErrors() {
		t.Error("an unknown year is accepted")
	}
	if a := mustRun(t, was, is, Options{Only: []zone.Selector{{Attribute: "type", Values: []string{"p"}}}}); len(a.Zones) != 3 || a.zone("Y").Rank[0] != 0 || a.zone("Y").Rank[1] == 0 {
		t.Errorf("--only: %+v", a.Zones)
	}
}
