package present

import (
	"fmt"
	"math"
	"strconv"

	"zoneval/pkg/flip"
	"zoneval/pkg/optimum"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
)

// FlipView is what a reader wants to see of a flip.
type FlipView struct {
	Lang    Lang
	Version string
	Start   *revise.Applied // the scenario that the question starts from; nil for the index and the data as they are
}

// Flip lays out the least change of weights that puts two zones level. Its tables are the weights that change, where the two zones
// stand, and all weights that may change with what the certificate rests on, which is for programs.
func Flip(a *flip.Answer, v FlipView) *report.Document {
	p := flipPage{a: a, l: v.Lang, page: newRankingPage(a.Ranking, WhatIfView{Lang: v.Lang, Version: v.Version})}
	p.page.v.Applied = startOf(v.Start)
	A, B := a.Options.A, a.Options.B
	d := &report.Document{Kind: "flip", Title: p.l.say(fmt.Sprintf("Least change of weights that puts %s level with %s", p.name(A, "en"), p.name(B, "en")),
		fmt.Sprintf("使 %s 与 %s 持平的最小权重调整", p.name(A, "zh"), p.name(B, "zh")))}
	if p.page.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	weights, level := p.weights(), p.level()
	before, after := p.before(), p.after()
	if level.Lines = []string{before, after}; weights.Rows() == 0 { // nothing to list
		weights.Lines, level.Lines = []string{after}, []string{before}
	}
	d.Tables = append(d.Tables, weights, level, p.parts())
	d.Notes = append(p.notes(), p.page.notes()...)
	d.Provenance = p.page.provenance()
	return d
}

// startOf is a scenario as a list.
func startOf(s *revise.Applied) []*revise.Applied {
	if s == nil {
		return nil
	}
	return []*revise.Applied{s}
}

type flipPage struct {
	a    *flip.Answer
	l    Lang
	page rankingPage
}

func (p flipPage) name(zone int, lang string) string {
	return p.a.Ranking.Table.Name(p.a.Ranking.Model.Row(zone), lang)
}

// changed says whether a weight changes.
func (p flipPage) changed(k int) bool { return p.a.After[k] != p.a.Before[k] }

// few is up to how many weights are listed where not all of them change.
const few = 12

// weights is the weights before and after, of many those that change; nothing where none does.
func (p flipPage) weights() *report.Table {
	a, l := p.a, p.l
	var parts []revise.Part
	var before, after, change []float64
	for k, part := range a.Parts {
		if a.After == nil || a.Level || !p.changed(k) && len(a.Parts) > few {
			continue
		}
		parts = append(parts, part)
		before, after, change = append(before, a.Before[k]), append(after, a.After[k]), append(change, a.After[k]-a.Before[k])
	}
	unit := ""
	if a.Group == nil {
		unit = ", %"
	}
	cols := append(l.partsColumns(parts),
		&report.Column{Key: "weight_before", Label: l.say("Before"+unit, "原权重"+unit), Kind: report.Float, Decimals: 4, Floats: before},
		&report.Column{Key: "weight", Label: l.say("After"+unit, "新权重"+unit), Kind: report.Float, Decimals: 4, Floats: after},
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

// facts are the columns of a table of one kind of row for programs; people read lines instead.
type facts struct{ columns []*report.Column }

func (f *facts) texts(key string, v ...string) {
	f.columns = append(f.columns, &report.Column{Key: key, Label: key, For: report.Programs, Texts: v})
}

func (f *facts) ints(key string, v ...int) {
	f.columns = append(f.columns, &report.Column{Key: key, Label: key, For: report.Programs, Kind: report.Int, Ints: v})
}

func (f *facts) floats(key string, v ...float64) {
	f.columns = append(f.columns, &report.Column{Key: key, Label: key, For: report.Programs, Kind: report.Float, Floats: v})
}

// norm is the name of the norm.
func (p flipPage) norm() string {
	return map[optimum.Norm]string{optimum.L1: "L1", optimum.L2: "L2"}[p.a.Options.Norm]
}

// level is where the two zones stand before and after, and the proof.
func (p flipPage) level() *report.Table {
	a, r := p.a, p.a.Ranking.Result
	A, B := a.Options.A, a.Options.B
	id := func(z int) string { return a.Ranking.Table.IDs[a.Ranking.Model.Row(z)] }
	two := func(x string) []string { return []string{x, x} }
	twice := func(has bool, x float64) []float64 { x = orNone(has, x); return []float64{x, x} }
	var f facts
	f.texts("zone", id(A), id(B))
	f.ints("rank_before", int(r.Ranks[A]), int(r.Ranks[B]))
	if a.Applied != nil {
		f.ints("rank", int(a.Applied.Result.Ranks[A]), int(a.Applied.Result.Ranks[B]))
	} else {
		f.ints("rank", report.NoInt, report.NoInt)
	}
	f.floats("score_before", r.Exact[A], r.Exact[B])
	if a.Applied != nil {
		f.floats("score", a.Applied.Result.Exact[A], a.Applied.Result.Exact[B])
	} else {
		f.floats("score", math.NaN(), math.NaN())
	}
	found, proven := a.After != nil, a.Searched == ""
	f.texts("norm", two(p.norm())...)
	f.floats("distance", twice(found, a.Cost)...)
	f.texts("feasible", two(fmt.Sprint(found))...)
	f.texts("proven", two(fmt.Sprint(proven))...)
	f.texts("searched", two(a.Searched)...)
	f.floats("least_lead", twice(!found, a.Best)...)
	f.floats("lambda", twice(found && proven, a.Result.Lambda)...)
	f.floats("mu", twice(found && proven, a.Result.Mu)...)
	f.floats("centre", twice(found && proven, a.Result.Centre)...)
	f.floats("theta", twice(!found && proven, a.Result.Theta)...)
	return &report.Table{ID: "level", Columns: f.columns}
}

// parts is what the certificate rests on: every weight, its bounds, and the points that a unit of it gives the first zone.
func (p flipPage) parts() *report.Table {
	a := p.a
	n := len(a.Parts)
	ids, after, points := make([]string, n), make([]float64, n), make([]float64, n)
	for k, part := range a.Parts {
		ids[k], after[k], points[k] = part.ID(), math.NaN(), math.NaN()
		if a.After != nil {
			after[k] = a.After[k]
		}
		if len(a.Problem.D) == n {
			points[k] = a.Problem.D[k]
		}
	}
	var f facts
	f.texts("id", ids...)
	f.floats("weight_before", a.Before...)
	f.floats("weight", after...)
	f.floats("low", a.Low...)
	f.floats("high", a.High...)
	f.floats("points", points...)
	return &report.Table{ID: "parts", Columns: f.columns}
}

// points prints points of score, as many decimals as scores have and two more.
func (p flipPage) points(x float64) string { return fixed(x, p.page.decimals()+2) }

func (p flipPage) before() string {
	a, r := p.a, p.a.Ranking.Result
	A, B := a.Options.A, a.Options.B
	s := func(z int) string { return rounded(r.Exact[z], p.page.decimals()) }
	ahead := A
	if a.Gap < 0 {
		ahead = B
	}
	leads, lingxian := fmt.Sprintf("; %s leads by %s.", p.name(ahead, "en"), p.points(math.Abs(a.Gap))), fmt.Sprintf("；%s 领先 %s 分。", p.name(ahead, "zh"), p.points(math.Abs(a.Gap)))
	if a.Level {
		leads, lingxian = ".", "。"
	}
	return p.l.say(fmt.Sprintf("Before: %s is rank %d with %s points, %s rank %d with %s", p.name(A, "en"), r.Ranks[A], s(A), p.name(B, "en"), r.Ranks[B], s(B))+leads,
		fmt.Sprintf("现状：%s 第 %d 名，%s 分；%s 第 %d 名，%s 分", p.name(A, "zh"), r.Ranks[A], s(A), p.name(B, "zh"), r.Ranks[B], s(B))+lingxian)
}

func (p flipPage) after() string {
	a, l := p.a, p.l
	A, B := a.Options.A, a.Options.B
	ahead, behind := A, B
	if a.Gap < 0 {
		ahead, behind = B, A
	}
	least := p.points(math.Abs(a.Best))
	switch {
	case a.Level:
		return l.say("They are level as it is: no weight needs to change.", "双方本已持平：无须调整权重。")
	case a.After != nil:
		r := a.Applied.Result
		both := rounded(r.Exact[A], p.page.decimals()+2)
		en, zh := fmt.Sprintf("ranks %d and %d", r.Ranks[A], r.Ranks[B]), fmt.Sprintf("分别为第 %d 名和第 %d 名", r.Ranks[A], r.Ranks[B])
		if r.Ranks[A] == r.Ranks[B] {
			en, zh = fmt.Sprintf("they share rank %d", r.Ranks[A]), fmt.Sprintf("并列第 %d 名", r.Ranks[A])
		} else {
			apart := strconv.FormatFloat(math.Abs(r.Exact[A]-r.Exact[B]), 'e', 0, 64)
			en, zh = en+", which the last digits decide: they are "+apart+" apart", zh+"（仅由末位数字决定，相差 "+apart+"）"
		}
		return l.say(fmt.Sprintf("After, everything recomputed: both have %s points; %s. %s", both, en, p.size("en")), fmt.Sprintf("调整后重新计算：双方均为 %s 分，%s。%s", both, zh, p.size("zh")))
	case a.Searched != "":
		return l.say(fmt.Sprintf("No weights were found that put %s level with %s: the nearest left %s points between them.", p.name(behind, "en"), p.name(ahead, "en"), least),
			fmt.Sprintf("未找到能使 %s 与 %s 持平的权重：最接近时仍相差 %s 分。", p.name(behind, "zh"), p.name(ahead, "zh"), least))
	case a.Best != a.Best:
		return l.say("No admissible weights put them level.", "在允许范围内没有任何权重能使双方持平。")
	}
	return l.say(fmt.Sprintf("No admissible weights put them level: %s leads by %s points at least.", p.name(ahead, "en"), least), fmt.Sprintf("在允许范围内没有任何权重能使双方持平：%s 至少领先 %s 分。", p.name(ahead, "zh"), least))
}

// size is how large the change is.
func (p flipPage) size(lang string) string {
	moved, whole := 0.0, 0.0
	for k, w := range p.a.Before {
		moved += math.Abs(p.a.After[k]-w) / 2
		whole += w
	}
	cost := fixed(p.a.Cost, 4)
	if lang == "zh" {
		return fmt.Sprintf("权重共转移 %s（总和 %s），%s 距离为 %s。", fixed(moved, 4), fixed(whole, 4), p.norm(), cost)
	}
	return fmt.Sprintf("Of %s in weight %s change hands, an %s distance of %s.", fixed(whole, 4), fixed(moved, 4), p.norm(), cost)
}

func (p flipPage) notes() []report.Note {
	a := p.a
	note := func(key, en, zh string) report.Note { return report.Note{Key: key, Text: p.l.say(en, zh)} }
	en, zh := p.changing()
	what := note("flip", "The weights that may change: "+en+". All others stay. The sum is kept, and so are locks and bounds.", "可调整的权重："+zh+"。其余权重不变，合计不变，并遵守锁定和上下限。")
	proof := note("proof", "The answer is exact: the certificate in -f json (lambda, mu and centre, with the points of parts) proves that no smaller change will do.", "结果为精确解：-f json 中的证书（lambda、mu、centre 及 parts 表的 points）证明不存在更小的调整。")
	switch {
	case a.Level:
		return []report.Note{what}
	case a.Searched != "" && a.After != nil:
		proof = note("proof", "The answer is a search along tangents and no proof ("+a.Searched+"): a smaller change may do.", "结果由切线搜索得到，并非证明（"+reason(a.Searched)+"）：可能存在更小的调整。")
	case a.Searched != "":
		proof = note("proof", "The answer is a search along tangents and no proof ("+a.Searched+"): there may be such weights.", "结果由切线搜索得到，并非证明（"+reason(a.Searched)+"）：可能存在这样的权重。")
	case a.After == nil:
		proof = note("proof", "This is proven: the certificate in -f json (theta, with the points of parts) bounds the lead under all admissible weights.", "此结论已证明：-f json 中的证书（theta 及 parts 表的 points）给出所有允许权重下领先分差的界。")
	}
	return []report.Note{what, proof}
}

// changing are the weights that may change, in both languages.
func (p flipPage) changing() (en, zh string) {
	switch g := p.a.Group; {
	case g == nil:
		return "all indicators, in percent of the whole", "全部指标（占总体的百分比）"
	case g.Parent == nil:
		return "the top dimensions", "一级指标"
	default:
		return "the parts of " + g.Name.In("en"), "“" + g.Name.In("zh") + "”之下各项"
	}
}

func orNone(has bool, x float64) float64 {
	if !has {
		return math.NaN()
	}
	return x
}
