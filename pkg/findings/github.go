package findings

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
)

var githubWords = [...]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "notice"}

// githubMany is how many annotations of a kind GitHub shows of one step; it drops the others without a word.
const githubMany = 10

// writeGitHub writes workflow commands, which GitHub Actions shows as annotations, the worst first. Where a severity has
// more findings than GitHub shows, those of one rule in one file become one annotation at the first of them, which
// counts them and names their lines: so every kind of fault is seen in every file, and none crowds out the others.
func writeGitHub(w *bufio.Writer, r *Result) error {
	type key struct{ file, rule string }
	for s := diag.Error; s <= diag.Note; s++ {
		if gaps := r.gaps(); s == diag.Warning && gaps != nil {
			githubCommand(w, s, diag.Place{}, diag.Clean(r.Tool), strings.Join(gaps, "\n"))
		}
		total := 0
		groups := map[key]diag.Findings{}
		for _, f := range r.Findings {
			if f.Level() == s {
				total++
				k := key{f.Place.File, f.Rule.ID}
				groups[k] = append(groups[k], f)
			}
		}
		for i := range r.Findings {
			f := &r.Findings[i]
			if f.Level() != s {
				continue
			}
			k := key{f.Place.File, f.Rule.ID}
			group := groups[k]
			switch {
			case total <= githubMany || len(group) == 1:
				githubCommand(w, s, f.Place, f.Rule.ID, sentence(f))
			case group != nil:
				githubCommand(w, s, f.Place, f.Rule.ID, gathered(group))
				groups[k] = nil
			}
		}
	}
	return nil
}

// gathered is many findings of one rule in one file in a sentence: "14 findings, lines 3, 7, 9, …; the first: …".
func gathered(fs diag.Findings) string {
	var spots []string
	unit := "lines"
	for _, f := range fs {
		spot := ""
		switch {
		case f.Place.Sheet != "":
			unit = "at"
			spot = strings.TrimPrefix(f.Place.String(), diag.Place{File: f.Place.File}.String())
		case f.Place.Line > 0:
			spot = strconv.Itoa(f.Place.Line)
		}
		if spot != "" && !slices.Contains(spots, spot) {
			spots = append(spots, spot)
		}
		if len(spots) > githubMany {
			spots[githubMany] = "…"
			break
		}
	}
	s := fmt.Sprintf("%d findings", len(fs))
	if spots != nil {
		s += ", " + unit + " " + strings.Join(spots, ", ")
	}
	return s + "; the first: " + sentence(&fs[0])
}

func githubCommand(w *bufio.Writer, s diag.Severity, p diag.Place, title, message string) {
	w.WriteString("::" + githubWords[s] + " ")
	if f := file(p); f != "" {
		w.WriteString("file=" + githubProperty.Replace(f) + ",")
	}
	if n := line(p); n > 0 {
		fmt.Fprintf(w, "line=%d,", n)
	}
	if n := column(p); n > 0 {
		fmt.Fprintf(w, "col=%d,", n)
	}
	w.WriteString("title=" + githubProperty.Replace(title) + "::" + githubData.Replace(message) + "\n")
}

// The escapes of workflow commands: three in the message, five in a property.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
