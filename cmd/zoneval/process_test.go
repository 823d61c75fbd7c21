package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zoneval/pkg/report"
)

// TestInterrupt: a run that waits for its input ends at the first interrupt, with the exit code that shells expect.
func TestInterrupt(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := exec.Command(self)
		cmd.Args = []string{"zoneval", "rank", "-"} // by this name the test binary is zoneval, see TestMain
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		var messages strings.Builder
		cmd.Stderr = &messages
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(stdin, "zone,"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond)
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case err := <-done:
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted || !strings.Contains(messages.String(), "interrupted") {
				t.Errorf("%v: %v, %q", signal, err, messages.String())
			}
		case <-time.After(20 * time.Second):
			_ = cmd.Process.Kill()
			t.Errorf("%v is ignored", signal)
		}
	}
}

// TestRedirectedOutput: -o /dev/stdout adds to the file that standard output has been redirected to.
func TestRedirectedOutput(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(t.TempDir(), "log")
	f, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("before\n"); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = []string{"zoneval", "rank", "--top", "1", "-f", "csv", "-o", "/dev/stdout"}
	cmd.Stdout = f
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(log); err != nil || !strings.HasPrefix(string(text), "before\nrank,zone,") {
		t.Errorf("%v: %q", err, text)
	}
}

// TestInterruptedWriting leaves neither half a file nor a temporary one.
func TestInterruptedWriting(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	err := report.WriteFile(filepath.Join(dir, "out.csv"), func(w io.Writer) error {
		i := interruptible{ctx, w}
		if _, err := i.Write([]byte("half")); err != nil {
			return err
		}
		cancel()
		_, err := i.Write([]byte("a file"))
		return err
	})
	if entries, _ := os.ReadDir(dir); err == nil || len(entries) != 0 {
		t.Errorf("error %v, left behind %v", err, entries)
	}
}

// TestPanicIsAnInternalError: one sentence, exit 3, no stack.
func TestPanicIsAnInternalError(t *testing.T) {
	in, out, errs := buffers("")
	code := guard(streams{in: in, out: out, err: errs}, func() int { panic("broken") })
	if code != exitInternal || !strings.Contains(errs.String(), "internal error: broken") || strings.Contains(errs.String(), "goroutine") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// TestChecksums: JSON carries the SHA-256 of the very bytes that were read.
func TestChecksums(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"index_sha256": "id: x\nname: X\ndimensions:\n  - id: d\n    name: D\n    indicators: [{id: a, name: A, direction: higher}]\n",
		"data_sha256":  "\xef\xbb\xbfzone,a\r\nA,1\r\nB,2\r\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, errs, code := command("", "rank", filepath.Join(dir, "data_sha256"), "-i", filepath.Join(dir, "index_sha256"), "-f", "json")
	if code != 0 {
		t.Fatal(errs)
	}
	var document struct{ Provenance map[string]string }
	if err := json.Unmarshal([]byte(out), &document); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		sum := sha256.Sum256([]byte(text))
		if got := document.Provenance[name]; got != hex.EncodeToString(sum[:]) {
			t.Errorf("%s is %q", name, got)
		}
	}
}
