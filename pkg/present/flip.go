package present

import (
	"fmt"
	"math"

	"zoneval/pkg/flip"
	"zoneval/pkg/optimum"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
)

// FlipView is what a reader wants to see of a flip.
type FlipView struct {
	Lang    Lang
	Version string
}

// Flip lays out the least change of weights that puts two zones level.
func Flip(a *flip.Answer, v FlipView) *report.Document {
	page := newRankingPage(a.Ranking, WhatIfView{Lang: v.Lang, Version: v.Version})
	l, row := v.Lang, a.Ranking.Model.Row
	name := func(zone int, lang string) string { return a.Ranking.Table.Name(row(zone), lang) }
	A, B := a.Options.A, a.Options.B
	d := &report.Document{Kind: "flip", Title: l.say(fmt.Sprintf("Least change of weights that puts %s level with %s", name(A, "en"), name(B, "en")),
		fmt.Sprintf("使 %s 与 %s 持平的最小权重调整", name(A, "zh"), name(B, "zh")))}
	if page.synthetic() {
		d.Subtitle = l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	weights, level := flipWeights(a, l), flipLevel(a, l, name)
	if a.After == nil { // nothing to list
		weights.Lines, level.Lines = level.Lines[1:], level.Lines[:1]
	}
	d.Tables = append(d.Tables, weights, level)
	d.Notes = append(flipNotes(a, l), page.notes()...)
	d.Provenance = page.provenance()
	return d
}

// flipWeights is the weights before and after; people see those that change.
func flipWeights(a *flip.Answer, l Lang) *report.Table {
	var parts []revise.Part
	var before, after, change []float64
	if a.After != nil {
		for k, p := range a.Parts {
			if a.After[k] == a.Before[k] && len(a.Parts) > 12 {
				continue
			}
			parts = append(parts, p)
			before, after, change = append(before, a.Before[k]), append(after, a.After[k]), append(change, a.After[k]-a.Before[k])
		}
	}
	label := l.say("Weight", "权重")
	if a.Group == nil {
		label = l.say("Whole, %", "总权重%")
	}
	cols := append(l.partsColumns(parts),
		&report.Column{Key: "weight_before", Label: l.say("Before", "原") + " ", Kind: report.Float, Decimals: 4, Floats: before},
		&report.Column{Key: "weight", Label: label, Kind: report.Float, Decimals: 4, Floats: after},
		&report.Column{Key: "change", Label: l.say("Change", "变化"), Kind: report.Float, For: report.Programs, Floats: change})
	shown := make([]string, len(change))
	for k, c := range change {
		if shown[k] = "="; c != 0 {
			shown[k] = signed(c, 4)
		}
	}
	cols = append(cols, &report.Column{Key: "change", Label: l.say("Change", "变化"), For: report.People, Right: true, Texts: shown})
	return &report.Table{ID: "flip", Columns: cols}
}

// flipLevel is where the two zones stand before and after, and the proof.
func flipLevel(a *flip.Answer, l Lang, name func(int, string) string) *report.Table {
	r := a.Ranking.Result
	zone, id := &report.Column{Key: "zone", Label: "zone"}, []int{a.Options.A, a.Options.B}
	text := func(key string) *report.Column { return &report.Column{Key: key, Label: key} }
	num := func(key string) *report.Column { return &report.Column{Key: key, Label: key, Kind: report.Float} }
	whole := func(key string) *report.Column { return &report.Column{Key: key, Label: key, Kind: report.Int} }
	rankWas, rank, was, is, distance, feasible, proven, lambda, mu, centre, theta := whole("rank_before"), whole("rank"), num("score_before"), num("score"), num("distance"), text("feasible"), text("proven"), num("lambda"), num("mu"), num("centre"), num("theta")
	yes := map[bool]string{true: "true", false: "false"}
	for _, z := range id {
		zone.Texts = append(zone.Texts, a.Ranking.Table.IDs[a.Ranking.Model.Row(z)])
		rankWas.Ints, was.Floats = append(rankWas.Ints, int(r.Ranks[z])), append(was.Floats, r.Exact[z])
		n, s := report.NoInt, math.NaN()
		if a.Applied != nil {
			n, s = int(a.Applied.Result.Ranks[z]), a.Applied.Result.Exact[z]
		}
		rank.Ints, is.Floats = append(rank.Ints, n), append(is.Floats, s)
		distance.Floats = append(distance.Floats, orNone(a.After != nil, a.Cost))
		feasible.Texts, proven.Texts = append(feasible.Texts, yes[a.After != nil]), append(proven.Texts, yes[a.Searched == ""])
		lambda.Floats, mu.Floats, centre.Floats = append(lambda.Floats, a.Result.Lambda), append(mu.Floats, a.Result.Mu), append(centre.Floats, a.Result.Centre)
		theta.Floats = append(theta.Floats, orNone(a.After == nil, a.Result.Theta))
	}
	t := &report.Table{ID: "level", Columns: []*report.Column{zone, rankWas, rank, was, is, distance, feasible, proven, lambda, mu, centre, theta}}
	A, B := a.Options.A, a.Options.B
	ahead, behind := A, B
	if a.Gap < 0 {
		ahead, behind = B, A
	}
	add := func(en, zh string) { t.Lines = append(t.Lines, l.say(en, zh)) }
	add(fmt.Sprintf("Before: %s is rank %d and %s rank %d; %s leads by %s points.", name(A, "en"), r.Ranks[A], name(B, "en"), r.Ranks[B], name(ahead, "en"), fixed(math.Abs(a.Gap), 4)),
		fmt.Sprintf("现状：%s 第 %d 名，%s 第 %d 名；%s 领先 %s 分。", name(A, "zh"), r.Ranks[A], name(B, "zh"), r.Ranks[B], name(ahead, "zh"), fixed(math.Abs(a.Gap), 4)))
	norm := map[optimum.Norm]string{optimum.L1: "L1", optimum.L2: "L2"}[a.Options.Norm]
	switch {
	case a.Applied != nil:
		q := a.Applied.Result
		add(fmt.Sprintf("After: both have %s points, recomputed from scratch (they differ by %.1e); ranks %d and %d. Distance of the change (%s): %s.", fixed(q.Exact[A], 4), math.Abs(q.Exact[A]-q.Exact[B]), q.Ranks[A], q.Ranks[B], norm, fixed(a.Cost, 4)),
			fmt.Sprintf("调整后：重新计算，双方均为 %s 分（相差 %.1e），分别为第 %d 名和第 %d 名。调整幅度（%s）：%s。", fixed(q.Exact[A], 4), math.Abs(q.Exact[A]-q.Exact[B]), q.Ranks[A], q.Ranks[B], norm, fixed(a.Cost, 4)))
	case a.Searched == "":
		add(fmt.Sprintf("No admissible weights put them level: %s leads by %s points at least.", name(ahead, "en"), fixed(math.Abs(a.Best), 4)),
			fmt.Sprintf("在允许范围内没有任何权重能使双方持平：%s 至少领先 %s 分。", name(ahead, "zh"), fixed(math.Abs(a.Best), 4)))
	default:
		add(fmt.Sprintf("None were found that put %s level with %s: the nearest left %s points between them.", name(behind, "en"), name(ahead, "en"), fixed(math.Abs(a.Best), 4)),
			fmt.Sprintf("未找到能使双方持平的权重：最接近时仍相差 %s 分。", fixed(math.Abs(a.Best), 4)))
	}
	return t
}

func orNone(has bool, x float64) float64 {
	if !has {
		return math.NaN()
	}
	return x
}

func flipNotes(a *flip.Answer, l Lang) []report.Note {
	note := func(key, en, zh string) report.Note { return report.Note{Key: key, Text: l.say(en, zh)} }
	en, zh := changing(a)
	what := note("flip", "The weights that may change: "+en+". Others stay; the sum is kept; locks and bounds hold.", "可调整的权重："+zh+"。其余不变，合计不变，并遵守锁定和上下限。")
	proof := note("proof", "The answer is exact: the certificate (lambda, mu, centre) in -f json proves that no smaller change will do.", "结果为精确解：-f json 中的证书（lambda、mu、centre）证明不存在更小的调整。")
	switch {
	case a.Searched != "":
		proof = note("proof", "Under "+a.Searched+" the answer is a search along tangents and no proof: a smaller change may do.", "在 "+a.Searched+" 下结果由切线搜索得到，并非证明：可能存在更小的调整。")
	case a.After == nil:
		proof = note("proof", "This is proven: the certificate (theta) in -f json bounds the lead for all admissible weights.", "此结论已证明：-f json 中的证书（theta）给出所有允许权重下领先分差的界。")
	}
	return []report.Note{what, proof}
}

// changing are the weights that may change, in both languages.
func changing(a *flip.Answer) (en, zh string) {
	switch {
	case a.Group == nil:
		return "all indicators, in percent of the whole", "全部指标（占总体的百分比）"
	case a.Group.Parent == nil:
		return "the top dimensions", "一级指标"
	}
	return "the parts of " + a.Group.ID, "“" + a.Group.Name.In("zh") + "”之下各项"
}
