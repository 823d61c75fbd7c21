package present

import (
	"fmt"

	"zoneval/pkg/index"
	"zoneval/pkg/report"
	"zoneval/pkg/verify"
)

// Outcomes lists the cases of an index and what came of them.
func Outcomes(x *index.Index, list []verify.Outcome, l Lang) *report.Document {
	n := len(list)
	lines, wantRank, rank := make([]int, n), make([]int, n), make([]int, n)
	zones, dims, results, problems := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	want, tolerance, have := make([]float64, n), make([]float64, n), make([]float64, n)
	failed := 0
	whole := func(v int) int {
		if v == 0 {
			return report.NoInt
		}
		return v
	}
	for i, o := range list {
		lines[i], zones[i], dims[i] = o.Case.Place.Line, o.Case.Zone, o.Case.Dimension
		want[i], tolerance[i], have[i] = o.Case.Score, o.Case.Tolerance, o.Score
		wantRank[i], rank[i] = whole(o.Case.Rank), whole(o.Rank)
		results[i], problems[i] = l.say("pass", "通过"), o.Problem
		if o.Problem != "" {
			failed++
			results[i] = l.say("FAIL", "未通过")
		}
	}
	d := &report.Document{Kind: "index_test", Title: l.text(x.Name), Tables: []*report.Table{{ID: "cases", Columns: []*report.Column{
		{Key: "line", Label: l.say("Line", "行"), Kind: report.Int, Ints: lines},
		{Key: "zone", Label: l.say("Zone", "园区"), Texts: zones},
		{Key: "dimension", Label: l.say("Dimension", "维度"), Texts: dims},
		{Key: "expected_score", Label: l.say("Expected", "预期得分"), Kind: report.Float, Decimals: 6, Floats: want},
		{Key: "tolerance", Label: "±", Kind: report.Float, Decimals: 6, For: report.Programs, Floats: tolerance},
		{Key: "score", Label: l.say("Score", "得分"), Kind: report.Float, Decimals: 6, Floats: have},
		{Key: "expected_rank", Label: l.say("Expected rank", "预期排名"), Kind: report.Int, Ints: wantRank},
		{Key: "rank", Label: l.say("Rank", "排名"), Kind: report.Int, Ints: rank},
		{Key: "result", Label: l.say("Result", "结果"), Texts: results},
		{Key: "problem", Label: l.say("Problem", "问题"), Texts: problems},
	}}}}
	d.Notes = []report.Note{{Key: "result", Text: l.say(fmt.Sprintf("%d of %d cases hold.", n-failed, n), fmt.Sprintf("%d 个用例中 %d 个通过。", n, n-failed))}}
	d.Provenance = []report.Fact{
		{Key: "index", Label: l.say("Index", "指标体系"), Text: indexLine(x, l)},
		{Key: "index_file", Label: "index_file", Text: x.File, Quiet: true},
		{Key: "index_sha256", Label: "index_sha256", Text: x.SHA256, Quiet: true},
	}
	return d
}
