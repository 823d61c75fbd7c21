package source

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"zoneval/pkg/diag"
)

// missingMarks are what tables write where there is no value, beyond doubt.
var missingMarks = []string{
	"-", "--", "---", "—", "——", "–", "―", "－", "/", "\\", "／", "n/a", "na", "n.a.", "null", "none", "nil", "missing",
	"无", "暂无", "无数据", "暂无数据", "数据缺失", "尚未公布", "未发布", "未报", "未报送", "未上报", "待公布", "待补", "待补充", "保密", "no data", "not available", "unknown", "n.d.", "nd", "-/-", "缺", "缺失", "空", "未公布", "未知", "未统计", "不详", "不适用", "待定", "tbd", "..", "...", "......",
}

// ellipses stand in Chinese yearbooks for a value below half of the table's smallest unit.
var ellipses = []string{"…", "……", "⋯", "⋯⋯"}

var spreadsheetErrors = []string{
	"#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#getting_data", "#n/a",
}

// Fault is what is wrong with a cell that should be a plain number.
type Fault struct {
	Rule  *diag.Rule
	What  string // the end of a sentence that starts with the cell: "has a thousands mark"
	Mend  string
	Plain string // the same number as it should be written, where that is certain
}

// numberFault is one way to write something that is not a plain number. see returns the plain form, "" where it cannot
// be known, and whether the text is of this kind.
type numberFault struct {
	rule *diag.Rule
	what string
	mend string // "" means: write the plain form
	see  func(t string) (plain string, ok bool)
}

// numberFaults are tried in order.
var numberFaults = []numberFault{
	{diag.MissingEllipsis, "is the mark for a value below the table's smallest unit, which is near zero and not missing",
		"write the value, or 0; leave the cell empty only where there is none", oneOf(ellipses...)},
	{diag.MissingMark, "looks like 'missing'", "leave the cell empty, or list the mark under missing_values in the index or missingValues in the contract", oneOf(missingMarks...)},
	{diag.TypeNaN, "is not a number (NaN), as programs write a missing value", "leave the cell empty when there is no value", oneOf("nan", "-nan", "+nan", "1.#qnan", "-1.#ind")},
	{diag.TypeSpreadsheet, "is a spreadsheet error", "mend the formula and save the file again", oneOf(spreadsheetErrors...)},
	{diag.TypeSpreadsheet, "is a column too narrow for its number", "widen the column in the spreadsheet and save the file again", hashes},
	{diag.TypeInfinite, "is infinite", "write a number, or leave the cell empty", oneOf("inf", "-inf", "+inf", "infinity", "-infinity", "+infinity", "∞", "-∞")},
	{diag.TypeOverflow, "is too large for a number", "check the unit", tooLarge},
	{diag.TypeBlanks, "has blanks around it that are not plain ones", "", wideBlanks},
	{diag.TypeFullWidth, "has full-width characters", "", fullWidth},
	{diag.TypeApostrophe, "has an apostrophe before it, as a spreadsheet keeps numbers as text", "", prefixed("'", "’", "‘", "`")},
	{diag.TypeNegative, "has a minus that is not the plain one", "", otherMinus},
	{diag.TypeNegative, "is a negative number in accounting form", "", accounting},
	{diag.TypeHex, "is hexadecimal", "", hexadecimal},
	{diag.TypePercent, "has a percent sign", "", percent},
	{diag.TypeBound, "is a bound, not a value", "write the value, or set bounds: true for this indicator in the index", bound},
	{diag.TypeBound, "is about a value, not the value", "write the value", about},
	{diag.TypeThousands, "has a thousands mark", "", thousands},
	{diag.TypeDecimalComma, "has a decimal comma", "", decimalComma},
	{diag.TypeDate, "looks like a date, as a spreadsheet makes of 1-2 or 3/4", "format the column as a number and enter the value again", date},
	{diag.TypeUnit, "has a unit in the cell", "", unit},
	{diag.TypeNumber, "is a formula, which a spreadsheet would run", "write its result as a number", formula},
}

// exactPlain are the rules whose plain form is the same number beyond doubt, whatever the column.
var exactPlain = []*diag.Rule{diag.TypeBlanks, diag.TypeFullWidth, diag.TypeApostrophe, diag.TypeNegative, diag.TypeHex, diag.TypeThousands, diag.TypeDecimalComma}

// Explain says what a cell that is not a plain number is, and how to mend it.
func Explain(cell string) Fault {
	t := strings.Trim(cell, " \t\r\n")
	for _, f := range numberFaults {
		plain, ok := f.see(t)
		if !ok {
			continue
		}
		out := Fault{Rule: f.rule, What: f.what, Mend: f.mend}
		if _, number := plainNumber(plain); number && slices.Contains(exactPlain, f.rule) {
			out.Plain = plain
		}
		switch {
		case f.mend != "":
		case plain == "":
			out.Mend = "write it like 1820.5"
		default:
			out.Mend = "write " + plain
		}
		return out
	}
	return Fault{Rule: diag.TypeNumber, What: "is not a number", Mend: "write it like 1820.5, or leave the cell empty when there is no value"}
}

// plainNumber says whether a text is a plain number, and returns it without outer blanks.
func plainNumber(t string) (string, bool) {
	_, ok := ParseNumber([]byte(t))
	return strings.Trim(t, " \t\r\n"), ok
}

func oneOf(marks ...string) func(string) (string, bool) {
	return func(t string) (string, bool) { return "", slices.Contains(marks, strings.ToLower(t)) }
}

func prefixed(marks ...string) func(string) (string, bool) {
	return func(t string) (string, bool) {
		for _, m := range marks {
			if rest, ok := strings.CutPrefix(t, m); ok {
				return plainNumber(rest)
			}
		}
		return "", false
	}
}

func formula(t string) (string, bool) { return "", len(t) > 1 && t[0] == '=' }

func hashes(t string) (string, bool) { return "", len(t) > 1 && strings.Trim(t, "#") == "" }

func tooLarge(t string) (string, bool) {
	_, ok := scanDecimal([]byte(t))
	return "", ok
}

// wideBlanks also takes away what is invisible.
func wideBlanks(t string) (string, bool) {
	return plainNumber(strings.TrimFunc(t, func(r rune) bool {
		return unicode.IsSpace(r) || r >= 0x200b && r <= 0x200f || r == 0xfeff || r == 0x2060
	}))
}

func fullWidth(t string) (string, bool) {
	plain := narrow(t)
	if plain == t {
		return "", false
	}
	return reduce(plain)
}

// narrow turns the full-width forms of ASCII into ASCII.
func narrow(t string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		if r == '。' {
			return '.'
		}
		return r
	}, t)
}

// reduce takes a text that is plain already or has one more fault.
func reduce(t string) (string, bool) {
	if p, ok := plainNumber(t); ok {
		return p, true
	}
	for _, see := range []func(string) (string, bool){percent, thousands, accounting, unit} {
		if p, ok := see(t); ok {
			return p, true
		}
	}
	return "", false
}

func otherMinus(t string) (string, bool) {
	for _, m := range []string{"−", "–", "—", "－", "- "} {
		if rest, ok := strings.CutPrefix(t, m); ok {
			return plainNumber("-" + rest)
		}
	}
	if rest, ok := strings.CutSuffix(t, "-"); ok {
		return plainNumber("-" + rest)
	}
	return "", false
}

func accounting(t string) (string, bool) {
	if len(t) < 3 || t[0] != '(' || t[len(t)-1] != ')' {
		return "", false
	}
	inside := t[1 : len(t)-1]
	if p, ok := thousands(inside); ok {
		inside = p
	}
	return plainNumber("-" + inside)
}

func hexadecimal(t string) (string, bool) {
	if low := strings.ToLower(t); !strings.HasPrefix(strings.TrimLeft(low, "+-"), "0x") {
		return "", false
	}
	v, err := strconv.ParseInt(t, 0, 64)
	if err != nil {
		return "", true
	}
	return strconv.FormatInt(v, 10), true
}

func percent(t string) (string, bool) {
	n := strings.TrimRight(t, "%％‰ ")
	if n == t {
		return "", false
	}
	p, ok := plainNumber(n)
	if !ok {
		p, ok = thousands(n)
	}
	if !ok {
		return "", false
	}
	v, _ := ParseNumber([]byte(p))
	if strings.Contains(t, "‰") {
		return p + " if the column is in per mille, or " + number10(v/1000) + " if it is a share", true
	}
	return p + " if the column is in percent, or " + number10(v/100) + " if it is a share", true
}

// number10 writes a number as people do, without the noise of the last bits.
func number10(v float64) string {
	s := strconv.FormatFloat(v, 'f', 10, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func bound(t string) (string, bool) { return "", IsBound(t) }

func about(t string) (string, bool) {
	rest := strings.TrimLeft(t, "≤≥<>=＜＞~～≈约大于小超过不足近 ")
	rest = strings.TrimRight(rest, "+以上下左右余多 ")
	_, ok := plainNumber(rest)
	return "", ok && rest != t
}

// IsBound says whether a cell reads ≤N, <N, ≥N or >N with a plain number N; the signs may be <= and >=.
func IsBound(cell string) bool {
	t := strings.TrimSpace(cell)
	rest := strings.TrimLeft(t, "≤≥<>=")
	sign := t[:len(t)-len(rest)]
	_, number := plainNumber(rest)
	return number && slices.Contains([]string{"≤", "≥", "<", ">", "<=", ">="}, sign)
}

var (
	thousandsForm = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[-+]?\d{1,3}([,，'’_ \x{a0}\x{202f}]\d{3})+(\.\d+)?$|^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$`)
	})
	commaForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[-+]?\d+[,，]\d+$`) })
	dateForm  = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?|月)?( .*)?$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$|` +
			`^\d{1,2}[-/]\d{1,2}$|^\d{1,2}月(\d{1,2}日)?$|^\d{1,2}[- ][A-Za-z]{3}(-\d{2,4})?$|^[A-Za-z]{3}[- ]\d{2,4}$`)
	})
	unitForm = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^([$¥￥€£]?)([-+]?[\d.,]+)\s*([^\d\s.,-][^\d]{0,15})?$`)
	})
)

func thousands(t string) (string, bool) {
	if !thousandsForm().MatchString(t) {
		return "", false
	}
	if strings.Count(t, ".") > 1 || strings.Contains(t, ".") && strings.LastIndexByte(t, ',') > strings.LastIndexByte(t, '.') {
		t = strings.ReplaceAll(strings.ReplaceAll(t, ".", ""), ",", ".")
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || strings.ContainsRune("+-.", r) {
			return r
		}
		return -1
	}, t), true
}

func decimalComma(t string) (string, bool) {
	if !commaForm().MatchString(t) {
		return "", false
	}
	return strings.NewReplacer(",", ".", "，", ".").Replace(t), true
}

func date(t string) (string, bool) { return "", dateForm().MatchString(t) }

// units are the Chinese words that multiply.
var units = []struct {
	word   string
	factor float64
}{{"万亿", 1e12}, {"亿", 1e8}, {"千万", 1e7}, {"百万", 1e6}, {"万", 1e4}, {"千", 1e3}}

func unit(t string) (string, bool) {
	m := unitForm().FindStringSubmatch(t)
	if m == nil || m[1] == "" && m[3] == "" {
		return "", false
	}
	p, ok := plainNumber(m[2])
	if !ok {
		p, ok = thousands(m[2])
	}
	if !ok {
		return "", false
	}
	v, _ := ParseNumber([]byte(p))
	for _, u := range units {
		if strings.HasPrefix(m[3], u.word) {
			return "the number alone, in the column's own unit (" + t + " is " + number10(v*u.factor) + strings.TrimPrefix(m[3], u.word) + ")", true
		}
	}
	return p + ", in the column's own unit", true
}
