package yamltest

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"zoneval/pkg/yamlfile"
)

// Schema generates the JSON Schema of a file type. own says how the types are written that only this kind of file has, and nil
// of others.
func Schema(t testing.TB, file any, title string, own func(reflect.Type) *jsonschema.Schema) *jsonschema.Schema {
	t.Helper()
	r := &jsonschema.Reflector{
		Anonymous:                  true,
		RequiredFromJSONSchemaTags: true,
		Mapper: func(t reflect.Type) *jsonschema.Schema {
			if s := own(t); s != nil {
				return s
			}
			return scalarSchema(t)
		},
		Namer: func(t reflect.Type) string { return strings.TrimSuffix(t.Name(), "File") },
	}
	s := r.Reflect(file)
	s.Title = title
	return s
}

// Indented is a schema as it is committed.
func Indented(t testing.TB, s *jsonschema.Schema) []byte {
	t.Helper()
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

// scalarSchema says how the scalars of every YAML file are written.
func scalarSchema(t reflect.Type) *jsonschema.Schema {
	plain := func() *jsonschema.Schema {
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"}, {Type: "number"}}}
	}
	switch reflect.Zero(t).Interface().(type) {
	case yamlfile.Str:
		return &jsonschema.Schema{Type: "string"}
	case yamlfile.Num:
		return &jsonschema.Schema{Type: "number"}
	case yamlfile.YesNo:
		return &jsonschema.Schema{Type: "boolean"}
	case yamlfile.Text:
		props := jsonschema.NewProperties()
		props.Set("en", &jsonschema.Schema{Type: "string"})
		props.Set("zh", &jsonschema.Schema{Type: "string"})
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"}, {Type: "object", Properties: props, AdditionalProperties: jsonschema.FalseSchema}}}
	case yamlfile.StrList:
		return &jsonschema.Schema{Type: "array", Items: plain()}
	case yamlfile.StrMap:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: &jsonschema.Schema{Type: "string"}}
	}
	return nil
}
