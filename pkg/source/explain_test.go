package source

import (
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	for _, c := range []struct{ cell, what, mend string }{
		{"1,820.5", "thousands mark", "write 1820.5"},
		{"1,820", "thousands mark", "write 1820"},
		{"-12,345,678", "thousands mark", "write -12345678"},
		{"1 820", "thousands mark", "write 1820"},
		{"1.820,5", "thousands mark", "write 1820.5"},
		{"1，820", "full-width", "write 1820"},
		{"12,5", "decimal comma", "write 12.5"},
		{"12%", "percent sign", "write 12 if the column is in percent, or 0.12 if it is a share"},
		{"12.3 %", "percent sign", "write 12.3 if"},
		{"12％", "full-width", "write 12 if"},
		{"3.5万", "unit in the cell", "write the number alone, in the column's own unit (3.5万 is 35000)"},
		{"12亿元", "unit in the cell", "(12亿元 is 1200000000元)"},
		{"35家", "unit in the cell", "write 35, in the column's own unit"},
		{"¥1,200", "unit in the cell", "write 1200, in"},
		{"12 km", "unit in the cell", "write 12, in"},
		{"１２．５", "full-width", "write 12.5"},
		{"12.5　", "blanks", "write 12.5"},
		{"12.5\u00a0", "blanks", "write 12.5"},
		{"\u200b12.5", "blanks", "write 12.5"},
		{"—", "looks like 'missing'", "under missing_values in the index"},
		{"-", "looks like 'missing'", "leave the cell empty"},
		{"N/A", "looks like 'missing'", "missing_values"},
		{"#N/A", "spreadsheet error", "mend the formula"},
		{"NaN", "(NaN)", "leave the cell empty"},
		{"无", "looks like 'missing'", "missing_values"},
		{"未公布", "looks like 'missing'", "missing_values"},
		{"…", "smallest unit", "or 0"},
		{"#DIV/0!", "spreadsheet error", "mend the formula"},
		{"####", "too narrow", "widen"},
		{"Inf", "infinite", ""},
		{"1e999", "too large", "unit"},
		{"0x1F", "hexadecimal", "write 31"},
		{"2021-03-05", "a date", "format the column"},
		{"2021年3月", "a date", ""},
		{"3-4", "a date", ""},
		{"Jan-21", "a date", ""},
		{"(1.2)", "accounting", "write -1.2"},
		{"(1,820)", "accounting", "write -1820"},
		{"'12", "apostrophe", "write 12"},
		{"−5", "minus", "write -5"},
		{"≤50", "a bound", "bounds: true"},
		{">50", "a bound", ""},
		{"hello", "is not a number", "like 1820.5"},
		{"", "is not a number", ""},
	} {
		f := Explain(c.cell)
		if !strings.Contains(f.What, c.what) || !strings.Contains(f.Mend, c.mend) {
			t.Errorf("Explain(%q) = %q, %q; want %q, %q", c.cell, f.What, f.Mend, c.what, c.mend)
		}
	}
}

func TestIsBound(t *testing.T) {
	for cell, want := range map[string]bool{"≤50": true, "<=50": true, " ≤ 5.5 ": true, "<50": true, "50": false, "≤": false, "≥50": true, ">=5": true, "=5": false, "<>5": false, "约5": false} {
		if got := IsBound(cell); got != want {
			t.Errorf("IsBound(%q) = %v", cell, got)
		}
	}
}
