package present

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/index"
	"zoneval/pkg/report"
	"zoneval/pkg/zone"
)

// notes are what must be read with a ranking.
func (p rankingPage) notes() []report.Note {
	var notes []report.Note
	add := func(key string, texts ...string) {
		for _, t := range texts {
			notes = append(notes, report.Note{Key: key, Text: t})
		}
	}
	src, a, l := p.a.Table.Source, p.a, p.l
	if src.Shipped && p.synthetic() {
		add("data", l.say("The shipped example is ranked, since no data file was named. Its zones and figures are invented; it shows the tool, not any real zone.",
			"未指定数据文件，此处对随附示例进行排名。示例中的园区和数字均为虚构，仅用于演示本工具，不代表任何真实园区。"))
	}
	add("data_note", l.sentences(fact(src, "note"))...)
	if p.v.Values && len(a.Table.Bounds) > 0 {
		add("bounds", l.say("≤N is a bound (named within the top N): shown, not scored.", "≤N 为上限（仅知在前 N 名之内）：显示但不计分。"))
	}
	named, few := p.screened()
	if n := len(few); n > 0 {
		add("screened", l.say(fmt.Sprintf("Left out by screening, for want of values: %d (%s).", n, firstOf(few)), fmt.Sprintf("因数据不足被筛除的园区：%d 个（%s）。", n, firstOf(few))))
	}
	if n := len(named); n > 0 {
		add("dropped", l.say(fmt.Sprintf("Left out since the index names them under drop: %d (%s).", n, firstOf(named)), fmt.Sprintf("指标体系指明剔除的园区：%d 个（%s）。", n, firstOf(named))))
	}
	add("gaps", p.gapsNote()...)
	if len(a.Options.Only) > 0 {
		add("scored", l.say(fmt.Sprintf("Scored: only %s (%d zones); normalised and ranked among these.", selectors(a.Options.Only), a.Model.N),
			fmt.Sprintf("计分范围：仅 %s（%d 个园区），归一化与排名均在其中进行。", selectors(a.Options.Only), a.Model.N)))
	}
	if len(a.Options.Show) > 0 {
		add("shown", l.say(fmt.Sprintf("Shown: only %s; ranks are those among all %d ranked zones.", selectors(a.Options.Show), a.Model.N-unranked(a.Result.Ranks)),
			fmt.Sprintf("仅列出 %s；名次为全部 %d 个上榜园区中的名次。", selectors(a.Options.Show), a.Model.N-unranked(a.Result.Ranks))))
	}
	if a.Options.Top > 0 && a.Options.Top < a.Model.N {
		add("top", l.say(fmt.Sprintf("Listed: the first %d; counts are of these.", len(a.Shown)), fmt.Sprintf("列出前 %d 名，统计亦限于此。", len(a.Shown))))
	}
	if a.Previous != nil {
		text := l.say(fmt.Sprintf("Change on %d: each year is scored on its own, by the same index.", a.Before),
			fmt.Sprintf("较 %d 年的变化：两年各自按同一指标体系计分。", a.Before))
		add("change", text)
	}
	if n := len(a.Gone); n > 0 {
		list := firstOf(a.Gone)
		add("gone", l.say(fmt.Sprintf("Ranked in %d and not in the data of %d: %d (%s).", a.Before, a.Year, n, list),
			fmt.Sprintf("%d 年在列而 %d 年数据中没有的园区：%d 个（%s）。", a.Before, a.Year, n, list)))
	}
	if n := unranked(a.Result.Ranks); n > 0 {
		missing := a.Index.Method.Missing
		if missing.Has("min_indicators") && !missing.Has("min_coverage") {
			least := missing.Number("min_indicators", 1)
			add("unranked", l.say(fmt.Sprintf("Not ranked: %d of %d zones, which have fewer than %g values.", n, a.Model.N, least),
				fmt.Sprintf("%d 个园区中有 %d 个数值不足 %g 项，不予排名。", a.Model.N, n, least)))
		} else {
			add("unranked", l.say(fmt.Sprintf("Not ranked: %d of %d zones, for want of values (missing %s).", n, a.Model.N, missingText(a.Index)),
				fmt.Sprintf("%d 个园区中有 %d 个因缺失数值不予排名（missing %s）。", a.Model.N, n, missingText(a.Index))))
		}
	}
	add("weights", p.weightsNote())
	if p.v.Dimensions {
		var legend []string
		for _, d := range a.Index.Root.Dimensions {
			legend = append(legend, d.ID+" = "+d.Name.In("en"))
		}
		add("dimensions", l.say("Dimensions, score (rank): "+strings.Join(legend, "; ")+".", "各维度：得分（名次）。"))
	}
	note, of := a.Index.Note, ""
	for _, ap := range p.v.Applied {
		add("scenario", l.sentences(ap.Scenario.Note)...)
		note, of = ap.Revision.Before.Note, l.say("Of the index without the scenario: ", "（未作改动的指标体系）")
	}
	for _, text := range l.sentences(note) {
		add("index", of+text)
	}
	return notes
}

// screened lists the zones that screening left out, by id: those that the index names, and those that lack values.
func (p rankingPage) screened() (named, few []string) {
	for _, r := range p.a.Model.Screened {
		id := p.a.Table.IDs[r]
		if slices.Contains(p.a.Index.Method.Screen.Texts["drop"], id) {
			named = append(named, id)
		} else {
			few = append(few, id)
		}
	}
	return named, few
}

// firstOf joins the first of many names.
func firstOf(names []string) string {
	const most = 10
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// gapsCount is how many values are missing in the data, and how many of them were filled in.
func (p rankingPage) gapsCount() (gaps, done int) {
	if g := p.a.Gaps; g != nil {
		for i, n := range g.Missing {
			gaps, done = gaps+int(n), done+int(g.Filled[i])
		}
	}
	return gaps, done
}

// gapsNote says how many values were missing, and what became of them.
func (p rankingPage) gapsNote() []string {
	gaps, done := p.gapsCount()
	if gaps == 0 {
		return nil
	}
	all := p.a.Model.N * len(p.a.Index.Indicators)
	en, zh := fmt.Sprintf("Missing values: %d of %d", gaps, all), fmt.Sprintf("缺失数值：%d 个中有 %d 个", all, gaps)
	if done > 0 {
		en += fmt.Sprintf("; %d filled in (%s), and scores rest on that", done, p.fillers())
		zh += fmt.Sprintf("；%d 个经插补（%s），得分以此为据", done, p.fillers())
	}
	if left := gaps - done; left > 0 {
		en += fmt.Sprintf("; %d left out (missing %s)", left, p.leavers())
		zh += fmt.Sprintf("；%d 个未计入（missing %s）", left, p.leavers())
	}
	return []string{p.l.say(en+".", zh+"。")}
}

// fillers are the methods that fill values in, as the index file writes them.
func (p rankingPage) fillers() string {
	var imputed, taken []string
	for j, in := range p.a.Index.Indicators {
		if p.a.Gaps.FilledOf[j] == 0 {
			continue
		}
		if in.Impute.Acts() {
			imputed = append(imputed, "impute "+stepText(in.Impute))
		}
		if m := in.Parent.Missing.Name; m == "worst" || m == "zero" {
			taken = append(taken, "missing "+m)
		}
	}
	for j, d := range p.a.Index.Dims {
		if p.a.Gaps.Stands[j] {
			taken = append(taken, fmt.Sprintf("missing %s for all of %s", d.Parent.Missing.Name, d.ID))
		}
	}
	return distinct(append(imputed, taken...))
}

// leavers are the missing methods of the groups that left values out.
func (p rankingPage) leavers() string {
	var out []string
	for j, in := range p.a.Index.Indicators {
		if g := p.a.Gaps; g.MissingOf[j] > g.FilledOf[j] {
			out = append(out, stepText(in.Parent.Missing))
		}
	}
	return distinct(out)
}

func unranked(ranks []int32) int {
	n := 0
	for _, r := range ranks {
		if r == 0 {
			n++
		}
	}
	return n
}

func selectors(sel []zone.Selector) string {
	var parts []string
	for _, s := range sel {
		parts = append(parts, s.String())
	}
	return strings.Join(parts, "; ")
}

// weightsNote tells published weights from the others.
func (p rankingPage) weightsNote() string {
	count := p.a.Index.WeightCounts()
	published, assumed, shared, computed := count[index.Published], count[index.Assumed], count[index.Shared], count[index.Computed]
	if computed > 0 {
		en := fmt.Sprintf("%d of the %d weights are computed, none of them published", computed, published+assumed+shared+computed)
		zh := fmt.Sprintf("%d 项权重中有 %d 项由计算得出，并非公布值", published+assumed+shared+computed, computed)
		if p.a.Model.Weights.Computed {
			return p.l.say(en+"; some are of these data, and index show --data lists them.", zh+"；其中一部分随数据而变，可用 index show --data 查看。")
		}
		return p.l.say(en+"; index show lists them.", zh+"，可用 index show 查看。")
	}
	if assumed+shared == 0 {
		return p.l.say("The index file gives all weights as published.", "指标体系文件标明全部权重均为公布值。")
	}
	if published+assumed == 0 {
		return p.l.say("The index file gives no weights: the parts of every group count the same.", "指标体系文件未给出权重：各组内部等权。")
	}
	all := published + assumed + shared
	return p.l.say(
		fmt.Sprintf("%d of the %d weights are assumed (%d filled in, %d shared equally by rule): scores and ranks rest on them and are no official result.",
			assumed+shared, all, assumed, shared),
		fmt.Sprintf("%d 项权重中有 %d 项为假定（%d 项由人填入，%d 项按规则均分）：得分与名次取决于此，并非官方结果。", all, assumed+shared, assumed, shared))
}
