package aggregate

import "math"

// fitTopsis is scale D-/(D+ + D-): Euclidean distances of the weighted values to the worst and to the best value of every
// part.
func fitTopsis(p Problem) (Func, *Fault) {
	best, worst := bounds(p.Parts)
	total, weights := sumOf(p.Weights), p.Weights
	return byRow(len(p.Parts), func(row []float64) float64 {
		toBest, toWorst := 0.0, 0.0
		for k, v := range row {
			w := weights[k] / total
			a, b := w*(v-best[k]), w*(v-worst[k])
			toBest += float64(a * a)
			toWorst += float64(b * b)
		}
		toBest, toWorst = math.Sqrt(toBest), math.Sqrt(toWorst)
		if toBest+toWorst == 0 {
			return p.Scale / 2
		}
		return p.Scale * (toWorst / (toBest + toWorst))
	}), nil
}

// fitVikor is scale (1 - Q), Q = v (S - S*)/(S- - S*) + (1 - v)(R - R*)/(R- - R*): S is the sum and R the largest of the
// weighted regrets w (best - x)/(best - worst). raw is -Q.
func fitVikor(p Problem) (Func, *Fault) {
	rows := completeRows(p.Parts)
	best, worst := bounds(rows)
	total, weights := sumOf(p.Weights), p.Weights
	regrets := func(row []float64) (sum, most float64) {
		for k, v := range row {
			if best[k] > worst[k] {
				r := weights[k] / total * ((best[k] - v) / (best[k] - worst[k]))
				sum += r
				most = math.Max(most, r)
			}
		}
		return sum, most
	}
	inf := math.Inf(1)
	lowS, highS, lowR, highR := inf, -inf, inf, -inf
	row := make([]float64, len(rows))
	for i := range rows[0] {
		for k := range rows {
			row[k] = rows[k][i]
		}
		s, r := regrets(row)
		lowS, highS, lowR, highR = math.Min(lowS, s), math.Max(highS, s), math.Min(lowR, r), math.Max(highR, r)
	}
	const level = 1e-12 // regrets, which are 0 to 1, that differ by rounding alone do not tell zones apart
	v, raw := p.Settings.Number("v", 0.5), p.Settings.Flag("raw", false)
	return byRow(len(p.Parts), func(row []float64) float64 {
		s, r := regrets(row)
		q := 0.0
		if highS-lowS > level {
			q += float64(v * ((s - lowS) / (highS - lowS)))
		}
		if highR-lowR > level {
			q += float64((1 - v) * ((r - lowR) / (highR - lowR)))
		}
		if raw {
			return -q
		}
		return p.Scale * (1 - q)
	}), nil
}

// bounds are the best and the worst value of every part, over the rows that have all.
func bounds(parts [][]float64) (best, worst []float64) {
	rows := completeRows(parts)
	best, worst = make([]float64, len(parts)), make([]float64, len(parts))
	for k, part := range rows {
		best[k], worst[k] = math.Inf(-1), math.Inf(1)
		for _, v := range part {
			best[k], worst[k] = math.Max(best[k], v), math.Min(worst[k], v)
		}
	}
	return best, worst
}
