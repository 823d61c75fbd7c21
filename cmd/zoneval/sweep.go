package main

import (
	"math"

	"github.com/spf13/cobra"

	"zoneval/pkg/present"
	"zoneval/pkg/scenario"
	"zoneval/pkg/sweep"
)

const sweepHelp = `Move one weight along a path and follow the ranks: the rank of each zone at every point, the interval around the present
weight in which the first zone, the members of the top and each zone's rank do not change, and the weights at which zones
change places. Where scores are weighted means these are solved for exactly, and intervals look at every weight that is possible;
elsewhere they are searched for along the path.

What the weight gains its siblings pay (--redistribute, --lock), or one of them alone (--against). --set and --scenario change
the index before the weight moves. The zones listed are those that are in the top (--top) somewhere on the path, unless --zone,
--type or --province chooses them.

CSV and TSV hold one table, which --table chooses: the ranks (sweep), what does not change (stable), or where zones change places
(crossings). JSON holds all three.

Examples:
  zoneval whatif sweep --weight green --from 0 --to 50 --step 1
  zoneval whatif sweep --weight green --against performance
  zoneval whatif sweep --weight 3.1 --zone HT054 --zone HT044
  zoneval whatif sweep zones.csv -i my-index.yaml --weight green --table crossings -f csv`

type sweepOptions struct {
	start   startFlags
	list    listFlags
	weight  string
	against string
	from    float64
	to      float64
	step    float64
	table   string
	out     outputFlags
}

func newSweep(s streams) *cobra.Command {
	var o sweepOptions
	cmd := &cobra.Command{
		Use:   "sweep [DATA]",
		Short: "move one weight and see when ranks change",
		Long:  sweepHelp,
		Args:  atMost(1, "one data file at a time; the weight follows --weight"),
		RunE:  func(c *cobra.Command, args []string) error { return runSweep(c, s, o, args) },
	}
	o.start.add(cmd)
	o.list.add(cmd)
	o.out.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.weight, "weight", "", "the `WEIGHT` that moves: an id, code or name")
	f.StringVar(&o.against, "against", "", "the `WEIGHT` that pays alone, a sibling; all free siblings unless given")
	f.Float64Var(&o.from, "from", 0, "the `WEIGHT` that the path starts from, on the scale of its group")
	f.Float64Var(&o.to, "to", 0, "the `WEIGHT` that it goes to; as far as it can unless given")
	f.Float64Var(&o.step, "step", 0, "the `DISTANCE` between points of the path; about a hundredth of it unless given")
	addChoice(cmd, &o.table, "table", "", "", present.SweepTables, "put one table first; CSV and TSV hold that alone")
	f.Lookup("top").Usage = "the head of the ranking whose members are followed: the first `N`"
	f.Lookup("top").DefValue = "10"
	return cmd
}

func runSweep(c *cobra.Command, s streams, o sweepOptions, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	switch {
	case o.weight == "":
		return usage("such as --weight green", "no weight is named that is to move")
	case c.Flags().Changed("against") && o.against == "":
		return usage("such as --against performance, or leave it out", "--against names no weight")
	}
	for name, v := range map[string]float64{"from": o.from, "to": o.to, "step": o.step} {
		if v != v {
			return usage("such as --from 0 --to 50 --step 1", "--%s is no number", name)
		}
	}
	base, q, err := o.start.begin(c, s, args, format)
	if err != nil {
		return err
	}
	if err := o.out.spare(append(o.start.inputs(), args...)...); err != nil {
		return err
	}
	q, sorting, err := o.list.options(c, q)
	if err != nil {
		return err
	}
	ranked, err := base.rank(s, q)
	if err != nil {
		return err
	}
	top := o.list.top
	if !c.Flags().Changed("top") {
		top = 10
	}
	options := sweep.Options{Weight: o.weight, Against: o.against,
		Lock: words("--lock", o.start.locks), Redistribute: scenario.Redistribution(o.start.redistribute),
		From: flagOr(c, "from", o.from), To: flagOr(c, "to", o.to), Step: flagOr(c, "step", o.step), Top: top, Listed: len(q.Show) > 0}
	answer, log := sweep.Run(ranked, options)
	if answer == nil {
		return unusable(log)
	}
	d := present.Sweep(answer, present.SweepView{Lang: present.Lang(o.out.lang), Version: versionText(), Start: base.made, First: o.table, Sort: sorting})
	if err := checkSort(d, sorting.Key); err != nil {
		return err
	}
	return o.out.write(c.Context(), s, format, d)
}

// flagOr is a flag's number, or NaN where it is not given.
func flagOr(c *cobra.Command, name string, v float64) float64 {
	if c.Flags().Changed(name) {
		return v
	}
	return math.NaN()
}
