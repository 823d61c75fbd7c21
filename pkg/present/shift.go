package present

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
)

// shiftColumns are how rankings differ, one row a pair of rankings, for programs.
func shiftColumns(shifts []ranking.Shift) []*report.Column {
	ints := func(key string, of func(ranking.Shift) int) *report.Column {
		c := &report.Column{Key: key, Label: key, Kind: report.Int}
		for _, s := range shifts {
			c.Ints = append(c.Ints, of(s))
		}
		return c
	}
	floats := func(key string, of func(ranking.Shift) float64) *report.Column {
		c := &report.Column{Key: key, Label: key, Kind: report.Float}
		for _, s := range shifts {
			c.Floats = append(c.Floats, of(s))
		}
		return c
	}
	texts := func(key string, of func(ranking.Shift) string) *report.Column {
		c := &report.Column{Key: key, Label: key}
		for _, s := range shifts {
			c.Texts = append(c.Texts, of(s))
		}
		return c
	}
	cols := []*report.Column{
		ints("zones", func(s ranking.Shift) int { return s.Zones }),
		ints("moved", func(s ranking.Shift) int { return s.Moved }),
		floats("spearman", func(s ranking.Shift) float64 { return s.Spearman }),
		floats("kendall", func(s ranking.Shift) float64 { return s.Kendall }),
		floats("mean_shift", func(s ranking.Shift) float64 { return s.MeanShift }),
		ints("max_shift", func(s ranking.Shift) int { return s.MaxShift }),
		texts("max_shift_zone", func(s ranking.Shift) string { return s.MaxZone }),
	}
	for _, top := range ranking.Tops() {
		of := func(s ranking.Shift) (ranking.TopChange, bool) {
			i := slices.IndexFunc(s.Tops, func(t ranking.TopChange) bool { return t.Top == top })
			if i < 0 {
				return ranking.TopChange{}, false
			}
			return s.Tops[i], true
		}
		key := fmt.Sprintf("top_%d_", top)
		cols = append(cols,
			ints(key+"stay", func(s ranking.Shift) int {
				if t, ok := of(s); ok {
					return t.Stay
				}
				return report.NoInt
			}),
			texts(key+"enter", func(s ranking.Shift) string { t, _ := of(s); return strings.Join(t.Enter, " ") }),
			texts(key+"leave", func(s ranking.Shift) string { t, _ := of(s); return strings.Join(t.Leave, " ") }))
	}
	return cols
}

// zoneNames names the zones of rankings by their ids.
func zoneNames(of ...*ranking.Answer) func(id, lang string) string {
	type zone struct {
		a   *ranking.Answer
		row int
	}
	known := map[string]zone{}
	for _, a := range of {
		for i := range a.Model.N {
			row := a.Model.Row(i)
			known[a.Table.IDs[row]] = zone{a, row}
		}
	}
	return func(id, lang string) string {
		z, ok := known[id]
		if !ok {
			return id
		}
		return z.a.Table.Name(z.row, lang)
	}
}

// shiftLines say how two rankings differ.
func (l Lang) shiftLines(s ranking.Shift, name func(id, lang string) string) []string {
	if s.Zones == 0 {
		return []string{l.say("No zone is ranked in both.", "没有园区同时上榜。")}
	}
	en, zh := "Ranks: ", "名次："
	if s.Spearman == s.Spearman && s.Kendall == s.Kendall { // of fewer than three zones there is none
		en += fmt.Sprintf("Spearman %s, Kendall %s; ", fixed(s.Spearman, 4), fixed(s.Kendall, 4))
		zh += fmt.Sprintf("Spearman %s，Kendall %s；", fixed(s.Spearman, 4), fixed(s.Kendall, 4))
	}
	en += fmt.Sprintf("%d of %d zones move, on average by %s", s.Moved, s.Zones, fixed(s.MeanShift, 2))
	zh += fmt.Sprintf("%d 个园区中有 %d 个变动，平均 %s 位", s.Zones, s.Moved, fixed(s.MeanShift, 2))
	if s.MaxZone != "" {
		en += fmt.Sprintf(", at most %d (%s, %d to %d)", s.MaxShift, name(s.MaxZone, "en"), s.MaxFrom, s.MaxTo)
		zh += fmt.Sprintf("，最多 %d 位（%s，第 %d 至第 %d）", s.MaxShift, name(s.MaxZone, "zh"), s.MaxFrom, s.MaxTo)
	}
	lines := []string{l.say(en, zh)}
	for _, t := range s.Tops {
		en, zh := fmt.Sprintf("Top %d: %d stay", t.Top, t.Stay), fmt.Sprintf("前 %d 名：%d 个不变", t.Top, t.Stay)
		for _, side := range []struct {
			en, zh string
			ids    []string
		}{{"enter", "进入", t.Enter}, {"leave", "退出", t.Leave}} {
			if len(side.ids) > 0 {
				en += fmt.Sprintf("; %d %s: %s", len(side.ids), side.en, firstOf(named(side.ids, "en", name)))
				zh += fmt.Sprintf("；%d 个%s：%s", len(side.ids), side.zh, firstOf(named(side.ids, "zh", name)))
			}
		}
		lines = append(lines, l.say(en, zh))
	}
	return lines
}

func named(ids []string, lang string, name func(id, lang string) string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = name(id, lang)
	}
	return out
}
