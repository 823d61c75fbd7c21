package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zoneval/data"
)

// shippedFile is a shipped dataset and what it is checked with.
type shippedFile struct{ name, index string }

var shippedFiles = []shippedFile{{"example", "torch-2021"}, {"published", "published-standing"}}

// The shipped data are clean: as they are, in GB18030, in UTF-16 with tabs, and as a workbook. The one thing to say is
// that a text is not UTF-8, or that its cells are separated by tabs.
func TestShippedDataAreClean(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, f := range shippedFiles {
		text, _, ok := data.Open(f.name)
		if !ok {
			t.Fatal(f.name)
		}
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
		if err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]string{
			write(f.name+".csv", text):                                                      "",
			write(f.name+"-bom.csv", append([]byte("\xef\xbb\xbf"), text...)):               "",
			write(f.name+"-crlf.csv", bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))): "",
			write(f.name+"-gb.csv", gb):                                                     "encoding-not-utf8",
			write(f.name+".xlsx", asWorkbook(t, text)):                                      "",
		} {
			out := runCommand(t, 0, "check", path, "-i", f.index)
			var rules []string
			for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
				if fields := strings.Fields(line); len(fields) > 2 && strings.HasPrefix(line, path) {
					rules = append(rules, fields[2])
				}
			}
			if got := strings.Join(rules, " "); got != want {
				t.Errorf("%s: found %q, want %q\n%s", filepath.Base(path), got, want, out)
			}
		}
	}
}

// asWorkbook writes a CSV as a spreadsheet does, numbers as numbers.
func asWorkbook(t *testing.T, text []byte) []byte {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(text))
	r.Comment, r.FieldsPerRecord = '#', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			if cells[j] = cell; cell == "" {
				cells[j] = nil
			} else if v, err := strconv.ParseFloat(cell, 64); err == nil {
				cells[j] = v
			}
		}
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", at, &cells); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A workbook is ranked as the same table in CSV is, to the last digit.
func TestWorkbookIsRankedLikeCSV(t *testing.T) {
	text, _, _ := data.Open("example")
	dir := t.TempDir()
	want := runCommand(t, 0, "rank", "-f", "csv")
	path := filepath.Join(dir, "example.xlsx")
	if err := os.WriteFile(path, asWorkbook(t, text), 0o644); err != nil {
		t.Fatal(err)
	}
	got := runCommand(t, 0, "rank", path, "-f", "csv")
	// The facts above the header of the CSV, such as that its data are synthetic, are not in the workbook.
	want = strings.ReplaceAll(strings.ReplaceAll(want, ",synthetic\n", "\n"), ",data_status\n", "\n")
	if got != want {
		t.Errorf("the ranking of the workbook differs:\n%.300s\nwant\n%.300s", got, want)
	}
}

// runCommand runs a command line and returns both of its outputs.
func runCommand(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	if got := execute(t.Context(), streams{in: strings.NewReader(""), out: &out, err: &errOut}, args); got != code {
		t.Errorf("zoneval %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, out.String(), errOut.String())
	}
	return out.String() + errOut.String()
}

// A formula that was never computed has no value: it is not ranked as a missing one.
func TestRankRefusesUncomputedFormula(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for at, v := range map[string]any{"A1": "zone", "B1": "rd", "C1": "firms", "D1": "energy", "A2": "A", "B2": 8, "C2": 300, "D2": 1.5, "A3": "B", "B3": 2, "C3": 100} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "D3", "D2*2"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "zones.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	out := runCommand(t, exitUnusable, "rank", path, "-i", "../../testdata/data/index.yaml")
	if want := path + "[Sheet1]!D3: error xlsx-formula"; !strings.Contains(out, want) || strings.Contains(out, "missing-required") {
		t.Errorf("want %q once, got\n%s", want, out)
	}
}
