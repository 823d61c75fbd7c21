package xlsx

import (
	"archive/zip"
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	stylesXML = `<styleSheet ` + main + `><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="10"/></cellXfs></styleSheet>`
	stringsXML = `<sst ` + main + `><si><t>园区</t></si><si><r><t>高新</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 区 </t></r><rPh sb="0" eb="1"><t>gao</t></rPh><phoneticPr fontId="1"/></si>` +
		`<si><t>12.5</t></si><si><t/></si><si><t>a_x000D_b_x005F_x000D_ &lt;&amp;&#x4e2d;</t></si></sst>`
)

// TestCells covers what a cell can be, one sheet each.
func TestCells(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"a number", `<row r="1"><c r="A1"><v>5</v></c></row>`, "A1=5"},
		{"numbers in all forms", `<row r="1"><c r="A1"><v>0.30000000000000004</v></c><c r="B1"><v>1.2E-3</v></c><c r="C1" t="n"><v>1E+20</v></c><c r="D1"><v>5.0</v></c><c r="E1"><v>-0</v></c><c r="F1"><v>1e300</v></c><c r="G1"><v> 7 </v></c><c r="H1"><v>12345678901234567890</v></c><c r="I1"><v>00.5</v></c><c r="J1"><v>1E-10</v></c><c r="K1"><v>1e-16</v></c></row>`,
			"A1=0.30000000000000004 B1=0.0012 C1=100000000000000000000 D1=5 E1=0 F1=1e+300 G1=7 H1=12345678901234567000 I1=0.5 J1=0.0000000001 K1=1e-16"},
		{"what is no number", `<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>0x10</v></c><c r="C1"><v>1_000</v></c><c r="D1"><v>1e999</v></c><c r="E1"><v> </v></c></row>`,
			"A1=NaN B1=0x10 C1=1_000 D1=1e999"},
		{"shared texts", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c><c r="F1" t="s"/></row>`,
			"A1=园区 B1=高新 区  C1=12.5:text-number E1=a\rb_x000D_ <&中"},
		{"texts in the cell", `<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r><rPh><t>no</t></rPh></is></c><c r="C1" t="inlineStr"><is><t></t></is></c><c r="D1" t="inlineStr"><is><t>_x0041_<![CDATA[<&]]></t></is></c></row>`,
			"A1=x B1=12:text-number D1=A<&"},
		{"texts of formulas", `<row r="1"><c r="A1" t="str"><f>B1</f><v>12</v></c><c r="B1" t="str"><v>12</v></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="str"><f>""</f><v/></c></row>`,
			"A1=12 B1=12:text-number"},
		{"texts that read as numbers", `<row r="1"><c r="A1" t="str"><v> 1e5 </v></c><c r="B1" t="str"><v>+.5</v></c><c r="C1" t="str"><v>1,000</v></c><c r="D1" t="str"><v>5%</v></c><c r="E1" t="str"><v>.</v></c><c r="F1" t="str"><v>001</v></c><c r="G1" t="str"><v>1e</v></c><c r="H1" t="str"><v>-</v></c></row>`,
			"A1= 1e5 :text-number B1=+.5:text-number C1=1,000 D1=5% E1=. F1=001:text-number G1=1e H1=-"},
		{"formulas never computed", `<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1"><f>1+1</f><v></v></c><c r="D1" t="str"><f>1</f></c><c r="E1"><f t="shared" si="0"/></c><c r="F1"><f t="shared" si="0"/><v>3</v></c></row>`,
			"A1=:formula B1=:formula C1=:formula D1=:formula E1=:formula F1=3"},
		{"errors", `<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1" t="e"><f>1/0</f><v>#N/A</v></c></row>`, "A1=#DIV/0!:error B1=#N/A:error"},
		{"booleans", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>`, "A1=TRUE:boolean B1=FALSE:boolean"},
		{"dates by style", `<row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1" s="3"><v>45000.5</v></c><c r="C1" s="1"><v>1</v></c><c r="D1" s="1"><v>59</v></c><c r="E1" s="1"><v>60</v></c><c r="F1" s="1"><v>61</v></c><c r="G1" s="1"><v>45000.99999999</v></c><c r="H1" s="1"><v>-1</v></c><c r="I1" s="1"><v>2958465</v></c><c r="J1" s="1"><v>2958466</v></c><c r="K1" s="1" t="str"><v>x</v></c><c r="L1" s="1"><v>45000.0000116</v></c><c r="M1" s="1"><v>0.5</v></c></row>`,
			"A1=2023-03-15:date B1=2023-03-15T12:00:00:date C1=1900-01-01:date D1=1900-02-28:date E1=1900-02-29:date F1=1900-03-01:date G1=2023-03-16:date H1=-1 I1=9999-12-31:date J1=2958466 K1=x L1=2023-03-15T00:00:01:date M1=1899-12-31T12:00:00:date"},
		{"dates by type", `<row r="1"><c r="A1" t="d"><v>2021-03-04</v></c><c r="B1" t="d"><v>2021-03-04T05:06:07.000</v></c><c r="C1" t="d"><v>soon</v></c><c r="D1" t="d"><v>2021-03-04T00:00:00Z</v></c></row>`,
			"A1=2021-03-04:date B1=2021-03-04T05:06:07:date C1=soon D1=2021-03-04:date"},
		{"percents", `<row r="1"><c r="A1" s="2"><v>0.125</v></c><c r="B1" s="4"><v>1</v></c><c r="C1" s="2" t="str"><v>x</v></c></row>`,
			"A1=0.125:percent B1=1:percent C1=x"},
		{"a style that is not there", `<row r="1"><c r="A1" s="99"><v>5</v></c><c r="B1" s="-1"><v>5</v></c><c r="C1" s="x"><v>5</v></c></row>`, "A1=5 B1=5 C1=5"},
		{"a type that is not there", `<row r="1"><c r="A1" t="zz"><v>5</v></c></row>`, "A1=5"},
		{"blank rows and cells", `<row r="1"/><row r="3"><c r="A3" s="1"/><c r="C3"><v>1</v></c><c r="F3"><v/></c></row><row r="4"><c r="B4" s="1"/></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>`,
			"C3=1 | XFD1048576=2"},
		{"no references", `<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="C5"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row>`,
			"A1=1 C1=3 | C5=4 D5=5 | A6=6"},
		{"a hidden row", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="true"><c r="A2"><v>1</v></c></row><row r="3" hidden="0"><c r="A3"><v>1</v></c></row>`,
			"hidden A1=1 | hidden A2=1 | A3=1"},
		{"what else a cell has", `<row r="1" spans="1:3" x14ac:dyDescent="0.2"><c r="A1" cm="1"><f>A2</f><v>1</v><extLst><ext><v>9</v><is><t>no</t></is></ext></extLst></c><extLst><c><v>2</v></c></extLst></row>`,
			"A1=1"},
		{"comments and instructions", `<!-- x --><row r="1"><?go on?><c r="A1"><v>1<!-- 2 -->3<x>4</x>5</v></c></row>`, "A1=135"},
		{"line ends", "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\r\nb\rc\nd&#13;</t></is></c></row>", "A1=a\nb\nc\nd\r"},
		{"quotes and blanks in tags", "<row r = '1' ><c\n\tr='A1' ><v >1</v\n></c ></row >", "A1=1"},
		{"nothing", ``, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := pack(with(with(plain(rows(c.rows)), "xl/styles.xml", stylesXML), "xl/sharedStrings.xml", stringsXML))
			if got := show(mustRead(t, data, "S")); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if got := mustOpen(t, data).HasData("S"); got != (c.want != "") {
				t.Errorf("has data: %v", got)
			}
		})
	}
}

// TestPackages covers the ways in which a workbook may be put together.
func TestPackages(t *testing.T) {
	one := `<row r="1"><c r="A1"><v>45000</v></c></row>`
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	strictParts := plain(strict.Replace(rows(one)))
	for i := range strictParts {
		strictParts[i].body = strict.Replace(strictParts[i].body)
	}
	for _, c := range []struct {
		name  string
		parts []part
		want  string
	}{
		{"strict", strictParts, "A1=45000"},
		{"prefixes", with(with(plain(`<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>p</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`),
			"xl/workbook.xml", `<x:workbook xmlns:x="m" xmlns:q="r"><x:sheets><x:sheet name="S" sheetId="1" q:id="rId1"/></x:sheets></x:workbook>`),
			"xl/sharedStrings.xml", `<x:sst xmlns:x="m"/>`), "A1=p"},
		{"absolute targets", with(plain(rows(one)), "xl/_rels/workbook.xml.rels", rels(relType+"worksheet", "/xl/worksheets/sheet1.xml")), "A1=45000"},
		{"targets with dots", with(plain(rows(one)), "xl/_rels/workbook.xml.rels", rels(relType+"worksheet", "../xl/./worksheets/sheet1.xml")), "A1=45000"},
		{"targets with escapes", with(with(plain(rows(one)), "xl/_rels/workbook.xml.rels", rels(relType+"worksheet", "my%20sheet.xml")), "xl/my sheet.xml", rows(one)), "A1=45000"},
		{"another case", with(with(plain(rows(one)), "xl/_rels/workbook.xml.rels", rels(relType+"worksheet", "A.xml")), "XL/a.XML", rows(one)), "A1=45000"},
		{"no relationships at the top", without(plain(rows(one)), "_rels/.rels"), "A1=45000"},
		{"no types", without(plain(rows(one)), "[Content_Types].xml"), "A1=45000"},
		{"the workbook elsewhere", []part{
			{"_rels/.rels", rels(relType+"metadata/core-properties", "docProps/core.xml", relType+"officeDocument", "/data/book.xml")},
			{"data/book.xml", `<workbook><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>`},
			{"data/_rels/book.xml.rels", rels(relType+"worksheet", "one.xml")},
			{"data/one.xml", rows(one)},
			{"xl/theme.xml", ""},
		}, "A1=45000"},
		{"days from 1904", with(with(plain(rows(`<row><c s="1"><v>0</v></c><c s="1"><v>43538</v></c><c s="1"><v>60</v></c></row>`)), "xl/styles.xml", stylesXML),
			"xl/workbook.xml", `<workbook><workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>`), "A1=1904-01-01:date B1=2023-03-15:date C1=1904-03-01:date"},
		{"the encoding in small letters", plain(`<?xml version='1.0' encoding='utf-8'?>` + rows(one)[len(decl):]), "A1=45000"},
		{"a byte order mark", plain("\xef\xbb\xbf" + rows(one)), "A1=45000"},
		{"another program's styles", with(plain(rows(`<row><c s="0"><v>45000</v></c></row>`)), "xl/styles.xml",
			`<styleSheet><numFmts><numFmt numFmtId="14" formatCode="0.00"/></numFmts><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`), "A1=45000"},
		{"folders in the archive", append(plain(rows(one)), part{"xl/", ""}, part{"xl/media/", ""}), "A1=45000"},
		{"an external link to another workbook", with(with(plain(rows(one)), "xl/_rels/workbook.xml.rels",
			rels(relType+"worksheet", "worksheets/sheet1.xml", relType+"externalLink", "externalLinks/externalLink1.xml")), "xl/externalLinks/externalLink1.xml", "<!DOCTYPE not read>"), "A1=45000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := show(mustRead(t, pack(c.parts), "S")); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestSheets(t *testing.T) {
	parts := plain(rows(``))
	parts = with(parts, "xl/workbook.xml", `<workbook><bookViews/><sheets><sheet name="一 &amp; 二" r:id="rId1"/><sheet name="Chart" r:id="rId2"/>`+
		`<sheet name="H" state="hidden" id="rId9" r:id="rId3"/><sheet name="V" state="veryHidden" r:id="rId4"/><sheet name="Old" r:id="rId5"/></sheets></workbook>`)
	parts = with(parts, "xl/_rels/workbook.xml.rels", rels(relType+"worksheet", "worksheets/sheet1.xml", relType+"chartsheet", "chartsheets/sheet1.xml",
		relType+"worksheet", "worksheets/sheet2.xml", relType+"worksheet", "worksheets/sheet3.xml", relType+"dialogsheet", "d.xml"))
	parts = append(parts, part{"xl/worksheets/sheet2.xml", rows(`<row><c><v>1</v></c></row><row r="0"/>`)}, part{"xl/worksheets/sheet3.xml", `<worksheet>`})
	b := mustOpen(t, pack(parts))
	var got []Sheet
	for _, s := range b.Sheets() {
		got = append(got, Sheet{Name: s.Name, Hidden: s.Hidden})
	}
	want := []Sheet{{Name: "一 & 二"}, {Name: "H", Hidden: true}, {Name: "V", Hidden: true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Sheet{})); diff != "" {
		t.Error(diff)
	}
	// H is looked at no further than its first cell; V is damaged, which Read is to say.
	if b.HasData("一 & 二") || !b.HasData("H") || !b.HasData("V") || b.HasData("Chart") {
		t.Error("has data:", b.HasData("一 & 二"), b.HasData("H"), b.HasData("V"), b.HasData("Chart"))
	}
	for sheet, want := range map[string]string{
		"h":     `t.xlsx: error xlsx-sheet-missing has no sheet "h"; did you mean "H"?`,
		"Chart": `t.xlsx: error xlsx-sheet-missing has no sheet "Chart"; known here: 一 & 二, H, V`,
		"V":     `t.xlsx[V]: error file-corrupt has a part, "xl/worksheets/sheet3.xml", that is cut short: its XML ends early; get the file again`,
	} {
		if _, findings := b.Read(sheet); len(findings) != 1 || findings[0].String() != want {
			t.Errorf("%s: %v", sheet, findings)
		}
	}
}

func TestColumnsAndMerged(t *testing.T) {
	sheet := `<worksheet><cols><col min="1" max="1" hidden="0"/><col min="2" max="3" hidden="1"/><col min="3" max="3" hidden="1"/><col min="5" max="16384" hidden="true"/></cols>` +
		`<sheetData><row><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c><c r="D1"><v>1</v></c><c r="E1" s="1"/></row><row><c r="B2"><v>1</v></c><c r="XFD2"><v>1</v></c></row></sheetData>` +
		`<mergeCells count="3"><mergeCell ref="A1:B2"/><mergeCell ref="C3"/><mergeCell ref="XFD1:XFD1048576"/></mergeCells><extLst/></worksheet>`
	table := mustRead(t, pack(plain(sheet)), "S")
	if diff := cmp.Diff([]int{2, 3, 16384}, table.HiddenColumns); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Range{{1, 1, 2, 2}, {1, 16384, 1048576, 16384}}, table.Merged); diff != "" {
		t.Error(diff)
	}
}

func TestFormatLook(t *testing.T) {
	for code, want := range map[string]look{
		"General": asNumber, "0.00": asNumber, "#,##0;[Red]-#,##0": asNumber, "0.00E+00": asNumber, `0"days"`: asNumber, `0\m`: asNumber,
		"[$-409]0.0": asNumber, "[$¥-804]#,##0": asNumber, "_d0*d": asNumber, "@": asNumber, `"unclosed d`: asNumber, "[unclosed d": asNumber, "[]0": asNumber,
		"[>100]0": asNumber, "[Magenta]0": asNumber, `0"%"`: asNumber, `0\%`: asNumber, "0_%": asNumber, "万": asNumber, "": asNumber, `\`: asNumber,
		"0%": asPercent, "0.00%": asPercent, `0" "%`: asPercent, "0%;[Red]-0%": asPercent,
		"yyyy-mm-dd": asDate, "YYYY": asDate, `m"月"`: asDate, "[h]:mm": asDate, "[hh]": asDate, "[SS]": asDate, "[$-804]yyyy年": asDate, "h:mm AM/PM": asDate,
		"mmm": asDate, "[Red]d": asDate, `"%"d`: asDate,
	} {
		if got := formatLook(code); got != want {
			t.Errorf("%q: %d, want %d", code, got, want)
		}
	}
	var dates []int
	for id := range 200 {
		if builtIn(id) == asDate {
			dates = append(dates, id)
		}
	}
	want := []int{14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58}
	if diff := cmp.Diff(want, dates); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeEscapes(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a_x000D_\n": "a\r\n", "_x005F_x000D_": "_x000D_", "_x00": "_x00", "_x00zz_": "_x00zz_", "_x0041__x0042_": "AB", "_X0041_": "_X0041_",
		"__x0041_": "_A", "_xD83D__xDE00_": "😀", "_xD83D_x": "\ufffdx", "_x4E2D_": "中", "_x+041_": "_x+041_", "": "",
	} {
		if got := string(decodeEscapes([]byte("<"+in), 1)); got != "<"+want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestConcurrent is for the race detector: one book, several goroutines.
func TestConcurrent(t *testing.T) {
	b := mustOpen(t, pack(with(plain(rows(`<row><c t="s"><v>0</v></c></row>`)), "xl/sharedStrings.xml", stringsXML)))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if table, findings := b.Read("S"); findings != nil || show(table) != "A1=园区" || !b.HasData("S") {
				t.Error(findings)
			}
		})
	}
	wg.Wait()
}

// TestStored reads parts that are not compressed, with their sizes before them.
func TestStored(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range plain(rows(`<row><c><v>1</v></c></row>`)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(p.body))
	}
	z.Close()
	if got := show(mustRead(t, b.Bytes(), "S")); got != "A1=1" {
		t.Error(got)
	}
}
