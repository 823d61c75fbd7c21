package aggregate

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"zoneval/pkg/par"
)

// fitCopeland is scale (1 + c/(n-1))/2, c being the duels won less those lost: a duel is won where the weights of the
// parts in which the zone is better are more than those in which the other is. raw is c. Only parts that both have count.
//
// The duels between the zones are fought once, here; a zone that was not there fights them when it comes.
func fitCopeland(p Problem) (Func, *Fault) {
	k := len(p.Parts)
	f := field{weights: p.Weights, level: 1e-12 * sumOf(p.Weights), columns: make([][]float64, k)}
	for i := range p.Parts[0] {
		if slices.ContainsFunc(p.Parts, func(part []float64) bool { return part[i] == part[i] }) {
			for j, part := range p.Parts {
				f.columns[j] = append(f.columns[j], part[i])
			}
		}
	}
	n := len(f.columns[0])
	known := make(map[string]int32, n)
	row := make([]float64, k)
	for z, c := range f.duels(p.Workers) {
		for j, col := range f.columns {
			row[j] = col[z]
		}
		known[bitsOf(row)] = c
	}
	raw := p.Settings.Flag("raw", false)
	return func(dst []float64, parts [][]float64, _ []float64, _ []float64) {
		row := make([]float64, k)
		for i := range dst {
			present := false
			for j, part := range parts {
				row[j] = part[i]
				present = present || row[j] == row[j]
			}
			if !present {
				dst[i] = math.NaN()
				continue
			}
			c, ok := known[bitsOf(row)]
			if !ok {
				c = f.against(row)
			}
			if raw {
				dst[i] = float64(c)
			} else {
				dst[i] = onScale(p.Scale, float64(c), float64(n-1))
			}
		}
	}, nil
}

// field is the zones that fight, column by column.
type field struct {
	columns [][]float64
	weights []float64
	level   float64 // weights that differ by less are level: by rounding alone
}

// won is 1, 0 or -1 for the weights of the parts in which one is better less those in which the other is.
func (f *field) won(net float64) int32 {
	switch {
	case net > f.level:
		return 1
	case net < -f.level:
		return -1
	}
	return 0
}

// against counts the duels of a row with every zone.
func (f *field) against(row []float64) int32 {
	net := make([]float64, len(f.columns[0]))
	for k, col := range f.columns {
		v, w := row[k], f.weights[k]
		for z, x := range col {
			if v > x {
				net[z] += w
			} else if v < x {
				net[z] -= w
			}
		}
	}
	c := int32(0)
	for _, d := range net {
		c += f.won(d)
	}
	return c
}

// tile is how many zones are set against how many at a time: their table stays in the cache.
const tile = 96

// duels counts those of every zone with every other. Counts are whole numbers, so the order of adding does not matter.
func (f *field) duels(workers int) []int32 {
	n := len(f.columns[0])
	places := make([][]int32, len(f.columns)) // of each value in its column; equal ones have the same, missing ones -1
	gaps := make([]bool, len(f.columns))
	for k, col := range f.columns {
		places[k], gaps[k] = placesOf(col)
	}
	total := make([]int32, n)
	var lock sync.Mutex
	tiles := (n + tile - 1) / tile
	par.Do(tiles, workers, func(t int) {
		from, to := t*tile, min(n, (t+1)*tile)
		mine := make([]int32, n)
		var net [tile * tile]float64
		for start := from; start < n; start += tile {
			end := min(n, start+tile)
			clear(net[:])
			for k, place := range places {
				w := f.weights[k]
				others := place[start:end]
				for i, p := range place[from:to] {
					row := net[i*tile : i*tile+len(others)]
					switch {
					case p < 0:
					case gaps[k]:
						for j, q := range others {
							if q >= 0 {
								row[j] += float64(w * float64(cmp.Compare(p, q)))
							}
						}
					default:
						for j, q := range others {
							row[j] += float64(w * float64((p-q)>>31|int32(uint32(q-p)>>31))) // the sign of p - q
						}
					}
				}
			}
			for i := from; i < to; i++ {
				for j := max(start, i+1); j < end; j++ {
					c := f.won(net[(i-from)*tile+j-start])
					mine[i] += c
					mine[j] -= c
				}
			}
		}
		lock.Lock()
		defer lock.Unlock()
		for i, c := range mine {
			total[i] += c
		}
	})
	return total
}

// placesOf numbers the distinct values of a column from the lowest; gaps says whether some are missing.
func placesOf(col []float64) (places []int32, gaps bool) {
	order := make([]int32, 0, len(col))
	places = make([]int32, len(col))
	for i, v := range col {
		if v == v {
			order = append(order, int32(i))
		} else {
			places[i], gaps = -1, true
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(col[a], col[b]) })
	place := int32(-1)
	for k, i := range order {
		if k == 0 || col[i] != col[order[k-1]] {
			place++
		}
		places[i] = place
	}
	return places, gaps
}
