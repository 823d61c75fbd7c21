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
