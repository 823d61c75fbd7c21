package index

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"zoneval/pkg/diag"
)

// Limits of an index file. The largest index we know of has a few hundred indicators.
const (
	MaxBytes = 4 << 20
	maxDepth = 64
)

// parseYAML turns the bytes into the root node of the one document, or reports why it cannot.
func (d *decoder) parseYAML(data []byte) (root *yaml.Node) {
	defer func() {
		if recover() != nil { // the parser has known crashes on hostile input
			d.syntax(1, 0, "the YAML cannot be read", "check brackets, quotes and indentation")
			root = nil
		}
	}()
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > MaxBytes:
		d.log.Add(diag.Finding{Rule: diag.IndexTooLarge, Place: diag.Place{File: d.file},
			Message: fmt.Sprintf("the file has %d bytes, the limit is %d", len(data), MaxBytes),
			Mend:    "check that it is an index and not a data file"})
		return nil
	case len(bytes.TrimSpace(data)) == 0:
		d.log.Add(diag.Finding{Rule: diag.FileEmpty, Place: diag.Place{File: d.file}, Message: "the index file is empty",
			Mend: "zoneval index show torch-2021 --source prints one to start from"})
		return nil
	case !d.plainText(data):
		return nil
	}
	return d.document(data)
}

// document parses the first document and refuses a second one.
func (d *decoder) document(data []byte) *yaml.Node {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			d.syntax(1, 1, "the file has comments and nothing else, expected a mapping", "start with id: and name:")
			return nil
		}
		d.explain(err, dec, data)
		return nil
	}
	if err := dec.Decode(&second); err == nil {
		n := &second
		if len(n.Content) > 0 {
			n = n.Content[0]
		}
		d.syntax(n.Line, n.Column, "a second document starts here, expected one index in one file",
			"put it in a file of its own, and remove the --- line")
	} else if !errors.Is(err, io.EOF) {
		d.explain(err, dec, data)
	}
	root := doc.Content[0]
	if root.Kind == yaml.MappingNode {
		return root
	}
	mend := "start with id: and name:"
	if root.Kind == yaml.ScalarNode && strings.Contains(root.Value, ":") {
		mend = "put a blank after each colon, as in name: Growth"
	}
	d.syntax(root.Line, root.Column, "the top level is "+describe(root)+", expected a mapping", mend)
	return nil
}

// plainText refuses what the YAML parser would trip over, and the characters that it counts as line breaks and an
// editor does not: every later line number would be off.
func (d *decoder) plainText(data []byte) bool {
	d.lines = 1
	start := 0
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\t' {
			i++
			continue
		}
		if c == '\n' || c == '\r' {
			if c == '\r' && i+1 < len(data) && data[i+1] == '\n' {
				i++
			}
			i++
			start = i
			if i < len(data) {
				d.lines++
			}
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if f := badRune(r, n, c); f != nil {
			f.Place = diag.Place{File: d.file, Line: d.lines, Col: utf8.RuneCount(data[start:i]) + 1}
			d.log.Add(*f)
			return false
		}
		i += n
	}
	return true
}

// badRune is the finding for a character that an index file cannot have, or nil.
func badRune(r rune, size int, c byte) *diag.Finding {
	switch {
	case r == utf8.RuneError && size == 1:
		return &diag.Finding{Rule: diag.EncodingBad, Message: fmt.Sprintf("the byte 0x%02x is not UTF-8", c), Mend: "save the file as UTF-8"}
	case r == 0:
		return &diag.Finding{Rule: diag.EncodingNUL, Message: "the file has a NUL byte, so it is not a text file", Mend: "save the file as UTF-8 text"}
	case r == 0x85, r == 0x2028, r == 0x2029:
		return &diag.Finding{Rule: diag.IndexSyntax, Message: fmt.Sprintf("the invisible line separator U+%04X", r), Mend: "remove it, or put a line break in its place"}
	case r < 0x20, r >= 0x7f && r <= 0x9f, r == 0xfffe, r == 0xffff:
		return &diag.Finding{Rule: diag.IndexSyntax, Message: fmt.Sprintf("the control character U+%04X is not allowed in YAML", r), Mend: "remove it"}
	}
	return nil
}

func (d *decoder) syntax(line, col int, message, mend string) {
	if line > d.lines { // an empty document ends behind the last line
		line, col = max(d.lines, 1), 1
	}
	d.log.Add(diag.Finding{Rule: diag.IndexSyntax, Place: diag.Place{File: d.file, Line: line, Col: col}, Message: message, Mend: mend})
}

// refuse reports anchors, aliases, merges, tags and too deep nesting, everywhere in the file, and says whether the
// tree can be walked. A tag is taken off, so that its value is read as if it were not there.
func (d *decoder) refuse(n *yaml.Node, depth int) bool {
	if depth > maxDepth {
		d.log.Add(diag.Finding{Rule: diag.IndexTooLarge, Place: d.place(n, ""),
			Message: fmt.Sprintf("more than %d levels of nesting", maxDepth), Mend: "check for brackets or dimensions too many"})
		return false
	}
	if n.Kind == yaml.AliasNode {
		d.report(diag.IndexAlias, n, "", "write the value out in full", "the alias %s; index files do not use aliases", diag.Quote("*"+n.Value))
		return true
	}
	if n.Anchor != "" {
		d.report(diag.IndexAlias, n, "", "remove it", "the anchor %s; index files do not use anchors", diag.Quote("&"+n.Anchor))
	}
	switch {
	case n.Tag == "!!merge":
		d.report(diag.IndexAlias, n, "", "write the keys out in full", "the merge key <<; index files do not use merges")
	case n.Style&yaml.TaggedStyle != 0:
		d.report(diag.IndexAlias, n, "", "remove it", "the tag %s; index files do not use tags", diag.Quote(n.Tag))
		n.Style &^= yaml.TaggedStyle
		n.Tag = ""
		n.Tag = n.ShortTag()
	}
	for _, c := range n.Content {
		if !d.refuse(c, depth+1) {
			return false
		}
	}
	return true
}
