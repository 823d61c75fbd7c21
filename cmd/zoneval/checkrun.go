package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/pkg/check"
	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/gate"
	"zoneval/pkg/index"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/source"
)

// checkRun is one call of check.
type checkRun struct {
	streams
	o     checkOptions
	ctx   context.Context
	gate  *gate.Gate
	older *gate.Baseline // the one that --write-baseline writes anew

	index    *index.Index
	without  []string // the index and the contract that are named and cannot be used
	warned   bool     // that data are checked without them
	contract *contract.Contract
	previous *source.Input

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
		if r.index == nil {
			r.without = append(r.without, r.o.index)
		}
	}
	if r.o.contract != "" {
		text, ok := r.readSmall(r.o.contract)
		if r.unusable = r.unusable || !ok; ok {
			r.contract = r.checkContract(r.o.contract, text)
		}
		if r.contract == nil {
			r.without = append(r.without, r.o.contract)
		}
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

// checkScenario checks a scenario, and where its index is at hand, whether it can be applied to that.
func (r *checkRun) checkScenario(name string, text []byte) {
	s, problems := scenario.Parse(name, text)
	r.add(problems)
	if s == nil {
		return
	}
	base, missing := baseOf(s)
	at := s.Base.Place
	switch {
	case r.o.index != "":
		base, at = r.o.index, diag.Place{File: name}
	case missing != nil:
		r.add(diag.Findings{*missing})
		return
	case base == "":
		return // it is of any index
	}
	of, shown, err := readIndex(base)
	if err != nil {
		r.add(diag.Findings{{Rule: diag.ScenarioBase, Place: at, Message: "the index " + diag.Quote(base) + " cannot be read, so that the changes are not checked", Mend: "name a shipped index (zoneval index list), or a file beside the scenario"}})
		return
	}
	d, problems := index.NewDraft(shown, of)
	if d == nil {
		r.add(diag.Findings{{Rule: diag.ScenarioBase, Place: at, Message: fmt.Sprintf("the index %s has %d errors, so that the changes are not checked", diag.Quote(base), problems.Errors()), Mend: "zoneval check " + base + " lists them"}})
		return
	}
	log := revise.Check(d, s)
	r.add(log.Findings())
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
			r.add(diag.Findings{{Rule: diag.FileKind, Place: diag.Place{File: name}, Message: "is an index file, a scenario or a contract, and is named as data", Mend: "name it .yaml, or name the data file"}})
			return false
		case contract.Looks(text):
			r.checkContract(name, text)
		case gate.LooksBaseline(text):
			_, problems := gate.ReadBaseline(name, text)
			r.add(problems)
		case scenario.Looks(text):
			r.checkScenario(name, text)
		case filepath.Base(name) == "zoneval.yaml":
			_, problems := gate.ReadSettings(name, text)
			r.add(problems)
		case !index.Looks(text) && len(text) > 0:
			r.add(diag.Findings{{Rule: diag.FileKind, Place: diag.Place{File: name}, Message: "is neither data nor an index, a scenario, a contract, a baseline or settings, by its keys",
				Mend: "an index has dimensions:, a scenario set:, a contract fields:"}})
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
	if len(r.without) > 0 && !r.warned {
		r.warned = true
		fmt.Fprintf(r.err, "the data are checked without %s, which cannot be used\n", diag.Clean(strings.Join(r.without, " and ")))
	}
	if in.Records > manyRecords {
		debug.SetGCPercent(100)
	}
	o := check.Options{Index: r.index, Incomplete: len(r.without) > 0, Previous: r.previous, Source: so, Max: r.o.max, Gate: r.gate, Progress: r.progress(name)}
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
