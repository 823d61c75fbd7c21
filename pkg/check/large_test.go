package check

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// lines writes a header and so many rows.
func lines(header string, n int, row func(int) string) []byte {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		b.WriteString(row(i) + "\n")
	}
	return []byte(b.String())
}

func columnsNamed(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ",c%d", i)
	}
	return b.String()
}

// TestShortRowsBelowAWideHeader: values are kept for the rows that there are; a table of all columns for each of these rows
// would take 20 GB.
func TestShortRowsBelowAWideHeader(t *testing.T) {
	data := lines("zone"+columnsNamed(16_000), 160_000, func(i int) string { return fmt.Sprint("z", i) })
	o := Options{Max: 50, Previous: source.Bytes("before.csv", []byte("zone,c0\nz1,1\n"), source.Options{})}
	r := run(t, data, o)
	if r.Found[Count{diag.StructureRagged, diag.Error}] != 1 {
		t.Errorf("found\n%s", printed(r.Findings))
	}
}

// TestTableOfTexts: columns that nobody described cost nothing for each of their texts, and give no finding.
func TestTableOfTexts(t *testing.T) {
	data := lines("name"+columnsNamed(8_000), 200, func(i int) string { return fmt.Sprint("n", i) + strings.Repeat(",ab", 8_000) })
	if r := run(t, data, Options{Max: 50}); len(r.Findings) > 0 {
		t.Errorf("found\n%s", printed(r.Findings))
	}
}

// TestTextsAmongNumbers: where nobody described a column of numbers, all of its texts are counted, and all are kept if that is
// asked for.
func TestTextsAmongNumbers(t *testing.T) {
	data := lines("name,a", 1000, func(i int) string {
		if i%8 == 7 {
			return fmt.Sprintf("n%d,about %d", i, i)
		}
		return fmt.Sprintf("n%d,%d", i, i)
	})
	for _, c := range []struct{ most, size, kept int }{{0, 0, 125}, {0, 500, 125}, {3, 500, 3}, {200, 0, 125}} {
		r := run(t, data, Options{Max: c.most, Source: source.Options{PartSize: c.size}})
		if n := r.Found[Count{diag.TypeNumber, diag.Error}]; n != 125 || len(r.Findings) != c.kept {
			t.Errorf("%+v: %d kept, %d counted", c, len(r.Findings), n)
		}
	}
}

// TestEveryValueUnlisted: what is nearest in a long list is looked for only where it is shown.
func TestEveryValueUnlisted(t *testing.T) {
	list := make([]string, 900)
	for i := range list {
		list[i] = fmt.Sprintf("value%05d", i)
	}
	ct, found := contract.Parse("c.yaml", []byte("fields: [{name: zone}, {name: k, constraints: {enum: ["+strings.Join(list, ", ")+"]}}]"))
	if ct == nil {
		t.Fatal(found)
	}
	data := lines("zone,k", 100_000, func(i int) string { return fmt.Sprintf("z%d,vxlue%06d", i, i) })
	r := run(t, data, Options{Contract: ct, Max: 50})
	if n := r.Found[Count{diag.ReferenceEnum, diag.Error}]; n != 100_000 || len(r.Findings) != 50 {
		t.Errorf("%d kept, %d counted", len(r.Findings), n)
	}
}

// TestStoppedInLastYearsFile: half of last year's file would make the other zones new ones.
func TestStoppedInLastYearsFile(t *testing.T) {
	row := func(i int) string { return fmt.Sprintf("z%d,%d", i, i) }
	so := source.Options{PartSize: 100}
	ctx, cancel := context.WithCancel(t.Context())
	in := source.Bytes("zones.csv", lines("zone,a", 1000, row), so)
	r := Data(ctx, in, Options{Source: so, Previous: source.Bytes("before.csv", lines("zone,a", 1000, row), so), Progress: func(done, of int) {
		if done == of {
			cancel()
		}
	}})
	if !r.Partial || len(r.Findings) > 0 {
		t.Errorf("partial: %v, found\n%s", r.Partial, printed(r.Findings))
	}
}

// TestSeeker finds the same records as source does, in any order.
func TestSeeker(t *testing.T) {
	in := source.Bytes("zones.csv", lines("zone,a", 500, func(i int) string { return fmt.Sprintf("z%d,\"x\n%d\"", i, i) }), source.Options{PartSize: 64})
	var s seeker
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 3000 {
		record := i % 520
		if i > 600 {
			record = random.IntN(520)
		}
		want, got := in.Seek(record), s.at(in, record)
		if (want == nil) != (got == nil) {
			t.Fatalf("record %d: %v, want %v", record, got, want)
		}
		if want != nil && (got.Record() != record || got.Place(1) != want.Place(1) || string(got.Field(1)) != string(want.Field(1))) {
			t.Fatalf("record %d: %v %q, want %v %q", record, got.Place(1), got.Field(1), want.Place(1), want.Field(1))
		}
	}
}
