package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWrap(t *testing.T) {
	long := strings.Repeat("word ", 30)
	lines := wrap(long, "- ")
	if len(lines) != 2 || !strings.HasPrefix(lines[1], "  word") || width(lines[0]) > lineWidth {
		t.Errorf("%q", lines)
	}
	chinese := strings.Repeat("权重为假定值，并非官方公布。", 6)
	for _, l := range wrap(chinese, "") {
		if width(l) > lineWidth || strings.ContainsAny(l[:3], "，。") {
			t.Errorf("%q", l)
		}
	}
	if got := wrap(strings.Repeat("x", 300), ""); len(got) != 1 {
		t.Errorf("a long word was broken: %q", got)
	}
	if got := wrap("  item: "+long, ""); len(got) != 2 || !strings.HasPrefix(got[0], "  item: word") || !strings.HasPrefix(got[1], "    word") {
		t.Errorf("an item of a list: %q", got)
	}
	if got := wrap("", "a: "); len(got) != 1 || got[0] != "a:" {
		t.Errorf("%q", got)
	}
}

// TestWrapLosesNothing: apart from blanks at line ends, the text comes out as it went in.
func TestWrapLosesNothing(t *testing.T) {
	squeeze := func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\n", "") }
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("ab 园，。（）x1%· ")), 0, 400, -1).Draw(t, "s")
		lines := wrap(s, "> ")
		if got := squeeze(strings.Join(lines, "\n")); got != squeeze(">"+s) {
			t.Fatalf("%q became %q", s, got)
		}
		for _, l := range lines {
			if width(l) > lineWidth && strings.Contains(strings.TrimSpace(l[2:]), " ") {
				t.Fatalf("too wide: %q", l)
			}
		}
	})
}
