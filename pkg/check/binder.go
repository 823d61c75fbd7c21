package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/load"
)

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
	if digits := strings.Trim(heading, "0123456789"); digits != heading && digits == strings.Trim(name, "0123456789") {
		return false // revenue_2022 and revenue_2023
	}
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
