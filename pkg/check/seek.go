package check

import "zoneval/pkg/source"

// seeker finds records again. Findings about passed rows mostly come in file order, each with an earlier row beside it: it
// keeps the last few readers, so that a part is not read anew for each of a million findings. It is for one goroutine.
type seeker struct {
	in   *source.Input
	open []*source.Reader // the last one used first
}

// at is a reader that stands on a record, until the next call; nil where it can no longer be read.
func (s *seeker) at(in *source.Input, record int) *source.Reader {
	if s.in != in {
		s.in, s.open = in, nil
	}
	best := -1
	for i, r := range s.open {
		if r.Record() <= record && record < r.Part.Record+r.Part.Records && (best < 0 || r.Record() > s.open[best].Record()) {
			best = i
		}
	}
	if best < 0 {
		r := in.Seek(record)
		if r == nil {
			return nil
		}
		const most = 4
		s.open = append([]*source.Reader{r}, s.open[:min(len(s.open), most-1)]...)
		return r
	}
	r := s.open[best]
	copy(s.open[1:best+1], s.open[:best])
	s.open[0] = r
	for r.Record() < record {
		if !r.Next() {
			return nil
		}
	}
	return r
}
