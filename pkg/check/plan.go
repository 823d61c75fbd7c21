package check

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/load"
	"zoneval/pkg/source"
)

// kind is how the cells of a column are read.
type kind uint8

const (
	text kind = iota
	number
	year
	date
	boolean
	guess // a column that nobody described: numbers, if nearly all of its cells are
)

// The standard columns that the checks speak of.
const (
	stdZone      = "zone"
	stdName      = "name"
	stdNameZh    = "name_zh"
	stdType      = "type"
	stdProvince  = "province"
	stdYear      = "year"
	stdIndicator = "indicator"
	stdValue     = "value"
)

// want is a column that the index, the contract or the standard speak of.
type want struct {
	names    []string // what it may be headed, the first one best
	standard string   // the standard column that it is, "" for others
	in       *index.Indicator
	field    *contract.Field
	needed   bool // it is an error when the file does not have it
	asked    bool // it is at least a warning then
	at       int  // the field of the record that holds it; -1 is none
}

// column is what the cells of one field of the record must be.
type column struct {
	*want
	field int // of the record
	head  string
	kind  kind
	slot  int // position among plan.numbers; -1 for others

	min, max           float64
	aboveMin, belowMax bool // the limit itself is not allowed
	whole              bool
	plain              bool // any number from min to max will do, without a further look
	required           bool
	bounds             bool     // ≤50 may stand
	missing            []string // marks that mean missing, beside the empty cell
	unit               string
	percent            bool // the unit is percent

	pattern  *regexp.Regexp
	shown    string // the pattern as written
	enum     map[string]bool
	enumList []string
	key      bool // part of what identifies a row
	free     bool // a text of which nothing is asked but that it is harmless
}

// plan says what each field of a record must be.
type plan struct {
	wants   []*want
	columns []*column // by field; nil for a field that has no heading
	numbers []*column // those that hold numbers, by field
	fields  []int32   // of numbers
	texts   []*column // the others
	width   int
	long    bool

	// Of a long file: the field that names the indicator, what the value of each can be, and which of them a name means.
	indicator  int
	indicators []*column
	slots      map[string]int

	zone, name, nameZh, year int     // fields; -1 is none
	province, kind           int     // fields that are judged by the lists of provinces and types; -1 is none
	keys                     []int   // the fields that together identify a row
	blank                    *want   // the column that one without a heading seems to be; nil is none
	byAll                    bool    // nobody says what identifies a row: all of its cells do
	byZone                   bool    // a row is a zone, or a zone in a year
	unique                   [][]int // fields whose values together stand once
	sums                     []sum
	foreign                  []foreign
	hasIndex, hasContract    bool
}

// asked says whether an index or a contract asks for columns.
func (p *plan) asked() bool { return p.hasIndex || p.hasContract }

// newWants lists the columns that could be meant, best known first.
func newWants(x *index.Index, c *contract.Contract) []*want {
	var wants []*want
	known := map[string]*want{} // by any name
	add := func(w *want) {
		w.at = -1
		wants = append(wants, w)
		for _, n := range w.names {
			if known[n] == nil {
				known[n] = w
			}
		}
	}
	headings := load.StandardHeadings()
	for _, names := range headings {
		if n := names[0]; n != stdIndicator && n != stdValue {
			add(&want{names: names[:1:1], standard: n})
		}
	}
	if x != nil {
		for _, in := range x.Inputs {
			needed := in.Required()
			add(&want{names: load.Headings(in), in: in, needed: needed, asked: true})
		}
	}
	for _, names := range headings {
		switch w := known[names[0]]; {
		case w != nil && w.standard == names[0]:
			for _, n := range names[1:] {
				if known[n] == nil {
					known[n], w.names = w, append(w.names, n)
				}
			}
		case w == nil:
			add(&want{names: names, standard: names[0]})
		}
	}
	if x != nil {
		mapColumns(x, known)
	}
	if c != nil {
		for i := range c.Fields {
			f := &c.Fields[i]
			w := known[f.Name]
			for _, other := range wants {
				if w == nil && slices.ContainsFunc(other.names, func(n string) bool { return strings.EqualFold(n, f.Name) }) {
					w = other
				}
			}
			if w == nil && f.Title != "" {
				w = known[f.Title]
			}
			if w == nil || w.field != nil {
				w = &want{}
				add(w)
			}
			w.field, w.asked = f, true
			// The standard has every field in the file, unless the contract says that it describes a subset.
			w.needed = w.needed || f.Required || c.FieldsMatch == "" || c.FieldsMatch == "exact" || c.FieldsMatch == "equal" || c.FieldsMatch == "subset"
			w.names = append([]string{f.Name}, slices.DeleteFunc(w.names, func(n string) bool { return n == f.Name })...)
			if f.Title != "" && !slices.Contains(w.names, f.Title) {
				w.names = append(w.names, f.Title)
			}
		}
	}
	for _, w := range wants {
		if w.standard == stdZone && (x != nil || c != nil) {
			w.needed, w.asked = true, true
		}
	}
	return wants
}

// mapColumns adds the file's own headings that the index states.
func mapColumns(x *index.Index, known map[string]*want) {
	for key, heading := range x.Columns {
		w := known[key]
		if in := x.Find(key); in != nil {
			w = known[in.ID]
		}
		if w == nil {
			continue
		}
		if other := known[heading]; other != nil && other != w {
			other.names = slices.DeleteFunc(other.names, func(n string) bool { return n == heading })
		}
		w.names = append([]string{heading}, slices.DeleteFunc(w.names, func(n string) bool { return n == heading })...)
		known[heading] = w
	}
}

// newPlan binds the header and says what its columns must be.
func newPlan(c *checker) *plan {
	p := &plan{width: len(c.in.Header), zone: -1, name: -1, nameZh: -1, year: -1, province: -1, kind: -1,
		hasIndex: c.o.Index != nil, hasContract: c.o.Contract != nil}
	p.wants = newWants(c.o.Index, c.o.Contract)
	p.columns = make([]*column, p.width)
	c.bindHeader(p)
	for i, col := range p.columns {
		if col == nil {
			continue
		}
		c.describe(p, col)
		switch col.standard {
		case stdZone:
			p.zone = i
		case stdName:
			p.name = i
		case stdNameZh:
			p.nameZh = i
		case stdYear:
			p.year = i
		case stdProvince:
			if col.enum == nil {
				p.province = i
			}
		case stdType:
			if col.enum == nil {
				p.kind = i
			}
		}
		if col.kind == number || col.kind == guess {
			col.slot = len(p.numbers)
			p.numbers = append(p.numbers, col)
			p.fields = append(p.fields, int32(i))
		} else {
			p.texts = append(p.texts, col)
		}
	}
	for _, col := range p.texts {
		col.free = col.kind == text && col.pattern == nil && col.enum == nil && col.want.field == nil && col.field != p.province && col.field != p.kind
	}
	if p.long {
		p.longIndicators(c.o.Index)
	}
	c.keysOf(p)
	p.byZone = p.asked() && p.zone >= 0 && !slices.ContainsFunc(p.keys, func(f int) bool { return f != p.zone && f != p.year })
	p.sums = c.sumsOf(p)
	p.foreign = c.foreignOf(p)
	return p
}

// describe fills in what the cells of a column must be.
func (c *checker) describe(p *plan, col *column) {
	col.slot, col.min, col.max, col.kind = -1, math.Inf(-1), math.Inf(1), text
	asked := c.o.Index != nil || c.o.Contract != nil
	switch {
	case col.in != nil, col.standard == stdValue && p.long:
		col.kind = number
	case col.standard == stdYear:
		col.kind = year
	case !asked && col.standard == "":
		col.kind = guess
	}
	if x := c.o.Index; x != nil {
		col.missing = x.Missing
	}
	if in := col.in; in != nil {
		col.min, col.max, col.whole, col.bounds = in.Min, in.Max, in.Whole, in.Bounds
		col.required = in.Required()
		col.unit = in.Unit.In("zh")
	}
	if f := col.want.field; f != nil {
		c.describeField(col, f)
	}
	if ct := c.o.Contract; ct != nil && ct.HasMissing && (col.want.field == nil || !col.want.field.HasMissing) {
		col.missing = append(slices.Clone(col.missing), ct.Missing...)
	}
	if col.unit == "" {
		_, col.unit = load.CutUnit(col.head)
	}
	col.percent = isPercent(col.unit)
	numericMark := slices.ContainsFunc(col.missing, func(m string) bool {
		_, ok := source.ParseNumber([]byte(m))
		return ok
	})
	col.plain = !col.whole && !numericMark && !col.aboveMin && !col.belowMax && col.enum == nil && col.pattern == nil && !c.in.HasMarks()
}

// describeField adds what the contract says of a column.
func (c *checker) describeField(col *column, f *contract.Field) {
	if col.in == nil {
		switch f.Type {
		case "number", "integer":
			col.kind = number
		case "year":
			col.kind = year
		case "date", "datetime", "time", "yearmonth":
			col.kind = date
		case "boolean":
			col.kind = boolean
		case "string":
			if col.kind != year {
				col.kind = text
			}
		}
	}
	col.whole = col.whole || f.Type == "integer"
	col.required = col.required || f.Required
	if f.Min > col.min || f.Min == col.min && f.ExclusiveMin {
		col.min, col.aboveMin = f.Min, f.ExclusiveMin
	}
	if f.Max < col.max || f.Max == col.max && f.ExclusiveMax {
		col.max, col.belowMax = f.Max, f.ExclusiveMax
	}
	if f.Unit != "" {
		if ours, power := moneyUnit(f.Unit); col.in != nil && power > 0 {
			if theirs, other := moneyUnit(col.unit); ours == theirs && power != other {
				c.log.add(diag.Finding{Rule: diag.ContractValue, Severity: diag.Warning, Place: f.Place, Subject: diag.Subject{Column: col.head},
					Message: "the contract says that the unit is " + f.Unit + ", and the index that it is " + col.unit, Mend: "correct one of them"})
			}
		}
		col.unit = f.Unit
	}
	if f.HasMissing {
		col.missing = append(slices.Clone(col.missing), f.Missing...)
	}
	col.pattern, col.shown = f.Pattern, f.PatternText
	if f.Enum != nil {
		col.enum, col.enumList = map[string]bool{}, f.Enum
		for _, e := range f.Enum {
			col.enum[e] = true
		}
	}
}

// keysOf finds the fields that identify a row, and those in which no value stands twice.
func (c *checker) keysOf(p *plan) {
	mark := func(list []int) []int {
		for _, f := range list {
			p.columns[f].key = true
		}
		return list
	}
	if ct := c.o.Contract; ct != nil && len(ct.Key) > 0 {
		var key []int
		for _, name := range ct.Key {
			if f := p.fieldOf(name); f >= 0 {
				key = append(key, f)
			}
		}
		if len(key) == len(ct.Key) {
			p.keys = mark(key)
			if p.zone < 0 {
				p.zone = key[0]
			}
		}
	}
	long := p.longField()
	switch {
	case p.keys == nil && !p.asked() && (p.zone != 0 || long >= 0): // nobody says what identifies a row; that it stands twice is a mistake all the same
		for i, col := range p.columns {
			if col != nil {
				p.keys = append(p.keys, i)
			}
		}
		p.byAll = true
		return
	case p.keys == nil && p.zone >= 0:
		p.keys = []int{p.zone}
		if p.year >= 0 {
			p.keys = append(p.keys, p.year)
		}
		if long >= 0 {
			p.keys = append(p.keys, long)
		}
		mark(p.keys)
	case p.long && !slices.Contains(p.keys, p.indicator): // a contract for the wide form
		p.keys = append(p.keys, p.indicator)
	}
	for i, col := range p.columns {
		if col != nil && col.want.field != nil && col.want.field.Unique && !(len(p.keys) == 1 && p.keys[0] == i) {
			// With a year among the keys, an id comes again each year: what is unique then is the key.
			if !(i == p.zone && p.year >= 0) {
				p.unique = append(p.unique, []int{i})
			}
		}
	}
	if c.o.Contract == nil {
		return
	}
	for _, names := range c.o.Contract.Unique {
		var fields []int
		for _, name := range names {
			if f := p.fieldOf(name); f >= 0 {
				fields = append(fields, f)
			}
		}
		if len(fields) == len(names) && len(fields) > 0 {
			p.unique = append(p.unique, fields)
		}
	}
}

// longField is the field that names the indicator of a file with one value in each row, whoever describes it; -1 is none.
func (p *plan) longField() int {
	indicator, value := -1, -1
	headings := load.StandardHeadings()
	for i, col := range p.columns {
		if col == nil {
			continue
		}
		for _, names := range headings {
			switch {
			case !slices.Contains(names, col.head):
			case names[0] == stdIndicator:
				indicator = i
			case names[0] == stdValue:
				value = i
			}
		}
	}
	if value < 0 {
		return -1
	}
	return indicator
}

// fieldOf is the field of the record that a name of the contract speaks of, or -1.
func (p *plan) fieldOf(name string) int {
	for i, col := range p.columns {
		if col != nil && (col.head == name || slices.Contains(col.names, name)) {
			return i
		}
	}
	return -1
}

func (p *plan) standardField(name string) int {
	return slices.IndexFunc(p.columns, func(c *column) bool { return c != nil && c.standard == name })
}

// called says whether a name of the contract speaks of the column.
func (col *column) called(name string) bool {
	return col.head == name || slices.Contains(col.names, name)
}

// longIndicators says what the values of each indicator can be, from the column that holds them all.
func (p *plan) longIndicators(x *index.Index) {
	p.indicator = p.standardField(stdIndicator)
	p.slots = map[string]int{}
	value := p.columns[p.standardField(stdValue)]
	for i, in := range x.Inputs {
		col := *value
		col.want = &want{names: load.Headings(in), in: in, at: value.field}
		col.head, col.slot = in.ID, i
		col.min, col.max, col.whole, col.bounds = max(col.min, in.Min), min(col.max, in.Max), col.whole || in.Whole, in.Bounds
		col.required = in.Required()
		col.unit = in.Unit.In("zh")
		col.percent = isPercent(col.unit)
		p.indicators = append(p.indicators, &col)
		for _, n := range load.Headings(in) {
			p.slots[n] = i
		}
	}
}

// isPercent says whether a unit is percent.
func isPercent(unit string) bool { return strings.ContainsAny(unit, "%％") || unit == "percent" }
