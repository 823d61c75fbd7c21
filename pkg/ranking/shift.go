package ranking

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/score"
	"zoneval/pkg/stats"
)

// List is the zones of a ranking, each once and in any order, and their ranks: 1 is best, 0 is a zone without a rank.
type List struct {
	IDs   []string
	Ranks []int32
}

// ListOf lists the zones of a scored model, in its order.
func ListOf(m *score.Model, r *score.Result) List {
	l := List{IDs: make([]string, m.N), Ranks: r.Ranks}
	for i := range l.IDs {
		l.IDs[i] = m.Table.IDs[m.Row(i)]
	}
	return l
}

// byID is the rank of each zone that has one.
func (l List) byID() map[string]int32 {
	ranks := make(map[string]int32, len(l.IDs))
	for i, id := range l.IDs {
		if l.Ranks[i] > 0 {
			ranks[id] = l.Ranks[i]
		}
	}
	return ranks
}

// tops are the heads of a ranking whose change is counted.
var tops = []int{10, 20, 100}

// Tops lists the heads of a ranking whose change is counted.
func Tops() []int { return slices.Clone(tops) }

// Shift sums up how two rankings differ. Ranks are those that a zone has in each ranking, among all its zones; a shift
// is their difference. Zones are matched by id.
type Shift struct {
	Zones             int     // ranked in both; what follows is of these, but for Tops
	Spearman, Kendall float64 // -1..1; NaN with fewer than three zones, or where all have one rank
	Moved             int     // zones with another rank
	MeanShift         float64 // mean of the shifts without their signs, in ranks; NaN without zones
	MaxShift          int     // the largest without its sign; 0 where no zone moved
	MaxZone           string  // the zone that it is of, of several the one that is best placed after; "" where no zone moved
	MaxFrom, MaxTo    int     // its ranks
	Tops              []TopChange
}

// TopChange is how the top of a ranking changes. The top 10 are the zones ranked 10 or better: more than ten where
// several share that rank.
type TopChange struct {
	Top   int
	Stay  int      // zones that are in it before and after
	Enter []string // those that are in it after only, by their rank then, and equal ranks by id
	Leave []string // those that were in it before only, by their rank then, and equal ranks by id
}

// CompareRanks compares two rankings. Tops are the top 10, 20 and 100, each where both rankings have more ranked zones;
// zones that only one of them has count there.
func CompareRanks(before, after List) Shift {
	then, now := before.byID(), after.byID()
	s := Shift{Spearman: math.NaN(), Kendall: math.NaN(), MeanShift: math.NaN()}
	var x, y []float64
	total := 0
	for _, id := range byRank(now) {
		from, both := then[id]
		if !both {
			continue
		}
		to := now[id]
		x, y = append(x, float64(from)), append(y, float64(to))
		shift := int(max(from-to, to-from))
		total += shift
		if shift > 0 {
			s.Moved++
		}
		if shift > s.MaxShift {
			s.MaxShift, s.MaxZone, s.MaxFrom, s.MaxTo = shift, id, int(from), int(to)
		}
	}
	if s.Zones = len(x); s.Zones > 0 {
		s.Spearman, s.Kendall = stats.Spearman(x, y), stats.Kendall(x, y)
		s.MeanShift = float64(total) / float64(s.Zones)
	}
	for _, top := range tops {
		if top < len(then) && top < len(now) {
			s.Tops = append(s.Tops, topChange(int32(top), then, now))
		}
	}
	return s
}

// byRank lists the zones from the best rank to the worst, equal ranks by id.
func byRank(ranks map[string]int32) []string {
	ids := make([]string, 0, len(ranks))
	for id := range ranks {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(ranks[a], ranks[b]), cmp.Compare(a, b)) })
	return ids
}

func topChange(top int32, then, now map[string]int32) TopChange {
	in := func(ranks map[string]int32, id string) bool { r, ok := ranks[id]; return ok && r <= top }
	only := func(these, others map[string]int32) (out []string) {
		for _, id := range byRank(these) {
			if in(these, id) && !in(others, id) {
				out = append(out, id)
			}
		}
		return out
	}
	c := TopChange{Top: int(top), Enter: only(now, then), Leave: only(then, now)}
	for id := range now {
		if in(now, id) && in(then, id) {
			c.Stay++
		}
	}
	return c
}
