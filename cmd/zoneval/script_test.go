package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
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
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exit": exitCode},
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

// exitCode is the command exit N PROGRAM ARGS..., which runs a program that must end with just this code.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit N PROGRAM ARGS...")
	}
	code := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = strconv.Itoa(exit.ExitCode())
	}
	if code != args[0] {
		ts.Fatalf("the exit code is %s, want %s", code, args[0])
	}
}

// command runs one command line with buffers for streams.
func command(stdin string, args ...string) (stdout, stderr string, code int) {
	var s streams
	in, out, errs := buffers(stdin)
	s.in, s.out, s.err = in, out, errs
	code = execute(context.Background(), s, args)
	return out.String(), errs.String(), code
}
