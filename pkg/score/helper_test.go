package score

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/zone"
)

var nan = math.NaN()

// parse reads an index from its body; id and name are added.
func parse(t testing.TB, body string) *index.Index {
	t.Helper()
	x, findings := index.Parse("test.yaml", []byte("id: test\nname: Test\n"+body))
	if x == nil {
		t.Fatalf("index: %v\n%s", findings, body)
	}
	return x
}

// flat is an index of one dimension with indicators named by their attributes, such as "a, direction: higher".
func flat(head string, indicators ...string) string {
	var b strings.Builder
	b.WriteString(head + "\ndimensions:\n  - id: all\n    name: All\n    indicators:\n")
	for i, in := range indicators {
		id, rest, _ := strings.Cut(in, ", ")
		fmt.Fprintf(&b, "      - {id: %s, name: N%d, %s}\n", id, i, rest)
	}
	return b.String()
}

// table makes a table of zones z0, z1, ... from rows of values.
func table(rows ...[]float64) *zone.Table {
	t := &zone.Table{Rows: len(rows), Columns: len(rows[0])}
	t.Values = make([]float64, t.Rows*t.Columns)
	for i, r := range rows {
		t.IDs = append(t.IDs, fmt.Sprintf("z%d", i))
		for j, v := range r {
			t.Values[j*t.Rows+i] = v
		}
	}
	t.Locate = func(row, column int) (diag.Place, string) {
		p := diag.Place{File: "test.csv", Line: row + 2, Col: column + 2}
		if column < 0 {
			return p, ""
		}
		return p, fmt.Sprint(t.Values[column*t.Rows+row])
	}
	return t
}

// run prepares and scores; findings are printed one a line.
func run(t testing.TB, x *index.Index, tab *zone.Table, o Options) (*Model, *Result, string) {
	t.Helper()
	m, log := Prepare(x, tab, nil, o)
	if m == nil {
		return nil, nil, lines(log)
	}
	r, l := m.Score()
	log.Merge(l)
	return m, r, lines(log)
}

func lines(log *diag.Log) string {
	var out []string
	for _, f := range log.Findings() {
		out = append(out, f.String())
	}
	if n := log.Dropped(); n > 0 {
		out = append(out, fmt.Sprintf("and %d more", n))
	}
	return strings.Join(out, "\n")
}

// same compares floats bit for bit, NaN being equal to NaN.
func same(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !(a[i] != a[i] && b[i] != b[i]) {
			return false
		}
	}
	return true
}

// near compares floats within a relative 1e-12.
func near(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != a[i] && b[i] != b[i] {
			continue
		}
		if !(math.Abs(a[i]-b[i]) <= 1e-12*math.Max(1, math.Abs(b[i]))) {
			return false
		}
	}
	return true
}
