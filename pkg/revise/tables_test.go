package revise

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// parks is an index of columns with every kind of limit and rule. revenue and firms add up when zones are merged, and so do
// the employees that share can be weighed by; share and dust have no rule of their own.
const parks = `id: parks
name: Parks
method: {denominate: none, missing: skip}
denominators: [{id: staff, name: {en: Employees, zh: 从业人员}, min: 0}]
dimensions:
  - id: growth
    code: "1"
    name: Growth
    indicators:
      - {id: revenue, code: "1.1", name: {en: Revenue, zh: 营业收入}, direction: higher, merge: sum, min: 0}
      - {id: firms, code: "1.2", name: Firms, direction: higher, merge: sum, min: 0, whole: true, kind: qualitative}
  - id: life
    code: "2"
    name: Life
    indicators:
      - {id: share, code: "2.1", name: Share of graduates, direction: higher, min: 0, max: 100}
      - {id: dust, code: "2.2", name: Fine dust, direction: lower, bounds: true}
`

// plain has no years, no names and no attributes.
const plain = `zone,revenue,firms,share,dust,staff
A,100,10,20,-5,1000
B,250.5,7,60,3,3000
C,0,3,,≤4,0
D,40,1,99.5,8,500`

// yearly has two years, names in both languages and attributes; Epsilon came and Zeta went.
const yearly = `zone,name,name_zh,year,type,province,revenue,firms,share,dust,staff
A,Alpha,甲园区,2020,high-tech,Jiangsu,90,9,10,1,900
B,Beta,乙园区,2020,high-tech,Jiangsu,200,6,50,2,2000
Z,Zeta,己园区,2020,econ,Anhui,70,5,40,3,700
A,Alpha,甲园区,2021,high-tech,Jiangsu,100,10,20,-5,1000
B,Beta,乙园区,2021,high-tech,Anhui,250.5,7,60,3,3000
C,Gamma,丙园区,2021,econ,Jiangsu,0,3,,≤4,0
E,,戊园区,2021,econ,,40,1,99.5,8,500`

// tableOf reads such a table.
func tableOf(t testing.TB, x *index.Index, text string) *zone.Table {
	t.Helper()
	lines := strings.Split(text, "\n")
	heads := strings.Split(lines[0], ",")
	rows := len(lines) - 1
	out := &zone.Table{Rows: rows, Columns: len(x.Inputs), Values: slices.Repeat([]float64{math.NaN()}, rows*len(x.Inputs)), Source: zone.Source{Name: "zones.csv"}}
	for row, line := range lines[1:] {
		for k, cell := range strings.Split(line, ",") {
			switch head := heads[k]; head {
			case "zone":
				out.IDs = append(out.IDs, cell)
			case "name":
				out.Names = append(out.Names, cell)
			case "name_zh":
				out.NamesZh = append(out.NamesZh, cell)
			case "year":
				year, err := strconv.Atoi(cell)
				if err != nil {
					t.Fatal(err)
				}
				out.Years = append(out.Years, int32(year))
			case "type", "province", "city", "region":
				a := out.Attribute(head)
				if a.Values == nil {
					a.Values = []string{""}
				}
				if !slices.Contains(a.Values, cell) {
					a.Values = append(a.Values, cell)
				}
				a.Codes = append(a.Codes, uint32(slices.Index(a.Values, cell)))
			default:
				j := x.Find(head).Column
				switch v, err := strconv.ParseFloat(cell, 64); {
				case err == nil:
					out.Values[j*rows+row] = v
				case cell != "":
					if out.Bounds == nil {
						out.Bounds = map[zone.Cell]string{}
					}
					out.Bounds[zone.Cell{Row: row, Column: j}] = cell
				}
			}
		}
	}
	out.Locate = func(row, column int) (diag.Place, string) {
		place := diag.Place{File: "zones.csv", Line: row + 2, Col: 1}
		if column < 0 {
			return place, out.IDs[row]
		}
		return place, fmt.Sprint(out.Column(column)[row])
	}
	return out
}

// shown is a table as tableOf reads it; a missing value is empty, a bound as it is written.
func shown(x *index.Index, t *zone.Table) string {
	heads := []string{"zone"}
	if t.Names != nil {
		heads = append(heads, "name")
	}
	if t.NamesZh != nil {
		heads = append(heads, "name_zh")
	}
	if t.Years != nil {
		heads = append(heads, "year")
	}
	for _, a := range []string{"type", "province", "city", "region"} {
		if t.Attribute(a).Present() {
			heads = append(heads, a)
		}
	}
	for _, in := range x.Inputs {
		heads = append(heads, in.ID)
	}
	lines := []string{strings.Join(heads, ",")}
	for row := range t.Rows {
		var cells []string
		for _, head := range heads {
			switch head {
			case "zone":
				cells = append(cells, t.IDs[row])
			case "name":
				cells = append(cells, t.Names[row])
			case "name_zh":
				cells = append(cells, t.NamesZh[row])
			case "year":
				cells = append(cells, fmt.Sprint(t.Years[row]))
			case "type", "province", "city", "region":
				cells = append(cells, t.Attribute(head).At(row))
			default:
				j := x.Find(head).Column
				cells = append(cells, t.Bounds[zone.Cell{Row: row, Column: j}]+text(t.Column(j)[row]))
			}
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, "\n")
}

// applied applies a scenario that can be applied, and holds the table given to being what it was.
func applied(t testing.TB, x *index.Index, table *zone.Table, year int32, s *scenario.Scenario) *Zones {
	t.Helper()
	before := shown(x, table)
	z, log := Table(x, table, year, s)
	if have := shown(x, table); have != before {
		t.Fatalf("the table itself became\n%s", have)
	}
	if z == nil || len(log.Findings()) > 0 {
		t.Fatalf("%v", log.Findings())
	}
	if len(z.Values)+len(z.Dropped)+len(z.Merged) == 0 && z.Table != table {
		t.Error("another table, and nothing was changed")
	}
	if n := z.Table.Rows; len(z.Table.IDs) != n || len(z.Table.Values) != n*z.Table.Columns || z.Table.Columns != table.Columns || z.Table.Source.Name != table.Source.Name {
		t.Errorf("a table of %d rows, %d ids and %d values", n, len(z.Table.IDs), len(z.Table.Values))
	}
	return z
}

// replaced is a text with other texts in place of some of its own: old=>new.
func replaced(text string, changes ...string) string {
	for _, c := range changes {
		old, now, _ := strings.Cut(c, "=>")
		if !strings.Contains(text, old) {
			panic(old)
		}
		text = strings.Replace(text, old, now, 1)
	}
	return text
}
