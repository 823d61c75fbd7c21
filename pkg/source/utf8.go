package source

import (
	"encoding/binary"
	"unicode/utf8"
)

const highBits = 0x8080808080808080

// invalidUTF8 returns the position of the first byte that is not UTF-8, or -1. It skips ASCII 32 bytes at a time
// also after the first other character, which utf8.Valid does not.
func invalidUTF8(b []byte) int {
	i := 0
	for i < len(b) {
		for i+32 <= len(b) {
			w := b[i : i+32 : i+32]
			if (binary.LittleEndian.Uint64(w)|binary.LittleEndian.Uint64(w[8:])|
				binary.LittleEndian.Uint64(w[16:])|binary.LittleEndian.Uint64(w[24:]))&highBits != 0 {
				break
			}
			i += 32
		}
		stop := min(i+32, len(b))
		for i < stop {
			if b[i] < utf8.RuneSelf {
				i++
				continue
			}
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n == 1 {
				return i
			}
			i += n
		}
	}
	return -1
}

// ascii says whether all bytes are ASCII.
func ascii(b []byte) bool {
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b)&highBits != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
