package diag

import "slices"

// Rule is one kind of finding. Its ID is stable: users name it in baselines and settings.
type Rule struct {
	ID       string
	Severity Severity
	Title    string // one line
}

var rules []*Rule

// rule adds a row to the catalogue.
func rule(id string, s Severity, title string) *Rule {
	r := &Rule{ID: id, Severity: s, Title: title}
	rules = append(rules, r)
	return r
}

// Rules lists every rule, by ID.
func Rules() []*Rule {
	out := slices.Clone(rules)
	slices.SortFunc(out, func(a, b *Rule) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out
}

// The catalogue. To add a finding, add a row here and report it where the fault can be seen.
var (
	FileNotFound  = rule("file-not-found", Error, "the file does not exist")
	FileUnusable  = rule("file-unusable", Error, "the file is a folder, a device, or cannot be opened or read")
	FileEmpty     = rule("file-empty", Error, "the file has no content")
	FileKind      = rule("file-kind", Error, "the file is not what was expected: a workbook, an archive, a picture, a page")
	FileTooLarge  = rule("file-too-large", Error, "a line, a cell, a header or the file is beyond the limit")
	EncodingBad   = rule("encoding-unknown", Error, "the text is not UTF-8, UTF-16 or GB18030, or is cut inside a character")
	EncodingNUL   = rule("encoding-nul", Error, "the text has NUL bytes")
	EncodingOther = rule("encoding-not-utf8", Note, "the text was read as GB18030 or UTF-16")

	StructureRagged = rule("structure-ragged", Error, "a row has more or fewer cells than the header")
	StructureQuote  = rule("structure-quote", Error, "a quote is never closed, or stands inside a cell")
	StructureNoRows = rule("structure-no-rows", Error, "there is a header and nothing below it")

	HeaderDuplicate = rule("header-duplicate", Error, "two columns mean the same thing")
	HeaderBlank     = rule("header-blank", Error, "a column has no header")
	HeaderMissing   = rule("header-missing", Error, "a column that the index needs is not in the file")
	HeaderUnknown   = rule("header-unknown", Warning, "a column means nothing to the index and is not used")

	KeyMissing   = rule("key-missing", Error, "a row has no zone")
	KeyDuplicate = rule("key-duplicate", Error, "a zone stands twice, or twice in one year")
	KeyConflict  = rule("key-conflict", Warning, "one zone is given two names or attributes; the first stands")
	KeyYear      = rule("key-year", Error, "a year is not a whole number from 1900 to 2200")
	KeyIndicator = rule("key-indicator", Error, "a long-form row names an indicator that the index does not have")

	NameUnknown = rule("name-unknown", Warning, "a province or type is on no list, while most of its column is")

	NumberBad    = rule("number-bad", Error, "a cell is not a plain number")
	NumberRange  = rule("number-range", Error, "a value lies outside what the indicator can be")
	ValueMissing = rule("value-missing", Error, "a value is missing and the index says missing: fail")
	ValueBound   = rule("value-bound", Note, "a cell gives a bound (≤N), which is shown and not scored")

	IndexSyntax      = rule("index-syntax", Error, "the index file is not well-formed YAML, or not one document with a mapping")
	IndexAlias       = rule("index-alias", Error, "the index file uses YAML anchors, aliases, merges or tags")
	IndexKey         = rule("index-unknown-key", Error, "a key that the index format does not have")
	IndexKeyTwice    = rule("index-duplicate-key", Error, "a key stands twice in one mapping")
	IndexRequired    = rule("index-missing-key", Error, "a key that is required is not there")
	IndexType        = rule("index-wrong-type", Error, "a value is not of the kind the key takes")
	IndexValue       = rule("index-bad-value", Error, "a value is not one the key takes")
	IndexNumber      = rule("index-number", Error, "a number is missing, not finite, negative or out of its range")
	IndexID          = rule("index-bad-id", Error, "an id is not made of letters, digits, _ and -")
	IndexTwice       = rule("index-duplicate", Error, "two parts of the index have the same id, code or name")
	IndexEmpty       = rule("index-empty-group", Error, "a dimension has nothing inside")
	IndexWeights     = rule("index-weights", Error, "weights are incomplete, all zero, or do not reach their stated sum")
	IndexAssumed     = rule("index-assumed", Warning, "an assumed number has no note that says why, or the mark marks nothing")
	IndexMethod      = rule("index-method", Error, "a method or one of its settings is not known or not possible")
	IndexLeaves      = rule("index-leaves-only", Warning, "a method that compares zones on indicators is asked to aggregate dimensions")
	IndexConsistency = rule("index-inconsistent-judgements", Warning, "pairwise judgements contradict each other: consistency ratio above 0.1")
	IndexUnused      = rule("index-unused-weights", Warning, "the file states weights that a method computes instead")
	IndexExpect      = rule("index-expect", Error, "the index is not what its own expect block says")
	IndexColumn      = rule("index-column", Error, "columns: names something the index does not have")
	IndexTooLarge    = rule("index-too-large", Error, "the index file is too large or too deep")
	IndexNotShipped  = rule("index-not-found", Error, "no shipped index has this id")

	ScoreConstant  = rule("score-constant", Warning, "an indicator has the same value in every zone")
	ScoreReference = rule("score-reference", Warning, "the zone that others are measured against has no value")
	ScoreMethod    = rule("score-method", Error, "a method cannot be applied to these values")
	ScoreAlone     = rule("score-alone", Warning, "one zone is scored with nothing to compare it with")
	ScoreNoData    = rule("score-no-data", Warning, "an indicator has no value at all")
	ScoreBefore    = rule("score-year-before", Warning, "the year before cannot be scored, so no change is shown")
	ScoreNothing   = rule("score-nothing", Error, "there is nothing to rank")
	SelectionEmpty = rule("selection-empty", Error, "a selection on the command line matches no zone")
	UsageBad       = rule("usage", Error, "the call itself is wrong")
	OutputFailed   = rule("output-failed", Error, "the result could not be written")
)
