package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/indicators"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/source"
	"zoneval/pkg/whatif"
)

// startFlags say where a what-if starts from: an index and data, and changes to them.
type startFlags struct {
	index        string
	year         int32
	only         []string
	sheet        string
	sets         []string
	scenarios    []string
	locks        []string
	redistribute string
	files        []string // indices and scenarios that were read
}

func (o *startFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	addIndexFlag(cmd, &o.index)
	f.StringArrayVar(&o.sets, "set", nil, "change one thing: `CHANGE` is such as green=25, 3.1*=2, zone:HT001/3.1=+5, method.aggregate=geometric; may be repeated")
	f.StringArrayVar(&o.scenarios, "scenario", nil, "a shipped scenario's `ID` (zoneval scenario list) or a scenario file; may be repeated")
	f.StringArrayVar(&o.locks, "lock", nil, "keep a `WEIGHT` where it is, by id, code, name or pattern; may be repeated")
	addChoice(cmd, &o.redistribute, "redistribute", "", "", scenario.Redistributions, "who pays when a weight moves: the free siblings in proportion (unless given), each the same, or nobody")
	f.Int32Var(&o.year, "year", 0, "the `YEAR`; the latest of the data unless given")
	f.StringArrayVar(&o.only, "only", nil, "score only zones with `ATTRIBUTE=VALUE`, such as type=high-tech; may be repeated")
	addSheetFlag(cmd, &o.sheet)
	_ = cmd.RegisterFlagCompletionFunc("scenario", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return indicators.Scenarios(), cobra.ShellCompDirectiveDefault
	})
}

// inputs are the files that were read beside the data.
func (o *startFlags) inputs() []string { return o.files }

// read reads the scenarios, the index and the data.
func (o *startFlags) read(c *cobra.Command, s streams, args []string, format report.Format) (base whatif.Base, list []*scenario.Scenario, q ranking.Options, err error) {
	if q.Only, err = selectors("--only", o.only); err != nil {
		return
	}
	q.Year = o.year
	if list, err = o.readScenarios(s); err != nil {
		return
	}
	name, err := o.indexName(c, s, list)
	if err != nil {
		return
	}
	o.files = append(o.files, name)
	if base.Draft, err = loadDraft(s, name); err != nil {
		return
	}
	base.Table, err = loadTable(s, base.Draft.Index, args, source.Options{NoChecksum: format.TableOnly, Sheet: o.sheet})
	return
}

// readScenarios reads the scenarios that are named, and adds what --set, --lock and --redistribute say to each of them; where
// none is named, these make one.
func (o *startFlags) readScenarios(s streams) ([]*scenario.Scenario, error) {
	var findings diag.Findings
	var list []*scenario.Scenario
	for _, name := range o.scenarios {
		text, shown, err := readScenario(name)
		if err != nil {
			var f *failure
			errors.As(err, &f)
			findings = append(findings, f.findings...)
			continue
		}
		o.files = append(o.files, name)
		sc, problems := scenario.Parse(shown, text)
		findings = append(findings, problems...)
		if sc != nil {
			list = append(list, sc)
		}
	}
	flags, problems := o.ofFlags()
	findings = append(findings, problems...)
	if findings.Errors() > 0 {
		return nil, &failure{code: exitUnusable, findings: findings}
	}
	printFindings(s.err, findings, 0)
	switch {
	case len(list) == 0 && flags.Empty():
		return nil, nil
	case len(list) == 0:
		return []*scenario.Scenario{flags}, nil
	}
	for i, sc := range list {
		list[i] = sc.With(flags)
	}
	return scenario.Distinct(list), nil
}

// ofFlags is the scenario that the flags state.
func (o *startFlags) ofFlags() (*scenario.Scenario, diag.Findings) {
	sc := &scenario.Scenario{ID: "set", Name: scenario.Text{En: strings.Join(o.sets, ", ")}, Redistribute: scenario.Redistribution(o.redistribute)}
	var findings diag.Findings
	for _, text := range o.sets {
		findings = append(findings, sc.Add(text, diag.Place{File: "--set " + text})...)
	}
	for i := range sc.Changes {
		sc.Changes[i].Layer = 1
	}
	for _, text := range o.locks {
		sc.Lock = append(sc.Lock, scenario.Word{Text: text, Place: diag.Place{File: "--lock " + text}})
	}
	return sc, findings
}

// indexName is the index that -i names, or that the scenarios are of.
func (o *startFlags) indexName(c *cobra.Command, s streams, list []*scenario.Scenario) (string, error) {
	name, of := "", (*scenario.Scenario)(nil)
	for _, sc := range list {
		b, f := baseOf(sc)
		switch {
		case c.Flags().Changed("index"):
			if b != "" && b != o.index && !sameFile(b, o.index) {
				printFindings(s.err, diag.Findings{{Rule: diag.ScenarioBase, Severity: diag.Warning, Place: sc.Base.Place,
					Message: "the scenario is of " + diag.Quote(sc.Base.Text) + ", and is applied to " + diag.Quote(o.index), Mend: "leave -i out to use its own index"}}, 0)
			}
		case f != nil:
			return "", &failure{code: exitUnusable, findings: diag.Findings{*f}}
		case b == "":
		case name != "" && b != name:
			return "", &failure{code: exitUnusable, findings: diag.Findings{{Rule: diag.ScenarioBase, Place: sc.Base.Place, Mend: "give -i, or ask them one at a time",
				Message: "the scenarios are of different indices: " + diag.Quote(sc.Base.Text) + " here", Related: []diag.Related{{Place: of.Base.Place, Message: diag.Quote(of.Base.Text)}}}}}
		default:
			name, of = b, sc
		}
	}
	if name == "" {
		name = o.index
	}
	return name, nil
}

// baseOf is the index that a scenario is of, as a call would name it: a shipped id, or a file beside the scenario; "" where it
// names none. The finding says that there is no such index.
func baseOf(sc *scenario.Scenario) (string, *diag.Finding) {
	b := sc.Base.Text
	if b == "" || slices.Contains(indicators.List(), b) {
		return b, nil
	}
	b = beside(sc.File, b)
	if _, err := os.Stat(b); errors.Is(err, fs.ErrNotExist) {
		return b, &diag.Finding{Rule: diag.ScenarioBase, Place: sc.Base.Place,
			Message: "there is no shipped index and no file beside the scenario called " + diag.Quote(sc.Base.Text), Mend: diag.DidYouMean(sc.Base.Text, indicators.List())}
	}
	return b, nil
}

// readScenario finds a scenario by shipped id or file name.
func readScenario(name string) ([]byte, string, error) {
	if text, ok := indicators.OpenScenario(name); ok {
		return text, name, nil
	}
	text, f := readText(name)
	if f == nil {
		return text, name, nil
	}
	if f.Rule == diag.FileNotFound {
		f.Message = "there is no shipped scenario and no file of this name"
		f.Mend = diag.DidYouMean(name, indicators.Scenarios())
		if f.Mend == "" {
			f.Mend = "zoneval scenario list shows the shipped ones"
		}
	}
	return nil, "", &failure{code: exitUnusable, findings: diag.Findings{*f}}
}

// loadDraft reads an index that is to be revised; warnings go to standard error.
func loadDraft(s streams, name string) (*index.Draft, error) {
	text, shown, err := readIndex(name)
	if err != nil {
		return nil, err
	}
	d, findings := index.NewDraft(shown, text)
	if d == nil {
		return nil, tooMany(findings)
	}
	printFindings(s.err, findings, 0)
	return d, nil
}

// startingPoint is an index and a table that a question starts from.
type startingPoint struct {
	whatif.Base
	index string          // as it was named
	made  *revise.Applied // the scenario and the changes of the flags that made them; nil for the index and the data as they are
}

// begin reads the index and the data, and applies the scenario and the changes of the flags to them: the questions that take one
// starting point ask from there.
func (o *startFlags) begin(c *cobra.Command, s streams, args []string, format report.Format) (startingPoint, ranking.Options, error) {
	base, scenarios, q, err := o.read(c, s, args, format)
	if err != nil {
		return startingPoint{}, q, err
	}
	b := startingPoint{Base: base, index: base.Draft.Index.File}
	switch len(scenarios) {
	case 0:
		return b, q, nil
	case 1:
	default:
		return b, q, usage("give one --scenario", "the question starts from one scenario, and %d are given", len(scenarios))
	}
	made, log := revise.Apply(base.Draft, base.Table, q.Year, scenarios[0])
	if made == nil {
		return b, q, unusable(log)
	}
	b.Draft, b.Table, b.made = made.Revision.Draft(), made.Zones.Table, made
	return b, q, nil
}

// ranked begins, refuses files that cannot be written, and ranks the zones that the question is asked of.
func (o *startFlags) ranked(c *cobra.Command, s streams, args []string, format report.Format, out outputFlags, write string) (startingPoint, *ranking.Answer, error) {
	base, q, err := o.begin(c, s, args, format)
	if err != nil {
		return base, nil, err
	}
	inputs := append(o.inputs(), args...)
	if err := out.spare(inputs...); err != nil {
		return base, nil, err
	}
	if err := canWriteScenario(c, write, out.file, inputs); err != nil {
		return base, nil, err
	}
	a, err := base.rank(s, q)
	return base, a, err
}

// onTop is a scenario that makes of the index and the data as they are what an answer comes to: the changes that the question
// starts from, and those of the answer, under which the index is after. It names its index as seen from its own file.
func (b startingPoint) onTop(answer *scenario.Scenario, after *index.Index, file string) *scenario.Scenario {
	if answer == nil {
		return nil
	}
	all := answer
	if b.made != nil {
		all = b.made.With(answer, after)
	}
	return based(all, b.index, file)
}

// based is a scenario, to be written to a file, of an index as it was named in the call.
func based(s *scenario.Scenario, index, file string) *scenario.Scenario {
	c := *s
	c.Base = scenario.Word{Text: index}
	if !slices.Contains(indicators.List(), index) {
		c.Base.Text = filepath.ToSlash(from(filepath.Dir(file), index))
	}
	return &c
}

// from is the name of a file as seen from a folder; its own name where there is no way.
func from(folder, file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	folder, errF := filepath.Abs(folder)
	full, errA := filepath.Abs(file)
	if rel, err := filepath.Rel(folder, full); err == nil && errF == nil && errA == nil {
		return rel
	}
	return file
}

// rank ranks the zones of a starting point; warnings go to standard error.
func (b startingPoint) rank(s streams, q ranking.Options) (*ranking.Answer, error) {
	q.Alone, q.Values = true, true
	a, log := ranking.Run(b.Draft.Index, b.Table, q)
	if a == nil {
		return nil, unusable(log)
	}
	printFindings(s.err, log.Findings().Sort(), log.Dropped())
	return a, nil
}

// words are texts of a flag.
func words(flag string, texts []string) []scenario.Word {
	var out []scenario.Word
	for _, t := range texts {
		out = append(out, scenario.Word{Text: t, Place: diag.Place{File: flag + " " + t}})
	}
	return out
}

func addWriteScenario(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVar(file, "write-scenario", "", "write the change as a scenario to `FILE`, which whatif --scenario applies")
}

// canWriteScenario refuses a file that cannot be written before anything is computed.
func canWriteScenario(c *cobra.Command, file, out string, inputs []string) error {
	switch {
	case !c.Flags().Changed("write-scenario"):
		return nil
	case file == "" || file == "-":
		return usage("such as --write-scenario level.yaml", "--write-scenario needs the name of a file")
	case out != "" && sameFile(out, file):
		return usage("name two files", "-o and --write-scenario are the same file")
	}
	return spare("--write-scenario", file, inputs...)
}

// writeScenario writes a scenario where one is asked for and there is one.
func writeScenario(s streams, file string, sc *scenario.Scenario) error {
	if file == "" {
		return nil
	}
	if sc == nil {
		fmt.Fprintf(s.err, "%s is not written: there is no change to write\n", diag.Clean(file))
		return nil
	}
	text, err := scenario.Write(sc)
	if err == nil {
		err = report.WriteFile(file, func(w io.Writer) error { _, err := w.Write(text); return err })
	}
	return outputError(file, err)
}
