package index

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"zoneval/pkg/diag"
	"zoneval/pkg/method"
)

// decoder walks the YAML nodes along the file types, reports every fault and goes on.
type decoder struct {
	file    string
	log     *diag.Log
	taken   map[string]holder         // ids, codes and names, and what has them
	faulty  map[*Dimension]bool       // groups with a part that could not be read: their weights are not judged
	lists   map[*Dimension]diag.Place // where the list of a group's parts stands
	lines   int                       // of the file
	partial bool                      // parts of the tree could not be read

	unused   int  // weights of the file that do not count, since
	unusedBy Step // computes them
}

// maxFindings bounds what a hostile file can make us keep.
const maxFindings = 1000

func newDecoder(file string) *decoder {
	return &decoder{file: file, log: &diag.Log{Max: maxFindings}, taken: make(map[string]holder, 200), faulty: map[*Dimension]bool{}, lists: map[*Dimension]diag.Place{}}
}

func (d *decoder) place(n *yaml.Node, path string) diag.Place {
	return diag.Place{File: d.file, Line: n.Line, Col: n.Column, Path: path}
}

func (d *decoder) report(r *diag.Rule, n *yaml.Node, path, mend, format string, args ...any) {
	d.add(r, d.place(n, path), mend, format, args...)
}

func (d *decoder) add(r *diag.Rule, at diag.Place, mend, format string, args ...any) {
	d.log.Add(diag.Finding{Rule: r, Place: at, Mend: mend, Message: fmt.Sprintf(format, args...)})
}

// wrongType reports a value of the wrong kind, saying what was found and what the key takes.
func (d *decoder) wrongType(n *yaml.Node, path, want, mend string) {
	if n.Kind == yaml.AliasNode {
		return // reported by refuse
	}
	d.report(diag.IndexType, n, path, mend, "found %s, expected %s", describe(n), want)
}

// describe names a node in a user's words.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 0:
		return "an empty mapping"
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode && len(n.Content) == 0:
		return "an empty list"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Tag == "!!null":
		return "no value"
	case n.Tag == "!!int", n.Tag == "!!float":
		return "the number " + diag.Clean(n.Value)
	case n.Tag == "!!bool":
		return diag.Clean(n.Value)
	case n.Tag == "!!timestamp":
		return "the date " + diag.Clean(n.Value)
	}
	return "text " + diag.Quote(n.Value)
}

// mergeKey stands for a merge in the keys of a mapping: what it brings in is not known.
const mergeKey = "<<"

// entries yields the key and value nodes of a mapping, reporting keys that are not plain text or stand twice, and
// returns the keys.
func (d *decoder) entries(n *yaml.Node, path string, visit func(key string, k, v *yaml.Node)) []keyNode {
	keys := make([]keyNode, 0, len(n.Content)/2)
	var large map[string]*yaml.Node // only where searching the keys one by one would take long
	if len(n.Content) > 200 {
		large = make(map[string]*yaml.Node, len(n.Content)/2)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case k.Tag == "!!merge":
			keys = append(keys, keyNode{mergeKey, k})
			continue // reported by refuse
		case k.Kind != yaml.ScalarNode || k.Tag == "!!null":
			d.wrongType(k, path, "a key", "write key: value, the key being a word")
			continue
		}
		first := large[k.Value]
		if large == nil {
			first = find(keys, k.Value)
		}
		if first != nil {
			d.log.Add(diag.Finding{Rule: diag.IndexKeyTwice, Place: d.place(k, join(path, k.Value)),
				Message: fmt.Sprintf("the key %s stands twice in one mapping", diag.Quote(k.Value)),
				Mend:    "keep one of them",
				Related: []diag.Related{{Place: d.place(first, ""), Message: "first here"}}})
			continue
		}
		if large != nil {
			large[k.Value] = k
		}
		keys = append(keys, keyNode{k.Value, k})
		visit(k.Value, k, v)
	}
	return keys
}

// mapping fills the struct v from a mapping node.
func (d *decoder) mapping(n *yaml.Node, path string, v reflect.Value) {
	s := shapeOf(v.Type())
	h := v.Field(s.head).Addr().Interface().(*head)
	h.At = d.place(n, path)
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, path, "a mapping with the keys "+strings.Join(s.keys, ", "), "")
		return
	}
	var meant []keyNode
	h.keys = d.entries(n, path, func(key string, k, val *yaml.Node) {
		if i, ok := s.byKey[key]; ok {
			d.field(val, join(path, key), v.Field(s.fields[i].index), &s.fields[i])
			return
		}
		mend := keyMend(key, s.keys)
		if path == "" && slices.Contains(shapeOf(reflect.TypeFor[methodFile]()).keys, key) {
			mend = "it belongs under method:"
		}
		d.report(diag.IndexKey, k, join(path, key), mend, "unknown key %s", diag.Quote(key))
		if near := diag.Nearest(key, s.keys); near != "" {
			meant = append(meant, keyNode{near, k})
		}
	})
	for _, k := range meant {
		if !h.has(k.name) {
			h.keys = append(h.keys, k)
		}
	}
	for _, f := range s.fields {
		if f.limits.required && !h.has(f.key) && !h.has(mergeKey) {
			d.report(diag.IndexRequired, n, path, fmt.Sprintf("add %s: %s", f.key, f.help), "the key %s is missing", diag.Quote(f.key))
		}
	}
}

func keyMend(key string, keys []string) string {
	if n := diag.Nearest(key, keys); n != "" {
		return "did you mean " + diag.Quote(n) + "?"
	}
	return "known here: " + strings.Join(keys, ", ")
}

// field fills one field of a file type.
func (d *decoder) field(n *yaml.Node, path string, v reflect.Value, f *field) {
	switch p := v.Addr().Interface().(type) {
	case *str:
		*p = d.str(n, path, f.limits)
	case *num:
		*p = d.num(n, path, f.limits)
	case *yesNo:
		*p = d.flag(n, path)
	case *text:
		*p = d.text(n, path, f.limits)
	case *strList:
		*p = d.strList(n, path, f.limits)
	case *strMap:
		*p = d.strMap(n, path)
	case *step:
		*p = d.step(n, path, method.Step(f.key))
	case *assumed:
		*p = d.assumed(n, path)
	case *[]dimensionFile:
		*p = sequence[dimensionFile](d, n, path)
	case *[]denominatorFile:
		*p = sequence[denominatorFile](d, n, path)
	case *[]caseFile:
		*p = sequence[caseFile](d, n, path)
	case *[]indicatorFile:
		*p = sequence[indicatorFile](d, n, path)
	default:
		d.mapping(n, path, v)
	}
}

// sequence decodes a list of mappings. An element is addressed by its position, a dimension by its id where it has one.
func sequence[T any](d *decoder, n *yaml.Node, path string) []T {
	if n.Kind != yaml.SequenceNode {
		d.wrongType(n, path, "a list, each entry starting with -", "")
		return nil
	}
	if len(n.Content) == 0 {
		d.report(diag.IndexEmpty, n, path, "add an entry that starts with -", "the list is empty")
	}
	out := make([]T, len(n.Content))
	_, dims := any(out).([]dimensionFile)
	for i, e := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		if id := childID(e); dims && id != "" {
			at = join(path, id)
		}
		d.mapping(e, at, reflect.ValueOf(&out[i]).Elem())
	}
	return out
}

func childID(n *yaml.Node) string {
	if n.Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "id" && n.Content[i+1].Kind == yaml.ScalarNode && goodID(n.Content[i+1].Value) {
			return n.Content[i+1].Value
		}
	}
	return ""
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
