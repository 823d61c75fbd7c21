package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// readYAML decodes one of the repository's CI files.
func readYAML(t *testing.T, path string, to any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, to); err != nil {
		t.Fatal(err)
	}
}

// ciFolder is a folder with a good and a bad file, and the program under the name that the action gives it.
func ciFolder(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the scripts are for bash")
	}
	if testing.Short() {
		t.Skip("builds the program")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"data/good 1.csv": "zone,a\nx,1\ny,2\nz,3\n",
		"data/bad.csv":    "zone,a\nx,1\ny,2\nz,3\nv,\"1,200\"\nw,5\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "zoneval"), ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// The step of the GitHub action runs as it is written: it annotates, writes the summary and SARIF, and fails where it
// should; and what stands in its inputs is not run.
func TestAction(t *testing.T) {
	var action struct {
		Inputs map[string]struct{ Default string }
		Runs   struct {
			Steps []struct {
				Name, Run, Shell string
				Env              map[string]string
			}
		}
	}
	readYAML(t, "../../action.yml", &action)
	step := action.Runs.Steps[len(action.Runs.Steps)-1]
	for _, input := range []string{"files", "index", "contract", "previous", "baseline", "fail-on", "sarif"} {
		name := strings.ToUpper(strings.ReplaceAll(input, "-", "_"))
		if step.Env[name] != "${{ inputs."+input+" }}" {
			t.Errorf("input %s does not reach the step: %q", input, step.Env[name])
		}
	}
	if strings.Contains(step.Run, "${{") {
		t.Error("the script has an expression, so that an input could be run")
	}
	dir := ciFolder(t)
	for _, c := range []struct {
		files string
		code  int
		out   string
	}{
		{"data/good*.csv\n", 0, ""},
		{"data/*.csv", 1, "::error file=data/bad.csv,line=5,col=3,title=type-thousands::"},
		{"  data/bad.csv  \n\n$(touch hacked)", 1, "hacked"},
		{"data/none.csv", 2, "::error file=data/none.csv,title=file-not-found::"},
	} {
		summary := filepath.Join(dir, "summary.md")
		_ = os.Remove(summary)
		cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", step.Run)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "RUNNER_TEMP="+dir, "GITHUB_STEP_SUMMARY="+summary, "FILES="+c.files, "FAIL_ON=error", "SARIF=out.sarif",
			"INDEX=", "CONTRACT=", "PREVIOUS=", "BASELINE=")
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != c.code || !strings.Contains(string(out), c.out) {
			t.Errorf("%q: exit code %d, want %d; output\n%s", c.files, got, c.code, out)
		}
		for _, file := range []string{"out.sarif", "summary.md"} {
			if text, err := os.ReadFile(filepath.Join(dir, file)); err != nil || len(text) == 0 {
				t.Errorf("%q: %s: %v", c.files, file, err)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "hacked")); err == nil {
			t.Errorf("%q: an input was run", c.files)
		}
	}
}

// The GitLab job runs as it is written, and leaves the reports that it names.
func TestGitLabTemplate(t *testing.T) {
	var file map[string]struct {
		Script    []string
		Variables map[string]string
		Artifacts struct{ Reports map[string]string }
	}
	readYAML(t, "../../.gitlab/zoneval-check.yml", &file)
	job := file["zoneval-check"]
	script := job.Script[len(job.Script)-1]
	dir := ciFolder(t)
	for files, code := range map[string]int{"data/bad.csv": 1, "data/bad.csv data/none.csv": 1} {
		cmd := exec.Command("bash", "-e", "-c", strings.Replace(script, "/tmp/zoneval ", dir+"/zoneval ", 1))
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "ZONEVAL_FILES="+files, "ZONEVAL_ARGS=--fail-on warning")
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != code {
			t.Errorf("%s: exit code %d\n%s", files, got, out)
		}
		for _, report := range job.Artifacts.Reports {
			if text, err := os.ReadFile(filepath.Join(dir, report)); err != nil || len(text) < 20 {
				t.Errorf("%s: %s: %v", files, report, err)
			}
		}
	}
}

// The pre-commit hooks run a command that there is, on the files that it is for.
func TestPreCommitHooks(t *testing.T) {
	var hooks []struct{ ID, Entry, Language, Files string }
	readYAML(t, "../../.pre-commit-hooks.yaml", &hooks)
	if len(hooks) != 2 {
		t.Fatalf("%d hooks", len(hooks))
	}
	dir := ciFolder(t)
	for _, h := range hooks {
		fields := strings.Fields(h.Entry)
		if h.Language != "golang" || fields[0] != "zoneval" {
			t.Errorf("%s is not run as a Go program: %s", h.ID, h.Entry)
		}
		cmd := exec.Command(filepath.Join(dir, fields[0]), append(fields[1:], "data/bad.csv")...)
		cmd.Dir = dir
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%s: exit code %d\n%s", h.ID, cmd.ProcessState.ExitCode(), out)
		}
	}
}
