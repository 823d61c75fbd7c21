package prepare

import (
	"fmt"
	"math"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/stats"
)

const dimensionMean = "dimension-mean"

// otherYears are the methods that look at other years of a zone.
var otherYears = map[string]bool{"previous-year": true, "linear": true}

// UsesOtherYears says whether some values of an index are imputed from other years.
func UsesOtherYears(x *index.Index) bool {
	return slices.ContainsFunc(x.Indicators, func(in *index.Indicator) bool { return otherYears[in.Impute.Name] })
}

// byGroup are the methods that look at zones with the same attribute.
var byGroup = map[string]bool{"group-mean": true, "group-median": true}

// attributes checks that the data have the attributes that groups are made by, and years where other years are looked at.
func (s *Set) attributes(log *diag.Log) bool {
	reported := map[string]bool{}
	for _, in := range s.Index.Indicators {
		if name := in.Impute.Name; otherYears[name] && s.Table.Years == nil && !reported[name] {
			reported[name] = true
			log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: in.Impute.Place, Mend: "add the column, with a row for every zone and year",
				Message: fmt.Sprintf("%s looks at other years, and the data have no year column", name)})
		}
		by := in.Impute.Text("by", "")
		if !byGroup[in.Impute.Name] || reported[by] || s.Table.Attribute(by).Present() {
			continue
		}
		reported[by] = true
		log.Add(diag.Finding{Rule: diag.ScoreMethod, Place: in.Impute.Place, Mend: "add the column, or name the column that holds it under columns: {" + by + ": ...}",
			Message: fmt.Sprintf("%s makes groups by %s, and the data have no such column", in.Impute.Name, by)})
	}
	return len(reported) == 0
}

// impute fills in what is missing in a column. What a method has nothing to fill with stays missing.
func impute(s *Set, in *index.Indicator, col []float64, _ *diag.Log) bool {
	st := in.Impute
	gaps := false
	for _, v := range col {
		gaps = gaps || v != v
	}
	if !gaps {
		return true
	}
	switch st.Name {
	case "mean":
		fill(col, stats.Mean(col))
	case "median":
		fill(col, stats.Median(col))
	case "constant":
		fill(col, st.Number("value", 0))
	case "group-mean":
		s.fillGroups(col, st.Text("by", ""), stats.Mean)
	case "group-median":
		s.fillGroups(col, st.Text("by", ""), stats.Median)
	case "previous-year":
		s.fillYears(in, col, s.previous(in, int32(st.Number("max_years", 1))))
	case "linear":
		s.fillYears(in, col, s.line(in, st.Flag("extrapolate", false)))
	}
	return true // dimension-mean is done for all columns together
}

func fill(col []float64, x float64) {
	for i, v := range col {
		if v != v {
			col[i] = x
		}
	}
}

// fillGroups fills gaps from the zones with the same attribute. Zones without one make no group.
func (s *Set) fillGroups(col []float64, by string, middle func([]float64) float64) {
	codes := s.Table.Attribute(by).Codes
	members := map[uint32][]float64{}
	for i, v := range col {
		if c := codes[s.Row(i)]; c != 0 && v == v {
			members[c] = append(members[c], v)
		}
	}
	middles := map[uint32]float64{}
	for c, values := range members {
		middles[c] = middle(values)
	}
	for i, v := range col {
		if m, ok := middles[codes[s.Row(i)]]; ok && v != v {
			col[i] = m
		}
	}
}

// fillYears fills gaps from the same zone in other years.
func (s *Set) fillYears(in *index.Indicator, col []float64, find func(rows []int32, year int32) float64) {
	if s.years == nil {
		return
	}
	for i, v := range col {
		if v != v {
			row := s.Row(i)
			col[i] = find(s.years[s.Table.IDs[row]], s.Table.Years[row])
		}
	}
}

// previous finds the latest value of the years before, at most so many back.
func (s *Set) previous(in *index.Indicator, most int32) func([]int32, int32) float64 {
	return func(rows []int32, year int32) float64 {
		for k := len(rows) - 1; k >= 0; k-- {
			y := s.Table.Years[rows[k]]
			if v := s.prepared(in, int(rows[k])); y < year && y >= year-most && v == v {
				return v
			}
		}
		return math.NaN()
	}
}

// line finds the value on the straight line through the nearest years with values on both sides; beyond the first and
// the last, where that is asked for, through the two nearest.
func (s *Set) line(in *index.Indicator, extrapolate bool) func([]int32, int32) float64 {
	return func(rows []int32, year int32) float64 {
		type point struct{ t, v float64 }
		var before, after []point // nearest last, nearest first
		for _, r := range rows {
			p := point{float64(s.Table.Years[r]), s.prepared(in, int(r))}
			switch {
			case p.v != p.v:
			case s.Table.Years[r] < year:
				before = append(before, p)
			case s.Table.Years[r] > year:
				after = append(after, p)
			}
		}
		var a, b point
		switch {
		case len(before) > 0 && len(after) > 0:
			a, b = before[len(before)-1], after[0]
		case extrapolate && len(before) > 1:
			a, b = before[len(before)-2], before[len(before)-1]
		case extrapolate && len(after) > 1:
			a, b = after[0], after[1]
		default:
			return math.NaN()
		}
		return a.v + float64((b.v-a.v)*((float64(year)-a.t)/(b.t-a.t)))
	}
}

// imputeRows fills the gaps of indicators with dimension-mean from how the zone stands in the other indicators of the
// dimension, or of one above it: the mean or median of its present min-max scores after direction, turned back.
func (s *Set) imputeRows() {
	type spread struct{ min, max float64 }
	of := make([]spread, len(s.Index.Indicators))
	for j := range of {
		of[j] = spread{math.Inf(1), math.Inf(-1)}
		for _, v := range s.Column(j) {
			if v == v {
				of[j] = spread{math.Min(of[j].min, v), math.Max(of[j].max, v)}
			}
		}
	}
	type cell struct {
		i, j int
		v    float64
	}
	var found []cell
	var standing []float64
	for j, in := range s.Index.Indicators {
		if in.Impute.Name != dimensionMean {
			continue
		}
		others, middle := in.Parent.Above(int(in.Impute.Number("up", 0))).Leaves(), stats.Mean
		if in.Impute.Flag("median", false) {
			middle = stats.Median
		}
		for i, v := range s.Column(j) {
			if v == v || of[j].min > of[j].max {
				continue
			}
			if of[j].min == of[j].max {
				found = append(found, cell{i, j, of[j].min})
				continue
			}
			standing = standing[:0]
			for _, other := range others {
				o, x := of[other.Column], s.Column(other.Column)[i]
				if x != x || o.min == o.max {
					continue
				}
				if other.Direction == index.Lower {
					standing = append(standing, (o.max-x)/(o.max-o.min))
				} else {
					standing = append(standing, (x-o.min)/(o.max-o.min))
				}
			}
			if len(standing) == 0 {
				continue
			}
			z, width := middle(standing), of[j].max-of[j].min
			if in.Direction == index.Lower {
				found = append(found, cell{i, j, of[j].max - float64(z*width)})
			} else {
				found = append(found, cell{i, j, of[j].min + float64(z*width)})
			}
		}
	}
	for _, c := range found {
		s.Column(c.j)[c.i] = c.v
	}
}

func whyImputed(s *Set, in *index.Indicator, row int) string {
	st := in.Impute
	switch st.Name {
	case "mean", "median":
		return st.Name + " of the zones that have a value"
	case "group-mean", "group-median":
		by := st.Text("by", "")
		return fmt.Sprintf("%s of %s %s", st.Name[len("group-"):], by, s.Table.Attribute(by).At(row))
	case dimensionMean:
		middle := map[bool]string{true: "median", false: "mean"}[st.Flag("median", false)]
		return middle + " of the zone's other scores in " + in.Parent.Above(int(st.Number("up", 0))).ID
	case "previous-year":
		return "the zone's latest value of the years before"
	case "linear":
		return "on the line between the zone's values of other years"
	}
	return "constant"
}
