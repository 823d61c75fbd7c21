package main

import (
	"io"

	"github.com/spf13/cobra"

	"zoneval/indicators"
	"zoneval/pkg/present"
	"zoneval/pkg/report"
	"zoneval/pkg/scenario"
)

const scenarioHelp = `List the shipped scenarios, print one to start from, or print the JSON Schema of scenario files. zoneval whatif --scenario
applies one, and zoneval check FILE says what is wrong with a file of your own.

Examples:
  zoneval scenario list
  zoneval scenario show green-first > my-scenario.yaml
  zoneval scenario schema > scenario.schema.json`

func newScenario(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenario",
		Short: "list and print scenarios",
		Long:  scenarioHelp,
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cmd.AddCommand(newScenarioList(s), newScenarioShow(s), newScenarioSchema(s))
	return cmd
}

func newScenarioList(s streams) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list the shipped scenarios",
		Args:  atMost(0, "zoneval scenario show ID prints one"),
		RunE: func(c *cobra.Command, _ []string) error {
			format, err := out.resolve(c)
			if err != nil {
				return err
			}
			var list []*scenario.Scenario
			for _, id := range indicators.Scenarios() {
				text, _ := indicators.OpenScenario(id)
				sc, findings := scenario.Parse(id, text)
				if sc == nil {
					return tooMany(findings)
				}
				list = append(list, sc)
			}
			return out.write(c.Context(), s, format, present.ScenarioList(list, present.Lang(out.lang)))
		},
	}
	out.add(cmd)
	return cmd
}

func newScenarioShow(s streams) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "show ID|FILE",
		Short: "print a scenario file, to start one of your own from",
		Args:  exactlyOne("name a shipped scenario (zoneval scenario list) or a file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return indicators.Scenarios(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, _, err := readScenario(args[0])
			if err != nil {
				return err
			}
			if err := spare("-o", file, args[0]); err != nil {
				return err
			}
			write := func(w io.Writer) error { _, err := w.Write(text); return err }
			if file == "" || file == "-" {
				return outputError("standard output", write(s.out))
			}
			return outputError(file, report.WriteFile(file, write))
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to `FILE`, whole or not at all")
	return cmd
}

func newScenarioSchema(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "print the JSON Schema of scenario files",
		Args:  atMost(0, "zoneval scenario schema takes no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(indicators.ScenarioSchema)
			return outputError("standard output", err)
		},
	}
}
