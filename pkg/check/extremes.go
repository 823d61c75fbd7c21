package check

import (
	"math"
)

// columnState is what the cells of a number column have in all.
type columnState struct {
	high, low [2]extreme // the two largest and the two smallest, each with the record
	texts     int        // cells that are neither empty nor a number
	empty     int
}

type extreme struct {
	value  float64
	record int
}

func (s *columnState) reset() {
	s.high = [2]extreme{{math.Inf(-1), -1}, {math.Inf(-1), -1}}
	s.low = [2]extreme{{math.Inf(1), -1}, {math.Inf(1), -1}}
}

// extreme takes in a value that is among the two largest or smallest.
func (s *columnState) extreme(v float64, record int) {
	if v > s.high[1].value {
		s.highest(extreme{v, record})
	}
	if v < s.low[1].value {
		s.lowest(extreme{v, record})
	}
}

func (s *columnState) highest(e extreme) {
	if s.high[1] = e; e.value > s.high[0].value {
		s.high[0], s.high[1] = s.high[1], s.high[0]
	}
}

func (s *columnState) lowest(e extreme) {
	if s.low[1] = e; e.value < s.low[0].value {
		s.low[0], s.low[1] = s.low[1], s.low[0]
	}
}

func (s *columnState) join(o *columnState) {
	for _, e := range o.high {
		if e.record >= 0 && e.value > s.high[1].value {
			s.highest(e)
		}
	}
	for _, e := range o.low {
		if e.record >= 0 && e.value < s.low[1].value {
			s.lowest(e)
		}
	}
	s.texts += o.texts
	s.empty += o.empty
}
