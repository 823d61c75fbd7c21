package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// leaks are signs of library, runtime or Go text in a message to the user.
var leaks = regexp.MustCompile(`yaml:|strconv|reflect|goroutine|panic|runtime error|cannot unmarshal|!!|interface \{|\[\]byte|0x[0-9a-f]{8}|<nil>|%!`)

// TestHostileInput: whatever the file, there is one clear message with a place, exit 2, no output file and no crash.
func TestHostileInput(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	index := file("index.yaml", []byte("id: x\nname: X\ndimensions:\n  - id: d\n    name: D\n    indicators: [{id: a, name: A, direction: higher}]\n"))
	huge := bytes.Repeat([]byte("x"), 100<<20)
	if testing.Short() {
		huge = huge[:20<<20]
	}
	binary := make([]byte, 4096)
	for i := range binary {
		binary[i] = byte(i*7 + i/256)
	}
	for _, c := range []struct {
		name, want string
		content    []byte
	}{
		{"empty", "file-empty", nil},
		{"blank", "file-empty", []byte(" \n\n\t\n")},
		{"header only", "structure-no-rows", []byte("zone,a\n")},
		{"comments only", "error", []byte("# status: synthetic\n# nothing\n")},
		{"binary", "error", binary},
		{"NUL bytes", "encoding-nul", []byte("zone,a\nA,1\x00\n")},
		{"one line of 100 MB", "file-too-large", huge},
		{"a long line below the header", "file-too-large", append([]byte("zone,a\n"), huge...)},
		{"a million columns", "file-too-large", bytes.Repeat([]byte("a,"), 1_000_000)},
		{"half a GBK character", "encoding-unknown", []byte("zone,a\n\xd6\xd0\xb9,1\n")},
		{"zip", "file-corrupt", []byte("PK\x03\x04xxxxxxxxxxxxxxxx")},
		{"open quote", "structure-quote", []byte("zone,a\n\"A,1\nB,2\n")},
		{"escape codes", "type-number", []byte("zone,a\n\x1b[2JA,\x1b]0;x\x07\n")},
		{"no zone column", "header-missing", []byte("id_of_zone,a\nA,1\n")},
		{"all missing", "missing-required", []byte("zone,a\nA,\nB,\n")},
		{"infinite", "type-infinite", []byte("zone,a\nA,Inf\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, out := file("data.csv", c.content), filepath.Join(dir, "out.csv")
			stdout, stderr, code := command("", "rank", data, "-i", index, "-o", out)
			if code != exitUnusable || stdout != "" {
				t.Errorf("exit %d, stdout %q", code, stdout)
			}
			if !strings.Contains(stderr, c.want) || !strings.HasPrefix(stderr, data) {
				t.Errorf("want %s at a place in the file, got %.300s", c.want, stderr)
			}
			if leaks.MatchString(stderr) || strings.ContainsAny(stderr, "\x1b\x00\x07") || len(stderr) > 20000 {
				t.Errorf("leaks: %.300q", stderr)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("an output file was left")
			}
		})
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("files left behind: %v %v", entries, err)
	}
}
