package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoneval/pkg/check"
	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/findings"
	"zoneval/pkg/gate"
	"zoneval/pkg/index"
	"zoneval/pkg/report"
	"zoneval/pkg/source"
)

const checkHelp = `Check data files (CSV, XLSX), index files and contracts, each known by its content, and report everything that is
wrong with them in one run. A clean file gives no output.

A finding is one line, path:line:col: severity rule text, or path[sheet]!F4 in a workbook. An index (-i) says which columns
are needed and what their values can be; a contract says the rest: types, lists, patterns, keys, identities, limits on the
change since last year. zoneval contract init writes one from a data file. An index or a contract that is an argument is checked itself;
-i and --contract say what data files are checked against.

Examples:
  zoneval check zones.csv -i my-index.yaml
  zoneval check zones.csv -i my-index.yaml --contract contract.yaml --previous zones-2020.csv
  zoneval check my-index.yaml contract.yaml
  zoneval check zones.csv --format text --format sarif=out.sarif    for people and for the CI, from one run
  zoneval check zones.csv --fail-on warning
  zoneval check zones.csv --baseline accepted.yaml --write-baseline accept what is there now, report what is new
  zoneval check zones.csv --fix                                     show what can be mended without loss
  zoneval check --list-rules
  zoneval check --explain type-thousands

The exit code is 0 when nothing is at or above the level of --fail-on, 1 when something is, 2 when the call is wrong or
no file can be read, 3 after an internal error, 130 after an interrupt. With --fix it is 1 when there is something to mend and --write is not given.
Under check in zoneval.yaml stand fail_on, max, contract, baseline and overrides:

  check:
    overrides:
      - {rule: last-year-jump, column: revenue, severity: note, reason: redefined in 2021}`

type checkOptions struct {
	index         string
	contract      string
	previous      string
	sheet         string
	max           int
	failOn        string
	formats       []string
	baseline      string
	writeBaseline bool
	explain       string
	listRules     bool
	fix           bool
	write         bool
}

func newCheck(s streams) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "check data files, index files and contracts",
		Long:  checkHelp,
		RunE:  func(c *cobra.Command, args []string) error { return runCheck(c, s, o, args) },
	}
	f := cmd.Flags()
	addIndexFlag(cmd, &o.index)
	f.Lookup("index").DefValue = "" // only an index that is named says what a file must have
	o.index = ""
	f.StringVar(&o.contract, "contract", "", "what the data promise: a contract, a Table Schema or a datapackage.json `FILE`")
	f.StringVar(&o.previous, "previous", "", "last year's data `FILE`, to compare with")
	addSheetFlag(cmd, &o.sheet)
	f.IntVar(&o.max, "max", 50, "show `N` findings of each rule; 0 is all")
	addChoice(cmd, &o.failOn, "fail-on", "", "error", []string{"error", "warning", "never"}, "the severity from which on the exit code is 1")
	f.StringArrayVarP(&o.formats, "format", "f", []string{"text"}, "output `FORMAT`, or FORMAT=FILE; may be repeated: "+strings.Join(formatNames(), ", "))
	f.StringVar(&o.baseline, "baseline", "", "a `FILE` of accepted findings, which are not reported")
	f.BoolVar(&o.writeBaseline, "write-baseline", false, "accept all findings: write them to the file of --baseline")
	f.StringVar(&o.explain, "explain", "", "print the page of a `RULE`")
	f.BoolVar(&o.listRules, "list-rules", false, "list all rules")
	f.BoolVar(&o.fix, "fix", false, "show, as a diff, what can be mended without loss")
	f.BoolVar(&o.write, "write", false, "with --fix, mend the files")
	f.Lookup("format").Annotations = ownFormat
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveDefault))
	_ = cmd.RegisterFlagCompletionFunc("explain", cobra.FixedCompletions(ruleIDs(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// addSheetFlag adds --sheet to commands that read a data file.
func addSheetFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().StringVar(value, "sheet", "", "read this `SHEET` of a workbook; the first visible one with data unless given")
}

func formatNames() []string {
	var names []string
	for _, f := range findings.Formats() {
		names = append(names, f.Name)
	}
	return names
}

func runCheck(c *cobra.Command, s streams, o checkOptions, args []string) error {
	switch {
	case o.listRules:
		return listRules(s)
	case o.explain != "":
		return explainRule(s, o.explain)
	case o.write && !o.fix:
		return usage("add --fix", "--write goes with --fix")
	case o.writeBaseline && o.baseline == "":
		return usage("name it with --baseline", "--write-baseline needs the file to write")
	case o.max < 0:
		return usage("0 shows all", "--max is %d, expected 0 or more", o.max)
	}
	run := &checkRun{streams: s, o: o, ctx: c.Context(), found: map[check.Count]int{}, gate: &gate.Gate{Today: today()}}
	if err := run.settings(c); err != nil {
		return err
	}
	if len(args) == 0 && run.o.index == "" && run.o.contract == "" {
		return usage("name a data file, an index file or a contract, such as zones.csv", "there is nothing to check")
	}
	outputs, err := run.outputs(args)
	if err != nil {
		return err
	}
	if err := run.readBaseline(); err != nil {
		return err
	}
	if o.writeBaseline {
		run.o.max = 0 // all are accepted, not only those that would be shown
	}
	if o.fix {
		return run.fix(args)
	}
	run.references()
	if run.unusable {
		return run.finish(outputs, args, false)
	}
	readable := len(args) == 0
	for _, name := range args {
		readable = run.file(name) || readable
	}
	run.sort()
	if o.writeBaseline {
		return run.saveBaseline(readable)
	}
	run.add(run.gate.Stale(run.files))
	return run.finish(outputs, args, readable)
}

// today is the date by which entries of a baseline expire.
func today() string { return time.Now().Format(time.DateOnly) }

// checkRun is one call of check.
type checkRun struct {
	streams
	o     checkOptions
	ctx   context.Context
	gate  *gate.Gate
	older *gate.Baseline // the one that --write-baseline writes anew

	index      *index.Index
	incomplete bool // an index or a contract is named and cannot be used
	contract   *contract.Contract
	previous   *source.Input

	files   []string
	all     diag.Findings
	found   map[check.Count]int
	partial bool

	unusable bool // what the data are to be checked against cannot be opened
}

// settings takes over what zoneval.yaml says under check, where the call says nothing.
func (r *checkRun) settings(c *cobra.Command) error {
	file := settingsFile()
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil // applySettings has read it
	}
	set, problems := gate.ReadSettings(shortName(file), text)
	if set == nil {
		return &failure{code: exitUnusable, findings: problems}
	}
	take := func(flag string, to *string, value string, isFile bool) {
		if value != "" && !c.Flags().Changed(flag) {
			if isFile {
				value = beside(file, value)
			}
			*to = value
		}
	}
	take("fail-on", &r.o.failOn, set.FailOn, false)
	take("contract", &r.o.contract, set.Contract, true)
	take("baseline", &r.o.baseline, set.Baseline, true)
	if set.Max >= 0 && !c.Flags().Changed("max") {
		r.o.max = set.Max
	}
	r.gate.Overrides = set.Overrides
	return nil
}

// output is a format and where it goes.
type output struct {
	format findings.Format
	file   string
}

// outputs reads the formats that are asked for. No output overwrites an input.
func (r *checkRun) outputs(args []string) ([]output, error) {
	var out []output
	screen := false
	for _, f := range r.o.formats {
		name, file, toFile := strings.Cut(f, "=")
		format, ok := findings.ByName(name)
		switch {
		case !ok:
			return nil, usage(diag.DidYouMean(name, formatNames()), "there is no format %s", diag.Quote(name))
		case toFile && (file == "" || file == "-"):
			return nil, usage("name a file, as in "+name+"=out"+format.Extension, "--format %s names no file", diag.Quote(f))
		case !toFile && screen:
			return nil, usage("write one of them to a file, as in "+name+"=out"+format.Extension, "two formats go to standard output")
		}
		screen = screen || !toFile
		if toFile {
			if err := spare("--format", file, append(slices.Clone(args), r.o.index, r.o.contract, r.o.previous, r.o.baseline)...); err != nil {
				return nil, err
			}
			for _, other := range out {
				if other.file != "" && sameFile(other.file, file) {
					return nil, usage("name two files", "two formats write %s", diag.Quote(file))
				}
			}
		}
		out = append(out, output{format, file})
	}
	return out, nil
}

// readBaseline reads the accepted findings. Where they are to be written, the file need not be there.
func (r *checkRun) readBaseline() error {
	if r.o.baseline == "" {
		return nil
	}
	r.gate.Folder = filepath.Dir(r.o.baseline)
	text, err := os.ReadFile(r.o.baseline)
	if err != nil {
		if r.o.writeBaseline && os.IsNotExist(err) {
			return nil
		}
		return usage("check the name; --write-baseline writes one", "the baseline %s cannot be read", diag.Quote(r.o.baseline))
	}
	b, problems := gate.ReadBaseline(r.o.baseline, text)
	if b == nil {
		return &failure{code: exitUnusable, findings: problems}
	}
	if r.older = b; !r.o.writeBaseline {
		r.gate.Baseline = b
	}
	return nil
}

// add takes findings that have not been through the gate.
func (r *checkRun) add(list diag.Findings) {
	for _, f := range list {
		if !r.gate.Pass(&f) {
			continue
		}
		key := check.Count{Rule: f.Rule, Severity: f.Level()}
		if r.found[key]++; r.o.max == 0 || r.found[key] <= r.o.max {
			r.all = append(r.all, f)
		}
	}
}

// references reads the index, the contract and last year's file, and reports what is wrong with them.
func (r *checkRun) references() {
	if r.o.index != "" {
		r.index = r.readIndexFile(r.o.index)
		r.incomplete = r.index == nil
	}
	if r.o.contract != "" {
		text, ok := r.readSmall(r.o.contract)
		if r.unusable = r.unusable || !ok; ok {
			r.contract = r.checkContract(r.o.contract, text)
		}
		r.incomplete = r.incomplete || r.contract == nil
	}
	if r.o.previous != "" {
		r.previous = source.Open(r.o.previous, source.Options{NoChecksum: true})
		if !r.previous.Usable() {
			r.unusable = r.unusable || slices.ContainsFunc(r.previous.Findings, func(f diag.Finding) bool { return f.Rule == diag.FileNotFound || f.Rule == diag.FileUnusable })
			r.add(r.previous.Findings)
			r.previous = nil
		}
	}
}

// readIndexFile reads an index by id or file; nil when it cannot be used.
func (r *checkRun) readIndexFile(name string) *index.Index {
	text, shown, err := readIndex(name)
	if err != nil {
		if f, ok := err.(*failure); ok {
			r.unusable = true
			r.add(f.findings)
		}
		return nil
	}
	r.files = append(r.files, shown)
	x, problems := index.Parse(shown, text)
	r.add(problems)
	return x
}

// readSmall reads a file that is to be held in memory.
func (r *checkRun) readSmall(name string) ([]byte, bool) {
	r.files = append(r.files, name)
	text, f := readText(name)
	if f != nil {
		r.add(diag.Findings{*f})
		return nil, false
	}
	return text, true
}

func (r *checkRun) checkContract(name string, text []byte) *contract.Contract {
	ct, problems := contract.ParseBeside(name, text, func(path string) ([]byte, error) {
		text, f := readText(filepath.Join(filepath.Dir(name), filepath.FromSlash(path)))
		if f != nil {
			return nil, fs.ErrNotExist
		}
		return text, nil
	})
	r.add(problems)
	return ct
}

// file checks one file, known by its content, and says whether it could be read.
func (r *checkRun) file(name string) bool {
	if r.ctx.Err() != nil {
		r.partial = true
		return true
	}
	if name != "-" && !looksLikeData(name) {
		text, ok := r.readSmall(name)
		switch {
		case !ok:
			return false
		case namedAsData(name):
			r.add(diag.Findings{{Rule: diag.FileKind, Place: diag.Place{File: name}, Message: "is an index file or a contract, and is named as data", Mend: "name it .yaml, or name the data file"}})
			return false
		case contract.Looks(text):
			r.checkContract(name, text)
		case gate.LooksBaseline(text):
			_, problems := gate.ReadBaseline(name, text)
			r.add(problems)
		case filepath.Base(name) == "zoneval.yaml":
			_, problems := gate.ReadSettings(name, text)
			r.add(problems)
		case !index.Looks(text) && len(text) > 0:
			r.add(diag.Findings{{Rule: diag.FileKind, Place: diag.Place{File: name}, Message: "is neither data nor an index, a contract, a baseline or settings, by its keys",
				Mend: "an index has dimensions:, a contract fields:"}})
			return false
		default:
			_, problems := index.Parse(name, text)
			r.add(problems)
		}
		return true
	}
	r.files = append(r.files, name)
	return r.data(name)
}

// data checks a data file.
func (r *checkRun) data(name string) bool {
	so := source.Options{NoChecksum: true, Sheet: r.o.sheet}
	var in *source.Input
	if name == "-" {
		in = source.Read(name, r.in, so)
	} else {
		in = source.Open(name, so)
	}
	defer in.Close()
	if in.Records > manyRecords {
		debug.SetGCPercent(100)
	}
	o := check.Options{Index: r.index, Incomplete: r.incomplete, Previous: r.previous, Source: so, Max: r.o.max, Gate: r.gate, Progress: r.progress(name)}
	if r.contract != nil {
		ct, problems := r.contract.For(name)
		r.add(problems)
		if o.Contract = ct; ct != nil {
			o.References = r.foreign(ct)
		}
	}
	result := check.Data(r.ctx, in, o)
	r.all = append(r.all, result.Findings...)
	for key, n := range result.Found {
		r.found[key] += n
	}
	r.partial = r.partial || result.Partial
	return in.Usable()
}

// foreign reads the tables that the keys of a contract refer to. They lie beside the contract.
func (r *checkRun) foreign(ct *contract.Contract) []check.Reference {
	var out []check.Reference
	for i := range ct.ForeignKeys {
		key := &ct.ForeignKeys[i]
		path := r.contract.Table(key.Resource)
		switch {
		case key.Resource == "": // the table itself
			continue
		case path == "" || strings.Contains(path, "://") || !filepath.IsLocal(filepath.FromSlash(path)): // a package has its tables beside it
			r.add(diag.Findings{{Rule: diag.ContractValue, Severity: diag.Warning, Place: key.Place, Mend: "name a table that a data package has beside it",
				Message: "the table " + diag.Quote(key.Resource) + " is not at hand, so that the key is not checked"}})
			continue
		}
		in := source.Open(filepath.Join(filepath.Dir(r.o.contract), filepath.FromSlash(path)), source.Options{NoChecksum: true})
		ref, problems := check.ReadReference(in, key, path)
		in.Close()
		if ref == nil {
			r.add(problems)
			continue
		}
		out = append(out, *ref)
	}
	return out
}

// finish prints the result and turns it into the exit code.
func (r *checkRun) finish(outputs []output, args []string, readable bool) error {
	result := r.result()
	for _, out := range outputs {
		write := func(w io.Writer) error { return out.format.Write(w, result) }
		if out.file == "" {
			if err := outputError("standard output", write(r.out)); err != nil {
				return err
			}
		} else if err := outputError(out.file, report.WriteFile(out.file, write)); err != nil {
			return err
		}
	}
	switch {
	case r.partial:
		return &failure{code: exitInterrupted}
	case !readable && len(args) > 0, r.unusable:
		return &failure{code: exitUnusable}
	case result.Failed:
		return &failure{code: exitGate}
	}
	return nil
}

// sort puts the findings in order. A repeat, as of a fault in a contract that is also an argument, is one finding.
func (r *checkRun) sort() {
	count := func(by int) {
		for _, f := range r.all {
			r.found[check.Count{Rule: f.Rule, Severity: f.Level()}] += by
		}
	}
	count(-1)
	r.all = r.all.Sort()
	count(+1)
}

// result counts the findings by rule.
func (r *checkRun) result() *findings.Result {
	r.sort()
	out := &findings.Result{Findings: r.all, Files: r.files, Accepted: r.gate.Accepted(), Off: r.gate.Off(), Partial: r.partial,
		Tool: "zoneval", Version: version, FailOn: gate.Level(r.o.failOn)}
	shown := map[check.Count]int{}
	for _, f := range out.Findings {
		shown[check.Count{Rule: f.Rule, Severity: f.Level()}]++
		out.Fingerprints = append(out.Fingerprints, f.Fingerprint())
	}
	for key, n := range r.found {
		if n == 0 {
			continue // put together with others, of which the baseline has accepted what came of it
		}
		out.Counts = append(out.Counts, findings.Count{Rule: key.Rule, Severity: key.Severity, Found: max(n, shown[key]), Shown: shown[key]})
		out.Failed = out.Failed || key.Severity <= out.FailOn
	}
	slices.SortFunc(out.Counts, func(a, b findings.Count) int {
		if a.Rule.ID != b.Rule.ID {
			return strings.Compare(a.Rule.ID, b.Rule.ID)
		}
		return int(a.Severity) - int(b.Severity)
	})
	return out
}

// saveBaseline writes all findings as accepted. A check that saw only a part of the files leaves the baseline alone.
func (r *checkRun) saveBaseline(readable bool) error {
	if r.partial {
		return &failure{code: exitInterrupted, findings: diag.Findings{{Rule: diag.UsageBad, Message: "the check was interrupted, and the baseline is left as it was"}}}
	}
	accepted := 0
	err := report.WriteFile(r.o.baseline, func(w io.Writer) (err error) {
		accepted, err = r.gate.Write(w, r.all, r.older, r.files)
		return err
	})
	if err != nil {
		return outputError(r.o.baseline, err)
	}
	switch accepted {
	case 0:
		fmt.Fprintf(r.err, "nothing is found, and nothing is accepted in %s\n", r.o.baseline)
	case 1:
		fmt.Fprintf(r.err, "1 finding is accepted in %s; give it a reason\n", r.o.baseline)
	default:
		fmt.Fprintf(r.err, "%d findings are accepted in %s; give each a reason\n", accepted, r.o.baseline)
	}
	if left := slices.DeleteFunc(slices.Clone(r.all), func(f diag.Finding) bool { return f.Rule.Group() != "file" }); len(left) > 0 {
		return &failure{code: map[bool]int{true: exitGate, false: exitUnusable}[readable], findings: left} // these cannot be accepted
	}
	return nil
}
