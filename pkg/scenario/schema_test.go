package scenario

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"zoneval/indicators"
	"zoneval/pkg/yamlfile/yamltest"
)

const schemaFile = "../../indicators/scenario.schema.json"

var update = flag.Bool("update", false, "write indicators/scenario.schema.json anew")

// TestSchemaIsCurrent generates the schema from the file types and compares it with the committed one.
func TestSchemaIsCurrent(t *testing.T) {
	want := yamltest.Indented(t, yamltest.Schema(t, &scenarioFile{}, "zoneval scenario", ownSchema))
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, indicators.ScenarioSchema) {
		t.Fatal("scenario.schema.json is not what the file types say; run go generate ./indicators")
	}
}

// ownSchema says how the types are written that only scenarios have. A step of the method is read with the index, whose
// schema has the catalogue.
func ownSchema(t reflect.Type) *jsonschema.Schema {
	switch reflect.Zero(t).Interface().(type) {
	case changeList:
		one := uint64(1)
		return &jsonschema.Schema{Type: "array", MinItems: &one, Items: &jsonschema.Schema{Type: "string", Pattern: "="}}
	case steps:
		return &jsonschema.Schema{Type: "object"}
	}
	return nil
}

// TestSchemaAgreesWithParse: shipped scenarios and a full one satisfy the schema, and what is wrong is refused by both.
func TestSchemaAgreesWithParse(t *testing.T) {
	doc, err := validator.UnmarshalJSON(bytes.NewReader(indicators.ScenarioSchema))
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
	valid := func(text string) error {
		var v any
		if err := yaml.Unmarshal([]byte(text), &v); err != nil {
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
	texts := []string{full}
	for _, id := range indicators.Scenarios() {
		text, _ := indicators.OpenScenario(id)
		texts = append(texts, string(text))
	}
	for _, text := range texts {
		if err := valid(text); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
		if s, findings := Parse("x.yaml", []byte(text)); s == nil || len(findings) > 0 {
			t.Errorf("%v\n%s", findings, text)
		}
	}
	for _, change := range [][2]string{{"base:", "bse:"}, {"rule: sum", "rule: add"}, {"redistribute: equal", "redistribute: fair"}, {"  - green=25", "  - green"}, {"id: delta, ", ""}, {"lock: [innovation]", "lock: innovation"}} {
		bad := strings.Replace(full, change[0], change[1], 1)
		if bad == full {
			t.Fatalf("%q is not in the scenario", change[0])
		}
		if valid(bad) == nil {
			t.Errorf("the schema accepts %q", change[1])
		}
		if s, _ := Parse("bad.yaml", []byte(bad)); s != nil {
			t.Errorf("Parse accepts %q", change[1])
		}
	}
}

// full states everything that a scenario can.
const full = `name: {en: All of it, zh: 全部}
note: A note.
base: torch-2021
set:
  - green=25
  - 3.1*=2
  - kind:qualitative*=0.5
  - zone:HT001/1.7=+50
lock: [innovation]
redistribute: equal
method: {normalise: zscore, ranking: {round: 2}}
zones:
  drop: [HT002]
  keep: [HT*]
  merge:
    - {id: delta, name: Delta, of: [HT003, HT004], rule: sum, by: rd_institutions, rules: {"3.*": weighted}}
`
