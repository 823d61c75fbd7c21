package aggregate

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"zoneval/pkg/par"
)

// fitBenefitOfTheDoubt gives each zone the weights that show it best: max sum(w x) with sum(w y) <= 1 for every zone y,
// w >= 0, and min_share <= w_k x_k / sum(w x) <= max_share. The score is scale times the maximum. The weights of the
// group are not used, and zones with a missing part are left out.
//
// A zone that another equals or surpasses in every part binds nothing, and is left out of the conditions.
func fitBenefitOfTheDoubt(p Problem) (Func, *Fault) {
	low, high := p.Settings.Number("min_share", 0), p.Settings.Number("max_share", 1)
	k := len(p.Parts)
	switch {
	case low*float64(k) > 1+1e-12:
		return nil, &Fault{Part: -1, Row: -1, Problem: "the least shares of the parts sum to more than 1", Mend: "lower min_share"}
	case high*float64(k) < 1-1e-12:
		return nil, &Fault{Part: -1, Row: -1, Problem: "the greatest shares of the parts sum to less than 1", Mend: "raise max_share"}
	}
	all := make([]float64, k)
	for i := range all {
		all[i] = 1
	}
	every := Problem{Parts: p.Parts, Weights: all}
	if f := refuse(every, func(v float64) bool { return v < 0 }, "benefit of the doubt needs values of 0 or more", "normalise to a range that starts at 0, as minmax does"); f != nil {
		return nil, f
	}
	if low > 0 {
		if f := refuse(every, func(v float64) bool { return v == 0 }, "a part of 0 cannot have the share of min_share", shiftMend); f != nil {
			return nil, f
		}
	}
	rows := completeRows(p.Parts)
	if f := tooFew(p.Parts, rows, high); f != nil {
		return nil, f
	}
	peers, units := frontier(rows)
	if len(peers) == 0 {
		return nil, &Fault{Part: -1, Row: -1, Problem: "benefit of the doubt needs a zone with every part, and a value above 0", Mend: "impute missing values"}
	}
	d := doubt{peers: peers, units: units, low: low, high: high}
	known := make(map[string]float64, len(rows[0])) // each row's program is solved once
	scores := make([]float64, len(rows[0]))
	row := func(i int) []float64 {
		out := make([]float64, k)
		for j := range rows {
			out[j] = rows[j][i]
		}
		return out
	}
	par.Do(len(scores), p.Workers, func(i int) { scores[i] = d.best(row(i)) })
	for i, s := range scores {
		if s != s {
			return nil, &Fault{Part: -1, Row: position(p.Parts, i), Value: math.NaN(), Problem: "the best weights could not be found", Mend: "widen the bounds of the shares"}
		}
		known[bitsOf(row(i))] = s
	}
	return byRow(k, func(row []float64) float64 {
		s, ok := known[bitsOf(row)]
		if !ok {
			s = d.best(row)
		}
		return p.Scale * s
	}), nil
}

// tooFew looks for a zone with values above 0 in so few parts that these cannot have all of its score without more than
// their greatest share.
func tooFew(parts, rows [][]float64, high float64) *Fault {
	var f *Fault
	for i := range rows[0] {
		above := 0.0
		for _, r := range rows {
			if r[i] > 0 {
				above++
			}
		}
		switch {
		case above == 0 || high*above >= 1-1e-12:
		case f == nil:
			f = &Fault{Part: -1, Row: position(parts, i), Value: math.NaN(), Problem: "a zone with values above 0 in few parts cannot keep to max_share", Mend: "raise max_share, or normalise to a range that starts above 0, such as minmax: {range: [1, 100]}"}
		default:
			f.More++
		}
	}
	return f
}

// bitsOf is a row as a key.
func bitsOf(row []float64) string {
	b := make([]byte, 0, 8*len(row))
	for _, v := range row {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return string(b)
}

// position is the row of the i-th complete row.
func position(parts [][]float64, i int) int {
	for r := range parts[0] {
		if complete(parts, r) {
			if i == 0 {
				return r
			}
			i--
		}
	}
	return -1
}

// frontier lists the zones that no other equals or surpasses in every part, each part in units of its largest value.
func frontier(parts [][]float64) (peers [][]float64, units []float64) {
	units = make([]float64, len(parts))
	for k, part := range parts {
		for _, v := range part {
			units[k] = math.Max(units[k], v)
		}
	}
	some := false
	for _, u := range units {
		some = some || u > 0
	}
	if !some {
		return nil, units
	}
next:
	for i := range parts[0] {
		row := make([]float64, len(parts))
		for k := range parts {
			if units[k] > 0 {
				row[k] = parts[k][i] / units[k]
			}
		}
		kept := peers[:0]
		for _, q := range peers {
			if covers(q, row) {
				continue next // nothing that it covers itself can have been kept
			}
		}
		for _, q := range peers {
			if !covers(row, q) {
				kept = append(kept, q)
			}
		}
		peers = append(kept, row)
	}
	return peers, units
}

// covers says whether a is at least b in every part.
func covers(a, b []float64) bool {
	for k, v := range a {
		if v < b[k] {
			return false
		}
	}
	return true
}

// doubt is the linear program of a group.
type doubt struct {
	peers     [][]float64
	units     []float64
	low, high float64
}

// best is the score for a row, 0 to 1; zones that are as good as any have 1 exactly, whatever rounding makes of it. A row
// beyond all zones, as a mixture of them can be, may have more.
func (d doubt) best(row []float64) float64 {
	s := d.score(row)
	if math.Abs(s-1) < 1e-9 {
		return 1
	}
	return s
}

// score is the maximum for a row; NaN where it could not be found. The unknowns are what each part adds to the score,
// w_k x_k, so that shares are numbers of the size of 1 however small a part is; parts of 0 add nothing.
func (d doubt) score(row []float64) float64 {
	var x []float64
	var used []int
	for k, v := range row {
		if d.units[k] > 0 && v > 0 {
			used, x = append(used, k), append(x, v/d.units[k])
		}
	}
	if len(used) == 0 {
		return 0
	}
	// Few peers bind. The program starts with the best of every part, which bound it, and goes on with those that the
	// weights found break most, a few at a time, until there are none.
	active := d.foremost(used)
	var broken []breach
	for {
		best, points := d.program(x, used, active).maximise(slices.Repeat([]float64{1}, len(used)))
		if best != best {
			return best
		}
		for c := range points {
			points[c] /= x[c]
		}
		broken = broken[:0]
		for i, q := range d.peers {
			sum := 0.0
			for c, k := range used {
				sum += float64(points[c] * q[k])
			}
			if sum > 1+1e-11 {
				broken = append(broken, breach{i, sum})
			}
		}
		slices.SortFunc(broken, func(a, b breach) int { return cmp.Or(cmp.Compare(b.sum, a.sum), a.peer-b.peer) })
		before := len(active)
		for _, b := range broken[:min(len(broken), atOnce)] {
			if !slices.Contains(active, b.peer) {
				active = append(active, b.peer)
			}
		}
		if len(active) == before { // within rounding of the conditions
			return best
		}
	}
}

// breach is a peer whose condition the weights found break.
type breach struct {
	peer int
	sum  float64
}

// atOnce is how many conditions are added at a time.
const atOnce = 16

// foremost are the peers with the largest value of each part.
func (d doubt) foremost(used []int) []int {
	var out []int
	for _, k := range used {
		at := 0
		for i, q := range d.peers {
			if q[k] > d.peers[at][k] {
				at = i
			}
		}
		if !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

// program states the conditions of some peers, each divided by its largest coefficient, and the bounds of the shares.
func (d doubt) program(x []float64, used, active []int) *program {
	p := &program{columns: len(used)}
	for _, i := range active {
		most := 0.0
		for c, k := range used {
			most = math.Max(most, d.peers[i][k]/x[c])
		}
		if most == 0 {
			continue
		}
		a := p.row(1 / most)
		for c, k := range used {
			a[c] = d.peers[i][k] / x[c] / most
		}
	}
	for k := range used {
		if d.low > 0 { // low sum(w x) - w_k x_k <= 0
			a := p.row(0)
			for c := range a {
				a[c] = d.low
			}
			a[k]--
		}
		if d.high < 1 { // and the other way round
			a := p.row(0)
			for c := range a {
				a[c] = -d.high
			}
			a[k]++
		}
	}
	return p
}
