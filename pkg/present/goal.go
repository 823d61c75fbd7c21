package present

import (
	"fmt"
	"math"
	"slices"

	"zoneval/pkg/flip"
	"zoneval/pkg/goal"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
)

// GoalView is what a reader wants to see of a goal.
type GoalView struct {
	Lang    Lang
	Version string
	Start   *revise.Applied // the scenario that the question starts from; nil for the index and the data as they are
}

// Goal lays out what a zone must improve to reach a rank. Its tables are the plan, where the zone stands, and all that it can
// improve with what the certificate rests on, which is for programs.
func Goal(a *goal.Answer, v GoalView) *report.Document {
	p := goalPage{a: a, l: v.Lang, page: newRankingPage(a.Ranking, WhatIfView{Lang: v.Lang, Version: v.Version})}
	p.page.v.Applied = startOf(v.Start)
	z := a.Options.Zone
	d := &report.Document{Kind: "goal", Title: p.l.say(fmt.Sprintf("What %s must improve to reach rank %d", p.name(z, "en"), a.Options.Rank), fmt.Sprintf("%s 进入第 %d 名须改进的指标", p.name(z, "zh"), a.Options.Rank))}
	if p.page.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	plan, reached := p.plan(), p.reached()
	if reached.Lines = []string{p.before(), p.after()}; a.Rival < 0 {
		plan.Lines, reached.Lines = []string{p.before()}, nil
	} else if len(a.Plan) == 0 { // nothing to list
		plan.Lines, reached.Lines = []string{p.after()}, []string{p.before()}
	}
	d.Tables = append(d.Tables, plan, reached, p.levers())
	d.Notes = append(p.notes(), p.page.notes()...)
	d.Provenance = p.page.provenance()
	return d
}

type goalPage struct {
	a    *goal.Answer
	l    Lang
	page rankingPage
}

func (p goalPage) name(zone int, lang string) string {
	return p.a.Ranking.Table.Name(p.a.Ranking.Model.Row(zone), lang)
}

// figure prints a value of the data with six digits, or all of a whole number.
func figure(x float64) string {
	if x != x {
		return ""
	}
	size := 0
	if x != 0 {
		size = int(math.Floor(math.Log10(math.Abs(x))))
	}
	if size < -9 || size > 14 {
		return fmt.Sprintf("%.6g", x)
	}
	return fixed(x, min(15, max(0, 5-size)))
}

// plan is one row an improvement. What a standard deviation costs is shown where that is not 1 for all of them.
func (p goalPage) plan() *report.Table {
	l, steps := p.l, p.a.Plan
	text := func(key, label string, of func(s goal.Step) string) *report.Column {
		c := &report.Column{Key: key, Label: label}
		for _, s := range steps {
			c.Texts = append(c.Texts, of(s))
		}
		return c
	}
	num := func(key, label string, decimals int, of func(s goal.Step) float64) *report.Column {
		c := &report.Column{Key: key, Label: label, Kind: report.Float, Decimals: decimals}
		for _, s := range steps {
			c.Floats = append(c.Floats, of(s))
		}
		return c
	}
	id := text("id", l.say("Id", "代码"), func(s goal.Step) string { return s.Indicator.ID })
	id.For = report.Programs
	cols := []*report.Column{id,
		text("code", l.say("Code", "编号"), func(s goal.Step) string { return s.Indicator.Code }),
		text("name", l.say("Indicator", "指标"), func(s goal.Step) string { return l.text(s.Indicator.Name) }),
		text("unit", l.say("Unit", "单位"), func(s goal.Step) string { return l.text(s.Indicator.Unit) })}
	raw := func(key, label string, print func(float64) string, of func(s goal.Step) float64) { // in the units of the data
		programs := num(key, label, 0, of)
		programs.For = report.Programs
		people := text(key, label, func(s goal.Step) string { return print(of(s)) })
		people.For, people.Right = report.People, true
		cols = append(cols, programs, people)
	}
	raw("before", l.say("Now", "现值"), figure, func(s goal.Step) float64 { return s.Before })
	raw("after", l.say("Needed", "须达到"), figure, func(s goal.Step) float64 { return s.After })
	raw("change", l.say("Change", "变化"), func(x float64) string {
		if x > 0 {
			return "+" + figure(x)
		}
		return figure(x)
	}, func(s goal.Step) float64 { return s.After - s.Before })
	raw("best", l.say("Best of all", "最好值"), figure, func(s goal.Step) float64 { return s.Best })
	sd := num("sd", l.say("Std devs", "标准差数"), 3, func(s goal.Step) float64 { return s.Moved })
	if !slices.ContainsFunc(steps, func(s goal.Step) bool { return s.Lever.Cost != 1 }) {
		sd.For = report.Programs // it is the cost
	}
	cols = append(cols, sd, num("cost", l.say("Cost", "成本"), 3, func(s goal.Step) float64 { return s.Paid }),
		num("points", l.say("Points", "得分"), max(1, p.page.decimals()), func(s goal.Step) float64 { return s.Points }))
	return &report.Table{ID: "plan", Columns: cols}
}

// reached is where the zone stands before and after, and the proof.
func (p goalPage) reached() *report.Table {
	a, z, r := p.a, p.a.Options.Zone, p.a.Ranking.Result
	rank, score := report.NoInt, math.NaN()
	if a.Applied != nil {
		rank, score = int(a.Applied.Result.Ranks[z]), a.Applied.Result.Exact[z]
	}
	most := report.NoInt
	if !a.Reached {
		most = a.Most
	}
	proven := a.Searched == ""
	var f facts
	f.texts("zone", a.Ranking.Table.IDs[a.Ranking.Model.Row(z)])
	f.ints("goal", a.Options.Rank)
	f.ints("rank_before", a.Rank)
	f.ints("rank", rank)
	f.floats("score_before", r.Exact[z])
	f.floats("score", score)
	f.floats("need", a.Need)
	f.floats("cost", orNone(a.Reached, a.Cost))
	f.floats("least_cost", orNone(a.Reached && proven, a.Result.Cost))
	f.texts("reached", fmt.Sprint(a.Reached))
	f.texts("proven", fmt.Sprint(proven))
	f.texts("searched", a.Searched)
	f.floats("price", orNone(a.Reached && proven && a.Rival >= 0, a.Result.Price))
	f.floats("most_points", orNone(!a.Reached, a.Best))
	f.ints("most_rank", most)
	return &report.Table{ID: "reached", Columns: f.columns}
}

// levers is what the certificate rests on: all that can be improved, how far, at what cost, and what it gives.
func (p goalPage) levers() *report.Table {
	a := p.a
	n := len(a.Levers)
	ids := make([]string, n)
	before, best, sd, cost, room, gain, bound := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for k, l := range a.Levers {
		ids[k], before[k], best[k], sd[k], cost[k], room[k], gain[k], bound[k] = l.Indicator.ID, l.Before, l.Best, l.SD, l.Cost, l.Room, l.Gain, math.NaN()
		if len(a.Problem.Gain) == n {
			bound[k] = a.Problem.Gain[k]
		}
	}
	var f facts
	f.texts("id", ids...)
	f.floats("before", before...)
	f.floats("best", best...)
	f.floats("sd_value", sd...)
	f.floats("sd_cost", cost...)
	f.floats("room", room...)
	f.floats("gain", gain...)
	f.floats("gain_bound", bound...)
	return &report.Table{ID: "levers", Columns: f.columns}
}

func (p goalPage) points(x float64) string { return fixed(x, p.page.decimals()+2) }

func (p goalPage) before() string {
	a, z := p.a, p.a.Options.Zone
	score := rounded(a.Ranking.Result.Exact[z], p.page.decimals())
	if a.Rival < 0 {
		return p.l.say(fmt.Sprintf("%s is rank %d already, with %s points: nothing needs to be improved.", p.name(z, "en"), a.Rank, score), fmt.Sprintf("%s 已列第 %d 名，%s 分：无须改进。", p.name(z, "zh"), a.Rank, score))
	}
	return p.l.say(fmt.Sprintf("Before: rank %d with %s points; rank %d takes %s more, to draw level with %s.", a.Rank, score, a.Options.Rank, p.points(a.Need), p.name(a.Rival, "en")),
		fmt.Sprintf("现状：第 %d 名，%s 分；进入第 %d 名须再得 %s 分，与 %s 持平。", a.Rank, score, a.Options.Rank, p.points(a.Need), p.name(a.Rival, "zh")))
}

func (p goalPage) after() string {
	a, l, z := p.a, p.l, p.a.Options.Zone
	n := len(a.Levers)
	switch {
	case a.Applied != nil:
		r := a.Applied.Result
		score, cost := rounded(r.Exact[z], p.page.decimals()), fixed(a.Cost, 4)
		en, zh := fmt.Sprintf("After, everything recomputed: rank %d with %s points. The plan costs %s", r.Ranks[z], score, cost), fmt.Sprintf("改进后重新计算：第 %d 名，%s 分。方案成本为 %s", r.Ranks[z], score, cost)
		if least := fixed(a.Result.Cost, 4); a.Searched == "" && a.Cost > 1.001*a.Result.Cost {
			en, zh = en+", and none can cost less than "+least+": whole numbers and rounding take the rest", zh+"；任何方案不低于 "+least+"，差额来自取整和进位"
		}
		return l.say(en+".", zh+"。")
	case n == 0:
		return l.say("It cannot be reached: nothing that may be improved moves the score.", "无法达到：没有可改进且影响得分的指标。")
	case a.Searched == "":
		return l.say(fmt.Sprintf("It cannot be reached: what may be improved, brought to the best value of any zone in all %d indicators, gains %s points and reaches rank %d.", n, p.points(a.Best), a.Most),
			fmt.Sprintf("无法达到：可改进的 %d 项指标全部达到最好值，也只能再得 %s 分，列第 %d 名。", n, p.points(a.Best), a.Most))
	}
	return l.say(fmt.Sprintf("No plan was found: what may be improved, brought to the best value of any zone in all %d indicators, reaches rank %d.", n, a.Most),
		fmt.Sprintf("未找到方案：可改进的 %d 项指标全部达到最好值时列第 %d 名。", n, a.Most))
}

func (p goalPage) notes() []report.Note {
	a := p.a
	if a.Rival < 0 {
		return nil
	}
	note := func(key, en, zh string) report.Note { return report.Note{Key: key, Text: p.l.say(en, zh)} }
	en, zh := "Only quantitative indicators are improved; --qualitative takes the judged ones too.", "仅改进定量指标；--qualitative 可包括定性指标。"
	if a.Options.Qualitative {
		en, zh = "Qualitative indicators are improved too.", "定性指标亦可改进。"
	}
	cost, chengben := "One standard deviation among the ranked zones costs 1", "改进一个标准差（已排名园区之间）的成本为 1"
	if len(a.Options.Costs) > 0 {
		cost, chengben = cost+", where --cost does not say another", chengben+"，--cost 另有规定的除外"
	}
	notes := []report.Note{note("improved", en, zh), note("cost", cost+"; nothing is brought beyond the best value of any zone. Other zones' values stay as they are.", chengben+"；任何指标不超过各园区的最好值。其他园区的数值不变。")}
	if a.Lacking > 0 {
		notes = append(notes, note("lacking", fmt.Sprintf("Missing values of the zone stay missing: %d of what could be improved.", a.Lacking), fmt.Sprintf("该园区缺值的指标保持缺值：可改进指标中有 %d 项。", a.Lacking)))
	}
	switch {
	case a.Searched != "" && a.Reached:
		return append(notes, note("proof", "The plan is a search and no proof ("+a.Searched+"): a cheaper one may do.", "方案由搜索得到，并非证明（"+reason(a.Searched)+"）：可能存在更便宜的方案。"))
	case a.Searched != "":
		return append(notes, note("proof", "The answer is a search and no proof ("+a.Searched+"): there may be a plan.", "结果由搜索得到，并非证明（"+reason(a.Searched)+"）：可能存在方案。"))
	case !a.Reached:
		return append(notes, note("proof", "This is proven: the score is a sum of what the indicators give, and the levers in -f json add up to less than is needed.", "此结论已证明：得分为各指标贡献之和，-f json 中 levers 之和不足所需。"))
	}
	return append(notes, note("proof", "The plan is exact: the price of a point and the levers in -f json prove that none costs less, but for whole numbers and rounding.", "方案为精确解：-f json 中的单位得分价格和 levers 证明不存在更便宜的方案，取整和进位除外。"))
}

// reason is in Chinese why an answer is a search; the name of a method as it is.
func reason(searched string) string {
	if zh, known := map[string]string{goal.OtherScores: "其他园区的得分随之变动", goal.NoStraightLine: "指标得分与数值不成直线关系", goal.RoundedScores: "指标得分经过取整", goal.Together: "多项指标同时变动时效果不可叠加",
		goal.FromData: "权重由数据计算", goal.Rejected: "方法无法处理某些取值", goal.Rounding: "舍入误差", flip.Missing: "存在缺值"}[searched]; known {
		return zh
	}
	return searched
}
