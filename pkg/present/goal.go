package present

import (
	"fmt"
	"math"

	"zoneval/pkg/goal"
	"zoneval/pkg/report"
)

// GoalView is what a reader wants to see of a goal.
type GoalView struct {
	Lang    Lang
	Version string
}

// Goal lays out what a zone must improve to reach a rank.
func Goal(a *goal.Answer, v GoalView) *report.Document {
	page := newRankingPage(a.Ranking, WhatIfView{Lang: v.Lang, Version: v.Version})
	l, t := v.Lang, a.Ranking.Table
	name := func(zone int, lang string) string { return t.Name(a.Ranking.Model.Row(zone), lang) }
	d := &report.Document{Kind: "goal", Title: l.say(fmt.Sprintf("What %s must improve to reach rank %d", name(a.Options.Zone, "en"), a.Options.Rank),
		fmt.Sprintf("%s 进入第 %d 名须改进的指标", name(a.Options.Zone, "zh"), a.Options.Rank))}
	if page.synthetic() {
		d.Subtitle = l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	plan, reached := goalPlan(a, l, page), goalReached(a, l, name, page.decimals())
	if n := len(reached.Lines); len(a.Plan) == 0 { // nothing to list
		plan.Lines, reached.Lines = reached.Lines[n-1:], reached.Lines[:n-1]
	}
	d.Tables = append(d.Tables, plan, reached)
	d.Notes = append(goalNotes(a, l), page.notes()...)
	d.Provenance = page.provenance()
	return d
}

// goalPlan is one row an improvement.
func goalPlan(a *goal.Answer, l Lang, page rankingPage) *report.Table {
	id := &report.Column{Key: "id", Label: l.say("Id", "代码"), For: report.Programs}
	code := &report.Column{Key: "code", Label: l.say("Code", "编号")}
	name := &report.Column{Key: "name", Label: l.say("Indicator", "指标")}
	unit := &report.Column{Key: "unit", Label: l.say("Unit", "单位")}
	num := func(key, label string, decimals int) *report.Column {
		return &report.Column{Key: key, Label: label, Kind: report.Float, Decimals: decimals}
	}
	before, after, best := num("before", l.say("Now", "现值"), 3), num("after", l.say("Needed", "须达到"), 3), num("best", l.say("Best of all", "最好值"), 3)
	change, moved, paid, points := num("change", l.say("Change", "变化"), 3), num("sd", l.say("In sd", "标准差数"), 3), num("cost", l.say("Cost", "成本"), 3), num("points", l.say("Points", "得分"), max(1, page.decimals()))
	for _, s := range a.Plan {
		id.Texts, code.Texts = append(id.Texts, s.Indicator.ID), append(code.Texts, s.Indicator.Code)
		name.Texts, unit.Texts = append(name.Texts, l.text(s.Indicator.Name)), append(unit.Texts, l.text(s.Indicator.Unit))
		before.Floats, after.Floats, best.Floats = append(before.Floats, s.Before), append(after.Floats, s.After), append(best.Floats, s.Best)
		change.Floats, moved.Floats, paid.Floats, points.Floats = append(change.Floats, s.After-s.Before), append(moved.Floats, s.Moved), append(paid.Floats, s.Paid), append(points.Floats, s.Points)
	}
	return &report.Table{ID: "plan", Columns: []*report.Column{id, code, name, unit, before, after, change, best, moved, paid, points}}
}

// goalReached is where the zone stands before and after, and the proof.
func goalReached(a *goal.Answer, l Lang, name func(int, string) string, decimals int) *report.Table {
	z, r := a.Options.Zone, a.Ranking.Result
	whole := func(key string, v int) *report.Column {
		return &report.Column{Key: key, Label: key, Kind: report.Int, Ints: []int{v}}
	}
	num := func(key string, v float64) *report.Column {
		return &report.Column{Key: key, Label: key, Kind: report.Float, Floats: []float64{v}}
	}
	text := func(key, v string) *report.Column { return &report.Column{Key: key, Label: key, Texts: []string{v}} }
	rank, score := report.NoInt, math.NaN()
	if a.Applied != nil {
		rank, score = int(a.Applied.Result.Ranks[z]), a.Applied.Result.Exact[z]
	}
	t := &report.Table{ID: "reached", Columns: []*report.Column{text("zone", a.Ranking.Table.IDs[a.Ranking.Model.Row(z)]), whole("goal", a.Options.Rank), whole("rank_before", a.Rank), whole("rank", rank),
		num("score_before", r.Exact[z]), num("score", score), num("need", a.Need), num("cost", a.Cost), text("reached", fmt.Sprint(a.Reached)), text("proven", fmt.Sprint(a.Searched == "")), num("price", a.Result.Price)}}
	add := func(en, zh string) { t.Lines = append(t.Lines, l.say(en, zh)) }
	if a.Rival < 0 {
		add(fmt.Sprintf("%s is rank %d already.", name(z, "en"), a.Rank), fmt.Sprintf("%s 已列第 %d 名。", name(z, "zh"), a.Rank))
		return t
	}
	add(fmt.Sprintf("Before: rank %d with %s points; rank %d takes %s more, to draw level with %s.", a.Rank, rounded(r.Exact[z], decimals), a.Options.Rank, fixed(a.Need, 4), name(a.Rival, "en")),
		fmt.Sprintf("现状：第 %d 名，%s 分；进入第 %d 名须再得 %s 分，与 %s 持平。", a.Rank, rounded(r.Exact[z], decimals), a.Options.Rank, fixed(a.Need, 4), name(a.Rival, "zh")))
	switch {
	case a.Applied != nil:
		add(fmt.Sprintf("After, everything recomputed: rank %d with %s points. Cost: %s.", rank, rounded(score, decimals), fixed(a.Cost, 4)),
			fmt.Sprintf("改进后重新计算：第 %d 名，%s 分。成本：%s。", rank, rounded(score, decimals), fixed(a.Cost, 4)))
	case a.Searched == "":
		add(fmt.Sprintf("It cannot be reached: all %d indicators that may be improved, brought to the best value of any zone, gain %s points and reach rank %d.", len(a.Levers), fixed(a.Best, 4), a.Most),
			fmt.Sprintf("无法达到：可改进的 %d 项指标全部达到最好值，也只能再得 %s 分，列第 %d 名。", len(a.Levers), fixed(a.Best, 4), a.Most))
	default:
		add(fmt.Sprintf("No plan was found: all %d indicators that may be improved, brought to the best value of any zone, reach rank %d.", len(a.Levers), a.Most),
			fmt.Sprintf("未找到方案：可改进的 %d 项指标全部达到最好值时列第 %d 名。", len(a.Levers), a.Most))
	}
	return t
}

func goalNotes(a *goal.Answer, l Lang) []report.Note {
	note := func(key, en, zh string) report.Note { return report.Note{Key: key, Text: l.say(en, zh)} }
	if a.Rival < 0 {
		return nil
	}
	which := l.say("Only quantitative indicators are improved (--qualitative takes the judged ones too)", "仅改进定量指标（--qualitative 可包括定性指标）")
	if a.Options.Qualitative {
		which = l.say("Qualitative indicators are improved too", "定性指标亦可改进")
	}
	cost := note("cost", which+"; one standard deviation among the ranked zones costs 1 unless --cost says another, and none is brought beyond the best value of any zone. Other zones stay as they are.",
		which+"；每改进一个标准差的成本为1（--cost 可另定），且不超过任何园区的最好值。其他园区保持不变。")
	proof := note("proof", "The plan is exact: its price by the point (-f json) proves that no cheaper one will do, but for values that are whole numbers or rounded to the better side.", "方案为精确解：单位得分价格（-f json）证明不存在更便宜的方案，取整或向好的一侧进位的数值除外。")
	switch {
	case a.Searched != "":
		proof = note("proof", "The plan is a search and no proof, because of "+a.Searched+": a cheaper one may do.", "方案由搜索得到，并非证明（原因："+a.Searched+"）：可能存在更便宜的方案。")
	case !a.Reached:
		proof = note("proof", "This is proven: the score is a sum of what the indicators give.", "此结论已证明：得分为各指标贡献之和。")
	}
	return []report.Note{cost, proof}
}
