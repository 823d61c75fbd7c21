package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// shared is a buffer that is written and read at the same time.
type shared struct {
	sync.Mutex
	b bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.Lock()
	defer s.Unlock()
	return s.b.Write(p)
}

// since is what was written after a position.
func (s *shared) since(at int) string {
	s.Lock()
	defer s.Unlock()
	return s.b.String()[at:]
}

// TestWatch: an answer for each save, whether the file is written over or replaced; a broken file gives its findings, and a
// mended one an answer again. The interrupt ends it. No time is measured: each step waits until it has what it waits for.
func TestWatch(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.yaml")
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	replace := func(text string) {
		t.Helper()
		if err := os.WriteFile(file+".new", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			t.Fatal(err)
		}
	}
	save("base: torch-2021\nset: [green=16]\n")
	ctx, stop := context.WithCancel(context.Background())
	var out, errs shared
	code := make(chan int, 1)
	go func() {
		code <- execute(ctx, streams{out: &out, err: &errs, screen: true}, []string{"whatif", "--watch", file, "--top", "1"})
	}()
	at, atErr := 0, 0
	wait := func(from *shared, at *int, want string) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
			if i := strings.Index(from.since(*at), want); i >= 0 {
				*at += i + len(want)
				return
			}
		}
		text := from.since(*at)
		t.Fatalf("%q does not come; there is\n%s", want, text)
	}
	wait(&out, &at, clearScreen)
	wait(&out, &at, "16.00")
	wait(&errs, &atErr, "watching")
	save("base: torch-2021\nset: [green=17]\n")
	wait(&out, &at, "17.00")
	wait(&errs, &atErr, "watching")
	replace("base: torch-2021\nset: [green=18]\n")
	wait(&out, &at, "18.00")
	wait(&errs, &atErr, "watching")
	replace("base: torch-2021\nset: [gren=18]\n")
	wait(&errs, &atErr, `did you mean "green"?`)
	wait(&errs, &atErr, "watching")
	save("base: torch-2021\nset: [green=19]\n")
	wait(&out, &at, "19.00")
	stop()
	if c := <-code; c != exitInterrupted {
		t.Errorf("exit code %d", c)
	}
}
