package fix

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"zoneval/pkg/diag"
)

// around is how many lines a diff shows before and after a change.
const around = 3

// Diff writes what is to be mended as a unified diff, which git apply and patch take when only cells change. What a
// diff does not show comes before it in a line of its own, and so does the warning that an escape stands in the diff.
func (r *Result) Diff(to io.Writer, name string) error {
	w := bufio.NewWriter(to)
	if notes := r.notes(); len(notes) > 0 {
		fmt.Fprintf(w, "# %s: %s\n", diag.Clean(name), strings.Join(notes, "; "))
	}
	if len(r.Changes) > 0 {
		shown := filepath.ToSlash(filepath.Clean(name))
		shown = diag.Clean(strings.TrimPrefix(shown, "/"))
		if strings.Contains(shown, " ") {
			shown += "\t" // as git has it, so that the name ends there
		}
		fmt.Fprintf(w, "--- a/%s\n+++ b/%s\n", shown, shown)
		d := &differ{w: w}
		d.run(r.before, string(r.Text))
		if d.escaped {
			fmt.Fprintf(w, "# %s: characters that cannot be seen are shown as escapes, so that the diff is to be read and not to be applied\n", diag.Clean(name))
		}
	}
	return w.Flush()
}

// notes are the changes that no line of a diff shows.
func (r *Result) notes() []string {
	var notes []string
	if r.Encoding != "" {
		notes = append(notes, r.Encoding+" turned into UTF-8")
	}
	if r.BOM {
		notes = append(notes, "byte order mark taken away")
	}
	for _, e := range r.LineEnds {
		notes = append(notes, fmt.Sprintf("%s %s -> %s", counted(e.Count, "line end", "line ends"), e.From, e.To))
	}
	return notes
}

// Summary says in one line what is to be mended.
func (r *Result) Summary() string {
	var n [Thousands + 1]int
	for _, c := range r.Changes {
		n[c.Kind]++
	}
	var parts []string
	for _, k := range []struct {
		kind      Kind
		one, many string
	}{{Trimmed, "cell trimmed", "cells trimmed"}, {FullWidth, "number with full-width digits", "numbers with full-width digits"},
		{Thousands, "number with thousands marks", "numbers with thousands marks"}} {
		if n[k.kind] > 0 {
			parts = append(parts, counted(n[k.kind], k.one, k.many))
		}
	}
	return strings.Join(append(parts, r.notes()...), ", ")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// differ writes the hunks of two texts of equally many lines.
type differ struct {
	w       *bufio.Writer
	escaped bool
}

// pair is one line of each text, line ends included.
type pair struct{ old, now string }

func (d *differ) run(before, after string) {
	var changed []int // lines, from 0
	n := 0
	for old, now := before, after; old != "" || now != ""; n++ {
		var p pair
		p.old, old = cutLine(old)
		p.now, now = cutLine(now)
		if p.old != p.now {
			changed = append(changed, n)
		}
	}
	for line := 0; len(changed) > 0; {
		first, last := max(line, changed[0]-around), changed[0]
		for len(changed) > 0 && changed[0] <= last+2*around+1 {
			last, changed = changed[0], changed[1:]
		}
		var hunk []pair
		for ; line < min(n, last+around+1); line++ {
			var p pair
			p.old, before = cutLine(before)
			p.now, after = cutLine(after)
			if line >= first {
				hunk = append(hunk, p)
			}
		}
		d.hunk(first+1, hunk)
	}
}

// cutLine takes the first line off a text.
func cutLine(s string) (line, rest string) {
	i := strings.IndexByte(s, '\n') + 1
	if i == 0 {
		i = len(s)
	}
	return s[:i], s[i:]
}

func (d *differ) hunk(start int, lines []pair) {
	fmt.Fprintf(d.w, "@@ -%s +%s @@\n", span(start, len(lines)), span(start, len(lines)))
	for len(lines) > 0 {
		n := 0
		for n < len(lines) && lines[n].old != lines[n].now {
			n++
		}
		for _, p := range lines[:n] {
			d.line('-', p.old)
		}
		for _, p := range lines[:n] {
			d.line('+', p.now)
		}
		if lines = lines[n:]; len(lines) > 0 {
			d.line(' ', lines[0].old)
			lines = lines[1:]
		}
	}
}

// span is start,length, where git leaves out a length of 1.
func span(start, n int) string {
	if n == 1 {
		return fmt.Sprint(start)
	}
	return fmt.Sprintf("%d,%d", start, n)
}

// line writes one line. Tabs and the CR of a line end are left, so that the diff fits the file.
func (d *differ) line(mark byte, s string) {
	s, ended := strings.CutSuffix(s, "\n")
	s, cr := strings.CutSuffix(s, "\r")
	d.w.WriteByte(mark)
	for i, piece := range strings.Split(s, "\t") {
		if i > 0 {
			d.w.WriteByte('\t')
		}
		clean := diag.Clean(piece)
		d.escaped = d.escaped || clean != piece
		d.w.WriteString(clean)
	}
	if cr {
		d.w.WriteByte('\r')
	}
	d.w.WriteByte('\n')
	if !ended {
		d.w.WriteString("\\ No newline at end of file\n")
	}
}
