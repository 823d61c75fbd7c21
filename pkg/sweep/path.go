package sweep

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/decimal"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/lever"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
)

// path is the weights of a group along t, which is the weight that moves: u + v t.
type path struct{ u, v []float64 }

// lost is the share of its terms that is left of a weight by rounding, where it is 0.
const lost = 1e-14

// at is the weights at t.
func (p path) at(t float64, weights []float64) {
	for k := range weights {
		moved := float64(p.v[k] * t)
		if weights[k] = p.u[k] + moved; weights[k] <= lost*(math.Abs(p.u[k])+math.Abs(moved)) {
			weights[k] = 0
		}
	}
}

// empty says whether a zone has, at t, only parts of the group that weigh nothing there, though they do elsewhere, and another
// score for that.
func (p path) empty(l *lever.Lever, zone int, t float64) bool {
	if l.Beta[zone] == 0 && (l.Alpha[zone] == l.Without[zone] || l.Alpha[zone] != l.Alpha[zone]) || l.Complete(zone) {
		return false
	}
	sum, terms := 0.0, 0.0
	for k, col := range l.Values {
		if col[zone] == col[zone] {
			moved := float64(p.v[k] * t)
			sum += math.Abs(p.u[k] + moved)
			terms += math.Abs(p.u[k]) + math.Abs(moved) + math.Abs(p.v[k])
		}
	}
	return sum <= lost*terms && terms > 0
}

// path finds the group and who pays in it, and how far the weight can go.
func (s *Answer) path(log *diag.Log) (path, bool) {
	part, ok := one(s.Ranking.Index, s.Options.Weight, "--weight", log)
	if !ok {
		return path{}, false
	}
	s.Part = part
	d := part.Parent()
	if !movable(part, d, log) {
		return path{}, false
	}
	s.Lever = lever.Of(s.Ranking.Model, s.Ranking.Result, d)
	parts := s.Lever.Parts
	at := slices.IndexFunc(parts, func(q revise.Part) bool { return q.ID() == part.ID() })
	s.Present = s.Lever.Weights[at]
	free, ok := s.payers(parts, at, log)
	if !ok {
		return path{}, false
	}
	p := path{slices.Clone(s.Lever.Weights), make([]float64, len(parts))}
	p.u[at], p.v[at] = 0, 1
	if s.Options.Redistribute == scenario.None && s.Against == nil {
		if s.Lever.Sum == s.Present {
			return path{}, refuse(log, diag.ScenarioWeights, "give one of them a weight first, with --set",
				"the siblings of %s have no weight, so that its own decides nothing", part.ID())
		}
		return p, s.ends(math.Inf(1), log)
	}
	had, least := new(big.Rat), (*big.Rat)(nil)
	for _, k := range free {
		w := parts[k].Weight().Exact()
		had.Add(had, w)
		if least == nil || w.Cmp(least) < 0 {
			least = w
		}
	}
	equal := s.Options.Redistribute == scenario.Equal && s.Against == nil
	if equal {
		had.Mul(least, new(big.Rat).SetInt64(int64(len(free)))) // what all can pay, each the same
	}
	limit, _ := had.Add(had, parts[at].Weight().Exact()).Float64()
	if limit == 0 {
		return path{}, refuse(log, diag.ScenarioWeights, "give it a weight first, with --set, or let others pay",
			"%s cannot move: its weight is 0, and so is what others can pay for it", part.ID())
	}
	rest := 0.0
	for _, k := range free {
		rest += s.Lever.Weights[k]
	}
	for _, k := range free {
		w := s.Lever.Weights[k]
		if p.v[k] = -w / rest; equal || rest == 0 {
			p.v[k] = -1 / float64(len(free))
		}
		p.u[k] = w - float64(p.v[k]*s.Present)
	}
	return p, s.ends(limit, log)
}

// movable reports a weight that decides nothing, or that is not given.
func movable(part revise.Part, d *index.Dimension, log *diag.Log) bool {
	name := d.ID
	if d.Parent == nil {
		name = "the index"
	}
	switch {
	case len(revise.PartsOf(d)) == 1:
		return refuse(log, diag.ScenarioWeights, another(part), "%s is alone in its group, so that its weight decides nothing", part.ID())
	case !d.Weighting.Given():
		return refuse(log, diag.ScenarioWeights, given(d),
			"the weights in %s are computed by %s, so that none can be moved", name, d.Weighting.Name)
	case d.Aggregate.Name == "benefit-of-the-doubt":
		return refuse(log, diag.ScenarioWeights, "such as --set method.aggregate=arithmetic",
			"under benefit of the doubt every zone has its own weights in %s, so that none can be moved", name)
	}
	for up := d.Parent; up != nil; up = up.Parent {
		if up.Weighting.FromData() && len(revise.PartsOf(up)) > 1 {
			return refuse(log, diag.ScenarioWeights, given(up),
				"the weights above %s are computed by %s from scores that move with it", part.ID(), up.Weighting.Name)
		}
	}
	return true
}

// another is a mend that names a weight which decides something, for a part that is alone in its group.
func another(part revise.Part) string {
	if part.Dimension != nil {
		if inside := revise.PartsOf(part.Dimension); len(inside) > 1 {
			return "sweep the weight of a part inside it, such as " + inside[0].ID()
		}
	}
	for d := part.Parent(); d != nil && d.Parent != nil; d = d.Parent {
		if !d.OnlyChild() {
			return "sweep the weight of " + d.ID + " instead"
		}
	}
	return "zoneval index show lists the parts and their weights"
}

// given is a mend for weights that are computed.
func given(d *index.Dimension) string {
	if path := d.Weighting.Place.Path; path != "" && path != "method.weights" {
		return "state given at " + path + " in a copy of the index file (zoneval index show ID --source)"
	}
	return "add --set method.weights=given"
}

// payers are the positions of the parts that pay for the one that moves.
func (s *Answer) payers(parts []revise.Part, at int, log *diag.Log) ([]int, bool) {
	x := s.Ranking.Index
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
	if s.Options.Against != "" {
		against, ok := one(x, s.Options.Against, "--against", log)
		if !ok {
			return nil, false
		}
		k := slices.IndexFunc(parts, func(q revise.Part) bool { return q.ID() == against.ID() })
		switch {
		case k == at:
			return nil, refuse(log, diag.ScenarioContra, "name a sibling: "+siblings(parts, at), "--against is the weight that moves")
		case k < 0:
			return nil, refuse(log, diag.ScenarioWeights, "siblings: "+siblings(parts, at),
				"%s is no sibling of %s: weights are traded inside one group", against.ID(), s.Part.ID())
		case held[against.ID()]:
			return nil, refuse(log, diag.ScenarioContra, "take the lock away", "%s is to pay, and is locked", against.ID())
		}
		s.Against = &against
		return []int{k}, true
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

// ends settles how far the weight goes: from 0 up to a limit, which is infinite where nobody pays.
func (s *Answer) ends(limit float64, log *diag.Log) bool {
	bounded := !math.IsInf(limit, 1)
	mend := fmt.Sprintf("%s can go from 0 to %s", s.Part.ID(), number(limit))
	s.Low, s.High = 0, limit
	if !bounded {
		mend, s.High = "weights are 0 or more", 2*s.Lever.Sum
	}
	s.From, s.To = s.Options.From, s.Options.To
	if s.From != s.From {
		s.From = s.Low
	}
	if s.To != s.To {
		s.To = s.High
	}
	const slack = 1e-9 // of rounding
	for _, end := range []struct {
		flag  string
		given float64
		at    *float64
	}{{"--from", s.Options.From, &s.From}, {"--to", s.Options.To, &s.To}} {
		if end.given == end.given && (end.given < 0 || end.given > limit*(1+slack) || math.IsInf(end.given, 0)) {
			return refuse(log, diag.ScenarioWeights, mend, "%s %s is not possible", end.flag, number(end.given))
		}
		*end.at = math.Min(*end.at, limit) + 0 // 0 has no sign
	}
	if !(s.From < s.To) {
		return refuse(log, diag.ScenarioContra, "such as --from 0 --to "+number(s.High),
			"the path goes from %s to %s, expected an end above the start", number(s.From), number(s.To))
	}
	s.High = math.Max(s.High, s.To)
	return true
}

// points lists the points of the path: multiples of the step from its start, its end, and the present weight where that is
// inside.
func (s *Answer) points(log *diag.Log) bool {
	step, usual := s.Options.Step, RoundStep((s.To-s.From)/100)
	if step != step {
		step = usual
	}
	if !(step > 0) || math.IsInf(step, 0) {
		return refuse(log, diag.ScenarioNumber, "such as --step "+number(usual), "found --step %s, expected a number above 0", number(step))
	}
	if (s.To-s.From)/step > MaxPoints {
		return refuse(log, diag.ScenarioNumber, "such as --step "+number(usual),
			"--step %s makes more than %d points of the way from %s to %s", number(step), MaxPoints, number(s.From), number(s.To))
	}
	s.At = append(s.At, s.From)
	for k := 1; ; k++ {
		t := decimal.Round(s.From+float64(float64(k)*step), 12)
		if t >= s.To {
			break
		}
		if t > s.At[len(s.At)-1] {
			s.At = append(s.At, t)
		}
	}
	s.At = append(s.At, s.To)
	if k, found := slices.BinarySearch(s.At, s.Present); !found && s.Present > s.From && s.Present < s.To {
		s.At = slices.Insert(s.At, k, s.Present)
	}
	return true
}

// RoundStep is the number 1, 2 or 5 times a power of ten that is nearest above.
func RoundStep(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*unit >= x*(1-1e-9) {
			if r := decimal.Round(m*unit, 12); r > 0 {
				return r
			}
			return m * unit
		}
	}
	return x
}

// one is the one part that a selector means.
func one(x *index.Index, selector, flag string, log *diag.Log) (revise.Part, bool) {
	parts, mend := revise.Select(x, selector)
	switch {
	case parts == nil:
		return revise.Part{}, refuse(log, diag.ScenarioSelect, mend, "%s: %s matches no part of %s", flag, diag.Quote(selector), x.ID)
	case len(parts) > 1:
		shown := ids(parts)
		if len(shown) > 5 {
			shown = append(shown[:5], "...")
		}
		return revise.Part{}, refuse(log, diag.ScenarioSelect, "name one of them",
			"%s: %s matches %d parts, expected one: %s", flag, diag.Quote(selector), len(parts), strings.Join(shown, ", "))
	}
	return parts[0], true
}

// siblings names the parts beside one.
func siblings(parts []revise.Part, at int) string {
	return strings.Join(slices.Delete(ids(parts), at, at+1), ", ")
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

func number(x float64) string {
	if x != 0 && !(math.Abs(x) >= 1e-6 && math.Abs(x) < 1e15) {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
