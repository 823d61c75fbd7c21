package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

const rootHelp = `zoneval scores and ranks industrial zones with a composite index written as YAML, and says for every number
whether an official text states it (published) or somebody filled it in (assumed).

Examples:
  zoneval rank                              rank the shipped example (synthetic data)
  zoneval rank -i published-standing        rank real zones from published rankings
  zoneval rank zones.csv -i torch-2021      rank your own file
  zoneval rank zones.csv -f csv -o out.csv  write every figure in full precision
  zoneval whatif --set "green*=2"            what if green indicators counted double?
  zoneval compare 2020 2021                 what moved each zone between two years, indices or datasets
  zoneval check zones.csv -i torch-2021     everything that is wrong with a data file
  zoneval template -i torch-2021            a file to fill in
  zoneval index show torch-2021             the weights, and where each comes from
  zoneval methods                           what an index file can ask for at every step

Exit codes: 0 fine; 1 a check found errors or a gate was missed; 2 the input or the call was unusable; 3 an internal
error; 130 interrupted. Results go to standard output, messages to standard error.`

// execute runs one command line and returns the exit code.
func execute(ctx context.Context, s streams, args []string) int {
	return guard(s, func() int {
		root := newRoot(s)
		root.SetArgs(args)
		err := root.ExecuteContext(ctx)
		if ctx.Err() != nil {
			return exitInterrupted
		}
		if err != nil {
			return fail(s.err, err)
		}
		return exitFine
	})
}

// guard turns a panic into one sentence and the exit code of an internal error.
func guard(s streams, run func() int) (code int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(s.err, "zoneval: internal error: %v; this is a defect of zoneval, please report the command and its input\n", r)
			if settingsDebug() {
				fmt.Fprintf(s.err, "%s", debug.Stack())
			}
			code = exitInternal
		}
	}()
	return run()
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "zoneval",
		Short:         "score and rank industrial zones",
		Long:          rootHelp,
		Version:       versionText(),
		SilenceErrors: true, // printed once, by execute
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return applySettings(c.Flags()) }
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		var known *failure
		if errors.As(err, &known) {
			return known
		}
		return usage(c.CommandPath()+" --help lists the flags", "%s", flagComplaint(err))
	})
	root.AddCommand(newRank(s), newExplain(s), newCompare(s), newAnalyse(s), newWhatIf(s), newScenario(s), newCheck(s), newContract(s), newIndex(s), newMethods(s), newTemplate(s), newVersion(s))
	return root
}
