package present

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/scenario"
	"zoneval/pkg/whatif"
)

// WhatIfView is what a reader wants to see of a what-if.
type WhatIfView struct {
	Lang    Lang
	Version string
	Sort    Sorting
	Top     int
}

// WhatIf lays out the ranking under a scenario beside the one as it is; of several scenarios, one rank column each.
func WhatIf(a *whatif.Answer, v WhatIfView) *report.Document {
	p := whatIfPage{a: a, l: v.Lang}
	if len(a.Outcomes) == 1 {
		p.page = newRankingPage(a.Outcomes[0].Ranking, v)
	} else {
		p.page = newRankingPage(a.Base, v)
	}
	for _, o := range a.Outcomes {
		p.page.v.Applied = append(p.page.v.Applied, o.Applied)
	}
	d := &report.Document{Kind: "whatif", Title: p.title()}
	if p.page.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	main := &report.Table{ID: "whatif"}
	if len(a.Outcomes) == 1 {
		main.Columns = p.one(a.Outcomes[0])
	} else {
		main.Columns = p.several()
	}
	v.Sort.apply(main, v.Top)
	d.Tables = append(d.Tables, main, p.summary())
	for _, o := range a.Outcomes {
		d.Tables = append(d.Tables, p.weights(o)...)
		if t := p.values(o); t != nil {
			d.Tables = append(d.Tables, t)
		}
	}
	d.Notes = append(p.notes(), p.page.notes()...)
	if n := main.Rows(); v.Top > 0 && n < len(p.page.a.Shown) {
		d.Notes = append(d.Notes, report.Note{Key: "top", Text: p.l.say(fmt.Sprintf("Listed: the first %d.", n), fmt.Sprintf("列出前 %d 个。", n))})
	}
	d.Provenance = p.page.provenance()
	return d
}

// newRankingPage is a page of the ranking's own columns, notes and provenance.
func newRankingPage(a *ranking.Answer, v WhatIfView) rankingPage {
	return rankingPage{a, RankingView{Lang: v.Lang, Score: true, Version: v.Version}, v.Lang, tableRows(a)}
}

type whatIfPage struct {
	a    *whatif.Answer
	l    Lang
	page rankingPage
}

func (p whatIfPage) title() string {
	var en, zh []string
	for _, o := range p.a.Outcomes {
		s := o.Revision.Scenario
		en, zh = append(en, s.Name.In("en")), append(zh, s.Name.In("zh"))
	}
	x := p.a.Base.Index
	title := func(name, what string) string {
		if name == "" {
			return ""
		}
		return name + what
	}
	year, nian := "", ""
	if y := p.a.Base.Year; y != 0 {
		year, nian = fmt.Sprintf(", %d", y), fmt.Sprintf("，%d年", y)
	}
	return p.l.say(title(x.Name.En, " - what if: "+strings.Join(en, "; ")+year), title(x.Name.Zh, "——假设情景："+strings.Join(zh, "；")+nian))
}

// one is the columns of a single scenario.
func (p whatIfPage) one(o *whatif.Outcome) []*report.Column {
	l, shown := p.l, o.Ranking.Shown
	n := len(shown)
	before, gained, arrows := make([]int, n), make([]int, n), make([]string, n)
	score, was, change, by := make([]float64, n), make([]float64, n), make([]float64, n), make([]string, n)
	for k, i := range shown {
		before[k], gained[k], arrows[k] = p.move(o.Before[i], o.Ranking.Result.Ranks[i])
		score[k], was[k] = o.Ranking.Result.Scores[i], o.Score[i]
		change[k] = score[k] - was[k]
		by[k] = p.movedBy(o, int(i))
	}
	decimals := p.page.decimals()
	cols := []*report.Column{
		{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int, Ints: p.page.ints(o.Ranking.Result.Ranks)},
		{Key: "rank_before", Label: l.say("Before", "原排名"), Kind: report.Int, Ints: before},
		{Key: "change", Label: l.say("Change", "变化"), For: report.People, Right: true, Texts: arrows},
		{Key: "change", Label: l.say("Change", "变化"), Kind: report.Int, For: report.Programs, Ints: gained},
	}
	cols = append(cols, p.page.identity()...)
	cols = append(cols,
		&report.Column{Key: "score", Label: l.say("Score", "得分"), Kind: report.Float, Decimals: decimals, Floats: score},
		&report.Column{Key: "score_before", Label: l.say("Score before", "原得分"), Kind: report.Float, Decimals: decimals, For: report.Programs, Floats: was},
		&report.Column{Key: "score_change", Label: l.say("Change", "得分变化"), Kind: report.Float, For: report.Programs, Floats: change},
		&report.Column{Key: "score_change", Label: l.say("Points", "分值变化"), For: report.People, Right: true, Texts: p.signed(change, decimals)})
	if !o.Opaque {
		cols = append(cols, &report.Column{Key: "moved_by", Label: l.say("Moved by", "主要因素"), For: report.People, Texts: by})
		for j, m := range o.Movers {
			points := make([]float64, n)
			for k, i := range shown {
				points[k] = o.Points[i][j]
			}
			cols = append(cols, &report.Column{Key: m.ID() + "_points", Label: l.text(m.Name()), Kind: report.Float, For: report.Programs, Floats: points})
		}
	}
	return append(cols, p.marks(n, o.Revision.Scenario.ID)...)
}

// marks go with every row, which may be copied out of its file: which scenario it is of, and what the data are.
func (p whatIfPage) marks(n int, scenario string) []*report.Column {
	cols := []*report.Column{{Key: "scenario", Label: p.l.say("Scenario", "情景"), For: report.Programs, Pool: []string{scenario}, At: make([]int32, n)}}
	if p.page.synthetic() {
		cols = append(cols, &report.Column{Key: "data_status", Label: p.l.say("Data", "数据性质"), For: report.Programs, Pool: []string{"synthetic"}, At: make([]int32, n)})
	}
	return cols
}

// move is the rank before, the places gained, and the arrow of a zone.
func (p whatIfPage) move(was, is int32) (before, gained int, text string) {
	before, gained = report.NoInt, report.NoInt
	if was > 0 {
		before = int(was)
	}
	switch {
	case is == 0:
	case was <= 0:
		text = p.l.say("new", "新进")
	default:
		gained = int(was - is)
		text = arrow(gained)
	}
	return before, gained, text
}

func (p whatIfPage) signed(x []float64, decimals int) []string {
	out := make([]string, len(x))
	for k, v := range x {
		switch {
		case v == 0:
			out[k] = "="
		case v == v:
			out[k] = signed(v, decimals)
		}
	}
	return out
}

// movedBy names the two parts that changed a zone's score most.
func (p whatIfPage) movedBy(o *whatif.Outcome, zone int) string {
	var out []string
	for _, j := range o.Largest(zone, 2) {
		out = append(out, p.l.say(o.Movers[j].ID(), o.Movers[j].Name().Zh)+" "+signed(o.Points[zone][j], max(1, p.page.decimals()-2)))
	}
	return strings.Join(out, ", ")
}

// several is the columns of several scenarios beside the ranking as it is.
func (p whatIfPage) several() []*report.Column {
	l, base := p.l, p.a.Base
	cols := []*report.Column{{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int, Ints: p.page.ints(base.Result.Ranks)}}
	cols = append(cols, p.page.identity()...)
	score := &report.Column{Key: "score", Label: l.say("Score", "得分"), Kind: report.Float, Decimals: p.page.decimals()}
	for _, i := range base.Shown {
		score.Floats = append(score.Floats, base.Result.Scores[i])
	}
	cols = append(cols, score)
	for _, o := range p.a.Outcomes {
		cols = append(cols, p.beside(o)...)
	}
	return append(cols, p.marks(len(base.Shown), "")[1:]...)
}

// beside is the columns of one of several scenarios.
func (p whatIfPage) beside(o *whatif.Outcome) []*report.Column {
	base, s := p.a.Base, o.Revision.Scenario
	at := map[string]int{}
	for i := range o.Ranking.Model.N {
		at[o.Ranking.Table.IDs[o.Ranking.Model.Row(i)]] = i
	}
	n := len(base.Shown)
	ranks, gained, scores, texts := make([]int, n), make([]int, n), make([]float64, n), make([]string, n)
	for k := range n {
		ranks[k], gained[k], scores[k] = report.NoInt, report.NoInt, math.NaN()
		i, there := at[base.Table.IDs[p.page.row(k)]]
		if !there || o.Ranking.Result.Ranks[i] == 0 {
			continue
		}
		ranks[k], scores[k] = int(o.Ranking.Result.Ranks[i]), o.Ranking.Result.Scores[i]
		var text string
		_, gained[k], text = p.move(o.Before[i], o.Ranking.Result.Ranks[i])
		texts[k] = fmt.Sprintf("%d %s", ranks[k], text)
	}
	label := p.l.text(s.Name)
	return []*report.Column{
		{Key: s.ID + "_rank", Label: label, For: report.People, Right: true, Texts: texts},
		{Key: s.ID + "_rank", Label: label, Kind: report.Int, For: report.Programs, Ints: ranks},
		{Key: s.ID + "_change", Label: label, Kind: report.Int, For: report.Programs, Ints: gained},
		{Key: s.ID + "_score", Label: label, Kind: report.Float, For: report.Programs, Floats: scores},
	}
}

// summary is how the rankings differ, one row a scenario.
func (p whatIfPage) summary() *report.Table {
	t := &report.Table{ID: "summary"}
	id := &report.Column{Key: "scenario", Label: p.l.say("Scenario", "情景")}
	for _, o := range p.a.Outcomes {
		id.Texts = append(id.Texts, o.Revision.Scenario.ID)
		if len(p.a.Outcomes) > 1 {
			t.Lines = append(t.Lines, p.l.text(o.Revision.Scenario.Name)+":")
		}
		t.Lines = append(t.Lines, p.l.shiftLines(o.Shift, p.namer(o))...)
	}
	t.Columns = append([]*report.Column{id}, shiftColumns(p.shifts())...)
	return t
}

func (p whatIfPage) shifts() []ranking.Shift {
	var out []ranking.Shift
	for _, o := range p.a.Outcomes {
		out = append(out, o.Shift)
	}
	return out
}

// namer names a zone of either ranking by its id, in a language.
func (p whatIfPage) namer(o *whatif.Outcome) func(id, lang string) string {
	return zoneNames(p.a.Base, o.Ranking)
}

// values is the values of zones that the scenario changes.
func (p whatIfPage) values(o *whatif.Outcome) *report.Table {
	if len(o.Zones.Values) == 0 {
		return nil
	}
	l := p.l
	zone := &report.Column{Key: "zone", Label: l.say("Zone", "园区")}
	in := &report.Column{Key: "indicator", Label: l.say("Indicator", "指标")}
	number := func(key, label string) [2]*report.Column {
		return [2]*report.Column{{Key: key, Label: label, For: report.People, Right: true}, {Key: key, Label: label, Kind: report.Float, For: report.Programs}}
	}
	was, is := number("before", l.say("Value before", "原值")), number("value", l.say("Value", "值"))
	t := &report.Table{ID: "values", Title: l.say("Values", "数值"), Columns: []*report.Column{zone, in, was[0], was[1], is[0], is[1]}}
	if len(p.a.Outcomes) > 1 {
		t.ID += "_" + o.Scenario.ID
		t.Title += ": " + l.text(o.Scenario.Name)
	}
	for _, c := range o.Zones.Values {
		zone.Texts = append(zone.Texts, c.Zone)
		in.Texts = append(in.Texts, c.Indicator.ID)
		for _, v := range []struct {
			to [2]*report.Column
			x  float64
		}{{was, c.Before}, {is, c.After}} {
			text := ""
			if v.x == v.x {
				text = fixed(v.x, 8)
			}
			v.to[0].Texts, v.to[1].Floats = append(v.to[0].Texts, text), append(v.to[1].Floats, v.x)
		}
	}
	return t
}

// notes are what must be read with a what-if.
func (p whatIfPage) notes() []report.Note {
	var notes []report.Note
	l := p.l
	add := func(key, en, zh string) { notes = append(notes, report.Note{Key: key, Text: l.say(en, zh)}) }
	add("whatif", "What if: an answer to a question, not a ranking that anybody published; the weights that a scenario changes are assumed.",
		"假设情景：仅为推演结果，并非任何机构公布的排名；情景所改动的权重均为假定。")
	for _, o := range p.a.Outcomes {
		s := o.Revision.Scenario
		prefix := ""
		if len(p.a.Outcomes) > 1 {
			prefix = l.text(s.Name) + ": "
		}
		for _, m := range o.Revision.Matches {
			if len(m.Parts) > 1 {
				var ids []string
				for _, q := range m.Parts {
					ids = append(ids, q.ID())
				}
				add("matches", fmt.Sprintf("%s%s applies to %d: %s.", prefix, m.Change.Text, len(ids), strings.Join(ids, ", ")), fmt.Sprintf("%s%s 作用于 %d 项：%s。", prefix, m.Change.Text, len(ids), strings.Join(ids, "、")))
			}
		}
		if s.Redistribute == scenario.None && len(o.Weights) > 0 {
			add("redistribute", prefix+"Nobody pays for changed weights: all weights of a group are relative to their new sum.", prefix+"权重变动不由其他指标分摊：组内权重均相对于新的合计。")
		}
		for _, id := range sortedKeys(o.Zones.Merged) {
			add("merged", fmt.Sprintf("%sMerged into %s: %s.", prefix, id, strings.Join(o.Zones.Merged[id], ", ")), fmt.Sprintf("%s合并为 %s：%s。", prefix, id, strings.Join(o.Zones.Merged[id], "、")))
		}
		if n := len(o.Zones.Dropped); n > 0 {
			add("dropped", fmt.Sprintf("%sLeft out by the scenario: %d (%s).", prefix, n, firstOf(o.Zones.Dropped)), fmt.Sprintf("%s情景剔除的园区：%d 个（%s）。", prefix, n, firstOf(o.Zones.Dropped)))
		}
		if fresh := p.fresh(o); len(p.a.Outcomes) > 1 && fresh != "" {
			add("new", prefix+"Only there: "+fresh+".", prefix+"仅在其中："+fresh+"。")
		}
		if o.Opaque && len(o.Movers) > 1 {
			add("moved_by", prefix+"What moved the zones is not told: the method has no contributions.", prefix+"所用方法无法分解贡献，故不列主要因素。")
		}
	}
	if len(p.a.Outcomes) == 1 && !p.a.Outcomes[0].Opaque {
		en, zh := "change", "得分变化"
		if p.a.Outcomes[0].Ranking.Index.Method.Ranking.Round >= 0 || p.a.Base.Index.Method.Ranking.Round >= 0 {
			en, zh = "change before scores are rounded", "取整前的得分变化"
		}
		add("moved_by", "Moved by: the two parts that changed the score most, in points; every zone's parts sum to its "+en+".", "主要因素：使得分变化最大的两部分（分值）；各部分之和等于"+zh+"。")
	}
	return notes
}

// fresh lists the zones that only an outcome has, with their ranks.
func (p whatIfPage) fresh(o *whatif.Outcome) string {
	var out []string
	for _, i := range o.Ranking.Result.Order {
		if o.Before[i] < 0 {
			out = append(out, fmt.Sprintf("%s %d", o.Ranking.Table.IDs[o.Ranking.Model.Row(int(i))], o.Ranking.Result.Ranks[i]))
		}
	}
	return firstOf(out)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
