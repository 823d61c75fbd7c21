package contract

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"zoneval/pkg/diag"
)

// Column is what was seen in a column of a data file.
type Column struct {
	Header         string
	IsText         bool     // a value that is no plain number was seen
	Count, Missing int      // cells, and how many of them are empty or marked as missing
	Min, Max       float64  // of the numbers
	Whole          bool     // all numbers are whole
	LeadingZeros   bool     // such as 0012: not a number that anybody counts with
	Distinct       []string // the texts, marks for missing left out; nil when there are more than about 40
	Unique         bool     // no value stands twice
	MaxLen         int      // of the longest text, in characters
	Pattern        string   // that all texts match, where somebody saw one; or ""
}

// Write writes a contract from what was seen in the columns of a file: key is the columns that identify a row, and marks
// are the cells that mean missing. Everything in it is a guess that the data keeps and that somebody has to look at.
func Write(w io.Writer, file string, cols []Column, key, marks []string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, `# What the data promises, guessed from %s.
#
# Look at each field, correct it, and take out its review: true. Limits are wider than what was seen: narrow them to
# what can be. The words are those of Table Schema (https://specs.frictionlessdata.io/table-schema/); identities and
# year_on_year are ours.
`, diag.Clean(baseName(file)))
	if marks = cleanMarks(marks); len(marks) > 1 {
		fmt.Fprintf(b, "\nmissingValues: [%s]\n", quoteAll(marks))
	}
	b.WriteString("\nfields:\n")
	written := map[string]bool{}
	for i := range cols {
		c := &cols[i]
		name := strings.TrimSpace(c.Header)
		if name == "" || written[name] {
			continue
		}
		written[name] = true
		writeField(b, c, name, slices.Contains(key, c.Header) || slices.Contains(key, name), marks)
	}
	if len(written) == 0 {
		return fmt.Errorf("no column of %s has a header, so that there is nothing to write down", diag.Quote(file))
	}
	key = slices.DeleteFunc(slices.Clone(key), func(k string) bool { return !written[strings.TrimSpace(k)] })
	if len(key) > 0 {
		fmt.Fprintf(b, "\nprimaryKey: [%s] # guess: no two rows are alike in this\n", quoteAll(key))
	}
	b.WriteString(footer)
	return b.Flush()
}

const footer = `
# A total and its parts; tolerance is in the unit of the total, or a percentage of it:
# identities:
#   - {name: revenue, total: revenue, parts: [domestic, foreign], tolerance: 0.5}
#
# How far a value may be from last year's, as a ratio to it or in its unit:
# year_on_year:
#   - {field: revenue, min_ratio: 0.5, max_ratio: 2}
#   - {max_change: 80%} # every other number
`

// cleanMarks puts the empty cell first, which means missing unless a contract says otherwise.
func cleanMarks(marks []string) []string {
	out := []string{""}
	for _, m := range marks {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// fieldWriter writes the lines of one field.
type fieldWriter struct {
	b           *bufio.Writer
	constrained bool
}

func writeField(b *bufio.Writer, c *Column, name string, inKey bool, marks []string) {
	w := &fieldWriter{b: b}
	kind, why := guessType(c, inKey)
	fmt.Fprintf(b, "  - name: %s\n    type: %s # guess: %s\n", quoteYAML(name), kind, why)
	seen := c.Count - c.Missing
	if c.Missing == 0 && c.Count > 0 {
		w.constraint("required", "true", fmt.Sprintf("none of %d cells is empty", c.Count))
	}
	switch kind {
	case "string":
		w.text(c, seen, inKey, marks)
	case "number", "integer":
		low, high := guessRange(c, name)
		saw := "seen " + number(c.Min) + " to " + number(c.Max)
		if writable(low) {
			w.constraint("minimum", number(low), saw)
		}
		if writable(high) {
			w.constraint("maximum", number(high), saw)
		}
	}
	b.WriteString("    review: true\n")
}

func (w *fieldWriter) constraint(key, value, guess string) {
	if !w.constrained {
		w.b.WriteString("    constraints:\n")
		w.constrained = true
	}
	fmt.Fprintf(w.b, "      %s: %s # guess: %s\n", key, value, guess)
}

// text guesses at a column of texts: a short list of them, or a length.
func (w *fieldWriter) text(c *Column, seen int, inKey bool, marks []string) {
	values := slices.DeleteFunc(slices.Clone(c.Distinct), func(v string) bool { return slices.Contains(marks, v) })
	slices.Sort(values)
	if c.Unique && !inKey && seen >= 5 {
		w.constraint("unique", "true", fmt.Sprintf("all %d values differ", seen))
	}
	switch {
	case c.Distinct != nil && !inKey && !c.Unique && len(values) >= 2 && len(values) <= 40 && seen >= 3*len(values):
		w.constraint("enum", "["+quoteAll(values)+"]", fmt.Sprintf("all there is in %d cells", seen))
	case c.Pattern != "":
		w.constraint("pattern", quoteYAML(c.Pattern), "all values are written so")
	case c.MaxLen > 0:
		w.constraint("maxLength", number(max(10, nice(2*float64(c.MaxLen)))), fmt.Sprintf("the longest has %d characters", c.MaxLen))
	}
}

// idHeaders end the headers of columns whose numbers are names.
var idHeaders = []string{"id", "code", "zone", "代码", "编号", "编码", "邮编", "电话", "zip", "postcode"}

// guessType is a type, and why. What identifies a row is a text even if it looks like a number, so that 0012 stays 0012.
func guessType(c *Column, inKey bool) (kind, why string) {
	header := strings.ToLower(strings.TrimSpace(c.Header))
	year := header == "year" || header == "年份" || header == "年度" || header == "年"
	switch {
	case c.Count == c.Missing:
		return "any", "no value was seen"
	case year && !c.IsText && c.Whole && !c.LeadingZeros && c.Min >= 1000 && c.Max <= 9999:
		return "year", "its header"
	case c.IsText:
		return "string", "not all values are numbers"
	case c.LeadingZeros:
		return "string", "numbers with leading zeros are names"
	case inKey:
		return "string", "it is part of the key"
	case c.Whole && slices.ContainsFunc(idHeaders, func(h string) bool { return strings.HasSuffix(header, h) }):
		return "string", "its header: numbers in it are names"
	case c.Whole:
		return "integer", "all numbers are whole"
	}
	return "number", "all values are numbers"
}

var (
	shareWords  = []string{"%", "％", "percent", "pct", "share", "占比", "比重", "比例", "率"}
	growthWords = []string{"growth", "change", "增", "同比", "环比"}
)

// guessRange widens what was seen to round numbers: twice as far from zero, below zero only where negative numbers were
// seen; a share stays within 0 and 100, or 0 and 1. NaN is no limit.
func guessRange(c *Column, name string) (low, high float64) {
	if !writable(c.Min) || !writable(c.Max) || c.Min > c.Max {
		return math.NaN(), math.NaN()
	}
	if c.Min >= 0 {
		name = strings.ToLower(name)
		in := func(words []string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
		}
		switch {
		case !in(shareWords) || in(growthWords) || c.Max > 100:
		case c.Max <= 1 && !c.Whole:
			return 0, 1
		default:
			return 0, 100
		}
		if c.Max == 0 {
			return 0, math.NaN()
		}
		return 0, nice(2 * c.Max)
	}
	most := nice(2 * max(-c.Min, c.Max))
	return -most, most
}

// writable says whether a number can be written into a contract.
func writable(v float64) bool {
	a := math.Abs(v)
	return a <= 1e100 && (a >= 1e-100 || a == 0)
}

// nice is the next number of 1, 2 or 5 and zeros.
func nice(v float64) float64 {
	if !writable(v) || v == 0 {
		return math.NaN()
	}
	e := int(math.Floor(math.Log10(v))) - 1
	for ; ; e++ {
		for _, m := range []string{"1", "2", "5"} {
			// parsed, so that it is the very number that is printed
			if x, _ := strconv.ParseFloat(m+"e"+strconv.Itoa(e), 64); x >= v {
				return x
			}
		}
	}
}

func number(v float64) string {
	if a := math.Abs(v); a >= 1e15 || a < 1e-6 && a > 0 {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func quoteAll(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quoteYAML(s)
	}
	return strings.Join(out, ", ")
}

// reserved are words that some readers of YAML take for something else than a text.
var reserved = []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"}

// quoteYAML writes a text so that it is read back as itself, in quotes where it has to be.
func quoteYAML(s string) string {
	plain := s != "" && len(s) < 200 && !slices.Contains(reserved, strings.ToLower(s))
	for i, r := range s {
		plain = plain && (unicode.IsLetter(r) || i > 0 && (unicode.IsDigit(r) || r == '_'))
	}
	if plain {
		return s
	}
	return strconv.Quote(strings.ToValidUTF8(s, "\uFFFD"))
}
