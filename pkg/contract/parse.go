package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// MaxBytes is the size that a contract can have.
const MaxBytes = yamlfile.MaxBytes

// topKeys are the keys that make a file a contract.
var topKeys = []string{"fields", "schema", "resources", "identities", "year_on_year", "primaryKey"}

// Parse reads a contract. file is how the user named it, for messages. Every fault is reported in one pass, each at its
// line and column, sorted by place; the contract is nil when one of them is an error.
func Parse(file string, text []byte) (*Contract, diag.Findings) { return ParseBeside(file, text, nil) }

// ParseBeside is Parse for a data package whose schemas may stand in files of their own: open reads one, named by its path
// from the package.
func ParseBeside(file string, text []byte, open func(path string) ([]byte, error)) (*Contract, diag.Findings) {
	d := newDecoder(file)
	d.open = open
	var c *Contract
	if root := d.Root(text); root != nil {
		c = d.contract(root)
		d.review(c)
	}
	if !d.Log.HasErrors() { // or else the faults are explained better already
		if f := brokenJSON(file, text); f != nil {
			d.Log.Add(*f)
		}
	}
	if d.Log.HasErrors() {
		c = nil
	}
	return c, d.Log.Findings().Sort()
}

var topKey = regexp.MustCompile(`(?m)^(?:\x{FEFF})?["']?(` + strings.Join(topKeys, "|") + `)["']?[ \t]*:`)

// Looks says whether a text is a contract by its content, even if it has faults: it has one of the keys of a contract at
// its top level.
func Looks(text []byte) bool {
	if len(text) > MaxBytes || bytes.IndexByte(text, 0) >= 0 {
		return false
	}
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(trimmed) > 0 && trimmed[0] == '{' {
		return slices.ContainsFunc(keysInBraces(trimmed), func(k string) bool { return slices.Contains(topKeys, k) })
	}
	return topKey.Match(text)
}

var (
	plainKey  = regexp.MustCompile(`^([A-Za-z_$]+)[ \t\r\n]*:`)
	quotedKey = regexp.MustCompile(`^([A-Za-z_$]+)"[ \t\r\n]*:`)
)

// keysInBraces lists the plain keys at the top level of a JSON object.
func keysInBraces(text []byte) []string {
	var keys []string
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		c, key := text[i], plainKey
		switch {
		case quoted && c == '\\':
			i++
			continue
		case c == '"':
			if quoted = !quoted; !quoted {
				continue
			}
			key = quotedKey
		case quoted:
			continue
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case !strings.ContainsRune(", \t\r\n", rune(c)):
			continue
		}
		if depth == 1 && c != ']' && c != '}' {
			if m := key.FindSubmatch(text[i+1:]); m != nil {
				keys = append(keys, string(m[1]))
			}
		}
	}
	return keys
}

// contract reads the three forms: a Table Schema with our words, a resource that has one under schema, a package of
// several resources.
func (d *decoder) contract(root *yamlfile.Node) *Contract {
	var f packageFile
	d.Mapping(root, "", &f)
	c := &Contract{File: d.File, Place: f.Head.At}
	switch {
	case f.Resources.Node != nil:
		return d.dataPackage(c, &f)
	case f.Schema.Node != nil:
		d.resource(c, &f.resourceWords, &f.tableFile)
		return c
	case !slices.ContainsFunc(append(topKeys, "uniqueKeys", "foreignKeys"), func(key string) bool { return yamlfile.Get(root, key) != nil }):
		if !d.Log.HasErrors() {
			d.Add(diag.ContractRequired, f.Head.At, "write fields: and the columns below it, each with a name and a type",
				"the contract promises nothing: the key %s is missing", diag.Quote("fields"))
		}
	}
	d.table(c, &f.tableFile)
	return c
}

// resource reads the schema of one data file. Our words may stand in the schema or beside it.
func (d *decoder) resource(c *Contract, r *resourceWords, beside *tableFile) {
	c.Name, c.Path = r.Name.V, r.Path.V
	c.Delimiter = r.delimiter()
	n := r.Schema.Node
	if yamlfile.IsText(n) {
		in, root := d.schemaFile(n, r.Schema.Path)
		if root == nil {
			return
		}
		defer func(log *diag.Log) { d.Log.Merge(log) }(in.Log)
		d, n, r.Schema.Path = &decoder{Decoder: in.Decoder, open: d.open}, root, ""
		d.Own = d.own
	}
	var s schemaFile
	d.Mapping(n, r.Schema.Path, &s)
	if s.Head.Broken() {
		return
	}
	if s.Fields.Node == nil && !s.Head.Has("fields") {
		d.Report(diag.ContractRequired, n, r.Schema.Path, "write fields: and the columns below it",
			"the key %s is missing", diag.Quote("fields"))
	}
	t := &s.tableFile
	for _, w := range []struct{ to, from *raw }{{&t.Identities, &beside.Identities}, {&t.YearOnYear, &beside.YearOnYear}} {
		if w.to.Node == nil {
			*w.to = *w.from
		}
	}
	d.table(c, t)
}

// schemaFile reads a schema that stands in a file of its own, inside the package's folder.
func (d *decoder) schemaFile(n *yamlfile.Node, path string) (*decoder, *yamlfile.Node) {
	name := strings.TrimSpace(n.Value)
	if d.open == nil || !filepath.IsLocal(filepath.FromSlash(name)) || strings.Contains(name, "://") {
		d.Report(diag.ContractValue, n, path, "name that file as the contract", "the schema stands in another file, %s, which is not in the folder of the package", diag.Quote(name))
		return nil, nil
	}
	text, err := d.open(name)
	if err != nil {
		d.Report(diag.ContractValue, n, path, "check the name", "the schema stands in another file, %s, which cannot be read", diag.Quote(name))
		return nil, nil
	}
	in := newDecoder(filepath.ToSlash(filepath.Join(filepath.Dir(d.File), filepath.FromSlash(name))))
	root := in.Root(text)
	if root == nil {
		d.Log.Merge(in.Log)
	}
	return in, root
}

// brokenJSON reports what is wrong with a file that is called .json and is none: other programs would refuse it, although
// YAML is content with a comma too many.
func brokenJSON(file string, text []byte) *diag.Finding {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !strings.EqualFold(filepath.Ext(file), ".json") || len(text) > MaxBytes || json.Valid(text) || len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	var any any
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, &any); !errors.As(err, &syntax) {
		return nil
	}
	before := text[:min(max(int(syntax.Offset)-1, 0), len(text))]
	line := bytes.Count(before, []byte("\n")) + 1
	col := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	found := "the end of the file"
	if len(before) < len(text) {
		r, _ := utf8.DecodeRune(text[len(before):])
		if r < ' ' {
			return nil // a tab inside a text, which everybody reads
		}
		found = diag.Quote(string(r))
	}
	if c := bytes.TrimRight(before, " \t\r\n"); len(c) > 0 && c[len(c)-1] == ',' && len(before) < len(text) && (text[len(before)] == '}' || text[len(before)] == ']') {
		return &diag.Finding{Rule: diag.ContractSyntax, Place: diag.Place{File: file, Line: line, Col: col}, Message: "a comma stands before " + found + ", which JSON does not allow", Mend: "take the comma out"}
	}
	return &diag.Finding{Rule: diag.ContractSyntax, Place: diag.Place{File: file, Line: line, Col: col}, Message: "the file is no well-formed JSON: found " + found + " here",
		Mend: "check the quotes, commas and brackets before it; a contract in YAML is named .yaml"}
}

// table takes over the words of a Table Schema.
func (d *decoder) table(c *Contract, f *tableFile) {
	if f.Fields.Node != nil {
		d.fields(c, &f.Fields)
	}
	c.Missing, c.HasMissing = f.Missing.V, f.Missing.Set
	d.fieldsMatch(c, f.FieldsMatch)
	known := namesOf(c)
	c.Key = f.PrimaryKey.texts()
	d.knownNames(known, f.PrimaryKey.V)
	d.uniqueKeys(c, f.UniqueKeys, known)
	d.foreignKeys(c, f.ForeignKeys, known)
	if f.Identities.Node != nil {
		d.identities(c, f.Identities, known)
	}
	if f.YearOnYear.Node != nil {
		d.yearOnYear(c, f.YearOnYear, known)
	}
	d.onlyNumbers(c, known)
}

// onlyNumbers reports identities and limits on change of fields that are no numbers: they could never be checked.
func (d *decoder) onlyNumbers(c *Contract, known *nameSet) {
	if known == nil {
		return
	}
	check := func(name, what string, at diag.Place) {
		if f := known.field[name]; f != nil && f.Type != "any" && f.Type != "default" && !isNumeric(f.Type) {
			d.Add(diag.ContractValue, at, "give it the type number, or leave it out",
				"the field %s has the type %s, and only numbers have %s", diag.Quote(name), f.Type, what)
		}
	}
	for _, id := range c.Identities {
		for _, name := range append([]string{id.Total}, id.Parts...) {
			check(name, "a sum", id.Place)
		}
	}
	for _, ch := range c.YearOnYear {
		check(ch.Field, "a change", ch.Place)
	}
}

// review counts the guesses, and says so once.
func (d *decoder) review(c *Contract) {
	first := diag.Place{}
	count := func(c *Contract) {
		for i := range c.Fields {
			if c.Fields[i].Review {
				if c.Guesses++; first.Line == 0 {
					first = c.Fields[i].Place
				}
			}
		}
	}
	total := 0
	for _, c := range append([]*Contract{c}, c.Resources...) {
		count(c)
		total += c.Guesses
	}
	c.Guesses = total
	switch {
	case total == 1:
		d.Add(diag.ContractReview, first, mendReview, "one guess is not reviewed")
	case total > 1:
		d.Add(diag.ContractReview, first, mendReview, "%d guesses are not reviewed, of which this is the first", total)
	}
}

const mendReview = "look at it, correct it, and take out review: true"

// nameSet are the fields that names in the contract can refer to; nil when it has none, since then any column may be
// meant.
type nameSet struct {
	list  []string
	field map[string]*Field
}

func namesOf(c *Contract) *nameSet {
	if len(c.Fields) == 0 || c.isLong() {
		return nil // the names may be those of indicators
	}
	s := &nameSet{field: make(map[string]*Field, len(c.Fields))}
	for i := range c.Fields {
		if f := &c.Fields[i]; f.Name != "" {
			s.list = append(s.list, f.Name)
			s.field[f.Name] = f
		}
	}
	return s
}

// isLong says whether the table has one value in each row, beside the name of its indicator.
func (c *Contract) isLong() bool {
	return (c.Field("indicator") != nil || c.Field("指标") != nil) && (c.Field("value") != nil || c.Field("数值") != nil || c.Field("值") != nil)
}

func (s *nameSet) has(name string) bool { return s != nil && s.field[name] != nil }

// knownNames reports names that are no field of the contract.
func (d *decoder) knownNames(known *nameSet, list []yamlfile.Str) {
	for _, s := range list {
		d.known(known, s.V, s.At)
	}
}

func (d *decoder) known(known *nameSet, name string, at diag.Place) {
	if known == nil || known.has(name) || d.Log.Full(diag.Error) {
		return
	}
	mend := diag.DidYouMean(name, known.list)
	if mend == "" {
		mend = "add it to fields, or correct the name"
	}
	d.Add(diag.ContractField, at, mend, "the contract has no field %s", diag.Quote(name))
}
