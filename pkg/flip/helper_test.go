package flip

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
	"zoneval/pkg/optimum"
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

// ask runs a flip that has an answer.
func (b base) ask(t fataler, o Options) *Answer {
	t.Helper()
	f, log := Run(b.draft, b.table, b.ranked(t), o)
	if f == nil {
		t.Fatalf("%v", log.Findings())
	}
	return f
}

// refused is the finding of a flip that has none.
func (b base) refused(t fataler, o Options) string {
	t.Helper()
	f, log := Run(b.draft, b.table, b.ranked(t), o)
	if f != nil || len(log.Findings()) != 1 {
		t.Fatalf("%+v %v", f, log.Findings())
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
func (b base) applied(t fataler, f *Answer) *whatif.Outcome {
	t.Helper()
	text, err := scenario.Write(f.Scenario)
	if err != nil {
		t.Fatalf("%v", err)
	}
	s, findings := scenario.Parse("flip.yaml", text)
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
func (b base) keeps(t fataler, f *Answer) {
	t.Helper()
	o := f.Options
	if f.After == nil {
		if f.Scenario != nil || f.Applied != nil || f.Level || f.Cost != 0 {
			t.Fatalf("no weights, and yet %+v", f)
		}
		if f.Searched == "" {
			if f.Result.Feasible {
				t.Fatalf("none, and yet feasible")
			}
			if err := f.Problem.Check(f.Result); err != nil {
				t.Fatalf("impossible: %v", err)
			}
		}
		return
	}
	if f.Level != slices.Equal(f.After, f.Before) || f.Level != (f.Scenario == nil) || f.Level && (f.Cost != 0 || f.Applied != f.Ranking) {
		t.Fatalf("level: %+v", f)
	}
	if f.Searched == "" && len(f.Problem.Weights) > 0 {
		if !f.Result.Feasible {
			t.Fatalf("weights, and yet not feasible")
		}
		if err := f.Problem.Check(f.Result); err != nil {
			t.Fatalf("certificate: %v", err)
		}
	}
	if f.Searched == "" && len(f.Problem.Weights) == 0 && !f.Level {
		t.Fatalf("a change without a certificate")
	}
	if f.Level {
		if !(math.Abs(f.Gap) <= 1e-12*math.Max(b.draft.Index.Scale, math.Abs(f.Ranking.Result.Exact[o.A]))) {
			t.Fatalf("level, and yet %v apart", f.Gap)
		}
		return
	}
	out := b.applied(t, f)
	r := out.Ranking.Result
	size := math.Max(b.draft.Index.Scale, math.Max(math.Abs(f.Ranking.Result.Exact[o.A]), math.Abs(f.Ranking.Result.Exact[o.B])))
	if gap := r.Exact[o.A] - r.Exact[o.B]; !(math.Abs(gap) <= 1e-12*size) {
		t.Fatalf("%v and %v are %v apart (searched: %q)", r.Exact[o.A], r.Exact[o.B], gap, f.Searched)
	}
	if !same(r.Exact, f.Applied.Result.Exact) || !slices.Equal(r.Ranks, f.Applied.Result.Ranks) {
		t.Fatalf("written, read and applied: %v, in the answer %v", r.Exact, f.Applied.Result.Exact)
	}
	whole, cost, squares := total(f.Before), 0.0, 0.0
	for k, w := range f.After {
		if w < f.Low[k] || w > f.High[k] {
			t.Fatalf("%s is %v, outside of %v..%v", f.Parts[k].ID(), w, f.Low[k], f.High[k])
		}
		cost += math.Abs(w - f.Before[k])
		squares += (w - f.Before[k]) * (w - f.Before[k])
	}
	if o.Norm == optimum.L2 {
		cost = math.Sqrt(squares)
	}
	if math.Abs(total(f.After)-whole) > 1e-12*whole || math.Abs(cost-f.Cost) > 1e-9*cost+1e-14*whole {
		t.Fatalf("sum %v of %v, cost %v, stated %v", total(f.After), whole, cost, f.Cost)
	}
	b.onlyTheseMove(t, f, out)
}

// onlyTheseMove checks the index that the scenario makes: weights are those of After, groups keep their sums, and nothing but the
// parts that may change has another share.
func (b base) onlyTheseMove(t fataler, f *Answer, out *whatif.Outcome) {
	t.Helper()
	was, is := revise.Parts(b.draft.Index), revise.Parts(out.Ranking.Index)
	whole := total(f.Before)
	for i, p := range was {
		q := is[i]
		k := slices.IndexFunc(f.Parts, func(part revise.Part) bool { return part.ID() == p.ID() })
		switch {
		case f.Group != nil && k >= 0:
			if math.Abs(q.Weight().Value-f.After[k]) > 1e-14*whole {
				t.Fatalf("%s weighs %v, and is to weigh %v", p.ID(), q.Weight().Value, f.After[k])
			}
			if f.After[k] == f.Before[k] && q.Weight().Exact().Cmp(p.Weight().Exact()) != 0 && exactDecimal(p) {
				t.Fatalf("%s stays, and was rounded", p.ID())
			}
		case f.Group != nil && q.Weight().Exact().Cmp(p.Weight().Exact()) != 0:
			t.Fatalf("%s is not of %s, and moved", p.ID(), f.Group.ID)
		case f.Group == nil && p.Indicator != nil:
			if math.Abs(100*q.Effective()-f.After[k]) > 1e-12 {
				t.Fatalf("%s weighs %v of the whole, and is to weigh %v", p.ID(), 100*q.Effective(), f.After[k])
			}
		}
	}
	before, after := groups(b.draft.Index), groups(out.Ranking.Index)
	for i := range before {
		x, y := 0.0, 0.0
		for _, p := range revise.PartsOf(before[i]) {
			x += p.Weight().Value
		}
		for _, p := range revise.PartsOf(after[i]) {
			y += p.Weight().Value
		}
		if math.Abs(x-y) > 1e-12*x {
			t.Fatalf("%s sums to %v, and did to %v", before[i].ID, y, x)
		}
	}
}

func exactDecimal(p revise.Part) bool { _, exact := p.Weight().Exact().FloatPrec(); return exact }

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
	columns := 0
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
			if direction == "lower" {
				normal = strings.Replace(normal, "[[2, 0], [10, 30], [40, 100]]", "[[2, 100], [10, 30], [40, 0]]", 1)
			}
			fmt.Fprintf(&b, "%s  - {id: i%d, name: I%d, direction: %s, weight: %s%s}\n", indent, columns, columns, direction, w[k], normal)
			columns++
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
			if d.gaps && j < columns && rapid.IntRange(0, 7).Draw(t, "gap") == 0 {
				row[j] = nan
			}
		}
		rows = append(rows, row)
	}
	return base{draftOf(t, body), table(rows...)}
}

// normals are normalise methods and other steps of an indicator that take any value above 0.
var normals = []string{"", "", "", ", normalise: {minmax: {range: [1, 100]}}", ", normalise: {goalposts: {low: 5, high: 25}}", ", normalise: {goalposts: {low: 10, high: 20, clamp: false}}", ", normalise: zscore",
	", normalise: rank", ", normalise: percentile-rank", ", transform: log", ", normalise: {score-table: {points: [[2, 0], [10, 30], [40, 100]]}}", ", denominate: {by: people}", ", whole: false", ", normalise: {minmax: {round: 1}}"}

// options draws a question about two zones that have a score; false where there are none.
func options(t *rapid.T, b base, a *ranking.Answer) (Options, bool) {
	var zones []int
	for i, r := range a.Result.Ranks {
		if r > 0 {
			zones = append(zones, i)
		}
	}
	if len(zones) < 2 {
		return Options{}, false
	}
	zones = rapid.Permutation(zones).Draw(t, "zones")
	over := []string{Dimensions, Indicators}
	for _, d := range b.draft.Index.Dims {
		over = append(over, d.ID)
	}
	return Options{A: zones[0], B: zones[1], Over: rapid.SampledFrom(over).Draw(t, "over"), Norm: rapid.SampledFrom([]optimum.Norm{optimum.L1, optimum.L2}).Draw(t, "norm")}, true
}

// held draws locks and bounds of the parts that may change.
func held(t *rapid.T, f *Answer) (lock []scenario.Word, bounds []Bound) {
	whole := total(f.Before)
	for k, p := range f.Parts {
		w := f.Before[k]
		switch rapid.IntRange(0, 7).Draw(t, "held") {
		case 0:
			lock = append(lock, scenario.Word{Text: p.ID()})
		case 1:
			bounds = append(bounds, Bound{scenario.Word{Text: p.ID()}, w * float64(rapid.IntRange(0, 8).Draw(t, "low")) / 8, nan})
		case 2:
			bounds = append(bounds, Bound{scenario.Word{Text: p.ID()}, nan, w + (whole-w)*float64(rapid.IntRange(0, 8).Draw(t, "high"))/8})
		}
	}
	return lock, bounds
}

// alone says whether a finding is that of a group of one part.
func alone(message string) bool { return strings.Contains(message, "decides nothing") }
