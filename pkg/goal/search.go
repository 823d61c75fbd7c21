package goal

import (
	"math"
	"slices"

	"zoneval/pkg/optimum"
)

// The search for a plan where the score is no sum of what the levers give. Two plans are made, and the cheaper one that
// reaches the rank is taken: neither is proven the cheapest.
//
//   - By average gains: the exact plan for a score that follows every lever in a straight line, with a need that is raised or
//     lowered until the plan just reaches the rank when everything is recomputed.
//   - By steps: the lever that brings the zone nearest for its cost is moved a twentieth of its room, again and again; then
//     every lever is taken back as far as the rank allows, the dearest first.
const (
	stepsOfRoom = 20
	halvings    = 50
)

func (g *Answer) search(e *engine) {
	all := make([]float64, len(g.Levers))
	for k, l := range g.Levers {
		all[k] = l.Room
	}
	if e.margin(all) < 0 {
		g.unreachable(e)
		if g.Most > g.Options.Rank {
			return
		}
	}
	var best []float64
	for _, amounts := range [][]float64{g.byGains(e, all), g.bySteps(e)} {
		if amounts != nil && (best == nil || g.costOf(amounts) < g.costOf(best)) {
			best = amounts
		}
	}
	if best == nil {
		g.unreachable(e)
		return
	}
	for digits := g.Options.Digits; ; digits++ {
		if e.apply(best, digits); g.Reached || digits == 0 || digits >= 17 {
			return
		}
	}
}

func (g *Answer) costOf(amounts []float64) float64 {
	sum := 0.0
	for k, a := range amounts {
		sum += float64(a * g.Levers[k].Cost)
	}
	return sum
}

// byGains is the plan by average gains; nil where none reaches the rank.
func (g *Answer) byGains(e *engine, all []float64) []float64 {
	var p optimum.Improve
	var of []int
	most := 0.0
	for k, l := range g.Levers {
		if l.Gain > 0 {
			p.Gain, p.Cost, p.Room = append(p.Gain, l.Gain), append(p.Cost, l.Cost), append(p.Room, l.Room)
			of = append(of, k)
			most += l.Gain * l.Room
		}
	}
	plan := func(need float64) []float64 {
		p.Need = need
		r, err := p.Solve()
		if err != nil {
			return nil
		}
		out := make([]float64, len(all))
		for j, k := range of {
			out[k] = r.Amounts[j]
		}
		return out
	}
	low, high := 0.0, most
	best := plan(high)
	if best == nil || e.margin(best) < 0 {
		return nil
	}
	for range halvings {
		middle := low + (high-low)/2
		if p := plan(middle); p != nil && e.margin(p) >= 0 {
			best, high = p, middle
		} else {
			low = middle
		}
	}
	return best
}

// bySteps is the plan by steps; nil where none reaches the rank.
func (g *Answer) bySteps(e *engine) []float64 {
	at := make([]float64, len(g.Levers))
	margin := e.margin(at)
	for margin < 0 {
		next, best, after := -1, math.Inf(-1), 0.0
		for k, l := range g.Levers {
			if at[k] >= l.Room {
				continue
			}
			was := at[k]
			at[k] = math.Min(l.Room, was+l.Room/stepsOfRoom)
			m := e.margin(at)
			value := (m - margin) / math.Max(1e-300, (at[k]-was)*l.Cost)
			if at[k] = was; value > best {
				next, best, after = k, value, m
			}
		}
		if next < 0 {
			return nil
		}
		at[next] = math.Min(g.Levers[next].Room, at[next]+g.Levers[next].Room/stepsOfRoom)
		margin = after
	}
	g.takeBack(e, at)
	return at
}

// takeBack lowers every lever as far as the rank allows, the dearest by the point first.
func (g *Answer) takeBack(e *engine, at []float64) {
	order := make([]int, len(at))
	for k := range order {
		order[k] = k
	}
	price := func(k int) float64 { return g.Levers[k].Cost / math.Max(1e-300, g.Levers[k].Gain) }
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case price(a) > price(b):
			return -1
		case price(a) < price(b):
			return 1
		}
		return 0
	})
	for _, k := range order {
		if at[k] == 0 {
			continue
		}
		was := at[k]
		if at[k] = 0; e.margin(at) >= 0 {
			continue
		}
		low, high := 0.0, was
		for range halvings {
			at[k] = low + (high-low)/2
			if e.margin(at) >= 0 {
				high = at[k]
			} else {
				low = at[k]
			}
		}
		at[k] = high
	}
}
