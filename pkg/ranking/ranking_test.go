package ranking

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/zone"
)

func oneColumn(t testing.TB) *index.Index {
	t.Helper()
	x, findings := index.Parse("x.yaml", []byte("id: x\nname: X\nmethod: {normalise: none, missing: skip}\ndimensions:\n  - id: d\n    name: D\n    indicators: [{id: a, name: A, direction: higher}]\n"))
	if x == nil {
		t.Fatal(findings)
	}
	return x
}

// zones makes a table from lines "id year province value"; - is missing, year 0 is no year column.
func zones(lines ...string) *zone.Table {
	t := &zone.Table{Rows: len(lines), Columns: 1, Province: zone.Attribute{Values: []string{""}}}
	for _, l := range lines {
		f := strings.Fields(l)
		v := math.NaN()
		if f[3] != "-" {
			fmt.Sscan(f[3], &v)
		}
		var year int32
		fmt.Sscan(f[1], &year)
		t.IDs = append(t.IDs, f[0])
		if year != 0 {
			t.Years = append(t.Years, year)
		}
		t.Values = append(t.Values, v)
		code := slices.Index(t.Province.Values, f[2])
		if code < 0 {
			code = len(t.Province.Values)
			t.Province.Values = append(t.Province.Values, f[2])
		}
		t.Province.Codes = append(t.Province.Codes, uint32(code))
	}
	t.Locate = func(int, int) (diag.Place, string) { return diag.Place{File: "t.csv"}, "" }
	return t
}

func (a *Answer) listed() string {
	var out []string
	for _, i := range a.Shown {
		out = append(out, fmt.Sprintf("%d:%s", a.Result.Ranks[i], a.Table.IDs[a.Model.Row(int(i))]))
	}
	return strings.Join(out, " ")
}

func TestYearsAndChange(t *testing.T) {
	tab := zones("A 2019 P 9", "A 2020 P 3", "B 2020 P 2", "C 2020 P 1", "E 2020 P 7", "A 2021 P 1", "B 2021 P 2", "D 2021 P 3", "C 2021 P -")
	a, log := Run(oneColumn(t), tab, Options{})
	if a == nil {
		t.Fatal(log.Findings())
	}
	if a.Year != 2021 || a.Before != 2020 || a.listed() != "1:D 2:B 3:A 0:C" {
		t.Errorf("year %d before %d: %s", a.Year, a.Before, a.listed())
	}
	previous := map[string]int32{}
	for i, p := range a.Previous {
		previous[a.Table.IDs[a.Model.Row(i)]] = p
	}
	if previous["A"] != 2 || previous["B"] != 3 || previous["C"] != 4 || previous["D"] != -1 {
		t.Errorf("previous ranks %v", previous)
	}
	if !slices.Equal(a.Gone, []string{"E"}) {
		t.Errorf("gone %v", a.Gone)
	}
	if a, _ := Run(oneColumn(t), tab, Options{Year: 2019}); a.Before != 0 || a.Previous != nil || a.listed() != "1:A" {
		t.Errorf("the first year has a change: %v", a.Before)
	}
}

// TestOnlyHoldsForBothYears: the change is one among the zones that are scored.
func TestOnlyHoldsForBothYears(t *testing.T) {
	tab := zones("A 2020 江苏 3", "B 2020 浙江 9", "C 2020 江苏 4", "A 2021 江苏 5", "B 2021 浙江 9", "C 2021 江苏 4")
	sel, err := zone.ParseSelector("province=江苏")
	if err != nil {
		t.Fatal(err)
	}
	a, log := Run(oneColumn(t), tab, Options{Only: []zone.Selector{sel}})
	if a == nil {
		t.Fatal(log.Findings())
	}
	if a.listed() != "1:A 2:C" || a.Previous[0] != 2 || a.Previous[1] != 1 || len(a.Gone) != 0 {
		t.Errorf("%s, before %v, gone %v", a.listed(), a.Previous, a.Gone)
	}
}

// TestFaultyYearBefore: a year before that cannot be scored costs the change, not the ranking. The warning names the
// first error and no lesser finding.
func TestFaultyYearBefore(t *testing.T) {
	x, findings := index.Parse("x.yaml", []byte("id: x\nname: X\ndimensions:\n  - id: d\n    name: D\n    indicators:\n      - {id: a, name: A, direction: higher}\n      - {id: b, name: B, direction: higher}\n"))
	if x == nil {
		t.Fatal(findings)
	}
	tab := zones("A 2020 P 1", "B 2020 P -", "A 2021 P 1", "B 2021 P 2")
	tab.Columns, tab.Values = 2, append(tab.Values, 7, 7, 7, 8) // the same in every zone of 2020: a warning of its own
	tab.Locate = func(int, int) (diag.Place, string) { return diag.Place{File: "z.csv"}, "" }
	a, log := Run(x, tab, Options{})
	if a == nil || a.Previous != nil || a.listed() != "1:B 2:A" {
		t.Fatalf("%v", log.Findings())
	}
	if f := log.Findings(); log.HasErrors() || len(f) != 1 || !strings.Contains(f[0].Message, "no change is shown: 2020 cannot be scored") ||
		!strings.Contains(f[0].Message, "the value is missing") {
		t.Errorf("%v", f)
	}
}

// TestDimensionRanksAreOfTheDimension: a zone without a score in the whole still has its place where it has one, as the
// reference ranks every column of scores on its own.
func TestDimensionRanksAreOfTheDimension(t *testing.T) {
	x, findings := index.Parse("x.yaml", []byte("id: x\nname: X\nmethod: {normalise: none, missing: {skip: {min_coverage: 1}}}\ndimensions:\n  - {id: d, name: D, weight: 50, indicators: [{id: a, name: A, direction: higher}]}\n  - {id: e, name: E, weight: 50, indicators: [{id: b, name: B, direction: higher}]}\n"))
	if x == nil {
		t.Fatal(findings)
	}
	tab := zones("A 0 P 3", "B 0 P 9", "C 0 P 4")
	tab.Columns, tab.Values = 2, []float64{3, 9, 4, 5, math.NaN(), 2}
	a, log := Run(x, tab, Options{Values: true})
	if a == nil {
		t.Fatal(log.Findings())
	}
	a.RankDimensions()
	if got := a.DimRanks[0]; got[0] != 3 || got[1] != 1 || got[2] != 2 || a.Result.Ranks[1] != 0 {
		t.Errorf("dimension ranks %v, ranks %v", got, a.Result.Ranks)
	}
}

// TestUnrankedTakeNoDimensionRank: a zone without a rank does not push others down in a dimension.
func TestUnrankedTakeNoDimensionRank(t *testing.T) {
	x, findings := index.Parse("x.yaml", []byte("id: x\nname: X\nmethod: {normalise: none, missing: {skip: {min_indicators: 2}}}\ndimensions:\n  - id: d\n    name: D\n    indicators:\n      - {id: a, name: A, direction: higher}\n      - {id: b, name: B, direction: higher}\n"))
	if x == nil {
		t.Fatal(findings)
	}
	tab := zones("A 0 P 9", "B 0 P 5")
	tab.Columns, tab.Values = 2, []float64{9, 5, math.NaN(), 5}
	a, log := Run(x, tab, Options{Values: true})
	if a == nil {
		t.Fatal(log.Findings())
	}
	a.RankDimensions()
	if got := a.DimRanks[0]; got[0] != 0 || got[1] != 1 {
		t.Errorf("dimension ranks %v", got)
	}
}

func TestSelections(t *testing.T) {
	tab := zones("A 0 江苏 3", "B 0 江苏省 2", "C 0 浙江 2", "D 0 浙江 1")
	sel := func(s string) []zone.Selector {
		out, err := zone.ParseSelector(s)
		if err != nil {
			t.Fatal(err)
		}
		return []zone.Selector{out}
	}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "1:A 2:B 2:C 4:D"},
		{Options{Show: sel("province=浙江")}, "2:C 4:D"},
		{Options{Only: sel("province=浙江")}, "1:C 2:D"},
		{Options{Top: 2}, "1:A 2:B"},
		{Options{Show: sel("province=Zhejiang"), Top: 1}, "2:C"},
	} {
		a, log := Run(oneColumn(t), tab, c.o)
		if a == nil {
			t.Fatal(log.Findings())
		}
		if a.listed() != c.want {
			t.Errorf("%+v lists %s, want %s", c.o, a.listed(), c.want)
		}
	}
	for _, o := range []Options{{Only: sel("province=Hubei")}, {Show: sel("city=X")}, {Year: 2020}} {
		if a, log := Run(oneColumn(t), tab, o); a != nil || !log.HasErrors() {
			t.Errorf("%+v is no error", o)
		}
	}
	a, _ := Run(oneColumn(t), tab, Options{})
	if got := a.Counts("province"); len(got) != 2 || got[0] != (Count{"江苏", 2}) || got[1] != (Count{"浙江", 2}) {
		t.Errorf("counts %v", got)
	}
	if a.Counts("type") != nil {
		t.Error("counts of a column that is not there")
	}
}

// TestTheTableIsKept: what the ranking shows of the zones' own values is not overwritten.
func TestTheTableIsKept(t *testing.T) {
	x := oneColumn(t)
	x.Indicators[0].Normalise.Name = "minmax"
	tab := zones("A 0 P 30", "B 0 P 20")
	if a, _ := Run(x, tab, Options{Values: true}); a == nil || tab.Values[0] != 30 {
		t.Errorf("values %v", tab.Values)
	}
}

// TestLocalRanks holds the rank within a province against a count of the better zones in it.
func TestLocalRanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for i := range rapid.IntRange(1, 30).Draw(t, "zones") {
			lines = append(lines, fmt.Sprintf("Z%02d 0 P%d %d", i, rapid.IntRange(1, 4).Draw(t, "province"), rapid.IntRange(1, 6).Draw(t, "value")))
		}
		tab := zones(lines...)
		x, _ := index.Parse("x.yaml", []byte("id: x\nname: X\nmethod: {normalise: none}\ndimensions:\n  - id: d\n    name: D\n    indicators: [{id: a, name: A, direction: higher}]\n"))
		a, log := Run(x, tab, Options{Within: "province", Values: true})
		if a == nil {
			t.Fatal(log.Findings())
		}
		for i := range tab.Rows {
			want := int32(1)
			for k := range tab.Rows {
				if tab.Province.Codes[k] == tab.Province.Codes[i] && tab.Values[k] > tab.Values[i] {
					want++
				}
			}
			if a.Local[i] != want {
				t.Fatalf("zone %d has local rank %d, want %d", i, a.Local[i], want)
			}
		}
	})
}
