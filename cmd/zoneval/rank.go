package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"zoneval/pkg/prepare"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

const rankHelp = `Score and rank zones, and print the ranking in the layout that such rankings are published in.

DATA is a CSV file (UTF-8, GB18030 or UTF-16) or a sheet of an XLSX workbook, with one row a zone and one column an indicator,
headed by the indicator's id, official code, or name; - is standard input. Without DATA the index's shipped dataset is
ranked, and the report says so.

--zone, --type and --province choose the zones that are listed; their ranks stay those among all. --only chooses the zones that
are scored: normalisation and ranks are then among these.

Examples:
  zoneval rank
  zoneval rank --top 20 --lang zh
  zoneval rank --province Jiangsu --rank-within province
  zoneval rank -i published-standing --zone "Suzhou industrial park"
  zoneval rank --only type=high-tech --dimensions
  zoneval rank zones.csv -i my-index.yaml -f csv -o ranking.csv
  zoneval rank -i published-standing --layout list --top 10
  zoneval rank zones.csv -i my-index.yaml --trace steps    every step of the calculation, one CSV file each`

type rankOptions struct {
	index      string
	layout     string
	top        int
	zones      []string
	types      []string
	provinces  []string
	only       []string
	within     string
	year       int32
	dimensions bool
	values     bool
	score      bool
	noScore    bool
	trace      string
	sheet      string
	out        outputFlags
}

func newRank(s streams) *cobra.Command {
	var o rankOptions
	cmd := &cobra.Command{
		Use:   "rank [DATA]",
		Short: "score and rank zones",
		Long:  rankHelp,
		Args:  atMost(1, "one data file at a time; the index follows -i"),
		RunE:  func(c *cobra.Command, args []string) error { return runRank(c.Context(), c, s, o, args) },
	}
	f := cmd.Flags()
	addIndexFlag(cmd, &o.index)
	o.out.add(cmd)
	addChoice(cmd, &o.layout, "layout", "", "table", []string{"table", "list"}, "a table, or one line a zone: 4. Suzhou industrial park (Jiangsu)")
	f.IntVar(&o.top, "top", 0, "list the first `N` zones; 0 is all")
	f.StringArrayVar(&o.zones, "zone", nil, "list one `ZONE`, by id or name; may be repeated")
	f.StringSliceVar(&o.types, "type", nil, "list zones of a `TYPE`: high-tech or econ")
	f.StringSliceVar(&o.provinces, "province", nil, "list zones of a `PROVINCE`: Jiangsu or 江苏")
	f.StringArrayVar(&o.only, "only", nil, "score only zones with `ATTRIBUTE=VALUE`, such as type=high-tech; may be repeated")
	addChoice(cmd, &o.within, "rank-within", "", "", []string{"type", "province"}, "add the rank among zones of the same type or province")
	f.Int32Var(&o.year, "year", 0, "rank this `YEAR`; the latest of the data unless given")
	f.BoolVar(&o.dimensions, "dimensions", false, "add the score and rank of every dimension")
	f.BoolVar(&o.values, "values", false, "add each zone's own values")
	f.BoolVar(&o.score, "score", true, "print the score")
	addSheetFlag(cmd, &o.sheet)
	f.StringVar(&o.trace, "trace", "", "write the data after each step, the weights and every changed value to CSV files in `DIR`")
	f.BoolVar(&o.noScore, "no-score", false, "leave the score out, as many published rankings do")
	return cmd
}

func runRank(ctx context.Context, c *cobra.Command, s streams, o rankOptions, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	if err := o.out.spare(append(args, o.index)...); err != nil {
		return err
	}
	options, err := o.ranking(c)
	if err != nil {
		return err
	}
	x, err := loadIndex(s, o.index)
	if err != nil {
		return err
	}
	view := o.view(c, format)
	view.Values = view.Values || slices.Contains(x.Show, "values")
	options.Values = view.Values
	// A format without provenance has no place for the checksum of the data.
	t, err := loadTable(s, x, args, source.Options{NoChecksum: format.TableOnly, Sheet: o.sheet})
	if err != nil {
		return err
	}
	if c.Flags().Changed("trace") {
		if o.trace == "" {
			return usage("name a folder, or leave --trace out", "--trace has an empty name")
		}
		if err := traceFolder(o.trace, o.out.file, append(args, o.index)...); err != nil {
			return err
		}
		options.Trace = &prepare.Trace{}
	}
	answer, log := ranking.Run(x, t, options)
	if answer == nil {
		return unusable(log)
	}
	printFindings(s.err, log.Findings().Sort(), log.Dropped())
	if err := o.out.write(ctx, s, format, present.Ranking(answer, view)); err != nil || options.Trace == nil {
		return err
	}
	return writeTrace(ctx, s, o.trace, answer, options.Trace)
}

// ranking turns flags into the options of the question.
func (o *rankOptions) ranking(c *cobra.Command) (ranking.Options, error) {
	q := ranking.Options{Year: o.year, Top: o.top, Within: o.within}
	if o.top < 0 {
		return q, usage("--top 20 lists the first twenty", "found --top %d, expected 0 or more", o.top)
	}
	if o.noScore && c.Flags().Changed("score") && o.score {
		return q, usage("give one of them", "--score and --no-score contradict each other")
	}
	only, err := selectors("--only", o.only)
	if err != nil {
		return q, err
	}
	q.Only = only
	for _, s := range []zone.Selector{{Attribute: "zone", Values: o.zones}, {Attribute: "type", Values: o.types}, {Attribute: "province", Values: o.provinces}} {
		if !c.Flags().Changed(s.Attribute) {
			continue
		}
		if len(s.Values) == 0 || slices.Contains(s.Values, "") {
			return q, usage("leave the flag out to list every zone", "--%s has an empty value", s.Attribute)
		}
		q.Show = append(q.Show, s)
	}
	return q, nil
}

// view turns flags into what the reader wants to see.
func (o *rankOptions) view(c *cobra.Command, format report.Format) present.RankingView {
	v := present.RankingView{Lang: present.Lang(o.out.lang), For: format.For, List: o.layout == "list", Dimensions: o.dimensions, Values: o.values, Version: versionText()}
	v.Score = o.score && !o.noScore
	if v.List && !c.Flags().Changed("score") {
		v.Score = false // the published list has no score unless one is asked for
	}
	return v
}
