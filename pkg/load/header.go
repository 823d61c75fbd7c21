package load

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
)

// columns says which field of a record holds what; -1 is none.
type columns struct {
	fields []int // by target
	width  int   // fields of the header
	blank  []int // fields without a heading
	unused []string
	heads  []string // the file's own headings
}

func (c *columns) zone() int     { return c.fields[colZone] }
func (c *columns) std(i int) int { return c.fields[i] }
func (c *columns) ind(i int) int { return c.fields[stdColumns+i] }
func (c *columns) long() bool    { return c.fields[colIndicator] >= 0 && c.fields[colValue] >= 0 }

// binder finds out what the columns of a file are.
type binder struct {
	*loader
	taken  []bool   // fields that stand for something
	mapped []bool   // by target: the index's own columns: block says so
	twice  []target // targets with two columns
}

// bindHeader fills l.cols and reports what is wrong with the header.
func (l *loader) bindHeader() {
	l.names = newDictionary(l.x)
	b := &binder{loader: l}
	n := len(l.in.Header)
	c := &l.cols
	c.width = n
	c.fields = slices.Repeat([]int{-1}, stdColumns+len(l.x.Inputs))
	b.taken, b.mapped = make([]bool, n), make([]bool, len(c.fields))
	for i, h := range l.in.Header {
		c.heads = append(c.heads, h.Text)
		if h.Text == "" {
			c.blank = append(c.blank, i)
		}
	}
	b.mapColumns()
	for i := range l.in.Header {
		b.bind(i)
	}
	b.zoneName()
	b.longForm()
	b.reportUnused()
	b.reportMissing()
}

// mapColumns follows the index's columns: block, which wins over every other heading. A heading that the file does
// not have is left to the ordinary search.
func (b *binder) mapColumns() {
	keys := make([]string, 0, len(b.x.Columns))
	for key := range b.x.Columns {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		t, ok := b.keyTarget(key)
		i := b.headed(b.x.Columns[key])
		if ok && i >= 0 {
			b.cols.fields[t] = i
			b.taken[i], b.mapped[t] = true, true
		}
	}
}

// keyTarget is what a key of the columns: block stands for.
func (b *binder) keyTarget(key string) (target, bool) {
	for t := range stdColumns {
		if key == standard[t].name {
			return target(t), true
		}
	}
	if in := b.x.Find(key); in != nil {
		return indicatorTarget(slices.Index(b.x.Inputs, in)), true
	}
	return 0, false
}

// headed is the first field with a heading, exactly or but for ASCII case, or -1.
func (b *binder) headed(heading string) int {
	heading = strings.TrimSpace(heading)
	if i := slices.Index(b.cols.heads, heading); i >= 0 {
		return i
	}
	return slices.IndexFunc(b.cols.heads, func(h string) bool { return lower(h) == lower(heading) })
}

// bind gives one field its meaning.
func (b *binder) bind(i int) {
	t, ok := b.names.find(b.cols.heads[i])
	if !ok || b.taken[i] || b.mapped[t] {
		return
	}
	if first := b.cols.fields[t]; first >= 0 {
		b.taken[i] = true
		b.duplicate(t, first, i)
		return
	}
	b.cols.fields[t] = i
	b.taken[i] = true
}

// duplicate reports two columns for one thing.
func (b *binder) duplicate(t target, first, second int) {
	b.twice = append(b.twice, t)
	mend := "leave one of them out"
	if b.cutCode(t, b.cols.heads[second]) != "" {
		mend = fmt.Sprintf("a spreadsheet may have turned %s into %s: head the columns by id", b.cutCode(t, b.cols.heads[second]), b.cols.heads[second])
	}
	b.log.Add(diag.Finding{
		Rule:  diag.HeaderDuplicate,
		Place: b.in.Header[second].Place,
		Message: fmt.Sprintf("columns %d %s and %d %s both mean %s", first+1, diag.Quote(b.cols.heads[first]),
			second+1, diag.Quote(b.cols.heads[second]), b.describeTarget(t)),
		Mend:    mend,
		Related: []diag.Related{{Place: b.in.Header[first].Place, Message: "the other column"}},
	})
}

// cutCode returns the code that a heading would be without the zeros at its end, "1.10" for "1.1", or "".
func (b *binder) cutCode(t target, heading string) string {
	if t < stdColumns || heading != b.x.Inputs[t-stdColumns].Code || !strings.Contains(heading, ".") {
		return ""
	}
	for zeros := "0"; len(zeros) < 3; zeros += "0" {
		if slices.ContainsFunc(b.x.Inputs, func(in *index.Indicator) bool { return in.Code == heading+zeros }) {
			return heading + zeros
		}
	}
	return ""
}

// describeTarget names what a column stands for.
func (b *binder) describeTarget(t target) string {
	if t < stdColumns {
		return standard[t].name
	}
	return "the indicator " + b.x.Inputs[t-stdColumns].ID
}

// zoneName gives 园区名称 the meaning that is left.
func (b *binder) zoneName() {
	i := slices.Index(b.cols.heads, ZoneName)
	if i < 0 || b.taken[i] {
		return
	}
	for _, t := range []int{colZone, colNameZh} {
		if b.cols.fields[t] < 0 {
			b.cols.fields[t] = i
			b.taken[i] = true
			return
		}
	}
}

// longForm keeps the columns indicator and value only together and without columns for indicators; alone they are
// columns like any other.
func (b *binder) longForm() {
	f := b.cols.fields
	wide := slices.ContainsFunc(f[stdColumns:], func(i int) bool { return i >= 0 })
	if b.cols.long() && !wide {
		return
	}
	for _, t := range []int{colIndicator, colValue} {
		if i := f[t]; i >= 0 {
			b.taken[i], f[t] = false, -1
		}
	}
}

// reportUnused reports the columns that mean nothing.
func (b *binder) reportUnused() {
	for i, h := range b.in.Header {
		if b.taken[i] || h.Text == "" {
			continue
		}
		b.cols.unused = append(b.cols.unused, h.Text)
		if b.log.Full(diag.Warning) {
			b.log.Skip(diag.Warning)
			continue
		}
		message := fmt.Sprintf("the column %s means nothing to the index and is not used", diag.Quote(h.Text))
		mend := ""
		if t, ok := b.names.find(h.Text); ok && b.mapped[t] {
			message = fmt.Sprintf("the column %s is not used: the index takes %s from the column %s", diag.Quote(h.Text),
				b.describeTarget(t), diag.Quote(b.cols.heads[b.cols.fields[t]]))
		} else if n := diag.Nearest(h.Text, b.names.names); n != "" {
			mend = fmt.Sprintf("did you mean %s?", diag.Quote(n))
		}
		b.log.Add(diag.Finding{Rule: diag.HeaderUnknown, Place: h.Place, Message: message, Mend: mend})
	}
}
