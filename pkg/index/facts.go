package index

import (
	"math"
	"slices"

	"zoneval/pkg/diag"
)

// assumedMark checks that a mark marks keys that the mapping has, and that a note says why.
func (d *decoder) assumedMark(a assumed, h *head) {
	if !a.Set {
		return
	}
	if a.All && !h.Has("weight") {
		d.Add(diag.IndexAssumed, a.At, "name the keys that are assumed: [direction]", `marked as assumed, but there is no "weight" here`)
	}
	for _, k := range a.Keys {
		if h.Has(k.V) {
			continue
		}
		have := make([]string, 0, len(h.Keys))
		for _, key := range h.Keys {
			have = append(have, key.Name)
		}
		mend := "mark keys that stand in the same mapping"
		if near := diag.Nearest(k.V, have); near != "" {
			mend = "did you mean " + diag.Quote(near) + "?"
		}
		d.Add(diag.IndexAssumed, k.At, mend, "marked as assumed, but there is no %s here", diag.Quote(k.V))
	}
	if !h.Has("note") {
		d.Add(diag.IndexAssumed, a.At, "add note: and say where the number comes from", "assumed, with no note")
	}
}

// columns checks the mapping from standard columns and indicators to the data file's own headers.
func (d *decoder) columns(x *Index, m strMap) {
	known := slices.Concat(StandardColumns, longColumns)
	standard := len(known)
	for _, in := range x.Inputs {
		if in.ID != "" {
			known = append(known, in.ID)
		}
	}
	mapped, headed := map[string]string{}, map[string]string{}
	for _, p := range m.V {
		target := p.Key.V
		if !slices.Contains(known[:standard], target) {
			in := x.Find(target)
			if in == nil {
				if !d.partial && !d.Log.Full(diag.Error) { // or it may be in the part that could not be read
					d.Add(diag.IndexColumn, p.Key.At, diag.DidYouMean(target, known), "%s is neither a standard column nor an indicator", diag.Quote(target))
				}
				continue
			}
			target = label(in.ID, in.Place.Path)
		}
		if other, twice := mapped[target]; twice {
			d.Add(diag.IndexColumn, p.Key.At, "keep one of them", "%s and %s both stand for %s", diag.Quote(other), diag.Quote(p.Key.V), target)
			continue
		}
		mapped[target] = p.Key.V
		if other, twice := headed[p.Value.V]; twice {
			d.Add(diag.IndexColumn, p.Value.At, "give each a header of its own", "the header %s is already taken by %s", diag.Quote(p.Value.V), diag.Quote(other))
			continue
		}
		headed[p.Value.V] = p.Key.V
		x.Columns[p.Key.V] = p.Value.V
	}
}

// verify compares the index with what its file says about itself. What a fault above has made unknown is not
// compared, since that would only repeat the fault.
func (d *decoder) verify(f *expectFile, x *Index) {
	x.Expect = Expect{Indicators: -1, Dimensions: -1, QuantitativeShare: -1, Tolerance: 0.005}
	if f.Tolerance.Set {
		x.Expect.Tolerance = f.Tolerance.V
	}
	x.Expect.Indicators = d.count(f.Indicators, len(x.Indicators), "indicators")
	x.Expect.Dimensions = d.count(f.Dimensions, len(x.Root.Dimensions), "top dimensions")
	s := f.QuantitativeShare
	if !s.Set {
		return
	}
	x.Expect.QuantitativeShare = s.V
	switch have := x.QuantitativeShare(); {
	case s.V > 1:
		d.Add(diag.IndexExpect, s.At, "write a share from 0 to 1, such as 0.89", "found %g, expected a share of at most 1", s.V)
	case have != have: // the weights are computed from the data
	case !d.Log.HasErrors() && math.Abs(have-s.V) > x.Expect.Tolerance:
		d.Add(diag.IndexExpect, s.At, "correct the weights and kinds, or the expectation",
			"the file expects a quantitative share of %g (within %g) and has %.4f", s.V, x.Expect.Tolerance, have)
	}
}

// count compares a stated number of parts, and returns it; -1 is none stated.
func (d *decoder) count(want num, have int, what string) int {
	if !want.Set {
		return -1
	}
	if want.V != float64(have) && !d.partial {
		d.Add(diag.IndexExpect, want.At, "correct the list, or the expectation", "the file expects %g %s and has %d", want.V, what, have)
	}
	return int(want.V)
}
