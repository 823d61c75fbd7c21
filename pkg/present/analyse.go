package present

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoneval/pkg/analyse"
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
)

// AnalysisTables are the tables of an analysis, in their order.
var AnalysisTables = []string{"findings", "importance", "dimensions", "indicators", "correlations", "components"}

// AnalysisView is what a reader wants to see of an analysis.
type AnalysisView struct {
	Lang    Lang
	First   string // one of AnalysisTables, which then stands alone
	All     bool   // people see every correlation, not only those that are flagged
	Version string
}

// Analysis lays out the audit of an index: what fails a rule of thumb, what every part does beside what its weight says,
// and the statistics that this rests on.
func Analysis(a *ranking.Answer, an *analyse.Answer, v AnalysisView) *report.Document {
	p := analysisPage{rankingPage{a: a, v: RankingView{Lang: v.Lang, Version: v.Version}, l: v.Lang}, an, v, &[]string{}}
	d := &report.Document{Kind: "analysis", Title: p.l.say("Analysis of "+a.Index.Name.In("en"), a.Index.Name.In("zh")+"：统计分析")}
	if p.synthetic() {
		d.Subtitle = p.l.say("SYNTHETIC DATA - every figure is invented", "合成数据——所有数字均为虚构")
	}
	tables := []*report.Table{p.findings(), p.importance(), p.dimensions(), p.indicators(), p.correlations(), p.components()}
	for _, t := range tables {
		if v.First == "" || v.First == t.ID {
			if p.synthetic() && len(t.Columns) > 0 {
				t.Columns = append(t.Columns, &report.Column{Key: "data_status", Label: "data_status", For: report.Programs, Pool: []string{"synthetic"}, At: make([]int32, t.Rows())})
			}
			d.Tables = append(d.Tables, t)
		}
	}
	d.Notes = p.notes()
	d.Provenance = p.provenance()
	return d
}

type analysisPage struct {
	rankingPage
	an    *analyse.Answer
	w     AnalysisView
	cited *[]string // sources of rules, in the order in which they are met
}

// cite is the number of a source in the list below the tables.
func (p analysisPage) cite(source string) int {
	if i := slices.Index(*p.cited, source); i >= 0 {
		return i + 1
	}
	*p.cited = append(*p.cited, source)
	return len(*p.cited)
}

// verdict is a finding in words.
type verdict struct {
	subject, what, rule, source string
}

// Sources of the rules of thumb.
const (
	handbookSource = "OECD/JRC Handbook (2008), step 4"
	coinTool       = "COIN Tool User's Guide, JRC (2019)"
	coinrSource    = "COINr, get_stats"
	paruolo        = "Paruolo, Saisana and Saltelli, JRSS A (2013)"
)

// words puts a finding into words.
func (p analysisPage) words(f analyse.Finding) verdict {
	l := p.l
	var v verdict
	switch {
	case f.A != nil && f.B != nil:
		v.subject = f.A.ID + " - " + f.B.ID
	case f.A != nil:
		v.subject = f.A.ID
	case f.In != nil:
		v.subject = f.In.ID
	}
	in := ""
	if f.In != nil {
		in = f.In.ID
	}
	set := func(enWhat, zhWhat, enRule, zhRule, source string) {
		v.what, v.rule, v.source = l.say(enWhat, zhWhat), l.say(enRule, zhRule), source
	}
	percent := func(x float64) string { return fixed(100*x, 1) + "%" }
	switch f.Kind {
	case analyse.Few:
		set(fmt.Sprintf("only %d zones have a score", f.Count), fmt.Sprintf("仅 %d 个园区有得分", f.Count), "statistics of fewer than ten say little", "样本少于十个时统计意义有限", "zoneval")
	case analyse.Constant:
		set("the same value in every zone: "+number(f.Value), "所有园区数值相同："+number(f.Value), "an indicator should tell zones apart", "指标应能区分园区", "OECD/JRC Handbook (2008), step 2")
	case analyse.Missing:
		set(percent(f.Value)+" of the values are missing", "缺失 "+percent(f.Value), "at least 65% should be there", "数据齐备率不低于 65%", coinTool)
	case analyse.Outliers:
		en, zh := "outliers", "存在离群值"
		if f.Prepared {
			en, zh = "outliers in the prepared values", "预处理后仍有离群值"
		}
		set(fmt.Sprintf(en+": skewness %.2f and excess kurtosis %.2f", f.Value, f.Detail), fmt.Sprintf(zh+"：偏度 %.2f，超额峰度 %.2f", f.Value, f.Detail),
			"|skewness| up to 2 or excess kurtosis up to 3.5", "偏度绝对值不超过 2 或超额峰度不超过 3.5", "Groeneveld and Meeden (1984); "+coinTool)
	case analyse.SameValues:
		set("only "+percent(f.Value)+" of the values differ", "互异数值仅占 "+percent(f.Value), "at least half should differ", "互异数值不少于一半", coinrSource)
	case analyse.ManyZeros:
		set(percent(f.Value)+" of the values are 0", percent(f.Value)+" 的数值为 0", "at most half should be 0", "零值不超过一半", coinrSource)
	case analyse.Negative:
		set(fmt.Sprintf("correlate %.2f inside %s", f.Value, in), fmt.Sprintf("在 %s 内相关系数为 %.2f", in, f.Value), "parts of a dimension should point the same way", "同一维度内的指标应同向", handbookSource)
	case analyse.Redundant:
		set(fmt.Sprintf("correlate %.2f: nearly the same thing twice", f.Value), fmt.Sprintf("相关系数 %.2f，近乎重复", f.Value), "correlations up to "+number(f.Limit), "相关系数不超过 "+number(f.Limit), coinTool)
	case analyse.Weak:
		set(fmt.Sprintf("%d of %d pairs of indicators correlate below %g", f.Count, f.Of, f.Limit), fmt.Sprintf("%d 对指标中有 %d 对相关系数低于 %g", f.Of, f.Count, f.Limit),
			fmt.Sprintf("correlations of %g or more inside a dimension", f.Limit), fmt.Sprintf("维度内相关系数不低于 %g", f.Limit), coinTool)
	case analyse.AgainstOwn:
		set(fmt.Sprintf("correlates %.2f with its dimension %s", f.Value, in), fmt.Sprintf("与所属维度 %s 的相关系数为 %.2f", in, f.Value), fmt.Sprintf("%g or more", f.Limit), fmt.Sprintf("不低于 %g", f.Limit), coinTool)
	case analyse.Misplaced:
		set(fmt.Sprintf("correlates more with %s (%.2f) than with its own dimension (%.2f)", in, f.Value, f.Detail), fmt.Sprintf("与 %s 的相关（%.2f）高于与所属维度的相关（%.2f）", in, f.Value, f.Detail),
			"an indicator should go with its own dimension most", "指标应与所属维度相关最高", handbookSource)
	case analyse.Unreliable:
		set(fmt.Sprintf("Cronbach's alpha of its %d parts is %.2f", f.Of, f.Value), fmt.Sprintf("%d 个组成部分的克朗巴赫系数为 %.2f", f.Of, f.Value), "0.7 or more", "不低于 0.7", "Nunnally, Psychometric Theory (1978)")
	case analyse.Several:
		set(fmt.Sprintf("more than one thing: %d eigenvalues above 1, the first component explains %s", f.Count, percent(f.Value)),
			fmt.Sprintf("不止一个维度：%d 个特征值大于 1，第一主成分解释 %s", f.Count, percent(f.Value)), "one component that explains half", "单一主成分解释一半以上", "Kaiser (1960); "+handbookSource)
	case analyse.Unimportant:
		set(fmt.Sprintf("has %s of the weight in its group and %s of the importance", percent(f.Detail), percent(f.Value)), fmt.Sprintf("组内权重 %s，重要性仅 %s", percent(f.Detail), percent(f.Value)),
			"importance of at least half the weight", "重要性不低于权重的一半", paruolo+"; the limit is zoneval's")
	case analyse.Dominant:
		set(fmt.Sprintf("has %s of the weight in its group and %s of the importance", percent(f.Detail), percent(f.Value)), fmt.Sprintf("组内权重 %s，重要性高达 %s", percent(f.Detail), percent(f.Value)),
			"importance of at most twice the weight", "重要性不超过权重的两倍", paruolo+"; the limit is zoneval's")
	case analyse.AgainstIndex:
		set(fmt.Sprintf("correlates %.2f with the index: more of it goes with a worse rank", f.Value), fmt.Sprintf("与总指数的相关系数为 %.2f：该项越好，总名次反而越差", f.Value),
			"a part should go with the index that it is part of", "组成部分应与总指数同向", paruolo)
	}
	return v
}

func (p analysisPage) findings() *report.Table {
	n := len(p.an.Findings)
	kinds, subjects, what, rules, sources := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	values, limits, cited := make([]float64, n), make([]float64, n), make([]string, n)
	for i, f := range p.an.Findings {
		v := p.words(f)
		cited[i] = fmt.Sprintf("%s [%d]", v.rule, p.cite(v.source))
		kinds[i], subjects[i], what[i], rules[i], sources[i], values[i], limits[i] = string(f.Kind), v.subject, v.what, v.rule, v.source, f.Value, f.Limit
	}
	return &report.Table{ID: "findings", Title: p.l.say(fmt.Sprintf("Rules of thumb that it fails (%d)", n), fmt.Sprintf("未满足的经验准则（%d 条）", n)), Columns: []*report.Column{
		{Key: "finding", Label: "finding", Texts: kinds, For: report.Programs},
		{Key: "subject", Label: p.l.say("About", "对象"), Texts: subjects},
		{Key: "what", Label: p.l.say("Found", "结果"), Texts: what},
		{Key: "value", Label: "value", Kind: report.Float, Floats: values, For: report.Programs},
		{Key: "limit", Label: "limit", Kind: report.Float, Floats: limits, For: report.Programs},
		{Key: "rule", Label: p.l.say("Rule of thumb [source]", "经验准则[出处]"), Texts: cited, For: report.People},
		{Key: "rule", Label: "rule", Texts: rules, For: report.Programs},
		{Key: "source", Label: "source", Texts: sources, For: report.Programs},
	}}
}

func (p analysisPage) importance() *report.Table {
	n := len(p.an.Importance)
	levels, ids, labels, marks, origins := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	weight, effective, r, main, share, ratio := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for k, i := range p.an.Importance {
		w := index.Weight{}
		if i.Dimension != nil {
			levels[k], ids[k], labels[k], w = "dimension", i.Dimension.ID, cut(p.l.text(i.Dimension.Name), 44), i.Dimension.Weight
		} else {
			levels[k], ids[k], labels[k], w = "indicator", i.Indicator.ID, "· "+cut(p.l.text(i.Indicator.Name), 42), i.Indicator.Weight
		}
		origins[k] = w.Origin.String()
		weight[k], effective[k], r[k], main[k], share[k], ratio[k] = 100*i.Weight, 100*i.Effective, i.R, i.Main, 100*i.Share, i.Share/i.Weight
		marks[k] = fmt.Sprintf("%.1f", weight[k])
		if w.Origin != index.Published {
			marks[k] += " *"
		}
		if math.IsInf(ratio[k], 0) {
			ratio[k] = math.NaN()
		}
	}
	float := func(key, label string, decimals int, values []float64, who report.Audience) *report.Column {
		return &report.Column{Key: key, Label: label, Kind: report.Float, Decimals: decimals, Floats: values, For: who}
	}
	l := p.l
	return &report.Table{ID: "importance", Title: l.say("Importance: what each part does beside what its weight says", "重要性：各部分的实际作用与其权重之比较"), Columns: []*report.Column{
		{Key: "level", Label: "level", Texts: levels, For: report.Programs},
		{Key: "part", Label: l.say("Part", "组成"), Texts: labels, For: report.People},
		{Key: "part", Label: "part", Texts: ids, For: report.Programs},
		{Key: "weight", Label: l.say("Weight % in group", "组内权重%"), Right: true, Texts: marks, For: report.People},
		float("weight_pct", "weight_pct", 3, weight, report.Programs),
		float("effective_pct", "effective_pct", 3, effective, report.Programs),
		{Key: "weight_origin", Label: "weight_origin", Texts: origins, For: report.Programs},
		float("correlation", l.say("r with index", "与总指数相关"), 2, r, report.Everyone),
		float("main_effect", l.say("r squared", "决定系数"), 3, main, report.Everyone),
		float("importance_pct", l.say("Importance % in group", "组内重要性%"), 1, share, report.Everyone),
		float("ratio", l.say("Importance / weight", "重要性/权重"), 2, ratio, report.Everyone),
	}}
}

func (p analysisPage) dimensions() *report.Table {
	n := len(p.an.Groups)
	ids, labels := make([]string, n), make([]string, n)
	parts, above := make([]int, n), make([]int, n)
	alpha, first, second, with := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for k, g := range p.an.Groups {
		ids[k], labels[k] = g.Dimension.ID, strings.Repeat("· ", g.Dimension.Level)+cut(p.l.text(g.Dimension.Name), 44)
		parts[k], alpha[k], with[k], above[k] = g.Parts, g.Alpha, g.WithIndex, g.AboveOne()
		first[k], second[k] = math.NaN(), math.NaN()
		if g.Values == nil {
			above[k] = report.NoInt
		} else {
			first[k], second[k] = 100*g.Explained(1), 100*g.Explained(2)
		}
	}
	l := p.l
	return &report.Table{ID: "dimensions", Title: l.say("Dimensions: do their parts measure one thing?", "维度：各部分是否衡量同一事物"), Columns: []*report.Column{
		{Key: "dimension", Label: l.say("Dimension", "维度"), Texts: labels, For: report.People},
		{Key: "dimension", Label: "dimension", Texts: ids, For: report.Programs},
		{Key: "parts", Label: l.say("Parts", "部分数"), Kind: report.Int, Ints: parts},
		{Key: "alpha", Label: l.say("Cronbach's alpha", "克朗巴赫系数"), Kind: report.Float, Decimals: 2, Floats: alpha},
		{Key: "first_pct", Label: l.say("1st component %", "第一主成分%"), Kind: report.Float, Decimals: 1, Floats: first},
		{Key: "first_two_pct", Label: l.say("first two %", "前两个%"), Kind: report.Float, Decimals: 1, Floats: second},
		{Key: "eigenvalues_above_one", Label: l.say("Eigenvalues > 1", "特征值>1"), Kind: report.Int, Ints: above},
		{Key: "correlation_with_index", Label: l.say("r with index", "与总指数相关"), Kind: report.Float, Decimals: 2, Floats: with},
	}}
}

func (p analysisPage) indicators() *report.Table {
	n := len(p.an.Indicators)
	ids, labels, outliers := make([]string, n), make([]string, n), make([]string, n)
	count, missing, unique := make([]int, n), make([]int, n), make([]int, n)
	f := make([][]float64, 9)
	for i := range f {
		f[i] = make([]float64, n)
	}
	for k, s := range p.an.Indicators {
		ids[k], labels[k] = s.Indicator.ID, cut(p.l.text(s.Indicator.Name), 34)
		count[k], missing[k], unique[k] = s.N, s.Missing, s.Unique
		for i, v := range []float64{s.Mean, s.SD, s.Min, s.Median, s.Max, s.Skew, s.Kurtosis, 100 * float64(s.Zeros) / float64(s.N), p.an.OwnDim[k]} {
			f[i][k] = v
		}
		switch {
		case s.OutlierLeft:
			outliers[k] = p.l.say("outliers", "离群")
		case s.Outlier:
			outliers[k] = p.l.say("outliers, mended", "离群（已处理）")
		}
	}
	l := p.l
	float := func(key, label string, decimals, i int) *report.Column {
		return &report.Column{Key: key, Label: label, Kind: report.Float, Decimals: decimals, Floats: f[i]}
	}
	return &report.Table{ID: "indicators", Title: l.say("Indicators, in their own units", "指标（原始单位）"), Columns: []*report.Column{
		{Key: "indicator", Label: l.say("Indicator", "指标"), Texts: labels, For: report.People},
		{Key: "indicator", Label: "indicator", Texts: ids, For: report.Programs},
		{Key: "n", Label: "n", Kind: report.Int, Ints: count},
		{Key: "missing", Label: l.say("Missing", "缺失"), Kind: report.Int, Ints: missing},
		float("mean", l.say("Mean", "均值"), 2, 0), float("sd", l.say("SD", "标准差"), 2, 1), float("min", l.say("Min", "最小"), 2, 2),
		float("median", l.say("Median", "中位数"), 2, 3), float("max", l.say("Max", "最大"), 2, 4),
		float("skew", l.say("Skew", "偏度"), 2, 5), float("kurtosis", l.say("Kurt", "峰度"), 2, 6),
		{Key: "unique", Label: l.say("Unique", "互异"), Kind: report.Int, Ints: unique},
		float("zeros_pct", l.say("Zeros %", "零值%"), 1, 7), float("correlation_with_dimension", l.say("r with dim", "与维度相关"), 2, 8),
		{Key: "outliers", Label: l.say("Flag", "标记"), Texts: outliers},
	}}
}

func (p analysisPage) correlations() *report.Table {
	n := len(p.an.Pairs)
	a, b, in, flags := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	pearson, spearman, kendall := make([]float64, n), make([]float64, n), make([]float64, n)
	var lines []string
	o := p.an.Options
	for k, pair := range p.an.Pairs {
		a[k], b[k], pearson[k], spearman[k], kendall[k] = pair.A.ID, pair.B.ID, pair.Pearson, pair.Spearman, pair.Kendall
		where := p.l.say("across", "跨维度")
		if pair.Inside {
			in[k] = pair.A.Parent.ID
			where = in[k]
		}
		r, said := pair.Of(o.Coefficient), ""
		flag := func(en, zh string) { flags[k], said = en, p.l.say(en, zh) }
		switch {
		case r < 0:
			flag("negative", "负相关")
		case r < o.Low:
			flag("below "+number(o.Low), "低于 "+number(o.Low))
		case r > o.High:
			flag("above "+number(o.High), "高于 "+number(o.High))
		}
		if p.w.All || r < 0 && pair.Inside || r > o.High {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s - %s (%s): pearson %s, spearman %s, kendall %s %s", a[k], b[k], where,
				fixedOrDash(pair.Pearson), fixedOrDash(pair.Spearman), fixedOrDash(pair.Kendall), said)))
		}
	}
	if len(lines) == 0 {
		lines = []string{p.l.say("none", "无")}
	}
	title := p.l.say("Pairs that are negative inside a dimension, or above "+number(o.High)+" (--all lists every pair)", "维度内负相关或相关系数高于 "+number(o.High)+" 的指标对（--all 列出全部）")
	if p.w.All {
		title = p.l.say("Pairs of indicators", "指标对")
	}
	return &report.Table{ID: "correlations", Title: title, Lines: lines, Columns: []*report.Column{
		{Key: "a", Label: "a", Texts: a}, {Key: "b", Label: "b", Texts: b}, {Key: "dimension", Label: "dimension", Texts: in},
		{Key: "pearson", Label: "pearson", Kind: report.Float, Decimals: 3, Floats: pearson},
		{Key: "spearman", Label: "spearman", Kind: report.Float, Decimals: 3, Floats: spearman},
		{Key: "kendall", Label: "kendall", Kind: report.Float, Decimals: 3, Floats: kendall},
		{Key: "flag", Label: "flag", Texts: flags},
	}}
}

func fixedOrDash(x float64) string {
	if x != x {
		return "–"
	}
	return fmt.Sprintf("%.2f", x)
}

// components is the variance that each principal component explains.
func (p analysisPage) components() *report.Table {
	var dims []string
	var numbers []int
	var values, share, sum []float64
	var lines []string
	for _, g := range p.an.Groups {
		var first []string
		for k, v := range g.Values {
			dims, numbers = append(dims, g.Dimension.ID), append(numbers, k+1)
			values, share, sum = append(values, v), append(share, 100*(g.Explained(k+1)-g.Explained(k))), append(sum, 100*g.Explained(k+1))
			if k < 5 {
				first = append(first, fmt.Sprintf("%.2f (%.0f%%)", v, sum[len(sum)-1]))
			}
		}
		if len(first) > 0 {
			lines = append(lines, g.Dimension.ID+": "+strings.Join(first, " · "))
		}
	}
	if len(lines) == 0 {
		lines = []string{p.l.say("none", "无")}
	}
	return &report.Table{ID: "components", Title: p.l.say("Principal components: the first eigenvalues, and the variance explained up to each", "主成分：前几个特征值与累计解释方差"), Lines: slices.Clip(lines), Columns: []*report.Column{
		{Key: "dimension", Label: "dimension", Texts: dims},
		{Key: "component", Label: "component", Kind: report.Int, Ints: numbers},
		{Key: "eigenvalue", Label: "eigenvalue", Kind: report.Float, Decimals: 3, Floats: values},
		{Key: "explained_pct", Label: "explained_pct", Kind: report.Float, Decimals: 1, Floats: share},
		{Key: "cumulative_pct", Label: "cumulative_pct", Kind: report.Float, Decimals: 1, Floats: sum},
	}}
}

func (p analysisPage) notes() []report.Note {
	l := p.l
	var notes []report.Note
	add := func(key, en, zh string) { notes = append(notes, report.Note{Key: key, Text: l.say(en, zh)}) }
	if p.synthetic() && p.a.Table.Source.Shipped {
		add("data", "The shipped example is analysed, since no data file was named. Its zones and figures are invented.", "未指定数据文件，此处分析随附示例，园区和数字均为虚构。")
	}
	add("correlation", fmt.Sprintf("Correlations are of normalised values, higher being better, over the zones that have both; flags go by %s.", p.an.Options.Coefficient),
		fmt.Sprintf("相关系数按归一化后的数值（越高越好）计算，仅取两者均有数值的园区；标记依据 %s。", p.an.Options.Coefficient))
	add("importance", "Importance is the squared correlation with the index, the linear estimate of the main effect (Paruolo, Saisana and Saltelli 2013); effects that are not linear need smoothing, which is not done.",
		"重要性为与总指数相关系数的平方，即主效应的线性估计（Paruolo、Saisana、Saltelli 2013），未作非线性平滑。")
	if v := p.w.First; v == "" || v == "findings" {
		for i, s := range *p.cited {
			notes = append(notes, report.Note{Key: "source", Text: fmt.Sprintf("[%d] %s", i+1, s)})
		}
	}
	add("rules", "Rules of thumb say where to look, not what is wrong.", "经验准则仅提示值得关注之处，并不意味着错误。")
	add("weights", p.weightsNote(), "")
	add("star", "* beside a weight: not published.", "权重旁的 * 表示非公布值。")
	return notes
}
