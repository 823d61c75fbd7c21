package present

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/index"
	"zoneval/pkg/report"
	"zoneval/pkg/score"
)

// stepText prints a step as an index file writes it: minmax, or goalposts {low: 20, high: 85}.
func stepText(s index.Step) string {
	var parts []string
	if len(s.Of) > 0 {
		parts = append(parts, fmt.Sprintf("of: [%s, %s]", stepText(s.Of[0]), stepText(s.Of[1])))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Tables)) {
		var rows []string
		for _, r := range s.Tables[k] {
			rows = append(rows, numberList(r))
		}
		parts = append(parts, fmt.Sprintf("%s: [%s]", k, strings.Join(rows, ", ")))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Lists)) {
		parts = append(parts, k+": "+numberList(s.Lists[k]))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Texts)) {
		text := strings.Join(s.Texts[k], ", ")
		if k == "keep" || k == "drop" {
			text = "[" + text + "]"
		}
		parts = append(parts, k+": "+text)
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

func numberList(x []float64) string {
	var parts []string
	for _, v := range x {
		parts = append(parts, number(v))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// origin is the word for where a weight comes from.
func (l Lang) origin(o index.Origin) string {
	switch o {
	case index.Published:
		return l.say("published", "公布")
	case index.Assumed:
		return l.say("assumed", "假定")
	case index.Computed:
		return l.say("computed", "计算")
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
// number comes from. m is the index scored with data, which weights may be computed from; nil where there are none.
func IndexTree(x *index.Index, m *score.Model, l Lang) *report.Document {
	t := newTree(x, m, l)
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
	if share := x.QuantitativeShare(); share != share {
		d.Notes = d.Notes[:len(d.Notes)-1]
	}
	d.Notes = append(d.Notes, t.computedNotes(m)...)
	for _, s := range l.sentences(x.Note) {
		d.Notes = append(d.Notes, report.Note{Key: "index", Text: s})
	}
	d.Provenance = []report.Fact{
		{Key: "method", Label: l.say("Method", "方法"), Text: l.methodLine(x)},
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
	x                                 *index.Index
	m                                 *score.Model // nil where there are no data
	level, code, id, label            []string
	nameEn, nameZh                    []string
	weight, origins, originText       []string
	sumText, sumOrigins               []string
	direction, kind, unit             []string // as they are, for programs
	directionText, kindText, unitText []string // with the mark of what is assumed, for people
	own, assumed                      []string
	weights, shares, sums             []float64
}

func newTree(x *index.Index, m *score.Model, l Lang) *tree { return &tree{l: l, x: x, m: m} }

// weighted is the weight and effective weight of a part: computed from the data where there are any.
func (t *tree) weighted(w index.Weight, effective float64, share, whole func(score.Weights) float64) (index.Weight, float64) {
	if t.m == nil || !t.m.Weights.Computed {
		return w, effective
	}
	if w.Origin == index.Computed {
		w.Value = share(t.m.Weights)
	}
	return w, whole(t.m.Weights)
}

// by is the method that weights a group, where it is not the file.
func by(d *index.Dimension) string {
	if d.Weighting.Given() {
		return ""
	}
	return d.Weighting.Name
}

// computedNotes say how weights that the file does not give were found.
func (t *tree) computedNotes(m *score.Model) []report.Note {
	var notes []report.Note
	add := func(key, en, zh string) { notes = append(notes, report.Note{Key: key, Text: t.l.say(en, zh)}) }
	fromData := false
	for _, d := range append([]*index.Dimension{t.x.Root}, t.x.Dims...) {
		fromData = fromData || d.Weighting.FromData()
		if c := d.Consistency; c == c {
			add("consistency", fmt.Sprintf("Consistency ratio of the judgements on the parts of %s: %.4f (Saaty: at most 0.1).", d.ID, c),
				fmt.Sprintf("%s 内部判断矩阵的一致性比例：%.4f（Saaty：不超过 0.1）。", d.ID, c))
		}
	}
	switch {
	case fromData && m == nil:
		add("computed", "Some weights are computed from the data; --data FILE shows them.", "部分权重由数据计算得出；用 --data 指定数据文件即可查看。")
	case fromData:
		add("computed", fmt.Sprintf("Computed weights are of %s (%d zones); other data give others.", t.m.Table.Source.Name, t.m.N),
			fmt.Sprintf("计算权重基于 %s（%d 个园区），数据不同则权重不同。", t.m.Table.Source.Name, t.m.N))
	}
	return notes
}

func (t *tree) dimension(d *index.Dimension) {
	w, effective := t.weighted(d.Weight, d.Effective,
		func(s score.Weights) float64 { return s.DimShare[d.Position] },
		func(s score.Weights) float64 { return s.DimEffective[d.Position] })
	if !d.Parent.Weighs() {
		effective = math.NaN()
	}
	n := treeNode{what: "dimension", level: d.Level, code: d.Code, id: d.ID, name: d.Name, weight: w, by: by(d.Parent),
		effective: effective, alone: d.OnlyChild(), sum: d.WeightsSum, sumOrigin: d.SumOrigin, assumed: d.Assumed}
	for _, s := range stated(ownStep{"aggregate", d.Aggregate}, ownStep{"missing", d.Missing}, ownStep{"weights", d.Weighting}) {
		n.own = append(n.own, s.key+" "+stepText(s.step)+n.mark(s.key))
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
	w, effective := t.weighted(in.Weight, in.Effective,
		func(s score.Weights) float64 { return s.Share[in.Column] }, func(s score.Weights) float64 { return s.Effective[in.Column] })
	if !in.Parent.Weighs() {
		effective = math.NaN()
	}
	n := treeNode{what: "indicator", level: level, code: in.Code, id: in.ID, name: in.Name, weight: w, by: by(in.Parent),
		effective: effective, alone: in.OnlyChild(), assumed: in.Assumed,
		direction: t.l.direction(in.Direction), kind: t.l.kind(in.Kind), unit: t.l.text(in.Unit)}
	if !math.IsInf(in.Cap, 1) {
		n.own = append(n.own, "cap "+number(in.Cap)+n.mark("cap"))
	}
	if !math.IsInf(in.Floor, -1) {
		n.own = append(n.own, "floor "+number(in.Floor)+n.mark("floor"))
	}
	for _, s := range ownSteps(in) {
		n.own = append(n.own, s.key+" "+stepText(s.step)+n.mark(s.key))
	}
	t.add(n)
}

// ownStep is a step of an indicator or a dimension.
type ownStep struct {
	key  string
	step index.Step
}

// ownSteps are the steps that an indicator states itself.
func ownSteps(in *index.Indicator) []ownStep {
	return stated(ownStep{"denominate", in.Denominate}, ownStep{"impute", in.Impute}, ownStep{"treat", in.Treat},
		ownStep{"transform", in.Transform}, ownStep{"normalise", in.Normalise}, ownStep{"preference", in.Preference})
}

// stated are those of some steps that are not the ones of the whole index.
func stated(steps ...ownStep) []ownStep {
	return slices.DeleteFunc(steps, func(s ownStep) bool { return s.step.Place.Line == 0 || s.step.Place.Path == "method."+s.key })
}

// treeNode is one row of the tree.
type treeNode struct {
	what                  string
	level                 int
	code, id              string
	name                  index.Text
	weight                index.Weight
	by                    string // the method that computes the weight
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
	weight := ""
	if n.weight.Value == n.weight.Value {
		weight = fixed(n.weight.Value, 4)
	}
	push(&t.weight, weight)
	push(&t.origins, n.weight.Origin.String())
	origin := t.l.origin(n.weight.Origin)
	if n.by != "" {
		origin += ": " + n.by
	}
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
		published[i] = x.WeightCounts()[index.Published]
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
