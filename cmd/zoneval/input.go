package main

import (
	"errors"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"zoneval/data"
	"zoneval/indicators"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/load"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// defaultIndex is ranked when no index is named.
const defaultIndex = "torch-2021"

func addIndexFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().StringVarP(value, "index", "i", defaultIndex, "a shipped index's `ID` (zoneval index list) or an index file")
	_ = cmd.RegisterFlagCompletionFunc("index", completeIndices)
}

func completeIndices(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return indicators.List(), cobra.ShellCompDirectiveDefault
}

func exactlyOne(mend string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage(mend, "found %d arguments, expected one", len(args))
		}
		return nil
	}
}

// readIndex finds an index by shipped id or file name and returns its text and the name to use in messages.
func readIndex(name string) ([]byte, string, error) {
	if text, ok := indicators.Open(name); ok {
		return text, name, nil
	}
	finding := diag.Finding{Place: diag.Place{File: name}}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		finding.Rule, finding.Message = diag.IndexNotShipped, "there is no shipped index and no file of this name"
		finding.Mend = diag.DidYouMean(name, indicators.List())
	case err != nil:
		finding.Rule, finding.Message = diag.FileUnusable, "the index file cannot be opened"
	case info.IsDir():
		finding.Rule, finding.Message, finding.Mend = diag.FileUnusable, "this is a folder, expected an index file", "name the .yaml file inside"
	case !info.Mode().IsRegular():
		finding.Rule, finding.Message = diag.FileUnusable, "this is not a regular file, expected an index file"
	case info.Size() > index.MaxBytes:
		finding.Rule, finding.Message = diag.IndexTooLarge, "the file is too large for an index"
		finding.Mend = "data files are the argument, the index file follows -i"
	default:
		text, err := os.ReadFile(name)
		if err == nil {
			return text, name, nil
		}
		finding.Rule, finding.Message = diag.FileUnusable, "the index file cannot be read"
	}
	return nil, "", &failure{code: exitUnusable, findings: diag.Findings{finding}}
}

// loadIndex reads and checks an index; warnings go to standard error.
func loadIndex(s streams, name string) (*index.Index, error) {
	text, shown, err := readIndex(name)
	if err != nil {
		return nil, err
	}
	x, findings := index.Parse(shown, text)
	if x == nil {
		return nil, tooMany(findings)
	}
	printFindings(s.err, findings, 0)
	return x, nil
}

// tooMany is the failure of a file with findings, of which the first are printed.
func tooMany(findings diag.Findings) error {
	const most = 50
	f := &failure{code: exitUnusable, findings: findings}
	if len(findings) > most {
		f.findings, f.dropped = findings[:most], len(findings)-most
	}
	return f
}

// loadTable reads the data that a command names, or the shipped dataset of the index.
func loadTable(s streams, x *index.Index, args []string, o source.Options) (*zone.Table, error) {
	in, shipped, err := openData(s, x, args, o)
	if err != nil {
		return nil, err
	}
	if in.Records > manyRecords {
		debug.SetGCPercent(100)
	}
	t, log := load.Read(in, x, load.Options{})
	if log.HasErrors() {
		return nil, unusable(log)
	}
	t.Source.Shipped = shipped
	printFindings(s.err, log.Findings().Sort(), log.Dropped())
	return t, nil
}

// manyRecords is where a table is large enough for memory to matter more than the time of a collection.
const manyRecords = 10_000

// openData opens the data file that a command names, or the shipped dataset of the index. The input stays open as long
// as the process, since messages may quote it.
func openData(s streams, x *index.Index, args []string, o source.Options) (in *source.Input, shipped bool, err error) {
	switch {
	case len(args) == 0 && o.Sheet != "":
		return nil, false, usage("name the workbook", "--sheet is of a workbook, and no data file is named")
	case len(args) == 0 && x.Data == "":
		return nil, false, usage("name a data file, such as zones.csv", "the index %s has no shipped data", diag.Quote(x.ID))
	case len(args) == 0:
		text, _, ok := data.Open(x.Data)
		if !ok {
			return nil, false, usage("name a data file", "the index names the dataset %s, which is not shipped (shipped: %s)", diag.Quote(x.Data), strings.Join(dataIDs(), ", "))
		}
		return source.Bytes(x.Data, text, o), true, nil
	case args[0] == "-":
		return source.Read("-", s.in, o), false, nil
	}
	return source.Open(args[0], o), false, nil
}

func dataIDs() []string {
	var ids []string
	for _, set := range data.Sets() {
		ids = append(ids, set.ID)
	}
	slices.Sort(ids)
	return ids
}

func isBrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
