package present

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/explain"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/zone"
)

// ExplainTables are the tables of an explanation, in their order.
var ExplainTables = []string{"indicators", "dimensions", "gap"}

// ExplainView is what a reader wants to see of an explanation.
type ExplainView struct {
	Lang    Lang
	First   string          // one of ExplainTables, which then stands alone
	Peers   []zone.Selector // how the peers were chosen; none is all zones
	Version string
}

// Explain lays out one zone from raw value to rank: its indicators, its dimensions, and the gap to another zone.
func Explain(a *ranking.Answer, e *explain.Answer, v ExplainView) *report.Document {
	p := explainPage{rankingPage{a: a, v: RankingView{Lang: v.Lang, Version: v.Version}, l: v.Lang}, e, v}
	l := v.Lang
	d := &report.Document{Kind: "explanation", Title: p.title()}
	if p.synthetic() {
		d.Subtitle = l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	for _, t := range []*report.Table{p.indicators(), p.dimensions(), p.gap()} {
		if t != nil && (v.First == "" || v.First == t.ID) {
			d.Tables = append(d.Tables, p.signed(t))
		}
	}
	d.Notes = p.notes()
	d.Provenance = p.provenance()
	return d
}

// signed puts the zone, and what its data are, into every row that programs get: a row may be copied out of its file.
func (p explainPage) signed(t *report.Table) *report.Table {
	n, row := t.Rows(), p.a.Model.Row(p.e.Zone)
	t.Columns = append([]*report.Column{{Key: "zone", Label: "zone", For: report.Programs, Pool: p.a.Table.IDs[row : row+1], At: make([]int32, n)}}, t.Columns...)
	if p.synthetic() {
		t.Columns = append(t.Columns, &report.Column{Key: "data_status", Label: "data_status", For: report.Programs, Pool: []string{"synthetic"}, At: make([]int32, n)})
	}
	return t
}

type explainPage struct {
	rankingPage
	e *explain.Answer
	w ExplainView
}

// zoneAt is the name of a zone of the model.
func (p explainPage) zoneAt(i int) string { return p.l.zoneName(p.a.Table, p.a.Model.Row(i)) }

func (p explainPage) title() string {
	name := p.zoneAt(p.e.Zone)
	en, zh := name+" in "+p.a.Index.Name.In("en"), name+"："+p.a.Index.Name.In("zh")
	if p.a.Year != 0 {
		en, zh = fmt.Sprintf("%s, %d", en, p.a.Year), fmt.Sprintf("%s（%d年）", zh, p.a.Year)
	}
	rank, score := p.a.Result.Ranks[p.e.Zone], p.a.Result.Scores[p.e.Zone]
	if rank == 0 {
		return p.l.say(en+": no score and no rank", zh+"：无得分、无排名")
	}
	return p.l.say(fmt.Sprintf("%s: rank %d of %d, score %s", en, rank, p.e.Ranked, rounded(score, p.decimals())),
		fmt.Sprintf("%s：第 %d 名（共 %d 个），得分 %s", zh, rank, p.e.Ranked, rounded(score, p.decimals())))
}

// standings are the columns that indicators and dimensions share.
func (p explainPage) standings(list []explain.Standing, weights []index.Weight, published []bool) []*report.Column {
	l, n := p.l, len(list)
	rank, of, peerRank, peerOf := make([]int, n), make([]int, n), make([]int, n), make([]int, n)
	norm, share, used, points, moved := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), false
	percentile, toLeader, toMedian := make([]float64, n), make([]float64, n), make([]float64, n)
	leader, marks, words, origins, shares, ranks, peers := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	for k, s := range list {
		norm[k], share[k], used[k], points[k] = s.Value, 100*s.Share, 100*s.Used, s.Contribution
		moved = moved || math.Abs(used[k]-share[k]) > 1e-9
		percentile[k], toLeader[k], toMedian[k] = s.Percentile, s.ToLeader, s.ToMedian
		rank[k], of[k], peerRank[k], peerOf[k] = report.NoInt, report.NoInt, report.NoInt, report.NoInt
		if s.Rank > 0 {
			rank[k], of[k], peerRank[k], peerOf[k] = s.Rank, s.Of, s.PeerRank, s.PeerOf
			ranks[k], peers[k] = fmt.Sprintf("%d/%d", s.Rank, s.Of), fmt.Sprintf("%d/%d", s.PeerRank, s.PeerOf)
		}
		if s.Leader >= 0 {
			leader[k] = p.a.Table.IDs[p.a.Model.Row(s.Leader)]
		}
		marks[k] = map[int]string{1: "▲", -1: "▼"}[s.Mark]
		words[k] = map[int]string{1: "strength", -1: "weakness"}[s.Mark]
		origins[k] = weights[k].Origin.String()
		if s.Share == s.Share {
			shares[k] = rounded(100*s.Share, 2)
			if !published[k] {
				shares[k] += " *"
			}
		}
	}
	float := func(key, label string, decimals int, values []float64, who report.Audience) *report.Column {
		return &report.Column{Key: key, Label: label, Kind: report.Float, Decimals: decimals, Floats: values, For: who}
	}
	whole := func(key string, values []int) *report.Column {
		return &report.Column{Key: key, Label: key, Kind: report.Int, Ints: values, For: report.Programs}
	}
	cols := []*report.Column{
		float("normalised", l.say("Norm", "归一化"), p.coarse(), norm, report.Everyone),
		{Key: "effective", Label: l.say("Weight %", "权重%"), Right: true, Texts: shares, For: report.People},
		float("effective_pct", "effective_pct", 3, share, report.Programs),
		float("used_pct", l.say("Used %", "实用%"), 2, used, map[bool]report.Audience{true: report.Everyone, false: report.Programs}[moved]),
		{Key: "weight_origin", Label: "weight_origin", Texts: origins, For: report.Programs},
		float("contribution", l.say("Points", "贡献分"), p.decimals(), points, report.Everyone),
		{Key: "rank", Label: l.say("Rank", "名次"), Right: true, Texts: ranks, For: report.People},
		whole("rank", rank), whole("of", of),
		float("percentile", l.say("Pctl", "百分位"), 0, percentile, report.Everyone),
		float("to_leader", l.say("To best", "距首位"), p.coarse(), toLeader, report.Everyone),
		float("to_median", l.say("To median", "距中位"), p.coarse(), toMedian, report.Everyone),
		{Key: "leader", Label: "leader", Texts: leader, For: report.Programs},
	}
	if len(p.w.Peers) > 0 {
		cols = append(cols, &report.Column{Key: "peer_rank", Label: l.say("In peers", "同组名次"), Right: true, Texts: peers, For: report.People})
	}
	return append(cols, whole("peer_rank", peerRank), whole("peers", peerOf),
		&report.Column{Key: "mark", Label: " ", Texts: marks, For: report.People},
		&report.Column{Key: "mark", Label: "mark", Texts: words, For: report.Programs})
}

// coarse is how many decimals normalised values have: enough to tell zones apart, fewer than scores.
func (p explainPage) coarse() int { return max(1, p.fine()-1) }

// fine is how many decimals a score needs on its scale, whatever the index rounds to.
func (p explainPage) fine() int { return max(0, 4-int(math.Round(math.Log10(p.a.Index.Scale)))) }

// prepared says whether the preparing steps changed any of the zone's values.
func (p explainPage) prepared() bool {
	return slices.ContainsFunc(p.e.Indicators, func(i explain.Indicator) bool { return len(i.Steps) > 0 })
}

func (p explainPage) indicators() *report.Table {
	l, n := p.l, len(p.e.Indicators)
	ready, usedText, steps := make([]float64, n), make([]string, n), make([]string, n)
	ids, codes, names, dims, shown, bounds, units := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	filled, raw := make([]string, n), make([]float64, n)
	list, weights, official := make([]explain.Standing, n), make([]index.Weight, n), make([]bool, n)
	row := p.a.Model.Row(p.e.Zone)
	for k, i := range p.e.Indicators {
		in := i.Indicator
		ids[k], codes[k], names[k], dims[k], units[k] = in.ID, in.Code, p.short(in.Name), in.Parent.ID, l.text(in.Unit)
		raw[k], list[k], weights[k] = i.Raw, i.Standing, in.Weight
		official[k] = (in.OnlyChild() || in.Weight.Origin == index.Published) && published(in.Parent)
		bounds[k] = p.a.Table.Bounds[zone.Cell{Row: row, Column: k}]
		filled[k] = "false"
		ready[k], steps[k] = i.Prepared, strings.Join(i.Steps, "; ")
		if len(i.Steps) > 0 && i.Prepared == i.Prepared {
			usedText[k] = fixed(i.Prepared, 4)
		}
		switch {
		case bounds[k] != "":
			shown[k] = bounds[k]
		case i.Raw == i.Raw:
			shown[k] = strings.TrimSpace(fixed(i.Raw, 4) + " " + cut(units[k], 16))
		case i.Filled:
			shown[k] = l.say("(missing)", "（缺失）")
		}
		if i.Filled {
			filled[k] = "true"
		}
	}
	cols := []*report.Column{
		{Key: "code", Label: l.say("Code", "编号"), Texts: codes},
		{Key: "indicator", Label: l.say("Indicator", "指标"), Texts: names, For: report.People},
		{Key: "indicator", Label: "indicator", Texts: ids, For: report.Programs},
		{Key: "dimension", Label: "dimension", Texts: dims, For: report.Programs},
		{Key: "value", Label: l.say("Value", "数值"), Right: true, Texts: shown, For: report.People},
		{Key: "value", Label: "value", Kind: report.Float, Floats: raw, For: report.Programs},
		{Key: "prepared", Label: "prepared", Kind: report.Float, Floats: ready, For: report.Programs},
		{Key: "steps", Label: "steps", Texts: steps, For: report.Programs},
		{Key: "bound", Label: "bound", Texts: bounds, For: report.Programs},
		{Key: "filled", Label: "filled", Texts: filled, For: report.Programs},
		{Key: "unit", Label: "unit", Texts: units, For: report.Programs},
	}
	if p.prepared() {
		cols = append(cols, &report.Column{Key: "prepared", Label: l.say("Prepared", "预处理后"), Right: true, Texts: usedText, For: report.People})
	}
	cols = append(cols, p.standings(list, weights, official)...)
	if parts := p.parts(func(part explain.Part) string { return part.Indicator.ID }); parts != nil {
		cols = append(cols, p.gapColumn(ids, parts))
	}
	return &report.Table{ID: "indicators", Title: l.say("Indicators", "指标"), Columns: cols}
}

// published says whether the share of a dimension in the index rests on published weights alone.
func published(d *index.Dimension) bool {
	for ; d.Level > 0; d = d.Parent {
		if !d.OnlyChild() && d.Weight.Origin != index.Published {
			return false
		}
	}
	return true
}

// short is a name that leaves room for the figures beside it.
func (p explainPage) short(t index.Text) string { return cut(p.l.text(t), 34) }

// cut shortens a text to so many characters.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return s
}

func (p explainPage) dimensions() *report.Table {
	n := len(p.e.Dimensions)
	ids, codes, names := make([]string, n), make([]string, n), make([]string, n)
	list, weights, official := make([]explain.Standing, n), make([]index.Weight, n), make([]bool, n)
	for k, i := range p.e.Dimensions {
		d := i.Dimension
		ids[k], codes[k], names[k] = d.ID, d.Code, strings.Repeat("· ", d.Level-1)+p.short(d.Name)
		list[k], weights[k], official[k] = i.Standing, d.Weight, published(d)
	}
	cols := []*report.Column{
		{Key: "code", Label: p.l.say("Code", "编号"), Texts: codes},
		{Key: "dimension", Label: p.l.say("Dimension", "维度"), Texts: names, For: report.People},
		{Key: "dimension", Label: "dimension", Texts: ids, For: report.Programs},
	}
	cols = append(cols, p.standings(list, weights, official)...)
	if parts := p.parts(func(part explain.Part) string { return part.Indicator.Parent.ID }); parts != nil {
		for k := n - 1; k >= 0; k-- { // a dimension has what those inside it have
			if d := p.e.Dimensions[k].Dimension; d.Level > 1 {
				parts[d.Parent.ID] += parts[d.ID]
			}
		}
		cols = append(cols, p.gapColumn(ids, parts))
	}
	return &report.Table{ID: "dimensions", Title: p.l.say("Dimensions", "维度"), Columns: cols}
}

// parts sums the parts of the gap that are indicators by a key; nil where they are not.
func (p explainPage) parts(key func(explain.Part) string) map[string]float64 {
	g := p.e.Gap
	if g == nil || g.Shapley || len(g.Parts) == 0 {
		return nil
	}
	out := map[string]float64{}
	for _, part := range g.Parts {
		out[key(part)] += part.Points
	}
	return out
}

// gapColumn is what each part adds to the gap.
func (p explainPage) gapColumn(ids []string, parts map[string]float64) *report.Column {
	values := make([]float64, len(ids))
	for k, id := range ids {
		values[k] = parts[id]
	}
	return &report.Column{Key: "gap", Label: p.l.say("Gap", "差距"), Kind: report.Float, Decimals: p.decimals(), Floats: values}
}

// gap is what the difference to another zone is made of; people see the parts that matter.
func (p explainPage) gap() *report.Table {
	g := p.e.Gap
	if g == nil || len(g.Parts) == 0 {
		return nil
	}
	l := p.l
	t := &report.Table{ID: "gap", Title: l.say(fmt.Sprintf("Gap to %s: %s points", p.zoneAt(g.Other), signed(g.Total, p.decimals())), fmt.Sprintf("与 %s 比较：%s 分", p.zoneAt(g.Other), signed(g.Total, p.decimals())))}
	var ids, names, dims, lines []string
	var points []float64
	for _, part := range g.Parts {
		switch {
		case part.Indicator != nil:
			ids, names, dims = append(ids, part.Indicator.ID), append(names, p.l.text(part.Indicator.Name)), append(dims, part.Indicator.Parent.ID)
		default:
			ids, names, dims = append(ids, part.Dimension.ID), append(names, p.l.text(part.Dimension.Name)), append(dims, part.Dimension.ID)
		}
		points = append(points, part.Points)
	}
	in := report.Everyone
	if g.Parts[0].Indicator == nil {
		in = report.Programs
	}
	t.Columns = []*report.Column{
		{Key: "part", Label: l.say("Part", "组成"), Texts: names, For: report.People},
		{Key: "part", Label: "part", Texts: ids, For: report.Programs},
		{Key: "dimension", Label: l.say("In", "所属维度"), Texts: dims, For: in},
		{Key: "points", Label: l.say("Points", "分值"), Kind: report.Float, Decimals: p.decimals(), Floats: points},
	}
	if !g.Shapley { // people find the parts beside the indicators
		top := p.parts(func(part explain.Part) string { return topOf(part.Indicator.Parent).ID })
		for _, d := range p.a.Index.Root.Dimensions {
			lines = append(lines, p.l.text(d.Name)+" "+signed(top[d.ID], p.decimals()))
		}
		t.Lines = []string{strings.Join(lines, " · ")}
	}
	return t
}

// topOf is the top dimension that a dimension belongs to.
func topOf(d *index.Dimension) *index.Dimension {
	for d.Level > 1 {
		d = d.Parent
	}
	return d
}
