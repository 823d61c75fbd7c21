package present

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/crossing"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/sweep"
)

// SweepTables are the tables of a sweep, for formats that hold one.
var SweepTables = []string{"sweep", "stable", "crossings"}

// SweepView is what a reader wants to see of a sweep.
type SweepView struct {
	Lang    Lang
	Version string
	First   string  // the table that comes first; "" is the ranks
	Sort    Sorting // of the ranks
}

// Sweep lays out the ranks of zones along a path of one weight, what does not change around the present weight, and where
// zones change places.
func Sweep(a *sweep.Answer, v SweepView) *report.Document {
	listed := *a.Ranking // with the zones of the sweep
	listed.Shown = a.Shown
	p := sweepPage{a: a, l: v.Lang, page: newRankingPage(&listed, WhatIfView{Lang: v.Lang, Version: v.Version})}
	d := &report.Document{Kind: "sweep", Title: p.title(), Tables: []*report.Table{p.ranks(), p.stable(), p.crossings()}}
	v.Sort.apply(d.Tables[0], 0)
	if p.page.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	moveFirst(d.Tables, v.First)
	d.Notes = append(p.notes(), p.page.notes()...)
	d.Provenance = p.page.provenance()
	return d
}

// moveFirst puts the table of an id before the others, which keep their order.
func moveFirst(tables []*report.Table, id string) {
	slices.SortStableFunc(tables, func(a, b *report.Table) int {
		switch {
		case a.ID == id && b.ID != id:
			return -1
		case b.ID == id && a.ID != id:
			return 1
		}
		return 0
	})
}

type sweepPage struct {
	a    *sweep.Answer
	l    Lang
	page rankingPage
}

func (p sweepPage) title() string {
	x := p.a.Ranking.Index
	what := func(name, part string) string {
		if name == "" {
			return ""
		}
		return name + part
	}
	year, nian := "", ""
	if y := p.a.Ranking.Year; y != 0 {
		year, nian = fmt.Sprintf(", %d", y), fmt.Sprintf("，%d年", y)
	}
	return p.l.say(what(x.Name.En, " - ranks along the weight of "+p.part("en")+year), what(x.Name.Zh, "：“"+p.part("zh")+"”权重变动时的排名"+nian))
}

func (p sweepPage) part(lang string) string { return p.a.Part.Name().In(lang) }

// weight prints a weight of the path as precisely as people read it.
func weight(x float64) string { return fixed(x, 4) }

// shownPoints are the points of the path whose ranks people see: both ends, the present, and some between.
func (p sweepPage) shownPoints() []int {
	const most = 8
	n := len(p.a.At)
	var out []int
	for k := range most {
		out = append(out, k*(n-1)/(most-1))
	}
	if k := slices.Index(p.a.At, p.a.Present); k >= 0 {
		out = append(out, k)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ranks is the rank of each listed zone along the path.
func (p sweepPage) ranks() *report.Table {
	a, l := p.a, p.l
	shown, n := a.Shown, a.Ranking.Model.N
	at := func(point int, zone int32) int {
		if r := a.Ranks[point*n+int(zone)]; r > 0 {
			return int(r)
		}
		return report.NoInt
	}
	best, worst := make([]int, len(shown)), make([]int, len(shown))
	low, high, stays := make([]float64, len(shown)), make([]float64, len(shown)), make([]string, len(shown))
	for k, z := range shown {
		best[k], worst[k] = report.NoInt, report.NoInt
		for q := range a.At {
			if r := at(q, z); r != report.NoInt {
				worst[k] = max(worst[k], r)
				if best[k] == report.NoInt || r < best[k] {
					best[k] = r
				}
			}
		}
		low[k], high[k] = a.Zones[k].Low, a.Zones[k].High
		stays[k] = weight(low[k]) + " – " + weight(high[k])
	}
	cols := []*report.Column{{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int, Ints: p.page.ints(a.Ranking.Result.Ranks)}}
	for _, c := range p.page.identity() {
		if c.For == report.People && (c.Key == "type" || c.Key == "province") {
			continue // there are many columns
		}
		cols = append(cols, c)
	}
	cols = append(cols,
		&report.Column{Key: "best", Label: l.say("Best", "最好"), Kind: report.Int, Ints: best},
		&report.Column{Key: "worst", Label: l.say("Worst", "最差"), Kind: report.Int, Ints: worst},
		&report.Column{Key: "stays", Label: l.say("Rank stays", "排名不变区间"), For: report.People, Right: true, Texts: stays},
		&report.Column{Key: "stable_from", Label: l.say("Stays from", "不变自"), Kind: report.Float, For: report.Programs, Floats: low},
		&report.Column{Key: "stable_to", Label: l.say("to", "至"), Kind: report.Float, For: report.Programs, Floats: high})
	points := p.shownPoints()
	for q, t := range a.At {
		c := &report.Column{Key: "at_" + strconv.FormatFloat(t, 'g', -1, 64), Label: weight(t), Kind: report.Int, Ints: make([]int, len(shown))}
		if t == a.Present {
			c.Label = weight(t) + "*"
		}
		if !slices.Contains(points, q) {
			c.For = report.Programs
		}
		for k, z := range shown {
			c.Ints[k] = at(q, z)
		}
		cols = append(cols, c)
	}
	if p.page.synthetic() {
		cols = append(cols, &report.Column{Key: "data_status", Label: "data_status", For: report.Programs, Pool: []string{"synthetic"}, At: make([]int32, len(shown))})
	}
	return &report.Table{ID: "sweep", Columns: cols}
}

// name is a zone's name in a language.
func (p sweepPage) name(zone int32, lang string) string {
	return p.a.Ranking.Table.Name(p.a.Ranking.Model.Row(int(zone)), lang)
}

func (p sweepPage) id(zone int32) string {
	return p.a.Ranking.Table.IDs[p.a.Ranking.Model.Row(int(zone))]
}

// stable is what does not change around the present weight.
func (p sweepPage) stable() *report.Table {
	what := &report.Column{Key: "what", Label: "what"}
	low := &report.Column{Key: "from", Label: "from", Kind: report.Float}
	high := &report.Column{Key: "to", Label: "to", Kind: report.Float}
	below := &report.Column{Key: "passed_below", Label: "passed_below"}
	above := &report.Column{Key: "passed_above", Label: "passed_above"}
	t := &report.Table{ID: "stable", Columns: []*report.Column{what, low, high, below, above}}
	add := func(key, en, zh string, i crossing.Interval) {
		what.Texts = append(what.Texts, key)
		low.Floats, high.Floats = append(low.Floats, i.Low), append(high.Floats, i.High)
		below.Texts, above.Texts = append(below.Texts, p.pair(i.Below)), append(above.Texts, p.pair(i.Above))
		t.Lines = append(t.Lines, p.l.say(fmt.Sprintf("%s: from %s to %s%s", en, weight(i.Low), weight(i.High), p.ends(i, "en")), fmt.Sprintf("%s：%s 至 %s%s", zh, weight(i.Low), weight(i.High), p.ends(i, "zh"))))
	}
	add("first", "The same zone is first", "第1名不变", p.a.First)
	if top := p.a.Options.Top; top > 1 {
		add(fmt.Sprintf("top_%d", top), fmt.Sprintf("The same %d zones are in the top %d", len(p.a.Top.Set), top), fmt.Sprintf("前 %d 名成员不变", top), p.a.Top)
	}
	return t
}

// pair is the two zones of a crossing, for programs: the one that is ahead after it, and the other.
func (p sweepPage) pair(c *crossing.Crossing) string {
	if c == nil {
		return ""
	}
	return p.id(c.Over) + " " + p.id(c.Under)
}

// ends says what ends an interval, as one goes away from the present weight.
func (p sweepPage) ends(i crossing.Interval, lang string) string {
	var out []string
	if c := i.Below; c != nil {
		out = append(out, sayIn(lang, fmt.Sprintf("below, %s passes %s", p.name(c.Under, "en"), p.name(c.Over, "en")), fmt.Sprintf("更低时 %s 超过 %s", p.name(c.Under, "zh"), p.name(c.Over, "zh"))))
	}
	if c := i.Above; c != nil {
		out = append(out, sayIn(lang, fmt.Sprintf("above, %s passes %s", p.name(c.Over, "en"), p.name(c.Under, "en")), fmt.Sprintf("更高时 %s 超过 %s", p.name(c.Over, "zh"), p.name(c.Under, "zh"))))
	}
	switch {
	case out == nil:
		return sayIn(lang, " (the whole path)", "（全程）")
	case lang == "zh":
		return "（" + strings.Join(out, "；") + "）"
	}
	return " (" + strings.Join(out, "; ") + ")"
}

func sayIn(lang, en, zh string) string {
	if lang == "zh" {
		return zh
	}
	return en
}

// mostCrossings is how many crossings people see.
const mostCrossings = 30

// crossings is where zones change places; of those that are listed, nearest to the present weight first for people.
func (p sweepPage) crossings() *report.Table {
	a, l := p.a, p.l
	listed := map[int32]bool{}
	for _, z := range a.Shown {
		listed[z] = true
	}
	at := &report.Column{Key: "weight", Label: "weight", Kind: report.Float}
	over, under := &report.Column{Key: "over", Label: "over"}, &report.Column{Key: "under", Label: "under"}
	t := &report.Table{ID: "crossings", Columns: []*report.Column{at, over, under}}
	var both []crossing.Crossing
	for _, c := range a.Crossings {
		if !listed[c.Over] && !listed[c.Under] {
			continue
		}
		at.Floats = append(at.Floats, c.At)
		over.Texts, under.Texts = append(over.Texts, p.id(c.Over)), append(under.Texts, p.id(c.Under))
		if listed[c.Over] && listed[c.Under] {
			both = append(both, c)
		}
	}
	total := len(both)
	slices.SortStableFunc(both, func(x, y crossing.Crossing) int {
		dx, dy := math.Abs(x.At-a.Present), math.Abs(y.At-a.Present)
		switch {
		case dx < dy:
			return -1
		case dx > dy:
			return 1
		}
		return 0
	})
	both = both[:min(mostCrossings, total)]
	slices.SortStableFunc(both, func(x, y crossing.Crossing) int {
		switch {
		case x.At < y.At:
			return -1
		case x.At > y.At:
			return 1
		}
		return 0
	})
	head := l.say(fmt.Sprintf("Listed zones change places at %d weights", total), fmt.Sprintf("所列园区之间换位 %d 次", total))
	if total > mostCrossings {
		head += l.say(fmt.Sprintf("; the %d nearest to the present weight", mostCrossings), fmt.Sprintf("，以下为离现行权重最近的 %d 次", mostCrossings))
	}
	t.Lines = []string{head + ":"}
	if total == 0 {
		t.Lines = []string{l.say("Listed zones do not change places.", "所列园区之间不换位。")}
	}
	for _, c := range both {
		t.Lines = append(t.Lines, l.say(fmt.Sprintf("%s: %s passes %s", weight(c.At), p.name(c.Over, "en"), p.name(c.Under, "en")), fmt.Sprintf("%s：%s 超过 %s", weight(c.At), p.name(c.Over, "zh"), p.name(c.Under, "zh"))))
	}
	return t
}

func (p sweepPage) notes() []report.Note {
	a, l := p.a, p.l
	payer := l.say("its siblings pay in proportion", "由同组指标按比例分摊")
	switch {
	case a.Against != nil:
		payer = l.say(a.Against.ID()+" pays", "由“"+a.Against.Name().In("zh")+"”分摊")
	case a.Options.Redistribute == "equal":
		payer = l.say("its siblings pay the same each", "由同组指标平均分摊")
	case a.Options.Redistribute == "none":
		payer = l.say("nobody pays: weights are relative to their new sum", "不分摊：权重相对于新的合计")
	}
	notes := []report.Note{{Key: "path", Text: l.say(
		fmt.Sprintf("The weight of %s goes from %s to %s of %s; now it is %s (marked *); %s.", a.Part.ID(), weight(a.From), weight(a.To), weight(a.Lever.Sum), weight(a.Present), payer),
		fmt.Sprintf("“%s”的权重自 %s 至 %s（组内合计 %s），现为 %s（以 * 标示）；%s。", p.part("zh"), weight(a.From), weight(a.To), weight(a.Lever.Sum), weight(a.Present), payer))}}
	how := l.say("Scores follow the weight exactly, so crossings and intervals are solved for, not sampled.", "得分是该权重的确定函数，交点和区间为精确求解，并非抽样。")
	if a.Curved != "" {
		how = l.say(fmt.Sprintf("Under %s crossings are searched for between the points of the path: zones that change places twice between two points are not seen.", a.Curved), fmt.Sprintf("在 %s 下，交点在相邻取值点之间搜索，两点之间往返换位者不可见。", a.Curved))
	}
	return append(notes, report.Note{Key: "exact", Text: how})
}

// partsColumns are the code and the name of parts.
func (l Lang) partsColumns(parts []revise.Part) []*report.Column {
	id := &report.Column{Key: "id", Label: l.say("Id", "代码"), For: report.Programs}
	code := &report.Column{Key: "code", Label: l.say("Code", "编号")}
	name := &report.Column{Key: "name", Label: l.say("Part", "指标")}
	for _, p := range parts {
		id.Texts, code.Texts, name.Texts = append(id.Texts, p.ID()), append(code.Texts, p.Code()), append(name.Texts, l.text(p.Name()))
	}
	return []*report.Column{id, code, name}
}
