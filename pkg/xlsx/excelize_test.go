package xlsx

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// write makes a workbook with excelize.
func write(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// must ends a test whose workbook could not be written.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestExcelize reads what another program writes.
func TestExcelize(t *testing.T) {
	data := write(t, func(f *excelize.File) {
		style := func(s excelize.Style) int {
			id, err := f.NewStyle(&s)
			must(t, err)
			return id
		}
		must(t, f.SetSheetName("Sheet1", "园区数据"))
		set := func(cell string, v any) { must(t, f.SetCellValue("园区数据", cell, v)) }
		set("A1", "园区")
		set("B1", "研发投入")
		set("A2", "北京中关村")
		set("B2", 12.5)
		set("C2", 0.1)
		set("D2", "001")
		set("E2", true)
		set("F2", time.Date(2023, 3, 15, 0, 0, 0, 0, time.UTC))
		set("G2", time.Date(2023, 3, 15, 6, 30, 0, 0, time.UTC))
		set("H2", " 前后 ")
		set("I2", "a\r\nb")
		set("K2", -1e-7)
		set("L2", "")
		set("M2", nil)
		must(t, f.SetCellFormula("园区数据", "A3", "B2*2"))
		set("B3", 0.125)
		must(t, f.SetCellStyle("园区数据", "B3", "B3", style(excelize.Style{NumFmt: 10})))
		custom := `0.0"%%"`
		set("C3", 5)
		must(t, f.SetCellStyle("园区数据", "C3", "C3", style(excelize.Style{CustomNumFmt: &custom})))
		dates := `yyyy"年"m"月"d"日"`
		set("D3", 45000)
		must(t, f.SetCellStyle("园区数据", "D3", "D3", style(excelize.Style{CustomNumFmt: &dates})))
		must(t, f.SetCellRichText("园区数据", "E3", []excelize.RichTextRun{{Text: "高"}, {Text: "新区", Font: &excelize.Font{Bold: true}}}))
		must(t, f.SetCellStyle("园区数据", "Z4", "AZ9", style(excelize.Style{Font: &excelize.Font{Bold: true}})))
		set("A10", "合并")
		must(t, f.MergeCell("园区数据", "A10", "C11"))
		must(t, f.SetRowVisible("园区数据", 2, false))
		must(t, f.SetColVisible("园区数据", "C:D", false))
		for _, name := range []string{"隐藏", "Very", "Blank", "Last"} {
			_, err := f.NewSheet(name)
			must(t, err)
		}
		must(t, f.SetCellValue("隐藏", "C3", 1))
		must(t, f.SetCellValue("Last", "XFD1048576", "end"))
		must(t, f.SetSheetVisible("隐藏", false))
		must(t, f.SetSheetVisible("Very", false, true))
	})
	b := mustOpen(t, data)
	var sheets []string
	for _, s := range b.Sheets() {
		sheets = append(sheets, fmt.Sprintf("%s %v %v", s.Name, s.Hidden, b.HasData(s.Name)))
	}
	if got, want := strings.Join(sheets, ", "), "园区数据 false true, 隐藏 true true, Very true false, Blank false false, Last false true"; got != want {
		t.Errorf("sheets\ngot  %s\nwant %s", got, want)
	}
	table, findings := b.Read("园区数据")
	if findings != nil {
		t.Fatal(findings)
	}
	want := "A1=园区 B1=研发投入 | hidden A2=北京中关村 B2=12.5 C2=0.1 D2=001:text-number E2=TRUE:boolean F2=2023-03-15:date G2=2023-03-15T06:30:00:date" +
		" H2= 前后  I2=a\r\nb K2=-0.0000001 | A3=:formula B3=0.125:percent C3=5 D3=2023-03-15:date E3=高新区 | A10=合并"
	if got := show(table); got != want {
		t.Errorf("cells\ngot  %q\nwant %q", got, want)
	}
	if got := fmt.Sprint(table.HiddenColumns, table.Merged); got != "[3 4] [{10 1 11 3}]" {
		t.Error(got)
	}
	if last, _ := b.Read("Last"); show(last) != "XFD1048576=end" {
		t.Error(show(last))
	}
}

// TestExcelizePassword reads a workbook that is truly encrypted.
func TestExcelizePassword(t *testing.T) {
	f := excelize.NewFile()
	var b bytes.Buffer
	must(t, f.Write(&b, excelize.Options{Password: "secret"}))
	want := "t.xlsx: error file-encrypted is protected by a password; open it with the password and save it without one"
	if got := firstOf(t, b.Bytes()); got != want {
		t.Errorf("got %s", got)
	}
}

// TestExcelizeAgrees writes sheets of all sorts, once as whole sheets and once as streams, and reads them as excelize does,
// but for the cells that are blank.
func TestExcelizeAgrees(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab 园区_x0041_<&>\"'\t\n,1.5%é😀")))
		value := rapid.OneOf(rapid.Map(text, func(s string) any { return s }), rapid.Map(rapid.Float64Range(-1e15, 1e15), func(v float64) any { return v }),
			rapid.Map(rapid.IntRange(-1e9, 1e9), func(v int) any { return v }), rapid.Just[any](nil), rapid.Just[any](true))
		grid := rapid.SliceOfN(rapid.SliceOfN(value, 1, 6), 1, 8).Draw(rt, "grid")
		stream := rapid.Bool().Draw(rt, "stream")
		data := write(t, func(f *excelize.File) {
			if stream {
				w, err := f.NewStreamWriter("Sheet1")
				must(t, err)
				for i, row := range grid {
					must(t, w.SetRow(fmt.Sprintf("A%d", i+1), row))
				}
				must(t, w.Flush())
				return
			}
			for i, row := range grid {
				must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
			}
		})
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		must(t, err)
		defer f.Close()
		table := mustRead(t, data, "Sheet1")
		cells := map[string]Cell{}
		for _, r := range table.Rows {
			for _, c := range r.Cells {
				cells[letters(int(c.Col))+fmt.Sprint(r.Number)] = c
			}
		}
		for i, row := range grid {
			for j, v := range row {
				at := letters(j+1) + fmt.Sprint(i+1)
				want, err := f.GetCellValue("Sheet1", at)
				must(t, err)
				if v == true {
					want = "TRUE"
				}
				got := cells[at].Text
				if _, isFloat := v.(float64); isFloat {
					var x, y float64
					fmt.Sscan(got, &x)
					fmt.Sscan(want, &y)
					if x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
						rt.Fatalf("%s: %q, excelize %q", at, got, want)
					}
				} else if got != want {
					rt.Fatalf("%s: %q, excelize %q, written %q", at, got, want, v)
				}
			}
		}
	})
}

// TestNumbersStay holds the text of a number to the number.
func TestNumbersStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.Float64().Draw(rt, "v")
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return
		}
		for _, form := range []string{fmt.Sprintf("%g", v), fmt.Sprintf("%.17G", v), fmt.Sprintf("%.3f", v), fmt.Sprintf("%.0f", v)} {
			got := string(appendNumber(nil, []byte(form)))
			var want, back float64
			fmt.Sscan(form, &want)
			fmt.Sscan(got, &back)
			shown := string(appendFloat(nil, want))
			if !isNumber([]byte(got)) || back != want || got != shown {
				rt.Fatalf("%s: %s is %g, shown as %s", form, got, back, shown)
			}
		}
	})
}
