// Package analyse answers whether an index measures what its weights say: what an audit of a composite indicator asks
// of the data, of the structure, and of the importance of every part (OECD/JRC Handbook 2008, steps 3, 4 and 9).
package analyse

import (
	"math"

	"zoneval/pkg/index"
	"zoneval/pkg/score"
	"zoneval/pkg/stats"
)

// Options of an analysis.
type Options struct {
	Coefficient stats.Coefficient // the one that flags go by; Pearson where empty
	Low, High   float64           // correlations inside a dimension are flagged outside this range
	Workers     int
}

// Indicator describes the values of an indicator as they were read.
type Indicator struct {
	Indicator *index.Indicator
	stats.Moments
	Median  float64
	Outlier bool // |skewness| > 2 and excess kurtosis > 3.5
	// Skew and Kurtosis of what is normalised, after denominate, impute, treat, cap and floor, and transform; and whether
	// outliers are left in it.
	PreparedSkew, PreparedKurtosis float64
	OutlierLeft                    bool
}

// outlying is the rule of thumb for outliers.
func outlying(skew, kurtosis float64) bool { return math.Abs(skew) > 2 && kurtosis > 3.5 }

// Pair is two indicators on the common scale, higher being better.
type Pair struct {
	A, B                       *index.Indicator
	Inside                     bool // of the same dimension
	Pearson, Spearman, Kendall float64
}

// Of is the coefficient of the pair.
func (p Pair) Of(c stats.Coefficient) float64 {
	switch c {
	case stats.SpearmanRho:
		return p.Spearman
	case stats.KendallTau:
		return p.Kendall
	}
	return p.Pearson
}

// Group describes the parts of a dimension, or of the index (its root), taken together.
type Group struct {
	Dimension *index.Dimension
	Parts     int
	Alpha     float64   // Cronbach's alpha of the parts; NaN with fewer than two
	Values    []float64 // eigenvalues of the correlations of the parts, largest first; nil where they cannot be computed
	First     []float64 // loadings of the parts on the first component
	WithIndex float64   // correlation of the dimension with the index; 1 for the index
}

// Explained is the share of the variance that the first n components explain.
func (g Group) Explained(n int) float64 {
	sum, all := 0.0, 0.0
	for i, v := range g.Values {
		if all += v; i < n {
			sum += v
		}
	}
	return sum / all
}

// AboveOne is the number of eigenvalues above 1.
func (g Group) AboveOne() int {
	n := 0
	for _, v := range g.Values {
		if v > 1+1e-9 {
			n++
		}
	}
	return n
}

// Importance is the weight of a part and what the part does: the share of the variance of the index that goes with it.
type Importance struct {
	Indicator *index.Indicator // one of the two is nil
	Dimension *index.Dimension
	Weight    float64 // among its siblings, 0..1
	Effective float64 // in the whole index
	R         float64 // Pearson correlation with the index
	// Main is the squared correlation, the linear estimate of the main effect: the share of the variance of the index
	// that would be expected to go if the part were fixed (Paruolo, Saisana and Saltelli 2013).
	Main  float64
	Share float64 // Main over that of all siblings; beside Weight it says whether the weight does what it says
}

// Answer is the analysis of a scored model.
type Answer struct {
	Model      *score.Model
	Result     *score.Result
	Zones      int // zones with a score
	Indicators []Indicator
	Pairs      []Pair
	Groups     []Group // the index, then each dimension of Index.Dims
	// OwnDim and BestDim are, for each indicator, its correlation with its own dimension and with the other dimension of
	// the same level that it goes with most; Best is that dimension, nil where there is none.
	OwnDim, BestDim []float64
	Best            []*index.Dimension
	Importance      []Importance // dimensions, then indicators
	Findings        []Finding
	Options         Options
}

// Index analyses a scored model. The table must still hold the values as they were read. Correlations are over pairs of
// zones that have both values, those with the index over zones that have a score.
func Index(m *score.Model, r *score.Result, o Options) *Answer {
	a := &Answer{Model: m, Result: r, Options: o}
	for _, rank := range r.Ranks {
		if rank > 0 {
			a.Zones++
		}
	}
	x, prepared := m.Index, m.Prepared(nil)
	for j, in := range x.Indicators {
		raw, source := make([]float64, m.N), m.Table.Column(j)
		for i := range raw {
			raw[i] = source[m.Row(i)]
		}
		s := Indicator{Indicator: in, Moments: stats.Describe(raw), Median: stats.Median(raw)}
		s.Outlier = outlying(s.Skew, s.Kurtosis)
		s.PreparedSkew, s.PreparedKurtosis = stats.Shape(prepared.Column(j))
		s.OutlierLeft = outlying(s.PreparedSkew, s.PreparedKurtosis)
		a.Indicators = append(a.Indicators, s)
	}
	cols := make([][]float64, len(x.Indicators))
	for j := range cols {
		cols[j] = m.Column(j)
	}
	a.pairs(cols)
	a.groups(cols)
	a.dimensions(cols)
	a.importance(cols)
	a.find()
	return a
}

// pairs correlates every indicator with every other.
func (a *Answer) pairs(cols [][]float64) {
	k := len(cols)
	var matrix [3][]float64
	coefficients := []stats.Coefficient{stats.PearsonR, stats.SpearmanRho, stats.KendallTau}
	for c := range coefficients {
		matrix[c] = coefficients[c].Matrix(cols, a.Options.Workers)
	}
	for i, in := range a.Model.Index.Indicators {
		for j := i + 1; j < k; j++ {
			other := a.Model.Index.Indicators[j]
			at := i*k + j
			a.Pairs = append(a.Pairs, Pair{in, other, in.Parent == other.Parent, matrix[0][at], matrix[1][at], matrix[2][at]})
		}
	}
}

// parts are the columns of what is directly inside a dimension.
func (a *Answer) parts(d *index.Dimension, cols [][]float64) [][]float64 {
	var out [][]float64
	for _, c := range d.Dimensions {
		out = append(out, a.scores(c))
	}
	for _, in := range d.Indicators {
		out = append(out, cols[in.Column])
	}
	return out
}

// scores is the column of a dimension, or of the index.
func (a *Answer) scores(d *index.Dimension) []float64 {
	if d.Position < 0 {
		return a.Result.Exact
	}
	return a.Result.Dims[d.Position]
}

// groups computes reliability and components of every dimension.
func (a *Answer) groups(cols [][]float64) {
	for _, d := range append([]*index.Dimension{a.Model.Index.Root}, a.Model.Index.Dims...) {
		parts := a.parts(d, cols)
		g := Group{Dimension: d, Parts: len(parts), Alpha: stats.Alpha(parts), WithIndex: stats.Pearson(a.scores(d), a.Result.Exact)}
		if len(parts) > 1 {
			values, vectors, ok := stats.Components(stats.PearsonR.Matrix(parts, 1), len(parts))
			if ok {
				g.Values = values
				for _, v := range vectors[0] {
					g.First = append(g.First, v*math.Sqrt(math.Max(0, values[0])))
				}
			}
		}
		a.Groups = append(a.Groups, g)
	}
}

// dimensions correlates every indicator with its own dimension and with the others of the same level.
func (a *Answer) dimensions(cols [][]float64) {
	for j, in := range a.Model.Index.Indicators {
		own, best, with := a.Options.Coefficient.Of(cols[j], a.scores(in.Parent)), math.NaN(), (*index.Dimension)(nil)
		for _, d := range a.Model.Index.Dims {
			if d == in.Parent || d.Level != in.Parent.Level || len(d.Indicators) == 0 {
				continue
			}
			if r := a.Options.Coefficient.Of(cols[j], a.scores(d)); r == r && !(r <= best) {
				best, with = r, d
			}
		}
		a.OwnDim, a.BestDim, a.Best = append(a.OwnDim, own), append(a.BestDim, best), append(a.Best, with)
	}
}

// importance sets what each part does beside what its weight says.
func (a *Answer) importance(cols [][]float64) {
	w := a.Model.Weights
	at := map[any]int{}
	for i, d := range a.Model.Index.Dims {
		at[d] = len(a.Importance)
		r := stats.Pearson(a.Result.Dims[i], a.Result.Exact)
		a.Importance = append(a.Importance, Importance{Dimension: d, Weight: w.DimShare[i], Effective: w.DimEffective[i], R: r, Main: r * r})
	}
	for j, in := range a.Model.Index.Indicators {
		at[in] = len(a.Importance)
		r := stats.Pearson(cols[j], a.Result.Exact)
		a.Importance = append(a.Importance, Importance{Indicator: in, Weight: w.Share[j], Effective: w.Effective[j], R: r, Main: r * r})
	}
	for _, d := range append([]*index.Dimension{a.Model.Index.Root}, a.Model.Index.Dims...) {
		var members []int
		sum := 0.0
		for _, c := range d.Dimensions {
			members = append(members, at[c])
		}
		for _, in := range d.Indicators {
			members = append(members, at[in])
		}
		for _, k := range members {
			if v := a.Importance[k].Main; v == v {
				sum += v
			}
		}
		for _, k := range members {
			a.Importance[k].Share = a.Importance[k].Main / sum
		}
	}
}
