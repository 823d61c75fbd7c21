package index

import (
	"reflect"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/method"
	"zoneval/pkg/yamlfile"
)

// decoder reads one index file, reports every fault and goes on.
type decoder struct {
	*yamlfile.Decoder
	taken   map[string]holder         // ids, codes and names, and what has them
	faulty  map[*Dimension]bool       // groups with a part that could not be read: their weights are not judged
	lists   map[*Dimension]diag.Place // where the list of a group's parts stands
	partial bool                      // parts of the tree could not be read

	unused   int  // weights of the file that do not count, since
	unusedBy Step // computes them
}

var kind = yamlfile.Kind{Word: "index", One: "an index", Start: "start with id: and name:",
	Empty: "zoneval index show torch-2021 --source prints one to start from", Deep: "brackets or dimensions",
	Rules: yamlfile.Rules{Syntax: diag.IndexSyntax, Alias: diag.IndexAlias, Key: diag.IndexKey, KeyTwice: diag.IndexKeyTwice,
		Required: diag.IndexRequired, Type: diag.IndexType, Value: diag.IndexValue, EmptyList: diag.IndexEmpty,
		Number: diag.IndexNumber, TooLarge: diag.IndexTooLarge}}

// MaxBytes is the size that an index file can have.
const MaxBytes = yamlfile.MaxBytes

func newDecoder(file string) *decoder {
	d := &decoder{Decoder: yamlfile.New(file, &kind), taken: make(map[string]holder, 200), faulty: map[*Dimension]bool{}, lists: map[*Dimension]diag.Place{}}
	d.Own, d.Belongs = d.own, belongs
	return d
}

// own reads the types that only index files have.
func (d *decoder) own(n *yamlfile.Node, path string, to any, key string) bool {
	switch p := to.(type) {
	case *step:
		*p = d.step(n, path, method.Step(key))
	case *assumed:
		*p = d.assumed(n, path)
	case *[]dimensionFile:
		d.Sequence(n, path, p, childID)
	default:
		return false
	}
	return true
}

// belongs says of a step at the top of the file that it should stand one level deeper.
func belongs(path, key string) string {
	if path == "" && slices.Contains(yamlfile.Keys(reflect.TypeFor[methodFile]()), key) {
		return "it belongs under method:"
	}
	return ""
}

// childID is the id of a dimension, by which paths name it.
func childID(n *yamlfile.Node) string {
	if id := yamlfile.Get(n, "id"); id != nil && id.Kind == yamlfile.Scalar && goodID(id.Value) {
		return id.Value
	}
	return ""
}
