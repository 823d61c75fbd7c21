package fix

import (
	"runtime"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zoneval/pkg/check"
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

const bom = "\ufeff"

// decode turns the file into UTF-8 without byte order mark, and says whether the way back would give the same bytes.
func (m *mender) decode() bool {
	switch m.in.Encoding {
	case source.UTF16LE, source.UTF16BE:
		m.text = decodeUTF16(m.raw, m.in.Encoding == source.UTF16BE)
	case source.GB18030:
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(m.raw)
		if err != nil {
			return false
		}
		back, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
		if err != nil || string(back) != string(m.raw) {
			return false
		}
		m.text = string(text)
	default:
		m.text = string(m.raw)
		m.out.BOM = strings.HasPrefix(m.text, bom)
	}
	if m.in.Encoding != source.UTF8 {
		m.out.Encoding = m.in.Encoding
	}
	for strings.HasPrefix(m.text, bom) {
		m.text = m.text[len(bom):]
	}
	if m.in.LineEnds.OldMac {
		m.oldMac = m.text
		text := []byte(m.text)
		for i, c := range text {
			if c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
				text[i] = '\n'
			}
		}
		m.text = string(text)
	}
	return true
}

// decodeUTF16 turns UTF-16 that has no half characters into UTF-8.
func decodeUTF16(raw []byte, big bool) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		low, high := uint16(raw[2*i]), uint16(raw[2*i+1])
		if big {
			low, high = high, low
		}
		units[i] = high<<8 | low
	}
	return string(utf16.Decode(units))
}

// reading is what package source reads from a file.
type reading struct {
	records []uint64 // one hash for each
	counts  []count  // of each field
	faults  diag.Findings
}

// count is how many cells of a field are numbers, and how many are neither numbers nor empty.
type count struct{ numbers, texts int }

// read reads all records of an input.
func (m *mender) read(in *source.Input) reading {
	out := reading{records: make([]uint64, in.Records), counts: make([]count, len(m.fields))}
	for _, f := range in.Findings {
		if faults[f.Rule] {
			out.faults = append(out.faults, f)
		}
	}
	guess := slices.ContainsFunc(m.fields, func(f check.Field) bool { return f.Guess })
	logs := make([]diag.Findings, in.Parts())
	counts := make([][]count, in.Parts())
	in.Each(runtime.GOMAXPROCS(0), 50, func(r *source.Reader) {
		h := newHasher()
		n := make([]count, len(m.fields))
		for r.Next() {
			for i := range r.Len() {
				h.add(r.Field(i))
			}
			out.records[r.Record()] = h.sum()
			if guess && r.Len() == len(n) {
				for i := range n {
					n[i].add(trim(string(r.Field(i))))
				}
			}
		}
		logs[r.Part.Index], counts[r.Part.Index] = r.Log.Findings(), n
	})
	for part, list := range logs {
		out.faults = append(out.faults, list...)
		for i, n := range counts[part] {
			out.counts[i].numbers += n.numbers
			out.counts[i].texts += n.texts
		}
	}
	return out
}

func (c *count) add(cell string) {
	if cell == "" {
		return
	}
	if _, ok := source.ParseNumber([]byte(cell)); ok {
		c.numbers++
	} else {
		c.texts++
	}
}

// same says whether the file has been read as it was taken apart here, and the mended file reads as it is meant to.
func (m *mender) same(now reading) bool {
	o := m.o
	if m.titled {
		o.HeaderLine = m.in.Header[0].Place.Line
	}
	in := source.Bytes(m.name, m.out.Text, o)
	defer in.Close()
	heading := func(a, b source.Cell) bool { return a.Text == b.Text }
	if !slices.EqualFunc(in.Header, m.in.Header, heading) {
		return false
	}
	then := m.read(in)
	return len(then.faults) == 0 && slices.Equal(now.records, m.before) && slices.Equal(then.records, m.after)
}
