// Command zoneval scores and ranks industrial zones with a composite index written as YAML.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() { os.Exit(Main()) }

// Main runs the program with the process's streams and returns its exit code: 0 fine, 1 a gate was missed, 2 the input
// or the call was unusable, 3 an internal error.
func Main() int {
	debug.SetGCPercent(400) // a ranking of a few hundred zones ends before its first collection; see loadTable
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return execute(ctx, systemStreams(), os.Args[1:])
}
