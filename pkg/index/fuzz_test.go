package index

import (
	"math"
	"strings"
	"testing"

	"zoneval/indicators"
	"zoneval/pkg/diag"
)

// FuzzParse holds for every input: no crash, findings lie inside the file, an index comes without errors, and its
// weights are whole.
func FuzzParse(f *testing.F) {
	for _, name := range append(fixtures(f, badFixtures), fixtures(f, goodFixtures)...) {
		data, _ := fixture(f, name)
		f.Add(data)
	}
	for _, id := range indicators.List() {
		data, _ := indicators.Open(id)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, findings := Parse("x.yaml", data)
		lines := linesOf(data)
		for _, d := range findings {
			checkPlace(t, d, lines)
		}
		if (x == nil) != (findings.Errors() > 0) {
			t.Fatalf("index %v beside the findings %v", x != nil, findings)
		}
		if x != nil {
			checkShares(t, x)
		}
	})
}

// checkPlace holds a finding to a place inside the file, or to none.
func checkPlace(t testing.TB, d diag.Finding, lines []string) {
	t.Helper()
	p := d.Place
	if p.Line < 0 || p.Line > len(lines) || p.Col < 0 || p.Line == 0 && p.Col > 0 {
		t.Errorf("the place %d:%d is not in the %d lines of the file: %s", p.Line, p.Col, len(lines), d)
		return
	}
	if p.Line > 0 && p.Col > len([]rune(lines[p.Line-1]))+1 {
		t.Errorf("column %d of the %d characters of %q: %s", p.Col, len([]rune(lines[p.Line-1])), lines[p.Line-1], d)
	}
	if d.Message == "" || strings.Contains(d.Message, "%!") {
		t.Errorf("message %q", d.Message)
	}
}

// checkShares holds every group to shares that sum to one, and the leaves to effective weights that do.
func checkShares(t testing.TB, x *Index) {
	t.Helper()
	total := 0.0
	for _, in := range x.Indicators {
		if !(in.Effective >= 0 && in.Effective <= 1) || !(in.Weight.Share >= 0 && in.Weight.Share <= 1) {
			t.Errorf("%s: share %g, effective %g", in.ID, in.Weight.Share, in.Effective)
		}
		total += in.Effective
	}
	if math.Abs(total-1) > 1e-12 {
		t.Errorf("the effective weights sum to %.17g", total)
	}
	for _, d := range append([]*Dimension{x.Root}, x.Dims...) {
		sum := 0.0
		for _, c := range d.Dimensions {
			sum += c.Weight.Share
		}
		for _, c := range d.Indicators {
			sum += c.Weight.Share
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("the shares inside %s sum to %.17g", d.ID, sum)
		}
	}
}
