package diag

import (
	"embed"
	"fmt"
)

// pages holds the page of each rule, pages/<id>.md. A page is Markdown that reads well as plain text. Its fenced blocks
// are the files and the command of an example, which cmd/zoneval/page_test.go runs; it says how they are written.
//
//go:embed pages/*.md
var pages embed.FS

// Page says what a rule finds, why it matters, and what to do about it.
func (r *Rule) Page() string {
	text, _ := pages.ReadFile("pages/" + r.ID + ".md") // every rule has one: page_test.go
	return fmt.Sprintf("# %s\n\n%s: %s.\n\n%s", r.ID, r.Severity, r.Title, text)
}
