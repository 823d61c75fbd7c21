package score

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"

	"zoneval/pkg/aggregate"
	"zoneval/pkg/decimal"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/par"
)

// Result is the scores of a model's zones. NaN is no score.
type Result struct {
	Scores []float64   // of the index, rounded where the index says so
	Exact  []float64   // of the index, never rounded; the same slice as Scores where the index does not round
	Dims   [][]float64 // of each dimension of Index.Dims, never rounded
	Order  []int32     // zones from best to worst; equal scores in the order of their ids
	Ranks  []int32     // 1 is best; 0 is a zone without a score

	fitted []aggregate.Func // of each group of the model
	filled []filled         // of each group of the model
}

// filled are the dimensions of a group with what stands for a missing score; nil where nothing does.
type filled struct {
	columns [][]float64
	values  []float64
}

// group is one inner node of the tree: the parts are indicators or the results of earlier groups.
type group struct {
	dim     *index.Dimension
	out     int // position in Result.Dims; -1 is the index itself
	parts   []part
	weights []float64 // of each part in the group, in whole units where they can be

	preferences []aggregate.Preference // of each part, for promethee2; nil where no part has its own

	fills bool // dimensions inside may lack a score, and the missing step of the group does not skip that
}

// method is the aggregation of the group. One dimension alone is passed on whatever the method: the arithmetic mean of one
// part keeps it.
func (g *group) method() string {
	if g.dim.PassesOn() {
		return "arithmetic"
	}
	return g.dim.Aggregate.Name
}

type part struct {
	column int // position in Index.Indicators, or -1
	dim    int // position in Result.Dims, or -1
	id     string
}

// plan lists the groups so that every group comes after its parts.
func (m *Model) plan() {
	var visit func(d *index.Dimension)
	visit = func(d *index.Dimension) {
		g := group{dim: d, out: d.Position}
		for _, c := range d.Dimensions {
			visit(c)
			if !d.LeavesOnly() {
				g.parts = append(g.parts, part{-1, c.Position, c.ID})
				g.weights = append(g.weights, c.Weight.Units)
			}
		}
		leaves := d.Indicators
		if d.LeavesOnly() {
			leaves = d.Leaves()
		}
		for _, in := range leaves {
			g.parts = append(g.parts, part{in.Column, -1, in.ID})
			g.weights = append(g.weights, in.Weight.Units)
		}
		g.preferences = preferences(leaves, d.Aggregate)
		g.fills = len(g.parts) > 0 && g.parts[0].dim >= 0 && d.Missing.Name != "skip" && slices.ContainsFunc(d.Dimensions, mayLack)
		m.groups = append(m.groups, g)
	}
	visit(m.Index.Root)
}

// mayLack says whether a dimension can be without a score: it skips what is missing, or one inside it does.
func mayLack(d *index.Dimension) bool {
	return d.Missing.Name == "skip" || slices.ContainsFunc(d.Dimensions, mayLack)
}

// preferences are the preference functions of the parts; those of the group where a part states none.
func preferences(leaves []*index.Indicator, s index.Step) []aggregate.Preference {
	if s.Name != "promethee2" {
		return nil
	}
	var out []aggregate.Preference
	for _, in := range leaves {
		p, shape := in.Preference, in.Preference.Name
		if shape == "" {
			p, shape = s, s.Text("preference", "usual")
		}
		out = append(out, aggregate.Preference{Shape: shape, Q: p.Number("q", 0), P: p.Number("p", 0), S: p.Number("s", 0)})
	}
	return out
}

// blockRows is how many zones are computed at a time: a block of every part stays in the first-level cache.
const blockRows = 1024

// Score aggregates the model and ranks its zones. Findings are values that an aggregation cannot take (errors, and
// then the result is nil).
func (m *Model) Score() (*Result, *diag.Log) {
	log := &diag.Log{Max: MaxFindings}
	r := m.newResult()
	for from := 0; from < len(m.groups); {
		to := m.together(from)
		for k := from; k < to; k++ {
			if !m.fit(r, k, log) {
				return nil, log
			}
		}
		m.scoreGroups(r, from, to)
		from = to
	}
	m.finish(r)
	return r, log
}

func (m *Model) newResult() *Result {
	r := &Result{Exact: make([]float64, m.N), Dims: make([][]float64, len(m.Index.Dims)), fitted: make([]aggregate.Func, len(m.groups)), filled: make([]filled, len(m.groups))}
	r.Scores = r.Exact
	if m.Index.Method.Ranking.Round >= 0 {
		r.Scores = make([]float64, m.N)
	}
	flat := make([]float64, m.N*len(r.Dims))
	for i := range r.Dims {
		r.Dims[i] = flat[i*m.N : (i+1)*m.N : (i+1)*m.N]
	}
	return r
}

// together is the end of the run of groups from a position that can be computed block by block: a method that looks at
// all zones needs its parts complete, so it starts a run of its own.
func (m *Model) together(from int) int {
	to := from + 1
	for to < len(m.groups) && !aggregate.ComparesZones(m.groups[to].dim.Aggregate.Name) && !m.groups[to].fills {
		to++
	}
	return to
}

// fit makes the aggregation of a group ready; false after an error. A method that compares no zones is fitted once.
func (m *Model) fit(r *Result, k int, log *diag.Log) bool {
	g := &m.groups[k]
	if g.fills && !m.fill(r, k, log) {
		return false
	}
	name := g.method()
	if r.fitted[k] != nil && !aggregate.ComparesZones(name) {
		return true
	}
	parts := make([][]float64, len(g.parts))
	for i := range g.parts {
		parts[i] = m.part(r, k, i)
	}
	f, fault := aggregate.Fit(name, aggregate.Problem{Parts: parts, Weights: g.weights, Scale: m.Index.Scale,
		Settings: g.dim.Aggregate, Preferences: g.preferences, Workers: m.duels})
	if fault != nil {
		m.groupFinding(g, g.dim.Aggregate, groupFault(*fault), log)
		return false
	}
	r.fitted[k] = f
	return true
}

// groupFault is a value that a method cannot take.
type groupFault struct {
	Part, Row     int
	Value         float64
	More          int
	Problem, Mend string
}

// locating is held while a finding is placed: that reads the data file again, and Rescorers may run side by side.
var locating sync.Mutex

// groupFinding reports what the method of a group cannot take, at its place in the index file.
func (m *Model) groupFinding(g *group, s index.Step, f groupFault, log *diag.Log) {
	locating.Lock()
	defer locating.Unlock()
	at := s.Place
	if at.Line == 0 {
		at = g.dim.Place
	}
	found := diag.Finding{Rule: diag.ScoreMethod, Place: at, Mend: f.Mend, Message: g.dim.ID + ": " + f.Problem}
	if f.Row >= 0 {
		row := m.Row(f.Row)
		found.Message += ": zone " + diag.Quote(m.Table.IDs[row])
		place, _ := m.Table.Locate(row, -1)
		if f.Part >= 0 {
			found.Message += fmt.Sprintf(" has %.6g in %s", f.Value, g.parts[f.Part].id)
			if j := g.parts[f.Part].column; j >= 0 {
				place, _ = m.Table.Locate(row, j)
			}
		} else if f.Value == f.Value {
			found.Message += fmt.Sprintf(" has %.6g", f.Value)
		}
		if f.More > 0 {
			found.Message += fmt.Sprintf(", and %d more", f.More)
		}
		found.Related = []diag.Related{{Place: place, Message: "the zone in the data"}}
	} else if f.Part >= 0 {
		found.Message += " (" + g.parts[f.Part].id + ")"
	}
	log.Add(found)
}

// scoreGroups computes groups from..to for every zone.
func (m *Model) scoreGroups(r *Result, from, to int) {
	blocks := (m.N + blockRows - 1) / blockRows
	par.Do(blocks, m.workers, func(b int) { m.scoreBlock(r, from, to, b*blockRows, min((b+1)*blockRows, m.N)) })
}

// scoreBlock computes groups from..to for the zones lo..hi.
func (m *Model) scoreBlock(r *Result, from, to, lo, hi int) {
	s := scratch{parts: make([][]float64, 0, 64)}
	for k := from; k < to; k++ {
		m.scoreGroup(r, k, lo, hi, &s)
	}
}

// scratch is what computing a block of a group needs beside the result.
type scratch struct {
	parts [][]float64
	sum   [blockRows]float64
}

// scoreGroup computes group k for the zones lo..hi, at most blockRows of them.
func (m *Model) scoreGroup(r *Result, k, lo, hi int, s *scratch) {
	g := &m.groups[k]
	s.parts = s.parts[:0]
	for i := range g.parts {
		s.parts = append(s.parts, m.part(r, k, i)[lo:hi])
	}
	dst := m.target(r, g)[lo:hi]
	r.fitted[k](dst, s.parts, g.weights, s.sum[:hi-lo])
	cover(dst, s.parts, g.dim.Missing.Number("min_coverage", 0))
}

// cover takes the score of rows in which the share of the parts that are present is below the least coverage.
func cover(dst []float64, parts [][]float64, coverage float64) {
	if coverage == 0 {
		return
	}
	for i := range dst {
		present := 0
		for _, p := range parts {
			if p[i] == p[i] {
				present++
			}
		}
		if float64(present)/float64(len(parts)) < coverage {
			dst[i] = math.NaN()
		}
	}
}

// fill settles what stands for the missing scores of dimensions inside a group: 0, or the lowest score of the dimension
// for worst. Under fail a missing score is an error. Where the group was filled before, its columns are filled again.
func (m *Model) fill(r *Result, k int, log *diag.Log) bool {
	g, f := &m.groups[k], &r.filled[k]
	if f.columns == nil {
		f.values, f.columns = make([]float64, len(g.parts)), make([][]float64, len(g.parts))
	}
	good := true
	for i, p := range g.parts {
		col := append(f.columns[i][:0], m.values(r, p)...)
		if g.dim.Missing.Name == "worst" {
			if f.values[i] = statsOf(col).min; math.IsInf(f.values[i], 0) {
				f.values[i] = 0 // nobody has a score
			}
		}
		first, lack := -1, 0
		for z, v := range col {
			if v == v {
				continue
			}
			if lack++; first < 0 {
				first = z
			}
			col[z] = f.values[i]
		}
		if lack > 0 && g.dim.Missing.Fails() {
			m.groupFinding(g, g.dim.Missing, groupFault{-1, first, math.NaN(), lack - 1, "a zone has no score in " + p.id, "fill its values in, or let missing be skip, worst or zero here"}, log)
			good = false
		}
		f.columns[i] = col
	}
	return good
}

// Fills says whether something stands for the missing score of a dimension inside this one.
func (m *Model) Fills(d *index.Dimension) bool {
	return slices.ContainsFunc(m.groups, func(g group) bool { return g.dim == d && g.fills })
}

// Stands is the score of a dimension as the group above it counts it: what stands for a missing one where that is filled.
func (m *Model) Stands(r *Result, d *index.Dimension, zone int) float64 {
	for k := range m.groups {
		if m.groups[k].dim != d.Parent || !m.groups[k].fills {
			continue
		}
		for i, p := range m.groups[k].parts {
			if p.dim == d.Position {
				return m.part(r, k, i)[zone]
			}
		}
	}
	return r.Dims[d.Position][zone]
}

// part is the column of a part of a group, with what stands for missing scores.
func (m *Model) part(r *Result, k, i int) []float64 {
	if f := r.filled[k].columns; f != nil {
		return f[i]
	}
	return m.values(r, m.groups[k].parts[i])
}

func (m *Model) values(r *Result, p part) []float64 {
	if p.column >= 0 {
		return m.Column(p.column)
	}
	return r.Dims[p.dim]
}

func (m *Model) target(r *Result, g *group) []float64 {
	if g.out < 0 {
		return r.Exact
	}
	return r.Dims[g.out]
}

// finish settles the scores and ranks.
func (m *Model) finish(r *Result) {
	m.settle(r)
	r.Order = Order(r.Scores, m.before)
	r.Ranks = Rank(r.Scores, r.Order)
}

// settle withholds the scores from zones with too few values, and rounds them.
func (m *Model) settle(r *Result) {
	least := int32(m.Index.Method.Missing.Number("min_indicators", 1))
	for i, n := range m.Present {
		if n < least {
			r.Exact[i] = math.NaN()
		}
	}
	if d := m.Index.Method.Ranking.Round; d >= 0 {
		for i, s := range r.Exact {
			r.Scores[i] = decimal.Round(s, d)
		}
	}
}

// before compares zones by id, and by position where an id stands twice.
func (m *Model) before(a, b int) int {
	return cmp.Or(cmp.Compare(m.Table.IDs[m.Row(a)], m.Table.IDs[m.Row(b)]), a-b)
}

// Evaluate scores one zone that need not be in the model, against the fitted zones: normalised values in the order of
// Index.Indicators give the score of every dimension of Index.Dims and of the index, unrounded. The zones of the model
// get the scores that they have.
func (m *Model) Evaluate(r *Result, values, dims []float64) (score float64) {
	var sum [1]float64
	out := make([]float64, 1)
	var room [64][]float64
	for k := range m.groups {
		g := &m.groups[k]
		parts := room[:0]
		for i, p := range g.parts {
			switch {
			case p.column >= 0:
				parts = append(parts, values[p.column:p.column+1])
			case g.fills && dims[p.dim] != dims[p.dim]:
				parts = append(parts, r.filled[k].values[i:i+1])
			default:
				parts = append(parts, dims[p.dim:p.dim+1])
			}
		}
		r.fitted[k](out, parts, g.weights, sum[:])
		cover(out, parts, g.dim.Missing.Number("min_coverage", 0))
		if g.out >= 0 {
			dims[g.out] = out[0]
		}
	}
	return out[0]
}
