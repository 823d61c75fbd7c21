package optimum

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestImproveByHand.
//
// "three": gains 2, 1, 4 at cost 1 each, with room 1, 1, 1/2. The last part gives 2 points for 0.5, the first 2 for 1, and one
// more point comes from the second for 1: 5 points for 2.5, the last at price 1. The bound is 5 - (1*1 + 1/2*3) = 2.5.
//
// "ratio": 6 points for 3 (0.5 a point) before 1 point for 1; need 3 takes half a unit.
//
// "ties": both cost 1 a point; the first is taken first, although the second gains more by the unit.
//
// "free": the part that costs nothing comes first, and one point is bought at 2.
func TestImproveByHand(t *testing.T) {
	for _, c := range []struct {
		name        string
		m           Improve
		want        []float64
		cost, price float64
	}{
		{"three", Improve{[]float64{2, 1, 4}, []float64{1, 1, 1}, []float64{1, 1, 0.5}, 5}, []float64{1, 1, 0.5}, 2.5, 1},
		{"part of one", Improve{[]float64{2, 1, 4}, []float64{1, 1, 1}, []float64{1, 1, 0.5}, 3}, []float64{0.5, 0, 0.5}, 1, 0.5},
		{"ratio", Improve{[]float64{1, 6}, []float64{1, 3}, []float64{9, 9}, 3}, []float64{0, 0.5}, 1.5, 0.5},
		{"ties", Improve{[]float64{1, 2}, []float64{1, 2}, []float64{1, 1}, 2}, []float64{1, 0.5}, 2, 1},
		{"free", Improve{[]float64{1, 5}, []float64{2, 0}, []float64{3, 1}, 6}, []float64{1, 1}, 2, 2},
		{"only free", Improve{[]float64{1, 5}, []float64{2, 0}, []float64{3, 1}, 4}, []float64{0, 0.8}, 0, 0},
		{"no room", Improve{[]float64{1, 5}, []float64{2, 1}, []float64{3, 0}, 2}, []float64{2, 0}, 4, 2},
		{"all there is", Improve{[]float64{0.1}, []float64{1}, []float64{3}, 0.3}, []float64{3}, 3, 10},
		{"a hair more than all", Improve{[]float64{0.1}, []float64{1}, []float64{3}, 0.30000000000000004}, []float64{3}, 3, 10},
		{"no need", Improve{[]float64{1}, []float64{1}, []float64{1}, 0}, []float64{0}, 0, 0},
		{"ahead", Improve{[]float64{1}, []float64{0}, []float64{1}, -3}, []float64{0}, 0, 0},
		{"no parts, no need", Improve{}, []float64{}, 0, 0},
	} {
		r, err := c.m.Solve()
		if err != nil || !r.Feasible || !allNear(r.Amounts, c.want) || !near(r.Cost, c.cost) || !near(r.Price, c.price) {
			t.Errorf("%s: %+v %v", c.name, r, err)
		}
		if err := c.m.Check(r); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestImproveTies: of 40 parts every other one is cheaper, all with the same ratio; the first of these are taken.
func TestImproveTies(t *testing.T) {
	var m Improve
	for i := range 40 {
		g := []float64{3, 1, 2}[i%3]
		m.Gain, m.Cost, m.Room, m.Need = append(m.Gain, g), append(m.Cost, g/float64(2-i%2)), append(m.Room, 1/g), 10
	}
	r, err := m.Solve()
	for i, x := range r.Amounts {
		if taken := i < 20 && i%2 == 0; taken && math.Abs(x-m.Room[i]) > 1e-15 || !taken && x > 1e-15 {
			t.Errorf("part %d has %v %v", i, x, err)
		}
	}
}

func TestImproveOutOfReach(t *testing.T) {
	for _, m := range []Improve{
		{[]float64{2, 1}, []float64{1, 1}, []float64{1, 3}, 5.0000001},
		{[]float64{2, 1}, []float64{0, 0}, []float64{2.5, 0}, 7},
	} {
		r, err := m.Solve()
		if err != nil || r.Feasible || r.Best != 5 || !slices.Equal(r.Amounts, m.Room) || m.Check(r) != nil {
			t.Errorf("%+v: %+v %v %v", m, r, err, m.Check(r))
		}
	}
	r, err := Improve{Need: 1}.Solve()
	if err != nil || r.Feasible || r.Best != 0 || (Improve{Need: 1}).Check(r) != nil {
		t.Errorf("no parts: %+v %v", r, err)
	}
}

func TestImproveFaults(t *testing.T) {
	fine := Improve{[]float64{2, 1}, []float64{1, 1}, []float64{1, 3}, 4}
	check := func(m Improve, want Fault) {
		if r, err := m.Solve(); err != want || r.Amounts != nil {
			t.Errorf("%+v: %v, want %v", m, err, want)
		}
		if err := m.Check(ImproveResult{Amounts: []float64{0, 0}}); err != want {
			t.Errorf("check %+v: %v, want %v", m, err, want)
		}
	}
	lists := func(m *Improve) []*[]float64 { return []*[]float64{&m.Gain, &m.Cost, &m.Room} }
	for n := range 3 {
		for v, want := range map[float64]Problem{inf: NotFinite, -inf: NotFinite, 1e101: Size, 1e-101: Size, -1: Negative} {
			m := fine
			list := lists(&m)[n]
			*list = []float64{1, v}
			check(m, Fault{1, want})
		}
		m := fine
		list := lists(&m)[n]
		*list = []float64{nan, 1}
		check(m, Fault{0, NotFinite})
		*list = []float64{1}
		check(m, Fault{-1, Lengths})
	}
	check(Improve{[]float64{2, 0}, fine.Cost, fine.Room, 4}, Fault{1, Negative})
	for v, want := range map[float64]Problem{inf: NotFinite, -inf: NotFinite, 1e101: Size} {
		check(Improve{fine.Gain, fine.Cost, fine.Room, v}, Fault{-1, want})
	}
	check(Improve{fine.Gain, fine.Cost, fine.Room, nan}, Fault{-1, NotFinite})
}

// TestImproveTampered: a result is refused when any of its fields is not what it was.
func TestImproveTampered(t *testing.T) {
	reached := Improve{[]float64{2, 1, 4}, []float64{1, 1, 1}, []float64{1, 1, 0.5}, 4.5}
	beyond := Improve{[]float64{2, 1, 4}, []float64{1, 1, 1}, []float64{1, 1, 0.5}, 6}
	for _, c := range []struct {
		name   string
		m      Improve
		tamper func(r *ImproveResult)
		want   Problem
	}{
		{"no amounts", reached, func(r *ImproveResult) { r.Amounts = nil }, WrongLength},
		{"nan amount", reached, func(r *ImproveResult) { r.Amounts[0] = nan }, WrongNumber},
		{"below 0", reached, func(r *ImproveResult) { r.Amounts[0] = -1e-300 }, OutOfBounds},
		{"above room", reached, func(r *ImproveResult) { r.Amounts[2] = math.Nextafter(0.5, 1) }, OutOfBounds},
		{"too little", reached, func(r *ImproveResult) { r.Amounts[1] -= 1e-9; r.Cost -= 1e-9 }, MarkMissed},
		{"too much", reached, func(r *ImproveResult) { r.Amounts[1] += 1e-6; r.Cost += 1e-6 }, NotLeast},
		{"dearer", reached, func(r *ImproveResult) { r.Amounts[0] -= 0.25; r.Amounts[1] += 0.5; r.Cost += 0.25 }, NotLeast},
		{"cost", reached, func(r *ImproveResult) { r.Cost *= 1 + 1e-9 }, WrongCost},
		{"infinite cost", reached, func(r *ImproveResult) { r.Cost = inf }, WrongNumber},
		{"not feasible", reached, func(r *ImproveResult) { r.Feasible = false }, Unused},
		{"not feasible, bare", reached, func(r *ImproveResult) { r.Feasible, r.Cost, r.Price = false, 0, 0 }, NotImpossible},
		{"price", reached, func(r *ImproveResult) { r.Price *= 1 + 1e-6 }, NotLeast},
		{"lower price", reached, func(r *ImproveResult) { r.Price *= 1 - 1e-6 }, NotLeast},
		{"negative price", reached, func(r *ImproveResult) { r.Price = -1 }, NotLeast},
		{"nan price", reached, func(r *ImproveResult) { r.Price = nan }, WrongNumber},
		{"best", reached, func(r *ImproveResult) { r.Best = 5 }, Unused},

		{"feasible", beyond, func(r *ImproveResult) { r.Feasible = true }, Unused},
		{"feasible, bare", beyond, func(r *ImproveResult) { r.Feasible, r.Best = true, 0 }, MarkMissed},
		{"best", beyond, func(r *ImproveResult) { r.Best += 1e-9 }, WrongBest},
		{"amounts", beyond, func(r *ImproveResult) { r.Amounts[0] -= 1e-9 }, WrongBest},
		{"price", beyond, func(r *ImproveResult) { r.Price = 1 }, Unused},
		{"cost", beyond, func(r *ImproveResult) { r.Cost = 1 }, Unused},
	} {
		r, err := c.m.Solve()
		if err != nil || c.m.Check(r) != nil {
			t.Fatal(err, c.m.Check(r))
		}
		c.tamper(&r)
		if got, _ := c.m.Check(r).(Fault); got.Problem != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Problem, c.want)
		}
	}
}

func drawImprove(rt *rapid.T, most int) Improve {
	var m Improve
	room := 0.0
	for range rapid.IntRange(1, most).Draw(rt, "parts") {
		g := float64(rapid.IntRange(1, 12).Draw(rt, "gain")) / rapid.SampledFrom([]float64{1, 3, 7}).Draw(rt, "of")
		u := float64(rapid.IntRange(0, 20).Draw(rt, "room")) / 8
		m.Gain, m.Room = append(m.Gain, g), append(m.Room, u)
		m.Cost = append(m.Cost, float64(rapid.IntRange(0, 9).Draw(rt, "cost"))/3)
		room += g * u
	}
	m.Need = rapid.Float64Range(-0.1, 1.2).Draw(rt, "need") * room
	if math.Abs(m.Need) < 1e-99 {
		m.Need = 0
	}
	return m
}

// TestImprovePasses: every answer passes the check, and is as good as the best corner: all parts but one at 0 or their room.
func TestImprovePasses(t *testing.T) {
	n := seen{}
	rapid.Check(t, func(rt *rapid.T) {
		m := drawImprove(rt, 7)
		r, err := m.Solve()
		if err == nil {
			err = m.Check(r)
		}
		if err != nil {
			rt.Fatalf("%+v: %+v: %v", m, r, err)
		}
		if r.Feasible {
			n["reached"]++
			gained, _ := dot(m.Gain, r.Amounts)
			if best, _ := dot(m.Gain, m.Room); gained.minus(of(m.Need)).hi < -1e-30*m.Need && !best.below(of(m.Need)) {
				rt.Fatalf("%+v: %+v gains %v less than the need", m, r, gained.minus(of(m.Need)).hi)
			}
		} else {
			n["beyond"]++
		}
		least, k := inf, len(m.Gain)
		for set := range 1 << k {
			for part := range k {
				cost, left := 0.0, m.Need
				for i := range k {
					if set>>i&1 == 1 && i != part {
						cost, left = cost+m.Cost[i]*m.Room[i], left-m.Gain[i]*m.Room[i]
					}
				}
				x := max(0, left/m.Gain[part])
				if x <= m.Room[part]+1e-12 {
					least = min(least, cost+m.Cost[part]*x)
				}
			}
		}
		if r.Feasible && math.Abs(least-r.Cost) > 1e-9 || r.Feasible != (least < inf) {
			rt.Fatalf("%+v: %+v, by corners %v", m, r, least)
		}
	})
	n.all(t, "reached", "beyond")
}

// TestImproveNothingIsCheaper exchanges points between parts at random, starting at the answer.
func TestImproveNothingIsCheaper(t *testing.T) {
	looked := 0
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 5))
		var m Improve
		room := 0.0
		for range 2 + random.IntN(4) {
			m.Gain = append(m.Gain, 0.1+random.Float64())
			m.Cost = append(m.Cost, float64(random.IntN(5)))
			m.Room = append(m.Room, random.Float64())
			room += m.Gain[len(m.Gain)-1] * m.Room[len(m.Room)-1]
		}
		m.Need = room * (0.05 + 0.9*random.Float64())
		r, err := m.Solve()
		if err != nil || !r.Feasible || m.Check(r) != nil {
			t.Fatalf("%+v: %+v %v %v", m, r, err, m.Check(r))
		}
		x := slices.Clone(r.Amounts)
		for n := range tries {
			if n%50 == 0 {
				copy(x, r.Amounts)
			}
			i, j := random.IntN(len(x)), random.IntN(len(x))
			if i == j {
				continue
			}
			points := random.Float64() * min(x[i]*m.Gain[i], (m.Room[j]-x[j])*m.Gain[j])
			x[i], x[j] = x[i]-points/m.Gain[i], x[j]+points/m.Gain[j]
			cost := 0.0
			for k, v := range x {
				cost += m.Cost[k] * v
			}
			looked++
			if cost < r.Cost*(1-1e-9)-1e-12 {
				t.Fatalf("%+v: %v costs %v, the least is %v", m, x, cost, r.Cost)
			}
		}
	}
	if looked < 50*tries {
		t.Errorf("only %d amounts", looked)
	}
}

// TestImproveExtremes: sizes over the whole range that is allowed.
func TestImproveExtremes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 3))
		span := rapid.SampledFrom([]float64{0, 3, 12, 30}).Draw(rt, "span")
		size := func() float64 { return math.Pow(10, span*(2*random.Float64()-1)) }
		for range 50 {
			var m Improve
			for range 1 + random.IntN(8) {
				m.Gain = append(m.Gain, size())
				m.Cost = append(m.Cost, size()*float64(random.IntN(3)))
				m.Room = append(m.Room, size()*float64(random.IntN(3)))
			}
			best, _ := dot(m.Gain, m.Room)
			m.Need = best.hi * []float64{1e-20, 1e-9, 0.3, 1 - 1e-15, 1, 1 + 1e-15, 1 + 1e-9}[random.IntN(7)]
			r, err := m.Solve()
			if err == nil {
				err = m.Check(r)
			}
			if err != nil {
				rt.Fatalf("%+v: %+v: %v", m, r, err)
			}
		}
	})
}
