package ranking

import (
	"slices"

	"zoneval/pkg/index"
)

// countGaps fills Missing and Filled.
func (a *Answer) countGaps() {
	if !slices.ContainsFunc(a.Index.Indicators, func(in *index.Indicator) bool { return !in.Parent.Missing.Fails() || in.Impute.Acts() }) {
		return // a missing value is an error
	}
	missing, filled := make([]int32, a.Model.N), make([]int32, a.Model.N)
	some := false
	for j, in := range a.Index.Indicators {
		raw, over := a.Table.Column(j), []float64(nil)
		if in.Denominate.Acts() {
			over = a.Table.Column(a.Index.Denominator(in.Denominate.Text("by", "")).Column)
		}
		for i, v := range a.Model.Column(j) {
			row := a.Model.Row(i)
			if raw[row] == raw[row] && (over == nil || over[row] == over[row]) {
				continue
			}
			some = true
			missing[i]++
			if v == v {
				filled[i]++
			}
		}
	}
	if some {
		a.Missing, a.Filled = missing, filled
	}
}

// fills says whether values that are missing are filled in, so that the table's own must be kept to tell them apart.
func fills(x *index.Index) bool {
	return slices.ContainsFunc(x.Indicators, func(in *index.Indicator) bool {
		m := in.Parent.Missing.Name
		return m == "worst" || m == "zero" || in.Impute.Acts() || in.Normalise.Name == "distance-to-reference"
	})
}
