package index

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"zoneval/indicators"
	"zoneval/pkg/method"
	"zoneval/pkg/yamlfile/yamltest"
)

const schemaFile = "../../indicators/schema.json"

var update = flag.Bool("update", false, "write indicators/schema.json anew")

// TestSchemaIsCurrent generates the schema from the file types and compares it with the committed one.
func TestSchemaIsCurrent(t *testing.T) {
	want := generateSchema(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, indicators.Schema) {
		t.Fatal("schema.json is not what the file types say; run go generate ./indicators")
	}
}

func generateSchema(t *testing.T) []byte {
	t.Helper()
	s := yamltest.Schema(t, &indexFile{}, "zoneval index", ownSchema)
	// A step is read against the catalogue of the step its key names, which a type alone cannot say.
	for _, d := range s.Definitions {
		for p := d.Properties.Oldest(); p != nil; p = p.Next() {
			step := method.Step(p.Key)
			if p.Value.Comments == stepComment && len(method.Names(step)) > 0 {
				p.Value.OneOf, p.Value.Comments = stepSchemas(step), ""
			}
		}
	}
	return yamltest.Indented(t, s)
}

const stepComment = "step"

// ownSchema says how the types are written that only index files have.
func ownSchema(t reflect.Type) *jsonschema.Schema {
	switch reflect.Zero(t).Interface().(type) {
	case step:
		return &jsonschema.Schema{Comments: stepComment}
	case assumed:
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "boolean"}, {Type: "array", Items: &jsonschema.Schema{Type: "string"}}}}
	}
	return nil
}

// stepSchemas offers the methods of a step: by name, or by name with settings.
func stepSchemas(step method.Step) []*jsonschema.Schema {
	names := &jsonschema.Schema{Type: "string"}
	out := []*jsonschema.Schema{names}
	for _, m := range method.All() {
		if m.Step != step {
			continue
		}
		needs := false
		settings := jsonschema.NewProperties()
		one := &jsonschema.Schema{Type: "object", AdditionalProperties: jsonschema.FalseSchema}
		for _, p := range m.Params {
			s := paramSchema(p)
			s.Description = p.Brief
			settings.Set(p.Name, s)
			if p.Required {
				needs = true
				one.Required = append(one.Required, p.Name)
			}
		}
		if !needs {
			names.Enum = append(names.Enum, m.Name)
		}
		one.Properties = settings
		outer := jsonschema.NewProperties()
		outer.Set(m.Name, one)
		out = append(out, &jsonschema.Schema{Type: "object", Description: m.Brief, Properties: outer,
			Required: []string{m.Name}, AdditionalProperties: jsonschema.FalseSchema})
		if sole, ok := method.Sole(step); ok && sole.Name == m.Name {
			out = append(out, one)
		}
	}
	return out
}

func paramSchema(p method.Param) *jsonschema.Schema {
	switch p.Kind {
	case method.Flag:
		return &jsonschema.Schema{Type: "boolean"}
	case method.Range:
		two := uint64(2)
		return &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "number"}, MinItems: &two, MaxItems: &two}
	case method.Whole:
		most := limit(p.Most)
		if most == "" {
			most = json.Number(strconv.Itoa(mostWhole))
		}
		return &jsonschema.Schema{Type: "integer", Minimum: limit(p.Least), ExclusiveMinimum: limit(p.Above), Maximum: most}
	case method.Choice:
		s := &jsonschema.Schema{Type: "string"}
		for _, o := range p.Options {
			s.Enum = append(s.Enum, o)
		}
		return s
	case method.Word:
		return &jsonschema.Schema{Type: "string"}
	case method.Words:
		return &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"}, {Type: "number"}}}}
	case method.Numbers:
		return &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "number"}}
	case method.Points, method.Matrix:
		cell := &jsonschema.Schema{Type: "number"}
		if p.Kind == method.Matrix {
			cell = &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "number"}, {Type: "string"}}}
		}
		return &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "array", Items: cell}}
	case method.Methods:
		two := uint64(2)
		return &jsonschema.Schema{Type: "array", MinItems: &two, MaxItems: &two}
	}
	return &jsonschema.Schema{Type: "number", Minimum: limit(p.Least), ExclusiveMinimum: limit(p.Above), Maximum: limit(p.Most)}
}

// limit prints a limit of a setting.
func limit(x *float64) json.Number {
	if x == nil {
		return ""
	}
	return json.Number(strconv.FormatFloat(*x, 'g', -1, 64))
}

// TestSchemaAgreesWithParse runs shipped, good and bad files through the schema: every good file satisfies it, and each
// of the bad ones listed here is refused by both.
func TestSchemaAgreesWithParse(t *testing.T) {
	doc, err := validator.UnmarshalJSON(bytes.NewReader(indicators.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	valid := func(text []byte) error {
		var v any
		if err := yaml.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		v, err = validator.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(v)
	}
	for _, name := range []string{"../../indicators/torch-2021.yaml", "../../indicators/published-standing.yaml", "../../testdata/conformance/hdi-2022.yaml", "../../testdata/index/good/pipeline.yaml", "../../testdata/conformance/asem-denominated.yaml",
		"../../testdata/conformance/textbook/promethee-hydro.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		// YAML reads a bare date as a time; the schema is for texts as written.
		text = bytes.ReplaceAll(text, []byte("issued: 20"), []byte("issued: D20"))
		if err := valid(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := "id: x\nname: X\ndimensions:\n  - id: a\n    name: A\n    indicators:\n      - {id: b, name: B, direction: higher}\n"
	if err := valid([]byte(good)); err != nil {
		t.Errorf("good: %v", err)
	}
	for _, change := range [][2]string{
		{"id: x", "ID: x"}, {"direction: higher", "direction: up"}, {"name: A", "nam: A"}, {"direction: higher", "direction: higher, weight: heavy"},
		{"id: x", "id: x\nmethod: {normalise: minmx}"}, {"id: x", "id: x\nmethod: {normalise: goalposts}"}, {"id: x", "id: x\nscale: 0"},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if valid([]byte(bad)) == nil {
			t.Errorf("the schema accepts %q", change[1])
		}
		if x, _ := Parse("bad.yaml", []byte(bad)); x != nil {
			t.Errorf("Parse accepts %q", change[1])
		}
	}
}

// TestExamplesParse: what the catalogue says to write is read without a fault, and means that method.
func TestExamplesParse(t *testing.T) {
	for _, m := range method.All() {
		place := map[method.Step]string{method.Preference: "indicator", method.Ties: "ranking"}[m.Step]
		head, attribute := "method: {"+m.Example()+"}", ""
		switch place {
		case "indicator":
			head, attribute = "method: {aggregate: promethee2}", ", "+m.Example()
		case "ranking":
			head = "method: {ranking: {" + m.Example() + "}}"
		}
		text := "id: x\nname: X\ndenominators: [{id: population, name: P}]\n" + head + "\ndimensions:\n  - {id: d, name: D, indicators: [{id: a, name: A, direction: higher" + attribute + "}, {id: b, name: B, direction: higher}]}\n"
		x, findings := Parse("x.yaml", []byte(text))
		if x == nil {
			t.Errorf("%s %s: %v\n%s", m.Step, m.Name, findings, text)
			continue
		}
		have := map[method.Step]Step{method.Screen: x.Method.Screen, method.Denominate: x.Method.Denominate, method.Impute: x.Method.Impute, method.Treat: x.Method.Treat,
			method.Transform: x.Method.Transform, method.Normalise: x.Method.Normalise, method.Weights: x.Method.Weights, method.Aggregate: x.Method.Aggregate, method.Missing: x.Method.Missing,
			method.Preference: x.Indicators[0].Preference, method.Ties: {Name: x.Method.Ranking.Ties}}[m.Step]
		if have.Name != m.Name {
			t.Errorf("%q is read as %s %s", m.Example(), m.Step, have.Name)
		}
	}
}
