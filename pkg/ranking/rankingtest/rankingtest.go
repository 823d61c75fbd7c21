// Package rankingtest draws random indices with data that can be ranked, for properties of the questions that move weights.
package rankingtest

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

var nan = math.NaN()

type Fataler interface {
	Fatalf(format string, args ...any)
}

// Draft reads an index from its body; id and name are added.
func Draft(t Fataler, body string) *index.Draft {
	d, findings := index.NewDraft("test.yaml", []byte("id: test\nname: Test\n"+body))
	if d == nil {
		t.Fatalf("%v\n%s", findings, body)
	}
	return d
}

// Table makes a table of zones z0, z1, ... from rows of values.
func Table(rows ...[]float64) *zone.Table {
	t := &zone.Table{Rows: len(rows), Columns: len(rows[0])}
	t.Values = make([]float64, t.Rows*t.Columns)
	for i, r := range rows {
		t.IDs = append(t.IDs, fmt.Sprintf("z%02d", i))
		for j, v := range r {
			t.Values[j*t.Rows+i] = v
		}
	}
	t.Locate = func(row, column int) (diag.Place, string) { return diag.Place{File: "test.csv"}, "" }
	return t
}

// Trial is an index, data, and the ranking of these.
type Trial struct {
	Draft *index.Draft
	Table *zone.Table
	Base  *ranking.Answer
	Body  string
}

// Truth ranks anew under other weights, as whatif --set does; nil where the scenario or the method cannot be applied.
func (x *Trial) Truth(redistribute scenario.Redistribution, locks []string, changes ...string) (*ranking.Answer, *diag.Log) {
	s := &scenario.Scenario{ID: "set", Name: scenario.Text{En: "set"}, Redistribute: redistribute}
	for _, c := range changes {
		change, f := scenario.ParseChange(c, diag.Place{})
		if f != nil {
			panic(f.String())
		}
		s.Changes = append(s.Changes, change)
	}
	for _, l := range locks {
		s.Lock = append(s.Lock, scenario.Word{Text: l})
	}
	r, log := revise.Index(x.Draft, s)
	if r == nil {
		return nil, log
	}
	return Run(r.Index, x.Table)
}

func Run(x *index.Index, t *zone.Table) (*ranking.Answer, *diag.Log) {
	return ranking.Run(x, t, ranking.Options{Alone: true, Values: true, Workers: 1})
}

// Set is the text of a change that sets a weight.
func Set(part string, weight float64) string {
	return part + "=" + strconv.FormatFloat(weight, 'f', -1, 64)
}

// Drawing is what a Trial may be made of.
type Drawing struct {
	Aggregate []string // of the index, and of dimensions of their own
	Complete  bool     // no value is missing
	Round     bool     // the index may round
}

var Means = Drawing{Aggregate: []string{"arithmetic"}, Round: true}

// Draw draws an index of one to three levels with data, until they can be ranked.
func (d Drawing) Draw(t *rapid.T) *Trial {
	from := func(label string, options ...string) string { return rapid.SampledFrom(options).Draw(t, label) }
	missing := []string{"skip", "skip", "skip", "worst", "zero", "{skip: {min_coverage: 0.5}}"}
	var b strings.Builder
	b.WriteString("scale: " + from("scale", "100", "1") + "\nmethod:\n")
	b.WriteString("  normalise: " + from("normalise", "{minmax: {range: [1, 100]}}", "{minmax: {range: [1, 100]}}", "{goalposts: {low: -1, high: 40}}") + "\n")
	b.WriteString("  aggregate: " + from("aggregate", d.Aggregate...) + "\n")
	if d.Complete {
		b.WriteString("  missing: fail\n")
	} else {
		b.WriteString("  missing: " + from("missing", append(missing, "{skip: {min_indicators: 2}}")...) + "\n")
	}
	if d.Round && rapid.IntRange(0, 2).Draw(t, "rounds") == 0 {
		fmt.Fprintf(&b, "  ranking: {round: %d}\n", rapid.IntRange(0, 3).Draw(t, "round"))
	}
	leaves := 0
	// weights draws the weights of a group, of which one at least is not 0; nil leaves them out.
	weights := func(n int) []string {
		if n > 1 && rapid.IntRange(0, 5).Draw(t, "shared") == 0 {
			return nil
		}
		out := make([]string, n)
		for k := range out {
			out[k] = from("weight", "0", "0.5", "1", "1", "2", "3.25", "7")
		}
		if !slices.ContainsFunc(out, func(w string) bool { return w != "0" }) {
			out[rapid.IntRange(0, n-1).Draw(t, "some")] = "1"
		}
		return out
	}
	sum := func(w []string) float64 {
		total := 0.0
		for _, x := range w {
			v, _ := strconv.ParseFloat(x, 64)
			total += v
		}
		return total
	}
	var group func(level, dims int, indent string)
	group = func(level, dims int, indent string) {
		w := weights(dims)
		switch {
		case level == 1 && w == nil:
			b.WriteString("weights_sum: 60\n")
		case level == 1:
			fmt.Fprintf(&b, "weights_sum: %g\n", sum(w))
		}
		fmt.Fprintf(&b, "%sdimensions:\n", indent)
		for k := range dims {
			id := fmt.Sprintf("d%d_%d", level, strings.Count(b.String(), "- {id: ")+strings.Count(b.String(), "- id: "))
			fmt.Fprintf(&b, "%s  - id: %s\n%s    name: %s\n", indent, id, indent, id)
			if w != nil {
				fmt.Fprintf(&b, "%s    weight: %s\n", indent, w[k])
			}
			if !d.Complete && rapid.IntRange(0, 3).Draw(t, "own missing") == 0 {
				fmt.Fprintf(&b, "%s    missing: %s\n", indent, from("missing", missing...))
			}
			if rapid.IntRange(0, 3).Draw(t, "own method") == 0 {
				fmt.Fprintf(&b, "%s    aggregate: %s\n", indent, from("aggregate", d.Aggregate...))
			}
			if level < 3 && rapid.IntRange(0, 3).Draw(t, "deeper") == 0 {
				group(level+1, rapid.IntRange(1, 3).Draw(t, "dimensions"), indent+"    ")
				continue
			}
			fmt.Fprintf(&b, "%s    indicators:\n", indent)
			n := rapid.IntRange(1, 4).Draw(t, "indicators")
			w := weights(n)
			for j := range n {
				fmt.Fprintf(&b, "%s      - {id: i%d, name: I%d, direction: %s", indent, leaves, leaves, from("direction", "higher", "higher", "lower"))
				if w != nil {
					b.WriteString(", weight: " + w[j])
				}
				b.WriteString("}\n")
				leaves++
			}
		}
	}
	group(1, rapid.IntRange(1, 4).Draw(t, "top"), "")
	if leaves < 2 {
		t.Skip("nothing to weigh")
	}
	x := &Trial{Body: b.String()}
	x.Draft = Draft(t, x.Body)
	gaps := rapid.IntRange(0, 3).Draw(t, "gaps")
	coarse := rapid.Bool().Draw(t, "coarse")
	value := rapid.Custom(func(t *rapid.T) float64 {
		if !d.Complete && gaps > 0 && rapid.IntRange(0, 1+12/gaps).Draw(t, "gap") == 0 {
			return nan
		}
		if coarse { // so that zones are level often
			return float64(rapid.IntRange(0, 4).Draw(t, "value"))
		}
		return float64(rapid.IntRange(0, 40000).Draw(t, "value")) / 1000
	})
	x.Table = Table(rapid.SliceOfN(rapid.SliceOfN(value, leaves, leaves), 3, 9).Draw(t, "rows")...)
	var log *diag.Log
	if x.Base, log = Run(x.Draft.Index, x.Table); x.Base == nil {
		t.Skip(log.Findings())
	}
	return x
}

// Groups are the dimensions, and the root, that have more than one part.
func (x *Trial) Groups() []*index.Dimension {
	var out []*index.Dimension
	for _, d := range append([]*index.Dimension{x.Draft.Index.Root}, x.Draft.Index.Dims...) {
		if len(revise.PartsOf(d)) > 1 {
			out = append(out, d)
		}
	}
	return out
}
