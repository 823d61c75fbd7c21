package xlsx

import (
	"strconv"
	"strings"
)

// look is what a number format makes of a number.
type look uint8

const (
	asNumber look = iota
	asDate
	asPercent
)

// readStyles is how numbers look in each style of a workbook, by the number that cells give.
func readStyles(s *scanner) []look {
	formats := map[int]look{}
	var styles []look
	if !s.child(0) {
		return nil
	}
	for s.child(1) {
		switch string(s.name) {
		case "numFmts":
			for s.child(2) {
				if id, err := strconv.Atoi(s.attr("numFmtId")); err == nil && string(s.name) == "numFmt" {
					formats[id] = formatLook(s.attr("formatCode"))
				}
			}
		case "cellXfs":
			for s.child(2) {
				id, _ := strconv.Atoi(s.attr("numFmtId"))
				l, ours := formats[id]
				if !ours {
					l = builtIn(id)
				}
				styles = append(styles, l)
			}
		}
	}
	s.drain()
	return styles
}

// builtIn is the look of a format that every spreadsheet has and no workbook lists; 27 to 36 and 50 to 58 are dates
// in Chinese, Japanese and Korean ones.
func builtIn(id int) look {
	switch {
	case id == 9 || id == 10:
		return asPercent
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return asDate
	}
	return asNumber
}

// formatLook is the look of a format code: a percent sign or a letter for year, month, day, hour or second makes it, unless
// it is text. [h] is hours that go beyond 24; other brackets hold colours, conditions and languages.
func formatLook(code string) look {
	found := asNumber
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				return found
			}
			i += n + 1
		case '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				return found
			}
			if inside := strings.ToLower(code[i+1 : i+n]); inside != "" && strings.Trim(inside, inside[:1]) == "" &&
				strings.Contains("hms", inside[:1]) {
				return asDate
			}
			i += n
		case '\\', '_', '*': // the next character is shown, left as a gap or repeated
			i++
		case '%':
			found = asPercent
		case 'y', 'm', 'd', 'h', 's', 'Y', 'M', 'D', 'H', 'S':
			return asDate
		}
	}
	return found
}
