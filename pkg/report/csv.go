package report

import (
	"bufio"
	"runtime"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/par"
)

// writeCSV writes the first table as RFC 4180 has it, with \n line ends.
func writeCSV(w *bufio.Writer, d *Document, o Options) error { return writeDelimited(w, d, o, ',') }

// writeDelimited writes the first table's columns for programs: a line of keys, then one line per row, numbers in full
// precision, an empty cell where a value is missing.
func writeDelimited(w *bufio.Writer, d *Document, o Options, comma byte) error {
	if len(d.Tables) == 0 {
		return nil
	}
	columns, err := d.Tables[0].forPrograms()
	if err != nil || len(columns) == 0 {
		return err
	}
	b := make([]byte, 0, 1024)
	if o.BOM {
		b = append(b, "\ufeff"...)
	}
	for j, c := range columns {
		if j > 0 {
			b = append(b, comma)
		}
		b = appendField(b, c.Key, comma)
	}
	if _, err := w.Write(append(b, '\n')); err != nil {
		return err
	}
	return writeRecords(w, columns, d.Tables[0].Rows(), comma)
}

// writeRecords formats runs of rows on all processors and writes them in order.
func writeRecords(w *bufio.Writer, columns []*Column, rows int, comma byte) error {
	const run = 8192
	workers := make([]recordWriter, min(runtime.GOMAXPROCS(0), (rows+run-1)/run))
	for start := 0; start < rows; start += run * len(workers) {
		par.Do(len(workers), len(workers), func(k int) {
			r := &workers[k]
			r.out = r.out[:0]
			for lo := start + k*run; lo < min(start+(k+1)*run, rows); lo += batch {
				r.append(columns, lo, min(lo+batch, start+(k+1)*run, rows), comma)
			}
		})
		for k := range workers {
			if _, err := w.Write(workers[k].out); err != nil {
				return err
			}
		}
	}
	return nil
}

// batch is how many rows' texts are fetched at a time. Rows in the order of rank lie anywhere in memory; fetching many
// before using any lets the processor wait for them together.
const batch = 512

// recordWriter is one processor's room for rows.
type recordWriter struct {
	out   []byte
	texts [][]string // per column, those of the batch
	seen  byte
}

// append formats the rows lo..hi, at most batch of them.
func (r *recordWriter) append(columns []*Column, lo, hi int, comma byte) {
	if r.texts == nil {
		r.texts = make([][]string, len(columns))
	}
	for j, c := range columns {
		if c.Kind != Text {
			continue
		}
		texts := r.texts[j][:0]
		if c.Pool == nil {
			texts = append(texts, c.Texts[lo:hi]...)
		} else {
			for _, at := range c.At[lo:hi] {
				texts = append(texts, c.Pool[at])
			}
		}
		for _, s := range texts {
			if s != "" {
				r.seen ^= s[0] // fetches the letters too
			}
		}
		r.texts[j] = texts
	}
	for i := lo; i < hi; i++ {
		r.record(columns, i, i-lo, comma)
	}
}

// record appends row i, the k-th of the batch, and its line end.
func (r *recordWriter) record(columns []*Column, i, k int, comma byte) {
	b := r.out
	for j, c := range columns {
		if j > 0 {
			b = append(b, comma)
		}
		switch {
		case c.Kind == Text:
			b = appendField(b, r.texts[j][k], comma)
		case !c.missing(i):
			b = c.appendNumber(b, i)
		}
	}
	if len(columns) == 1 && columns[0].missing(i) {
		b = append(b, `""`...) // readers skip an empty line; this one is a row
	}
	r.out = append(b, '\n')
}

// appendField appends a text cell: cleaned, with an apostrophe before what a spreadsheet would run, quoted when it
// holds the separator or a quote.
func appendField(b []byte, s string, comma byte) []byte {
	if s == "" || plainField(s, comma) {
		return append(b, s...)
	}
	run := runs(s)
	s = diag.Clean(s)
	if strings.IndexByte(s, '"') < 0 && strings.IndexByte(s, comma) < 0 {
		if run {
			b = append(b, '\'')
		}
		return append(b, s...)
	}
	b = append(b, '"')
	if run {
		b = append(b, '\'')
	}
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// plainField says whether s is printable ASCII that starts with a letter or digit and needs no quotes, as most cells
// are.
func plainField(s string, comma byte) bool {
	if s[0] < '0' || s[0] > '9' && s[0] < 'A' || s[0] > 'z' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == comma {
			return false
		}
	}
	return true
}

// runs says whether a spreadsheet would take s for a formula. Plain numbers are not formulas, signs or not.
func runs(s string) bool {
	s = strings.TrimLeft(s, " \u00a0\u3000")
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '=', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠':
		return true
	case '+', '-':
		return !plainNumber(s[1:])
	}
	return false
}

// plainNumber says whether s is digits with at most one point and an exponent, without a sign in front.
func plainNumber(s string) bool {
	rest := strings.TrimLeft(s, digits)
	before := len(s) - len(rest)
	after := 0
	if strings.HasPrefix(rest, ".") {
		fraction := rest[1:]
		rest = strings.TrimLeft(fraction, digits)
		after = len(fraction) - len(rest)
	}
	if before+after == 0 {
		return false
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	exponent := rest[1:]
	if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
		exponent = exponent[1:]
	}
	return exponent != "" && strings.Trim(exponent, digits) == ""
}

const digits = "0123456789"
