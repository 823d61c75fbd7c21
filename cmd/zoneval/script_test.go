package main

import (
	"context"
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the expected output of the scripts anew")

// TestMain makes the test binary stand in for zoneval, so that scripts run in-process and count for coverage.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"zoneval": func() { os.Exit(Main()) }})
}

// TestScript runs every script of testdata/script: one behaviour each, with its inputs and expected output.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			root, err := os.Getwd()
			if err != nil {
				return err
			}
			e.Setenv("ROOT", root+"/../..")
			e.Setenv("XDG_CONFIG_HOME", e.WorkDir+"/config")
			e.Setenv("NO_COLOR", "1")
			return nil
		},
	})
}

// command runs one command line with buffers for streams.
func command(stdin string, args ...string) (stdout, stderr string, code int) {
	var s streams
	in, out, errs := buffers(stdin)
	s.in, s.out, s.err = in, out, errs
	code = execute(context.Background(), s, args)
	return out.String(), errs.String(), code
}
