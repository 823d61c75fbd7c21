package report

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sortable is a table with every kind of column, each with a missing value, and lists that others may hold too.
func sortable() *Table {
	nan := math.NaN()
	return &Table{ID: "t", Columns: []*Column{
		{Key: "id", Texts: []string{"a", "b", "c", "d", "e"}},
		{Key: "n", Kind: Int, Ints: []int{3, NoInt, 1, 3, -2}},
		{Key: "x", Kind: Float, Floats: []float64{0.5, 2, nan, -1, 0.5}},
		{Key: "pool", Pool: []string{"", "north", "east"}, At: []int32{1, 2, 0, 2, 1}},
		{Key: "both", For: People, Texts: []string{"e", "d", "c", "b", "a"}},
		{Key: "both", For: Programs, Kind: Int, Ints: []int{1, 2, 3, 4, 5}},
	}}
}

// rows is the table as programs know it, one text a row.
func rows(t *Table) (out []string) {
	for i := range t.Rows() {
		out = append(out, fmt.Sprint(t.Columns[0].text(i), " ", t.Columns[1].Ints[i], " ", t.Columns[2].Floats[i], " ", t.Columns[3].text(i), " ", t.Columns[4].text(i), " ", t.Columns[5].Ints[i]))
	}
	return out
}

func ids(t *Table) (out string) {
	for i := range t.Rows() {
		out += t.Columns[0].text(i)
	}
	return out
}

func TestSortBy(t *testing.T) {
	for _, c := range []struct {
		key        string
		descending bool
		want       string
	}{
		{"n", false, "ecadb"}, {"n", true, "adceb"}, // a and d are equal and keep their order, b has none and stands last
		{"x", false, "daebc"}, {"x", true, "baedc"},
		{"pool", false, "bdaec"}, {"pool", true, "aebdc"},
		{"both", true, "edcba"}, // as programs know it
		{"id", true, "edcba"},
	} {
		tab := sortable()
		before := rows(tab)
		shared := tab.Columns[1].Ints
		if !tab.SortBy(c.key, c.descending) {
			t.Errorf("there is no column %s", c.key)
		}
		if got := ids(tab); got != c.want {
			t.Errorf("by %s, descending %v: %s, want %s", c.key, c.descending, got, c.want)
		}
		if after := rows(tab); !slices.Equal(slices.Sorted(slices.Values(after)), slices.Sorted(slices.Values(before))) {
			t.Errorf("by %s: rows %v, were %v", c.key, after, before)
		}
		if !slices.Equal(shared, []int{3, NoInt, 1, 3, -2}) {
			t.Errorf("the list that the column came with is changed: %v", shared)
		}
	}
	tab := sortable()
	if tab.SortBy("nothing", false) || ids(tab) != "abcde" {
		t.Errorf("sorted by a column that is not there: %s", ids(tab))
	}
	tab.SortBy("n", true)
	if tab.Head(2); ids(tab) != "ad" {
		t.Errorf("the head is %s", ids(tab))
	}
	if tab.Head(9); ids(tab) != "ad" {
		t.Errorf("a head longer than the table is %s", ids(tab))
	}
	if tab.Head(0); tab.Rows() != 0 {
		t.Errorf("an empty head has %d rows", tab.Rows())
	}
}

// TestSortByDrawn: what is missing stands last, the rest in order, and equal values as they stood.
func TestSortByDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "rows")
		value := rapid.OneOf(rapid.Just(math.NaN()), rapid.Just(math.Inf(1)), rapid.Float64Range(-2, 2), rapid.SampledFrom([]float64{0, 1}))
		c := &Column{Key: "x", Kind: Float, Floats: rapid.SliceOfN(value, n, n).Draw(t, "x")}
		at := &Column{Key: "at", Kind: Int}
		for i := range n {
			at.Ints = append(at.Ints, i)
		}
		tab := &Table{Columns: []*Column{c, at}}
		descending := rapid.Bool().Draw(t, "descending")
		tab.SortBy("x", descending)
		for i := 1; i < n; i++ {
			switch {
			case c.missing(i) && !c.missing(i-1):
			case c.missing(i-1) && !c.missing(i):
				t.Fatalf("%v stands after a missing value in %v", c.Floats[i], c.Floats)
			case c.missing(i) || c.Floats[i] == c.Floats[i-1]:
				if at.Ints[i] < at.Ints[i-1] {
					t.Fatalf("equal rows changed places: %v of %v", at.Ints, c.Floats)
				}
			case c.Floats[i] > c.Floats[i-1] == descending:
				t.Fatalf("descending %v: %v", descending, c.Floats)
			}
		}
	})
}
