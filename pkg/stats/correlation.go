package stats

import (
	"cmp"
	"math"
	"slices"

	"zoneval/pkg/par"
)

// Pearson is the product-moment correlation of the pairs that are complete; NaN with fewer than three, or no spread.
func Pearson(x, y []float64) float64 {
	x, y = complete(x, y)
	if len(x) < 3 {
		return math.NaN()
	}
	a, b := centred(x), centred(y)
	if a == nil || b == nil {
		return math.NaN()
	}
	return dot(a, b)
}

// Spearman is the Pearson correlation of the average ranks of the pairs that are complete.
func Spearman(x, y []float64) float64 {
	x, y = complete(x, y)
	return Pearson(Ranks(x, TiesAverage), Ranks(y, TiesAverage))
}

// complete returns the pairs that have both values.
func complete(x, y []float64) (a, b []float64) {
	whole := true
	for i, v := range x {
		if v != v || y[i] != y[i] {
			whole = false
			break
		}
	}
	if whole {
		return x, y
	}
	for i, v := range x {
		if v == v && y[i] == y[i] {
			a, b = append(a, v), append(b, y[i])
		}
	}
	return a, b
}

// centred is a complete column less its mean, of length one; nil where it has no spread.
func centred(x []float64) []float64 {
	sum, scale, _ := squares(x)
	if sum == 0 {
		return nil
	}
	mean, length := Mean(x), scale*math.Sqrt(sum)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = (v - mean) / length
	}
	return out
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return max(-1, min(1, sum))
}

// Kendall is the rank correlation tau-b of the pairs that are complete: concordant less discordant pairs over the
// geometric mean of the pairs that are not tied in x and those not tied in y (Knight, Journal of the American Statistical
// Association 1966); NaN with fewer than three, or no spread.
func Kendall(x, y []float64) float64 {
	x, y = complete(x, y)
	return kendall(sortColumn(x), sortColumn(y), make([]int32, 2*len(x)))
}

// sorted is a complete column in ascending order: the position of each value, and the rank of each position, equal
// values having the same. ties is the number of pairs of equal values.
type sorted struct {
	order, rank []int32
	ties        int64
}

func sortColumn(x []float64) *sorted {
	s := &sorted{order: make([]int32, len(x)), rank: make([]int32, len(x))}
	for i := range s.order {
		s.order[i] = int32(i)
	}
	slices.SortFunc(s.order, func(a, b int32) int { return cmp.Compare(x[a], x[b]) })
	run := int64(0)
	for k, i := range s.order {
		if k > 0 && x[i] == x[s.order[k-1]] {
			run++
			s.rank[i] = s.rank[s.order[k-1]]
		} else {
			run = 0
			s.rank[i] = int32(k)
		}
		s.ties += run
	}
	return s
}

// kendall is tau-b of two columns; room has twice their length.
func kendall(x, y *sorted, room []int32) float64 {
	n := len(x.order)
	if n < 3 {
		return math.NaN()
	}
	line := room[:n]
	for k, i := range x.order {
		line[k] = y.rank[i]
	}
	tiedBoth := int64(0)
	for from := 0; from < n; { // within a run of equal x, ascending y has no inversions
		to := from + 1
		for to < n && x.rank[x.order[to]] == x.rank[x.order[from]] {
			to++
		}
		if to > from+1 {
			slices.Sort(line[from:to])
			run := int64(0)
			for k := from + 1; k < to; k++ {
				if run++; line[k] != line[k-1] {
					run = 0
				}
				tiedBoth += run
			}
		}
		from = to
	}
	swaps := inversions(line, room[n:])
	all := int64(n) * int64(n-1) / 2
	below := math.Sqrt(float64(all-x.ties)) * math.Sqrt(float64(all-y.ties))
	if below == 0 {
		return math.NaN()
	}
	return max(-1, min(1, float64(all-x.ties-y.ties+tiedBoth-2*swaps)/below))
}

// inversions sorts y and counts the pairs that stood in the wrong order.
func inversions(y, room []int32) int64 {
	n := len(y)
	if n <= 12 {
		count := int64(0)
		for i := 1; i < n; i++ {
			v, k := y[i], i
			for ; k > 0 && y[k-1] > v; k-- {
				y[k] = y[k-1]
			}
			y[k] = v
			count += int64(i - k)
		}
		return count
	}
	half := n / 2
	count := inversions(y[:half], room[:half]) + inversions(y[half:], room[half:])
	copy(room, y)
	i, j := 0, half
	for k := range y {
		if j == n || i < half && room[i] <= room[j] {
			y[k] = room[i]
			i++
		} else {
			y[k] = room[j]
			j++
			count += int64(half - i)
		}
	}
	return count
}

// Coefficient is a way to measure correlation.
type Coefficient string

// The coefficients.
const (
	PearsonR    Coefficient = "pearson"
	SpearmanRho Coefficient = "spearman"
	KendallTau  Coefficient = "kendall"
)

// Of is the coefficient of two columns.
func (c Coefficient) Of(x, y []float64) float64 {
	switch c {
	case SpearmanRho:
		return Spearman(x, y)
	case KendallTau:
		return Kendall(x, y)
	}
	return Pearson(x, y)
}

// Matrix is the coefficient of every pair of k columns: row i, column j is at [i*k+j]. The diagonal is 1, or NaN for a
// column without spread. At most so many goroutines work on it.
func (c Coefficient) Matrix(cols [][]float64, workers int) []float64 {
	k := len(cols)
	out := make([]float64, k*k)
	ready := make([][]float64, k) // columns prepared once where they are complete, which is nearly always
	lines := make([]*sorted, k)
	par.Do(k, workers, func(j int) {
		col := cols[j]
		if slices.ContainsFunc(col, func(v float64) bool { return v != v }) || len(col) < 3 {
			return
		}
		if c == KendallTau {
			lines[j] = sortColumn(col)
			return
		}
		if c == SpearmanRho {
			col = Ranks(col, TiesAverage)
		}
		ready[j] = centred(col)
	})
	par.Do(k, workers, func(i int) {
		var room []int32
		if lines[i] != nil {
			room = make([]int32, 2*len(cols[i]))
		}
		out[i*k+i] = 1
		if s, _, n := squares(cols[i]); n < 3 || s == 0 {
			out[i*k+i] = math.NaN()
		}
		for j := range i {
			r := 0.0
			switch {
			case ready[i] != nil && ready[j] != nil:
				r = dot(ready[i], ready[j])
			case lines[i] != nil && lines[j] != nil:
				r = kendall(lines[i], lines[j], room)
			default:
				r = c.Of(cols[i], cols[j])
			}
			out[i*k+j], out[j*k+i] = r, r
		}
	})
	return out
}

// covariance is sum((x-mx)(y-my))/(n-1) over the complete pairs; NaN with fewer than two.
func covariance(x, y []float64) float64 {
	if x, y = complete(x, y); len(x) < 2 {
		return math.NaN()
	}
	mx, my, sum := Mean(x), Mean(y), 0.0
	for i, v := range x {
		sum += float64((v - mx) * (y[i] - my))
	}
	return sum / float64(len(x)-1)
}

// Alpha is Cronbach's alpha of k columns, k^2 c / S: c the mean covariance of two different columns, S the sum of all
// entries of the covariance matrix, over pairs that are complete (Cronbach, Psychometrika 1951). NaN for fewer than two
// columns, and where the entries sum to 0 or less.
func Alpha(cols [][]float64) float64 {
	k := len(cols)
	if k < 2 {
		return math.NaN()
	}
	diagonal, off := 0.0, 0.0
	for i, x := range cols {
		diagonal += covariance(x, x)
		for _, y := range cols[:i] {
			off += 2 * covariance(x, y)
		}
	}
	if !(diagonal+off > 0) { // pairs over different zones can contradict each other
		return math.NaN()
	}
	n := float64(k)
	return n * n * (off / (n * (n - 1))) / (diagonal + off)
}
