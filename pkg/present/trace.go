package present

import (
	"zoneval/pkg/index"
	"zoneval/pkg/prepare"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
)

// TraceFiles are the names, without extension, that Trace can give.
var TraceFiles = []string{"data", "screened", "denominated", "imputed", "treated", "transformed", "directed", "normalised", "weights", "scores", "changes"}

// TraceFile is one step of a calculation, for a file of its own.
type TraceFile struct {
	Name string // one of TraceFiles
	Doc  *report.Document
}

// Trace lays out the steps of a ranking for programs: the data set after each step, the weights, the scores, and every
// value that a step changed.
func Trace(a *ranking.Answer, t *prepare.Trace) []TraceFile {
	var files []TraceFile
	add := func(name string, cols []*report.Column) {
		if n := cols[0].Len(); a.Table.Source.Fact("status") == "synthetic" { // a row may be copied out of its file
			cols = append(cols, &report.Column{Key: "data_status", Label: "data_status", Pool: []string{"synthetic"}, At: make([]int32, n)})
		}
		files = append(files, TraceFile{name, &report.Document{Kind: "trace", Title: name, Tables: []*report.Table{{ID: name, Columns: cols}}}})
	}
	for _, s := range t.Stages {
		cols := []*report.Column{{Key: "zone", Label: "zone", Pool: a.Table.IDs, At: s.Rows}}
		n := len(s.Rows)
		for j, in := range a.Index.Indicators {
			cols = append(cols, &report.Column{Key: in.ID, Label: in.ID, Kind: report.Float, Floats: s.Values[j*n : (j+1)*n]})
		}
		add(s.Name, cols)
	}
	add("weights", traceWeights(a))
	add("scores", traceScores(a))
	add("changes", traceChanges(a, t))
	return files
}

// traceWeights is the weight of every part among its siblings and in the whole.
func traceWeights(a *ranking.Answer) []*report.Column {
	var ids, levels, origins []string
	var shares, effective []float64
	add := func(id, level string, w index.Weight, share, whole float64) {
		ids, levels, origins = append(ids, id), append(levels, level), append(origins, w.Origin.String())
		shares, effective = append(shares, share), append(effective, whole)
	}
	w := a.Model.Weights
	for i, d := range a.Index.Dims {
		add(d.ID, "dimension", d.Weight, w.DimShare[i], w.DimEffective[i])
	}
	for j, in := range a.Index.Indicators {
		add(in.ID, "indicator", in.Weight, w.Share[j], w.Effective[j])
	}
	return []*report.Column{
		{Key: "id", Label: "id", Texts: ids}, {Key: "level", Label: "level", Texts: levels},
		{Key: "share", Label: "share", Kind: report.Float, Floats: shares}, {Key: "effective", Label: "effective", Kind: report.Float, Floats: effective},
		{Key: "origin", Label: "origin", Texts: origins},
	}
}

// traceScores is the score of every dimension and of the index, unrounded, in the order of the data.
func traceScores(a *ranking.Answer) []*report.Column {
	rows := make([]int32, a.Model.N)
	for i := range rows {
		rows[i] = int32(a.Model.Row(i))
	}
	cols := []*report.Column{{Key: "zone", Label: "zone", Pool: a.Table.IDs, At: rows}}
	for i, d := range a.Index.Dims {
		cols = append(cols, &report.Column{Key: d.ID, Label: d.ID, Kind: report.Float, Floats: a.Result.Dims[i]})
	}
	ranks := make([]int, a.Model.N)
	for i, r := range a.Result.Ranks {
		ranks[i] = report.NoInt
		if r > 0 {
			ranks[i] = int(r)
		}
	}
	return append(cols, &report.Column{Key: "score", Label: "score", Kind: report.Float, Floats: a.Result.Exact},
		&report.Column{Key: "rank", Label: "rank", Kind: report.Int, Ints: ranks})
}

// traceChanges is every value that a step changed, with the reason.
func traceChanges(a *ranking.Answer, t *prepare.Trace) []*report.Column {
	n := len(t.Changes)
	steps, zones, ids, why := make([]string, n), make([]int32, n), make([]string, n), make([]string, n)
	from, to := make([]float64, n), make([]float64, n)
	for k, c := range t.Changes {
		steps[k], zones[k], from[k], to[k], why[k] = c.Step, c.Row, c.Old, c.New, c.Why
		if c.Column >= 0 {
			ids[k] = a.Index.Indicators[c.Column].ID
		}
	}
	return []*report.Column{
		{Key: "step", Label: "step", Texts: steps}, {Key: "zone", Label: "zone", Pool: a.Table.IDs, At: zones}, {Key: "indicator", Label: "indicator", Texts: ids},
		{Key: "old", Label: "old", Kind: report.Float, Floats: from}, {Key: "new", Label: "new", Kind: report.Float, Floats: to}, {Key: "why", Label: "why", Texts: why},
	}
}
