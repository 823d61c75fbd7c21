package xlsx

import (
	"bytes"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// isNumber says whether a text is a plain number: a sign, digits with a point, an exponent, none of them but the
// digits needed, ASCII blanks around it. It is what the readers of tables take for one.
func isNumber(b []byte) bool {
	b = bytes.Trim(b, " \t\r\n")
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		b = b[1:]
	}
	whole := digits(b)
	b = b[whole:]
	if len(b) > 0 && b[0] == '.' {
		fraction := digits(b[1:])
		whole += fraction
		b = b[1+fraction:]
	}
	if whole == 0 {
		return false
	}
	if len(b) > 0 && (b[0] == 'e' || b[0] == 'E') {
		b = b[1:]
		if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
			b = b[1:]
		}
		exponent := digits(b)
		return exponent > 0 && exponent == len(b)
	}
	return len(b) == 0
}

// digits is how many digits stand at the start.
func digits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

// appendNumber appends the value of a cell as its shortest decimal text: 0.30000000000000004 is kept, 1.2E-3 is
// 0.0012, 5.0 is 5. What is no number, such as the NaN that some programs write, is left as it is for the reader to
// say so.
func appendNumber(dst, v []byte) []byte {
	if shortest(v) {
		return append(dst, v...)
	}
	if !isNumber(v) {
		return append(dst, v...)
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil {
		return append(dst, v...)
	}
	return appendFloat(dst, f)
}

// appendFloat writes a number without an exponent unless it is very large or small.
func appendFloat(dst []byte, f float64) []byte {
	if f == 0 {
		return append(dst, '0') // spreadsheets have no negative zero
	}
	if a := max(f, -f); a < 1e-15 || a >= 1e21 {
		return strconv.AppendFloat(dst, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

// shortest says whether a number is surely written as appendFloat would write it: decimals of up to 15 digits are told
// apart by a float64, so that there is no shorter one for the same value.
func shortest(v []byte) bool {
	if len(v) > 0 && v[0] == '-' {
		v = v[1:]
	}
	whole := digits(v)
	if whole == 0 || whole > 15 || v[0] == '0' && whole > 1 {
		return false
	}
	if whole == len(v) {
		return v[0] != '0' // -0
	}
	fraction := digits(v[whole+1:])
	return v[whole] == '.' && whole+1+fraction == len(v) && whole+fraction <= 15 && fraction > 0 && v[len(v)-1] != '0'
}

// isoDate is what day and time a serial number stands for, as 2006-01-02 or, where it is not midnight,
// 2006-01-02T15:04:05; false where spreadsheets have no date for it. Days are counted from 1900, with the 29 February
// 1900 that never was, or from 1904.
func isoDate(dst, v []byte, date1904 bool) ([]byte, bool) {
	if !isNumber(v) {
		return dst, false
	}
	serial, err := strconv.ParseFloat(string(v), 64)
	if err != nil || serial < 0 || serial >= 2958466 { // the year 10000
		return dst, false
	}
	seconds := int64(serial*86400 + 0.5)
	day, left := seconds/86400, seconds%86400
	first := time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day > 60:
		first = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	}
	if day == 60 && !date1904 {
		dst = append(dst, "1900-02-29"...)
	} else {
		dst = first.AddDate(0, 0, int(day)).AppendFormat(dst, "2006-01-02")
	}
	if left > 0 {
		dst = time.Unix(left, 0).UTC().AppendFormat(dst, "T15:04:05")
	}
	return dst, true
}

// isoText is a cell that is a date by its type, as strict workbooks have them, written as isoDate does.
func isoText(dst, v []byte) ([]byte, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04"} {
		t, err := time.Parse(layout, string(v))
		if err != nil {
			continue
		}
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			return t.AppendFormat(dst, "2006-01-02"), true
		}
		return t.AppendFormat(dst, "2006-01-02T15:04:05"), true
	}
	return dst, false
}

// decodeEscapes replaces what spreadsheets write for characters that XML cannot hold, _x000D_ for a carriage return,
// in the text from an offset on. An underscore that only looks like the start of one is written _x005F_.
func decodeEscapes(b []byte, from int) []byte {
	first := bytes.Index(b[from:], []byte("_x"))
	if first < 0 {
		return b
	}
	out := b[:from+first] // a character is never longer than its escape
	for i := from + first; i < len(b); {
		r, ok := escape(b[i:])
		if !ok {
			out = append(out, b[i])
			i++
			continue
		}
		i += 7
		if utf16.IsSurrogate(r) {
			second, _ := escape(b[i:])
			if r = utf16.DecodeRune(r, second); r != utf8.RuneError {
				i += 7
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// escape is the character that _xHHHH_ at the start of a text stands for.
func escape(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	v, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(v), err == nil
}
