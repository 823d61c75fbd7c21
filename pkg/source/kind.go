package source

import (
	"bytes"
	"strings"
)

// signature is how a kind of file that is not text starts.
type signature struct {
	start string
	what  string
	mend  string
}

const (
	saveCSV = "open it in the program that wrote it and save it as CSV (UTF-8)"
	unpack  = "unpack it and name the CSV file inside"
)

var signatures = []signature{
	{"\x1f\x8b", "a gzip archive", unpack},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", unpack},
	{"Rar!\x1a\x07", "a RAR archive", unpack},
	{"BZh", "a bzip2 archive", unpack},
	{"\xfd7zXZ\x00", "an xz archive", unpack},
	{"\x28\xb5\x2f\xfd", "a zstd archive", unpack},
	{"%PDF-", "a PDF document", "get the table as a spreadsheet and save it as CSV"},
	{"\x89PNG", "a PNG picture", "get the table as a spreadsheet and save it as CSV"},
	{"\xff\xd8\xff", "a JPEG picture", "get the table as a spreadsheet and save it as CSV"},
	{"GIF8", "a GIF picture", "get the table as a spreadsheet and save it as CSV"},
	{"{\\rtf", "an RTF document", saveCSV},
	{"SQLite format 3\x00", "an SQLite database", "export the table as CSV"},
	{"PAR1", "a Parquet file", "export the table as CSV"},
	{"\x7fELF", "a program", ""},
	{"version https://git-lfs.github.com/", "a git-LFS pointer, not the data itself", "fetch the data with: git lfs pull"},
}

// Kind names what a file is when it is no text of ours, by its first bytes, and how to mend that; "" when it may be.
func Kind(head []byte) (what, mend string) {
	if isArchive(head) {
		return "a workbook or an archive", "name the text file"
	}
	if what, mend = kindOf(head); what == "a JSON document" {
		return "", ""
	}
	return what, mend
}

// kindOf names what an input is when it is not text in lines and cells, by its first bytes; "" when it may be.
func kindOf(head []byte) (what, mend string) {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.start)) {
			return s.what, s.mend
		}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(bomUTF8)), " \t\r\n")
	if what := markupKind(text); what != "" {
		return what, "save the table as CSV (UTF-8)"
	}
	if binaryHead(head) {
		return "a binary file, not text", saveCSV
	}
	return "", ""
}

// markupKind recognises pages and JSON. Portals offer pages of HTML under the name .xls or .csv.
func markupKind(text []byte) string {
	low := strings.ToLower(string(text[:min(len(text), 64)]))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<script", "<!--"} {
		if strings.HasPrefix(low, tag) {
			return "an HTML page"
		}
	}
	if strings.HasPrefix(low, "<?xml") {
		return "an XML document"
	}
	if len(low) == 0 || low[0] != '{' && low[0] != '[' {
		return ""
	}
	inside := strings.TrimLeft(low[1:], " \t\r\n")
	if low[0] == '{' && strings.HasPrefix(inside, `"`) || low[0] == '[' && strings.IndexAny(inside, `{["`) == 0 ||
		inside == "}" || inside == "]" {
		return "a JSON document"
	}
	return ""
}

// binaryHead says whether a tenth of the bytes are control characters that no text has. NUL bytes do not count: they
// are told apart as UTF-16 or reported where they stand.
func binaryHead(head []byte) bool {
	n := 0
	for _, c := range head {
		if c < 0x20 && c != 0 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			n++
		}
	}
	return n >= 8 && n*10 > len(head)
}
