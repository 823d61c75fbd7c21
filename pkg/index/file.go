package index

import (
	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// The shape of an index file. These types and their tags are the one statement of the format: the decoder follows
// them, and the JSON Schema that editors use is generated from them (schema_test.go). The tags are
// json (the key), jsonschema (required, enum, minimum, exclusiveMinimum) and jsonschema_description.

type indexFile struct {
	ID           str               `json:"id" jsonschema:"required" jsonschema_description:"Stable name of the index: letters, digits, _ and -."`
	Name         text              `json:"name" jsonschema:"required" jsonschema_description:"Title of the index, in English, Chinese or both."`
	Publisher    text              `json:"publisher" jsonschema_description:"Who issued the index."`
	Issued       str               `json:"issued" jsonschema_description:"Date of issue, such as 2021-04-22."`
	Document     str               `json:"document" jsonschema_description:"Number of the official document."`
	Sources      strList           `json:"sources" jsonschema_description:"Where the facts in this file come from."`
	Note         text              `json:"note" jsonschema_description:"What a reader must know; printed under every ranking."`
	Scale        num               `json:"scale" jsonschema:"exclusiveMinimum=0" jsonschema_description:"Scores run from 0 to this; 100 unless stated."`
	Data         str               `json:"data" jsonschema_description:"The shipped dataset that is ranked when the user names none."`
	Show         strList           `json:"show" jsonschema:"enum=values" jsonschema_description:"What rank shows beside the score: values prints each zone's own values."`
	Method       methodFile        `json:"method" jsonschema_description:"One method for each step; minmax, arithmetic and fail unless stated."`
	Columns      strMap            `json:"columns" jsonschema_description:"A standard column (zone, name, type, ...), indicator id or code, and the data file's own header for it."`
	Missing      strList           `json:"missing_values" jsonschema_description:"Cells that mean missing, beside the empty one; such as NA."`
	Expect       expectFile        `json:"expect" jsonschema_description:"Facts about this file that are checked when it is read."`
	Denominators []denominatorFile `json:"denominators" jsonschema_description:"Columns that indicators are divided by; not scored themselves."`
	WeightsSum   num               `json:"weights_sum" jsonschema:"exclusiveMinimum=0" jsonschema_description:"What the weights of the top dimensions sum to; 100 or 1 unless stated."`
	Weights      step              `json:"weights" jsonschema_description:"How the weights of the top dimensions are found, where it is not as method says."`
	Aggregate    step              `json:"aggregate" jsonschema_description:"How the top dimensions make the score, where it is not as method says."`
	MissingTop   step              `json:"missing" jsonschema_description:"What a top dimension without a score does, where it is not as method says."`
	Assumed      assumed           `json:"assumed" jsonschema_description:"Keys of this mapping whose values no official text states."`
	Dimensions   []dimensionFile   `json:"dimensions" jsonschema:"required" jsonschema_description:"The top dimensions."`
	Tests        []caseFile        `json:"tests" jsonschema_description:"Results that the index must give; zoneval index test checks them."`
	Head         head              `json:"-"`
}

type methodFile struct {
	Screen     step        `json:"screen" jsonschema_description:"Which zones are left out for want of values."`
	Denominate step        `json:"denominate" jsonschema_description:"What an indicator is divided by."`
	Impute     step        `json:"impute" jsonschema_description:"How missing values are filled in."`
	Treat      step        `json:"treat" jsonschema_description:"What is done to outliers."`
	Transform  step        `json:"transform" jsonschema_description:"Applied after treat, cap and floor and before normalise."`
	Normalise  step        `json:"normalise" jsonschema_description:"How an indicator is put on the common scale."`
	Weights    step        `json:"weights" jsonschema_description:"How the weights of every group are found; given unless stated."`
	Aggregate  step        `json:"aggregate" jsonschema_description:"How the parts of a dimension make its score."`
	Missing    step        `json:"missing" jsonschema_description:"What a missing value does."`
	Ranking    rankingFile `json:"ranking" jsonschema_description:"How scores become ranks."`
	Head       head        `json:"-"`
}

// denominatorFile is a column that is not scored.
type denominatorFile struct {
	ID    str   `json:"id" jsonschema:"required" jsonschema_description:"Stable name: letters, digits, _ and -."`
	Name  text  `json:"name" jsonschema:"required" jsonschema_description:"Name in English, Chinese or both."`
	Unit  text  `json:"unit" jsonschema_description:"Unit of the values."`
	Min   num   `json:"min" jsonschema_description:"The least value there can be at all; below is an error."`
	Max   num   `json:"max" jsonschema_description:"The greatest value there can be at all; above is an error."`
	Whole yesNo `json:"whole" jsonschema_description:"Only whole numbers."`
	Merge str   `json:"merge" jsonschema:"enum=sum,enum=mean,enum=weighted" jsonschema_description:"What the value of zones that a scenario merges is; sum unless stated."`
	Note  text  `json:"note" jsonschema_description:"What a reader should know."`
	Head  head  `json:"-"`
}

type caseFile struct {
	Zone      str  `json:"zone" jsonschema:"required" jsonschema_description:"Id or name of the zone."`
	Dimension str  `json:"dimension" jsonschema_description:"Id of a dimension, where its score is meant and not that of the index."`
	Score     num  `json:"score" jsonschema_description:"The score it must have."`
	Rank      num  `json:"rank" jsonschema:"minimum=1" jsonschema_description:"The rank it must have."`
	Tolerance num  `json:"tolerance" jsonschema:"minimum=0" jsonschema_description:"How far the score may be off; 0 unless stated."`
	Year      num  `json:"year" jsonschema_description:"The year of the data; the latest unless stated."`
	Note      text `json:"note" jsonschema_description:"Where the expected number comes from."`
	Head      head `json:"-"`
}

type rankingFile struct {
	Ties  str  `json:"ties" jsonschema:"enum=min" jsonschema_description:"min: equal scores share the better rank (1, 2, 2, 4)."`
	Round num  `json:"round" jsonschema:"minimum=0" jsonschema_description:"Decimals a score is rounded to before ranking, as published tables do."`
	Head  head `json:"-"`
}

type expectFile struct {
	Indicators        num  `json:"indicators" jsonschema:"minimum=0" jsonschema_description:"How many indicators."`
	Dimensions        num  `json:"dimensions" jsonschema:"minimum=0" jsonschema_description:"How many top dimensions."`
	QuantitativeShare num  `json:"quantitative_share" jsonschema:"minimum=0" jsonschema_description:"Share of the weight on quantitative indicators, 0 to 1."`
	Tolerance         num  `json:"tolerance" jsonschema:"minimum=0" jsonschema_description:"How far the share may be off; 0.005 unless stated."`
	Head              head `json:"-"`
}

type dimensionFile struct {
	ID         str             `json:"id" jsonschema:"required" jsonschema_description:"Stable name: letters, digits, _ and -."`
	Code       str             `json:"code" jsonschema_description:"The official number."`
	Name       text            `json:"name" jsonschema:"required" jsonschema_description:"Name in English, Chinese or both."`
	Weight     num             `json:"weight" jsonschema:"minimum=0" jsonschema_description:"Weight among the siblings."`
	WeightsSum num             `json:"weights_sum" jsonschema:"exclusiveMinimum=0" jsonschema_description:"What the weights inside sum to; what is left of it is shared equally by the children without a weight."`
	Weights    step            `json:"weights" jsonschema_description:"How the weights inside are found; set here to differ from the index."`
	Aggregate  step            `json:"aggregate" jsonschema_description:"Set here to differ from the index."`
	Missing    step            `json:"missing" jsonschema_description:"What a missing part does; set here to differ from the index."`
	Assumed    assumed         `json:"assumed" jsonschema_description:"true, or the keys of this mapping whose values no official text states."`
	Note       text            `json:"note" jsonschema_description:"Required beside assumed: why."`
	Dimensions []dimensionFile `json:"dimensions" jsonschema_description:"Dimensions inside; not together with indicators."`
	Indicators []indicatorFile `json:"indicators" jsonschema_description:"Indicators inside; not together with dimensions."`
	Head       head            `json:"-"`
}

type indicatorFile struct {
	ID         str     `json:"id" jsonschema:"required" jsonschema_description:"Stable name: letters, digits, _ and -."`
	Code       str     `json:"code" jsonschema_description:"The official number."`
	Name       text    `json:"name" jsonschema:"required" jsonschema_description:"Name in English, Chinese or both."`
	Unit       text    `json:"unit" jsonschema_description:"Unit of the values."`
	Direction  str     `json:"direction" jsonschema:"required,enum=higher,enum=lower" jsonschema_description:"Which end is better."`
	Kind       str     `json:"kind" jsonschema:"enum=quantitative,enum=qualitative" jsonschema_description:"Measured or judged; quantitative unless stated."`
	Weight     num     `json:"weight" jsonschema:"minimum=0" jsonschema_description:"Weight among the siblings; leave out to share what is left of weights_sum."`
	Min        num     `json:"min" jsonschema_description:"The least value there can be at all; below is an error."`
	Max        num     `json:"max" jsonschema_description:"The greatest value there can be at all; above is an error."`
	Whole      yesNo   `json:"whole" jsonschema_description:"Only whole numbers."`
	Cap        num     `json:"cap" jsonschema_description:"Values above count as this."`
	Floor      num     `json:"floor" jsonschema_description:"Values below count as this."`
	Bounds     yesNo   `json:"bounds" jsonschema_description:"Cells such as ≤50 are allowed: shown, not scored."`
	Merge      str     `json:"merge" jsonschema:"enum=sum,enum=mean,enum=weighted" jsonschema_description:"What the value of zones that a scenario merges is; the scenario says where it is not stated."`
	Denominate step    `json:"denominate" jsonschema_description:"What the values are divided by."`
	Impute     step    `json:"impute" jsonschema_description:"Set here to differ from the index."`
	Treat      step    `json:"treat" jsonschema_description:"Set here to differ from the index."`
	Transform  step    `json:"transform" jsonschema_description:"Applied after treat, cap and floor and before normalise."`
	Normalise  step    `json:"normalise" jsonschema_description:"Set here to differ from the index."`
	Preference step    `json:"preference" jsonschema_description:"How a lead over another zone counts in promethee2."`
	Assumed    assumed `json:"assumed" jsonschema_description:"true, or the keys of this mapping whose values no official text states."`
	Note       text    `json:"note" jsonschema_description:"Required beside assumed: why."`
	Head       head    `json:"-"`
}

// The scalars are those of every YAML file.
type (
	str     = yamlfile.Str
	num     = yamlfile.Num
	yesNo   = yamlfile.YesNo
	text    = yamlfile.Text
	strList = yamlfile.StrList
	strMap  = yamlfile.StrMap
	head    = yamlfile.Head
	limits  = yamlfile.Limits
)

type (
	// step is a method as written: a name, or a name with settings.
	step struct {
		Step
		Set bool
	}
	// assumed marks keys of its own mapping; All is the plain `assumed: true`, which means the weight.
	assumed struct {
		All  bool
		Keys []str
		At   diag.Place
		Set  bool
	}
)

// marks says whether the mark covers a key.
func (a assumed) marks(key string) bool {
	if a.All && key == "weight" {
		return true
	}
	for _, k := range a.Keys {
		if k.V == key {
			return true
		}
	}
	return false
}

// keys lists the keys that the mark covers.
func (a assumed) keys() []string {
	if a.All {
		return []string{"weight"}
	}
	var out []string
	for _, k := range a.Keys {
		out = append(out, k.V)
	}
	return out
}
