// Package report holds the Document, the one form in which every answer leaves the program, and a renderer for each
// output format. It knows tables, notes and provenance, but no zone and no index.
package report

import "math"

// Document is an answer: tables, notes that must be read with them, and where everything came from.
// All texts are already in the reader's language.
type Document struct {
	Kind       string // stable, never translated: "ranking", "index"
	Title      string
	Subtitle   string
	Tables     []*Table // the first is the answer; CSV and TSV hold it alone
	Notes      []Note
	Provenance []Fact
}

// Table is columns of equal length.
type Table struct {
	ID      string // stable: "ranking", "by_province"
	Title   string // printed above; may be empty
	Columns []*Column
	Lines   []string // when set, people read these lines instead of the grid
}

// Rows is the number of rows.
func (t *Table) Rows() int {
	if len(t.Columns) == 0 {
		return 0
	}
	return t.Columns[0].Len()
}

// Kind is what a column holds.
type Kind uint8

// The kinds of column.
const (
	Text Kind = iota
	Int
	Float
)

// Audience says who sees a column. A column for people is dropped from CSV, TSV and JSON; one for programs is dropped
// from the printed table and from Markdown.
type Audience uint8

// The audiences.
const (
	Everyone Audience = iota
	People
	Programs
)

// NoInt is a missing value in an Int column. In a Float column NaN is missing, in a Text column "".
const NoInt = math.MinInt

// Column is one typed column. Exactly one of Texts, Pool, Ints and Floats is set, as Kind says.
type Column struct {
	Key      string // stable name in CSV, TSV and JSON
	Label    string // heading for people
	Kind     Kind
	For      Audience
	Decimals int  // people see a Float with this many decimals; programs get the shortest text that reads back the same
	Right    bool // align a Text column right
	Texts    []string
	Pool     []string // texts that rows share or that stand in another order: row i is Pool[At[i]]
	At       []int32
	Ints     []int
	Floats   []float64
}

// Len is the number of rows.
func (c *Column) Len() int {
	switch c.Kind {
	case Int:
		return len(c.Ints)
	case Float:
		return len(c.Floats)
	}
	if c.Pool != nil {
		return len(c.At)
	}
	return len(c.Texts)
}

// text is row i of a Text column.
func (c *Column) text(i int) string {
	if c.Pool != nil {
		return c.Pool[c.At[i]]
	}
	return c.Texts[i]
}

// Note is something that must be read with the tables. Key is stable; Severity-like prefixes are part of Text.
type Note struct{ Key, Text string }

// Fact is one line of provenance. Exactly one of Text and List is set. Quiet keeps it out of what people read
// (hashes, for instance); JSON has every fact.
type Fact struct {
	Key   string // stable: "index", "data_sha256"
	Label string
	Text  string
	List  []string
	Quiet bool // only for programs
}
