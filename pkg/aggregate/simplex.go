package aggregate

import "math"

// program is a linear program max c w with A w <= b and w >= 0, where b is 0 or more, so that w = 0 is a point to start
// from. It is solved by the simplex method on a dictionary: the entering variable is the one with the largest gain, or
// after a step without gain the first one (Bland 1977), so that it cannot go round in circles. Gonum's solver does, on the
// bounds of shares: they all meet at 0.
type program struct {
	columns int
	a       [][]float64
	b       []float64
}

// row adds a condition and returns its coefficients, to be filled in.
func (p *program) row(b float64) []float64 {
	p.a, p.b = append(p.a, make([]float64, p.columns)), append(p.b, b)
	return p.a[len(p.a)-1]
}

// tiny is what counts as 0 among numbers of the size of 1.
const tiny = 1e-12

// maximise returns the maximum and where it is; NaN where there is none, or where it was not reached. It uses the
// program up.
func (p *program) maximise(objective []float64) (best float64, at []float64) {
	c := append([]float64(nil), objective...)
	outside, inside := make([]int, p.columns), make([]int, len(p.a)) // which variable each column and row stands for
	for k := range outside {
		outside[k] = k
	}
	for r := range inside {
		inside[r] = p.columns + r
	}
	gained := true
	for range 200 * (len(p.a) + p.columns) {
		enter := -1
		for k, v := range c {
			if v > tiny && (enter < 0 || gained && v > c[enter] || !gained && outside[k] < outside[enter]) {
				enter = k
			}
		}
		if enter < 0 {
			at = make([]float64, p.columns)
			for r, variable := range inside {
				if variable < p.columns {
					at[variable] = p.b[r]
				}
			}
			return best, at
		}
		leave, least := -1, math.Inf(1)
		for r, row := range p.a {
			if row[enter] <= tiny {
				continue
			}
			ratio := p.b[r] / row[enter]
			if ratio < least || ratio == least && inside[r] < inside[leave] {
				leave, least = r, ratio
			}
		}
		if leave < 0 {
			return math.NaN(), nil
		}
		gain := c[enter] * least
		gained = gain > tiny
		best += gain
		p.pivot(c, leave, enter)
		outside[enter], inside[leave] = inside[leave], outside[enter]
	}
	return math.NaN(), nil
}

// pivot exchanges a row for a column.
func (p *program) pivot(c []float64, leave, enter int) {
	row := p.a[leave]
	by := 1 / row[enter]
	row[enter] = 1
	for k := range row {
		row[k] *= by
	}
	p.b[leave] *= by
	for r, other := range p.a {
		if f := other[enter]; r != leave && f != 0 {
			other[enter] = 0
			for k, v := range row {
				other[k] -= float64(f * v)
			}
			p.b[r] = math.Max(0, p.b[r]-float64(f*p.b[leave]))
		}
	}
	f := c[enter]
	c[enter] = 0
	for k, v := range row {
		c[k] -= float64(f * v)
	}
}
