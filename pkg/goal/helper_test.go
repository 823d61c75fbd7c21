package goal

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/data"
	"zoneval/indicators"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/load"
	"zoneval/pkg/prepare"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/source"
	"zoneval/pkg/whatif"
	"zoneval/pkg/zone"
)

var nan = math.NaN()

// fataler is what tests and drawn tests have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// draftOf reads an index from its body; id and name are added.
func draftOf(t fataler, body string) *index.Draft {
	t.Helper()
	d, findings := index.NewDraft("test.yaml", []byte("id: test\nname: Test\n"+body))
	if d == nil {
		t.Fatalf("%v\n%s", findings, body)
	}
	return d
}

// table makes a table of zones z0, z1, ... from rows of values.
func table(rows ...[]float64) *zone.Table {
	t := &zone.Table{Rows: len(rows), Columns: len(rows[0]), Values: make([]float64, len(rows)*len(rows[0]))}
	for i, r := range rows {
		t.IDs = append(t.IDs, fmt.Sprintf("z%d", i))
		for j, v := range r {
			t.Values[j*t.Rows+i] = v
		}
	}
	t.Locate = func(int, int) (diag.Place, string) { return diag.Place{File: "test.csv"}, "" }
	return t
}

// base is an index and a table.
type base struct {
	draft *index.Draft
	table *zone.Table
}

func (b base) ranked(t fataler) *ranking.Answer {
	t.Helper()
	a, log := ranking.Run(b.draft.Index, b.table, ranking.Options{Alone: true, Values: true})
	if a == nil {
		t.Fatalf("%v", log.Findings())
	}
	return a
}

// ask runs a goal that has an answer.
func (b base) ask(t fataler, o Options) *Answer {
	t.Helper()
	g, log := Run(b.table, b.ranked(t), o)
	if g == nil {
		t.Fatalf("%v", log.Findings())
	}
	return g
}

// refused is the finding of a goal that has none.
func (b base) refused(t fataler, o Options) string {
	t.Helper()
	g, log := Run(b.table, b.ranked(t), o)
	if g != nil || len(log.Findings()) != 1 {
		t.Fatalf("%+v %v", g, log.Findings())
	}
	return log.Findings()[0].String()
}

func words(texts ...string) []scenario.Word {
	var out []scenario.Word
	for _, s := range texts {
		out = append(out, scenario.Word{Text: s})
	}
	return out
}

// applied writes the scenario of an answer, reads it again and applies it as whatif does.
func (b base) applied(t fataler, g *Answer) *whatif.Outcome {
	t.Helper()
	text, err := scenario.Write(g.Scenario)
	if err != nil {
		t.Fatalf("%v", err)
	}
	s, findings := scenario.Parse("goal.yaml", text)
	if s == nil {
		t.Fatalf("%v\n%s", findings, text)
	}
	out, log := whatif.Apply(whatif.Base{Draft: b.draft, Table: b.table}, s, ranking.Options{Alone: true, Values: true})
	if out == nil {
		t.Fatalf("%v\n%s", log.Findings(), text)
	}
	return out
}

// keeps checks everything that an answer promises, whatever the method.
func (b base) keeps(t fataler, g *Answer) {
	t.Helper()
	o := g.Options
	if g.Searched == "" && g.Rank > o.Rank {
		if err := g.Problem.Check(g.Result); err != nil {
			t.Fatalf("certificate: %v", err)
		}
		if g.Result.Feasible != g.Reached || len(g.Problem.Gain) != len(g.Levers) {
			t.Fatalf("feasible %v, reached %v, %d levers of %d", g.Result.Feasible, g.Reached, len(g.Problem.Gain), len(g.Levers))
		}
	}
	if g.Searched != "" && (len(g.Problem.Gain) > 0 || g.Result.Amounts != nil) {
		t.Fatalf("searched, and yet %+v", g.Result)
	}
	if len(g.Plan) == 0 {
		if g.Scenario != nil || g.Applied != nil || g.Cost != 0 || g.Reached != (g.Rank <= o.Rank) || g.Reached != (g.Rival < 0) || !g.Reached && g.Most <= o.Rank {
			t.Fatalf("no plan, and yet %+v", g)
		}
		return
	}
	out := b.applied(t, g)
	r := out.Ranking.Result
	if rank := int(r.Ranks[o.Zone]); rank < 1 || rank > o.Rank || !g.Reached {
		t.Fatalf("rank %d, and %d was to be reached (searched: %q, reached: %v)", rank, o.Rank, g.Searched, g.Reached)
	}
	if !same(r.Exact, g.Applied.Result.Exact) || !slices.Equal(r.Ranks, g.Applied.Result.Ranks) {
		t.Fatalf("written, read and applied: %v, in the answer %v", r.Exact, g.Applied.Result.Exact)
	}
	b.onlyThePlan(t, g, out)
	cost, points := 0.0, 0.0
	for _, s := range g.Plan {
		if !near(s.Moved, math.Abs(s.After-s.Before)/s.SD) || !near(s.Paid, s.Moved*s.Cost) || s.Moved <= 0 {
			t.Fatalf("%+v", s)
		}
		cost += s.Paid
		points += s.Points
	}
	if !near(cost, g.Cost) {
		t.Fatalf("cost %v, stated %v", cost, g.Cost)
	}
	if g.Searched != "" {
		return
	}
	if g.Cost < g.Result.Cost*(1-1e-9) {
		t.Fatalf("cost %v, which is below the least, %v", g.Cost, g.Result.Cost)
	}
	whole := slices.ContainsFunc(g.Plan, func(s Step) bool { return s.Indicator.Whole })
	if o.Digits == 0 && !whole && g.Cost > g.Result.Cost*(1+1e-8)+1e-8 {
		t.Fatalf("cost %v, the least is %v", g.Cost, g.Result.Cost)
	}
	if gained := r.Exact[o.Zone] - g.Ranking.Result.Exact[o.Zone]; math.Abs(gained-points) > 1e-9*b.draft.Index.Scale && !slices.ContainsFunc(g.Plan, func(s Step) bool { return s.chord }) {
		t.Fatalf("gained %v, the steps give %v", gained, points)
	}
}

// onlyThePlan checks the table that the scenario makes: nothing but the values of the plan is another; none passes the best of
// any ranked zone, or what the indicator can be; whole numbers stay whole; and what is held or judged stays.
func (b base) onlyThePlan(t fataler, g *Answer, out *whatif.Outcome) {
	t.Helper()
	x, m := b.draft.Index, g.Ranking.Model
	was, is := b.table, out.Zones.Table
	row := m.Row(g.Options.Zone)
	for j := range was.Columns {
		for i := range was.Rows {
			k := slices.IndexFunc(g.Plan, func(s Step) bool { return s.Indicator.Column == j })
			before, after := was.Values[j*was.Rows+i], is.Values[j*was.Rows+i]
			if i != row || k < 0 {
				if !same([]float64{before}, []float64{after}) {
					t.Fatalf("row %d, column %d: %v became %v", i, j, before, after)
				}
				continue
			}
			s := g.Plan[k]
			in := s.Indicator
			better := float64(in.Direction)
			if in.Transform.Name == "reciprocal" {
				better = -better
			}
			if after != s.After || before != s.Before || (after-before)*better <= 0 {
				t.Fatalf("%s: %v became %v: %+v", in.ID, before, after, s)
			}
			own, over := prepare.Sources(x, was, in)
			best := math.Inf(int(-better))
			for z := range m.N {
				v := own[m.Row(z)]
				if over != nil {
					v /= over[m.Row(z)]
				}
				if g.Ranking.Result.Ranks[z] > 0 && v == v && (v-best)*better > 0 {
					best = v
				}
			}
			got := after
			if over != nil {
				got /= over[row]
			}
			if (got-best)*better > 1e-15*math.Abs(best) {
				t.Fatalf("%s: %v passes the best, %v", in.ID, got, best)
			}
			if in.Whole && after != math.Trunc(after) || after < in.Min || after > in.Max {
				t.Fatalf("%s: %v is not whole, or outside of %v..%v", in.ID, after, in.Min, in.Max)
			}
			if in.Kind == index.Qualitative && !g.Options.Qualitative {
				t.Fatalf("%s is judged, and improved", in.ID)
			}
			if slices.ContainsFunc(g.Options.Lock, func(w scenario.Word) bool { return w.Text == in.ID }) {
				t.Fatalf("%s is held, and improved", in.ID)
			}
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

// same compares floats bit for bit, NaN being equal to NaN.
func same(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return x == y || x != x && y != y })
}

// shipped is the shipped example.
func shipped(t testing.TB) base {
	t.Helper()
	text, _ := indicators.Open("torch-2021")
	d, findings := index.NewDraft("torch-2021", text)
	if d == nil {
		t.Fatal(findings)
	}
	text, _, _ = data.Open("example")
	tab, log := load.Read(source.Bytes("example", text, source.Options{}), d.Index, load.Options{})
	if log.HasErrors() {
		t.Fatal(log.Findings())
	}
	return base{d, tab}
}

// drawn is what an index and a table are drawn of.
type drawn struct {
	methods  []string // of the index; others are the defaults
	normals  []string // normalise methods of the indicators
	gaps     bool     // some values are missing
	decimals bool     // weights have decimals
}

// draw draws an index of one to three levels and a table of zones that suit it; some weights are 0.
func draw(t *rapid.T, d drawn) base {
	var b strings.Builder
	fmt.Fprintf(&b, "scale: %s\ndenominators: [{id: people, name: People}]\nmethod: {%s}\ndimensions:\n", rapid.SampledFrom([]string{"100", "1", "1000"}).Draw(t, "scale"), strings.Join(d.methods, ", "))
	columns, wholes := 0, []bool{}
	var group func(indent string, depth int, id string)
	weights := func(n int) []string { // at least one is above 0
		out, sum := make([]string, n), 0
		for k := range out {
			w := max(0, rapid.IntRange(-2, 9).Draw(t, "weight"))
			if k == n-1 && sum == 0 {
				w = max(w, 1)
			}
			sum += w
			if out[k] = fmt.Sprint(w); d.decimals && w > 0 {
				out[k] = fmt.Sprintf("%d.%d", w, rapid.IntRange(0, 999).Draw(t, "decimals"))
			}
		}
		return out
	}
	group = func(indent string, depth int, id string) {
		n := rapid.IntRange(1, 4).Draw(t, "parts")
		w := weights(n)
		if depth > 0 && rapid.Bool().Draw(t, "deeper") {
			b.WriteString(indent + "dimensions:\n")
			for k := range n {
				fmt.Fprintf(&b, "%s  - id: %s_%d\n%s    name: N%s_%d\n%s    weight: %s\n", indent, id, k, indent, id, k, indent, w[k])
				group(indent+"    ", depth-1, fmt.Sprintf("%s_%d", id, k))
			}
			return
		}
		b.WriteString(indent + "indicators:\n")
		for k := range n {
			direction, normal := rapid.SampledFrom([]string{"higher", "higher", "lower"}).Draw(t, "direction"), rapid.SampledFrom(d.normals).Draw(t, "normalise")
			if direction == "lower" { // the good end on the other side, beyond which nothing counts
				normal = strings.NewReplacer("[0, 50, 100]", "[100, 50, 0]", "target: 100", "target: 0.5", "[[2, 0], [10, 30], [40, 100]]", "[[2, 100], [10, 30], [40, 0]]", "low: -5, high: 30", "low: 10, high: 60", "low: 0, high: 30", "low: 5, high: 500").Replace(normal)
			}
			kind := rapid.SampledFrom([]string{"", "", "", ", kind: qualitative"}).Draw(t, "kind")
			fmt.Fprintf(&b, "%s  - {id: i%d, name: I%d, direction: %s, weight: %s%s%s}\n", indent, columns, columns, direction, w[k], normal, kind)
			columns, wholes = columns+1, append(wholes, strings.Contains(normal, "whole: true"))
		}
	}
	n := rapid.IntRange(1, 4).Draw(t, "dimensions")
	w := weights(n)
	sum := 0.0
	for _, x := range w {
		var v float64
		fmt.Sscan(x, &v)
		sum += v
	}
	for k := range n {
		fmt.Fprintf(&b, "  - id: d%d\n    name: D%d\n    weight: %s\n", k, k, w[k])
		group("    ", 2, fmt.Sprintf("d%d", k))
	}
	body := fmt.Sprintf("weights_sum: %.10g\n", sum) + b.String()
	var rows [][]float64
	for range rapid.IntRange(2, 7).Draw(t, "zones") {
		row := make([]float64, columns+1)
		for j := range row {
			row[j] = float64(rapid.IntRange(4, 160).Draw(t, "value")) / 4
			if j < columns && wholes[j] {
				row[j] = math.Ceil(row[j])
			}
			if d.gaps && j < columns && rapid.IntRange(0, 7).Draw(t, "gap") == 0 {
				row[j] = nan
			}
		}
		rows = append(rows, row)
	}
	return base{draftOf(t, body), table(rows...)}
}

// changed is the index with one change.
func (b base) changed(t testing.TB, text string) *index.Draft {
	t.Helper()
	change, f := scenario.ParseChange(text, diag.Place{})
	if f != nil {
		t.Fatal(f)
	}
	rev, log := revise.Index(b.draft, &scenario.Scenario{Changes: []scenario.Change{change}})
	if rev == nil {
		t.Fatal(log.Findings())
	}
	return rev.Draft()
}
