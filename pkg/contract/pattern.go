package contract

import (
	"errors"
	"regexp"
	"regexp/syntax"

	"zoneval/pkg/diag"
)

// maxPattern is a length that no pattern written by hand has.
const maxPattern = 1000

var unicodeEscape = regexp.MustCompile(`\\(?:u([0-9a-fA-F]{4})|Z|.)`)

// pattern compiles a pattern so that it matches whole values, as the standard has it. What other languages write and Go
// has under another name is translated.
func (d *decoder) pattern(v verbatim) *regexp.Regexp {
	switch {
	case v.V == "":
		d.Add(diag.ContractValue, v.At, "write a pattern or leave the key out", "the pattern is empty")
		return nil
	case len(v.V) > maxPattern:
		d.Add(diag.ContractValue, v.At, "use a shorter one, or enum",
			"the pattern has %d characters, the limit is %d", len([]rune(v.V)), maxPattern)
		return nil
	}
	text := unicodeEscape.ReplaceAllStringFunc(v.V, func(e string) string {
		switch {
		case e == `\Z`:
			return `\z`
		case len(e) > 2:
			return `\x{` + e[2:] + `}`
		}
		return e
	})
	if _, err := regexp.Compile(text); err != nil { // apart, so that (a))(b cannot slip through
		message, mend := patternFault(err)
		d.Add(diag.ContractValue, v.At, mend, "the pattern %s cannot be used: %s", diag.Quote(v.V), message)
		return nil
	}
	re, err := regexp.Compile(`\A(?:` + text + `)\z`)
	if err != nil {
		d.Add(diag.ContractValue, v.At, "use a simpler one", "the pattern %s cannot be used", diag.Quote(v.V))
		return nil
	}
	return re
}

// patternFault says in our words what is wrong with a pattern.
func patternFault(err error) (message, mend string) {
	message, mend = "it is not well-formed", "correct it"
	var e *syntax.Error
	if !errors.As(err, &e) {
		return message, mend
	}
	if lookAround.MatchString(e.Expr) {
		e.Code = syntax.ErrInvalidPerlOp
	}
	if words, ok := patternFaults[e.Code]; ok {
		message, mend = words[0], words[1]
	}
	if e.Expr != "" && len(e.Expr) < 40 {
		message += " at " + diag.Quote(e.Expr)
	}
	return message, mend
}

var lookAround = regexp.MustCompile(`^\(\?<?[=!]`)

var patternFaults = map[syntax.ErrorCode][2]string{
	syntax.ErrInvalidPerlOp:         {"it looks ahead or behind, which is not possible here", "write what the whole value looks like, without (?= (?! (?<= (?<!"},
	syntax.ErrInvalidEscape:         {"there is no such escape, or it refers back to a group, which is not possible here", `leave it out, or write \\ for a backslash`},
	syntax.ErrMissingParen:          {"a ( is not closed, or a ) not opened", `close it, or write \( for the character`},
	syntax.ErrUnexpectedParen:       {"a ) is not opened", `open it, or write \) for the character`},
	syntax.ErrMissingBracket:        {"a [ is not closed", `close it, or write \[ for the character`},
	syntax.ErrMissingRepeatArgument: {"there is nothing to repeat", `write \ before a *, + or ? that is meant as the character`},
	syntax.ErrInvalidRepeatOp:       {"a repetition is repeated, which is not possible here", "leave one of the marks out"},
	syntax.ErrInvalidRepeatSize:     {"it repeats more often than 1,000 times, or from more to fewer", "write {2,5} with at most 1000"},
	syntax.ErrInvalidCharRange:      {"a range in [...] is not known or goes backwards", `write it from low to high, as in [a-z], and a script as in \p{Han}`},
	syntax.ErrInvalidCharClass:      {"a set in [...] is not well-formed", "correct it"},
	syntax.ErrInvalidNamedCapture:   {"the name of a group is not well-formed or stands twice", "write (?:...) for a group without a name"},
	syntax.ErrTrailingBackslash:     {"it ends in a backslash", `write \\ for a backslash`},
	syntax.ErrInvalidUTF8:           {"it has bytes that are not UTF-8", "save the file as UTF-8"},
	syntax.ErrNestingDepth:          {"its groups are nested too deeply", "use a simpler one"},
	syntax.ErrLarge:                 {"it is too large", "use a simpler one"},
}
