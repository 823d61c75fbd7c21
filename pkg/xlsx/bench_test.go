package xlsx

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/xuri/excelize/v2"
)

// grid is a workbook of zones and indicators, as users have them: a header, an id and a name, then numbers.
func grid(tb testing.TB, rows, cols int) []byte {
	tb.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	line := make([]any, cols)
	for r := range rows {
		for c := range line {
			switch {
			case r == 0:
				line[c] = fmt.Sprintf("指标%d", c)
			case c == 0:
				line[c] = fmt.Sprintf("zone-%05d", r)
			case c == 1:
				line[c] = fmt.Sprintf("高新技术产业开发区%d", r)
			default:
				line[c] = float64(random.IntN(1e7)) / 100
			}
		}
		cell, _ := excelize.CoordinatesToCellName(1, r+1)
		if err := w.SetRow(cell, line); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// BenchmarkRead reads a sheet beside the way excelize has for large ones.
func BenchmarkRead(b *testing.B) {
	for _, rows := range []int{169, 20000} {
		data := grid(b, rows, 50)
		b.Run(fmt.Sprintf("%dx50/xlsx", rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				book, findings := Open("b.xlsx", bytes.NewReader(data), int64(len(data)))
				if findings != nil {
					b.Fatal(findings)
				}
				t, findings := book.Read("Sheet1")
				if findings != nil || len(t.Rows) != rows || len(t.Rows[1].Cells) != 50 {
					b.Fatal(findings)
				}
			}
		})
		b.Run(fmt.Sprintf("%dx50/excelize", rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
				if err != nil {
					b.Fatal(err)
				}
				it, err := f.Rows("Sheet1")
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for it.Next() {
					if _, err := it.Columns(); err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != rows {
					b.Fatal(n)
				}
				f.Close()
			}
		})
	}
}
