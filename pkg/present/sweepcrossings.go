package present

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/crossing"
	"zoneval/pkg/report"
)

// stable is what does not change around the present weight: people read of the first and of the top, the rest being in the ranks.
func (p sweepPage) stable() *report.Table {
	a, l := p.a, p.l
	what := &report.Column{Key: "what", Label: l.say("What", "项目")}
	zones := &report.Column{Key: "zones", Label: l.say("Zones", "园区")}
	rank := &report.Column{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int}
	low := &report.Column{Key: "from", Label: l.say("From", "自"), Kind: report.Float}
	high := &report.Column{Key: "to", Label: l.say("To", "至"), Kind: report.Float}
	t := &report.Table{ID: "stable", Title: l.say("Around the present weight, "+weight(a.Present), "现行权重 "+weight(a.Present)+" 附近"), Columns: []*report.Column{what, zones, rank, low, high}}
	for _, c := range []struct{ key, en, zh string }{
		{"below_over", "Ahead from there up", "下限以上领先"}, {"below_under", "Ahead below", "下限以下领先"},
		{"above_over", "Ahead above", "上限以上领先"}, {"above_under", "Ahead up to there", "上限以下领先"}} {
		t.Columns = append(t.Columns, &report.Column{Key: c.key, Label: l.say(c.en, c.zh)})
	}
	add := func(key string, i crossing.Interval, set []int32, r int) {
		ids := make([]string, len(set))
		for k, z := range set {
			ids[k] = p.id(z)
		}
		what.Texts, zones.Texts, rank.Ints = append(what.Texts, key), append(zones.Texts, strings.Join(ids, " ")), append(rank.Ints, r)
		low.Floats, high.Floats = append(low.Floats, i.Low), append(high.Floats, i.High)
		for k, c := range []*crossing.Crossing{i.Below, i.Above} {
			over, under := "", ""
			if c != nil {
				over, under = p.id(c.Over), p.id(c.Under)
			}
			x, y := t.Columns[5+2*k], t.Columns[6+2*k]
			x.Texts, y.Texts = append(x.Texts, over), append(y.Texts, under)
		}
	}
	say := func(i crossing.Interval, en, zh string) {
		t.Lines = append(t.Lines, l.say(en+p.reach(i, "en"), zh+p.reach(i, "zh")))
	}
	add("first", a.First, a.First.Set, 1)
	stay, zh := " stays first", " 保持第 1 名"
	if len(a.First.Set) > 1 {
		stay, zh = " stay first together", " 并列第 1 名"
	}
	say(a.First, firstOf(p.names(a.First.Set, "en"))+stay, firstOf(p.names(a.First.Set, "zh"))+zh)
	if top := a.Options.Top; top > 1 {
		add(fmt.Sprintf("top_%d", top), a.Top, a.Top.Set, report.NoInt)
		say(a.Top, fmt.Sprintf("The top %d stay the same %d zones", top, len(a.Top.Set)), fmt.Sprintf("前 %d 名始终为同样的 %d 个园区", top, len(a.Top.Set)))
	}
	for k, z := range a.Shown {
		add("rank", a.Zones[k], []int32{z}, rankOrNone(int32(a.Zones[k].Rank)))
	}
	return t
}

// reach is where something holds and what ends it, as one goes away from the present weight.
func (p sweepPage) reach(i crossing.Interval, lang string) string {
	low, high := p.found(i.Low), p.found(i.High)
	switch {
	case i.Low == i.High:
		return sayIn(lang, ": at "+weight(i.Low)+" alone, where zones are level or one has no score", "：仅在 "+weight(i.Low)+" 处，该处有园区并列或无得分")
	case i.Low == p.a.Low && i.High == p.a.High && i.Below == nil && i.Above == nil:
		return sayIn(lang, ": from "+weight(i.Low)+" to "+weight(i.High)+", the whole way", "：自 "+weight(i.Low)+" 至 "+weight(i.High)+"，全程不变")
	}
	if i.Below == nil && i.Low == p.a.Low {
		low = weight(i.Low)
	}
	if i.Above == nil && i.High == p.a.High {
		high = weight(i.High)
	}
	var out []string
	if c := i.Below; c != nil {
		out = append(out, sayIn(lang, fmt.Sprintf("below, %s passes %s", p.name(c.Under, "en"), p.name(c.Over, "en")), fmt.Sprintf("低于此，%s 超过 %s", p.name(c.Under, "zh"), p.name(c.Over, "zh"))))
	}
	if c := i.Above; c != nil {
		out = append(out, sayIn(lang, fmt.Sprintf("above, %s passes %s", p.name(c.Over, "en"), p.name(c.Under, "en")), fmt.Sprintf("高于此，%s 超过 %s", p.name(c.Over, "zh"), p.name(c.Under, "zh"))))
	}
	if lang == "zh" {
		return strings.Join(append([]string{"：自 " + low + " 至 " + high}, out...), "；")
	}
	return strings.Join(append([]string{": from " + low + " to " + high}, out...), "; ")
}

func sayIn(lang, en, zh string) string {
	if lang == "zh" {
		return zh
	}
	return en
}

// mostCrossings is how many crossings people see.
const mostCrossings = 30

// crossings is where zones change places, one of them being listed. People read the nearest to the present weight, and where they
// have not chosen the zones, those where both are listed.
func (p sweepPage) crossings() *report.Table {
	a, l := p.a, p.l
	listed := map[int32]bool{}
	for _, z := range a.Shown {
		listed[z] = true
	}
	at := &report.Column{Key: "weight", Label: l.say("Weight", "权重"), Kind: report.Float}
	over, under := &report.Column{Key: "over", Label: l.say("Moves ahead", "超过者")}, &report.Column{Key: "under", Label: l.say("Falls behind", "被超过者")}
	rank := &report.Column{Key: "rank", Label: l.say("Rank", "名次"), Kind: report.Int}
	overName, underName := &report.Column{Key: "over_name", Label: l.say("Name", "名称")}, &report.Column{Key: "under_name", Label: l.say("Name", "名称")}
	t := &report.Table{ID: "crossings", Columns: []*report.Column{at, over, under, rank, overName, underName}}
	var near []int // of the crossings
	for k, c := range a.Crossings {
		if !listed[c.Over] && !listed[c.Under] {
			continue
		}
		at.Floats = append(at.Floats, c.At)
		over.Texts, under.Texts = append(over.Texts, p.id(c.Over)), append(under.Texts, p.id(c.Under))
		rank.Ints = append(rank.Ints, int(a.Places[k]))
		overName.Texts, underName.Texts = append(overName.Texts, l.say(p.name(c.Over, "en"), p.name(c.Over, "zh"))), append(underName.Texts, l.say(p.name(c.Under, "en"), p.name(c.Under, "zh")))
		if a.Options.Listed || listed[c.Over] && listed[c.Under] {
			near = append(near, k)
		}
	}
	en, zh := "Where listed zones change places", "所列园区彼此换位之处"
	if a.Options.Listed {
		en, zh = "Where listed zones change places with any other", "所列园区与任一园区换位之处"
	}
	switch total := len(near); {
	case total == 0:
		t.Lines = []string{l.say("Listed zones do not change places on the path.", "所列园区在此区间内不换位。")}
		return t
	case total > mostCrossings:
		en += fmt.Sprintf(": the %d of %d nearest to the present weight", mostCrossings, total)
		zh += fmt.Sprintf("：共 %d 处，以下为离现行权重最近的 %d 处", total, mostCrossings)
	}
	t.Title = l.say(en, zh)
	slices.SortStableFunc(near, func(x, y int) int {
		return cmp.Compare(math.Abs(a.Crossings[x].At-a.Present), math.Abs(a.Crossings[y].At-a.Present))
	})
	near = near[:min(mostCrossings, len(near))]
	slices.Sort(near)
	t.Lines = p.crossingLines(near)
	return t
}

// crossingLines are crossings in the order of the path, with the present weight between them.
func (p sweepPage) crossingLines(list []int) []string {
	a, l := p.a, p.l
	widest := len(p.found(a.High))
	line := func(t float64, en, zh string) string {
		return fmt.Sprintf("  %*s  %s", widest, p.found(t), l.say(en, zh))
	}
	now := line(a.Present, "* the present weight", "* 现行权重")
	var out []string
	passed := !p.onPath()
	for _, k := range list {
		c := a.Crossings[k]
		if !passed && c.At >= a.Present {
			out, passed = append(out, now), true
		}
		out = append(out, line(c.At, fmt.Sprintf("%s passes %s and takes rank %d", p.name(c.Over, "en"), p.name(c.Under, "en"), a.Places[k]),
			fmt.Sprintf("%s 超过 %s，升至第 %d 名", p.name(c.Over, "zh"), p.name(c.Under, "zh"), a.Places[k])))
	}
	if !passed {
		out = append(out, now)
	}
	return out
}
