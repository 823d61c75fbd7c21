package revise

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
)

// demo is the index of most tests. Its weights, exactly:
//
//	innovation 50: rd 5, patents 3 (judged), firms 2
//	openness   30: fdi 4, exports 3, imports 3, the last two shared out of weights_sum 10
//	green      20: energy 3 (use 1, mix 1, lower is better), air 1 (pm alone)
const demo = `id: demo
name: Demo
dimensions:
  - id: innovation
    code: "1"
    name: {en: Innovation, zh: 创新能力}
    weight: 50
    indicators:
      - {id: rd, code: "1.1", name: {en: R&D spending, zh: 研发投入}, direction: higher, weight: 5}
      - {id: patents, code: "1.2", name: Patents, direction: higher, kind: qualitative, weight: 3}
      - {id: firms, code: "1.3", name: Firms, direction: higher, weight: 2}
  - id: openness
    code: "2"
    name: Openness
    weight: 30
    weights_sum: 10
    indicators:
      - {id: fdi, code: "2.1", name: Foreign investment, direction: higher, weight: 4}
      - {id: exports, code: "2.2", name: Exports, direction: higher}
      - {id: imports, code: "2.3", name: Imports, direction: higher}
  - id: green
    code: "3"
    name: Green development
    weight: 20
    dimensions:
      - id: energy
        name: Energy
        weight: 3
        indicators:
          - {id: use, name: Energy use, direction: higher, weight: 1}
          - {id: mix, name: Energy mix, direction: lower, weight: 1}
      - id: air
        name: Air
        weight: 1
        indicators: [{id: pm, name: Fine dust, direction: lower, kind: qualitative, weight: 1}]
`

// tester is what a check needs of a test, which may be one of rapid's.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Fatal(args ...any)
}

// draft reads an index.
func draft(t testing.TB, text string) *index.Draft {
	t.Helper()
	d, findings := index.NewDraft("index.yaml", []byte(text))
	if d == nil {
		t.Fatalf("%v\n%s", findings, text)
	}
	return d
}

// asked is a scenario of changes, as a call states them. A text that starts with "lock " is a lock, proportional, equal and
// none say who pays, and "file: " stands before a change of a file, which goes after those of the call.
func asked(t testing.TB, texts ...string) *scenario.Scenario {
	t.Helper()
	s := &scenario.Scenario{ID: "set", Name: scenario.Text{En: "A test"}, Redistribute: scenario.Proportional}
	for _, text := range texts {
		if slices.Contains(scenario.Redistributions, text) {
			s.Redistribute = scenario.Redistribution(text)
			continue
		}
		if lock, is := strings.CutPrefix(text, "lock "); is {
			s.Lock = append(s.Lock, scenario.Word{Text: lock, Place: diag.Place{File: text}})
			continue
		}
		change, inFile := strings.CutPrefix(text, "file: ")
		c, f := scenario.ParseChange(change, diag.Place{File: text})
		if f != nil {
			t.Fatalf("%s", f)
		}
		if !inFile {
			c.Layer = 1
		}
		s.Changes = append(s.Changes, c)
	}
	return s
}

// stated is a scenario as a file states it.
func stated(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	s, findings := scenario.Parse("test.yaml", []byte(text))
	if s == nil {
		t.Fatalf("%v\n%s", findings, text)
	}
	return s
}

// weightsOf are the exact weights of all parts, by id.
func weightsOf(x *index.Index) map[string]string {
	out := map[string]string{}
	for _, p := range Parts(x) {
		out[p.ID()] = "none"
		if w := p.exact(); w != nil {
			out[p.ID()] = w.RatString()
		}
	}
	return out
}

// numbersOf is everything of an index that a score depends on, to the last bit; a table of two indices that agree is the same.
func numbersOf(x *index.Index) string {
	var b strings.Builder
	bits := func(v float64) string {
		if v != v {
			return "NaN"
		}
		return fmt.Sprintf("%g(%x)", v, math.Float64bits(v))
	}
	step := func(s index.Step) string {
		return fmt.Sprint(s.Name, s.Numbers, s.Flags, s.Lists, s.Texts, s.Tables, len(s.Of))
	}
	for _, p := range Parts(x) {
		w := p.Weight()
		fmt.Fprintln(&b, p.ID(), bits(w.Value), bits(w.Share), bits(w.Units), bits(p.Effective()))
	}
	for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
		fmt.Fprintln(&b, step(d.Aggregate), step(d.Weighting), step(d.Missing))
	}
	for _, in := range x.Indicators {
		fmt.Fprintln(&b, step(in.Denominate), step(in.Impute), step(in.Treat), step(in.Transform), step(in.Normalise), step(in.Preference), in.Direction, bits(in.Cap), bits(in.Floor))
	}
	fmt.Fprintln(&b, step(x.Method.Screen), x.Method.Ranking, x.Scale)
	return b.String()
}

// fileOf is an index as its draft would be written.
func fileOf(t testing.TB, d *index.Draft) string {
	t.Helper()
	text, err := d.Text("")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// revised applies a scenario that can be applied, and holds the revision to what is true of every one: the index it was made
// of is what it was, the groups keep their sums unless nobody pays, and what is written reads the same to the last bit.
func revised(t testing.TB, d *index.Draft, s *scenario.Scenario) *Revision {
	t.Helper()
	before, file := numbersOf(d.Index), fileOf(t, d)
	r, log := Index(d, s)
	if numbersOf(d.Index) != before || fileOf(t, d) != file {
		t.Fatal("the index itself was changed")
	}
	if r == nil {
		t.Fatalf("%v", log.Findings())
	}
	if len(log.Findings()) > 0 {
		t.Errorf("a revision beside the findings %v", log.Findings())
	}
	if r.Before != d.Index {
		t.Error("before is not the index of the draft")
	}
	checkSums(t, r)
	checkText(t, r)
	checkChanges(t, r)
	return r
}

// checkSums holds every group to the sum it had, unless nobody pays, and to weights of 0 or more.
func checkSums(t tester, r *Revision) {
	t.Helper()
	dims := append([]*index.Dimension{r.Index.Root}, r.Index.Dims...)
	for i, d := range append([]*index.Dimension{r.Before.Root}, r.Before.Dims...) {
		was, is := sumOf(PartsOf(d)), sumOf(PartsOf(dims[i]))
		if r.Scenario.Redistribute != scenario.None && dims[i].Weighting.Given() && d.Weighting.Given() && was.Cmp(is) != 0 {
			t.Errorf("the weights in %s sum to %s, and before to %s", d.ID, is.RatString(), was.RatString())
		}
		for _, p := range PartsOf(dims[i]) {
			if w := p.exact(); w != nil && w.Sign() < 0 {
				t.Errorf("%s has the weight %s", p.ID(), w.RatString())
			}
		}
	}
}

func sumOf(parts []Part) *big.Rat {
	sum := new(big.Rat)
	for _, p := range parts {
		if w := p.exact(); w != nil {
			sum.Add(sum, w)
		}
	}
	return sum
}

// checkText holds the file of a revision to reading the same as the revision, and to saying what it is.
func checkText(t tester, r *Revision) {
	t.Helper()
	text, err := r.Text()
	if err != nil {
		t.Fatal(err)
	}
	x, findings := index.Parse("written.yaml", text)
	if x == nil {
		t.Fatalf("the file of the revision has the findings %v\n%s", findings, text)
	}
	if a, b := numbersOf(r.Index), numbersOf(x); a != b {
		t.Errorf("the revision has\n%s\nand read again\n%s\nthe file being\n%s", a, b, text)
	}
	if x.ID != r.Before.ID+"-"+r.Scenario.ID || x.Publisher != (index.Text{}) || x.Document != "" || x.Issued != "" || len(x.Tests) > 0 || x.Expect.Indicators > 0 {
		t.Errorf("the file says\n%s", text)
	}
	for _, p := range Parts(x) {
		if w := p.Weight(); partOf(r.Before, p.ID()).Weight().Origin != index.Computed && p.exact() != nil && !same(partOf(r.Before, p.ID()).exact(), p.exact()) && w.Origin == index.Published {
			t.Errorf("%s has another weight, which is not marked as assumed", p.ID())
		}
	}
}

// checkChanges holds the list of changed weights to being all of them, and those that only the data tell.
func checkChanges(t tester, r *Revision) {
	t.Helper()
	listed := map[string]WeightChange{}
	for _, c := range r.Weights {
		listed[c.Part.ID()] = c
	}
	for i, p := range Parts(r.Before) {
		q := Parts(r.Index)[i]
		changed := !same(p.exact(), q.exact())
		want := changed || p.Weight().Share != q.Weight().Share || p.Effective() != q.Effective() // NaN differs
		c, is := listed[p.ID()]
		if want = want && r.Index != r.Before; is != want {
			t.Errorf("%s: listed %v, expected %v", p.ID(), is, want)
		}
		if is && (c.ByScenario != changed || c.Part != p || c.After != q || c.Why == Moved && !changed) {
			t.Errorf("%s: %+v", p.ID(), c)
		}
	}
}

// partOf is the part with an id.
func partOf(x *index.Index, id string) Part {
	for _, p := range Parts(x) {
		if p.ID() == id {
			return p
		}
	}
	return Part{}
}
