//go:build unix

package report

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe stands for everything that is no file: it takes the bytes and stays what it is.
func TestWriteFileToPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0) // for reading alone it would wait for a writer
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	if err := WriteFile(path, put("through")); err != nil {
		t.Fatal(err)
	}
	if mode(t, path)&fs.ModeNamedPipe == 0 {
		t.Fatal("the pipe has become a file")
	}
	b := make([]byte, 20)
	if n, err := pipe.Read(b); err != nil || string(b[:n]) != "through" {
		t.Errorf("got %q, %v", b[:n], err)
	}
}
