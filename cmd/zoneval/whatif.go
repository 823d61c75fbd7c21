package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/pkg/diag"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/scenario"
	"zoneval/pkg/whatif"
)

const whatifHelp = `Rank the zones as they are and as they would be if weights, methods, values or zones were others: ranks before and after,
what moved each zone, how the two rankings differ, and what every changed weight became. Subcommands say how far a weight can
move before ranks change (sweep), which least change of weights puts two zones level (flip), and what a zone must improve to
reach a rank (goal).

Changes are --set, once for each, or a scenario file (zoneval scenario list; --scenario, several are set side by side):
  green=25  3.1*=2  openness/*+=1     weights, by id, code, name, dimension/part or pattern; green/*=1 sets, 3.1*=2 multiplies,
                                      =+1 and =-1 add and take away; a pattern means dimensions and indicators, * the indicators
  kind:qualitative*=0.5               of every indicator of a kind, or direction:lower
  zone:HT001/3.1*=0.9                 a value of a zone; =+50 or +=50 adds, -=50 takes away, =(-5) is minus five
  method.aggregate=geometric          a step of the method, as in an index file
  zones.drop=HT001  zones.keep=HT*    zones; "zones.merge={id: twins, of: [HT001, HT002], rule: mean}" ranks two as one

What a weight gains, its free siblings pay: in proportion, equally, or not at all (--redistribute). --lock keeps a weight where
it is.

Examples:
  zoneval whatif --set "green*=2"
  zoneval whatif --scenario green-first --top 20
  zoneval whatif --scenario green-first --scenario quantitative-only --scenario equal-weights
  zoneval whatif zones.csv -i my-index.yaml --set "5.10=0" --lock 5.1 --sort -change
  zoneval whatif --set green=25 --write-index green.yaml && zoneval rank -i green.yaml
  zoneval whatif --watch my-scenario.yaml
  zoneval whatif sweep --weight green --from 0 --to 50
  zoneval whatif flip HT155 HT120
  zoneval whatif goal HT037 --rank 5`

type whatifOptions struct {
	start         startFlags
	list          listFlags
	writeIndex    string
	writeScenario string
	watch         string
	out           outputFlags
}

// listFlags choose the zones that are listed, and their order.
type listFlags struct {
	top       int
	zones     []string
	types     []string
	provinces []string
	sort      string
}

func (l *listFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.IntVar(&l.top, "top", 0, "list the first `N` zones; 0 is all")
	f.StringArrayVar(&l.zones, "zone", nil, "list one `ZONE`, by id or name; may be repeated")
	f.StringSliceVar(&l.types, "type", nil, "list zones of a `TYPE`: high-tech or econ")
	f.StringSliceVar(&l.provinces, "province", nil, "list zones of a `PROVINCE`: Jiangsu or 江苏")
	f.StringVar(&l.sort, "sort", "", "sort by a `COLUMN` of -f csv, such as change; -change for the largest first")
}

// options turns the flags into options of a ranking and a sorting.
func (l *listFlags) options(c *cobra.Command, o ranking.Options) (ranking.Options, present.Sorting, error) {
	rank := rankOptions{zones: l.zones, types: l.types, provinces: l.provinces, top: l.top}
	q, err := rank.ranking(c)
	o.Show = q.Show
	key, descending := strings.CutPrefix(l.sort, "-")
	if c.Flags().Changed("sort") && key == "" && err == nil {
		err = usage("such as --sort change", "--sort names no column")
	}
	return o, present.Sorting{Key: key, Descending: descending}, err
}

// checkSort reports a column that the answer does not have.
func checkSort(d *report.Document, key string) error {
	if key == "" {
		return nil
	}
	var keys []string
	for _, c := range d.Tables[0].Columns {
		if c.For != report.People && !slices.Contains(keys, c.Key) {
			keys = append(keys, c.Key)
		}
	}
	if slices.Contains(keys, key) {
		return nil
	}
	mend := diag.DidYouMean(key, keys)
	if mend == "" {
		mend = "there are " + strings.Join(keys, ", ")
	}
	return usage(mend, "--sort: the answer has no column %s", diag.Quote(key))
}

func newWhatIf(s streams) *cobra.Command {
	var o whatifOptions
	cmd := &cobra.Command{
		Use:   "whatif [DATA]",
		Short: "ask what if weights, methods, values or zones were others",
		Long:  whatifHelp,
		Args:  atMost(1, "one data file at a time; changes follow --set"),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("watch") {
				return watchWhatIf(c, s, o, args)
			}
			return runWhatIf(c, s, o, args)
		},
	}
	o.start.add(cmd)
	o.list.add(cmd)
	o.out.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.writeIndex, "write-index", "", "write the changed weights and methods as an index to `FILE`; zoneval rank -i FILE gives the same numbers where no values or zones change")
	addWriteScenario(cmd, &o.writeScenario)
	f.StringVar(&o.watch, "watch", "", "answer again whenever the scenario `FILE` is saved, until interrupted")
	cmd.AddCommand(newSweep(s), newFlip(s), newGoal(s))
	return cmd
}

func runWhatIf(c *cobra.Command, s streams, o whatifOptions, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	base, scenarios, q, err := o.start.read(c, s, args, format)
	if err != nil {
		return err
	}
	inputs := append(o.start.inputs(), args...)
	if err := o.out.spare(inputs...); err != nil {
		return err
	}
	if len(scenarios) == 0 {
		return usage("such as --set green=25, or --scenario green-first (zoneval scenario list)", "nothing is changed: neither --set nor --scenario is given")
	}
	if err := o.canWrite(c, len(scenarios), inputs); err != nil {
		return err
	}
	q, sorting, err := o.list.options(c, q)
	if err != nil {
		return err
	}
	answer, log := whatif.Ask(base, scenarios, q)
	if answer == nil {
		return unusable(log)
	}
	d := present.WhatIf(answer, present.WhatIfView{Lang: present.Lang(o.out.lang), Version: versionText(), Sort: sorting, Top: o.list.top})
	if err := checkSort(d, sorting.Key); err != nil {
		return err
	}
	printFindings(s.err, log.Findings().Sort(), log.Dropped())
	if o.writeScenario != "" { // files first: where one cannot be written, nothing is printed
		sc := scenarios[0]
		if slices.ContainsFunc(sc.Changes, func(x scenario.Change) bool { return x.Layer > 0 }) && len(o.start.scenarios) > 0 {
			sc = answer.Outcomes[0].Flat() // a file has no layers
		}
		if err := writeScenario(s, o.writeScenario, based(sc, base.Draft.Index.File, o.writeScenario)); err != nil {
			return err
		}
	}
	if o.writeIndex != "" {
		if err := o.write(s, answer.Outcomes[0]); err != nil {
			return err
		}
	}
	return o.out.write(c.Context(), s, format, d)
}

// canWrite refuses what cannot be written before anything is computed.
func (o *whatifOptions) canWrite(c *cobra.Command, scenarios int, inputs []string) error {
	if err := canWriteScenario(c, o.writeScenario, o.out.file, inputs); err != nil {
		return err
	}
	switch {
	case o.writeScenario != "" && scenarios > 1:
		return usage("give one --scenario", "--write-scenario writes one scenario, and %d are given", scenarios)
	case !c.Flags().Changed("write-index"):
		return nil
	case o.writeIndex == "" || o.writeIndex == "-":
		return usage("such as --write-index green.yaml", "--write-index needs the name of a file")
	case scenarios > 1:
		return usage("give one --scenario", "--write-index writes the index of one scenario, and %d are given", scenarios)
	case o.out.file != "" && sameFile(o.out.file, o.writeIndex):
		return usage("name two files", "-o and --write-index are the same file")
	case o.writeScenario != "" && sameFile(o.writeScenario, o.writeIndex):
		return usage("name two files", "--write-scenario and --write-index are the same file")
	}
	return spare("--write-index", o.writeIndex, inputs...)
}

// write writes the changed index.
func (o *whatifOptions) write(s streams, out *whatif.Outcome) error {
	text, err := out.Revision.Text()
	if err == nil {
		err = report.WriteFile(o.writeIndex, func(w io.Writer) error { _, err := w.Write(text); return err })
	}
	if err != nil {
		return outputError(o.writeIndex, err)
	}
	if out.ChangesData() {
		fmt.Fprintf(s.err, "%s holds weights and methods; the values and zones that the scenario changes are those of the data\n", diag.Clean(o.writeIndex))
	}
	return nil
}
