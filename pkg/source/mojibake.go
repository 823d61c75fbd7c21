package source

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Misread returns what a text was before it was read in the wrong encoding: UTF-8 taken for GB18030 (涓浗), or for
// Windows-1252 or Latin-1 (ä¸­å›½). "" means that it was read right, as far as can be told. A last character that the
// mistake cut in half is left out.
func Misread(s string) string {
	high := 0
	for _, r := range s {
		if r >= 0x80 {
			high++
		}
	}
	if high < 2 {
		return ""
	}
	if b, err := simplifiedchinese.GB18030.NewEncoder().String(s); err == nil {
		if t := wasUTF8([]byte(b)); t != "" {
			return t
		}
	}
	if part := latinRun(s); part != "" { // among Chinese that was read right
		s = part
	}
	latin := make([]byte, 0, len(s))
	for _, r := range s {
		switch b, ok := charmap.Windows1252.EncodeRune(r); {
		case ok:
			latin = append(latin, b)
		case r < 0x100:
			latin = append(latin, byte(r))
		default:
			return ""
		}
	}
	if was := wasUTF8(latin); was != "" {
		return was
	}
	return wasGBK(latin)
}

// wasGBK returns bytes as text if they are Chinese in GBK, all of it in its usual characters: ºÏ·Ê was 合肥. Names in Latin letters do not
// have so many accents in a row.
func wasGBK(b []byte) string {
	high := 0
	for _, c := range b {
		if c >= 0x80 {
			high++
		}
	}
	if high < 4 || high*10 < len(b)*6 {
		return ""
	}
	out, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	chinese := 0
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if b[i] < 0xb0 || b[i] > 0xf7 || i+1 >= len(b) || b[i+1] < 0xa1 {
			return ""
		}
		chinese++
		i++
	}
	if chinese < 2 {
		return ""
	}
	return string(out)
}

// wasUTF8 returns bytes as text if they are UTF-8, all but a few that the mistake lost, with two or more characters beyond
// ASCII, nearly all of them such as names are made of: Chinese, punctuation, accented letters.
func wasUTF8(b []byte) string {
	likely, other, lost := 0, 0, 0
	var out []byte
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			lost++
		case r < 0x80:
		case r >= 0x4e00 && r < 0xa000, r >= 0x3000 && r < 0x3040, r >= 0xff00 && r < 0xfff0:
			likely += 3
		case r >= 0xc0 && r < 0x180, r >= 0x2010 && r < 0x2040:
			likely += n
		default:
			other += n
		}
		if r != utf8.RuneError {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	if likely < 3 || other*4 > likely || lost*3 > likely {
		return ""
	}
	return string(out)
}

// latinRun is the longest run of a text without Chinese in it, where the text has both; "" where it has not.
func latinRun(s string) string {
	best, start, chinese := "", 0, false
	end := func(at int) {
		if at-start > len(best) {
			best = s[start:at]
		}
	}
	for i, r := range s {
		if r >= 0x2e80 {
			end(i)
			chinese, start = true, i+utf8.RuneLen(r)
		}
	}
	if end(len(s)); !chinese || len(best) < 6 {
		return ""
	}
	high := 0
	for _, r := range best {
		if r >= 0x80 {
			high++
		}
	}
	if high < 3 {
		return ""
	}
	return best
}

// starts says of each Chinese character from U+4E00 to U+9FFF whether its two bytes in GBK can start a character in UTF-8:
// the first of three, E2 to EF, and one that follows, 80 to BF.
var starts = sync.OnceValue(func() *[0xa000 - 0x4e00]bool {
	out := new([0xa000 - 0x4e00]bool)
	var pairs []byte
	for lead := byte(0xe2); lead <= 0xef; lead++ {
		for next := byte(0x80); next < 0xc0; next++ {
			pairs = append(pairs, lead, next)
		}
	}
	text, _ := simplifiedchinese.GBK.NewDecoder().Bytes(pairs)
	for _, r := range string(text) {
		if r >= 0x4e00 && r < 0xa000 {
			out[r-0x4e00] = true
		}
	}
	return out
})

// MayStartMisread says whether the first Chinese character of a text, from U+4E00 to U+9FFF, is one that UTF-8 read as
// GB18030 can start with. Few names start so.
func MayStartMisread(r rune) bool { return starts()[r-0x4e00] }
