// Package zone holds the table of zones: ids, names and attributes of each row, and one column of numbers for each
// indicator. It knows the names of provinces and zone types; it reads no files.
package zone

import (
	"slices"

	"zoneval/pkg/diag"
)

// Attribute is a text column with few distinct values, stored once each.
type Attribute struct {
	Values []string // the distinct texts, in order of first appearance; Values[0] is "" (not given)
	Codes  []uint32 // per row, a position in Values; nil when the table lacks the column
}

// At returns the text of a row, "" where it has none.
func (a *Attribute) At(row int) string {
	if a.Codes == nil {
		return ""
	}
	return a.Values[a.Codes[row]]
}

// Present says whether the table has the column.
func (a *Attribute) Present() bool { return a.Codes != nil }

// Fact is one `# key: value` line from the head of a data file, such as status: synthetic.
type Fact struct{ Key, Value string }

// Source says what a table was read from.
type Source struct {
	Name     string // as the user named it, or the shipped dataset's id
	Shipped  bool
	Encoding string   // UTF-8, GB18030, UTF-16LE, UTF-16BE
	SHA256   string   // of the bytes as they were read, in hex
	Facts    []Fact   // the file's own head lines
	Comments int      // comment lines that were skipped
	Unused   []string // headers that mean nothing to the index
}

// Fact returns the value of a head line, "" where there is none.
func (s *Source) Fact(key string) string {
	for _, f := range s.Facts {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// Table is zones x indicators, for one year or several. Rows keep the file's order.
type Table struct {
	Source  Source
	Rows    int
	IDs     []string // per row, never empty
	Names   []string // per row, English name; nil when the file has none
	NamesZh []string // per row, Chinese name; nil when the file has none
	Years   []int32  // per row; nil when the file has no year column

	Type, Province, City, Region Attribute

	// Values holds the indicators column by column: the value of row i and indicator j is Values[j*Rows+i].
	// NaN is missing. The columns follow Index.Indicators.
	Values  []float64
	Columns int

	// Bounds holds cells that give a bound instead of a value, as written ("≤50"), by row and column. Their value
	// is NaN.
	Bounds map[Cell]string

	// Locate returns the place of a cell and its text as written. Column is a position in Index.Indicators;
	// -1 is the row as a whole. It may read the file again, so it is for messages, not for loops.
	Locate func(row, column int) (diag.Place, string)
}

// Cell is a position in a table.
type Cell struct{ Row, Column int }

// Column returns one indicator's values, a slice of Values.
func (t *Table) Column(j int) []float64 { return t.Values[j*t.Rows : (j+1)*t.Rows : (j+1)*t.Rows] }

// Name returns the row's name in a language ("en" or "zh"), or its other name, or its id.
func (t *Table) Name(row int, lang string) string {
	en, zh := "", ""
	if t.Names != nil {
		en = t.Names[row]
	}
	if t.NamesZh != nil {
		zh = t.NamesZh[row]
	}
	switch {
	case lang == "zh" && zh != "":
		return zh
	case en != "":
		return en
	case zh != "":
		return zh
	}
	return t.IDs[row]
}

// YearList returns the distinct years in the table, ascending; nil when it has none.
func (t *Table) YearList() []int32 {
	if t.Years == nil {
		return nil
	}
	seen := map[int32]bool{}
	for _, y := range t.Years {
		seen[y] = true
	}
	out := make([]int32, 0, len(seen))
	for y := range seen {
		out = append(out, y)
	}
	slices.Sort(out)
	return out
}
