package yamlfile

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

// Limits of a file. The largest index we know of has a few hundred indicators.
const (
	MaxBytes = 4 << 20
	maxDepth = 64
)

// Root turns the bytes into the mapping that the one document is, or reports why it cannot and returns nil.
func (d *Decoder) Root(data []byte) *Node {
	if d.kind.JSON && isJSON(data) {
		data, d.shifts = fromJSON(data)
		d.language = "JSON"
	}
	root := d.parse(data)
	if root == nil || !d.refuse(root, 0) || d.bomb() {
		return nil
	}
	return root
}

func (d *Decoder) parse(data []byte) (root *Node) {
	defer func() {
		if recover() != nil { // the parser has known crashes on hostile input
			d.syntax(1, 0, "the "+d.language+" cannot be read", "check brackets, quotes and indentation")
			root = nil
		}
	}()
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > MaxBytes:
		d.Log.Add(diag.Finding{Rule: d.kind.TooLarge, Place: diag.Place{File: d.File},
			Message: fmt.Sprintf("the file has %d bytes, the limit is %d", len(data), MaxBytes),
			Mend:    "check that it is " + d.kind.One + " and not a data file"})
		return nil
	case len(bytes.TrimSpace(data)) == 0:
		d.Log.Add(diag.Finding{Rule: diag.FileEmpty, Place: diag.Place{File: d.File}, Message: "the " + d.kind.Word + " file is empty",
			Mend: d.kind.Empty})
		return nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		d.Log.Add(diag.Finding{Rule: diag.EncodingBad, Place: diag.Place{File: d.File, Line: 1, Col: 1}, Message: "the file is UTF-16, expected UTF-8", Mend: "save the file as UTF-8"})
		return nil
	case !d.plainText(data), d.conflict(data):
		return nil
	}
	return d.document(data)
}

// document parses the first document and refuses a second one.
func (d *Decoder) document(data []byte) *Node {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			d.syntax(1, 1, "the file has comments and nothing else, expected a mapping", d.kind.Start)
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
		d.syntax(n.Line, n.Column, "a second document starts here, expected one "+d.kind.Word+" in one file",
			"put it in a file of its own, and remove the --- line")
	} else if !errors.Is(err, io.EOF) {
		d.explain(err, dec, data)
	}
	root := doc.Content[0]
	if root.Kind == Mapping {
		return root
	}
	mend := d.kind.Start
	if root.Kind == Scalar && strings.Contains(root.Value, ":") {
		mend = "put a blank after each colon, as in name: Growth"
	}
	d.syntax(root.Line, root.Column, "the top level is "+Describe(root)+", expected a mapping", mend)
	return nil
}

// plainText refuses what the YAML parser would trip over, and the characters that it counts as line breaks and an
// editor does not: every later line number would be off.
func (d *Decoder) plainText(data []byte) bool {
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
		if f := d.badRune(r, n, c); f != nil {
			f.Place = diag.Place{File: d.File, Line: d.lines, Col: d.column(d.lines, utf8.RuneCount(data[start:i])+1)}
			d.Log.Add(*f)
			return false
		}
		i += n
	}
	return true
}

// conflict reports the first mark of a merge conflict, beside which nothing else needs to be said of a file.
func (d *Decoder) conflict(data []byte) bool {
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if bytes.HasPrefix(text, []byte("<<<<<<< ")) || bytes.HasPrefix(text, []byte(">>>>>>> ")) {
			d.syntax(line, 1, "a mark of a merge conflict that git left in the file", "settle the conflict and take the marks out")
			return true
		}
	}
	return false
}

// badRune is the finding for a character that a file cannot have, or nil.
func (d *Decoder) badRune(r rune, size int, c byte) *diag.Finding {
	switch {
	case r == utf8.RuneError && size == 1:
		return &diag.Finding{Rule: diag.EncodingBad, Message: fmt.Sprintf("the byte 0x%02x is not UTF-8", c), Mend: "save the file as UTF-8"}
	case r == 0:
		return &diag.Finding{Rule: diag.EncodingNUL, Message: "the file has a NUL byte, so it is not a text file", Mend: "save the file as UTF-8 text"}
	case r == 0x85, r == 0x2028, r == 0x2029:
		return &diag.Finding{Rule: d.kind.Syntax, Message: fmt.Sprintf("the invisible line separator U+%04X", r), Mend: "remove it, or put a line break in its place"}
	case r < 0x20, r >= 0x7f && r <= 0x9f, r == 0xfffe, r == 0xffff:
		return &diag.Finding{Rule: d.kind.Syntax, Message: fmt.Sprintf("the control character U+%04X is not allowed in %s", r, d.language), Mend: "remove it"}
	}
	return nil
}

func (d *Decoder) syntax(line, col int, message, mend string) {
	col = d.column(line, col)
	if line > d.lines { // an empty document ends behind the last line
		line, col = max(d.lines, 1), 1
	}
	d.Log.Add(diag.Finding{Rule: d.kind.Syntax, Place: diag.Place{File: d.File, Line: line, Col: col}, Message: message, Mend: mend})
}

// manyAliases is from where on aliases are taken for an attempt to blow the file up, and not for a habit.
const manyAliases = 20

// bomb puts very many aliases into one finding, and says that the file is not to be walked.
func (d *Decoder) bomb() bool {
	list := d.Log.Findings()
	n := 0
	for _, f := range list {
		if f.Rule == d.kind.Alias {
			n++
		}
	}
	if n < manyAliases {
		return false
	}
	first := list.Sort()[0]
	d.Log = &diag.Log{Max: maxFindings}
	first.Message = fmt.Sprintf("%d anchors and aliases, as a bomb has them; the first: %s", n, first.Message)
	d.Log.Add(first)
	return true
}

// refuse reports anchors, aliases, merges, tags and too deep nesting, everywhere in the file, and says whether the
// tree can be walked. A tag is taken off, so that its value is read as if it were not there.
func (d *Decoder) refuse(n *Node, depth int) bool {
	n.Column = d.column(n.Line, n.Column)
	if depth > maxDepth {
		d.Log.Add(diag.Finding{Rule: d.kind.TooLarge, Place: d.Place(n, ""),
			Message: fmt.Sprintf("more than %d levels of nesting", maxDepth), Mend: "check for " + d.kind.Deep + " too many"})
		return false
	}
	if n.Kind == Alias {
		d.Report(d.kind.Alias, n, "", "write the value out in full", "the alias %s; %s files do not use aliases", diag.Quote("*"+n.Value), d.kind.Word)
		return true
	}
	if n.Anchor != "" {
		d.Report(d.kind.Alias, n, "", "remove it", "the anchor %s; %s files do not use anchors", diag.Quote("&"+n.Anchor), d.kind.Word)
	}
	switch {
	case n.Tag == "!!merge":
		d.Report(d.kind.Alias, n, "", "write the keys out in full", "the merge key <<; %s files do not use merges", d.kind.Word)
	case n.Style&yaml.TaggedStyle != 0:
		d.Report(d.kind.Alias, n, "", "remove it", "the tag %s; %s files do not use tags", diag.Quote(n.Tag), d.kind.Word)
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
