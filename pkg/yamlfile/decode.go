package yamlfile

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
)

// Decoder walks the nodes of one file along tagged structs, reports every fault and goes on.
type Decoder struct {
	File string
	Log  *diag.Log

	// Own reads a value of a type that only this kind of file has, and says whether it is one.
	Own func(n *Node, path string, to any, key string) bool
	// Belongs is the mend for an unknown key that belongs elsewhere, or "".
	Belongs func(path, key string) string

	kind     *Kind
	language string // YAML or JSON
	lines    int    // of the file
	shifts   []shift
}

// maxFindings bounds what a hostile file can make us keep.
const maxFindings = 1000

// New makes a decoder for a file, called as the user named it.
func New(file string, kind *Kind) *Decoder {
	return &Decoder{File: file, Log: &diag.Log{Max: maxFindings}, kind: kind, language: "YAML"}
}

// Place is where a node stands.
func (d *Decoder) Place(n *Node, path string) diag.Place {
	return diag.Place{File: d.File, Line: n.Line, Col: n.Column, Path: path}
}

// Report adds a finding at a node.
func (d *Decoder) Report(r *diag.Rule, n *Node, path, mend, format string, args ...any) {
	d.Add(r, d.Place(n, path), mend, format, args...)
}

// Add adds a finding at a place.
func (d *Decoder) Add(r *diag.Rule, at diag.Place, mend, format string, args ...any) {
	d.Log.Add(diag.Finding{Rule: r, Place: at, Mend: mend, Message: fmt.Sprintf(format, args...)})
}

// WrongType reports a value of the wrong kind, saying what was found and what the key takes.
func (d *Decoder) WrongType(n *Node, path, want, mend string) {
	if n.Kind == Alias {
		return // reported by refuse
	}
	d.Report(d.kind.Type, n, path, mend, "found %s, expected %s", Describe(n), want)
}

// Describe names a node in a user's words.
func Describe(n *Node) string {
	switch {
	case n.Kind == Mapping && len(n.Content) == 0:
		return "an empty mapping"
	case n.Kind == Mapping:
		return "a mapping"
	case n.Kind == List && len(n.Content) == 0:
		return "an empty list"
	case n.Kind == List:
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

// Entries yields the key and value nodes of a mapping, reporting keys that are not plain text or stand twice, and
// returns the keys.
func (d *Decoder) Entries(n *Node, path string, visit func(key string, k, v *Node)) []Key {
	keys := make([]Key, 0, len(n.Content)/2)
	var large map[string]*Node // only where searching the keys one by one would take long
	if len(n.Content) > 200 {
		large = make(map[string]*Node, len(n.Content)/2)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case k.Tag == "!!merge":
			keys = append(keys, Key{mergeKey, k})
			continue // reported by refuse
		case k.Kind != Scalar || k.Tag == "!!null":
			d.WrongType(k, path, "a key", "write key: value, the key being a word")
			continue
		}
		first := large[k.Value]
		if large == nil {
			first = find(keys, k.Value)
		}
		if first != nil {
			d.Log.Add(diag.Finding{Rule: d.kind.KeyTwice, Place: d.Place(k, Join(path, k.Value)),
				Message: fmt.Sprintf("the key %s stands twice in one mapping", diag.Quote(k.Value)),
				Mend:    "keep one of them",
				Related: []diag.Related{{Place: d.Place(first, ""), Message: "first here"}}})
			continue
		}
		if large != nil {
			large[k.Value] = k
		}
		keys = append(keys, Key{k.Value, k})
		visit(k.Value, k, v)
	}
	return keys
}

// Mapping fills the struct that to points to from a mapping node. The tags of its fields are json (the key), jsonschema
// (required, enum, minimum, exclusiveMinimum) and jsonschema_description; one field, tagged json:"-", is the Head.
func (d *Decoder) Mapping(n *Node, path string, to any) { d.fill(n, path, reflect.ValueOf(to).Elem()) }

func (d *Decoder) fill(n *Node, path string, v reflect.Value) {
	s := shapeOf(v.Type())
	h := v.Field(s.head).Addr().Interface().(*Head)
	h.At = d.Place(n, path)
	if n.Kind != Mapping {
		d.WrongType(n, path, "a mapping with the keys "+strings.Join(s.keys, ", "), "")
		return
	}
	var meant []Key // what misspelt keys stand for
	h.Keys = d.Entries(n, path, func(key string, k, val *Node) {
		if i, ok := s.byKey[key]; ok {
			d.field(val, Join(path, key), v.FieldByIndex(s.fields[i].index), &s.fields[i])
			return
		}
		if near := d.unknown(k, path, s.keys); near != "" {
			meant = append(meant, Key{near, k})
		}
	})
	for _, k := range meant {
		needed := s.fields[s.byKey[k.Name]].limits.required && !h.Has(k.Name)
		if d.kind.Open {
			d.Misspelt(k.Node, path, k.Name, needed)
		}
		if !h.Has(k.Name) {
			h.Keys = append(h.Keys, k)
		}
	}
	for _, f := range s.fields {
		if f.limits.required && !h.Has(f.key) && !h.Has(mergeKey) {
			d.Report(d.kind.Required, n, path, fmt.Sprintf("add %s: %s", f.key, f.help), "the key %s is missing%s", diag.Quote(f.key), ofWhich(n))
		}
	}
}

// ofWhich names a mapping in a list by its id or name, for a finding whose path has only its position.
func ofWhich(n *Node) string {
	for _, key := range []string{"id", "name", "zone"} {
		if v := Get(n, key); v != nil && IsText(v) && v.Value != "" {
			return " in " + diag.Quote(v.Value)
		}
	}
	return ""
}

// Misspelt reports a key that seems to mean another where any key is allowed. It is an error where the other is needed
// and is not there.
func (d *Decoder) Misspelt(k *Node, path, near string, needed bool) {
	f := diag.Finding{Rule: d.kind.Key, Place: d.Place(k, Join(path, k.Value)), Mend: "did you mean " + diag.Quote(near) + "?",
		Message: fmt.Sprintf("the key %s means nothing here", diag.Quote(k.Value))}
	if needed {
		f.Severity = diag.Error
	}
	d.Log.Add(f)
}

// unknown returns the key that one which is not known seems to mean; where only known ones are allowed it reports it.
func (d *Decoder) unknown(k *Node, path string, known []string) (near string) {
	key := k.Value
	if d.kind.Open {
		return Meant(key, known)
	}
	mend := KeyMend(key, known)
	if d.Belongs != nil {
		if m := d.Belongs(path, key); m != "" {
			mend = m
		}
	}
	d.Report(d.kind.Key, k, Join(path, key), mend, "unknown key %s", diag.Quote(key))
	return diag.Nearest(key, known)
}

// KeyMend is the nearest of the keys, or all of them.
func KeyMend(key string, keys []string) string {
	if n := diag.Nearest(key, keys); n != "" {
		return "did you mean " + diag.Quote(n) + "?"
	}
	return "known here: " + strings.Join(keys, ", ")
}

// Meant is the key that another seems to mean where any key is allowed: the nearest one, which for a short key has to
// be a single slip away, since note is not a misspelt name.
func Meant(key string, keys []string) string {
	near := diag.Nearest(key, keys)
	if len(near) <= 6 && !oneSlip(strings.ToLower(key), strings.ToLower(near)) {
		return ""
	}
	return near
}

// oneSlip says whether two words differ by one letter added, left out or replaced, or by two neighbours exchanged.
func oneSlip(a, b string) bool {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// field fills one field of a file type.
func (d *Decoder) field(n *Node, path string, v reflect.Value, f *field) {
	to := v.Addr().Interface()
	switch p := to.(type) {
	case *Str:
		*p = d.Str(n, path, f.limits)
	case *Num:
		*p = d.Num(n, path, f.limits)
	case *YesNo:
		*p = d.Flag(n, path)
	case *Text:
		*p = d.Text(n, path, f.limits)
	case *StrList:
		*p = d.StrList(n, path, f.limits)
	case *StrMap:
		*p = d.StrMap(n, path)
	default:
		switch {
		case d.Own != nil && d.Own(n, path, to, f.key):
		case v.Kind() == reflect.Slice:
			d.list(n, path, v, nil)
		default:
			d.fill(n, path, v)
		}
	}
}

// Sequence fills the slice of structs that to points to from a list of mappings. An element is addressed by its name
// where it has one, and by its position.
func (d *Decoder) Sequence(n *Node, path string, to any, name func(*Node) string) {
	d.list(n, path, reflect.ValueOf(to).Elem(), name)
}

func (d *Decoder) list(n *Node, path string, v reflect.Value, name func(*Node) string) {
	if n.Kind != List {
		d.WrongType(n, path, "a list, each entry starting with -", "")
		return
	}
	if len(n.Content) == 0 {
		d.Report(d.kind.EmptyList, n, path, "add an entry that starts with -", "the list is empty")
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, e := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		if name != nil {
			if id := name(e); id != "" {
				at = Join(path, id)
			}
		}
		d.fill(e, at, v.Index(i))
	}
}

// Join adds a key to a path.
func Join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
