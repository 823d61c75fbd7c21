package main

import "github.com/spf13/cobra"

func newContract(s streams) *cobra.Command { return &cobra.Command{Use: "contract", Hidden: true} }

func (r *checkRun) fix(args []string) error { return usage("", "not yet") }
