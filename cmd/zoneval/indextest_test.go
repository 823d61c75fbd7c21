package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zoneval/indicators"
)

// TestIndexCases runs the cases of every index that ships, of the textbook examples, and of the conformance indices.
func TestIndexCases(t *testing.T) {
	hold := func(t *testing.T, args ...string) {
		t.Helper()
		out, errs, code := command("", append([]string{"index", "test"}, args...)...)
		if code != 0 || !regexp.MustCompile(`- ([3-9]) of ([3-9]) cases hold`).MatchString(out) {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errs)
		}
	}
	for _, id := range indicators.List() {
		hold(t, id)
	}
	textbook, _ := filepath.Glob("../../testdata/conformance/textbook/*.yaml")
	if len(textbook) < 6 {
		t.Fatalf("only %d textbook examples", len(textbook))
	}
	for _, file := range textbook {
		data := regexp.MustCompile(`(-\d+)?\.yaml$`).ReplaceAllString(file, ".csv")
		hold(t, file, "--data", data)
	}
	t.Run("conformance", func(t *testing.T) {
		dir := conformance(t)
		hold(t, "../../testdata/conformance/hdi-2022.yaml", "--data", filepath.Join(dir, "hdi-2022/input.csv"))
		data := filepath.Join(t.TempDir(), "asem.csv")
		write(t, data, joinUnits(t, filepath.Join(dir, "asem/data/indicators.csv"), filepath.Join(dir, "asem/data/units.csv")))
		for _, id := range []string{"asem", "asem-denominated", "asem-goalposts"} {
			hold(t, filepath.Join("../../testdata/conformance", id+".yaml"), "--data", data)
		}
	})
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	write(t, broken, strings.Replace(readFile(t, textbook[0]), "rank: 2", "rank: 3", 1))
	if out, _, code := command("", "index", "test", broken, "--data", regexp.MustCompile(`\.yaml$`).ReplaceAllString(textbook[0], ".csv")); code != 1 || !strings.Contains(out, "has rank 2, expected 3") {
		t.Errorf("a case that does not hold: exit %d\n%s", code, out)
	}
}
