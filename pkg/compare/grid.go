package compare

import (
	"maps"
	"math"
	"slices"

	"zoneval/pkg/index"
)

// grid is the rows of one side in the columns of a hybrid, in the order of the side's table: those that are ranked and,
// where the hybrid looks at other years, beside each those of the same zone in other years.
type grid struct {
	index  *index.Index // the hybrid; its screen step names only zones that the grid has
	ids    []string
	years  []int32
	texts  [][]string // of each attribute that the hybrid groups zones by
	values []float64  // column by column
	scored []int32    // the rows that are scored

	start, length map[string]int   // the rows of each zone
	ranked        map[string]int32 // of these the one that is scored
}

func (g *grid) rows() int { return len(g.ids) }

func (g *grid) column(j int) []float64 { return g.values[j*g.rows() : (j+1)*g.rows()] }

// grid lays the rows of a side out for a hybrid. Where it takes columns from the other side, zones that the other does not
// have are left out.
func (m *mixer) grid(set *setup, s int, left []string) *grid {
	t, x := m.sides[s].Table, set.index
	borrows := slices.ContainsFunc(x.Inputs, func(in *index.Indicator) bool { return m.borrows(s, in) })
	without := map[string]bool{}
	if borrows {
		for _, id := range left {
			without[id] = true
		}
	}
	g := &grid{start: map[string]int{}, length: map[string]int{}, ranked: map[string]int32{}, texts: make([][]string, len(set.by))}
	var rows []int32
	for _, row := range m.asked[s] {
		id := t.IDs[row]
		if without[id] {
			continue
		}
		all := []int32{row}
		if set.years {
			all = m.rowsOf[s][id]
		}
		g.start[id], g.length[id] = len(rows), len(all)
		g.ranked[id] = int32(len(rows) + slices.Index(all, row))
		g.scored = append(g.scored, g.ranked[id])
		rows = append(rows, all...)
	}
	for _, row := range rows {
		g.ids = append(g.ids, t.IDs[row])
		g.years = append(g.years, yearOf(t, int(row)))
		for k, name := range set.by {
			g.texts[k] = append(g.texts[k], t.Attribute(name).At(int(row)))
		}
	}
	var lent []int32 // the row of the other side for each row
	if borrows {
		for i, id := range g.ids {
			from, _ := m.lend(s, id, g.years[i], g.ranked[id] == int32(i))
			lent = append(lent, from)
		}
	}
	g.values = make([]float64, len(rows)*len(x.Inputs))
	for j, in := range x.Inputs {
		side, at := s, rows
		if m.borrows(s, in) {
			side, at = 1-s, lent
		}
		source, col := m.sides[side].Table.Column(m.sides[side].Index.Denominator(in.ID).Column), g.column(j)
		for i, row := range at {
			if col[i] = math.NaN(); row >= 0 {
				col[i] = source[row]
			}
		}
	}
	g.index = screening(x, g.start)
	return g
}

// screening is a hybrid whose screen step names none but some zones: to name one that is not in the data is an error.
func screening(x *index.Index, zones map[string]int) *index.Index {
	st := x.Method.Screen
	if len(st.Texts) == 0 {
		return x
	}
	c := *x
	c.Method.Screen.Texts = maps.Clone(st.Texts)
	for _, list := range []string{"keep", "drop"} {
		c.Method.Screen.Texts[list] = slices.DeleteFunc(slices.Clone(st.Texts[list]), func(id string) bool { _, has := zones[id]; return !has })
	}
	return &c
}

// borrows says whether a side has to take an input from the other, since its own index does not have it.
func (m *mixer) borrows(s int, in *index.Indicator) bool {
	return m.sides[s].Index.Denominator(in.ID) == nil
}

// lend finds the row of the other side's table that a side takes values from: that of the zone in the same year, or, for a
// row that is ranked, in the year that the other side ranks; -1 where there is neither. Where both sides have read one
// file, the values of the same year are the side's own; else they are lent.
func (m *mixer) lend(s int, id string, year int32, ranked bool) (row int32, lent bool) {
	own, other := m.sides[s].Table, m.sides[1-s].Table
	if row, ok := m.at[1-s][key{id, year}]; ok {
		return row, own != other && (own.Source.Name != other.Source.Name || own.Source.Shipped != other.Source.Shipped)
	}
	if row, ok := m.at[1-s][key{id, m.years[1-s]}]; ok && ranked {
		return row, true
	}
	return -1, true
}

// borrowed are the columns that a side takes from the other, and the zones that the other does not have.
func (m *mixer) borrowed(s int) (b Borrowed) {
	var columns []string
	for _, set := range m.all() {
		for _, in := range set.index.Inputs {
			if m.borrows(s, in) && !slices.Contains(columns, in.ID) {
				columns = append(columns, in.ID)
			}
		}
	}
	if columns == nil {
		return b
	}
	t := m.sides[s].Table
	for _, row := range m.asked[s] {
		from, lent := m.lend(s, t.IDs[row], yearOf(t, int(row)), true)
		if lent {
			b.Columns = columns
		}
		if from < 0 {
			b.Left = append(b.Left, t.IDs[row])
		}
	}
	return b
}

// alike says whether a zone has the same rows on both sides, and the same of them is ranked, in every hybrid.
func (m *mixer) alike(id string) bool {
	for _, set := range m.all() {
		a, b := set.grids[0], set.grids[1]
		i, k, n := a.start[id], b.start[id], a.length[id]
		if n != b.length[id] || int(a.ranked[id])-i != int(b.ranked[id])-k || set.years && !slices.Equal(a.years[i:i+n], b.years[k:k+n]) {
			return false
		}
		for at := range set.by {
			if !slices.Equal(a.texts[at][i:i+n], b.texts[at][k:k+n]) {
				return false
			}
		}
		for j := range set.index.Inputs {
			if !slices.EqualFunc(a.column(j)[i:i+n], b.column(j)[k:k+n], func(x, y float64) bool { return x == y || x != x && y != y }) {
				return false
			}
		}
	}
	return true
}
