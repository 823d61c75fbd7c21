package main

import (
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/pkg/diag"
	"zoneval/pkg/goal"
	"zoneval/pkg/present"
	"zoneval/pkg/scenario"
)

const goalHelp = `Find what a zone must improve to reach a rank, at least cost: in which indicators, and by how much, in their own units. One
standard deviation of an indicator costs 1 unless --cost says another; none is brought beyond the best value that any zone has, and
only quantitative indicators are improved unless --qualitative is given. The plan is applied and everything recomputed. Where scores
are weighted means it is exact and proven; elsewhere it is a search, which says so.

--write-scenario writes the plan, with what --set and --scenario change before it, as a file that whatif --scenario applies.

Examples:
  zoneval whatif goal HT037 --rank 50
  zoneval whatif goal HT037 --rank 50 --cost "performance/*=2" --lock 1.7 --qualitative
  zoneval whatif goal A1 zones.csv -i my-index.yaml --rank 20 -f csv`

type goalOptions struct {
	start       startFlags
	rank        int
	costs       []string
	qualitative bool
	write       string
	out         outputFlags
}

func newGoal(s streams) *cobra.Command {
	var o goalOptions
	cmd := &cobra.Command{
		Use:   "goal ZONE [DATA]",
		Short: "what a zone must improve to reach a rank",
		Long:  goalHelp,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return usage("zoneval whatif goal ZONE [DATA] --rank 10", "found %d arguments, expected a zone and at most one data file", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return runGoal(c, s, o, args[0], args[1:]) },
	}
	o.start.add(cmd)
	o.out.add(cmd)
	f := cmd.Flags()
	f.IntVar(&o.rank, "rank", 0, "the `RANK` to reach")
	f.StringArrayVar(&o.costs, "cost", nil, "what one standard deviation costs: `INDICATOR=COST`, by id, code, name or pattern; may be repeated")
	f.BoolVar(&o.qualitative, "qualitative", false, "improve qualitative indicators too")
	f.Lookup("lock").Usage = "leave an `INDICATOR` as it is, by id, code, name or pattern; may be repeated"
	addWriteScenario(cmd, &o.write)
	return cmd
}

func runGoal(c *cobra.Command, s streams, o goalOptions, name string, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	if !c.Flags().Changed("rank") {
		return usage("such as --rank 10", "no rank is named that is to be reached")
	}
	costs, err := parseCosts(o.costs)
	if err != nil {
		return err
	}
	base, ranked, err := o.start.ranked(c, s, args, format, o.out, o.write)
	if err != nil {
		return err
	}
	z, log := ranked.Find(name)
	if log.HasErrors() {
		return unusable(log)
	}
	if id := ranked.Table.IDs[ranked.Model.Row(z)]; o.write != "" && base.made != nil && base.made.Zones.Merged[id] != nil {
		return usage("leave --write-scenario out", "zone %s is made by the scenario, and no scenario can change values of what it merges", diag.Quote(id))
	}
	answer, log := goal.Run(base.Table, ranked, goal.Options{Zone: z, Rank: o.rank, Qualitative: o.qualitative, Costs: costs, Lock: words("--lock", o.start.locks), Digits: 6})
	if answer == nil {
		return unusable(log)
	}
	d := present.Goal(answer, present.GoalView{Lang: present.Lang(o.out.lang), Version: versionText(), Start: base.made})
	if err := writeScenario(s, o.write, base.onTop(answer.Scenario, base.Draft.Index, o.write)); err != nil {
		return err
	}
	return o.out.write(c.Context(), s, format, d)
}

// parseCosts reads INDICATOR=COST.
func parseCosts(texts []string) ([]goal.Cost, error) {
	var out []goal.Cost
	for _, text := range texts {
		at := strings.LastIndexByte(text, '=')
		v, err := 0.0, error(nil)
		if at > 0 {
			v, err = strconv.ParseFloat(strings.TrimSpace(text[at+1:]), 64)
		}
		if at <= 0 || err != nil || !(v > 0) || math.IsInf(v, 0) {
			return nil, usage("such as --cost 3.1=2", "--cost: found %s, expected INDICATOR=COST with a cost above 0", diag.Quote(text))
		}
		out = append(out, goal.Cost{Select: scenario.Word{Text: strings.TrimSpace(text[:at]), Place: diag.Place{File: "--cost " + text}}, Cost: v})
	}
	return out, nil
}
