package source

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/xlsx"
)

// Mark says what a workbook tells of a cell beside its text.
type Mark = xlsx.Mark

// The marks of cells; a text file has none.
const (
	Unmarked    = xlsx.Plain
	MarkText    = xlsx.TextNumber
	MarkFormula = xlsx.Formula
	MarkDate    = xlsx.Date
	MarkPercent = xlsx.Percent
	MarkBoolean = xlsx.Boolean
)

// sheet is what a workbook's sheet has beside its text, in which each row is a line.
type sheet struct {
	name  string
	rows  []int32 // of each physical line
	left  int     // columns of the sheet before the first that has something in it
	marks map[cellAt]Mark
	table *xlsx.Table

	covered map[int][]span // by row: the columns of cells that merged ones cover, apart and in order
}

// span is some columns of a row, from 1, both ends included.
type span struct{ first, last int }

type cellAt struct{ line, field int32 }

// isArchive says whether an input starts as workbooks do, new ones and old or encrypted ones.
func isArchive(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) || bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// misnamed reports a workbook that is not called one, and the other way round.
func (in *Input) misnamed(workbook bool) bool {
	switch ext := strings.ToLower(filepath.Ext(in.Name)); {
	case workbook && (ext == ".csv" || ext == ".tsv" || ext == ".txt"):
		in.fail(diag.FileKind, "is an Excel workbook (.xlsx) and is named "+ext, "name it .xlsx, or save it as CSV (UTF-8) in the spreadsheet")
		return true
	case !workbook && (ext == ".xlsx" || ext == ".xlsm"):
		in.fail(diag.FileKind, "is text and is named "+ext+", which is for workbooks", "name it .csv")
		return true
	}
	return false
}

// decodeWorkbook turns a sheet into text of one line a row, and keeps what the text cannot say.
func (in *Input) decodeWorkbook(src io.ReaderAt, size int64, o Options) (*store, bool) {
	book, found := xlsx.Open(in.Name, src, size)
	in.Findings = append(in.Findings, found...)
	if book == nil || in.misnamed(true) {
		return nil, false
	}
	name, ok := in.chooseSheet(book, o.Sheet)
	if !ok {
		return nil, false
	}
	table, found := book.Read(name)
	in.Findings = append(in.Findings, found...)
	if table == nil {
		return nil, false
	}
	in.sheet = &sheet{name: name, table: table}
	if !in.sheet.cover() {
		in.fail(diag.FileTooLarge, fmt.Sprintf("the sheet %s has merged cells in more than %d rows, a row counted once for each range", diag.Quote(name), maxCovered), "unmerge the cells")
		return nil, false
	}
	text := in.sheet.text()
	if text == nil {
		in.fail(diag.FileTooLarge, fmt.Sprintf("the sheet %s has its cells spread too far apart: %d rows and as many columns as would make more than %d cells",
			diag.Quote(name), len(table.Rows), maxSpread), "take out the cells far away from the table")
	}
	return text, text != nil
}

// maxSpread is how many cells, empty ones included, the rows of a sheet may span.
const maxSpread = 16 << 20

// maxCovered is how many rows the merged cells of a sheet may go over, a row counted once for each range in it.
const maxCovered = 4 << 20

// cover notes which cells merged ones cover, so that a sheet of many ranges and many empty cells does not look through all
// of the ranges for each cell. It says whether there are few enough.
func (s *sheet) cover() bool {
	s.covered = map[int][]span{}
	n := 0
	for _, m := range s.table.Merged {
		from, _ := slices.BinarySearchFunc(s.table.Rows, m.FirstRow, func(r xlsx.Row, row int) int { return r.Number - row })
		for _, r := range s.table.Rows[from:] {
			if r.Number > m.LastRow {
				break
			}
			if n++; n > maxCovered {
				return false
			}
			first := m.FirstCol
			if r.Number == m.FirstRow { // the first cell has the value
				first++
			}
			if first <= m.LastCol {
				s.covered[r.Number] = append(s.covered[r.Number], span{first, m.LastCol})
			}
		}
	}
	for row, spans := range s.covered {
		slices.SortFunc(spans, func(a, b span) int { return a.first - b.first })
		apart := spans[:0]
		for _, p := range spans {
			if k := len(apart) - 1; k >= 0 && p.first <= apart[k].last {
				apart[k].last = max(apart[k].last, p.last)
				continue
			}
			apart = append(apart, p)
		}
		s.covered[row] = apart
	}
	return true
}

// chooseSheet is the sheet that is asked for, or the first visible one with data.
func (in *Input) chooseSheet(book *xlsx.Book, asked string) (string, bool) {
	if asked != "" {
		return asked, true
	}
	var visible, hidden []string
	for _, s := range book.Sheets() {
		switch {
		case !s.Hidden:
			visible = append(visible, s.Name)
		case book.HasData(s.Name):
			hidden = append(hidden, diag.Quote(s.Name))
		}
	}
	if len(visible) == 1 {
		in.reportHidden(hidden, visible[0])
		return visible[0], true
	}
	chosen := ""
	var others []string
	for _, name := range visible {
		switch {
		case !book.HasData(name):
		case chosen == "":
			chosen = name
		default:
			others = append(others, diag.Quote(name))
		}
	}
	in.reportHidden(hidden, chosen)
	if chosen == "" {
		in.fail(diag.FileEmpty, "has no visible sheet with data", "enter the data, or name a hidden sheet with --sheet")
		return "", false
	}
	if len(others) > 0 {
		const most = 5
		if n := len(others); n > most {
			others = append(others[:most], fmt.Sprintf("%d more", n-most))
		}
		in.Findings = append(in.Findings, diag.Finding{Rule: diag.SheetSeveral, Place: diag.Place{File: in.Name, Sheet: chosen},
			Message: "the workbook has other sheets with data, too: " + strings.Join(others, ", ") + "; " + diag.Quote(chosen) + " was read", Mend: "name the sheet with --sheet"})
	}
	return chosen, true
}

// reportHidden tells of hidden sheets that have data, beside the one that is read.
func (in *Input) reportHidden(hidden []string, chosen string) {
	if len(hidden) == 0 || chosen == "" {
		return
	}
	what := "the sheet " + hidden[0] + " has data and is hidden"
	if len(hidden) > 1 {
		what = "the sheets " + some(hidden) + " have data and are hidden"
	}
	in.Findings = append(in.Findings, diag.Finding{Rule: diag.SheetHidden, Place: diag.Place{File: in.Name},
		Message: what + "; " + diag.Quote(chosen) + " was read", Mend: "show it, or name it with --sheet"})
}

// text writes the table as CSV, a line for each row and a blank one for each gap between rows; nil where that would be
// too much.
func (s *sheet) text() *store {
	out := &store{}
	first, last := 1<<30, 0
	for _, r := range s.table.Rows {
		first, last = min(first, int(r.Cells[0].Col)), max(last, int(r.Cells[len(r.Cells)-1].Col))
	}
	if len(s.table.Rows)*(last-first+1) > maxSpread {
		return nil
	}
	s.left = first - 1
	s.marks = map[cellAt]Mark{}
	var line []byte
	before := 0
	for _, r := range s.table.Rows {
		if before > 0 && r.Number > before+1 {
			out.Write([]byte("\n"))
			s.rows = append(s.rows, int32(before+1))
		}
		before = r.Number
		at := int32(len(s.rows) + 1)
		line = line[:0]
		next := first
		for _, c := range r.Cells {
			for ; next < int(c.Col); next++ {
				line = append(line, ',')
			}
			if c.Mark != xlsx.Plain {
				s.marks[cellAt{at, c.Col - int32(first)}] = c.Mark
			}
			line = appendCell(line, c.Text)
		}
		for ; next < last; next++ {
			line = append(line, ',')
		}
		line = append(line, '\n')
		for range bytes.Count(line, []byte("\n")) {
			s.rows = append(s.rows, int32(r.Number))
		}
		out.Write(line)
	}
	return out
}

// appendCell writes a cell as CSV. A text that starts with # is no comment in a sheet.
func appendCell(line []byte, text string) []byte {
	if !strings.ContainsAny(text, ",\"\r\n#") && text != "" {
		return append(line, text...)
	}
	if text == "" {
		return line
	}
	line = append(line, '"')
	line = append(line, strings.ReplaceAll(text, `"`, `""`)...)
	return append(line, '"')
}

// place is a cell of the sheet by the text's physical line and field; field -1 is the row, at its first cell.
func (s *sheet) place(file string, line, field int) diag.Place {
	p := diag.Place{File: file, Sheet: s.name}
	if line >= 1 && line <= len(s.rows) {
		p.Line = int(s.rows[line-1])
	}
	p.Col = max(field, 0) + 1 + s.left
	return p
}

// reportSheet tells of merged and hidden cells at and below the header.
func (in *Input) reportSheet() {
	s := in.sheet
	header := in.Header[0].Place.Line
	const most = 100
	for _, m := range s.table.Merged {
		if m.LastRow < header || len(in.Findings) > most {
			continue
		}
		at := diag.Place{File: in.Name, Sheet: s.name, Line: m.FirstRow, Col: m.FirstCol}
		last := diag.Place{Sheet: "-", Line: m.LastRow, Col: m.LastCol}.String()
		in.Findings = append(in.Findings, diag.Finding{Rule: diag.SheetMerged, Place: at,
			Message: "the cells from here to " + strings.TrimPrefix(last, "[-]!") + " are merged: only the first of them has a value", Mend: "unmerge them and fill in each cell"})
	}
	var rows, columns []string
	firstRow := 0
	for _, r := range s.table.Rows {
		if r.Hidden && r.Number >= header {
			if firstRow == 0 {
				firstRow = r.Number
			}
			rows = append(rows, strconv.Itoa(r.Number))
		}
	}
	for _, c := range s.table.HiddenColumns {
		columns = append(columns, strings.TrimSuffix(strings.TrimPrefix(diag.Place{Sheet: "-", Line: 1, Col: c}.String(), "[-]!"), "1"))
	}
	if rows != nil {
		in.Findings = append(in.Findings, diag.Finding{Rule: diag.SheetHidden, Place: diag.Place{File: in.Name, Sheet: s.name, Line: firstRow},
			Message: "hidden rows are read as others are: row " + some(rows), Mend: "show them, or take them out"})
	}
	if columns != nil {
		in.Findings = append(in.Findings, diag.Finding{Rule: diag.SheetHidden, Place: diag.Place{File: in.Name, Sheet: s.name, Line: header, Col: s.table.HiddenColumns[0]},
			Message: "hidden columns are read as others are: column " + some(columns), Mend: "show them, or take them out"})
	}
}

// some lists the first of many.
func some(list []string) string {
	const most = 10
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}

// Sheet is the sheet that was read, "" of a text file.
func (in *Input) Sheet() string {
	if in.sheet == nil {
		return ""
	}
	return in.sheet.name
}

// HasMarks says whether cells may have marks, as those of a workbook do.
func (in *Input) HasMarks() bool { return in.sheet != nil }

// Merged says whether field i lies in merged cells and is not the first of them, so that it has no value of its own.
func (r *Reader) Merged(i int) bool {
	if r.in.sheet == nil {
		return false
	}
	at := r.in.sheet.place("", r.Line, i)
	spans := r.in.sheet.covered[at.Line]
	k, found := slices.BinarySearchFunc(spans, at.Col, func(p span, col int) int { return p.first - col })
	return found || k > 0 && at.Col <= spans[k-1].last
}

// LinePlace is the place of a physical line: a row in a workbook.
func (in *Input) LinePlace(line int) diag.Place {
	if in.sheet != nil {
		return in.sheet.place(in.Name, line, -1)
	}
	return diag.Place{File: in.Name, Line: line}
}

// Mark is what a workbook says of field i beside its text.
func (r *Reader) Mark(i int) Mark {
	if r.in.sheet == nil {
		return Unmarked
	}
	return r.in.sheet.marks[cellAt{int32(r.Line), int32(i)}]
}
