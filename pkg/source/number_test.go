package source

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// number reads a text through a record, the way tables are read.
func number(t testing.TB, text string) (float64, bool) {
	t.Helper()
	in := Bytes("t", []byte("a,b,c\nx,"+text+",y\n"), Options{})
	var v float64
	var ok bool
	in.Each(1, 0, func(r *Reader) {
		for r.Next() {
			v, ok = r.Number(1)
		}
	})
	return v, ok
}

func sameBits(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

// check holds both ways of reading a number against strconv.
func checkNumber(t rapid.TB, text string) {
	want, err := strconv.ParseFloat(text, 64)
	got, ok := ParseNumber([]byte(text))
	if err != nil {
		if ok {
			t.Fatalf("ParseNumber(%q) = %v, strconv says %v", text, got, err)
		}
		return
	}
	if !ok || !sameBits(got, want) {
		t.Fatalf("ParseNumber(%q) = %v, %v; want %v", text, got, ok, want)
	}
	r := &Reader{text: append([]byte(text), make([]byte, padding)...), bounds: []int32{0, int32(len(text) + 1)}}
	if got, ok := r.Number(0); !ok || !sameBits(got, want) {
		t.Fatalf("Number(%q) = %v, %v; want %v", text, got, ok, want)
	}
}

func TestParseNumberEqualsStrconv(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Draw(t, "v")
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		for _, form := range []byte("feg") {
			checkNumber(t, strconv.FormatFloat(v, form, rapid.IntRange(-1, 20).Draw(t, "precision"), 64))
		}
	})
}

func TestParseNumberEqualsStrconvOnDigits(t *testing.T) {
	form := rapid.StringMatching(`[-+]?([0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})([eE][-+]?[0-9]{1,4})?`)
	short := rapid.StringMatching(`[0-9]{0,10}\.?[0-9]{1,8}`)
	rapid.Check(t, func(t *rapid.T) {
		checkNumber(t, form.Draw(t, "text"))
		checkNumber(t, short.Draw(t, "short"))
	})
}

func TestParseNumberEdges(t *testing.T) {
	for _, text := range []string{
		"0", "-0", "+0", "1.", ".5", "-.5", "1e5", "1E+05", "9007199254740991", "9007199254740992", "9007199254740993",
		"0.1", "0.30000000000000004", "123456789012345678", "1234567890123456789012", "4.9e-324", "2.2250738585072011e-308",
		"1.7976931348623157e308", "1e-400", "1e22", "1e23", "12345678", "1234567.8", "123456.78901234", "12345678.9", "0000000000000001.5",
		"00000000000000000000000000001", "1e0000000000000001", "1" + strings.Repeat("0", 300), "0." + strings.Repeat("0", 400) + "1",
	} {
		checkNumber(t, text)
	}
	for _, text := range []string{
		"", ".", "-", "+", "..", "1..2", "1.2.3", "12.345.6789", "1e", "1e+", "e5", "NaN", "nan", "Inf", "-inf", "infinity", "0x10", "0x1p4",
		"1_000", "1,5", "1 2", "１", "1e999", "-1e999", "--1", "+-1", "1-", "12:34567", "1234567/", "12345678:", "1234;678", "12%", "1\x00",
	} {
		if v, ok := ParseNumber([]byte(text)); ok {
			t.Errorf("ParseNumber(%q) = %v, want none", text, v)
		}
		if strings.ContainsAny(text, ",") {
			continue
		}
		if v, ok := number(t, text); ok {
			t.Errorf("Number(%q) = %v, want none", text, v)
		}
	}
	for _, text := range []string{" 1.5", "1.5 ", "\t1.5\t ", " 1.5"} {
		if v, ok := number(t, text); !ok || v != 1.5 {
			t.Errorf("Number(%q) = %v, %v; want 1.5", text, v, ok)
		}
	}
}

// Every text of up to four characters of an alphabet that has what numbers are made of and what comes close.
func TestParseNumberAllShort(t *testing.T) {
	alphabet := "019.-+eE:/, _x"
	r := &Reader{bounds: []int32{0, 0}}
	var walk func(text string)
	walk = func(text string) {
		want, err := strconv.ParseFloat(text, 64)
		wantOK := err == nil && !strings.ContainsAny(text, "_xX")
		if trimmed := strings.Trim(text, " "); trimmed != text {
			want, err = strconv.ParseFloat(trimmed, 64)
			wantOK = err == nil && !strings.ContainsAny(text, "_xX")
		}
		r.text = append(append(r.text[:0], text...), make([]byte, padding)...)
		r.bounds[1] = int32(len(text) + 1)
		if got, ok := r.Number(0); ok != wantOK || ok && !sameBits(got, want) {
			t.Errorf("Number(%q) = %v, %v; want %v, %v", text, got, ok, want, wantOK)
		}
		if len(text) < 4 {
			for _, c := range alphabet {
				walk(text + string(c))
			}
		}
	}
	walk("")
}

func BenchmarkNumber(b *testing.B) {
	text := "0.12,12.34,123.456,1.234567,100.1"
	r := &Reader{in: &Input{Delimiter: ','}, bounds: make([]int32, 256)}
	r.text = append([]byte(text), make([]byte, padding)...)
	b.Run("split", func(b *testing.B) {
		for b.Loop() {
			r.split(0, len(text))
		}
	})
	b.Run("Number", func(b *testing.B) {
		sum := 0.0
		for b.Loop() {
			for i := range r.fields {
				v, _ := r.Number(i)
				sum += v
			}
		}
	})
}
