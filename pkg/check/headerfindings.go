package check

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// duplicates reports headings that mean what another column means already.
func (b *binder) duplicates() {
	for i, h := range b.in.Header {
		heading := b.heading(i)
		if b.bound[i] != nil || heading == "" {
			continue
		}
		first := slices.IndexFunc(b.in.Header[:i], func(o source.Cell) bool { return o.Text == h.Text })
		if first < 0 {
			for _, w := range b.p.wants {
				if w.at >= 0 && slices.ContainsFunc(w.names, func(n string) bool { return strings.EqualFold(n, heading) }) {
					first = w.at
					break
				}
			}
		}
		if first < 0 {
			continue
		}
		b.bound[i] = &want{at: i, names: []string{heading}}
		message := fmt.Sprintf("the columns %d %s and %d %s mean the same", first+1, diag.Quote(b.in.Header[first].Text), i+1, diag.Quote(h.Text))
		if b.in.Header[first].Text == h.Text {
			message = fmt.Sprintf("the columns %d and %d are both headed %s: the same heading stands twice", first+1, i+1, diag.Quote(h.Text))
		}
		mend := "leave one of them out, or head it by what it is"
		if w := b.onlyMissing(); w != nil {
			mend, b.explained = "is one of them "+w.names[0]+", which is not there? Then head it so; or leave it out", w
		}
		b.log.add(diag.Finding{Rule: diag.HeaderDuplicate, Place: h.Place, Subject: diag.Subject{Column: h.Text}, Message: message,
			Mend: mend, Related: []diag.Related{{Place: b.in.Header[first].Place, Message: "the first of them"}}})
	}
}

// lacking are the columns that are asked for and not there.
func (b *binder) lacking() []*want {
	return slices.DeleteFunc(slices.Clone(b.p.wants), func(w *want) bool {
		return w.at >= 0 || !w.asked || w.standard == stdZone && b.zoneByKey() || b.isLong() && w.in != nil
	})
}

// onlyMissing is the one column that is not there, which another fault of the header explains then; nil where there is
// none, or more.
func (b *binder) onlyMissing() *want {
	if list := b.lacking(); len(list) == 1 && list[0] != b.explained {
		return list[0]
	}
	return nil
}

// report tells of columns that are missing, and of those that mean nothing.
func (b *binder) report() {
	line := b.in.Header[0].Place
	line.Col = 0
	if b.noTable(line) {
		return
	}
	if w := b.onlyMissing(); w != nil && b.blanks() == 1 {
		b.p.blank, b.explained = w, w // told with the column that has no heading, if that has something in it
	}
	for _, w := range b.lacking() {
		if w != b.explained {
			b.log.build(diag.HeaderMissing, w.severity(), func() diag.Finding { return w.missing(line) })
		}
	}
	if !b.p.asked() || b.o.Incomplete || b.o.Contract != nil && (b.o.Contract.FieldsMatch == "subset" || b.o.Contract.FieldsMatch == "partial") {
		return // who lists a part of the columns has nothing against others
	}
	for i, h := range b.in.Header {
		if heading := b.heading(i); b.bound[i] == nil && heading != "" {
			b.log.build(diag.HeaderUnknown, 0, func() diag.Finding {
				f := diag.Finding{Place: h.Place, Subject: diag.Subject{Column: h.Text}, Message: "means nothing to the index or the contract and is not used",
					Mend: "leave it out, or list it in the contract"}
				var names []string
				for _, w := range b.p.wants {
					if w.at < 0 { // one that is there would stand twice
						names = append(names, w.names...)
					}
				}
				if n := diag.Nearest(heading, names); n != "" {
					f.Mend = "did you mean " + diag.Quote(n) + "?"
				}
				return f
			})
		}
	}
}

// noTable reports once, in place of once for each column, that none of the columns that are asked for is there.
func (b *binder) noTable(line diag.Place) bool {
	asked, found := 0, 0
	for _, w := range b.p.wants {
		if w.asked {
			asked++
			if w.at >= 0 {
				found++
			}
		}
	}
	if asked < 4 || found > 0 {
		return false
	}
	mend := "check that the file is meant for this index and contract"
	if n := b.turned(); n >= 3 {
		b.log.add(diag.Finding{Rule: diag.HeaderMissing, Place: line, Mend: "turn it, so that each zone has a row and each indicator a column",
			Message: fmt.Sprintf("there is no column \"zone\": the table is turned (transposed), %d of its rows are headed as columns should be", n)})
		return true
	}
	if len(b.in.Header) == 1 {
		for _, sep := range []string{"，", "、", " "} {
			if strings.Contains(b.in.Header[0].Text, sep) {
				mend = "the header seems to be separated by " + diag.Quote(sep) + ": separate the cells by commas"
				break
			}
		}
	}
	b.log.add(diag.Finding{Rule: diag.HeaderMissing, Place: line, Mend: mend,
		Message: fmt.Sprintf("there is no column \"zone\" and none of the %d columns that the index and the contract ask for: this is no header, or another file", asked)})
	return true
}

// turned counts the rows whose first cell is the heading of a column that is asked for.
func (b *binder) turned() int {
	n := 0
	for record := range min(b.in.Records, 200) {
		first := b.cellText(record, 0)
		for _, w := range b.p.wants {
			if first != "" && w.asked && slices.Contains(w.names, first) {
				n++
				break
			}
		}
	}
	return n
}

// blanks counts the columns without a heading.
func (b *binder) blanks() int {
	n := 0
	for i := range b.in.Header {
		if b.heading(i) == "" {
			n++
		}
	}
	return n
}

// severity is how bad it is that the column is not there.
func (w *want) severity() diag.Severity {
	if w.needed {
		return diag.Error
	}
	return diag.Warning
}

// missing says that the column is not there.
func (w *want) missing(line diag.Place) diag.Finding {
	what := "column"
	switch {
	case w.standard == stdZone:
		what = "column for the zone:"
	case w.in != nil && w.in.Parent == nil:
		what = "column for the denominator"
	case w.in != nil:
		what = "column for the indicator"
	}
	return diag.Finding{Place: line, Subject: diag.Subject{Column: w.names[0]}, Message: fmt.Sprintf("there is no %s %s", what, diag.Quote(w.names[0])),
		Mend: "head a column " + strings.Join(w.names, " or ")}
}
