package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"zoneval/pkg/diag"
)

// settable are the flags that a settings file or the environment may give. Others are about one call only.
var settable = map[string]bool{"lang": true, "format": true, "index": true, "score": true}

// ownFormat marks the flag --format of a command whose formats are not those of reports, so that no setting fills it in.
var ownFormat = map[string][]string{"own": {"true"}}

// applySettings fills in flags that the command line leaves out: flag, then ZONEVAL_*, then zoneval.yaml in this folder
// or the nearest above, then the user's configuration folder. Viper holds settings only, since it lower-cases keys.
func applySettings(flags *pflag.FlagSet) error {
	wanted := false
	flags.VisitAll(func(f *pflag.Flag) { wanted = wanted || settable[f.Name] })
	if !wanted {
		return nil // a broken settings file does not stop zoneval version
	}
	v := viper.New()
	v.SetEnvPrefix("ZONEVAL")
	v.SetEnvKeyReplacer(strings.NewReplacer("-", "_"))
	v.AutomaticEnv()
	file := settingsFile()
	if file != "" {
		v.SetConfigFile(file)
		v.SetConfigType("yaml")
		if err := v.ReadInConfig(); err != nil {
			return &failure{code: exitUnusable, findings: diag.Findings{{Rule: diag.UsageBad, Place: diag.Place{File: file},
				Message: "the settings file is not well-formed YAML", Mend: "it holds lines such as lang: zh"}}}
		}
		for _, key := range v.AllKeys() {
			if !settable[key] && key != "check" && !strings.HasPrefix(key, "check.") { // what stands under check is that command's
				return &failure{code: exitUnusable, findings: diag.Findings{{Rule: diag.UsageBad, Place: diag.Place{File: file},
					Message: "unknown setting " + diag.Quote(key), Mend: diag.DidYouMean(key, []string{"lang", "format", "index", "score", "check"})}}}
			}
		}
	}
	var problem error
	flags.VisitAll(func(f *pflag.Flag) {
		if problem != nil || f.Changed || f.Annotations["own"] != nil || !settable[f.Name] || !v.IsSet(f.Name) {
			return
		}
		value, from := v.GetString(f.Name), file
		if env := "ZONEVAL_" + strings.ToUpper(f.Name); os.Getenv(env) != "" {
			from = env
		} else if beside := filepath.Join(filepath.Dir(file), value); f.Name == "index" && isFile(beside) {
			value = beside // a file name in a settings file is meant from that file's folder
		}
		if err := flags.Set(f.Name, value); err != nil {
			problem = badSetting(from, f, value)
		}
		f.Changed = false // a setting is not a wish of this call: -o out.csv still decides the format
	})
	return problem
}

// badSetting says where a value comes from that a flag does not take.
func badSetting(from string, f *pflag.Flag, value string) error {
	want := "true or false"
	if c, ok := f.Value.(*choice); ok {
		want = "one of " + strings.Join(c.options, ", ")
	}
	return &failure{code: exitUnusable, findings: diag.Findings{{Rule: diag.UsageBad, Place: diag.Place{File: from},
		Message: fmt.Sprintf("the setting %s is %s, expected %s", f.Name, diag.Quote(value), want)}}}
}

// settingsFile finds zoneval.yaml in this folder, above it, or in the user's configuration folder; "" is none.
func settingsFile() string {
	const name = "zoneval.yaml"
	if dir, err := os.Getwd(); err == nil {
		for {
			if f := filepath.Join(dir, name); isFile(f) {
				return f
			}
			up := filepath.Dir(dir)
			if up == dir {
				break
			}
			dir = up
		}
	}
	if dir, err := os.UserConfigDir(); err == nil {
		if f := filepath.Join(dir, "zoneval", name); isFile(f) {
			return f
		}
	}
	return ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// settingsDebug says whether an internal error shows where it happened.
func settingsDebug() bool { return os.Getenv("ZONEVAL_DEBUG") != "" }
