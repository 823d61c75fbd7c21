package report

import (
	"bufio"
	"strings"
	"unicode"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"zoneval/pkg/diag"
)

// The two marks of a terminal that the table uses, and the one that ends either.
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	plain = "\x1b[0m"
)

// writeTable writes what people read on a terminal: titles, every table, the notes, where it all comes from. Blocks
// are an empty line apart, and no line ends in a blank.
func writeTable(w *bufio.Writer, d *Document, o Options) error {
	p := &page{w: w, colour: o.Colour}
	p.titles(d)
	for _, t := range d.Tables {
		if err := p.table(t); err != nil {
			return err
		}
	}
	p.notes(d.Notes)
	p.provenance(d.Provenance)
	return nil
}

// page writes blocks of lines. Its writer keeps the first error.
type page struct {
	w       *bufio.Writer
	colour  bool
	started bool
}

// open begins a block, an empty line after the one before.
func (p *page) open() {
	if p.started {
		p.w.WriteByte('\n')
	}
	p.started = true
}

// line writes s without the blanks at its end, in the colour if there is to be colour.
func (p *page) line(s, colour string) {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	if p.colour && colour != "" && s != "" {
		s = colour + s + plain
	}
	p.w.WriteString(s)
	p.w.WriteByte('\n')
}

// prose writes a text over as many lines as it needs.
func (p *page) prose(s, first, colour string) {
	for _, l := range wrap(s, first) {
		p.line(l, colour)
	}
}

func (p *page) titles(d *Document) {
	if d.Title == "" && d.Subtitle == "" {
		return
	}
	p.open()
	if d.Title != "" {
		p.line(diag.Clean(d.Title), bold)
	}
	if d.Subtitle != "" {
		p.line(diag.Clean(d.Subtitle), "")
	}
}

func (p *page) table(t *Table) error {
	columns := t.forPeople()
	if t.Title == "" && len(t.Lines) == 0 && len(columns) == 0 {
		return nil
	}
	p.open()
	if t.Title != "" {
		p.line(diag.Clean(t.Title), bold)
	}
	if len(t.Lines) == 0 {
		return drawGrid(p.w, columns, t.Rows())
	}
	for _, s := range t.Lines {
		p.prose(diag.Clean(s), "", "")
	}
	return nil
}

func (p *page) notes(notes []Note) {
	if len(notes) == 0 {
		return
	}
	p.open()
	for _, n := range notes {
		p.prose(diag.Clean(n.Text), "- ", "")
	}
}

// provenance writes the facts that people read as "label: text", the texts below each other; a list takes a line for
// each of its items.
func (p *page) provenance(facts []Fact) {
	widest, some := 0, false
	for i := range facts {
		if !facts[i].Quiet {
			widest, some = max(widest, width(facts[i].heading())), true
		}
	}
	if !some {
		return
	}
	p.open()
	for i := range facts {
		f := &facts[i]
		if f.Quiet {
			continue
		}
		head := f.heading() + ":" + strings.Repeat(" ", widest-width(f.heading())+1)
		for _, text := range f.shown() {
			p.prose(text, head, dim)
			head = strings.Repeat(" ", widest+2)
		}
	}
}

// width is the number of terminal columns that s takes: two for Chinese, one for anything whose width a terminal may
// choose. It never asks the environment, so that the same answer is the same bytes on every machine.
func width(s string) int {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return twwidth.WidthWithOptions(s, twwidth.Options{})
		}
	}
	return len(s)
}
