package score

import (
	"slices"

	"zoneval/pkg/index"
	"zoneval/pkg/prepare"
)

// recordDirected records the prepared values with higher being better: negated where lower is.
func (m *Model) recordDirected(t *prepare.Trace) {
	if !slices.ContainsFunc(m.Index.Indicators, func(in *index.Indicator) bool { return in.Direction == index.Lower }) {
		return
	}
	directed := slices.Clone(m.Norm)
	for j, in := range m.Index.Indicators {
		if in.Direction == index.Lower {
			for i := range m.N {
				directed[j*m.N+i] = -directed[j*m.N+i]
			}
		}
	}
	t.Record("direction", "directed", m.rows(), directed, func(j int) string { return "lower is better: negated" })
}

// recordNormalised records the normalised values.
func (m *Model) recordNormalised(t *prepare.Trace) {
	t.Record("normalise", "normalised", m.rows(), slices.Clone(m.Norm), func(j int) string { return m.Index.Indicators[j].Normalise.Name })
}

// rows is the table row of each zone.
func (m *Model) rows() []int32 {
	out := make([]int32, m.N)
	for i := range out {
		out[i] = int32(m.Row(i))
	}
	return out
}
