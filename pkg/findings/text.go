package findings

import (
	"zoneval/pkg/diag"

	"bufio"
	"fmt"
)

// writeText writes what people read in a terminal and what editors jump along: a finding a line, then a summary.
// Nothing found and nothing to say is no output at all.
func writeText(w *bufio.Writer, r *Result) error {
	for i := range r.Findings {
		w.WriteString(r.Findings[i].String())
		w.WriteByte('\n')
	}
	for i, s := range summary(r) {
		if i == 0 && len(r.Findings) > 0 {
			w.WriteByte('\n')
		}
		w.WriteString(s)
		w.WriteByte('\n')
	}
	return nil
}

// summary counts by rule, unless there is one finding only, and ends with what was found in all.
func summary(r *Result) []string {
	total, digits, word, id := 0, 0, 0, 0
	for _, c := range r.Counts {
		total += c.Found
		digits = max(digits, len(fmt.Sprint(c.Found)))
		word = max(word, len(counted(c)))
		id = max(id, len(c.Rule.ID))
	}
	var out []string
	for _, c := range r.Counts {
		if total == 1 || c.Found == 0 {
			continue
		}
		s := fmt.Sprintf("  %*d %-*s  %-*s  %s", digits, c.Found, word, counted(c), id, c.Rule.ID, diag.Clean(c.Rule.Title))
		if h := c.hidden(); h != "" {
			s += "; " + h
		}
		out = append(out, s)
	}
	out = append(out, r.asides()...)
	if r.Partial {
		out = append(out, partial)
	}
	if v := r.verdict(); v != "" {
		out = append(out, v)
	}
	return out
}

// counted is the severity as its number asks for it: error, errors.
func counted(c Count) string {
	if c.Found == 1 {
		return c.Severity.String()
	}
	return c.Severity.String() + "s"
}
