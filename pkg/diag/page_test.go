package diag

import (
	"regexp"
	"strings"
	"testing"
)

// TestEveryRuleHasItsPage and every page its rule.
func TestEveryRuleHasItsPage(t *testing.T) {
	files, err := pages.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, f := range files {
		id, ok := strings.CutSuffix(f.Name(), ".md")
		if !ok {
			t.Errorf("pages/%s is no page", f.Name())
		}
		have[id] = true
	}
	for _, r := range Rules() {
		if !have[r.ID] {
			t.Errorf("there is no pages/%s.md", r.ID)
		}
		delete(have, r.ID)
	}
	for id := range have {
		t.Errorf("pages/%s.md is of no rule", id)
	}
}

var fence = regexp.MustCompile("(?m)^```")

// TestPagesReadWell checks the form of the pages: an example, a mend, lines that fit a screen, and nothing that the head
// says already.
func TestPagesReadWell(t *testing.T) {
	for _, r := range Rules() {
		page := r.Page()
		text := strings.TrimPrefix(page, "# "+r.ID+"\n\n"+r.Severity.String()+": "+r.Title+".\n\n")
		complain := func(format string, args ...any) {
			t.Helper()
			t.Errorf("%s: "+format, append([]any{r.ID}, args...)...)
		}
		if !strings.Contains(text, "\nFound in:\n\n```") {
			complain("no example below a line Found in:")
		}
		if !strings.Contains(text, "\nMend: ") {
			complain("no paragraph that starts with Mend:")
		}
		if len(fence.FindAllString(text, -1))%2 != 0 {
			complain("a fence is not closed")
		}
		if n := strings.Count(text, "\n"); n < 8 || n > 40 {
			complain("%d lines", n)
		}
		if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") || strings.HasPrefix(text, "\n") || strings.HasPrefix(text, "#") {
			complain("starts or ends in the wrong way")
		}
		for i, line := range strings.Split(page, "\n") {
			if w := columns(line); w > 120 {
				complain("line %d takes %d columns", i+1, w)
			}
			if strings.TrimRight(line, " ") != line {
				complain("line %d ends in blanks", i+1)
			}
			if Clean(strings.TrimLeft(line, "\t")) != strings.TrimLeft(line, "\t") {
				complain("line %d has characters that cannot be seen", i+1)
			}
		}
	}
}

// columns is how many columns a line takes on a screen, where Chinese characters are two wide and a tab eight.
func columns(line string) int {
	n := 0
	for _, c := range line {
		switch {
		case c == '\t':
			n += 8
		case c >= 0x2e80:
			n += 2
		default:
			n++
		}
	}
	return n
}
