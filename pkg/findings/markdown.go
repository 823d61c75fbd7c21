package findings

import (
	"bufio"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/report"
)

// writeMarkdown writes a summary for a page, such as that of a job: the verdict, a table by rule, a table of findings a
// file. Package report makes every text inert.
func writeMarkdown(w *bufio.Writer, r *Result) error {
	d := &report.Document{Title: diag.Clean(r.Tool) + " check", Subtitle: headline(r)}
	if len(r.Counts) > 0 {
		d.Tables = append(d.Tables, rulesTable(r))
	}
	byFile := map[string]*report.Table{}
	for i := range r.Findings {
		f := &r.Findings[i]
		t := byFile[f.Place.File]
		if t == nil {
			t = &report.Table{Title: diag.Clean(f.Place.File), Columns: []*report.Column{
				{Label: "Place"}, {Label: "Severity"}, {Label: "Rule"}, {Label: "Finding"}}}
			byFile[f.Place.File] = t
			d.Tables = append(d.Tables, t)
		}
		p := f.Place
		p.File = ""
		addRow(t, strings.TrimPrefix(p.String(), ":"), f.Level().String(), f.Rule.ID, textWithRelated(f))
	}
	for _, s := range append(r.gaps(), r.asides()...) {
		d.Notes = append(d.Notes, report.Note{Text: s})
	}
	format, _ := report.ByName("markdown")
	return format.Render(w, d, report.Options{})
}

// headline is the verdict with the one word that people look for.
func headline(r *Result) string {
	word := "Passed"
	switch {
	case r.Failed:
		word = "Failed"
	case r.Partial:
		word = "Interrupted"
	}
	if v := r.verdict(); v != "" {
		return word + ": " + v
	}
	return word + ": nothing found" + r.where()
}

func rulesTable(r *Result) *report.Table {
	t := &report.Table{Title: "By rule", Columns: []*report.Column{
		{Label: "Severity"}, {Label: "Rule"}, {Label: "Meaning"}, {Label: "Findings", Kind: report.Int}}}
	for _, c := range r.Counts {
		addRow(t, c.Severity.String(), c.Rule.ID, c.Rule.Title)
		t.Columns[3].Ints = append(t.Columns[3].Ints, c.Found)
	}
	return t
}

func addRow(t *report.Table, cells ...string) {
	for i, s := range cells {
		t.Columns[i].Texts = append(t.Columns[i].Texts, diag.Clean(s))
	}
}

// textWithRelated is the sentence without the place, which has its own column.
func textWithRelated(f *diag.Finding) string {
	g := *f
	g.Place.Sheet = ""
	return sentence(&g)
}
