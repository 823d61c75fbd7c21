package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/spf13/cobra"

	"zoneval/pkg/diag"
	"zoneval/pkg/scenario"
)

// pause is how long a file must be left alone before it is read: editors write in several steps.
const pause = 50 * time.Millisecond

// clearScreen puts the cursor at the top of an empty screen.
const clearScreen = "\x1b[H\x1b[2J\x1b[3J"

// watchWhatIf answers again whenever the scenario, the index or the data are saved, until the call is interrupted. A file that
// cannot be read gives its findings, and the next save another answer.
func watchWhatIf(c *cobra.Command, s streams, o whatifOptions, args []string) error {
	info, err := os.Stat(o.watch)
	switch {
	case o.watch == "":
		return usage("such as --watch my-scenario.yaml", "--watch names no file")
	case err != nil || !info.Mode().IsRegular():
		return usage("zoneval scenario show green-first -o my-scenario.yaml writes one to start from", "--watch: there is no scenario file %s", diag.Quote(o.watch))
	case len(args) > 0 && args[0] == "-":
		return usage("name the data file", "standard input can be read once only, and --watch reads again")
	}
	if _, err := o.out.resolve(c); err != nil {
		return err
	}
	o.start.scenarios = append(slices.Clone(o.start.scenarios), o.watch)
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return usage("run it without --watch after each change", "files cannot be watched on this system")
	}
	defer watcher.Close()
	watched := append([]string{o.start.index}, args...)
	for _, name := range o.start.scenarios {
		watched = append(watched, name)
		if text, shown, err := readScenario(name); err == nil {
			if sc, _ := scenario.Parse(shown, text); sc != nil {
				base, _ := baseOf(sc)
				watched = append(watched, base)
			}
		}
	}
	followed := map[string]bool{} // by their full names, since editors replace a file by another
	for _, name := range watched {
		full, err := filepath.Abs(name)
		if info, missing := os.Stat(name); err != nil || missing != nil || info.IsDir() {
			continue // shipped
		}
		if followed[full] = true; watcher.Add(filepath.Dir(full)) != nil {
			return usage("run it without --watch after each change", "the folder of %s cannot be watched", diag.Quote(name))
		}
	}
	again := time.NewTimer(0)
	for {
		select {
		case <-c.Context().Done():
			return nil
		case event := <-watcher.Events:
			if followed[event.Name] && !event.Has(fsnotify.Chmod) {
				again.Reset(pause)
			}
		case <-watcher.Errors: // events were lost: something may have changed
			again.Reset(pause)
		case <-again.C:
			if s.screen {
				fmt.Fprint(s.out, clearScreen)
			}
			if err := runWhatIf(c, s, o, args); err != nil {
				var known *failure
				if !errors.As(err, &known) {
					return err
				}
				printFindings(s.err, known.findings, known.dropped)
			}
			fmt.Fprintf(s.err, "watching %s; an interrupt (Ctrl-C) ends it\n", diag.Clean(o.watch))
		}
	}
}
