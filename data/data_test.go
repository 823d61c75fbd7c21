package data_test

import (
	"slices"
	"strings"
	"testing"

	"zoneval/data"
)

// Every set opens, has a title in both languages, and heads its table with a zone column.
func TestSetsOpen(t *testing.T) {
	sets := data.Sets()
	if !slices.IsSortedFunc(sets, func(a, b data.Set) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("Sets is not in ascending order of id")
	}
	for _, s := range sets {
		b, got, ok := data.Open(s.ID)
		if !ok || got != s {
			t.Errorf("Open(%q) = %+v, %v; want the set itself", s.ID, got, ok)
		}
		if s.Title.En == "" || s.Title.Zh == "" {
			t.Errorf("%s lacks a title: %+v", s.ID, s.Title)
		}
		if h := header(string(b)); !strings.HasPrefix(h, "zone,") {
			t.Errorf("%s: the table's header is %q, want it to begin with zone", s.File, h)
		}
	}
}

// Synthetic figures never pass for real ones: the example says what it is before its first number.
func TestExampleSaysSynthetic(t *testing.T) {
	b, set, _ := data.Open("example")
	if !strings.HasPrefix(string(b), "# status: synthetic\n") {
		t.Errorf("%s does not begin with its status", set.File)
	}
	if !strings.Contains(set.Title.En, "synthetic") || !strings.Contains(set.Title.Zh, "合成") {
		t.Errorf("the title does not say synthetic: %+v", set.Title)
	}
}

func TestOpenUnknown(t *testing.T) {
	if b, s, ok := data.Open("nothing"); ok || b != nil || s != (data.Set{}) {
		t.Errorf("Open of an unknown id = %d bytes, %+v, %v", len(b), s, ok)
	}
}

// header returns the first line that is not a comment.
func header(text string) string {
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}
