package revise

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// ValueChange is a value of a zone before and after.
type ValueChange struct {
	Zone          string // id
	Indicator     *index.Indicator
	Before, After float64 // NaN is missing
}

// Zones is a table that a scenario has changed.
type Zones struct {
	Table   *zone.Table // the table of before where the scenario changes nothing of it
	Before  *zone.Table
	Values  []ValueChange
	Dropped []string            // ids of zones that are left out, merged ones not among them
	Merged  map[string][]string // id of a merged zone -> the ids it was made of
}

// Table applies the values and zones of a scenario to a table. Values are changed in one year, 0 being tables without years;
// zones are dropped and merged in every year. The result is nil when a finding is an error; the table given is not changed.
func Table(x *index.Index, t *zone.Table, year int32, s *scenario.Scenario) (*Zones, *diag.Log) {
	log := &diag.Log{Max: maxFindings}
	z := &zones{x: x, t: t, before: t, year: year, s: s, log: log, out: &Zones{Table: t, Before: t, Merged: map[string][]string{}}}
	z.values()
	gone := z.selection()
	merged := z.merges(gone)
	if log.HasErrors() {
		return nil, log
	}
	if len(gone) > 0 || len(merged) > 0 {
		z.rebuild(gone, merged)
	}
	return z.out, log
}

type zones struct {
	x      *index.Index
	t      *zone.Table // with the values changed
	before *zone.Table
	year   int32
	s      *scenario.Scenario
	log    *diag.Log
	out    *Zones

	refused []*refusal
}

// refusal is a change that an indicator cannot take in one zone, and how many more there are.
type refusal struct {
	change    *scenario.Change
	indicator *index.Indicator
	more      int
	finding   diag.Finding
}

// now says whether a row is of the year that is ranked.
func (z *zones) now(row int) bool { return z.t.Years == nil || z.t.Years[row] == z.year }

// find lists the rows of the year whose zone a text means: an id, a name, or a pattern of ids. It reports one that means none.
func (z *zones) find(w scenario.Word, rule *diag.Rule, what string) []int {
	var exact, alike []int
	pattern := strings.ContainsAny(w.Text, "*?[")
	for row := range z.t.Rows {
		switch {
		case !z.now(row):
		case z.t.IDs[row] == w.Text:
			exact = append(exact, row)
		case strings.EqualFold(z.t.Name(row, "en"), w.Text), z.t.Name(row, "zh") == w.Text, pattern && matches(w.Text, z.t.IDs[row]):
			alike = append(alike, row)
		}
	}
	if exact != nil {
		return exact
	}
	switch {
	case alike == nil:
		mend := diag.DidYouMean(w.Text, z.t.Known("zone"))
		for row, id := range z.t.IDs {
			if id == w.Text {
				mend = fmt.Sprintf("the data have it in %d, and not in %d", z.t.Years[row], z.year)
			}
		}
		if mend == "" {
			mend = "the ids and names of all zones are in the output of rank -f csv"
		}
		z.log.Add(diag.Finding{Rule: rule, Place: w.Place, Mend: mend, Message: fmt.Sprintf("%s matches no zone%s", diag.Quote(w.Text), what)})
	case len(alike) > 1 && !pattern:
		var ids []string
		for _, row := range alike {
			ids = append(ids, z.t.IDs[row])
		}
		z.log.Add(diag.Finding{Rule: rule, Place: w.Place, Mend: "name one by its id: " + strings.Join(ids[:min(len(ids), 10)], ", "), Message: fmt.Sprintf("%d zones are called %s", len(ids), diag.Quote(w.Text))})
		return nil
	}
	return alike
}

// cell is a value that changes are made to.
type cell struct{ row, column int }

// values changes single values.
func (z *zones) values() {
	changed := map[cell]*together{}
	var order []cell
	var clash clashes
	for i := range z.s.Changes {
		c := &z.s.Changes[i]
		if c.Kind != scenario.Value {
			continue
		}
		inputs := z.inputsOf(scenario.Word{Text: c.Select, Place: c.Place})
		for _, row := range z.find(scenario.Word{Text: c.Zone, Place: c.Place}, diag.ScenarioSelect, "") {
			for _, in := range inputs {
				at := cell{row, in.Column}
				if changed[at] == nil {
					changed[at] = &together{}
					order = append(order, at)
				}
				if other := changed[at].add(c); other != nil {
					clash.add(c, other, fmt.Sprintf("the value of zone %s in %s", z.t.IDs[row], in.ID))
				}
			}
		}
	}
	clash.report(z.log)
	if len(order) == 0 || z.log.HasErrors() {
		return
	}
	t := *z.t
	t.Values, t.Bounds = slices.Clone(z.t.Values), maps.Clone(z.t.Bounds)
	by := map[cell]*scenario.Change{}
	t.Locate = func(row, column int) (diag.Place, string) {
		if c := by[cell{row, column}]; c != nil {
			return c.Place, text(t.Column(column)[row])
		}
		return z.before.Locate(row, column)
	}
	for _, at := range order {
		c, in := changed[at], z.x.Inputs[at.column]
		v := &t.Values[at.column*t.Rows+at.row]
		was := *v
		if *v = z.changed(c, in, at.row, was); *v != was {
			z.out.Values = append(z.out.Values, ValueChange{z.t.IDs[at.row], in, was, *v})
			by[at] = c.changes[0]
			delete(t.Bounds, zone.Cell{Row: at.row, Column: at.column})
		}
	}
	for _, r := range z.refused {
		if r.more > 0 {
			r.finding.Message += fmt.Sprintf("; and so in %d more zones", r.more)
		}
		z.log.Add(r.finding)
	}
	if len(z.out.Values) > 0 {
		z.t, z.out.Table = &t, &t
	}
}

// inputsOf are the columns that a selector means; it reports one that means none.
func (z *zones) inputsOf(w scenario.Word) []*index.Indicator {
	inputs, mend := z.inputs(w.Text)
	if inputs == nil {
		z.log.Add(diag.Finding{Rule: diag.ScenarioSelect, Place: w.Place, Mend: mend, Message: fmt.Sprintf("%s matches no indicator of %s", diag.Quote(w.Text), z.x.ID)})
	}
	return inputs
}

// inputs are the columns that a selector means: indicators, or a denominator by its id or name.
func (z *zones) inputs(selector string) ([]*index.Indicator, string) {
	if in := z.x.Denominator(selector); in != nil { // an id goes before the name of a dimension
		return []*index.Indicator{in}, ""
	}
	parts, mend := Select(z.x, selector)
	if parts == nil {
		for _, in := range z.x.Inputs[len(z.x.Indicators):] {
			if strings.EqualFold(in.ID, selector) || strings.EqualFold(in.Name.En, selector) || in.Name.Zh == selector {
				return []*index.Indicator{in}, ""
			}
		}
		return nil, mend
	}
	var out []*index.Indicator
	for _, p := range parts {
		if p.Indicator == nil {
			for _, q := range within(p.Dimension) {
				if q.Indicator != nil && !slices.Contains(out, q.Indicator) {
					out = append(out, q.Indicator)
				}
			}
		} else if !slices.Contains(out, p.Indicator) {
			out = append(out, p.Indicator)
		}
	}
	return out, ""
}

// changed is what becomes of a value, computed on the decimal that it reads as.
func (z *zones) changed(t *together, in *index.Indicator, row int, was float64) float64 {
	c := t.changes[0]
	bad := func(mend, format string, args ...any) float64 {
		for _, r := range z.refused {
			if r.change == c && r.indicator == in {
				r.more++
				return was
			}
		}
		z.refused = append(z.refused, &refusal{c, in, 0, diag.Finding{Rule: diag.ScenarioNumber, Place: c.Place, Mend: mend,
			Message: fmt.Sprintf("zone %s, %s: ", diag.Quote(z.t.IDs[row]), in.ID) + fmt.Sprintf(format, args...)}})
		return was
	}
	if was != was && c.Op != scenario.Set {
		return bad("set it: zone:"+z.t.IDs[row]+"/"+in.ID+"=VALUE", "the value is missing, so that it cannot be changed by %s", diag.Quote(c.Text))
	}
	now := c.Amount
	if c.Op != scenario.Set {
		now = t.apply(decimal(was))
	}
	v, _ := now.Float64()
	switch {
	case math.IsInf(v, 0):
		return bad("check the amount", "the value would be too large to compute with")
	case v < in.Min:
		return bad("it is at least "+number(in.Min), "the value would be %s, below what it can be", number(v))
	case v > in.Max:
		return bad("it is at most "+number(in.Max), "the value would be %s, above what it can be", number(v))
	case in.Whole && v != math.Trunc(v):
		return bad("only whole numbers are possible", "the value would be %s", number(v))
	}
	return v
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// text is a value as a cell would have it.
func text(x float64) string {
	if x != x {
		return ""
	}
	return number(x)
}

// selection is the ids of the zones that drop and keep leave out.
func (z *zones) selection() map[string]bool {
	gone := map[string]bool{}
	kept := map[string]bool{}
	for _, w := range z.s.Keep {
		for _, row := range z.find(w, diag.ScenarioSelect, ", so that it cannot be kept") {
			kept[z.t.IDs[row]] = true
		}
	}
	for _, w := range z.s.Drop {
		for _, row := range z.find(w, diag.ScenarioSelect, ", so that it cannot be dropped") {
			id := z.t.IDs[row]
			if kept[id] {
				z.log.Add(diag.Finding{Rule: diag.ScenarioContra, Place: w.Place, Mend: "keep one of them", Message: "zone " + diag.Quote(id) + " is kept and dropped"})
			}
			gone[id] = true
		}
	}
	if len(z.s.Keep) > 0 {
		for _, id := range z.t.IDs {
			if !kept[id] {
				gone[id] = true
			}
		}
	}
	for row, id := range z.t.IDs {
		if z.now(row) && gone[id] {
			z.out.Dropped = append(z.out.Dropped, id)
		}
	}
	if n := len(z.out.Dropped); n > 0 && !z.left(gone) && len(z.s.Merge) == 0 && !(len(z.s.Keep) > 0 && len(kept) == 0) {
		z.log.Add(diag.Finding{Rule: diag.ScenarioContra, Place: slices.Concat(z.s.Drop, z.s.Keep)[0].Place, Mend: "drop fewer", Message: "no zone would be left"})
	}
	return gone
}

func (z *zones) left(gone map[string]bool) bool {
	for row, id := range z.t.IDs {
		if z.now(row) && !gone[id] {
			return true
		}
	}
	return false
}

// rebuild makes a table without the zones that are gone, and with the merged ones at its end.
func (z *zones) rebuild(gone map[string]bool, merged []mergedRow) {
	t := z.t
	var rows []int
	for row, id := range t.IDs {
		if !gone[id] {
			rows = append(rows, row)
		}
	}
	n := &zone.Table{Source: t.Source, Rows: len(rows) + len(merged), Columns: t.Columns}
	n.Values = make([]float64, n.Rows*n.Columns)
	for j := range n.Columns {
		from, to := t.Column(j), n.Column(j)
		for i, row := range rows {
			to[i] = from[row]
		}
		for i, m := range merged {
			to[len(rows)+i] = m.values[j]
		}
	}
	n.IDs = texts(t.IDs, rows, merged, func(m mergedRow) string { return m.merge.ID })
	n.Names = texts(t.Names, rows, merged, func(m mergedRow) string { return oneOf(m.merge.Name.En, m.merge.Name.Zh) })
	namesZh := t.NamesZh
	if namesZh == nil && slices.ContainsFunc(merged, func(m mergedRow) bool { return m.merge.Name.Zh != "" && m.merge.Name.En != "" }) {
		namesZh = make([]string, t.Rows) // the others keep the name that they have
	}
	n.NamesZh = texts(namesZh, rows, merged, func(m mergedRow) string {
		if t.Names == nil {
			return oneOf(m.merge.Name.Zh, m.merge.Name.En)
		}
		return m.merge.Name.Zh
	})
	if t.Years != nil {
		for _, row := range rows {
			n.Years = append(n.Years, t.Years[row])
		}
		for _, m := range merged {
			n.Years = append(n.Years, m.year)
		}
	}
	for _, a := range []struct{ from, to *zone.Attribute }{{&t.Type, &n.Type}, {&t.Province, &n.Province}, {&t.City, &n.City}, {&t.Region, &n.Region}} {
		if !a.from.Present() {
			continue
		}
		a.to.Values = a.from.Values
		for _, row := range rows {
			a.to.Codes = append(a.to.Codes, a.from.Codes[row])
		}
		for _, m := range merged {
			a.to.Codes = append(a.to.Codes, common(a.from.Codes, m.rows))
		}
	}
	if t.Bounds != nil {
		n.Bounds = map[zone.Cell]string{}
		for i, row := range rows {
			for j := range t.Columns {
				if b, ok := t.Bounds[zone.Cell{Row: row, Column: j}]; ok {
					n.Bounds[zone.Cell{Row: i, Column: j}] = b
				}
			}
		}
	}
	n.Locate = func(row, column int) (diag.Place, string) {
		if row < len(rows) {
			return t.Locate(rows[row], column)
		}
		m := merged[row-len(rows)]
		if column < 0 {
			return m.merge.Place, ""
		}
		return m.merge.Place, text(m.values[column])
	}
	z.out.Table = n
}

// texts are the texts of some rows and of the merged ones; nil where the table has none.
func texts(from []string, rows []int, merged []mergedRow, text func(mergedRow) string) []string {
	if from == nil {
		return nil
	}
	out := make([]string, 0, len(rows)+len(merged))
	for _, row := range rows {
		out = append(out, from[row])
	}
	for _, m := range merged {
		out = append(out, text(m))
	}
	return out
}

// common is the code that all rows share, or that of "not given".
func common(codes []uint32, rows []int) uint32 {
	for _, row := range rows {
		if codes[row] != codes[rows[0]] {
			return 0
		}
	}
	return codes[rows[0]]
}
