package check

import (
	"fmt"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// titleLines is how many records from the top may stand above the header.
const titleLines = 12

// findHeader looks below the first record when that is no header, as exports with a title have it, and reads the file
// from there. What stands above is one finding.
func (c *checker) findHeader() {
	names := map[string]bool{}
	for _, w := range newWants(c.o.Index, c.o.Contract) {
		for _, n := range w.names {
			names[fold(n)] = true
		}
	}
	count := func(n int, cell func(int) string) (known, filled int) {
		for i := range n {
			t := strings.TrimSpace(cell(i))
			if t != "" {
				filled++
			}
			if names[fold(t)] {
				known++
			}
		}
		return known, filled
	}
	here, filled := count(len(c.in.Header), func(i int) string { return c.in.Header[i].Text })
	if here*2 >= len(c.in.Header) || here >= 3 {
		return
	}
	for record := range min(titleLines, c.in.Records) {
		r := c.in.Seek(record)
		if r == nil {
			return
		}
		known, wide := count(r.Len(), func(i int) string { return string(r.Field(i)) })
		// Without names to go by, a header is the first full row below one with a single cell.
		unknown := c.o.Index == nil && c.o.Contract == nil && here == 0 && filled == 1 && len(c.in.Header) > 1 && wide == r.Len()
		if known >= 2 && known > 2*here && known*3 >= r.Len() || unknown {
			c.startAt(r.Line)
			return
		}
	}
}

// startAt reads the file again with its header at a line.
func (c *checker) startAt(line int) {
	first := c.in.Header[0]
	text := ""
	for _, h := range c.in.Header {
		if text = h.Text; text != "" {
			break
		}
	}
	again := c.in.From(line, c.o.Source)
	if !again.Usable() {
		return
	}
	if _, ok := source.MergeMark([]byte(text)); ok {
		again.Findings = append(again.Findings, diag.Finding{Rule: diag.StructureMerge, Place: first.Place, Subject: diag.Subject{Value: text},
			Message: "is a mark of a merge conflict that git left in the file", Mend: "settle the conflict and take the marks out"})
		c.in = again
		return
	}
	what := "a title or a note stands above the header"
	if strings.HasPrefix(text, "单位") || strings.HasPrefix(strings.ToLower(text), "unit") {
		what = "a line with the unit stands above the header"
	}
	place := first.Place
	place.Col = 0
	again.Findings = append(again.Findings, diag.Finding{Rule: diag.StructureTitle, Place: place, Subject: diag.Subject{Value: text},
		Message: fmt.Sprintf("is no heading: %s, which is in %s", what, placeName(again.Header[0].Place)),
		Mend:    "remove the lines above the header, or start them with #"})
	c.in = again
}

// placeName is a line in words: line 3, or row 3 of a sheet.
func placeName(p diag.Place) string {
	if p.Sheet != "" {
		return fmt.Sprintf("row %d", p.Line)
	}
	return fmt.Sprintf("line %d", p.Line)
}
