package main

import (
	"io"

	"github.com/spf13/cobra"

	"zoneval/indicators"
	"zoneval/pkg/index"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/score"
)

const indexHelp = `List the shipped indices, show one as a tree of weights, test one against the results that its file states, or print
the JSON Schema of index files.

Examples:
  zoneval index list
  zoneval index show torch-2021
  zoneval index show my-index.yaml --lang zh
  zoneval index show torch-2021 --source > my-index.yaml   start an index of your own
  zoneval index show my-index.yaml --data zones.csv        with the weights that are computed from the data
  zoneval index test torch-2021                            does it give the results its file states?
  zoneval index schema > index.schema.json`

func newIndex(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "index",
		Short: "list, show and describe indices",
		Long:  indexHelp,
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cmd.AddCommand(newIndexList(s), newIndexShow(s), newIndexTest(s), newIndexSchema(s))
	return cmd
}

func newIndexList(s streams) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list the shipped indices",
		Args:  atMost(0, "zoneval index show ID shows one"),
		RunE:  func(c *cobra.Command, _ []string) error { return runIndexList(c, s, out) },
	}
	out.add(cmd)
	return cmd
}

func runIndexList(c *cobra.Command, s streams, out outputFlags) error {
	format, err := out.resolve(c)
	if err != nil {
		return err
	}
	var list []*index.Index
	for _, id := range indicators.List() {
		x, err := loadIndex(s, id)
		if err != nil {
			return err
		}
		list = append(list, x)
	}
	return out.write(c.Context(), s, format, present.IndexList(list, present.Lang(out.lang)))
}

func newIndexShow(s streams) *cobra.Command {
	var out outputFlags
	var text bool
	var data, sheet string
	cmd := &cobra.Command{
		Use:               "show ID|FILE",
		Short:             "show an index: its tree, weights and where they come from",
		Args:              exactlyOne("name a shipped index (zoneval index list) or an index file"),
		ValidArgsFunction: completeIndices,
		RunE: func(c *cobra.Command, args []string) error {
			if text {
				return runIndexSource(c, s, args[0], data, out)
			}
			return runIndexShow(c, s, args[0], data, sheet, out)
		},
	}
	out.add(cmd)
	cmd.Flags().BoolVar(&text, "source", false, "print the index file itself")
	addDataFlag(cmd, &data)
	addSheetFlag(cmd, &sheet)
	return cmd
}

func runIndexShow(c *cobra.Command, s streams, name, file, sheet string, out outputFlags) error {
	format, err := out.resolve(c)
	if err != nil {
		return err
	}
	if err := out.spare(name, file); err != nil {
		return err
	}
	x, err := loadIndex(s, name)
	if err != nil {
		return err
	}
	var model *score.Model
	if file != "" {
		a, err := answerOf(s, x, []string{file}, sheet, format, ranking.Options{})
		if err != nil {
			return err
		}
		model = a.Model
	}
	return out.write(c.Context(), s, format, present.IndexTree(x, model, present.Lang(out.lang)))
}

// runIndexSource prints the file itself, so that what formats a report has no place.
func runIndexSource(c *cobra.Command, s streams, name, data string, out outputFlags) error {
	for _, flag := range []string{"format", "lang", "bom", "data", "sheet"} {
		if c.Flags().Changed(flag) {
			return usage("leave one of them out", "--source prints the index file as it is, and --%s has no effect on that", flag)
		}
	}
	if err := out.spare(name, data); err != nil {
		return err
	}
	text, _, err := readIndex(name)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { _, err := w.Write(text); return err }
	if out.file == "" || out.file == "-" {
		return outputError("standard output", write(s.out))
	}
	return outputError(out.file, report.WriteFile(out.file, write))
}

func newIndexSchema(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "print the JSON Schema of index files",
		Args:  atMost(0, "zoneval index schema takes no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(indicators.Schema)
			return outputError("standard output", err)
		},
	}
}
