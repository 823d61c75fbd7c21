package lever

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/score"
)

// drawnPath are weights u + v t of a group, t being the weight of one part: others pay in proportion, the same each, or not at
// all; where t can be.
type drawnPath struct {
	parts []revise.Part
	at    int
	u, v  []float64
	high  float64
}

func (l *Lever) drawPath(t *rapid.T) drawnPath {
	n := len(l.Parts)
	p := drawnPath{parts: l.Parts, at: rapid.IntRange(0, n-1).Draw(t, "moves"), u: make([]float64, n), v: make([]float64, n), high: 2 * l.Sum}
	kind := rapid.SampledFrom([]string{"proportional", "equal", "none"}).Draw(t, "pays")
	had, least, free := 0.0, math.Inf(1), []int(nil)
	for k, w := range l.Weights {
		if p.u[k] = w; k != p.at && kind != "none" && rapid.IntRange(0, 3).Draw(t, "held") > 0 {
			free = append(free, k)
			had, least = had+w, math.Min(least, w)
		}
	}
	now := l.Weights[p.at]
	p.u[p.at], p.v[p.at] = 0, 1
	for _, k := range free {
		switch w := l.Weights[k]; {
		case kind == "equal" || had == 0:
			p.v[k], p.high = -1/float64(len(free)), now+float64(least*float64(len(free)))
		default:
			p.v[k], p.high = -w/had, now+had
		}
		p.u[k] = l.Weights[k] - float64(p.v[k]*now)
	}
	return p
}

// changes set every weight of the group: what is left to be paid would be cut at 14 digits.
func (p drawnPath) changes(t float64) []string {
	var out []string
	for k, q := range p.parts {
		out = append(out, set(q.ID(), p.u[k]+float64(p.v[k]*t)))
	}
	return out
}

// TestCurves: the curves have the scores that the engine computes anew under the weights.
func TestCurves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := means.Draw(t)
		groups := x.Groups()
		if len(groups) == 0 {
			t.Skip("no group")
		}
		g := rapid.SampledFrom(groups).Draw(t, "group")
		l := Of(x.Base.Model, x.Base.Result, g)
		if l.Curved != "" {
			t.Skip(l.Curved)
		}
		p := l.drawPath(t)
		for range 3 {
			at := p.high * float64(rapid.IntRange(1, 63).Draw(t, "at")) / 64
			if at == 0 {
				t.Skip("nobody can pay")
			}
			a, log := x.Truth(scenario.None, nil, p.changes(at)...)
			if a == nil {
				t.Fatalf("%v", log.Findings())
			}
			for i, want := range a.Result.Exact {
				if got := l.Curve(i, p.u, p.v).Value(at); !near(got, want) {
					t.Fatalf("%s %s=%v: zone %d has %v, computed anew %v\n%s\n%v", g.ID, p.parts[p.at].ID(), at, i, got, want, x.Body, x.Table.Values)
				}
			}
		}
	})
}

// near compares scores, which are up to 100.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-11*math.Max(10, math.Abs(b)) || a != a && b != b
}

// TestEngine: the engine has the scores and ranks that are computed anew, by whatever method, and none where there are none.
func TestEngine(t *testing.T) {
	some := drawing{Aggregate: []string{"arithmetic", "geometric", "harmonic", "{power: {p: 2}}", "median", "minimum", "mazziotta-pareto", "topsis", "vikor", "promethee2", "copeland", "benefit-of-the-doubt"}, Round: true}
	rapid.Check(t, func(t *rapid.T) {
		d := some
		d.Complete = rapid.Bool().Draw(t, "complete")
		x := d.Draw(t)
		groups := x.Groups()
		if len(groups) == 0 {
			t.Skip("no group")
		}
		g := rapid.SampledFrom(groups).Draw(t, "group")
		if g.Aggregate.Name == "benefit-of-the-doubt" {
			t.Skip("every zone has its own weights")
		}
		parts := revise.PartsOf(g)
		e := NewEngine(x.Base.Model, parts, g)
		for range 3 {
			weights, changes := drawWeights(t, parts)
			a, log := x.Truth(scenario.None, nil, changes...)
			got := e.Score(weights)
			if (got == nil) != (a == nil) {
				if a == nil && log.Findings().First().Rule == diag.ScoreNothing {
					continue // a ranking without any zone is an error there
				}
				t.Fatalf("%s %v: %v, computed anew %v, %v\n%s", g.ID, changes, got, a, log.Findings(), x.Body)
			}
			if a != nil {
				compareResults(t, x, got, a.Result, changes)
			}
		}
	})
}

// drawWeights draws weights of parts, not all 0, and the changes that set them.
func drawWeights(t *rapid.T, parts []revise.Part) (weights []float64, changes []string) {
	for range parts {
		w := float64(rapid.IntRange(0, 40).Draw(t, "weight")) / 8
		weights = append(weights, w)
	}
	if total(weights) == 0 {
		weights[0] = 1
	}
	for k, q := range parts {
		changes = append(changes, set(q.ID(), weights[k]))
	}
	return weights, changes
}

func compareResults(t *rapid.T, x *trial, got, want *score.Result, changes []string) {
	t.Helper()
	for i := range want.Exact {
		bad := !near(got.Exact[i], want.Exact[i])
		for j := range want.Exact { // zones that are level may be told apart by rounding
			apart := math.Abs(want.Exact[i]-want.Exact[j]) > 1e-11*math.Max(10, math.Abs(want.Exact[i]))
			if x.Draft.Index.Method.Ranking.Round >= 0 {
				apart = apart && want.Scores[i] != want.Scores[j]
			}
			bad = bad || apart && (got.Ranks[i] < got.Ranks[j]) != (want.Ranks[i] < want.Ranks[j])
		}
		if bad || (got.Ranks[i] == 0) != (want.Ranks[i] == 0) {
			t.Fatalf("%v: zone %d has %v rank %d, computed anew %v rank %d\n%v\n%v\n%s\n%v", changes, i, got.Exact[i], got.Ranks[i], want.Exact[i], want.Ranks[i], got.Exact, want.Exact, x.Body, x.Table.Values)
		}
	}
}
