// Package sweep answers how far a weight can move before ranks change: the rank of every zone along a path of weights, the
// points where zones change places, and the interval in which the first, the top or a zone's rank stays what it is.
package sweep

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/crossing"
	"zoneval/pkg/decimal"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/lever"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// Options of a sweep.
type Options struct {
	Weight       string // selects the weight that moves
	Against      string // selects the sibling that pays alone; "" is as Redistribute says
	Lock         []scenario.Word
	Redistribute scenario.Redistribution
	From, To     float64 // on the scale of the group; NaN is as far as the weight can go
	Step         float64 // NaN is a hundredth of the way, on round numbers
	Top          int     // the head of the ranking whose stability is asked after; 0 is none
	Listed       bool    // the zones that the ranking shows are asked after, and not those that are in the top somewhere
}

// MaxPoints is how many points a path can have.
const MaxPoints = 100_000

// Answer is the ranks along a path. Zones are numbered as in the model.
type Answer struct {
	Ranking *ranking.Answer
	Part    revise.Part
	Against *revise.Part
	Lever   *lever.Lever
	Present float64 // the weight as it is
	From    float64
	To      float64
	At      []float64 // the points
	Ranks   []int32   // of zone i at point p: Ranks[p*N+i]; 0 is no rank

	// Crossings are the points strictly inside the path where two zones change places, in the order of the path.
	Crossings []crossing.Crossing
	First     crossing.Interval   // in which the same zones are first
	Top       crossing.Interval   // in which the same zones are in the top Options.Top
	Shown     []int32             // the zones that are asked after, best first
	Zones     []crossing.Interval // in which each of Shown has the rank that it has
	Curved    string              // the method that makes scores no linear function of the weight, so that crossings are searched for; "" where they are solved for
	Options   Options
}

// Run sweeps one weight of a ranking. The answer is nil when a finding is an error.
func Run(a *ranking.Answer, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{}
	s := &Answer{Ranking: a, Options: o}
	path, ok := s.path(log)
	if !ok || !s.points(path, log) {
		return nil, log
	}
	s.Curved = s.Lever.Curved
	if s.Curved == "" && vanishes(s.Lever, path, s.From, s.To) {
		s.Curved = "missing skip"
	}
	if s.Curved != "" {
		s.search(path)
		return s, log
	}
	curves := make([]crossing.Curve, a.Model.N)
	for i := range curves {
		curves[i] = s.Lever.Curve(i, path.u, path.v)
	}
	s.Ranks = crossing.Ranks(curves, s.At, rounding(a.Index))
	s.atPresent()
	s.Crossings = crossing.Crossings(curves, s.From, s.To)
	s.First = crossing.Stable(curves, s.Present, s.From, s.To, crossing.First())
	s.Top = crossing.Stable(curves, s.Present, s.From, s.To, crossing.Top(max(1, o.Top)))
	s.choose()
	for _, z := range s.Shown {
		s.Zones = append(s.Zones, crossing.Stable(curves, s.Present, s.From, s.To, crossing.RankOf(int(z))))
	}
	return s, log
}

// choose settles the zones that are asked after: those that the ranking shows, or those that are in the top at some point of
// the path.
func (s *Answer) choose() {
	n, top := s.Ranking.Model.N, int32(s.Options.Top)
	for _, z := range s.Ranking.Shown {
		in := s.Options.Listed || top == 0
		for p := 0; p < len(s.At) && !in; p++ {
			r := s.Ranks[p*n+int(z)]
			in = r > 0 && r <= top
		}
		if in {
			s.Shown = append(s.Shown, z)
		}
	}
}

// rounding is how an index rounds scores before it ranks them; nil is not at all.
func rounding(x *index.Index) func(float64) float64 {
	d := x.Method.Ranking.Round
	if d < 0 {
		return nil
	}
	return func(v float64) float64 { return decimal.Round(v, d) }
}

// atPresent takes the ranks at the present weight from the ranking, in which zones that are level are so to the last bit.
func (s *Answer) atPresent() {
	for p, t := range s.At {
		if t == s.Present {
			copy(s.Ranks[p*s.Ranking.Model.N:], s.Ranking.Result.Ranks)
		}
	}
}

// vanishes says whether some zone has, at an end of the path, only parts without weight in the group: the dimension above
// then goes on without the group, which is no function of one piece.
func vanishes(l *lever.Lever, p path, from, to float64) bool {
	for i := range l.Model.N {
		if l.Beta[i] == 0 || l.Complete(i) {
			continue
		}
		for _, t := range []float64{from, to} {
			sum := 0.0
			for k, col := range l.Values {
				if col[i] == col[i] {
					sum += math.Abs(p.u[k] + float64(p.v[k]*t))
				}
			}
			if sum <= 1e-12*l.Sum {
				return true
			}
		}
	}
	return false
}

// path is the weights of a group along t, which is the weight that moves: u + v t.
type path struct{ u, v []float64 }

func (p path) at(t float64, weights []float64) {
	for k := range weights {
		weights[k] = math.Max(0, p.u[k]+float64(p.v[k]*t)) // 0 but for rounding
	}
}

// path finds the group and who pays in it, and how far the weight can go.
func (s *Answer) path(log *diag.Log) (path, bool) {
	x := s.Ranking.Index
	part, ok := one(x, s.Options.Weight, "--weight", log)
	if !ok {
		return path{}, false
	}
	s.Part = part
	d := part.Parent()
	parts := revise.PartsOf(d)
	switch {
	case len(parts) == 1:
		return path{}, refuse(log, diag.ScenarioWeights, "sweep the weight of the dimension above it", "%s is alone in its group, so that its weight decides nothing", part.ID())
	case !d.Weighting.Given():
		return path{}, refuse(log, diag.ScenarioWeights, "add --set method.weights=given", "the weights beside %s are computed by %s, so that none can be moved", part.ID(), d.Weighting.Name)
	}
	s.Lever = lever.Of(s.Ranking.Model, s.Ranking.Result, d)
	n := len(parts)
	p := path{slices.Clone(s.Lever.Weights), make([]float64, n)}
	at := slices.IndexFunc(parts, func(q revise.Part) bool { return q.ID() == part.ID() })
	s.Present = s.Lever.Weights[at]
	p.u[at], p.v[at] = 0, 1
	free, ok := s.payers(parts, at, log)
	if !ok {
		return path{}, false
	}
	if s.Options.Redistribute == scenario.None && s.Against == nil {
		return p, s.ends(0, math.Inf(1), log)
	}
	had, most := 0.0, math.Inf(1)
	for _, k := range free {
		had += s.Lever.Weights[k]
		most = math.Min(most, s.Lever.Weights[k])
	}
	for _, k := range free {
		w := s.Lever.Weights[k]
		switch {
		case s.Options.Redistribute == scenario.Equal || had == 0:
			p.v[k] = -1 / float64(len(free))
		default:
			p.v[k] = -w / had
		}
		p.u[k] = w - float64(p.v[k]*s.Present)
	}
	limit := s.Present + had
	if s.Options.Redistribute == scenario.Equal {
		limit = s.Present + float64(most*float64(len(free)))
	}
	return p, s.ends(0, limit, log)
}

// payers are the positions of the parts that pay for the one that moves.
func (s *Answer) payers(parts []revise.Part, at int, log *diag.Log) ([]int, bool) {
	x := s.Ranking.Index
	if s.Options.Against != "" {
		against, ok := one(x, s.Options.Against, "--against", log)
		if !ok {
			return nil, false
		}
		k := slices.IndexFunc(parts, func(q revise.Part) bool { return q.ID() == against.ID() })
		switch {
		case k == at:
			return nil, refuse(log, diag.ScenarioContra, "name a sibling of "+s.Part.ID(), "--against is the weight that moves")
		case k < 0:
			return nil, refuse(log, diag.ScenarioWeights, "siblings: "+strings.Join(ids(parts), ", "), "%s is no sibling of %s: weights are traded inside one group", against.ID(), s.Part.ID())
		}
		s.Against = &against
		return []int{k}, true
	}
	held := map[string]bool{}
	for _, l := range s.Options.Lock {
		locked, mend := revise.Select(x, l.Text)
		if locked == nil {
			return nil, refuse(log, diag.ScenarioSelect, mend, "--lock: %s matches no part of %s", diag.Quote(l.Text), x.ID)
		}
		for _, p := range locked {
			held[p.ID()] = true
		}
	}
	if held[s.Part.ID()] {
		return nil, refuse(log, diag.ScenarioContra, "take the lock away", "%s is to move, and is locked", s.Part.ID())
	}
	var free []int
	for k, q := range parts {
		if k != at && !held[q.ID()] {
			free = append(free, k)
		}
	}
	if len(free) == 0 && s.Options.Redistribute != scenario.None {
		return nil, refuse(log, diag.ScenarioWeights, "lock fewer", "nothing is left to pay with: every sibling of %s is locked", s.Part.ID())
	}
	return free, true
}

// ends settles how far the weight goes.
func (s *Answer) ends(low, high float64, log *diag.Log) bool {
	s.From, s.To = s.Options.From, s.Options.To
	if s.From != s.From {
		s.From = low
	}
	if s.To != s.To {
		s.To = high
		if math.IsInf(high, 1) {
			s.To = 2 * s.Lever.Sum
		}
	}
	what := func(flag string, v float64) bool {
		return refuse(log, diag.ScenarioWeights, fmt.Sprintf("%s can go from %s to %s", s.Part.ID(), number(low), number(high)), "%s %s is not possible", flag, number(v))
	}
	const slack = 1e-9
	switch {
	case s.From < low:
		return what("--from", s.From)
	case s.To > high*(1+slack):
		return what("--to", s.To)
	case !(s.From < s.To):
		return refuse(log, diag.ScenarioContra, "such as --from 0 --to 50", "the path goes from %s to %s, expected an end above the start", number(s.From), number(s.To))
	}
	s.To = math.Min(s.To, high)
	return true
}

// points lists the points of the path: multiples of the step from its start, its end, and the present weight where that is
// inside.
func (s *Answer) points(p path, log *diag.Log) bool {
	step := s.Options.Step
	if step != step {
		step = roundStep((s.To - s.From) / 100)
	}
	if !(step > 0) || (s.To-s.From)/step > MaxPoints {
		return refuse(log, diag.ScenarioNumber, fmt.Sprintf("such as --step %s", number(roundStep((s.To-s.From)/100))), "--step %s gives no path of at most %d points", number(step), MaxPoints)
	}
	for k := 0; ; k++ {
		t := s.From + float64(float64(k)*step)
		t = decimal.Round(t, 12)
		if t >= s.To {
			break
		}
		s.At = append(s.At, t)
	}
	s.At = append(s.At, s.To)
	if k, found := slices.BinarySearch(s.At, s.Present); !found && s.Present > s.From && s.Present < s.To {
		s.At = slices.Insert(s.At, k, s.Present)
	}
	return true
}

// roundStep is the number 1, 2 or 5 times a power of ten that is nearest above.
func roundStep(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*unit >= x*(1-1e-9) {
			return decimal.Round(m*unit, 12)
		}
	}
	return x
}

// search ranks the zones at every point by the engine itself, and finds crossings between points where the order differs.
func (s *Answer) search(p path) {
	e := newSearch(s.Lever, p)
	n := s.Ranking.Model.N
	for _, t := range s.At {
		s.Ranks = append(s.Ranks, e.ranks(t)...)
	}
	s.atPresent()
	s.choose()
	e.crossings(s)
	present := 0
	for k, t := range s.At {
		if t <= s.Present {
			present = k
		}
	}
	at := func(k int) []int32 { return s.Ranks[k*n : (k+1)*n] }
	s.First = s.stable(present, func(k int) []int32 { return within(at(k), 1) })
	s.Top = s.stable(present, func(k int) []int32 { return within(at(k), int32(s.Options.Top)) })
	for _, z := range s.Shown {
		i := s.stable(present, func(k int) []int32 { return []int32{at(k)[z]} })
		i.Set, i.Rank = nil, int(at(present)[z])
		s.Zones = append(s.Zones, i)
	}
}

// within lists the zones ranked k or better.
func within(ranks []int32, k int32) []int32 {
	var out []int32
	for i, r := range ranks {
		if r > 0 && r <= k {
			out = append(out, int32(i))
		}
	}
	return out
}

// stable is the points around the present one at which something is the same.
func (s *Answer) stable(present int, what func(k int) []int32) crossing.Interval {
	is := what(present)
	low, high := present, present
	for low > 0 && slices.Equal(what(low-1), is) {
		low--
	}
	for high+1 < len(s.At) && slices.Equal(what(high+1), is) {
		high++
	}
	out := crossing.Interval{Low: s.At[low], High: s.At[high], Set: is}
	for k, c := range s.Crossings { // what ends it lies between its last point and the next
		if low > 0 && c.At >= s.At[low-1] && c.At <= s.At[low] {
			out.Low, out.Below = c.At, &s.Crossings[k]
		}
		if high+1 < len(s.At) && c.At >= s.At[high] && c.At <= s.At[high+1] && out.Above == nil {
			out.High, out.Above = c.At, &s.Crossings[k]
		}
	}
	return out
}

// one is the one part that a selector means.
func one(x *index.Index, selector, flag string, log *diag.Log) (revise.Part, bool) {
	parts, mend := revise.Select(x, selector)
	switch {
	case parts == nil:
		return revise.Part{}, refuse(log, diag.ScenarioSelect, mend, "%s: %s matches no part of %s", flag, diag.Quote(selector), x.ID)
	case len(parts) > 1:
		return revise.Part{}, refuse(log, diag.ScenarioSelect, "name one of them", "%s: %s matches %d parts, expected one: %s", flag, diag.Quote(selector), len(parts), strings.Join(ids(parts), ", "))
	}
	return parts[0], true
}

func ids(parts []revise.Part) []string {
	var out []string
	for _, p := range parts {
		out = append(out, p.ID())
	}
	return out
}

// refuse reports an error, and is false.
func refuse(log *diag.Log, rule *diag.Rule, mend, format string, args ...any) bool {
	log.Add(diag.Finding{Rule: rule, Mend: mend, Message: fmt.Sprintf(format, args...)})
	return false
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
