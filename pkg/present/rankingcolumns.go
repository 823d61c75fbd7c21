package present

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/report"
	"zoneval/pkg/zone"
)

// columns are those of the ranking table, in print order.
func (p rankingPage) columns() []*report.Column {
	l := p.l
	cols := []*report.Column{{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int, Ints: p.ints(p.a.Result.Ranks)}}
	if p.a.Local != nil {
		c := &report.Column{Key: "rank_within_" + p.a.Options.Within, Kind: report.Int, Ints: p.ints(p.a.Local)}
		c.Label = l.say("In type", "同类排名")
		if p.a.Options.Within == "province" {
			c.Label = l.say("In province", "省内排名")
		}
		cols = append(cols, c)
	}
	cols = append(cols, p.identity()...)
	if p.a.Year != 0 {
		years := make([]int, len(p.a.Shown))
		for k := range years {
			years[k] = int(p.a.Year)
		}
		cols = append(cols, &report.Column{Key: "year", Label: p.l.say("Year", "年份"), Kind: report.Int, For: report.Programs, Ints: years})
	}
	score := &report.Column{Key: "score", Label: l.say("Score", "得分"), Kind: report.Float, Decimals: p.decimals(), Floats: make([]float64, len(p.a.Shown))}
	if !p.v.Score {
		score.For = report.Programs
	}
	for k, i := range p.a.Shown {
		score.Floats[k] = p.a.Result.Scores[i]
	}
	cols = append(cols, score)
	cols = append(cols, p.change()...)
	if p.v.Dimensions {
		cols = append(cols, p.dimensions()...)
	}
	if p.v.Values {
		cols = append(cols, p.values()...)
	}
	cols = append(cols, p.gaps()...)
	if p.synthetic() { // a row may be copied out of its file; what it is must go with it
		cols = append(cols, &report.Column{Key: "data_status", Label: p.l.say("Data", "数据性质"), For: report.Programs,
			Pool: []string{"synthetic"}, At: make([]int32, len(p.a.Shown))})
	}
	return cols
}

func (p rankingPage) ints(ranks []int32) []int {
	out := make([]int, len(p.a.Shown))
	for k, i := range p.a.Shown {
		out[k] = report.NoInt
		if r := ranks[i]; r > 0 {
			out[k] = int(r)
		}
	}
	return out
}

// identity is who the zone is: people see its name, programs its id, names and attributes as the data file has them.
func (p rankingPage) identity() []*report.Column {
	t := p.a.Table
	var cols []*report.Column
	add := func(key, label string, who report.Audience, pool []string, at []int32) {
		cols = append(cols, &report.Column{Key: key, Label: label, For: who, Pool: pool, At: at})
	}
	if p.wants(report.Programs) {
		add("zone", p.l.say("Id", "代码"), report.Programs, t.IDs, p.rows)
		add("name", p.l.say("Name", "名称"), report.Programs, namesOf(t), p.rows)
		if t.NamesZh != nil {
			add("name_zh", p.l.say("Chinese name", "中文名称"), report.Programs, t.NamesZh, p.rows)
		}
	}
	if p.wants(report.People) {
		names := make([]string, len(p.rows))
		for k := range names {
			names[k] = p.l.zoneName(t, p.row(k))
		}
		cols = append(cols, &report.Column{Key: "name", Label: p.l.say("Zone", "园区名称"), For: report.People, Texts: names})
	}
	for _, at := range []struct {
		key, label string
		column     *zone.Attribute
		name       func(string) string
	}{
		{"type", p.l.say("Type", "园区类型"), &t.Type, p.l.typeName},
		{"province", p.l.say("Province", "所属省份"), &t.Province, p.l.provinceName},
	} {
		codes, pool := make([]int32, len(p.rows)), at.column.Values
		if at.column.Present() {
			for k, r := range p.rows {
				codes[k] = int32(at.column.Codes[r])
			}
		} else {
			pool = []string{""}
		}
		if p.wants(report.Programs) {
			add(at.key, at.label, report.Programs, pool, codes)
		}
		if p.wants(report.People) && at.column.Present() {
			names := make([]string, len(pool))
			for i, v := range pool {
				names[i] = at.name(v)
			}
			add(at.key, at.label, report.People, names, codes)
		}
	}
	return cols
}

// namesOf is each row's English name, or what name it has.
func namesOf(t *zone.Table) []string {
	if t.Names != nil && !slices.Contains(t.Names, "") {
		return t.Names
	}
	names := make([]string, t.Rows)
	for i := range names {
		names[i] = t.Name(i, "en")
	}
	return names
}

// change is the move since the year before: ↑3, ↓2, =, new. Programs get the old rank and the places gained.
func (p rankingPage) change() []*report.Column {
	if p.a.Previous == nil {
		return nil
	}
	n := len(p.a.Shown)
	arrows, before, gained := make([]string, n), make([]int, n), make([]int, n)
	for k, i := range p.a.Shown {
		was, is := p.a.Previous[i], p.a.Result.Ranks[i]
		before[k], gained[k] = report.NoInt, report.NoInt
		if was > 0 {
			before[k] = int(was)
		}
		switch {
		case is == 0:
		case was <= 0:
			arrows[k] = p.l.say("new", "新进")
		default:
			gained[k] = int(was - is)
			arrows[k] = arrow(int(was - is))
		}
	}
	label := p.l.say(fmt.Sprintf("vs %d", p.a.Before), fmt.Sprintf("较%d年", p.a.Before))
	rankThen := p.l.say(fmt.Sprintf("Rank in %d", p.a.Before), fmt.Sprintf("%d年排名", p.a.Before))
	return []*report.Column{
		{Key: "change", Label: label, For: report.People, Right: true, Texts: arrows},
		{Key: "rank_before", Label: rankThen, Kind: report.Int, For: report.Programs, Ints: before},
		{Key: "change", Label: label, Kind: report.Int, For: report.Programs, Ints: gained},
	}
}

func arrow(gained int) string {
	switch {
	case gained > 0:
		return fmt.Sprintf("↑%d", gained)
	case gained < 0:
		return fmt.Sprintf("↓%d", -gained)
	}
	return "="
}

// dimensions is score and rank of every dimension: programs get columns named by the dimension's id, people one
// column a top dimension with the rank in brackets.
func (p rankingPage) dimensions() []*report.Column {
	var cols []*report.Column
	for j, d := range p.a.Index.Dims {
		scores, ranks := make([]float64, len(p.a.Shown)), p.ints(p.a.DimRanks[j])
		shown := make([]string, len(p.a.Shown))
		for k, i := range p.a.Shown {
			scores[k] = p.a.Result.Dims[j][i]
			if ranks[k] != report.NoInt {
				shown[k] = fmt.Sprintf("%s (%d)", rounded(scores[k], p.decimals()), ranks[k])
			}
		}
		label := p.l.say(d.ID, d.Name.Zh)
		if d.Level == 1 {
			cols = append(cols, &report.Column{Key: d.ID, Label: label, For: report.People, Right: true, Texts: shown})
		}
		cols = append(cols,
			&report.Column{Key: d.ID, Label: label, Kind: report.Float, For: report.Programs, Floats: scores},
			&report.Column{Key: d.ID + "_rank", Label: label, Kind: report.Int, For: report.Programs, Ints: ranks})
	}
	return cols
}

// values is what each zone's data file says: one column an indicator for programs, one line of what there is for people.
func (p rankingPage) values() []*report.Column {
	n := len(p.a.Shown)
	lines := make([][]string, n)
	var cols []*report.Column
	for j, in := range p.a.Index.Indicators {
		values, bounds := make([]float64, n), make([]string, n)
		source := p.a.Table.Column(j)
		bounded := false
		for k := range p.a.Shown {
			row := p.row(k)
			values[k] = source[row]
			name := p.l.text(in.Name)
			if b, ok := p.a.Table.Bounds[zone.Cell{Row: row, Column: j}]; ok {
				bounds[k], bounded = b, true
				lines[k] = append(lines[k], name+": "+b)
			} else if v := values[k]; v == v {
				lines[k] = append(lines[k], name+": "+number(v))
			}
		}
		cols = append(cols, &report.Column{Key: in.ID, Label: p.l.text(in.Name), Kind: report.Float, For: report.Programs, Floats: values})
		if bounded {
			cols = append(cols, &report.Column{Key: in.ID + "_bound", Label: p.l.text(in.Name), For: report.Programs, Texts: bounds})
		}
	}
	joined := make([]string, n)
	for k := range lines {
		joined[k] = strings.Join(lines[k], "; ")
	}
	return append(cols, &report.Column{Key: "values", Label: p.l.say("Values", "各项数值"), For: report.People, Texts: joined})
}

// gaps is how many values each zone lacks: people see what was filled in, programs both.
func (p rankingPage) gaps() []*report.Column {
	if p.a.Gaps == nil {
		return nil
	}
	missing, filled := p.a.Gaps.Missing, p.a.Gaps.Filled
	n := len(p.a.Shown)
	lacks, fills, shown, some := make([]int, n), make([]int, n), make([]string, n), false
	for k, i := range p.a.Shown {
		lacks[k], fills[k] = int(missing[i]), int(filled[i])
		if filled[i] > 0 {
			shown[k], some = fmt.Sprintf("%d/%d", filled[i], len(p.a.Index.Indicators)), true
		}
	}
	cols := []*report.Column{
		{Key: "missing", Label: "missing", Kind: report.Int, For: report.Programs, Ints: lacks},
		{Key: "filled", Label: "filled", Kind: report.Int, For: report.Programs, Ints: fills},
	}
	if some {
		cols = append(cols, &report.Column{Key: "filled", Label: p.l.say("Filled in", "插补项"), For: report.People, Right: true, Texts: shown})
	}
	return cols
}
