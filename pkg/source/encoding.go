package source

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// The encodings, as an Input names them.
const (
	UTF8    = "UTF-8"
	UTF16LE = "UTF-16LE"
	UTF16BE = "UTF-16BE"
	GB18030 = "GB18030"
)

const bomUTF8 = "\xef\xbb\xbf"

// saveUTF8 is the mend of every fault of encoding.
const saveUTF8 = "save the file as CSV UTF-8 from the program that wrote it"

// detect tells the encoding from the first bytes and how many of them are its byte order mark. What it calls UTF-8
// may turn out to be GB18030 further on. UTF-32 is named, not read.
func detect(head []byte) (encoding string, bom int) {
	switch {
	case bytes.HasPrefix(head, []byte(bomUTF8)):
		return UTF8, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return "UTF-32", 4
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, 2
	}
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i&1]++
		}
	}
	// In UTF-16 every ASCII character has a zero half, always on the same side; a table has commas, digits and line
	// ends enough for a twentieth of its bytes, and few Chinese characters have one.
	enough := max(2, len(head)/20)
	switch {
	case nul[0]*20 <= nul[1] && nul[1] >= enough:
		return UTF16LE, 0
	case nul[1]*20 <= nul[0] && nul[0] >= enough:
		return UTF16BE, 0
	}
	return UTF8, 0
}

// decodeUTF16 turns UTF-16 into UTF-8. Half a character is a finding with its line.
func decodeUTF16(src io.ReaderAt, off, size int64, order binary.ByteOrder, in *Input) (*store, bool) {
	out := &store{}
	raw := make([]byte, 64<<10)
	text := make([]byte, 0, 128<<10)
	line, col := 1, 0
	high := rune(0) // the first half of a pair, carried over from before
	for off < size {
		n, err := src.ReadAt(raw[:min(int64(len(raw)), size-off)], off)
		off += int64(n)
		if off < size && err != nil {
			in.fail(openFinding(err))
			return nil, false
		}
		if n%2 == 1 {
			in.failAt(diag.EncodingBad, 0, 0, "is UTF-16 with an odd number of bytes: the last character is cut", saveUTF8)
			return nil, false
		}
		text = text[:0]
		for i := 0; i < n; i += 2 {
			r := rune(order.Uint16(raw[i:]))
			switch {
			case high != 0:
				r, high = utf16.DecodeRune(high, r), 0
			case r >= 0xd800 && r < 0xdc00:
				high = r
				continue
			}
			col++
			if r == utf8.RuneError || utf16.IsSurrogate(r) {
				in.failAt(diag.EncodingBad, line, col, "half a UTF-16 character (a surrogate without its partner)", saveUTF8)
				return nil, false
			}
			if r == '\n' {
				line, col = line+1, 0
			}
			text = utf8.AppendRune(text, r)
		}
		out.Write(text)
		if out.size > MaxHeld {
			in.tooMuch()
			return nil, false
		}
	}
	if high != 0 {
		in.failAt(diag.EncodingBad, line, col+1, "half a UTF-16 character at the end of the file", saveUTF8)
		return nil, false
	}
	return out, true
}

// oldMacLines says whether lines end in a bare CR: there is one and no LF anywhere near.
func oldMacLines(head []byte) bool {
	return bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0
}

// crToLF turns line ends of a bare CR into LF, byte for byte, so that columns stay what they are.
func crToLF(src io.ReaderAt, size int64, in *Input) (*store, bool) {
	if size > MaxHeld {
		in.tooMuch()
		return nil, false
	}
	out := &store{}
	buf := make([]byte, 64<<10)
	for off := int64(0); off < size; {
		n, err := src.ReadAt(buf[:min(int64(len(buf)), size-off)], off)
		if off+int64(n) < size && err != nil {
			in.fail(openFinding(err))
			return nil, false
		}
		// The last byte is looked at again with what follows it, unless nothing does.
		use := n
		if off+int64(n) < size && n > 1 {
			use = n - 1
		}
		for i := range use {
			if buf[i] == '\r' && (i+1 == n || buf[i+1] != '\n') {
				buf[i] = '\n'
			}
		}
		out.Write(buf[:use])
		off += int64(use)
	}
	return out, true
}

// tooMuch is the finding for an input that has to be held in memory and is too large for it.
func (in *Input) tooMuch() {
	in.fail(diag.FileTooLarge, "is too large to be converted in memory", saveUTF8)
}
