package index

import (
	"reflect"
	"strconv"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"zoneval/pkg/diag"
)

// limits are the tags of one field that the decoder enforces.
type limits struct {
	required bool
	enum     []string
	min, max *float64
	above    *float64
	lines    bool // the text may run over several lines
}

// field is one key of a file type.
type field struct {
	key    string
	index  int
	help   string // for a mend
	limits limits
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
		key := f.Tag.Get("json")
		if key == "-" {
			s.head = i
			continue
		}
		s.byKey[key] = len(s.fields)
		s.keys = append(s.keys, key)
		s.fields = append(s.fields, field{key, i, firstLine(f.Tag.Get("jsonschema_description")), limitsOf(f)})
	}
	shapes.Store(t, s)
	return s
}

func limitsOf(f reflect.StructField) limits {
	l := limits{lines: f.Tag.Get("json") == "note"}
	for _, part := range strings.Split(f.Tag.Get("jsonschema"), ",") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "required":
			l.required = true
		case "enum":
			l.enum = append(l.enum, value)
		case "minimum", "exclusiveMinimum":
			v, err := strconv.ParseFloat(value, 64)
			if err != nil {
				panic("index: bad tag on " + f.Name)
			}
			if key == "minimum" {
				l.min = &v
			} else {
				l.above = &v
			}
		}
	}
	return l
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, ".")
	return strings.ToLower(s[:1]) + s[1:]
}

// head is what the decoder notes of a mapping: its place, and the keys that it has.
type head struct {
	At   diag.Place
	keys []keyNode // nil when it is not a mapping; a misspelt key counts as the key that it seems to mean
}

// keyNode is a key and where it stands.
type keyNode struct {
	name string
	node *yaml.Node
}

func find(keys []keyNode, name string) *yaml.Node {
	for _, k := range keys {
		if k.name == name {
			return k.node
		}
	}
	return nil
}

// broken says whether there was no mapping to read.
func (h *head) broken() bool { return h.keys == nil }

func (h *head) has(key string) bool { return find(h.keys, key) != nil }

// place is where a key stands, or where the mapping starts.
func (h *head) place(key string) diag.Place {
	p := h.At
	p.Path = join(p.Path, key)
	if k := find(h.keys, key); k != nil {
		p.Line, p.Col = k.Line, k.Column
	}
	return p
}
