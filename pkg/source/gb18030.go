package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zoneval/pkg/diag"
)

// place of the first line of a kind, for the finding about a file of several encodings.
type firstLine struct{ line, col, count int }

func (f *firstLine) met(line, col int) {
	if f.count == 0 {
		f.line, f.col = line, col
	}
	f.count++
}

// gbReader decodes a file that is not UTF-8 as GB18030, line by line. GB18030 takes nearly any bytes for text, so the
// lines are judged first: a file in which some lines are UTF-8 and others are not is refused, and so is one whose
// characters are built as Latin letters with accents are.
type gbReader struct {
	utf8, gb, bad firstLine
	broken        firstLine // lines that are not UTF-8, placed in characters of UTF-8
	badBytes      []byte
	high, low     int // characters whose second byte is above and below 0x80
	out           store
}

// decodeGB turns GB18030 into UTF-8.
func decodeGB(src io.ReaderAt, size int64, about int, in *Input) (*store, bool) {
	if size > MaxHeld {
		in.tooMuch()
		return nil, false
	}
	var g gbReader
	b := newBlocks(src, 0, size, about)
	for line := 1; ; {
		block, _, err := b.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			in.blockFail(err, line)
			return nil, false
		}
		for len(block) > 0 {
			n := bytes.IndexByte(block, '\n') + 1
			if n == 0 {
				n = len(block)
			}
			g.line(block[:n], line)
			block = block[n:]
			line++
		}
	}
	if !g.judge(in) {
		return nil, false
	}
	return &g.out, true
}

// line judges one line and keeps it decoded.
func (g *gbReader) line(b []byte, line int) {
	if ascii(b) {
		g.out.Write(b)
		return
	}
	if bad := invalidUTF8(b); bad >= 0 {
		g.broken.met(line, utf8.RuneCount(b[:bad])+1)
		g.notUTF8(b, line, bad)
		return
	}
	// Two Chinese characters in GB18030 can look like two-byte UTF-8 letters; three-byte ones they hardly ever do.
	if i := bytes.IndexFunc(b, func(r rune) bool { return r >= 0x800 }); i >= 0 {
		g.utf8.met(line, utf8.RuneCount(b[:i])+1)
		g.out.Write(b)
		return
	}
	g.notUTF8(b, line, bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }))
}

// notUTF8 keeps a line that is GB18030 or nothing known; at is its first byte that is not UTF-8.
func (g *gbReader) notUTF8(b []byte, line, at int) {
	bad, high, low := invalidGB(b)
	if bad < 0 {
		g.gb.met(line, utf8.RuneCount(b[:at])+1)
		g.high += high
		g.low += low
		text, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
		g.out.Write(text)
		return
	}
	if g.bad.count == 0 {
		g.badBytes = bytes.Clone(b[bad:min(bad+2, len(b))])
	}
	before, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(b[:bad])
	g.bad.met(line, utf8.RuneCount(before)+1)
}

// judge decides what the file is and reports what it is not.
func (g *gbReader) judge(in *Input) bool {
	switch {
	case g.utf8.count > 0 && g.utf8.count >= g.gb.count:
		in.failAt(diag.EncodingBad, g.broken.line, g.broken.col,
			"this line is not UTF-8 and others are: a cut character, or a line pasted from a GB18030 (GBK) file", saveUTF8)
	case g.utf8.count > 0:
		in.failAt(diag.EncodingBad, g.utf8.line, g.utf8.col,
			"this line is UTF-8 and others are GB18030 (GBK): the file mixes two encodings", saveUTF8)
	case g.bad.count > 0 && g.gb.count > 0:
		in.failAt(diag.EncodingBad, g.bad.line, g.bad.col,
			fmt.Sprintf("half a GB18030 (GBK) character: byte %s without its second half", hexBytes(g.badBytes[:1])), saveUTF8)
	case g.bad.count > 0:
		in.failAt(diag.EncodingBad, g.bad.line, g.bad.col,
			fmt.Sprintf("bytes %s are neither UTF-8 nor GB18030 (GBK)", hexBytes(g.badBytes)), saveUTF8)
	case g.low > g.high:
		in.failAt(diag.EncodingBad, g.gb.line, g.gb.col,
			"this is not UTF-8 and does not read as Chinese in GB18030; it may be Windows-1252 or Latin-1", saveUTF8)
	default:
		return true
	}
	return false
}

// invalidGB returns the position of the first bytes that are no GB18030 character, or -1, and counts two-byte
// characters by whether their second byte is above or below 0x80.
func invalidGB(b []byte) (bad, high, low int) {
	for i := 0; i < len(b); {
		c := b[i]
		if c < 0x80 {
			i++
			continue
		}
		if c == 0x80 || c == 0xff || i+1 >= len(b) {
			return i, high, low
		}
		switch d := b[i+1]; {
		case d >= 0x30 && d <= 0x39:
			if i+3 >= len(b) || b[i+2] < 0x81 || b[i+2] == 0xff || b[i+3] < 0x30 || b[i+3] > 0x39 {
				return i, high, low
			}
			i += 4
		case d >= 0x80 && d != 0xff:
			high++
			i += 2
		case d >= 0x40 && d != 0x7f && d < 0x80:
			low++
			i += 2
		default:
			return i, high, low
		}
	}
	return -1, high, low
}

// hexBytes writes bytes as 0xd6 0x2c.
func hexBytes(b []byte) string { return fmt.Sprintf("% #x", b) }
