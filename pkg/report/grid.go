package report

import (
	"bufio"
	"bytes"
	"io"
	"unicode"

	"github.com/olekukonko/ll"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/tw"
)

// gap is the number of blanks between two columns.
const gap = 2

// layoutRows is how many rows tablewriter lays out. It takes about 7 µs and 6 KB for each, seven seconds and 6 GB for a
// million; above this number the grid measures and draws the rows itself, to the same bytes.
const layoutRows = 100

// drawGrid writes a heading, a rule and the rows of the columns; nothing without columns.
func drawGrid(w *bufio.Writer, columns []*Column, rows int) error {
	if len(columns) == 0 {
		return nil
	}
	g, labels := newGrid(w, columns)
	if rows > layoutRows {
		return g.draw(labels, columns, rows)
	}
	return g.layout(labels, columns, rows)
}

// grid draws the lines of one table: no borders, a rule below the heading, nothing behind the last cell's text.
// It is a renderer for tablewriter, whose own ones end lines in blanks and take as long again.
type grid struct {
	w      *bufio.Writer
	right  []bool
	widths []int
	buf    []byte
	err    error
}

// newGrid returns a grid for the columns, not yet measured, and their headings.
func newGrid(w *bufio.Writer, columns []*Column) (*grid, []string) {
	g := &grid{w: w, right: make([]bool, len(columns)), widths: make([]int, len(columns))}
	labels := make([]string, len(columns))
	for j, c := range columns {
		g.right[j] = c.toRight()
		labels[j] = c.heading()
	}
	return g, labels
}

// layout has tablewriter measure and arrange the cells.
func (g *grid) layout(labels []string, columns []*Column, rows int) error {
	twwidth.SetOptions(twwidth.Options{}) // else widths depend on LC_ALL, TERM and RUNEWIDTH_EASTASIAN
	cells := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoFormat: tw.Off},
		Padding:    tw.CellPadding{Global: tw.Padding{Left: tw.Space, Right: tw.Space}}, // together the gap
	}
	table := tablewriter.NewTable(io.Discard,
		tablewriter.WithConfig(tablewriter.Config{
			Header: cells, Row: cells,
			Behavior: tw.Behavior{TrimSpace: tw.Off}, // blanks at a cell's start may mean something
		}),
		tablewriter.WithRenderer(g))
	table.Header(labels)
	for i := range rows {
		row := make([]string, len(columns)) // its own: tablewriter keeps the slice
		for j, c := range columns {
			row[j] = c.shown(i)
		}
		if err := table.Append(row); err != nil {
			return err
		}
	}
	if err := table.Render(); err != nil {
		return err
	}
	return g.err
}

// draw measures and draws without tablewriter.
func (g *grid) draw(labels []string, columns []*Column, rows int) error {
	for j, c := range columns {
		g.widths[j] = width(labels[j])
		for i := range rows {
			g.widths[j] = max(g.widths[j], width(c.shown(i)))
		}
	}
	g.heading(labels)
	row := make([]string, len(columns))
	for i := 0; i < rows && g.err == nil; i++ {
		for j, c := range columns {
			row[j] = c.shown(i)
		}
		g.row(row)
	}
	return g.err
}

// heading draws the labels and a rule as long as the widest line can be.
func (g *grid) heading(labels []string) {
	g.row(labels)
	total := -gap
	for _, n := range g.widths {
		total += n + gap
	}
	g.put(bytes.Repeat([]byte("-"), total))
}

// row draws one line of cells.
func (g *grid) row(cells []string) {
	b := g.buf[:0]
	for j, s := range cells {
		if j > 0 {
			b = appendBlanks(b, gap)
		}
		blanks := g.widths[j] - width(s)
		if g.right[j] {
			b = append(appendBlanks(b, blanks), s...)
		} else {
			b = appendBlanks(append(b, s...), blanks)
		}
	}
	g.put(b)
}

// put writes the line b without the blanks at its end.
func (g *grid) put(b []byte) {
	b = append(bytes.TrimRightFunc(b, unicode.IsSpace), '\n')
	g.buf = b
	if _, err := g.w.Write(b); err != nil && g.err == nil {
		g.err = err
	}
}

func appendBlanks(b []byte, n int) []byte {
	for range n {
		b = append(b, ' ')
	}
	return b
}

// The methods that make grid a tw.Renderer. Tablewriter's widths include the padding.

// Start begins a table.
func (g *grid) Start(io.Writer) error { return nil }

// Header draws the heading and its rule.
func (g *grid) Header(lines [][]string, ctx tw.Formatting) {
	for j := range g.widths {
		g.widths[j] = ctx.Row.Widths.Get(j) - gap
	}
	g.heading(lines[0])
}

// Row draws a row.
func (g *grid) Row(cells []string, _ tw.Formatting) { g.row(cells) }

// Footer draws nothing: no table here has one.
func (g *grid) Footer([][]string, tw.Formatting) {}

// Line draws nothing: the only rule belongs to the heading.
func (g *grid) Line(tw.Formatting) {}

// Config says that there are no borders.
func (g *grid) Config() tw.Rendition { return tw.Rendition{Borders: tw.BorderNone} }

// Close ends a table.
func (g *grid) Close() error { return nil }

// Logger takes no logger: a grid has nothing to tell.
func (g *grid) Logger(*ll.Logger) {}
