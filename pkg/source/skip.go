package source

import (
	"bytes"
	"errors"
	"strings"

	"zoneval/pkg/diag"
)

// lineKind tells records from the lines between them.
type lineKind uint8

const (
	recordLine lineKind = iota
	commentLine
	blankLine // nothing, blanks, or blanks and delimiters only, as spreadsheets leave below a table
)

// kindOfLine judges a line that does not start inside quotes; its line end may be there or not.
func kindOfLine(line []byte, delim byte) lineKind {
	if len(line) == 0 {
		return blankLine
	}
	if c := line[0]; c > ' ' && c != delim {
		if c == '#' {
			return commentLine
		}
		return recordLine
	}
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != delim {
			return recordLine
		}
	}
	return blankLine
}

// isSepLine says whether a line is the hint to spreadsheets that names the delimiter: sep=;
func isSepLine(line []byte) bool {
	t := bytes.TrimSpace(bytes.TrimPrefix(line, []byte(bomUTF8)))
	return len(t) == 5 && bytes.EqualFold(t[:4], []byte("sep=")) || len(t) == 4 && bytes.EqualFold(t, []byte("sep="))
}

// factOf reads a `# key: value` line.
func factOf(line []byte) (Fact, bool) {
	key, value, ok := strings.Cut(strings.TrimSpace(strings.TrimLeft(string(line), "#")), ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	return Fact{Key: key, Value: value}, ok && key != "" && !strings.Contains(key, " ")
}

// delimiterOf decides on the header line alone, outside quotes: later lines may have commas in numbers and semicolons
// in texts. Without any of the four the file has one column.
func delimiterOf(line []byte) byte {
	var n [256]int
	quoted, start := false, true
	for _, c := range line {
		switch {
		case c == '"' && (start || quoted):
			quoted = !quoted
			start = false
		case !quoted:
			n[c]++
			start = c == ',' || c == ';' || c == '\t' || c == '|'
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t', '|'} {
		if n[c] > n[best] {
			best = c
		}
	}
	return best
}

// openAfter says whether a line ends inside a quoted cell, given whether it starts inside one, and where the quote
// that is open at the end stands (-1 when it was open before). It follows the same grammar as Reader and jumps from
// quote to quote.
func openAfter(line []byte, open bool, delim byte) (bool, int) {
	at := -1
	for p := 0; ; {
		if !open {
			i := bytes.IndexByte(line[p:], '"')
			if i < 0 {
				return false, -1
			}
			at = p + i
			p = at + 1
			open = at == 0 || line[at-1] == delim
			continue
		}
		i := bytes.IndexByte(line[p:], '"')
		if i < 0 {
			return true, at
		}
		p += i + 1
		if p < len(line) && line[p] == '"' {
			p++
			continue
		}
		// Closed. What stands before the next delimiter is text, quotes and all.
		open = false
		i = bytes.IndexByte(line[p:], delim)
		if i < 0 {
			return false, -1
		}
		p += i
	}
}

// blockFail reports why the walk over an input ended early; line is the one it had come to.
func (in *Input) blockFail(err error, line int) {
	if errors.Is(err, errLongLine) {
		in.failAt(diag.FileTooLarge, line, 0, "a line is longer than 16 MiB", "check that the file has line ends and closes its quotes")
		return
	}
	in.fail(openFinding(err))
}
