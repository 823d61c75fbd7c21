package yamlfile

import (
	"encoding/json"
	"testing"

	"zoneval/pkg/diag"
)

var testKind = Kind{Word: "test", One: "a test", Start: "start", Empty: "write one", Deep: "brackets", Open: true, JSON: true,
	Rules: Rules{Syntax: diag.ContractSyntax, Alias: diag.ContractSyntax, Key: diag.ContractKey, KeyTwice: diag.ContractTwice, Required: diag.ContractRequired,
		Type: diag.ContractType, Value: diag.ContractValue, EmptyList: diag.ContractValue, Number: diag.ContractValue, TooLarge: diag.FileTooLarge}}

// TestJSON reads texts that JSON writes in its own way, and gets what a reader of JSON gets.
func TestJSON(t *testing.T) {
	for _, text := range []string{`"a\/b"`, `"\ud83d\ude00!"`, `"\\/"`, `"\\\/\""`, `"\\ud83d\\ude00"`, `"é\/ü\u00e9"`, `"http:\/\/x\/"`, `"\b\f\n\r\t"`} {
		var want string
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		d := New("x", &testKind)
		root := d.Root([]byte("{\t\"k\":" + text + ",\t\"end\":1}"))
		if root == nil {
			t.Errorf("%s: %v", text, d.Log.Findings())
			continue
		}
		end := 3 + len([]rune(text)) + 6
		if have := Get(root, "k").Value; have != want || Get(root, "end").Column != end+len(`"end":`) {
			t.Errorf("%s is %q, want %q; the end stands in column %d, want %d", text, have, want, Get(root, "end").Column, end+6)
		}
	}
	for _, text := range []string{`{"a": "\ud83d"}`, `{"a": "\ud83dx\ude00"}`, `{"a": "\u`, `{"a": "\`, `{"a": "\ud83d\u`} {
		d := New("x", &testKind)
		if root := d.Root([]byte(text)); root != nil || !d.Log.HasErrors() {
			t.Errorf("%s is read", text)
		}
	}
}

// TestYAMLKeepsTabs: what is changed in JSON is left alone in YAML.
func TestYAMLKeepsTabs(t *testing.T) {
	d := New("x", &testKind)
	if root := d.Root([]byte("a: 'x\ty'\nb: \"\\u002f\"\n")); root == nil || Get(root, "a").Value != "x\ty" || Get(root, "b").Value != "/" {
		t.Errorf("%v", d.Log.Findings())
	}
	d = New("x", &testKind)
	if d.Root([]byte("a:\n\t- b\n")) != nil {
		t.Error("a tab in the indentation is read")
	}
}

func TestMeant(t *testing.T) {
	keys := []string{"name", "type", "unit", "minimum", "constraints"}
	for key, want := range map[string]string{"nmae": "name", "nam": "name", "Name": "name", "names": "name", "note": "", "time": "", "uni": "unit",
		"minimun": "minimum", "miniumm": "minimum", "constraint": "constraints", "owner": "", "": ""} {
		if have := Meant(key, keys); have != want {
			t.Errorf("%q means %q, want %q", key, have, want)
		}
	}
}

type innerFile struct {
	A Num `json:"a" jsonschema:"minimum=0"`
}

type outerFile struct {
	innerFile
	Name Str       `json:"name" jsonschema:"required"`
	List []subFile `json:"list"`
	Head Head      `json:"-"`
}

type subFile struct {
	B    Str  `json:"b" jsonschema:"required"`
	Head Head `json:"-"`
}

// TestOpen: keys of an embedded struct stand among the others, other keys are allowed, and what is misspelt and needed
// is one error.
func TestOpen(t *testing.T) {
	for text, want := range map[string]string{
		"name: x\na: 1\nlist: [{b: y}]\nother: 1": "",
		"nmae: x":                            `x:1:1: error contract-unknown-key nmae: the key "nmae" means nothing here; did you mean "name"?`,
		"name: x\nlsit: []":                  `x:2:1: warning contract-unknown-key lsit: the key "lsit" means nothing here; did you mean "list"?`,
		"name: x\na: -1":                     `x:2:4: error contract-bad-value a: found -1, expected a number of 0 or more`,
		"name: x\nlist: [{}]":                `x:2:8: error contract-missing-key list[0]: the key "b" is missing; add b: `,
		"name: x\nlist: []":                  `x:2:7: error contract-bad-value list: the list is empty; add an entry that starts with -`,
		"name: x\nlist: {}":                  `x:2:7: error contract-wrong-type list: found an empty mapping, expected a list, each entry starting with -`,
		"name: *x":                           `x:1:7: error contract-syntax an alias (*name); test files do not use aliases; write the value out, or put a text that starts with * in quotes`,
		"name: x\n--- \nname: y":             `x:3:1: error contract-syntax a second document starts here, expected one test in one file; put it in a file of its own, and remove the --- line`,
		"":                                   `x: error file-empty the test file is empty; write one`,
		"{\"name\": \"x\",\n\t\"a\": -1,\n}": `x:2:7: error contract-bad-value a: found -1, expected a number of 0 or more`,
	} {
		d := New("x", &testKind)
		var f outerFile
		if root := d.Root([]byte(text)); root != nil {
			d.Mapping(root, "", &f)
		}
		have := ""
		for _, x := range d.Log.Findings() {
			have += x.String()
		}
		if have != want {
			t.Errorf("%q:\nhave %s\nwant %s", text, have, want)
		}
		if want == "" && (f.A.V != 1 || f.Name.V != "x" || f.List[0].B.V != "y" || f.Head.Find("other") == nil) {
			t.Errorf("%+v", f)
		}
	}
}
