package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zoneval/pkg/index"
	"zoneval/pkg/method"
	"zoneval/pkg/report"
)

func readme(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// block returns the first fenced block of a language, "" for the plain ones, that contains a text.
func block(t *testing.T, text, lang, with string) string {
	t.Helper()
	for _, m := range regexp.MustCompile("(?s)```"+lang+"\n(.*?)```").FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], with) {
			return m[1]
		}
	}
	t.Fatalf("the README has no %s block with %q", lang, with)
	return ""
}

// TestReadmeIndex: the index files shown in the README are such, without a finding.
func TestReadmeIndex(t *testing.T) {
	for _, id := range []string{"livable", "prosperity"} {
		x, findings := index.Parse("README.md", []byte(block(t, readme(t), "yaml", "id: "+id)))
		if x == nil || len(findings) > 0 {
			t.Errorf("%s: findings: %v", id, findings)
		}
	}
}

// TestReadmeCommands runs every zoneval command that the README shows on shipped data.
func TestReadmeCommands(t *testing.T) {
	text, ran := readme(t), 0
	t.Chdir(t.TempDir())
	for _, m := range regexp.MustCompile(`(?m)^(?:\$ go run \./cmd/)?zoneval ([^\n#>]*)`).FindAllStringSubmatch(text, -1) {
		args := strings.Fields(strings.ReplaceAll(m[1], `"`, "")) // no argument that is quoted has a blank
		if len(args) == 0 || strings.Contains(m[1], ".csv") || strings.Contains(m[1], "my-index") || strings.Contains(m[1], "|") || args[0] == "scores" {
			continue
		}
		ran++
		if _, errs, code := command("", args...); code != 0 {
			t.Errorf("zoneval %s: exit %d\n%s", m[1], code, errs)
		}
	}
	if ran < 10 {
		t.Errorf("only %d commands were found", ran)
	}
}

// TestReadmeListsEverything: every method, setting and format of the program is in the README.
func TestReadmeListsEverything(t *testing.T) {
	text := strings.ReplaceAll(readme(t), `\_`, "_") // as a reader sees it
	for _, m := range method.All() {
		for _, word := range append(m.ParamNames(), m.Name) {
			if !strings.Contains(text, word) {
				t.Errorf("the README does not mention %s %s: %s", m.Step, m.Name, word)
			}
		}
	}
	for _, f := range report.Formats() {
		if !strings.Contains(text, f.Name) {
			t.Errorf("the README does not mention the format %s", f.Name)
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join("../..", link[1])); err != nil {
			t.Errorf("broken link: %v", err)
		}
	}
}

// TestTwoCommands: .ci/run finds the test command in the README, and the first command is the one it tries.
func TestTwoCommands(t *testing.T) {
	text := readme(t)
	for _, line := range []string{"\n$ go run ./cmd/zoneval rank\n", "\n$ go test ./...\n"} {
		if !strings.Contains(text, line) {
			t.Errorf("the README lacks %q", line)
		}
	}
}
