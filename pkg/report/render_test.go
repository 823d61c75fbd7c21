package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sample has every kind of column, every audience, a missing value of each kind, a list and a quiet fact.
func sample() *Document {
	nan := math.NaN()
	return &Document{
		Kind: "ranking", Title: "Zones 2021", Subtitle: "All zones",
		Tables: []*Table{
			{ID: "ranking", Columns: []*Column{
				{Key: "rank", Label: "Rank", Kind: Int, Ints: []int{1, 2, NoInt}},
				{Key: "name", Label: "Zone 园区", Texts: []string{"苏州工业园区", "Sample, 002", ""}},
				{Key: "zone", Label: "ID", For: Programs, Texts: []string{"suzhou", "=s2", "-1.5"}},
				{Key: "score", Label: "Score", Kind: Float, Decimals: 2, Floats: []float64{78.126, -0.001, nan}},
				{Key: "change", Label: "Change", Right: true, For: People, Texts: []string{"↑3", "=", "new"}},
				{Key: "change", Label: "Change", Kind: Int, For: Programs, Ints: []int{3, 0, NoInt}},
			}},
			{ID: "by_type", Title: "By type", Columns: []*Column{
				{Key: "type", Label: "Type", Texts: []string{"high-tech"}},
				{Key: "n", Label: "Zones", Kind: Int, Ints: []int{169}},
			}},
		},
		Notes: []Note{{"synthetic", "The data are made up."}, {"missing", "One zone has no score."}},
		Provenance: []Fact{
			{Key: "index", Label: "Index", Text: "torch-2021"},
			{Key: "sources", Label: "来源", List: []string{"a.csv", "b.csv"}},
			{Key: "data_sha256", Label: "SHA-256", Text: "00ff", Quiet: true},
		},
	}
}

// text renders d, and fails the test when that fails.
func text(t rapid.TB, format string, d *Document, o Options) string {
	t.Helper()
	f, ok := ByName(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	var b bytes.Buffer
	if err := f.Render(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestFormats(t *testing.T) {
	names := ""
	for _, f := range Formats() {
		names += " " + f.Name + f.Extension
		if g, ok := ByName(f.Name); !ok || g.Name != f.Name {
			t.Errorf("ByName(%q) = %v, %v", f.Name, g.Name, ok)
		}
		if g, ok := ByExtension("dir.x/out" + strings.ToUpper(f.Extension)); !ok || g.Name != f.Name {
			t.Errorf("ByExtension(%q) = %v, %v", f.Extension, g.Name, ok)
		}
	}
	if want := " table.txt csv.csv tsv.tsv markdown.md json.json"; names != want {
		t.Errorf("got %s, want %s", names, want)
	}
	if f, _ := ByExtension("a.markdown"); f.Name != "markdown" {
		t.Error("no .markdown")
	}
	for _, path := range []string{"", "csv", "a.", "a.csv/b", "a.xlsx"} {
		if f, ok := ByExtension(path); ok {
			t.Errorf("ByExtension(%q) = %s", path, f.Name)
		}
	}
	if err := (Format{Name: "pdf"}).Render(io.Discard, sample(), Options{}); err == nil {
		t.Error("a format that does not exist renders")
	}
}

// full takes n bytes and then none.
type full struct{ n int }

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if len(p) <= f.n {
		f.n -= len(p)
		return len(p), nil
	}
	n := f.n
	f.n = 0
	return n, errFull
}

func TestRenderReturnsWriteErrors(t *testing.T) {
	for _, f := range Formats() {
		for _, rows := range []int{3, 20_000} {
			for _, room := range []int{0, 70_000} {
				var all bytes.Buffer
				d := ranking(rows)
				if err := f.Render(&all, d, Options{}); err != nil {
					t.Fatal(err)
				}
				err := f.Render(&full{room}, d, Options{})
				if wrong := (all.Len() > room) != errors.Is(err, errFull); wrong {
					t.Errorf("%s, %d rows into %d bytes: %v", f.Name, rows, room, err)
				}
			}
		}
	}
}

func TestRenderRefusesRaggedTables(t *testing.T) {
	d := sample()
	d.Tables[0].Columns[3].Floats = d.Tables[0].Columns[3].Floats[:2]
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.Render(&b, d, Options{}); err == nil || b.Len() > 0 {
			t.Errorf("%s: %v after %d bytes", f.Name, err, b.Len())
		}
	}
}

func TestTwoValuesUnderOneKey(t *testing.T) {
	columns, facts := sample(), sample()
	columns.Tables[1].Columns[1].Key = "type"
	facts.Provenance[2].Key = "index"
	for name, wrong := range map[string]bool{"table": false, "markdown": false, "csv": false, "json": true} {
		f, _ := ByName(name)
		for _, d := range []*Document{columns, facts} {
			var b bytes.Buffer
			if err := f.Render(&b, d, Options{}); (err != nil) != wrong || wrong && b.Len() > 0 {
				t.Errorf("%s: %v after %d bytes", name, err, b.Len())
			}
		}
	}
}

func TestEmptyDocuments(t *testing.T) {
	for name, want := range map[string]string{
		"table": "", "csv": "", "tsv": "", "markdown": "",
		"json": "{\n  \"kind\": \"\",\n  \"title\": \"\",\n  \"tables\": [],\n  \"notes\": [],\n  \"provenance\": {}\n}\n",
	} {
		same(t, text(t, name, &Document{}, Options{}), want)
	}
	noRows := &Document{Tables: []*Table{{ID: "t", Columns: []*Column{{Key: "k", Label: "Key"}, {Key: "n", Label: "N", Kind: Int}}}}}
	same(t, text(t, "table", noRows, Options{}), "Key  N\n------\n")
	same(t, text(t, "csv", noRows, Options{}), "k,n\n")
	same(t, text(t, "markdown", noRows, Options{}), "| Key | N |\n| --- | ---: |\n")
	noColumns := &Document{Tables: []*Table{{ID: "t"}}}
	for _, name := range []string{"table", "csv", "tsv", "markdown"} {
		same(t, text(t, name, noColumns, Options{}), "")
	}
}

func TestNumbersThatAreNone(t *testing.T) {
	d := &Document{Tables: []*Table{{ID: "t", Columns: []*Column{
		{Key: "x", Label: "X", Kind: Float, Decimals: 1, Floats: []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0}},
		{Key: "n", Label: "N", Kind: Int, Ints: []int{NoInt, NoInt, NoInt, 0}},
	}}}}
	same(t, text(t, "table", d, Options{}), "  X  N\n------\n  –  –\n  –  –\n  –  –\n0.0  0\n")
	same(t, text(t, "csv", d, Options{}), "x,n\n,\n,\n,\n0,0\n")
	same(t, text(t, "markdown", d, Options{}), "| X | N |\n| ---: | ---: |\n| – | – |\n| – | – |\n| – | – |\n| 0.0 | 0 |\n")
	if got := text(t, "json", d, Options{}); strings.Count(got, `{"x": null, "n": null}`) != 3 {
		t.Errorf("got %s", got)
	}
}

// nasty makes texts that formats trip over.
func nasty() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 12), func(b []byte) string { return string(b) }),
		rapid.StringOfN(rapid.RuneFrom([]rune("苏 \t\r\n\x1b\x00\u0085\u202e\u2028\u200b\"',;|\\`*_<>[]&#=+-@.1ew\u3000\u00a0é")), 0, 12, -1),
	)
}

// anyDocument makes documents with distinct keys and otherwise anything in them.
func anyDocument() *rapid.Generator[*Document] {
	return rapid.Custom(func(t *rapid.T) *Document {
		s := nasty()
		d := &Document{Kind: s.Draw(t, "kind"), Title: s.Draw(t, "title"), Subtitle: s.Draw(t, "subtitle")}
		for i := range rapid.IntRange(0, 2).Draw(t, "tables") {
			d.Tables = append(d.Tables, anyTable(t, fmt.Sprint("t", i)))
		}
		for range rapid.IntRange(0, 2).Draw(t, "notes") {
			d.Notes = append(d.Notes, Note{s.Draw(t, "key"), s.Draw(t, "note")})
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "facts") {
			f := Fact{Key: fmt.Sprint("f", i), Label: s.Draw(t, "label"), Quiet: rapid.Bool().Draw(t, "quiet")}
			if rapid.Bool().Draw(t, "list") {
				f.List = rapid.SliceOfN(s, 0, 3).Draw(t, "list")
			} else {
				f.Text = s.Draw(t, "text")
			}
			d.Provenance = append(d.Provenance, f)
		}
		return d
	})
}

func anyTable(t *rapid.T, id string) *Table {
	s := nasty()
	table := &Table{ID: id, Title: s.Draw(t, "title")}
	rows := rapid.OneOf(rapid.IntRange(0, 4), rapid.IntRange(layoutRows-1, layoutRows+1)).Draw(t, "rows")
	for j := range rapid.IntRange(0, 4).Draw(t, "columns") {
		c := &Column{
			Key: fmt.Sprint(s.Draw(t, "key"), "/", j), Label: s.Draw(t, "label"), Right: rapid.Bool().Draw(t, "right"),
			Kind:     rapid.SampledFrom([]Kind{Text, Int, Float}).Draw(t, "kind"),
			For:      rapid.SampledFrom([]Audience{Everyone, Everyone, People, Programs}).Draw(t, "for"),
			Decimals: rapid.IntRange(0, 4).Draw(t, "decimals"),
		}
		switch c.Kind {
		case Int:
			c.Ints = rapid.SliceOfN(rapid.OneOf(rapid.Int(), rapid.Just(NoInt)), rows, rows).Draw(t, "ints")
		case Float:
			special := rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 1e21, 1e-5})
			c.Floats = rapid.SliceOfN(rapid.OneOf(rapid.Float64(), special), rows, rows).Draw(t, "floats")
		default:
			c.Texts = rapid.SliceOfN(s, rows, rows).Draw(t, "texts")
		}
		table.Columns = append(table.Columns, c)
	}
	return table
}

// ranking is a table such as rank prints, of six columns.
func ranking(rows int) *Document {
	rank, change := make([]int, rows), make([]int, rows)
	name, kind, province := make([]string, rows), make([]string, rows), make([]string, rows)
	score := make([]float64, rows)
	for i := range rows {
		rank[i], change[i] = i+1, i%7-3
		name[i] = fmt.Sprintf("样本%03d高新区", i)
		kind[i] = []string{"high-tech", "econ"}[i%2]
		province[i] = []string{"江苏", "浙江", "广东"}[i%3]
		score[i] = 100 * math.Exp(-float64(i)/float64(rows))
	}
	return &Document{Kind: "ranking", Title: "Ranking", Tables: []*Table{{ID: "ranking", Columns: []*Column{
		{Key: "rank", Label: "Rank", Kind: Int, Ints: rank},
		{Key: "name", Label: "Zone", Texts: name},
		{Key: "type", Label: "Type", Texts: kind},
		{Key: "province", Label: "Province", Texts: province},
		{Key: "score", Label: "Score", Kind: Float, Decimals: 2, Floats: score},
		{Key: "change", Label: "Change", Kind: Int, Ints: change},
	}}}, Provenance: []Fact{{Key: "index", Label: "Index", Text: "torch-2021"}}}
}

func BenchmarkRender(b *testing.B) {
	for _, f := range Formats() {
		for _, rows := range []int{169, 10_000, 1_000_000} {
			d := ranking(rows)
			b.Run(fmt.Sprintf("%s/%d", f.Name, rows), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := f.Render(io.Discard, d, Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkLayout is what tablewriter takes, with every row laid out by it; 229 rows are a whole ranking.
func BenchmarkLayout(b *testing.B) {
	d := ranking(229)
	for b.Loop() {
		drawBoth(d.Tables[0], true)
	}
}
