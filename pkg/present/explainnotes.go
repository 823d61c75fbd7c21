package present

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/explain"
	"zoneval/pkg/index"
	"zoneval/pkg/report"
)

func (p explainPage) notes() []report.Note {
	l, e := p.l, p.e
	var notes []report.Note
	add := func(key, en, zh string) { notes = append(notes, report.Note{Key: key, Text: l.say(en, zh)}) }
	if p.synthetic() && p.a.Table.Source.Shipped {
		add("data", "The shipped example is explained, since no data file was named. Its zones and figures are invented.", "未指定数据文件，此处解释随附示例，园区和数字均为虚构。")
	}
	if e.Peers >= 5 {
		en := fmt.Sprintf("Strengths ▲ (fewer than %g%% of the peers are better): %s. Weaknesses ▼ (fewer than %g%% are worse): %s.", e.Options.Mark, p.marked(1, En), e.Options.Mark, p.marked(-1, En))
		zh := fmt.Sprintf("优势 ▲（优于本园区的同组园区不足 %g%%）：%s。短板 ▼（劣于本园区的不足 %g%%）：%s。", e.Options.Mark, p.marked(1, Zh), e.Options.Mark, p.marked(-1, Zh))
		add("marks", en, zh)
	} else {
		add("marks", fmt.Sprintf("No strengths or weaknesses are marked: it takes five peers, and there are %d.", e.Peers), fmt.Sprintf("同组仅 %d 个园区，不足 5 个，不标注优势与短板。", e.Peers))
	}
	en, zh := "all ranked zones", "全部上榜园区"
	if len(p.w.Peers) > 0 {
		en, zh = selectors(p.w.Peers)+", with the zone itself", selectors(p.w.Peers)+"，含本园区"
	}
	add("peers", fmt.Sprintf("Peers: %s (%d zones).", en, e.Peers), fmt.Sprintf("同组园区：%s（%d 个）。", zh, e.Peers))
	switch {
	case p.a.Result.Ranks[e.Zone] == 0:
		add("unranked", "The zone has no score: too many of its values are missing for the index (missing "+missingText(p.a.Index)+").", "该园区缺失数值过多，按指标体系（missing "+missingText(p.a.Index)+"）不予计分。")
	case e.Opaque != "":
		add("contribution", fmt.Sprintf("Under %s a score is no sum of its parts, so there are no points below it.", e.Opaque), fmt.Sprintf("%s 方法的得分不能拆分为各部分之和，故其下不列贡献分。", e.Opaque))
	default:
		if slices.ContainsFunc(e.Indicators, func(i explain.Indicator) bool { return math.Abs(i.Used-i.Share) > 1e-12 }) {
			add("used", "Used is the weight in this zone's score: where a value is missing, the others of its group take over its weight.", "“实用%”为本园区得分中实际使用的权重：数值缺失时，同组其他指标分担其权重。")
		}
		add("contribution", "Points sum to the score: weight times normalised value in arithmetic means, value times derivative (Euler) in geometric, harmonic and power means.",
			"贡献分之和等于得分：算术平均为权重乘以数值，几何、调和、幂平均为数值乘以偏导数（欧拉定理）。")
		for _, d := range e.Dimensions {
			if d.Value != d.Value && d.Contribution == d.Contribution {
				add("stands", fmt.Sprintf("The zone has no score in %s, which counts as %s: these points are of no indicator.", d.Dimension.Name.In("en"), d.Dimension.Parent.Missing.Name),
					fmt.Sprintf("该园区在%s上无得分，按 missing %s 计入，其贡献分不归于任何指标。", d.Dimension.Name.In("zh"), d.Dimension.Parent.Missing.Name))
			}
		}
	}
	if g := e.Gap; g != nil {
		switch {
		case g.Problem != "":
			add("gap", fmt.Sprintf("The gap to %s of %s points is not divided: %s.", p.zoneAt(g.Other), signed(g.Total, p.decimals()), g.Problem), fmt.Sprintf("与 %s 相差 %s 分，未作分解（%s）。", p.zoneAt(g.Other), signed(g.Total, p.decimals()), g.Problem))
		case g.Shapley:
			orders, zh := "all orders", "所有次序"
			if g.Orders > 0 {
				orders, zh = fmt.Sprintf("%d random orders with a fixed seed", g.Orders), fmt.Sprintf("固定种子的 %d 个随机次序", g.Orders)
			}
			add("gap", "The parts of the gap are Shapley values: what each part adds when it takes this zone's values, averaged over "+orders+". They sum to the gap.",
				"差距按 Shapley 值分解：各部分依次换成本园区数值时的得分变化，对"+zh+"取平均，其和等于差距。")
		default:
			add("gap", "The parts of the gap are differences of points. They sum to the gap.", "差距由各指标贡献分之差组成，其和等于差距。")
		}
		if p.a.Index.Method.Ranking.Round >= 0 {
			add("rounded", "The gap is of unrounded scores.", "差距按未取整的得分计算。")
		}
	}
	if p.prepared() {
		add("prepared", "Prepared is what is normalised, where the steps before changed the value: "+p.stepsTaken()+".", "“预处理后”为归一化所用数值："+p.stepsTaken()+"。")
	}
	notes = append(notes, report.Note{Key: "weights", Text: p.weightsNote()})
	if p.starred() {
		add("star", "* beside a weight: it rests on one that is not published.", "权重旁的 * 表示非公布值。")
	}
	return notes
}

// marked lists the indicators with a mark.
func (p explainPage) marked(mark int, l Lang) string {
	var names []string
	for _, i := range p.e.Indicators {
		if i.Mark == mark {
			names = append(names, l.text(i.Indicator.Name))
		}
	}
	const most = 6
	rest := ""
	if n := len(names); n > most {
		names, rest = names[:most], l.say(fmt.Sprintf("; and %d more", n-most), fmt.Sprintf("等 %d 项", n))
	}
	if len(names) == 0 {
		return l.say("none", "无")
	}
	return strings.Join(names, l.say("; ", "；")) + rest
}

// stepsTaken says of each indicator what the preparing steps did to its value.
func (p explainPage) stepsTaken() string {
	var parts []string
	for _, i := range p.e.Indicators {
		if len(i.Steps) > 0 {
			parts = append(parts, i.Indicator.ID+" ("+strings.Join(i.Steps, ", ")+")")
		}
	}
	return strings.Join(parts, "; ")
}

// starred says whether a weight is marked as not published.
func (p explainPage) starred() bool {
	for _, i := range p.e.Indicators {
		if in := i.Indicator; !(in.OnlyChild() || in.Weight.Origin == index.Published) || !published(in.Parent) {
			return true
		}
	}
	return false
}
