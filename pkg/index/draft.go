package index

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Draft is an index file that can be changed. What comes of a change is the index that its own file would give: the
// tree of the file is changed and read again.
type Draft struct {
	Index *Index
	name  string
	root  *yamlfile.Node
	notes map[*yamlfile.Node]*notes // of the mappings whose notes were added to
}

// NewDraft reads an index file as Parse does. It is nil where Parse would give no index.
func NewDraft(name string, data []byte) (*Draft, diag.Findings) {
	d := newDecoder(name)
	root := d.Root(data)
	if root == nil {
		return nil, d.Log.Findings().Sort()
	}
	x := d.index(root)
	if d.Log.HasErrors() {
		return nil, d.Log.Findings().Sort()
	}
	sum := sha256.Sum256(data)
	x.File, x.SHA256 = name, hex.EncodeToString(sum[:])
	return &Draft{Index: x, name: name, root: root}, d.Log.Findings().Sort()
}

// Copy is a draft of the same file that can be changed apart. It makes no promises about itself: what the file expects and
// tests is of the index as it is.
func (d *Draft) Copy() *Draft {
	c := &Draft{Index: d.Index, name: d.name, root: yamlfile.Clone(d.root)}
	yamlfile.Unset(c.root, "expect", "tests")
	return c
}

// Of is the draft with the index that Read made of it.
func (d *Draft) Of(x *Index) *Draft { return &Draft{Index: x, name: d.name, root: d.root} }

// SetWeight gives a dimension or indicator (by its id) another weight, marks it assumed, and says why. The decimal must be
// 0 or more and exact; see DecimalWeights.
func (d *Draft) SetWeight(id string, weight *big.Rat, why Text) {
	n := findNode(d.root, id)
	yamlfile.Set(n, "weight", yamlfile.NumberNode(fileText(weight)))
	d.assume(n, "weight", why)
}

// SetWeightsSum states the sum of the weights inside a dimension, or of the top dimensions where the id is empty (a
// dimension may have the id of the index), and marks it assumed.
func (d *Draft) SetWeightsSum(id string, sum *big.Rat, why Text) {
	n := d.root
	if id != "" {
		n = findNode(d.root, id)
	}
	yamlfile.Set(n, "weights_sum", yamlfile.NumberNode(fileText(sum)))
	d.assume(n, "weights_sum", why)
}

// mostDigits is how long a number can be that a file states; see yamlfile.Decimal.
const mostDigits = 60

// fileText writes a decimal with all its digits, as far as a file can have them.
func fileText(r *big.Rat) string {
	if places, exact := r.FloatPrec(); exact {
		if s := r.FloatString(places); len(s) <= mostDigits {
			return s
		}
	}
	return decimalText(r)
}

// assume marks a key of a mapping as assumed, and adds to its note why.
func (d *Draft) assume(n *yamlfile.Node, key string, why Text) {
	keys := yamlfile.ListNode()
	switch marked := yamlfile.Get(n, "assumed"); {
	case marked == nil:
	case marked.Kind == yamlfile.List:
		keys.Content = slices.Clone(marked.Content)
	case marked.Value == "true":
		keys.Content = append(keys.Content, yamlfile.TextNode("weight"))
	}
	if !slices.ContainsFunc(keys.Content, func(k *yamlfile.Node) bool { return k.Value == key }) {
		keys.Content = append(keys.Content, yamlfile.TextNode(key))
	}
	yamlfile.Set(n, "assumed", keys)
	d.addNote(n, why)
}

// addNote puts a sentence before the note of a mapping, whose own words are then those of the index as it was.
func (d *Draft) addNote(n *yamlfile.Node, why Text) {
	o := d.notes[n]
	if o == nil {
		o = &notes{was: noteOf(n)}
		if d.notes == nil {
			d.notes = map[*yamlfile.Node]*notes{}
		}
		d.notes[n] = o
	}
	o.added.En, o.added.Zh = strings.TrimSpace(o.added.En+" "+why.En), o.added.Zh+why.Zh
	note := yamlfile.MappingNode()
	for _, t := range []struct{ key, text, was, as string }{{"en", o.added.En, o.was.En, " In " + d.Index.ID + ": "}, {"zh", o.added.Zh, o.was.Zh, d.Index.ID + " 原说明："}} {
		if t.was != "" {
			t.text += t.as + t.was
		}
		if t.text != "" {
			yamlfile.Set(note, t.key, yamlfile.TextNode(t.text))
		}
	}
	yamlfile.Set(n, "note", note)
}

// notes are the note of a mapping as it was, and what was added.
type notes struct{ was, added Text }

// noteOf is the note of a mapping.
func noteOf(n *yamlfile.Node) Text {
	note := yamlfile.Get(n, "note")
	if note == nil {
		return Text{}
	}
	return newDecoder("").Text(note, "note", limits{Lines: true}).V
}

// SetMethod states a step of method: at a path such as aggregate, or ranking.round.
func (d *Draft) SetMethod(path []string, value *yamlfile.Node) {
	n := d.root
	for _, key := range append([]string{"method"}, path[:len(path)-1]...) {
		inner := yamlfile.Get(n, key)
		if inner == nil || inner.Kind != yamlfile.Mapping {
			inner = yamlfile.MappingNode()
			yamlfile.Set(n, key, inner)
		}
		n = inner
	}
	yamlfile.Set(n, path[len(path)-1], yamlfile.Clone(value))
}

// Rename makes the file one of its own, which nobody published: another id and name, a note that says what it was made
// from, and nothing of what the original says about its issue.
func (d *Draft) Rename(id string, name, note Text) {
	yamlfile.Set(d.root, "id", yamlfile.TextNode(id))
	names := yamlfile.MappingNode()
	for _, t := range []struct{ key, text string }{{"en", name.En}, {"zh", name.Zh}} {
		if t.text != "" {
			yamlfile.Set(names, t.key, yamlfile.TextNode(t.text))
		}
	}
	yamlfile.Set(d.root, "name", names)
	yamlfile.Unset(d.root, "publisher", "issued", "document")
	d.addNote(d.root, note)
}

// Read reads the changed file. The index is nil when a finding is an error; findings stand at the places of the file as it
// was, and those of new values at the mapping that they were put into.
func (d *Draft) Read() (*Index, diag.Findings) {
	dec := newDecoder(d.name)
	x := dec.index(d.root)
	if dec.Log.HasErrors() {
		return nil, dec.Log.Findings().Sort()
	}
	x.File, x.SHA256 = d.name, d.Index.SHA256
	return x, dec.Log.Findings().Sort()
}

// Text writes the changed file, under a head comment.
func (d *Draft) Text(head string) ([]byte, error) {
	root := yamlfile.Clone(d.root)
	root.HeadComment = ""
	if len(root.Content) > 0 {
		root.Content[0].HeadComment = ""
	}
	return yamlfile.Encode(root, head)
}

// findNode is the mapping of a dimension or an indicator inside another mapping, by its id.
func findNode(within *yamlfile.Node, id string) *yamlfile.Node {
	for _, list := range []string{"dimensions", "indicators"} {
		inner := yamlfile.Get(within, list)
		if inner == nil {
			continue
		}
		for _, n := range inner.Content {
			if v := yamlfile.Get(n, "id"); v != nil && strings.TrimSpace(v.Value) == id {
				return n
			}
			if found := findNode(n, id); found != nil {
				return found
			}
		}
	}
	return nil
}

// Exact is the weight as it is written, or as it is shared out, also where it counts for nothing since the data say another;
// nil where it could not be read. It must not be changed.
func (w *Weight) Exact() *big.Rat { return w.exact }

// weightDigits is how many digits a weight is rounded to, of the sum of its group.
const weightDigits = 14

// fixedDigits is how long a weight can be that is not to be rounded; with what is left of others added to it, a file can
// state it.
const fixedDigits = mostDigits - 10

// DecimalWeights makes decimals of the exact weights of a group, which a file can state: those that have no end are cut at 14
// digits of the sum, and so are those that have more, unless they are at one of the fixed positions. Where the sum is to be
// kept, which must be a decimal itself, what is left of it goes to the largest of those that were cut, to one at a fixed
// position only where there is no other.
func DecimalWeights(weights []*big.Rat, keepSum bool, fixed ...int) {
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	places := weightDigits
	for ten := big.NewRat(1, 1); places > 0 && ten.Cmp(sum) < 0; places-- {
		ten.Mul(ten, big.NewRat(10, 1))
	}
	for tenth := big.NewRat(1, 10); places < fixedDigits-2 && tenth.Cmp(sum) >= 0; places++ {
		tenth.Mul(tenth, big.NewRat(1, 10))
	}
	var cut []int
	stays := func(i int) bool { return slices.Contains(fixed, i) }
	for i, w := range weights {
		if n, exact := w.FloatPrec(); !exact || n > places && !(stays(i) && len(w.FloatString(n)) <= fixedDigits) {
			cut = append(cut, i)
		}
	}
	if len(cut) == 0 {
		return
	}
	exact := slices.Clone(weights)
	largest, left := cut[0], new(big.Rat)
	for _, i := range cut {
		weights[i], _ = new(big.Rat).SetString(exact[i].FloatString(places))
		left.Add(left, new(big.Rat).Sub(exact[i], weights[i]))
		if stays(largest) && !stays(i) || stays(largest) == stays(i) && weights[i].Cmp(weights[largest]) > 0 {
			largest = i
		}
	}
	if !keepSum {
		return
	}
	if new(big.Rat).Add(weights[largest], left).Sign() < 0 { // all are next to nothing: then none is rounded up
		left.SetInt64(0)
		for _, i := range cut {
			weights[i] = below(exact[i], places)
			left.Add(left, new(big.Rat).Sub(exact[i], weights[i]))
		}
	}
	weights[largest] = new(big.Rat).Add(weights[largest], left)
}

// below is the largest number with so many decimals that is not above r, which is 0 or more.
func below(r *big.Rat, places int) *big.Rat {
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	n := new(big.Int).Mul(r.Num(), ten)
	return new(big.Rat).SetFrac(n.Quo(n, r.Denom()), ten)
}

// DecimalText prints an exact decimal as it is written in a file, or its size where it has too many digits to read.
func DecimalText(r *big.Rat) string { return decimalText(r) }
