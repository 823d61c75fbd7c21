package main

import (
	"strings"

	"github.com/spf13/cobra"

	"zoneval/pkg/explain"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/zone"
)

const explainHelp = `Show one zone from raw value to rank: for every indicator and dimension its value, normalised value, weight, points,
rank, percentile, and distance to the best and to the median; its strengths and weaknesses; and what the gap to another
zone is made of.

ZONE is an id or a name. DATA is as in rank; without it the index's shipped dataset is used. CSV and TSV hold one table:
--table chooses it.

Examples:
  zoneval explain HT054
  zoneval explain HT054 --against HT001
  zoneval explain HT054 --table gap -f csv
  zoneval explain HT054 --peers type=high-tech,province=Zhejiang,Jiangsu
  zoneval explain "Suzhou industrial park" zones.csv -i my-index.yaml -f csv`

type explainOptions struct {
	sheet   string
	index   string
	year    int32
	only    []string
	peers   string
	against string
	mark    float64
	table   string
	out     outputFlags
}

func newExplain(s streams) *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:   "explain ZONE [DATA]",
		Short: "show why a zone stands where it stands",
		Long:  explainHelp,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return usage("zoneval explain ZONE [DATA]", "found %d arguments, expected a zone and at most one data file", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return runExplain(c, s, o, args[0], args[1:]) },
	}
	f := cmd.Flags()
	addIndexFlag(cmd, &o.index)
	o.out.add(cmd)
	f.Int32Var(&o.year, "year", 0, "the `YEAR`; the latest of the data unless given")
	f.StringArrayVar(&o.only, "only", nil, "score only zones with `ATTRIBUTE=VALUE`, such as type=high-tech; may be repeated")
	addSheetFlag(cmd, &o.sheet)
	f.StringVar(&o.peers, "peers", "", "count strengths and weaknesses among zones with `ATTRIBUTE=VALUE,...`, such as type=high-tech,province=Jiangsu")
	f.StringVar(&o.against, "against", "", "compare with this `ZONE`; unless given, the one ranked next above, or next below the leader")
	addChoice(cmd, &o.table, "table", "", "", present.ExplainTables, "show one table only")
	f.Float64Var(&o.mark, "mark", 20, "strengths are in the top, weaknesses in the bottom `PERCENT` of the peers")
	return cmd
}

func runExplain(c *cobra.Command, s streams, o explainOptions, name string, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	if err := o.out.spare(append(args, o.index)...); err != nil {
		return err
	}
	if !(o.mark > 0 && o.mark <= 50) {
		return usage("such as --mark 20", "found --mark %g, expected a percentage above 0 and at most 50", o.mark)
	}
	only, err := selectors("--only", o.only)
	if err != nil {
		return err
	}
	peers, err := selectors("--peers", splitSelectors(o.peers))
	if err != nil {
		return err
	}
	ranked, err := answer(s, o.index, args, o.sheet, format, ranking.Options{Year: o.year, Only: only})
	if err != nil {
		return err
	}
	q := explain.Options{Against: -1, Mark: o.mark}
	found, log := ranked.Find(name)
	if o.against != "" {
		other, l := ranked.Find(o.against)
		q.Against = other
		log.Merge(l)
	}
	q.Peers = ranked.Match(peers, log)
	if log.HasErrors() {
		return unusable(log)
	}
	if o.against != "" {
		switch {
		case q.Against == found:
			return usage("name another zone, or leave --against out", "--against %s is the zone itself", o.against)
		case ranked.Result.Ranks[found] == 0 || ranked.Result.Ranks[q.Against] == 0:
			return usage("compare zones that have a rank", "--against: there is no gap, since one of %s and %s has no score", name, o.against)
		}
	}
	e := explain.Zone(ranked.Model, ranked.Result, found, q)
	view := present.ExplainView{First: o.table, Lang: present.Lang(o.out.lang), Peers: peers, Version: versionText()}
	return o.out.write(c.Context(), s, format, present.Explain(ranked, e, view))
}

// splitSelectors splits type=high-tech,province=Jiangsu,江苏 into selectors: a part without = adds a value to the one
// before.
func splitSelectors(text string) []string {
	var out []string
	for _, part := range strings.Split(text, ",") {
		if strings.Contains(part, "=") || len(out) == 0 {
			out = append(out, part)
		} else {
			out[len(out)-1] += "," + part
		}
	}
	if text == "" {
		return nil
	}
	return out
}

// selectors reads ATTRIBUTE=VALUE texts of a flag.
func selectors(flag string, texts []string) ([]zone.Selector, error) {
	var out []zone.Selector
	for _, text := range texts {
		sel, err := zone.ParseSelector(text)
		if err != nil {
			return nil, usage("such as "+flag+" type=high-tech", "%s: %v", flag, err)
		}
		out = append(out, sel)
	}
	return out, nil
}
