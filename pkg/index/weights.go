package index

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
)

// Weights are computed on the exact decimals of the file and rounded to float64 once, at the end. Writing every
// weight of a group ten times as large, or in percent, therefore changes no score by a single bit.

// weightOf is the weight of one part. One that could not be read has no exact value, and is not Shared.
func weightOf(n num, h *head, a assumed) Weight {
	w := Weight{Value: n.V, exact: n.Exact}
	switch {
	case !h.Has("weight"):
		w.Origin = Shared
	case a.marks("weight"):
		w.Origin = Assumed
	}
	return w
}

func (d *decoder) weightsSum(dim *Dimension, n num, h *head, a assumed) {
	if !n.Set {
		if h.Has("weights_sum") {
			d.faulty[dim] = true
		}
		return
	}
	dim.WeightsSum, dim.sum, dim.sumAt = n.V, n.Exact, n.At
	if a.marks("weights_sum") {
		dim.SumOrigin = Assumed
	}
}

// child is what a group needs to know of each member.
type child struct {
	id     string
	weight *Weight
	take   func(effective *big.Rat)
}

// resolveWeights fills in the weights that the file leaves out, and the share and effective weight of every node.
func (d *decoder) resolveWeights(x *Index) {
	d.group(x.Root, big.NewRat(1, 1))
	d.reportUnused()
}

// group resolves the weights inside one dimension. A group at fault passes no weight on, so that the groups inside
// are searched for faults of their own. effective is nil where it is not known before there are data.
func (d *decoder) group(dim *Dimension, effective *big.Rat) {
	dim.Effective = toFloat(effective)
	members := make([]child, 0, len(dim.Dimensions)+len(dim.Indicators))
	for _, c := range dim.Dimensions {
		members = append(members, child{label(c.ID, c.Place.Path), &c.Weight, func(e *big.Rat) { d.group(c, e) }})
	}
	for _, in := range dim.Indicators {
		members = append(members, child{label(in.ID, in.Place.Path), &in.Weight, func(e *big.Rat) { in.Effective = toFloat(e) }})
	}
	var total *big.Rat
	if len(members) > 0 && !d.faulty[dim] {
		total = d.shareOut(dim, members)
	}
	computed := !dim.Weighting.Given() && total != nil && len(members) > 1
	if computed {
		if total = d.compute(dim, members, total); total == nil {
			for _, m := range members {
				m.take(nil)
			}
			return
		}
	}
	var of, share, part *big.Rat // of is the weight divided last; members without one of their own have the same
	for _, m := range members {
		if total == nil {
			m.take(new(big.Rat))
			continue
		}
		if m.weight.exact != of {
			of = m.weight.exact
			share = new(big.Rat).Quo(of, total)
			part = nil
			if effective != nil {
				part = new(big.Rat).Mul(effective, share)
			}
		}
		m.weight.Share, _ = share.Float64()
		m.weight.Units = m.weight.Share
		m.take(part)
	}
	if total != nil && !computed {
		units(members)
	}
}

// toFloat is the float nearest to r, NaN for nil.
func toFloat(r *big.Rat) float64 {
	if r == nil {
		return math.NaN()
	}
	f, _ := r.Float64()
	return f
}

// units sets the weights of a group in its smallest whole numbers: all times the least common multiple of their
// denominators, over their greatest common divisor. Numbers beyond 2^53 would not be exact as float64, so then the
// shares stay.
func units(members []child) {
	multiple, divisor, sum := big.NewInt(1), new(big.Int), new(big.Int)
	for _, m := range members {
		d := m.weight.exact.Denom()
		multiple.Div(multiple, new(big.Int).GCD(nil, nil, multiple, d)).Mul(multiple, d)
	}
	whole := make([]*big.Int, len(members))
	for i, m := range members {
		whole[i] = new(big.Int).Mul(m.weight.exact.Num(), new(big.Int).Div(multiple, m.weight.exact.Denom()))
		divisor.GCD(nil, nil, divisor, whole[i])
		sum.Add(sum, whole[i])
	}
	if sum.Div(sum, divisor).BitLen() > 53 {
		return
	}
	for i, m := range members {
		m.weight.Units, _ = new(big.Float).SetInt(whole[i].Div(whole[i], divisor)).Float64()
	}
}

// shareOut gives every member its exact weight and returns their sum, or nil after a finding.
func (d *decoder) shareOut(dim *Dimension, members []child) *big.Rat {
	given, without := new(big.Rat), []string{}
	for _, m := range members {
		switch {
		case m.weight.exact != nil:
			given.Add(given, m.weight.exact)
		case m.weight.Origin == Shared:
			without = append(without, m.id)
		default:
			return nil // a weight that could not be read
		}
	}
	at, stated := d.lists[dim], dim.sum
	if stated != nil {
		at = dim.sumAt
	}
	if len(without) == 0 {
		return d.checkSum(dim, members, given, at)
	}
	rest := big.NewRat(int64(len(without)), 1)
	switch {
	case len(without) == len(members) && stated == nil:
		// nothing given at all: equal weights
	case stated == nil:
		d.Add(diag.IndexWeights, at, "give them weights, or state weights_sum so that what is left of it is shared",
			"some of the group have weights and these do not: %s", strings.Join(without, ", "))
		return nil
	default:
		rest.Sub(stated, given)
		if rest.Sign() <= 0 {
			d.Add(diag.IndexWeights, at, "lower the weights that are given, or raise weights_sum",
				"the weights given take up %s of %s, which leaves nothing for: %s", decimalText(given), decimalText(stated), strings.Join(without, ", "))
			return nil
		}
	}
	each := new(big.Rat).Quo(rest, big.NewRat(int64(len(without)), 1))
	for _, m := range members {
		if m.weight.exact == nil {
			m.weight.exact = each
			m.weight.Value, _ = each.Float64()
		}
	}
	return new(big.Rat).Add(given, rest)
}

// checkSum checks a group whose weights are all given.
func (d *decoder) checkSum(dim *Dimension, members []child, given *big.Rat, at diag.Place) *big.Rat {
	if given.Sign() == 0 {
		d.Add(diag.IndexWeights, d.lists[dim], "give at least one a weight above 0", "all weights of the group are zero")
		return nil
	}
	mend := "correct the weights; they are never rescaled in silence"
	switch {
	case dim.sum != nil && given.Cmp(dim.sum) != 0:
		d.Add(diag.IndexWeights, at, mend, "the weights inside sum to %s, weights_sum says %s", decimalText(given), decimalText(dim.sum))
		return nil
	case dim.Parent == nil && dim.sum == nil && given.Cmp(big.NewRat(100, 1)) != 0 && given.Cmp(big.NewRat(1, 1)) != 0:
		parts := make([]string, len(members))
		for i, m := range members {
			parts[i] = fmt.Sprintf("%s %s", m.id, decimalText(m.weight.exact))
		}
		d.Add(diag.IndexWeights, at, mend, "the top weights sum to %s, expected 100 or 1 (%s)", decimalText(given), strings.Join(parts, ", "))
		return nil
	}
	return given
}

// decimalText prints an exact decimal, or its size where it has too many digits to read.
func decimalText(r *big.Rat) string {
	places, exact := r.FloatPrec()
	if s := r.FloatString(places); exact && len(s) <= 40 {
		return s
	}
	v, _ := r.Float64()
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// label names a part of a group in a message: its id, or its position in the file.
func label(id, path string) string {
	if id != "" {
		return id
	}
	return fmt.Sprintf("(%s)", path[strings.LastIndexByte(path, '.')+1:])
}
