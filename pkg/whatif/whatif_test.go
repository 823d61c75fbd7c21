package whatif

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// drawIndex draws an index of up to three levels; weights are decimals, shared or left out.
func drawIndex(t *rapid.T) string {
	method := rapid.SampledFrom([]string{
		"{}", "{missing: skip}", "{ranking: {round: 2}}", "{normalise: zscore}",
		"{normalise: {minmax: {range: [1, 100]}}, aggregate: geometric}", "{normalise: {minmax: {range: [1, 100]}}, aggregate: {power: {p: 2}}}",
		"{aggregate: median}", "{aggregate: copeland}", "{missing: worst, aggregate: topsis}",
	}).Draw(t, "method")
	var b strings.Builder
	fmt.Fprintf(&b, "id: x\nname: X\nmethod: %s\ndimensions:\n", method)
	dims := rapid.IntRange(2, 4).Draw(t, "dimensions")
	for d := range dims {
		fmt.Fprintf(&b, "  - id: d%d\n    name: D%d\n    weight: %d\n", d, d, 100/dims+map[bool]int{true: 100 % dims}[d == 0])
		switch n := rapid.IntRange(1, 5).Draw(t, "indicators"); rapid.IntRange(0, 2).Draw(t, "weighting") {
		case 0:
			fmt.Fprintf(&b, "    weights_sum: %d\n    indicators:\n", n+3)
			for i := range n {
				weight := ""
				if i == 0 && n > 1 {
					weight = fmt.Sprintf(", weight: 0.%d", rapid.IntRange(1, 99).Draw(t, "w"))
				}
				fmt.Fprintf(&b, "      - {id: i%d_%d, name: I%d.%d, direction: higher%s}\n", d, i, d, i, weight)
			}
		default:
			b.WriteString("    indicators:\n")
			for i := range n {
				direction := rapid.SampledFrom([]string{"higher", "lower"}).Draw(t, "direction")
				fmt.Fprintf(&b, "      - {id: i%d_%d, name: I%d.%d, direction: %s, weight: %d, kind: %s}\n", d, i, d, i, direction, rapid.IntRange(1, 9).Draw(t, "w"), rapid.SampledFrom([]string{"quantitative", "qualitative"}).Draw(t, "kind"))
			}
		}
	}
	return b.String()
}

// drawTable draws a complete table.
func drawTable(t *rapid.T, x *index.Index) *zone.Table {
	n := rapid.IntRange(3, 12).Draw(t, "zones")
	tab := &zone.Table{Rows: n, Columns: len(x.Inputs), Values: make([]float64, n*len(x.Inputs))}
	for i := range n {
		tab.IDs = append(tab.IDs, fmt.Sprintf("z%02d", i))
	}
	for i := range tab.Values {
		tab.Values[i] = float64(rapid.IntRange(0, 50).Draw(t, "value"))
	}
	tab.Locate = func(int, int) (diag.Place, string) { return diag.Place{}, "" }
	return tab
}

// drawScenario draws changes of weights, methods and values, and who pays.
func drawScenario(t *rapid.T, x *index.Index) *scenario.Scenario {
	s := &scenario.Scenario{ID: "s", Name: scenario.Text{En: "S"}, Redistribute: scenario.Redistribution(rapid.SampledFrom(scenario.Redistributions).Draw(t, "redistribute"))}
	var all []string
	for _, d := range x.Dims {
		all = append(all, d.ID)
	}
	for _, in := range x.Indicators {
		all = append(all, in.ID)
	}
	n := rapid.IntRange(1, 4).Draw(t, "changes")
	for range n {
		part := rapid.SampledFrom(all).Draw(t, "part")
		change := fmt.Sprintf("%s*=%s", part, rapid.SampledFrom([]string{"0", "0.5", "1", "1.1", "0.333", "2"}).Draw(t, "factor"))
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			change = "kind:qualitative*=0.5"
		case 1:
			change = "method.normalise={minmax: {range: [1, 100]}}"
		case 2:
			change = "zone:z01/" + x.Indicators[0].ID + "=7"
		}
		c, f := scenario.ParseChange(change, diag.Place{File: "--set " + change})
		if f != nil {
			t.Fatal(f)
		}
		s.Changes = append(s.Changes, c)
	}
	if rapid.Bool().Draw(t, "locked") {
		s.Lock = append(s.Lock, scenario.Word{Text: rapid.SampledFrom(all).Draw(t, "lock")})
	}
	return s
}

func draft(t *rapid.T, text string) *index.Draft {
	d, findings := index.NewDraft("x.yaml", []byte(text))
	if d == nil {
		t.Fatalf("%v\n%s", findings, text)
	}
	return d
}

func sameBits(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] && (a[i] == a[i] || b[i] == b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

// TestWrittenIndexRanksTheSame: the index that a scenario makes, written and read again, gives the same scores to the last bit.
func TestWrittenIndexRanksTheSame(t *testing.T) {
	applied := 0
	rapid.Check(t, func(t *rapid.T) {
		text := drawIndex(t)
		d := draft(t, text)
		tab := drawTable(t, d.Index)
		s := drawScenario(t, d.Index)
		o, log := Apply(Base{d, tab}, s, ranking.Options{Alone: true, Values: true})
		if o == nil {
			if !log.HasErrors() {
				t.Fatal("no outcome and no error")
			}
			return
		}
		written, err := o.Revision.Text()
		if err != nil {
			t.Fatal(err)
		}
		x, findings := index.Parse("written.yaml", written)
		if x == nil {
			t.Fatalf("%v\n%s", findings, written)
		}
		if x.ID == d.Index.ID || x.Publisher != (index.Text{}) {
			t.Fatalf("the written index passes for the original:\n%s", written)
		}
		again, log := ranking.Run(x, o.Zones.Table, ranking.Options{Alone: true, Values: true})
		if again == nil {
			t.Fatalf("%v\n%s", log.Findings(), written)
		}
		if !sameBits(again.Result.Exact, o.Ranking.Result.Exact) || !sameBits(again.Result.Scores, o.Ranking.Result.Scores) {
			t.Fatalf("other scores:\n%s", written)
		}
		for i, r := range again.Result.Ranks {
			if r != o.Ranking.Result.Ranks[i] {
				t.Fatalf("another rank of %d", i)
			}
		}
		applied++
	})
	if applied < 20 && !testing.Short() {
		t.Fatalf("only %d scenarios could be applied", applied)
	}
}

// TestNothingChanged: setting weights to what they are changes nothing, to the last bit.
func TestNothingChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draft(t, drawIndex(t))
		tab := drawTable(t, d.Index)
		s := &scenario.Scenario{ID: "same", Redistribute: scenario.Redistribution(rapid.SampledFrom(scenario.Redistributions).Draw(t, "redistribute"))}
		for _, in := range d.Index.Indicators {
			if !in.OnlyChild() && rapid.Bool().Draw(t, "set") {
				text := in.ID + "*=1"
				if n, exact := in.Weight.Exact().FloatPrec(); exact && n < 10 {
					text = in.ID + "=" + index.DecimalText(in.Weight.Exact())
				}
				c, _ := scenario.ParseChange(text, diag.Place{})
				s.Changes = append(s.Changes, c)
			}
		}
		c, _ := scenario.ParseChange("d0="+index.DecimalText(d.Index.Dims[0].Weight.Exact()), diag.Place{})
		s.Changes = append(s.Changes, c)
		a, log := Ask(Base{d, tab}, []*scenario.Scenario{s}, ranking.Options{})
		if a == nil {
			if base, _ := ranking.Run(d.Index, tab, ranking.Options{Alone: true}); base == nil {
				return // it cannot be ranked as it is
			}
			t.Fatal(log.Findings())
		}
		o := a.Outcomes[0]
		if !sameBits(o.Ranking.Result.Exact, a.Base.Result.Exact) || len(o.Revision.Weights) != 0 || o.Shift.Moved != 0 {
			t.Fatalf("something changed: %v", o.Revision.Weights)
		}
		for i, points := range o.Points {
			for j, p := range points {
				if p == p && p != 0 {
					t.Fatalf("zone %d was moved by %v of %s", i, p, o.Movers[j].ID())
				}
			}
		}
	})
}

// TestPointsSumToTheChange: what moved a zone sums to the change of its score.
func TestPointsSumToTheChange(t *testing.T) {
	summed := 0
	rapid.Check(t, func(t *rapid.T) {
		d := draft(t, drawIndex(t))
		tab := drawTable(t, d.Index)
		a, _ := Ask(Base{d, tab}, []*scenario.Scenario{drawScenario(t, d.Index)}, ranking.Options{})
		if a == nil {
			return
		}
		o := a.Outcomes[0]
		for i, points := range o.Points {
			if o.Opaque || o.Before[i] <= 0 || o.Ranking.Result.Ranks[i] == 0 {
				continue
			}
			sum := 0.0
			for _, p := range points {
				sum += p
			}
			change := o.Ranking.Result.Exact[i] - a.Base.Result.Exact[i] // the scenario keeps the order of the rows
			if math.Abs(sum-change) > 1e-9 {
				t.Fatalf("zone %d: parts sum to %v, the change is %v", i, sum, change)
			}
			summed++
		}
	})
	if summed < 100 && !testing.Short() {
		t.Fatalf("only %d zones were looked at", summed)
	}
}

// TestOnePartMoves is worked out by hand: two zones, two dimensions of 50; a is 100 in the first and 0 in the second, b the
// other way round. With 75 and 25, a has 75 and b 25: from the first dimension +25 and -0, from the second 0 and -25.
func TestOnePartMoves(t *testing.T) {
	text := "id: x\nname: X\ndimensions:\n  - {id: p, name: P, weight: 50, indicators: [{id: i, name: I, direction: higher}]}\n  - {id: q, name: Q, weight: 50, indicators: [{id: j, name: J, direction: higher}]}\n"
	d, findings := index.NewDraft("x.yaml", []byte(text))
	if d == nil {
		t.Fatal(findings)
	}
	tab := &zone.Table{Rows: 2, Columns: 2, IDs: []string{"a", "b"}, Values: []float64{1, 0, 0, 1}}
	tab.Locate = func(int, int) (diag.Place, string) { return diag.Place{}, "" }
	c, _ := scenario.ParseChange("p=75", diag.Place{})
	a, log := Ask(Base{d, tab}, []*scenario.Scenario{{ID: "s", Changes: []scenario.Change{c}}}, ranking.Options{})
	if a == nil {
		t.Fatal(log.Findings())
	}
	o := a.Outcomes[0]
	if !sameBits(o.Ranking.Result.Exact, []float64{75, 25}) || !sameBits(o.Score, []float64{50, 50}) {
		t.Errorf("scores %v from %v", o.Ranking.Result.Exact, o.Score)
	}
	if !sameBits(o.Points[0], []float64{25, 0}) || !sameBits(o.Points[1], []float64{0, -25}) {
		t.Errorf("points %v", o.Points)
	}
	if o.Before[0] != 1 || o.Before[1] != 1 || o.Ranking.Result.Ranks[1] != 2 {
		t.Errorf("ranks %v from %v", o.Ranking.Result.Ranks, o.Before)
	}
	if got := o.Largest(0, 2); len(got) != 1 || got[0] != 0 {
		t.Errorf("moved by %v", got)
	}
}

// TestApplyLeavesTheTable: the values of a table are what they were, also where the options do not ask for them, so that the
// table can be ranked again.
func TestApplyLeavesTheTable(t *testing.T) {
	d, _ := index.NewDraft("x.yaml", []byte("id: x\nname: X\ndimensions: [{id: p, name: P, indicators: [{id: i, name: I, direction: lower}, {id: j, name: J, direction: higher}]}]\n"))
	tab := &zone.Table{Rows: 2, Columns: 2, IDs: []string{"a", "b"}, Values: []float64{1, 3, 5, 9}}
	tab.Locate = func(int, int) (diag.Place, string) { return diag.Place{}, "" }
	c, _ := scenario.ParseChange("method.normalise=rank", diag.Place{})
	if o, log := Apply(Base{d, tab}, &scenario.Scenario{ID: "s", Changes: []scenario.Change{c}}, ranking.Options{}); o == nil {
		t.Fatal(log.Findings())
	}
	if !sameBits(tab.Values, []float64{1, 3, 5, 9}) {
		t.Errorf("the values became %v", tab.Values)
	}
}
