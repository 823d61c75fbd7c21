package revise

import (
	"math/big"
	"strings"
	"testing"

	"zoneval/pkg/index"
)

// small writes an index of one group with the weights; more stands inside the dimension.
func small(more string, weights ...string) string {
	var b strings.Builder
	b.WriteString("id: small\nname: Small\ndimensions:\n  - id: all\n    name: All\n")
	if more != "" {
		b.WriteString("    " + more + "\n")
	}
	b.WriteString("    indicators:\n")
	for i, w := range weights {
		b.WriteString("      - {id: " + string(rune('a'+i)) + ", name: Indicator " + string(rune('a'+i)) + ", direction: higher")
		if w != "" {
			b.WriteString(", weight: " + w)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// top writes an index whose dimensions have the weights, with one indicator each; more stands at the top.
func top(more string, weights ...string) string {
	var b strings.Builder
	b.WriteString("id: top\nname: Top\n" + more + "dimensions:\n")
	for i, w := range weights {
		id := string(rune('a' + i))
		b.WriteString("  - {id: " + id + ", name: Dimension " + id + ", weight: " + w + ", indicators: [{id: x" + id + ", name: Indicator " + id + ", direction: higher}]}\n")
	}
	return b.String()
}

// TestWeights: an index, changes, and the exact weights that come of them; those that are not named are what they were.
func TestWeights(t *testing.T) {
	for _, c := range []struct {
		name, text string
		asked      []string
		want       string // id=weight
	}{
		// Who pays. Innovation has 50 and openness 30 of 80, green has 20.
		{"proportional", demo, []string{"green=30"}, "green=30 innovation=43.75 openness=26.25"}, // 70 of 80
		{"proportional, less", demo, []string{"green=10"}, "green=10 innovation=56.25 openness=33.75"},
		{"equal", demo, []string{"green=30", "equal"}, "green=30 innovation=45 openness=25"},
		{"equal, less", demo, []string{"green=10", "equal"}, "green=10 innovation=55 openness=35"},
		{"nobody", demo, []string{"green=30", "none"}, "green=30"},
		{"locked", demo, []string{"green=30", "lock innovation"}, "green=30 openness=20"},
		{"locked, equal", demo, []string{"green=30", "lock innovation", "equal"}, "green=30 openness=20"},
		{"one is left", demo, []string{"green=25", "innovation=40"}, "green=25 innovation=40 openness=35"},
		{"all are set, to the same sum", demo, []string{"green=25", "innovation=40", "openness=35"}, "green=25 innovation=40 openness=35"},
		{"everything", demo, []string{"green=100"}, "green=100 innovation=0 openness=0"},
		{"nothing", demo, []string{"green=0"}, "green=0 innovation=62.5 openness=37.5"},

		// What becomes of a weight.
		{"factor", demo, []string{"green*=2"}, "green=40 innovation=37.5 openness=22.5"},
		{"factor 0", demo, []string{"rd*=0"}, "rd=0 patents=6 firms=4"},
		{"more", demo, []string{"green+=5"}, "green=25 innovation=46.875 openness=28.125"}, // 75 of 80
		{"less", demo, []string{"green-=5"}, "green=15 innovation=53.125 openness=31.875"},
		{"=+ is more", demo, []string{"green=+5"}, "green=25 innovation=46.875 openness=28.125"},
		{"=- is less", demo, []string{"green=-5"}, "green=15 innovation=53.125 openness=31.875"},
		{"to what it is", demo, []string{"green=20", "rd*=1", "fdi+=0"}, ""},
		{"factors go together", demo, []string{"rd*=2", "rd*=0.6"}, "rd=6 patents=2.4 firms=1.6"},
		{"factors that undo each other", demo, []string{"rd*=2", "rd*=0.5"}, ""},
		{"differences go together", demo, []string{"rd+=1", "rd-=0.5", "rd+=1"}, "rd=6.5 patents=2.1 firms=1.4"}, // 3.5 of 5
		{"the same twice", demo, []string{"rd=6", "rd=6.0"}, "rd=6 patents=2.4 firms=1.6"},
		{"a call goes before a file", demo, []string{"file: rd=9", "rd=6"}, "rd=6 patents=2.4 firms=1.6"},
		{"wherever it stands", demo, []string{"rd=6", "file: rd*=9"}, "rd=6 patents=2.4 firms=1.6"},
		{"of what it was, not of the file's", demo, []string{"file: rd=9", "rd+=1"}, "rd=6 patents=2.4 firms=1.6"},

		// How a weight is named.
		{"by code", demo, []string{"1.1=6"}, "rd=6 patents=2.4 firms=1.6"},
		{"by name", demo, []string{"r&d SPENDING=6"}, "rd=6 patents=2.4 firms=1.6"},
		{"by Chinese name", demo, []string{"研发投入=6"}, "rd=6 patents=2.4 firms=1.6"},
		{"inside a dimension", demo, []string{"创新能力/rd=6"}, "rd=6 patents=2.4 firms=1.6"},
		{"inside, two levels down", demo, []string{"green/mix=2"}, "mix=2 use=0"},
		{"by kind", demo, []string{"kind:qualitative*=0", "pm=1", "none"}, "!"}, // pm is alone
		{"by direction", demo, []string{"direction:lower=0"}, "!"},
		{"by pattern", demo, []string{"1.[12] =4"}, "rd=4 patents=4 firms=2"},
		{"a pattern that multiplies", demo, []string{"1.[12]*=0.5"}, "rd=2.5 patents=1.5 firms=6"},
		{"all parts of a dimension", demo, []string{"green/*=2"}, "energy=2 air=2"}, // and not what is inside those
		{"a lock by pattern", demo, []string{"rd=6", "lock 1.2*"}, "rd=6 firms=1"},
		{"a lock of all", demo, []string{"rd=6", "fdi=5", "lock *", "rd=6"}, "!"},

		// Weights that the file leaves out: exports and imports share 6, so they have 3 each.
		{"shared ones pay", demo, []string{"fdi=1"}, "fdi=1 exports=4.5 imports=4.5"},
		{"shared ones pay, equal", demo, []string{"fdi=7", "equal"}, "fdi=7 exports=1.5 imports=1.5"},
		{"a shared one is set", demo, []string{"exports=5"}, "exports=5 fdi=20/7~ imports=15/7~"}, // 5 of 7
		{"a shared one is locked", demo, []string{"fdi=2", "lock exports"}, "fdi=2 imports=5"},
		{"shared, nobody pays", demo, []string{"exports*=2", "none"}, "exports=6"},
		{"none stated", small("", "", "", ""), []string{"a*=2"}, "a=2 b=0.5 c=0.5"},
		{"thirds", small("weights_sum: 1", "", "", ""), []string{"a*=2"}, "a=0.66666666666667 b=0.16666666666666 c=0.16666666666667"},

		// Decimals without end are cut at 14 digits of the sum; what is left goes to the largest of them, the first of equals.
		{"sevenths", demo, []string{"patents=0"}, "patents=0 rd=7.1428571428571 firms=2.8571428571429"},                                   // 50/7 and 20/7, which round to 10
		{"two thirds each", small("", "1", "1", "1", "1"), []string{"a=2"}, "a=2 b=0.6666666666666 c=0.6666666666667 d=0.6666666666667"},  // 3 x ...667 is too much
		{"a third each", top("", "40", "20", "20", "20"), []string{"a=60"}, "a=60 b=13.333333333334 c=13.333333333333 d=13.333333333333"}, // 3 x ...333 is too little
		{"of a sum of 1", top("", "0.5", "0.3", "0.2"), []string{"c=0.3"}, "a=0.4375 b=0.2625 c=0.3"},
		{"of a sum of 1000000", small("", "500000", "300000", "200000"), []string{"b=0"}, "a=714285.71428571 b=0 c=285714.28571429"}, // 8 decimals
		{"what is set is not cut", small("", "1", "1", "1", "1"), []string{"a=1.1234567890123456789"}, // 2.8765432109876543211 is left, of which 3 x 0.9588477369959 is 456789 too much
			"a=1.1234567890123456789 b=0.9588477369958543211 c=0.9588477369959 d=0.9588477369959"},
		{"what is locked is not cut", small("", "0.1234567890123456", "0.3765432109876544", "0.5"), []string{"c=0.3", "lock a"}, "b=0.5765432109876544 c=0.3"},
		{"nor what stays since nobody pays", small("", "0.1234567890123456", "0.5", "0.5"), []string{"c=0.3", "none"}, "c=0.3"},

		// Nothing to be in proportion to.
		{"all free ones are 0", small("", "5", "0", "0"), []string{"a=3"}, "a=3 b=1 c=1"},
		{"one free one is 0", small("", "5", "5", "0"), []string{"a=3"}, "a=3 b=7"},

		// Sums of the file.
		{"a stated sum is kept", demo, []string{"fdi=5", "exports=2"}, "fdi=5 exports=2 imports=3"},
		{"a stated sum, nobody pays", demo, []string{"openness/**=2", "none"}, "fdi=8 exports=6 imports=6"},
		{"the top from 100 to 1", top("", "50", "50"), []string{"a=0.5", "b=0.5", "none"}, "a=0.5 b=0.5"},
		{"the top with a stated sum", top("weights_sum: 10\n", "5", "5"), []string{"a=3"}, "a=3 b=7"},
		{"the top with a stated sum, nobody pays", top("weights_sum: 10\n", "5", "5"), []string{"a=3", "none"}, "a=3"},

		// Ids that stand for other things as well.
		{"a dimension called as the index", strings.ReplaceAll(demo, "id: openness", "id: demo"), []string{"demo=40"}, "demo=40 innovation=42.857142857143 green=17.142857142857"}, // 60 of 70
		{"the same, nobody pays", strings.ReplaceAll(demo, "id: openness", "id: demo"), []string{"demo*=2", "fdi*=2", "none"}, "demo=60 fdi=8"},

		// Weights that are computed.
		{"a blend with data", "method: {weights: {blend: {of: [given, entropy]}}}\n" + demo, []string{"rd=6"}, "rd=6 patents=2.4 firms=1.6"},
		{"given in place of equal", "method: {weights: equal}\n" + demo, []string{"method.weights=given", "rd=6"}, "rd=6 patents=2.4 firms=1.6 *"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draft(t, c.text)
			if c.want == "!" { // told of in TestFindings
				if r, log := Index(d, asked(t, c.asked...)); r != nil {
					t.Errorf("a revision, %v", log.Findings())
				}
				return
			}
			want := weightsOf(d.Index)
			if rest, given := strings.CutSuffix(c.want, " *"); given { // the weights of the file count, not those of before
				c.want, want = rest, weightsOf(draft(t, demo).Index)
			}
			for _, w := range strings.Fields(c.want) {
				id, weight, _ := strings.Cut(w, "=")
				weight, about := strings.CutSuffix(weight, "~")
				r, ok := new(big.Rat).SetString(weight)
				if !ok {
					t.Fatal(w)
				}
				if about { // rounded to 13 decimals
					r.SetString(r.FloatString(13))
				}
				want[id] = r.RatString()
			}
			r := revised(t, d, asked(t, c.asked...))
			for id, have := range weightsOf(r.Index) {
				if have != want[id] {
					t.Errorf("%s has the weight %s, expected %s", id, decimalOf(have), decimalOf(want[id]))
				}
			}
			if c.want == "" && r.Index != d.Index && len(r.Weights) > 0 {
				t.Errorf("weights became others: %+v", r.Weights)
			}
		})
	}
}

func decimalOf(rat string) string {
	r, _ := new(big.Rat).SetString(rat)
	return index.DecimalText(r)
}
