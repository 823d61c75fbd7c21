package xlsx

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
)

// The limits of a sheet. Rows and columns are those of the format.
const (
	maxRow    = 1048576
	maxColumn = 16384    // XFD
	maxCells  = 4000000  // cells with something in them
	maxTable  = 64 << 20 // bytes of their texts, each as often as it stands in a cell
	maxMerged = 100000
)

// Mark says what is special about a cell.
type Mark uint8

// The marks of cells.
const (
	Plain      Mark = iota // a text, or a number
	TextNumber             // a text that reads as a number
	Formula                // a formula that was never computed: there is no value, and Text is ""
	Error                  // the error of a formula: #DIV/0!
	Date                   // a number shown as a date: 2006-01-02 or 2006-01-02T15:04:05
	Percent                // a number shown in percent; Text is the number, the hundredth of what is shown
	Boolean                // TRUE or FALSE
)

// Cell is a cell with something in it.
type Cell struct {
	Text string
	Col  int32 // from 1
	Mark Mark
}

// Row is a row with at least one cell.
type Row struct {
	Number int // from 1, blank rows counted
	Hidden bool
	Cells  []Cell // by column
}

// Range is a rectangle of cells, all of its borders included.
type Range struct{ FirstRow, FirstCol, LastRow, LastCol int }

// Table is what a sheet has in its cells.
type Table struct {
	Rows          []Row   // by number; rows with nothing in them are left out
	Merged        []Range // in the order of the file
	HiddenColumns []int   // those that have something in them
}

// Read reads a sheet. There is a Table unless a finding says why there is none.
func (b *Book) Read(sheet string) (*Table, diag.Findings) {
	i := b.find(sheet)
	if i < 0 {
		names := make([]string, len(b.sheets))
		for i, s := range b.sheets {
			names[i] = s.Name
		}
		f := finding(diag.SheetMissing, "has no sheet "+diag.Quote(sheet), diag.DidYouMean(sheet, names))
		f.Place.File = b.name
		return nil, diag.Findings{*f}
	}
	part := b.sheets[i].part
	r := sheetReader{book: b, scanner: b.archive.open(part, maxSheets)}
	r.sheet()
	f := r.fault
	if f == nil {
		return r.result(), nil
	}
	d := partFinding(part, f)
	d.Place = diag.Place{File: b.name, Sheet: sheet, Line: f.row, Col: f.col}
	if f.row > 0 {
		d.Message, d.Mend = f.message, "open it in Excel, which repairs it, and save it"
	}
	return nil, diag.Findings{*d}
}

// find is the place of a sheet among those of the workbook, -1 where it has none of the name.
func (b *Book) find(sheet string) int {
	return slices.IndexFunc(b.sheets, func(s Sheet) bool { return s.Name == sheet })
}

// HasData says whether a sheet has a cell with something in it. It reads no further than that. A sheet that cannot be
// read has: Read says what is wrong with it.
func (b *Book) HasData(sheet string) bool {
	i := b.find(sheet)
	if i < 0 {
		return false
	}
	r := sheetReader{book: b, scanner: b.archive.open(b.sheets[i].part, maxSheets), first: true}
	r.sheet()
	return r.count > 0 || r.fault != nil
}

// sheetReader reads a sheet. Texts of a row that are not shared strings are collected and become one string.
type sheetReader struct {
	*scanner
	book  *Book
	first bool // stop at the first cell

	table  Table
	count  int // cells
	size   int // bytes of their texts
	row    int // the one being read, or the last one
	col    int // of its last cell, blank ones included
	cells  []Cell
	spans  []span // of cells whose text lies in texts
	texts  []byte
	value  []byte // of a cell
	used   [maxColumn + 1]bool
	hiding [maxColumn + 2]int32 // how many more hidden ranges start than end at a column
}

// span is where the text of a cell of the row lies in texts.
type span struct{ cell, from, to int }

func (r *sheetReader) sheet() {
	if !r.child(0) {
		return
	}
	if string(r.name) != "worksheet" {
		r.fail(diag.FileCorrupt, "is not a sheet")
		return
	}
	for r.child(1) {
		switch string(r.name) {
		case "cols":
			for r.child(2) {
				if string(r.name) == "col" {
					r.columns()
				}
			}
		case "sheetData":
			for r.child(2) {
				if string(r.name) == "row" && r.startRow() {
					r.readRow()
				}
				if r.first && r.count > 0 {
					return
				}
			}
		case "mergeCells":
			for r.child(2) {
				if string(r.name) == "mergeCell" {
					r.merged()
				}
			}
		}
	}
	r.drain()
}

// failAt records a fault at a cell, or at a row where col is 0.
func (r *sheetReader) failAt(row, col int, message string) {
	if r.fault == nil {
		r.fault = &fault{rule: diag.FileCorrupt, message: message, row: row, col: col}
	}
}

// columns reads whether a range of columns is hidden.
func (r *sheetReader) columns() {
	first, err1 := strconv.Atoi(r.attr("min"))
	last, err2 := strconv.Atoi(r.attr("max"))
	if err1 != nil || err2 != nil || first < 1 || last < first || last > maxColumn {
		r.fail(diag.FileCorrupt, "has widths for columns that sheets do not have")
		return
	}
	if r.flag("hidden") {
		r.hiding[first]++
		r.hiding[last+1]--
	}
}

// merged reads a range of merged cells.
func (r *sheetReader) merged() {
	ref := r.attr("ref")
	first, last, two := strings.Cut(ref, ":")
	if !two {
		last = first
	}
	var m Range
	var ok1, ok2 bool
	m.FirstRow, m.FirstCol, ok1 = cellAt(first)
	m.LastRow, m.LastCol, ok2 = cellAt(last)
	switch {
	case !ok1 || !ok2 || m.LastRow < m.FirstRow || m.LastCol < m.FirstCol:
		r.fail(diag.FileCorrupt, "merges cells that sheets do not have: "+diag.Quote(ref))
	case len(r.table.Merged) == maxMerged:
		r.fail(diag.FileTooLarge, fmt.Sprintf("has more than %d ranges of merged cells", maxMerged))
	case m.FirstRow != m.LastRow || m.FirstCol != m.LastCol:
		r.table.Merged = append(r.table.Merged, m)
	}
}

// startRow reads the number of a row, one more than the last where it has none.
func (r *sheetReader) startRow() bool {
	row := r.row + 1
	if v := r.attr("r"); v != "" {
		n, err := strconv.Atoi(v)
		switch {
		case err != nil || n < 1 || n > maxRow:
			r.fail(diag.FileCorrupt, fmt.Sprintf("has a row numbered %s; rows go from 1 to %d", diag.Quote(v), maxRow))
			return false
		case n < row:
			r.failAt(n, 0, fmt.Sprintf("row %d stands twice or below row %d", n, r.row))
			return false
		}
		row = n
	}
	if row > maxRow {
		r.fail(diag.FileCorrupt, fmt.Sprintf("has more than %d rows", maxRow))
		return false
	}
	r.row, r.col = row, 0
	return true
}

// readRow reads the cells of a row.
func (r *sheetReader) readRow() {
	hidden := r.flag("hidden")
	r.cells, r.spans, r.texts = r.cells[:0], r.spans[:0], r.texts[:0]
	for r.child(3) {
		if string(r.name) != "c" || !r.position() {
			continue
		}
		r.cell()
		if r.first && r.count > 0 {
			return
		}
	}
	if len(r.cells) == 0 || r.fault != nil {
		return
	}
	cells := slices.Clone(r.cells)
	texts := string(r.texts)
	for _, s := range r.spans {
		cells[s.cell].Text = texts[s.from:s.to]
	}
	r.table.Rows = append(r.table.Rows, Row{Number: r.row, Hidden: hidden, Cells: cells})
}

// position reads where a cell stands, right of the last where it does not say.
func (r *sheetReader) position() bool {
	col := r.col + 1
	if ref := r.raw("r"); ref != nil {
		row, c, ok := cellAt(ref)
		switch {
		case !ok:
			r.failAt(r.row, 0, fmt.Sprintf("a cell is placed at %s; cells go from A1 to XFD%d", diag.Quote(string(ref)), maxRow))
		case row != r.row:
			r.failAt(row, c, fmt.Sprintf("the cell stands in row %d", r.row))
		case c < col:
			r.failAt(row, c, "the cell stands twice or after one that is right of it")
		}
		col = c
	}
	if col > maxColumn {
		r.failAt(r.row, 0, fmt.Sprintf("the row has more than %d cells", maxColumn))
	}
	r.col = col
	return r.fault == nil
}

// cell reads what is in a cell.
func (r *sheetReader) cell() {
	kind, style := cellKind(r.raw("t")), 0
	if s := r.raw("s"); s != nil {
		style = number(s)
	}
	r.value = r.value[:0]
	formula, valued := false, false
	for r.child(4) {
		switch string(r.name) {
		case "v":
			r.value = r.content(r.value[:0])
			valued = true
		case "f":
			formula = true
		case "is":
			if kind == "inlineStr" {
				r.value = r.rich(r.value[:0])
			}
		}
	}
	if !r.short(len(r.value)) || r.fault != nil {
		return
	}
	if kind != "str" && kind != "inlineStr" {
		r.value = bytes.Trim(r.value, " \t\r\n")
	}
	if len(r.value) == 0 {
		// A formula whose result is the empty text has a value, if an empty one.
		if formula && !(kind == "str" && valued) {
			r.add("", Formula)
		}
		return
	}
	r.typed(kind, style, formula)
}

// cellKind is a type of cells without an allocation for it.
func cellKind(v []byte) string {
	for _, k := range []string{"s", "n", "str", "b", "e", "inlineStr", "d"} {
		if string(v) == k {
			return k
		}
	}
	return "n"
}

// typed adds the cell whose value was just read, by its type and style.
func (r *sheetReader) typed(kind string, style int, formula bool) {
	from := len(r.texts)
	mark := Plain
	switch kind {
	case "s":
		text, ok := r.book.shared.at(number(r.value))
		if !ok {
			r.failAt(r.row, r.col, "the text of the cell is missing from the file: there is no shared text "+diag.Quote(string(r.value)))
			return
		}
		if text == "" {
			return
		}
		if startsNumber(text) && isNumber([]byte(text)) {
			mark = TextNumber
		}
		r.add(text, mark)
		return
	case "inlineStr":
		if isNumber(r.value) {
			mark = TextNumber
		}
		r.texts = append(r.texts, r.value...)
	case "str":
		r.value = decodeEscapes(r.value, 0)
		if !formula && isNumber(r.value) {
			mark = TextNumber
		}
		r.texts = append(r.texts, r.value...)
	case "b":
		mark = Boolean
		switch string(r.value) {
		case "1", "true":
			r.texts = append(r.texts, "TRUE"...)
		case "0", "false":
			r.texts = append(r.texts, "FALSE"...)
		default:
			r.texts = append(r.texts, r.value...)
		}
	case "e":
		mark = Error
		r.texts = append(r.texts, r.value...)
	case "d":
		var ok bool
		if r.texts, ok = isoText(r.texts, r.value); ok {
			mark = Date
		} else {
			r.texts = append(r.texts, r.value...)
		}
	default:
		mark = r.numeric(style)
	}
	r.spans = append(r.spans, span{len(r.cells), from, len(r.texts)})
	r.size += len(r.texts) - from
	r.add("", mark)
}

// numeric writes a number by its style.
func (r *sheetReader) numeric(style int) Mark {
	l := asNumber
	if style >= 0 && style < len(r.book.styles) {
		l = r.book.styles[style]
	}
	if l == asDate {
		var ok bool
		if r.texts, ok = isoDate(r.texts, r.value, r.book.date1904); ok {
			return Date
		}
	}
	r.texts = appendNumber(r.texts, r.value)
	if l == asPercent {
		return Percent
	}
	return Plain
}

// add adds a cell to the row.
func (r *sheetReader) add(text string, mark Mark) {
	r.count++
	r.size += len(text)
	switch {
	case r.count > maxCells:
		r.fail(diag.FileTooLarge, fmt.Sprintf("has more than %d cells with values", maxCells))
	case r.size > maxTable:
		r.fail(diag.FileTooLarge, fmt.Sprintf("has more than %d MiB of text in its cells", maxTable>>20))
	}
	r.used[r.col] = true
	r.cells = append(r.cells, Cell{Text: text, Col: int32(r.col), Mark: mark})
}

// result is the table, with the hidden columns that have something in them.
func (r *sheetReader) result() *Table {
	hidden := int32(0)
	for col := 1; col <= maxColumn; col++ {
		if hidden += r.hiding[col]; hidden > 0 && r.used[col] {
			r.table.HiddenColumns = append(r.table.HiddenColumns, col)
		}
	}
	return &r.table
}

// cellAt is the row and the column of a reference such as A1.
func cellAt[T string | []byte](ref T) (row, col int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	letters := i
	for ; i < len(ref) && i < letters+7 && ref[i] >= '0' && ref[i] <= '9'; i++ {
		row = row*10 + int(ref[i]-'0')
	}
	return row, col, i == len(ref) && letters > 0 && row > 0 && row <= maxRow && col <= maxColumn && ref[letters] != '0'
}

// number reads a whole number of up to nine digits, -1 for anything else.
func number(b []byte) int {
	if len(b) == 0 || len(b) > 9 || digits(b) < len(b) {
		return -1
	}
	n := 0
	for _, c := range b {
		n = n*10 + int(c-'0')
	}
	return n
}

// startsNumber spares most texts a closer look.
func startsNumber(s string) bool { return s[0] < 'A' }
