package source

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// endless is a reader of one byte again and again.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

// Hostile files fail soon, with one finding, and without being kept. The times are ten times what they take, since a
// test must not depend on what else the machine does.
func TestHostile(t *testing.T) {
	for _, c := range []struct {
		name string
		data io.Reader
		want string
	}{
		{"a 100 MB line", io.LimitReader(endless('1'), 100e6), "t.csv:1: error file-too-large a line is longer than 16 MiB"},
		{"a 100 MB row", io.MultiReader(strings.NewReader("zone,a\nx,1\n"), io.LimitReader(endless('1'), 100e6)),
			"t.csv:3: error file-too-large a line is longer"},
		{"a 100 MB quote", io.MultiReader(strings.NewReader("zone,a\nx,1\nyy,\""), io.LimitReader(endless('\n'), 100e6)),
			"t.csv:3:4: error structure-quote a quote opens here and is not closed within 16 MiB"},
		{"a million columns", strings.NewReader(strings.Repeat("abcdef,", 1e6) + "z\n"), "t.csv:1: error file-too-large the header has 1000001 columns"},
		{"20 MB of NUL", io.LimitReader(endless(0), 20e6), "t.csv:1:1: error encoding-nul"},
		{"20 MB of blank lines", io.LimitReader(endless('\n'), 20e6), "t.csv: error file-empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "t.csv")
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(f, c.data); err != nil {
				t.Fatal(err)
			}
			f.Close()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			in := Open(path, Options{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			defer in.Close()
			if len(in.Findings) == 0 || !strings.Contains(in.Findings[0].String(), c.want) {
				t.Errorf("findings %v, want %q", in.Findings, c.want)
			}
			if took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 90 {
				t.Errorf("allocated %d MiB", mib)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"zone,a\nx,1\n", "zone;a\n\"x\n\";1\n", "园区\ta\r\n中\t2\r\n", "a,b\rc,d\r", "\xff\xfez\x00,\x00a\x00\n\x00", "a,\"b\nc,d", "a\n\"x\"y\"",
		"# k: v\n\n,,\na,b\n#\nx,y\n", "\xb5\xd8,a\n\xd6\xd0,1\n", "a,b\nx,1\x00\n", "PK\x03\x04",
	} {
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		in := Bytes("t", data, Options{PartSize: int(size)})
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		for _, f := range in.Findings {
			if f.Place.Line > lines || f.Place.Line < 0 {
				t.Fatalf("%v is not in a file of %d lines", f, lines)
			}
		}
		if !in.Usable() {
			return
		}
		records := make([]int, in.Parts())
		in.Each(2, 0, func(r *Reader) {
			for r.Next() {
				records[r.Part.Index]++
				for i := range r.Len() {
					r.Field(i)
					r.Number(i)
					if p := r.Place(i); p.Line < 1 || p.Line > lines || p.Col < 1 || p.Col > len(data)+1 {
						t.Fatalf("%v is not in the file", p)
					}
				}
			}
		})
		total := 0
		for _, n := range records {
			total += n
		}
		if total != in.Records {
			t.Fatalf("%d records, the survey says %d", total, in.Records)
		}
	})
}
