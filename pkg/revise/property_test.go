package revise

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
)

// written draws an index: a tree of up to three levels with decimal weights, stated sums, weights left out, notes in both
// forms, comments, and steps of its own. The weights of the top sum to what the file says.
func written(t *rapid.T) string {
	var b strings.Builder
	n := 0
	id := func(prefix string) string { n++; return fmt.Sprintf("%s%d", prefix, n) }
	more := func(indent string) {
		b.WriteString(rapid.SampledFrom([]string{"", "", indent + "note: Of the text.\n", indent + "note: {en: \"A: note\", zh: 说明。}\n", indent + "# a comment\n", indent + "code: \"1." + fmt.Sprint(n) + "\" # official\n"}).Draw(t, "more"))
	}
	weights := func(count int, label string) (list []*big.Rat, sum *big.Rat) {
		places := rapid.IntRange(0, 4).Draw(t, "decimals of "+label)
		unit := new(big.Rat).SetFrac64(1, int64(math.Pow10(places)))
		sum = new(big.Rat)
		for i := range count {
			most := 999
			w := int64(rapid.IntRange(0, most).Draw(t, "weight of "+label))
			if i == 0 {
				w++
			}
			list = append(list, new(big.Rat).Mul(unit, new(big.Rat).SetInt64(w)))
			sum.Add(sum, list[i])
		}
		return list, sum
	}
	text := func(r *big.Rat) string { places, _ := r.FloatPrec(); return r.FloatString(places) }
	var group func(indent string, depth int)
	group = func(indent string, depth int) {
		count := rapid.IntRange(1, 4).Draw(t, "parts")
		list, sum := weights(count, "a group")
		left := 0 // parts without a weight, the last ones
		switch rapid.IntRange(0, 3).Draw(t, "sum") {
		case 0:
			fmt.Fprintf(&b, "%sweights_sum: %s\n", indent, text(sum))
		case 1:
			left = rapid.IntRange(1, count).Draw(t, "left out")
			fmt.Fprintf(&b, "%sweights_sum: %s\n", indent, text(new(big.Rat).Add(sum, big.NewRat(1, 8))))
		case 2:
			if rapid.Bool().Draw(t, "none") {
				left = count
			}
		}
		if rapid.IntRange(0, 5).Draw(t, "own") == 0 {
			fmt.Fprintf(&b, "%saggregate: {power: {p: 2}}\n", indent)
		}
		weight := func(i int) string {
			if i >= count-left {
				return ""
			}
			return ", weight: " + text(list[i])
		}
		if depth > 0 && rapid.IntRange(0, 2).Draw(t, "dimensions") == 0 {
			fmt.Fprintf(&b, "%sdimensions:\n", indent)
			for i := range count {
				name := id("d")
				fmt.Fprintf(&b, "%s  - id: %s\n%s    name: Dimension %s\n", indent, name, indent, name)
				if w := weight(i); w != "" {
					fmt.Fprintf(&b, "%s    %s\n", indent, strings.TrimPrefix(w, ", "))
				}
				more(indent + "    ")
				group(indent+"    ", depth-1)
			}
			return
		}
		fmt.Fprintf(&b, "%sindicators:\n", indent)
		for i := range count {
			name := id("i")
			extra := rapid.SampledFrom([]string{"", "", ", kind: qualitative", ", note: 说明 # x", ", normalise: {zscore: }", ", note: {zh: 说明}"}).Draw(t, "extra")
			extra, comment, _ := strings.Cut(extra, " #")
			if comment != "" {
				comment = " #" + comment
			}
			fmt.Fprintf(&b, "%s  - {id: %s, name: Indicator %s, direction: %s%s%s}%s\n", indent, name, name, rapid.SampledFrom([]string{"higher", "lower"}).Draw(t, "direction"), weight(i), extra, comment)
		}
	}
	count := rapid.IntRange(1, 4).Draw(t, "top dimensions")
	list, sum := weights(count, "the top")
	fmt.Fprintf(&b, "# A drawn index.\nid: drawn\nname: {en: Drawn, zh: 示例}\nweights_sum: %s\n", text(sum))
	b.WriteString(rapid.SampledFrom([]string{"", "method: {normalise: zscore, ranking: {round: 2}}\n", "method:\n  aggregate: geometric # so it says\n"}).Draw(t, "method"))
	b.WriteString("dimensions:\n")
	for i := range count {
		name := id("d")
		if i == 0 && rapid.IntRange(0, 4).Draw(t, "called as the index") == 0 {
			name = "drawn"
		}
		fmt.Fprintf(&b, "  - id: %s\n    name: Dimension %s\n    weight: %s\n", name, name, text(list[i]))
		more("    ")
		group("    ", 2)
	}
	return b.String()
}

// drawn reads a drawn index.
func drawn(t *rapid.T) *index.Draft {
	text := written(t)
	d, findings := index.NewDraft("drawn.yaml", []byte(text))
	if d == nil {
		t.Fatalf("%v\n%s", findings, text)
	}
	return d
}

// wanted draws a scenario of weights for an index, which may be impossible.
func wanted(t *rapid.T, x *index.Index) *scenario.Scenario {
	s := &scenario.Scenario{ID: "set", Name: scenario.Text{En: "Drawn"}, Redistribute: scenario.Redistribution(rapid.SampledFrom(scenario.Redistributions).Draw(t, "redistribute"))}
	parts := Parts(x)
	for range rapid.IntRange(1, 4).Draw(t, "changes") {
		p := parts[rapid.IntRange(0, len(parts)-1).Draw(t, "part")]
		amount := rapid.SampledFrom([]string{"0", "0.1", "0.5", "1", "1.5", "2", "3.7", "12.345", "0.00001", "1e-9", "0.1234567890123456"}).Draw(t, "amount")
		text := p.ID() + rapid.SampledFrom([]string{"=", "*=", "*=", "+=", "-="}).Draw(t, "operation") + amount
		c, f := scenario.ParseChange(text, diag.Place{File: "--set " + text})
		if f != nil {
			t.Fatal(f)
		}
		s.Changes = append(s.Changes, c)
	}
	for range rapid.IntRange(0, 2).Draw(t, "locks") {
		s.Lock = append(s.Lock, scenario.Word{Text: parts[rapid.IntRange(0, len(parts)-1).Draw(t, "lock")].ID(), Place: diag.Place{File: "--lock"}})
	}
	return s
}

// TestRevisionProperties: whatever is asked of whatever index, either something is said of it in plain words, or the groups
// keep their sums, locked weights stay, what is set is what was asked for, the free ones keep their proportions or pay the
// same, and what is written reads the same to the last bit. The index itself is never changed.
func TestRevisionProperties(t *testing.T) {
	applied, refused := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		d := drawn(rt)
		s := wanted(rt, d.Index)
		before := numbersOf(d.Index)
		r, log := Index(d, s)
		if numbersOf(d.Index) != before {
			rt.Fatal("the index itself was changed")
		}
		for _, f := range log.Findings() {
			if r != nil || !strings.HasPrefix(f.Rule.ID, "scenario-") || !strings.HasPrefix(f.Place.File, "--") {
				rt.Fatalf("a revision %v beside %s", r != nil, f)
			}
		}
		if r == nil {
			refused++
			if len(log.Findings()) == 0 {
				rt.Fatal("neither a revision nor a finding")
			}
			return
		}
		applied++
		checkSums(rt, r)
		checkText(rt, r)
		checkChanges(rt, r)
		checkPayers(rt, r)
	})
	if applied < refused/20 || applied == 0 || refused == 0 {
		t.Errorf("%d applied, %d refused", applied, refused)
	}
}

// checkPayers holds the weights of every group to what was asked of them, and to how they pay.
func checkPayers(t *rapid.T, r *Revision) {
	set, held := map[string]*big.Rat{}, map[string]bool{}
	for _, m := range r.Matches { // of one layer, so that all of them count
		for _, p := range m.Parts {
			if set[p.ID()] == nil {
				set[p.ID()] = p.exact()
			}
			set[p.ID()] = m.Change.Apply(set[p.ID()])
		}
	}
	for _, l := range r.Scenario.Lock {
		held[l.Text] = true
	}
	dims := append([]*index.Dimension{r.Index.Root}, r.Index.Dims...)
	for i, d := range append([]*index.Dimension{r.Before.Root}, r.Before.Dims...) {
		was, is := PartsOf(d), PartsOf(dims[i])
		least := new(big.Rat).Mul(sumOf(is), big.NewRat(len64(is), 1e13)) // what rounding and the rest of it can be
		var free []int
		for k, p := range was {
			w, n := p.exact(), is[k].exact()
			asked := set[p.ID()]
			switch {
			case asked != nil || held[p.ID()]:
				if asked == nil {
					asked = w
				}
				if places, exact := asked.FloatPrec(); exact && places < 40 && n.Cmp(asked) != 0 || !near(n, asked, least) {
					t.Fatalf("%s has the weight %s, asked for %s", p.ID(), n.RatString(), asked.RatString())
				}
			default:
				free = append(free, k)
			}
		}
		if slices.EqualFunc(was, is, func(a, b Part) bool { return same(a.exact(), b.exact()) }) {
			continue
		}
		had, has := new(big.Rat), new(big.Rat)
		for _, k := range free {
			had.Add(had, was[k].exact())
			has.Add(has, is[k].exact())
		}
		for _, k := range free {
			w, n := was[k].exact(), is[k].exact()
			want := w
			switch {
			case r.Scenario.Redistribute == scenario.None:
			case r.Scenario.Redistribute == scenario.Equal || had.Sign() == 0:
				want = new(big.Rat).Sub(has, had)
				want.Mul(want, big.NewRat(1, len64(free))).Add(want, w)
			default:
				want = new(big.Rat).Mul(w, has)
				want.Quo(want, had)
			}
			if !near(n, want, least) {
				t.Fatalf("%s pays from %s to %s, expected %s", was[k].ID(), w.RatString(), n.RatString(), want.RatString())
			}
		}
	}
}

func len64[T any](list []T) int64 { return int64(len(list)) }

// near says whether two numbers are at most so far apart.
func near(a, b, least *big.Rat) bool {
	d := new(big.Rat).Sub(a, b)
	return d.Abs(d).Cmp(least) <= 0
}

// TestSettingWhatIs: weights that are set to what they are, under any name and with any lock, change no bit.
func TestSettingWhatIs(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := drawn(rt)
		s := &scenario.Scenario{ID: "set", Redistribute: scenario.Redistribution(rapid.SampledFrom(scenario.Redistributions).Draw(rt, "redistribute"))}
		for _, p := range Parts(d.Index) {
			if len(PartsOf(p.Parent())) == 1 || !rapid.Bool().Draw(rt, "set") {
				continue
			}
			text := p.ID() + "*=1"
			if places, exact := p.exact().FloatPrec(); exact && rapid.Bool().Draw(rt, "to its weight") {
				text = p.ID() + "=" + p.exact().FloatString(places)
			}
			c, f := scenario.ParseChange(text, diag.Place{})
			if f != nil {
				rt.Fatal(f)
			}
			s.Changes = append(s.Changes, c)
			if rapid.Bool().Draw(rt, "locked") {
				s.Lock = append(s.Lock, scenario.Word{Text: p.ID()})
			}
		}
		r, log := Index(d, s)
		if r == nil {
			rt.Fatalf("%v", log.Findings())
		}
		if a, b := numbersOf(d.Index), numbersOf(r.Index); a != b || len(r.Weights) > 0 {
			rt.Fatalf("before\n%s\nand after\n%s\n%v", a, b, r.Weights)
		}
	})
}
