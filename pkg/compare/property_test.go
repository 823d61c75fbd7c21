package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/index"
)

// TestDrawn: of any two indices, years and datasets, the parts sum to the change to the last bit, the change is the difference
// of the scores, what is alike has no part, the sides themselves are mixtures that score as the sides do, to the last
// bit, and exchanging the sides turns every part round.
func TestDrawn(t *testing.T) {
	divided, drawn, kinds := 0, 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		x := anIndex(t)
		y := x
		switch rapid.IntRange(0, 3).Draw(t, "second index") {
		case 0:
		case 1:
			y = index.Hybrid(anIndex(t), x)
		case 2:
			y = index.Hybrid(x, anIndex(t))
		default:
			y = anIndex(t)
		}
		zones := []string{"z0", "z1", "z2", "z3", "z4", "z5"}
		all := universe(t)
		was := tableOf(x, "one", all, zones)
		is := tableOf(y, "one", all, zones)
		if rapid.Bool().Draw(t, "another file") {
			is = tableOf(y, "two", universe(t), rapid.Permutation(zones).Draw(t, "order"))
		} else if y == x {
			is = was
		}
		a, b := Side{Name: "A", Index: x, Table: was, Year: rapid.SampledFrom([]int32{2020, 2021}).Draw(t, "year")}, Side{Name: "B", Index: y, Table: is, Year: rapid.SampledFrom([]int32{2021, 2022}).Draw(t, "year")}
		before := slices.Clone(was.Values)
		there, _ := Run(a, b, Options{})
		drawn++
		if there == nil {
			return // a side cannot be scored: missing values under fail, and the like
		}
		if !slices.EqualFunc(before, was.Values, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) }) {
			t.Fatal("the table is changed")
		}
		back, _ := Run(b, a, Options{})
		for s := range there.Sides {
			m := newMixer(there)
			var itself Mixture
			for c := range itself {
				itself[c] = s
				if c := Cause(c); (c == Weights || c == Method) && there.Alike[c] {
					itself[c] = 0
				}
			}
			if there.Borrowed[s].Left != nil && itself[Weights] != s {
				continue
			}
			got := m.run(itself, "", 1)
			for _, z := range there.Zones {
				if v, ok := got.scores[z.ID]; z.Rank[s] > 0 && (!ok || v != z.Score[s]) {
					t.Fatalf("side %d: zone %s scores %v as a mixture, %v in its ranking (%v)", s, z.ID, v, z.Score[s], got.fault)
				}
			}
		}
		for _, z := range there.Zones {
			if !z.Divided() {
				continue
			}
			divided++
			sum := 0.0
			for c, v := range z.Parts {
				sum += v
				if there.Alike[c] && v != 0 {
					t.Fatalf("%s is alike and has %v", Cause(c), v)
				}
				if v != 0 {
					kinds[Cause(c).String()]++
				}
			}
			scale := max(x.Scale, y.Scale)
			if sum != z.Change || math.Abs(z.Change-(z.Score[1]-z.Score[0])) > 1e-12*scale {
				t.Fatalf("zone %s: parts %v sum to %v, change %v, scores %v", z.ID, z.Parts, sum, z.Change, z.Score)
			}
			turned := back.zone(z.ID)
			for c, v := range z.Parts {
				if math.Abs(v+turned.Parts[c]) > 1e-12*scale {
					t.Fatalf("zone %s: %v, and turned round %v", z.ID, z.Parts, turned.Parts)
				}
			}
		}
	})
	t.Logf("%d drawn, %d zones divided, parts %v", drawn, divided, kinds)
	for _, c := range []Cause{Data, Weights, Method, Others} {
		if kinds[c.String()] < 20 && !testing.Short() {
			t.Errorf("only %d zones have a part of %s: the property says little", kinds[c.String()], c)
		}
	}
}

// TestWorkers: the number of goroutines changes no bit.
func TestWorkers(t *testing.T) {
	x, y := parse(t, fmt.Sprintf(twoIndicators, "50", "50")), parse(t, fmt.Sprintf(twoIndicators, "80", "20"))
	rows := []string{"X 2020 - 2 60", "Y 2020 - 0 10", "Z 2020 - 10 5", "X 2021 - 4 60", "Y 2021 - 0 90", "Z 2021 - 8 5"}
	run := func(workers int) string {
		return fmt.Sprintf("%x", mustRun(t, Side{Name: "2020", Index: x, Table: table(x, "t", rows...), Year: 2020}, Side{Name: "2021", Index: y, Table: table(y, "t", rows...), Year: 2021}, Options{Workers: workers}).zone("X").Parts)
	}
	if one, many := run(1), run(7); one != many {
		t.Errorf("%s with one, %s with seven", one, many)
	}
}

// TestWorkIsSaved: what is alike on both sides needs no mixtures, and those that are the same for all zones are scored once.
func TestWorkIsSaved(t *testing.T) {
	x, y := parse(t, fmt.Sprintf(twoIndicators, "50", "50")), parse(t, fmt.Sprintf(twoIndicators, "80", "20"))
	z := parse(t, strings.ReplaceAll(fmt.Sprintf(twoIndicators, "80", "20"), "direction: higher", "direction: lower"))
	rows := []string{"X 0 - 2 61", "Y 0 - 0.3 10", "Z 0 - 10 5"}
	one, all := []string{rows[0], rows[1], "Z 0 - 9 5"}, []string{"X 0 - 1 1", "Y 0 - 2 2", "Z 0 - 3 3"}
	for _, c := range []struct {
		what                string
		index               *index.Index
		rows                []string
		setups, shared, own int
	}{
		{"nothing", x, rows, 1, 0, 0},
		{"weights", y, rows, 2, 0, 0},
		{"weights and method", z, rows, 4, 2, 0},
		{"data of one zone", x, one, 1, 0, 0},     // of it all is data, of the rest all is others
		{"all data", x, all, 1, 0, 3 * 2},         // own data alone, others alone
		{"one zone and weights", y, one, 2, 2, 0}, // the data of one side under the weights of the other
		{"all", z, all, 4, 6, 3 * 8},              // all 16 sets but the sides themselves; in half of them data and others are of one side
		{"all data and weights", y, all, 2, 2, 3 * 4},
	} {
		a := mustRun(t, Side{Name: "A", Index: x, Table: table(x, "t", rows...)}, Side{Name: "B", Index: c.index, Table: table(c.index, "t", c.rows...)}, Options{})
		d := division{mixer: newMixer(a), a: a, shared: map[Mixture]*scored{}}
		d.start()
		d.plan()
		own := 0
		for _, g := range d.games {
			own += len(g.own)
		}
		if len(d.all()) != c.setups || len(d.shared) != c.shared || own != c.own {
			t.Errorf("%s: %d hybrids, %d mixtures for all zones and %d for one, want %d, %d and %d", c.what, len(d.all()), len(d.shared), own, c.setups, c.shared, c.own)
		}
	}
}
