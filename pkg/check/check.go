// Package check answers: is a data file what it claims to be? It looks at the file's form, at every cell against the
// contract and the index, at columns and rows as a whole, and at last year's file, and reports everything in one pass.
//
// A cell that breaks several rules gives one finding, the first that a person would mend. The findings come in file
// order whatever the number of workers.
package check

import (
	"context"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/gate"
	"zoneval/pkg/index"
	"zoneval/pkg/source"
)

// Options say what a data file is checked against. The index, the contract and last year's file may each be nil.
type Options struct {
	Index      *index.Index
	Contract   *contract.Contract
	Previous   *source.Input
	References []Reference    // the tables that the contract refers to
	Source     source.Options // how the files were opened
	Workers    int            // how many parts are read at the same time; 0 means one for each core
	Gate       *gate.Gate     // what becomes of findings; nil lets all pass
	Max        int            // how many findings of each rule are kept; 0 keeps all
	Progress   func(done, of int)

	// Incomplete says that an index or a contract was named and cannot be used: its columns are not known, so that none is
	// unknown.
	Incomplete bool
}

// Result is what a check found.
type Result struct {
	Findings diag.Findings // in file order, what was kept
	Found    map[Count]int // how many there are, kept or not
	Partial  bool          // the context ended before the file did
}

// Count is a rule with the severity that its findings have.
type Count struct {
	Rule     *diag.Rule
	Severity diag.Severity
}

// Data checks a data file. The input stays open.
func Data(ctx context.Context, in *source.Input, o Options) *Result {
	c := newChecker(ctx, in, o)
	c.run()
	return c.result()
}

func newChecker(ctx context.Context, in *source.Input, o Options) *checker {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return &checker{in: in, o: o, ctx: ctx, log: newLog(o), rows: newLog(o), told: map[told]bool{}, tallies: map[tally]int{}}
}

// checker is one run of Data.
type checker struct {
	in   *source.Input
	o    Options
	ctx  context.Context
	plan *plan
	log  *log // what concerns the file as a whole
	rows *log // what concerns its rows, joined from the parts in file order

	columns    []columnState // parallel to plan.numbers, joined from the parts
	shape      shape
	current    *table // the values, where they are kept
	old        *table // last year's
	oldColumns []int  // of old, for each of this year's number columns
	always     bool   // keep the values in any case
	tallies    map[tally]int
	years      []*term       // the years of the rows
	lost       int           // rows that cannot be told, by faults that are reported
	told       map[told]bool // cells that another finding explains already
	seek       seeker
	done       atomic.Int64
	stopped    atomic.Bool
}

// told is a value by row and column of the table, or with row -1 a whole column.
type told struct{ row, slot int }

func (c *checker) run() {
	if c.in.Usable() {
		c.findHeader()
	}
	for _, f := range c.in.Findings {
		c.log.add(f)
	}
	if !c.in.Usable() {
		return
	}
	c.form()
	c.plan = newPlan(c)
	if c.plan.zone < 0 && len(c.plan.numbers) == 0 && c.plan.asked() {
		return // this is no table for the index or the contract, which is reported
	}
	c.readParts()
	if c.stopped.Load() {
		return
	}
	if c.o.Previous != nil && c.plan.zone >= 0 {
		c.old = c.readPrevious()
	}
	for _, look := range []func(){c.collapse, c.columnFindings, c.lastYear} {
		if c.ended() {
			return
		}
		look()
	}
}

// ended says whether the context has ended, and notes it.
func (c *checker) ended() bool {
	if c.ctx.Err() != nil {
		c.stopped.Store(true)
	}
	return c.stopped.Load()
}

func (c *checker) result() *Result {
	r := &Result{Found: map[Count]int{}, Partial: c.stopped.Load()}
	for _, l := range []*log{c.log, c.rows} {
		r.Findings = append(r.Findings, l.kept...)
		for key, n := range l.found {
			r.Found[key] += n
		}
	}
	r.Findings = r.Findings.Sort()
	if c.o.Max > 0 { // the two logs have kept so many each
		kept := map[Count]int{}
		r.Findings = slices.DeleteFunc(r.Findings, func(f diag.Finding) bool {
			key := Count{f.Rule, f.Level()}
			kept[key]++
			return kept[key] > c.o.Max
		})
	}
	return r
}

func isTSV(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".tsv" || ext == ".tab"
}

// form reports how the file as a whole is written.
func (c *checker) form() {
	at := diag.Place{File: c.in.Name, Line: c.in.Header[0].Place.Line}
	name := map[byte]string{';': "semicolons", '\t': "tabs", '|': "bars"}[c.in.Delimiter]
	if name != "" && !(c.o.Contract != nil && c.o.Contract.Delimiter == string(c.in.Delimiter)) && !(c.in.Delimiter == '\t' && isTSV(c.in.Name)) {
		c.log.add(diag.Finding{Rule: diag.StructureDelimiter, Place: at,
			Message: "the cells are separated by " + name + ", expected commas", Mend: "save the file as CSV with commas; it was read all the same"})
	}
	if c.in.Ghost > 0 {
		c.log.add(diag.Finding{Rule: diag.StructureBlank, Place: c.in.LinePlace(c.in.Ghost),
			Message: "blank rows of delimiters alone stand below the table, as formatted cells of a spreadsheet leave them", Mend: "take them out"})
	}
	switch e := c.in.LineEnds; {
	case e.OldMac:
		c.log.add(diag.Finding{Rule: diag.StructureLineEnds, Place: diag.Place{File: c.in.Name, Line: 1},
			Message: "lines end in a bare carriage return (CR), which most programs read as one long line", Mend: "save the file with line ends of LF or CRLF"})
	case e.LF > 0 && e.CRLF > 0:
		few, of := "LF", "CRLF"
		if e.CRLF < e.LF {
			few, of = of, few
		}
		c.log.add(diag.Finding{Rule: diag.StructureLineEnds, Place: diag.Place{File: c.in.Name},
			Message: "most lines end in " + of + " and some in " + few, Mend: "save the file with one kind of line end"})
	}
}
