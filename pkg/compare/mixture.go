package compare

import (
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/prepare"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

// A mixture is scored as any index and table are. Its index has the tree and weights of one side and the steps of one
// side (index.Hybrid); its table has the row of one zone from one side and those of all others from one side.

// Mixture says which side each cause is taken from: 0 is A, 1 is B.
type Mixture [Causes]int

// mixer makes the mixtures of two sides. It is filled once, and then only read.
type mixer struct {
	sides  [2]Side
	years  [2]int32              // that are ranked
	asked  [2][]int32            // the rows of each side's table that are ranked, before screening
	at     [2]map[key]int32      // the row of a zone in a year
	rowsOf [2]map[string][]int32 // the rows of each zone in all years; nil unless a hybrid looks at other years
	setups [2][2]*setup          // by weights and method; nil where another one scores the same
}

// key is what a row of a table stands for.
type key struct {
	id   string
	year int32
}

// setup is what all mixtures of the same weights and method have in common.
type setup struct {
	index *index.Index // the hybrid
	years bool         // it looks at other years of a zone, so that these rows are in the table too
	by    []string     // the attributes that it groups zones by
	grids [2]*grid     // the rows of each side
}

func newMixer(a *Answer) *mixer {
	m := &mixer{sides: a.Sides}
	years := false
	for w := range m.setups {
		for s := range m.setups[w] {
			if w == 1 && a.Alike[Weights] || s == 1 && a.Alike[Method] {
				continue
			}
			x := index.Hybrid(a.Sides[w].Index, a.Sides[s].Index)
			m.setups[w][s] = &setup{index: x, years: prepare.UsesOtherYears(x), by: groupedBy(x)}
			years = years || m.setups[w][s].years
		}
	}
	for s, r := range a.Ranked {
		m.years[s], m.asked[s] = r.Year, asked(r.Model)
		m.find(s, years)
	}
	for s := range m.sides {
		a.Borrowed[s] = m.borrowed(s)
		for _, set := range m.all() {
			set.grids[s] = m.grid(set, s, a.Borrowed[s].Left)
		}
	}
	return m
}

// all are the setups that there are.
func (m *mixer) all() []*setup {
	list := []*setup{m.setups[0][0], m.setups[0][1], m.setups[1][0], m.setups[1][1]}
	return slices.DeleteFunc(list, func(set *setup) bool { return set == nil })
}

// groupedBy lists the attributes that an index groups zones by.
func groupedBy(x *index.Index) (by []string) {
	for _, in := range x.Indicators {
		if name := in.Impute.Text("by", ""); name != "" && !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	return by
}

// find notes where a side has its zones.
func (m *mixer) find(s int, years bool) {
	t := m.sides[s].Table
	m.at[s] = make(map[key]int32, t.Rows)
	if years {
		m.rowsOf[s] = map[string][]int32{}
	}
	for row, id := range t.IDs {
		m.at[s][key{id, yearOf(t, row)}] = int32(row)
		if years {
			m.rowsOf[s][id] = append(m.rowsOf[s][id], int32(row))
		}
	}
}

func yearOf(t *zone.Table, row int) int32 {
	if t.Years == nil {
		return 0
	}
	return t.Years[row]
}

// scored is what comes of a mixture: the scores of the zones that have one.
type scored struct {
	scores map[string]float64
	fault  *diag.Finding // why there are none at all
}

// run scores a mixture. Where the zone's data are of the same side as the others, id does not matter and the scores are
// those of all zones; else only that of the zone is there.
func (m *mixer) run(x Mixture, id string, workers int) scored {
	set := m.setups[x[Weights]][x[Method]]
	base, own := set.grids[x[Others]], set.grids[x[Data]]
	table, rows := m.table(set, base, own, id)
	model, log := score.Prepare(base.index, table, rows, score.Options{Workers: workers, Consume: true})
	var result *score.Result
	if model != nil {
		result, log = model.Score()
	}
	if result == nil {
		first := log.Findings().Sort().First()
		return scored{fault: &first}
	}
	out := scored{scores: map[string]float64{}}
	for i := range model.N {
		if of := table.IDs[model.Row(i)]; base == own || of == id {
			out.scores[of] = result.Exact[i]
		}
	}
	return out
}

// table is the rows of base with those of one zone from own, and the rows of it that are scored; nil is all.
func (m *mixer) table(set *setup, base, own *grid, id string) (*zone.Table, []int32) {
	cut := &splice{at: base.rows()} // nothing
	if base != own {
		cut = &splice{at: base.start[id], out: base.length[id], from: own.start[id], in: own.length[id]}
	}
	t := &zone.Table{Rows: base.rows() - cut.out + cut.in, Columns: len(set.index.Inputs)}
	t.IDs = spliced(nil, base.ids, own.ids, cut)
	t.Values = make([]float64, 0, t.Rows*t.Columns)
	for j := range t.Columns {
		t.Values = spliced(t.Values, base.column(j), own.column(j), cut)
	}
	for k, name := range set.by {
		*t.Attribute(name) = m.attribute(name, spliced(nil, base.texts[k], own.texts[k], cut))
	}
	t.Locate = func(int, int) (diag.Place, string) { return diag.Place{}, "" }
	if !set.years {
		return t, nil
	}
	if m.sides[0].Table.Years != nil || m.sides[1].Table.Years != nil {
		t.Years = spliced(nil, base.years, own.years, cut)
	}
	rows := make([]int32, 0, len(base.scored))
	for _, row := range base.scored {
		switch {
		case int(row) < cut.at:
			rows = append(rows, row)
		case int(row) >= cut.at+cut.out:
			rows = append(rows, row-int32(cut.out)+int32(cut.in))
		default:
			rows = append(rows, own.ranked[id]-int32(cut.from)+int32(cut.at))
		}
	}
	return t, rows
}

// splice puts so many elements of another list, from a position, in the place of so many at a position of a list.
type splice struct{ at, out, from, in int }

// spliced appends a list to dst, spliced with another one.
func spliced[T any](dst, list, other []T, s *splice) []T {
	dst = append(dst, list[:s.at]...)
	dst = append(dst, other[s.from:s.from+s.in]...)
	return append(dst, list[s.at+s.out:]...)
}

// attribute makes an attribute of the text of each row; none where neither side has it.
func (m *mixer) attribute(name string, texts []string) zone.Attribute {
	if !m.sides[0].Table.Attribute(name).Present() && !m.sides[1].Table.Attribute(name).Present() {
		return zone.Attribute{}
	}
	at := zone.Attribute{Values: []string{""}, Codes: make([]uint32, len(texts))}
	codes := map[string]uint32{"": 0}
	for i, text := range texts {
		code, known := codes[text]
		if !known {
			code = uint32(len(at.Values))
			codes[text], at.Values = code, append(at.Values, text)
		}
		at.Codes[i] = code
	}
	return at
}
