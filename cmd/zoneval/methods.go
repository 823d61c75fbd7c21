package main

import (
	"github.com/spf13/cobra"

	"zoneval/pkg/diag"
	"zoneval/pkg/method"
	"zoneval/pkg/present"
)

const methodsHelp = `List the methods that an index file can name, or show one in full: its settings with defaults and limits, its
formula, what missing, constant and negative values do, and where it comes from.

Examples:
  zoneval methods                 every method, step by step
  zoneval methods aggregate       those of one step
  zoneval methods topsis          one method in full
  zoneval methods -f json         the catalogue for programs`

func newMethods(s streams) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "methods [NAME]",
		Short: "list the methods that an index can use, or show one",
		Long:  methodsHelp,
		Args:  atMost(1, "one step or method at a time"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return methodNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error { return runMethods(c, s, args, out) },
	}
	out.add(cmd)
	return cmd
}

// methodNames are the steps and methods that the command takes.
func methodNames() []string {
	var names []string
	for _, s := range method.Steps() {
		names = append(names, string(s))
	}
	for _, m := range method.All() {
		names = append(names, m.Name)
	}
	return names
}

func runMethods(c *cobra.Command, s streams, args []string, out outputFlags) error {
	format, err := out.resolve(c)
	if err != nil {
		return err
	}
	lang := present.Lang(out.lang)
	if len(args) == 0 {
		return out.write(c.Context(), s, format, present.Methods(method.All(), lang))
	}
	var ofStep, named []method.Spec
	for _, m := range method.All() {
		if string(m.Step) == args[0] {
			ofStep = append(ofStep, m)
		}
		if m.Name == args[0] {
			named = append(named, m)
		}
	}
	switch {
	case len(named) > 0:
		return out.write(c.Context(), s, format, present.MethodEntries(named, lang))
	case len(ofStep) > 0:
		return out.write(c.Context(), s, format, present.Methods(ofStep, lang))
	}
	mend := diag.DidYouMean(args[0], methodNames())
	if mend == "" {
		mend = "zoneval methods lists them"
	}
	return usage(mend, "there is no step or method %s", diag.Quote(args[0]))
}
