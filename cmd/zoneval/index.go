package main

import (
	"context"

	"github.com/spf13/cobra"

	"zoneval/indicators"
	"zoneval/pkg/index"
	"zoneval/pkg/present"
)

const indexHelp = `List the shipped indices, show one as a tree of weights, or print the JSON Schema of index files.

Examples:
  zoneval index list
  zoneval index show torch-2021
  zoneval index show my-index.yaml --lang zh
  zoneval index show torch-2021 --source > my-index.yaml   start an index of your own
  zoneval index schema > index.schema.json`

func newIndex(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "index",
		Short: "list, show and describe indices",
		Long:  indexHelp,
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cmd.AddCommand(newIndexList(s), newIndexShow(s), newIndexSchema(s))
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
	var source bool
	cmd := &cobra.Command{
		Use:               "show ID|FILE",
		Short:             "show an index: its tree, weights and where they come from",
		Args:              exactlyOne("name a shipped index (zoneval index list) or an index file"),
		ValidArgsFunction: completeIndices,
		RunE: func(c *cobra.Command, args []string) error {
			if source {
				return runIndexSource(c.Context(), s, args[0])
			}
			return runIndexShow(c, s, args[0], out)
		},
	}
	out.add(cmd)
	cmd.Flags().BoolVar(&source, "source", false, "print the index file itself")
	return cmd
}

func runIndexShow(c *cobra.Command, s streams, name string, out outputFlags) error {
	format, err := out.resolve(c)
	if err != nil {
		return err
	}
	if err := out.spare(name); err != nil {
		return err
	}
	x, err := loadIndex(s, name)
	if err != nil {
		return err
	}
	return out.write(c.Context(), s, format, present.IndexTree(x, present.Lang(out.lang)))
}

func runIndexSource(_ context.Context, s streams, name string) error {
	text, _, err := readIndex(name)
	if err != nil {
		return err
	}
	_, werr := s.out.Write(text)
	return outputError("standard output", werr)
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
