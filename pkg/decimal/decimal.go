// Package decimal rounds numbers as spreadsheets do: what is rounded is the number to 15 significant digits, and halves go
// away from zero. So 2.675, which no double is exactly, rounds to 2.68, and so does 93.41499999999999, which a sum makes
// of 93.415, to 93.42, as the published table has it. A rounded score is what the printed score says.
package decimal

import (
	"bytes"
	"math"
	"strconv"
)

// digits is how many significant digits count; a double has 15 to 17.
const digits = 15

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
	if !halfway(y) {
		return math.Round(y)/p + 0
	}
	var room [40]byte
	r, _ := strconv.ParseFloat(string(Append(room[:0], x, decimals)), 64)
	return r
}

// halfway says whether a number lies so near to the middle between two whole numbers that its digits have to decide.
func halfway(y float64) bool {
	_, part := math.Modf(math.Abs(y))
	return math.Abs(part-0.5) <= 1e-6+math.Abs(y)*0x1p-50
}

// Append appends x, rounded, with all its decimals. What rounds to zero has no sign.
func Append(b []byte, x float64, decimals int) []byte {
	start := len(b)
	if halfway(x * math.Pow10(decimals)) {
		x = outwards(x, decimals)
	}
	b = strconv.AppendFloat(b, x, 'f', decimals, 64)
	if b[start] == '-' && bytes.Trim(b[start+1:], "0.") == nil {
		b = append(b[:start], b[start+1:]...)
	}
	return b
}

// outwards is x to so many significant digits; where that has one decimal more than asked for, and it is a 5, the next
// double away from zero, which is not below the half.
func outwards(x float64, decimals int) float64 {
	var room [40]byte
	x, _ = strconv.ParseFloat(string(strconv.AppendFloat(room[:0], x, 'e', digits-1, 64)), 64)
	text := strconv.AppendFloat(room[:0], x, 'f', -1, 64)
	point := bytes.IndexByte(text, '.')
	if point >= 0 && len(text)-point-1 == decimals+1 && text[len(text)-1] == '5' {
		return math.Nextafter(x, math.Copysign(math.Inf(1), x))
	}
	return x
}
