package present

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/crossing"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/sweep"
)

// SweepTables are the tables of a sweep, for formats that hold one.
var SweepTables = []string{"sweep", "stable", "crossings"}

// SweepView is what a reader wants to see of a sweep.
type SweepView struct {
	Lang    Lang
	Version string
	Start   *revise.Applied // the scenario that the question starts from; nil for the index and the data as they are
	First   string          // the table that comes first; "" is the ranks
	Sort    Sorting         // of the table that comes first
}

// Sweep lays out the ranks of zones along a path of one weight, what does not change around the present weight, and where
// zones change places.
func Sweep(a *sweep.Answer, v SweepView) *report.Document {
	listed := *a.Ranking // with the zones of the sweep
	listed.Shown = a.Shown
	p := sweepPage{a: a, l: v.Lang, page: newRankingPage(&listed, WhatIfView{Lang: v.Lang, Version: v.Version})}
	p.page.v.Applied = startOf(v.Start)
	d := &report.Document{Kind: "sweep", Title: p.title(), Tables: []*report.Table{p.ranks(), p.stable(), p.crossings()}}
	if p.page.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
		for _, t := range d.Tables { // rows may be copied out of their file
			t.Columns = append(t.Columns, &report.Column{Key: "data_status", Label: p.l.say("Data", "数据性质"), For: report.Programs, Pool: []string{"synthetic"}, At: make([]int32, t.Rows())})
		}
	}
	moveFirst(d.Tables, v.First)
	v.Sort.apply(d.Tables[0], 0)
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

// weight prints a weight that the reader, or the index, has chosen.
func weight(x float64) string { return fixed(x, 4) }

// decimals is how many people see of a weight that was found: a hundredth of a hundredth of the group.
func (p sweepPage) decimals() int {
	return max(0, min(8, 4-int(math.Ceil(math.Log10(p.a.Lever.Sum)))))
}

// found prints a weight that was found.
func (p sweepPage) found(x float64) string { return rounded(x, p.decimals()) }

// onPath says whether the present weight is a point of the path.
func (p sweepPage) onPath() bool { return slices.Contains(p.a.At, p.a.Present) }

// shownPoints are the points of the path whose ranks people see: both ends, the present, and those nearest to some round numbers
// between that are not too near to one of these; all of a few.
func (p sweepPage) shownPoints() []int {
	at := p.a.At
	if len(at) <= 8 {
		all := make([]int, len(at))
		for k := range all {
			all[k] = k
		}
		return all
	}
	from, to := at[0], at[len(at)-1]
	step := roundedStep((to - from) / 6)
	out := []int{0, len(at) - 1}
	if k := slices.Index(at, p.a.Present); k >= 0 {
		out = append(out, k)
	}
	ends := len(out)
	for k := math.Floor(from/step) + 1; k*step < to; k++ {
		t := k * step
		nearest := 0
		for q := range at {
			if math.Abs(at[q]-t) < math.Abs(at[nearest]-t) {
				nearest = q
			}
		}
		if !slices.ContainsFunc(out[:ends], func(q int) bool { return math.Abs(at[q]-at[nearest]) < 0.3*step }) {
			out = append(out, nearest)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// roundedStep is the number 1, 2 or 5 times a power of ten that is nearest above.
func roundedStep(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*unit >= x*(1-1e-9) {
			return m * unit
		}
	}
	return 10 * unit
}

// ranks is the rank of each listed zone along the path.
func (p sweepPage) ranks() *report.Table {
	a, l := p.a, p.l
	shown, n := a.Shown, a.Ranking.Model.N
	best, worst := make([]int, len(shown)), make([]int, len(shown))
	low, high := make([]float64, len(shown)), make([]float64, len(shown))
	for k := range shown {
		best[k], worst[k] = rankOrNone(a.Best[k]), rankOrNone(a.Worst[k])
		low[k], high[k] = a.Zones[k].Low, a.Zones[k].High
	}
	cols := []*report.Column{{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int, Ints: p.page.ints(a.Ranking.Result.Ranks)}}
	for _, c := range p.page.identity() {
		if c.For == report.People && (c.Key == "type" || c.Key == "province") {
			continue // there are many columns
		}
		cols = append(cols, c)
	}
	cols = append(cols,
		&report.Column{Key: "stable_from", Label: l.say("Stays from", "名次不变自"), Kind: report.Float, Decimals: p.decimals(), Floats: low},
		&report.Column{Key: "stable_to", Label: l.say("to", "至"), Kind: report.Float, Decimals: p.decimals(), Floats: high},
		&report.Column{Key: "best", Label: l.say("Best", "最好"), Kind: report.Int, Ints: best},
		&report.Column{Key: "worst", Label: l.say("Worst", "最差"), Kind: report.Int, Ints: worst})
	points := p.shownPoints()
	for q, t := range a.At {
		c := &report.Column{Key: "at_" + strconv.FormatFloat(t, 'f', -1, 64), Label: weight(t), Kind: report.Int, Ints: make([]int, len(shown))}
		if t == a.Present {
			c.Label += "*"
		}
		if !slices.Contains(points, q) {
			c.For = report.Programs
		}
		for k, z := range shown {
			c.Ints[k] = rankOrNone(a.Ranks[q*n+int(z)])
		}
		cols = append(cols, c)
	}
	return &report.Table{ID: "sweep", Columns: cols, Title: l.say("Rank at each weight of "+a.Part.ID()+p.mark(" (* now)", ""), "“"+p.part("zh")+"”取各权重时的排名"+p.mark("（* 为现行权重）", ""))}
}

// mark is a text where the present weight is marked on the path, else another.
func (p sweepPage) mark(marked, not string) string {
	if p.onPath() {
		return marked
	}
	return not
}

// rankOrNone is a rank, or that there is none.
func rankOrNone(r int32) int {
	if r == 0 {
		return report.NoInt
	}
	return int(r)
}

// name is a zone's name in a language.
func (p sweepPage) name(zone int32, lang string) string {
	return p.a.Ranking.Table.Name(p.a.Ranking.Model.Row(int(zone)), lang)
}

func (p sweepPage) names(zones []int32, lang string) []string {
	var out []string
	for _, z := range zones {
		out = append(out, p.name(z, lang))
	}
	return out
}

func (p sweepPage) id(zone int32) string {
	return p.a.Ranking.Table.IDs[p.a.Ranking.Model.Row(int(zone))]
}

// stable is what does not change around the present weight: people read of the first and of the top, the rest being in the ranks.
func (p sweepPage) stable() *report.Table {
	a, l := p.a, p.l
	what := &report.Column{Key: "what", Label: l.say("What", "项目")}
	zones := &report.Column{Key: "zones", Label: l.say("Zones", "园区")}
	rank := &report.Column{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int}
	low := &report.Column{Key: "from", Label: l.say("From", "自"), Kind: report.Float}
	high := &report.Column{Key: "to", Label: l.say("To", "至"), Kind: report.Float}
	t := &report.Table{ID: "stable", Title: l.say("Around the present weight, "+weight(a.Present), "现行权重 "+weight(a.Present)+" 附近"), Columns: []*report.Column{what, zones, rank, low, high}}
	for _, c := range []struct{ key, en, zh string }{
		{"below_over", "Ahead from there up", "下限以上领先"}, {"below_under", "Ahead below", "下限以下领先"},
		{"above_over", "Ahead above", "上限以上领先"}, {"above_under", "Ahead up to there", "上限以下领先"}} {
		t.Columns = append(t.Columns, &report.Column{Key: c.key, Label: l.say(c.en, c.zh)})
	}
	add := func(key string, i crossing.Interval, set []int32, r int) {
		ids := make([]string, len(set))
		for k, z := range set {
			ids[k] = p.id(z)
		}
		what.Texts, zones.Texts, rank.Ints = append(what.Texts, key), append(zones.Texts, strings.Join(ids, " ")), append(rank.Ints, r)
		low.Floats, high.Floats = append(low.Floats, i.Low), append(high.Floats, i.High)
		for k, c := range []*crossing.Crossing{i.Below, i.Above} {
			over, under := "", ""
			if c != nil {
				over, under = p.id(c.Over), p.id(c.Under)
			}
			x, y := t.Columns[5+2*k], t.Columns[6+2*k]
			x.Texts, y.Texts = append(x.Texts, over), append(y.Texts, under)
		}
	}
	say := func(i crossing.Interval, en, zh string) {
		t.Lines = append(t.Lines, l.say(en+p.reach(i, "en"), zh+p.reach(i, "zh")))
	}
	add("first", a.First, a.First.Set, 1)
	stay, zh := " stays first", " 保持第 1 名"
	if len(a.First.Set) > 1 {
		stay, zh = " stay first together", " 并列第 1 名"
	}
	say(a.First, firstOf(p.names(a.First.Set, "en"))+stay, firstOf(p.names(a.First.Set, "zh"))+zh)
	if top := a.Options.Top; top > 1 {
		add(fmt.Sprintf("top_%d", top), a.Top, a.Top.Set, report.NoInt)
		say(a.Top, fmt.Sprintf("The top %d stay the same %d zones", top, len(a.Top.Set)), fmt.Sprintf("前 %d 名始终为同样的 %d 个园区", top, len(a.Top.Set)))
	}
	for k, z := range a.Shown {
		add("rank", a.Zones[k], []int32{z}, rankOrNone(int32(a.Zones[k].Rank)))
	}
	return t
}

// reach is where something holds and what ends it, as one goes away from the present weight.
func (p sweepPage) reach(i crossing.Interval, lang string) string {
	low, high := p.found(i.Low), p.found(i.High)
	switch {
	case i.Low == i.High:
		return sayIn(lang, ": at "+weight(i.Low)+" alone, where zones are level or one has no score", "：仅在 "+weight(i.Low)+" 处，该处有园区并列或无得分")
	case i.Low == p.a.Low && i.High == p.a.High && i.Below == nil && i.Above == nil:
		return sayIn(lang, ": from "+weight(i.Low)+" to "+weight(i.High)+", the whole way", "：自 "+weight(i.Low)+" 至 "+weight(i.High)+"，全程不变")
	}
	if i.Below == nil && i.Low == p.a.Low {
		low = weight(i.Low)
	}
	if i.Above == nil && i.High == p.a.High {
		high = weight(i.High)
	}
	var out []string
	if c := i.Below; c != nil {
		out = append(out, sayIn(lang, fmt.Sprintf("below, %s passes %s", p.name(c.Under, "en"), p.name(c.Over, "en")), fmt.Sprintf("低于此，%s 超过 %s", p.name(c.Under, "zh"), p.name(c.Over, "zh"))))
	}
	if c := i.Above; c != nil {
		out = append(out, sayIn(lang, fmt.Sprintf("above, %s passes %s", p.name(c.Over, "en"), p.name(c.Under, "en")), fmt.Sprintf("高于此，%s 超过 %s", p.name(c.Over, "zh"), p.name(c.Under, "zh"))))
	}
	if lang == "zh" {
		return strings.Join(append([]string{"：自 " + low + " 至 " + high}, out...), "；")
	}
	return strings.Join(append([]string{": from " + low + " to " + high}, out...), "; ")
}

func sayIn(lang, en, zh string) string {
	if lang == "zh" {
		return zh
	}
	return en
}

// mostCrossings is how many crossings people see.
const mostCrossings = 30

// crossings is where zones change places, one of them being listed. People read the nearest to the present weight, and where they
// have not chosen the zones, those where both are listed.
func (p sweepPage) crossings() *report.Table {
	a, l := p.a, p.l
	listed := map[int32]bool{}
	for _, z := range a.Shown {
		listed[z] = true
	}
	at := &report.Column{Key: "weight", Label: l.say("Weight", "权重"), Kind: report.Float}
	over, under := &report.Column{Key: "over", Label: l.say("Moves ahead", "超过者")}, &report.Column{Key: "under", Label: l.say("Falls behind", "被超过者")}
	rank := &report.Column{Key: "rank", Label: l.say("Rank", "名次"), Kind: report.Int}
	overName, underName := &report.Column{Key: "over_name", Label: l.say("Name", "名称")}, &report.Column{Key: "under_name", Label: l.say("Name", "名称")}
	t := &report.Table{ID: "crossings", Columns: []*report.Column{at, over, under, rank, overName, underName}}
	var near []int // of the crossings
	for k, c := range a.Crossings {
		if !listed[c.Over] && !listed[c.Under] {
			continue
		}
		at.Floats = append(at.Floats, c.At)
		over.Texts, under.Texts = append(over.Texts, p.id(c.Over)), append(under.Texts, p.id(c.Under))
		rank.Ints = append(rank.Ints, int(a.Places[k]))
		overName.Texts, underName.Texts = append(overName.Texts, l.say(p.name(c.Over, "en"), p.name(c.Over, "zh"))), append(underName.Texts, l.say(p.name(c.Under, "en"), p.name(c.Under, "zh")))
		if a.Options.Listed || listed[c.Over] && listed[c.Under] {
			near = append(near, k)
		}
	}
	en, zh := "Where listed zones change places", "所列园区彼此换位之处"
	if a.Options.Listed {
		en, zh = "Where listed zones change places with any other", "所列园区与任一园区换位之处"
	}
	switch total := len(near); {
	case total == 0:
		t.Lines = []string{l.say("Listed zones do not change places on the path.", "所列园区在此区间内不换位。")}
		return t
	case total > mostCrossings:
		en += fmt.Sprintf(": the %d of %d nearest to the present weight", mostCrossings, total)
		zh += fmt.Sprintf("：共 %d 处，以下为离现行权重最近的 %d 处", total, mostCrossings)
	}
	t.Title = l.say(en, zh)
	slices.SortStableFunc(near, func(x, y int) int {
		return cmp.Compare(math.Abs(a.Crossings[x].At-a.Present), math.Abs(a.Crossings[y].At-a.Present))
	})
	near = near[:min(mostCrossings, len(near))]
	slices.Sort(near)
	t.Lines = p.crossingLines(near)
	return t
}

// crossingLines are crossings in the order of the path, with the present weight between them.
func (p sweepPage) crossingLines(list []int) []string {
	a, l := p.a, p.l
	widest := len(p.found(a.High))
	line := func(t float64, en, zh string) string {
		return fmt.Sprintf("  %*s  %s", widest, p.found(t), l.say(en, zh))
	}
	now := line(a.Present, "* the present weight", "* 现行权重")
	var out []string
	passed := !p.onPath()
	for _, k := range list {
		c := a.Crossings[k]
		if !passed && c.At >= a.Present {
			out, passed = append(out, now), true
		}
		out = append(out, line(c.At, fmt.Sprintf("%s passes %s and takes rank %d", p.name(c.Over, "en"), p.name(c.Under, "en"), a.Places[k]),
			fmt.Sprintf("%s 超过 %s，升至第 %d 名", p.name(c.Over, "zh"), p.name(c.Under, "zh"), a.Places[k])))
	}
	if !passed {
		out = append(out, now)
	}
	return out
}

func (p sweepPage) notes() []report.Note {
	a, l := p.a, p.l
	note := func(key, en, zh string) report.Note { return report.Note{Key: key, Text: l.say(en, zh)} }
	en, zh := p.payers()
	mark, biaozhi := p.mark(" (marked *)", ""), p.mark("（标有 *）", "")
	notes := []report.Note{note("path",
		fmt.Sprintf("The weight of %s goes from %s to %s; now it is %s%s, of %s in its group. %s", a.Part.ID(), weight(a.From), weight(a.To), weight(a.Present), mark, weight(a.Lever.Sum), en),
		fmt.Sprintf("“%s”的权重自 %s 变至 %s，现为 %s%s，组内合计 %s。%s", p.part("zh"), weight(a.From), weight(a.To), weight(a.Present), biaozhi, weight(a.Lever.Sum), zh))}
	if top := a.Options.Top; !a.Options.Listed && top > 0 {
		notes = append(notes, note("listed", fmt.Sprintf("Listed: zones that are in the top %d somewhere on the path (%d).", top, len(a.Shown)), fmt.Sprintf("所列为在此区间内曾进入前 %d 名的 %d 个园区。", top, len(a.Shown))))
	}
	if a.Curved == "" {
		notes = append(notes, note("exact",
			fmt.Sprintf("Crossings and intervals are solved for, not sampled. Where ranks stay the same is looked for at all weights from %s to %s.", weight(a.Low), weight(a.High)),
			fmt.Sprintf("换位点和不变区间均为求解所得，并非抽样。不变区间在 %s 至 %s 的全部权重中求得。", weight(a.Low), weight(a.High))))
	} else {
		en, zh := p.why()
		notes = append(notes, note("searched",
			fmt.Sprintf("%s, so crossings are searched for between the points of the path: what changes and changes back between two points is not seen (a smaller --step sees more). Where ranks stay the same is looked for from %s to %s in the same way.", en, weight(a.Low), weight(a.High)),
			fmt.Sprintf("%s，因此换位点在相邻取值点之间搜索，两点之间变动又复原者不可见（减小 --step 可看得更细）。不变区间在 %s 至 %s 中搜索。", zh, weight(a.Low), weight(a.High))))
	}
	if d := a.Ranking.Index.Method.Ranking.Round; d >= 0 {
		notes = append(notes, note("rounded", fmt.Sprintf("Ranks are of scores rounded to %d decimals, as the index says; crossings and intervals are of scores that are not rounded.", d),
			fmt.Sprintf("名次按指标体系规定以保留 %d 位小数的得分排列；换位点和不变区间按未舍入的得分计算。", d)))
	}
	return notes
}

// payers says who pays for the weight.
func (p sweepPage) payers() (en, zh string) {
	o := p.a.Options
	switch {
	case p.a.Against != nil:
		return p.a.Against.ID() + " pays for it.", "由“" + p.a.Against.Name().In("zh") + "”一项承担。"
	case o.Redistribute == scenario.None:
		return "Nobody pays: weights are relative to their new sum.", "其余权重不变，各权重相对于新的合计。"
	case o.Redistribute == scenario.Equal:
		en, zh = "Its siblings pay the same each", "由同组其他项平均承担"
	default:
		en, zh = "Its siblings pay in proportion", "由同组其他项按比例承担"
	}
	if locked := p.locked(); len(locked) > 0 {
		var names []string
		for _, q := range locked {
			names = append(names, q.Name().In("zh"))
		}
		en += ", without " + strings.Join(ids(locked), ", ")
		zh += "（不含" + strings.Join(names, "、") + "）"
	}
	return en + ".", zh + "。"
}

// locked are the siblings that are locked.
func (p sweepPage) locked() []revise.Part {
	var out []revise.Part
	for _, w := range p.a.Options.Lock {
		held, _ := revise.Select(p.a.Ranking.Index, w.Text)
		for _, q := range p.a.Lever.Parts {
			if slices.Contains(held, q) && !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	return out
}

func ids(parts []revise.Part) []string {
	var out []string
	for _, q := range parts {
		out = append(out, q.ID())
	}
	return out
}

// why says why scores are no function that can be solved.
func (p sweepPage) why() (en, zh string) {
	if by, is := strings.CutPrefix(p.a.Curved, "missing "); is {
		return "Some zones lack a dimension, whose score is filled in (missing: " + by + ")", "部分园区缺少某一维度，其得分由填补得到（missing: " + by + "）"
	}
	return "Scores are combined by " + p.a.Curved, "得分以 " + p.a.Curved + " 方法汇总"
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
