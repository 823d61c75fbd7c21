package ranking

import (
	"slices"

	"zoneval/pkg/index"
	"zoneval/pkg/prepare"
)

// Gaps are the values that the data lack, and how many of them were filled in before or instead of being scored:
// imputed, or taken as the worst or as zero, on their own or with the whole dimension that they are in.
type Gaps struct {
	Missing, Filled []int32 // of each zone

	MissingOf, FilledOf []int // of each indicator
	Stands              []int // of each dimension of Index.Dims: zones where something stands for its missing score
}

// cells says of each value of a table whether it is missing: one bit each, since the values themselves may be overwritten
// while they are scored. nil is a table without such values.
type cells [][]uint64

// lacking marks the values that the data lack. A value that is divided by a missing one is missing, too.
func lacking(a *Answer) cells {
	x, t := a.Index, a.Table
	if !slices.ContainsFunc(x.Indicators, func(in *index.Indicator) bool { return !in.Parent.Missing.Fails() || in.Impute.Acts() }) {
		return nil // a missing value is an error
	}
	marks, some := make(cells, len(x.Indicators)), false
	for j, in := range x.Indicators {
		own, over := prepare.Sources(x, t, in)
		for _, col := range [][]float64{own, over} {
			for i, v := range col {
				if v == v {
					continue
				}
				if marks[j] == nil {
					marks[j] = make([]uint64, (t.Rows+63)/64)
				}
				marks[j][i/64] |= 1 << (i % 64)
				some = true
			}
		}
	}
	if !some {
		return nil
	}
	return marks
}

// countGaps tells the missing values that were filled in from those that were left out; nil where there are none.
func (a *Answer) countGaps(marks cells) {
	n := a.Model.N
	g := &Gaps{Missing: make([]int32, n), Filled: make([]int32, n), MissingOf: make([]int, len(a.Index.Indicators)),
		FilledOf: make([]int, len(a.Index.Indicators)), Stands: make([]int, len(a.Index.Dims))}
	some := false
	for j, in := range a.Index.Indicators {
		if marks == nil || marks[j] == nil {
			continue
		}
		var inside []*index.Dimension // dimensions around the indicator that something may stand for
		for d := in.Parent; d.Parent != nil; d = d.Parent {
			if a.Model.Fills(d.Parent) {
				inside = append(inside, d)
			}
		}
		for i, v := range a.Model.Column(j) {
			if row := a.Model.Row(i); marks[j][row/64]>>(row%64)&1 == 0 {
				continue
			}
			some = true
			g.Missing[i]++
			g.MissingOf[j]++
			if v == v {
				g.Filled[i]++
				g.FilledOf[j]++
				continue
			}
			for _, d := range inside {
				if s := a.Result.Dims[d.Position][i]; s != s {
					g.Filled[i]++
					g.Stands[d.Position]++
					break
				}
			}
		}
	}
	if some {
		a.Gaps = g
	}
}
