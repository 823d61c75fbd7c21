// Package verify answers whether an index gives the results that its own file says it must.
package verify

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"zoneval/pkg/index"
	"zoneval/pkg/score"
)

// Outcome is one case and what came of it.
type Outcome struct {
	Case    index.Case
	Score   float64 // what the zone has; NaN is none
	Rank    int     // 0 is none
	Problem string  // empty where the case holds
}

// Cases compares cases with a result. find gives the zone of the model with an id or a name, or says why there is none;
// dimRanks are the ranks in each dimension of Index.Dims, zone by zone. A score must lie within the tolerance of the
// case, a rank must be equal.
func Cases(m *score.Model, r *score.Result, find func(name string) (zone int, problem string), dimRanks func(dim int) []int32, cases []index.Case) []Outcome {
	out := make([]Outcome, len(cases))
	for k, c := range cases {
		o := Outcome{Case: c, Score: math.NaN()}
		i, problem := find(c.Zone)
		if o.Problem = problem; problem == "" {
			scores, ranks := r.Scores, r.Ranks
			if c.Dimension != "" {
				d := slices.IndexFunc(m.Index.Dims, func(d *index.Dimension) bool { return d.ID == c.Dimension })
				scores, ranks = r.Dims[d], dimRanks(d)
			}
			o.Score, o.Rank = scores[i], int(ranks[i])
			o.Problem = o.judge()
		}
		out[k] = o
	}
	return out
}

// judge says what is wrong with an outcome.
func (o Outcome) judge() string {
	c := o.Case
	if c.Score == c.Score && !(math.Abs(o.Score-c.Score) <= c.Tolerance) {
		have := "has no score"
		if o.Score == o.Score {
			have = "scores " + strconv.FormatFloat(o.Score, 'g', -1, 64)
		}
		want := "expected " + strconv.FormatFloat(c.Score, 'g', -1, 64)
		if c.Tolerance > 0 {
			want += fmt.Sprintf(" within %g", c.Tolerance)
		}
		return have + ", " + want
	}
	if c.Rank > 0 && o.Rank != c.Rank {
		if o.Rank == 0 {
			return fmt.Sprintf("has no rank, expected %d", c.Rank)
		}
		return fmt.Sprintf("has rank %d, expected %d", o.Rank, c.Rank)
	}
	return ""
}
