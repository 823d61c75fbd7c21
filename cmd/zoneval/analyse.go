package main

import (
	"runtime"

	"github.com/spf13/cobra"

	"zoneval/pkg/analyse"
	"zoneval/pkg/present"
	"zoneval/pkg/ranking"
	"zoneval/pkg/stats"
)

const analyseHelp = `Ask of an index and its data what an audit asks: statistics and outliers of every indicator, correlations inside and
across dimensions, reliability and principal components of every dimension, and the importance of every part beside its
weight. What fails a rule of thumb is listed with the rule and its source.

DATA is as in rank; without it the index's shipped dataset is analysed. CSV and TSV hold one table: --table chooses it.

Examples:
  zoneval analyse
  zoneval analyse zones.csv -i my-index.yaml
  zoneval analyse --table importance
  zoneval analyse --table correlations -f csv
  zoneval analyse --correlation spearman --low 0.2`

type analyseOptions struct {
	index       string
	year        int32
	only        []string
	sheet       string
	correlation string
	table       string
	low, high   float64
	all         bool
	out         outputFlags
}

func newAnalyse(s streams) *cobra.Command {
	var o analyseOptions
	cmd := &cobra.Command{
		Use:     "analyse [DATA]",
		Aliases: []string{"analyze"},
		Short:   "audit an index: correlations, reliability, importance of its parts",
		Long:    analyseHelp,
		Args:    atMost(1, "one data file at a time; the index follows -i"),
		RunE:    func(c *cobra.Command, args []string) error { return runAnalyse(c, s, o, args) },
	}
	f := cmd.Flags()
	addIndexFlag(cmd, &o.index)
	o.out.add(cmd)
	f.Int32Var(&o.year, "year", 0, "the `YEAR`; the latest of the data unless given")
	f.StringArrayVar(&o.only, "only", nil, "score only zones with `ATTRIBUTE=VALUE`, such as type=high-tech; may be repeated")
	addSheetFlag(cmd, &o.sheet)
	addChoice(cmd, &o.correlation, "correlation", "", "pearson", []string{"pearson", "spearman", "kendall"}, "the coefficient that flags go by")
	addChoice(cmd, &o.table, "table", "", "", present.AnalysisTables, "show one table only")
	f.Float64Var(&o.low, "low", 0.3, "flag correlations inside a dimension below `R`")
	f.Float64Var(&o.high, "high", 0.92, "flag correlations above `R`")
	f.BoolVar(&o.all, "all", false, "list every pair of indicators")
	return cmd
}

func runAnalyse(c *cobra.Command, s streams, o analyseOptions, args []string) error {
	format, err := o.out.resolve(c)
	if err != nil {
		return err
	}
	if err := o.out.spare(append(args, o.index)...); err != nil {
		return err
	}
	if !(o.low >= -1 && o.low < o.high && o.high <= 1) {
		return usage("such as --low 0.3 --high 0.92", "found --low %g and --high %g, expected numbers from -1 to 1, low before high", o.low, o.high)
	}
	only, err := selectors("--only", o.only)
	if err != nil {
		return err
	}
	ranked, err := answer(s, o.index, args, o.sheet, format, ranking.Options{Year: o.year, Only: only})
	if err != nil {
		return err
	}
	a := analyse.Index(ranked.Model, ranked.Result, analyse.Options{Coefficient: stats.Coefficient(o.correlation), Low: o.low, High: o.high, Workers: runtime.GOMAXPROCS(0)})
	view := present.AnalysisView{Lang: present.Lang(o.out.lang), First: o.table, All: o.all, Version: versionText()}
	return o.out.write(c.Context(), s, format, present.Analysis(ranked, a, view))
}
