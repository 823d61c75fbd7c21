// Package explain answers why a zone stands where it stands: from raw value to rank, indicator by indicator and
// dimension by dimension, and what parts the gap to another zone is made of.
package explain

import (
	"math"

	"zoneval/pkg/index"
	"zoneval/pkg/prepare"
	"zoneval/pkg/score"
	"zoneval/pkg/stats"
)

// Options of an explanation.
type Options struct {
	Against int            // the zone to compare with; -1 is the one ranked next above, or below the leader
	Peers   func(int) bool // the zones among which strengths and weaknesses are counted, by table row; nil is all
	Mark    float64        // strengths are in the top so many percent of the peers, weaknesses in the bottom; 0 to 50
}

// fewPeers is how many peers it takes to speak of strengths and weaknesses.
const fewPeers = 5

// Standing is where a zone stands in one column: of an indicator, or of a dimension.
type Standing struct {
	Value        float64 // normalised; NaN is missing
	Share        float64 // weight in the whole index, 0..1; NaN where weights do not count
	Used         float64 // weight in the zone's own score, where missing siblings leave theirs; NaN where scores are no sums of shares
	Contribution float64 // points of the index's score; NaN where the method has no contributions
	Rank, Of     int     // among ranked zones with a value, 1 is best; 0 without a value
	Percentile   float64 // share of the others that are worse, 0..100
	Leader       int     // the ranked zone with the best value, -1 is none
	ToLeader     float64 // Value less the leader's: 0 or below
	ToMedian     float64 // Value less the median
	PeerRank     int
	PeerOf       int
	Mark         int // +1 a strength, -1 a weakness
}

// Indicator is a zone's standing in an indicator.
type Indicator struct {
	Standing
	Indicator *index.Indicator
	Raw       float64  // as in the data; NaN is missing
	Prepared  float64  // what is normalised: after denominate, impute, treat, cap and floor, and transform
	Steps     []string // what these steps did to it, one each
	Filled    bool     // missing in the data, or divided by what is, and filled in before it was scored
}

// Dimension is a zone's standing in a dimension.
type Dimension struct {
	Standing
	Dimension *index.Dimension
}

// Answer explains one zone. Zones are numbered as in the model.
type Answer struct {
	Model      *score.Model
	Result     *score.Result
	Zone       int
	Ranked     int // zones with a rank
	Peers      int // zones among which strengths and weaknesses are counted, this one included
	Indicators []Indicator
	Dimensions []Dimension
	Opaque     string // the method that has no contributions; "" where all groups have them
	Gap        *Gap   // nil where the zone has no rank, or there is no other
	Options    Options
}

// Zone explains a zone of a scored model. The table must still hold the values as they were read.
func Zone(m *score.Model, r *score.Result, zone int, o Options) *Answer {
	a := &Answer{Model: m, Result: r, Zone: zone, Options: o}
	ranked := make([]int, 0, m.N)
	var peers []int
	for i, rank := range r.Ranks {
		if rank == 0 {
			continue
		}
		ranked = append(ranked, i)
		if i == zone || o.Peers == nil || o.Peers(m.Row(i)) {
			peers = append(peers, i)
		}
	}
	a.Ranked, a.Peers = len(ranked), len(peers)
	c := contributions(m, r, zone)
	a.Opaque = c.opaque
	trace := &prepare.Trace{Of: []int32{int32(m.Row(zone))}}
	set := m.Prepared(trace)
	steps := make([][]string, len(m.Index.Indicators))
	for _, ch := range trace.Changes {
		steps[ch.Column] = append(steps[ch.Column], ch.Step+": "+ch.Why)
	}
	for j, in := range m.Index.Indicators {
		s := a.stand(m.Column(j), ranked, peers)
		s.weigh(shareOf(in.Parent, m.Weights.Effective[j]), c.leafUsed[j], c.leaf[j])
		own, over := prepare.Sources(m.Index, m.Table, in)
		raw := own[m.Row(zone)]
		lacks := raw != raw || over != nil && over[m.Row(zone)] != over[m.Row(zone)]
		a.Indicators = append(a.Indicators, Indicator{Standing: s, Indicator: in, Raw: raw, Prepared: set.Column(j)[zone], Steps: steps[j], Filled: lacks && s.Value == s.Value})
	}
	for j, d := range m.Index.Dims {
		s := a.stand(r.Dims[j], ranked, peers)
		s.weigh(shareOf(d.Parent, m.Weights.DimEffective[j]), c.dimUsed[j], c.dim[j])
		a.Dimensions = append(a.Dimensions, Dimension{Standing: s, Dimension: d})
	}
	a.gap(c)
	return a
}

// weigh sets the weights and the points. A used weight that is the share but for rounding is the share.
func (s *Standing) weigh(share, used, points float64) {
	if math.Abs(used-share) <= 1e-12 {
		used = share
	}
	s.Share, s.Used, s.Contribution = share, used, points
}

// shareOf is the weight of a part of a dimension, where weights count.
func shareOf(d *index.Dimension, share float64) float64 {
	if !d.Weighs() {
		return math.NaN()
	}
	return share
}

// stand finds where the zone stands in a column.
func (a *Answer) stand(col []float64, ranked, peers []int) Standing {
	v := col[a.Zone]
	s := Standing{Value: v, Leader: -1, Percentile: math.NaN(), ToLeader: math.NaN(), ToMedian: math.NaN()}
	var values []float64
	for _, i := range ranked {
		if x := col[i]; x == x {
			values = append(values, x)
			if s.Leader < 0 || x > col[s.Leader] {
				s.Leader = i
			}
		}
	}
	if v != v || len(values) == 0 || a.Result.Ranks[a.Zone] == 0 { // who is not ranked stands nowhere
		return s
	}
	s.Of = len(values)
	better, worse := count(values, v)
	s.Rank = better + 1
	if s.Of > 1 {
		s.Percentile = 100 * float64(worse) / float64(s.Of-1)
	}
	s.ToLeader, s.ToMedian = v-col[s.Leader], v-stats.Median(values)
	values = values[:0]
	for _, i := range peers {
		if x := col[i]; x == x {
			values = append(values, x)
		}
	}
	better, worse = count(values, v)
	s.PeerRank, s.PeerOf = better+1, len(values)
	if others := float64(len(values) - 1); len(values) >= fewPeers {
		limit := a.Options.Mark / 100 * others
		switch {
		case worse > 0 && float64(better) < limit && better <= worse:
			s.Mark = 1
		case better > 0 && float64(worse) < limit:
			s.Mark = -1
		}
	}
	return s
}

// count says how many values are better and how many are worse than one.
func count(values []float64, v float64) (better, worse int) {
	for _, x := range values {
		if x > v {
			better++
		} else if x < v {
			worse++
		}
	}
	return better, worse
}
