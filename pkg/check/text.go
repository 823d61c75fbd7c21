package check

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// narrow turns a full-width form of an ASCII character, and the wide blank, into the character.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '　', r == 0xa0:
		return ' '
	}
	return r
}

// invisible says whether a character takes no place on paper, or changes the direction of what follows.
func invisible(r rune) bool {
	return r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff || r == 0xad || r == 0x61c || r == 0x180e ||
		r >= 0xe0000 && r <= 0xe007f
}

// bidirectional says whether a character changes the direction of what follows.
func bidirectional(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x61c
}

// plainText says whether a cell has nothing but printable ASCII and Chinese characters, and can be no formula, no markup
// and no text that was read wrong, as nearly all cells can not. What is not plain is looked at closely.
func plainText(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	if c := b[0]; c < '0' || c > '9' && c <= '@' { // signs that formulas start with are among these
		return false
	}
	first := true
	for i := 0; i < len(b); {
		c := b[i]
		if c < 0x80 {
			if c-0x20 >= 0x5f || c == '?' || c == '<' || c == '[' || c == '/' || c == '\\' || c == ':' || c == '&' {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r < 0x4e00 || r > 0x9fff || first && source.MayStartMisread(r) || r == '锟' || r == '烫' || r == '屯' {
			return false
		}
		first = false
		i += n
	}
	return true
}

// unsafeText says which rule a text breaks by characters that nobody sees or that are lost, and how. rest is the text
// without them.
func unsafeText(s string) (rule *diag.Rule, what, rest string) {
	clean := true
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] >= 0x7f || s[i] == '?' {
			clean = false
			break
		}
	}
	if clean {
		return nil, "", s
	}
	if was := source.Misread(s); was != "" {
		return diag.EncodingMojibake, "was read in the wrong encoding (mojibake): it was " + diag.Quote(was), s
	}
	var b strings.Builder
	for i, r := range s {
		bad := true
		switch {
		case r == utf8.RuneError:
			if rule == nil || rule == diag.EncodingInvisible {
				rule, what = diag.EncodingMojibake, fmt.Sprintf("has U+FFFD at character %d, which stands for a character that was lost", 1+utf8.RuneCountInString(s[:i]))
			}
		case r == '\n' || r == '\t' || r == '\r' || r == 0: // NUL is reported where the file is surveyed
			bad = false
		case unicode.IsControl(r), r == 0x2028, r == 0x2029:
			if rule == nil {
				rule, what = diag.EncodingControl, fmt.Sprintf("has the control character U+%04X at character %d", r, 1+utf8.RuneCountInString(s[:i]))
			}
		case invisible(r):
			if rule == nil {
				kind := "invisible character"
				if bidirectional(r) {
					kind = "invisible, direction-changing (bidi) character"
				} else if r == 0x200b {
					kind = "invisible zero-width blank"
				}
				rule, what = diag.EncodingInvisible, fmt.Sprintf("has the %s U+%04X at character %d", kind, r, 1+utf8.RuneCountInString(s[:i]))
			}
		default:
			bad = false
		}
		if !bad {
			b.WriteRune(r)
		}
	}
	if rule == nil {
		if what = garbled(s); what != "" {
			rule = diag.EncodingMojibake
		}
	}
	return rule, what, b.String()
}

// garbage is what is left of characters that were lost on the way from one encoding to the other.
var garbage = []string{"锟斤", "斤拷", "烫烫烫", "屯屯屯", "???", "？？？"}

// garbled says how a text was read in the wrong encoding, "" when it was not.
func garbled(s string) string {
	for _, g := range garbage {
		if strings.Contains(s, g) {
			return "has " + g + ", which is what is left of characters that were lost in the wrong encoding (mojibake)"
		}
	}
	return ""
}

// injected says which rule a text breaks by what another program would do with it. A phone number or a plain signed
// number is no formula.
func injected(s string) (rule *diag.Rule, what, mend string) {
	t := strings.TrimLeft(s, " \u00a0　")
	if t == "" {
		return nil, "", ""
	}
	first, _ := utf8.DecodeRuneInString(t)
	if s[0] == '\t' || s[0] == '\r' {
		return diag.InjectionFormula, "starts with a tab or carriage return, after which a spreadsheet looks for a formula", "take it out"
	}
	if strings.ContainsRune("=+-@", narrow(first)) && len(t) > utf8.RuneLen(first) && !signed(t) {
		return diag.InjectionFormula, fmt.Sprintf("starts with %c, as a spreadsheet's formula does, which would be run", first), "take the sign away, or put an apostrophe before it"
	}
	low := strings.ToLower(t)
	switch {
	case htmlTag(low):
		return diag.InjectionMarkup, "has an HTML tag, which a page would run or show", "write plain text"
	case strings.Contains(low, "javascript:"), strings.Contains(t, "]("), strings.Contains(t, "![") && strings.Contains(t, "]"):
		return diag.InjectionMarkup, "has a Markdown or script link, which a page would follow", "write plain text"
	case strings.Contains(t, "../"), strings.Contains(t, `..\`), strings.HasPrefix(t, "/etc/"), strings.HasPrefix(low, "file:"), strings.HasPrefix(t, `\\`):
		return diag.InjectionPath, "is a path that leads out of its folder", "write a name"
	}
	return nil, "", ""
}

// signed says whether a text that starts with a sign is a number, a mark, or a dash before text that is no call.
func signed(t string) bool {
	t = strings.Map(narrow, t)
	rest := strings.TrimLeft(t, "+-")
	if rest == "" || t[0] == '=' || t[0] == '@' {
		return rest == ""
	}
	return strings.Trim(rest, "0123456789.,%-() ") == "" // a number, or one to be called
}

// tags are the elements that a text may bring into a page; a name in angle brackets or a comparison is none.
var tags = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`<(/?(a|b|i|u|s|p|q|br|hr|em|li|ul|ol|td|tr|th|h[1-6]|div|span|font|strong|script|style|img|svg|iframe|frame|object|embed|video|audio|` +
		`table|tbody|thead|link|meta|base|form|input|button|body|html|head|center|marquee|details|template|math)(\s+[a-z-]+\s*=[^>]*|\s*/?)>|!--|!doctype|\?xml|script\b|(img|svg|body|iframe)[\s/])`)
})

// htmlTag says whether a lower-case text has a tag, a comment or an entity that starts one.
func htmlTag(low string) bool {
	return strings.IndexByte(low, '<') >= 0 && tags().MatchString(low) || strings.Contains(low, "&lt;script") || strings.Contains(low, "&#")
}
