package contract

import (
	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// The shape of a contract. The keys are those of Table Schema, versions 1 and 2, and ours; the standard allows any other
// key anywhere, so that an unknown one is reported only where it looks misspelt.

type packageFile struct {
	resourceWords
	tableFile
	Resources raw           `json:"resources"`
	Head      yamlfile.Head `json:"-"`
}

// resourceWords describe one data file of a data package, and the package itself.
type resourceWords struct {
	Name        loose `json:"name"`
	Path        loose `json:"path"`
	Profile     loose `json:"profile"`
	Standard    loose `json:"$schema"`
	Title       loose `json:"title"`
	Description loose `json:"description"`
	Note        loose `json:"note"`
	Encoding    loose `json:"encoding"`
	Dialect     raw   `json:"dialect"`
	Schema      raw   `json:"schema"`

	Sources      raw `json:"sources"`
	Licenses     raw `json:"licenses"`
	Contributors raw `json:"contributors"`
	Keywords     raw `json:"keywords"`
	Homepage     raw `json:"homepage"`
	Version      raw `json:"version"`
	Created      raw `json:"created"`
	Image        raw `json:"image"`
	ID           raw `json:"id"`
	Format       raw `json:"format"`
	MediaType    raw `json:"mediatype"`
	Bytes        raw `json:"bytes"`
	Hash         raw `json:"hash"`
}

// tableFile is a Table Schema with our words.
type tableFile struct {
	Fields      raw   `json:"fields"`
	FieldsMatch raw   `json:"fieldsMatch"`
	Missing     marks `json:"missingValues"`
	PrimaryKey  names `json:"primaryKey"`
	UniqueKeys  raw   `json:"uniqueKeys"`
	ForeignKeys raw   `json:"foreignKeys"`
	Identities  raw   `json:"identities"`
	YearOnYear  raw   `json:"year_on_year"`
}

type schemaFile struct {
	tableFile
	Name        loose         `json:"name"`
	Title       loose         `json:"title"`
	Description loose         `json:"description"`
	Standard    loose         `json:"$schema"`
	Head        yamlfile.Head `json:"-"`
}

type fieldFile struct {
	Name        verbatim `json:"name" jsonschema:"required" jsonschema_description:"the header of the column"`
	Title       title    `json:"title"`
	Description loose    `json:"description"`
	Example     loose    `json:"example"`
	Type        verbatim `json:"type"`
	Format      loose    `json:"format"`
	Unit        title    `json:"unit"`

	Constraints constraintsFile `json:"constraints"`
	constraintWords
	Min bound `json:"min"` // as in an index file
	Max bound `json:"max"`

	Missing     marks          `json:"missingValues"`
	GroupChar   verbatim       `json:"groupChar"`
	DecimalChar verbatim       `json:"decimalChar"`
	BareNumber  yamlfile.YesNo `json:"bareNumber"`
	TrueValues  marks          `json:"trueValues"`
	FalseValues marks          `json:"falseValues"`
	Categories  marks          `json:"categories"`
	Ordered     loose          `json:"categoriesOrdered"`

	YearOnYear raw           `json:"year_on_year"`
	Review     flag          `json:"review"`
	Guess      flag          `json:"guess"`
	Head       yamlfile.Head `json:"-"`
}

type constraintsFile struct {
	constraintWords
	Head yamlfile.Head `json:"-"`
}

type constraintWords struct {
	Required         yamlfile.YesNo `json:"required"`
	Unique           yamlfile.YesNo `json:"unique"`
	Minimum          bound          `json:"minimum"`
	Maximum          bound          `json:"maximum"`
	ExclusiveMinimum bound          `json:"exclusiveMinimum"`
	ExclusiveMaximum bound          `json:"exclusiveMaximum"`
	MinLength        yamlfile.Num   `json:"minLength" jsonschema:"minimum=0"`
	MaxLength        yamlfile.Num   `json:"maxLength" jsonschema:"minimum=0"`
	Pattern          verbatim       `json:"pattern"`
	Enum             marks          `json:"enum"`
	JSONSchema       loose          `json:"jsonSchema"`
}

type foreignFile struct {
	Fields    names         `json:"fields" jsonschema:"required" jsonschema_description:"the columns of this table"`
	Reference referenceFile `json:"reference" jsonschema:"required" jsonschema_description:"the table and the columns in it"`
	Head      yamlfile.Head `json:"-"`
}

type referenceFile struct {
	Resource verbatim      `json:"resource"`
	Fields   names         `json:"fields" jsonschema:"required" jsonschema_description:"the columns of the other table"`
	Head     yamlfile.Head `json:"-"`
}

// The values that only contracts have.
type (
	// raw is read later, when more is known.
	raw struct {
		Node *yamlfile.Node
		Path string
	}
	// loose is a key that we know and have no demands on.
	loose struct{ V string }
	// title is a text, or one in each language; nothing is no fault.
	title struct{ V yamlfile.Bilingual }
	// verbatim is a text whose blanks count.
	verbatim struct {
		V   string
		At  diag.Place
		Set bool
	}
	// marks are the texts of cells, empty ones too.
	marks struct {
		V   []string
		At  []diag.Place
		Set bool
	}
	// names is one name of a field, or a list.
	names struct {
		V   []yamlfile.Str
		Set bool
	}
	// bound is a limit: a number, or the text of a date. Flag is true or false, as an older standard had
	// exclusiveMinimum.
	bound struct {
		Text string
		Flag bool
		At   diag.Place
		Set  bool
	}
	// flag is a mark of ours: true, or a text that says more.
	flag struct{ V bool }
)
