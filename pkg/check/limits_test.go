package check

import (
	"testing"

	"zoneval/pkg/contract"
	"zoneval/pkg/source"
)

// No more than Max findings of a rule are kept, whether they are about rows or about the file.
func TestMaxOfEveryRule(t *testing.T) {
	for _, f := range readFixtures(t) {
		o := f.options(t)
		o.Max = 1
		if text, ok := f.section("previous.csv"); ok {
			o.Previous = source.Bytes("previous.csv", text, o.Source)
		}
		kept := map[Count]int{}
		for _, x := range f.check(t, f.data, o).Findings {
			if kept[Count{x.Rule, x.Level()}]++; kept[Count{x.Rule, x.Level()}] > 1 {
				t.Errorf("%s: more than one %s", f.name, x.Rule.ID)
			}
		}
	}
}

// A table that is cut wrongly proves nothing of the values that refer to it.
func TestBrokenReference(t *testing.T) {
	key := &contract.ForeignKey{Fields: []string{"zone"}, Resource: "zones", Reference: []string{"zone"}}
	if ref, found := ReadReference(source.Bytes("zones.csv", []byte("zone,a\nx,1\ny\"z,2\n"), source.Options{}), key, "zones.csv"); ref != nil || len(found) != 1 {
		t.Errorf("%v, %v", ref, found)
	}
	if ref, found := ReadReference(source.Bytes("zones.csv", []byte("zone,a\nx,1\n"), source.Options{}), key, "zones.csv"); ref == nil || len(found) != 0 || !ref.Values["x"] {
		t.Errorf("%v, %v", ref, found)
	}
}
