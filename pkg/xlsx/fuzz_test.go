package xlsx

import (
	"strings"
	"testing"

	"zoneval/pkg/diag"
)

// sound holds what was read to what callers may rely on.
func sound(t *testing.T, b *Book, findings diag.Findings) {
	t.Helper()
	if (b == nil) != (len(findings) > 0) {
		t.Fatalf("a book: %v, beside findings %v", b != nil, findings)
	}
	for _, f := range findings {
		plainWords(t, f)
	}
	if b == nil {
		return
	}
	for _, s := range b.Sheets() {
		has := b.HasData(s.Name)
		table, findings := b.Read(s.Name)
		if (table == nil) != (len(findings) > 0) {
			t.Fatalf("a table: %v, beside findings %v", table != nil, findings)
		}
		for _, f := range findings {
			plainWords(t, f)
		}
		if table == nil {
			continue
		}
		if has != (len(table.Rows) > 0) {
			t.Fatalf("has data: %v, with %d rows", has, len(table.Rows))
		}
		row, used := 0, map[int]bool{}
		for _, r := range table.Rows {
			if r.Number <= row || r.Number > maxRow || len(r.Cells) == 0 {
				t.Fatalf("row %d of %d cells after row %d", r.Number, len(r.Cells), row)
			}
			row = r.Number
			col := int32(0)
			for _, c := range r.Cells {
				if c.Col <= col || c.Col > maxColumn || (c.Text == "") != (c.Mark == Formula) {
					t.Fatalf("cell %d %q %d after column %d", c.Col, c.Text, c.Mark, col)
				}
				col = c.Col
				used[int(col)] = true
			}
		}
		for _, c := range table.HiddenColumns {
			if !used[c] {
				t.Fatalf("the hidden column %d has nothing in it", c)
			}
		}
	}
}

// plainWords holds a finding to a place, a mend and words that are not of a library.
func plainWords(t *testing.T, f diag.Finding) {
	t.Helper()
	if f.Place.File != "t.xlsx" || f.Mend == "" || f.Level() != diag.Error {
		t.Fatalf("%v", f)
	}
	for _, word := range []string{"zip: ", "flate", "EOF", "panic", "strconv", "*"} {
		if strings.Contains(f.Message, word) && !strings.Contains(f.Message, `"`) {
			t.Fatalf("%v", f)
		}
	}
}

// FuzzOpen changes the bytes of workbooks.
func FuzzOpen(f *testing.F) {
	f.Add(pack(with(with(plain(rows(`<row><c t="s"><v>0</v></c><c s="1"><v>1</v></c></row>`)), "xl/styles.xml", stylesXML), "xl/sharedStrings.xml", stringsXML)))
	f.Add(doctype("xl/sharedStrings.xml", laughs))
	f.Add(overlapping(packRaw(plain(rows("")), squeeze("", " ", 100, "").named("a"), squeeze("", " ", 100, "").named("b"))))
	f.Add(packRaw(noSheet(), squeeze(rows(""), " ", 100, "").named(sheetPart)))
	f.Add(packRaw(noSheet(), func() raw { r := squeeze("", " ", 10, "").named(sheetPart); r.UncompressedSize64 = 5; return r }()))
	f.Add(pack(append(plain(rows("")), part{"../x", ""})))
	f.Add(pack([]part{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}))
	f.Add(ole("Root Entry", "EncryptedPackage"))
	f.Add(grid(f, 3, 3))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, findings := open(data)
		sound(t, b, findings)
	})
}

// FuzzSheet changes the XML of a sheet, of its strings and its styles.
func FuzzSheet(f *testing.F) {
	for _, sheet := range []string{
		rows(`<row r="1"><c r="A1"><v>1</v></c></row>`),
		rows(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c s="1"><v>45000.5</v></c><c s="2"><v>.5</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>`),
		rows(`<row r="3" hidden="1"><c r="XFD3" t="inlineStr"><is><r><t>a_x000D_</t></r><rPh><t>b</t></rPh></is></c></row>`),
		rows(`<row><c t="str"><f t="shared">A1</f><v>1</v></c><c><f/></c><c t="d"><v>2021-03-04</v></c></row>`),
		`<worksheet><cols><col min="1" max="3" hidden="1"/></cols><sheetData/><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`,
		`<x:worksheet><x:sheetData><x:row><x:c><x:v>-0</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
	} {
		f.Add(sheet, stringsXML, stylesXML)
	}
	f.Fuzz(func(t *testing.T, sheet, strings, styles string) {
		b, findings := open(pack(with(with(plain(sheet), "xl/sharedStrings.xml", strings), "xl/styles.xml", styles)))
		sound(t, b, findings)
	})
}
