package index

import (
	"math"
	"math/big"
	"os"
	"strings"
	"testing"

	"zoneval/indicators"
)

// must parses a file that has no fault.
func must(t testing.TB, text string) *Index {
	t.Helper()
	x, findings := Parse("x.yaml", []byte(text))
	for _, f := range findings {
		t.Errorf("%s", f)
	}
	if x == nil {
		t.Fatal("no index")
	}
	return x
}

func torch(t testing.TB) []byte {
	t.Helper()
	data, ok := indicators.Open("torch-2021")
	if !ok {
		t.Fatal("torch-2021 is not shipped")
	}
	return data
}

// ratio is the float64 nearest to a/b.
func ratio(a, b int64) float64 {
	v, _ := big.NewRat(a, b).Float64()
	return v
}

// TestTorch holds the shipped index to its official facts, and its weights to fractions worked out by hand.
func TestTorch(t *testing.T) {
	x := must(t, string(torch(t)))
	if len(x.Indicators) != 46 || len(x.Root.Dimensions) != 5 {
		t.Fatalf("%d indicators in %d dimensions", len(x.Indicators), len(x.Root.Dimensions))
	}
	for i, want := range []float64{20, 20, 15, 15, 30} {
		w := x.Root.Dimensions[i].Weight
		if w.Value != want || w.Origin != Published || w.Share != want/100 {
			t.Errorf("dimension %d: %+v, want weight %g", i+1, w, want)
		}
	}
	// Dimension 1 holds ten indicators and a sum of 10. Given are 0.8, 1.2 and 0.94, which leaves 7.06 for seven:
	// 7.06/7 = 353/350 each. Dimension 4 has no weight inside and seven indicators, all 1.
	for _, c := range []struct {
		code             string
		value, effective float64
		origin           Origin
	}{
		{"1.1", 0.8, ratio(8*20, 10*10*100), Published},
		{"1.2", 1.2, ratio(12*20, 10*10*100), Published},
		{"1.10", 0.94, ratio(94*20, 100*10*100), Assumed},
		{"1.3", ratio(353, 350), ratio(353*20, 350*10*100), Shared},
		{"1.9", ratio(353, 350), ratio(353*20, 350*10*100), Shared},
		{"2.1", ratio(906, 900), ratio(906*20, 900*10*100), Shared}, // (10 - 0.94)/9
		{"3.1", ratio(806, 800), ratio(806*15, 800*9*100), Shared},  // (9 - 0.94)/8
		{"4.1", 1, ratio(15, 7*100), Shared},                        // 7/7
		{"5.1", ratio(812, 800), ratio(812*30, 800*10*100), Shared}, // (10 - 2 x 0.94)/8
		{"5.10", 0.94, ratio(94*30, 100*10*100), Assumed},
	} {
		in := x.Find(c.code)
		if in == nil {
			t.Errorf("no indicator %s", c.code)
			continue
		}
		if in.Weight.Value != c.value || in.Effective != c.effective || in.Weight.Origin != c.origin {
			t.Errorf("%s: weight %v, effective %v, %s; want %v, %v, %s", c.code, in.Weight.Value, in.Effective, in.Weight.Origin, c.value, c.effective, c.origin)
		}
	}
	quantitative := 0
	for _, in := range x.Indicators {
		if in.Kind == Quantitative {
			quantitative++
		}
	}
	// 1 - 0.94 x (20/10 + 20/10 + 15/9 + 30/10 + 30/10)/100 = 1 - 0.94 x 35/300
	if share := x.QuantitativeShare(); quantitative != 41 || math.Abs(share-(1-0.94*35/300)) > 1e-12 || math.Abs(share-0.89) > 0.005 {
		t.Errorf("%d quantitative indicators with a share of %v", quantitative, share)
	}
	if n := x.WeightCounts(); n != [4]int{7, 5, 39, 0} {
		t.Errorf("%v published, assumed, shared and computed weights; want 7, 5, 39, 0", n)
	}
	checkShares(t, x)
}

// TestFind finds an indicator by id, code and either name, and a code keeps the text it was written with.
func TestFind(t *testing.T) {
	x := must(t, `
id: parks
name: Parks
dimensions:
  - id: growth
    code: 1
    name: Growth
    indicators:
      - {id: gdp, code: 1.1, name: {en: Product, zh: 产值}, direction: higher}
      - {id: tax, code: 1.10, name: 税收, direction: higher}
`)
	for key, want := range map[string]string{"gdp": "gdp", "1.1": "gdp", "Product": "gdp", "产值": "gdp", "tax": "tax", "1.10": "tax",
		"税收": "tax", "1": "", "growth": "", "1.100": "", "GDP": "", "": ""} {
		got := ""
		if in := x.Find(key); in != nil {
			got = in.ID
		}
		if got != want {
			t.Errorf("Find(%q) is %q, want %q", key, got, want)
		}
	}
	if code := x.Indicators[1].Code; code != "1.10" {
		t.Errorf("the code 1.10 came out as %q", code)
	}
}

func TestTextForms(t *testing.T) {
	for text, want := range map[string]Text{
		"Growth":               {En: "Growth"},
		"发展":                   {Zh: "发展"},
		"R&D 投入":               {Zh: "R&D 投入"},
		"{en: Growth}":         {En: "Growth"},
		"{zh: 发展}":             {Zh: "发展"},
		"{zh: 发展, en: Growth}": {En: "Growth", Zh: "发展"},
		"{zh: GDP}":            {Zh: "GDP"},
		"2021":                 {En: "2021"},
		"true":                 {En: "true"},
		`" x "`:                {En: "x"},
	} {
		x := must(t, "id: x\nname: "+text+"\ndimensions: [{id: a, name: A, indicators: [{id: b, name: B, direction: lower}]}]\n")
		if x.Name != want {
			t.Errorf("%s is %+v, want %+v", text, x.Name, want)
		}
	}
}

// TestEveryKey reads the fixture that has every key, value by value.
func TestEveryKey(t *testing.T) {
	data, err := os.ReadFile("../../testdata/index/good/every-key.yaml")
	if err != nil {
		t.Fatal(err)
	}
	x := must(t, string(data))
	in, d := x.Indicators[0], x.Root.Dimensions[0]
	step := func(s Step) string { return s.Name }
	for _, c := range []struct{ have, want any }{
		{x.ID, "parks"}, {x.Name, Text{En: "Parks", Zh: "园区"}}, {x.Publisher, Text{En: "Ministry", Zh: "部"}}, {x.Issued, "2021-04-22"},
		{x.Document, "国科发火〔2021〕106号"}, {strings.Join(x.Sources, "|"), "a page|1.5"}, {x.Note, Text{En: "A note", Zh: "说明"}},
		{x.Scale, 10.0}, {x.Data, "example"}, {strings.Join(x.Show, "|"), "values"}, {step(x.Method.Normalise), "minmax"},
		{x.Method.Normalise.Lists["range"][0], 1.0}, {x.Method.Normalise.Flag("clamp", true), false},
		{step(x.Method.Aggregate), "geometric"}, {x.Method.Missing.Number("min_indicators", 0), 2.0},
		{x.Method.Ranking, Ranking{"min", 3}}, {x.Columns["zone"], "code"}, {x.Columns["1.2"], "T"}, {x.Columns["value"], "amount"},
		{strings.Join(x.Missing, "|"), "NA|-|999"}, {x.Expect, Expect{3, 1, 0.6667, 0.001}}, {x.Root.WeightsSum, 1.0},
		{x.Root.SumOrigin, Assumed}, {d.Code, "1"}, {d.Weight.Origin, Assumed}, {d.WeightsSum, 3.0}, {d.SumOrigin, Assumed},
		{step(d.Aggregate), "arithmetic"}, {d.Note.En, "guessed"}, {d.Level, 1}, {in.Code, "1.1"}, {in.Unit.En, "yuan"},
		{in.Min, 0.0}, {in.Max, 1e6}, {in.Cap, 18.0}, {in.Whole, true}, {in.Bounds, false}, {in.Transform.Name, "log"},
		{step(in.Normalise), "goalposts"}, {in.Normalise.Number("high", 0), 18.0}, {in.Weight.Origin, Assumed},
		{in.Note, Text{En: "guessed", Zh: "假定"}}, {x.Indicators[1].Direction, Lower}, {x.Indicators[1].Weight.Origin, Published},
		{step(x.Indicators[1].Normalise), "minmax"}, {x.Indicators[1].Max, math.Inf(1)}, {x.Indicators[2].Kind, Qualitative},
		{x.Indicators[2].Weight.Origin, Shared}, {x.Indicators[2].Weight.Value, 1.0}, {x.Indicators[2].Column, 2},
	} {
		if c.have != c.want {
			t.Errorf("have %v, want %v", c.have, c.want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data := torch(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if x, _ := Parse("torch-2021.yaml", data); x == nil {
			b.Fatal("no index")
		}
	}
}

// BenchmarkOurs is BenchmarkParse without what the library takes.
func BenchmarkOurs(b *testing.B) {
	root := newDecoder("torch-2021.yaml").Root(torch(b))
	b.ReportAllocs()
	for b.Loop() {
		if d := newDecoder("torch-2021.yaml"); d.index(root) == nil || d.Log.HasErrors() {
			b.Fatal("no index")
		}
	}
}
