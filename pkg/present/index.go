package present

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/index"
	"zoneval/pkg/report"
)

// stepText prints a step as an index file writes it: minmax, or goalposts {low: 20, high: 85}.
func stepText(s index.Step) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(s.Lists)) {
		parts = append(parts, fmt.Sprintf("%s: [%s, %s]", k, number(s.Lists[k][0]), number(s.Lists[k][1])))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Numbers)) {
		parts = append(parts, k+": "+number(s.Numbers[k]))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Flags)) {
		parts = append(parts, fmt.Sprintf("%s: %v", k, s.Flags[k]))
	}
	if len(parts) == 0 {
		return s.Name
	}
	return s.Name + " {" + strings.Join(parts, ", ") + "}"
}

// origin is the word for where a weight comes from.
func (l Lang) origin(o index.Origin) string {
	switch o {
	case index.Published:
		return l.say("published", "公布")
	case index.Assumed:
		return l.say("assumed", "假定")
	}
	return l.say("shared by rule (assumed)", "按规则均分（假定）")
}

func (l Lang) direction(d index.Direction) string {
	if d == index.Lower {
		return l.say("lower", "越低越好")
	}
	return l.say("higher", "越高越好")
}

func (l Lang) kind(k index.Kind) string {
	if k == index.Qualitative {
		return l.say("qualitative", "定性")
	}
	return l.say("quantitative", "定量")
}

// IndexTree shows an index: every node with its weight among its siblings, its share of the whole, and where the
// number comes from.
func IndexTree(x *index.Index, l Lang) *report.Document {
	t := newTree(l)
	for _, d := range x.Root.Dimensions {
		t.dimension(d)
	}
	d := &report.Document{Kind: "index", Title: l.text(x.Name), Tables: []*report.Table{{ID: "tree", Columns: t.columns()}}}
	if s := indexLine(x, l); s != "" {
		d.Subtitle = s
	}
	d.Notes = append(d.Notes, report.Note{Key: "weights", Text: l.say("Weights", "权重") + ": " + l.weights(x)},
		report.Note{Key: "marks", Text: l.say("* beside a value: assumed; no official text states it.", "数值旁的 * 表示假定值，官方文本未作规定。")})
	d.Notes = append(d.Notes, report.Note{Key: "quantitative_share", Text: l.say(
		fmt.Sprintf("Quantitative indicators carry %s%% of the weight.", fixed(100*x.QuantitativeShare(), 2)),
		fmt.Sprintf("定量指标占权重的 %s%%。", fixed(100*x.QuantitativeShare(), 2)))})
	for _, s := range l.sentences(x.Note) {
		d.Notes = append(d.Notes, report.Note{Key: "index", Text: s})
	}
	d.Provenance = []report.Fact{
		{Key: "method", Label: l.say("Method", "方法"), Text: methodLine(x)},
		{Key: "scale", Label: l.say("Scale", "分值"), Text: "0-" + number(x.Scale)},
		{Key: "file", Label: l.say("File", "文件"), Text: x.File},
		{Key: "sha256", Label: "sha256", Text: x.SHA256, Quiet: true},
	}
	if len(x.Sources) > 0 {
		d.Provenance = append(d.Provenance, report.Fact{Key: "sources", Label: l.say("Sources", "来源"), List: x.Sources})
	}
	return d
}

// tree collects the columns of IndexTree row by row.
type tree struct {
	l                                 Lang
	level, code, id, label            []string
	nameEn, nameZh                    []string
	weight, origins, originText       []string
	sumText, sumOrigins               []string
	direction, kind, unit             []string // as they are, for programs
	directionText, kindText, unitText []string // with the mark of what is assumed, for people
	own, assumed                      []string
	weights, shares, sums             []float64
}

func newTree(l Lang) *tree { return &tree{l: l} }

func (t *tree) dimension(d *index.Dimension) {
	n := treeNode{what: "dimension", level: d.Level, code: d.Code, id: d.ID, name: d.Name, weight: d.Weight,
		effective: d.Effective, alone: d.OnlyChild(), sum: d.WeightsSum, sumOrigin: d.SumOrigin, assumed: d.Assumed}
	if d.Aggregate.Place.Line > 0 && d.Aggregate.Place.Path != "method.aggregate" {
		n.own = append(n.own, "aggregate "+stepText(d.Aggregate)+n.mark("aggregate"))
	}
	t.add(n)
	for _, c := range d.Dimensions {
		t.dimension(c)
	}
	for _, in := range d.Indicators {
		t.indicator(in, d.Level+1)
	}
}

func (t *tree) indicator(in *index.Indicator, level int) {
	n := treeNode{what: "indicator", level: level, code: in.Code, id: in.ID, name: in.Name, weight: in.Weight,
		effective: in.Effective, alone: in.OnlyChild(), assumed: in.Assumed,
		direction: t.l.direction(in.Direction), kind: t.l.kind(in.Kind), unit: t.l.text(in.Unit)}
	if !math.IsInf(in.Cap, 1) {
		n.own = append(n.own, "cap "+number(in.Cap)+n.mark("cap"))
	}
	if in.Transform != "" {
		n.own = append(n.own, "transform "+in.Transform+n.mark("transform"))
	}
	if in.Normalise.Place.Line > 0 && in.Normalise.Place.Path != "method.normalise" {
		n.own = append(n.own, "normalise "+stepText(in.Normalise)+n.mark("normalise"))
	}
	t.add(n)
}

// treeNode is one row of the tree.
type treeNode struct {
	what                  string
	level                 int
	code, id              string
	name                  index.Text
	weight                index.Weight
	effective             float64
	alone                 bool // the only one of its group
	sum                   float64
	sumOrigin             index.Origin
	direction, kind, unit string
	own                   []string
	assumed               []string
}

// mark is what people see behind a value that no official text states.
func (n *treeNode) mark(key string) string {
	if slices.Contains(n.assumed, key) {
		return " *"
	}
	return ""
}

// marked is a value with its mark.
func (n *treeNode) marked(key, value string) string {
	if value == "" {
		return ""
	}
	return value + n.mark(key)
}

func (t *tree) add(n treeNode) {
	push := func(to *[]string, s string) { *to = append(*to, s) }
	push(&t.level, n.what)
	push(&t.code, n.code)
	push(&t.id, n.id)
	push(&t.label, strings.Repeat("· ", n.level-1)+t.l.text(n.name))
	push(&t.nameEn, n.name.En)
	push(&t.nameZh, n.name.Zh)
	push(&t.weight, fixed(n.weight.Value, 4))
	push(&t.origins, n.weight.Origin.String())
	origin := t.l.origin(n.weight.Origin)
	if n.alone && n.weight.Origin == index.Shared {
		origin = t.l.say("the only one", "唯一一项")
	}
	push(&t.originText, origin)
	sum, sumText, sumOrigin := math.NaN(), "", ""
	if n.sum > 0 {
		sum, sumText, sumOrigin = n.sum, number(n.sum)+n.mark("weights_sum"), n.sumOrigin.String()
	}
	t.weights, t.shares, t.sums = append(t.weights, n.weight.Value), append(t.shares, 100*n.effective), append(t.sums, sum)
	push(&t.sumText, sumText)
	push(&t.sumOrigins, sumOrigin)
	for _, c := range []struct {
		key, value  string
		plain, show *[]string
	}{
		{"direction", n.direction, &t.direction, &t.directionText},
		{"kind", n.kind, &t.kind, &t.kindText},
		{"unit", n.unit, &t.unit, &t.unitText},
	} {
		push(c.plain, c.value)
		push(c.show, n.marked(c.key, c.value))
	}
	push(&t.own, strings.Join(n.own, "; "))
	push(&t.assumed, strings.Join(n.assumed, " "))
}

func (t *tree) columns() []*report.Column {
	l := t.l
	cols := []*report.Column{
		{Key: "level", Label: "level", For: report.Programs, Texts: t.level},
		{Key: "code", Label: l.say("Code", "编号"), Texts: t.code},
		{Key: "name", Label: l.say("Name", "名称"), For: report.People, Texts: t.label},
		{Key: "id", Label: "Id", Texts: t.id},
		{Key: "name", Label: "name", For: report.Programs, Texts: t.nameEn},
		{Key: "name_zh", Label: "name_zh", For: report.Programs, Texts: t.nameZh},
		{Key: "weight", Label: l.say("Weight", "权重"), For: report.People, Right: true, Texts: t.weight},
		{Key: "weight", Label: "weight", Kind: report.Float, For: report.Programs, Floats: t.weights},
		{Key: "effective_pct", Label: l.say("Share %", "占总权重%"), Kind: report.Float, Decimals: 3, Floats: t.shares},
		{Key: "origin", Label: l.say("Weight is", "权重来源"), For: report.People, Texts: t.originText},
		{Key: "origin", Label: "origin", For: report.Programs, Texts: t.origins},
		{Key: "weights_sum", Label: l.say("Sum inside", "内部权重和"), For: report.People, Right: true, Texts: t.sumText},
		{Key: "weights_sum", Label: "weights_sum", Kind: report.Float, For: report.Programs, Floats: t.sums},
		{Key: "weights_sum_origin", Label: "weights_sum_origin", For: report.Programs, Texts: t.sumOrigins},
		{Key: "direction", Label: l.say("Better", "方向"), For: report.People, Texts: t.directionText},
		{Key: "direction", Label: "direction", For: report.Programs, Texts: t.direction},
		{Key: "kind", Label: l.say("Kind", "性质"), For: report.People, Texts: t.kindText},
		{Key: "kind", Label: "kind", For: report.Programs, Texts: t.kind},
		{Key: "unit", Label: l.say("Unit", "单位"), For: report.People, Texts: t.unitText},
		{Key: "unit", Label: "unit", For: report.Programs, Texts: t.unit},
		{Key: "assumed", Label: "assumed", For: report.Programs, Texts: t.assumed},
	}
	if slices.ContainsFunc(t.own, func(s string) bool { return s != "" }) {
		cols = append(cols, &report.Column{Key: "method", Label: l.say("Own method", "自定方法"), Texts: t.own})
	}
	return cols
}

// IndexList shows several indices, one a row.
func IndexList(list []*index.Index, l Lang) *report.Document {
	n := len(list)
	ids, names, publishers, issued := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	dims, inds, published := make([]int, n), make([]int, n), make([]int, n)
	for i, x := range list {
		ids[i], names[i], publishers[i], issued[i] = x.ID, l.text(x.Name), l.text(x.Publisher), x.Issued
		dims[i], inds[i] = len(x.Root.Dimensions), len(x.Indicators)
		published[i], _, _ = x.WeightCounts()
	}
	return &report.Document{Kind: "index_list", Title: l.say("Shipped indices", "随附指标体系"), Tables: []*report.Table{{ID: "indices", Columns: []*report.Column{
		{Key: "id", Label: "Id", Texts: ids},
		{Key: "name", Label: l.say("Name", "名称"), Texts: names},
		{Key: "publisher", Label: l.say("Publisher", "发布机构"), Texts: publishers},
		{Key: "issued", Label: l.say("Issued", "发布日期"), Texts: issued},
		{Key: "dimensions", Label: l.say("Dimensions", "维度数"), Kind: report.Int, Ints: dims},
		{Key: "indicators", Label: l.say("Indicators", "指标数"), Kind: report.Int, Ints: inds},
		{Key: "published_weights", Label: l.say("Published weights", "公布权重数"), Kind: report.Int, Ints: published},
	}}}}
}
