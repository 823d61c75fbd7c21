package report

import (
	"bufio"
	"strings"

	"zoneval/pkg/diag"
)

// writeMarkdown writes what people read as GitHub Markdown: headings, tables, the notes as a list and, below a rule,
// the provenance as another.
func writeMarkdown(w *bufio.Writer, d *Document, _ Options) error {
	m := &markdown{w: w}
	if d.Title != "" {
		m.paragraph("# " + mdText(d.Title))
	}
	if d.Subtitle != "" {
		m.paragraph(mdText(d.Subtitle))
	}
	for _, t := range d.Tables {
		if t.Title != "" {
			m.paragraph("## " + mdText(t.Title))
		}
		if err := m.table(t); err != nil {
			return err
		}
	}
	for i, n := range d.Notes {
		m.item(i == 0, "- "+mdText(n.Text))
	}
	first := true
	for i := range d.Provenance {
		if f := &d.Provenance[i]; !f.Quiet {
			if first {
				m.paragraph("---")
			}
			m.fact(first, f)
			first = false
		}
	}
	return nil
}

// markdown writes blocks with an empty line between them. Its writer keeps the first error.
type markdown struct {
	w       *bufio.Writer
	started bool
}

func (m *markdown) paragraph(s string) {
	if m.started {
		m.w.WriteByte('\n')
	}
	m.started = true
	m.w.WriteString(s)
	m.w.WriteByte('\n')
}

// item writes a list's line; the first one starts a block.
func (m *markdown) item(first bool, s string) {
	if first {
		m.paragraph(s)
		return
	}
	m.w.WriteString(s)
	m.w.WriteByte('\n')
}

func (m *markdown) fact(first bool, f *Fact) {
	lines := f.shown()
	head := "- " + mdText(f.heading()) + ":"
	if len(lines) == 1 {
		m.item(first, head+" "+mdText(lines[0]))
		return
	}
	m.item(first, head)
	for _, s := range lines {
		m.item(false, "  - "+mdText(s))
	}
}

// table writes the lines that people read as a list, or the grid. The list's mark is not that of the notes, which may
// follow: one mark would make one list of both.
func (m *markdown) table(t *Table) error {
	for i, s := range t.Lines {
		m.item(i == 0, "* "+mdText(s))
	}
	columns := t.forPeople()
	if len(t.Lines) > 0 || len(columns) == 0 {
		return nil
	}
	head, rule := "|", "|"
	for _, c := range columns {
		head += " " + mdCell(c.heading()) + " |"
		if c.toRight() {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	m.paragraph(head + "\n" + rule)
	var b []byte
	for i := range t.Rows() {
		b = append(b[:0], '|')
		for _, c := range columns {
			b = append(b, ' ')
			if c.Kind == Text {
				b = append(b, mdCell(c.shown(i))...)
			} else {
				b = append(b, c.shown(i)...)
			}
			b = append(b, " |"...)
		}
		if _, err := m.w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// mdRisky are the characters that mean something inside a line of GitHub Markdown, and the colon, at sign and w of the
// links that it finds by itself.
const mdRisky = "\\`*_<>[]|&#~$:@wW"

// mdCell makes clean text safe inside a line.
func mdCell(s string) string {
	if !strings.ContainsAny(s, mdRisky) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\', '`', '*', '_', '<', '>', '[', ']', '|', '&', '#', '~', '$':
			b.WriteByte('\\')
			b.WriteByte(c)
		case ':':
			if strings.HasPrefix(s[i:], "://") {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		case '.':
			if i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		case '@': // no escape stops the search for mail addresses, which looks at the finished text: cut that in two
			b.WriteString("@<!-- -->")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// mdText makes text safe as a paragraph, a heading or a list item, which a list mark, a rule or a number at its start
// would turn into something else.
func mdText(s string) string {
	s = mdCell(strings.TrimSpace(diag.Clean(s)))
	if s == "" {
		return s
	}
	if strings.IndexByte("-+=", s[0]) >= 0 {
		return "\\" + s
	}
	rest := strings.TrimLeft(s, digits)
	if len(rest) < len(s) && rest != "" && (rest[0] == '.' || rest[0] == ')') {
		return s[:len(s)-len(rest)] + "\\" + rest
	}
	return s
}
