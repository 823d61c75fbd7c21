package method

// The methods that put an indicator on the common scale. Package score computes them.

// rounded is the setting that every normalise method takes.
var rounded = Param{Name: "round", Kind: Whole, Least: at(0), Most: at(15), Brief: "decimals the result is rounded to, halves away from zero; not rounded unless given"}

// rankTies is how equal values share a rank.
var rankTies = Param{Name: "ties", Kind: Choice, Options: []string{"min", "average", "max"}, Default: "min", Brief: "equal values get the lowest, mean or highest of their ranks"}

const staysMissing = "stays missing"

var normaliseMethods = []Spec{
	{
		Step: Normalise, Name: "none", Brief: "the value as it is; negated where lower is better", Params: []Param{rounded},
		Formula: "x, or -x where lower is better",
		Range:   "that of the data", Missing: staysMissing + "; worst: the worst value of the column", Constant: "kept", Negative: "kept",
		Source: handbook + ", step 5",
	},
	{
		Step: Normalise, Name: "minmax", Brief: "position between the lowest and the highest value of the zones that are scored",
		Params: []Param{
			{Name: "range", Kind: Range, Default: "[0, scale]", Brief: "the scores of the worst and the best zone"},
			{Name: "clamp", Kind: Flag, Default: "true", Brief: "hold the result inside the range"},
			rounded,
		},
		Formula: "low + (high - low) (x - min) / (max - min); where lower is better, (max - x) in place of (x - min)",
		Range:   "range", Missing: staysMissing + "; worst: the low end of the range",
		Constant: "the middle of the range, with a warning", Negative: "as any other", Source: handbook + ", step 5, min-max",
	},
	{
		Step: Normalise, Name: "zscore", Brief: "distance to the mean in standard deviations",
		Params: []Param{
			{Name: "mean", Kind: Number, Default: "0", Brief: "the mean of the result"},
			{Name: "sd", Kind: Number, Default: "1", Above: at(0), Brief: "the standard deviation of the result"},
			{Name: "population", Kind: Flag, Default: "false", Brief: "divide by n in place of n - 1"},
			rounded,
		},
		Formula: "mean + sd (x - m) / s, m and s of the column; where lower is better, (m - x)",
		Range:   "all numbers", Missing: staysMissing + "; worst: the worst result of the column", Constant: "the mean, with a warning", Negative: "as any other",
		Source: handbook + ", step 5, standardisation",
	},
	{
		Step: Normalise, Name: "goalposts", Brief: "position between two fixed values",
		Params: []Param{
			{Name: "low", Kind: Number, Required: true, Example: "20", Brief: "the lower goalpost, in the indicator's unit"},
			{Name: "high", Kind: Number, Required: true, Example: "85", Brief: "the upper goalpost, in the indicator's unit"},
			{Name: "clamp", Kind: Flag, Default: "true", Brief: "values beyond a goalpost count as the goalpost"},
			rounded,
		},
		Formula: "scale (x - low) / (high - low); where lower is better, scale (high - x) / (high - low); the transform of the indicator applies to the goalposts too",
		Range:   "[0, scale] when clamped", Missing: staysMissing + "; worst: 0, or the worst value present where that is below 0",
		Constant: "as any other column", Negative: "as any other", Source: "UNDP, Human Development Report, technical note 1",
	},
	{
		Step: Normalise, Name: "rank", Brief: "the zone's rank, counted from the worst", Params: []Param{rankTies, rounded},
		Formula: "1 + the number of zones that are worse", Range: "1 to the number of values",
		Missing: staysMissing + "; worst: 1", Constant: "all the same rank, with a warning", Negative: "as any other", Source: handbook + ", step 5, ranking; " + coinr + ", n_rank",
	},
	{
		Step: Normalise, Name: "borda", Brief: "the number of zones that are worse", Params: []Param{rankTies, rounded},
		Formula: "rank - 1", Range: "0 to the number of values - 1",
		Missing: staysMissing + "; worst: 0", Constant: "all the same, with a warning", Negative: "as any other", Source: "Borda 1781; " + coinr + ", n_borda",
	},
	{
		Step: Normalise, Name: "percentile-rank", Brief: "the share of the other zones that are worse", Params: []Param{rankTies, rounded},
		Formula: "scale (rank - 1) / (n - 1), n the number of values", Range: "[0, scale]",
		Missing: staysMissing + "; worst: 0", Constant: "all the same, with a warning; a single value is the middle of the scale", Negative: "as any other", Source: handbook + ", step 5; " + coinr + ", n_prank",
	},
	{
		Step: Normalise, Name: "distance-to-max", Brief: "how near the zone comes to the best one", Params: []Param{rounded},
		Formula: "scale (1 - (max - x) / (max - min)); where lower is better, of -x", Range: "[0, scale]",
		Missing: staysMissing + "; worst: 0", Constant: "the middle of the scale, with a warning", Negative: "as any other", Source: handbook + ", step 5, distance to a reference; " + coinr + ", n_dist2max",
	},
	{
		Step: Normalise, Name: "distance-to-reference", Brief: "how near the zone comes to a zone that you name",
		Params: []Param{
			{Name: "zone", Kind: Word, Required: true, Example: "HT001", Brief: "the id of the reference zone"},
			{Name: "cap", Kind: Flag, Default: "false", Brief: "zones beyond the reference count as the reference"},
			rounded,
		},
		Formula: "scale (1 - (reference - x) / (reference - min)); where lower is better, of -x", Range: "up to scale at the reference, above it beyond",
		Missing: staysMissing + "; worst: 0", Constant: "scale, with a warning; where zones differ and the reference is the worst, an error", Negative: "as any other", Source: handbook + ", step 5, distance to a reference; " + coinr + ", n_dist2ref",
	},
	{
		Step: Normalise, Name: "distance-to-target", Brief: "how much of the way from the worst zone to a target is done",
		Params: []Param{
			{Name: "target", Kind: Number, Required: true, Example: "100", Brief: "in the indicator's unit"},
			{Name: "cap", Kind: Flag, Default: "false", Brief: "zones beyond the target count as the target"},
			rounded,
		},
		Formula: "scale (x - min) / (target - min); where lower is better, scale (max - x) / (max - target); the transform of the indicator applies to the target too", Range: "0 and up, scale at the target",
		Missing: staysMissing + "; worst: 0", Constant: "0", Negative: "as any other; a target no better than the worst zone is an error", Source: handbook + ", step 5; " + coinr + ", n_dist2targ",
	},
	{
		Step: Normalise, Name: "fraction-of-max", Brief: "the value as a fraction of the best", Params: []Param{rounded},
		Formula: "scale x / max; where lower is better, scale min / x (COINr: -x / max(-x), which gives the worse zone more)", Range: "up to scale; from 0 on where no value is negative",
		Missing: staysMissing + "; worst: 0, or the least result where that is below", Constant: "scale",
		Negative: "below zero stays below zero; a best value of zero or less is an error that names the zone, and so is any such value where lower is better", Source: handbook + ", step 5; " + coinr + ", n_fracmax",
	},
	{
		Step: Normalise, Name: "categorical", Brief: "marks for classes of values",
		Params: []Param{
			{Name: "cuts", Kind: Numbers, Required: true, Example: "[10, 20]", Brief: "where a new class starts, ascending"},
			{Name: "marks", Kind: Numbers, Required: true, Example: "[0, 60, 100]", Brief: "the mark of each class, one more than cuts"},
			{Name: "percentiles", Kind: Flag, Default: "false", Brief: "the cuts are percentiles of the column (type 7)"},
			rounded,
		},
		Formula: "marks[k], k the number of cuts that x reaches; the marks say which end is good, and must agree with the direction", Range: "the marks",
		Missing: staysMissing + "; worst: the lowest mark", Constant: "the mark of its class", Negative: "as any other", Source: handbook + ", step 5, categorical scale",
	},
	{
		Step: Normalise, Name: "score-table", Brief: "points by a table, straight lines between its entries, as official scoring rules state them",
		Params: []Param{
			{Name: "points", Kind: Points, Required: true, Example: "[[0, 0], [50, 60], [100, 100]]", Brief: "pairs of value and score, values ascending"},
			rounded,
		},
		Formula: "s_k + (s_k+1 - s_k)(x - x_k)/(x_k+1 - x_k) between two entries; beyond the first and the last, theirs; the scores say which end is good, and must agree with the direction", Range: "the scores of the table",
		Missing: staysMissing + "; worst: the lowest score of the table", Constant: "its score", Negative: "as any other", Source: "scoring rules of official evaluations",
	},
	{
		Step: Normalise, Name: "vector", Brief: "divided by the length of the column, as TOPSIS does", Params: []Param{rounded},
		Formula: "x / sqrt(sum(x^2)); where lower is better, its negative", Range: "[-1, 1]",
		Missing: staysMissing + "; worst: the worst result of the column", Constant: "1/sqrt(n); a column of zeros stays zero, with a warning", Negative: "as any other", Source: "Hwang and Yoon, Multiple Attribute Decision Making (1981)",
	},
}
