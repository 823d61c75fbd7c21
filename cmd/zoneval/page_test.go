package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zoneval/pkg/diag"
)

// The examples of the pages are run. A page of pkg/diag/pages has fenced blocks, which start with a line such as
//
//	```csv zones.csv
//
// of a language, the name of a file, and words about it:
//
//	mended           the file as it should be; with it the command has no findings
//	escaped          the text has Go's escapes, such as \x00 or \u200b, for what cannot be seen
//	GB18030, UTF-16  the encoding of the file
//
// A block of language sheet is a workbook: a line is a row, cells are separated by commas, and lines such as
// [merge A2:A3] say more; see workbook.
//
// One block, console, has the command after a $ and below it what zoneval prints: the findings for check, what stands on
// standard error for other commands. A finding that is too long for a line goes on in the next, indented by four blanks.
// "console mended" is another command that has no findings. "console not run" is an example that cannot be run here.
//
// go test ./cmd/zoneval -run TestPages -update writes what zoneval prints into the pages.

const pageFolder = "../../pkg/diag/pages"

// leastRunnable is how many pages must have examples that are run.
const leastRunnable = 80

// pageBlock is one fenced block of a page.
type pageBlock struct {
	language, name string
	words          map[string]bool
	text           string
	start, end     int // of the text, in lines of the page from 0
}

func blocksOf(page string) []pageBlock {
	var out []pageBlock
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		info, ok := strings.CutPrefix(lines[i], "```")
		if !ok {
			continue
		}
		b := pageBlock{words: map[string]bool{}, start: i + 1}
		for k, w := range strings.Fields(info) {
			switch {
			case k == 0:
				b.language = w
			case k == 1 && b.language != "console":
				b.name = w
			default:
				b.words[w] = true
			}
		}
		for i++; i < len(lines) && lines[i] != "```"; i++ {
			b.text += lines[i] + "\n"
		}
		b.end = i
		out = append(out, b)
	}
	return out
}

func TestPages(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("NO_COLOR", "1")
	runnable := 0
	for _, r := range diag.Rules() {
		file, err := filepath.Abs(filepath.Join(pageFolder, r.ID+".md"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		page := string(text)
		example := exampleOf(page)
		if example == nil {
			continue
		}
		runnable++
		t.Run(r.ID, func(t *testing.T) { runPage(t, r, file, page, example) })
	}
	if runnable < leastRunnable {
		t.Errorf("%d pages have an example that is run, expected at least %d", runnable, leastRunnable)
	}
}

// exampleOf is the block with the command, nil where it is not to be run.
func exampleOf(page string) *pageBlock {
	for _, b := range blocksOf(page) {
		if b.language == "console" && !b.words["not"] && !b.words["mended"] {
			return &b
		}
	}
	return nil
}

// anyFinding matches a finding in what zoneval prints.
var anyFinding = regexp.MustCompile(`(^|[ \n])(error|warning|note) [a-z]+(-[a-z0-9]+)* `)

// runPage runs the example of a page, and its mended form.
func runPage(t *testing.T, r *diag.Rule, file, page string, example *pageBlock) {
	dir := t.TempDir()
	t.Chdir(dir)
	call, want, _ := strings.Cut(example.text, "\n")
	mendedCall, mended := call, false
	for _, b := range blocksOf(page) {
		if b.name != "" && !b.words["mended"] {
			writeBlock(t, b)
		}
	}
	got := runCall(t, call)
	if !strings.Contains(got, " "+r.ID+" ") {
		t.Errorf("%s does not give %s:\n%s", call, r.ID, got)
	}
	if joined := strings.ReplaceAll(want, "\n    ", " "); joined != trimmed(got) {
		if *update {
			rewrite(t, file, page, example, call+"\n"+wrapped(trimmed(got)))
		} else {
			t.Errorf("%s\nthe page says\n%sand zoneval prints\n%s", call, joined, got)
		}
	}
	for _, b := range blocksOf(page) {
		switch {
		case !b.words["mended"]:
		case b.language == "console":
			mendedCall, mended = strings.TrimSuffix(b.text, "\n"), true
		default:
			mended = true
			writeBlock(t, b)
		}
	}
	if !mended {
		return
	}
	if got := runCall(t, mendedCall); anyFinding.MatchString(got) {
		t.Errorf("mended, %s prints\n%s", mendedCall, got)
	}
}

// rewrite puts what zoneval prints into a page.
func rewrite(t *testing.T, file, page string, example *pageBlock, text string) {
	t.Helper()
	lines := strings.Split(page, "\n")
	out := strings.Join(lines[:example.start], "\n") + "\n" + text + strings.Join(lines[example.end:], "\n")
	if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// trimmed is a text without blanks at the ends of lines.
func trimmed(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}

// wrapped breaks long lines at blanks. What goes on is indented.
func wrapped(text string) string {
	const width = 110
	var b strings.Builder
	for line := range strings.Lines(text) {
		used := 0
		for i, word := range strings.Split(line, " ") {
			n := 0
			for _, c := range word {
				if n++; c >= 0x2e80 {
					n++
				}
			}
			switch {
			case i == 0:
			case used+1+n > width:
				b.WriteString("\n    ")
				used = 4
			default:
				b.WriteByte(' ')
				used++
			}
			b.WriteString(word)
			used += n
		}
	}
	return b.String()
}

// runCall runs a command line of a page and returns the findings that it prints.
func runCall(t *testing.T, call string) string {
	t.Helper()
	call, ok := strings.CutPrefix(call, "$ zoneval ")
	if !ok {
		t.Fatalf("%q does not start with $ zoneval", call)
	}
	args := strings.Fields(call)
	out, text, _ := command("", args...)
	if args[0] == "check" {
		found, _, _ := strings.Cut(out, "\n\n")
		if found = strings.TrimSuffix(found, "\n"); found != "" {
			text = found + "\n" + text
		}
	}
	return text
}

// writeBlock makes the file of a block.
func writeBlock(t *testing.T, b pageBlock) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(b.name), 0o755); err != nil {
		t.Fatal(err)
	}
	text := []byte(b.text)
	if b.language == "sheet" {
		text = workbook(t, b.text)
	}
	if b.words["escaped"] {
		var out strings.Builder
		for line := range strings.Lines(b.text) {
			s, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `"`, `\"`) + `\n"`)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			out.WriteString(s)
		}
		text = []byte(out.String())
	}
	switch {
	case b.words["GB18030"]:
		s, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
		if err != nil {
			t.Fatal(err)
		}
		text = s
	case b.words["UTF-16"]:
		s := []byte("\xff\xfe")
		for _, u := range utf16.Encode([]rune(string(text))) {
			s = binary.LittleEndian.AppendUint16(s, u)
		}
		text = s
	}
	if err := os.WriteFile(b.name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// workbook makes an XLSX file of lines: rows of cells, a number as a number, and lines in brackets:
//
//	[sheet NAME]         the rows below stand in another sheet
//	[merge A2:A3]        merges cells
//	[text B2]            stores the number as a text
//	[percent B2]         shows the number as percent
//	[date B2]            shows the number as a date
//	[formula B2 = B3+1]  a formula that was never computed
//	[hide row 3]         hides a row
//	[hide column C]      hides a column
//	[hide sheet NAME]    hides a sheet
//	[password WORD]      protects the file
//	[part NAME]          adds a part to the archive
//	[half]               cuts the file in the middle
func workbook(t *testing.T, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sheet, row := "Sheet1", 0
	password, part, half := "", "", false
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	format := func(cell string, number int) {
		style, err := f.NewStyle(&excelize.Style{NumFmt: number})
		must(err)
		must(f.SetCellStyle(sheet, cell, cell, style))
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if inside, ok := strings.CutPrefix(line, "["); ok {
			words := strings.Fields(strings.TrimSuffix(inside, "]"))
			switch words[0] {
			case "sheet":
				if row == 0 {
					must(f.SetSheetName(sheet, words[1]))
				} else {
					_, err := f.NewSheet(words[1])
					must(err)
				}
				sheet, row = words[1], 0
			case "merge":
				from, to, _ := strings.Cut(words[1], ":")
				must(f.MergeCell(sheet, from, to))
			case "text":
				v, err := f.GetCellValue(sheet, words[1])
				must(err)
				must(f.SetCellStr(sheet, words[1], v))
			case "percent":
				format(words[1], 10)
			case "date":
				format(words[1], 14)
			case "formula":
				must(f.SetCellFormula(sheet, words[1], strings.Join(words[3:], "")))
			case "hide":
				switch words[1] {
				case "row":
					n, err := strconv.Atoi(words[2])
					must(err)
					must(f.SetRowVisible(sheet, n, false))
				case "sheet":
					must(f.SetSheetVisible(words[2], false))
				default:
					must(f.SetColVisible(sheet, words[2], false))
				}
			case "password":
				password = words[1]
			case "part":
				part = words[1]
			case "half":
				half = true
			default:
				t.Fatalf("a workbook has no line %q", line)
			}
			continue
		}
		row++
		for i, cell := range strings.Split(line, ",") {
			if cell == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(i+1, row)
			must(err)
			if v, err := strconv.ParseFloat(cell, 64); err == nil {
				must(f.SetCellValue(sheet, at, v))
			} else {
				must(f.SetCellValue(sheet, at, cell))
			}
		}
	}
	var out bytes.Buffer
	must(f.Write(&out, excelize.Options{Password: password}))
	if part != "" {
		out = withPart(t, out.Bytes(), part)
	}
	if half {
		out.Truncate(out.Len() / 2)
	}
	return out.Bytes()
}

// withPart adds a part to an archive.
func withPart(t *testing.T, archive []byte, name string) (out bytes.Buffer) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}
