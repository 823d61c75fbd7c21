package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// The limits of an archive. A sheet of a million cells takes some 40 MiB of XML and shrinks to a tenth or, where it is
// nothing but the same cell, to a hundredth. Deflate cannot go beyond a thousandth, so that a part below maxSmall
// does no harm however far it grows.
const (
	maxDirectory = 4 << 20   // bytes of the directory at the end, with the names of the parts
	maxSmall     = 32 << 20  // bytes up to which a part may grow by any ratio
	maxRatio     = 200       // how many times larger than in the archive a part may be beyond that
	maxSheets    = 256 << 20 // bytes of XML of all the sheets together
	maxStrings   = 64 << 20  // bytes of XML of the shared strings
	maxStyles    = 32 << 20  // and of the styles, and of the workbook
	maxIndex     = 4 << 20   // and of the other parts, each
)

const (
	again    = "get the file again"
	resave   = "open it in the program that wrote it and save it as .xlsx or as CSV (UTF-8)"
	smaller  = "keep only the cells that have values, in a workbook of their own"
	distrust = "do not open it; get the file again from a source that you trust"
)

// archive is the zip archive that a workbook is packed in. Names of parts are told apart without regard to case.
type archive struct {
	files map[string]*zip.File
	all   []*zip.File
}

// errBudget ends the reading of a directory that is too large.
var errBudget = errors.New("the directory is too large")

// budget lets only so many bytes be read until it is lifted.
type budget struct {
	r      io.ReaderAt
	left   int
	lifted bool
}

func (b *budget) ReadAt(p []byte, off int64) (int, error) {
	if !b.lifted {
		if b.left -= len(p); b.left < 0 {
			return 0, errBudget
		}
	}
	return b.r.ReadAt(p, off)
}

// openArchive reads the directory of an archive and checks it as a whole, before anything is unpacked.
func openArchive(r io.ReaderAt, size int64) (*archive, *diag.Finding) {
	if f := notZip(r, size); f != nil {
		return nil, f
	}
	limited := &budget{r: r, left: maxDirectory}
	z, err := zip.NewReader(limited, size)
	switch {
	case errors.Is(err, errBudget):
		return nil, finding(diag.FileTooLarge, fmt.Sprintf("has an archive directory of more than %d MiB", maxDirectory>>20), smaller)
	case err != nil:
		return nil, finding(diag.FileCorrupt,
			"is cut short or damaged: the directory at the end of the archive is missing or broken", again)
	}
	limited.lifted = true
	a := &archive{files: map[string]*zip.File{}, all: z.File}
	for _, f := range z.File {
		if bad := badName(f.Name); bad != "" {
			return nil, finding(diag.FileHostile, fmt.Sprintf("has a part named %s, %s", diag.Quote(f.Name), bad), distrust)
		}
		key := strings.ToLower(f.Name)
		if a.files[key] != nil {
			return nil, finding(diag.FileHostile, fmt.Sprintf("has two parts named %s, so that readers may see different content",
				diag.Quote(f.Name)), distrust)
		}
		a.files[key] = f
	}
	return a, a.check(size)
}

// badName says what is wrong with the name of a part that would lead out of the folder it is unpacked in.
func badName(name string) string {
	switch {
	case name == "":
		return "which is no name"
	case strings.HasPrefix(name, "/"), len(name) > 1 && name[1] == ':':
		return "an absolute path"
	case strings.Contains(name, `\`):
		return "with a backslash"
	case slices.Contains(strings.Split(name, "/"), ".."):
		return "a path that leads out of the archive"
	case strings.Contains(name, "\x00"):
		return "with a NUL byte"
	}
	return ""
}

// check looks for parts that are encrypted, that overlap, that lie outside the file or that grow too much.
func (a *archive) check(size int64) *diag.Finding {
	type extent struct {
		from, to int64
		name     string
	}
	var extents []extent
	for _, f := range a.all {
		quoted := diag.Quote(f.Name)
		switch {
		case f.Flags&1 != 0:
			return finding(diag.FileEncrypted, "is an archive protected by a password",
				"unpack it with the password and pack it without one")
		case f.UncompressedSize64 > maxSmall && f.UncompressedSize64/maxRatio >= f.CompressedSize64:
			return finding(diag.FileHostile, fmt.Sprintf("is a zip bomb: its part %s grows from %s to %s", quoted,
				bytesText(f.CompressedSize64), bytesText(f.UncompressedSize64)), distrust)
		}
		at, err := f.DataOffset()
		if err != nil || f.CompressedSize64 > uint64(size-at) {
			return finding(diag.FileCorrupt,
				fmt.Sprintf("is cut short or damaged: its part %s is not where the directory says", quoted), again)
		}
		extents = append(extents, extent{at, at + int64(f.CompressedSize64), f.Name})
	}
	slices.SortFunc(extents, func(x, y extent) int { return int(min(max(x.from-y.from, -1), 1)) })
	for i, e := range extents {
		if i > 0 && e.from < extents[i-1].to {
			return finding(diag.FileHostile, fmt.Sprintf("is a zip bomb: its parts %s and %s overlap",
				diag.Quote(extents[i-1].name), diag.Quote(e.name)), distrust)
		}
	}
	return nil
}

// bytesText is a size in plain words.
func bytesText(n uint64) string {
	switch {
	case n < 10<<10:
		return fmt.Sprintf("%d bytes", n)
	case n < 10<<20:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// has says whether there is a part.
func (a *archive) has(name string) bool { return a.files[strings.ToLower(name)] != nil }

// size is that of a part when it is unpacked, as the directory says; no more is ever unpacked of it.
func (a *archive) size(name string) uint64 { return a.files[strings.ToLower(name)].UncompressedSize64 }

// folder says whether a part lies in a folder.
func (a *archive) folder(name string) bool {
	for key := range a.files {
		if strings.HasPrefix(key, name) {
			return true
		}
	}
	return false
}

// open starts the reading of a part that is there.
func (a *archive) open(name string, limit uint64) *scanner {
	f := a.files[strings.ToLower(name)]
	if f.UncompressedSize64 > limit {
		return &scanner{fault: tooLarge(limit)}
	}
	if f.Method != zip.Store && f.Method != zip.Deflate {
		return &scanner{fault: &fault{rule: diag.FileCorrupt, message: "is packed in a way that workbooks are not"}}
	}
	r, err := f.Open()
	if err != nil {
		return &scanner{fault: readFault(err)}
	}
	return newScanner(r, f.UncompressedSize64) // there is nothing to close: the file is the caller's
}

func tooLarge(limit uint64) *fault {
	return &fault{rule: diag.FileTooLarge, message: fmt.Sprintf("has more than %d MiB", limit>>20)}
}

// readFault says in plain words why a part cannot be unpacked.
func readFault(err error) *fault {
	var broken flate.CorruptInputError
	switch {
	case errors.Is(err, zip.ErrFormat):
		return &fault{rule: diag.FileHostile, message: "is larger than the archive's directory says, as in a zip bomb"}
	case errors.Is(err, zip.ErrChecksum):
		return &fault{rule: diag.FileCorrupt, message: "is damaged: its checksum is wrong"}
	case errors.As(err, &broken):
		return &fault{rule: diag.FileCorrupt, message: "is damaged: it cannot be unpacked"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &fault{rule: diag.FileCorrupt, message: "is cut short"}
	}
	return &fault{rule: diag.FileUnusable, message: "cannot be read"}
}

// notZip says what a file is that does not start as an archive with something in it does.
func notZip(r io.ReaderAt, size int64) *diag.Finding {
	head := make([]byte, min(size, 4096))
	if n, _ := r.ReadAt(head, 0); n < len(head) {
		return finding(diag.FileUnusable, "cannot be read", again)
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case size == 0:
		return finding(diag.FileEmpty, "is empty", again)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return finding(diag.FileKind, "is a zip archive with nothing in it", again)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if encrypted(r, size, head) {
			return finding(diag.FileEncrypted, "is protected by a password", "open it with the password and save it without one")
		}
		return finding(diag.FileKind, "is an old Excel file (.xls)", resave)
	case len(text) > 0 && text[0] == '<':
		return finding(diag.FileKind, "is a web page or an XML document, not an Excel workbook (.xlsx)", resave)
	case bytes.IndexByte(head, 0) < 0 && utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]):
		return finding(diag.FileKind, "is text, not an Excel workbook (.xlsx)", "if it is a CSV file, let its name end in .csv")
	}
	return finding(diag.FileKind, "is not an Excel workbook (.xlsx)", resave)
}

// encrypted looks in the directory of an OLE file for the stream in which Office keeps a file with a password: where
// the head says the directory is, and, as some writers spread it, in the first MiBs.
func encrypted(r io.ReaderAt, size int64, head []byte) bool {
	const near = 4 << 20
	var name []byte
	for _, c := range "EncryptedPackage" {
		name = append(name, byte(c), 0)
	}
	start := make([]byte, min(size, near))
	n, _ := r.ReadAt(start, 0)
	if bytes.Contains(start[:n], name) {
		return true
	}
	if len(head) < 52 {
		return false
	}
	shift := min(binary.LittleEndian.Uint16(head[30:]), 12)
	at := (int64(binary.LittleEndian.Uint32(head[48:])) + 1) << shift
	directory := make([]byte, 64<<10)
	n, _ = r.ReadAt(directory, min(at, size))
	return bytes.Contains(directory[:n], name)
}

// kind names what an archive is that is no workbook; "" when it may be a damaged one.
func (a *archive) kind() string {
	switch {
	case len(a.all) > 0 && a.all[0].Name == "mimetype":
		switch mime := a.head("mimetype"); {
		case strings.HasPrefix(mime, "application/vnd.oasis.opendocument.spreadsheet"):
			return "is an OpenDocument spreadsheet (.ods)"
		case strings.HasPrefix(mime, "application/vnd.oasis.opendocument"):
			return "is an OpenDocument file, not a spreadsheet"
		}
		return "is a zip archive, not an Excel workbook (.xlsx)"
	case a.has("xl/workbook.bin"):
		return "is a binary Excel workbook (.xlsb)"
	case a.has("word/document.xml"):
		return "is a Word document (.docx)"
	case a.has("ppt/presentation.xml"):
		return "is a PowerPoint presentation (.pptx)"
	case a.folder("xl/"):
		return ""
	case a.folder("index/") && a.has("index/document.iwa"):
		return "is an Apple Numbers, Pages or Keynote file"
	}
	return "is a zip archive, not an Excel workbook (.xlsx)"
}

// head is the start of a small part.
func (a *archive) head(name string) string {
	r, err := a.files[name].Open()
	if err != nil {
		return ""
	}
	head := make([]byte, 256)
	n, _ := io.ReadFull(r, head)
	return string(head[:n])
}

// resolve is the part that a relationship of another part points to; false where it leads out of the archive.
func resolve(source, target string) (string, bool) {
	target, err := url.PathUnescape(target)
	if err != nil || strings.ContainsAny(target, `\:`) {
		return "", false
	}
	if !strings.HasPrefix(target, "/") {
		target = path.Dir(source) + "/" + target
	}
	target = strings.TrimPrefix(target, "/")
	clean := path.Clean(target)
	return clean, clean != ".." && !strings.HasPrefix(clean, "../")
}
