package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/zone"
)

var nan = math.NaN()

// parse reads an index from its body; id and name are added.
func parse(t interface {
	Fatalf(format string, args ...any)
}, body string) *index.Index {
	x, findings := index.Parse("test.yaml", []byte("id: test\nname: Test\n"+body))
	if x == nil {
		t.Fatalf("%v\n%s", findings, body)
	}
	return x
}

// table makes a table of the inputs of an index from lines "id year type value value ...": year 0 is no year column, type - is no
// type, value - is missing.
func table(x *index.Index, name string, lines ...string) *zone.Table {
	t := &zone.Table{Rows: len(lines), Columns: len(x.Inputs), Type: zone.Attribute{Values: []string{""}}, Values: make([]float64, len(lines)*len(x.Inputs))}
	t.Source.Name = name
	for i, line := range lines {
		f := strings.Fields(line)
		t.IDs = append(t.IDs, f[0])
		if f[1] != "0" {
			var year int32
			fmt.Sscan(f[1], &year)
			t.Years = append(t.Years, year)
		}
		code := 0
		if f[2] != "-" {
			if code = slices.Index(t.Type.Values, f[2]); code < 0 {
				code = len(t.Type.Values)
				t.Type.Values = append(t.Type.Values, f[2])
			}
		}
		t.Type.Codes = append(t.Type.Codes, uint32(code))
		for j := range x.Inputs {
			v := nan
			if f[3+j] != "-" {
				fmt.Sscan(f[3+j], &v)
			}
			t.Values[j*t.Rows+i] = v
		}
	}
	t.Locate = func(int, int) (diag.Place, string) { return diag.Place{File: name}, "" }
	return t
}

func mustRun(t testing.TB, a, b Side, o Options) *Answer {
	t.Helper()
	c, log := Run(a, b, o)
	if c == nil {
		t.Fatal(log.Findings())
	}
	return c
}

func (a *Answer) zone(id string) *Zone {
	k := slices.IndexFunc(a.Zones, func(z Zone) bool { return z.ID == id })
	if k < 0 {
		return nil
	}
	return &a.Zones[k]
}

// near compares points on a scale of 100.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*100 || a != a && b != b }

// pool are the columns that drawn indices choose from.
var pool = []string{"a", "b", "c", "d", "e", "f", "g"}

// anIndex draws an index of one to three dimensions of some columns of the pool, with methods that need not suit the data.
func anIndex(t *rapid.T) *index.Index {
	from := func(label string, options ...string) string { return rapid.SampledFrom(options).Draw(t, label) }
	var b strings.Builder
	fmt.Fprintf(&b, "scale: %s\ndenominators: [{id: people, name: People}]\nmethod:\n", from("scale", "100", "100", "100", "1"))
	for _, step := range []string{
		"normalise: " + from("normalise", "minmax", "{minmax: {range: [1, 100]}}", "zscore", "rank", "{goalposts: {low: 0, high: 100}}", "percentile-rank", "fraction-of-max", "vector", "{minmax: {round: 1}}"),
		"aggregate: " + from("aggregate", "arithmetic", "arithmetic", "arithmetic", "median", "minimum", "geometric", "topsis", "copeland"),
		"missing: " + from("missing", "skip", "skip", "worst", "zero", "fail", "{skip: {min_coverage: 0.5}}"),
		"impute: " + from("impute", "none", "none", "mean", "{group-mean: {by: type}}", "{previous-year: {max_years: 2}}", "dimension-mean"),
		"treat: " + from("treat", "none", "none", "percentile-cap"),
		"denominate: " + from("denominate", "none", "none", "{ratio: {by: people}}"),
		"weights: " + from("weights", "given", "given", "given", "equal", "entropy", "coefficient-of-variation"),
		"screen: " + from("screen", "none", "none", "{availability: {min_share: 0.4}}", "{availability: {drop: [z1]}}"),
		"ranking: " + from("ranking", "{ties: min}", "{round: 1}"),
	} {
		if !strings.HasSuffix(step, ": none") {
			b.WriteString("  " + step + "\n")
		}
	}
	b.WriteString("dimensions:\n")
	columns := rapid.Permutation(pool).Draw(t, "columns")
	for d := range rapid.IntRange(1, 3).Draw(t, "dimensions") {
		fmt.Fprintf(&b, "  - id: d%d\n    name: D%d\n    indicators:\n", d, d)
		for range rapid.IntRange(1, 2).Draw(t, "indicators") {
			fmt.Fprintf(&b, "      - {id: %s, name: N%s, direction: %s, weight: %d}\n", columns[0], columns[0], from("direction", "higher", "higher", "lower"), rapid.IntRange(1, 5).Draw(t, "weight"))
			columns = columns[1:]
		}
	}
	return parse(t, b.String())
}

// universe draws what a data file of all columns says: by zone, year and column. Some zones lack a year.
func universe(t *rapid.T) map[string]float64 {
	all := map[string]float64{}
	for z := range 6 {
		for year := 2020; year <= 2022; year++ {
			if rapid.IntRange(0, 8).Draw(t, "lacks") == 0 {
				continue
			}
			row := fmt.Sprintf("z%d %d", z, year)
			all[row] = float64(z % 2)
			for _, c := range append([]string{"people"}, pool...) {
				all[row+" "+c] = float64(rapid.IntRange(1, 400).Draw(t, "value")) / 4
				if c != "people" && rapid.IntRange(0, 14).Draw(t, "gap") == 0 {
					all[row+" "+c] = nan
				}
			}
		}
	}
	return all
}

// tableOf is the table that an index reads of a universe, with the zones in an order.
func tableOf(x *index.Index, name string, all map[string]float64, zones []string) *zone.Table {
	var lines []string
	for _, z := range zones {
		for year := 2020; year <= 2022; year++ {
			row := fmt.Sprintf("%s %d", z, year)
			kind, has := all[row]
			if !has {
				continue
			}
			line := fmt.Sprintf("%s t%g", row, kind)
			for _, in := range x.Inputs {
				if v := all[row+" "+in.ID]; v == v {
					line += fmt.Sprint(" ", v)
				} else {
					line += " -"
				}
			}
			lines = append(lines, line)
		}
	}
	return table(x, name, lines...)
}
