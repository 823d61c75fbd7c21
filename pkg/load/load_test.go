package load

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// testIndex has three indicators: rd (1.1, 0 to 100), firms (1.10, whole, from 0), share (2.1, bounds allowed).
func testIndex(change ...func(*index.Index)) *index.Index {
	x := &index.Index{ID: "test", Missing: []string{"NA", "-999"}}
	add := func(id, code, en, zh string, low, high float64) *index.Indicator {
		in := &index.Indicator{ID: id, Code: code, Name: index.Text{En: en, Zh: zh}, Min: low, Max: high,
			Cap: index.NoLimit, Column: len(x.Inputs), Parent: &index.Dimension{}}
		x.Inputs = append(x.Inputs, in)
		return in
	}
	add("rd", "1.1", "R&D spending", "研发经费", 0, 100).Unit.Zh = "%"
	add("firms", "1.10", "Firms", "企业数", 0, index.NoLimit).Whole = true
	add("share", "2.1", "Export share", "出口占比", -index.NoLimit, index.NoLimit).Bounds = true
	for _, c := range change {
		c(x)
	}
	return x
}

func skipMissing(x *index.Index) {
	for _, in := range x.Inputs {
		in.Parent.Missing.Name = "skip"
	}
}

func read(t testing.TB, data string, x *index.Index, o Options, part int) (*zone.Table, *diag.Log) {
	t.Helper()
	in := source.Bytes("t", []byte(data), source.Options{PartSize: part})
	return Read(in, x, o)
}

func lines(log *diag.Log) []string {
	var out []string
	for _, f := range log.Findings() {
		out = append(out, f.String())
	}
	return out
}

func TestReadFindings(t *testing.T) {
	for _, c := range []struct {
		name, data string
		x          *index.Index
		want       []string // how each finding starts, or what its parts joined by … contain
	}{
		{"clean", "zone,rd,firms,share\nx,1,2,3\n", nil, nil},
		{"thousands", "zone,rd,firms,share\nx,1,\"1,820\",3\n", nil,
			[]string{`t:2:5: error type-thousands zone "x", column "firms": "1,820" has a thousands mark; expected a plain number; write 1820`}},
		{"too large", "zone,rd,firms,share\n园区,101,2,3\n", nil,
			[]string{`t:2:4: error range-limit zone "园区", column "rd": "101" is too large; expected 0 to 100; check the value and its unit (%)`}},
		{"too small", "zone,rd,firms,share\nx,1,-2,3\n", nil,
			[]string{`t:2:5: error range-limit zone "x", column "firms": "-2" is too small; expected at least 0`}},
		{"not whole", "zone,rd,firms,share\nx,1,2.5,3\n", nil,
			[]string{`t:2:5: error type-whole zone "x", column "firms": "2.5" is not a whole number; expected a whole number`}},
		{"bound where none may be", "zone,rd,firms,share\nx,≤5,2,3\n", nil,
			[]string{`t:2:3: error type-bound zone "x", column "rd": "≤5" is a bound, not a value`}},
		{"order in a line", "zone,share,firms,rd\nx,a,b,c\n", nil, []string{"t:2:3: error type-number", "t:2:5: error type-number", "t:2:7: error type-number"}},
		{"missing marks", "zone,rd,firms,share\nx,NA,-999,\ny, NA ,1,2\n", nil, nil},
		{"ragged", "zone,rd,firms,share\nx,1,2\ny,1,2,3,4\n", nil,
			[]string{`t:2: error structure-ragged zone "x": the row has 3 cells, the header 4`, `t:3: error structure-ragged zone "y": the row has 5 cells, the header 4`}},
		{"no zone in a row", "rd,zone,firms,share\n1,,2,3\n", nil, []string{"t:2:3: error key-missing this row has no zone"}},
		{"two rows without zone are not one zone", "rd,zone,firms,share\n1,,2,3\n1,,2,3\n", nil, []string{"t:2:3: error key-missing", "t:3:3: error key-missing"}},
		{"no zone column", "id,rd,firms,share\nx,1,2,3\n", nil,
			[]string{`t:1:1: warning header-unknown the column "id"`, "t:1: error header-missing there is no column for the zone"}},
		{"other separator", "zone，rd\nx，1\n", nil,
			[]string{"t:1:1: warning header-unknown", `the header seems to be separated by "，"`, "error header-missing none of the 3 indicators"}},
		{"gaps beside other faults", "zone,rd,firms,share\nx,,2,3\ny,1,2%,\n", nil,
			[]string{"t:2:3: error missing-required zone \"x\", column \"rd\"", "t:3:5: error type-percent", "t:3:8: error missing-required zone \"y\", column \"share\""}},
		{"duplicate zone", "zone,rd,firms,share\ny,1,2,3\nx,1,2,3\ny,1,2,3\n", nil,
			[]string{"t:4:1: error key-duplicate the zone \"y\" stands twice, first in line 2; leave one of the rows out, or give the year of each in a column year\n\tt:2:1: the first of them"}},
		{"duplicate zone-year", "zone,年份,rd,firms,share\ny,2020,1,2,3\nx,2020,1,2,3\ny,2021,1,2,3\nx,2020,1,2,3\n", nil,
			[]string{`t:5:1: error key-duplicate the zone "x" stands twice in 2020, first in line 3`}},
		{"years", "zone,year,rd,firms,share\nx,21,1,2,3\ny,2021年,1,2,3\nz,1899,1,2,3\nw,,1,2,3\n", nil,
			[]string{`t:2:3: error key-year zone "x": the year "21" is not a whole number from 1900 to 2200`, `t:3:3: error key-year…write 2021`, "t:4:3: error key-year", "t:5:3: error key-year"}},
		{"unknown column", "zone,rd,firms,share,frims\nx,1,2,3,4\n", nil,
			[]string{`t:1:21: warning header-unknown the column "frims" means nothing to the index and is not used; did you mean "firms"?`}},
		{"missing column", "zone,rd,firms,exprot share\nx,1,2,3\n", nil,
			[]string{`t:1:15: warning header-unknown…did you mean "Export share"?`,
				`t:1: error header-missing there is no column for the indicator 2.1 share (出口占比); did you mean the column "exprot share"?`}},
		{"missing column, nothing near", "zone,rd,firms\nx,1,2\n", nil, []string{"t:1: error header-missing…head a column share or 2.1 or 出口占比 or Export share"}},
		{"missing column that may be", "zone,rd,firms\nx,1,2\n", testIndex(skipMissing), []string{"t:1: warning header-missing"}},
		{"two columns", "zone,rd,firms,share,研发经费\nx,1,2,3,4\n", nil,
			[]string{`t:1:21: error header-duplicate columns 2 "rd" and 5 "研发经费" both mean the indicator rd; leave one of them out`}},
		{"cut code", "zone,1.1,1.1,2.1\nx,1,2,3\n", nil,
			[]string{`t:1:10: error header-duplicate columns 2 "1.1" and 3 "1.1" both mean the indicator rd; a spreadsheet may have turned 1.10 into 1.1`}},
		{"blank heading", "zone,rd,,firms,share,\nx,1,,2,3,\ny,1,9,2,3,\n", nil,
			[]string{"t:1:9: error header-blank column 3 has no heading and is not empty: line 3 has something in it"}},
		{"ghost columns", "zone,rd,firms,share,,\nx,1,2,3,,\n", nil, nil},
		{"stray quote keeps its order", "zone,rd,firms,share\nx,a,2,3\ny,1\"2,2,3\nz,b,2,3\n", nil,
			[]string{"t:2:3: error type-number", "t:3:4: error structure-quote", "t:4:3: error type-number"}},
		{"open quote is told once", "zone,rd,firms,share\nx,1,2,3\ny,\"1,2,3\nz,1,2,3\n", nil, []string{"t:3:3: error structure-quote a quote opens here and is never closed"}},
		{"NUL is told once", "zone,rd,firms,share\nx,1\x00,2,3\n", nil, []string{"t:2:4: error encoding-nul"}},
		{"long: unknown indicator", "zone,indicator,value\nx,rdd,1\nx,rd,1\nx,firms,1\nx,share,2\n", nil,
			[]string{`t:2:3: error key-indicator zone "x": the index has no indicator "rdd"; did you mean "rd"?`}},
		{"long: twice", "zone,indicator,value\nx,rd,1\nx,firms,1\nx,share,1\nx,1.1,2\n", nil,
			[]string{"t:5:3: error key-duplicate the zone \"x\" has the indicator 1.1 rd (研发经费) twice, first in line 2; leave one of the rows out\n\tt:2:3:"}},
		{"long: bad value", "zone,indicator,value\nx,rd,1%\nx,firms,1\nx,share,1\n", nil, []string{`t:2:6: error type-percent zone "x", column "rd": "1%"`}},
		{"long: no row", "zone,indicator,value\nx,rd,1\nx,firms,1\n", nil, []string{"t: error header-missing no row is for the indicator 2.1 share"}},
		{"long: two types", "zone,type,indicator,value\nx,a,rd,1\nx,a,firms,1\nx,b,share,1\n", nil,
			[]string{`t:4:3: warning key-conflict zone "x": the type is "b" here and "a" before, which stands`}},
		{"long: no zone, ragged", "zone,indicator,value\n,rd,1\nx,rd\nx,rd,1\nx,firms,1\nx,share,1\n", nil,
			[]string{"t:2:1: error key-missing", "t:3: error structure-ragged"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := c.x
			if x == nil {
				x = testIndex()
			}
			_, log := read(t, c.data, x, Options{}, 0)
			got := lines(log)
			ok := len(got) == len(c.want)
			for i := range min(len(got), len(c.want)) {
				for _, piece := range strings.Split(c.want[i], "…") {
					ok = ok && strings.Contains(got[i], piece)
				}
			}
			if !ok {
				t.Errorf("findings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

var tableOptions = []cmp.Option{
	cmpopts.IgnoreFields(zone.Table{}, "Locate", "Source"), cmpopts.EquateNaNs(), cmpopts.EquateEmpty(),
}

func TestReadWide(t *testing.T) {
	table, log := read(t, "# status: synthetic\n园区,园区名称,Name,年份,省份,TYPE,1.1,企业数,Export Share,note\n"+
		"a,甲,A,2020,北京,econ,1,2,≤3,x\n b ,乙,,2020, 江苏,,NA,,-4,y\na,甲,A,2021,北京,econ,5,6,7,z\n", testIndex(), Options{}, 0)
	if log.HasErrors() || log.Count(diag.Warning) != 1 {
		t.Fatal(lines(log))
	}
	nan := math.NaN()
	want := &zone.Table{
		Rows: 3, IDs: []string{"a", "b", "a"}, Names: []string{"A", "", "A"}, NamesZh: []string{"甲", "乙", "甲"},
		Years:    []int32{2020, 2020, 2021},
		Type:     zone.Attribute{Values: []string{"", "econ"}, Codes: []uint32{1, 0, 1}},
		Province: zone.Attribute{Values: []string{"", "北京", "江苏"}, Codes: []uint32{1, 2, 1}},
		Columns:  3, Values: []float64{1, nan, 5, 2, nan, 6, nan, -4, 7},
		Bounds: map[zone.Cell]string{{Row: 0, Column: 2}: "≤3"},
	}
	if diff := cmp.Diff(want, table, tableOptions...); diff != "" {
		t.Error(diff)
	}
	if s := table.Source; s.Fact("status") != "synthetic" || s.Comments != 1 || !slices.Equal(s.Unused, []string{"note"}) ||
		len(s.SHA256) != 64 || s.Encoding != "UTF-8" || s.Name != "t" {
		t.Errorf("source %+v", s)
	}
	if p, text := table.Locate(1, 2); p.String() != "t:4:22" || text != "-4" {
		t.Errorf("Locate(1, 2) = %v, %q", p, text)
	}
	if p, _ := table.Locate(2, -1); p.String() != "t:5" {
		t.Errorf("Locate(2, -1) = %v", p)
	}
}

func TestReadLong(t *testing.T) {
	table, log := read(t, "zone,year,province,indicator,value\nb,2020,江苏,firms,2\na,2020,,rd,1\na,2020,北京,share,≤3\n"+
		"b,2021,江苏,1.1,5\na,2020,,企业数,7\n", testIndex(), Options{}, 0)
	if log.HasErrors() {
		t.Fatal(lines(log))
	}
	nan := math.NaN()
	want := &zone.Table{
		Rows: 3, IDs: []string{"b", "a", "b"}, Years: []int32{2020, 2020, 2021},
		Province: zone.Attribute{Values: []string{"", "江苏", "北京"}, Codes: []uint32{1, 2, 1}},
		Columns:  3, Values: []float64{nan, 1, 5, 2, 7, nan, nan, nan, nan},
		Bounds: map[zone.Cell]string{{Row: 1, Column: 2}: "≤3"},
	}
	if diff := cmp.Diff(want, table, tableOptions...); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		row, column int
		want        string
	}{{1, 1, `t:6:13 "7"`}, {1, 2, `t:4:17 "≤3"`}, {0, 0, `t:2 ""`}, {2, -1, `t:5 ""`}} {
		if p, text := table.Locate(c.row, c.column); fmt.Sprintf("%v %q", p, text) != c.want {
			t.Errorf("Locate(%d, %d) = %v %q, want %s", c.row, c.column, p, text, c.want)
		}
	}
}

// The index's columns: block wins over headings, and one column may serve twice.
func TestReadMapped(t *testing.T) {
	x := testIndex(func(x *index.Index) {
		x.Columns = map[string]string{"zone": "ISO3", "name": "iso3", "1.1": "le", "firms": "rd"}
	})
	table, log := read(t, "iso3,le,rd,share,zone\nAFG,1,2,3,q\n", x, Options{}, 0)
	if log.HasErrors() || !slices.Equal(table.IDs, []string{"AFG"}) || !slices.Equal(table.Names, []string{"AFG"}) ||
		!slices.Equal(table.Values, []float64{1, 2, 3}) {
		t.Error(table, lines(log))
	}
	if got := lines(log); len(got) != 1 || !strings.Contains(got[0], `the column "zone" is not used: the index takes zone from the column "iso3"`) {
		t.Error(got)
	}
}

// A table and its findings do not depend on how the file is cut and who reads the pieces.
func TestReadWorkers(t *testing.T) {
	var b strings.Builder
	b.WriteString("zone,name,type,province,rd,firms,share,\n")
	for i := range 400 {
		id := fmt.Sprintf("Z%03d", i)
		if i%50 == 49 {
			id = "Z007"
		}
		value := []string{"1.5", "12%", "", "101", "≤5", "3"}[i%6]
		fmt.Fprintf(&b, "%s,\"名\n%d\",%s,省%d,%s,%d,%s,%s\n", id, i, []string{"econ", "high-tech", ""}[i%3], i%7*i%5, value, i, value, []string{"", "x"}[i/300])
		if i%31 == 0 {
			b.WriteString("# note\n\nshort,row\n")
		}
	}
	for _, limit := range []int{0, -1, 3} {
		table, log := read(t, b.String(), testIndex(), Options{Workers: 1, Max: limit}, 0)
		if table.Rows != 413 || log.Count(diag.Error) < 150 {
			t.Fatal(table.Rows, log.Count(diag.Error))
		}
		for _, workers := range []int{1, 2, 7} {
			for _, part := range []int{1, 64, 1000} {
				got, gotLog := read(t, b.String(), testIndex(), Options{Workers: workers, Max: limit}, part)
				if diff := cmp.Diff(table, got, tableOptions...); diff != "" {
					t.Fatalf("%d workers, parts of %d: %s", workers, part, diff)
				}
				if diff := cmp.Diff(lines(log), lines(gotLog)); diff != "" || log.Count(diag.Error) != gotLog.Count(diag.Error) {
					t.Fatalf("%d workers, parts of %d: %s", workers, part, diff)
				}
			}
		}
	}
}

// A mark for "missing" may itself be a number.
func TestReadMissingNumber(t *testing.T) {
	table, _ := read(t, "zone,rd,firms,share\nx,1,2,-999\ny,1,2,-999.0\n", testIndex(), Options{}, 0)
	if share := table.Column(2); !math.IsNaN(share[0]) || share[1] != -999 {
		t.Error(share)
	}
}

// One zone in many years, in no order, is not a duplicate.
func TestReadManyYears(t *testing.T) {
	var b strings.Builder
	b.WriteString("zone,year,rd,firms,share\n")
	for i := range 300 {
		fmt.Fprintf(&b, "x,%d,1,2,3\n", 1900+i*7%300)
	}
	if table, log := read(t, b.String(), testIndex(), Options{}, 0); log.HasErrors() || table.Rows != 300 {
		t.Error(lines(log))
	}
}

// Every finding is kept or counted.
func TestReadCap(t *testing.T) {
	data := "zone,rd,firms,share\n" + strings.Repeat("x,a,1,1\n", 200)
	_, log := read(t, data, testIndex(), Options{}, 64)
	if len(log.Findings()) != 50 || log.Count(diag.Error) != 399 || log.Dropped() != 349 {
		t.Error(len(log.Findings()), log.Count(diag.Error), log.Dropped())
	}
	if got := lines(log); !strings.HasPrefix(got[0], "t:2:3: error type-number") || !strings.HasPrefix(got[1], "t:3:1: error key-duplicate") ||
		!strings.HasPrefix(got[49], "t:27:1:") {
		t.Error(got[0], got[1], got[49])
	}
}

func TestReadUnusable(t *testing.T) {
	table, log := read(t, "", testIndex(), Options{}, 0)
	if table == nil || table.Rows != 0 || log.Count(diag.Error) != 1 {
		t.Error(table, lines(log))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"zone,rd,firms,share\nx,1,2,3\n", "zone,year,indicator,value\nx,2020,rd,1\n", "园区;rd;\nx;\"1\n\";\n", "zone,rd,rd,1.1\nx,1,2\n\n,3\nx,≤1,1\n",
	} {
		f.Add([]byte(s), uint8(5), uint8(2))
	}
	f.Fuzz(func(t *testing.T, data []byte, part, workers uint8) {
		in := source.Bytes("t", data, source.Options{PartSize: int(part)})
		table, log := Read(in, testIndex(), Options{Workers: int(workers % 5)})
		for _, f := range log.Findings() {
			_ = f.String()
		}
		if !log.HasErrors() && (len(table.Values) != table.Rows*table.Columns || slices.Contains(table.IDs, "")) {
			t.Fatal("a table without errors is not complete")
		}
		for row := range min(table.Rows, 20) {
			for column := range len(testIndex().Indicators) {
				table.Locate(row, column)
			}
		}
	})
}
