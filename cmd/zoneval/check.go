package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoneval/pkg/check"
	"zoneval/pkg/findings"
	"zoneval/pkg/gate"
)

const checkHelp = `Check data files (CSV, XLSX), index files, scenarios and contracts, each known by its content, and report everything that is
wrong with them in one run. A clean file gives no output.

A finding is one line, path:line:col: severity rule text, or path[sheet]!F4 in a workbook. An index (-i) says which columns
are needed and what their values can be; a contract says the rest: types, lists, patterns, keys, identities, limits on the
change since last year. zoneval contract init writes one from a data file. An index or a contract that is an argument is checked itself;
-i and --contract say what data files are checked against.

Examples:
  zoneval check zones.csv -i my-index.yaml
  zoneval check zones.csv -i my-index.yaml --contract contract.yaml --previous zones-2020.csv
  zoneval check my-index.yaml contract.yaml
  zoneval check zones.csv --format text --format sarif=out.sarif    for people and for the CI, from one run
  zoneval check zones.csv --fail-on warning
  zoneval check zones.csv --baseline accepted.yaml --write-baseline accept what is there now, report what is new
  zoneval check zones.csv --fix                                     show what can be mended without loss
  zoneval check --list-rules
  zoneval check --explain type-thousands

The exit code is 0 when nothing is at or above the level of --fail-on, 1 when something is, 2 when the call is wrong or
no file can be read, 3 after an internal error, 130 after an interrupt. With --fix it is 1 when there is something to mend and --write is not given.
Under check in zoneval.yaml stand fail_on, max, contract, baseline and overrides:

  check:
    overrides:
      - {rule: last-year-jump, column: revenue, severity: note, reason: redefined in 2021}`

type checkOptions struct {
	index         string
	contract      string
	previous      string
	sheet         string
	max           int
	failOn        string
	formats       []string
	baseline      string
	writeBaseline bool
	explain       string
	listRules     bool
	fix           bool
	write         bool
}

func newCheck(s streams) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "check data files, index files, scenarios and contracts",
		Long:  checkHelp,
		RunE:  func(c *cobra.Command, args []string) error { return runCheck(c, s, o, args) },
	}
	f := cmd.Flags()
	addIndexFlag(cmd, &o.index)
	f.Lookup("index").DefValue = "" // only an index that is named says what a file must have
	o.index = ""
	f.StringVar(&o.contract, "contract", "", "what the data promise: a contract, a Table Schema or a datapackage.json `FILE`")
	f.StringVar(&o.previous, "previous", "", "last year's data `FILE`, to compare with")
	addSheetFlag(cmd, &o.sheet)
	f.IntVar(&o.max, "max", 50, "show `N` findings of each rule; 0 is all")
	addChoice(cmd, &o.failOn, "fail-on", "", "error", []string{"error", "warning", "never"}, "the severity from which on the exit code is 1")
	f.StringArrayVarP(&o.formats, "format", "f", []string{"text"}, "output `FORMAT`, or FORMAT=FILE; may be repeated: "+strings.Join(formatNames(), ", "))
	f.StringVar(&o.baseline, "baseline", "", "a `FILE` of accepted findings, which are not reported")
	f.BoolVar(&o.writeBaseline, "write-baseline", false, "accept all findings: write them to the file of --baseline")
	f.StringVar(&o.explain, "explain", "", "print the page of a `RULE`")
	f.BoolVar(&o.listRules, "list-rules", false, "list all rules")
	f.BoolVar(&o.fix, "fix", false, "show, as a diff, what can be mended without loss")
	f.BoolVar(&o.write, "write", false, "with --fix, mend the files")
	f.Lookup("format").Annotations = ownFormat
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveDefault))
	_ = cmd.RegisterFlagCompletionFunc("explain", cobra.FixedCompletions(ruleIDs(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// addSheetFlag adds --sheet to commands that read a data file.
func addSheetFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().StringVar(value, "sheet", "", "read this `SHEET` of a workbook; the first visible one with data unless given")
}

func formatNames() []string {
	var names []string
	for _, f := range findings.Formats() {
		names = append(names, f.Name)
	}
	return names
}

func runCheck(c *cobra.Command, s streams, o checkOptions, args []string) error {
	switch {
	case o.listRules:
		return listRules(s)
	case o.explain != "":
		return explainRule(s, o.explain)
	case o.write && !o.fix:
		return usage("add --fix", "--write goes with --fix")
	case o.writeBaseline && o.baseline == "":
		return usage("name it with --baseline", "--write-baseline needs the file to write")
	case o.max < 0:
		return usage("0 shows all", "--max is %d, expected 0 or more", o.max)
	}
	run := &checkRun{streams: s, o: o, ctx: c.Context(), found: map[check.Count]int{}, gate: &gate.Gate{Today: today()}}
	if err := run.settings(c); err != nil {
		return err
	}
	if len(args) == 0 && run.o.index == "" && run.o.contract == "" {
		return usage("name a data file, an index file, a scenario or a contract, such as zones.csv", "there is nothing to check")
	}
	outputs, err := run.outputs(args)
	if err != nil {
		return err
	}
	if err := run.readBaseline(); err != nil {
		return err
	}
	if o.writeBaseline {
		run.o.max = 0 // all are accepted, not only those that would be shown
	}
	if o.fix {
		return run.fix(args)
	}
	run.references()
	if run.unusable {
		return run.finish(outputs, args, false)
	}
	readable := len(args) == 0
	for _, name := range args {
		readable = run.file(name) || readable
	}
	run.sort()
	if o.writeBaseline {
		return run.saveBaseline(readable)
	}
	run.add(run.gate.Stale(run.files))
	return run.finish(outputs, args, readable)
}

// today is the date by which entries of a baseline expire.
func today() string { return time.Now().Format(time.DateOnly) }
