package main

import (
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"zoneval/pkg/diag"
	"zoneval/pkg/flip"
	"zoneval/pkg/optimum"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/scenario"
)

const flipHelp = `Find the least change of weights that puts one zone level with another, or that there is none. What may change are the
weights of the top dimensions, of the parts of one dimension, or of all indicators (--over); their sum is kept. Where scores are
weighted means the answer is exact and proven; elsewhere it is a search, which says so.

--write-scenario writes the change, with what --set and --scenario change before it, as a file that whatif --scenario applies.

Examples:
  zoneval whatif flip HT155 HT120
  zoneval whatif flip HT155 HT120 --over indicators --norm L2
  zoneval whatif flip HT155 HT120 --lock innovation --bound green=10..25
  zoneval whatif flip A1 A2 zones.csv -i my-index.yaml --write-scenario level.yaml`

type flipOptions struct {
	start  startFlags
	over   string
	norm   string
	bounds []string
	write  string
	out    outputFlags
}

func newFlip(s streams) *cobra.Command {
	var o flipOptions
	cmd := &cobra.Command{
		Use:   "flip ZONE_A ZONE_B [DATA]",
		Short: "the least change of weights that puts two zones level",
		Long:  flipHelp,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 || len(args) > 3 {
				return usage("zoneval whatif flip ZONE_A ZONE_B [DATA]", "found %d arguments, expected two zones and at most one data file", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return runFlip(c, s, o, args[0], args[1], args[2:]) },
	}
	o.start.add(cmd)
	o.out.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.over, "over", flip.Dimensions, "whose weights change: dimensions, indicators, or one `DIMENSION` for the parts inside it")
	addChoice(cmd, &o.norm, "norm", "", "L1", []string{"L1", "L2"}, "how the change is measured: L1, all moves added, or L2, the square root of their squares")
	f.StringArrayVar(&o.bounds, "bound", nil, "keep a weight between two numbers: `WEIGHT=LOW..HIGH`; may be repeated")
	addWriteScenario(cmd, &o.write)
	return cmd
}

func runFlip(c *cobra.Command, s streams, o flipOptions, nameA, nameB string, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	bounds, err := parseBounds(o.bounds)
	if err != nil {
		return err
	}
	base, ranked, err := o.start.ranked(c, s, args, format, o.out, o.write)
	if err != nil {
		return err
	}
	a, log := ranked.Find(nameA)
	b, l := ranked.Find(nameB)
	log.Merge(l)
	if log.HasErrors() {
		return unusable(log)
	}
	if err := bothRanked(ranked, a, b); err != nil {
		return err
	}
	options := flip.Options{A: a, B: b, Over: o.over, Norm: map[string]optimum.Norm{"L1": optimum.L1, "L2": optimum.L2}[o.norm], Lock: words("--lock", o.start.locks), Bounds: bounds}
	answer, log := flip.Run(base.Draft, base.Table, ranked, options)
	if answer == nil {
		return unusable(log)
	}
	d := present.Flip(answer, present.FlipView{Lang: present.Lang(o.out.lang), Version: versionText(), Start: base.made})
	after := base.Draft.Index
	if answer.Applied != nil {
		after = answer.Applied.Index
	}
	if err := writeScenario(s, o.write, base.onTop(answer.Scenario, after, o.write)); err != nil {
		return err
	}
	return o.out.write(c.Context(), s, format, d)
}

// bothRanked refuses zones that have nothing to level.
func bothRanked(a *ranking.Answer, x, y int) error {
	id := func(i int) string { return diag.Quote(a.Table.IDs[a.Model.Row(i)]) }
	switch {
	case x == y:
		return usage("name two zones", "both names are of the zone %s", id(x))
	case a.Result.Ranks[x] == 0:
		return usage("name zones that have a rank", "zone %s has no score", id(x))
	case a.Result.Ranks[y] == 0:
		return usage("name zones that have a rank", "zone %s has no score", id(y))
	}
	return nil
}

// parseBounds reads WEIGHT=LOW..HIGH; one of the numbers may be left out.
func parseBounds(texts []string) ([]flip.Bound, error) {
	var out []flip.Bound
	for _, text := range texts {
		at := strings.LastIndexByte(text, '=')
		low, high, isRange := strings.Cut(text[at+1:], "..")
		b := flip.Bound{Low: math.NaN(), High: math.NaN()}
		ok := at > 0 && isRange && low+high != ""
		for _, side := range []struct {
			text string
			to   *float64
		}{{low, &b.Low}, {high, &b.High}} {
			if side.text = strings.TrimSpace(side.text); side.text != "" && ok {
				v, err := strconv.ParseFloat(side.text, 64)
				ok = err == nil && v >= 0 && !math.IsInf(v, 0)
				*side.to = v
			}
		}
		if !ok || b.Low > b.High {
			return nil, usage("such as --bound green=10..25, or green=10.. for no upper one", "--bound: found %s, expected WEIGHT=LOW..HIGH", diag.Quote(text))
		}
		b.Select = scenario.Word{Text: strings.TrimSpace(text[:at]), Place: diag.Place{File: "--bound " + text}}
		out = append(out, b)
	}
	return out, nil
}
