package check

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/gate"
	"zoneval/pkg/source"
)

// halfBad is a table of rows of which every second one has a word in place of a number, so that no column is bad as a
// whole.
func halfBad(rows int) ([]byte, Options) {
	var b strings.Builder
	b.WriteString("zone,revenue,exports\n")
	for i := range rows {
		revenue := "12.5"
		if i%2 == 1 {
			revenue = "much"
		}
		fmt.Fprintf(&b, "H%05d,%s,%d\n", i, revenue, i%97+3)
	}
	c, found := contract.Parse("c.yaml", []byte("fields: [{name: zone}, {name: revenue, type: number}, {name: exports, type: number}]"))
	if c == nil {
		panic(found)
	}
	return []byte(b.String()), Options{Contract: c, Workers: 1, Source: source.Options{NoChecksum: true}}
}

func run(t testing.TB, data []byte, o Options) *Result {
	t.Helper()
	in := source.Bytes("zones.csv", data, o.Source)
	defer in.Close()
	return Data(t.Context(), in, o)
}

// TestMost: so many findings of each rule are kept, the first ones, and all are counted.
func TestMost(t *testing.T) {
	data, o := halfBad(2000)
	for _, c := range []struct{ most, size, workers, kept int }{{3, 0, 1, 3}, {3, 100, 4, 3}, {1, 1, 4, 1}, {0, 0, 1, 1000}, {0, 100, 4, 1000}, {1000, 0, 1, 1000}, {5000, 64, 2, 1000}} {
		o.Max, o.Source.PartSize, o.Workers = c.most, c.size, c.workers
		r := run(t, data, o)
		if len(r.Findings) != c.kept || r.Found[Count{diag.TypeNumber, diag.Error}] != 1000 || len(r.Found) != 1 {
			t.Fatalf("%+v: %d findings kept, counts %v", c, len(r.Findings), r.Found)
		}
		for i, f := range r.Findings {
			if f.Place.Line != 2*i+3 {
				t.Fatalf("%+v: finding %d is in line %d", c, i, f.Place.Line)
			}
		}
	}
}

// TestMostOfEach: rules do not take each other's room, nor do the severities of one rule.
func TestMostOfEach(t *testing.T) {
	data, o := halfBad(100)
	text := bytes.ReplaceAll(data, []byte(",13\n"), []byte(",x\n"))
	for i := range 20 {
		text = bytes.ReplaceAll(text, fmt.Appendf(nil, ",%d\n", 20+i), []byte(",—\n"))
	}
	o.Max = 2
	r := run(t, text, o)
	got := counted(r)
	if got != "missing-mark warning 20\ntype-number error 51\n" || len(r.Findings) != 4 {
		t.Errorf("%d findings kept, counts\n%s", len(r.Findings), got)
	}
}

// TestOverrides: settings change findings by rule, by the start of a rule, by zone, column and file. The last one stands.
func TestOverrides(t *testing.T) {
	f := fixtureNamed(t, "several") // type-unit E001 firms, reference-province H003, range-limit H004 green_share, key-duplicate H003, missing-mark H008 energy
	all := "type-unit error\nreference-province error\nrange-limit error\nkey-duplicate error\nmissing-mark warning\n"
	for _, c := range []struct {
		name      string
		overrides []gate.Override
		want      string
		off       int
	}{
		{"none", nil, all, 0},
		{"a rule", []gate.Override{{Rule: "type-unit", Severity: diag.Note}}, strings.Replace(all, "type-unit error", "type-unit note", 1), 0},
		{"a rule off", []gate.Override{{Rule: "type-unit", Off: true}}, strings.Replace(all, "type-unit error\n", "", 1), 1},
		{"the start of a rule", []gate.Override{{Rule: "type-*", Off: true}, {Rule: "key-*", Severity: diag.Warning}}, strings.Replace(strings.Replace(all, "type-unit error\n", "", 1), "key-duplicate error", "key-duplicate warning", 1), 1},
		{"every rule", []gate.Override{{Rule: "*", Off: true}}, "", 5},
		{"the start of none", []gate.Override{{Rule: "typo-*", Off: true}, {Rule: "type", Off: true}}, all, 0},
		{"a zone", []gate.Override{{Rule: "*", Zone: "H003", Off: true}}, "type-unit error\nrange-limit error\nmissing-mark warning\n", 2},
		{"another zone", []gate.Override{{Rule: "type-unit", Zone: "H003", Off: true}}, all, 0},
		{"a column", []gate.Override{{Rule: "*", Column: "energy", Severity: diag.Error}}, strings.Replace(all, "missing-mark warning", "missing-mark error", 1), 0},
		{"another column", []gate.Override{{Rule: "missing-mark", Column: "firms", Off: true}}, all, 0},
		{"a zone and a column", []gate.Override{{Rule: "*", Zone: "H004", Column: "green_share", Off: true}}, strings.Replace(all, "range-limit error\n", "", 1), 1},
		{"a file", []gate.Override{{Rule: "*", File: "zones.csv", Off: true}}, "", 5},
		{"another file", []gate.Override{{Rule: "*", File: "ones.csv", Off: true}, {Rule: "*", File: "data/zones.csv", Off: true}}, all, 0},
		{"the last one stands", []gate.Override{{Rule: "*", Off: true}, {Rule: "type-unit", Severity: diag.Warning}}, "type-unit warning\n", 4},
		{"back to its own", []gate.Override{{Rule: "type-*", Severity: diag.Note}, {Rule: "type-unit", Severity: diag.Error}}, all, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := f.options(t)
			o.Gate = &gate.Gate{Overrides: c.overrides}
			r := f.check(t, f.data, o)
			got := ""
			for _, d := range r.Findings {
				got += d.Rule.ID + " " + d.Level().String() + "\n"
			}
			if got != c.want || o.Gate.Off() != c.off {
				t.Errorf("%d switched off, found\n%s\nwant %d\n%s", o.Gate.Off(), got, c.off, c.want)
			}
			for _, d := range r.Findings {
				if r.Found[Count{d.Rule, d.Level()}] != 1 {
					t.Errorf("counts %v", r.Found)
				}
			}
		})
	}
}

func fixtureNamed(t testing.TB, name string) *fixture {
	t.Helper()
	for _, f := range readFixtures(t) {
		if f.name == name {
			return f
		}
	}
	t.Fatal("no fixture " + name)
	return nil
}

// baselineOf writes findings as a baseline and reads it again.
func baselineOf(t testing.TB, list diag.Findings, older *gate.Baseline, change func(string) string) *gate.Baseline {
	t.Helper()
	var b strings.Builder
	if _, err := (&gate.Gate{}).Write(&b, list, older, nil); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if change != nil {
		text = change(text)
	}
	base, found := gate.ReadBaseline("accepted.yaml", []byte(text))
	if base == nil {
		t.Fatalf("%s\n%s", found, text)
	}
	return base
}

// TestBaseline: what a baseline accepts is not reported again, whatever it is, wherever it moves, and nothing of it is
// stale. What is wrong with a file as a whole cannot be accepted.
func TestBaseline(t *testing.T) {
	for _, f := range readFixtures(t) {
		found := f.check(t, f.data, f.options(t)).Findings
		for _, most := range []int{0, 1} {
			o := f.options(t)
			o.Max, o.Gate = most, &gate.Gate{Baseline: baselineOf(t, found, nil, nil), Today: "2024-05-01"}
			again := f.check(t, f.data, o)
			if slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Rule.Group() == "file" }) {
				if len(again.Findings) == 0 {
					t.Errorf("%s: an unusable file is accepted", f.name)
				}
				continue
			}
			if len(again.Findings) > 0 || counted(again) != "" || len(o.Gate.Stale([]string{f.table})) > 0 {
				t.Errorf("%s: found again, with at most %d of a rule:\n%s%s\nstale: %s", f.name, most, printed(again.Findings), counted(again), o.Gate.Stale([]string{f.table}))
			}
		}
	}
}

// TestBaselineLives: a new finding is reported, an old one that is mended or has expired is told, and a baseline that is
// written anew keeps the reasons and dates of what it accepted.
func TestBaselineLives(t *testing.T) {
	f := fixtureNamed(t, "several")
	found := f.check(t, f.data, f.options(t)).Findings
	base := baselineOf(t, found, nil, func(s string) string {
		s = strings.Replace(s, "\"to be reviewed\"", "\"OCR, seen\"\n    expires: 2024-06-30", 1)
		return strings.Replace(s, "\"to be reviewed\"", "\"known\"", 1)
	})
	mended := bytes.Replace(f.data, []byte("136.1"), []byte("36.1"), 1)
	mended = bytes.Replace(mended, []byte(",298,"), []byte(",x,"), 1)
	for _, c := range []struct{ today, want string }{
		{"2024-06-30", "zones.csv:8:46: error type-number"}, // the last day counts
		{"2024-07-01", "zones.csv:2:46: error type-unit|zones.csv:8:46: error type-number"},
	} {
		o := f.options(t)
		o.Gate = &gate.Gate{Baseline: base, Today: c.today}
		var got, stale []string
		for _, d := range f.check(t, mended, o).Findings {
			got = append(got, fmt.Sprintf("%s: %s %s", d.Place, d.Level(), d.Rule.ID))
		}
		for _, d := range o.Gate.Stale([]string{"zones.csv"}) {
			stale = append(stale, d.Message)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: found %q, want %s", c.today, got, c.want)
		}
		want := []string{"the entry of range-limit matches no finding any more"}
		if c.today > "2024-06-30" {
			want = append([]string{"the entry of type-unit has expired on 2024-06-30"}, want...)
		}
		if !slices.Equal(stale, want) || o.Gate.Accepted() != 5-len(stale) {
			t.Errorf("%s: %d accepted, stale %q, want %q", c.today, o.Gate.Accepted(), stale, want)
		}
	}
	o := f.options(t)
	o.Gate = &gate.Gate{Baseline: base}
	if stale := o.Gate.Stale([]string{"other.csv"}); len(stale) > 0 {
		t.Errorf("entries of a file that is not checked are stale: %s", stale)
	}
	var b strings.Builder
	if _, err := (&gate.Gate{}).Write(&b, f.check(t, mended, f.options(t)).Findings, base, []string{"zones.csv"}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for part, n := range map[string]int{"OCR, seen": 1, "expires: 2024-06-30": 1, "known": 1, "to be reviewed": 3, "rule: range-limit": 0, "rule: type-number": 1} {
		if strings.Count(text, part) != n {
			t.Errorf("the new baseline has %q %d times, want %d:\n%s", part, strings.Count(text, part), n, text)
		}
	}
}

// percentColumns is a table of columns of which every cell has a percent sign.
func percentColumns(columns, rows int) ([]byte, Options) {
	var b, fields strings.Builder
	b.WriteString("zone")
	for k := range columns {
		fmt.Fprintf(&b, ",c%d", k)
		fmt.Fprintf(&fields, ", {name: c%d, type: number}", k)
	}
	for i := range rows {
		fmt.Fprintf(&b, "\nH%03d", i)
		for k := range columns {
			fmt.Fprintf(&b, ",%d%%", i+k)
		}
	}
	b.WriteString("\n")
	c, found := contract.Parse("c.yaml", []byte("fields: [{name: zone}"+fields.String()+"]"))
	if c == nil {
		panic(found)
	}
	return []byte(b.String()), Options{Contract: c, Workers: 1, Source: source.Options{NoChecksum: true}}
}

// TestWholeColumns: a column in which every cell has one fault is one finding and counts once, however many findings are
// kept, and whatever was accepted of it.
func TestWholeColumns(t *testing.T) {
	for _, c := range []struct {
		columns, most, accepted int
		kept, found             int
		defect                  string
	}{
		{columns: 1, most: 0, kept: 1, found: 1},
		{columns: 2, most: 3, kept: 2, found: 2},
		{columns: 2, most: 1, kept: 1, found: 2, defect: "a column of which no cell was kept is not told"},
		{columns: 60, most: 50, kept: 50, found: 60, defect: "a column of which no cell was kept is not told"},
		{columns: 1, most: 0, accepted: 2, kept: 1, found: 1},
	} {
		data, o := percentColumns(c.columns, 10)
		o.Max = c.most
		if c.accepted > 0 {
			var cells diag.Findings
			for i := range c.accepted {
				cells = append(cells, diag.Finding{Rule: diag.TypePercent, Place: diag.Place{File: "zones.csv"}, Subject: diag.Subject{Zone: fmt.Sprintf("H%03d", i), Column: "c0"}})
			}
			o.Gate = &gate.Gate{Baseline: baselineOf(t, cells, nil, nil)}
		}
		r := run(t, data, o)
		n := r.Found[Count{diag.TypePercent, diag.Error}]
		switch wrong := len(r.Findings) != c.kept || n != c.found; {
		case wrong && c.defect == "":
			t.Errorf("%+v: %d findings kept, %d counted:\n%s", c, len(r.Findings), n, printed(r.Findings))
		case wrong:
			t.Logf("%+v: %d findings kept, %d counted", c, len(r.Findings), n)
		case c.defect != "":
			t.Errorf("%+v: the defect is mended: take its words out", c)
		}
	}
}

// TestAcceptedTakeNoRoom: ten thousand accepted findings leave all the room to the new ones.
func TestAcceptedTakeNoRoom(t *testing.T) {
	data, o := halfBad(24_000)
	all := run(t, data, o).Findings
	for _, c := range []struct{ size, workers int }{{0, 1}, {4096, 4}} {
		o.Max, o.Source.PartSize, o.Workers = 3, c.size, c.workers
		o.Gate = &gate.Gate{Baseline: baselineOf(t, all[:10_000], nil, nil)}
		r := run(t, data, o)
		if len(r.Findings) != 3 || r.Findings[0].Place.Line != all[10_000].Place.Line || r.Findings[2].Place.Line != all[10_002].Place.Line {
			t.Fatalf("%+v: kept %s", c, printed(r.Findings))
		}
		if r.Found[Count{diag.TypeNumber, diag.Error}] != 2000 || o.Gate.Accepted() != 10_000 || len(o.Gate.Stale([]string{"zones.csv"})) > 0 {
			t.Errorf("%+v: counts %v, %d accepted, %d stale", c, r.Found, o.Gate.Accepted(), len(o.Gate.Stale([]string{"zones.csv"})))
		}
	}
}

// TestCancelled: a check that is ended says that it is partial, and gives what it has found until then.
func TestCancelled(t *testing.T) {
	data, o := halfBad(2000)
	o.Source.PartSize = 200
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(done, of int) {
		if done == 20 {
			cancel()
		}
		if of < 50 {
			t.Errorf("%d parts", of)
		}
	}
	in := source.Bytes("zones.csv", data, o.Source)
	defer in.Close()
	r := Data(ctx, in, o)
	if n := r.Found[Count{diag.TypeNumber, diag.Error}]; !r.Partial || n < 100 || n > 400 {
		t.Errorf("partial %v, counts %v", r.Partial, r.Found)
	}
	o.Progress = nil
	if r := Data(ctx, source.Bytes("zones.csv", data, o.Source), o); !r.Partial || len(r.Findings) > 0 {
		t.Errorf("a check that is ended before it starts: partial %v, %d findings", r.Partial, len(r.Findings))
	}
	again := source.Bytes("zones.csv", data, o.Source)
	defer again.Close()
	if r := Data(t.Context(), again, o); r.Partial || len(r.Findings) != 1000 {
		t.Errorf("a check to the end: partial %v, %d findings", r.Partial, len(r.Findings))
	}
}

// TestProgress: it is told how far the check is, and at the end that it is done.
func TestProgress(t *testing.T) {
	data, o := halfBad(500)
	o.Source.PartSize = 256
	seen := 0
	o.Progress = func(done, of int) {
		if seen++; done != seen || of < 20 {
			t.Errorf("%d of %d after %d calls", done, of, seen)
		}
	}
	in := source.Bytes("zones.csv", data, o.Source)
	defer in.Close()
	Data(t.Context(), in, o)
	if seen != in.Parts() {
		t.Errorf("%d calls for %d parts", seen, in.Parts())
	}
}

// TestBadFilesAreNotSlow: a file in which every cell is bad takes at most so many times what a clean one takes. What is
// not shown is not put together.
func TestBadFilesAreNotSlow(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	const rows, columns, most = 200_000, 8, 120 // 20 to 40 were measured
	fields := ""
	for k := range columns {
		fields += fmt.Sprintf(", {name: c%d, type: number, constraints: {minimum: 0, maximum: 1000}}", k)
	}
	c, found := contract.Parse("c.yaml", []byte("fields: [{name: zone}"+fields+"]\nprimaryKey: zone"))
	if c == nil {
		t.Fatal(found)
	}
	took := func(cell func(i, k int) string) time.Duration {
		var b bytes.Buffer
		b.WriteString("zone")
		for k := range columns {
			fmt.Fprintf(&b, ",c%d", k)
		}
		for i := range rows {
			fmt.Fprintf(&b, "\nZ%07d", i)
			for k := range columns {
				b.WriteString(",")
				b.WriteString(cell(i, k))
			}
		}
		b.WriteString("\n")
		start := time.Now()
		r := run(t, b.Bytes(), Options{Contract: c, Max: 50, Workers: 1, Source: source.Options{NoChecksum: true}})
		d := time.Since(start)
		t.Logf("%d findings, %v, counts:\n%s", len(r.Findings), d, counted(r))
		return d
	}
	clean := took(func(i, k int) string { return fmt.Sprintf("%d.%d", (i*7+k*13)%900+20, k%10) })
	bad := []string{`"1,2"`, "12亿元", "—", "#DIV/0!", "３８", "much", "12%", "0x1F"}
	for name, cell := range map[string]func(i, k int) string{
		"words of all kinds": func(i, k int) string { return bad[(i+k)%len(bad)] },
		"out of range":       func(i, k int) string { return "-5" },
	} {
		if d := took(cell); d > most*clean {
			t.Errorf("%s: %v, and %v for a clean file", name, d, clean)
		}
	}
}
