package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"zoneval/pkg/diag"
)

// all reads every record, and the findings of opening and reading in the order they come.
func all(in *Input, workers int) (records [][]string, places [][]string, findings []string) {
	for _, f := range in.Findings {
		findings = append(findings, f.String())
	}
	if !in.Usable() {
		return nil, nil, findings
	}
	type part struct {
		records, places [][]string
		findings        []string
	}
	parts := make([]part, in.Parts())
	in.Each(workers, 0, func(r *Reader) {
		p := &parts[r.Part.Index]
		for r.Next() {
			var fields, at []string
			for i := range r.Len() {
				fields = append(fields, string(r.Field(i)))
				place := r.Place(i)
				at = append(at, fmt.Sprintf("%d:%d", place.Line, place.Col))
			}
			p.records, p.places = append(p.records, fields), append(p.places, at)
		}
		for _, f := range r.Log.Findings() {
			p.findings = append(p.findings, f.String())
		}
	})
	for _, p := range parts {
		records, places, findings = append(records, p.records...), append(places, p.places...), append(findings, p.findings...)
	}
	return records, places, findings
}

func gbk(s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

func utf16le(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func utf16be(s string) string {
	b := []byte(utf16le(s))
	for i := 0; i < len(b); i += 2 {
		b[i], b[i+1] = b[i+1], b[i]
	}
	return string(b)
}

func TestFindings(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "t: error file-empty is empty"},
		{"blank", " \n\t\r\n,,\n", "t: error file-empty is empty"},
		{"mark only", bomUTF8, "t: error file-empty is empty"},
		{"comments only", "# a: b\n", "t: error file-empty has only comment lines"},
		{"header only", "zone,a\n", "t: error structure-no-rows"},
		{"header without line end", "zone,a", "t: error structure-no-rows"},
		{"xlsx, cut short", "PK\x03\x04\x14\x00xl/workbook.xml", "t: error file-corrupt is cut short or damaged"},
		{"xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "t: error file-kind is an old Excel"},
		{"gzip", "\x1f\x8b\x08", "t: error file-kind is a gzip archive"},
		{"pdf", "%PDF-1.7\n", "t: error file-kind is a PDF"},
		{"png", "\x89PNG\r\n\x1a\n", "t: error file-kind is a PNG"},
		{"html", bomUTF8 + "\n <!DOCTYPE html><html>", "t: error file-kind is an HTML page"},
		{"xls page", "<html xmlns:o=", "t: error file-kind is an HTML page"},
		{"json", "[\n {\"zone\": 1}]", "t: error file-kind is a JSON document"},
		{"json object", `{"zone": 1}`, "t: error file-kind is a JSON document"},
		{"lfs", "version https://git-lfs.github.com/spec/v1\noid", "t: error file-kind is a git-LFS pointer"},
		{"binary", "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f", "t: error file-kind is a binary file"},
		{"utf-32", "\xff\xfe\x00\x00z\x00\x00\x00", "t: error encoding-unknown is UTF-32"},
		{"utf-16 odd", "\xff\xfez\x00o", "t: error encoding-unknown is UTF-16 with an odd number"},
		{"utf-16 half", "\xff\xfe" + utf16le("z,a\n1,") + "\x00\xd8" + utf16le("x\n"), "t:2:3: error encoding-unknown half a UTF-16"},
		{"gbk", gbk("园区,a\n中关村,1\n"), "t: warning encoding-not-utf8 was read as GB18030"},
		{"gbk that looks like utf-8", gbk("园区,a\n拢,1\n"), "t: warning encoding-not-utf8"},
		{"half gbk at a comma", gbk("园区,名称\n中关村,张江\nb,") + "\xd6,\n", "t:3:3: error encoding-unknown half a GB18030 (GBK) character: byte 0xd6"},
		{"half gbk at the end", gbk("园区,名称\n中关村,张") + "\xd6", "t:2:6: error encoding-unknown half a GB18030"},
		{"neither", "zone,a\nx,\xff\xfe\n", "t:2:3: error encoding-unknown bytes 0xff 0xfe are neither"},
		{"latin-1", "zone,name\nx,Caf\xe9s\ny,Z\xfcrich\n", "t:2:6: error encoding-unknown this is not UTF-8 and does not read as Chinese"},
		{"gbk line in utf-8", "园区,名称\n中关村,张江\n" + gbk("武汉,光谷") + "\n", "t:3:1: error encoding-unknown this line is not UTF-8 and others are"},
		{"utf-8 line in gbk", gbk("园区,名称\n中关村,张江\n武汉,东湖\n") + "上海,张江\n", "t:4:1: error encoding-unknown this line is UTF-8 and others are"},
		{"nul", "zone,a\nx,1\x002\n", "t:2:4: error encoding-nul"},
		{"stray quote", "zone,a\n园区x,1\"2\ny,2\n", `t:2:6: error structure-quote a quote stands inside`},
		{"text after quote", "zone,a\nx,\"1\"2\n", `t:2:6: error structure-quote text follows`},
		{"open quote", "zone,a\nx,1\n园,\"2\nz,3\n", `t:3:3: error structure-quote a quote opens here and is never closed`},
		{"open quote in the header", "zone,\"a\nx,1\n", `t:1:6: error structure-quote a quote opens here and is never closed`},
		{"long cell", "zone,a\nx," + strings.Repeat("1", MaxCell+1) + "\n", "t:2:3: error file-too-large a cell is longer than 1 MiB"},
		{"clean", "zone,a\nx,1\n", ""},
		{"utf-8 and stays so", "zone,a\n联通,1\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, got := all(Bytes("t", []byte(c.data), Options{}), 1)
			if c.want == "" && len(got) == 0 {
				return
			}
			if len(got) != 1 || c.want == "" || !strings.HasPrefix(got[0], c.want) {
				t.Errorf("findings %q\nwant one that starts %q", got, c.want)
			}
		})
	}
}

func TestOpenFindings(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "locked.csv")
	if err := os.WriteFile(locked, []byte("zone\nx\n"), 0o000); err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{
		filepath.Join(dir, "none.csv"): "file-not-found",
		dir:                            "file-unusable is a folder",
		os.DevNull:                     "file-unusable is a device",
	}
	if os.Geteuid() != 0 {
		cases[locked] = "file-unusable: may not be read"
	}
	for path, want := range cases {
		in := Open(path, Options{})
		if _, _, got := all(in, 1); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: findings %q, want %q", path, got, want)
		}
		if in.SHA256() != "" {
			t.Errorf("%s has a checksum", path)
		}
		in.Close()
	}
}

// The same table in every encoding, line end and delimiter, from memory, a file and a pipe, in parts of any size.
func TestSameRecords(t *testing.T) {
	const text = "# status: synthetic\n\n园区,名称,a\n中关村,\"张,江\n\"\"𠮷\"\"\",1.5\n# a note\n苏州,,2\n,,\n \n西安,x,3"
	want := [][]string{{"中关村", "张,江\n\"𠮷\"", "1.5"}, {"苏州", "", "2"}, {"西安", "x", "3"}}
	crlf := strings.ReplaceAll(text, "\n", "\r\n")
	forms := map[string][2]string{
		"plain":        {text, UTF8},
		"mark":         {bomUTF8 + text, UTF8},
		"CRLF":         {crlf, UTF8},
		"CR":           {strings.ReplaceAll(text, "\n", "\r"), UTF8},
		"GB18030":      {gbk(text), GB18030},
		"GB18030 CRLF": {gbk(crlf), GB18030},
		"UTF-16LE":     {"\xff\xfe" + utf16le(text), UTF16LE},
		"UTF-16BE":     {"\xfe\xff" + utf16be(crlf), UTF16BE},
		"no mark LE":   {utf16le("zone,a,b,c,d\n1,2,3,4,5\n"), UTF16LE},
		"no mark BE":   {utf16be("zone,a,b,c,d\n1,2,3,4,5\n"), UTF16BE},
	}
	for name, form := range forms {
		path := filepath.Join(t.TempDir(), "t.csv")
		if err := os.WriteFile(path, []byte(form[0]), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{0, 1, 7, 64} {
			o := Options{PartSize: size}
			for how, in := range map[string]*Input{
				"file": Open(path, o), "pipe": Read("-", strings.NewReader(form[0]), o), "bytes": Bytes("b", []byte(form[0]), o),
			} {
				records, _, findings := all(in, 3)
				if strings.HasPrefix(name, "no mark") {
					if diff := cmp.Diff([][]string{{"1", "2", "3", "4", "5"}}, records); diff != "" {
						t.Errorf("%s %s %d: %s", name, how, size, diff)
					}
					continue
				}
				if diff := cmp.Diff(want, records); diff != "" || in.Encoding != form[1] || in.Comments != 2 || in.Records != 3 {
					t.Errorf("%s %s %d: %s %s %d %d", name, how, size, in.Encoding, diff, in.Comments, in.Records)
				}
				if diff := cmp.Diff([]Fact{{"status", "synthetic"}}, in.Facts); diff != "" {
					t.Error(name, diff)
				}
				if wantNotes := btoi(form[1] != UTF8); len(findings) != wantNotes {
					t.Errorf("%s: findings %q", name, findings)
				}
				if want := fmt.Sprintf("%x", sha256.Sum256([]byte(form[0]))); in.SHA256() != want {
					t.Errorf("%s %s: checksum %s, want %s", name, how, in.SHA256(), want)
				}
				in.Close()
			}
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestPlaces(t *testing.T) {
	const text = "园区,名称,a,b\n中关村,张江,1,2\n# note\n\"x\",\"两\n行\",3,\"4\"\ny,,5,6\n"
	want := [][]string{{"2:1", "2:5", "2:8", "2:10"}, {"4:1", "4:5", "5:4", "5:6"}, {"6:1", "6:3", "6:4", "6:6"}}
	for name, form := range map[string]string{
		"LF": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "CR": strings.ReplaceAll(text, "\n", "\r"),
		"mark": bomUTF8 + text, "GB18030": gbk(text), "UTF-16": "\xff\xfe" + utf16le(text),
	} {
		for _, size := range []int{0, 1, 20} {
			in := Bytes("t", []byte(form), Options{PartSize: size})
			_, places, _ := all(in, 2)
			if diff := cmp.Diff(want, places); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if p := in.Header[1].Place; p.Line != 1 || p.Col != 4 {
				t.Errorf("%s: header at %v", name, p)
			}
			if r := in.Seek(1); r == nil || r.Place(2).Line != 5 || string(r.Field(2)) != "3" {
				t.Errorf("%s: Seek(1) is not the second record", name)
			}
		}
	}
}

func TestDelimiter(t *testing.T) {
	for header, want := range map[string]byte{
		"a,b;c,d": ',', "a;b": ';', "a\tb,c\td": '\t', `"a;b;c",d`: ',', "a": ',', `x;"a,b,c,d";y`: ';',
	} {
		in := Bytes("t", []byte(header+"\n1;2,3;4,5;6,7;8\n"), Options{})
		if in.Delimiter != want {
			t.Errorf("%q: delimiter %q, want %q", header, in.Delimiter, want)
		}
	}
}

// What encoding/csv writes and reads is read the same here, whatever the cells, however the file is cut.
func TestEqualsEncodingCSV(t *testing.T) {
	cell := rapid.StringMatching(`[a-c"';\t ,#园\n]{0,6}|-?[0-9.]{1,12}|[a-z]{60,70}`)
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 70).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 12).Draw(t, "rows")
		header := strings.Repeat("h,", width-1) + "h"
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		for i := range rows {
			rows[i][0] = "k" + rows[i][0] // no comment and no blank line
			w.Write(rows[i])
		}
		w.Flush()
		data := header + "\n" + b.String()
		want, err := csv.NewReader(strings.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		in := Bytes("t", []byte(data), Options{PartSize: rapid.IntRange(0, 100).Draw(t, "part")})
		got, _, findings := all(in, rapid.IntRange(1, 4).Draw(t, "workers"))
		if diff := cmp.Diff(want[1:], got); diff != "" || len(findings) > 0 {
			t.Fatalf("%q\n%s\n%q", data, diff, findings)
		}
	})
}

// A file that changes between the survey and the reading is told, and never read beyond what was surveyed.
func TestChangedFile(t *testing.T) {
	for name, now := range map[string]string{"shorter": "zone,a\nx,1\n", "other rows": "zone,a\nx,1,2,3,4,5,6,7,8,9,\n"} {
		path := filepath.Join(t.TempDir(), "t.csv")
		if err := os.WriteFile(path, []byte("zone,a\nx,1\ny,2\nz,3\nw,4\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		in := Open(path, Options{})
		if err := os.WriteFile(path, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
		records, _, findings := all(in, 1)
		if len(records) > 1 || len(findings) != 1 || !strings.Contains(findings[0], "was changed while it was being read") {
			t.Errorf("%s: %q, %q", name, records, findings)
		}
		in.Close()
	}
}

// A regular file on standard input is not held in memory.
func TestReadRegularFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte("zone,a\nx,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := Read("-", f, Options{})
	if _, held := in.text.(*store); held || in.Records != 1 || in.SHA256() == "" {
		t.Errorf("held %v, %d records", held, in.Records)
	}
}

// Bare CR at first and CRLF later: no line is counted twice, wherever the pieces in which the file is read end.
func TestMixedLineEnds(t *testing.T) {
	const bare, both = 20_000, 60_000
	data := "a,b\r" + strings.Repeat("1,2\r", bare) + strings.Repeat("3,4\r\n", both)
	in := Bytes("t", []byte(data), Options{})
	if in.Records != bare+both {
		t.Fatalf("%d records", in.Records)
	}
	if r := in.Seek(bare + both - 1); r == nil || r.Line != 1+bare+both {
		t.Errorf("the last record is in line %v", r.Line)
	}
}

// wideSheet writes a sheet of so many rows, each with a cell in A and one in XFD.
func wideSheet(t *testing.T, rows int) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	row := make([]any, 16384)
	for i := range rows {
		row[0], row[16383] = i, i
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := w.SetRow(at, row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A small workbook must not become a large text: rows that span all columns are refused.
func TestSheetSpreadTooFar(t *testing.T) {
	in := Bytes("t.xlsx", wideSheet(t, 1100), Options{})
	if in.Usable() || len(in.Findings) != 1 || in.Findings[0].Rule != diag.FileTooLarge {
		t.Errorf("%v", in.Findings)
	}
	if in := Bytes("t.xlsx", wideSheet(t, 3), Options{}); !in.Usable() {
		t.Errorf("%v", in.Findings)
	}
}
