package source

import (
	"encoding/binary"
	"math"
	"math/bits"
)

const (
	zeros = 0x3030303030303030 // "00000000"
	dots  = 0x2e2e2e2e2e2e2e2e // "........"
)

// padZeros are the zeros that a word of n characters lacks.
var padZeros = [16]uint64{1: zeros >> 8, zeros >> 16, zeros >> 24, zeros >> 32, zeros >> 40, zeros >> 48, zeros >> 56, 0}

// Numbers reads some fields as ParseNumber does, into out; what is not a number becomes NaN. Unsigned numbers of up to
// 16 characters, nearly all there are, are read eight characters at a time. The steps of eight are written out here
// because this loop is most of the time of reading, and a call for each cell costs a third of it.
func (r *Reader) Numbers(fields []int32, out []float64) {
	text, bounds := r.text, r.bounds
	out = out[:len(fields)]
	for k, f := range fields {
		start, end := bounds[f], bounds[f+1]-1
		n := end - start
		if uint32(n-1) > 7 {
			out[k] = longer(text[start:end])
			continue
		}
		w := binary.LittleEndian.Uint64(text[start:])
		w = w<<(uint32(64-8*n)&63) | padZeros[n&15]
		decimals := 0
		x := w ^ dots
		if point := ^((x&sevens + sevens) | x | sevens); point != 0 {
			at := bits.TrailingZeros64(point) - 7
			decimals = 7 - at>>3
			before := uint64(1)<<(at&63) - 1
			w = w&^(before<<8|0xff) | w&before<<8 | '0'
			if n == 1 {
				out[k] = math.NaN()
				continue
			}
		}
		if w&0xf0f0f0f0f0f0f0f0|(w+0x0606060606060606)>>4&0x0f0f0f0f0f0f0f0f != 0x3333333333333333 {
			out[k] = longer(text[start:end])
			continue
		}
		w = w & 0x0f0f0f0f0f0f0f0f * 2561 >> 8
		w = w & 0x00ff00ff00ff00ff * 6553601 >> 16
		w = w & 0x0000ffff0000ffff * 42949672960001 >> 32
		out[k] = float64(int64(w)) / pow10[decimals&7]
	}
}

// longer reads what does not fit one word, has a sign, or is no number.
func longer(b []byte) float64 {
	if n := len(b); n > 8 && n <= 16 {
		if v, ok := sixteen(b); ok {
			return v
		}
	}
	if v, ok := ParseNumber(b); ok {
		return v
	}
	return math.NaN()
}

// Number reads field i as Numbers does.
func (r *Reader) Number(i int) (float64, bool) {
	var out [1]float64
	r.Numbers([]int32{int32(i)}, out[:])
	return out[0], out[0] == out[0]
}

// sixteen reads 9 to 16 characters as two words, of which one may have the point.
func sixteen(b []byte) (float64, bool) {
	n := len(b)
	high, highDecimals, ok := eight(binary.LittleEndian.Uint64(b), n-8)
	if !ok {
		return 0, false
	}
	low, decimals, ok := eight(binary.LittleEndian.Uint64(b[n-8:]), 8)
	if !ok || decimals < noPoint && highDecimals < noPoint {
		return 0, false
	}
	switch {
	case decimals < noPoint: // the point takes one of the eight places
		low += high * 1e7
	case highDecimals < noPoint:
		low += high * 1e8
		decimals = highDecimals + 8
	default:
		low += high * 1e8
	}
	// With a point there are at most 15 digits, which are exact; without one the conversion alone rounds.
	return float64(low) / pow10[decimals&15], true
}

// noPoint is the number of decimals that eight gives for a word without a point. Its low four bits are zero, so that
// it picks the power of ten that divides by nothing.
const noPoint = 16

// eight reads the first n of the eight characters in a word, 1 to 8 digits with at most one point among them, and
// says how many decimals follow the point.
func eight(w uint64, n int) (v uint64, decimals int, ok bool) {
	// Move the characters to the end of the word and put zeros before them.
	w = w<<(64-8*n) | zeros>>(8*n)
	decimals = noPoint
	x := w ^ dots
	if point := ^((x&sevens + sevens) | x | sevens); point != 0 {
		at := bits.TrailingZeros64(point) - 7 // the bit at which the point's byte starts
		decimals = 7 - at>>3
		before := uint64(1)<<at - 1
		w = w&^(before<<8|0xff) | w&before<<8 | '0'
	}
	if w&0xf0f0f0f0f0f0f0f0|(w+0x0606060606060606)>>4&0x0f0f0f0f0f0f0f0f != 0x3333333333333333 {
		return 0, 0, false
	}
	// Join neighbours: eight digits to four pairs, to two fours, to one.
	w = w & 0x0f0f0f0f0f0f0f0f * 2561 >> 8
	w = w & 0x00ff00ff00ff00ff * 6553601 >> 16
	return w & 0x0000ffff0000ffff * 42949672960001 >> 32, decimals, true
}
