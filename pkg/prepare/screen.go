package prepare

import (
	"fmt"
	"slices"

	"zoneval/pkg/diag"
)

// availability is how many of the indicators a zone has, and how many of these are not zero.
type availability struct{ present, nonzero int }

// available counts the values of each zone: of the table, or of values where it is given.
func (s *Set) available(values []float64) []availability {
	out := make([]availability, s.N)
	for j := range s.Index.Indicators {
		source := s.Table.Column(j)
		for i := range out {
			v := 0.0
			if values != nil {
				v = values[j*s.N+i]
			} else {
				v = source[s.Row(i)]
			}
			if v == v {
				out[i].present++
				if v != 0 {
					out[i].nonzero++
				}
			}
		}
	}
	return out
}

// screenZones checks the zones that the screen step names.
func (s *Set) screenZones(log *diag.Log) bool {
	st := s.Index.Method.Screen
	if len(st.Texts) == 0 {
		return true
	}
	good := true
	for _, key := range []string{"keep", "drop"} {
		for _, id := range st.Texts[key] {
			if !slices.Contains(s.Table.IDs, id) {
				good = false
				log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: st.At(key), Mend: diag.DidYouMean(id, s.Table.IDs),
					Message: fmt.Sprintf("%s names the zone %s, which is not in the data", key, diag.Quote(id))})
			}
		}
	}
	return good
}

// screen leaves out the zones that have too little; false when fewer than two are left.
func (s *Set) screen(have []availability, log *diag.Log) bool {
	st := s.Index.Method.Screen
	total := float64(len(s.Index.Indicators))
	share, nonzero := st.Number("min_share", 0), st.Number("min_nonzero", 0)
	var keep []int
	best, bestShare := -1, -1.0
	for i, a := range have {
		id := s.Table.IDs[s.Row(i)]
		// A quotient of whole numbers is the double nearest to it, as the threshold is: 9 of 10 are not below 0.9.
		ok := float64(a.present)/total >= share && (nonzero == 0 || a.present > 0 && float64(a.nonzero)/float64(a.present) >= nonzero)
		ok = ok || slices.Contains(st.Texts["keep"], id)
		switch {
		case s.dropped(id):
		case ok:
			keep = append(keep, i)
		case float64(a.present)/total > bestShare:
			best, bestShare = i, float64(a.present)/total
		}
	}
	if len(keep) < 2 {
		f := diag.Finding{Rule: diag.ScoreMethod, Place: st.Place, Mend: "lower min_share or min_nonzero, or name zones under keep and not under drop",
			Message: fmt.Sprintf("screening leaves %d of %d zones, fewer than two", len(keep), len(have))}
		if best >= 0 {
			row := s.Row(best)
			f.Message += fmt.Sprintf(": of those left out, zone %s has most, %d of %d values", diag.Quote(s.Table.IDs[row]), have[best].present, len(s.Index.Indicators))
			place, _ := s.Table.Locate(row, -1)
			f.Related = []diag.Related{{Place: place, Message: "the zone in the data"}}
		}
		log.Add(f)
		return false
	}
	if len(keep) == len(have) {
		return true
	}
	s.leave(keep)
	return true
}

// dropped says whether the screen step names a zone as one to leave out.
func (s *Set) dropped(id string) bool {
	return slices.Contains(s.Index.Method.Screen.Texts["drop"], id)
}

// leave keeps some of the zones, in order, and their values where there are any.
func (s *Set) leave(keep []int) {
	rows := make([]int32, len(keep))
	next := 0
	for k, i := range keep {
		rows[k] = int32(s.Row(i))
		for ; next < i; next++ {
			s.Screened = append(s.Screened, int32(s.Row(next)))
		}
		next = i + 1
	}
	for ; next < s.N; next++ {
		s.Screened = append(s.Screened, int32(s.Row(next)))
	}
	slices.Sort(s.Screened)
	if s.Values != nil {
		values := make([]float64, len(keep)*len(s.Index.Indicators))
		for j := range s.Index.Indicators {
			for k, i := range keep {
				values[j*len(keep)+k] = s.Values[j*s.N+i]
			}
		}
		s.Values = values
	}
	s.Rows, s.N = rows, len(rows)
}
