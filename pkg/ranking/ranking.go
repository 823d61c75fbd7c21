// Package ranking answers the first question: how do the zones rank, in one year, and what has changed since the year
// before?
package ranking

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/prepare"
	"zoneval/pkg/score"
	"zoneval/pkg/zone"
)

// Options of a ranking.
type Options struct {
	Year    int32           // 0 is the latest year of the data
	Only    []zone.Selector // restricts the zones that are scored
	Show    []zone.Selector // restricts the zones that are listed; their ranks stay those among all
	Top     int             // lists at most this many; 0 is all
	Within  string          // attribute whose local rank is wanted: "", "type" or "province"
	Alone   bool            // the year before is not wanted
	Values  bool            // the zones' own values are wanted, so they must not be overwritten
	Workers int             // 0 is one per processor
	Trace   *prepare.Trace  // records the steps; nil records nothing
}

// Answer is a ranking. Zones are numbered as in Result.
type Answer struct {
	Index  *index.Index
	Table  *zone.Table
	Model  *score.Model
	Result *score.Result
	Year   int32   // 0 where the data have no year
	Before int32   // the year of Previous; 0 where there is none
	Shown  []int32 // the zones to list, best first

	// Previous is each zone's rank in the year before: 0 where it had none, -1 where it was not in the data.
	// nil where the data have no year before.
	Previous     []int32
	PreviousRows int      // rows of the table that Previous was computed from
	Gone         []string // zones ranked the year before and not in the data now, by their rank then

	Gaps *Gaps // nil where the data lack no value

	Local    []int32 // rank within the attribute of Options.Within, counted as ranks are; nil when not wanted
	DimRanks [][]int32
	Options  Options
}

// Run ranks the zones of a table. The answer is nil when a finding is an error.
func Run(x *index.Index, t *zone.Table, o Options) (*Answer, *diag.Log) {
	log := &diag.Log{Max: score.MaxFindings}
	a := &Answer{Index: x, Table: t, Options: o}
	if !a.chooseYear(log) {
		return nil, log
	}
	keep, ok := matchAll(t, o.Only, log)
	if !ok {
		return nil, log
	}
	if at := t.Attribute(o.Within); o.Within != "" && (at == nil || !at.Present()) {
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Place: diag.Place{File: t.Source.Name}, Mend: "leave --rank-within out, or add the column",
			Message: fmt.Sprintf("ranks within %s were asked for, and the data have no such column", o.Within)})
		return nil, log
	}
	rows := selectRows(t, a.Year, keep)
	if rows != nil && len(rows) == 0 {
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Message: "no zone is left to rank: " + describe(o.Only)})
		return nil, log
	}
	marks := lacking(a)
	model, l := score.Prepare(x, t, rows, score.Options{Workers: o.Workers, Consume: !o.Values && o.Trace == nil, Trace: o.Trace})
	log.Merge(l)
	if model == nil {
		return nil, log
	}
	result, l := model.Score()
	log.Merge(l)
	if result == nil {
		return nil, log
	}
	a.Model, a.Result = model, result
	if !slices.ContainsFunc(result.Ranks, func(r int32) bool { return r > 0 }) {
		log.Add(diag.Finding{Rule: diag.ScoreNothing, Place: diag.Place{File: t.Source.Name}, Mend: "fill in or impute values, or let method.missing ask for fewer",
			Message: fmt.Sprintf("none of the %d zones has a score: too many of their values are missing", model.N)})
		return nil, log
	}
	a.countGaps(marks)
	a.previous(keep, log)
	if !a.choose(log) {
		return nil, log
	}
	if o.Within != "" {
		a.Local = a.localRanks(t.Attribute(o.Within))
	}
	return a, log
}

// chooseYear sets Year and Before.
func (a *Answer) chooseYear(log *diag.Log) bool {
	years := a.Table.YearList()
	if years == nil {
		if a.Options.Year != 0 {
			log.Add(diag.Finding{Rule: diag.SelectionEmpty, Place: diag.Place{File: a.Table.Source.Name},
				Message: fmt.Sprintf("--year %d was asked for, but the data have no year column", a.Options.Year), Mend: "leave --year out"})
			return false
		}
		return true
	}
	a.Year = years[len(years)-1]
	if a.Options.Year != 0 {
		a.Year = a.Options.Year
	}
	found := false
	for _, y := range years {
		found = found || y == a.Year
		if y < a.Year && !a.Options.Alone {
			a.Before = y
		}
	}
	if !found {
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Place: diag.Place{File: a.Table.Source.Name},
			Message: fmt.Sprintf("the data have no year %d", a.Year), Mend: "they have " + strings.Trim(fmt.Sprint(years), "[]")})
	}
	return found
}

func describe(sel []zone.Selector) string {
	var parts []string
	for _, s := range sel {
		parts = append(parts, s.String())
	}
	return strings.Join(parts, "; ")
}

// matchAll makes one test of several selectors; nil keeps everything.
func matchAll(t *zone.Table, sel []zone.Selector, log *diag.Log) (func(int) bool, bool) {
	var tests []func(int) bool
	ok := true
	for _, s := range sel {
		match, unknown := t.Match(s)
		for _, v := range unknown {
			ok = false
			mend := diag.DidYouMean(v, t.Known(s.Attribute))
			if mend == "" && s.Attribute == "zone" {
				mend = "the ids and names of all zones are in the output of -f csv"
			}
			if at := t.Attribute(s.Attribute); at != nil && !at.Present() {
				mend = "the data have no column " + s.Attribute
			}
			log.Add(diag.Finding{Rule: diag.SelectionEmpty, Mend: mend,
				Message: fmt.Sprintf("no zone has the %s %s", s.Attribute, diag.Quote(v))})
		}
		tests = append(tests, match)
	}
	if len(tests) == 0 {
		return nil, ok
	}
	return func(row int) bool {
		for _, test := range tests {
			if !test(row) {
				return false
			}
		}
		return true
	}, ok
}

// selectRows lists the rows of a year that pass; nil is every row of the table.
func selectRows(t *zone.Table, year int32, keep func(int) bool) []int32 {
	rows := make([]int32, 0, t.Rows)
	for i := range t.Rows {
		if (t.Years == nil || t.Years[i] == year) && (keep == nil || keep(i)) {
			rows = append(rows, int32(i))
		}
	}
	if len(rows) == t.Rows {
		return nil
	}
	return rows
}

// previous ranks the year before in the same way, each year on its own.
func (a *Answer) previous(keep func(int) bool, log *diag.Log) {
	if a.Before == 0 {
		return
	}
	rows := selectRows(a.Table, a.Before, keep)
	if len(rows) == 0 {
		a.Before = 0
		return
	}
	model, faults := score.Prepare(a.Index, a.Table, rows, score.Options{Workers: a.Options.Workers})
	var result *score.Result
	if model != nil {
		result, faults = model.Score()
	}
	if result == nil { // this year's ranking stands without it
		first := faults.Findings().Sort().First()
		log.Add(diag.Finding{Rule: diag.ScoreBefore, Place: first.Place,
			Message: fmt.Sprintf("no change is shown: %d cannot be scored (%d faults, the first: %s)", a.Before, faults.Count(diag.Error), first.Statement()),
			Mend:    "mend that year's rows, or leave them out"})
		return
	}
	here := map[string]bool{} // in the data of the year, ranked or not
	for row, id := range a.Table.IDs {
		if a.Table.Years[row] == a.Year {
			here[id] = true
		}
	}
	now := make(map[string]int32, a.Model.N)
	for i := range a.Model.N {
		now[a.Table.IDs[a.Model.Row(i)]] = int32(i)
	}
	a.Previous, a.PreviousRows = make([]int32, a.Model.N), model.N
	for i := range a.Previous {
		a.Previous[i] = -1
	}
	for _, p := range result.Order {
		id := a.Table.IDs[model.Row(int(p))]
		if i, ok := now[id]; ok {
			a.Previous[i] = result.Ranks[p]
		} else if result.Ranks[p] > 0 && !here[id] {
			a.Gone = append(a.Gone, id)
		}
	}
}

// choose fills Shown.
func (a *Answer) choose(log *diag.Log) bool {
	show, ok := matchAll(a.Table, a.Options.Show, log)
	if !ok {
		return false
	}
	a.Shown = a.Result.Order
	if show != nil {
		a.Shown = nil
		for _, i := range a.Result.Order {
			if show(a.Model.Row(int(i))) {
				a.Shown = append(a.Shown, i)
			}
		}
	}
	if a.Options.Top > 0 && a.Options.Top < len(a.Shown) {
		a.Shown = a.Shown[:a.Options.Top]
	}
	if len(a.Shown) == 0 {
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Message: "no ranked zone matches " + describe(a.Options.Show)})
		return false
	}
	return true
}

// localRanks ranks each zone among those that share its value of an attribute.
func (a *Answer) localRanks(at *zone.Attribute) []int32 {
	type last struct {
		rank, count int32
		score       float64
	}
	seen := make([]last, max(1, len(at.Values)))
	local := make([]int32, a.Model.N)
	for _, i := range a.Result.Order {
		s := a.Result.Scores[i]
		if s != s {
			continue
		}
		code := uint32(0)
		if at.Codes != nil {
			code = at.Codes[a.Model.Row(int(i))]
		}
		l := &seen[code]
		l.count++
		if l.count == 1 || s != l.score {
			l.rank, l.score = l.count, s
		}
		local[i] = l.rank
	}
	return local
}

// RankDimensions ranks the zones on every dimension of Index.Dims, by the unrounded dimension score. A zone that lacks a
// score there has no rank there; one that the index does not rank, for having fewer than min_indicators values, has
// none anywhere.
func (a *Answer) RankDimensions() {
	least := int32(a.Index.Method.Missing.Number("min_indicators", 1))
	for _, d := range a.Result.Dims {
		if a.Model.Present != nil {
			d = slices.Clone(d)
			for i, n := range a.Model.Present {
				if n < least {
					d[i] = math.NaN()
				}
			}
		}
		a.DimRanks = append(a.DimRanks, score.Rank(d, score.Order(d, nil)))
	}
}

// Count is how many of the listed zones share a value of an attribute.
type Count struct {
	Value string // as the first of the zones' rows writes it
	Zones int
}

// Counts counts the listed, ranked zones by type or province, the largest first and equal counts by value. Forms of one
// name (江苏, 江苏省) count together. nil when the
// data lack the attribute.
func (a *Answer) Counts(attribute string) []Count {
	at := a.Table.Attribute(attribute)
	if at == nil || !at.Present() {
		return nil
	}
	look := zone.TypeOf
	if attribute == "province" {
		look = zone.Province
	}
	listed := make([]int, len(at.Values))
	count := func(i int) {
		if a.Result.Ranks[i] > 0 {
			listed[at.Codes[a.Model.Row(i)]]++
		}
	}
	if len(a.Shown) == a.Model.N {
		for i := range a.Model.N { // in the order of memory
			count(i)
		}
	} else {
		for _, i := range a.Shown {
			count(int(i))
		}
	}
	var out []Count
	position := map[string]int{}
	for code, n := range listed {
		if n == 0 {
			continue
		}
		key := zone.Key(look, at.Values[code])
		k, seen := position[key]
		if !seen {
			k = len(out)
			position[key] = k
			out = append(out, Count{Value: at.Values[code]})
		}
		out[k].Zones += n
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Zones, a.Zones), cmp.Compare(zone.Key(look, a.Value), zone.Key(look, b.Value)))
	})
	return out
}
