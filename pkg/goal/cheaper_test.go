package goal

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tries is how many plans a random search looks at in each case.
const tries = 100_000

// smallCases are exact: two to five levers, costs, a zone alone at the worst value, values that count up to a goalpost, rounded
// ranks, and two that are out of reach.
var smallCases = []struct {
	name string
	make func(t fataler) base
	o    Options
}{
	{"two", three, Options{Rank: 2}},
	{"two, to the first place", three, Options{Rank: 1}},
	{"two, of which one is half as dear", three, Options{Rank: 2, Costs: []Cost{cost("b", 0.5)}}},
	{"five", five, Options{Rank: 3}},
	{"five, to the first place", five, Options{Rank: 1}},
	{"five at other costs", five, Options{Rank: 2, Costs: []Cost{cost("a", 3), cost("d", 0.2), cost("e", 7)}}},
	{"rounded", func(t fataler) base {
		b := five(t)
		return base{draftOf(t, strings.Replace(fiveText, "aggregate: arithmetic", "ranking: {round: 0}", 1)), b.table}
	}, Options{Rank: 2}},
	{"alone at the worst", func(t fataler) base {
		b := five(t)
		return base{draftOf(t, strings.ReplaceAll(fiveText, "{goalposts: {low: 0, high: 100}}", "minmax")), b.table}
	}, Options{Rank: 3, Costs: []Cost{cost("c", 9)}}},
	{"out of reach", three, Options{Rank: 2, Lock: words("a")}},
	{"five out of reach", five, Options{Rank: 1, Lock: words("a", "e")}},
}

// fiveText has two levels, a lower-is-better and a goalpost in the way.
const fiveText = `denominators: [{id: people, name: People}]
method: {normalise: {goalposts: {low: 0, high: 100}}, aggregate: arithmetic}
dimensions:
  - id: d1
    name: D1
    weight: 60
    indicators:
      - {id: a, name: A, direction: higher, weight: 3}
      - {id: b, name: B, direction: higher, weight: 2, normalise: {goalposts: {low: 0, high: 60}}}
      - {id: c, name: C, direction: lower, weight: 1}
  - id: d2
    name: D2
    weight: 40
    indicators:
      - {id: d, name: D, direction: higher, weight: 1}
      - {id: e, name: E, direction: higher, weight: 1, denominate: {by: people}}
`

func five(t fataler) base {
	return base{draftOf(t, fiveText), table([]float64{20, 30, 70, 25, 60, 2}, []float64{80, 75, 20, 60, 75, 1}, []float64{60, 40, 30, 90, 20, 1}, []float64{40, 55, 40, 30, 40, 1}, []float64{10, 45, 60, 20, 90, 3})}
}

// TestNothingCheaper: of a hundred thousand plans, drawn everywhere and around the one that was found, none that reaches the rank
// costs less; each is brought to where it just reaches the need. Plans are judged by the sum of what the levers give; one of two
// hundred is computed from scratch, and of the case with a lever that is no straight line one of ten, which is what it takes.
func TestNothingCheaper(t *testing.T) {
	for _, c := range smallCases {
		b := c.make(t)
		g := b.ask(t, c.o)
		b.keeps(t, g)
		if g.Searched != "" || g.Reached == strings.Contains(c.name, "out of reach") || len(g.Levers) < 1 || g.Rank <= c.o.Rank {
			t.Fatalf("%s: %+v", c.name, g)
		}
		e := newEngine(g, b.table)
		r := rand.New(rand.NewPCG(5, 7))
		chord := false
		for _, l := range g.Levers {
			chord = chord || l.chord
		}
		every := map[bool]int{false: 200, true: 10}[chord]
		best, most := math.Inf(1), 0.0
		for n := range tries {
			x := make([]float64, len(g.Levers))
			gain, price := 0.0, 0.0
			width := math.Pow(10, -3*r.Float64())
			for k, l := range g.Levers {
				switch {
				case n%2 == 0 && g.Reached:
					x[k] = math.Min(math.Max(0, g.Result.Amounts[k]+width*l.Room*(2*r.Float64()-1)), l.Room)
				case r.IntN(3) == 0:
					x[k] = l.Room
				default:
					x[k] = l.Room * r.Float64()
				}
				gain += x[k] * l.Gain
				price += x[k] * l.Cost
			}
			most = math.Max(most, gain)
			if n%every == 0 {
				if _, ok := e.lead(x); ok && (!g.Reached || price < g.Result.Cost*(1-1e-9)) {
					t.Fatalf("%s: %v reaches the rank for %v, and %v is to be the least", c.name, x, price, g.Result.Cost)
				} else if !chord && math.Abs(gain-g.Need) > 1e-9 && ok != (gain > g.Need) {
					t.Fatalf("%s: %v gives %v of %v, and reaches the rank: %v", c.name, x, gain, g.Need, ok)
				}
			}
			if chord || gain == 0 {
				continue
			}
			if scale := g.Need / gain; scale <= 1 {
				best = math.Min(best, price*scale)
			}
		}
		switch {
		case g.Reached && best < g.Result.Cost*(1-1e-9):
			t.Errorf("%s: %v is to be the least, and %v was found", c.name, g.Result.Cost, best)
		case g.Reached && !chord && best > g.Result.Cost*1.1:
			t.Errorf("%s: %v is to be the least, and nothing below %v was found: the search is no good", c.name, g.Result.Cost, best)
		case !g.Reached && (most >= g.Need || most > g.Best*(1+1e-9) || most < g.Best*0.9):
			t.Errorf("%s: at most %v of %v, and %v were found", c.name, g.Best, g.Need, most)
		}
	}
}

// TestDrawnPlansAreNoCheaper: whatever the index, where an answer is exact no plan that costs less than it says reaches the rank,
// everything recomputed, and where it says that there is none there is none.
func TestDrawnPlansAreNoCheaper(t *testing.T) {
	judged := 0
	rapid.Check(t, func(rt *rapid.T) {
		methods := rapid.SampledFrom([][]string{nil, nil, {"missing: skip"}, {"missing: worst"}, {"missing: zero"}, {"ranking: {round: 1}"}}).Draw(rt, "methods")
		b, g := run(rt, drawn{methods, append(append([]string(nil), straight...), bending...), len(methods) > 0 && methods[0][0] == 'm', false})
		if g == nil || g.Searched != "" || g.Rank <= g.Options.Rank || len(g.Levers) == 0 {
			return
		}
		e := newEngine(g, b.table)
		for n := range 30 {
			x := make([]float64, len(g.Levers))
			price := 0.0
			for k, l := range g.Levers {
				x[k] = l.Room * rapid.SampledFrom([]float64{0, 0, 0.3, 0.6, 1}).Draw(rt, "amount")
				if g.Reached && n%2 == 0 {
					x[k] = math.Min(l.Room, math.Max(0, g.Result.Amounts[k]+0.1*(x[k]-l.Room/2)))
				}
				price += x[k] * l.Cost
			}
			if g.Reached { // brought to just below the least cost
				for k := range x {
					x[k] *= math.Min(1, g.Result.Cost*(1-1e-6)/price)
				}
			}
			for k, l := range g.Levers {
				if l.Indicator.Whole { // whole values cost more than they are drawn at
					x[k] = math.Floor(x[k]*l.SD) / l.SD
				}
			}
			judged++
			if e.reaches(x) {
				rt.Fatalf("%v of %+v reaches the rank; the least is to cost %v (reached: %v)", x, g.Levers, g.Result.Cost, g.Reached)
			}
		}
	})
	t.Logf("%d plans", judged)
}
