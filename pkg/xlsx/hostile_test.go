package xlsx

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain reads a workbook in a process of its own where the environment names one, so that TestCost can see what
// memory that takes.
func TestMain(m *testing.M) {
	name := os.Getenv("XLSX_TEST_READ")
	if name == "" {
		os.Exit(m.Run())
	}
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	info, err := f.Stat()
	if err != nil {
		panic(err)
	}
	start := time.Now()
	b, findings := Open("t.xlsx", f, info.Size())
	if findings == nil {
		b.HasData("S")
		_, findings = b.Read("S")
	}
	took := time.Since(start)
	peak := 0
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		_, after, _ := strings.Cut(string(status), "VmHWM:")
		fmt.Sscan(after, &peak)
	}
	fmt.Println(took.Milliseconds(), peak>>10)
	for _, f := range findings {
		fmt.Println(f)
	}
}

const (
	laughs  = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	outside = `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`
)

// raw packs parts with headers that say what they like.
type raw struct {
	zip.FileHeader
	body []byte
}

func packRaw(parts []part, more ...raw) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, _ := z.Create(p.name)
		io.WriteString(w, p.body)
	}
	for _, r := range more {
		w, err := z.CreateRaw(&r.FileHeader)
		if err != nil {
			panic(err)
		}
		w.Write(r.body)
	}
	z.Close()
	return b.Bytes()
}

// squeeze compresses n copies of a text.
func squeeze(head, text string, n int, tail string) raw {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed)
	sum := crc32.NewIEEE()
	out := bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16)
	io.WriteString(out, head)
	for range n {
		io.WriteString(out, text)
	}
	io.WriteString(out, tail)
	out.Flush()
	w.Close()
	return raw{zip.FileHeader{Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(b.Len()),
		UncompressedSize64: uint64(len(head) + n*len(text) + len(tail))}, b.Bytes()}
}

func (r raw) named(name string) raw { r.Name = name; return r }

// noSheet is a workbook of which the part with the sheet is still to come.
func noSheet() []part { return without(plain(""), "xl/worksheets/sheet1.xml") }

const sheetPart = "xl/worksheets/sheet1.xml"

// How findings about the file, the part with the sheet and a cell begin.
const (
	whole   = "t.xlsx: error "
	inside  = "t.xlsx[S]!"
	damaged = `t.xlsx[S]: error file-corrupt has a part, "xl/worksheets/sheet1.xml", that `
	hostile = `t.xlsx[S]: error file-hostile has a part, "xl/worksheets/sheet1.xml", that `
	large   = `t.xlsx[S]: error file-too-large has a part, "xl/worksheets/sheet1.xml", that `
)

// ole is a compound file with names in its directory.
func ole(names ...string) []byte {
	b := make([]byte, 512*3)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(b[30:], 9)
	binary.LittleEndian.PutUint32(b[48:], 1)
	for i, name := range names {
		for j, c := range name {
			binary.LittleEndian.PutUint16(b[1024+128*i+2*j:], uint16(c))
		}
	}
	return b
}

// far is a compound file whose directory lies behind its content.
func far() []byte {
	b := append(ole()[:512], make([]byte, 6<<20)...)
	binary.LittleEndian.PutUint32(b[48:], 12288)
	return append(b, ole("Root Entry", "EncryptedPackage")[1024:]...)
}

// inPieces is a compound file of which a piece of the directory lies before the rest.
func inPieces() []byte {
	b := ole("Root Entry")
	copy(b[512:1024], ole("EncryptedPackage")[1024:])
	return b
}

// overlapping gives the last two parts of an archive the same content.
func overlapping(data []byte) []byte {
	last := bytes.LastIndex(data, []byte("PK\x01\x02"))
	before := bytes.LastIndex(data[:last], []byte("PK\x01\x02"))
	copy(data[last+42:last+46], data[before+42:before+46])
	return data
}

func doctype(name, declaration string) []byte {
	parts := with(with(plain(rows("")), "xl/sharedStrings.xml", stringsXML), "xl/styles.xml", stylesXML)
	for i, p := range parts {
		if p.name == name {
			body := strings.TrimPrefix(p.body, decl)
			parts[i].body = decl + declaration + strings.Replace(body, ">", ">&a;", 1)
		}
	}
	return pack(parts)
}

func TestRefused(t *testing.T) {
	sheet := func(xml string) []byte { return pack(plain(xml)) }
	row := func(xml string) []byte { return pack(plain(rows(xml))) }
	book := func(xml string) []byte { return pack(with(plain(rows("")), "xl/workbook.xml", xml)) }
	relations := func(xml string) []byte { return pack(with(plain(rows("")), "xl/_rels/workbook.xml.rels", xml)) }
	zipped := func(names ...string) []byte {
		var parts []part
		for _, n := range names {
			parts = append(parts, part{n, "<x/>"})
		}
		return pack(parts)
	}
	cells := strings.Repeat(`<c><v>1</v></c>`, 100)
	for _, c := range []struct {
		name string
		data []byte
		want string // begins so
	}{
		// Bombs.
		{"a bomb", packRaw(noSheet(), squeeze("", " ", 40<<20, "").named(sheetPart)),
			whole + `file-hostile is a zip bomb: its part "xl/worksheets/sheet1.xml" grows from 50 KiB to 40 MiB; do not open it`},
		{"a bomb beside the sheets", packRaw(plain(rows("")), squeeze("", " ", 40<<20, "").named("xl/media/x.png")),
			whole + `file-hostile is a zip bomb: its part "xl/media/x.png" grows`},
		{"a size that lies", packRaw(noSheet(), func() raw {
			r := squeeze(rows("")[:40], " ", 1<<20, "").named(sheetPart)
			r.UncompressedSize64 = 1000
			return r
		}()), hostile + `is larger than the archive's directory says, as in a zip bomb; do not open`},
		{"a size that is too large", packRaw(noSheet(), func() raw {
			r := squeeze(rows(""), " ", 10, "").named(sheetPart)
			r.UncompressedSize64 += 10
			return r
		}()), damaged + `is cut short; get the file again`},
		{"parts that overlap", overlapping(packRaw(plain(rows("")), squeeze("", " ", 100, "").named("a"), squeeze("", " ", 100, "").named("b"))),
			whole + `file-hostile is a zip bomb: its parts "a" and "b" overlap`},
		{"a large sheet", packRaw(noSheet(), raw{zip.FileHeader{Name: sheetPart, Method: zip.Deflate, CompressedSize64: 4 << 20, UncompressedSize64: 257 << 20}, make([]byte, 4<<20)}),
			whole + `file-too-large has sheets of more than 256 MiB of XML together`},
		{"large shared strings", packRaw(plain(rows("")), raw{zip.FileHeader{Name: "xl/sharedStrings.xml", Method: zip.Deflate, CompressedSize64: 1 << 20, UncompressedSize64: 65 << 20}, make([]byte, 1<<20)}),
			whole + `file-too-large has a part, "xl/sharedStrings.xml", that has more than 64 MiB; keep`},
		{"a large directory", packRaw(plain(rows("")), func() (more []raw) {
			for i := range 100 {
				more = append(more, raw{zip.FileHeader{Name: fmt.Sprint(i), Extra: bytes.Repeat([]byte("\x99\x99\x00\x00"), 15000)}, nil})
			}
			return more
		}()...), whole + `file-too-large has an archive directory of more than 4 MiB`},
		{"deep elements", row(strings.Repeat("<a>", 100000)), hostile + `has more than 256 elements inside each other`},
		{"many attributes", row("<row" + strings.Repeat(` a="1"`, 100000) + "/>"),
			hostile + `has a tag with more than 256 attributes`},
		{"a long attribute", row(`<row r="` + strings.Repeat("1", 2<<20) + `"/>`),
			large + `has a tag or a text of more than 1 MiB`},
		{"a long text", row(`<row><c><v>` + strings.Repeat("1", 2<<20)), large + `has a tag or a text of more than 1 MiB`},
		{"a long comment", row(`<!--` + strings.Repeat("1", 2<<20)), large + `has a tag or a text of more than 1 MiB`},
		{"a text in pieces", row(`<row><c t="inlineStr"><is>` + strings.Repeat("<r><t>"+strings.Repeat("x", 1000)+"</t></r>", 2000) + `</is></c></row>`),
			large + `has a text of more than 1 MiB`},
		{"a text between comments", row(`<row><c t="str"><v>` + strings.Repeat(strings.Repeat("x", 1000)+"<!-- -->", 2000) + `</v></c></row>`),
			large + `has a text of more than 1 MiB`},
		{"one text in a thousand cells", pack(with(plain(rows(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 1000)+`</row>`)), "xl/sharedStrings.xml", `<sst><si><t>`+strings.Repeat("x", 1<<19)+`</t></si></sst>`)),
			large + `has more than 64 MiB of text in its cells`},
		{"many merged ranges", sheet(`<worksheet><mergeCells>` + strings.Repeat(`<mergeCell ref="A1:B2"/>`, 100001) + `</mergeCells></worksheet>`),
			large + `has more than 100000 ranges`},

		// Entities and paths.
		{"entities in a sheet", doctype(sheetPart, laughs),
			hostile + `declares a document type or entities, which no workbook does; do not open it`},
		{"entities in strings", doctype("xl/sharedStrings.xml", laughs),
			whole + `file-hostile has a part, "xl/sharedStrings.xml", that declares`},
		{"outside entities in strings", doctype("xl/sharedStrings.xml", outside),
			whole + `file-hostile has a part, "xl/sharedStrings.xml", that declares`},
		{"entities in styles", doctype("xl/styles.xml", outside),
			whole + `file-hostile has a part, "xl/styles.xml", that declares`},
		{"entities in the workbook", doctype("xl/workbook.xml", outside),
			whole + `file-hostile has a part, "xl/workbook.xml", that declares`},
		{"entities in relationships", doctype("xl/_rels/workbook.xml.rels", laughs),
			whole + `file-hostile has a part, "xl/_rels/workbook.xml.rels", that declares`},
		{"entities at the top", doctype("_rels/.rels", laughs), whole + `file-hostile has a part, "_rels/.rels", that declares`},
		{"entities in types", doctype("[Content_Types].xml", laughs),
			whole + `file-hostile has a part, "[Content_Types].xml", that declares`},
		{"an entity inside a sheet", row(`<!ENTITY a "x">`), hostile + `declares`},
		{"a document type behind the sheet", sheet(rows("") + outside), hostile + `declares`},
		{"an entity that nothing declares", row(`<row><c><v>&a;</v></c></row>`),
			damaged + `is not well-formed XML: it refers to an entity`},
		{"a path up", pack(append(plain(rows("")), part{"xl/../../x", ""})),
			whole + `file-hostile has a part named "xl/../../x", a path that leads out of the archive`},
		{"an absolute path", pack(append(plain(rows("")), part{"/etc/x", ""})),
			whole + `file-hostile has a part named "/etc/x", an absolute path`},
		{"a drive", pack(append(plain(rows("")), part{"C:/x", ""})),
			whole + `file-hostile has a part named "C:/x", an absolute path`},
		{"a backslash", pack(append(plain(rows("")), part{`xl\x`, ""})),
			whole + `file-hostile has a part named "xl\x", with a backslash`},
		{"two parts of one name", pack(append(plain(rows("")), part{"XL/workbook.xml", ""})),
			whole + `file-hostile has two parts named "XL/workbook.xml"`},
		{"a sheet on the network", relations(strings.ReplaceAll(rels(relType+"worksheet", "http://x.org/s.xml"), "/></", ` TargetMode="External"/></`)),
			whole + `file-hostile takes its worksheet from outside the file: "http://x.org/s.xml"`},
		{"strings on the network", relations(strings.ReplaceAll(rels(relType+"worksheet", "worksheets/sheet1.xml", relType+"sharedStrings", "file:///x"), "/></", ` TargetMode="External"/></`)),
			whole + `file-hostile takes its sharedStrings from outside the file`},
		{"a sheet outside", relations(rels(relType+"worksheet", "../../../etc/passwd")),
			whole + `file-hostile takes its worksheet from a path that leads out of the file: "../../../etc/passwd"`},
		{"a sheet outside, escaped", relations(rels(relType+"worksheet", "%2e%2e/%2e%2e/x")),
			whole + `file-hostile takes its worksheet from a path that leads out`},

		// Passwords and kinds.
		{"a password", ole("Root Entry", "EncryptionInfo", "EncryptedPackage"),
			whole + `file-encrypted is protected by a password; open it with the password and save it without one`},
		{"a password at the end", far(), whole + `file-encrypted is protected by a password`},
		{"a password whose directory is in pieces", inPieces(),
			whole + `file-encrypted is protected by a password`},
		{"an old workbook", ole("Root Entry", "Workbook"), whole + `file-kind is an old Excel file (.xls); open it in`},
		{"an old workbook cut short", ole()[:20], whole + `file-kind is an old Excel file (.xls)`},
		{"a zip password", packRaw(noSheet(), raw{zip.FileHeader{Name: sheetPart, Flags: 1}, nil}),
			whole + `file-encrypted is an archive protected by a password`},
		{"nothing", nil, whole + `file-empty is empty`},
		{"an empty archive", zipped(), whole + `file-kind is a zip archive with nothing in it`},
		{"a zip", zipped("a.txt"), whole + `file-kind is a zip archive, not an Excel workbook (.xlsx)`},
		{"a docx", zipped("[Content_Types].xml", "word/document.xml"), whole + `file-kind is a Word document (.docx)`},
		{"a pptx", zipped("[Content_Types].xml", "ppt/presentation.xml"),
			whole + `file-kind is a PowerPoint presentation (.pptx)`},
		{"an xlsb", zipped("[Content_Types].xml", "xl/workbook.bin"), whole + `file-kind is a binary Excel workbook (.xlsb)`},
		{"an ods", pack([]part{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", ""}}),
			whole + `file-kind is an OpenDocument spreadsheet (.ods)`},
		{"an odt", pack([]part{{"mimetype", "application/vnd.oasis.opendocument.text"}}),
			whole + `file-kind is an OpenDocument file, not a spreadsheet`},
		{"an epub", pack([]part{{"mimetype", "application/epub+zip"}}), whole + `file-kind is a zip archive, not`},
		{"a Numbers file", zipped("Index/Document.iwa"), whole + `file-kind is an Apple Numbers`},
		{"text", []byte("zone,a\nx,1\n"), whole + `file-kind is text, not an Excel workbook (.xlsx); if it is a CSV`},
		{"a page", []byte("\ufeff <html>"), whole + `file-kind is a web page or an XML document`},
		{"bytes", []byte("\x00\x01\x02\x03\x04\x05"), whole + `file-kind is not an Excel workbook (.xlsx)`},

		// Damage.
		{"a checksum", packRaw(noSheet(), func() raw { r := squeeze(rows(""), "", 0, "").named(sheetPart); r.CRC32++; return r }()),
			damaged + `is damaged: its checksum is wrong`},
		{"deflate", packRaw(noSheet(), func() raw { r := squeeze(rows(cells), "", 0, "").named(sheetPart); r.body[0] |= 7; return r }()),
			damaged + `is damaged: it cannot be unpacked`},
		{"a part beyond the end", packRaw(noSheet(), raw{zip.FileHeader{Name: sheetPart, CompressedSize64: 1 << 30, UncompressedSize64: 1 << 20}, nil}),
			whole + `file-corrupt is cut short or damaged: its part "xl/worksheets/sheet1.xml" is not where the directory says`},
		{"another compression", packRaw(noSheet(), raw{zip.FileHeader{Name: sheetPart, Method: 9}, nil}),
			damaged + `is packed in a way that workbooks are not`},
		{"an empty sheet part", sheet(""), damaged + `is cut short: its XML ends early`},
		{"a sheet cut short", sheet(strings.TrimSuffix(rows(""), "</worksheet>")), damaged + `is cut short: its XML ends early`},
		{"a tag cut short", sheet(`<worksheet><sheetData`), damaged + `is cut short`},
		{"tags that cross", row(`<row><c></row></c>`), damaged + `is not well-formed XML: a tag is closed that is not open`},
		{"two roots", sheet(rows("") + "<x/>"), damaged + `is not well-formed XML: it has two root elements`},
		{"text behind the root", sheet(rows("") + "x"), damaged + `is not well-formed XML: a text stands outside its root element`},
		{"UTF-16", sheet("\xff\xfe<\x00"), damaged + `is written in UTF-16, not in UTF-8`},
		{"GBK", sheet(`<?xml version="1.0" encoding="GBK"?><worksheet/>`), damaged + `is written in "GBK", not in UTF-8`},
		{"not UTF-8", row("<row><c t='str'><v>\xb8\xdf\xd0\xc2</v></c></row>"),
			damaged + `is not well-formed XML: a text has a character`},
		{"no sheet in the part", sheet(`<chartsheet/>`), damaged + `is not a sheet`},
		{"no workbook in the part", book(`<document/>`),
			whole + `file-kind has a part, "xl/workbook.xml", that is not a workbook`},
		{"no workbook", pack(without(plain(""), "xl/workbook.xml")),
			whole + `file-corrupt has no part "xl/workbook.xml", which lists the sheets`},
		{"no sheets", book(`<workbook><sheets/></workbook>`), whole + `file-corrupt lists no sheets`},
		{"a sheet without its part", pack(noSheet()),
			whole + `file-corrupt lists the sheet "S" and has no part "xl/worksheets/sheet1.xml" for it`},
		{"a sheet without a relationship", pack(without(plain(""), "xl/_rels/workbook.xml.rels")),
			whole + `file-corrupt lists the sheet "S" and does not say which part it is`},
		{"two sheets of one part", book(`<workbook><sheets><sheet name="S" r:id="rId1"/><sheet name="T" r:id="rId1"/></sheets></workbook>`),
			whole + `file-corrupt lists the sheet "T" twice, or its part`},
		{"a million sheets", book(`<workbook><sheets>` + strings.Repeat(`<sheet name="S" r:id="rId1"/>`, 1e5) + `</sheets></workbook>`),
			whole + `file-corrupt has a part, "xl/workbook.xml", that lists more sheets than there are parts`},
		{"row 1048577", row(`<row r="1048577"/>`), damaged + `has a row numbered "1048577"; rows go from 1 to 1048576`},
		{"row 0", row(`<row r="0"/>`), damaged + `has a row numbered "0"`},
		{"rows beyond the last", row(`<row r="1048576"/><row/>`), damaged + `has more than 1048576 rows`},
		{"a row twice", row(`<row r="7"/><row r="7"/>`), inside + `7: error file-corrupt row 7 stands twice or below row 7`},
		{"a row above", row(`<row r="7"/><row r="3"/>`), inside + `3: error file-corrupt row 3 stands twice or below row 7`},
		{"column XFE", row(`<row r="1"><c r="XFE1"/></row>`),
			inside + `1: error file-corrupt a cell is placed at "XFE1"; cells go from A1 to XFD1048576`},
		{"column AAAA", row(`<row r="1"><c r="AAAA1"/></row>`), inside + `1: error file-corrupt a cell is placed at "AAAA1"`},
		{"a reference that is none", row(`<row r="1"><c r="1A"/></row>`),
			inside + `1: error file-corrupt a cell is placed at "1A"`},
		{"a long reference", row(`<row r="1"><c r="A99999999999999999999"/></row>`),
			inside + `1: error file-corrupt a cell is placed at "A99999999999999999999"`},
		{"a reference with a zero before it", row(`<row r="1"><c r="A01"/></row>`), inside + `1: error file-corrupt a cell is placed at "A01"`},
		{"an empty reference", row(`<row r="1"><c r=""/></row>`), inside + `1: error file-corrupt a cell is placed at ""`},
		{"a cell of another row", row(`<row r="4"><c r="B5"><v>1</v></c></row>`),
			inside + `B5: error file-corrupt the cell stands in row 4`},
		{"a cell twice", row(`<row r="4"><c r="B4"/><c r="B4"/></row>`),
			inside + `B4: error file-corrupt the cell stands twice or after one that is right of it`},
		{"a cell to the left", row(`<row r="4"><c r="B4"/><c r="A4"/></row>`),
			inside + `A4: error file-corrupt the cell stands twice`},
		{"cells beyond XFD", row(`<row r="4"><c r="XFD4"/><c/></row>`),
			inside + `4: error file-corrupt the row has more than 16384 cells`},
		{"a text that is not there", row(`<row r="4"><c r="B4" t="s"><v>5</v></c></row>`),
			inside + `B4: error file-corrupt the text of the cell is missing from the file: there is no shared text "5"`},
		{"a text of a negative number", pack(with(plain(rows(`<row r="4"><c r="B4" t="s"><v>-1</v></c></row>`)), "xl/sharedStrings.xml", stringsXML)),
			inside + `B4: error file-corrupt the text of the cell is missing`},
		{"a column that is not there", sheet(`<worksheet><cols><col min="1" max="16385"/></cols></worksheet>`),
			damaged + `has widths for columns`},
		{"a merged range of rows upwards", sheet(`<worksheet><mergeCells><mergeCell ref="A2:B1"/></mergeCells></worksheet>`),
			damaged + `merges cells that sheets do not have: "A2:B1"`},
		{"a merged range that is not there", sheet(`<worksheet><mergeCells><mergeCell ref="B2:A1"/></mergeCells></worksheet>`),
			damaged + `merges cells that sheets do not have: "B2:A1"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			got := firstOf(t, c.data)
			if !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestCutShort cuts a workbook at every byte: each piece ends in one finding and none in a panic or a table.
func TestCutShort(t *testing.T) {
	data := pack(with(with(plain(rows(`<row><c t="s"><v>0</v></c></row>`)), "xl/styles.xml", stylesXML), "xl/sharedStrings.xml", stringsXML))
	for n := range data {
		got := firstOf(t, data[:n])
		want := "t.xlsx: error file-corrupt is cut short or damaged: the directory at the end of the archive is missing or broken"
		switch {
		case n == 0:
			want = "t.xlsx: error file-empty"
		case n < 4:
			want = "t.xlsx: error file-kind"
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%d bytes: %s", n, got)
		}
	}
}

// TestCost reads what is large in a process of its own, and bounds the time and the memory that takes. The time is several
// times what it takes, since a test must not depend on what else the machine does.
func TestCost(t *testing.T) {
	if testing.Short() {
		t.Skip("builds files of hundreds of MiB")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	head, tail := rows("")[:strings.Index(rows(""), "</sheetData>")], "</sheetData></worksheet>"
	numbered := func(n, perRow int, cell string) raw { // n cells with references
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			if i%perRow == 0 {
				if i > 0 {
					b.WriteString("</row>")
				}
				fmt.Fprintf(&b, `<row r="%d" s="1">`, i/perRow+1)
			}
			fmt.Fprintf(&b, cell, letters(i%perRow+1), i/perRow+1, i)
		}
		return squeeze(b.String()+"</row>", "", 0, tail)
	}
	for _, c := range []struct {
		name string
		make func() raw
		part string
		want string
	}{
		{"ten million blank cells", func() raw { return numbered(10e6, 50, `<c r="%[1]s%[2]d" s="1"/>`) }, sheetPart, ""},
		{"ten million blank rows", func() raw { return squeeze(head, "<row/>", 10e6, tail) }, sheetPart, "file-hostile"},
		{"two million blank rows", func() raw { return squeeze(head, `<row s="1"/>`, 2e6, tail) }, sheetPart, "file-corrupt"},
		{"five million cells", func() raw { return numbered(5e6, 50, `<c r="%s%d"><v>%d.5</v></c>`) }, sheetPart, "file-too-large"},
		{"four million cells", func() raw { return numbered(4e6, 50, `<c r="%s%d"><v>%d.5</v></c>`) }, sheetPart, ""},
		{"a million rows of one cell", func() raw { return numbered(1e6, 1, `<c r="%s%d" t="str"><v>text of row %d</v></c>`) }, sheetPart, ""},
		{"a sheet of nearly 256 MiB", func() raw { return numbered(7e6, 16000, `<c r="%[1]s%[2]d" s="1"><is/>  </c>`) }, sheetPart, ""},
		{"ten million shared strings", func() raw { return squeeze("<sst>", "<si><t/></si>", 10e6, "</sst>") }, "xl/sharedStrings.xml", "file-too-large"},
		{"nearly three million shared strings", func() raw {
			var b strings.Builder
			for i := range int(2.8e6) {
				fmt.Fprintf(&b, "<si><t>%d</t></si>", i)
			}
			return squeeze("<sst>"+b.String(), "", 0, "</sst>")
		}, "xl/sharedStrings.xml", ""},
		{"styles without end", func() raw {
			return squeeze("<styleSheet><cellXfs>", `<xf numFmtId="14"/>`, 1.7e6, "</cellXfs></styleSheet>")
		}, "xl/styles.xml", ""},
		{"formats without end", func() raw {
			var b strings.Builder
			for i := range int(7e5) {
				fmt.Fprintf(&b, `<numFmt numFmtId="%d" formatCode="0"/>`, i)
			}
			return squeeze("<styleSheet><numFmts>"+b.String(), "", 0, "</numFmts></styleSheet>")
		}, "xl/styles.xml", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts := noSheet()
			if c.part != sheetPart {
				parts = plain(rows(""))
			}
			r := c.make()
			path := filepath.Join(t.TempDir(), "t.xlsx")
			data := packRaw(parts, r.named(c.part))
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(self)
			cmd.Env = append(os.Environ(), "XLSX_TEST_READ="+path)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			var ms, peak int
			fmt.Sscan(string(out), &ms, &peak)
			_, got, _ := strings.Cut(string(out), "\n")
			t.Logf("%d KiB, %d MiB unpacked: %d ms, %d MiB: %s", len(data)>>10, r.UncompressedSize64>>20, ms, peak, got)
			if !strings.Contains(got, c.want) || (got == "") != (c.want == "") || strings.Count(got, "\n") > 1 {
				t.Errorf("want %q", c.want)
			}
			if ms > 10000 || peak > 300 {
				t.Errorf("took %d ms and %d MiB", ms, peak)
			}
		})
	}
}
