package fix

import (
	"strings"

	"zoneval/pkg/check"
	"zoneval/pkg/source"
)

// The blanks that are taken away around a cell: those that the checker and the loader do not count, and two more.
const (
	plainBlanks = " \t\r\n"
	wideBlanks  = "\u00a0\u3000"
)

func trim(s string) string { return strings.Trim(s, plainBlanks+wideBlanks) }

// mend collects the changes of one record, and its hashes before and after.
func (m *mender) mend(cells []cell, line int, header bool) {
	first := len(m.out.Changes)
	record, whole := len(m.before), len(cells) == len(m.fields)
	if header {
		record = -1
	}
	empty := true // of a record that would be nothing but delimiters
	for i, c := range cells {
		var f check.Field
		if i < len(m.fields) && !header {
			f = m.fields[i]
		}
		f.Number = f.Number && whole // in a row of another width it is not known which cell is which
		now, kind := m.cell(c, f, i == 0)
		empty = empty && !c.quoted && now == ""
		if kind != 0 {
			m.out.Changes = append(m.out.Changes, Change{Kind: kind, Line: line, Record: record, Field: i,
				Old: m.text[c.start:c.end], New: now, at: c.start})
		}
		if c.quoted {
			line += strings.Count(m.text[c.start:c.end], "\n")
		}
	}
	if empty {
		m.out.Changes = m.out.Changes[:first]
	}
	if header {
		return
	}
	changes := m.out.Changes[first:]
	for i, c := range cells {
		v := m.text[c.start:c.end]
		m.hashBefore.addString(value(v))
		if len(changes) > 0 && changes[0].Field == i {
			v, changes = changes[0].New, changes[1:]
		}
		m.hashAfter.addString(value(v))
	}
	m.before = append(m.before, m.hashBefore.sum())
	m.after = append(m.after, m.hashAfter.sum())
}

// cell says how a cell should be written, and 0 where that is as it is.
func (m *mender) cell(c cell, f check.Field, first bool) (string, Kind) {
	old := m.text[c.start:c.end]
	narrow, now, kind := strings.Trim(old, plainBlanks), trim(old), Trimmed
	if c.quoted && now != strings.Trim(old, " \t"+wideBlanks) {
		return old, 0 // a line break in quotes is meant
	}
	if now != narrow && (source.Misread(old) != "" || !mayBe(f, narrow, now)) {
		now = narrow
	}
	if f.Number && !f.Missing(now) {
		if n, k := number(now, f); k != 0 && !f.Missing(n) && (f.Allows(n) || !f.Allows(narrow)) {
			now, kind = n, k
		}
	}
	if first && !c.quoted && strings.HasPrefix(now, "#") { // the line would be a comment
		now = old[:strings.Index(old, now)+len(now)]
	}
	if now == old {
		kind = 0
	}
	return now, kind
}

// mayBe says whether a cell may lose its wide blanks: not where an empty cell or a mark for missing would come of a
// text, nor where the contract wants the text as it is.
func mayBe(f check.Field, old, now string) bool {
	if was, is := f.Missing(old), f.Missing(now); was != is && !(is && f.Number) {
		return false
	}
	return f.Allows(now) || !f.Allows(old)
}

// number is a cell as the plain number that it means, and 0 where it is one or means none.
func number(s string, f check.Field) (string, Kind) {
	if _, ok := source.ParseNumber([]byte(s)); ok {
		return "", 0
	}
	kind := Kind(0)
	t := narrowed(s, f.GroupChar)
	if t != s {
		kind = FullWidth
	}
	if f.GroupChar != "" && strings.Contains(t, f.GroupChar) {
		var ok bool
		if t, ok = ungrouped(t, f.GroupChar); !ok {
			return "", 0
		}
		kind = Thousands
	}
	if f.DecimalChar != "." && strings.Contains(t, ".") {
		return "", 0 // whoever reads the file by its contract would take the point for something else
	}
	if _, ok := source.ParseNumber([]byte(t)); !ok {
		return "", 0
	}
	return t, kind
}

// narrowed turns full-width digits, signs and points narrow, but not the thousands mark that the contract declares.
func narrowed(s, group string) string {
	return strings.Map(func(r rune) rune {
		if r < '！' || r > '～' || !strings.ContainsRune("０１２３４５６７８９＋－．Ｅｅ", r) || string(r) == group {
			return r
		}
		return r - '！' + '!'
	}, s)
}

// ungrouped takes the thousands marks out of a number: up to three digits, then groups of three, then perhaps a point
// and decimals.
func ungrouped(s, mark string) (string, bool) {
	whole, decimals, point := strings.Cut(s, ".")
	if mark == "." {
		whole, decimals, point = s, "", false
	}
	sign := ""
	if whole != "" && (whole[0] == '-' || whole[0] == '+') {
		sign, whole = whole[:1], whole[1:]
	}
	groups := strings.Split(whole, mark)
	for i, g := range groups {
		if !digits(g) || len(g) > 3 || i > 0 && len(g) < 3 {
			return "", false
		}
	}
	if !point {
		return sign + strings.Join(groups, ""), true
	}
	return sign + strings.Join(groups, "") + "." + decimals, digits(decimals)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
