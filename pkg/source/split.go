package source

import (
	"encoding/binary"
	"math/bits"
)

const (
	lowBits  = 0x0101010101010101
	sevens   = 0x7f7f7f7f7f7f7f7f
	gather   = 0x0102040810204080 // moves the top bit of each byte into the top byte
	splitRun = 64
)

// split finds the fields of a record without quotes that lies in text[start:end]. It looks at 64 bytes at a time:
// eight words are compared with the delimiter without a branch, and their results joined into one mask.
func (r *Reader) split(start, end int) {
	text, bounds := r.text, r.bounds
	pattern := uint64(r.in.Delimiter) * lowBits
	bounds[0] = int32(start)
	n := 1
	for at := start; at < end; at += splitRun {
		if n+splitRun+2 > len(bounds) {
			bounds = append(bounds, make([]int32, len(bounds))...)
		}
		var mask uint64
		if at+splitRun <= len(text) {
			run := (*[splitRun]byte)(text[at:])
			for i := range splitRun / 8 {
				mask |= matches(binary.LittleEndian.Uint64(run[i*8:])^pattern) << (i * 8)
			}
		} else {
			for i, c := range text[at:end] {
				if c == r.in.Delimiter {
					mask |= 1 << i
				}
			}
		}
		if left := end - at; left < splitRun {
			mask &= 1<<left - 1
		}
		for mask != 0 {
			bounds[n] = int32(at + bits.TrailingZeros64(mask) + 1)
			n++
			mask &= mask - 1
		}
	}
	bounds[n] = int32(end + 1)
	r.bounds, r.fields = bounds, n
}

// matches turns a word into eight bits that say which of its bytes are zero. The sum never carries from one byte into
// the next, so that a byte above a match is not taken for one.
func matches(x uint64) uint64 {
	zero := ^((x&sevens + sevens) | x | sevens)
	return zero >> 7 * gather >> 56
}
