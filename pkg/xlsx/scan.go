package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// The limits of an XML part, far above what any writer of workbooks makes.
const (
	maxToken = 1 << 20 // bytes of one tag, text or comment
	maxName  = 256     // bytes of the name of an element
	maxDepth = 256     // elements inside each other
	maxAttrs = 256     // attributes of one element
)

// fault is why a part cannot be read. The message is said of the part, or is a sentence of its own where row is set.
type fault struct {
	rule     *diag.Rule
	message  string
	row, col int
}

// token is what the scanner meets.
type token uint8

const (
	nothing token = iota // the part has ended, or a fault was met
	startTag
	endTag
	chars
)

// scanner reads one XML part as a stream of tags and texts, in as much memory as the longest of them. It stands in for
// encoding/xml because it is many times as fast, refuses what a workbook never has (document types, entities, other
// encodings) and bounds what it holds. FuzzScanner holds it to reading what encoding/xml reads.
type scanner struct {
	src      io.Reader
	buf      []byte
	pos, end int  // what of buf is still to be read
	ended    bool // src has no more

	open    []byte // the names of the open elements, one after the other
	starts  []int  // where in open each starts
	depth   int    // how many are open
	rooted  bool   // the root element was met
	closing bool   // the last tag was <x/>, and its end was not told yet

	name  []byte // of the start tag just met, without a prefix; until the next token
	attrs []attr // of the start tag just met; until the next token
	text  []byte // just met; until the next token
	spare []byte // where texts with references are decoded
	fault *fault
}

// attr is an attribute as it is written; its value may have references.
type attr struct {
	name, value []byte
	refs        bool
}

func newScanner(src io.Reader, size uint64) *scanner {
	s := &scanner{src: src, buf: make([]byte, min(size+1, 64<<10))}
	s.fill()
	head := s.buf[:s.end]
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		s.encoding("UTF-16")
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		s.pos = 3
	}
	return s
}

// fail records the first fault.
func (s *scanner) fail(rule *diag.Rule, message string) {
	if s.fault == nil {
		s.fault = &fault{rule: rule, message: message}
	}
}

// malformed records a breach of the rules of XML.
func (s *scanner) malformed(what string) { s.fail(diag.FileCorrupt, "is not well-formed XML: "+what) }

func (s *scanner) encoding(name string) {
	s.fail(diag.FileCorrupt, "is written in "+name+", not in UTF-8 as workbooks are")
}

// fill makes the window larger; false where the part has no more or a fault was met.
func (s *scanner) fill() bool {
	if s.fault != nil || s.ended {
		return false
	}
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos = 0
	if s.end == len(s.buf) {
		if s.end >= maxToken {
			s.fail(diag.FileTooLarge, fmt.Sprintf("has a tag or a text of more than %d MiB", maxToken>>20))
			return false
		}
		s.buf = append(s.buf, make([]byte, max(len(s.buf), 512))...)
	}
	was := s.end
	for s.end < len(s.buf) && !s.ended {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		s.ended = errors.Is(err, io.EOF)
		if err != nil && !s.ended {
			s.fault = readFault(err)
			return false
		}
	}
	return s.end > was
}

// upTo is how far the window reaches to the end of a delimiter, -1 where it does not come any more.
func (s *scanner) upTo(delimiter string) int {
	for {
		if i := bytes.Index(s.buf[s.pos:s.end], []byte(delimiter)); i >= 0 {
			return i + len(delimiter)
		}
		if !s.fill() {
			s.early()
			return -1
		}
	}
}

func (s *scanner) early() { s.fail(diag.FileCorrupt, "is cut short: its XML ends early") }

// next reads the next tag or text.
func (s *scanner) next() token {
	if s.closing {
		s.closing = false
		s.pop()
		return endTag
	}
	for s.fault == nil {
		if s.end-s.pos < len("<![CDATA[") {
			s.fill()
		}
		if s.fault != nil {
			return nothing
		}
		if s.pos == s.end {
			if s.depth > 0 || !s.rooted {
				s.early()
			}
			return nothing
		}
		w := s.buf[s.pos:s.end]
		switch {
		case w[0] != '<':
			if s.run() {
				return chars
			}
		case len(w) == 1:
			s.early()
		case w[1] == '/':
			if s.endTag() {
				return endTag
			}
		case w[1] == '?':
			s.instruction()
		case bytes.HasPrefix(w, []byte("<!--")):
			s.comment()
		case bytes.HasPrefix(w, []byte("<![CDATA[")):
			if s.cdata() {
				return chars
			}
		case w[1] == '!' && len(w) < len("<![CDATA["):
			s.early()
		case w[1] == '!':
			s.fail(diag.FileHostile, "declares a document type or entities, which no workbook does")
		default:
			if s.startTag() {
				return startTag
			}
		}
	}
	return nothing
}

// run reads the text up to the next tag; true where it is inside the root element.
func (s *scanner) run() bool {
	n := bytes.IndexByte(s.buf[s.pos:s.end], '<')
	for n < 0 && s.fill() {
		n = bytes.IndexByte(s.buf[s.pos:s.end], '<')
	}
	if s.fault != nil {
		return false
	}
	if n < 0 {
		n = s.end - s.pos
	}
	w := s.buf[s.pos : s.pos+n]
	s.pos += n
	if s.depth == 0 {
		if len(bytes.Trim(w, " \t\r\n")) > 0 {
			s.malformed("a text stands outside its root element")
		}
		return false
	}
	var seen class
	for i, c := range w {
		seen |= classes[c]
		if c == '>' && i >= 2 && w[i-1] == ']' && w[i-2] == ']' {
			s.malformed("]]> stands in a text")
			return false
		}
	}
	return s.decode(w, seen)
}

// decode makes s.text of a text as it is written, of which the classes of its characters are known.
func (s *scanner) decode(w []byte, seen class) bool {
	if seen&control != 0 || seen&wide != 0 && !legal(w) {
		s.malformed("a text has a character that XML does not allow, or is not UTF-8")
		return false
	}
	s.text = w
	if seen&(reference|carriage) == 0 {
		return true
	}
	var ok bool
	if s.spare, ok = unescape(s.spare[:0], w, seen&reference != 0); !ok {
		s.reference()
		return false
	}
	s.text = s.spare
	return true
}

func (s *scanner) reference() { s.malformed("it refers to an entity that XML does not have") }

// cdata reads a section of text without references.
func (s *scanner) cdata() bool {
	n := s.upTo("]]>")
	if n < 0 {
		return false
	}
	w := s.buf[s.pos+len("<![CDATA[") : s.pos+n-len("]]>")]
	s.pos += n
	if s.depth == 0 {
		s.malformed("a text stands outside its root element")
		return false
	}
	var seen class
	for _, c := range w {
		seen |= classes[c]
	}
	return s.decode(w, seen&^reference)
}

// comment passes over a comment.
func (s *scanner) comment() {
	s.pos += len("<!--")
	n := s.upTo("--")
	if n < 0 {
		return
	}
	s.pos += n
	switch {
	case s.pos == s.end && !s.fill():
		s.early()
	case s.buf[s.pos] != '>':
		s.malformed("two hyphens stand in a comment")
	default:
		s.pos++
	}
}

// instruction passes over <?xml version="1.0" encoding="UTF-8"?> and its like.
func (s *scanner) instruction() {
	s.pos += len("<?")
	n := s.upTo("?>")
	if n < 0 {
		return
	}
	w := s.buf[s.pos : s.pos+n-2]
	s.pos += n
	target := w[:nameLength(w)]
	if !goodName(target) {
		s.malformed("an instruction has no proper name")
		return
	}
	if string(target) != "xml" {
		return
	}
	_, after, found := bytes.Cut(w, []byte("encoding"))
	after = bytes.TrimLeft(bytes.TrimLeft(after, " \t\r\n"), "= \t\r\n")
	if !found || len(after) < 2 {
		return
	}
	name, _, _ := bytes.Cut(after[1:], after[:1])
	if !bytes.EqualFold(name, []byte("UTF-8")) {
		s.encoding(diag.Quote(string(name)))
	}
}

// startTag reads a start tag and its attributes.
func (s *scanner) startTag() bool {
	n := s.tag(s.buf[s.pos+1 : s.end])
	for n < 0 && s.fill() {
		n = s.tag(s.buf[s.pos+1 : s.end])
	}
	if n < 0 {
		s.early()
		return false
	}
	if s.fault != nil {
		return false
	}
	full := s.name
	s.pos += 1 + n
	s.name = local(full)
	switch {
	case s.depth == 0 && s.rooted:
		s.malformed("it has two root elements")
		return false
	case s.depth == maxDepth:
		s.fail(diag.FileHostile, fmt.Sprintf("has more than %d elements inside each other", maxDepth))
		return false
	}
	s.rooted = true
	s.starts = append(s.starts, len(s.open))
	s.open = append(s.open, full...)
	s.depth++
	return true
}

// tag takes a start tag apart, from its name on; it returns its length, or -1 where the window ends before it does. A
// fault is recorded.
func (s *scanner) tag(w []byte) int {
	i := nameLength(w)
	if i == len(w) {
		return -1
	}
	s.name, s.attrs, s.closing = w[:i], s.attrs[:0], false
	if !goodName(s.name) {
		s.malformed("a tag has no proper name")
		return 0
	}
	for {
		was := i
		for i < len(w) && blank(w[i]) {
			i++
		}
		if i == len(w) {
			return -1
		}
		switch w[i] {
		case '>':
			return i + 1
		case '/':
			if i+1 == len(w) {
				return -1
			}
			if w[i+1] != '>' {
				s.malformed("a slash stands inside a tag")
				return 0
			}
			s.closing = true
			return i + 2
		}
		if i == was {
			s.malformed("two attributes of a tag are not apart")
			return 0
		}
		n := s.attribute(w[i:])
		if n < 0 || s.fault != nil {
			return n
		}
		i += n
	}
}

// attribute takes an attribute apart as tag does a tag.
func (s *scanner) attribute(w []byte) int {
	i := nameLength(w)
	a := attr{name: w[:i]}
	for i < len(w) && blank(w[i]) {
		i++
	}
	if i == len(w) {
		return -1
	}
	if !goodName(a.name) || w[i] != '=' {
		s.malformed("an attribute has no proper name or no value")
		return 0
	}
	i++
	for i < len(w) && blank(w[i]) {
		i++
	}
	if i == len(w) {
		return -1
	}
	quote := w[i]
	if quote != '"' && quote != '\'' {
		s.malformed("the value of an attribute has no quotes")
		return 0
	}
	i++
	start := i
	var seen class
	for ; i < len(w) && w[i] != quote; i++ {
		seen |= classes[w[i]]
	}
	if i == len(w) {
		return -1
	}
	a.value = w[start:i]
	a.refs = seen&reference != 0
	switch {
	case seen&(control|less) != 0, seen&wide != 0 && !legal(a.value):
		s.malformed("an attribute has a character that XML does not allow, or is not UTF-8")
		return 0
	case len(s.attrs) == maxAttrs:
		s.fail(diag.FileHostile, fmt.Sprintf("has a tag with more than %d attributes", maxAttrs))
		return 0
	case a.refs:
		var ok bool
		if s.spare, ok = unescape(s.spare[:0], a.value, true); !ok {
			s.reference()
			return 0
		}
	}
	s.attrs = append(s.attrs, a)
	return i + 1
}

// endTag reads an end tag, which must be that of the element opened last.
func (s *scanner) endTag() bool {
	n := s.upTo(">")
	if n < 0 {
		return false
	}
	name := s.buf[s.pos+2 : s.pos+n-1]
	s.pos += n
	for len(name) > 0 && blank(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if s.depth == 0 || !bytes.Equal(name, s.open[s.starts[s.depth-1]:]) {
		s.malformed("a tag is closed that is not open")
		return false
	}
	s.pop()
	return true
}

func (s *scanner) pop() {
	s.depth--
	s.open = s.open[:s.starts[s.depth]]
	s.starts = s.starts[:s.depth]
}

// child goes to the next element inside the one at a depth, passing over what the caller did not look into; false
// at that element's end.
func (s *scanner) child(depth int) bool {
	for {
		switch s.next() {
		case startTag:
			if s.depth == depth+1 {
				return true
			}
		case endTag:
			if s.depth < depth {
				return false
			}
		case nothing:
			return false
		case chars:
		}
	}
}

// content appends the text of the element just opened, without that of elements inside it, and goes to its end.
func (s *scanner) content(dst []byte) []byte {
	depth, from := s.depth, len(dst)
	for {
		switch s.next() {
		case chars:
			if s.depth == depth && s.short(len(dst)-from) {
				dst = append(dst, s.text...)
			}
		case endTag:
			if s.depth < depth {
				return dst
			}
		case nothing:
			return dst
		case startTag:
		}
	}
}

// drain reads to the end, so that what is wrong below or with the checksum is found.
func (s *scanner) drain() {
	for s.next() != nothing {
	}
}

// attr is the value of an attribute of the start tag just met, "" where it has none; the name has no prefix.
func (s *scanner) attr(name string) string {
	for _, a := range s.attrs {
		if string(a.name) == name {
			return a.text()
		}
	}
	return ""
}

// raw is attr as it is written, for what never has references; nil where there is none.
func (s *scanner) raw(name string) []byte {
	for _, a := range s.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// prefixed is the value of an attribute whose name has any prefix, such as r:id.
func (s *scanner) prefixed(name string) string {
	for _, a := range s.attrs {
		if l := local(a.name); len(l) < len(a.name) && string(l) == name {
			return a.text()
		}
	}
	return ""
}

// flag is an attribute that is true or false.
func (s *scanner) flag(name string) bool {
	v := s.attr(name)
	return v == "1" || v == "true"
}

func (a attr) text() string {
	if !a.refs {
		return string(a.value)
	}
	b, _ := unescape(nil, a.value, true) // it was tried when the tag was read
	return string(b)
}

// class is what the scanner must know of a byte.
type class uint8

const (
	control   class = 1 << iota // not allowed in XML
	reference                   // &
	less                        // <
	carriage                    // \r, which XML reads as \n
	wide                        // part of a character beyond ASCII
	naming                      // may stand in a name
)

var classes = func() (t [256]class) {
	for c := range t {
		switch {
		case c == '\t' || c == '\n':
		case c == '\r':
			t[c] = carriage
		case c < ' ':
			t[c] = control
		case c == '&':
			t[c] = reference
		case c == '<':
			t[c] = less
		case c >= utf8.RuneSelf:
			t[c] = wide | naming
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':' || c == '-' || c == '.':
			t[c] = naming
		}
	}
	return t
}()

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// nameLength is how many bytes at the start may be part of a name.
func nameLength(w []byte) int {
	for i, c := range w {
		if classes[c]&naming == 0 {
			return i
		}
	}
	return len(w)
}

// goodName says whether a name starts as names do and has at most one prefix.
func goodName(b []byte) bool {
	if len(b) == 0 || len(b) > maxName || b[0] >= '0' && b[0] <= '9' || b[0] == '-' || b[0] == '.' {
		return false
	}
	i := bytes.IndexByte(b, ':')
	if i >= 0 && (i == 0 || i == len(b)-1 || bytes.IndexByte(b[i+1:], ':') >= 0) {
		return false
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return legal(b)
		}
	}
	return true
}

// local is a name without its prefix. What the prefix stands for is not looked up: an element is known by its place,
// where the format has no other of the same name.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// legal says whether a text is UTF-8 and has only characters that XML allows beyond ASCII.
func legal(b []byte) bool {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
			return false
		}
		b = b[n:]
	}
	return true
}

// unescape appends a text with its line ends as XML reads them and, where refs is set, its references replaced; false
// where one is none.
func unescape(dst, src []byte, refs bool) ([]byte, bool) {
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\r':
			dst = append(dst, '\n')
			if i+1 < len(src) && src[i+1] == '\n' {
				i++
			}
		case c == '&' && refs:
			n := bytes.IndexByte(src[i:min(len(src), i+32)], ';')
			if n < 0 {
				return dst, false
			}
			r := referred(string(src[i+1 : i+n]))
			if r < 0 {
				return dst, false
			}
			dst = utf8.AppendRune(dst, r)
			i += n
		default:
			dst = append(dst, c)
		}
	}
	return dst, true
}

// referred is the character that a reference stands for, -1 where it stands for none.
func referred(name string) rune {
	switch name {
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "amp":
		return '&'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if len(name) < 2 || name[0] != '#' {
		return -1
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 32)
	r := rune(min(v, utf8.MaxRune+1))
	if err != nil || r < ' ' && r != '\t' && r != '\n' && r != '\r' || !utf8.ValidRune(r) || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}
