package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/source"
	"zoneval/pkg/verify"
)

const indexTestHelp = `Rank the data and compare the result with the cases that the index file states under tests:

  tests:
    - {zone: CHE, score: 0.967, rank: 1, note: "UNDP, Human Development Report 2023/2024"}
    - {zone: NOR, dimension: health, score: 0.975, tolerance: 0.0005}

The exit code is 1 where a case does not hold.

Examples:
  zoneval index test torch-2021                       with the shipped data
  zoneval index test my-index.yaml --data zones.csv
  zoneval index test my-index.yaml --data zones.csv --junit result.xml`

type indexTestOptions struct {
	data  string
	junit string
	sheet string
	out   outputFlags
}

func newIndexTest(s streams) *cobra.Command {
	var o indexTestOptions
	cmd := &cobra.Command{
		Use:               "test ID|FILE",
		Short:             "check that an index gives the results its file states",
		Long:              indexTestHelp,
		Args:              exactlyOne("name a shipped index (zoneval index list) or an index file"),
		ValidArgsFunction: completeIndices,
		RunE:              func(c *cobra.Command, args []string) error { return runIndexTest(c, s, args[0], o) },
	}
	o.out.add(cmd)
	addDataFlag(cmd, &o.data)
	addSheetFlag(cmd, &o.sheet)
	cmd.Flags().StringVar(&o.junit, "junit", "", "write the outcome as JUnit XML to `FILE` too")
	return cmd
}

// addDataFlag adds --data to commands whose argument is the index.
func addDataFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().StringVar(value, "data", "", "the data `FILE`; the shipped data of the index unless given")
}

// dataArgs is --data as the argument that other commands take.
func dataArgs(file string) []string {
	if file == "" {
		return nil
	}
	return []string{file}
}

func runIndexTest(c *cobra.Command, s streams, name string, o indexTestOptions) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	if err := o.spare(c, name); err != nil {
		return err
	}
	x, err := loadIndex(s, name)
	if err != nil {
		return err
	}
	if len(x.Tests) == 0 {
		return usage("add tests: with zone, and score or rank", "the index %s states no cases", x.ID)
	}
	t, err := loadTable(s, x, dataArgs(o.data), source.Options{Sheet: o.sheet})
	if err != nil {
		return err
	}
	var list []verify.Outcome
	seen := map[string]bool{} // findings that another year has, too
	byYear := map[int][]index.Case{}
	var years []int
	for _, test := range x.Tests {
		if byYear[test.Year] == nil {
			years = append(years, test.Year)
		}
		byYear[test.Year] = append(byYear[test.Year], test)
	}
	for _, year := range years {
		a, log := ranking.Run(x, t, ranking.Options{Year: int32(year), Values: true, Alone: true})
		if a == nil {
			list = nil
			why := log.Findings().Sort().First().Statement()
			for _, test := range x.Tests {
				list = append(list, verify.Outcome{Case: test, Score: math.NaN(), Problem: "the data cannot be scored: " + why})
			}
			if err := o.writeJUnit(x, list); err != nil {
				return err
			}
			return unusable(log)
		}
		found := slices.DeleteFunc(log.Findings().Sort(), func(f diag.Finding) bool { return seen[f.Text()] })
		for _, f := range found {
			seen[f.Text()] = true
		}
		printFindings(s.err, found, log.Dropped())
		a.RankDimensions()
		find := func(name string) (int, string) {
			zone, log := a.Find(name)
			for _, f := range log.Findings() {
				return zone, strings.TrimSuffix(f.Message+"; "+f.Mend, "; ")
			}
			return zone, ""
		}
		list = append(list, verify.Cases(a.Model, a.Result, find, func(dim int) []int32 { return a.DimRanks[dim] }, byYear[year])...)
	}
	slices.SortStableFunc(list, func(a, b verify.Outcome) int { return a.Case.Place.Line - b.Case.Place.Line })
	if err := o.out.write(c.Context(), s, format, present.Outcomes(x, list, present.Lang(o.out.lang))); err != nil {
		return err
	}
	return o.finish(x, list)
}

// spare refuses output files that are an input, or one another.
func (o *indexTestOptions) spare(c *cobra.Command, name string) error {
	if c.Flags().Changed("junit") && (o.junit == "" || o.junit == "-") {
		return usage("name a file, or leave --junit out", "found --junit %s, expected a file", diag.Quote(o.junit))
	}
	if err := o.out.spare(name, o.data); err != nil {
		return err
	}
	if o.junit != "" && o.out.file != "" && sameFile(o.junit, o.out.file) {
		return usage("name two files", "-o and --junit both write %s", o.junit)
	}
	return spare("--junit", o.junit, name, o.data)
}

// finish writes the JUnit file and turns a case that does not hold into the exit code.
func (o *indexTestOptions) finish(x *index.Index, list []verify.Outcome) error {
	if err := o.writeJUnit(x, list); err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(out verify.Outcome) bool { return out.Problem != "" }) {
		return &failure{code: exitGate}
	}
	return nil
}

// writeJUnit writes the outcome to the file that --junit names, if it does.
func (o *indexTestOptions) writeJUnit(x *index.Index, list []verify.Outcome) error {
	if o.junit == "" {
		return nil
	}
	var checks []report.Check
	for _, out := range list {
		name := out.Case.Zone
		if out.Case.Dimension != "" {
			name += " " + out.Case.Dimension
		}
		checks = append(checks, report.Check{Class: x.ID, Name: fmt.Sprintf("%s (line %d)", name, out.Case.Place.Line), Failure: out.Problem})
	}
	return outputError(o.junit, report.WriteFile(o.junit, func(w io.Writer) error { return report.WriteJUnit(w, x.File, checks) }))
}
