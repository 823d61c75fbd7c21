package contract

import (
	"testing"

	"zoneval/pkg/yamlfile/yamltest"
)

// FuzzParse holds for every input: no crash, findings lie inside the file, a contract comes without errors, its names are
// set, and its limits are possible.
func FuzzParse(f *testing.F) {
	for _, folder := range []string{"good", "bad"} {
		for _, name := range fixtures(f, folder) {
			data, _ := yamltest.Fixture(f, name)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, have := Parse("x", data)
		yamltest.CheckPlaces(t, data, have)
		if (c == nil) != (have.Errors() > 0) {
			t.Fatalf("contract %v beside the findings %v", c != nil, have)
		}
		Looks(data)
		if c == nil {
			return
		}
		for _, r := range append([]*Contract{c}, c.Resources...) {
			for _, g := range r.Fields {
				if g.Name == "" || g.Min > g.Max || g.Type == "" || g.PatternText != "" && g.Pattern == nil || g.Enum != nil && len(g.Enum) == 0 {
					t.Errorf("field %+v", g)
				}
			}
			for _, id := range r.Identities {
				if id.Total == "" || len(id.Parts) == 0 || !(id.Tolerance >= 0 && id.Relative >= 0) {
					t.Errorf("identity %+v", id)
				}
			}
			for _, ch := range r.YearOnYear {
				if ch.MinRatio > ch.MaxRatio || ch.MinRatio != ch.MinRatio && ch.MaxRatio != ch.MaxRatio && ch.MaxDifference != ch.MaxDifference {
					t.Errorf("change %+v", ch)
				}
			}
		}
		if one, more := c.For("x.csv"); one == nil && more.Errors() == 0 {
			t.Error("no table and no finding")
		}
	})
}
