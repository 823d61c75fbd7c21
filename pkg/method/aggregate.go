package method

// The methods that weight the parts of a group and combine them. Packages weigh, aggregate and score compute them.

const (
	leftOut   = "skip: left out, the others take over its weight; a group with nothing in it is missing itself"
	noScore   = "a zone with a missing part has no score in the group"
	asOther   = "as any other"
	fileOrder = "parts are counted in the order of the file"
)

// raw asks for the number of the literature.
var raw = Param{Name: "raw", Kind: Flag, Default: "false", Brief: "give the number of the literature, which is not on the scale of the index"}

// over says what weights from data are computed over.
var over = Param{Name: "over", Kind: Choice, Options: []string{"parts", "indicators"}, Default: "parts", Brief: "the parts of each group; or all indicators below the group at once, the dimensions inside having the sums"}

var weightMethods = []Spec{
	{
		Step: Weights, Name: "given", Brief: "the weights of the file; those left out share what is left", Formula: "w / sum(w) within the group", Range: "0 to 1",
		Missing: "says the missing step", Constant: asOther, Negative: "a weight is 0 or more", Source: "the index file",
	},
	{
		Step: Weights, Name: "equal", Brief: "every part the same", Formula: "1 / k for k parts", Range: "0 to 1",
		Missing: "says the missing step", Constant: asOther, Negative: asOther, Source: handbook + ", step 6, equal weighting",
	},
	{
		Step: Weights, Name: "entropy", Brief: "more to parts in which zones differ more (熵权法)",
		Params:  []Param{over, {Name: "shift", Kind: Number, Default: "0", Brief: "added to every normalised value first"}},
		Formula: "d_j / sum(d), d_j = 1 + sum_i(p ln p) / ln n, p = x_ij / sum_i(x_ij), 0 ln 0 = 0", Range: "0 to 1",
		Missing: "left out of the column", Constant: "weight 0", Negative: "a column with values on both sides of zero is an error that names the zone",
		Source: "Shannon 1948; Zou, Yun and Sun, Journal of Environmental Sciences 2006",
	},
	{
		Step: Weights, Name: "critic", Brief: "more to parts that spread more and say what the others do not",
		Params:  []Param{over},
		Formula: "C_j / sum(C), C_j = sd_j sum_k(1 - r_jk)", Range: "0 to 1", Missing: "left out pair by pair; with fewer than three zones in common r counts as 0", Constant: "weight 0", Negative: asOther,
		Source: "Diakoulaki, Mavrotas and Papayannakis, Computers & Operations Research 1995",
	},
	{
		Step: Weights, Name: "coefficient-of-variation", Brief: "more to parts with a larger relative spread (变异系数法)",
		Params:  []Param{over},
		Formula: "V_j / sum(V), V_j = sd_j / |mean_j|", Range: "0 to 1", Missing: "left out of the column", Constant: "weight 0", Negative: "a mean of zero is an error",
		Source: handbook + ", step 6",
	},
	{
		Step: Weights, Name: "pca", Brief: "by the first principal component",
		Params:  []Param{over},
		Formula: "the squared loadings of the first component of the correlation matrix, as shares", Range: "0 to 1", Missing: "left out pair by pair", Constant: "weight 0; an error where two components explain the same", Negative: asOther,
		Source: handbook + ", step 6, principal components analysis",
	},
	{
		Step: Weights, Name: "ahp", Brief: "from pairwise judgements (层次分析法)",
		Params:  []Param{{Name: "matrix", Kind: Matrix, Required: true, Example: "[[1, 3], [1/3, 1]]", Brief: "row i, column k: how many times as important part i is as part k; " + fileOrder}},
		Formula: "the principal eigenvector as shares; CI = (lambda - k)/(k - 1), CR = CI / RI; CR above 0.1 is a warning", Range: "0 to 1",
		Missing: "says the missing step", Constant: asOther, Negative: "judgements are above 0 and reciprocal", Source: "Saaty, The Analytic Hierarchy Process (1980)",
	},
	{
		Step: Weights, Name: "blend", Brief: "a mixture of two, such as judged and computed (组合赋权)",
		Params: []Param{
			{Name: "of", Kind: Methods, Required: true, Example: "[given, entropy]", Brief: "the two methods, such as [given, entropy]"},
			{Name: "share", Kind: Number, Default: "0.5", Least: at(0), Most: at(1), Brief: "the share of the first"},
		},
		Formula: "share u + (1 - share) v, u and v summing to 1", Range: "0 to 1", Missing: "as the two say", Constant: "as the two say", Negative: "as the two say", Source: "linear combination of weights",
	},
}

var preferenceMethods = []Spec{
	preference("usual", "any lead counts in full", "1 where d > 0, else 0"),
	preference("u-shape", "leads up to q do not count", "1 where d > q, else 0", "q"),
	preference("v-shape", "leads count in proportion up to p", "min(d / p, 1) where d > 0, else 0", "p"),
	preference("level", "leads up to q do not count, up to p by half", "0 where d <= q, 1/2 where d <= p, else 1", "q", "p"),
	preference("linear", "leads count in proportion between q and p", "0 where d <= q, (d - q)/(p - q) where d <= p, else 1", "q", "p"),
	preference("gaussian", "leads count more and more", "1 - exp(-d^2 / (2 s^2)) where d > 0, else 0", "s"),
}

// preference is a preference function of PROMETHEE with its thresholds.
func preference(name, brief, formula string, thresholds ...string) Spec {
	s := Spec{Step: Preference, Name: name, Brief: brief, Formula: formula + "; d the lead over another zone, in normalised values", Range: "0 to 1",
		Missing: noScore, Constant: "0", Negative: asOther, Source: "Brans and Vincke, Management Science 1985"}
	for _, t := range thresholds {
		s.Params = append(s.Params, threshold(t, true))
	}
	return s
}

func threshold(name string, required bool) Param {
	t := Param{Name: name, Kind: Number, Required: required, Above: at(0), Brief: map[string]string{"q": "the largest lead that does not count",
		"p": "the lead from which on it counts in full", "s": "the lead at which the curve turns"}[name]}
	t.Example = "5"
	if name == "q" {
		t.Above, t.Least, t.Example = nil, at(0), "1"
	}
	return t
}

var aggregateMethods = []Spec{
	{
		Step: Aggregate, Name: "arithmetic", Brief: "weighted arithmetic mean: a weak part can be made up for by a strong one",
		Formula: "sum(w x) / sum(w)", Range: "that of the parts", Missing: leftOut, Constant: asOther, Negative: asOther,
		Source: handbook + ", step 7, linear aggregation",
	},
	{
		Step: Aggregate, Name: "geometric", Brief: "weighted geometric mean: a weak part weighs more than a strong one can make up for",
		Formula: "exp(sum(w ln x) / sum(w))", Range: "that of the parts, never above the arithmetic mean", Missing: leftOut, Constant: asOther,
		Negative: "zero and below are an error that names the zone", Source: handbook + ", step 7, geometric aggregation",
	},
	{
		Step: Aggregate, Name: "harmonic", Brief: "weighted harmonic mean: weak parts weigh still more",
		Formula: "sum(w) / sum(w / x)", Range: "that of the parts, never above the geometric mean", Missing: leftOut, Constant: asOther,
		Negative: "zero and below are an error that names the zone", Source: coinr + ", a_hmean",
	},
	{
		Step: Aggregate, Name: "power", Brief: "weighted power mean: from the least part (p very low) over the means to the greatest (p very high)",
		Params:  []Param{{Name: "p", Kind: Number, Required: true, Example: "2", Brief: "the power; 1 is arithmetic, 0 geometric, -1 harmonic"}},
		Formula: "(sum(w x^p) / sum(w))^(1/p)", Range: "that of the parts", Missing: leftOut + " (COINr's a_genmean gives nothing)", Constant: asOther,
		Negative: "below zero, and zero where p <= 0, are an error that names the zone", Source: coinr + ", a_genmean",
	},
	{
		Step: Aggregate, Name: "median", Brief: "weighted median of the parts",
		Formula: "the least part at which the weights from below pass half; at exactly half, the mean of it and the next", Range: "that of the parts", Missing: leftOut, Constant: asOther, Negative: asOther,
		Source: "the weighted median; with equal weights the ordinary one",
	},
	{
		Step: Aggregate, Name: "minimum", Brief: "the weakest part, so that nothing can be made up for; weights above 0 do not matter",
		Formula: "min(x)", Range: "that of the parts", Missing: leftOut, Constant: asOther, Negative: asOther, Source: handbook + ", step 7, full non-compensation",
	},
	{
		Step: Aggregate, Name: "copeland", Brief: "duels: how many zones it beats less how many beat it",
		Params: []Param{raw}, Formula: "scale (1 + c/(n - 1))/2, c = wins - losses; a duel is won where the weights of the parts in which the zone is better, ties by half, pass half; raw: c",
		Range: "[0, scale]", Missing: "a duel is over the parts that both have", Constant: "a tie in every duel", Negative: asOther,
		Source: "Copeland 1951; Munda and Nardo, Applied Economics 2009; " + coinr + ", a_copeland",
	},
	{
		Step: Aggregate, Name: "topsis", Brief: "nearness to the ideal zone and distance from the worst one; use with normalise: vector",
		Formula: "scale D- / (D+ + D-), D the Euclidean distances of w x to the best and to the worst value of every part, sum(w) = 1",
		Range:   "[0, scale]", Missing: noScore, Constant: "counts for nothing; half of scale where every part is constant", Negative: asOther, Source: "Hwang and Yoon, Multiple Attribute Decision Making (1981)",
	},
	{
		Step: Aggregate, Name: "vikor", Brief: "compromise between the whole and the worst single regret",
		Params:  []Param{{Name: "v", Kind: Number, Default: "0.5", Least: at(0), Most: at(1), Brief: "the weight of the whole"}, raw},
		Formula: "scale (1 - Q), Q = v (S - S*)/(S- - S*) + (1 - v)(R - R*)/(R- - R*), S and R the sum and the maximum of w (best - x)/(best - worst); raw: -Q",
		Range:   "[0, scale]", Missing: noScore, Constant: "no regret", Negative: asOther, Source: "Opricovic and Tzeng, European Journal of Operational Research 2004",
	},
	{
		Step: Aggregate, Name: "promethee2", Brief: "net flow: how much it is preferred to the others less how much they are to it",
		Params: []Param{
			{Name: "preference", Kind: Choice, Options: []string{"usual", "u-shape", "v-shape", "level", "linear", "gaussian"}, Default: "usual", Brief: "for indicators that state no preference of their own"},
			threshold("q", false), threshold("p", false), threshold("s", false), raw,
		},
		Formula: "scale (1 + phi)/2, phi = sum over the others of (pi(a,b) - pi(b,a)) / (n - 1), pi = sum(w P(lead)) / sum(w); raw: phi",
		Range:   "[0, scale]", Missing: noScore, Constant: "no flow", Negative: asOther, Source: "Brans and Vincke, Management Science 1985",
	},
	{
		Step: Aggregate, Name: "mazziotta-pareto", Brief: "mean less a penalty for uneven parts",
		Params:  []Param{{Name: "penalty", Kind: Choice, Options: []string{"negative", "positive"}, Default: "negative", Brief: "negative subtracts it; positive adds it, for indices of something bad"}},
		Formula: "M - S^2/M (or +), M the weighted mean and S the weighted population standard deviation of the zone's parts; use with normalise: {zscore: {mean: 100, sd: 10, population: true}}",
		Range:   "around that of the parts", Missing: leftOut, Constant: asOther, Negative: "a mean of zero or below is an error that names the zone",
		Source: "De Muro, Mazziotta and Pareto, Social Indicators Research 2011",
	},
	{
		Step: Aggregate, Name: "benefit-of-the-doubt", Brief: "every zone by the weights that show it best (data envelopment)",
		Params: []Param{
			{Name: "min_share", Kind: Number, Default: "0", Least: at(0), Most: at(1), Brief: "the least share of each part in the zone's own score"},
			{Name: "max_share", Kind: Number, Default: "1", Least: at(0), Most: at(1), Brief: "the greatest share"},
		},
		Formula: "scale max_w sum(w x) with sum(w y) <= 1 for every zone y, w >= 0 and the shares within their bounds; the weights of the file are not used",
		Range:   "[0, scale]", Missing: noScore, Constant: asOther, Negative: "below zero, or nothing above it, is an error that names the zone",
		Source: "Cherchye, Moesen, Rogge and Van Puyenbroeck, Social Indicators Research 2007",
	},
}

var missingMethods = []Spec{
	{
		Step: Missing, Name: "fail", Brief: "every missing value is an error that names its cell",
		Formula: "-", Range: "-", Missing: "an error, after impute; so is a dimension inside without a score", Constant: "-", Negative: "-", Source: "zoneval",
	},
	{
		Step: Missing, Name: "skip", Brief: "siblings take over the weight of a missing value, level by level",
		Params: []Param{
			{Name: "min_indicators", Kind: Whole, Least: at(1), Default: "1", Brief: "zones with fewer values than this in the whole index are shown without score and rank"},
			{Name: "min_coverage", Kind: Number, Least: at(0), Most: at(1), Default: "0", Brief: "a group is missing where the share of its parts that are present is below this, on every level"},
		},
		Formula: "the aggregate runs over what is present, with its weights", Range: "-",
		Missing: "left out", Constant: "-", Negative: "-",
		Source: handbook + ", step 3, case deletion within a group; as COINr aggregates",
	},
	{
		Step: Missing, Name: "worst", Brief: "a missing value counts as the worst possible one",
		Formula: "of an indicator the low end of the normalised range, or the worst value of the column where a method has none; of a dimension the lowest score", Range: "-",
		Missing: "the worst value, also for a dimension inside without a score", Constant: "-", Negative: "-", Source: "zoneval",
	},
	{
		Step: Missing, Name: "zero", Brief: "a missing value counts as 0 on the normalised scale",
		Formula: "0", Range: "-", Missing: "0, also for a dimension inside without a score", Constant: "-", Negative: "-", Source: "zoneval",
	},
}

var tieMethods = []Spec{
	{
		Step: Ties, Name: "min", Brief: "equal scores share the better rank: 1, 2, 2, 4",
		Formula: "1 + the number of zones with a higher score", Range: "1 to the number of zones",
		Missing: "no rank", Constant: "-", Negative: "-", Source: "competition ranking; UNDP, Human Development Report",
	},
}
