// Package yamlfile turns YAML bytes into a tree that can be trusted, and decodes it into tagged structs. Every fault is
// a finding in plain words with its line and column; the library's own text never reaches a user. JSON is read too,
// being YAML but for two things (json.go).
package yamlfile

import (
	"gopkg.in/yaml.v3"

	"zoneval/pkg/diag"
)

// Kind is a kind of file: how messages call it, and the rules that its faults fall under.
type Kind struct {
	Word  string // "index": index files do not use aliases
	One   string // "an index"
	Start string // the mend for a file without a mapping: "start with id: and name:"
	Empty string // the mend for an empty file
	Deep  string // what there may be too much of: "brackets or dimensions"
	Open  bool   // keys that the format does not have are allowed; only what looks misspelt is reported
	JSON  bool   // the file may be JSON
	Rules
}

// Rules are what the faults of a kind of file are reported under.
type Rules struct {
	Syntax, Alias, Key, KeyTwice, Required, Type, Value, EmptyList, Number, TooLarge *diag.Rule
}

// Node is a value of the file with its place.
type Node = yaml.Node

// The kinds of a Node. An alias is refused when the file is read; who walks on meets it all the same.
const (
	Scalar  = yaml.ScalarNode
	Mapping = yaml.MappingNode
	List    = yaml.SequenceNode
	Alias   = yaml.AliasNode
)

// How a scalar is written; every other style but flowStyle quotes it.
const (
	doubleQuoted = yaml.DoubleQuotedStyle
	flowStyle    = yaml.FlowStyle
)

// IsNull says whether a node is a key's missing value, or null.
func IsNull(n *Node) bool { return n.Tag == "!!null" }

// IsText says whether a node is a scalar that is not null: a text, a number, a date, true or false.
func IsText(n *Node) bool { return n.Kind == Scalar && n.Tag != "!!null" }

// Get is the value of a key in a mapping, or nil. Of a key that stands twice it is the first.
func Get(n *Node, key string) *Node {
	if n == nil || n.Kind != Mapping {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Kind == Scalar && n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
