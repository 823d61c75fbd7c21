package present

import (
	"strings"

	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// ScenarioList lists scenarios: what each is of, and what it changes.
func ScenarioList(list []*scenario.Scenario, l Lang) *report.Document {
	id := &report.Column{Key: "id", Label: l.say("Id", "代码")}
	name := &report.Column{Key: "name", Label: l.say("Name", "名称")}
	base := &report.Column{Key: "base", Label: l.say("Of the index", "适用指标体系")}
	changes := &report.Column{Key: "changes", Label: l.say("Changes", "改动")}
	for _, s := range list {
		id.Texts = append(id.Texts, s.ID)
		name.Texts = append(name.Texts, l.text(s.Name))
		base.Texts = append(base.Texts, s.Base.Text)
		changes.Texts = append(changes.Texts, strings.Join(revise.Texts(s), "; "))
	}
	return &report.Document{Kind: "scenarios", Title: l.say("Shipped scenarios", "随附情景"),
		Tables: []*report.Table{{ID: "scenarios", Columns: []*report.Column{id, name, base, changes}}},
		Notes: []report.Note{{Key: "illustrative", Text: l.say("Every amount is illustrative: no official text states one. A scenario of no index is for any that has the parts it names.",
			"各数值仅为示意，并无官方依据。未注明指标体系的情景适用于任何含有其所指部分的指标体系。")}}}
}
