package present

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/index"
	"zoneval/pkg/prepare"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/zone"
)

// weights tells the origins of an index's weights apart, and of the sums that they are parts of.
func (l Lang) weights(x *index.Index) string {
	count := x.WeightCounts()
	en := fmt.Sprintf("%d published, %d assumed, %d shared by rule", count[index.Published], count[index.Assumed], count[index.Shared])
	zh := fmt.Sprintf("公布 %d，假定 %d，按规则均分 %d", count[index.Published], count[index.Assumed], count[index.Shared])
	if n := count[index.Computed]; n > 0 {
		en += fmt.Sprintf(", %d computed", n)
		zh += fmt.Sprintf("，计算 %d", n)
	}
	if stated, guessed := x.Sums(); stated > 0 {
		en += fmt.Sprintf("; sums of weights: %d published, %d assumed", stated-guessed, guessed)
		zh += fmt.Sprintf("；权重和：公布 %d，假定 %d", stated-guessed, guessed)
	}
	return l.say(en, zh)
}

// provenance is where everything came from.
func (p rankingPage) provenance() []report.Fact {
	a, l, src := p.a, p.l, p.a.Table.Source
	var facts []report.Fact
	add := func(key, en, zh, text string) {
		if text != "" {
			facts = append(facts, report.Fact{Key: key, Label: l.say(en, zh), Text: text})
		}
	}
	quiet := func(key, text string) {
		if text != "" {
			facts = append(facts, report.Fact{Key: key, Label: key, Text: text, Quiet: true})
		}
	}
	source := l.text(fact(src, "source"))
	if source == "" {
		source = l.say("data file", "数据文件") + " " + src.Name
		if src.Name == "-" {
			source = l.say("standard input", "标准输入")
		}
	}
	add("source", "Source", "数据来源", source)
	line := indexLine(a.Index, l)
	table, made := a.Table, p.v.made()
	if made != nil {
		table = made.Zones.Before
		if made.Scenario.ChangesIndex() {
			line += l.say(" - changed by the scenario", "（经情景改动）")
		}
	}
	add("index", "Index", "指标体系", line)
	quiet("index_id", a.Index.ID)
	quiet("index_file", a.Index.File)
	quiet("index_sha256", a.Index.SHA256)
	facts = append(facts, l.scenarioFacts(p.v.Applied)...)
	add("data", "Data", "数据", dataLine(src, l)+l.changedData(made))
	quiet("data_file", src.Name)
	quiet("data_status", src.Fact("status"))
	quiet("data_sha256", src.SHA256)
	add("rows", "Rows", "数据行", p.rowsLine())
	if a.Year != 0 {
		quiet("year", fmt.Sprint(a.Year))
	}
	if len(src.Unused) > 0 {
		add("unused_columns", "Columns not used", "未用列", strings.Join(src.Unused, ", "))
	}
	add("method", "Method", "方法", l.methodLine(a.Index))
	add("weights", "Weights", "权重", l.weights(a.Index))
	gaps, done := p.gapsCount()
	weights := a.Index.WeightCounts()
	_, sums := a.Index.Sums()
	for _, n := range []struct {
		key   string
		count int
	}{
		{"rows_ranked", a.Model.N - unranked(a.Result.Ranks)}, {"rows_not_ranked", unranked(a.Result.Ranks)},
		{"rows_year_before", a.PreviousRows}, {"rows_left_out", max(0, table.Rows-a.Model.N-a.PreviousRows)},
		{"rows_screened_out", len(a.Model.Screened)}, {"values_missing", gaps}, {"values_filled_in", done},
		{"weights_published", weights[index.Published]}, {"weights_assumed", weights[index.Assumed]}, {"weights_shared", weights[index.Shared]},
		{"weights_computed", weights[index.Computed]}, {"weights_sums_assumed", sums},
	} {
		quiet(n.key, fmt.Sprint(n.count))
	}
	add("zoneval", "zoneval", "zoneval", p.v.Version)
	return facts
}

// scenarioFacts say which scenarios an answer is of, and what they change. Of several, the keys are numbered.
func (l Lang) scenarioFacts(list []*revise.Applied) []report.Fact {
	var facts []report.Fact
	for i, a := range list {
		s := a.Scenario
		number := ""
		if len(list) > 1 {
			number = fmt.Sprintf("_%d", i+1)
		}
		text := l.text(s.Name)
		if s.File != "" {
			text += ", " + s.File
		}
		if what := strings.Join(revise.Texts(s), "; "); what != "" && s.File == "" {
			text = what // flags have no other name
		} else if what != "" {
			text += ": " + what
		}
		facts = append(facts, report.Fact{Key: "scenario" + number, Label: l.say("Scenario", "情景"), Text: text})
		if s.SHA256 != "" {
			facts = append(facts, report.Fact{Key: "scenario_sha256" + number, Label: "scenario_sha256", Text: s.SHA256, Quiet: true})
		}
		facts = append(facts, report.Fact{Key: "index_changed" + number, Label: "index_changed", Text: fmt.Sprint(s.ChangesIndex()), Quiet: true},
			report.Fact{Key: "data_changed" + number, Label: "data_changed", Text: fmt.Sprint(a.ChangesData()), Quiet: true})
	}
	return facts
}

// made is the scenario that made the index and the data what they are; nil where none did.
func (v *RankingView) made() *revise.Applied {
	if len(v.Applied) != 1 {
		return nil
	}
	return v.Applied[0]
}

// changedData says what of the data is not as in the file.
func (l Lang) changedData(a *revise.Applied) string {
	if a == nil || !a.ChangesData() {
		return ""
	}
	z := a.Zones
	return l.say(fmt.Sprintf(" - changed by the scenario: values %d, zones left out %d, zones merged into one %d", len(z.Values), len(z.Dropped), len(z.Merged)),
		fmt.Sprintf("（经情景改动：数值 %d 个，剔除园区 %d 个，合并园区 %d 个）", len(z.Values), len(z.Dropped), len(z.Merged)))
}

// fact is a head line of the data file; its Chinese twin has the key with _zh.
func fact(s zone.Source, key string) index.Text {
	return index.Text{En: s.Fact(key), Zh: s.Fact(key + "_zh")}
}

// rowsLine says which rows of the data were ranked, which only tell the change, and how many were not used.
func (p rankingPage) rowsLine() string {
	a := p.a
	used, then := a.Model.N, a.PreviousRows
	en, zh := fmt.Sprintf("%d scored", used), fmt.Sprintf("计分 %d 行", used)
	if a.Year != 0 {
		en, zh = en+fmt.Sprintf(" (%d)", a.Year), zh+fmt.Sprintf("（%d年）", a.Year)
	}
	if then > 0 {
		en += fmt.Sprintf(", %d for the change (%d)", then, a.Before)
		zh += fmt.Sprintf("，另 %d 行用于比较（%d年）", then, a.Before)
	}
	rows := a.Table.Rows
	if made := p.v.made(); made != nil {
		rows = made.Zones.Before.Rows
	}
	left := max(0, rows-used-then)
	if n := p.otherYears(); n > 0 && !prepare.UsesOtherYears(a.Index) {
		left = max(0, left-n)
		en, zh = en+fmt.Sprintf(", %d of other years", n), zh+fmt.Sprintf("，其他年份 %d 行", n)
	}
	if prepare.UsesOtherYears(a.Index) {
		return p.l.say(en+fmt.Sprintf(", %d of other years for impute, or left out", left), zh+fmt.Sprintf("，其他年份供插补或未用 %d 行", left))
	}
	return p.l.say(en+fmt.Sprintf(", %d left out", left), zh+fmt.Sprintf("，未用 %d 行", left))
}

// otherYears is how many rows of the data are of years that are neither ranked nor compared with.
func (p rankingPage) otherYears() int {
	years := p.a.Table.Years
	if made := p.v.made(); made != nil {
		years = made.Zones.Before.Years
	}
	n := 0
	for _, y := range years {
		if y != p.a.Year && (y != p.a.Before || p.a.PreviousRows == 0) {
			n++
		}
	}
	return n
}

func indexLine(x *index.Index, l Lang) string {
	parts := []string{x.ID + " - " + l.text(x.Name)}
	if s := l.text(x.Publisher); s != "" {
		parts = append(parts, s)
	}
	for _, s := range []string{x.Document, x.Issued} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func dataLine(s zone.Source, l Lang) string {
	line := s.Name
	if line == "-" {
		line = l.say("standard input", "标准输入")
	}
	if s.Shipped {
		line = l.say("shipped dataset", "随附数据") + " " + s.Name
	}
	switch s.Fact("status") {
	case "synthetic":
		line += l.say(" (synthetic)", "（合成数据）")
	case "published":
		line += l.say(" (published)", "（公布值）")
	case "":
	default:
		line += " (" + s.Fact("status") + ")"
	}
	if title := l.text(fact(s, "title")); title != "" {
		line += ": " + title
	}
	if s.Encoding != "" && s.Encoding != "UTF-8" {
		line += ", " + s.Encoding
	}
	return line
}

// stepOrName is a step with its settings where it is one of the whole index, and its name where a part has its own.
func stepOrName(s index.Step, whole ...index.Step) string {
	if slices.ContainsFunc(whole, func(w index.Step) bool { return s.Place == w.Place }) {
		return stepText(s)
	}
	return s.Name
}

// missingText states what the groups of an index do with missing values.
func missingText(x *index.Index) string {
	var out []string
	for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
		if !d.PassesOn() {
			out = append(out, stepText(d.Missing))
		}
	}
	return distinct(out)
}

// distinct joins texts, each once, in their order.
func distinct(texts []string) string {
	var out []string
	for _, t := range texts {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, ", ")
}

// methodLine states the methods that are used as the index file writes them.
func (l Lang) methodLine(x *index.Index) string {
	m := x.Method
	var parts []string
	for _, s := range []ownStep{{"screen", m.Screen}, {"denominate", m.Denominate}, {"impute", m.Impute}, {"treat", m.Treat}, {"transform", m.Transform}} {
		if s.step.Acts() {
			parts = append(parts, s.key+" "+stepText(s.step))
		}
	}
	var normalise, aggregate, weights []string
	for _, in := range x.Indicators {
		normalise = append(normalise, stepOrName(in.Normalise, m.Normalise))
	}
	for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
		if !d.PassesOn() {
			if text := stepOrName(d.Weighting, m.Weights, x.Root.Weighting); !slices.Contains(weights, text) && len(d.Dimensions)+len(d.Indicators) > 1 {
				weights = append(weights, text)
			}
			aggregate = append(aggregate, stepOrName(d.Aggregate, m.Aggregate, x.Root.Aggregate))
		}
	}
	parts = append(parts, "normalise "+distinct(normalise))
	if len(weights) > 0 && !slices.Equal(weights, []string{"given"}) {
		parts = append(parts, "weights "+strings.Join(weights, ", "))
	}
	parts = append(parts, "aggregate "+distinct(aggregate), "missing "+missingText(x), "ties "+m.Ranking.Ties)
	line := strings.Join(parts, "; ")
	if r := x.Method.Ranking.Round; r >= 0 {
		line += "; " + l.say(fmt.Sprintf("ranked on scores rounded to %d decimal places", r), fmt.Sprintf("得分取 %d 位小数后排名", r))
	} else {
		line += "; " + l.say("unrounded scores are ranked", "按未取整的得分排名")
	}
	own := 0
	for _, in := range x.Indicators {
		if len(ownSteps(in)) > 0 || in.Cap != index.NoLimit || in.Floor != -index.NoLimit {
			own++
		}
	}
	if own > 0 {
		line += "; " + l.say(fmt.Sprintf("indicators with methods of their own: %d", own), fmt.Sprintf("自定方法的指标：%d 项", own))
	}
	return line
}
