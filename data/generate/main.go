// Command generate writes the example dataset, data/example/zones.csv: zones that do not exist, with invented figures
// of real magnitude. Everything follows from the seed, so every run writes the same bytes. Run it from the data
// folder, as `go generate ./data` does.
package main

import (
	"fmt"
	"os"
)

const target = "example/zones.csv"

func main() {
	if err := write(target); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(path string) error {
	b, err := generate()
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}
