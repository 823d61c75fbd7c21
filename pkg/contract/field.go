package contract

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// types are those of the standard.
var types = []string{"string", "number", "integer", "boolean", "date", "datetime", "time", "year", "yearmonth", "duration",
	"any", "object", "array", "list", "geopoint", "geojson"}

// otherWords are what people and other tools call the types.
var otherWords = map[string]string{"int": "integer", "whole": "integer", "long": "integer", "bigint": "integer",
	"float": "number", "double": "number", "decimal": "number", "numeric": "number", "real": "number", "percent": "number", "currency": "number",
	"text": "string", "str": "string", "varchar": "string", "char": "string", "id": "string", "categorical": "string", "enum": "string",
	"bool": "boolean", "logical": "boolean", "timestamp": "datetime"}

// maxFields is more than a table of zones has columns, and little enough to compile a pattern for each.
const maxFields = 5000

// fields reads the columns.
func (d *decoder) fields(c *Contract, r *raw) {
	switch n := r.Node; {
	case n.Kind == yamlfile.List && len(n.Content) > maxFields:
		d.Report(diag.FileTooLarge, n, r.Path, "check that it is a contract", "%d fields, the limit is %d", len(n.Content), maxFields)
		return
	case n.Kind == yamlfile.List && len(n.Content) == 0:
		d.Report(diag.ContractValue, n, r.Path, "write a field for each column, with a name and a type", "the list is empty")
		return
	}
	first := map[string]diag.Place{}
	d.each(*r, "a list of fields, each with a name and a type", func(n *yamlfile.Node, path string) {
		if name := yamlfile.Get(n, "name"); name != nil && plainName(name.Value) {
			path = yamlfile.Join(strings.TrimSuffix(path, path[strings.LastIndex(path, "["):]), name.Value)
		}
		if n.Kind != yamlfile.Mapping {
			d.WrongType(n, path, "a field, which is a mapping with a name and a type", "")
			return
		}
		var f fieldFile
		d.Mapping(n, path, &f)
		name := strings.TrimSpace(f.Name.V)
		switch at, twice := first[name]; {
		case !f.Name.Set:
		case name == "":
			d.Add(diag.ContractValue, f.Name.At, "write the header of the column", "the name is empty")
		case twice:
			d.Log.Add(diag.Finding{Rule: diag.ContractTwice, Place: f.Name.At, Mend: "keep one of them, or correct the name",
				Message: "a second field has the name " + diag.Quote(name), Related: []diag.Related{{Place: at, Message: "first here"}}})
			return
		default:
			at := f.Name.At
			at.Path = ""
			first[name] = at
		}
		c.Fields = append(c.Fields, d.build(&f, name))
		if f.YearOnYear.Node != nil {
			for _, ch := range d.limits(f.YearOnYear.Node, f.YearOnYear.Path) {
				ch.Field = name
				c.YearOnYear = append(c.YearOnYear, ch)
			}
		}
	})
}

// plainName says whether a name reads well in a path.
func plainName(s string) bool {
	return s != "" && len(s) <= 60 && !strings.ContainsAny(s, " \t\r\n.[]\"") && diag.Clean(s) == s
}

// build makes a field from its words.
func (d *decoder) build(f *fieldFile, name string) Field {
	w := f.Constraints.constraintWords
	beside(&w, f)
	g := Field{Name: name, Title: f.Title.V.In("en"), Unit: f.Unit.V.In("zh"), Format: f.Format.V, Required: w.Required.V, Unique: w.Unique.V,
		Min: math.Inf(-1), Max: math.Inf(1), MinLength: -1, MaxLength: -1, Missing: f.Missing.V, HasMissing: f.Missing.Set,
		DecimalChar: ".", BareNumber: !f.BareNumber.Set || f.BareNumber.V, Review: f.Review.V || f.Guess.V, Place: f.Head.At}
	g.Type = d.fieldType(f, &w)
	d.limitsOf(&g, f, &w)
	d.lengths(&g, &w)
	if w.Pattern.Set {
		g.PatternText, g.Pattern = w.Pattern.V, d.pattern(w.Pattern)
	}
	d.enum(&g, f, &w)
	d.numberMarks(&g, f)
	if g.Type == "boolean" {
		g.TrueValues, g.FalseValues = []string{"true", "True", "TRUE", "1"}, []string{"false", "False", "FALSE", "0"}
	}
	if f.TrueValues.Set {
		g.TrueValues = f.TrueValues.V
	}
	if f.FalseValues.Set {
		g.FalseValues = f.FalseValues.V
	}
	return g
}

// beside takes over constraints that stand on the field itself, as people write them.
func beside(w *constraintWords, f *fieldFile) {
	b := f.constraintWords
	for _, p := range []struct{ to, from *bound }{{&w.Minimum, &b.Minimum}, {&w.Minimum, &f.Min}, {&w.Maximum, &b.Maximum}, {&w.Maximum, &f.Max},
		{&w.ExclusiveMinimum, &b.ExclusiveMinimum}, {&w.ExclusiveMaximum, &b.ExclusiveMaximum}} {
		if !p.to.Set {
			*p.to = *p.from
		}
	}
	for _, p := range []struct{ to, from *yamlfile.YesNo }{{&w.Required, &b.Required}, {&w.Unique, &b.Unique}} {
		if !p.to.Set {
			*p.to = *p.from
		}
	}
	for _, p := range []struct{ to, from *yamlfile.Num }{{&w.MinLength, &b.MinLength}, {&w.MaxLength, &b.MaxLength}} {
		if !p.to.Set {
			*p.to = *p.from
		}
	}
	if !w.Pattern.Set {
		w.Pattern = b.Pattern
	}
	if !w.Enum.Set {
		w.Enum = b.Enum
	}
}

// fieldType is the type as stated. Where none is, a limit that is a number makes it a number, and all else is allowed.
func (d *decoder) fieldType(f *fieldFile, w *constraintWords) string {
	if t := strings.TrimSpace(f.Type.V); f.Type.Set {
		if t == "default" || slices.Contains(types, t) {
			return t
		}
		mend := ""
		if word, ok := otherWords[strings.ToLower(t)]; ok {
			mend = "write " + word
		} else if near := diag.Nearest(t, types); near != "" {
			mend = "did you mean " + diag.Quote(near) + "?"
		}
		d.Add(diag.ContractValue, f.Type.At, mend,
			"the type %s is not known, expected one such as string, number, integer, boolean, date or year", diag.Quote(t))
		return "any"
	}
	for _, b := range []bound{w.Minimum, w.Maximum, w.ExclusiveMinimum, w.ExclusiveMaximum} {
		if _, _, fault := yamlfile.Decimal(b.Text); b.Text != "" && fault == "" {
			return "number"
		}
	}
	return "any"
}

// limitsOf takes over the limits. An exclusive one and a plain one may stand together; the narrower counts.
func (d *decoder) limitsOf(g *Field, f *fieldFile, w *constraintWords) {
	timed := isTimed(g.Type)
	for _, l := range []struct {
		b         bound
		lower, ex bool
	}{{w.Minimum, true, false}, {w.ExclusiveMinimum, true, true}, {w.Maximum, false, false}, {w.ExclusiveMaximum, false, true}} {
		b := l.b
		switch {
		case !b.Set:
		case b.Text == "" && l.ex:
			if l.lower {
				g.ExclusiveMin = g.ExclusiveMin || b.Flag
			} else {
				g.ExclusiveMax = b.Flag // of the maximum read before it
			}
		case timed:
			d.timeLimit(g, b, l.lower, l.ex)
		case !isNumeric(g.Type) && g.Type != "any":
			d.Add(diag.ContractValue, b.At, "give the field the type number, or take the limit out",
				"values of the type %s have no smallest or largest", g.Type)
		default:
			d.numberLimit(g, b, l.lower, l.ex)
		}
	}
	at := w.Maximum.At
	if !w.Maximum.Set || w.Maximum.Text == "" {
		at = w.ExclusiveMaximum.At
	}
	none := g.Min > g.Max || g.Min == g.Max && (g.ExclusiveMin || g.ExclusiveMax)
	textNone := g.MinText != "" && g.MaxText != "" && (g.MinText > g.MaxText || g.MinText == g.MaxText && (g.ExclusiveMin || g.ExclusiveMax))
	switch {
	case none:
		d.Add(diag.ContractValue, at, "exchange or widen them", "no value is possible: the minimum is %s and the maximum %s",
			limitText(g.Min, g.ExclusiveMin), limitText(g.Max, g.ExclusiveMax))
	case textNone:
		d.Add(diag.ContractValue, at, "exchange or widen them",
			"no value is possible: the minimum is %s and the maximum %s", g.MinText, g.MaxText)
	}
}

func limitText(v float64, exclusive bool) string {
	s := strconv.FormatFloat(v, 'g', -1, 64)
	if exclusive {
		s += " (exclusive)"
	}
	return s
}

func (d *decoder) numberLimit(g *Field, b bound, lower, exclusive bool) {
	v, _, fault := yamlfile.Decimal(b.Text)
	if fault != "" {
		d.Add(diag.ContractValue, b.At, "write a plain decimal such as 12.5", "found %s, %s", diag.Quote(b.Text), fault)
		return
	}
	switch {
	case lower && (v > g.Min || exclusive && v == g.Min):
		g.Min, g.ExclusiveMin = v, exclusive
	case !lower && (v < g.Max || exclusive && v == g.Max):
		g.Max, g.ExclusiveMax = v, exclusive
	}
}

// layouts are the ISO forms of dates and times, which sort as text.
var layouts = map[string][]string{"date": {"2006-01-02"}, "yearmonth": {"2006-01"}, "time": {"15:04:05", "15:04"},
	"datetime": {"2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02"}}

func isTimed(t string) bool { return layouts[t] != nil }

// isNumeric says whether values of a type are numbers.
func isNumeric(t string) bool { return t == "number" || t == "integer" || t == "year" }

func (d *decoder) timeLimit(g *Field, b bound, lower, exclusive bool) {
	if !slices.ContainsFunc(layouts[g.Type], func(l string) bool { _, err := time.Parse(l, b.Text); return err == nil }) {
		example := map[string]string{"date": "2021-04-22", "yearmonth": "2021-04", "time": "08:30:00", "datetime": "2021-04-22T08:30:00"}[g.Type]
		d.Add(diag.ContractValue, b.At, "write it as "+example, "found %s, expected a %s", diag.Quote(b.Text), g.Type)
		return
	}
	switch {
	case lower && (b.Text > g.MinText || exclusive && b.Text == g.MinText):
		g.MinText, g.ExclusiveMin = b.Text, exclusive
	case !lower && (g.MaxText == "" || b.Text < g.MaxText || exclusive && b.Text == g.MaxText):
		g.MaxText, g.ExclusiveMax = b.Text, exclusive
	}
}

func (d *decoder) lengths(g *Field, w *constraintWords) {
	for _, l := range []struct {
		n  yamlfile.Num
		to *int
	}{{w.MinLength, &g.MinLength}, {w.MaxLength, &g.MaxLength}} {
		switch {
		case !l.n.Set:
		case l.n.V != math.Trunc(l.n.V) || l.n.V > 1e9:
			d.Add(diag.ContractValue, l.n.At, "write a count of characters such as 12", "found %g, expected a whole number", l.n.V)
		default:
			*l.to = int(l.n.V)
		}
	}
	if g.MaxLength >= 0 && g.MinLength > g.MaxLength {
		d.Add(diag.ContractValue, w.MaxLength.At, "exchange them",
			"no text is possible: minLength is %d and maxLength %d", g.MinLength, g.MaxLength)
	}
}

// enum takes over the list of values, or that of the categories.
func (d *decoder) enum(g *Field, f *fieldFile, w *constraintWords) {
	m := w.Enum
	if !m.Set {
		m = f.Categories
	}
	if !m.Set {
		return
	}
	if len(m.V) == 0 {
		at := f.Head.Place("enum")
		for _, h := range []*yamlfile.Head{&f.Constraints.Head, &f.Head} {
			for _, key := range []string{"enum", "categories"} {
				if h.Has(key) {
					at = h.Place(key)
				}
			}
		}
		d.Add(diag.ContractValue, at, "list the values that are allowed, or take it out",
			"the list is empty, so that no value is allowed")
		return
	}
	if isNumeric(g.Type) {
		for i, v := range m.V {
			if _, _, fault := yamlfile.Decimal(strings.TrimSpace(v)); fault != "" {
				d.Add(diag.ContractValue, m.At[i], "correct it, or give the field the type string",
					"found %s, expected a number, as the type %s says", diag.Quote(v), g.Type)
			}
		}
	}
	g.Enum = m.V
}

// numberMarks takes over the marks inside numbers.
func (d *decoder) numberMarks(g *Field, f *fieldFile) {
	one := func(v verbatim, to *string) {
		if !v.Set {
			return
		}
		if r := []rune(v.V); len(r) != 1 || r[0] >= '0' && r[0] <= '9' || strings.ContainsAny(v.V, "+-") {
			d.Add(diag.ContractValue, v.At, `write one mark in quotes, such as ","`,
				"found %s, expected one character that is no digit or sign", diag.Quote(v.V))
			return
		}
		*to = v.V
	}
	one(f.DecimalChar, &g.DecimalChar)
	if f.GroupChar.V == "" { // as tools write that there is none
		return
	}
	one(f.GroupChar, &g.GroupChar)
	if g.GroupChar == g.DecimalChar {
		d.Add(diag.ContractValue, f.GroupChar.At, "use another mark for one of them",
			"thousands and decimals have the same mark %s", diag.Quote(g.GroupChar))
	}
}
