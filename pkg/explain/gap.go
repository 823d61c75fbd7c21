package explain

import (
	"math/rand/v2"
	"runtime"
	"slices"

	"zoneval/pkg/aggregate"
	"zoneval/pkg/index"
	"zoneval/pkg/par"
	"zoneval/pkg/score"
)

// Gap is the difference between the scores of two zones and the parts that it is made of.
type Gap struct {
	Other   int     // the zone that is compared with
	Total   float64 // the zone's score less the other's, unrounded; see settle
	Parts   []Part  // in the order of the file; summed in that order they are Total, to the last bit
	Shapley bool    // parts are Shapley values, not differences of contributions
	Orders  int     // random orders that the Shapley values are averaged over; 0 is all orders
	Problem string  // why there are no parts
}

// Part is what an indicator or a dimension adds to a gap.
type Part struct {
	Indicator *index.Indicator // one of the two is nil
	Dimension *index.Dimension
	Points    float64
}

// mostPlayers is how many parts a gap is divided among by going through all their combinations; among more, it is the
// mean of random orders and their reverses: of mostPairs pairs, or as many as budget comparisons allow, leastPairs at
// least.
const (
	mostPlayers           = 10
	mostPairs, leastPairs = 500, 5
	budget                = 1e9
)

// pairsFor is how many pairs of orders are gone through where scoring one mixture takes so many comparisons.
func pairsFor(players int, evaluation float64) int {
	return int(min(mostPairs, max(leastPairs, budget/(2*float64(players)*evaluation))))
}

// evaluation is about how many comparisons it takes to score one mixture.
func evaluation(m *score.Model) float64 {
	cost := 0.0
	for _, d := range append([]*index.Dimension{m.Index.Root}, m.Index.Dims...) {
		parts := len(d.Dimensions) + len(d.Indicators)
		if d.LeavesOnly() {
			parts = len(d.Leaves())
		}
		cost += aggregate.Cost(d.Aggregate.Name, m.N, parts)
	}
	return cost
}

// gap compares the zone with another one.
func (a *Answer) gap(c *shared) {
	other := a.Options.Against
	if a.Result.Ranks[a.Zone] == 0 {
		return
	}
	if other < 0 {
		other = a.next()
	}
	if other < 0 || other == a.Zone || a.Result.Ranks[other] == 0 {
		return
	}
	g := &Gap{Other: other, Total: a.Result.Exact[a.Zone] - a.Result.Exact[other]}
	a.Gap = g
	if theirs := contributions(a.Model, a.Result, other); c.additive && theirs.additive {
		for j, in := range a.Model.Index.Indicators {
			g.Parts = append(g.Parts, Part{Indicator: in, Points: orZero(c.leaf[j]) - orZero(theirs.leaf[j])})
		}
	} else {
		a.shapley(g)
	}
	g.settle()
}

// next is the zone ranked next above, or the one below the leader; -1 is none.
func (a *Answer) next() int {
	at := 0
	for k, i := range a.Result.Order {
		if int(i) == a.Zone {
			at = k
		}
	}
	for k := at - 1; k >= 0; k-- {
		if i := int(a.Result.Order[k]); a.Result.Ranks[i] < a.Result.Ranks[a.Zone] {
			return i
		}
	}
	for k := at + 1; k < len(a.Result.Order); k++ {
		if i := int(a.Result.Order[k]); a.Result.Ranks[i] > 0 {
			return i
		}
	}
	if at > 0 {
		return int(a.Result.Order[at-1])
	}
	return -1
}

func orZero(x float64) float64 {
	if x != x {
		return 0
	}
	return x
}

// settle makes the parts sum to the gap to the last bit; see Settle.
func (g *Gap) settle() {
	points := make([]float64, len(g.Parts))
	for k, p := range g.Parts {
		points[k] = p.Points
	}
	g.Total = Settle(points, g.Total)
	for k := range g.Parts {
		g.Parts[k].Points = points[k]
	}
}

// shapley divides the gap among the parts of the first group, from the root down, that has more than one: what a part
// adds when it takes this zone's values in place of the other's, averaged over all orders in which the parts can do so
// (Shapley 1953), or over some where there are too many. The score of every mixture is computed against the fitted
// zones.
func (a *Answer) shapley(g *Gap) {
	d := a.Model.Index.Root
	for len(d.Dimensions) == 1 {
		d = d.Dimensions[0]
	}
	var players [][]*index.Indicator
	for _, p := range d.Dimensions {
		players = append(players, p.Leaves())
		g.Parts = append(g.Parts, Part{Dimension: p})
	}
	for _, in := range d.Indicators {
		players = append(players, []*index.Indicator{in})
		g.Parts = append(g.Parts, Part{Indicator: in})
	}
	g.Shapley = true
	m := mixtures{a: a, other: g.Other, players: players}
	ok := false
	if len(players) > mostPlayers {
		pairs := pairsFor(len(players), evaluation(a.Model))
		g.Orders = 2 * pairs
		ok = m.some(g.Parts, pairs)
	} else {
		ok = m.all(g.Parts)
	}
	if !ok {
		g.Parts, g.Problem = nil, "a mixture of the two zones has no score, for want of values"
	}
}

// mixtures are zones that have some parts of one zone and the rest of another.
type mixtures struct {
	a       *Answer
	other   int
	players [][]*index.Indicator
}

// mixture is one of them.
type mixture struct {
	*mixtures
	values, dims []float64
}

// start is the mixture that has all parts of the other zone.
func (m *mixtures) start() *mixture {
	x := &mixture{m, make([]float64, len(m.a.Model.Index.Indicators)), make([]float64, len(m.a.Model.Index.Dims))}
	for k := range m.players {
		x.take(k, m.other)
	}
	return x
}

// take gives the mixture the values of a zone in one part.
func (x *mixture) take(player, zone int) {
	for _, in := range x.players[player] {
		x.values[in.Column] = x.a.Model.Column(in.Column)[zone]
	}
}

func (x *mixture) score() float64 { return x.a.Model.Evaluate(x.a.Result, x.values, x.dims) }

// all goes through all combinations; false where one has no score.
func (m *mixtures) all(parts []Part) bool {
	n := len(m.players)
	scores := make([]float64, 1<<n)
	par.Do(len(scores), runtime.GOMAXPROCS(0), func(set int) {
		x := m.start()
		for k := range m.players {
			if set>>k&1 == 1 {
				x.take(k, m.a.Zone)
			}
		}
		scores[set] = x.score()
	})
	if slices.ContainsFunc(scores, func(s float64) bool { return s != s }) {
		return false
	}
	for k, points := range Shapley(scores) {
		parts[k].Points = points
	}
	return true
}

// some goes through random orders, the same on every machine, and the reverse of each; false where a mixture has no
// score. In every order the parts sum to the gap.
func (m *mixtures) some(parts []Part, pairs int) bool {
	n := len(m.players)
	random := rand.New(rand.NewPCG(1953, uint64(n))) // any seed; it is fixed so that the parts are
	orders := make([][]int, 0, 2*pairs)
	for range pairs {
		order := random.Perm(n)
		back := slices.Clone(order)
		slices.Reverse(back)
		orders = append(orders, order, back)
	}
	added := make([]float64, len(orders)*n)
	par.Do(len(orders), runtime.GOMAXPROCS(0), func(o int) {
		x := m.start()
		before := x.score()
		for _, k := range orders[o] {
			x.take(k, m.a.Zone)
			after := x.score()
			added[o*n+k] = after - before
			before = after
		}
	})
	for i, v := range added { // in the order of the orders, whoever computed them
		if v != v {
			return false
		}
		parts[i%n].Points += v / float64(len(orders))
	}
	return true
}
