package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// emptyText notes an empty cell that is no number.
func (rr *rowReader) emptyText(col *column, mark string) {
	switch {
	case rr.r.Merged(col.field):
	case !rr.p.asked(): // nobody says what a row must have
	case col.field == rr.p.zone:
		rr.pt.lost++
		message := "this row has no zone: its id is missing"
		if mark != "" {
			message = "says that the row has no zone: its id is missing"
		}
		rr.find(diag.KeyMissing, 0, col, mark, message, "", "fill in the zone's id, or take the row out")
	case col.key:
		rr.pt.lost++
		rr.find(diag.KeyMissing, 0, col, mark, "a part of the row's key is missing", "", "fill it in")
	case col.required, col.kind == year && col.standard == stdYear && col.want.field == nil:
		rr.lacks(col, mark, "fill it in")
	}
}

// textCell checks a cell of a column that holds no numbers.
func (rr *rowReader) textCell(col *column, cell []byte) {
	if len(col.missing) > 0 && slices.Contains(col.missing, string(cell)) {
		rr.emptyText(col, string(cell))
		return
	}
	plain := col.enum != nil && col.enum[string(cell)] || plainText(cell)
	if !plain {
		if rule, what, rest := unsafeText(string(cell)); rule != nil {
			mend := "take it out"
			if rest != string(cell) && rule != diag.EncodingMojibake {
				mend = "write " + diag.Quote(rest)
			} else if rule == diag.EncodingMojibake {
				mend = "take the text from the original file, read in its own encoding"
			}
			rr.find(rule, 0, col, string(cell), what, "", mend)
			return
		}
	}
	if cell[0] == '#' && source.Explain(string(cell)).Rule == diag.TypeSpreadsheet {
		f := source.Explain(string(cell))
		rr.find(f.Rule, 0, col, string(cell), f.What, "", f.Mend)
		return
	}
	if t := strings.TrimSpace(string(cell)); !plain && len(t) < len(cell) { // ASCII blanks are away already
		severity := diag.Warning
		if col.key || col.enum != nil {
			severity = diag.Error
		}
		rr.find(diag.TypeBlanks, severity, col, string(cell), fmt.Sprintf("has blanks around it that are not plain ones (U+%04X)", wideBlank(string(cell))), "", "write "+diag.Quote(t))
		return
	}
	switch col.kind {
	case year:
		switch {
		case !rr.yearCell(col, cell):
			rr.pt.lost++
		case col.field == rr.p.year:
			rr.pt.years.add(cell, rr.record)
		}
		return
	case date:
		rr.dateCell(col, string(cell))
		return
	case boolean:
		rr.booleanCell(col, string(cell))
		return
	}
	if col.enum != nil && !col.enum[string(cell)] {
		rr.notListed(col, string(cell))
		return
	}
	if col.pattern != nil && !col.pattern.Match(cell) {
		rule := diag.RangePattern
		if col.key {
			rule = diag.KeyPattern
		}
		rr.find(rule, 0, col, string(cell), "is not written as the contract says", "the pattern "+col.shown, plainMend(col, string(cell)))
		return
	}
	if f := col.want.field; f != nil && (f.MinLength >= 0 || f.MaxLength >= 0) {
		rr.length(col, cell, f.MinLength, f.MaxLength) // a formula may hide behind it all the same
	}
	if col.field == rr.p.province || col.field == rr.p.kind {
		rr.place(col, cell)
	}
	if !plain {
		if rule, what, mend := injected(string(cell)); rule != nil {
			rr.find(rule, 0, col, string(cell), what, "", mend)
		}
	}
}

// wideBlank is the first or last character of a text, the one that is a blank.
func wideBlank(s string) rune {
	if r, _ := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return r
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// plainMend offers the text as the column's list or pattern has it, where width, case and blanks are the only
// difference.
func plainMend(col *column, cell string) string {
	plain := strings.TrimSpace(strings.Map(narrow, cell))
	for _, t := range []string{plain, strings.ToUpper(plain), strings.ToLower(plain), strings.ReplaceAll(plain, " ", "")} {
		if t != cell && col.pattern != nil && col.pattern.MatchString(t) {
			return "write " + diag.Quote(t)
		}
	}
	return ""
}

// notListed reports a value that the contract's list does not have.
func (rr *rowReader) notListed(col *column, cell string) {
	if f := source.Explain(cell); f.Rule == diag.MissingMark || f.Rule == diag.MissingEllipsis {
		severity := f.Rule.Severity
		if col.required {
			severity = diag.Error
		}
		rr.find(f.Rule, severity, col, cell, f.What, "", f.Mend)
		return
	}
	rule := diag.ReferenceEnum
	switch col.standard {
	case stdProvince:
		rule = diag.ReferenceProvince
	case stdType:
		rule = diag.ReferenceType
	}
	if rr.counted(rule, col) {
		return
	}
	mend, folded, simple := "", foldName(cell), simplified.Replace(cell)
	for _, e := range col.enumList {
		if foldName(e) == folded || simplified.Replace(e) == simple {
			mend = "write " + diag.Quote(e)
		}
	}
	if mend == "" {
		mend = shorter(simple, col.enumList)
	}
	if mend == "" && len(col.enumList) <= mostNear {
		mend = likely(cell, col.enumList)
	}
	rr.find(rule, 0, col, cell, "is not on the list", listed(col.enumList), mend)
}

// likely offers the listed value that the text may be, mistyped. Of two characters the first must be the same: 湖比 is
// 湖北, but 华东 is not 山东.
func likely(cell string, list []string) string {
	first, size := utf8.DecodeRuneInString(cell)
	if utf8.RuneCountInString(cell) == 2 && size > 1 {
		list = slices.DeleteFunc(slices.Clone(list), func(e string) bool { return !strings.HasPrefix(e, string(first)) })
	}
	if n := diag.Nearest(cell, list); n != "" {
		return "did you mean " + diag.Quote(n) + "?"
	}
	return ""
}

// shorter offers the listed value that starts as the text does, or the other way round: 江苏 for 江苏省.
func shorter(cell string, list []string) string {
	for _, e := range list {
		if utf8.RuneCountInString(cell) >= 2 && utf8.RuneCountInString(e) >= 2 && (strings.HasPrefix(e, cell) || strings.HasPrefix(cell, e)) {
			return "did you mean " + diag.Quote(e) + "?"
		}
	}
	return ""
}

// length reports a text that is too short or too long.
func (rr *rowReader) length(col *column, cell []byte, low, high int) bool {
	n := utf8.RuneCount(cell)
	if (low < 0 || n >= low) && (high < 0 || n <= high) {
		return false
	}
	wanted := ""
	switch {
	case low == high:
		wanted = strconv.Itoa(low)
	case low < 0:
		wanted = "at most " + strconv.Itoa(high)
	case high < 0:
		wanted = "at least " + strconv.Itoa(low)
	default:
		wanted = strconv.Itoa(low) + " to " + strconv.Itoa(high)
	}
	rr.find(diag.RangeLength, 0, col, string(cell), "has "+strconv.Itoa(n)+" characters", wanted, "")
	return true
}

// The years that are taken for years.
const (
	firstYear = 1900
	lastYear  = 2200
)

// yearCell says whether a cell is a year that can be.
func (rr *rowReader) yearCell(col *column, cell []byte) bool {
	y := 0
	if len(cell) == 4 {
		for _, c := range cell {
			if c < '0' || c > '9' {
				y = 0
				break
			}
			y = y*10 + int(c-'0')
		}
	}
	low, high := max(col.min, firstYear), min(col.max, lastYear)
	wanted := "a year from " + strconv.Itoa(int(low)) + " to " + strconv.Itoa(int(high))
	switch {
	case y < firstYear || y > lastYear:
		mend := "write the year with four digits, such as 2021"
		digits := strings.TrimFunc(strings.TrimSuffix(strings.Map(narrow, string(cell)), ".0"), func(c rune) bool { return c < '0' || c > '9' })
		if v, err := strconv.Atoi(digits); err == nil && v >= firstYear && v <= lastYear {
			mend = "write " + digits
		}
		rr.find(diag.KeyYear, 0, col, string(cell), "is not a year", wanted, mend)
		return false
	case float64(y) < low || float64(y) > high:
		rr.find(diag.RangeLimit, 0, col, string(cell), "is a year out of range", wanted, "")
		return false
	case col.enum != nil && !col.enum[string(cell)]:
		rr.notListed(col, string(cell))
		return false
	}
	return true
}

// isoForms are the dates that need no format.
var isoForms = map[string][]string{
	"date": {"2006-01-02"}, "datetime": {"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z"}, "time": {"15:04:05"}, "yearmonth": {"2006-01"},
}

// directives turn the directives of a Table Schema format into Go's.
var directives = strings.NewReplacer("%Y", "2006", "%m", "01", "%d", "02", "%H", "15", "%M", "04", "%S", "05", "%y", "06", "%b", "Jan", "%B", "January", "%e", "_2", "%z", "-0700")

func (rr *rowReader) dateCell(col *column, cell string) {
	f := col.want.field
	forms, wanted := isoForms[f.Type], "a "+f.Type+" such as "+map[string]string{"date": "2021-12-31", "datetime": "2021-12-31T08:00:00", "time": "08:00:00", "yearmonth": "2021-12"}[f.Type]
	if strings.Contains(f.Format, "%") {
		forms, wanted = []string{directives.Replace(f.Format)}, "a "+f.Type+" in the form "+f.Format
	}
	if f.Format == "any" {
		return
	}
	for _, form := range forms {
		if _, err := time.Parse(form, cell); err == nil {
			if f.MinText != "" && cell < f.MinText || f.MaxText != "" && cell > f.MaxText {
				rr.find(diag.RangeLimit, 0, col, cell, "is out of range", strings.TrimSuffix(f.MinText+" to "+f.MaxText, " to "), "")
			}
			return
		}
	}
	rr.find(diag.TypeDate, 0, col, cell, "is no such "+f.Type, wanted, "")
}

func (rr *rowReader) booleanCell(col *column, cell string) {
	yes, no := col.want.field.TrueValues, col.want.field.FalseValues
	if len(yes) == 0 {
		yes = []string{"true", "True", "TRUE", "1"}
	}
	if len(no) == 0 {
		no = []string{"false", "False", "FALSE", "0"}
	}
	if !slices.Contains(yes, cell) && !slices.Contains(no, cell) {
		rr.find(diag.TypeBoolean, 0, col, cell, "is neither true nor false", listed(append(slices.Clone(yes), no...)), "")
	}
}

// simplified turns the traditional and variant characters in the names of provinces and zones into the usual ones.
var simplified = strings.NewReplacer("陜", "陕", "廣", "广", "東", "东", "雲", "云", "貴", "贵", "蘇", "苏", "遼", "辽", "寧", "宁", "龍", "龙", "內", "内", "灣", "湾",
	"慶", "庆", "肅", "肃", "門", "门", "區", "区", "爾", "尔", "壯", "壮", "臺", "台", "級", "级", "經", "经", "開", "开", "發", "发", "國", "国", "濟", "济")
