package present

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/compare"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
)

// CompareView is what a reader wants to see of a comparison.
type CompareView struct {
	Lang    Lang
	Version string
	Sort    Sorting
	Top     int // rows that are kept after sorting; 0 keeps all
}

// Comparison lays out two rankings side by side: each zone's ranks and the parts of its change, how the rankings differ as a
// whole, and where the indices do.
func Comparison(a *compare.Answer, v CompareView) *report.Document {
	p := comparePage{a: a, l: v.Lang, w: v}
	for s, r := range a.Ranked {
		p.pages[s] = rankingPage{r, RankingView{Lang: v.Lang, Version: v.Version}, v.Lang, tableRows(r)}
		if made := a.Sides[s].Made; made != nil {
			p.pages[s].v.Applied = []*revise.Applied{made}
		}
	}
	d := &report.Document{Kind: "comparison", Title: p.title(), Subtitle: p.banner()}
	main := &report.Table{ID: "comparison", Columns: p.columns()}
	v.Sort.apply(main, v.Top)
	d.Tables = append(d.Tables, main, p.summary())
	d.Tables = append(d.Tables, p.differences()...)
	d.Notes = p.notes()
	d.Provenance = p.provenance()
	return d
}

type comparePage struct {
	a     *compare.Answer
	l     Lang
	w     CompareView
	pages [2]rankingPage
}

// letters are what the sides are called where their names are long.
var letters = [2]string{"A", "B"}

func (p comparePage) title() string {
	a, b := p.a.Sides[0], p.a.Sides[1]
	en, zh := fmt.Sprintf("%s (A) and %s (B) compared", a.Name, b.Name), fmt.Sprintf("%s（A）与 %s（B）对比", a.Name, b.Name)
	if a.Index.Name == b.Index.Name {
		if name := a.Index.Name.En; name != "" {
			en = name + " - " + en
		}
		if name := a.Index.Name.Zh; name != "" {
			zh = name + "：" + zh
		}
	}
	return p.l.say(en, zh)
}

// banner says which data are invented.
func (p comparePage) banner() string {
	a, b := p.pages[0].synthetic(), p.pages[1].synthetic()
	switch {
	case a && b:
		return p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	case a || b:
		letter := letters[map[bool]int{true: 0, false: 1}[a]]
		return p.l.say("SYNTHETIC DATA in "+letter+" - every figure there is invented", letter+" 为合成数据——其中所有数字均为虚构")
	}
	return ""
}

// short is what a side is called in a heading: its name where both are short, or its letter.
func (p comparePage) short(s int) string {
	const most = 10
	if a, b := p.a.Sides[0].Name, p.a.Sides[1].Name; a != b && utf8.RuneCountInString(a) <= most && utf8.RuneCountInString(b) <= most {
		return p.a.Sides[s].Name
	}
	return letters[s]
}

// decimals are those that a score needs on the finer of the two scales, whatever the indices round to.
func (p comparePage) decimals() int {
	scale := math.Min(p.a.Sides[0].Index.Scale, p.a.Sides[1].Index.Scale)
	return max(0, 4-int(math.Round(math.Log10(scale))))
}

// cause names a cause.
func (l Lang) cause(c compare.Cause) string {
	return [...]string{l.say("Data", "数据"), l.say("Weights", "权重"), l.say("Method", "方法"), l.say("Others", "其他园区")}[c]
}

func (p comparePage) columns() []*report.Column {
	l, n := p.l, len(p.a.Shown)
	cols := p.identity()
	float := func(key, label string, of func(z *compare.Zone) float64) *report.Column {
		c := &report.Column{Key: key, Label: label, Kind: report.Float, For: report.Programs, Decimals: p.decimals(), Floats: make([]float64, n)}
		for k, i := range p.a.Shown {
			c.Floats[k] = of(&p.a.Zones[i])
		}
		return c
	}
	points := func(key, label string, people bool, of func(z *compare.Zone) float64) {
		c := float(key, label, of)
		if people {
			texts := make([]string, n)
			for k, v := range c.Floats {
				texts[k] = moved(v, p.decimals())
			}
			cols = append(cols, &report.Column{Key: key, Label: label, For: report.People, Right: true, Texts: texts})
		}
		cols = append(cols, c)
	}
	cols = append(cols, p.ranks()...)
	for s, key := range []string{"score_a", "score_b"} {
		cols = append(cols, float(key, l.say("Score "+p.short(s), p.short(s)+" 得分"), func(z *compare.Zone) float64 { return z.Score[s] }))
	}
	points("score_change", l.say("Points", "得分变化"), true, func(z *compare.Zone) float64 { return z.Change })
	for c := range compare.Causes {
		points(c.String(), l.cause(c), !p.a.Alike[c], func(z *compare.Zone) float64 { return z.Parts[c] })
	}
	if p.banner() != "" { // a row may be copied out of its file; what it is must go with it
		cols = append(cols, &report.Column{Key: "data_status", Label: l.say("Data", "数据性质"), For: report.Programs, Pool: []string{"synthetic"}, At: make([]int32, n)})
	}
	return cols
}

// moved prints points with a sign, but for what rounds to 0; empty where there are none.
func moved(x float64, decimals int) string {
	if x != x {
		return ""
	}
	if s := rounded(x, decimals); strings.Trim(s, "0.") == "" {
		return s
	}
	return signed(x, decimals)
}

// identity is who the zone is, as the data of B have it, or those of A where B does not have the zone.
func (p comparePage) identity() []*report.Column {
	l, n := p.l, len(p.a.Shown)
	ids, shown, in := make([]string, n), make([]string, n), make([]string, n)
	names, namesZh, types, provinces := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	chinese := false
	for k, i := range p.a.Shown {
		z := &p.a.Zones[i]
		s, row := z.Last()
		t := p.a.Sides[s].Table
		ids[k], shown[k], names[k] = z.ID, l.zoneName(t, row), t.Name(row, "en")
		if t.NamesZh != nil {
			namesZh[k], chinese = t.NamesZh[row], true
		}
		types[k], provinces[k] = t.Type.At(row), t.Province.At(row)
		in[k] = "both"
		if z.Row[1-s] < 0 {
			in[k] = strings.ToLower(letters[s])
		}
	}
	text := func(key, label string, who report.Audience, texts []string) *report.Column {
		return &report.Column{Key: key, Label: label, For: who, Texts: texts}
	}
	cols := []*report.Column{
		text("name", l.say("Zone", "园区名称"), report.People, shown),
		text("zone", l.say("Id", "代码"), report.Programs, ids),
		text("name", l.say("Name", "名称"), report.Programs, names),
	}
	if chinese {
		cols = append(cols, text("name_zh", l.say("Chinese name", "中文名称"), report.Programs, namesZh))
	}
	return append(cols, text("type", l.say("Type", "园区类型"), report.Programs, types),
		text("province", l.say("Province", "所属省份"), report.Programs, provinces),
		text("in", l.say("In", "见于"), report.Programs, in))
}

// ranks are the ranks on both sides and the places gained.
func (p comparePage) ranks() []*report.Column {
	l, n := p.l, len(p.a.Shown)
	ranks, gained, arrows := [2][]int{make([]int, n), make([]int, n)}, make([]int, n), make([]string, n)
	for k, i := range p.a.Shown {
		z := &p.a.Zones[i]
		for s, r := range z.Rank {
			if ranks[s][k] = int(r); r == 0 {
				ranks[s][k] = report.NoInt
			}
		}
		gained[k] = report.NoInt
		places, both := z.Shift()
		switch {
		case both:
			gained[k], arrows[k] = places, arrow(places)
		case z.Rank[1] > 0:
			arrows[k] = l.say("new", "新进")
		case z.Rank[0] > 0:
			arrows[k] = l.say("gone", "退出")
		}
	}
	rank := func(s int) string { return l.say("Rank "+p.short(s), p.short(s)+" 排名") }
	return []*report.Column{
		{Key: "rank_a", Label: rank(0), Kind: report.Int, Ints: ranks[0]},
		{Key: "rank_b", Label: rank(1), Kind: report.Int, Ints: ranks[1]},
		{Key: "change", Label: l.say("Change", "变化"), For: report.People, Right: true, Texts: arrows},
		{Key: "change", Label: l.say("Change", "变化"), Kind: report.Int, For: report.Programs, Ints: gained},
	}
}

// summary is how the two rankings differ as a whole.
func (p comparePage) summary() *report.Table {
	names := zoneNames(p.a.Ranked[0], p.a.Ranked[1])
	t := &report.Table{ID: "summary", Columns: shiftColumns([]ranking.Shift{p.a.Shift}), Lines: p.l.shiftLines(p.a.Shift, names)}
	m, d := p.a.Mean, p.decimals()
	if m.Zones > 0 {
		en := fmt.Sprintf("Scores of %d zones change by %s points on average, whichever way", m.Zones, rounded(m.Change, d))
		zh := fmt.Sprintf("%d 个园区的得分平均变动 %s 分（不计正负）", m.Zones, rounded(m.Change, d))
		var parts, partsZh []string
		for c, v := range m.Parts {
			if !p.a.Alike[c] {
				parts, partsZh = append(parts, compare.Cause(c).String()+" "+rounded(v, d)), append(partsZh, Zh.cause(compare.Cause(c))+" "+rounded(v, d))
			}
		}
		if len(parts) > 1 {
			en, zh = en+"; parts: "+strings.Join(parts, ", "), zh+"；其中"+strings.Join(partsZh, "，")
		}
		t.Lines = append(t.Lines, p.l.say(en, zh))
	}
	float := func(key string, v float64) {
		t.Columns = append(t.Columns, &report.Column{Key: key, Label: key, Kind: report.Float, Floats: []float64{v}})
	}
	whole := func(key string, n int) {
		t.Columns = append(t.Columns, &report.Column{Key: key, Label: key, Kind: report.Int, Ints: []int{n}})
	}
	whole("only_a", len(p.only(0)))
	whole("only_b", len(p.only(1)))
	whole("divided", m.Zones)
	whole("not_divided", p.a.Faults+p.a.Spared)
	float("mean_change", m.Change)
	for c, v := range m.Parts {
		float("mean_"+compare.Cause(c).String(), v)
	}
	return t
}

// only lists the zones that one side ranks and the other does not have, by their rank.
func (p comparePage) only(s int) (ids []string) {
	var zones []*compare.Zone
	for i := range p.a.Zones {
		if z := &p.a.Zones[i]; z.Rank[s] > 0 && z.Row[1-s] < 0 {
			zones = append(zones, z)
		}
	}
	slices.SortStableFunc(zones, func(x, y *compare.Zone) int { return int(x.Rank[s]) - int(y.Rank[s]) })
	for _, z := range zones {
		ids = append(ids, fmt.Sprintf("%s %d", z.ID, z.Rank[s]))
	}
	return ids
}

// differences is where the trees of the indices differ: the parts that do, and for programs the parts inside them.
func (p comparePage) differences() (tables []*report.Table) {
	var own, inside []compare.Difference
	for _, d := range p.a.Indices {
		if d.Own() {
			own = append(own, d)
		} else {
			inside = append(inside, d)
		}
	}
	if len(own) > 0 {
		t := p.differencesTable("indices", own)
		t.Title = p.l.say("Where the indices differ: shares of the whole", "指标体系的差异：占总体的权重")
		tables = append(tables, t)
	}
	if n := len(inside); n > 0 {
		t := p.differencesTable("indices_inside", inside)
		t.Lines = []string{p.l.say(fmt.Sprintf("Inside them, parts with the same share of their group and another share of the whole: %d (-f json lists them).", n),
			fmt.Sprintf("其下 %d 项组内权重不变，占总体的份额随之变化（-f json 逐项列出）。", n))}
		tables = append(tables, t)
	}
	return tables
}

func (p comparePage) differencesTable(id string, list []compare.Difference) *report.Table {
	l, n := p.l, len(list)
	ids, names, kinds, in, change := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	weights, more := [2][]float64{make([]float64, n), make([]float64, n)}, make([]float64, n)
	for k, d := range list {
		ids[k], names[k], kinds[k], in[k] = d.ID, cut(l.text(d.Name), 40), "indicator", "both"
		if d.Dimension {
			kinds[k] = "dimension"
			names[k] = "[" + names[k] + "]"
		}
		for s := range d.In {
			weights[s][k] = 100 * d.Weight[s]
			if !d.In[s] {
				in[k] = strings.ToLower(letters[1-s])
			}
		}
		more[k] = weights[1][k] - weights[0][k]
		switch in[k] {
		case "a":
			change[k] = l.say("only in "+letters[0], "仅见于 "+letters[0])
		case "b":
			change[k] = l.say("only in "+letters[1], "仅见于 "+letters[1])
		default:
			change[k] = moved(more[k], 2)
		}
	}
	weight := func(key string, s int) *report.Column {
		return &report.Column{Key: key, Label: l.say("Weight "+p.short(s)+" %", p.short(s)+" 权重%"), Kind: report.Float, Decimals: 2, Floats: weights[s]}
	}
	return &report.Table{ID: id, Columns: []*report.Column{
		{Key: "part", Label: l.say("Part", "组成"), Texts: names, For: report.People},
		{Key: "part", Label: "part", Texts: ids, For: report.Programs},
		{Key: "kind", Label: "kind", Texts: kinds, For: report.Programs},
		{Key: "in", Label: "in", Texts: in, For: report.Programs},
		weight("weight_a_pct", 0), weight("weight_b_pct", 1),
		{Key: "change_pct", Label: l.say("Change", "变化"), Right: true, Texts: change, For: report.People},
		{Key: "change_pct", Label: "change_pct", Kind: report.Float, Floats: more, For: report.Programs},
	}}
}
