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
	t.Record("direction", "directed", m.rows(), directed, func(int, bool) string { return "lower is better: negated" })
}

// recordNormalised records the normalised values.
func (m *Model) recordNormalised(t *prepare.Trace) {
	t.Record("normalise", "normalised", m.rows(), slices.Clone(m.Norm), func(j int, had bool) string {
		if !had {
			return "missing " + m.Index.Indicators[j].Parent.Missing.Name
		}
		return m.Index.Indicators[j].Normalise.Name
	})
}

// rows is the table row of each zone.
func (m *Model) rows() []int32 {
	out := make([]int32, m.N)
	for i := range out {
		out[i] = int32(m.Row(i))
	}
	return out
}

// Prepared is the data set that was normalised, prepared anew: values after every step before direction, in the zones of
// the model. The table must still hold the values as they were read. trace records the way of the rows that it is of; it
// may be nil.
func (m *Model) Prepared(trace *prepare.Trace) *prepare.Set {
	set, log := prepare.New(m.Index, m.Table, m.asked, prepare.Options{Workers: m.workers, Trace: trace})
	for j := range m.Index.Indicators {
		set.Fill(j, log)
	}
	return set
}
