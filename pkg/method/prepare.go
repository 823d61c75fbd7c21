package method

// The methods that make the data set fit for normalisation. Package prepare computes them.

var screenMethods = []Spec{
	{
		Step: Screen, Name: "availability", Brief: "leaves out zones with too few values",
		Params: []Param{
			{Name: "min_share", Kind: Number, Example: "0.65", Default: "0", Least: at(0), Most: at(1), Brief: "the least share of the indicators that a zone has a value for"},
			{Name: "min_nonzero", Kind: Number, Default: "0", Least: at(0), Most: at(1), Brief: "the least share of a zone's values that are not zero"},
			{Name: "keep", Kind: Words, Brief: "zones that stay whatever they lack, by id"},
			{Name: "drop", Kind: Words, Brief: "zones that are left out whatever they have, by id"},
			{Name: "after", Kind: Choice, Options: []string{"data", "denominate", "impute"}, Default: "data", Brief: "whether the values are counted as read, or after one of the next steps"},
		},
		Formula: "a zone stays where present / indicators >= min_share and nonzero / present >= min_nonzero",
		Range:   "the data set with fewer zones", Missing: "is what is counted", Constant: "kept", Negative: "kept; zero counts as present",
		Source: handbook + ", step 3; " + coinr + ", Screen",
	},
}

var denominateMethods = []Spec{
	{
		Step: Denominate, Name: "none", Brief: "the value as it is", Formula: "x", Range: "that of the data",
		Missing: "stays missing", Constant: "kept", Negative: "kept", Source: "zoneval",
	},
	{
		Step: Denominate, Name: "ratio", Brief: "divides by another column, as per head or per unit of output",
		Params: []Param{
			{Name: "by", Kind: Word, Required: true, Example: "population", Brief: "the id of an entry of denominators:, or of another indicator"},
			{Name: "scale", Kind: Number, Default: "1", Above: at(0), Brief: "the result is per so many units of the denominator"},
		},
		Formula: "x / (denominator / scale); the denominator is as read, before every other step", Range: "that of the ratio",
		Missing: "missing where either is", Constant: "kept", Negative: "a denominator of zero or below is an error that names the zone",
		Source: coinr + ", Denominate",
	},
}

var imputeMethods = []Spec{
	{
		Step: Impute, Name: "none", Brief: "missing values stay missing", Formula: "x", Range: "that of the data",
		Missing: "stays missing", Constant: "kept", Negative: "kept", Source: "zoneval",
	},
	{
		Step: Impute, Name: "mean", Brief: "the mean of the zones that have a value", Formula: "sum(x) / n over present values", Range: "within the data",
		Missing: "filled in; stays missing where no zone has a value", Constant: "filled with the constant", Negative: "as any other",
		Source: handbook + ", step 3, unconditional mean imputation",
	},
	{
		Step: Impute, Name: "median", Brief: "the median of the zones that have a value", Formula: "the middle present value, or the mean of the two in the middle",
		Range: "within the data", Missing: "filled in; stays missing where no zone has a value", Constant: "filled with the constant", Negative: "as any other",
		Source: handbook + ", step 3",
	},
	{
		Step: Impute, Name: "group-mean", Brief: "the mean of the zones of the same type, province, city or region",
		Params:  []Param{{Name: "by", Kind: Choice, Options: attributes, Required: true, Example: "province", Brief: "the attribute that makes the groups"}},
		Formula: "sum(x) / n over present values of zones with the same attribute", Range: "within the data",
		Missing: "filled in; stays missing where no zone of the group has a value", Constant: "filled with the constant", Negative: "as any other",
		Source: handbook + ", step 3; " + coinr + ", i_mean_grp",
	},
	{
		Step: Impute, Name: "group-median", Brief: "the median of the zones of the same type, province, city or region",
		Params:  []Param{{Name: "by", Kind: Choice, Options: attributes, Required: true, Example: "province", Brief: "the attribute that makes the groups"}},
		Formula: "the median of present values of zones with the same attribute", Range: "within the data",
		Missing: "filled in; stays missing where no zone of the group has a value", Constant: "filled with the constant", Negative: "as any other",
		Source: handbook + ", step 3; " + coinr + ", i_median_grp",
	},
	{
		Step: Impute, Name: "dimension-mean", Brief: "how the zone stands in the other indicators of the dimension",
		Params: []Param{
			{Name: "up", Kind: Whole, Default: "0", Least: at(0), Brief: "how many levels above its own dimension the other indicators may lie; a large number is the whole index"},
			{Name: "median", Kind: Flag, Default: "false", Brief: "the median of the zone's scores instead of their mean"},
		},
		Formula: "z = mean of the zone's present (x - min)/(max - min), or (max - x)/(max - min) where lower is better, in the dimension; turned back, min + z (max - min) or max - z (max - min)",
		Range:   "within the data", Missing: "filled in; stays missing where the zone has nothing else in the dimension",
		Constant: "says nothing of the others, and is filled with the constant", Negative: "as any other",
		Source: handbook + ", step 3; " + coinr + ", i_mean by row",
	},
	{
		Step: Impute, Name: "previous-year", Brief: "the zone's value of an earlier year",
		Params:  []Param{{Name: "max_years", Kind: Whole, Default: "1", Least: at(1), Brief: "how many years back a value may lie"}},
		Formula: "the latest present value of the years before, at most max_years back", Range: "within the data",
		Missing: "filled in; stays missing where there is no such value", Constant: "kept", Negative: "as any other",
		Source: handbook + ", step 3, cold deck; " + coinr + ", impute_panel",
	},
	{
		Step: Impute, Name: "linear", Brief: "on the line between the zone's values of other years",
		Params:  []Param{{Name: "extrapolate", Kind: Flag, Default: "false", Brief: "beyond the first and last year go on along the line through the two nearest"}},
		Formula: "x0 + (x1 - x0)(t - t0)/(t1 - t0), t0 and t1 the nearest years with values around t", Range: "within the data, unless extrapolated",
		Missing: "filled in; stays missing where there are no two such years", Constant: "kept", Negative: "as any other",
		Source: coinr + ", impute_panel",
	},
	{
		Step: Impute, Name: "constant", Brief: "a value that you give",
		Params:  []Param{{Name: "value", Kind: Number, Required: true, Example: "50", Brief: "in the indicator's unit, after denominate"}},
		Formula: "value", Range: "the value", Missing: "filled in", Constant: "kept", Negative: "as any other", Source: "zoneval",
	},
}

// attributes are the columns that can make groups of zones.
var attributes = []string{"type", "province", "city", "region"}

// The two limits that a column is judged by before it is treated.
var (
	skewLimit     = Param{Name: "skew", Kind: Number, Default: "2", Least: at(0), Brief: "a column is treated where |skewness| reaches this and kurtosis its own limit"}
	kurtosisLimit = Param{Name: "kurtosis", Kind: Number, Default: "3.5", Brief: "the limit of the excess kurtosis"}
)

// lambda is the setting of boxcox.
var lambda = Param{Name: "lambda", Kind: Number, Default: "the most likely, between -2 and 2", Brief: "the power of boxcox; 0 is the logarithm"}

// outlierRule is the source of the two limits.
const outlierRule = "limits: Groeneveld and Meeden 1984, as JRC audits use them; "

var treatMethods = []Spec{
	{
		Step: Treat, Name: "none", Brief: "outliers stay", Formula: "x", Range: "that of the data",
		Missing: "stays missing", Constant: "kept", Negative: "kept", Source: "zoneval",
	},
	{
		Step: Treat, Name: "winsorise", Brief: "brings a few extreme values in to the next one, and takes a logarithm where that is not enough",
		Params: []Param{
			{Name: "max_points", Kind: Whole, Default: "5", Least: at(0), Brief: "how many values of a column may be brought in"},
			skewLimit, kurtosisLimit,
			{Name: "then", Kind: Choice, Options: []string{"none", "log-ct", "log-ct-orig", "log-ct-plus", "boxcox"}, Default: "log-ct", Brief: "what is done to a column that still fails"},
			lambda,
			{Name: "combine", Kind: Flag, Default: "false", Brief: "do it to the values brought in, instead of the untouched ones"},
		},
		Formula: "while |skewness| >= skew and kurtosis >= the limit and fewer than max_points moved: every value equal to the maximum (the minimum where skewness < 0) becomes the next value in; skewness and excess kurtosis corrected for bias (type 2)",
		Range:   "within the data, or that of the method of then", Missing: "stays missing", Constant: "passes: not treated", Negative: "as any other",
		Source: outlierRule + coinr + ", Treat",
	},
	{
		Step: Treat, Name: "log-ct", Brief: "logarithm of a column that fails the limits, shifted by a hundredth of its spread",
		Params:  []Param{skewLimit, kurtosisLimit},
		Formula: "ln(x - min + 0.01 (max - min)) where the limits are reached, else x", Range: "all numbers",
		Missing: "stays missing", Constant: "passes: not treated", Negative: "as any other", Source: coinr + ", log_CT (COIN Tool)",
	},
	{
		Step: Treat, Name: "log-ct-orig", Brief: "logarithm of a column that fails the limits, shifted to start at 1",
		Params:  []Param{skewLimit, kurtosisLimit},
		Formula: "ln(x - min + 1) where the limits are reached, else x", Range: "0 and above",
		Missing: "stays missing", Constant: "passes: not treated", Negative: "as any other", Source: coinr + ", log_CT_orig (COIN Tool)",
	},
	{
		Step: Treat, Name: "log-ct-plus", Brief: "as log-ct, mirrored where the long tail is on the low side",
		Params:  []Param{skewLimit, kurtosisLimit},
		Formula: "log-ct, or -ln(max + 0.01 (max - min) - x) where skewness <= 0", Range: "all numbers",
		Missing: "stays missing", Constant: "passes: not treated", Negative: "as any other", Source: coinr + ", log_CT_plus",
	},
	{
		Step: Treat, Name: "boxcox", Brief: "power transformation of a column that fails the limits",
		Params: []Param{
			lambda,
			skewLimit, kurtosisLimit,
		},
		Formula: "(y^lambda - 1)/lambda, or ln y for lambda 0, with y = x - min + 1, where the limits are reached, else x", Range: "0 and above",
		Missing: "stays missing", Constant: "passes: not treated", Negative: "as any other", Source: "Box and Cox, Journal of the Royal Statistical Society B 1964; " + coinr + ", boxcox",
	},
	{
		Step: Treat, Name: "percentile-cap", Brief: "brings values beyond two percentiles in to them",
		Params: []Param{
			{Name: "low", Kind: Number, Default: "5", Least: at(0), Most: at(100), Brief: "the lower percentile"},
			{Name: "high", Kind: Number, Default: "95", Least: at(0), Most: at(100), Brief: "the upper percentile"},
		},
		Formula: "min(max(x, P_low), P_high), percentiles by linear interpolation (type 7)", Range: "within the data",
		Missing: "stays missing", Constant: "kept", Negative: "as any other", Source: handbook + ", step 3, trimming",
	},
}

var transformMethods = []Spec{
	{
		Step: Transform, Name: "none", Brief: "the value as it is", Formula: "x", Range: "that of the data",
		Missing: "stays missing", Constant: "kept", Negative: "kept", Source: "zoneval",
	},
	{
		Step: Transform, Name: "log", Brief: "natural logarithm", Formula: "ln x", Range: "all numbers",
		Missing: "stays missing", Constant: "as the normalise method says", Negative: "zero and below are an error that names the zone",
		Source: "UNDP, Human Development Report, technical note 1 (income index)",
	},
	{
		Step: Transform, Name: "log10", Brief: "decimal logarithm", Formula: "log10 x", Range: "all numbers",
		Missing: "stays missing", Constant: "as the normalise method says", Negative: "zero and below are an error that names the zone", Source: handbook + ", step 5",
	},
	{
		Step: Transform, Name: "log1p", Brief: "natural logarithm of 1 + x, for counts with zeros", Formula: "ln(1 + x)", Range: "all numbers",
		Missing: "stays missing", Constant: "as the normalise method says", Negative: "-1 and below are an error that names the zone", Source: handbook + ", step 5",
	},
	{
		Step: Transform, Name: "sqrt", Brief: "square root", Formula: "sqrt x", Range: "0 and above",
		Missing: "stays missing", Constant: "as the normalise method says", Negative: "below zero is an error that names the zone", Source: handbook + ", step 5",
	},
	{
		Step: Transform, Name: "logit", Brief: "log odds of a share",
		Params:  []Param{{Name: "whole", Kind: Number, Default: "1", Above: at(0), Brief: "the value of a full share: 1, or 100 for percent"}},
		Formula: "ln(p / (1 - p)), p = x / whole", Range: "all numbers",
		Missing: "stays missing", Constant: "as the normalise method says", Negative: "values not between 0 and whole are an error that names the zone",
		Source: "Berkson, Journal of the American Statistical Association 1944",
	},
	{
		Step: Transform, Name: "reciprocal", Brief: "one over the value: large becomes small, so direction is that of the result", Formula: "1 / x",
		Range: "all numbers but 0", Missing: "stays missing", Constant: "as the normalise method says", Negative: "zero is an error that names the zone; values on both sides of zero are too",
		Source: handbook + ", step 5",
	},
	{
		Step: Transform, Name: "cap", Brief: "values above a limit count as the limit; cap: on an indicator does the same before any other transform",
		Params: []Param{limit}, Formula: "min(x, value)", Range: "up to the limit",
		Missing: "stays missing", Constant: "as the normalise method says", Negative: "as any other",
		Source: "UNDP, Human Development Report, technical note 1 (income and schooling)",
	},
	{
		Step: Transform, Name: "floor", Brief: "values below a limit count as the limit; floor: on an indicator does the same before any other transform",
		Params: []Param{limit}, Formula: "max(x, value)", Range: "from the limit on",
		Missing: "stays missing", Constant: "as the normalise method says", Negative: "as any other",
		Source: "zoneval",
	},
}

// limit is where cap and floor hold the values.
var limit = Param{Name: "value", Kind: Number, Required: true, Example: "50", Brief: "the limit, in the indicator's unit after denominate"}
