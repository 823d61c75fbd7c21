package report

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func put(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// content fails unless the folder holds exactly the named files and each its text; temporary files are files too.
func content(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(want) {
		t.Errorf("the folder holds %v", entries)
	}
	for name, text := range want {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != text {
			t.Errorf("%s: %q, %v; want %q", name, got, err, text)
		}
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	for _, s := range []string{"new", "replaced"} {
		if err := WriteFile(path, put(s)); err != nil {
			t.Fatal(err)
		}
		content(t, dir, map[string]string{"out.csv": s})
	}
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if got, want := mode(t, path), mode(t, plain); got != want {
		t.Errorf("a new file has %v, others have %v", got, want)
	}
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func TestWriteFileLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("it broke")
	half := func(w io.Writer) error {
		put("half")(w)
		return broken
	}
	if err := WriteFile(path, half); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "cannot write "+path+": it broke") {
		t.Errorf("got %v", err)
	}
	content(t, dir, map[string]string{"out.csv": "old"})
	if err := WriteFile(filepath.Join(dir, "other"), half); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	content(t, dir, map[string]string{"out.csv": "old"})
	func() {
		defer func() { recover() }()
		WriteFile(path, func(w io.Writer) error { panic("at the disco") })
	}()
	content(t, dir, map[string]string{"out.csv": "old"})
}

func TestWriteFileKeepsPermissions(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []fs.FileMode{0o600, 0o755, 0o666} {
		if err := os.Chmod(path, want); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(path, put("new")); err != nil {
			t.Fatal(err)
		}
		if got := mode(t, path); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestWriteFileFollowsLinks(t *testing.T) {
	dir, links := t.TempDir(), t.TempDir()
	target := filepath.Join(dir, "target")
	first, second := filepath.Join(links, "first"), filepath.Join(links, "second")
	for link, to := range map[string]string{first: "second", second: target} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	for _, s := range []string{"made", "replaced"} {
		if err := WriteFile(first, put(s)); err != nil {
			t.Fatal(err)
		}
		content(t, dir, map[string]string{"target": s})
		if to, err := os.Readlink(first); err != nil || to != "second" {
			t.Errorf("the link is %q, %v", to, err)
		}
	}
	if err := os.Symlink("circle", filepath.Join(dir, "circle")); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(dir, "circle"), put("x")); err == nil {
		t.Error("a circle of links is written to")
	}
}

func TestWriteFileRefuses(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		"":                               "cannot write : the file name is empty",
		dir:                              "cannot write " + dir + ": it is a folder",
		dir + "/new/":                    "cannot write " + dir + "/new/: it is a folder",
		filepath.Join(dir, "a", "b.csv"): "cannot write " + filepath.Join(dir, "a", "b.csv") + ": its folder does not exist",
	} {
		called := false
		err := WriteFile(path, func(io.Writer) error { called = true; return nil })
		if err == nil || err.Error() != want || called {
			t.Errorf("got %v, want %s; called: %v", err, want, called)
		}
	}
	content(t, dir, nil)
}
