// Package contract reads what a dataset promises, in YAML or JSON, and writes a first one from what was seen in it.
//
// The words are those of Frictionless Table Schema, versions 1 and 2, so that a schema or a data package (of which For
// picks the table) is a contract as it stands. Two words are ours; this is how to write them, and people write them in
// other ways too, which identity.go and change.go list:
//
//	missingValues: ["", "—"]
//	fields:
//	  - name: zone
//	    type: string
//	    constraints: {required: true, pattern: "[A-Z]{2}[0-9]{3}"}
//	  - {name: revenue, type: number, unit: 亿元, constraints: {minimum: 0}}
//	  - {name: domestic, type: number}
//	  - {name: foreign, type: number}
//	primaryKey: [zone]
//	identities:
//	  - {name: by origin, total: revenue, parts: [domestic, foreign], tolerance: 0.5} # or 0.1%
//	  - {total: revenue, parts: [domestic], at_most: true}                            # each part, not the sum
//	year_on_year:
//	  - {field: revenue, min_ratio: 0.5, max_ratio: 2, max_difference: 500}
//	  - {max_change: 80%} # every other number
//
// An identity without a tolerance may be off by a millionth of the total. Constraints may stand on the field itself, and
// review: true on a field says that nobody has looked at it yet. Keys that are none of these are allowed, as the standard
// has it; what looks like a misspelt one is reported.
package contract

import (
	"regexp"

	"zoneval/pkg/diag"
)

// Contract is what one table promises. What the file does not state is empty.
type Contract struct {
	File      string // as the user named it
	Name      string // of the resource, in a data package
	Delimiter string // of the data file's dialect; "" when not stated
	Path      string // of the resource's data file, in a data package
	Fields    []Field

	Missing    []string // cells that mean missing; only with HasMissing, or else the empty cell does
	HasMissing bool

	Key         []string   // primaryKey
	Unique      [][]string // uniqueKeys: sets of fields whose values together stand once
	FieldsMatch string     // exact, equal, subset, superset or partial; "" when not stated

	Identities  []Identity
	YearOnYear  []Change
	ForeignKeys []ForeignKey

	Guesses   int         // fields marked review: true, which nobody has looked at
	paths     []string    // of the resource, which may be cut into several files
	Resources []*Contract // the tables of a data package that has several; then the contract itself has no fields

	Place diag.Place
}

// Field is a column.
type Field struct {
	Name, Title string
	Type        string // string, number, integer, boolean, date, datetime, time, year, yearmonth, ...; "any" when not stated
	Format      string // of a date: default, any or a pattern such as %Y/%m/%d; of a string: email, uri, uuid; "" when not stated
	Unit        string

	Required, Unique           bool
	Min, Max                   float64        // ∓Inf when there is none
	ExclusiveMin, ExclusiveMax bool           // the limit itself is not allowed
	MinText, MaxText           string         // the limits of a date or time, in ISO form, which sorts as text
	MinLength, MaxLength       int            // in characters; -1 when there is none
	Pattern                    *regexp.Regexp // matches the whole value or nothing; nil when there is none
	PatternText                string         // the pattern as written
	Enum                       []string       // as written; nil allows everything

	Missing    []string // cells that mean missing in this column, in place of the contract's; only with HasMissing
	HasMissing bool

	GroupChar   string // the thousands mark, "" when there is none
	DecimalChar string // "." unless stated
	BareNumber  bool   // false allows signs such as % or ¥ around the number

	TrueValues, FalseValues []string // of a boolean

	Review bool // a guess that nobody has looked at
	Place  diag.Place
}

// Identity is a total and its parts. It holds when the sum of the parts, or with AtMost each part alone, is off by no
// more than the larger of Tolerance and Relative times the total.
type Identity struct {
	Name      string
	Total     string
	Parts     []string
	Tolerance float64 // absolute
	Relative  float64 // 0.01 is 1 %
	AtMost    bool    // each part must not exceed the total; their sum is not looked at
	Place     diag.Place
}

// Change limits how a value may differ from last year's. NaN is no limit.
type Change struct {
	Field              string  // "" means every numeric field that has no limits of its own
	MinRatio, MaxRatio float64 // of the value to last year's
	MaxDifference      float64 // between the two, in the field's unit
	Place              diag.Place
}

// ForeignKey says that the values of Fields stand in the columns Reference of another table.
type ForeignKey struct {
	Fields    []string
	Resource  string // "" is the table itself
	Reference []string
	Place     diag.Place
}

// Field finds a field by its name, or nil.
func (c *Contract) Field(name string) *Field {
	for i := range c.Fields {
		if c.Fields[i].Name == name {
			return &c.Fields[i]
		}
	}
	return nil
}
