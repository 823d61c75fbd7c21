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
	published, assumed, shared := x.WeightCounts()
	d.Notes = append(d.Notes, report.Note{Key: "weights", Text: l.say(
		fmt.Sprintf("Weights: %d published, %d assumed, %d not in the file and shared equally by rule. A * beside direction, unit or kind: that value is assumed too.", published, assumed, shared),
		fmt.Sprintf("权重：公布 %d，假定 %d，文件中未给出、按规则均分 %d。方向、单位、性质旁的 * 表示该值亦为假定。", published, assumed, shared))})
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
	l                                                                         Lang
	label, level, code, id, weight, weightText, origin, direction, kind, unit []string
	nameEn, nameZh, own                                                       []string
	weights, shares                                                           []float64
}

func newTree(l Lang) *tree { return &tree{l: l} }

func (t *tree) dimension(d *index.Dimension) {
	own := ""
	if d.Aggregate.Place.Line > 0 && d.Parent != nil && d.Aggregate.Place.Path != "method.aggregate" {
		own = "aggregate " + stepText(d.Aggregate)
	}
	t.add("dimension", d.Level, d.Code, d.ID, d.Name, d.Weight, d.Effective, "", "", "", own)
	for _, c := range d.Dimensions {
		t.dimension(c)
	}
	for _, in := range d.Indicators {
		t.indicator(in, d.Level+1)
	}
}

func (t *tree) indicator(in *index.Indicator, level int) {
	mark := func(key, s string) string {
		if slices.Contains(in.Assumed, key) && s != "" {
			return s + " *"
		}
		return s
	}
	var own []string
	if !math.IsInf(in.Cap, 1) {
		own = append(own, "cap "+number(in.Cap))
	}
	if in.Transform != "" {
		own = append(own, "transform "+in.Transform)
	}
	if in.Normalise.Place.Line > 0 && in.Normalise.Place.Path != "method.normalise" {
		own = append(own, "normalise "+stepText(in.Normalise))
	}
	t.add("indicator", level, in.Code, in.ID, in.Name, in.Weight, in.Effective, mark("direction", t.l.direction(in.Direction)),
		mark("kind", t.l.kind(in.Kind)), mark("unit", t.l.text(in.Unit)), strings.Join(own, "; "))
}

func (t *tree) add(what string, level int, code, id string, name index.Text, w index.Weight, effective float64, direction, kind, unit, own string) {
	t.level = append(t.level, what)
	t.code = append(t.code, code)
	t.id = append(t.id, id)
	t.label = append(t.label, strings.Repeat("· ", level-1)+t.l.text(name))
	t.nameEn, t.nameZh = append(t.nameEn, name.En), append(t.nameZh, name.Zh)
	t.weight = append(t.weight, fixed(w.Value, 4))
	t.weights, t.shares = append(t.weights, w.Value), append(t.shares, 100*effective)
	t.origin = append(t.origin, t.l.origin(w.Origin))
	t.weightText = append(t.weightText, w.Origin.String())
	t.direction, t.kind, t.unit = append(t.direction, direction), append(t.kind, kind), append(t.unit, unit)
	t.own = append(t.own, own)
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
		{Key: "origin", Label: l.say("Weight is", "权重来源"), For: report.People, Texts: t.origin},
		{Key: "origin", Label: "origin", For: report.Programs, Texts: t.weightText},
		{Key: "direction", Label: l.say("Better", "方向"), Texts: t.direction},
		{Key: "kind", Label: l.say("Kind", "性质"), Texts: t.kind},
		{Key: "unit", Label: l.say("Unit", "单位"), Texts: t.unit},
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
