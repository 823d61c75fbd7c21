// Package goal answers what a zone must improve to reach a rank, at least cost: in which indicators, and by how much. Every
// indicator has a cost for one standard deviation, and can be brought to the best value that any zone has. Where the score is
// a weighted mean of values that follow the data in straight lines, the answer is exact and comes with a certificate; elsewhere
// it is a search, which says so.
package goal

import (
	"fmt"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/optimum"
	"zoneval/pkg/ranking"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// Options of a goal. Zones are numbered as in the model.
type Options struct {
	Zone        int
	Rank        int
	Qualitative bool            // judged indicators can be improved too
	Costs       []Cost          // of two that select the same indicator the later one counts
	Lock        []scenario.Word // indicators that stay
	Digits      int             // significant digits of the new values, rounded to the better side; 0 is as they come
}

// Cost is what one standard deviation of some indicators costs; 1 unless stated. It is above 0.
type Cost struct {
	Select scenario.Word
	Cost   float64
}

// Lever is an indicator that the zone can improve.
type Lever struct {
	Indicator *index.Indicator
	Before    float64 // raw, in the unit of the data
	Best      float64 // raw: the best of any ranked zone; of an indicator that is divided by another column, with the best quotient
	SD        float64 // of the raw values of the ranked zones; of one that is divided, of the quotients, in raw units of the zone
	Cost      float64 // of one standard deviation
	Room      float64 // in standard deviations: from Before to Best, or to where the index stops counting, at a cap or a goalpost
	Gain      float64 // points of the score for one standard deviation; where it is no straight line, on average over the room

	limit float64 // the raw value at the end of the room
	sense float64 // 1 where higher raw values are better, -1 where lower ones are
	chord bool    // the lead that it gains is no straight line, but stays below the one to the end of the room
}

// Step is one improvement of the plan.
type Step struct {
	Lever
	After  float64 // raw
	Moved  float64 // in standard deviations
	Paid   float64
	Points float64 // that it adds to the score, by its Gain
}

// Answer is the plan.
type Answer struct {
	Ranking *ranking.Answer
	Options Options
	Rank    int     // of the zone, before
	Need    float64 // points that its score must gain while all others stay: 0 where the rank is reached
	Rival   int     // the zone that it must draw level with, as scores are; -1 where the rank is reached
	Levers  []Lever // all that can be improved; where the plan is exact, all that gain something
	Lacking int     // indicators that could be improved if the zone had a value
	Plan    []Step  // in the order of the index; empty where the rank is reached, or cannot be
	Reached bool    // the rank, when the plan is applied and everything is recomputed; or as it is
	Cost    float64 // of the plan
	Best    float64 // where the rank cannot be reached: the points that all levers gain together
	Most    int     // and the rank that they reach

	// The exact answer. Problem is of Levers, in their order. No plan costs less than Result.Cost, and Cost is more than that only as
	// far as whole numbers and Options.Digits make values better than they need to be. Both are empty where Searched says why the
	// plan is a search.
	Problem  optimum.Improve
	Result   optimum.ImproveResult // with its certificate
	Searched string

	Scenario *scenario.Scenario // applies the plan; nil without one
	Applied  *ranking.Answer    // the ranking under Scenario, computed from scratch; zones are numbered as in Ranking
}

// Run finds the plan. The table is the one that the ranking is of, with the values as they were read. The answer is nil when a
// finding is an error. An answer that has a plan reaches the rank: Reached is true.
func Run(table *zone.Table, a *ranking.Answer, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{}
	g := &Answer{Ranking: a, Options: o, Rank: int(a.Result.Ranks[o.Zone]), Rival: -1}
	ranked := 0
	for _, r := range a.Result.Ranks {
		if r > 0 {
			ranked++
		}
	}
	switch name := diag.Quote(g.id()); {
	case g.Rank == 0:
		refuse(log, diag.SelectionEmpty, diag.Place{}, "fill its values in first", "zone %s has no rank, so that it has nothing to improve on", name)
		return nil, log
	case o.Rank < 1 || o.Rank > ranked:
		refuse(log, diag.UsageBad, diag.Place{}, fmt.Sprintf("such as --rank %d", max(1, g.Rank-1)), "found --rank %d, expected a rank from 1 to %d", o.Rank, ranked)
		return nil, log
	}
	if !g.levers(table, log) {
		return nil, log
	}
	if g.Reached = g.Rank <= o.Rank; g.Reached {
		return g, log
	}
	e := newEngine(g, table)
	g.Rival, g.Need = g.rival()
	if why := e.curved(); why != "" {
		e.search(why)
	} else {
		e.solve()
	}
	return g, log
}

func refuse(log *diag.Log, rule *diag.Rule, at diag.Place, mend, format string, args ...any) bool {
	log.Add(diag.Finding{Rule: rule, Place: at, Mend: mend, Message: fmt.Sprintf(format, args...)})
	return false
}

func (g *Answer) id() string { return g.Ranking.Table.IDs[g.Ranking.Model.Row(g.Options.Zone)] }

// rival is the zone whose score must be reached for the rank, and what is lacking: the zone of that rank among the others. Ranks
// rest on rounded scores where the index rounds.
func (g *Answer) rival() (zone int, need float64) {
	r, z := g.Ranking.Result, g.Options.Zone
	zone = rivalOf(r.Order, r.Ranks, z, g.Options.Rank)
	if zone < 0 {
		return -1, 0
	}
	score := r.Exact[zone]
	if d := g.Ranking.Index.Method.Ranking.Round; d >= 0 {
		score = leastThatRounds(r.Scores[zone], d)
	}
	return zone, score - r.Exact[z]
}

// rivalOf is the zone of a rank among all others; -1 where they are fewer.
func rivalOf(order, ranks []int32, zone, rank int) int {
	for _, i := range order {
		if int(i) == zone || ranks[i] == 0 {
			continue
		}
		if rank--; rank == 0 {
			return int(i)
		}
	}
	return -1
}

// without is a list without what is at some positions.
func without[T any](list []T, drop func(k int) bool) []T {
	var out []T
	for k, v := range list {
		if !drop(k) {
			out = append(out, v)
		}
	}
	return slices.Clip(out)
}
