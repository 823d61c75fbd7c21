package present

import (
	"zoneval/pkg/method"
	"zoneval/pkg/report"
)

// Methods lists methods, one a row, in the order in which the steps run. The texts of the catalogue are English.
func Methods(list []method.Spec, l Lang) *report.Document {
	var steps, names, briefs, settings, formulas []string
	for _, s := range list {
		steps = append(steps, string(s.Step))
		names = append(names, s.Name)
		briefs = append(briefs, s.Brief)
		settings = append(settings, s.Settings())
		formulas = append(formulas, s.Formula)
	}
	return &report.Document{Kind: "methods", Title: l.say("Methods, in the order of the steps", "方法一览（按步骤顺序）"),
		Tables: []*report.Table{{ID: "methods", Columns: []*report.Column{
			{Key: "step", Label: l.say("Step", "步骤"), Texts: steps},
			{Key: "method", Label: l.say("Method", "方法"), Texts: names},
			{Key: "what", Label: l.say("What it does", "作用"), Texts: briefs},
			{Key: "settings", Label: l.say("Settings", "参数"), Texts: settings},
			{Key: "formula", Label: l.say("Formula", "公式"), For: report.Programs, Texts: formulas},
		}}},
		Notes: []report.Note{{Key: "more", Text: l.say("zoneval methods NAME says what a method computes, what missing, constant and negative values do, and where it comes from.",
			"zoneval methods 名称 可查看公式、缺失值与负值的处理及出处。")}}}
}

// MethodEntries shows methods in full, and all that the catalogue knows of them.
func MethodEntries(list []method.Spec, l Lang) *report.Document {
	d := &report.Document{Kind: "method", Title: list[0].Name}
	methods := &report.Table{ID: "method"}
	columns := []struct {
		key string
		of  func(method.Spec) string
	}{
		{"step", func(s method.Spec) string { return string(s.Step) }}, {"method", func(s method.Spec) string { return s.Name }},
		{"what", func(s method.Spec) string { return s.Brief }}, {"settings", method.Spec.Settings}, {"formula", func(s method.Spec) string { return s.Formula }},
		{"result", func(s method.Spec) string { return s.Range }}, {"missing", func(s method.Spec) string { return s.Missing }},
		{"constant", func(s method.Spec) string { return s.Constant }}, {"negative", func(s method.Spec) string { return s.Negative }},
		{"source", func(s method.Spec) string { return s.Source }},
	}
	for _, c := range columns {
		col := &report.Column{Key: c.key, Label: c.key}
		for _, s := range list {
			col.Texts = append(col.Texts, c.of(s))
		}
		methods.Columns = append(methods.Columns, col)
	}
	params := &report.Table{ID: "settings"}
	var of, name, takes, limits, def, brief []string
	for i, s := range list {
		if i > 0 {
			methods.Lines = append(methods.Lines, "")
		}
		for k, line := range s.Entry() {
			if k > 0 {
				line = "  " + line
			}
			methods.Lines = append(methods.Lines, line)
		}
		for _, p := range s.Params {
			required := p.Default
			if p.Required {
				required = "required"
			}
			of, name, takes = append(of, string(s.Step)+" "+s.Name), append(name, p.Name), append(takes, p.Kind.String())
			limits, def, brief = append(limits, p.Limits()), append(def, required), append(brief, p.Brief)
		}
	}
	d.Tables = []*report.Table{methods}
	if len(name) > 0 {
		for _, c := range []struct {
			key   string
			texts []string
		}{{"method", of}, {"setting", name}, {"takes", takes}, {"limits", limits}, {"default", def}, {"what", brief}} {
			params.Columns = append(params.Columns, &report.Column{Key: c.key, Label: c.key, For: report.Programs, Texts: c.texts})
		}
		d.Tables = append(d.Tables, params)
	}
	return d
}
