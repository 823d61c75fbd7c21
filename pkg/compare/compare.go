// Package compare answers what the differences between two rankings are made of: two years, two editions of an index, two
// datasets. Zones are matched by id, and so are the parts of two indices.
//
// The change of a zone's score is divided among four causes: its own data, the weights, the method, and the others. What
// a cause adds depends on which of the rest have changed before it, so it is averaged over all orders in which the four
// can change (Shapley 1953): with all 16 sets of causes changed and the rest not, the zones are really scored. See parts.go
// for the game, and mixture.go for how two indices and two tables are mixed.
package compare

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

// Side is one of the two that are compared.
type Side struct {
	Name  string       // as a reader knows it: 2021, torch-2021, zones-2022.csv
	Index *index.Index // of a scenario, the index as changed
	Table *zone.Table  // the values as they were read, or as changed; columns follow Index.Inputs
	Year  int32        // 0 is the latest year of the table

	Made *revise.Applied // the scenario that made the index and the table what they are; nil where none did
}

// Options of a comparison.
type Options struct {
	Only    []zone.Selector // restricts the zones that are scored, on both sides
	Show    []zone.Selector // restricts the zones that are listed
	Top     int             // lists at most this many; 0 is all
	Workers int             // 0 is one per processor
	Budget  float64         // most work spent on the parts, in comparisons; 0 is Budget
}

// Cause is one of the four that a change is divided among.
type Cause int

// The causes, in the order in which the parts of a change are summed.
const (
	Data    Cause = iota // the zone's own values, and its attributes where zones are grouped by them
	Weights              // the tree of the index and its weights; so also what only one of the indices measures
	Method               // the steps of the index: see index.Hybrid
	Others               // the values of the other zones, and which zones there are
	Causes
)

// String is data, weights, method or others.
func (c Cause) String() string { return [...]string{"data", "weights", "method", "others"}[c] }

// Zone is a zone that one of the sides scores, or both. Of a pair, the first is of A and the second of B.
type Zone struct {
	ID    string
	Row   [2]int     // of the side's table; -1 where the side does not have it in its year
	Rank  [2]int32   // 1 is best; 0 is none
	Score [2]float64 // unrounded, whatever the index rounds to before it ranks; NaN is none

	// Change is the score in B less that in A, and the sum of Parts in their order, to the last bit. Where it cannot be both,
	// it is the sum, which differs from the difference of the scores by a rounding. NaN without both scores.
	Change float64
	Parts  [Causes]float64 // in points of the score; NaN where the change is not divided
}

// Shift is how many ranks the zone has gained; false where it lacks one of the two.
func (z *Zone) Shift() (gained int, ok bool) {
	return int(z.Rank[0] - z.Rank[1]), z.Rank[0] > 0 && z.Rank[1] > 0
}

// Divided says whether the change is divided into parts.
func (z *Zone) Divided() bool { return z.Parts[0] == z.Parts[0] }

// Answer is a comparison of A, the first side, with B, the second.
type Answer struct {
	Sides   [2]Side
	Ranked  [2]*ranking.Answer
	Zones   []Zone // all, by rank in B, those without one after them by rank in A, equal ranks by id
	Shown   []int  // positions in Zones of those to list, in that order
	Shift   ranking.Shift
	Indices []Difference // where the trees differ
	Options Options

	Mean Mean // of the zones that are divided

	// Alike says of each cause whether it is alike on both sides for every zone, so that its parts are 0. The order of the rows
	// of a table makes no difference.
	Alike [Causes]bool

	Borrowed [2]Borrowed // what each side had to take from the other
	Fault    *Fault      // the first mixture that has no score; nil where all have one
	Faults   int         // zones to list that are not divided for that
	Spared   int         // zones to list that are not divided since it would take too long
}

// Mean is what zones change by on average, in points without their sign.
type Mean struct {
	Zones  int // that the means are of; NaN where there are none
	Change float64
	Parts  [Causes]float64
}

// Borrowed are the columns of the data that only the index of the other side has, and that the side's values were taken
// from the other for.
type Borrowed struct {
	Columns []string
	Left    []string // zones that the other does not have either: they are left out of the mixtures that need the columns
}

// Run compares two sides. The answer is nil when a finding is an error. Tables must hold the values as they were read, and
// are not changed; both sides may have the same one.
func Run(a, b Side, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{Max: score.MaxFindings}
	c := &Answer{Sides: [2]Side{a, b}, Options: o}
	for s, side := range c.Sides {
		r, l := ranking.Run(side.Index, side.Table, ranking.Options{Year: side.Year, Only: o.Only, Alone: true, Values: true, Workers: o.Workers})
		log.Merge(l)
		c.Ranked[s] = r
	}
	if c.Ranked[0] == nil || c.Ranked[1] == nil {
		return nil, log
	}
	if c.match(); !c.meet(log) || !c.choose(log) {
		return nil, log
	}
	c.Shift = ranking.CompareRanks(ranking.ListOf(c.Ranked[0].Model, c.Ranked[0].Result), ranking.ListOf(c.Ranked[1].Model, c.Ranked[1].Result))
	c.Indices = differences(c.Ranked[0].Model, c.Ranked[1].Model)
	c.divide()
	c.Mean = c.mean()
	return c, log
}

// mean is the mean of the zones that are divided.
func (a *Answer) mean() Mean {
	var m Mean
	for _, k := range a.Shown {
		z := &a.Zones[k]
		if !z.Divided() {
			continue
		}
		m.Zones++
		m.Change += math.Abs(z.Change)
		for c, v := range z.Parts {
			m.Parts[c] += math.Abs(v)
		}
	}
	m.Change /= float64(m.Zones)
	for c := range m.Parts {
		m.Parts[c] /= float64(m.Zones)
	}
	return m
}

// asked are the table rows that a model was made of, before screening, in the order of the table.
func asked(m *score.Model) []int32 {
	rows := make([]int32, 0, m.N+len(m.Screened))
	for i := range m.N {
		rows = append(rows, int32(m.Row(i)))
	}
	rows = append(rows, m.Screened...)
	slices.Sort(rows)
	return rows
}

// match makes Zones of the zones of both sides.
func (a *Answer) match() {
	at := map[string]int{}
	for s, r := range a.Ranked {
		m, ids := r.Model, r.Table.IDs
		for _, row := range asked(m) {
			k, known := at[ids[row]]
			if !known {
				k = len(a.Zones)
				at[ids[row]] = k
				a.Zones = append(a.Zones, Zone{ID: ids[row], Row: [2]int{-1, -1}, Score: [2]float64{math.NaN(), math.NaN()}})
			}
			a.Zones[k].Row[s] = int(row)
		}
		for i := range m.N {
			z := &a.Zones[at[ids[m.Row(i)]]]
			z.Rank[s], z.Score[s] = r.Result.Ranks[i], r.Result.Exact[i]
		}
	}
	for k := range a.Zones {
		z := &a.Zones[k]
		z.Change = z.Score[1] - z.Score[0]
		for c := range z.Parts {
			z.Parts[c] = math.NaN()
		}
	}
	last := func(rank int32) uint32 { return uint32(rank) - 1 } // 0 comes after every rank
	slices.SortFunc(a.Zones, func(x, y Zone) int {
		return cmp.Or(cmp.Compare(last(x.Rank[1]), last(y.Rank[1])), cmp.Compare(last(x.Rank[0]), last(y.Rank[0])), cmp.Compare(x.ID, y.ID))
	})
}

// meet says whether the sides have a zone in common.
func (a *Answer) meet(log *diag.Log) bool {
	if slices.ContainsFunc(a.Zones, func(z Zone) bool { return z.Row[0] >= 0 && z.Row[1] >= 0 }) {
		return true
	}
	first := func(s int) string {
		return diag.Quote(a.Zones[slices.IndexFunc(a.Zones, func(z Zone) bool { return z.Row[s] >= 0 })].ID)
	}
	log.Add(diag.Finding{Rule: diag.SelectionEmpty, Mend: "compare data of the same zones, and give each the same id in both",
		Message: fmt.Sprintf("%s and %s have no zone in common: zones are matched by id, such as %s and %s", a.Sides[0].Name, a.Sides[1].Name, first(0), first(1))})
	return false
}

// choose fills Shown with zones that have a rank: each by what the data of B say of it, or those of A where B does not have
// it.
func (a *Answer) choose(log *diag.Log) bool {
	tests := make([][2]func(int) bool, len(a.Options.Show))
	good := true
	for k, sel := range a.Options.Show {
		var lacking [2][]string
		for s, r := range a.Ranked {
			tests[k][s], lacking[s] = r.Table.Match(sel)
		}
		for _, v := range lacking[0] {
			if slices.Contains(lacking[1], v) {
				good = false
				log.Add(diag.Finding{Rule: diag.SelectionEmpty, Message: fmt.Sprintf("no zone has the %s %s", sel.Attribute, diag.Quote(v)),
					Mend: diag.DidYouMean(v, slices.Concat(a.Sides[0].Table.Known(sel.Attribute), a.Sides[1].Table.Known(sel.Attribute)))})
			}
		}
	}
	if !good {
		return false
	}
	for k := range a.Zones {
		z := &a.Zones[k]
		s, row := z.Last()
		if z.Rank[0]+z.Rank[1] > 0 && !slices.ContainsFunc(tests, func(test [2]func(int) bool) bool { return !test[s](row) }) {
			a.Shown = append(a.Shown, k)
		}
	}
	if a.Options.Top > 0 && a.Options.Top < len(a.Shown) {
		a.Shown = a.Shown[:a.Options.Top]
	}
	if len(a.Shown) == 0 {
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Message: "no zone that either side ranks matches the selections"})
	}
	return len(a.Shown) > 0
}

// Last is the side that tells the zone's names and attributes, B where it has the zone, and the row of its table.
func (z *Zone) Last() (side, row int) {
	if z.Row[1] >= 0 {
		return 1, z.Row[1]
	}
	return 0, z.Row[0]
}
