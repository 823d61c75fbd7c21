package contract

import (
	"path/filepath"
	"strings"
	"testing"

	"zoneval/pkg/yamlfile/yamltest"
)

// fixtures are the contracts of a folder, in both notations.
func fixtures(t testing.TB, folder string) []string {
	t.Helper()
	return append(yamltest.Fixtures(t, "../../testdata/contract/"+folder+"/*.yaml"), yamltest.Fixtures(t, "../../testdata/contract/"+folder+"/*.json")...)
}

// TestBadFixtures holds every bad contract to exactly the findings that it lists, in the order of their places.
func TestBadFixtures(t *testing.T) {
	for _, name := range fixtures(t, "bad") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, want := yamltest.Fixture(t, name)
			if len(want) == 0 {
				t.Fatal("the fixture lists no finding; end it with lines of #! LINE:COL RULE PATH, or put them into a .want file")
			}
			c, have := Parse(filepath.Base(name), data)
			yamltest.Check(t, want, have)
			yamltest.CheckPlaces(t, data, have)
			yamltest.CheckWords(t, name, data, have)
			if (c == nil) != (have.Errors() > 0) {
				t.Errorf("contract %v beside %d errors", c != nil, have.Errors())
			}
			if !Looks(data) && !strings.HasPrefix(filepath.Base(name), "top-") {
				t.Error("does not look like a contract")
			}
		})
	}
}

// TestGoodFixtures holds every good contract to no finding at all.
func TestGoodFixtures(t *testing.T) {
	for _, name := range fixtures(t, "good") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, want := yamltest.Fixture(t, name)
			if len(want) > 0 {
				t.Fatal("a good fixture expects findings")
			}
			c, have := Parse(filepath.Base(name), data)
			for _, f := range have {
				t.Errorf("%s", f)
			}
			if c == nil {
				t.Fatal("no contract")
			}
			if !Looks(data) {
				t.Error("does not look like a contract")
			}
		})
	}
}
