package present

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/compare"
	"zoneval/pkg/report"
)

// notes are what must be read with a comparison: its own, and those of the two rankings.
func (p comparePage) notes() []report.Note {
	var notes []report.Note
	add := func(key, en, zh string) { notes = append(notes, report.Note{Key: key, Text: p.l.say(en, zh)}) }
	p.dataNote(add)
	p.partsNotes(add)
	p.zonesNotes(add)
	return append(notes, p.ofRankings()...)
}

type addNote func(key, en, zh string)

func (p comparePage) dataNote(add addNote) {
	for s, page := range p.pages {
		if page.synthetic() && p.a.Sides[s].Table.Source.Shipped {
			add("data", "The shipped example is compared, since no data file was named. Its zones and figures are invented; it shows the tool, not any real zone.",
				"未指定数据文件，此处对随附示例进行对比。示例中的园区和数字均为虚构，仅用于演示本工具，不代表任何真实园区。")
			return
		}
	}
}

// partsNotes say how a change is divided, and where it is not.
func (p comparePage) partsNotes(add addNote) {
	a := p.a
	en, zh := "Change is the score in B less that in A, and the sum of its parts.", "得分变化为 B 减 A，等于各部分之和。"
	what := [...][2]string{compare.Data: {"data are the zone's own values", "数据指本园区的数值"}, compare.Weights: {"weights are what the index measures and how much it counts", "权重指指标体系的结构与权重"},
		compare.Method: {"method is how it is computed", "方法指计算步骤"}, compare.Others: {"others are the values of all other zones, which move the scale", "其他园区指其余园区数值的变动（影响归一化尺度）"}}
	var parts, partsZh []string
	for c, text := range what {
		if !a.Alike[c] {
			parts, partsZh = append(parts, text[0]), append(partsZh, text[1])
		}
	}
	if len(parts) > 0 {
		first := strings.ToUpper(parts[0][:1]) + parts[0][1:]
		en += " " + strings.Join(append([]string{first}, parts[1:]...), "; ") + "."
		zh += strings.Join(partsZh, "；") + "。"
	}
	if len(parts) > 1 {
		en += " Each is what the score changes by when that alone is exchanged, averaged over all orders of exchanging them (Shapley values)."
		zh += "各部分为逐项替换时的得分变化对所有次序的平均（Shapley 值）。"
	}
	add("parts", en, zh)
	var alike, alikeZh []string
	for c, yes := range a.Alike {
		if yes {
			alike, alikeZh = append(alike, compare.Cause(c).String()), append(alikeZh, Zh.cause(compare.Cause(c)))
		}
	}
	if len(alike) > 0 {
		add("alike", "Alike in A and B, so that no change is put down to it: "+strings.Join(alike, ", ")+".", "A 与 B 相同、不影响得分变化："+strings.Join(alikeZh, "、")+"。")
	}
	if x, y := a.Sides[0].Index, a.Sides[1].Index; x.Scale != y.Scale {
		add("scale", fmt.Sprintf("Scores run to %g in A and to %g in B; what comes of that is method.", x.Scale, y.Scale), fmt.Sprintf("A 的满分为 %g，B 为 %g，由此产生的变化计入方法。", x.Scale, y.Scale))
	}
	if a.Sides[0].Index.Method.Ranking.Round >= 0 || a.Sides[1].Index.Method.Ranking.Round >= 0 {
		add("rounded", "Scores and changes are unrounded here; ranks are those of rounded scores.", "此处得分与变化均未取整，名次按取整后的得分。")
	}
	for s, b := range a.Borrowed {
		if len(b.Columns) == 0 {
			continue
		}
		to, from := letters[s], letters[1-s]
		add("borrowed", fmt.Sprintf("Only the index of %s has these, and the data of %s were not read for them; where the parts need them, the values of %s are taken: %s.", from, to, from, firstOf(b.Columns)),
			fmt.Sprintf("仅 %s 的指标体系含有以下各项，%s 的数据中未读取；分解时取 %s 的数值：%s。", from, to, from, firstOf(b.Columns)))
		if n := len(b.Left); n > 0 {
			add("borrowed", fmt.Sprintf("For that, %d zones of %s are left out, which the data of %s do not have (%s).", n, to, from, firstOf(b.Left)), fmt.Sprintf("其中 %s 有 %d 个园区不在 %s 的数据中，此时不计入（%s）。", to, n, from, firstOf(b.Left)))
		}
	}
	if a.Faults > 0 {
		en, zh := p.fault()
		add("not_divided", fmt.Sprintf("Not divided: the changes of %d zones, since %s.", a.Faults, en), fmt.Sprintf("%d 个园区的变化未作分解：%s。", a.Faults, zh))
	}
	if a.Spared > 0 {
		add("spared", fmt.Sprintf("Not divided: the changes of the last %d zones listed, which would take long; --zone or --top list fewer.", a.Spared),
			fmt.Sprintf("列出的园区过多，最后 %d 个的变化未作分解；可用 --zone 或 --top 缩小范围。", a.Spared))
	}
}

// fault says which mixture has no score, and why.
func (p comparePage) fault() (en, zh string) {
	f := p.a.Fault
	var from, fromZh []string
	for c, s := range f.Mixture {
		if !p.a.Alike[c] {
			from, fromZh = append(from, compare.Cause(c).String()+" of "+letters[s]), append(fromZh, Zh.cause(compare.Cause(c))+"取 "+letters[s])
		}
	}
	en = fmt.Sprintf("%s has no score with %s", f.Zone, strings.Join(from, ", "))
	zh = fmt.Sprintf("%s 在%s时无得分", f.Zone, strings.Join(fromZh, "、"))
	if f.Finding != nil {
		en, zh = en+" ("+f.Finding.Statement()+")", zh+"（"+f.Finding.Statement()+"）"
	}
	return en, zh
}

// zonesNotes say which zones are in one ranking only, and what is listed.
func (p comparePage) zonesNotes(add addNote) {
	a := p.a
	for s := range a.Sides {
		if ids := p.only(s); len(ids) > 0 {
			here, there := letters[s], letters[1-s]
			add("only_"+strings.ToLower(here), fmt.Sprintf("Ranked in %s and not in the data of %s: %d (id and rank: %s).", here, there, len(ids), firstOf(ids)),
				fmt.Sprintf("%s 有排名而 %s 的数据中没有的园区：%d 个（代码与名次：%s）。", here, there, len(ids), firstOf(ids)))
		}
	}
	if sel := a.Options.Show; len(sel) > 0 {
		add("shown", fmt.Sprintf("Shown: only %s; ranks are those among all zones.", selectors(sel)), fmt.Sprintf("仅列出 %s；名次为全部园区中的名次。", selectors(sel)))
	}
	top := a.Options.Top
	if p.w.Top > 0 {
		top = p.w.Top
	}
	if top > 0 && top <= len(a.Shown) && top < len(a.Zones) {
		order, zh := "by rank in B", "按 B 的名次"
		if key := p.w.Sort.Key; key != "" {
			order, zh = "by "+key, "按 "+key+" 排序"
		}
		add("top", fmt.Sprintf("Listed: the first %d, %s.", top, order), fmt.Sprintf("%s列出前 %d 个。", zh, top))
	}
}

// ofRankings are the notes of both rankings: once where they are the same, else with the letter of the side.
func (p comparePage) ofRankings() []report.Note {
	var out []report.Note
	lists := [2][]report.Note{p.pages[0].notes(), p.pages[1].notes()}
	for s, list := range lists {
		for _, n := range list {
			same := slices.Contains(lists[1-s], n)
			switch {
			case n.Key == "data", s == 1 && same:
				continue
			case !same:
				n.Text = letters[s] + ": " + n.Text
			}
			out = append(out, n)
		}
	}
	return out
}

// provenance is where both rankings come from. Programs find every fact of each, with _a and _b; people read what is the
// same once.
func (p comparePage) provenance() []report.Fact {
	var out []report.Fact
	lists := [2][]report.Fact{p.pages[0].provenance(), p.pages[1].provenance()}
	find := func(s int, key string) (report.Fact, bool) {
		i := slices.IndexFunc(lists[s], func(f report.Fact) bool { return f.Key == key })
		if i < 0 {
			return report.Fact{}, false
		}
		return lists[s][i], true
	}
	add := func(s int, f report.Fact, other bool) {
		f.Key += "_" + strings.ToLower(letters[s])
		if other {
			f.Label += " " + letters[s]
		}
		out = append(out, f)
	}
	for _, f := range lists[0] {
		g, both := find(1, f.Key)
		switch same := both && f.Text == g.Text; {
		case f.Key == "zoneval":
			continue
		case same:
			add(0, f, false)
			g.Quiet = true
			add(1, g, true)
		default:
			add(0, f, true)
			if both {
				add(1, g, true)
			}
		}
	}
	for _, g := range lists[1] {
		if _, both := find(0, g.Key); !both {
			add(1, g, true)
		}
	}
	if f, ok := find(1, "zoneval"); ok {
		out = append(out, f)
	}
	return out
}
