package yamlfile

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Clone is a copy of a tree that can be changed without changing the original.
func Clone(n *Node) *Node {
	c := *n
	c.Content = make([]*Node, len(n.Content))
	for i, child := range n.Content {
		c.Content[i] = Clone(child)
	}
	return &c
}

// Set gives a key of a mapping a value: in its place where the mapping has the key, at the end where it has not. The value
// takes over the place of the one before, or of the mapping; a comment behind the one before, which was of that, goes with it.
func Set(n *Node, key string, value *Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			value.Line, value.Column = n.Content[i+1].Line, n.Content[i+1].Column
			n.Content[i+1] = value
			return
		}
	}
	value.Line, value.Column = n.Line, n.Column
	n.Content = append(n.Content, &Node{Kind: Scalar, Tag: "!!str", Value: key, Line: n.Line, Column: n.Column}, value)
}

// Unset takes keys out of a mapping.
func Unset(n *Node, keys ...string) {
	for i := 0; i+1 < len(n.Content); {
		if slices.Contains(keys, n.Content[i].Value) {
			n.Content = slices.Delete(n.Content, i, i+2)
		} else {
			i += 2
		}
	}
}

// NumberNode is a number as it is written. Its tag is the one that a reader gives it, so that none is printed: whole numbers
// beyond 64 bits are read as floats.
func NumberNode(text string) *Node {
	n := &Node{Kind: Scalar, Value: text}
	n.Tag = n.ShortTag()
	return n
}

// TextNode is a text.
func TextNode(text string) *Node { return &Node{Kind: Scalar, Tag: "!!str", Value: text} }

// ListNode is a list on one line.
func ListNode(entries ...*Node) *Node {
	return &Node{Kind: List, Tag: "!!seq", Style: flowStyle, Content: entries}
}

// MappingNode is an empty mapping, on one line.
func MappingNode() *Node { return &Node{Kind: Mapping, Tag: "!!map", Style: flowStyle} }

// Fragment reads a value that stands alone, such as geometric or {power: {p: 2}}; nil where it is no YAML, or has what a file
// is refused for: aliases, merges, tags, too deep nesting, a second document.
func Fragment(text string) (n *Node) {
	defer func() {
		if recover() != nil { // as in parse
			n = nil
		}
	}()
	var doc, second yaml.Node
	dec := yaml.NewDecoder(strings.NewReader(text))
	if dec.Decode(&doc) != nil || !errors.Is(dec.Decode(&second), io.EOF) || len(doc.Content) != 1 || !bare(doc.Content[0], 0) {
		return nil
	}
	return doc.Content[0]
}

// bare says whether a tree has nothing that a file is refused for; see refuse.
func bare(n *Node, depth int) bool {
	if depth > maxDepth || n.Kind == Alias || n.Anchor != "" || n.Tag == "!!merge" || n.Style&yaml.TaggedStyle != 0 {
		return false
	}
	return !slices.ContainsFunc(n.Content, func(c *Node) bool { return !bare(c, depth+1) })
}

// BlockNode is an empty mapping, on lines of its own.
func BlockNode() *Node { return &Node{Kind: Mapping, Tag: "!!map"} }

// BlockList is an empty list, each entry on a line of its own.
func BlockList() *Node { return &Node{Kind: List, Tag: "!!seq"} }

// Line writes a value on one line, as {power: {p: 2}}.
func Line(n *Node) string {
	c := Clone(n)
	var flow func(n *Node)
	flow = func(n *Node) {
		n.HeadComment, n.LineComment, n.FootComment = "", "", ""
		if n.Kind != Scalar {
			n.Style = flowStyle
		}
		for _, child := range n.Content {
			flow(child)
		}
	}
	flow(c)
	spellNulls(c, true)
	text, err := yaml.Marshal(c)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// spellNulls writes null for values that are not there, as in {zscore: }: the library makes empty texts of those that stand
// inside brackets.
func spellNulls(n *Node, inside bool) {
	if inside && n.Tag == "!!null" && n.Value == "" {
		n.Value = "null"
	}
	for _, c := range n.Content {
		spellNulls(c, inside || n.Style&flowStyle != 0)
	}
}

// Encode writes a tree as YAML, with its comments, under a head comment of its own.
func Encode(n *Node, head string) ([]byte, error) {
	var b bytes.Buffer
	for line := range strings.Lines(head) {
		b.WriteString(strings.TrimRight("# "+strings.TrimRight(line, "\n"), " ") + "\n")
	}
	c := Clone(n)
	spellNulls(c, false)
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(c); err != nil {
		return nil, err
	}
	return b.Bytes(), enc.Close()
}
