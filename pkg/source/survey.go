package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// errNotUTF8 ends a survey at the first byte that is not UTF-8.
var errNotUTF8 = errors.New("not UTF-8")

// Part is a piece of an input that starts and ends between records.
type Part struct {
	Index   int
	Offset  int64 // in the text as UTF-8
	Length  int
	Line    int // physical line it starts at
	Record  int // how many data records stand before it
	Records int // how many it has
	Blank   int // the first of the blank lines right before it; 0 is none
}

// surveyor walks over the text once: encoding, header, records, parts.
type surveyor struct {
	in       *Input
	partSize int
	from     int   // the first line that may be the header
	line     int   // lines seen
	start    int64 // where the current record starts
	open     bool  // inside a quoted cell
	openLine int   // where its quote stands
	openCol  int
	header   Part // the header record; Length is 0 until it is met
	body     bool // the header is complete
	part     Part // the one being filled
	parts    []Part
	nul      int
	ghost    int // the first of them that has delimiters
	blank    int // the first of the blank lines right before the current one
}

// survey finds out all there is to know before records are read.
func (in *Input) survey(src io.ReaderAt, size int64, o Options) {
	in.raw, in.rawSize = src, size
	head := make([]byte, min(size, 64<<10))
	if n, err := src.ReadAt(head, 0); n < len(head) {
		in.fail(openFinding(err))
		return
	}
	if in.sum == nil && !o.NoChecksum {
		in.sum = sumOf(src, size)
	}
	if isArchive(head) {
		text, ok := in.decodeWorkbook(src, size, o)
		if !ok {
			return
		}
		o.Sheet = ""
		src, size = text, text.size
	} else if what, mend := kindOf(head[:min(len(head), 4096)]); what != "" {
		in.fail(diag.FileKind, "is "+what, mend)
		return
	}
	if o.Sheet != "" {
		in.fail(diag.SheetMissing, "is no workbook, so it has no sheet "+diag.Quote(o.Sheet), "leave --sheet out")
		return
	}
	if in.sheet == nil && size > 0 && in.misnamed(false) {
		return
	}
	in.surveyText(src, size, o)
}

// surveyText surveys an input that is text.
func (in *Input) surveyText(src io.ReaderAt, size int64, o Options) {
	head := make([]byte, min(size, 64<<10))
	if n, err := src.ReadAt(head, 0); n < len(head) {
		in.fail(openFinding(err))
		return
	}
	if bytes.Count(head, []byte{0})*4 > len(head)*3 {
		in.failAt(diag.EncodingNUL, 1, 1, "has hardly anything but NUL bytes, as a broken copy leaves", "get the file again")
		return
	}
	src, off, size, ok := in.decode(src, size, head)
	if !ok {
		return
	}
	about := 256 << 10
	if o.PartSize == 0 {
		o.PartSize = 1 << 20
	}
	about = min(about, o.PartSize)
	before := len(in.Findings)
	err := in.walk(src, off, size, o, about)
	if errors.Is(err, errNotUTF8) {
		in.Facts, in.Comments, in.Conflicts, in.Findings = nil, 0, nil, in.Findings[:before]
		in.LineEnds.LF, in.LineEnds.CRLF = 0, 0
		text, ok := decodeGB(src, size, about, in)
		if !ok {
			return
		}
		in.readAs(GB18030)
		src, off, size = text, 0, text.size
		err = in.walk(src, off, size, o, about)
	}
	if err != nil {
		return
	}
	if in.sheet != nil {
		in.reportSheet()
	}
	if len(in.Header) > 0 && in.Records == 0 {
		in.fail(diag.StructureNoRows, "has a header and no row below it", "add one row for each zone")
	}
}

// decode turns UTF-16 and bare-CR lines into what walk reads, and tells where the text starts.
func (in *Input) decode(src io.ReaderAt, size int64, head []byte) (io.ReaderAt, int64, int64, bool) {
	encoding, bom := UTF8, 0
	if in.sheet == nil {
		encoding, bom = detect(head[:min(len(head), 4096)])
	}
	in.Encoding = encoding
	off := int64(bom)
	switch encoding {
	case "UTF-32":
		in.fail(diag.EncodingBad, "is UTF-32, which is not read", saveUTF8)
		return nil, 0, 0, false
	case UTF16LE, UTF16BE:
		order := binary.ByteOrder(binary.LittleEndian)
		if encoding == UTF16BE {
			order = binary.BigEndian
		}
		text, ok := decodeUTF16(src, off, size, order, in)
		if !ok {
			return nil, 0, 0, false
		}
		in.readAs(encoding)
		src, off, size = text, 0, text.size
		head = make([]byte, min(size, 64<<10))
		_, _ = text.ReadAt(head, 0) // memory; the length was just measured
	}
	if oldMacLines(head) {
		in.LineEnds.OldMac = true
		text, ok := crToLF(src, size, in)
		return text, off, size, ok
	}
	return src, off, size, true
}

// readAs notes that the text was not UTF-8.
func (in *Input) readAs(encoding string) {
	in.Encoding = encoding
	in.fail(diag.EncodingOther, "was read as "+encoding, "save it as UTF-8 to be safe from wrong guesses")
}

// walk surveys UTF-8 text from an offset to its end.
func (in *Input) walk(src io.ReaderAt, off, size int64, o Options, about int) error {
	s := &surveyor{in: in, partSize: o.PartSize, from: o.HeaderLine}
	b := newBlocks(src, off, size, about)
	for {
		block, at, err := b.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, errLongLine) && s.open {
			s.unclosed(" within 16 MiB")
			return err
		}
		if err == nil {
			err = s.block(block, at)
		}
		if err != nil {
			if !errors.Is(err, errNotUTF8) && !errors.Is(err, errStop) {
				in.blockFail(err, s.line+1)
			}
			return err
		}
	}
	return s.finish(src, size)
}

// block surveys a run of whole lines.
func (s *surveyor) block(block []byte, at int64) error {
	if invalidUTF8(block) >= 0 {
		return errNotUTF8
	}
	if i := bytes.IndexByte(block, 0); i >= 0 {
		s.nulBytes(block, i)
	}
	quoted := bytes.IndexByte(block, '"') >= 0
	for len(block) > 0 {
		n := bytes.IndexByte(block, '\n') + 1
		if n == 0 {
			n = len(block)
		}
		s.line++
		if c := block[0]; c == '<' || c == '=' || c == '>' || c == '|' {
			s.mark(block[:n])
		}
		if s.open || quoted || !s.body {
			s.careful(block[:n], at)
		} else {
			s.plain(block[:n], at)
			s.lineEnd(block[:n])
		}
		if s.open && at+int64(n)-s.start > MaxRecord {
			s.unclosed(" within 16 MiB")
			return errStop
		}
		at += int64(n)
		block = block[n:]
	}
	return nil
}

// mark notes a line that is a mark of a merge conflict.
func (s *surveyor) mark(line []byte) {
	list := &s.in.Conflicts
	last := len(*list) - 1
	switch c, ok := MergeMark(bytes.TrimRight(line, "\r\n")); {
	case !ok:
	case c == '<':
		*list = append(*list, Conflict{Start: s.line})
	case last < 0 || (*list)[last].End > 0:
	case (c == '=' || c == '|') && (*list)[last].Middle == 0:
		(*list)[last].Middle = s.line
	case c == '>':
		(*list)[last].End = s.line
	}
}

// MergeMark says whether a line, or its first cell, is a mark of a merge conflict, and which by its character.
func MergeMark(line []byte) (mark byte, ok bool) {
	if len(line) < 7 || len(line) > 7 && line[7] != ' ' && line[7] != ',' {
		return 0, false
	}
	c := line[0]
	return c, (c == '<' || c == '=' || c == '>' || c == '|') && bytes.Count(line[:7], line[:1]) == 7
}

// InConflict says whether a line lies in a merge conflict, and whether on the side of theirs: the same rows again.
func (in *Input) InConflict(line int) (inside, theirs bool) {
	for _, c := range in.Conflicts {
		if line >= c.Start && (line <= c.End || c.End == 0) {
			return true, c.Middle > 0 && line > c.Middle
		}
	}
	return false, false
}

// plain counts a line below the header in a run without quotes.
func (s *surveyor) plain(line []byte, at int64) {
	if at-s.part.Offset >= int64(s.partSize) {
		s.cut(at)
	}
	switch kindOfLine(line, s.in.Delimiter) {
	case recordLine:
		s.part.Records++
		s.blank, s.ghost = 0, 0
	case commentLine:
		s.in.Comments++
	case blankLine:
		if s.blank == 0 {
			s.blank = s.line
		}
		if s.ghost == 0 && bytes.IndexByte(line, s.in.Delimiter) >= 0 {
			s.ghost = s.line
		}
	}
}

// lineEnd counts how a line outside quotes ends; one that the file's end cuts off counts as neither.
func (s *surveyor) lineEnd(line []byte) {
	switch n := len(line); {
	case n > 1 && line[n-1] == '\n' && line[n-2] == '\r':
		s.in.LineEnds.CRLF++
	case n > 0 && line[n-1] == '\n':
		s.in.LineEnds.LF++
	}
}

// careful counts a line that may be the header, hold quotes or lie inside them.
func (s *surveyor) careful(line []byte, at int64) {
	if !s.open {
		if !s.body && s.header.Length == 0 {
			if s.line < s.from || s.line == 1 && isSepLine(line) {
				return
			}
			switch kindOfLine(line, ',') {
			case blankLine:
				return
			case commentLine:
				s.in.Comments++
				if f, ok := factOf(line); ok {
					s.in.Facts = append(s.in.Facts, f)
				}
				return
			case recordLine:
			}
			s.in.Delimiter = delimiterOf(line)
			s.header = Part{Offset: at, Line: s.line, Records: 1}
		} else {
			s.plain(line, at)
			if kindOfLine(line, s.in.Delimiter) != recordLine {
				return
			}
		}
		s.start = at
	}
	open, where := openAfter(line, s.open, s.in.Delimiter)
	if open && where >= 0 {
		s.openLine, s.openCol = s.line, utf8.RuneCount(line[:where])+1
	}
	s.open = open
	if !open {
		s.lineEnd(line)
	}
	if !s.body {
		s.header.Length = int(at + int64(len(line)) - s.header.Offset)
		if !open {
			s.body = true
			s.part = Part{Offset: at + int64(len(line)), Line: s.line + 1}
		}
	}
}

// cut ends the part being filled at an offset where the current line starts.
func (s *surveyor) cut(at int64) {
	s.part.Length = int(at - s.part.Offset)
	s.part.Index = len(s.parts)
	s.parts = append(s.parts, s.part)
	s.part = Part{Offset: at, Line: s.line, Record: s.part.Record + s.part.Records, Blank: s.blank}
}

// nulBytes reports the first NUL byte; i is its position in the block.
func (s *surveyor) nulBytes(block []byte, i int) {
	if s.nul++; s.nul > 1 {
		return
	}
	before := block[:i]
	line := s.line + 1 + bytes.Count(before, []byte("\n"))
	col := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	s.in.failAt(diag.EncodingNUL, line, col, "a NUL byte stands here: the file is damaged or not text", saveUTF8)
}

// errStop ends a survey whose finding is already recorded.
var errStop = errors.New("stop")

// unclosed reports a quote that is never closed, where it opens.
func (s *surveyor) unclosed(within string) {
	s.in.failAt(diag.StructureQuote, s.openLine, s.openCol, "a quote opens here and is not closed"+within,
		`close it, or write a quote inside a cell as ""`)
}

// finish reads the header and hands the parts to the input.
func (s *surveyor) finish(src io.ReaderAt, size int64) error {
	in := s.in
	if s.header.Length == 0 {
		message := "is empty"
		if in.Comments > 0 {
			message = "has only comment lines"
		}
		if in.sheet != nil {
			message = "has nothing in its sheet " + diag.Quote(in.sheet.name)
		}
		in.fail(diag.FileEmpty, message, "write a header line and one row for each zone")
		return errStop
	}
	in.text, in.size = src, size
	if s.body {
		s.line++
		if s.part.Offset < size {
			s.cut(size)
		}
		in.parts, in.Ghost = s.parts, s.ghost
		in.Records = s.part.Record + s.part.Records
	}
	return in.readHeader(s.header)
}

// readHeader parses the header record.
func (in *Input) readHeader(p Part) error {
	r := newReader(in)
	r.open(p, 0)
	r.Next()
	in.Findings = append(in.Findings, r.Log.Findings()...)
	if r.Log.HasErrors() {
		return errStop
	}
	if r.Len() > MaxColumns {
		in.failAt(diag.FileTooLarge, r.Line, 0, fmt.Sprintf("the header has %d columns, more than %d", r.Len(), MaxColumns),
			"check the delimiter and the line ends")
		return errStop
	}
	for i := range r.Len() {
		text := strings.TrimSpace(strings.Trim(string(r.Field(i)), "\ufeff"))
		in.Header = append(in.Header, Cell{Text: text, Place: r.Place(i)})
	}
	return nil
}
