package check

import (
	"bytes"
	"encoding/binary"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/source"
)

var update = flag.Bool("update", false, "write the expected findings of the fixtures anew")

const fixtureFolder = "../../testdata/check/"

// fixture is a small table with what it is checked with and the findings that it must give. The comment above its
// sections says what it is about, and may have the lines
//
//	encoding: WORD...   how the bytes of the table differ from what stands there: see encodings
//	without: WORD...    index, contract: it is checked without them
//	defect: TEXT        the program does not give these findings yet
type fixture struct {
	name  string
	path  string
	arc   *txtar.Archive
	want  string
	table string // its file name
	data  []byte
}

func (f *fixture) section(name string) ([]byte, bool) {
	for _, s := range f.arc.Files {
		if s.Name == name {
			return s.Data, true
		}
	}
	return nil, false
}

// setting is the words after a key in the comment.
func (f *fixture) setting(key string) []string {
	for _, line := range strings.Split(string(f.arc.Comment), "\n") {
		if rest, ok := strings.CutPrefix(line, key+":"); ok {
			return strings.Fields(rest)
		}
	}
	return nil
}

// readFixtures reads all fixtures. Those whose names end in -good give no finding.
func readFixtures(t testing.TB) []*fixture {
	t.Helper()
	paths, err := filepath.Glob(fixtureFolder + "*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	var out []*fixture
	for _, path := range paths {
		arc, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f := &fixture{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), path: path, arc: arc}
		want, ok := f.section("want")
		if !ok && !*update {
			t.Fatalf("%s has no section want", path)
		}
		f.want = string(want)
		f.readTable(t)
		out = append(out, f)
	}
	return out
}

// readTable finds the table and turns it into the bytes that the fixture speaks of.
func (f *fixture) readTable(t testing.TB) {
	t.Helper()
	for _, s := range f.arc.Files {
		name, quoted := strings.CutSuffix(s.Name, ".quoted")
		if !strings.HasPrefix(name, "zones.") {
			continue
		}
		f.table, f.data = name, s.Data
		if quoted {
			f.data = nil
			for _, line := range strings.Split(strings.TrimSpace(string(s.Data)), "\n") {
				text, err := strconv.Unquote(line)
				if err != nil {
					t.Fatalf("%s: %s: %v", f.path, line, err)
				}
				f.data = append(f.data, text...)
			}
		}
	}
	if f.table == "" {
		t.Fatalf("%s has no table", f.path)
	}
	for _, word := range f.setting("encoding") {
		encode, ok := encodings[word]
		if !ok {
			t.Fatalf("%s: there is no encoding %s", f.path, word)
		}
		f.data = encode(f.data)
	}
}

// encodings are what can be done to the bytes of a table.
var encodings = map[string]func([]byte) []byte{
	"crlf":      func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) },
	"cr":        func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r")) },
	"no-end":    func(b []byte) []byte { return bytes.TrimSuffix(b, []byte("\n")) },
	"utf-8-bom": func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) },
	"gb18030": func(b []byte) []byte {
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b)
		if err != nil {
			panic(err)
		}
		return out
	},
	"utf-16le":      func(b []byte) []byte { return toUTF16(binary.LittleEndian, "\ufeff"+string(b)) },
	"utf-16be":      func(b []byte) []byte { return toUTF16(binary.BigEndian, "\ufeff"+string(b)) },
	"utf-16le-bare": func(b []byte) []byte { return toUTF16(binary.LittleEndian, string(b)) },
}

func toUTF16(order binary.AppendByteOrder, s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// options are what the fixture's table is checked with.
func (f *fixture) options(t testing.TB) Options {
	t.Helper()
	o := Options{Source: source.Options{NoChecksum: true}, Workers: 1}
	without := f.setting("without")
	if !slices.Contains(without, "index") {
		text := f.file(t, "index.yaml")
		x, found := index.Parse("index.yaml", text)
		if x == nil || len(found) > 0 {
			t.Fatalf("%s: index: %v", f.path, found)
		}
		o.Index = x
	}
	if !slices.Contains(without, "contract") {
		o.Contract, o.References = f.contract(t)
	}
	if text, ok := f.section("previous.csv"); ok {
		o.Previous = source.Bytes("previous.csv", text, o.Source)
	}
	return o
}

// file is a section of the fixture, or the file beside all fixtures.
func (f *fixture) file(t testing.TB, name string) []byte {
	t.Helper()
	if text, ok := f.section(name); ok {
		return text
	}
	text, err := os.ReadFile(fixtureFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// contract reads the fixture's contract and the tables that it refers to, which are sections, too.
func (f *fixture) contract(t testing.TB) (*contract.Contract, []Reference) {
	t.Helper()
	name := "contract.yaml"
	for _, n := range []string{"contract.json", "datapackage.json"} {
		if _, ok := f.section(n); ok {
			name = n
		}
	}
	whole, found := contract.Parse(name, f.file(t, name))
	if whole == nil || len(found) > 0 {
		t.Fatalf("%s: contract: %v", f.path, found)
	}
	ct, found := whole.For(f.table)
	if ct == nil || len(found) > 0 {
		t.Fatalf("%s: contract for %s: %v", f.path, f.table, found)
	}
	var refs []Reference
	for i := range ct.ForeignKeys {
		key := &ct.ForeignKeys[i]
		path := whole.Table(key.Resource)
		text, ok := f.section(path)
		if !ok {
			t.Fatalf("%s has no table %q", f.path, path)
		}
		ref, found := ReadReference(source.Bytes(path, text, source.Options{}), key, path)
		if ref == nil {
			t.Fatalf("%s: %v", f.path, found)
		}
		refs = append(refs, *ref)
	}
	return ct, refs
}

// check checks the table, which may be another one than the fixture's own bytes.
func (f *fixture) check(t testing.TB, data []byte, o Options) *Result {
	t.Helper()
	in := source.Bytes(f.table, data, o.Source)
	defer in.Close()
	return Data(t.Context(), in, o)
}

// printed is how findings are shown.
func printed(list diag.Findings) string {
	var b strings.Builder
	for _, f := range list {
		b.WriteString(f.String())
		b.WriteByte('\n')
	}
	return b.String()
}

// TestFixtures holds every table to exactly the findings that it lists.
func TestFixtures(t *testing.T) {
	for _, f := range readFixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			got := printed(f.check(t, f.data, f.options(t)).Findings)
			if why := f.setting("defect"); why != nil {
				if got == f.want {
					t.Error("the defect is mended: take the line out")
				}
				t.Skip(strings.Join(why, " "))
			}
			if *update {
				f.rewrite(t, got)
				return
			}
			if got != f.want {
				t.Errorf("found\n%s\nwant\n%s", got, f.want)
			}
			if good := strings.HasSuffix(f.name, "-good"); good != (f.want == "") {
				t.Errorf("the name and the findings do not go together:\n%s", f.want)
			}
		})
	}
}

func (f *fixture) rewrite(t testing.TB, want string) {
	t.Helper()
	files := slices.DeleteFunc(f.arc.Files, func(s txtar.File) bool { return s.Name == "want" })
	f.arc.Files = append(files, txtar.File{Name: "want", Data: []byte(want)})
	if err := os.WriteFile(f.path, txtar.Format(f.arc), 0o644); err != nil {
		t.Fatal(err)
	}
}
