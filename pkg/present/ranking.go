package present

import (
	"fmt"
	"math"
	"strings"

	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
)

// RankingView is what a reader wants to see of a ranking.
type RankingView struct {
	Lang       Lang
	For        report.Audience // leaves out the columns of others; Everyone builds them all
	List       bool            // a numbered list instead of a table
	Score      bool            // for people; programs always get the score
	Dimensions bool            // scores and ranks of the dimensions
	Values     bool            // each zone's own values
	Version    string
	Applied    []*revise.Applied // scenarios: one made the index and the data what they are, several are set beside them
}

// Ranking lays a ranking out as such rankings are published: title with the year; rank, zone, type, province, score,
// change since the year before; counts by type and province; source; provenance.
func Ranking(a *ranking.Answer, v RankingView) *report.Document {
	p := rankingPage{a, v, v.Lang, tableRows(a)}
	d := &report.Document{Kind: "ranking", Title: p.title()}
	if p.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	if v.Dimensions && a.DimRanks == nil {
		a.RankDimensions()
	}
	d.Tables = append(d.Tables, p.table())
	for _, attribute := range []string{"type", "province"} {
		if t := p.counts(attribute); t != nil {
			d.Tables = append(d.Tables, t)
		}
	}
	d.Notes = p.notes()
	d.Provenance = p.provenance()
	return d
}

type rankingPage struct {
	a    *ranking.Answer
	v    RankingView
	l    Lang
	rows []int32 // the table row of each listed zone
}

func tableRows(a *ranking.Answer) []int32 {
	if a.Model.Rows == nil {
		return a.Shown
	}
	rows := make([]int32, len(a.Shown))
	for k, i := range a.Shown {
		rows[k] = a.Model.Rows[i]
	}
	return rows
}

func (p rankingPage) title() string {
	en, zh := p.a.Index.Name.En, p.a.Index.Name.Zh
	if p.a.Year != 0 {
		if en != "" {
			en += fmt.Sprintf(" - ranking of %d", p.a.Year)
		}
		if zh != "" {
			zh += fmt.Sprintf("：%d年排名", p.a.Year)
		}
	}
	return p.l.say(en, zh)
}

func (p rankingPage) synthetic() bool { return p.a.Table.Source.Fact("status") == "synthetic" }

// wants says whether columns for an audience are to be built.
func (p rankingPage) wants(a report.Audience) bool {
	return p.v.For == report.Everyone || a == report.Everyone || a == p.v.For
}

// row is the table row of the k-th listed zone.
func (p rankingPage) row(k int) int { return int(p.rows[k]) }

func (p rankingPage) table() *report.Table {
	t := &report.Table{ID: "ranking", Columns: p.columns()}
	if p.v.List {
		t.Lines = p.list()
	}
	return t
}

// list is one line a zone: 4. Suzhou industrial park (Jiangsu).
func (p rankingPage) list() []string {
	lines := make([]string, len(p.a.Shown))
	for k, i := range p.a.Shown {
		rank := "–"
		if r := p.a.Result.Ranks[i]; r > 0 {
			rank = fmt.Sprint(r)
		}
		lines[k] = rank + ". " + p.l.zoneName(p.a.Table, p.row(k))
		if s := p.l.provinceName(p.a.Table.Province.At(p.row(k))); s != "" {
			lines[k] += " (" + s + ")"
		}
		if s := p.a.Result.Scores[i]; p.v.Score && s == s {
			lines[k] += " " + rounded(s, p.decimals())
		}
	}
	return lines
}

// decimals a score is printed with: what the index rounds to, or enough to tell zones apart on its scale.
func (p rankingPage) decimals() int {
	if r := p.a.Index.Method.Ranking.Round; r >= 0 {
		return r
	}
	return max(0, 4-int(math.Round(math.Log10(p.a.Index.Scale))))
}

// unrankedShown is how many of the listed zones have no rank.
func (p rankingPage) unrankedShown() int {
	n := 0
	for _, i := range p.a.Shown {
		if p.a.Result.Ranks[i] == 0 {
			n++
		}
	}
	return n
}

// counts is how many of the listed zones each type or province has.
func (p rankingPage) counts(attribute string) *report.Table {
	counts := p.a.Counts(attribute)
	if counts == nil {
		return nil
	}
	name, label := p.l.typeName, p.l.say("By type", "按类型")
	if attribute == "province" {
		name, label = p.l.provinceName, p.l.say("By province", "按省份")
	}
	if n := p.unrankedShown(); n > 0 {
		label += p.l.say(fmt.Sprintf(" (the %d ranked)", len(p.a.Shown)-n), fmt.Sprintf("（上榜 %d 个）", len(p.a.Shown)-n))
	}
	key := &report.Column{Key: attribute, Label: p.l.say("Value", "类别")}
	zones := &report.Column{Key: "zones", Label: p.l.say("Zones", "园区数"), Kind: report.Int}
	var parts []string
	for _, c := range counts {
		shown := name(c.Value)
		if c.Value == "" {
			shown = p.l.say("not given", "未注明")
		}
		key.Texts = append(key.Texts, c.Value)
		zones.Ints = append(zones.Ints, c.Zones)
		parts = append(parts, fmt.Sprintf("%s %d", shown, c.Zones))
	}
	return &report.Table{ID: "by_" + attribute, Columns: []*report.Column{key, zones},
		Lines: []string{label + ": " + strings.Join(parts, " · ")}}
}
