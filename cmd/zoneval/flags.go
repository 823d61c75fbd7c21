package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"zoneval/pkg/diag"
)

// choice is a flag with a fixed set of values: checked, listed in the help and completed.
type choice struct {
	name    string
	value   *string
	options []string
}

func (c *choice) String() string { return *c.value }
func (c *choice) Type() string   { return strings.Join(c.options, "|") }
func (c *choice) Set(s string) error {
	for _, o := range c.options {
		if s == o {
			*c.value = s
			return nil
		}
	}
	mend := ""
	if near := diag.Nearest(s, c.options); near != "" {
		mend = "did you mean " + near + "?"
	}
	return usage(mend, "--%s: found %s, expected one of %s", c.name, diag.Quote(s), strings.Join(c.options, ", "))
}

// addChoice adds a choice flag to a command.
func addChoice(cmd *cobra.Command, value *string, name, short, def string, options []string, help string) {
	*value = def
	c := &choice{name, value, options}
	cmd.Flags().AddFlag(&pflag.Flag{Name: name, Shorthand: short, Usage: help, Value: c, DefValue: def})
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(options, cobra.ShellCompDirectiveNoFileComp))
}

// atMost is cobra.MaximumNArgs with a message of our own.
func atMost(n int, mend string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return usage(mend, "found %d arguments, expected at most %d: %s", len(args), n, strings.Join(args, " "))
		}
		return nil
	}
}
