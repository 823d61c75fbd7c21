package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/source"
)

// looksLikeData says whether a file is data and no index or contract, by its content first and its name second: YAML and
// JSON files are small, and a data file has its header in the first line.
func looksLikeData(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	yaml := ext == ".yaml" || ext == ".yml" || ext == ".json"
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return !yaml // what can be read only once is left to the reader of data
	}
	f, err := os.Open(name)
	if err != nil {
		return !yaml
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, _ := io.ReadFull(f, head)
	head = head[:n]
	if yaml {
		return false
	}
	return !contract.Looks(head) && !index.Names(head) && !scenario.Looks(head)
}

// namedAsData says whether a file's name is that of a data file.
func namedAsData(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".xlsx", ".txt":
		return true
	}
	return false
}

// readText reads a file that is to be held in memory, or says why not.
func readText(name string) ([]byte, *diag.Finding) {
	fault := &diag.Finding{Place: diag.Place{File: name}}
	info, err := os.Stat(name)
	switch {
	case os.IsNotExist(err):
		fault.Rule, fault.Message, fault.Mend = diag.FileNotFound, "there is no such file", "check the name and the folder"
	case err != nil:
		fault.Rule, fault.Message = diag.FileUnusable, "cannot be opened"
	case info.IsDir():
		fault.Rule, fault.Message, fault.Mend = diag.FileUnusable, "is a folder", "name a file inside it"
	case !info.Mode().IsRegular():
		fault.Rule, fault.Message = diag.FileUnusable, "is not a regular file"
	case info.Size() > index.MaxBytes:
		fault.Rule, fault.Message, fault.Mend = diag.FileTooLarge, fmt.Sprintf("has %d bytes, too many for an index or a contract", info.Size()), "data files end in .csv or .xlsx"
	default:
		text, err := os.ReadFile(name)
		if err == nil {
			if what, _ := source.Kind(text[:min(len(text), 4096)]); what != "" {
				fault.Rule, fault.Message, fault.Mend = diag.FileKind, "is "+what+", expected an index or a contract", "name the YAML or JSON file"
				return nil, fault
			}
			return text, nil
		}
		fault.Rule, fault.Message = diag.FileUnusable, "cannot be read"
	}
	return nil, fault
}

// progress shows on a terminal how far the check of a long file is; nil where nobody is looking.
func (r *checkRun) progress(name string) func(done, of int) {
	f, ok := r.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	var mu sync.Mutex
	start, shown := time.Now(), time.Time{}
	return func(done, of int) {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		switch {
		case done == of && !shown.IsZero():
			fmt.Fprint(f, "\r\x1b[K")
		case done < of && now.Sub(start) > 500*time.Millisecond && now.Sub(shown) > 100*time.Millisecond:
			shown = now
			fmt.Fprintf(f, "\rchecking %s: %d%%\x1b[K", diag.Clean(filepath.Base(name)), done*100/of)
		}
	}
}

// shortName is a file name relative to this folder, where it lies in it or above.
func shortName(file string) string {
	if dir, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(dir, file); err == nil {
			return rel
		}
	}
	return file
}

// beside is a file that a settings file names, meant from that file's folder.
func beside(settings, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return shortName(filepath.Join(filepath.Dir(settings), name))
}
