package present

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/index"
)

// TemplateHeaders are the ways in which a template can head its indicator columns.
var TemplateHeaders = []string{"id", "code", "en", "zh"}

// Template is a CSV file to fill in for an index: the header, and one commented row with the unit, direction and limits
// of each column. headers is one of TemplateHeaders; an indicator that lacks that heading gets its id.
func Template(x *index.Index, headers string, l Lang) string {
	standard := []string{"zone", "name", "name_zh", "type", "province", "city", "region", "year"}
	hints := []string{
		l.say("stable id", "唯一代码"), l.say("English name", "英文名称"), l.say("Chinese name", "中文名称"), "high-tech | econ",
		l.say("such as Jiangsu", "如 江苏"), l.say("optional", "可空"), l.say("optional", "可空"), l.say("such as 2021", "如 2021"),
	}
	header := make([]string, 0, len(standard)+len(x.Inputs))
	for _, c := range standard {
		header = append(header, columnOr(x, c, c))
	}
	for _, in := range x.Inputs {
		head := map[string]string{"id": in.ID, "code": in.Code, "en": in.Name.En, "zh": in.Name.Zh}[headers]
		if head == "" {
			head = in.ID
		}
		head = columnOr(x, in.Code, columnOr(x, in.ID, head))
		header = append(header, head)
		hints = append(hints, hint(in, l))
	}
	return csvLine(header) + "# " + csvLine(hints)
}

// columnOr is the header that the index's columns: gives to a key, or a default.
func columnOr(x *index.Index, key, def string) string {
	if h, ok := x.Columns[key]; ok && key != "" {
		return h
	}
	return def
}

// hint says what goes into an indicator's column.
func hint(in *index.Indicator, l Lang) string {
	parts := []string{}
	add := func(key, s string) {
		if slices.Contains(in.Assumed, key) {
			s += l.say(" (assumed)", "（假定）")
		}
		parts = append(parts, s)
	}
	if u := l.text(in.Unit); u != "" {
		add("unit", u)
	}
	if in.Parent == nil {
		parts = append(parts, l.say("denominator", "分母"))
	} else {
		add("direction", l.say(in.Direction.String()+" is better", map[index.Direction]string{index.Higher: "越高越好", index.Lower: "越低越好"}[in.Direction]))
	}
	if !math.IsInf(in.Min, -1) || !math.IsInf(in.Max, 1) {
		low, high := "…", "…"
		if !math.IsInf(in.Min, -1) {
			low = number(in.Min)
		}
		if !math.IsInf(in.Max, 1) {
			high = number(in.Max)
		}
		parts = append(parts, fmt.Sprintf("%s to %s", low, high))
	}
	if in.Whole {
		parts = append(parts, l.say("whole", "整数"))
	}
	return strings.Join(parts, "; ")
}

func csvLine(cells []string) string {
	var b strings.Builder
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(c, ",\"\n") {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		b.WriteString(c)
	}
	return b.String() + "\n"
}
