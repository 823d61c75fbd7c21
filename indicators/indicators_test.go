package indicators_test

import (
	"slices"
	"strings"
	"testing"

	"zoneval/indicators"
)

// Every listed index opens, and states the id that its file name promises.
func TestListedIndicesOpen(t *testing.T) {
	ids := indicators.List()
	if !slices.IsSorted(ids) {
		t.Errorf("List is not in ascending order: %q", ids)
	}
	if !slices.Contains(ids, "torch-2021") {
		t.Errorf("List lacks torch-2021: %q", ids)
	}
	for _, id := range ids {
		b, ok := indicators.Open(id)
		if !ok {
			t.Errorf("Open(%q) finds nothing", id)
		}
		if !strings.Contains(string(b), "\nid: "+id+"\n") {
			t.Errorf("%s.yaml does not state id: %s", id, id)
		}
	}
}

func TestOpenUnknown(t *testing.T) {
	for _, id := range []string{"", "nothing", "../data/data", "torch-2021.yaml"} {
		if b, ok := indicators.Open(id); ok || b != nil {
			t.Errorf("Open(%q) = %d bytes, %v; want none", id, len(b), ok)
		}
	}
}
