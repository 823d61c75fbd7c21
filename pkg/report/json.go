package report

import (
	"bufio"
	"fmt"
	"unicode"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// kindNames are the JSON names of the kinds, as table schemas call them.
var kindNames = [...]string{Text: "string", Int: "integer", Float: "number"}

// jsonWriter builds the object in b and empties it into w after each line, so that a table of any length needs the
// memory of one row. The writer keeps its first error and Flush returns it.
type jsonWriter struct {
	w *bufio.Writer
	b []byte
}

// writeJSON writes the whole document as one object: every table's columns for programs, every note, every fact.
func writeJSON(w *bufio.Writer, d *Document, _ Options) error {
	if err := uniqueKeys(d); err != nil {
		return err
	}
	j := &jsonWriter{w: w}
	j.raw("{\n  \"kind\": ").text(d.Kind)
	j.raw(",\n  \"title\": ").text(d.Title)
	if d.Subtitle != "" {
		j.raw(",\n  \"subtitle\": ").text(d.Subtitle)
	}
	j.raw(",\n  \"tables\": [")
	for i, t := range d.Tables {
		if i > 0 {
			j.raw(", ")
		}
		if err := j.table(t); err != nil {
			return err
		}
	}
	j.raw("],\n  \"notes\": [")
	j.lines(len(d.Notes), "    ", func(i int) {
		j.raw(`{"key": `).text(d.Notes[i].Key).raw(`, "text": `).text(d.Notes[i].Text).raw("}")
	})
	j.raw("],\n  \"provenance\": {")
	j.lines(len(d.Provenance), "    ", func(i int) { j.fact(&d.Provenance[i]) })
	j.raw("}\n}\n")
	return j.flush()
}

// uniqueKeys returns an error where a reader of the object would lose one of two values under the same key.
func uniqueKeys(d *Document) error {
	for _, t := range d.Tables {
		if _, err := t.forPrograms(); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, f := range d.Provenance {
		if seen[f.Key] {
			return fmt.Errorf("provenance: two facts have the key %s", diag.Quote(f.Key))
		}
		seen[f.Key] = true
	}
	return nil
}

// table writes one table, each column and each row on a line of its own.
func (j *jsonWriter) table(t *Table) error {
	columns, err := t.forPrograms()
	if err != nil {
		return err
	}
	j.raw("{\n    \"id\": ").text(t.ID)
	if t.Title != "" {
		j.raw(",\n    \"title\": ").text(t.Title)
	}
	j.raw(",\n    \"columns\": [")
	j.lines(len(columns), "      ", func(i int) {
		c := columns[i]
		j.raw(`{"key": `).text(c.Key).raw(`, "label": `).text(c.Label).raw(`, "type": "` + kindNames[c.Kind] + `"}`)
	})
	j.raw("],\n    \"rows\": [")
	prefixes := make([]string, len(columns)) // what stands before each value: the same in every row
	for i, c := range columns {
		prefixes[i] = string(appendQuoted(nil, c.Key)) + ": "
		if i > 0 {
			prefixes[i] = ", " + prefixes[i]
		}
	}
	for i := range t.Rows() {
		if i > 0 {
			j.raw(",")
		}
		j.raw("\n      {")
		for k, c := range columns {
			j.raw(prefixes[k]).value(c, i)
		}
		j.raw("}")
		if err := j.flush(); err != nil {
			return err
		}
	}
	if t.Rows() > 0 {
		j.raw("\n    ")
	}
	j.raw("]\n  }")
	return nil
}

// lines calls item n times, each on its own line, with commas between; with n zero the brackets stay together.
func (j *jsonWriter) lines(n int, indent string, item func(i int)) {
	for i := range n {
		if i > 0 {
			j.raw(",")
		}
		j.raw("\n" + indent)
		item(i)
	}
	if n > 0 {
		j.raw("\n" + indent[2:])
	}
}

func (j *jsonWriter) fact(f *Fact) {
	j.text(f.Key).raw(": ")
	if f.List == nil {
		j.text(f.Text)
		return
	}
	j.raw("[")
	for i, s := range f.List {
		if i > 0 {
			j.raw(", ")
		}
		j.text(s)
	}
	j.raw("]")
}

func (j *jsonWriter) value(c *Column, i int) {
	switch {
	case c.missing(i):
		j.raw("null")
	case c.Kind == Text:
		j.text(c.text(i))
	default:
		j.b = c.appendNumber(j.b, i)
	}
}

func (j *jsonWriter) raw(s string) *jsonWriter {
	j.b = append(j.b, s...)
	return j
}

func (j *jsonWriter) text(s string) *jsonWriter {
	j.b = appendQuoted(j.b, s)
	return j
}

func (j *jsonWriter) flush() error {
	_, err := j.w.Write(j.b)
	j.b = j.b[:0]
	return err
}

// appendQuoted appends s as a JSON string. Everything that could steer a terminal or hide in an editor is escaped, so
// the text reads back the same and shows what it is; bytes that are not UTF-8 become the replacement character. HTML's
// characters stay as they are.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '"' || c == '\\':
				b = append(b, '\\', c)
			case c == '\n':
				b = append(b, `\n`...)
			case c == '\t':
				b = append(b, `\t`...)
			case c < 0x20 || c == 0x7f:
				b = appendUnit(b, rune(c))
			default:
				b = append(b, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError || r <= 0xffff && hidden(r):
			b = appendUnit(b, r)
		case hidden(r):
			b = appendUnit(appendUnit(b, 0xd7c0+r>>10), 0xdc00+r&0x3ff) // the surrogate pair of UTF-16
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}

// hidden says whether a character beyond ASCII has no shape of its own: C1 controls, bidirectional and zero-width
// marks, line and paragraph separators.
func hidden(r rune) bool {
	if r >= 0x2e80 && r <= 0xd7ff { // Chinese, Japanese, Korean: nothing hides there, and zone names are full of them
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// appendUnit appends one UTF-16 code unit as \uXXXX.
func appendUnit(b []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
