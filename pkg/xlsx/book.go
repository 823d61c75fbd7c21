// Package xlsx reads the cells of Excel workbooks (.xlsx, Office Open XML), raw and as far as they have something in
// them.
//
// Sheets are read as a stream, with the values that are stored and not the texts that Excel shows. Whatever a file
// declares, it costs little: sizes are checked before and while parts are unpacked, and nothing is kept of cells that
// are blank. Files that are built to harm their reader are refused with one finding.
package xlsx

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"zoneval/pkg/diag"
)

// Sheet is a sheet with cells.
type Sheet struct {
	Name   string
	Hidden bool

	part string
}

// Book is an opened workbook. It can be used by several goroutines at a time.
type Book struct {
	name     string // as the user named it
	archive  *archive
	sheets   []Sheet
	styles   []look
	shared   shared
	date1904 bool
}

// Open reads what the sheets of a workbook need: its directory, the list of sheets, shared strings and styles. Name is
// what findings call the file. There is a Book unless a finding says why it cannot be read.
func Open(name string, r io.ReaderAt, size int64) (*Book, diag.Findings) {
	b := &Book{name: name}
	a, f := openArchive(r, size)
	if f == nil {
		b.archive = a
		f = b.read()
	}
	if f != nil {
		f.Place.File = name
		return nil, diag.Findings{*f}
	}
	return b, nil
}

// Sheets lists the sheets in the order of the workbook. Sheets without cells, such as charts, are left out.
func (b *Book) Sheets() []Sheet { return slices.Clone(b.sheets) }

// finding is one about the file as a whole, which is yet to be named.
func finding(rule *diag.Rule, message, mend string) *diag.Finding {
	return &diag.Finding{Rule: rule, Message: message, Mend: mend}
}

// partFinding says what is wrong with a part.
func partFinding(part string, f *fault) *diag.Finding {
	if f == nil {
		return nil
	}
	mend := again
	switch f.rule {
	case diag.FileHostile:
		mend = distrust
	case diag.FileTooLarge:
		mend = smaller
	case diag.FileKind:
		mend = resave
	}
	return finding(f.rule, fmt.Sprintf("has a part, %s, that %s", diag.Quote(part), f.message), mend)
}

// relation is a relationship of a part with another.
type relation struct {
	id     string
	kind   string // the last word of its type: worksheet, styles
	target string
	outer  bool // the target is not in the archive
}

// relations reads the relationships of a part, "" for those of the archive.
func (b *Book) relations(part string) ([]relation, *diag.Finding) {
	dir, base := "", part
	if i := strings.LastIndexByte(part, '/'); i >= 0 {
		dir, base = part[:i+1], part[i+1:]
	}
	name := dir + "_rels/" + base + ".rels"
	if !b.archive.has(name) {
		return nil, nil
	}
	var out []relation
	s := b.archive.open(name, maxIndex)
	if s.child(0) {
		for s.child(1) {
			kind := s.attr("Type")
			out = append(out, relation{
				id:     s.attr("Id"),
				kind:   kind[strings.LastIndexByte(kind, '/')+1:],
				target: s.attr("Target"),
				outer:  s.attr("TargetMode") == "External",
			})
		}
		s.drain()
	}
	return out, partFinding(name, s.fault)
}

// locate is the part that a relationship of another points to.
func (r relation) locate(source string) (string, *diag.Finding) {
	if r.outer {
		return "", finding(diag.FileHostile,
			fmt.Sprintf("takes its %s from outside the file: %s", r.kind, diag.Quote(r.target)), distrust)
	}
	part, inside := resolve(source, r.target)
	if !inside {
		return "", finding(diag.FileHostile, fmt.Sprintf("takes its %s from a path that leads out of the file: %s", r.kind,
			diag.Quote(r.target)), distrust)
	}
	return part, nil
}

// read finds the workbook in the archive and reads all but the sheets.
func (b *Book) read() *diag.Finding {
	if kind := b.archive.kind(); kind != "" {
		return finding(diag.FileKind, kind, resave)
	}
	// The list of types is of no use here, but no part that a reader of workbooks reads may be hostile.
	const types = "[Content_Types].xml"
	if b.archive.has(types) {
		s := b.archive.open(types, maxIndex)
		if s.drain(); s.fault != nil {
			return partFinding(types, s.fault)
		}
	}
	top, f := b.relations("")
	if f != nil {
		return f
	}
	book := "xl/workbook.xml"
	for _, r := range top {
		if r.kind == "officeDocument" {
			if book, f = r.locate(""); f != nil {
				return f
			}
			break
		}
	}
	if !b.archive.has(book) {
		return finding(diag.FileCorrupt, fmt.Sprintf("has no part %s, which lists the sheets", diag.Quote(book)), again)
	}
	return b.workbook(book)
}

// listed is a sheet as the workbook lists it.
type listed struct {
	Sheet
	id string
}

// workbook reads the workbook and the parts that belong to all its sheets.
func (b *Book) workbook(part string) *diag.Finding {
	s := b.archive.open(part, maxStyles)
	list := b.list(s)
	if s.fault != nil {
		return partFinding(part, s.fault)
	}
	rels, f := b.relations(part)
	if f != nil {
		return f
	}
	if f := b.locateSheets(part, list, rels); f != nil {
		return f
	}
	for _, r := range rels {
		if r.kind != "sharedStrings" && r.kind != "styles" {
			continue
		}
		name, f := r.locate(part)
		if f != nil {
			return f
		}
		if !b.archive.has(name) {
			continue
		}
		if r.kind == "styles" {
			s = b.archive.open(name, maxStyles)
			b.styles = readStyles(s)
		} else {
			s = b.archive.open(name, maxStrings)
			b.shared = readStrings(s)
		}
		if s.fault != nil {
			return partFinding(name, s.fault)
		}
	}
	return nil
}

// list reads the list of sheets and which way days are counted.
func (b *Book) list(s *scanner) []listed {
	var list []listed
	if !s.child(0) {
		return nil
	}
	if string(s.name) != "workbook" {
		s.fail(diag.FileKind, "is not a workbook")
		return nil
	}
	for s.child(1) {
		switch string(s.name) {
		case "workbookPr":
			b.date1904 = s.flag("date1904")
		case "sheets":
			for s.child(2) {
				if string(s.name) != "sheet" {
					continue
				}
				state := s.attr("state")
				list = append(list, listed{
					Sheet: Sheet{Name: s.attr("name"), Hidden: state == "hidden" || state == "veryHidden"},
					id:    s.prefixed("id"),
				})
				if len(list) > len(b.archive.all) {
					s.fail(diag.FileCorrupt, "lists more sheets than there are parts")
				}
			}
		}
	}
	s.drain()
	return list
}

// locateSheets finds the part of each sheet that the workbook lists.
func (b *Book) locateSheets(book string, list []listed, rels []relation) *diag.Finding {
	byID := make(map[string]relation, len(rels))
	for _, r := range rels {
		byID[r.id] = r
	}
	names, parts := map[string]bool{}, map[string]bool{}
	size := uint64(0)
	for _, l := range list {
		r, ok := byID[l.id]
		if ok && r.kind != "worksheet" {
			continue
		}
		quoted := diag.Quote(l.Name)
		if !ok {
			return finding(diag.FileCorrupt, fmt.Sprintf("lists the sheet %s and does not say which part it is", quoted), again)
		}
		part, f := r.locate(book)
		if f != nil {
			return f
		}
		name, key := strings.ToLower(l.Name), strings.ToLower(part)
		switch {
		case !b.archive.has(part):
			return finding(diag.FileCorrupt, fmt.Sprintf("lists the sheet %s and has no part %s for it", quoted, diag.Quote(part)), again)
		case names[name], parts[key]:
			return finding(diag.FileCorrupt, fmt.Sprintf("lists the sheet %s twice, or its part", quoted), again)
		}
		names[name], parts[key] = true, true
		n := b.archive.size(part)
		if n > maxSheets || size+n > maxSheets {
			return finding(diag.FileTooLarge, fmt.Sprintf("has sheets of more than %d MiB of XML together", maxSheets>>20), smaller)
		}
		size += n
		l.part = part
		b.sheets = append(b.sheets, l.Sheet)
	}
	if len(list) == 0 {
		return finding(diag.FileCorrupt, "lists no sheets", again)
	}
	return nil
}
