package load

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"zoneval/pkg/diag"
	"zoneval/pkg/zone"
)

// longKey is what makes a row.
type longKey struct {
	id   string
	year int32
}

// longJoin makes rows out of the runs of all parts, in file order.
type longJoin struct {
	*loader
	rows map[longKey]int
	runs []*longRun // the first of each row, with the texts of all
	log  *diag.Log
}

// row finds or starts the row of a run, and takes over texts that the row lacks. Two different texts for one zone and
// year are reported, and the first stands.
func (j *longJoin) row(run *longRun) {
	key := longKey{run.id, run.year}
	row, ok := j.rows[key]
	if !ok {
		j.rows[key] = len(j.runs)
		j.runs = append(j.runs, run)
		return
	}
	first := j.runs[row]
	for i, text := range run.texts {
		switch have := &first.texts[i]; {
		case text == "" || text == *have:
		case *have == "":
			*have = text
		default:
			j.conflict(run, first, colName+i, *have, text)
		}
	}
}

// conflict reports two texts where one zone and year can have only one.
func (j *longJoin) conflict(run, first *longRun, column int, have, text string) {
	if j.log.Full(diag.Warning) {
		j.log.Skip(diag.Warning)
		return
	}
	name := standard[column].name
	j.log.Add(diag.Finding{
		Rule:    diag.KeyConflict,
		Place:   j.place(run.first, j.cols.std(column)),
		Subject: diag.Subject{Zone: run.id},
		Message: fmt.Sprintf("the %s is %s here and %s before, which stands", name, diag.Quote(text), diag.Quote(have)),
		Mend:    "write the same in every row of the zone",
		Related: []diag.Related{{Place: j.place(first.first, j.cols.std(column)), Message: "before"}},
	})
}

// fill builds the table.
func (j *longJoin) fill(parts []longPart) {
	t := j.table
	j.texts()
	t.Columns = len(j.x.Inputs)
	t.Values = slices.Repeat([]float64{math.NaN()}, t.Rows*t.Columns)
	from := make([]int32, len(t.Values)) // record + 1
	for i := range parts {
		p := &parts[i]
		for k := range p.runs {
			end := len(p.cells)
			if k+1 < len(p.runs) {
				end = p.runs[k+1].cells
			}
			row := j.rows[longKey{p.runs[k].id, p.runs[k].year}]
			for _, c := range p.cells[p.runs[k].cells:end] {
				j.set(row, c, from)
			}
		}
	}
	t.Locate = func(row, column int) (diag.Place, string) {
		if column < 0 {
			return j.locate(j.runs[row].first, -1)
		}
		if at := from[column*t.Rows+row]; at > 0 {
			return j.locate(int(at)-1, j.cols.std(colValue))
		}
		place, _ := j.locate(j.runs[row].first, -1)
		return place, ""
	}
	j.absent(from)
}

// set puts one value into its row.
func (j *longJoin) set(row int, c longCell, from []int32) {
	t := j.table
	at := int(c.column)*t.Rows + row
	if from[at] == 0 {
		from[at] = c.record + 1
		t.Values[at] = c.value
		if c.bound != "" {
			if t.Bounds == nil {
				t.Bounds = map[zone.Cell]string{}
			}
			t.Bounds[zone.Cell{Row: row, Column: int(c.column)}] = c.bound
		}
		return
	}
	if j.log.Full(diag.Error) {
		j.log.Skip(diag.Error)
		return
	}
	year := ""
	if t.Years != nil {
		year = " in " + strconv.Itoa(int(t.Years[row]))
	}
	field := j.cols.std(colIndicator)
	other := j.place(int(from[at])-1, field)
	j.log.Add(diag.Finding{
		Rule:  diag.KeyDuplicate,
		Place: j.place(int(c.record), field),
		Message: fmt.Sprintf("the zone %s has the indicator %s twice%s, first in line %d", diag.Quote(t.IDs[row]),
			indicatorName(j.x.Inputs[c.column]), year, other.Line),
		Mend:    "leave one of the rows out",
		Related: []diag.Related{{Place: other, Message: "the first of them"}},
	})
}

// texts fills in ids, years, names and attributes.
func (j *longJoin) texts() {
	t := j.table
	t.Rows = len(j.runs)
	t.IDs = make([]string, t.Rows)
	if j.cols.std(colYear) >= 0 {
		t.Years = make([]int32, t.Rows)
	}
	if j.cols.std(colName) >= 0 {
		t.Names = make([]string, t.Rows)
	}
	if j.cols.std(colNameZh) >= 0 {
		t.NamesZh = make([]string, t.Rows)
	}
	var dicts [attributes]dict
	for row, run := range j.runs {
		t.IDs[row] = run.id
		if t.Years != nil {
			t.Years[row] = run.year
		}
		if t.Names != nil {
			t.Names[row] = run.texts[0]
		}
		if t.NamesZh != nil {
			t.NamesZh[row] = run.texts[colNameZh-colName]
		}
		for i, a := range attributeList(t) {
			if j.cols.std(colType+i) >= 0 {
				a.Codes = append(a.Codes, dicts[i].code([]byte(run.texts[colType-colName+i])))
			}
		}
	}
	for i, a := range attributeList(t) {
		if a.Codes != nil {
			a.Values = append([]string{""}, dicts[i].values...)
		}
	}
}

// absent reports indicators that no record is for.
func (j *longJoin) absent(from []int32) {
	rows := j.table.Rows
	for i, in := range j.x.Inputs {
		if slices.ContainsFunc(from[i*rows:(i+1)*rows], func(at int32) bool { return at != 0 }) {
			continue
		}
		j.log.Add(diag.Finding{
			Rule:     diag.HeaderMissing,
			Place:    diag.Place{File: j.in.Name},
			Message:  fmt.Sprintf("no row is for the indicator %s", indicatorName(in)),
			Mend:     "add its rows",
			Severity: missingSeverity(in),
		})
	}
}
