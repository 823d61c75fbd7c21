package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"zoneval/pkg/diag"
)

const (
	main    = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relType = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	decl    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// part is one entry of an archive.
type part struct{ name, body string }

// plain is the parts of a workbook with one sheet S, written by hand.
func plain(sheet string) []part {
	return []part{
		{"[Content_Types].xml", decl + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", rels(relType+"officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", decl + `<workbook ` + main + `><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", rels(relType+"worksheet", "worksheets/sheet1.xml", relType+"sharedStrings", "sharedStrings.xml",
			relType+"styles", "styles.xml")},
		{"xl/worksheets/sheet1.xml", sheet},
	}
}

// rels is a part with relationships rId1, rId2 and on, of types and targets.
func rels(pairs ...string) string {
	var b strings.Builder
	b.WriteString(decl + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i/2+1, pairs[i], pairs[i+1])
	}
	return b.String() + `</Relationships>`
}

// rows is a sheet with these rows in it.
func rows(inside string) string {
	return decl + `<worksheet ` + main + `><sheetData>` + inside + `</sheetData></worksheet>`
}

// with replaces a part, or adds it.
func with(parts []part, name, body string) []part {
	for i, p := range parts {
		if p.name == name {
			parts[i].body = body
			return parts
		}
	}
	return append(parts, part{name, body})
}

// without takes a part out.
func without(parts []part, name string) []part {
	var out []part
	for _, p := range parts {
		if p.name != name {
			out = append(out, p)
		}
	}
	return out
}

// pack makes the archive.
func pack(parts []part) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			panic(err)
		}
		if _, err := w.Write([]byte(p.body)); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func open(data []byte) (*Book, diag.Findings) {
	return Open("t.xlsx", bytes.NewReader(data), int64(len(data)))
}

// mustOpen opens a workbook that is in order.
func mustOpen(t testing.TB, data []byte) *Book {
	t.Helper()
	b, findings := open(data)
	if findings != nil {
		t.Fatal(findings)
	}
	return b
}

// mustRead reads a sheet that is in order.
func mustRead(t testing.TB, data []byte, sheet string) *Table {
	t.Helper()
	table, findings := mustOpen(t, data).Read(sheet)
	if findings != nil {
		t.Fatal(findings)
	}
	return table
}

var marks = map[Mark]string{TextNumber: "text-number", Formula: "formula", Error: "error", Date: "date", Percent: "percent", Boolean: "boolean"}

// show is the cells of a table in one text: `A1=x B1=5:percent | A3=y`.
func show(t *Table) string {
	var b strings.Builder
	for i, r := range t.Rows {
		if i > 0 {
			b.WriteString(" | ")
		}
		if r.Hidden {
			b.WriteString("hidden ")
		}
		for j, c := range r.Cells {
			if j > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%s%d=%s", letters(int(c.Col)), r.Number, c.Text)
			if c.Mark != Plain {
				b.WriteString(":" + marks[c.Mark])
			}
		}
	}
	return b.String()
}

func letters(col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

// firstOf is the finding that opening or reading the sheet S ends with, and that must be the only one.
func firstOf(t testing.TB, data []byte) string {
	t.Helper()
	b, findings := open(data)
	if findings == nil {
		var table *Table
		table, findings = b.Read("S")
		if (table == nil) != (len(findings) > 0) {
			t.Errorf("a table: %v, beside findings %v", table != nil, findings)
		}
	} else if b != nil {
		t.Error("a book beside findings")
	}
	switch len(findings) {
	case 0:
		return ""
	case 1:
		return findings[0].String()
	}
	t.Errorf("%d findings: %v", len(findings), findings)
	return findings[0].String()
}
