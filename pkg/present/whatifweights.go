package present

import (
	"fmt"

	"zoneval/pkg/index"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/whatif"
)

// weights is what every changed weight became, relative to its siblings and in the whole.
func (p whatIfPage) weights(o *whatif.Outcome) []*report.Table {
	var own, above []whatif.Weight
	for _, c := range o.Weights {
		if c.Own() {
			own = append(own, c)
		} else {
			above = append(above, c)
		}
	}
	var out []*report.Table
	suffix, title := "", p.l.say("Weights", "权重")
	if len(p.a.Outcomes) > 1 {
		suffix, title = "_"+o.Revision.Scenario.ID, title+": "+p.l.text(o.Revision.Scenario.Name)
	}
	if len(own) > 0 {
		t := p.weightsTable(own)
		t.ID, t.Title = "weights"+suffix, title
		out = append(out, t)
	}
	if len(above) > 0 {
		t := p.weightsTable(above)
		t.ID = "weights_inside" + suffix
		t.Lines = []string{p.l.say(fmt.Sprintf("Inside them, weights that stay as they are and carry another share of the whole: %d (-f json lists them).", len(above)),
			fmt.Sprintf("其下 %d 项权重不变，占总体的份额随之变化（-f json 逐项列出）。", len(above)))}
		out = append(out, t)
	}
	return out
}

func (p whatIfPage) weightsTable(list []whatif.Weight) *report.Table {
	l := p.l
	percent := func(key, label string) *report.Column {
		return &report.Column{Key: key, Label: label, Kind: report.Float, Decimals: 2}
	}
	id := &report.Column{Key: "id", Label: l.say("Id", "代码"), For: report.Programs}
	code := &report.Column{Key: "code", Label: l.say("Code", "编号")}
	name := &report.Column{Key: "name", Label: l.say("Part", "指标")}
	was, is := percent("weight_before", l.say("Weight before", "原权重")), percent("weight", l.say("Weight", "权重"))
	shareWas, share := percent("share_pct_before", l.say("% before", "原占比%")), percent("share_pct", l.say("% of siblings", "组内占比%"))
	wholeWas, whole := percent("effective_pct_before", l.say("Whole before, %", "原总权重%")), percent("effective_pct", l.say("Whole, %", "总权重%"))
	shareWas.For = report.Programs
	why := &report.Column{Key: "why", Label: l.say("Why", "原因"), For: report.People}
	reason := &report.Column{Key: "why", Label: "why", For: report.Programs}
	originWas, origin := &report.Column{Key: "origin_before", Label: "origin_before", For: report.Programs}, &report.Column{Key: "origin", Label: "origin", For: report.Programs}
	t := &report.Table{Columns: []*report.Column{id, code, name, was, is, shareWas, share, wholeWas, whole, why, reason, originWas, origin}}
	for _, c := range list {
		id.Texts = append(id.Texts, c.Part.ID())
		code.Texts = append(code.Texts, c.Part.Code())
		name.Texts = append(name.Texts, l.text(c.Part.Name()))
		was.Floats, is.Floats = append(was.Floats, c.Part.Weight().Value), append(is.Floats, c.After.Weight().Value)
		shareWas.Floats, share.Floats = append(shareWas.Floats, 100*c.ShareBefore), append(share.Floats, 100*c.Share)
		wholeWas.Floats, whole.Floats = append(wholeWas.Floats, 100*c.EffectiveBefore), append(whole.Floats, 100*c.Effective)
		en, zh := whyChanged(c)
		why.Texts, reason.Texts = append(why.Texts, l.say(en, zh)), append(reason.Texts, en)
		originWas.Texts, origin.Texts = append(originWas.Texts, c.Part.Weight().Origin.String()), append(origin.Texts, c.After.Weight().Origin.String())
	}
	return t
}

// whyChanged says in both languages why a weight is not what it was.
func whyChanged(c whatif.Weight) (en, zh string) {
	switch {
	case c.After.Weight().Origin == index.Computed:
		return "computed", "计算"
	case c.Why == revise.Set:
		return "set", "设定"
	case c.Why == revise.Moved:
		return "redistributed", "分摊"
	case c.Why == revise.Locked:
		return "locked", "锁定"
	case c.Own():
		return "its group has another sum", "组内合计变化"
	}
	return "a weight above it", "上级权重变化"
}
