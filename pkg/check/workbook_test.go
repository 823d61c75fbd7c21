package check

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zoneval/pkg/source"
)

// sheetName is where the table of a test stands.
const sheetName = "2023"

// workbook is a table as a workbook, what is done to it, and what a check must say.
type workbook struct {
	name   string
	edit   func(f *excelize.File)
	pack   func(b []byte) []byte // what is done to the bytes
	file   string                // its name; zones.xlsx unless given
	sheet  string                // that is asked for
	defect bool                  // the program does not give these findings yet
	want   string                // one finding a line, with % for zones.xlsx[2023]!
}

func set(cell string, value any) func(*excelize.File) {
	return func(f *excelize.File) { must(f.SetCellValue(sheetName, cell, value)) }
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// format is a style with one of Excel's own number formats.
func format(f *excelize.File, cell string, number int) {
	style, err := f.NewStyle(&excelize.Style{NumFmt: number})
	must(err)
	must(f.SetCellStyle(sheetName, cell, cell, style))
}

// copySheet writes the table to another sheet.
func copySheet(f *excelize.File, name string) {
	_, err := f.NewSheet(name)
	must(err)
	rows, err := f.GetRows(sheetName)
	must(err)
	for i, row := range rows {
		must(f.SetSheetRow(name, "A"+strconv.Itoa(i+1), &row))
	}
}

const (
	wholeFile = "zones.xlsx: "
	percentAt = 10 // 0.00%
	dateAt    = 14
)

// workbooks are at least one bad and one good for each rule. Column K is green_share, in percent.
var workbooks = []workbook{
	{name: "as it is"},
	{name: "an empty second sheet", edit: func(f *excelize.File) { f.NewSheet("Sheet2") }},
	{name: "two sheets with data", edit: func(f *excelize.File) { copySheet(f, "2022") },
		want: `zones.xlsx[2023]: warning xlsx-sheets the workbook has other sheets with data, too: "2022"; "2023" was read; name the sheet with --sheet`},
	{name: "two sheets, one is asked for", edit: func(f *excelize.File) { copySheet(f, "2022") }, sheet: sheetName},
	{name: "no such sheet", edit: func(f *excelize.File) { copySheet(f, "2022") }, sheet: "2032",
		want: `zones.xlsx: error xlsx-sheet-missing has no sheet "2032"; did you mean "2023"?`},
	{name: "an empty sheet is asked for", edit: func(f *excelize.File) { f.NewSheet("Sheet2") }, sheet: "Sheet2",
		want: `zones.xlsx: error file-empty has nothing in its sheet "Sheet2"; write a header line and one row for each zone`},
	{name: "a hidden sheet with data", edit: func(f *excelize.File) { copySheet(f, "2022"); must(f.SetSheetVisible("2022", false)) },
		want: `zones.xlsx: warning xlsx-hidden the sheet "2022" has data and is hidden; "2023" was read; show it, or name it with --sheet`},
	{name: "a hidden sheet without data", edit: func(f *excelize.File) { f.NewSheet("2022"); must(f.SetSheetVisible("2022", false)) }},

	{name: "a hidden row", edit: func(f *excelize.File) { f.SetRowVisible(sheetName, 5, false) },
		want: `%5: warning xlsx-hidden hidden rows are read as others are: row 5; show them, or take them out`},
	{name: "hidden rows, the last one too", edit: func(f *excelize.File) { f.SetRowVisible(sheetName, 3, false); f.SetRowVisible(sheetName, 9, false) },
		want: `%3: warning xlsx-hidden hidden rows are read as others are: row 3, 9; show them, or take them out`},
	{name: "a hidden column", edit: func(f *excelize.File) { f.SetColVisible(sheetName, "J", false) },
		want: `%J1: warning xlsx-hidden hidden columns are read as others are: column J; show them, or take them out`},
	{name: "a hidden row and a hidden column with nothing in them", edit: func(f *excelize.File) { f.SetRowVisible(sheetName, 20, false); f.SetColVisible(sheetName, "P", false) }},

	{name: "merged cells", edit: func(f *excelize.File) { f.SetCellValue(sheetName, "D3", ""); f.MergeCell(sheetName, "D2", "D3") },
		want: `%D2: error xlsx-merged the cells from here to D3 are merged: only the first of them has a value; unmerge them and fill in each cell`},
	{name: "merged cells in the last row", edit: func(f *excelize.File) { f.MergeCell(sheetName, "J9", "K9") },
		want: `%J9: error xlsx-merged the cells from here to K9 are merged: only the first of them has a value; unmerge them and fill in each cell`},
	{name: "merged cells above the header", edit: func(f *excelize.File) {
		must(f.InsertRows(sheetName, 1, 1))
		must(f.SetCellValue(sheetName, "A1", "园区指标"))
		must(f.MergeCell(sheetName, "A1", "K1"))
	}, want: `%1: error structure-title-row "园区指标" is no heading: a title or a note stands above the header, which is in row 2; remove the lines above the header, or start them with #`},

	{name: "a number stored as text", edit: set("I4", "1630"),
		want: `%I4: warning xlsx-text-number zone "H003" (武汉东湖高新区), column "firms": "1630" is a number stored as text; turn the column into numbers in the spreadsheet`},
	{name: "a column of them", edit: func(f *excelize.File) {
		for i, n := range []string{"412", "2890", "1630", "1985", "760", "640", "298", "815"} {
			set("I"+strconv.Itoa(i+2), n)(f)
		}
	}, want: "%I1: warning xlsx-text-number column \"firms\": 8 of 8 cells have the same fault; the first, \"412\", is a number stored as text; mend the whole column: for the first cell, turn the column into numbers in the spreadsheet\n\t%I2: the first of them"},
	{name: "a text in a column of texts", edit: set("B4", "1630")},
	{name: "a text with a thousands mark", edit: set("I4", "1,630"),
		want: `%I4: error type-thousands zone "H003" (武汉东湖高新区), column "firms": "1,630" has a thousands mark; expected a plain number (家); write 1630`},

	{name: "a formula that was never computed", edit: func(f *excelize.File) {
		f.SetCellValue(sheetName, "E6", nil)
		f.SetCellFormula(sheetName, "E6", "F6+G6")
	},
		want: `%E6: error xlsx-formula zone "E005" (广州经开区), column "revenue": the cell has a formula whose result was never computed, so it has no value; open the workbook, compute it and save it again`},
	{name: "a formula with its value", edit: func(f *excelize.File) { f.SetCellFormula(sheetName, "E6", "F6+G6") }},

	{name: "percent in a column of percent", edit: func(f *excelize.File) { set("K5", 0.361)(f); format(f, "K5", percentAt) },
		want: `%K5: error xlsx-percent zone "H004" (上海张江高新区), column "green_share": "0.361" is shown as 36.1%% in the workbook, and the column is in percent; enter 36.1 in a cell that is not formatted as percent`},
	{name: "percent in another column", edit: func(f *excelize.File) { format(f, "J5", percentAt) }},

	{name: "a date", edit: func(f *excelize.File) { set("H9", 45020)(f); format(f, "H9", dateAt) },
		want: `%H9: error type-date zone "H008" (西安高新区), column "rd_share": "2023-04-04" is a date in the workbook, as a spreadsheet makes of 1-2 or 3/4; expected a plain number; format the cell as a number and enter the value again`},
	{name: "true in place of a number", edit: set("I2", true),
		want: `%I2: error type-number zone "E001" (苏州工业园区), column "firms": "TRUE" is true or false in the workbook; expected a plain number; enter the number`},
	{name: "a failed formula", edit: set("H8", "#DIV/0!"),
		want: `%H8: error type-spreadsheet-error zone "E007" (昆山经开区), column "rd_share": "#DIV/0!" is a spreadsheet error; expected a plain number (%%); mend the formula and save the file again`},
	{name: "a blank row", edit: func(f *excelize.File) { must(f.InsertRows(sheetName, 6, 1)) },
		want: `%A6: warning structure-blank-row a blank row stands between rows; take it out`},
	{name: "out of range, and a row below a cell with a line break", edit: func(f *excelize.File) { set("B3", "中关村\n科技园区")(f); set("K9", 402)(f) },
		want: `%K9: error range-limit zone "H008" (西安高新区), column "green_share": "402" is too large; expected 0 to 100; check the value and its unit (%%)`},
	{name: "a table that starts at C5", edit: func(f *excelize.File) {
		must(f.InsertRows(sheetName, 1, 4))
		must(f.InsertCols(sheetName, "A", 2))
		set("K13", "many")(f)
	}, want: `%K13: error type-number zone "H008" (西安高新区), column "firms": "many" is not a number; expected a plain number (家); write it like 1820.5, or leave the cell empty when there is no value`},
	{name: "a duplicate", edit: set("A9", "E001"),
		want: "%A9: error key-duplicate zone \"E001\" (西安高新区), column \"zone\": \"E001\" stands twice, first in row 2; leave one of the rows out, or give the year of each in a column year\n\t%A2: the first of them"},

	{name: "named .csv", file: "zones.csv",
		want: `zones.csv: error file-kind is an Excel workbook (.xlsx) and is named .csv; name it .xlsx, or save it as CSV (UTF-8) in the spreadsheet`},
	{name: "text named .xlsx", pack: func([]byte) []byte { return []byte("zone,revenue\nE001,12\n") },
		want: `zones.xlsx: error file-kind is text and is named .xlsx, which is for workbooks; name it .csv`},
	{name: "protected", pack: func(b []byte) []byte {
		out, err := excelize.Encrypt(b, &excelize.Options{Password: "secret"})
		must(err)
		return out
	}, want: `zones.xlsx: error file-encrypted is protected by a password; open it with the password and save it without one`},
	{name: "cut short", pack: func(b []byte) []byte { return b[:len(b)*2/3] },
		want: `zones.xlsx: error file-corrupt is cut short or damaged: the directory at the end of the archive is missing or broken; get the file again`},
	{name: "an outside entity", pack: func(b []byte) []byte {
		return repack(b, "xl/sharedStrings.xml", func(part string) string {
			return strings.Replace(part, "<sst", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst`, 1)
		})
	}, want: `zones.xlsx: error file-hostile has a part, "xl/sharedStrings.xml", that declares a document type or entities, which no workbook does; do not open it; get the file again from a source that you trust`},
	{name: "a path that escapes", pack: func(b []byte) []byte { return repack(b, "xl/theme/theme1.xml", nil) },
		want: `zones.xlsx: error file-hostile has a part named "../../theme1.xml", a path that leads out of the archive; do not open it; get the file again from a source that you trust`},
}

// repack writes an archive anew with one part changed, or moved out of the archive's folder.
func repack(b []byte, name string, change func(string) string) []byte {
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	must(err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range r.File {
		in, err := p.Open()
		must(err)
		text, err := io.ReadAll(in)
		must(err)
		to := p.Name
		if p.Name == name && change == nil {
			to = "../../theme1.xml"
		} else if p.Name == name {
			text = []byte(change(string(text)))
		}
		part, err := w.Create(to)
		must(err)
		_, err = part.Write(text)
		must(err)
	}
	must(w.Close())
	return out.Bytes()
}

// asBook writes the table as a spreadsheet does, numbers as numbers.
func asBook(t testing.TB, table []byte, edit func(*excelize.File)) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	must(err)
	f := excelize.NewFile()
	defer f.Close()
	must(f.SetSheetName("Sheet1", sheetName))
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
			if v, err := strconv.ParseFloat(cell, 64); err == nil {
				cells[j] = v
			}
		}
		must(f.SetSheetRow(sheetName, "A"+strconv.Itoa(i+1), &cells))
	}
	if edit != nil {
		edit(f)
	}
	b, err := f.WriteToBuffer()
	must(err)
	return b.Bytes()
}

// check checks a workbook with what the good table of the fixtures is checked with.
func (w *workbook) check(t testing.TB, plain *fixture) *Result {
	t.Helper()
	data := asBook(t, plain.data, w.edit)
	if w.pack != nil {
		data = w.pack(data)
	}
	if w.file == "" {
		w.file = "zones.xlsx"
	}
	o := plain.options(t)
	o.Source.Sheet = w.sheet
	in := source.Bytes(w.file, data, o.Source)
	defer in.Close()
	return Data(t.Context(), in, o)
}

func (w *workbook) wanted() string {
	if w.want == "" {
		return ""
	}
	return strings.NewReplacer("%%", "%", "%", "zones.xlsx[2023]!").Replace(w.want) + "\n"
}

// plainFixture is the table that most fixtures differ from in one place.
func plainFixture(t testing.TB) *fixture {
	t.Helper()
	for _, f := range readFixtures(t) {
		if f.name == "plain-good" {
			return f
		}
	}
	t.Fatal("no fixture plain-good")
	return nil
}

// TestWorkbooks holds workbooks to exactly the findings that they must give.
func TestWorkbooks(t *testing.T) {
	plain := plainFixture(t)
	for _, w := range workbooks {
		t.Run(w.name, func(t *testing.T) {
			switch got := printed(w.check(t, plain).Findings); {
			case w.defect && got == w.wanted():
				t.Error("the defect is mended: take the mark out")
			case w.defect:
				t.Skipf("found\n%s\nwant\n%s", got, w.wanted())
			case got != w.wanted():
				t.Errorf("found\n%s\nwant\n%s", got, w.wanted())
			}
		})
	}
}
