package revise

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// mergedRow is a zone made of several, in one year.
type mergedRow struct {
	merge  *scenario.Merge
	year   int32
	rows   []int
	values []float64
}

// merges makes the merged zones, and adds the ids of those that they are made of to the zones that are gone.
func (z *zones) merges(gone map[string]bool) []mergedRow {
	var out []mergedRow
	in := map[string]*scenario.Merge{} // the merge that a zone goes into
	made := map[string]bool{}
	for k := range z.s.Merge {
		m := &z.s.Merge[k]
		rows := z.members(m, in, gone)
		switch {
		case made[m.ID]:
			z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: m.Place, Mend: "give each its own id", Message: "two merged zones have the id " + diag.Quote(m.ID)})
		case slices.Contains(z.t.IDs, m.ID): // a new zone has no past; under the id of another it would have that one's
			z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: m.Place, Mend: "choose another id", Message: "the id " + diag.Quote(m.ID) + " is that of a zone of the data"})
		}
		made[m.ID] = true
		var ids []string
		for _, row := range rows {
			ids = append(ids, z.t.IDs[row])
		}
		rules, by := z.rules(m, ids)
		if z.log.HasErrors() || len(rows) < 2 {
			continue
		}
		z.out.Merged[m.ID] = ids
		for _, year := range z.yearsOf(ids) {
			r := mergedRow{merge: m, year: year, values: make([]float64, z.t.Columns)}
			for _, id := range ids {
				r.rows = append(r.rows, z.rowOf(id, year))
			}
			for j, in := range z.x.Inputs {
				r.values[j] = combined(z.t, r.rows, j, rules[j], by)
				z.possible(m, in, year, r.values[j])
			}
			out = append(out, r)
		}
	}
	for id := range in {
		gone[id] = true
	}
	return out
}

// possible reports a merged value of the year that is ranked which the indicator cannot have, such as a sum of shares.
func (z *zones) possible(m *scenario.Merge, in *index.Indicator, year int32, v float64) {
	if z.t.Years != nil && year != z.year {
		return
	}
	bad := func(what string) {
		z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: m.Place, Mend: "state another rule for it, such as rules: {" + in.ID + ": mean}",
			Message: fmt.Sprintf("zone %s, %s: the merged value would be %s", diag.Quote(m.ID), in.ID, what)})
	}
	switch {
	case math.IsInf(v, 0):
		bad("too large to compute with")
	case v < in.Min:
		bad(number(v) + ", below what it can be, " + number(in.Min))
	case v > in.Max:
		bad(number(v) + ", above what it can be, " + number(in.Max))
	}
}

// members are the rows of a merge in the year that is ranked.
func (z *zones) members(m *scenario.Merge, in map[string]*scenario.Merge, gone map[string]bool) []int {
	var rows []int
	for _, w := range m.Of {
		for _, row := range z.find(w, diag.ScenarioMerge, ", so that it cannot be merged into "+m.ID) {
			id := z.t.IDs[row]
			switch first := in[id]; {
			case first == m:
				z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: w.Place, Mend: "name it once", Message: fmt.Sprintf("zone %s stands twice in the merge %s", diag.Quote(id), m.ID)})
			case first != nil:
				z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: w.Place, Mend: "leave it in one of them", Message: fmt.Sprintf("zone %s is merged into %s and into %s", diag.Quote(id), first.ID, m.ID)})
			case slices.Contains(z.out.Dropped, id):
				z.log.Add(diag.Finding{Rule: diag.ScenarioContra, Place: w.Place, Mend: "keep one of them", Message: fmt.Sprintf("zone %s is merged into %s, and left out by drop or keep", diag.Quote(id), m.ID)})
			}
			in[id] = m
			rows = append(rows, row)
		}
	}
	return rows
}

// yearsOf are the years that have every one of the zones; 0 for a table without years.
func (z *zones) yearsOf(ids []string) []int32 {
	if z.t.Years == nil {
		return []int32{0}
	}
	var out []int32
	for _, y := range z.t.YearList() {
		if !slices.ContainsFunc(ids, func(id string) bool { return z.rowOf(id, y) < 0 }) {
			out = append(out, y)
		}
	}
	return out
}

func (z *zones) rowOf(id string, year int32) int {
	for row, have := range z.t.IDs {
		if have == id && (z.t.Years == nil || z.t.Years[row] == year) {
			return row
		}
	}
	return -1
}

// rules settles the rule of every column: what the scenario says of the indicator, else the index, else the rule of the
// merge. by is the column that weighted weighs by, -1 where none does.
func (z *zones) rules(m *scenario.Merge, ids []string) (rules []scenario.MergeRule, by int) {
	rules, by = make([]scenario.MergeRule, len(z.x.Inputs)), -1
	for j, in := range z.x.Inputs {
		if rules[j] = scenario.MergeRule(in.Merge); in.Merge == "" {
			rules[j] = m.Rule
		}
	}
	stated := map[string]scenario.RuleFor{}
	for _, r := range m.Rules {
		for _, in := range z.inputsOf(r.Select) {
			first, twice := stated[in.ID]
			if twice && namesOne(first) != namesOne(r) { // who names an indicator goes before a pattern
				if namesOne(first) {
					continue
				}
			} else if twice && first.Rule != r.Rule {
				z.log.Add(diag.Finding{Rule: diag.ScenarioContra, Place: r.Select.Place, Mend: "keep one of them", Related: []diag.Related{{Place: first.Select.Place, Message: "the other one"}},
					Message: fmt.Sprintf("%s says %s of %s, and %s says %s", diag.Quote(r.Select.Text), r.Rule, in.ID, diag.Quote(first.Select.Text), first.Rule)})
				break
			}
			stated[in.ID] = r
			rules[in.Column] = r.Rule
		}
	}
	var without []string
	for j, in := range z.x.Inputs {
		if rules[j] == "" {
			without = append(without, in.ID)
		}
	}
	if n := len(without); n > 0 {
		which := strings.Join(without[:min(n, 5)], ", ")
		if n > 5 {
			which += fmt.Sprintf(" and %d more", n-5)
		}
		z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: m.Place, Mend: "state rule: sum, mean or weighted, or rules: for each of them",
			Message: fmt.Sprintf("the merge %s has no rule for %s", m.ID, which)})
	}
	if !slices.Contains(rules, scenario.Weighted) {
		return rules, -1
	}
	if m.By.Text == "" {
		z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: m.Place, Mend: "add by: with a column, such as the number of employees", Message: "the merge " + m.ID + " takes weighted means, and nothing says by what"})
		return rules, -1
	}
	in := z.x.Find(m.By.Text)
	if in == nil {
		mend := "name an indicator, or a column to divide by"
		var columns []string
		for _, c := range z.x.Inputs {
			columns = append(columns, c.ID, c.Name.En, c.Name.Zh)
		}
		if near := diag.Nearest(m.By.Text, columns); near != "" {
			mend = "did you mean " + diag.Quote(near) + "?"
		}
		z.log.Add(diag.Finding{Rule: diag.ScenarioSelect, Place: m.By.Place, Mend: mend, Message: fmt.Sprintf("%s is no column of %s", diag.Quote(m.By.Text), z.x.ID)})
		return rules, -1
	}
	for row, id := range z.t.IDs {
		if v := z.t.Column(in.Column)[row]; v < 0 && slices.Contains(ids, id) {
			z.log.Add(diag.Finding{Rule: diag.ScenarioMerge, Place: m.By.Place, Mend: "weigh by a column without negative values", Message: fmt.Sprintf("%s has values below 0, which cannot weigh", in.ID)})
			break
		}
	}
	return rules, in.Column
}

// namesOne says whether a rule is of what it names, and not of all that a pattern means.
func namesOne(r scenario.RuleFor) bool { return !strings.ContainsAny(r.Select.Text, "*?[:") }

// combined is the value of several rows in a column, computed on the decimals that the values read as and rounded once. It is
// missing where one of them lacks it, and where nothing weighs.
func combined(t *zone.Table, rows []int, column int, rule scenario.MergeRule, by int) float64 {
	sum, weight := new(big.Rat), new(big.Rat)
	for _, row := range rows {
		v, w := t.Column(column)[row], 1.0
		if rule == scenario.Weighted {
			w = t.Column(by)[row]
		}
		if v != v || w != w {
			return math.NaN()
		}
		sum.Add(sum, new(big.Rat).Mul(decimal(w), decimal(v)))
		weight.Add(weight, decimal(w))
	}
	if rule != scenario.Sum {
		if weight.Sign() == 0 {
			return math.NaN()
		}
		sum.Quo(sum, weight)
	}
	v, _ := sum.Float64()
	return v
}

// decimal is the decimal that a finite number reads as.
func decimal(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(number(x))
	return r
}
