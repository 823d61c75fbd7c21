package fix

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zoneval/pkg/check"
	"zoneval/pkg/contract"
	"zoneval/pkg/source"
)

// promise is the contract of the tests: what a mender has to know of columns, and what may keep him from mending.
const promise = `
missingValues: ["", "—", "999", "1,000,000"]
fields:
  - {name: zone, type: string}
  - {name: name, type: string}
  - {name: kind, type: string, constraints: {enum: [high, "　wide"]}}
  - {name: code, type: string, constraints: {pattern: "\u00A0x|y"}}
  - {name: long, type: string, constraints: {minLength: 3}}
  - {name: year, type: year}
  - {name: rd, type: number}
  - {name: firms, type: integer, groupChar: ","}
  - {name: euro, type: number, groupChar: ".", decimalChar: ","}
  - {name: comma, type: number, decimalChar: ","}
  - {name: dotted, type: number, groupChar: "．"}
  - {name: grouped, type: number, groupChar: " ", constraints: {pattern: "\\d{1,3}( \\d{3})*"}}
`

func promised(t testing.TB) check.Options {
	t.Helper()
	c, found := contract.Parse("contract.yaml", []byte(promise))
	if c == nil {
		t.Fatal(found)
	}
	return check.Options{Contract: c, Workers: 1}
}

func TestFile(t *testing.T) {
	o := promised(t)
	for _, c := range []struct{ name, in, want, summary string }{
		{"nothing to do", "zone,rd\nA,1\n", "", ""},
		{"CRLF throughout", "zone,rd\r\nA,1\r\n", "", ""},
		{"no line end at the end", "zone,rd\nA,1", "", ""},
		{"byte order mark", "\ufeffzone,rd\nA,1\n", "zone,rd\nA,1\n", "byte order mark taken away"},
		{"two of them", "\ufeff\ufeffzone,rd\nA,1\n", "zone,rd\nA,1\n", "byte order mark taken away"},
		{"most LF", "zone,rd\nA,1\r\nB,2\n", "zone,rd\nA,1\nB,2\n", "1 line end CRLF -> LF"},
		{"most CRLF", "zone,rd\r\nA,1\nB,2\r\n", "zone,rd\r\nA,1\r\nB,2\r\n", "1 line end LF -> CRLF"},
		{"as many", "zone,rd\r\nA,1\n", "zone,rd\nA,1\n", "1 line end CRLF -> LF"},
		{"old Mac", "zone,rd\rA,1\rB,2", "zone,rd\nA,1\nB,2", "2 line ends CR -> LF"},
		{"old Mac with CRLF far below", "zone,rd\r" + strings.Repeat("A,1\r", 20000) + "B,1\r\n", "zone,rd\n" + strings.Repeat("A,1\n", 20000) + "B,1\n",
			"20001 line ends CR -> LF, 1 line end CRLF -> LF"},
		{"CR at the end", "zone,rd\nA,1\r", "zone,rd\nA,1\n", "1 line end CR -> LF"},
		{"CR CRLF", "zone,rd\r\nA,1\r\r\n", "zone,rd\r\nA,1\r\n", "1 cell trimmed"},
		{"CR CRLF where the CR stays", "# a\r\r\n\r\r\nzone,rd\nA,1\n,\u3000\r\r\n\r\r", "", ""},
		{"comments and blank lines count", "# a: b\r\n\r\nzone,rd\nA,1\n# c\nB,1\n", "# a: b\n\nzone,rd\nA,1\n# c\nB,1\n", "2 line ends CRLF -> LF"},
		{"in quotes nothing is a line end", "zone,rd\nA,\"1\r\n\"\nB,1\r\n", "zone,rd\nA,\"1\r\n\"\nB,1\n", "1 line end CRLF -> LF"},
		{"a CR within a cell", "zone,name,rd\nA,a\rb,1\n", "", ""},
		{"blanks", " zone\t,rd \n A,\u00a01\u3000\nB ,2 \r\n", "zone,rd\nA,1\nB,2\n", "6 cells trimmed, 1 line end CRLF -> LF"},
		{"comments, blank lines and ghosts stay", "# x : y \n  \nzone,rd,\n # a,1,\n\nA,1,　\n,,\n", "", ""},
		{"blanks in quotes", "zone,name,rd\nA,\" a \",\"1\u00a0\"\nB,\" a,b \",2\nC,\" a\nb \",3\nD,\" a\"\"b \",4\n",
			"zone,name,rd\nA,\"a\",\"1\"\nB,\"a,b\",2\nC,\"a\nb\",3\nD,\"a\"\"b\",4\n", "5 cells trimmed"},
		{"line breaks in quotes stay", "zone,name\nA,\"a \n\"\nB,\"\r\n\"\n", "", ""},
		{"no comment comes of a cell", "zone,rd\n  # A ,1\n", "zone,rd\n  # A,1\n", "1 cell trimmed"},
		{"nor of these", "zone,name\n\" # A\", # \n", "zone,name\n\"# A\",#\n", "2 cells trimmed"},
		{"one column", "zone \nA\nB", "zone\nA\nB", "1 cell trimmed"},
		{"a heading that cannot be seen", "zone,\u3000\nA,1\n", "", ""},
		{"quotes make a row of it", "zone,rd\nA,1\n\"\",\u3000\n", "zone,rd\nA,1\n\"\",\n", "1 cell trimmed"},
		{"no blank line comes of a row", "zone,rd\nA,1\n,\u3000\n", "", ""},
		{"semicolons", "zone;rd\nA; 1,5 \n", "zone;rd\nA;1,5\n", "1 cell trimmed"},
		{"tabs", "zone\trd\n A\t\t1 \n", "zone\trd\nA\t\t1\n", "2 cells trimmed"},
		{"tabs in quotes are blanks too", "zone\tname\n A\t\"\tb\"\n", "zone\tname\nA\t\"b\"\n", "2 cells trimmed"},
		{"full width", "zone,year,rd\nA,２０２１,－１２．５\nＢ,2021,＋１ｅ３\n", "zone,year,rd\nA,2021,-12.5\nＢ,2021,+1e3\n", "3 numbers with full-width digits"},
		{"full width in quotes and blanks", "zone,rd\nA,\"\u3000１２\"\n", "zone,rd\nA,\"12\"\n", "1 number with full-width digits"},
		{"no number comes of it", "zone,rd,name\nA,１２％,１２\nB,１2。5,１\nC,－,\n", "", ""},
		{"a row of another width", "zone,rd\nA,１,1\nB\n", "", ""},
		{"marks for missing stay", "zone,rd,firms\nA,—,\"1,000,000\"\nB,９９９,999\n", "", ""},
		{"with blanks around them", "zone,rd,name\nA,\u00a0—,\u00a0—\nB,\u3000,\u3000\n", "zone,rd,name\nA,—,\u00a0—\nB,,\u3000\n", "2 cells trimmed"},
		{"thousands", "zone,firms\nA,\"1,234\"\nB,\"+12,345,678.50\"\nC,\"－１,２３４\"\n", "zone,firms\nA,\"1234\"\nB,\"+12345678.50\"\nC,\"-1234\"\n", "3 numbers with thousands marks"},
		{"wrong groups", "zone,firms\nA,\"1,23\"\nB,\"1234,567\"\nC,\",123\"\nD,\"1,234.5,6\"\nE,\"1,,234\"\nF,\"1,234.\"\n", "", ""},
		{"thousands that nobody declared", "zone,rd\nA,\"1,234\"\n", "", ""},
		{"other decimals", "zone,euro\nA,1.234.567\nB,\"1.234,5\"\nC,1.234\nD,１２\nE,１.２３４\nF,１２．５\n", "zone,euro\nA,1234567\nB,\"1.234,5\"\nC,1.234\nD,12\nE,1234\nF,１２．５\n",
			"1 number with full-width digits, 2 numbers with thousands marks"},
		{"a decimal comma", "zone,comma\nA,１２．５\nB,１２\n", "zone,comma\nA,１２．５\nB,12\n", "1 number with full-width digits"},
		{"a full-width mark is no point", "zone,dotted\nA,1．234\n", "zone,dotted\nA,1234\n", "1 number with thousands marks"},
		{"what the contract's pattern allows stays", "zone,grouped\nA,1 234\nB,１ ２３４\n", "zone,grouped\nA,1 234\nB,1234\n", "1 number with thousands marks"},
		{"lists and patterns stay kept", "zone,kind,code\nA,\u3000wide,\u00a0x\nB,\u3000high,\u00a0y\nC,\u3000higg,\n", "zone,kind,code\nA,\u3000wide,\u00a0x\nB,high,y\nC,higg,\n", "3 cells trimmed"},
		{"the least length stays kept", "zone,long\nA,\u3000ab\nB,\u3000abc\nC,\u3000a\n", "zone,long\nA,\u3000ab\nB,abc\nC,a\n", "2 cells trimmed"},
		{"what was misread stays whole", "zone,name\nA,å¼\u00a0\n", "", ""},
		{"below a title", "园区表 ,,\nzone,rd,firms\r\nA, 1,2\n", "园区表 ,,\nzone,rd,firms\nA,1,2\n", "1 cell trimmed, 1 line end CRLF -> LF"},
		{"a title in quotes", "\"园\r\n区\",,\nzone,rd,firms\nA, 1,2\n", "\"园\r\n区\",,\nzone,rd,firms\nA,1,2\n", "1 cell trimmed"},
		{"sep line", "sep=; \nzone;rd\nA; 1\n", "sep=; \nzone;rd\nA;1\n", "1 cell trimmed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := []byte(c.in)
			r := File("x.csv", in, o)
			if string(in) != c.in {
				t.Error("the input was changed")
			}
			if string(r.Text) != c.want || r.Summary() != c.summary || len(r.Findings) > 0 {
				t.Errorf("got %.300q, %s\nwant %.300q, %s\n%v", r.Text, r.Summary(), c.want, c.summary, r.Findings)
			}
			if r.Any() != (c.want != "") {
				t.Error("Any is", r.Any())
			}
			again(t, r, o)
		})
	}
}

// again holds that what is mended has nothing more to mend.
func again(t interface{ Errorf(string, ...any) }, r *Result, o check.Options) {
	if r.Text == nil {
		return
	}
	if a := File("x.csv", r.Text, o); a.Any() || len(a.Findings) > 0 {
		t.Errorf("a second time: %s %v\n%q\n%q", a.Summary(), a.Findings, r.Text, a.Text)
	}
}

// Nobody described these columns: the one of which nearly all cells are numbers is one of numbers, also the second time.
func TestGuess(t *testing.T) {
	in := "zone,a,b,name\nA,1,x,1\nB,2,1,2\nC,\u00a03,１,3\nD,4,2,4\nE,５,3,５\n"
	r := File("x.csv", []byte(in), check.Options{})
	if want := "zone,a,b,name\nA,1,x,1\nB,2,1,2\nC,3,１,3\nD,4,2,4\nE,5,3,５\n"; string(r.Text) != want {
		t.Errorf("got %q", r.Text)
	}
	again(t, r, check.Options{})
}

func TestEncodings(t *testing.T) {
	o := promised(t)
	text := "zone,name,rd\r\n甲, 高新区,１２\r\n乙,𠮷,3\r\n"
	want := "zone,name,rd\r\n甲,高新区,12\r\n乙,𠮷,3\r\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{source.GB18030: gb, source.UTF16LE: wide("\ufeff"+text, false), source.UTF16BE: wide("\ufeff"+text, true)} {
		r := File("x.csv", raw, o)
		if string(r.Text) != want || r.Encoding != name || r.BOM {
			t.Errorf("%s: got %q, %s %v", name, r.Text, r.Summary(), r.Findings)
		}
		again(t, r, o)
	}
}

func wide(s string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

// What is damaged is refused, with the findings that say so.
func TestRefused(t *testing.T) {
	book, err := os.ReadFile("../../testdata/data/bad/xlsx.csv")
	if err != nil {
		t.Fatal(err)
	}
	o := promised(t)
	for _, c := range []struct{ name, in, want string }{
		{"open quote", "zone,rd\n A,\"1\nB,2\n", "x.csv:2:4: error structure-quote a quote opens here and is never closed"},
		{"open quote in the header", "zone,\"rd\n A,1\n", "x.csv:1:6: error structure-quote a quote opens here and is never closed"},
		{"stray quote", "zone,rd\n A,1\nB,2\"\n", "x.csv:3:4: error structure-quote a quote stands inside"},
		{"after a quote", "zone,rd\n A,\"1\" \n", "error structure-quote text follows"},
		{"NUL", "zone,rd\n A,\x00\nB,1\n", "error encoding-nul"},
		{"neither UTF-8 nor GB18030", "zone,rd\n A,\xff\xff\n", "error encoding-unknown"},
		{"Latin-1", "zone,rd\n Orl\xe9ans,1\nM\xe9rignac,2\n", "error encoding-unknown"},
		{"GB18030 that comes back as other bytes", "zone,rd\n\xbc\xd7\xd2\xd2\xa2\xe3,1\n\xfe\x39\xfe\x39,\n", "cannot be turned into UTF-8 and back without loss"},
		{"empty", "", "error file-empty"},
		{"a cell that is too long", "zone,rd\n A," + strings.Repeat("x", 2<<20) + "\n", "error file-too-large"},
		{"a bare CR in quotes among bare CR", "zone,rd\r A,\"1\r\"\r", "error structure-line-ends"},
		{"or in a title", "\"a\rb\",,\rzone,rd,firms\rA, 1,2\r", "error structure-line-ends"},
		{"a picture without its byte order mark", "\ufeffGIF8,zone\nA,1\n", "would be read as something else"},
		{"a comment without it", "\ufeff\ufeff#zone,rd\n A,1\n", "would be read as something else"},
		{"broken workbook", string(book), "error file-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := File("x.csv", []byte(c.in), o)
			if r.Text != nil || r.Any() || r.Findings.Errors() == 0 || !strings.Contains(fmt.Sprint(r.Findings), c.want) {
				t.Errorf("got %.200q %s %v", r.Text, r.Summary(), r.Findings)
			}
		})
	}
	if r := File("x.csv", make([]byte, MaxBytes+1), o); r.Findings.Errors() != 1 || !strings.Contains(r.Findings[0].String(), "256 MiB") {
		t.Error(r.Findings)
	}
}

// All good data files of the house are mended to what they are, and none of the bad ones crashes.
func TestFixtures(t *testing.T) {
	for _, folder := range []string{"good", "bad"} {
		names, err := filepath.Glob("../../testdata/data/" + folder + "/*.csv")
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			r := File(name, raw, check.Options{})
			if folder == "good" && r.Findings.Errors() > 0 {
				t.Error(r.Findings)
			}
			again(t, r, check.Options{})
		}
	}
}

func TestChanges(t *testing.T) {
	r := File("x.csv", []byte("# a\nzone ,rd,firms\nA,\"x\n\ny\",1 \nB,1 ,\n"), promised(t))
	want := []Change{{Kind: Trimmed, Line: 2, Record: -1, Field: 0, Old: "zone ", New: "zone", at: 4},
		{Kind: Trimmed, Line: 5, Record: 0, Field: 2, Old: "1 ", New: "1", at: 28}, {Kind: Trimmed, Line: 6, Record: 1, Field: 1, Old: "1 ", New: "1", at: 33}}
	if fmt.Sprint(r.Changes) != fmt.Sprint(want) {
		t.Errorf("got %+v", r.Changes)
	}
}

// The last look before a file is mended sees whatever is read otherwise than before or than it is meant to.
func TestSame(t *testing.T) {
	in := "zone,name,rd\nA, a,1\nB,\"b\"\"\",2\n"
	m := newMender(source.Bytes("x.csv", []byte(in), source.Options{NoChecksum: true}), []byte(in), promised(t))
	good := string(m.run().Text)
	now := m.read(m.in)
	if !m.same(now) {
		t.Fatal("a good file is none")
	}
	for name, text := range map[string]string{
		"heading": strings.Replace(good, "name", "naem", 1), "cell": strings.Replace(good, "a,1", "b,1", 1), "row gone": strings.Replace(good, "A,a,1\n", "", 1),
		"row commented": strings.Replace(good, "A,", "#A,", 1), "fault": strings.Replace(good, `"b"""`, `b"`, 1), "no table": "",
	} {
		if m.out.Text = []byte(text); text == good || m.same(now) {
			t.Errorf("%s: passed", name)
		}
	}
	m.out.Text = []byte(good)
	m.before[1]++
	if m.same(now) {
		t.Error("a record that was taken apart wrongly passed")
	}
}

// A workbook is not mended, which is no fault of it.
func TestWorkbook(t *testing.T) {
	f := excelize.NewFile()
	for cell, v := range map[string]string{"A1": "zone", "B1": "rd", "A2": "A ", "B2": "１"} {
		if err := f.SetCellStr("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	r := File("x.xlsx", b.Bytes(), check.Options{})
	if r.Any() || r.Text != nil || fmt.Sprint(r.Findings) != "[x.xlsx: note file-kind is a workbook, which is not mended here: only CSV and TSV files are]" {
		t.Errorf("%s %v", r.Summary(), r.Findings)
	}
}

func TestDiff(t *testing.T) {
	var many strings.Builder
	many.WriteString("zone\trd\n")
	for i := range 20 {
		blank := ""
		if i == 0 || i == 1 || i == 8 || i == 16 || i == 19 {
			blank = " "
		}
		fmt.Fprintf(&many, "z%d\t%d%s\n", i, i, blank)
	}
	for _, c := range []struct{ name, file, in, want string }{
		{"no line end", "a b.csv", "zone,rd\nA,1 ", "--- a/a b.csv\t\n+++ b/a b.csv\t\n@@ -1,2 +1,2 @@\n zone,rd\n-A,1 \n\\ No newline at end of file\n+A,1\n\\ No newline at end of file\n"},
		{"one line", "/tmp/x.csv", "zone \n", "--- a/tmp/x.csv\n+++ b/tmp/x.csv\n@@ -1 +1 @@\n-zone \n+zone\n"},
		{"notes alone", "x\x1b.csv", "\ufeffzone,rd\r\nA,1\n", `# x\x1b.csv: byte order mark taken away; 1 line end CRLF -> LF` + "\n"},
		{"line ends do not fill it", "./x.csv", "zone,rd\r\nA,1\nB,2 \n", "# ./x.csv: 1 line end CRLF -> LF\n--- a/x.csv\n+++ b/x.csv\n@@ -1,3 +1,3 @@\n zone,rd\n A,1\n-B,2 \n+B,2\n"},
		{"controls are shown", "x.csv", "zone,name,rd\nA,\x1b[31m\u202e,1 \n", "--- a/x.csv\n+++ b/x.csv\n@@ -1,2 +1,2 @@\n zone,name,rd\n-A,\\x1b[31m\\u202e,1 \n+A,\\x1b[31m\\u202e,1\n" +
			"# x.csv: characters that cannot be seen are shown as escapes, so that the diff is to be read and not to be applied\n"},
		{"hunks", "x.tsv", many.String(), "--- a/x.tsv\n+++ b/x.tsv\n@@ -1,13 +1,13 @@\n zone\trd\n-z0\t0 \n-z1\t1 \n+z0\t0\n+z1\t1\n z2\t2\n z3\t3\n z4\t4\n z5\t5\n z6\t6\n z7\t7\n-z8\t8 \n+z8\t8\n" +
			" z9\t9\n z10\t10\n z11\t11\n@@ -15,7 +15,7 @@\n z13\t13\n z14\t14\n z15\t15\n-z16\t16 \n+z16\t16\n z17\t17\n z18\t18\n-z19\t19 \n+z19\t19\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := File(c.file, []byte(c.in), promised(t))
			var b bytes.Buffer
			if err := r.Diff(&b, c.file); err != nil {
				t.Fatal(err)
			}
			if b.String() != c.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), c.want)
			}
		})
	}
}
