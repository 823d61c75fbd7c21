// Package decimal rounds numbers as they are read: 2.675, which no double is exactly, rounds to 2.68, since 2.675 is the
// shortest text that reads back as the same double. Halves go away from zero, as in published tables and spreadsheets. So
// a rounded score is what the printed score says.
package decimal

import (
	"bytes"
	"math"
	"strconv"
)

// Round rounds to a number of decimals, 0 to 15; the result is the double nearest to the decimal. Negative decimals
// round nothing. NaN and the infinities stay, -0 becomes 0.
func Round(x float64, decimals int) float64 {
	if decimals < 0 || x != x || math.IsInf(x, 0) {
		return x
	}
	p := math.Pow10(decimals)
	y := x * p
	if math.Abs(y) >= 1<<52 {
		return x // no decimals to round
	}
	if _, part := math.Modf(math.Abs(y)); math.Abs(part-0.5) > 1e-6 {
		return math.Round(y)/p + 0
	}
	var room [40]byte
	r, _ := strconv.ParseFloat(string(Append(room[:0], x, decimals)), 64)
	return r
}

// Append appends x, rounded, with all its decimals. What rounds to zero has no sign.
func Append(b []byte, x float64, decimals int) []byte {
	start := len(b)
	var room [40]byte
	if text := strconv.AppendFloat(room[:0], x, 'f', -1, 64); halfway(text, decimals) {
		// The text is within half a step of x, so the next double outwards is not below it.
		x = math.Nextafter(x, math.Copysign(math.Inf(1), x))
	}
	b = strconv.AppendFloat(b, x, 'f', decimals, 64)
	if b[start] == '-' && bytes.Trim(b[start+1:], "0.") == nil {
		b = append(b[:start], b[start+1:]...)
	}
	return b
}

// halfway says whether a number has one decimal more than asked for, and that is a 5.
func halfway(text []byte, decimals int) bool {
	point := bytes.IndexByte(text, '.')
	return point >= 0 && len(text)-point-1 == decimals+1 && text[len(text)-1] == '5'
}
