package compare

import (
	"math"

	"zoneval/pkg/index"
	"zoneval/pkg/score"
)

// Difference is a dimension or an indicator that only one of the indices has, or whose weight differs.
type Difference struct {
	ID        string
	Name      index.Text // in B, or in A where B does not have it
	Dimension bool
	In        [2]bool
	Weight    [2]float64 // effective, 0..1, as the side was scored; NaN where it does not have the part, or weights do not count
	Share     [2]float64 // the same among its siblings
}

// Own says whether the part itself differs: only one index has it, or its share among its siblings is another. If not, it
// is a part above it whose weight differs.
func (d *Difference) Own() bool { return !(d.In[0] && d.In[1]) || differ(d.Share) }

// differ says whether two weights do, by more than a rounding.
func differ(w [2]float64) bool {
	const rounding = 1e-12
	return !(math.Abs(w[1]-w[0]) <= rounding || math.IsNaN(w[0]) && math.IsNaN(w[1]))
}

// differences lists the dimensions and then the indicators that differ, in the order of A's index, those that only B has
// after them. Effective weights that differ by rounding do not differ.
func differences(a, b *score.Model) []Difference {
	var list []Difference
	at := map[string]int{}
	add := func(side int, id string, dimension bool, name index.Text, parent *index.Dimension, weight, share float64) {
		k, known := at[id]
		if !known {
			k = len(list)
			at[id] = k
			list = append(list, Difference{ID: id, Dimension: dimension, Weight: [2]float64{math.NaN(), math.NaN()}, Share: [2]float64{math.NaN(), math.NaN()}})
		}
		if !parent.Weighs() {
			weight, share = math.NaN(), math.NaN()
		}
		list[k].In[side], list[k].Weight[side], list[k].Share[side], list[k].Name = true, weight, share, name
	}
	for _, dimensions := range []bool{true, false} {
		clear(at)
		for s, m := range []*score.Model{a, b} {
			if dimensions {
				for j, d := range m.Index.Dims {
					add(s, d.ID, true, d.Name, d.Parent, m.Weights.DimEffective[j], m.Weights.DimShare[j])
				}
				continue
			}
			for j, in := range m.Index.Indicators {
				add(s, in.ID, false, in.Name, in.Parent, m.Weights.Effective[j], m.Weights.Share[j])
			}
		}
	}
	kept := list[:0]
	for _, d := range list {
		if !(d.In[0] && d.In[1]) || differ(d.Weight) || differ(d.Share) {
			kept = append(kept, d)
		}
	}
	return kept
}
