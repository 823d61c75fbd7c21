package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Names that are read wrong are known again; names that are read right are not taken for it.
func TestMisread(t *testing.T) {
	tried := 0
	for _, name := range []string{"中关村科技园区", "苏州工业园区", "江苏", "武汉东湖新技术开发区", "西安高新区"} {
		for _, d := range []interface{ String(string) (string, error) }{simplifiedchinese.GB18030.NewDecoder(), charmap.Windows1252.NewDecoder(), charmap.ISO8859_1.NewDecoder()} {
			wrong, err := d.String(name)
			if strings.ContainsRune(wrong, utf8.RuneError) || err != nil {
				continue // a lost character is another finding
			}
			if got := Misread(wrong); got == "" || len(name)-len(got) > 3 {
				t.Errorf("Misread(%q) = %q, was %q", wrong, got, name)
			}
			tried++
		}
	}
	for wrong, was := range map[string]string{"ºÏ·Ê¸ßÐÂÇø": "合肥高新区", "合肥é«˜æ–°åŒº": "高新区"} {
		if got := Misread(wrong); got != was {
			t.Errorf("Misread(%q) = %q, want %q", wrong, got, was)
		}
	}
	if tried < 6 {
		t.Errorf("only %d names tried", tried)
	}
	for _, s := range []string{"", "联通", "中关村科技园区", "Île-de-France", "Übersee-Ölförderung", "São Paulo", "Москва", "高新区（示范）", "㐀㐁", "东京Tōkyō", "×÷", "²³"} {
		if got := Misread(s); got != "" {
			t.Errorf("Misread(%q) = %q", s, got)
		}
	}
}
