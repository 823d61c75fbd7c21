package compare

import (
	"math"
	"runtime"

	"zoneval/pkg/aggregate"
	"zoneval/pkg/diag"
	"zoneval/pkg/explain"
	"zoneval/pkg/index"
	"zoneval/pkg/par"
)

// The game of a zone has four players, the causes; a set of them is worth the zone's score in the mixture that takes
// these from B and the rest from A. The empty set is its score in A and the whole set its score in B, so that the Shapley
// values sum to the change. A cause that is alike on both sides adds nothing to any set: its part is 0, and fewer mixtures
// are scored. Mixtures in which a zone's data and the others are of one side are the same for every zone, and scored once.

// Budget is how much work the parts may take, in comparisons: ten to twenty seconds of one processor. It is enough for three
// thousand zones between two years of 46 indicators, where a zone takes two mixtures; under two indices it takes eight.
// Zones for which it does not suffice are spared, from the end of the list; the first is divided in any case.
const Budget = 3e9

// Fault is a mixture that has no score.
type Fault struct {
	Zone    string // the first that is not divided for it
	Mixture Mixture
	Finding *diag.Finding // what is wrong with it; nil where the zone lacks values, or is screened out
}

// game is the division of one zone's change.
type game struct {
	zone *Zone
	data bool // the zone's own data are alike
	rest bool // the others are
	own  map[Mixture]*scored
}

// division is the games of all zones to list.
type division struct {
	*mixer
	a      *Answer
	games  []*game
	shared map[Mixture]*scored // that are the same for every zone
}

// divide fills in the parts of the zones to list.
func (a *Answer) divide() {
	a.Alike[Weights] = index.SameTree(a.Sides[0].Index, a.Sides[1].Index)
	a.Alike[Method] = index.SameSteps(a.Sides[0].Index, a.Sides[1].Index)
	d := division{mixer: newMixer(a), a: a, shared: map[Mixture]*scored{}}
	d.start()
	d.plan()
	d.compute()
	for _, g := range d.games {
		if fault := d.settle(g); fault != nil {
			if a.Faults++; a.Faults == 1 {
				a.Fault = fault
			}
		}
	}
}

// start makes a game for each zone to list that has a change, and settles which causes are alike.
func (d *division) start() {
	unlike := map[string]bool{}
	for _, z := range d.a.Zones {
		if z.Row[0] < 0 || z.Row[1] < 0 || !d.alike(z.ID) {
			unlike[z.ID] = true
		}
	}
	for _, k := range d.a.Shown {
		z := &d.a.Zones[k]
		if z.Change != z.Change {
			continue
		}
		others := len(unlike)
		if unlike[z.ID] {
			others--
		}
		d.games = append(d.games, &game{zone: z, data: !unlike[z.ID], rest: others == 0, own: map[Mixture]*scored{}})
	}
	d.a.Alike[Data], d.a.Alike[Others] = len(unlike) == 0, len(unlike) == 0
}

// mixture is that of a set of causes from B and the rest from A. Causes that are alike are taken from where it saves work.
func (d *division) mixture(g *game, set int) Mixture {
	var x Mixture
	for c := range x {
		if !d.a.Alike[c] {
			x[c] = set >> c & 1
		}
	}
	switch {
	case g.data && g.rest:
		x[Data], x[Others] = 0, 0
	case g.data:
		x[Data] = x[Others]
	case g.rest:
		x[Others] = x[Data]
	}
	return x
}

// side is the side that a mixture is, but for what is alike; -1 where it is neither.
func (d *division) side(g *game, x Mixture) int {
	for s := range d.a.Sides {
		if (x[Data] == s && x[Others] == s || g.data && g.rest) && (x[Weights] == s || d.a.Alike[Weights]) && (x[Method] == s || d.a.Alike[Method]) {
			return s
		}
	}
	return -1
}

// plan notes which mixtures are needed, and drops the games that go beyond the budget.
func (d *division) plan() {
	left := d.a.Options.Budget
	if left == 0 {
		left = Budget
	}
	var kept []*game
	for _, g := range d.games {
		shared, work := []Mixture{}, 0.0
		for set := range 1 << Causes {
			x := d.mixture(g, set)
			switch {
			case d.side(g, x) >= 0:
			case x[Data] == x[Others]:
				shared = append(shared, x)
			case g.own[x] == nil:
				g.own[x] = &scored{}
				work += d.cost(x)
			}
		}
		if work > 0 && len(kept) > 0 && work > left {
			d.a.Spared++
			continue
		}
		left -= work
		kept = append(kept, g)
		for _, x := range shared {
			d.shared[x] = &scored{}
		}
	}
	d.games = kept
}

// cost is about how many comparisons it takes to score a mixture: every value is prepared and normalised, and every
// zone is aggregated.
func (d *division) cost(x Mixture) float64 {
	set := d.setups[x[Weights]][x[Method]]
	zones := len(set.grids[x[Others]].scored)
	cost := float64(zones) * float64(len(set.index.Inputs))
	for _, dim := range append([]*index.Dimension{set.index.Root}, set.index.Dims...) {
		parts := len(dim.Dimensions) + len(dim.Indicators)
		if dim.LeavesOnly() {
			parts = len(dim.Leaves())
		}
		cost += float64(zones) * aggregate.Cost(dim.Aggregate.Name, zones, parts)
	}
	return cost
}

// compute scores the mixtures that are needed.
func (d *division) compute() {
	type task struct {
		x    Mixture
		id   string
		into *scored
	}
	var tasks []task
	for x, into := range d.shared {
		tasks = append(tasks, task{x, "", into})
	}
	for _, g := range d.games {
		for x, into := range g.own {
			tasks = append(tasks, task{x, g.zone.ID, into})
		}
	}
	workers := d.a.Options.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	each := max(1, workers/max(1, len(tasks)))
	par.Do(len(tasks), workers, func(i int) { *tasks[i].into = d.run(tasks[i].x, tasks[i].id, each) })
}

// settle fills in the parts of a zone, or says which mixture has no score.
func (d *division) settle(g *game) *Fault {
	var scores [1 << Causes]float64
	for set := range scores {
		x := d.mixture(g, set)
		v, finding := d.value(g, x)
		if v != v {
			return &Fault{Zone: g.zone.ID, Mixture: x, Finding: finding}
		}
		scores[set] = v
	}
	parts := explain.Shapley(scores[:])
	g.zone.Change = explain.Settle(parts, g.zone.Change)
	copy(g.zone.Parts[:], parts)
	return nil
}

// value is the score of a zone in a mixture; NaN where it has none, and why where no zone has.
func (d *division) value(g *game, x Mixture) (float64, *diag.Finding) {
	if s := d.side(g, x); s >= 0 {
		return g.zone.Score[s], nil
	}
	of := d.shared[x]
	if x[Data] != x[Others] {
		of = g.own[x]
	}
	if v, ok := of.scores[g.zone.ID]; ok {
		return v, nil
	}
	return math.NaN(), of.fault
}
