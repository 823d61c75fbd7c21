package load

import (
	"slices"
	"strings"

	"zoneval/pkg/index"
)

// The standard columns, as positions in columns.std.
const (
	colZone = iota
	colName
	colNameZh
	colType
	colProvince
	colCity
	colRegion
	colYear
	colIndicator // of the long form
	colValue
	stdColumns
)

// standard gives each standard column its name and the other headings that it is known by.
var standard = [stdColumns]struct {
	name  string
	other []string
}{
	colZone:      {"zone", []string{"园区", "zone_id", "园区代码", "园区编号"}},
	colName:      {"name", []string{"name_en", "英文名称"}},
	colNameZh:    {"name_zh", []string{"名称", "中文名称", "name_cn"}},
	colType:      {"type", []string{"类型", "园区类型", "zone_type"}},
	colProvince:  {"province", []string{"省份", "所属省份", "所在省份"}},
	colCity:      {"city", []string{"城市", "所属城市", "所在城市"}},
	colRegion:    {"region", []string{"地区", "所属地区", "所在地区"}},
	colYear:      {"year", []string{"年份", "年度"}},
	colIndicator: {"indicator", []string{"指标"}},
	colValue:     {"value", []string{"数值", "值"}},
}

// StandardHeadings are what each standard column may be headed; the first is its own name. The last two are those of
// the long form.
func StandardHeadings() [][]string {
	var out [][]string
	for _, s := range standard {
		out = append(out, append([]string{s.name}, s.other...))
	}
	return out
}

// ZoneName heads the zone's column when no other does, and its Chinese name otherwise: both are common.
const ZoneName = "园区名称"

// target is what a heading stands for: a standard column below stdColumns, an indicator from there on.
type target int

func indicatorTarget(column int) target { return target(stdColumns + column) }

// dictionary finds the target of a heading.
type dictionary struct {
	exact, folded map[string]target
	names         []string     // all headings, to suggest from
	units         []index.Text // of the indicators
}

// newDictionary knows the standard columns and the indicators of an index. Where two things could be meant by one
// heading, a standard name wins over an indicator and an indicator over a standard column's other headings.
func newDictionary(x *index.Index) *dictionary {
	d := &dictionary{exact: map[string]target{}, folded: map[string]target{}}
	for t := range colIndicator {
		d.add(standard[t].name, target(t))
	}
	for i, in := range x.Inputs {
		d.units = append(d.units, in.Unit)
		for _, heading := range Headings(in) {
			d.add(heading, indicatorTarget(i))
		}
	}
	for t := range stdColumns {
		d.add(standard[t].name, target(t))
		for _, heading := range standard[t].other {
			d.add(heading, target(t))
		}
	}
	return d
}

// Headings are what an indicator's column may be headed.
func Headings(in *index.Indicator) []string {
	var out []string
	for _, h := range []string{in.ID, in.Code, in.Name.Zh, in.Name.En} {
		if h != "" {
			out = append(out, h)
		}
	}
	return out
}

func (d *dictionary) add(heading string, t target) {
	if heading == "" || has(d.exact, heading) {
		return
	}
	d.exact[heading] = t
	d.names = append(d.names, heading)
	if low := lower(heading); !has(d.folded, low) {
		d.folded[low] = t
	}
}

func has(m map[string]target, key string) bool {
	_, ok := m[key]
	return ok
}

// find looks a heading up as it is, then without regard to ASCII case, then without a unit at its end that is the
// indicator's own.
func (d *dictionary) find(heading string) (target, bool) {
	if t, ok := d.exact[heading]; ok {
		return t, true
	}
	if t, ok := d.folded[lower(heading)]; ok {
		return t, ok
	}
	for _, cut := range []func(string) (string, string){CutUnit, CutComma} {
		base, unit := cut(heading)
		if t, ok := d.folded[lower(base)]; ok && unit != "" && t >= stdColumns {
			if u := d.units[t-stdColumns]; SameUnit(unit, u.Zh) || SameUnit(unit, u.En) {
				return t, true
			}
		}
	}
	return 0, false
}

// counters are the words with which things are counted; they are all the same scale.
var counters = []string{"个", "家", "户", "项", "件", "所", "人", "名", "位", "处", "种", "次"}

// SameUnit says whether two units are the same for a value.
func SameUnit(a, b string) bool {
	same := func(s string) string {
		return strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(s, "％", "%"), " ", ""))
	}
	return a != "" && b != "" && (same(a) == same(b) || slices.Contains(counters, a) && slices.Contains(counters, b))
}

// CutUnit takes a unit in brackets off the end of a heading: 研发投入（亿元） is 研发投入 in 亿元.
func CutUnit(heading string) (base, unit string) {
	for _, pair := range [][2]string{{"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}} {
		if rest, ok := strings.CutSuffix(heading, pair[1]); ok {
			if i := strings.LastIndex(rest, pair[0]); i > 0 {
				return strings.TrimSpace(rest[:i]), strings.TrimSpace(rest[i+len(pair[0]):])
			}
		}
	}
	return heading, ""
}

// CutComma takes what stands behind the last comma off the end of a heading, which may be a unit: Revenue, 亿元.
func CutComma(heading string) (base, unit string) {
	for _, comma := range []string{"，", ", "} {
		if i := strings.LastIndex(heading, comma); i > 0 {
			return strings.TrimSpace(heading[:i]), strings.TrimSpace(heading[i+len(comma):])
		}
	}
	return heading, ""
}

// lower folds ASCII letters only.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
