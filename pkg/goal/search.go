package goal

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/optimum"
)

// The search for a plan where the score is no sum of what the levers give. Two plans are made:
//
//   - By average gains: the exact plan for a score that follows every lever in a straight line, with a need that is raised or
//     lowered until the plan just reaches the rank when everything is recomputed.
//   - By steps: the lever that brings the zone nearest for its cost is moved a twentieth of its room, again and again.
//
// Of each every lever is taken back as far as the rank allows, the dearest first. The cheapest is bettered by exchange: the lever
// that is the dearest for what it gives there is lowered, and the cheapest is raised until the rank is reached again, as long as
// that saves something. It is no proof: a cheaper plan may be there, and where none was found there may be some.
const (
	stepsOfRoom = 20
	halvings    = 44
	exchanges   = 60
	rivals      = 4 // levers of each kind that an exchange is tried with
)

func (e *engine) search(why string) {
	g := e.Answer
	g.Searched, g.Problem, g.Result = why, optimum.Improve{}, optimum.ImproveResult{}
	for k := range g.Levers {
		l := &g.Levers[k]
		l.Gain = e.effects[k].gain / l.Room
	}
	var best []float64
	for _, amounts := range [][]float64{e.byGains(), e.bySteps()} {
		if amounts == nil || !e.reaches(amounts) {
			continue
		}
		if e.takeBack(amounts); best == nil || e.cost(amounts) < e.cost(best) {
			best = amounts
		}
	}
	if best == nil {
		e.unreachable()
		return
	}
	e.exchange(best)
	for digits := g.Options.Digits; ; digits++ {
		if e.apply(best, digits) {
			return
		}
		if digits == 0 || digits > 17 {
			break
		}
	}
	if !e.apply(best, 0) { // what is applied is what was tried, to the last bit
		e.unreachable()
	}
}

// cost is what amounts cost, whole numbers being whole.
func (e *engine) cost(amounts []float64) float64 {
	sum := 0.0
	for k, l := range e.Levers {
		sum += float64(l.Cost * (math.Abs(l.at(amounts[k])-l.Before) / l.SD))
	}
	return sum
}

// byGains is the plan by average gains; nil where none reaches the rank.
func (e *engine) byGains() []float64 {
	var p optimum.Improve
	var of []int
	most := 0.0
	for k, l := range e.Levers {
		if l.Gain > 0 && !e.effects[k].rejected {
			p.Gain, p.Cost, p.Room = append(p.Gain, l.Gain), append(p.Cost, l.Cost), append(p.Room, l.Room)
			of = append(of, k)
			most += float64(l.Gain * l.Room)
		}
	}
	plan := func(need float64) []float64 {
		p.Need = need
		r, err := p.Solve()
		if err != nil {
			return nil
		}
		out := make([]float64, len(e.Levers))
		for j, k := range of {
			out[k] = r.Amounts[j]
		}
		return out
	}
	low, high := 0.0, most
	best := plan(high)
	if best == nil || !e.reaches(best) {
		return nil
	}
	for range halvings {
		middle := low + (high-low)/2
		if p := plan(middle); p != nil && e.reaches(p) {
			best, high = p, middle
		} else {
			low = middle
		}
	}
	return best
}

// bySteps is the plan by steps; nil where none reaches the rank. What a lever gave when it was last looked at is taken for what it
// gives, until it is the best: then it is looked at again.
func (e *engine) bySteps() []float64 {
	at := make([]float64, len(e.Levers))
	step := func(k int) float64 {
		l := e.Levers[k]
		return math.Min(l.Room, at[k]+l.Room/stepsOfRoom)
	}
	worth := make([]float64, len(at)) // what a step gives for its cost
	for k := range worth {
		worth[k] = math.Inf(1)
	}
	lead, reached := e.lead(at)
	for !reached {
		next := -1
		for k, l := range e.Levers {
			if at[k] < l.Room && (next < 0 || worth[k] > worth[next]) {
				next = k
			}
		}
		if next < 0 {
			return nil
		}
		was := at[next]
		at[next] = step(next)
		now, ok := e.lead(at)
		worth[next] = (now - lead) / ((at[next] - was) * e.Levers[next].Cost)
		if now == lead { // two that do not count, which infinities may be
			worth[next] = 0
		}
		better := slices.ContainsFunc(e.others(at, next), func(k int) bool { return worth[k] > worth[next] })
		if better && !ok {
			at[next] = was
			continue
		}
		lead, reached = now, ok
	}
	return at
}

// others are the levers but one that can still be moved.
func (e *engine) others(at []float64, but int) []int {
	var out []int
	for k, l := range e.Levers {
		if k != but && at[k] < l.Room {
			out = append(out, k)
		}
	}
	return out
}

// takeBack lowers every lever as far as the rank allows, the dearest by the point first.
func (e *engine) takeBack(at []float64) {
	order := make([]int, len(at))
	for k := range order {
		order[k] = k
	}
	price := func(k int) float64 { return e.Levers[k].Cost / math.Max(1e-300, e.Levers[k].Gain) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(price(b), price(a)) })
	for _, k := range order {
		e.lower(at, k)
	}
}

// lower lowers one lever as far as the rank allows.
func (e *engine) lower(at []float64, k int) {
	if at[k] == 0 {
		return
	}
	was := at[k]
	if at[k] = 0; e.reaches(at) {
		return
	}
	at[k] = e.least(at, k, 0, was)
}

// least is the amount of a lever that reaches the rank, between one that does not and one that does.
func (e *engine) least(at []float64, k int, low, high float64) float64 {
	was := at[k]
	defer func() { at[k] = was }()
	for range halvings {
		at[k] = low + (high-low)/2
		if e.reaches(at) {
			high = at[k]
		} else {
			low = at[k]
		}
	}
	return high
}

// exchange betters a plan that reaches the rank.
func (e *engine) exchange(at []float64) {
	for range exchanges {
		if !e.exchanged(at) {
			return
		}
	}
}

// exchanged makes one exchange that saves something; false where none was found.
func (e *engine) exchanged(at []float64) bool {
	dear, cheap := e.prices(at)
	cost := e.cost(at)
	try := slices.Clone(at)
	for _, i := range dear {
		for _, j := range cheap {
			if i.lever == j.lever || i.price <= j.price*(1+1e-9) {
				continue
			}
			for part := at[i.lever]; part > 1e-3*at[i.lever]; part /= 4 {
				copy(try, at)
				try[i.lever] -= part
				room := e.Levers[j.lever].Room
				limit := math.Min(room, at[j.lever]+part*e.Levers[i.lever].Cost/e.Levers[j.lever].Cost) // more would cost more
				if try[j.lever] = limit; !e.reaches(try) {
					continue
				}
				try[j.lever] = e.least(try, j.lever, at[j.lever], limit)
				if e.cost(try) < cost*(1-1e-7) {
					copy(at, try)
					return true
				}
			}
		}
	}
	return false
}

// priced is a lever and what a point of lead costs with it.
type priced struct {
	lever int
	price float64
}

// prices are the levers of a plan, the dearest first, and those that have room, the cheapest first, at what a point of lead costs
// there.
func (e *engine) prices(at []float64) (dear, cheap []priced) {
	lead, _ := e.lead(at)
	try := slices.Clone(at)
	for k, l := range e.Levers {
		h := l.Room / 1000
		if l.Indicator.Whole {
			h = math.Max(h, 1/l.SD)
		}
		price := func(amount, change float64) float64 {
			try[k] = amount
			now, _ := e.lead(try)
			try[k] = at[k]
			if gain := (now - lead) / change; gain > 0 {
				return l.Cost / gain
			}
			return math.Inf(1)
		}
		if at[k] > 0 {
			d := math.Min(h, at[k])
			dear = append(dear, priced{k, price(at[k]-d, -d)})
		}
		if at[k] < l.Room {
			d := math.Min(h, l.Room-at[k])
			cheap = append(cheap, priced{k, price(at[k]+d, d)})
		}
	}
	slices.SortStableFunc(dear, func(a, b priced) int { return cmp.Compare(b.price, a.price) })
	slices.SortStableFunc(cheap, func(a, b priced) int { return cmp.Compare(a.price, b.price) })
	return dear[:min(rivals, len(dear))], cheap[:min(rivals, len(cheap))]
}
