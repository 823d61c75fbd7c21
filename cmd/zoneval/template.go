package main

import (
	"context"

	"github.com/spf13/cobra"

	"zoneval/pkg/present"
)

const templateHelp = `Print the header of a data file for an index, and one commented row that says what goes into each column: unit,
direction and limits. Lines that start with # are comments; replace the row by your zones.

Examples:
  zoneval template -i torch-2021 > zones.csv
  zoneval template -i my-index.yaml --headers zh > zones.csv`

type templateOptions struct {
	index   string
	headers string
	lang    string
}

func newTemplate(s streams) *cobra.Command {
	var o templateOptions
	cmd := &cobra.Command{
		Use:   "template",
		Short: "print a data file to fill in",
		Long:  templateHelp,
		Args:  atMost(0, "the index is named with -i"),
		RunE:  func(c *cobra.Command, _ []string) error { return runTemplate(c.Context(), s, o) },
	}
	addIndexFlag(cmd, &o.index)
	addChoice(cmd, &o.headers, "headers", "", "id", present.TemplateHeaders, "what heads the indicator columns")
	addChoice(cmd, &o.lang, "lang", "", string(present.En), present.Langs, "language of the comments")
	return cmd
}

func runTemplate(_ context.Context, s streams, o templateOptions) error {
	x, err := loadIndex(s, o.index)
	if err != nil {
		return err
	}
	_, werr := s.out.Write([]byte(present.Template(x, o.headers, present.Lang(o.lang))))
	return outputError("standard output", werr)
}
