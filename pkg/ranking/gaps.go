package ranking

import (
	"math/bits"
	"runtime"
	"slices"

	"zoneval/pkg/index"
	"zoneval/pkg/par"
	"zoneval/pkg/prepare"
	"zoneval/pkg/score"
)

// Gaps are the values that the data lack, and how many of them were filled in before or instead of being scored:
// imputed, or taken as the worst or as zero, on their own or with the whole dimension that they are in.
type Gaps struct {
	Missing, Filled []int32 // of each zone

	MissingOf, FilledOf []int  // of each indicator
	Stands              []bool // of each dimension of Index.Dims: something stands for its missing score in some zone
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
	marks := make(cells, len(x.Indicators))
	par.Do(len(marks), runtime.GOMAXPROCS(0), func(j int) {
		own, over := prepare.Sources(x, t, x.Indicators[j])
		for _, col := range [][]float64{own, over} {
			for i, v := range col {
				if v == v {
					continue
				}
				if marks[j] == nil {
					marks[j] = make([]uint64, (t.Rows+63)/64)
				}
				marks[j][i/64] |= 1 << (i % 64)
			}
		}
	})
	return marks
}

// each calls f for every zone of a model whose value in a column is marked.
func (c cells) each(j int, m *score.Model, f func(zone int)) {
	switch {
	case c == nil || c[j] == nil:
	case m.Rows == nil:
		for w, set := range c[j] {
			for ; set != 0; set &= set - 1 {
				f(64*w + bits.TrailingZeros64(set))
			}
		}
	default:
		for i, row := range m.Rows {
			if c[j][row/64]>>(row%64)&1 == 1 {
				f(i)
			}
		}
	}
}

// countGaps tells the missing values that were filled in from those that were left out; nil where there are none.
func (a *Answer) countGaps(marks cells) {
	n := a.Model.N
	g := &Gaps{Missing: make([]int32, n), Filled: make([]int32, n), MissingOf: make([]int, len(a.Index.Indicators)),
		FilledOf: make([]int, len(a.Index.Indicators)), Stands: make([]bool, len(a.Index.Dims))}
	some := false
	for j, in := range a.Index.Indicators {
		var inside []*index.Dimension // dimensions around the indicator that something may stand for
		for d := in.Parent; d.Parent != nil; d = d.Parent {
			if a.Model.Fills(d.Parent) {
				inside = append(inside, d)
			}
		}
		col := a.Model.Column(j)
		marks.each(j, a.Model, func(i int) {
			some = true
			g.Missing[i]++
			g.MissingOf[j]++
			if col[i] == col[i] {
				g.Filled[i]++
				g.FilledOf[j]++
				return
			}
			for _, d := range inside {
				if s := a.Result.Dims[d.Position][i]; s != s {
					g.Filled[i]++
					g.Stands[d.Position] = true
					return
				}
			}
		})
	}
	if some {
		a.Gaps = g
	}
}
