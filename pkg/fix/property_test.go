package fix

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"zoneval/pkg/check"
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// cellTexts are what the cells of random files are made of, blanks apart.
var cellTexts = []string{"", "", "A", "甲区", "1", "-2.5", "１２", "－３．５", "１，２３４", "1 234", "１ ２３４", "1.234.567", "1.234", "12％", "—", "999", "９９９", "wide", "high", "y", "#", "#a",
	"a\rb", "２０２１", "2021", "合计", "å¼", "\ufeff", "1e5", "１ｅ５", "=1+1", "<b>", "-", "…", "sep=", "\u200b1"}

// sides are the blanks around them.
var sides = []string{"", "", "", "", " ", "\t", "\u00a0", "\u3000", " \u3000", "\r"}

// inQuotes can be parts of quoted cells alone.
var inQuotes = []string{"a,b", "1,234", "１,２３４", "12,34", "a\"\"b", "a\nb", "a\r\nb", "\n", "1;2", "1,234,567.5"}

// sheet is a random file: its lines without their ends, and how these are to end when they are mended.
type sheet struct {
	raw  string
	want string // with the line ends that it should have
	mac  bool
}

func draw(t *rapid.T, rows int) sheet {
	delim := rapid.SampledFrom([]string{",", ",", ";", "\t", "|"}).Draw(t, "delimiter")
	style := rapid.SampledFrom([]string{"\n", "\r\n", "\r", "mixed"}).Draw(t, "line ends")
	columns := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"name", "kind", "code", "year", "rd", "firms", "euro", "grouped", "other", "", "more "}), 1, 6, rapid.ID).Draw(t, "columns")
	columns = append([]string{"zone"}, columns...)
	var lines []string
	between := func() {
		if k := rapid.IntRange(0, 12).Draw(t, "between"); k < 4 {
			lines = append(lines, []string{"", "# a : b ", " \t ", strings.Repeat(delim, 3)}[k])
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "top") == 0 {
		lines = append(lines, rapid.SampledFrom([]string{"# note", "sep=" + delim, "", "园区表" + delim}).Draw(t, "above"))
	}
	lines = append(lines, strings.Join(columns, delim))
	for range rapid.IntRange(1, rows).Draw(t, "rows") {
		between()
		n := len(columns)
		if rapid.IntRange(0, 15).Draw(t, "ragged") == 0 {
			n = rapid.IntRange(1, 8).Draw(t, "width")
		}
		var row []string
		for range n {
			row = append(row, drawCell(t, delim, style == "\r"))
		}
		// A CR before the line end would be part of it.
		lines = append(lines, strings.TrimRight(strings.Join(row, delim), "\r"))
	}
	ends := make([]string, len(lines))
	count := map[string]int{}
	for i := range ends {
		if ends[i] = style; style == "mixed" {
			ends[i] = rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
		}
		count[ends[i]]++
	}
	if rapid.Bool().Draw(t, "cut") {
		count[ends[len(ends)-1]]--
		ends[len(ends)-1] = ""
	}
	to := "\n"
	if count["\r\n"] > count["\n"] {
		to = "\r\n"
	}
	s := sheet{mac: style == "\r"}
	for i, line := range lines {
		s.raw += line + ends[i]
		if s.want += line; ends[i] != "" {
			s.want += to
		}
	}
	return s
}

func drawCell(t *rapid.T, delim string, mac bool) string {
	text := rapid.SampledFrom(sides).Draw(t, "before") + rapid.SampledFrom(cellTexts).Draw(t, "cell") + rapid.SampledFrom(sides).Draw(t, "after")
	switch rapid.IntRange(0, 5).Draw(t, "quotes") {
	case 0:
		text = `"` + text + `"`
	case 1:
		text = `"` + rapid.SampledFrom(sides).Draw(t, "inside") + rapid.SampledFrom(inQuotes).Draw(t, "quoted") + rapid.SampledFrom(sides).Draw(t, "inside") + `"`
	default:
		if text = strings.ReplaceAll(text, delim, ""); mac {
			text = strings.ReplaceAll(text, "\r", "")
		}
		return text
	}
	if mac { // there every CR would be a line end, and an LF would make the others none
		text = strings.NewReplacer("\r", "", "\n", "").Replace(text)
	}
	return text
}

// Outside the cells that change, every byte is what it was, but for line ends outside quotes and the byte order mark.
func TestOtherBytes(t *testing.T) {
	o := promised(t)
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 8)
		raw := []byte(s.raw)
		marked := rapid.Bool().Draw(t, "marked")
		encoding := rapid.SampledFrom([]string{source.UTF8, source.UTF16LE, source.UTF16BE, source.GB18030}).Draw(t, "encoding")
		switch encoding {
		case source.UTF16LE, source.UTF16BE:
			raw, marked = wide("\ufeff"+s.raw, encoding == source.UTF16BE), false
		case source.GB18030:
			marked = false
			raw, _ = simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s.raw + "\n# 甲乙丙丁戊己庚辛"))
		default:
			if marked {
				raw = append([]byte("\ufeff"), raw...)
			}
		}
		r := File("x.csv", raw, o)
		if r.Findings.Errors() > 0 || encoding == source.GB18030 {
			if r.Text != nil && r.Findings.Errors() > 0 {
				t.Fatalf("both mended and refused: %v", r.Findings)
			}
			again(t, r, o)
			return
		}
		if r.BOM != marked || (r.Encoding != "") != (encoding != source.UTF8) {
			t.Errorf("BOM %v, encoding %q", r.BOM, r.Encoding)
		}
		text := string(r.Text)
		if r.Text == nil {
			text = s.raw
		}
		before := s.raw
		if s.mac {
			before = strings.ReplaceAll(before, "\r", "\n")
		}
		if back, err := undo(text, r.Changes, before, s.want); err != nil || back != s.want {
			t.Fatalf("of   %q\ncame %q\nback %q\nnot  %q\n%v", s.raw, text, back, s.want, err)
		}
		again(t, r, o)
	})
}

// undo puts the old cells into a mended text. before is the text with its own line ends, and want the one with the mended
// ones: the lines of the two differ in nothing else.
func undo(text string, changes []Change, before, want string) (string, error) {
	var b strings.Builder
	from, at := 0, 0 // in want and in the text
	for _, c := range changes {
		pos := lineStart(want, c.Line) + c.at - lineStart(before, c.Line)
		if pos < from || !strings.HasPrefix(want[pos:], c.Old) {
			return "", fmt.Errorf("%+v does not stand at %d", c, pos)
		}
		between := want[from:pos]
		if !strings.HasPrefix(text[at:], between+c.New) {
			return "", fmt.Errorf("before %+v stands %q, not %q", c, text[at:], between)
		}
		b.WriteString(between + c.Old)
		from, at = pos+len(c.Old), at+len(between)+len(c.New)
	}
	b.WriteString(text[at:])
	return b.String(), nil
}

func lineStart(s string, line int) int {
	p := 0
	for ; line > 1; line-- {
		p += strings.IndexByte(s[p:], '\n') + 1
	}
	return p
}

// table is a file as package source reads it.
func table(name string, raw []byte, line int) (*source.Input, [][]string) {
	in := source.Bytes(name, raw, source.Options{NoChecksum: true, HeaderLine: line})
	var rows [][]string
	in.Each(1, 0, func(r *source.Reader) {
		for r.Next() {
			var row []string
			for i := range r.Len() {
				row = append(row, string(r.Field(i)))
			}
			rows = append(rows, row)
		}
	})
	return in, rows
}

// What is read from the mended file is what was read before: the same headings, the same texts but for blanks around
// them, and the same numbers.
func TestReadsTheSame(t *testing.T) {
	o := promised(t)
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte(draw(t, 8).raw)
		r := File("x.csv", raw, o)
		if r.Text == nil {
			return
		}
		readsTheSame(t, raw, r, o)
	})
}

func readsTheSame(t interface {
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, raw []byte, r *Result, o check.Options) {
	head, fields := check.Columns(source.Bytes("x.csv", raw, source.Options{NoChecksum: true}), o)
	line := head.Header[0].Place.Line
	before, old := table("x.csv", raw, line)
	after, now := table("x.csv", r.Text, line)
	if len(old) != len(now) || len(before.Header) != len(after.Header) {
		t.Fatalf("%d rows of %d have become %d of %d", len(old), len(before.Header), len(now), len(after.Header))
	}
	for i := range before.Header {
		if before.Header[i].Text != after.Header[i].Text {
			t.Errorf("heading %q has become %q", before.Header[i].Text, after.Header[i].Text)
		}
	}
	changed := map[[2]int]Change{}
	for _, c := range r.Changes {
		changed[[2]int{c.Record, c.Field}] = c
	}
	for i := range old {
		if len(old[i]) != len(now[i]) {
			t.Fatalf("row %d: %q has become %q", i, old[i], now[i])
		}
		for k := range old[i] {
			c, ok := changed[[2]int{i, k}]
			a, b := old[i][k], now[i][k]
			switch {
			case !ok:
				if a != b {
					t.Errorf("%q has become %q and is not among the changes", a, b)
				}
			case a != unquoted(a, c.Old) || b != unquoted(b, c.New) || a == b:
				t.Errorf("%q has become %q, and the change says %+v", a, b, c)
			case c.Kind == Trimmed:
				if strings.Trim(a, " \t\r\n\u00a0\u3000") != strings.Trim(b, " \t\r\n\u00a0\u3000") {
					t.Errorf("%q was trimmed to %q", a, b)
				}
			case !sameNumber(a, b, fields[k].GroupChar):
				t.Errorf("the number %q has become %q", a, b)
			}
		}
	}
}

// unquoted is the text of a cell as it stands in the file, read as quoted if that gives what it should be.
func unquoted(want, raw string) string {
	if s := strings.NewReplacer(`""`, `"`, "\r\n", "\n").Replace(raw); s == want {
		return s
	}
	return raw
}

// sameNumber reads both by another way than the mender does.
func sameNumber(old, now, group string) bool {
	var plain strings.Builder
	for _, r := range strings.Trim(old, " \t\r\n\u00a0\u3000") {
		switch {
		case string(r) == group:
		case r > 0xff00 && r < 0xff5f:
			plain.WriteRune(r - 0xfee0)
		default:
			plain.WriteRune(r)
		}
	}
	a, ok := source.ParseNumber([]byte(plain.String()))
	b, also := source.ParseNumber([]byte(now))
	return ok && also && math.Float64bits(a) == math.Float64bits(b) && plain.String() == now
}

// shows are the rules that compare cells or count them: what a blank or a wide digit hid shows when it is gone. One of
// them is told once, for the first of its cells.
var shows = []*diag.Rule{diag.StructureBlanks, diag.KeyDuplicate, diag.KeySimilar, diag.KeyName, diag.KeyConflict, diag.KeyUnique, diag.MissingColumn, diag.MissingRow, diag.UnitScale, diag.UnitFraction}

// rows are the rules that take a row for no zone, by all of its cells, so that nothing else is said of it.
var rows = []*diag.Rule{diag.StructureUnits, diag.StructureTotal, diag.StructureFootnote, diag.StructureHeader}

// The checker has nothing to say of a cell of the mended file that it had nothing to say of before.
func TestNoNewFindings(t *testing.T) {
	o := promised(t)
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte(draw(t, 4).raw) // of more rows the checker tells equal faults once
		r := File("x.csv", raw, o)
		if r.Text == nil {
			return
		}
		before, odd := subjects(raw, o)
		after, _ := subjects(r.Text, o)
		for s, f := range after {
			if _, ok := before[s]; !ok && !odd[rowOf(r.Text, f.Place.Line)] {
				t.Fatalf("new: %s\nof   %q\ncame %q", f, raw, r.Text)
			}
		}
	})
}

// subjects are the lines and columns that the checker speaks of, and the lines of which it says that they are no zones.
func subjects(raw []byte, o check.Options) (cells map[string]diag.Finding, odd map[int]bool) {
	cells, odd = map[string]diag.Finding{}, map[int]bool{}
	in := source.Bytes("x.csv", raw, source.Options{NoChecksum: true})
	for _, f := range check.Data(context.Background(), in, o).Findings {
		switch key := fmt.Sprint(f.Place.Line, " ", f.Subject.Column); {
		case slices.Contains(rows, f.Rule):
			odd[f.Place.Line] = true
		case slices.Contains(shows, f.Rule):
		case f.Subject.Column == "":
			cells[key+f.Rule.ID] = f
		default:
			cells[key] = f
		}
	}
	return cells, odd
}

// rowOf is the line at which the row starts that goes on to a line.
func rowOf(raw []byte, line int) (start int) {
	source.Bytes("x.csv", raw, source.Options{NoChecksum: true}).Each(1, 0, func(r *source.Reader) {
		for r.Next() && r.Line <= line {
			start = r.Line
		}
	})
	return start
}

// FuzzFile holds for all bytes: no crash, nothing both mended and refused, the mended file reads the same and has
// nothing more to mend, and its diff turns the one into the other.
func FuzzFile(f *testing.F) {
	names, _ := filepath.Glob("../../testdata/data/*/*.csv")
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, s := range []string{"zone,rd,firms\nA , １２,\"1,234\"\r\n", "\ufeffa\r b\r\"c\nd \"", "sep= ;\n;", "#\n\ufeff# ;\n \u3000,\n"} {
		f.Add([]byte(s))
	}
	o := promised(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, o := range []check.Options{o, {Workers: 1}} {
			r := File("x.csv", raw, o)
			if r.Text == nil {
				if r.Any() {
					t.Fatalf("%s and no text", r.Summary())
				}
				continue
			}
			if len(r.Findings) > 0 || !r.Any() || string(r.Text) == string(raw) {
				t.Fatalf("%v, %q", r.Findings, r.Text)
			}
			again(t, r, o)
			readsTheSame(t, raw, r, o)
			var diff strings.Builder
			if err := r.Diff(&diff, "x.csv"); err != nil {
				t.Fatal(err)
			}
			if have, ok := patched(r.before, diff.String()); ok && have != string(r.Text) {
				t.Fatalf("%s\nturns %q into %q, not %q", diff.String(), r.before, have, r.Text)
			}
		}
	})
}

// The diff of cells alone turns the file into the mended one.
func TestDiffApplies(t *testing.T) {
	o := promised(t)
	rapid.Check(t, func(t *rapid.T) {
		raw := draw(t, 8).raw
		r := File("x.csv", []byte(raw), o)
		if r.Text == nil {
			return
		}
		var diff strings.Builder
		if err := r.Diff(&diff, "x.csv"); err != nil {
			t.Fatal(err)
		}
		if have, ok := patched(r.before, diff.String()); ok && have != string(r.Text) {
			t.Fatalf("%s\nturns %q into %q, not %q", diff.String(), r.before, have, r.Text)
		}
		if len(r.LineEnds) == 0 && r.before != raw {
			t.Fatalf("the diff is of %q, not of %q", r.before, raw)
		}
	})
}

// patched applies a diff as strictly as can be; not ok is one that is only to be read.
func patched(text, diff string) (string, bool) {
	if strings.Contains(diff, "shown as escapes") {
		return "", false
	}
	var out strings.Builder
	next := func() string {
		var line string
		line, text = cutLine(text)
		return line
	}
	lines := strings.SplitAfter(diff, "\n")
	at := 1
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		var start, n, start2, n2 int
		switch {
		case strings.HasPrefix(line, "# "), strings.HasPrefix(line, "--- a/"), strings.HasPrefix(line, "+++ b/"), line == "":
			continue
		default:
			line = strings.NewReplacer("-", "", "+", "").Replace(strings.Trim(line, "@ \n"))
			for k, part := range strings.Fields(line) {
				a, b, two := strings.Cut(part, ",")
				count := 1
				if two {
					fmt.Sscan(b, &count)
				}
				if k == 0 {
					fmt.Sscan(a, &start)
					n = count
				} else {
					fmt.Sscan(a, &start2)
					n2 = count
				}
			}
		}
		if n == 0 || start != start2 || start < at {
			return "bad hunk " + lines[i], true
		}
		for ; at < start; at++ {
			out.WriteString(next())
		}
		for n > 0 || n2 > 0 {
			i++
			mark, rest := lines[i][0], lines[i][1:]
			if i+1 < len(lines) && strings.HasPrefix(lines[i+1], `\ No newline`) {
				rest = strings.TrimSuffix(rest, "\n")
				i++
			}
			if mark != '+' {
				if have := next(); have != rest {
					return fmt.Sprintf("%q where the file has %q", rest, have), true
				}
				n--
				at++
			}
			if mark != '-' {
				out.WriteString(rest)
				n2--
			}
		}
	}
	out.WriteString(text)
	return out.String(), true
}
