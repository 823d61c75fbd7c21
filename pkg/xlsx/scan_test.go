package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// ours is what the scanner makes of a document, one line for each tag and text.
func ours(r io.Reader) (string, *fault) {
	s := newScanner(r, 0)
	var b, text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			fmt.Fprintf(&b, "text %q\n", text.String())
			text.Reset()
		}
	}
	for {
		switch s.next() {
		case startTag:
			flush()
			fmt.Fprintf(&b, "<%s", s.name)
			for _, a := range s.attrs {
				fmt.Fprintf(&b, " %s=%q", local(a.name), lineEnds(a.value, a.text()))
			}
			b.WriteString("\n")
		case endTag:
			flush()
			b.WriteString("end\n")
		case chars:
			text.Write(s.text)
		case nothing:
			return b.String(), s.fault
		}
	}
}

// lineEnds is the value of an attribute with its line ends as encoding/xml reads them, which the scanner does not look
// at since no attribute of a workbook has any.
func lineEnds(raw []byte, value string) string {
	if bytes.IndexByte(raw, '\r') < 0 {
		return value
	}
	b, _ := unescape(nil, raw, true)
	return string(b)
}

// theirs is the same of encoding/xml; odd says what of it the scanner may refuse.
func theirs(data []byte) (events string, odd bool, err error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	var b, text strings.Builder
	depth, roots := 0, 0
	flush := func() {
		if text.Len() > 0 {
			fmt.Fprintf(&b, "text %q\n", text.String())
			text.Reset()
		}
	}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), odd || roots != 1, nil
		}
		if err != nil {
			return "", odd, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			flush()
			if depth == 0 {
				roots++
			}
			depth++
			fmt.Fprintf(&b, "<%s", t.Name.Local)
			odd = odd || strings.Contains(t.Name.Local, ":")
			for _, a := range t.Attr {
				fmt.Fprintf(&b, " %s=%q", a.Name.Local, a.Value)
				odd = odd || strings.Contains(a.Name.Local, ":")
			}
			b.WriteString("\n")
		case xml.EndElement:
			flush()
			depth--
			b.WriteString("end\n")
		case xml.CharData:
			if depth > 0 {
				text.Write(t)
			} else {
				odd = odd || len(bytes.Trim(t, " \t\r\n")) > 0
			}
		case xml.Directive:
			odd = true
		}
	}
}

// agree holds the scanner to encoding/xml: what it takes, both read alike, and what it refuses, encoding/xml refuses
// too unless it is something that the scanner is stricter with on purpose.
func agree(t *testing.T, data []byte) {
	t.Helper()
	got, f := ours(bytes.NewReader(data))
	want, odd, err := theirs(data)
	switch {
	case f == nil && err != nil:
		for _, c := range data {
			if c >= 0x80 && strings.Contains(err.Error(), "name") { // letters of names beyond ASCII are not checked
				return
			}
		}
		if strings.Contains(err.Error(), "unsupported version") {
			return
		}
		t.Fatalf("%q: taken, but %v", data, err)
	case f == nil && got != want:
		t.Fatalf("%q:\ngot  %s\nwant %s", data, got, want)
	case f != nil && err == nil && !odd:
		for _, stricter := range []string{"declares", "two attributes", "outside its root", "more than", "is written in", "stands inside a tag", "an instruction"} {
			if strings.Contains(f.message, stricter) {
				return
			}
		}
		if strings.Contains(f.message, "refers to") && bytes.Contains(data, []byte("&#")) {
			return // surrogates, and numbers of very many zeros
		}
		if strings.Contains(f.message, "proper name") && len(data) > maxName {
			return
		}
		t.Fatalf("%q: refused: %s", data, f.message)
	}
	// The pieces in which a document comes make no difference.
	again, f2 := ours(iotest.OneByteReader(bytes.NewReader(data)))
	if again != got || (f == nil) != (f2 == nil) {
		t.Fatalf("%q: byte by byte:\ngot  %s\nwant %s", data, again, got)
	}
}

var documents = []string{
	`<a/>`, `<a></a>`, `<a b="c"/>`, `<a b='"' c="'" />`, `<a>x</a>`, `<a> <b>y</b> </a>`, `<x:a xmlns:x="u" x:b="1"/>`,
	"\xef\xbb\xbf<a/>", `<?xml version="1.0" encoding="UTF-8"?><a/>`, `<?xml version="1.0" encoding='utf-8'?> <a/> `, `<?xml version="1.0" encoding="GBK"?><a/>`,
	`<a><!-- x - y --></a>`, `<a><!-- x -- y --></a>`, `<a><!-- x`, `<a><![CDATA[<&]]]]><![CDATA[>]]></a>`, `<a><![CDATA[x`, `<a>]]></a>`, `<a b="]]>"/>`,
	`<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x4e2d;</a>`, `<a>&x;</a>`, `<a>&</a>`, `<a>&lt</a>`, `<a b="&x;"/>`, `<a b="&lt;"/>`, `<a>&#0;</a>`, `<a>&#xD800;</a>`, `<a>&#xFFFE;</a>`, `<a>&#x110000;</a>`,
	"<a>\r\n\r\n\r</a>", "<a b='\r\n'/>", "<a>\x01</a>", "<a b='\x01'/>", "<a>\xff</a>", "<a>\xef\xbf\xbe</a>", "<a b='\xff'/>", "<a>\u4e2d</a>",
	`<a b="<"/>`, `<a b=c/>`, `<a b/>`, `<a b = "c"/>`, `<a b="1"c="2"/>`, `<a/ >`, `<a / >`, `< a/>`, `<a></b>`, `<a></a`, `<a`, `<a b="`, `<`, `</a>`, `<a/><b/>`, `x<a/>`, `<a/>x`,
	`<a><b></a></b>`, `<a></a >`, `</ a>`, `<1/>`, `<a:b:c/>`, `<:a/>`, `<a:/>`, `<-a/>`, `<!DOCTYPE a><a/>`, `<a><!ENTITY b "c"></a>`, `<!`, `<!-`, `<![CDATA[x]]><a/>`, `<?a?><a/>`, `<? ?><a/>`, `<?`, `<?9?><a/>`, `<?>`, `<?>?><a/>`, `<!-->--><a/>`, `<!--->`, `<a><![CDATA[]]></a>`, `<a><![CDATA[]>]]></a>`, ``, ` `,
	"<a\n\tb\n=\n'1'\n/\n>", "<a\n\tb\n=\n'1'\n/>", `<a b="1" b="2"/>`, `<a>` + strings.Repeat("x", 70000) + `</a>`, `<a b="` + strings.Repeat("&amp;", 20000) + `"/>`,
}

func TestScannerAgrees(t *testing.T) {
	for _, d := range documents {
		agree(t, []byte(d))
	}
}

// FuzzScanner looks for documents that the scanner and encoding/xml read differently.
func FuzzScanner(f *testing.F) {
	for _, d := range documents {
		if len(d) < 1000 {
			f.Add([]byte(d))
		}
	}
	f.Add([]byte(stylesXML))
	f.Add([]byte(stringsXML))
	f.Fuzz(agree)
}

// TestTextInPieces holds the text of an element to its limit while it is read, not after.
func TestTextInPieces(t *testing.T) {
	piece := strings.Repeat("x", 1000) + "<!-- -->"
	src := strings.NewReader("<t>" + strings.Repeat(piece, 20000))
	s := newScanner(src, 0)
	s.next()
	if got := s.content(nil); len(got) > maxText+len(piece) || s.fault == nil || src.Len() < 10<<20 {
		t.Errorf("%d bytes kept, %d not read, fault %v", len(got), src.Len(), s.fault)
	}
}
