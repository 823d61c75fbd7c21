// Command zoneval scores and ranks industrial zones with a composite index written as YAML.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

func main() { os.Exit(Main()) }

// Main runs the program with the process's streams and returns its exit code, as the root command's help lists them.
// An interrupt ends it at once, but for the moment that it takes to remove a half-written file.
func Main() int {
	debug.SetGCPercent(400) // a ranking of a few hundred zones ends before its first collection; see loadTable
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := make(chan int, 1)
	go func() { code <- execute(ctx, systemStreams(), os.Args[1:]) }()
	select {
	case c := <-code:
		return c
	case <-ctx.Done():
	}
	stop() // a second interrupt is the system's
	select {
	case <-code:
	case <-time.After(200 * time.Millisecond): // it waits for input or computes, and has written nothing
	}
	fmt.Fprintln(os.Stderr, "zoneval: interrupted")
	return exitInterrupted
}
