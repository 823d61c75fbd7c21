package contract

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// see gathers what Write wants to know of a column, as the reader of a data file does.
func see(header string, cells, marks []string) Column {
	c := Column{Header: header, Count: len(cells), Whole: true, Unique: true, Min: math.Inf(1), Max: math.Inf(-1), Distinct: []string{}}
	seen := map[string]bool{}
	for _, s := range cells {
		if s == "" || slices.Contains(marks, s) {
			c.Missing++
			continue
		}
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			c.IsText = true
		} else {
			c.Min, c.Max, c.Whole = min(c.Min, v), max(c.Max, v), c.Whole && v == math.Trunc(v)
			c.LeadingZeros = c.LeadingZeros || len(s) > 1 && s[0] == '0' && s[1] != '.'
		}
		c.Unique = c.Unique && !seen[s]
		c.MaxLen = max(c.MaxLen, utf8.RuneCountInString(s))
		if !seen[s] && c.Distinct != nil {
			c.Distinct = append(c.Distinct, s)
		}
		if seen[s] = true; len(c.Distinct) > 40 {
			c.Distinct = nil
		}
	}
	return c
}

// keeps says what a column breaks of a field.
func keeps(f *Field, cells, missing []string) error {
	seen := map[string]bool{}
	for _, s := range cells {
		if slices.Contains(missing, s) {
			if f.Required {
				return fmt.Errorf("%q is missing", s)
			}
			continue
		}
		v, err := strconv.ParseFloat(s, 64)
		switch {
		case isNumeric(f.Type) && (err != nil || v < f.Min || v > f.Max || f.Type == "integer" && v != math.Trunc(v)):
			return fmt.Errorf("%q is not in %g to %g", s, f.Min, f.Max)
		case f.Enum != nil && !slices.Contains(f.Enum, s):
			return fmt.Errorf("%q is not in %q", s, f.Enum)
		case f.MaxLength >= 0 && utf8.RuneCountInString(s) > f.MaxLength:
			return fmt.Errorf("%q is longer than %d", s, f.MaxLength)
		case f.Pattern != nil && !f.Pattern.MatchString(s):
			return fmt.Errorf("%q is not %q", s, f.PatternText)
		case f.Unique && seen[s]:
			return fmt.Errorf("%q stands twice", s)
		}
		seen[s] = true
	}
	return nil
}

// TestWriteParses: whatever the headers and cells are, the contract is read back without an error or warning, and the
// data that it was made from keeps it.
func TestWriteParses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	headers := []string{"zone", "year", "GDP (亿元)", "研发强度 %", "a: b", "- x", "# y", "yes", "null", "1.5", "\"q\"", "it's", "[a]", "{b}", "*c", "&d", "!e", "@f", "line\nbreak",
		"esc\x1b", "tab\there", "\ufeffbom", "\u2028", "", "  blank  ", "a", "a", "占比", "growth rate", "编号", "\xff\xfe", "~", "2021-01-01", "年份", "share"}
	words := []string{"national", "provincial", "北京", "NA", "-", "a: b", "# c", "\"", "'", "\\", "\n", "true", "12", "0012", "ab\x00", "\u0085", "\ue000"}
	cell := func(kind int) string {
		switch kind {
		case 0:
			return strconv.Itoa(r.IntN(200) - 50)
		case 1:
			return strconv.FormatFloat(math.Pow(10, r.Float64()*30-12), 'g', 5, 64)
		case 2:
			return words[r.IntN(len(words))]
		case 3:
			return fmt.Sprintf("%04d", r.IntN(3000))
		case 4:
			return strconv.Itoa(1990 + r.IntN(40))
		case 5:
			return strconv.FormatFloat(r.Float64()*math.Pow(10, float64(r.IntN(3))), 'f', 3, 64)
		case 6:
			return words[r.IntN(2)]
		case 7:
			return strconv.FormatFloat(-math.Pow(10, r.Float64()*200-100), 'g', 3, 64)
		}
		return ""
	}
	for range 500 {
		marks := [][]string{nil, {"NA"}, {"", "-", "NA"}, {"0"}}[r.IntN(4)]
		var cols []Column
		var cells [][]string
		for range 1 + r.IntN(6) {
			kind, n := r.IntN(9), r.IntN(30)
			var col []string
			for range n {
				if r.IntN(10) == 0 {
					col = append(col, "")
					continue
				}
				col = append(col, cell(kind))
			}
			cells = append(cells, col)
			cols = append(cols, see(headers[r.IntN(len(headers))], col, marks))
		}
		var key []string
		if r.IntN(2) == 0 {
			key = []string{cols[0].Header}
		}
		var b bytes.Buffer
		if err := Write(&b, "data\n.csv", cols, key, marks); err != nil {
			if slices.ContainsFunc(cols, func(c Column) bool { return strings.TrimSpace(c.Header) != "" }) {
				t.Fatal(err)
			}
			continue
		}
		c := must(t, b.String())
		if c.Guesses != len(c.Fields) || !Looks(b.Bytes()) {
			t.Fatalf("%d guesses in %d fields\n%s", c.Guesses, len(c.Fields), &b)
		}
		missing := []string{""}
		if c.HasMissing {
			missing = c.Missing
		}
		done := map[string]bool{}
		for i, col := range cols {
			name := strings.TrimSpace(strings.ToValidUTF8(col.Header, "\uFFFD"))
			if name == "" || done[name] {
				continue
			}
			done[name] = true
			f := c.Field(name)
			if f == nil {
				t.Fatalf("no field %q in\n%s", name, &b)
			}
			if err := keeps(f, cells[i], missing); err != nil {
				t.Fatalf("%q: %v\n%s", name, err, &b)
			}
		}
	}
}

// TestWrite shows what is guessed.
func TestWrite(t *testing.T) {
	cols := []Column{
		{Header: "zone", Count: 169, Min: 1, Max: 169, Whole: true, LeadingZeros: true, Unique: true, MaxLen: 4},
		{Header: "year", Count: 169, Min: 2021, Max: 2021, Whole: true, MaxLen: 4},
		{Header: "名称", IsText: true, Count: 169, Unique: true, MaxLen: 14},
		{Header: "type", IsText: true, Count: 169, Distinct: []string{"park", "NA", "base"}, MaxLen: 4},
		{Header: "firms", Count: 169, Missing: 2, Min: 3, Max: 98, Whole: true, MaxLen: 2},
		{Header: "研发占比", Count: 169, Min: 0.5, Max: 61.2, MaxLen: 4},
		{Header: "growth", Count: 169, Min: -12.5, Max: 30, MaxLen: 5},
		{Header: "empty", Count: 169, Missing: 169, Min: math.Inf(1), Max: math.Inf(-1)},
	}
	var b bytes.Buffer
	if err := Write(&b, "/data/zones.csv", cols, []string{"zone", "year"}, []string{"NA"}); err != nil {
		t.Fatal(err)
	}
	want := `
missingValues: ["", NA]

fields:
  - name: zone
    type: string # guess: numbers with leading zeros are names
    constraints:
      required: true # guess: none of 169 cells is empty
      maxLength: 10 # guess: the longest has 4 characters
    review: true
  - name: year
    type: year # guess: its header
    constraints:
      required: true # guess: none of 169 cells is empty
    review: true
  - name: 名称
    type: string # guess: not all values are numbers
    constraints:
      required: true # guess: none of 169 cells is empty
      unique: true # guess: all 169 values differ
      maxLength: 50 # guess: the longest has 14 characters
    review: true
  - name: type
    type: string # guess: not all values are numbers
    constraints:
      required: true # guess: none of 169 cells is empty
      enum: [base, park] # guess: all there is in 169 cells
    review: true
  - name: firms
    type: integer # guess: all numbers are whole
    constraints:
      minimum: 0 # guess: seen 3 to 98
      maximum: 200 # guess: seen 3 to 98
    review: true
  - name: 研发占比
    type: number # guess: all values are numbers
    constraints:
      required: true # guess: none of 169 cells is empty
      minimum: 0 # guess: seen 0.5 to 61.2
      maximum: 100 # guess: seen 0.5 to 61.2
    review: true
  - name: growth
    type: number # guess: all values are numbers
    constraints:
      required: true # guess: none of 169 cells is empty
      minimum: -100 # guess: seen -12.5 to 30
      maximum: 100 # guess: seen -12.5 to 30
    review: true
  - name: empty
    type: any # guess: no value was seen
    review: true

primaryKey: [zone, year] # guess: no two rows are alike in this
`
	_, have, _ := strings.Cut(b.String(), "are ours.\n")
	if have, _, _ = strings.Cut(have, "\n# A total"); have != want {
		t.Errorf("have:\n%s", have)
	}
	// the examples of the footer are right, too
	var text strings.Builder
	for line := range strings.Lines(footer) {
		if line = strings.TrimPrefix(line, "# "); strings.HasPrefix(line, "  - ") || strings.HasSuffix(line, "s:\n") || strings.HasSuffix(line, "year:\n") {
			text.WriteString(line)
		}
	}
	c := must(t, text.String())
	identities(t, c, "revenue: revenue = domestic + foreign, 0.5 or 0")
	changes(t, c, "revenue 0.5 2 NaN", " 0.19999999999999996 1.8 NaN")
}

// TestWriteListsOnlyWhatRepeats: texts that stand once or twice are no list of what is allowed.
func TestWriteListsOnlyWhatRepeats(t *testing.T) {
	for count, want := range map[int]bool{5: false, 6: true} {
		var b bytes.Buffer
		if err := Write(&b, "x.csv", []Column{{Header: "a", IsText: true, Count: count, Distinct: []string{"x", "y"}, MaxLen: 1}}, nil, nil); err != nil {
			t.Fatal(err)
		}
		if have := must(t, b.String()).Fields[0].Enum != nil; have != want {
			t.Errorf("two texts in %d cells are listed: %v", count, have)
		}
	}
}

// TestWriteKeepsNamesAsTexts: what identifies a row, or is headed as a code, is a text even if it looks like a number.
func TestWriteKeepsNamesAsTexts(t *testing.T) {
	numbers := Column{Count: 9, Min: 1, Max: 9, Whole: true, MaxLen: 1}
	var cols []Column
	for _, h := range []string{"park", "区划代码", "zone_id", "firms"} {
		numbers.Header = h
		cols = append(cols, numbers)
	}
	var b bytes.Buffer
	if err := Write(&b, "x.csv", cols, []string{"park"}, nil); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"string", "string", "string", "integer"} {
		if f := must(t, b.String()).Fields[i]; f.Type != want {
			t.Errorf("%s is %s, want %s", f.Name, f.Type, want)
		}
	}
}

func TestWriteFails(t *testing.T) {
	if err := Write(io.Discard, "x.csv", []Column{{Header: " "}}, nil, nil); err == nil || !strings.Contains(err.Error(), "no column") {
		t.Error(err)
	}
	w := failing{}
	if err := Write(w, "x.csv", []Column{{Header: "a"}}, nil, nil); err == nil {
		t.Error("an error of the writer is lost")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestNice(t *testing.T) {
	for v, want := range map[float64]float64{196: 200, 200: 200, 201: 500, 1: 1, 0.3: 0.5, 1.1: 2, 6: 10, 1e20: 1e20, 1e99: 1e99} {
		if have := nice(v); have != want {
			t.Errorf("%g: %g, want %g", v, have, want)
		}
	}
	if number(1e20) != "1e+20" || number(0.25) != "0.25" || number(200) != "200" {
		t.Error(number(1e20), number(0.25), number(200))
	}
	for _, c := range []struct {
		name           string
		min, max       float64
		whole          bool
		wantLow, wantH float64
	}{{"share", 0.1, 0.9, false, 0, 1}, {"share", 0, 1, true, 0, 100}, {"share", 0, 120, false, 0, 500}, {"就业增长率", 3, 12, false, 0, 50}, {"x", -1, 0, true, -2, 2}} {
		low, high := guessRange(&Column{Min: c.min, Max: c.max, Whole: c.whole}, c.name)
		if low != c.wantLow || high != c.wantH {
			t.Errorf("%+v: %g to %g", c, low, high)
		}
	}
	if low, high := guessRange(&Column{}, "x"); low != 0 || high == high {
		t.Errorf("nothing but zeros: %g to %g", low, high)
	}
}
