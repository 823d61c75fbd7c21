package source

import (
	"strconv"
)

// pow10 are the powers of ten that a float64 holds exactly.
var pow10 = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// ParseNumber reads a plain number: an optional sign, digits with an optional point, an optional exponent, ASCII
// blanks around it. The result is the float64 nearest to it, the same bits as strconv.ParseFloat gives. Everything
// else is not a number: NaN, Inf, hexadecimal, marks between digits, the empty text, and what is too large for a
// float64.
func ParseNumber(b []byte) (float64, bool) {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isBlank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	d, ok := scanDecimal(b)
	if !ok {
		return 0, false
	}
	// The exact way: an integer below 2^53 and a power of ten that are both exact, so that one division or
	// multiplication rounds once, as it must.
	if d.digits <= 19 && d.mantissa < 1<<53 && d.exp >= -22 && d.exp <= 22 {
		v := float64(d.mantissa)
		if d.exp < 0 {
			v /= pow10[-d.exp]
		} else {
			v *= pow10[d.exp]
		}
		if d.negative {
			v = -v
		}
		return v, true
	}
	v, err := strconv.ParseFloat(string(b), 64)
	return v, err == nil
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func isDigit(c byte) bool { return c-'0' <= 9 }

// decimal is a number as it is written: mantissa * 10^exp. The mantissa is of use only up to 19 digits.
type decimal struct {
	mantissa uint64
	digits   int // without leading zeros
	exp      int
	negative bool
}

// scanDecimal checks the grammar and collects the digits.
func scanDecimal(b []byte) (d decimal, ok bool) {
	i := 0
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		d.negative = b[i] == '-'
		i++
	}
	seen, point := 0, -1
	for ; i < len(b); i++ {
		c := b[i]
		if c == '.' && point < 0 {
			point = i
			continue
		}
		if !isDigit(c) {
			break
		}
		seen++
		if d.mantissa != 0 || c != '0' {
			d.digits++
		}
		d.mantissa = d.mantissa*10 + uint64(c-'0')
	}
	if seen == 0 {
		return d, false
	}
	if point >= 0 {
		d.exp = point + 1 - i
	}
	if i == len(b) {
		return d, true
	}
	e, ok := scanExponent(b[i:])
	d.exp += e
	return d, ok
}

// scanExponent reads e, a sign and digits to the end. Beyond ten thousand the value no longer matters.
func scanExponent(b []byte) (exp int, ok bool) {
	if b[0] != 'e' && b[0] != 'E' {
		return 0, false
	}
	b = b[1:]
	negative := len(b) > 0 && b[0] == '-'
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		b = b[1:]
	}
	for _, c := range b {
		if !isDigit(c) {
			return 0, false
		}
		if exp < 10000 {
			exp = exp*10 + int(c-'0')
		}
	}
	if negative {
		exp = -exp
	}
	return exp, len(b) > 0
}
