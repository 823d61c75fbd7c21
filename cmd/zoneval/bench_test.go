package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
)

// BenchmarkCommands runs whole commands on the shipped example, but for the start of the process.
func BenchmarkCommands(b *testing.B) {
	for _, call := range []string{"rank", "whatif --set green=25", "whatif --scenario green-first -f csv", "whatif sweep --weight green",
		"whatif flip HT155 HT120", "whatif goal HT037 --rank 5", "compare 2020 2021"} {
		b.Run(strings.ReplaceAll(call, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				var errs bytes.Buffer
				if code := execute(context.Background(), streams{out: io.Discard, err: &errs}, strings.Fields(call)); code != exitFine {
					b.Fatal(errs.String())
				}
			}
		})
	}
}
