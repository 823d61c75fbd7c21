package diag

import (
	"slices"
	"strings"
)

// Rule is one kind of finding. Its ID is stable: users name it in baselines and settings.
type Rule struct {
	ID       string
	Severity Severity
	Title    string // one line
}

// Group is the first word of the ID, two for last-year: what kind of thing is wrong.
func (r *Rule) Group() string {
	if strings.HasPrefix(r.ID, "last-year-") {
		return "last-year"
	}
	group, _, _ := strings.Cut(r.ID, "-")
	return group
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

// The catalogue. To add a finding, add a row here, a page under pages, and report it where the fault can be seen. The
// first word of an ID is its group.
var (
	FileNotFound  = rule("file-not-found", Error, "the file does not exist")
	FileUnusable  = rule("file-unusable", Error, "the file is a folder, a device, or cannot be opened or read")
	FileEmpty     = rule("file-empty", Error, "the file has no content")
	FileKind      = rule("file-kind", Error, "the file is not what its name says or what was expected: a workbook, an archive, a page")
	FileTooLarge  = rule("file-too-large", Error, "a line, a cell, a header or the file is beyond the limit")
	FileCorrupt   = rule("file-corrupt", Error, "the file is cut short or damaged")
	FileEncrypted = rule("file-encrypted", Error, "the file is protected by a password")
	FileHostile   = rule("file-hostile", Error, "the file is built to harm its reader: a bomb, an outside entity, a path that escapes")

	EncodingBad       = rule("encoding-unknown", Error, "the text is not UTF-8, UTF-16 or GB18030, is cut inside a character, or mixes encodings")
	EncodingNUL       = rule("encoding-nul", Error, "the text has NUL bytes")
	EncodingOther     = rule("encoding-not-utf8", Warning, "the text was read as GB18030 or UTF-16")
	EncodingMojibake  = rule("encoding-mojibake", Error, "the text was once read in the wrong encoding, and characters are lost or garbled")
	EncodingControl   = rule("encoding-control", Error, "a control character stands in a text")
	EncodingInvisible = rule("encoding-invisible", Error, "an invisible or direction-changing character stands in a text")

	StructureRagged    = rule("structure-ragged", Error, "a row has more or fewer cells than the header")
	StructureQuote     = rule("structure-quote", Error, "a quote is never closed, or stands inside a cell")
	StructureNoRows    = rule("structure-no-rows", Error, "there is a header and nothing below it")
	StructureDelimiter = rule("structure-delimiter", Warning, "the cells are not separated by commas")
	StructureLineEnds  = rule("structure-line-ends", Warning, "lines end in a bare carriage return, or in different ways")
	StructureBlank     = rule("structure-blank-row", Warning, "a blank row stands between rows")
	StructureBlanks    = rule("structure-outer-blanks", Warning, "texts have blanks before or after them")
	StructureTitle     = rule("structure-title-row", Error, "a title or note stands above the header")
	StructureUnits     = rule("structure-unit-row", Error, "a row of units or explanations stands below the header")
	StructureTotal     = rule("structure-total-row", Error, "a row is a total or an average, not a zone")
	StructureFootnote  = rule("structure-footnote-row", Error, "a note or a source stands below the rows")
	StructureHeader    = rule("structure-header-again", Error, "the header stands again between the rows")
	StructureMerge     = rule("structure-merge-marks", Error, "marks of a merge conflict stand in the file")
	StructureGhost     = rule("structure-ghost-column", Warning, "a column has no header and nothing in it")

	HeaderDuplicate = rule("header-duplicate", Error, "two columns mean the same thing")
	HeaderBlank     = rule("header-blank", Error, "a column has no header")
	HeaderMissing   = rule("header-missing", Error, "a column that is needed is not in the file")
	HeaderUnknown   = rule("header-unknown", Warning, "a column means nothing to the index or the contract and is not used")
	HeaderNear      = rule("header-near-miss", Error, "a column is headed nearly as one that is needed")

	KeyMissing   = rule("key-missing", Error, "a row has no zone")
	KeyDuplicate = rule("key-duplicate", Error, "a zone stands twice, or twice in one year")
	KeySimilar   = rule("key-similar", Error, "two zones have ids or names that differ only in width, case or blanks")
	KeyName      = rule("key-duplicate-name", Error, "two zones have the same name")
	KeyUnique    = rule("key-not-unique", Error, "a value stands twice in a column that is unique")
	KeyPattern   = rule("key-pattern", Error, "a key is not written as the contract says")
	KeyConflict  = rule("key-conflict", Warning, "one zone is given two names or attributes; the first stands")
	KeyYear      = rule("key-year", Error, "a year is not a whole number from 1900 to 2200")
	KeyIndicator = rule("key-indicator", Error, "a long-form row names an indicator that the index does not have")

	TypeNumber       = rule("type-number", Error, "a cell is not a plain number")
	TypeWhole        = rule("type-whole", Error, "a number is not whole where only whole ones can be")
	TypeNaN          = rule("type-nan", Error, "a cell is NaN")
	TypeInfinite     = rule("type-infinite", Error, "a cell is infinite")
	TypeOverflow     = rule("type-overflow", Error, "a number is too large for a computer's numbers")
	TypeHex          = rule("type-hex", Error, "a number is hexadecimal")
	TypeThousands    = rule("type-thousands", Error, "a number has thousands marks")
	TypeDecimalComma = rule("type-decimal-comma", Error, "a number has a decimal comma")
	TypePercent      = rule("type-percent", Error, "a number has a percent sign")
	TypeUnit         = rule("type-unit", Error, "a number has a unit in the cell")
	TypeFullWidth    = rule("type-full-width", Error, "a number has full-width digits or signs")
	TypeNegative     = rule("type-negative", Error, "a negative number is in accounting form or has a minus that is none")
	TypeBlanks       = rule("type-blanks", Error, "a number has blanks around it that are no plain ones")
	TypeApostrophe   = rule("type-apostrophe", Error, "a number has an apostrophe before it, as spreadsheets mark texts")
	TypeDate         = rule("type-date", Error, "a cell is a date where a number was expected, as spreadsheets make them, or is no date where one was")
	TypeSpreadsheet  = rule("type-spreadsheet-error", Error, "a cell is the error of a spreadsheet's formula")
	TypeBound        = rule("type-bound", Error, "a cell gives a bound, not a value")
	TypeBoolean      = rule("type-boolean", Error, "a cell is not true or false")

	MissingRequired = rule("missing-required", Error, "a value that is needed is missing")
	MissingMark     = rule("missing-mark", Warning, "a cell has a mark for missing that nobody declared")
	MissingEllipsis = rule("missing-ellipsis", Warning, "a cell has the mark for less than the table's smallest unit, which is not the same as missing")
	MissingColumn   = rule("missing-column", Warning, "most of a column is empty")
	MissingRow      = rule("missing-row", Warning, "most of a row is empty")

	RangeLimit   = rule("range-limit", Error, "a value lies outside what it can be")
	RangeLength  = rule("range-length", Error, "a text is shorter or longer than the contract says")
	RangePattern = rule("range-pattern", Error, "a text is not written as the contract says")
	UnitFraction = rule("unit-fraction", Error, "a share is given as a fraction where percent is meant, or the other way round")
	UnitScale    = rule("unit-scale", Error, "values are in another unit than the column's, such as 万元 for 亿元")

	YearJump    = rule("last-year-jump", Warning, "a value has changed more than is likely since last year")
	YearSwap    = rule("last-year-swapped", Warning, "two columns, or the values of two zones, look exchanged against last year")
	YearShift   = rule("last-year-shifted", Warning, "values stand beside the wrong zones: they are shifted against last year")
	YearGone    = rule("last-year-gone", Warning, "a zone of last year is not there")
	YearNew     = rule("last-year-new", Warning, "a zone was not there last year")
	YearRenamed = rule("last-year-renamed", Warning, "a zone has another name or id than last year")
	YearStale   = rule("last-year-stale", Warning, "values are the same as last year's, as a copy leaves them")

	IdentityTotal = rule("identity-total", Error, "a total is not the sum of its parts")
	IdentityPart  = rule("identity-part", Error, "a part is larger than its whole")

	ReferenceProvince = rule("reference-province", Error, "a province is on no list")
	ReferenceType     = rule("reference-type", Error, "a type of zone is on no list")
	ReferenceEnum     = rule("reference-enum", Error, "a value is not one that the contract lists")
	ReferenceKey      = rule("reference-key", Error, "a value is not in the table that the contract refers to")

	InjectionFormula = rule("injection-formula", Warning, "a text starts as a spreadsheet's formula does")
	InjectionMarkup  = rule("injection-markup", Warning, "a text has HTML or Markdown that a page would run or show")
	InjectionPath    = rule("injection-path", Warning, "a text is a path that leads out of its folder")

	SheetSeveral = rule("xlsx-sheets", Warning, "several sheets of the workbook have data, and one was chosen")
	SheetMissing = rule("xlsx-sheet-missing", Error, "the workbook has no such sheet, or none with data")
	SheetHidden  = rule("xlsx-hidden", Warning, "rows, columns or sheets with data are hidden")
	SheetMerged  = rule("xlsx-merged", Error, "cells are merged, so that only the first of them has a value")
	SheetText    = rule("xlsx-text-number", Warning, "a number is stored as text")
	SheetFormula = rule("xlsx-formula", Error, "a formula was never computed and has no value")
	SheetPercent = rule("xlsx-percent", Error, "a cell shows percent while its value is the hundredth of it")

	ContractSyntax   = rule("contract-syntax", Error, "the contract is not well-formed YAML or JSON, or not one document with a mapping")
	ContractKey      = rule("contract-unknown-key", Warning, "a key of the contract looks misspelt")
	ContractType     = rule("contract-wrong-type", Error, "a value of the contract is not of the kind the key takes")
	ContractValue    = rule("contract-bad-value", Error, "a value of the contract is not one the key takes")
	ContractRequired = rule("contract-missing-key", Error, "a key of the contract that is required is not there")
	ContractTwice    = rule("contract-duplicate", Error, "two fields of the contract have the same name, or a key stands twice")
	ContractField    = rule("contract-unknown-field", Error, "the contract speaks of a field that it does not have")
	ContractReview   = rule("contract-review", Note, "the contract has guesses that nobody has reviewed")

	BaselineSyntax   = rule("baseline-syntax", Error, "the baseline cannot be read")
	BaselineExceeded = rule("baseline-exceeded", Error, "there are more findings than an entry of the baseline accepts")
	BaselineStale    = rule("baseline-stale", Warning, "an entry of the baseline matches nothing any more, or has expired")

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

	ScenarioSyntax   = rule("scenario-syntax", Error, "the scenario is not well-formed YAML, or not one document with a mapping")
	ScenarioKey      = rule("scenario-unknown-key", Error, "a key that the scenario format does not have")
	ScenarioTwice    = rule("scenario-duplicate-key", Error, "a key stands twice in one mapping")
	ScenarioRequired = rule("scenario-missing-key", Error, "a key that is required is not there, or the scenario changes nothing")
	ScenarioType     = rule("scenario-wrong-type", Error, "a value is not of the kind the key takes")
	ScenarioValue    = rule("scenario-bad-value", Error, "a value is not one the key takes")
	ScenarioChange   = rule("scenario-change", Error, "a change cannot be read")
	ScenarioSelect   = rule("scenario-selector", Error, "a change selects nothing that can be changed")
	ScenarioContra   = rule("scenario-contradiction", Error, "two settings contradict each other")
	ScenarioWeights  = rule("scenario-weights", Error, "the weights that a change asks for are not possible")
	ScenarioNumber   = rule("scenario-number", Error, "a changed value is not one that the indicator can have")
	ScenarioMerge    = rule("scenario-merge", Error, "zones cannot be merged as asked")
	ScenarioBase     = rule("scenario-base", Error, "the index that a scenario is of cannot be used")

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
