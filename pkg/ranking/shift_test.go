package ranking

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// list makes a List from "id:rank" words.
func list(words string) (l List) {
	for _, w := range strings.Fields(words) {
		id, rank, _ := strings.Cut(w, ":")
		var r int32
		fmt.Sscan(rank, &r)
		l.IDs, l.Ranks = append(l.IDs, id), append(l.Ranks, r)
	}
	return l
}

// TestCompareRanksByHand: a, b, c and d are ranked in both; shifts -1, +1, 0 and -2 (4 to 6). Their ranks 1 2 3 4 become
// 2 1 3 6, in order 2 1 3 4: rho = 1 - 6(1 + 1)/(4 x 15) = 0.8, and one of six pairs is turned: tau = (5 - 1)/6.
func TestCompareRanksByHand(t *testing.T) {
	s := CompareRanks(list("a:1 b:2 c:3 d:4 gone:5 out:0 lost:6"), list("new:4 d:6 c:3 b:1 a:2 newer:5 out:7 lost:0"))
	if s.Zones != 4 || s.Moved != 3 || s.MeanShift != 1 || s.MaxShift != 2 || s.MaxZone != "d" || s.MaxFrom != 4 || s.MaxTo != 6 || s.Tops != nil {
		t.Errorf("%+v", s)
	}
	if math.Abs(s.Spearman-0.8) > 1e-15 || math.Abs(s.Kendall-4.0/6) > 1e-15 {
		t.Errorf("rho %v, tau %v", s.Spearman, s.Kendall)
	}
	if s := CompareRanks(list("a:1 b:2"), list("a:1 c:2")); s.Zones != 1 || s.MaxZone != "" || s.MeanShift != 0 || !math.IsNaN(s.Spearman) {
		t.Errorf("one zone in both: %+v", s)
	}
	if s := CompareRanks(list("a:1"), list("b:1")); s.Zones != 0 || !math.IsNaN(s.MeanShift) || !math.IsNaN(s.Kendall) {
		t.Errorf("no zone in both: %+v", s)
	}
	if s := CompareRanks(list("a:1 b:2 c:3"), list("c:1 b:2 a:3")); s.MaxZone != "c" || math.Abs(s.Spearman+1) > 1e-15 || s.Kendall != -1 {
		t.Errorf("of equal shifts the better placed: %+v", s)
	}
}

// line is the zones z01, z02, ... with their numbers as ranks.
func line(n int) (l List) {
	for i := range n {
		l.IDs, l.Ranks = append(l.IDs, fmt.Sprintf("z%02d", i+1)), append(l.Ranks, int32(i+1))
	}
	return l
}

func TestTops(t *testing.T) {
	before, after := line(21), line(21)
	// z12, z11 and x come up to 8, 9 and 10 level with z10; z08 and z09 leave, z07 is no longer ranked, z20 is gone.
	for id, r := range map[string]int32{"z12": 8, "z11": 9, "z10": 10, "z08": 12, "z09": 13, "z07": 0} {
		after.Ranks[slices.Index(after.IDs, id)] = r
	}
	after.IDs[19], after.Ranks[19] = "x", 10
	s := CompareRanks(before, after)
	want := TopChange{Top: 10, Stay: 7, Enter: []string{"z12", "z11", "x"}, Leave: []string{"z07", "z08", "z09"}}
	if len(s.Tops) != 1 || fmt.Sprint(s.Tops[0]) != fmt.Sprint(want) { // 20 zones are ranked after: the top 20 is everybody
		t.Errorf("%+v, want %+v", s.Tops, want)
	}
	if s := CompareRanks(line(101), line(101)); len(s.Tops) != 3 || s.Tops[2].Top != 100 || s.Tops[2].Stay != 100 || s.Tops[2].Enter != nil {
		t.Errorf("%+v", s.Tops)
	}
	if s := CompareRanks(line(10), line(30)); s.Tops != nil {
		t.Errorf("the top 10 of 10 zones: %+v", s.Tops)
	}
}

// TestCompareRanksTurned: turning the two sides turns entering and leaving, and nothing else; the order of a list does not
// matter.
func TestCompareRanksTurned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) (l List) {
			n := rapid.IntRange(1, 40).Draw(t, label)
			ids := rapid.Permutation(line(40).IDs).Draw(t, label)
			for i := range n {
				l.IDs, l.Ranks = append(l.IDs, ids[i]), append(l.Ranks, rapid.Int32Range(0, int32(n)).Draw(t, "rank"))
			}
			return l
		}
		a, b := draw("before"), draw("after")
		there, back := CompareRanks(a, b), CompareRanks(b, a)
		turned := b
		turned.IDs, turned.Ranks = slices.Clone(b.IDs), slices.Clone(b.Ranks)
		slices.Reverse(turned.IDs)
		slices.Reverse(turned.Ranks)
		if again := CompareRanks(a, turned); fmt.Sprint(again) != fmt.Sprint(there) {
			t.Fatalf("%+v in another order %+v", there, again)
		}
		for k, top := range there.Tops {
			other := back.Tops[k]
			if !slices.Equal(top.Enter, other.Leave) || !slices.Equal(top.Leave, other.Enter) || top.Stay != other.Stay {
				t.Fatalf("%+v turned %+v", top, other)
			}
		}
		near := func(x, y float64) bool { return math.Abs(x-y) <= 1e-12 || x != x && y != y }
		if there.Zones != back.Zones || there.Moved != back.Moved || there.MaxShift != back.MaxShift || len(there.Tops) != len(back.Tops) ||
			!near(there.MeanShift, back.MeanShift) || !near(there.Spearman, back.Spearman) || !near(there.Kendall, back.Kendall) {
			t.Fatalf("%+v turned %+v", there, back)
		}
	})
}
