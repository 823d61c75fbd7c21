package yamlfile

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"zoneval/pkg/diag"
)

// Limits are what the tags of one field demand of its value.
type Limits struct {
	required bool
	Enum     []string
	Min, Max *float64
	Above    *float64
	Lines    bool // the text may run over several lines
}

// field is one key of a file type.
type field struct {
	key    string
	index  []int
	help   string // for a mend
	limits Limits
}

// shape is a file type as its tags describe it.
type shape struct {
	keys   []string // in the order of the fields
	fields []field
	byKey  map[string]int // position in fields
	head   int            // the field that is the head
}

// shapes holds the shape of every file type that was met: tags are read once.
var shapes sync.Map

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{byKey: map[string]int{}}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous { // its keys stand among the others
			for _, in := range shapeOf(f.Type).fields {
				in.index = append([]int{i}, in.index...)
				s.add(in)
			}
			continue
		}
		key := f.Tag.Get("json")
		if key == "-" {
			s.head = i
			continue
		}
		s.add(field{key, []int{i}, firstLine(f.Tag.Get("jsonschema_description")), limitsOf(f)})
	}
	shapes.Store(t, s)
	return s
}

func (s *shape) add(f field) {
	s.byKey[f.key] = len(s.fields)
	s.keys = append(s.keys, f.key)
	s.fields = append(s.fields, f)
}

// Keys are the keys of a file type, in order.
func Keys(t reflect.Type) []string { return shapeOf(t).keys }

func limitsOf(f reflect.StructField) Limits {
	key := f.Tag.Get("json")
	l := Limits{Lines: key == "note" || key == "description"}
	for _, part := range strings.Split(f.Tag.Get("jsonschema"), ",") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "required":
			l.required = true
		case "enum":
			l.Enum = append(l.Enum, value)
		case "minimum", "exclusiveMinimum":
			v, err := strconv.ParseFloat(value, 64)
			if err != nil {
				panic("yamlfile: bad tag on " + f.Name)
			}
			if key == "minimum" {
				l.Min = &v
			} else {
				l.Above = &v
			}
		}
	}
	return l
}

func firstLine(s string) string {
	if s, _, _ = strings.Cut(s, "."); s == "" {
		return ""
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Head is what the decoder notes of a mapping: its place, and the keys that it has.
type Head struct {
	At   diag.Place
	Keys []Key // nil when it is not a mapping; a misspelt key counts as the key that it seems to mean
}

// Key is a key of a mapping and where it stands.
type Key struct {
	Name string
	Node *Node
}

func find(keys []Key, name string) *Node {
	for _, k := range keys {
		if k.Name == name {
			return k.Node
		}
	}
	return nil
}

// Broken says whether there was no mapping to read.
func (h *Head) Broken() bool { return h.Keys == nil }

// Find is the node of a key, or nil.
func (h *Head) Find(key string) *Node { return find(h.Keys, key) }

// Has says whether the mapping has a key.
func (h *Head) Has(key string) bool { return h.Find(key) != nil }

// Place is where a key stands, or where the mapping starts.
func (h *Head) Place(key string) diag.Place {
	p := h.At
	p.Path = Join(p.Path, key)
	if k := h.Find(key); k != nil {
		p.Line, p.Col = k.Line, k.Column
	}
	return p
}

// HasTopKey says of a text that has not been parsed whether one of the keys stands at the start of a line; without keys,
// whether any does.
func HasTopKey(text []byte, keys ...string) bool {
	if root := bytes.TrimSpace(text); bytes.HasPrefix(root, []byte("{")) && len(root) < MaxBytes { // JSON, on one line or many
		n := Fragment(string(root))
		return n != nil && (len(keys) == 0 && len(n.Content) > 0 || slices.ContainsFunc(keys, func(k string) bool { return Get(n, k) != nil }))
	}
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))) {
		key, _, found := bytes.Cut(line, []byte(":"))
		key = bytes.TrimRight(key, " \t")
		if found && len(key) > 0 && len(bytes.Trim(key, "abcdefghijklmnopqrstuvwxyz_\"'")) == 0 {
			if len(keys) == 0 || slices.Contains(keys, string(bytes.Trim(key, "\"'"))) {
				return true
			}
		}
	}
	return false
}
