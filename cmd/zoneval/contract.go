package main

import (
	"io"

	"github.com/spf13/cobra"

	"zoneval/pkg/check"
	"zoneval/pkg/contract"
	"zoneval/pkg/report"
	"zoneval/pkg/source"
)

const contractHelp = `A contract says what a data file promises: its columns, their types and limits, the values that they can have, which
columns identify a row, totals and their parts, and how much a value may change in a year. zoneval check compares a
file with it.

The words are those of Frictionless Table Schema, as YAML or JSON, and two of ours:

  fields:
    - {name: zone, type: string, constraints: {required: true, pattern: "[a-z-]+"}}
    - {name: revenue, type: number, unit: 亿元, constraints: {minimum: 0, maximum: 50000}}
  missingValues: ["", "NA"]
  primaryKey: [zone, year]
  identities:
    - {total: revenue, parts: [revenue_hightech, revenue_other], tolerance: 0.5}
  year_on_year:
    - {field: revenue, min_ratio: 0.5, max_ratio: 2}

Constraints are required, unique, minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength, pattern and enum.
groupChar, decimalChar and bareNumber: false say how a number is written; foreignKeys and uniqueKeys how rows hang together.
A limit in year_on_year may be max_ratio, min_ratio, max_change: 50% or max_difference. unit and review are ours, too: a field
with review: true is a guess that nobody has looked at. A Table Schema in JSON and a datapackage.json are read as they are.

Examples:
  zoneval contract init zones.csv > contract.yaml    write one from a data file, to be reviewed
  zoneval check zones.csv --contract contract.yaml`

func newContract(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "contract",
		Short: "write a contract from a data file",
		Long:  contractHelp,
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cmd.AddCommand(newContractInit(s))
	return cmd
}

func newContractInit(s streams) *cobra.Command {
	var sheet, file string
	cmd := &cobra.Command{
		Use:   "init FILE",
		Short: "write a contract from a data file: every guess is marked for review",
		Long: `Read a whole data file and write a contract that it keeps. Limits are wider than what was seen, ids stay texts, and
every guess is marked review: true until somebody has looked at it.

Examples:
  zoneval contract init zones.csv > contract.yaml
  zoneval contract init zones.xlsx --sheet 2021 -o contract.yaml`,
		Args: exactlyOne("name a data file, such as zones.csv"),
		RunE: func(_ *cobra.Command, args []string) error { return runContractInit(s, args[0], sheet, file) },
	}
	addSheetFlag(cmd, &sheet)
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to `FILE`, whole or not at all")
	return cmd
}

func runContractInit(s streams, name, sheet, file string) error {
	if err := spare("-o", file, name); err != nil {
		return err
	}
	o := source.Options{NoChecksum: true, Sheet: sheet}
	var in *source.Input
	if name == "-" {
		in = source.Read(name, s.in, o)
	} else {
		in = source.Open(name, o)
	}
	defer in.Close()
	columns, key, marks, found := check.Profile(in)
	if columns == nil {
		return &failure{code: exitUnusable, findings: found}
	}
	printFindings(s.err, in.Findings, 0)
	write := func(w io.Writer) error { return contract.Write(w, name, columns, key, marks) }
	if file == "" || file == "-" {
		return outputError("standard output", write(s.out))
	}
	return outputError(file, report.WriteFile(file, write))
}
