package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/load"
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

// binder finds out which column each heading is.
type binder struct {
	*checker
	p     *plan
	bound []*want // by field

	explained *want // a column that is not there because of a fault that is reported
}

// bindHeader fills p.columns and reports what is wrong with the header, one finding for each column.
func (c *checker) bindHeader(p *plan) {
	b := &binder{checker: c, p: p, bound: make([]*want, p.width)}
	b.invisible()
	for _, as := range []sameAs{
		func(heading string) func(*want, string) bool {
			return func(_ *want, name string) bool { return heading == name }
		},
		func(heading string) func(*want, string) bool {
			return func(_ *want, name string) bool { return strings.EqualFold(heading, name) }
		},
		func(heading string) func(*want, string) bool {
			base, unit := load.CutUnit(heading)
			if unit == "" {
				base, unit = load.CutComma(heading)
			}
			return func(w *want, name string) bool { return unit != "" && strings.EqualFold(base, name) && w.hasUnit(unit) }
		},
	} {
		for i := range c.in.Header {
			b.bind(i, as)
		}
	}
	b.zoneName()
	b.longForm()
	b.duplicates()
	b.near()
	b.report()
	for i, w := range b.bound {
		if head := c.heading(i); head != "" {
			if w == nil {
				w = &want{at: i}
			}
			p.columns[i] = &column{want: w, field: i, head: head}
		}
	}
	p.long = b.isLong()
}

// heading is a field's heading without what cannot be seen.
func (c *checker) heading(i int) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, c.in.Header[i].Text))
}

// invisible reports headings that have characters nobody sees.
func (b *binder) invisible() {
	for _, h := range b.in.Header {
		if rule, what, _ := unsafeText(h.Text); rule != nil {
			b.log.add(diag.Finding{Rule: rule, Place: h.Place, Message: fmt.Sprintf("the heading %s %s", diag.Quote(h.Text), what), Mend: "write the heading anew"})
		}
	}
}

// hasUnit says whether a unit in a heading is the one that the index or the contract states.
func (w *want) hasUnit(unit string) bool {
	return w.in != nil && (load.SameUnit(unit, w.in.Unit.Zh) || load.SameUnit(unit, w.in.Unit.En)) || w.field != nil && load.SameUnit(unit, w.field.Unit)
}

// unit is the unit that the contract or the index states.
func (w *want) unit() string {
	switch {
	case w.field != nil && w.field.Unit != "":
		return w.field.Unit
	case w.in != nil:
		return w.in.Unit.In("zh")
	}
	return ""
}

// sameAs is a way to compare a heading, which it looks at once, with the names of many columns.
type sameAs func(heading string) func(w *want, name string) bool

// bind gives a field the first free column that it is headed as.
func (b *binder) bind(i int, as sameAs) {
	heading := b.heading(i)
	if b.bound[i] != nil || heading == "" {
		return
	}
	same := as(heading)
	for _, w := range b.p.wants {
		if w.at < 0 && slices.ContainsFunc(w.names, func(n string) bool { return same(w, n) }) {
			w.at, b.bound[i] = i, w
			return
		}
	}
}

// zoneName gives 园区名称 the meaning that is left: the zone, or its Chinese name.
func (b *binder) zoneName() {
	for i := range b.in.Header {
		if b.bound[i] != nil || b.heading(i) != load.ZoneName {
			continue
		}
		for _, standard := range []string{stdZone, stdNameZh} {
			for _, w := range b.p.wants {
				if w.standard == standard && w.at < 0 {
					w.at, b.bound[i] = i, w
					return
				}
			}
		}
	}
}

func (b *binder) isLong() bool {
	value, indicator := false, false
	for _, w := range b.bound {
		if w != nil {
			value = value || w.standard == stdValue
			indicator = indicator || w.standard == stdIndicator
		}
	}
	return value && indicator && b.o.Index != nil
}

// longForm keeps the columns indicator and value only together and beside no column of an indicator.
func (b *binder) longForm() {
	wide := slices.ContainsFunc(b.bound, func(w *want) bool { return w != nil && w.in != nil })
	if b.isLong() && !wide {
		return
	}
	for i, w := range b.bound {
		if w != nil && (w.standard == stdValue || w.standard == stdIndicator) && w.field == nil {
			w.at, b.bound[i] = -1, nil
		}
	}
}

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

// near binds headings that are nearly those of a column that is asked for and not there.
func (b *binder) near() {
	for _, w := range b.p.wants {
		if w.at >= 0 || !w.asked {
			continue
		}
		if w.standard == stdZone && b.zoneByKey() {
			continue
		}
		i, name := b.nearest(w)
		if i < 0 {
			continue
		}
		w.at, b.bound[i] = i, w
		h := b.in.Header[i]
		if _, unit := load.CutUnit(b.heading(i)); unit != "" && w.unit() != "" && !w.hasUnit(unit) {
			b.log.add(diag.Finding{Rule: diag.HeaderNear, Place: h.Place, Subject: diag.Subject{Column: h.Text},
				Message: fmt.Sprintf("the heading says %s, and %s is in %s", unit, name, w.unit()), Mend: "give the values in " + w.unit() + ", and head it " + name})
			continue
		}
		b.log.add(diag.Finding{Rule: diag.HeaderNear, Place: h.Place, Subject: diag.Subject{Column: h.Text},
			Message: fmt.Sprintf("no column is headed so; it looks like %s, which is not there", diag.Quote(name)), Mend: "head it " + name})
	}
}

// zoneByKey says whether the contract's key stands for the zone, so that no column zone is needed.
func (b *binder) zoneByKey() bool {
	ct := b.o.Contract
	if ct == nil || len(ct.Key) == 0 {
		return false
	}
	return slices.ContainsFunc(b.bound, func(w *want) bool { return w != nil && slices.Contains(w.names, ct.Key[0]) })
}

// nearest is the free field whose heading is most like a name of the column: the same but for width, case, blanks and
// a unit in brackets, or a few letters off; -1 is none.
func (b *binder) nearest(w *want) (field int, name string) {
	best, bestName := -1, ""
	const most = 300
	if len(b.in.Header) > most {
		return -1, ""
	}
	for i := range b.in.Header {
		heading := b.heading(i)
		if b.bound[i] != nil || heading == "" {
			continue
		}
		for _, n := range w.names {
			if fold(n) == fold(heading) {
				return i, n
			}
		}
		if best >= 0 {
			continue
		}
		if n := diag.Nearest(heading, w.names); n != "" && slip(heading, n) && !b.nearerElsewhere(heading, w) {
			best, bestName = i, n
		}
	}
	return best, bestName
}

// slip says whether one heading may be the other, mistyped: one letter in four is another one, at most. Chinese words are
// short, so that one of three may be.
func slip(heading, name string) bool {
	letters := utf8.RuneCountInString(name)
	most := letters / 4
	if most == 0 && letters == 3 && len(name) > 3 {
		most = 1
	}
	return diag.Distance(heading, name) <= most
}

// nearerElsewhere says whether a heading is as like another column that is not there.
func (b *binder) nearerElsewhere(heading string, w *want) bool {
	var all []string
	owner := map[string]*want{}
	for _, o := range b.p.wants {
		if o.at < 0 && (o.asked || o == w) {
			for _, n := range o.names {
				if owner[n] == nil {
					owner[n] = o
					all = append(all, n)
				}
			}
		}
	}
	return owner[diag.Nearest(heading, all)] != w
}

// fold takes from a heading what people write differently: width, case, blanks, marks between words and a unit in
// brackets at the end.
func fold(s string) string {
	s, _ = load.CutUnit(s)
	var b strings.Builder
	for _, r := range s {
		if r = narrow(r); r <= ' ' || strings.ContainsRune("_-.·()[]{}:,/\"'、（）　", r) || invisible(r) {
			continue
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
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
