package diag

import (
	"fmt"
	"strings"
	"unicode"
)

// Clean makes text safe to print: control characters (C0, C1, DEL), bidirectional overrides, zero-width characters
// and bytes that are not UTF-8 come out as visible escapes such as \x1b, \u202e or \xff, so that no file can steer
// a terminal.
// Text without any of them is returned as it is.
func Clean(s string) string {
	clean := true
	for _, r := range s {
		if r < 0x20 || r >= 0x7f && Unseen(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == unicode.ReplacementChar && !strings.HasPrefix(s[i:], string(unicode.ReplacementChar)):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case Unseen(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		case Unseen(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Unseen says whether a character has no shape of its own: controls, marks of direction and of zero width, tags,
// separators of lines. U+FFFE and U+FFFF are no characters, and U+FFFD may stand for a byte that is not UTF-8.
func Unseen(r rune) bool {
	switch {
	case r < 0x7f:
		return r < 0x20
	case r >= 0x2e80 && r <= 0xd7ff: // Chinese, Japanese, Korean: nothing hides there
		return false
	}
	return r >= 0xfffd && r <= 0xffff || r >= 0x2060 && r <= 0x206f || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Quote shows a value from a file inside a message: cleaned, cut at 60 characters, in double quotes.
func Quote(s string) string { return `"` + Clean(Cut(s)) + `"` }

// Cut shortens a text to 60 characters, the last of which then is an ellipsis.
func Cut(s string) string {
	if len(s) <= 60 {
		return s
	}
	n := 0
	cut := 0
	for i := range s {
		if n++; n == 60 {
			cut = i
		}
	}
	if n <= 60 {
		return s
	}
	return s[:cut] + "…"
}

// Nearest returns the candidate that differs from s by the fewest edits (insert, delete, replace, swap of
// neighbours), or "" when even the best is further away than a third of its length plus one. Case does not count.
// Of equally near ones the first wins.
func Nearest(s string, candidates []string) string {
	best, bestDist := "", 1<<30
	want := []rune(strings.ToLower(s))
	if len(want) > 200 {
		return ""
	}
	for _, c := range candidates {
		have := []rune(strings.ToLower(c))
		if most := 1 + len(have)/3; len(want)-len(have) > most || len(have)-len(want) > most {
			continue // each letter too many or too few is an edit
		}
		if d := distance(want, have); d < bestDist && d <= 1+len(have)/3 && d < len(have) {
			best, bestDist = c, d
		}
	}
	return best
}

// DidYouMean is a mend that names the nearest candidate, or all of them when they are few, or "".
func DidYouMean(s string, candidates []string) string {
	if n := Nearest(s, candidates); n != "" {
		return fmt.Sprintf("did you mean %s?", Quote(n))
	}
	if len(candidates) > 0 && len(candidates) <= 12 {
		return "known here: " + strings.Join(candidates, ", ")
	}
	return ""
}

// Distance is how many edits (insert, delete, replace, swap of neighbours) lie between two texts; case does not count.
func Distance(a, b string) int {
	return distance([]rune(strings.ToLower(a)), []rune(strings.ToLower(b)))
}

// distance is the optimal string alignment distance.
func distance(a, b []rune) int {
	two, one, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(one[j]+1, cur[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], two[j-2]+1)
			}
		}
		two, one, cur = one, cur, two
	}
	return one[len(b)]
}
