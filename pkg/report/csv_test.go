package report

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCSV(t *testing.T) {
	same(t, text(t, "csv", sample(), Options{}), `rank,name,zone,score,change
1,苏州工业园区,suzhou,78.126,3
2,"Sample, 002",'=s2,-0.001,0
,,-1.5,,
`)
}

func TestTSV(t *testing.T) {
	same(t, text(t, "tsv", sample(), Options{}), "rank\tname\tzone\tscore\tchange\n"+
		"1\t苏州工业园区\tsuzhou\t78.126\t3\n2\tSample, 002\t'=s2\t-0.001\t0\n\t\t-1.5\t\t\n")
}

func TestField(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a b": "a b", `say "x"`: `"say ""x"""`, "a,b": `"a,b"`, "": "",
		"a\nb": `a\nb`, "a\tb": `a\tb`, "\x1b[31m": `\x1b[31m`, "\xff": `\xff`, "\u202e": `\u202e`,
		"=1+1": "'=1+1", "+a": "'+a", "-a": "'-a", "@a": "'@a", "\t=a": `'\t=a`, "\ra": `'\ra`, "  =a": "'  =a",
		"＝a": "'＝a", "＋a": "'＋a", "－a": "'－a", "＠a": "'＠a", "\u3000=a": "'\u3000=a", `="a",b`: `"'=""a"",b"`,
		"-1.5": "-1.5", "+5": "+5", "-.5": "-.5", "-1e-5": "-1e-5", "-": "'-", "-.": "'-.", "-1.5.2": "'-1.5.2",
		"-1e": "'-1e", "-1+1": "'-1+1", "-5%": "'-5%", "-e5": "'-e5", "--1": "'--1", "+1e+": "'+1e+", "a=b": "a=b", "'=a": "'=a",
	} {
		if got := string(appendField(nil, in, ',')); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
	if got := string(appendField(nil, "a,b", '\t')); got != "a,b" {
		t.Errorf("TSV quotes a comma: %s", got)
	}
}

func TestFullPrecision(t *testing.T) {
	for x, want := range map[float64]string{
		0.30000000000000004: "0.30000000000000004", 100: "100", 1e-5: "0.00001", 9.9e-6: "9.9e-06", 1e20: "100000000000000000000",
		1e21: "1e+21", math.Copysign(0, -1): "0", -1234567.125: "-1234567.125", math.MaxFloat64: "1.7976931348623157e+308",
	} {
		if got := string(appendFloat(nil, x)); got != want {
			t.Errorf("%v: got %s, want %s", x, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64().Draw(t, "x")
		if y, err := strconv.ParseFloat(string(appendFloat(nil, x)), 64); err != nil || x != y {
			t.Fatalf("%v reads back as %v, %v", x, y, err)
		}
	})
}

// Whatever the cells hold, a reader gets every row and every field back, and no control character.
func TestDelimitedReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t, "t")
		columns, err := table.forPrograms()
		if err != nil || len(columns) == 0 {
			t.Skip("no column")
		}
		for name, comma := range map[string]rune{"csv": ',', "tsv": '\t'} {
			out := text(t, name, &Document{Tables: []*Table{table}}, Options{})
			if i := strings.IndexFunc(out, func(r rune) bool { return r < 0x20 && r != '\n' && r != comma || r == 0x7f }); i >= 0 {
				t.Fatalf("control character at byte %d of %q", i, out)
			}
			r := csv.NewReader(bytes.NewReader([]byte(out)))
			r.Comma = comma
			records, err := r.ReadAll()
			if err != nil {
				t.Fatalf("%s: %v in %q", name, err, out)
			}
			if len(records) != table.Rows()+1 || len(records[0]) != len(columns) {
				t.Fatalf("%s: %d records of %d fields, want %d of %d", name, len(records), len(records[0]), table.Rows()+1, len(columns))
			}
			for i, record := range records[1:] {
				for j, field := range record {
					if (field == "") != columns[j].missing(i) {
						t.Fatalf("%s: row %d, column %d is %q", name, i, j, field)
					}
				}
			}
		}
	})
}

// Rows are written into one buffer; a cell that needs nothing done to it needs no memory of its own.
func TestCellsNeedNoMemory(t *testing.T) {
	columns := ranking(10).Tables[0].Columns
	r := recordWriter{out: make([]byte, 0, 1024)}
	if n := testing.AllocsPerRun(100, func() { r.out = r.out[:0]; r.append(columns, 5, 6, ',') }); n > 0 {
		t.Errorf("%v allocations for a row", n)
	}
}
