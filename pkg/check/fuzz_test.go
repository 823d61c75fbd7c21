package check

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zoneval/pkg/source"
)

// FuzzData checks any bytes with the index, the contract and the table of the fixtures: nothing fails, every place is in
// the file, no more findings are kept than are asked for, and none of them can steer a terminal.
func FuzzData(f *testing.F) {
	plain := plainFixture(f)
	for _, x := range readFixtures(f) {
		previous, _ := x.section("previous.csv")
		f.Add(x.data, previous, byte(0))
		f.Add(x.data, plain.data, byte(3))
	}
	all := plain.options(f)
	f.Fuzz(func(t *testing.T, data, previous []byte, how byte) {
		if len(data)+len(previous) > 1<<16 {
			return
		}
		o := all
		o.Max = 3
		o.Source.PartSize = []int{0, 1, 32, 200}[how&3]
		o.Workers = 1 + int(how>>2&1)
		if how&8 != 0 {
			o.Index = nil
		}
		if how&16 != 0 {
			o.Contract = nil
		}
		if len(previous) > 0 {
			o.Previous = source.Bytes("previous.csv", previous, o.Source)
		}
		in := source.Bytes("zones.csv", data, o.Source)
		r := Data(context.Background(), in, o)
		kept := map[Count]int{}
		for _, x := range r.Findings {
			key := Count{x.Rule, x.Level()}
			// Findings about the file as a whole and about its rows are kept apart, so many of each.
			if kept[key]++; kept[key] > 2*o.Max {
				t.Errorf("more than twice %d findings of %s", o.Max, x.Rule.ID)
			}
			switch x.Place.File {
			case "zones.csv":
				checkInside(t, data, x.Place.Line, x.Place.Col, x.String())
			case "previous.csv":
				checkInside(t, previous, x.Place.Line, x.Place.Col, x.String())
			default:
				t.Errorf("a place in no file: %s", x)
			}
			for _, rel := range x.Related {
				checkInside(t, map[string][]byte{"zones.csv": data, "previous.csv": previous}[rel.Place.File], rel.Place.Line, rel.Place.Col, x.String())
			}
			text := strings.ReplaceAll(x.String(), "\n\t", "")
			if i := strings.IndexFunc(text, func(r rune) bool {
				return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError
			}); i >= 0 {
				t.Errorf("%q can be seen in what is printed: %q", text[i:min(i+8, len(text))], text)
			}
		}
		for key, n := range kept {
			if r.Found[key] < n {
				t.Errorf("%d findings of %s are counted, and %d kept", r.Found[key], key.Rule.ID, n)
			}
		}
	})
}

// checkInside holds a place to the lines that the file has at most, and in UTF-8 to the characters of its line.
func checkInside(t *testing.T, data []byte, line, col int, text string) {
	t.Helper()
	ends := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r"))
	if line < 0 || col < 0 || line > ends+1 || line == 0 && col > 0 {
		t.Errorf("line %d, column %d of %d lines: %s", line, col, ends+1, text)
		return
	}
	if line == 0 || !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return
	}
	// Lines end in CR where a file has no LF, and in LF otherwise.
	sep := "\n"
	if bytes.IndexByte(data, '\n') < 0 {
		sep = "\r"
	}
	lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), sep)
	if line > len(lines) || col > utf8.RuneCountInString(lines[line-1])+1 {
		t.Errorf("line %d, column %d of %d lines: %s", line, col, len(lines), text)
	}
}
