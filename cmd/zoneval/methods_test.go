package main

import (
	"flag"
	"os"
	"strings"
	"testing"

	"zoneval/pkg/method"
)

const (
	methodsStart = "<!-- methods: written by go generate ./pkg/method -->\n"
	methodsEnd   = "<!-- end of methods -->\n"
	methodsDoc   = "../../pkg/method/doc.go"
)

// TestMethodsEverywhere: the README's table is what zoneval methods prints, and the package documentation holds what
// zoneval methods NAME prints of every method.
func TestMethodsEverywhere(t *testing.T) {
	table, errs, code := command("", "methods", "-f", "markdown")
	if code != 0 {
		t.Fatal(errs)
	}
	rows := table[strings.Index(table, "\n|")+1:]
	rows = rows[:strings.LastIndex(rows, "|\n")+2]
	text := readFile(t, "../../README.md")
	start, end := strings.Index(text, methodsStart), strings.Index(text, methodsEnd)
	if start < 0 || end < start {
		t.Fatal("the README has no place for the methods")
	}
	start += len(methodsStart)
	if flag.Lookup("update").Value.String() == "true" {
		write(t, "../../README.md", text[:start]+rows+text[end:])
		write(t, methodsDoc, method.Documentation())
		return
	}
	if text[start:end] != rows {
		t.Error("the README's table of methods is not what the catalogue says; run go generate ./pkg/method")
	}
	doc, err := os.ReadFile(methodsDoc)
	if err != nil || string(doc) != method.Documentation() {
		t.Error("pkg/method/doc.go is not what the catalogue says; run go generate ./pkg/method")
	}
	for _, m := range method.All() {
		entry, errs, code := command("", "methods", m.Name)
		if code != 0 {
			t.Fatal(errs)
		}
		for _, line := range m.Entry() {
			if squash := strings.Join(strings.Fields(entry), " "); !strings.Contains(squash, line) {
				t.Errorf("zoneval methods %s does not print %q", m.Name, line)
			}
			if !strings.Contains(string(doc), line) {
				t.Errorf("the package documentation does not have %q", line)
			}
		}
		if !strings.Contains(rows, "| "+m.Name+" ") {
			t.Errorf("the README does not list %s", m.Name)
		}
	}
}
