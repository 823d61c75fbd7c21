package present

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/sweep"
)

// SweepTables are the tables of a sweep, for formats that hold one.
var SweepTables = []string{"sweep", "stable", "crossings"}

// SweepView is what a reader wants to see of a sweep.
type SweepView struct {
	Lang    Lang
	Version string
	Start   *revise.Applied // the scenario that the question starts from; nil for the index and the data as they are
	First   string          // the table that comes first; "" is the ranks
	Sort    Sorting         // of the table that comes first
}

// Sweep lays out the ranks of zones along a path of one weight, what does not change around the present weight, and where
// zones change places.
func Sweep(a *sweep.Answer, v SweepView) *report.Document {
	listed := *a.Ranking // with the zones of the sweep
	listed.Shown = a.Shown
	p := sweepPage{a: a, l: v.Lang, page: newRankingPage(&listed, WhatIfView{Lang: v.Lang, Version: v.Version})}
	p.page.v.Applied = startOf(v.Start)
	d := &report.Document{Kind: "sweep", Title: p.title(), Tables: []*report.Table{p.ranks(), p.stable(), p.crossings()}}
	if p.page.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
		for _, t := range d.Tables { // rows may be copied out of their file
			t.Columns = append(t.Columns, &report.Column{Key: "data_status", Label: p.l.say("Data", "数据性质"), For: report.Programs, Pool: []string{"synthetic"}, At: make([]int32, t.Rows())})
		}
	}
	moveFirst(d.Tables, v.First)
	v.Sort.apply(d.Tables[0], 0)
	d.Notes = append(p.notes(), p.page.notes()...)
	d.Provenance = p.page.provenance()
	return d
}

// moveFirst puts the table of an id before the others, which keep their order.
func moveFirst(tables []*report.Table, id string) {
	slices.SortStableFunc(tables, func(a, b *report.Table) int {
		switch {
		case a.ID == id && b.ID != id:
			return -1
		case b.ID == id && a.ID != id:
			return 1
		}
		return 0
	})
}

type sweepPage struct {
	a    *sweep.Answer
	l    Lang
	page rankingPage
}

func (p sweepPage) title() string {
	x := p.a.Ranking.Index
	what := func(name, part string) string {
		if name == "" {
			return ""
		}
		return name + part
	}
	year, nian := "", ""
	if y := p.a.Ranking.Year; y != 0 {
		year, nian = fmt.Sprintf(", %d", y), fmt.Sprintf("，%d年", y)
	}
	return p.l.say(what(x.Name.En, " - ranks along the weight of "+p.part("en")+year), what(x.Name.Zh, "：“"+p.part("zh")+"”权重变动时的排名"+nian))
}

func (p sweepPage) part(lang string) string { return p.a.Part.Name().In(lang) }

// weight prints a weight that the reader, or the index, has chosen.
func weight(x float64) string { return fixed(x, 4) }

// decimals is how many people see of a weight that was found: a hundredth of a hundredth of the group.
func (p sweepPage) decimals() int {
	return max(0, min(8, 4-int(math.Ceil(math.Log10(p.a.Lever.Sum)))))
}

// found prints a weight that was found.
func (p sweepPage) found(x float64) string { return rounded(x, p.decimals()) }

// onPath says whether the present weight is a point of the path.
func (p sweepPage) onPath() bool { return slices.Contains(p.a.At, p.a.Present) }

// shownPoints are the points of the path whose ranks people see: both ends, the present, and those nearest to some round numbers
// between that are not too near to one of these; all of a few.
func (p sweepPage) shownPoints() []int {
	at := p.a.At
	if len(at) <= 8 {
		all := make([]int, len(at))
		for k := range all {
			all[k] = k
		}
		return all
	}
	from, to := at[0], at[len(at)-1]
	step := sweep.RoundStep((to - from) / 6)
	out := []int{0, len(at) - 1}
	if k := slices.Index(at, p.a.Present); k >= 0 {
		out = append(out, k)
	}
	ends := len(out)
	for k := math.Floor(from/step) + 1; k*step < to; k++ {
		t := k * step
		nearest := 0
		for q := range at {
			if math.Abs(at[q]-t) < math.Abs(at[nearest]-t) {
				nearest = q
			}
		}
		if !slices.ContainsFunc(out[:ends], func(q int) bool { return math.Abs(at[q]-at[nearest]) < 0.3*step }) {
			out = append(out, nearest)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ranks is the rank of each listed zone along the path.
func (p sweepPage) ranks() *report.Table {
	a, l := p.a, p.l
	shown, n := a.Shown, a.Ranking.Model.N
	best, worst := make([]int, len(shown)), make([]int, len(shown))
	low, high := make([]float64, len(shown)), make([]float64, len(shown))
	for k := range shown {
		best[k], worst[k] = rankOrNone(a.Best[k]), rankOrNone(a.Worst[k])
		low[k], high[k] = a.Zones[k].Low, a.Zones[k].High
	}
	cols := []*report.Column{{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int, Ints: p.page.ints(a.Ranking.Result.Ranks)}}
	for _, c := range p.page.identity() {
		if c.For == report.People && (c.Key == "type" || c.Key == "province") {
			continue // there are many columns
		}
		cols = append(cols, c)
	}
	cols = append(cols,
		&report.Column{Key: "stable_from", Label: l.say("Stays from", "名次不变自"), Kind: report.Float, Decimals: p.decimals(), Floats: low},
		&report.Column{Key: "stable_to", Label: l.say("to", "至"), Kind: report.Float, Decimals: p.decimals(), Floats: high},
		&report.Column{Key: "best", Label: l.say("Best", "最好"), Kind: report.Int, Ints: best},
		&report.Column{Key: "worst", Label: l.say("Worst", "最差"), Kind: report.Int, Ints: worst})
	points := p.shownPoints()
	for q, t := range a.At {
		c := &report.Column{Key: "at_" + strconv.FormatFloat(t, 'f', -1, 64), Label: weight(t), Kind: report.Int, Ints: make([]int, len(shown))}
		if t == a.Present {
			c.Label += "*"
		}
		if !slices.Contains(points, q) {
			c.For = report.Programs
		}
		for k, z := range shown {
			c.Ints[k] = rankOrNone(a.Ranks[q*n+int(z)])
		}
		cols = append(cols, c)
	}
	return &report.Table{ID: "sweep", Columns: cols, Title: l.say("Rank at each weight of "+a.Part.ID()+p.mark(" (* now)", ""), "“"+p.part("zh")+"”取各权重时的排名"+p.mark("（* 为现行权重）", ""))}
}

// mark is a text where the present weight is marked on the path, else another.
func (p sweepPage) mark(marked, not string) string {
	if p.onPath() {
		return marked
	}
	return not
}

// rankOrNone is a rank, or that there is none.
func rankOrNone(r int32) int {
	if r == 0 {
		return report.NoInt
	}
	return int(r)
}

// name is a zone's name in a language.
func (p sweepPage) name(zone int32, lang string) string {
	return p.a.Ranking.Table.Name(p.a.Ranking.Model.Row(int(zone)), lang)
}

func (p sweepPage) names(zones []int32, lang string) []string {
	var out []string
	for _, z := range zones {
		out = append(out, p.name(z, lang))
	}
	return out
}

func (p sweepPage) id(zone int32) string {
	return p.a.Ranking.Table.IDs[p.a.Ranking.Model.Row(int(zone))]
}
