package index

import (
	"path/filepath"
	"strings"
	"testing"

	"zoneval/pkg/yamlfile/yamltest"
)

const (
	goodFixtures = "../../testdata/index/good/*.yaml"
	badFixtures  = "../../testdata/index/bad/*.yaml"
)

// TestBadFixtures holds every bad file to exactly the findings that it lists, in the order of their places.
func TestBadFixtures(t *testing.T) {
	for _, name := range yamltest.Fixtures(t, badFixtures) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, want := yamltest.Fixture(t, name)
			if len(want) == 0 {
				t.Fatal("the fixture lists no finding; end it with lines of #! LINE:COL RULE PATH")
			}
			x, have := Parse(filepath.Base(name), data)
			yamltest.Check(t, want, have)
			if (x == nil) != (have.Errors() > 0) {
				t.Errorf("index %v beside %d errors", x != nil, have.Errors())
			}
		})
	}
}

// TestGoodFixtures holds every good file to no finding at all.
func TestGoodFixtures(t *testing.T) {
	for _, name := range yamltest.Fixtures(t, goodFixtures) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			data, want := yamltest.Fixture(t, name)
			if len(want) > 0 {
				t.Fatal("a good fixture expects findings")
			}
			x, have := Parse(filepath.Base(name), data)
			for _, f := range have {
				t.Errorf("%s", f)
			}
			if x == nil {
				t.Fatal("no index")
			}
			checkShares(t, x)
		})
	}
}

func want(place, rule, part string) []yamltest.Expectation {
	return []yamltest.Expectation{{Place: place, Rule: rule, Part: part}}
}

// generated are files too large or too plain to keep.
func generated() map[string]struct {
	data string
	want []yamltest.Expectation
} {
	long := strings.Repeat("# a comment that says nothing at all\n", MaxBytes/36+1)
	return map[string]struct {
		data string
		want []yamltest.Expectation
	}{
		"empty":         {"", want("0:0", "file-empty", "empty")},
		"bom only":      {"\ufeff", want("0:0", "file-empty", "empty")},
		"no end":        {"id: a: b", want("1:6", "index-syntax", "colon")},
		"end of file":   {"id: x\nshow: {a: [1,\n\n", want("2:14", "index-syntax", "the file ends")},
		"no value":      {"id: x\nshow: !\n  - ? [", want("3:8", "index-syntax", "close every bracket")},
		"5 MiB":         {long + long[:1<<20], want("0:0", "index-too-large", "the limit is 4194304")},
		"brackets":      {strings.Repeat("[", 300000), want("1:10001", "index-syntax", "nested too deeply")},
		"closed deeply": {"a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), want("1:68", "index-too-large", "64 levels")},
		"dashes":        {strings.Repeat("- ", 20000) + "a", want("1:20001", "index-syntax", "nested too deeply")},
		"one line":      {strings.Repeat("a", 1<<20), want("1:1", "index-syntax", "the top level is text")},
	}
}

func TestGeneratedFiles(t *testing.T) {
	for name, c := range generated() {
		t.Run(name, func(t *testing.T) {
			x, have := Parse("x.yaml", []byte(c.data))
			if x != nil {
				t.Fatal("an index")
			}
			yamltest.Check(t, c.want, have)
		})
	}
}

// TestNoLibraryText looks for library and Go text in every finding of every fixture.
func TestNoLibraryText(t *testing.T) {
	for _, name := range append(yamltest.Fixtures(t, badFixtures), yamltest.Fixtures(t, goodFixtures)...) {
		data, _ := yamltest.Fixture(t, name)
		_, have := Parse("x", data)
		yamltest.CheckWords(t, name, data, have, "indicatorFile", "dimensionFile")
	}
}
