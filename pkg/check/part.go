package check

import (
	"hash/maphash"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// part is what one part of the file gives. Parts are read at the same time and joined in file order.
type part struct {
	log     *log
	columns []columnState
	shape   shape
	keys    hashes   // of the fields that identify a row
	folded  hashes   // of the zone's id, without regard to width, case and blanks
	names   hashes   // of the zone's name, likewise
	unique  []hashes // of each unique column
	places  [2]terms // provinces and types
	tallies map[tally]int
	long    []longValue
	strange terms // what a long file names as indicators that the index does not have
	outer   outer
	years   terms
	lost    int
}

// outer are the texts with blanks around them.
type outer struct{ count, record, field int }

// tally is one kind of finding in one column: where nearly all cells of a column have the same fault, it is told once.
type tally struct {
	rule     *diag.Rule
	field    int           // -1 for rows as a whole
	width    int           // of a ragged row
	severity diag.Severity // behind the gate; 0 is what does not pass it
}

// hashes are one for each record of a part; 0 is a record that has none.
type hashes []uint64

// shape is what the rows have in all.
type shape struct {
	rows   int // of zones, without totals and notes
	filled int // number cells with a value
	cells  int // number cells
	sparse []sparseRow
}

// sparseRow is a row of which most number cells are empty.
type sparseRow struct {
	record, filled int
}

// hashSeed is the same for all parts of a run, so that their hashes can be compared.
var hashSeed = maphash.MakeSeed()

// readParts reads the whole file once.
func (c *checker) readParts() {
	p := c.plan
	if !p.long && p.zone >= 0 && (c.always || c.o.Previous != nil || c.comparesYears()) {
		c.current = newTable(c.in, p)
	}
	parts := make([]part, c.in.Parts())
	c.in.Each(c.o.Workers, 0, func(r *source.Reader) {
		if c.ctx.Err() != nil {
			c.stopped.Store(true)
			c.in.Stop()
			return
		}
		pt := &parts[r.Part.Index]
		c.readPart(r, pt)
		if done := c.done.Add(1); c.o.Progress != nil {
			c.o.Progress(int(done), len(parts))
		}
	})
	c.columns = make([]columnState, len(p.numbers))
	for i := range c.columns {
		c.columns[i].reset()
	}
	for i := range parts {
		pt := &parts[i]
		if pt.log == nil {
			continue
		}
		c.rows.merge(pt.log)
		for k := range pt.columns {
			c.columns[k].join(&pt.columns[k])
		}
		c.shape.join(&pt.shape)
		c.lost += pt.lost
		for key, n := range pt.tallies {
			c.tallies[key] += n
		}
	}
	if c.stopped.Load() {
		return
	}
	if p.long {
		c.current = longTable(c.in, p, p.indicators, parts, c.conflict)
		c.longColumns()
		c.strangeIndicators(parts)
	}
	c.years = joinTerms(parts, func(pt *part) *terms { return &pt.years })
	c.outerBlanks(parts)
	c.duplicateKeys(parts)
	c.places(parts)
}

func (c *checker) readPart(r *source.Reader, pt *part) {
	p := c.plan
	pt.log = newLog(c.o)
	pt.tallies = map[tally]int{}
	pt.columns = make([]columnState, len(p.numbers))
	for i := range pt.columns {
		pt.columns[i].reset()
	}
	n := r.Part.Records
	if len(p.keys) > 0 {
		pt.keys = make(hashes, n)
	}
	if p.byZone {
		pt.folded = make(hashes, n)
	}
	if c.nameField() >= 0 && p.byZone {
		pt.names = make(hashes, n)
	}
	pt.unique = make([]hashes, len(p.unique))
	for i := range pt.unique {
		pt.unique[i] = make(hashes, n)
	}
	rr := &rowReader{checker: c, r: r, p: p, pt: pt, out: make([]float64, len(p.numbers))}
	for r.Next() {
		rr.record = r.Record()
		rr.row()
	}
	for _, f := range r.Log.Findings() {
		pt.log.add(f)
	}
	slices.SortStableFunc(pt.log.kept, func(a, b diag.Finding) int {
		if a.Place.Line != b.Place.Line {
			return a.Place.Line - b.Place.Line
		}
		return a.Place.Col - b.Place.Col
	})
}

// nameField is the field of the zone's name by which zones are compared; -1 is none.
func (c *checker) nameField() int {
	if c.plan.nameZh >= 0 {
		return c.plan.nameZh
	}
	return c.plan.name
}

func (s *shape) join(o *shape) {
	s.rows += o.rows
	s.filled += o.filled
	s.cells += o.cells
	s.sparse = append(s.sparse, o.sparse...)
}
