package aggregate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var nan = math.NaN()

// settings are a method's settings in a test.
type settings map[string]any

func (s settings) Number(name string, def float64) float64 {
	if v, ok := s[name].(float64); ok {
		return v
	}
	return def
}

func (s settings) Flag(name string, def bool) bool {
	if v, ok := s[name].(bool); ok {
		return v
	}
	return def
}

func (s settings) Text(name, def string) string {
	if v, ok := s[name].(string); ok {
		return v
	}
	return def
}

// score fits a method to parts and applies it to the same.
func score(t testing.TB, name string, parts [][]float64, weights []float64, s settings) []float64 {
	f, fault := Fit(name, Problem{Parts: parts, Weights: weights, Scale: 1, Settings: s, Workers: 1})
	if fault != nil {
		t.Fatalf("%s: %+v", name, *fault)
	}
	dst, sum := make([]float64, len(parts[0])), make([]float64, len(parts[0]))
	f(dst, parts, weights, sum)
	return dst
}

func near(a, b float64) bool {
	return a != a && b != b || math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b))
}

func within3(a, b float64) bool { return math.Abs(a-b) < 0.001 } // equal to three decimals, rounded or cut

// TestMeans is worked by hand: zone 0 has 1 and 4, zone 1 lacks the first part, zone 2 lacks all.
func TestMeans(t *testing.T) {
	parts := [][]float64{{1, nan, nan, 2}, {4, 4, nan, 2}, {9, 100, nan, 7}}
	weights := []float64{1, 1, 0} // the third part does not count
	for _, c := range []struct {
		name string
		s    settings
		want []float64
	}{
		{"arithmetic", nil, []float64{2.5, 4, nan, 2}},
		{"geometric", nil, []float64{2, 4, nan, 2}},
		{"harmonic", nil, []float64{1.6, 4, nan, 2}},
		{"power", settings{"p": 2.0}, []float64{math.Sqrt(8.5), 4, nan, 2}},
		{"power", settings{"p": 0.0}, []float64{2, 4, nan, 2}},
		{"power", settings{"p": -1.0}, []float64{1.6, 4, nan, 2}},
		{"power", settings{"p": 1.0}, []float64{2.5, 4, nan, 2}},
		{"power", settings{"p": 900.0}, []float64{4 * math.Pow(0.5, 1.0/900), 4, nan, 2}},
		{"median", nil, []float64{2.5, 4, nan, 2}},
		{"minimum", nil, []float64{1, 4, nan, 2}},
		{"mazziotta-pareto", nil, []float64{2.5 - 2.25/2.5, 4, nan, 2}}, // variance ((1.5)^2 + (1.5)^2)/2
		{"mazziotta-pareto", settings{"penalty": "positive"}, []float64{2.5 + 2.25/2.5, 4, nan, 2}},
	} {
		for i, got := range score(t, c.name, parts, weights, c.s) {
			if !near(got, c.want[i]) {
				t.Errorf("%s %v: zone %d has %v, want %v", c.name, c.s, i, got, c.want[i])
			}
		}
	}
}

// TestWeightedMedian: of 1, 2, 3 with weights 1, 1, 3 the weights pass half of 5 at 3; with 1, 1, 2 they are half of 4 at 2, so
// the mean of 2 and 3; with 3, 1, 1 they pass it at once.
func TestWeightedMedian(t *testing.T) {
	parts := [][]float64{{3}, {1}, {2}}
	for _, c := range []struct{ w3, w1, w2, want float64 }{{3, 1, 1, 3}, {2, 1, 1, 2.5}, {1, 3, 1, 1}, {1, 1, 1, 2}} {
		if got := score(t, "median", parts, []float64{c.w3, c.w1, c.w2}, nil)[0]; got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// TestTopsisFighters is the choice of a fighter aircraft in Hwang and Yoon, Multiple Attribute Decision Making (1981): four
// aircraft, six attributes, of which the fourth, cost, is better low. Closeness is printed there to three decimals.
func TestTopsisFighters(t *testing.T) {
	parts := [][]float64{{2, 2.5, 1.8, 2.2}, {1500, 2700, 2000, 1800}, {20000, 18000, 21000, 20000}, {-5.5, -6.5, -4.5, -5}, {5, 3, 7, 5}, {9, 5, 7, 5}}
	for _, p := range parts { // normalise: vector
		sum := 0.0
		for _, v := range p {
			sum += v * v
		}
		for i := range p {
			p[i] /= math.Sqrt(sum)
		}
	}
	got := score(t, "topsis", parts, []float64{0.2, 0.1, 0.1, 0.1, 0.2, 0.3}, nil)
	for i, want := range []float64{0.643, 0.268, 0.613, 0.312} {
		if !within3(got[i], want) {
			t.Errorf("aircraft %d: %.4f, printed %.3f", i+1, got[i], want)
		}
	}
}

// TestTopsisByHand: in one dimension of two equal parts, zones (0,0), (1,1), (1,0): D+ and D- of the third are both 1/2.
func TestTopsisByHand(t *testing.T) {
	got := score(t, "topsis", [][]float64{{0, 1, 1, nan}, {0, 1, 0, 1}}, []float64{1, 1}, nil)
	for i, want := range []float64{0, 1, 0.5, nan} {
		if !near(got[i], want) {
			t.Errorf("zone %d: %v, want %v", i, got[i], want)
		}
	}
	if same := score(t, "topsis", [][]float64{{3, 3}, {5, 5}}, []float64{1, 1}, nil); same[0] != 0.5 {
		t.Errorf("without spread: %v", same)
	}
}

// TestVikorClimber is the mountain climber of Opricovic and Tzeng, European Journal of Operational Research 2004: risk 1, 2, 5
// (low is good) and altitude 3000, 3750, 4500, weights 1/2. By hand: S = 0.5, 0.125 + 0.25, 0.5 and R = 0.5, 0.25, 0.5, so Q = 1,
// 0, 1. With v = 1 only S counts and with v = 0 only R.
func TestVikorClimber(t *testing.T) {
	parts := [][]float64{{-1, -2, -5}, {3000, 3750, 4500}}
	for i, got := range score(t, "vikor", parts, []float64{1, 1}, settings{"raw": true}) {
		if want := []float64{-1, 0, -1}[i]; !near(got, want) {
			t.Errorf("zone %d: %v, want %v", i, got, want)
		}
	}
	for i, got := range score(t, "vikor", parts, []float64{3, 1}, settings{"v": 1.0}) { // S = 0.25, 0.3125, 0.75
		if want := []float64{1, 1 - 0.125, 0}[i]; !near(got, want) {
			t.Errorf("v 1, zone %d: %v, want %v", i, got, want)
		}
	}
	if got := score(t, "vikor", [][]float64{{1, 1, nan}, {2, 2, 2}}, []float64{1, 1}, nil); got[0] != 1 || got[0] != got[1] || got[2] == got[2] {
		t.Errorf("without spread: %v", got)
	}
}

// TestPrometheeShapes: zones at 0, 1 and 3 in one of two parts, the other the same everywhere with the same weight. The
// flow of the first part, by hand from the leads 1, 2 and 3, is halved by the weight and divided by n - 1 = 2.
func TestPrometheeShapes(t *testing.T) {
	g := func(d float64) float64 { return 1 - math.Exp(-d*d/(2*4)) } // s = 2
	for _, c := range []struct {
		p    Preference
		want [3]float64 // flows of the part
	}{
		{Preference{Shape: "usual"}, [3]float64{-2, 0, 2}},
		{Preference{Shape: "u-shape", Q: 1}, [3]float64{-1, -1, 2}},
		{Preference{Shape: "v-shape", P: 2}, [3]float64{-0.5 - 1, 0.5 - 1, 2}},
		{Preference{Shape: "level", Q: 1, P: 2}, [3]float64{-1, -0.5, 1.5}},
		{Preference{Shape: "linear", Q: 1, P: 3}, [3]float64{-1, -0.5, 1.5}},
		{Preference{Shape: "gaussian", S: 2}, [3]float64{-g(1) - g(3), g(1) - g(2), g(2) + g(3)}},
	} {
		parts := [][]float64{{0, 1, 3, nan}, {7, 7, 7, 7}}
		f, fault := Fit("promethee2", Problem{Parts: parts, Weights: []float64{1, 1}, Scale: 1, Settings: settings{"raw": true}, Preferences: []Preference{c.p, {Shape: "usual"}}})
		if fault != nil {
			t.Fatal(fault)
		}
		got := make([]float64, 4)
		f(got, parts, nil, nil)
		for i, want := range c.want {
			if !near(got[i], want/4) {
				t.Errorf("%s: zone %d %v, want %v", c.p.Shape, i, got[i], want/4)
			}
		}
		if got[3] == got[3] {
			t.Errorf("%s: a zone with a gap has %v", c.p.Shape, got[3])
		}
	}
	if got := score(t, "promethee2", [][]float64{{0, 1, 3}, {0, 1, 3}}, []float64{1, 2}, nil); got[0] != 0 || got[1] != 0.5 || got[2] != 1 {
		t.Errorf("on the scale: %v", got)
	}
}

// TestThresholdsAreNotPassedByRounding: 1.1 leads 0.6 by 0.5000000000000001, and sevenths of 10 each other by a threshold
// and an ulp; such leads are the threshold.
func TestThresholdsAreNotPassedByRounding(t *testing.T) {
	if got := score(t, "promethee2", [][]float64{{1.1, 0.6}}, []float64{1}, settings{"preference": "u-shape", "q": 0.5}); got[0] != 0.5 || got[1] != 0.5 {
		t.Errorf("%v", got)
	}
	var steps []float64
	for i := range 7 {
		steps = append(steps, 10*(float64(i)/6))
	}
	// Zone 5 leads five zones: two by up to 2, one of them by less; by more than 5 only the two lowest.
	if got := score(t, "promethee2", [][]float64{steps}, []float64{1}, settings{"preference": "level", "q": 2.0, "p": 5.0}); !near(got[5], 0.75) || !near(got[2], 0.375) {
		t.Errorf("%v", got)
	}
}

// TestCopelandOnTheScale: four duels lost more than won among six zones are a tenth of the scale, exactly.
func TestCopelandOnTheScale(t *testing.T) {
	if a, b := onScale(100, -4, 5), onScale(100, 8, 50); a != 10 || b != 58 {
		t.Errorf("%v %v", a, b)
	}
}

// TestCopeland is worked by hand: weights 2, 2, 1. z0 beats z1 in parts 1 and 3 (3 of 5), z1 beats z2 in parts 1 and 2, z2 and z0
// share part 1, z2 has part 2 and z0 part 3: 2 + 1 against 2 + 1/2... so z2 wins by 3 to 2.
func TestCopeland(t *testing.T) {
	parts := [][]float64{{3, 1, 3, nan}, {1, 3, 2, nan}, {3, 2, 1, nan}}
	weights := []float64{2, 2, 1}
	// z0-z1: part 1 (2) and part 3 (1) against part 2 (2): won. z0-z2: part 3 (1) against part 2 (2): lost. z1-z2: part 2 (2) and
	// part 3 (1) against part 1 (2): won.
	for i, got := range score(t, "copeland", parts, weights, settings{"raw": true}) {
		if want := []float64{0, 0, 0, nan}[i]; !near(got, want) {
			t.Errorf("zone %d: %v, want %v", i, got, want)
		}
	}
	parts[1][0] = 3 // now z0 ties in part 2 and beats z1 by 3 to 0, and z2 by 3 to 0
	for i, got := range score(t, "copeland", parts, weights, nil) {
		if want := []float64{1, 0.5, 0, nan}[i]; !near(got, want) {
			t.Errorf("zone %d: %v, want %v", i, got, want)
		}
	}
}

// TestDuelsOnceAndOneByOne: the duels fought at once are those of each zone with all, over several tiles, with ties and gaps.
func TestDuelsOnceAndOneByOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k, n := rapid.IntRange(1, 4).Draw(rt, "parts"), rapid.IntRange(1, 2*tile+20).Draw(rt, "zones")
		f := field{columns: make([][]float64, k), level: 1e-12}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		for j := range f.columns {
			f.weights = append(f.weights, 1+float64(random.IntN(3)))
			for range n {
				v := float64(random.IntN(9))
				if v == 0 && j > 0 {
					v = nan
				}
				f.columns[j] = append(f.columns[j], v)
			}
		}
		row := make([]float64, k)
		for z, c := range f.duels(3) {
			for j, col := range f.columns {
				row[j] = col[z]
			}
			if want := f.against(row); c != want {
				rt.Fatalf("zone %d: %d at once, %d one by one", z, c, want)
			}
		}
	})
}

// TestBenefitOfTheDoubt by hand: zones (4,1), (1,4), (2,2), (2,1). The first two are the best in a part each; the line between
// them is x + y = 5, so (2,2) has 4/5 and (2,1), on the ray through (4,2)... is best shown by weights of that line too: 3/5.
// With every share at half, w x = w y: (4,1) and (1,4) bind at (1/4, 1/4)... each zone then has 2 w x.
func TestBenefitOfTheDoubt(t *testing.T) {
	parts := [][]float64{{4, 1, 2, 2, nan, 4}, {1, 4, 2, 1, 3, 1}}
	for i, got := range score(t, "benefit-of-the-doubt", parts, []float64{1, 9}, nil) {
		if want := []float64{1, 1, 0.8, 0.6, nan, 1}[i]; !near(got, want) {
			t.Errorf("zone %d: %v, want %v", i, got, want)
		}
	}
	if got := score(t, "benefit-of-the-doubt", [][]float64{{4, 2}, {0, 0}, {1, 1}}, []float64{1, 1, 1}, nil); !near(got[0], 1) || !near(got[1], 1) {
		t.Errorf("a part of zeros: %v", got)
	}
}

// TestBenefitOfSmallParts: parts a millionth of the largest are weighed like others. The first example was solved exactly, in
// fractions: the shares are 0.05, 0.05, 0.05 and 0.85. In the second Q cannot do better than 8.14e-6 of what R and P do.
func TestBenefitOfSmallParts(t *testing.T) {
	s := settings{"min_share": 0.05, "max_share": 0.9}
	got := score(t, "benefit-of-the-doubt", [][]float64{{0.0003, 0.5, 1}, {1, 0.7, 0.3}, {0.00014, 1, 0.4}, {0.9, 0.1, 1}}, []float64{1, 1, 1, 1}, s)
	if math.Abs(got[0]-0.00226960329315835) > 1e-14 {
		t.Errorf("%v", got)
	}
	got = score(t, "benefit-of-the-doubt", [][]float64{{70000, 0.000285, 1}, {20, 800000, 0.3}, {0.0002, 0.1, 81200}, {0.000006, 8, 1700}}, []float64{1, 1, 1, 1}, s)
	if math.Abs(got[1]/8.142857e-8-1) > 1e-6 || got[2] <= got[1] {
		t.Errorf("%v", got)
	}
}

// TestBenefitAgainstVertices compares with the best corner of the admissible weights, found by going through all, for
// two parts with bounds on the shares.
func TestBenefitAgainstVertices(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(rt, "zones")
		parts := [][]float64{nil, nil}
		for range n {
			for k := range parts {
				parts[k] = append(parts[k], float64(rapid.IntRange(1, 40).Draw(rt, "v")))
			}
		}
		low := rapid.SampledFrom([]float64{0, 0.1, 0.3, 0.5}).Draw(rt, "low")
		high := rapid.SampledFrom([]float64{0.5, 0.6, 0.9, 1}).Draw(rt, "high")
		got := score(t, "benefit-of-the-doubt", parts, []float64{1, 1}, settings{"min_share": low, "max_share": high})
		for i := range n {
			x, y := parts[0][i], parts[1][i]
			// Constraints a.w <= b: zones, bounds of the shares, w >= 0.
			type line struct{ a, b, c float64 }
			lines := []line{{-1, 0, 0}, {0, -1, 0}, {(low - 1) * x, low * y, 0}, {low * x, (low - 1) * y, 0}, {(1 - high) * x, -high * y, 0}, {-high * x, (1 - high) * y, 0}}
			for j := range n {
				lines = append(lines, line{parts[0][j], parts[1][j], 1})
			}
			best := 0.0
			for p, l := range lines {
				for _, m := range lines[:p] {
					det := l.a*m.b - l.b*m.a
					if math.Abs(det) < 1e-12 {
						continue
					}
					u, v := (l.c*m.b-l.b*m.c)/det, (l.a*m.c-l.c*m.a)/det
					if !slices.ContainsFunc(lines, func(q line) bool { return q.a*u+q.b*v > q.c+1e-9 }) {
						best = math.Max(best, u*x+v*y)
					}
				}
			}
			if math.Abs(got[i]-best) > 1e-7 {
				rt.Fatalf("zone %d of %v, low %v: %v, by corners %v", i, parts, low, got[i], best)
			}
		}
	})
}

// TestBenefitOfFewPeers: the program over the peers that bind has the maximum of the program over all.
func TestBenefitOfFewPeers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k, n := rapid.IntRange(2, 6).Draw(rt, "parts"), rapid.IntRange(2, 40).Draw(rt, "zones")
		parts := make([][]float64, k)
		for j := range parts {
			parts[j] = rapid.SliceOfN(rapid.Float64Range(1, 100), n, n).Draw(rt, "part")
		}
		d := doubt{low: rapid.SampledFrom([]float64{0, 0.05, 0.15}).Draw(rt, "low"), high: rapid.SampledFrom([]float64{0.5, 0.8, 1}).Draw(rt, "high")}
		d.peers, d.units = frontier(parts)
		used, all := make([]int, k), make([]int, len(d.peers))
		for j := range used {
			used[j] = j
		}
		for i := range all {
			all[i] = i
		}
		for i := range n {
			row, x := make([]float64, k), make([]float64, k)
			for j, p := range parts {
				row[j], x[j] = p[i], p[i]/d.units[j]
			}
			if want, _ := d.program(x, used, all).maximise(slices.Repeat([]float64{1}, k)); math.Abs(d.score(row)-want) > 1e-9 {
				rt.Fatalf("%v with few peers, %v with all %d", d.score(row), want, len(all))
			}
		}
	})
}

// TestSimplexDoesNotGoRound is the example of Beale (1955), on which taking the largest gain goes round in circles: the
// maximum is 1.25, at x3 = 1 and x1 = 1.
func TestSimplexDoesNotGoRound(t *testing.T) {
	p := program{columns: 4}
	for _, c := range []struct {
		a [4]float64
		b float64
	}{{[4]float64{0.25, -8, -1, 9}, 0}, {[4]float64{0.5, -12, -0.5, 3}, 0}, {[4]float64{0, 0, 1, 0}, 1}} {
		copy(p.row(c.b), c.a[:])
	}
	best, at := p.maximise([]float64{0.75, -20, 0.5, -6})
	if !near(best, 1.25) || len(at) != 4 || !near(at[0], 1) || !near(at[2], 1) {
		t.Errorf("%v at %v", best, at)
	}
	if best, _ := (&program{columns: 1}).maximise([]float64{1}); best == best {
		t.Errorf("without an end there is a maximum of %v", best)
	}
}

// TestNoWeightNoSay: a part of weight 0 changes no score, whether it is there or missing.
func TestNoWeightNoSay(t *testing.T) {
	parts := [][]float64{{1, 5, 3}, {4, 2, 9}}
	for _, name := range Names() {
		if name == "benefit-of-the-doubt" { // has no weights
			continue
		}
		s := settings{"p": 2.0, "preference": "v-shape"}
		want := score(t, name, parts, []float64{1, 2}, s)
		for _, more := range [][]float64{{7, 1, 2}, {nan, nan, 2}, {7, 7, 7}} {
			for i, got := range score(t, name, [][]float64{parts[0], more, parts[1]}, []float64{1, 0, 2}, s) {
				if !near(got, want[i]) {
					t.Errorf("%s with %v: zone %d has %v, want %v", name, more, i, got, want[i])
				}
			}
		}
	}
}

// TestFaults: what a method cannot take is named with its place and how many more there are.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		s      settings
		parts  [][]float64
		part   int
		row    int
		more   int
		faulty bool
	}{
		{"geometric", nil, [][]float64{{1, 2, 3}, {1, 0, -1}}, 1, 1, 1, true},
		{"harmonic", nil, [][]float64{{1, nan, 0}, {1, 2, 3}}, 0, 2, 0, true},
		{"power", settings{"p": 2.0}, [][]float64{{0, 1, -2}, {1, 1, 1}}, 0, 2, 0, true},
		{"power", settings{"p": -2.0}, [][]float64{{0, 1, 2}, {1, 1, 1}}, 0, 0, 0, true},
		{"power", settings{"p": 2.0}, [][]float64{{0, 1, 2}, {1, 1, 1}}, 0, 0, 0, false},
		{"mazziotta-pareto", nil, [][]float64{{1, -1, 0}, {1, 1, 0}}, -1, 1, 1, true},
		{"benefit-of-the-doubt", nil, [][]float64{{1, -1, 0}, {1, 1, 0}}, 0, 1, 0, true},
		{"benefit-of-the-doubt", settings{"min_share": 0.6}, [][]float64{{1, 1, 1}, {1, 1, 1}}, -1, -1, 0, true},
		{"benefit-of-the-doubt", settings{"max_share": 0.4}, [][]float64{{1, 1, 1}, {1, 1, 1}}, -1, -1, 0, true},
		{"benefit-of-the-doubt", settings{"min_share": 0.1}, [][]float64{{1, 0, 1}, {1, 1, 1}}, 0, 1, 0, true},
		{"benefit-of-the-doubt", nil, [][]float64{{0, 0, 0}, {0, 0, 0}}, -1, -1, 0, true},
		{"benefit-of-the-doubt", settings{"max_share": 0.5}, [][]float64{{100, 60, 3}, {0, 1, 0}}, -1, 0, 1, true},
		{"benefit-of-the-doubt", nil, [][]float64{{nan, 0, 0}, {0, nan, nan}}, -1, -1, 0, true},
	} {
		_, f := Fit(c.name, Problem{Parts: c.parts, Weights: []float64{1, 1}, Scale: 1, Settings: c.s})
		switch {
		case f == nil:
			if c.faulty {
				t.Errorf("%s %v takes %v", c.name, c.s, c.parts)
			}
		case !c.faulty || f.Part != c.part || f.Row != c.row || f.More != c.more || f.Problem == "" || f.Mend == "":
			t.Errorf("%s %v: %+v", c.name, c.s, *f)
		}
	}
}

// drawn is a random group: values from 0.5 to 100, with ties.
func drawn(t *rapid.T) ([][]float64, []float64) {
	k, n := rapid.IntRange(2, 5).Draw(t, "parts"), rapid.IntRange(2, 9).Draw(t, "zones")
	parts, weights := make([][]float64, k), make([]float64, k)
	for j := range parts {
		weights[j] = float64(rapid.IntRange(1, 9).Draw(t, "w"))
		for range n {
			parts[j] = append(parts[j], float64(rapid.IntRange(1, 200).Draw(t, "v"))/2)
		}
	}
	return parts, weights
}

// TestMeansInOrder is the inequality of the means.
func TestMeansInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		parts, weights := drawn(rt)
		chain := [][]float64{
			score(t, "minimum", parts, weights, nil), score(t, "power", parts, weights, settings{"p": -5.0}), score(t, "harmonic", parts, weights, nil),
			score(t, "geometric", parts, weights, nil), score(t, "arithmetic", parts, weights, nil), score(t, "power", parts, weights, settings{"p": 3.0}),
		}
		for c := 1; c < len(chain); c++ {
			for i, v := range chain[c] {
				if chain[c-1][i] > v*(1+1e-12) {
					rt.Fatalf("mean %d is above mean %d: %v %v of %v %v", c-1, c, chain[c-1][i], v, parts, weights)
				}
			}
		}
	})
}

// TestInvariance: whatever the method, the scale of the weights and the order of the parts change nothing but the last
// bits, the order of the zones orders the scores, and blocks give the same bits as the whole.
func TestInvariance(t *testing.T) {
	for _, name := range Names() {
		for _, s := range []settings{{"p": 2.0, "preference": "linear", "q": 1.0, "raw": true}, {"p": -1.0, "preference": "gaussian", "s": 20.0}} {
			rapid.Check(t, func(rt *rapid.T) {
				parts, weights := drawn(rt)
				n := len(parts[0])
				s := settings{"p": s["p"], "preference": s["preference"], "q": s["q"], "s": s["s"], "raw": s["raw"]}
				if name == "promethee2" && s["preference"] == "linear" {
					s["p"] = 2.5
				}
				want := score(t, name, parts, weights, s)
				scaled := make([]float64, len(weights))
				for j, w := range weights {
					scaled[j] = w * 0.3
				}
				same := func(what string, got []float64) {
					for i, v := range got {
						if math.Abs(v-want[i]) > 1e-7*math.Max(1, math.Abs(want[i])) {
							rt.Fatalf("%s: %s: %v, want %v\n%v %v", name, what, got, want, parts, weights)
						}
					}
				}
				same("weights", score(t, name, parts, scaled, s))
				reversed, back := slices.Clone(parts), slices.Clone(weights)
				slices.Reverse(reversed)
				slices.Reverse(back)
				same("parts", score(t, name, reversed, back, s))
				turned := make([][]float64, len(parts))
				for j, p := range parts {
					turned[j] = slices.Clone(p)
					slices.Reverse(turned[j])
				}
				got := score(t, name, turned, weights, s)
				slices.Reverse(got)
				same("zones", got)
				f, _ := Fit(name, Problem{Parts: parts, Weights: weights, Scale: 1, Settings: s})
				for i := range n {
					row := make([][]float64, len(parts))
					for j, p := range parts {
						row[j] = p[i : i+1]
					}
					var one, sum [1]float64
					if f(one[:], row, weights, sum[:]); one[0] != want[i] && !(one[0] != one[0] && want[i] != want[i]) {
						rt.Fatalf("%s: alone zone %d has %v, among all %v", name, i, one[0], want[i])
					}
				}
			})
		}
	}
}

// TestMonotone: raising a part of one zone lowers no mean of it, nor its place under the methods that compare zones.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		parts, weights := drawn(rt)
		i, k := rapid.IntRange(0, len(parts[0])-1).Draw(rt, "zone"), rapid.IntRange(0, len(parts)-1).Draw(rt, "part")
		for _, name := range []string{"arithmetic", "geometric", "harmonic", "median", "minimum", "copeland", "promethee2", "benefit-of-the-doubt"} {
			before := score(t, name, parts, weights, nil)[i]
			old := parts[k][i]
			parts[k][i] += 30
			after := score(t, name, parts, weights, nil)[i]
			parts[k][i] = old
			if after < before-1e-9 {
				rt.Fatalf("%s falls from %v to %v", name, before, after)
			}
		}
	})
}

// TestPrometheeAgainstPairs: the flows from sorted columns are those of going through all pairs.
func TestPrometheeAgainstPairs(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(rt, "n")
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(rapid.IntRange(-30, 30).Draw(rt, "x")) / 4
		}
		f := Preference{Shape: rapid.SampledFrom([]string{"usual", "u-shape", "v-shape", "level", "linear", "gaussian"}).Draw(rt, "shape"), Q: 0.75, P: 3, S: 2}
		prefer := func(d float64) float64 {
			switch {
			case d <= 0:
				return 0
			case f.Shape == "usual", f.Shape == "u-shape" && d > f.Q:
				return 1
			case f.Shape == "v-shape":
				return math.Min(d/f.P, 1)
			case f.Shape == "level" && d > f.P, f.Shape == "linear" && d > f.P:
				return 1
			case f.Shape == "level" && d > f.Q:
				return 0.5
			case f.Shape == "linear" && d > f.Q:
				return (d - f.Q) / (f.P - f.Q)
			case f.Shape == "gaussian":
				return 1 - math.Exp(-d*d/(2*f.S*f.S))
			}
			return 0
		}
		sorted := slices.Clone(x)
		slices.Sort(sorted)
		flow := f.flow(sorted)
		for _, v := range x {
			want := 0.0
			for _, y := range x {
				want += prefer(v-y) - prefer(y-v)
			}
			if math.Abs(flow(v)-want) > 1e-9 {
				rt.Fatalf("%s: %v at %v of %v, by pairs %v", f.Shape, flow(v), v, x, want)
			}
		}
	})
}

// TestLevelStaysLevel: an exact mean does not tell apart zones whose parts are the same in another order, whatever the
// order of the additions.
func TestLevelStaysLevel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var row []float64
		for range rapid.IntRange(2, 12).Draw(rt, "parts") {
			row = append(row, rapid.Float64Range(0, 100).Draw(rt, "v"))
		}
		parts, weights := make([][]float64, len(row)), make([]float64, len(row))
		for k := range parts {
			parts[k], weights[k] = []float64{row[k], row[len(row)-1-k]}, 1
		}
		if got := score(t, "arithmetic", parts, weights, nil); got[0] != got[1] {
			rt.Fatalf("%v of %v", got, row)
		}
	})
}
