package prepare

import (
	"fmt"
	"math"
	"strconv"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
)

// denominate divides by another column of the data as it was read: x / (denominator / scale). A value without a
// denominator is missing.
func denominate(s *Set, in *index.Indicator, col []float64, log *diag.Log) bool {
	st := in.Denominate
	by := s.Index.Denominator(st.Text("by", ""))
	source, scale := s.Table.Column(by.Column), st.Number("scale", 1)
	good := s.refuse(log, in, st, by.Column, col, func(i int, _ float64) bool { return source[s.Row(i)] <= 0 },
		"correct the denominator, or leave the cell empty", func(float64) string { return "the denominator " + by.ID + " is 0 or below" })
	if !good {
		return false
	}
	for i := range col {
		col[i] /= source[s.Row(i)] / scale
	}
	return s.refuse(log, in, st, by.Column, col, func(_ int, v float64) bool { return math.IsInf(v, 0) },
		"check the unit of the denominator", func(float64) string { return "divided by " + by.ID + " it is too large to compute with" })
}

func whyDenominated(_ *Set, in *index.Indicator, _ int) string {
	why := "divided by " + in.Denominate.Text("by", "")
	if scale := in.Denominate.Number("scale", 1); scale != 1 {
		why += fmt.Sprintf(" / %g", scale)
	}
	return why
}

// prepared is the value of an indicator in any row of the table, after denominate; NaN where there is none.
func (s *Set) prepared(in *index.Indicator, row int) float64 {
	v := s.Table.Column(in.Column)[row]
	if st := in.Denominate; st.Acts() {
		v /= s.Table.Column(s.Index.Denominator(st.Text("by", "")).Column)[row] / st.Number("scale", 1)
	}
	if math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

// transforms says whether the last step does anything.
func transforms(in *index.Indicator) bool {
	return in.Transform.Acts() || in.Cap < index.NoLimit || in.Floor > -index.NoLimit
}

// transformColumn holds the values between floor and cap, and applies the transform.
func transformColumn(s *Set, in *index.Indicator, col []float64, log *diag.Log) bool {
	if in.Cap < index.NoLimit || in.Floor > -index.NoLimit {
		for i, v := range col {
			if v > in.Cap {
				col[i] = in.Cap
			} else if v < in.Floor {
				col[i] = in.Floor
			}
		}
	}
	if !in.Transform.Acts() {
		return true
	}
	f := in.Transform.Function()
	good := s.refuse(log, in, in.Transform, in.Column, col, func(_ int, v float64) bool { return !f.Takes(v) },
		"correct the value, set a floor or a cap, or take another transform",
		func(v float64) string { return fmt.Sprintf("%s of %s does not exist", f.Noun, number(v)) })
	if good && in.Transform.Name == "reciprocal" {
		side := 0.0
		good = s.refuse(log, in, in.Transform, in.Column, col, func(_ int, v float64) bool {
			if side == 0 {
				side = v
			}
			return v*math.Copysign(1, side) < 0
		}, "take another transform", func(v float64) string {
			return fmt.Sprintf("the reciprocal turns round the order of values on both sides of 0, and %s is on the other side", number(v))
		})
	}
	if !good {
		return false
	}
	for i, v := range col {
		col[i] = f.Apply(v)
	}
	return true
}

func whyTransformed(_ *Set, in *index.Indicator, _ int) string {
	why := ""
	add := func(s string) {
		if why != "" {
			why += ", "
		}
		why += s
	}
	if in.Floor > -index.NoLimit {
		add("floor " + number(in.Floor))
	}
	if in.Cap < index.NoLimit {
		add("cap " + number(in.Cap))
	}
	switch t := in.Transform; {
	case t.Has("value"):
		add(t.Name + " " + number(t.Number("value", 0)))
	case t.Acts():
		add(t.Name)
	}
	return why
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
