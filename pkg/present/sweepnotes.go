package present

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

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
