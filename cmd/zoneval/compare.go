package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/indicators"
	"zoneval/pkg/compare"
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/load"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/revise"
	"zoneval/pkg/scenario"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

const compareHelp = `Set two rankings side by side: the rank of every zone in both, and what the change of its score is made of. Its parts sum to
the change: the zone's own data, the weights, the method, and the movement of the others.

A and B are each a year (2021), an index (a shipped id or an index file), a data file, a scenario (a shipped id or a file), or
several of them joined by +: 2021+torch-2021+zones.csv. What one of them leaves out,

  the index  is that of -i, else the one that it or its scenario names, or the other does, else torch-2021
  the data   are DATA, else what the other names, else the shipped dataset of the index
  the year   is that of --year, else the latest of the data

Parts of two indices are matched by id; an indicator that only one has counts as weight 0 in the other. Parts are Shapley
values: every mixture of A and B is scored, and what a cause adds is averaged over all orders.

Examples:
  zoneval compare 2020 2021
  zoneval compare 2020 2021 --sort -score_change --top 10
  zoneval compare torch-2021 my-index.yaml zones.csv
  zoneval compare zones-2021.csv zones-2022.csv -i my-index.yaml -f csv
  zoneval compare torch-2021 green-first
  zoneval compare green-first dual-circulation
  zoneval compare old.yaml+2020 new.yaml+2021 zones.csv --zone HT054`

type compareOptions struct {
	index string
	year  int32
	only  []string
	sheet string
	list  listFlags
	out   outputFlags
}

func newCompare(s streams) *cobra.Command {
	var o compareOptions
	cmd := &cobra.Command{
		Use:   "compare A B [DATA]",
		Short: "compare two years, indices, datasets or scenarios, and say what moved each zone",
		Long:  compareHelp,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 || len(args) > 3 {
				return usage("zoneval compare A B [DATA], such as zoneval compare 2020 2021", "found %d arguments, expected two things to compare and at most one data file", len(args))
			}
			return nil
		},
		ValidArgsFunction: completeIndices,
		RunE:              func(c *cobra.Command, args []string) error { return runCompare(c, s, o, args) },
	}
	f := cmd.Flags()
	addIndexFlag(cmd, &o.index)
	o.out.add(cmd)
	o.list.add(cmd)
	f.StringArrayVar(&o.only, "only", nil, "score only zones with `ATTRIBUTE=VALUE`, such as type=high-tech; may be repeated")
	f.Int32Var(&o.year, "year", 0, "the `YEAR` of a side that names none; the latest of the data unless given")
	addSheetFlag(cmd, &o.sheet)
	return cmd
}

func runCompare(c *cobra.Command, s streams, o compareOptions, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	words, err := o.sides(c, s, args)
	if err != nil {
		return err
	}
	for _, w := range words {
		if err := o.out.spare(w.index, w.data, w.scenario); err != nil {
			return err
		}
	}
	var q compare.Options
	if q.Only, err = selectors("--only", o.only); err != nil {
		return err
	}
	list, sorting, err := o.list.options(c, ranking.Options{})
	if err != nil {
		return err
	}
	q.Show = list.Show
	if sorting.Key == "" {
		q.Top = o.list.top // the parts of others need not be computed
	}
	r := sideReader{s: s, options: source.Options{NoChecksum: format.TableOnly, Sheet: o.sheet}}
	sides, err := r.read(words)
	if err != nil {
		return err
	}
	answer, log := compare.Run(sides[0], sides[1], q)
	if answer == nil {
		return unusable(once(log))
	}
	if a, b := answer.Ranked[0], answer.Ranked[1]; a.Index == b.Index && a.Table == b.Table && a.Year == b.Year {
		return same(sides)
	}
	view := present.CompareView{Lang: present.Lang(o.out.lang), Version: versionText(), Sort: sorting, Top: o.list.top}
	d := present.Comparison(answer, view)
	if err := checkSort(d, sorting.Key); err != nil {
		return err
	}
	log = once(log)
	printFindings(s.err, log.Findings().Sort(), log.Dropped())
	return o.out.write(c.Context(), s, format, d)
}

func same(sides [2]compare.Side) error {
	return usage("say what differs, joined by +, as in zoneval compare torch-2021+2020 my-index.yaml+2021",
		"%s and %s are the same: one index, the same data and the same year", diag.Quote(sides[0].Name), diag.Quote(sides[1].Name))
}

// once drops findings that both sides have.
func once(log *diag.Log) *diag.Log {
	out := &diag.Log{Max: log.Max}
	seen := map[string]bool{}
	for _, f := range log.Findings() {
		if text := f.String(); !seen[text] {
			seen[text] = true
			out.Add(f)
		}
	}
	for range log.Dropped() {
		out.Skip(diag.Error)
	}
	return out
}

// sideWords is what A or B says, and then what it stands for.
type sideWords struct {
	text        string // as written
	index, data string
	year        int32
	scenario    string
	changes     *scenario.Scenario // of the scenario
}

// sides takes the two arguments apart, and fills in what each leaves out.
func (o *compareOptions) sides(c *cobra.Command, s streams, args []string) (words [2]sideWords, err error) {
	for i := range words {
		if words[i], err = takeApart(args[i]); err != nil {
			return words, err
		}
		if err = words[i].readScenario(s, c.Flags().Changed("index")); err != nil {
			return words, err
		}
	}
	a, b := &words[0], &words[1]
	if len(args) > 2 {
		if a.data != "" && b.data != "" {
			return words, usage("leave it out, or leave the data out of A or B", "%s is not needed: A and B both name data", diag.Quote(args[2]))
		}
		for i := range words {
			if words[i].data == "" {
				words[i].data = args[2]
			}
		}
	}
	if o.year != 0 && a.year != 0 && b.year != 0 {
		return words, usage("leave --year out", "--year %d is not needed: A and B both name a year", o.year)
	}
	if a.data == "" {
		a.data = b.data
	} else if b.data == "" {
		b.data = a.data
	}
	if !c.Flags().Changed("index") {
		if a.index == "" {
			a.index = b.index
		} else if b.index == "" {
			b.index = a.index
		}
	}
	for i := range words {
		if words[i].index == "" {
			words[i].index = o.index
		}
		if words[i].year == 0 {
			words[i].year = o.year
		}
	}
	if x, y := *a, *b; x.index == y.index && x.data == y.data && x.year == y.year && x.scenario == y.scenario {
		return words, same([2]compare.Side{{Name: args[0]}, {Name: args[1]}})
	}
	return words, nil
}

// takeApart reads parts that are joined by +. A file whose name has one is not taken apart.
func takeApart(text string) (w sideWords, err error) {
	w.text = text
	parts := []string{text}
	if kindOfPart(text) == "" {
		parts = strings.Split(text, "+")
	}
	for _, part := range parts {
		kind, before := kindOfPart(part), ""
		switch kind {
		case "year":
			if w.year != 0 {
				before = strconv.Itoa(int(w.year))
			}
			year, _ := strconv.Atoi(part)
			w.year = int32(year)
		case "index":
			before, w.index = w.index, part
		case "data":
			before, w.data = w.data, part
		case "scenario":
			before, w.scenario = w.scenario, part
		default:
			mend := "name a year such as 2021, a shipped index (zoneval index list) or scenario (zoneval scenario list), or a file"
			if near := diag.Nearest(part, slices.Concat(indicators.List(), indicators.Scenarios())); near != "" {
				mend = "did you mean " + diag.Quote(near) + "?"
			}
			return w, usage(mend, "%s is no year, no shipped index or scenario, and no file", diag.Quote(part))
		}
		if before != "" {
			return w, usage("name one on each side", "%s names two of a kind (%s): %s and %s", diag.Quote(text), kind, diag.Quote(before), diag.Quote(part))
		}
	}
	return w, nil
}

// readScenario reads the scenario of a side, and the index that it is of where neither the side nor -i names one.
func (w *sideWords) readScenario(s streams, named bool) error {
	if w.scenario == "" {
		return nil
	}
	text, shown, err := readScenario(w.scenario)
	if err != nil {
		return err
	}
	sc, findings := scenario.Parse(shown, text)
	if sc == nil {
		return tooMany(findings)
	}
	printFindings(s.err, findings, 0)
	w.changes = sc
	if w.index != "" || named {
		return nil
	}
	base, f := baseOf(sc)
	if w.index = base; f != nil {
		return &failure{code: exitUnusable, findings: diag.Findings{*f}}
	}
	return nil
}

// kindOfPart says what one part of A or B is: a year, an index, a scenario or data; "" where nobody can tell.
func kindOfPart(text string) string {
	if len(text) == 4 && strings.Trim(text, "0123456789") == "" {
		return "year"
	}
	if _, ok := indicators.Open(text); ok {
		return "index"
	}
	if _, ok := indicators.OpenScenario(text); ok {
		return "scenario"
	}
	switch _, err := os.Stat(text); {
	case text == "-":
		return "data"
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case namedAsData(text) || looksLikeData(text):
		return "data"
	}
	if small, f := readText(text); f == nil && scenario.Looks(small) {
		return "scenario"
	}
	return "index"
}

// name is what a side is called: as it is written, without the folders of files.
func (w sideWords) name() string {
	if kindOfPart(w.text) != "" {
		return filepath.Base(w.text)
	}
	parts := strings.Split(w.text, "+")
	for i, p := range parts {
		parts[i] = filepath.Base(p)
	}
	return strings.Join(parts, "+")
}

// sideReader reads what the sides name, each once: standard input cannot be read twice.
type sideReader struct {
	s       streams
	options source.Options
	drafts  map[string]*index.Draft
	inputs  map[string]*source.Input
	tables  map[[2]string]*zone.Table
	shown   map[string]bool // findings
}

func (r *sideReader) read(words [2]sideWords) (sides [2]compare.Side, err error) {
	r.drafts, r.inputs, r.tables, r.shown = map[string]*index.Draft{}, map[string]*source.Input{}, map[[2]string]*zone.Table{}, map[string]bool{}
	for i, w := range words {
		if r.drafts[w.index] == nil {
			if r.drafts[w.index], err = loadDraft(r.s, w.index); err != nil {
				return sides, err
			}
		}
		sides[i] = compare.Side{Name: w.name(), Index: r.drafts[w.index].Index, Year: w.year}
	}
	for i, w := range words {
		lender := sides[i].Index
		if w.data == "" && lender.Data == "" {
			lender = sides[1-i].Index // a copy of a shipped index that does not name its data
		}
		if sides[i].Table, err = r.table(sides[i].Index, w, lender); err != nil {
			return sides, err
		}
	}
	for i, w := range words {
		if w.changes == nil {
			continue
		}
		made, log := revise.Apply(r.drafts[w.index], sides[i].Table, w.year, w.changes)
		if made == nil {
			return sides, unusable(log)
		}
		sides[i].Index, sides[i].Table, sides[i].Made = made.Revision.Index, made.Zones.Table, made
	}
	if a, b := sides[0].Name, sides[1].Name; a == b { // files of one name in two folders
		sides[0].Name, sides[1].Name = words[0].text, words[1].text
	}
	return sides, nil
}

// table reads the data of a side; lender is the index whose shipped dataset is read where the side names none.
func (r *sideReader) table(x *index.Index, w sideWords, lender *index.Index) (*zone.Table, error) {
	key, args := "shipped "+lender.Data, []string(nil)
	if w.data != "" {
		key, args = "file "+w.data, []string{w.data}
	}
	if t := r.tables[[2]string{w.index, key}]; t != nil {
		return t, nil
	}
	if r.inputs[key] == nil {
		in, _, err := openData(r.s, lender, args, r.options)
		if err != nil {
			return nil, err
		}
		r.inputs[key] = in
	}
	if r.inputs[key].Records > manyRecords {
		debug.SetGCPercent(100)
	}
	t, log := load.Read(r.inputs[key], x, load.Options{})
	if log.HasErrors() {
		return nil, unusable(log)
	}
	t.Source.Shipped = w.data == ""
	var fresh diag.Findings
	for _, f := range log.Findings().Sort() {
		if text := f.String(); !r.shown[text] {
			r.shown[text] = true
			fresh = append(fresh, f)
		}
	}
	printFindings(r.s.err, fresh, log.Dropped())
	r.tables[[2]string{w.index, key}] = t
	return t, nil
}
