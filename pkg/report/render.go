package report

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Options are the few things a reader, not the answer, decides about the output.
type Options struct {
	BOM    bool // start CSV and TSV with a byte order mark, which Excel needs to read Chinese
	Colour bool // bold titles and dim provenance; set it for a terminal only, and never to carry meaning
}

// Format is one way to write a Document down.
type Format struct {
	Name      string   // as after --format: "table", "csv"
	Extension string   // with its dot: ".txt", ".csv"
	MIME      string   // for a server's Content-Type
	For       Audience // who reads it: columns for others are dropped, so they need not be built
	TableOnly bool     // holds the first table alone: no title, notes or provenance
	write     func(w *bufio.Writer, d *Document, o Options) error
}

// formats is the one list of what the program can write: a new format is a file with a write function, and a row here.
var formats = []Format{
	{"table", ".txt", "text/plain; charset=utf-8", People, false, writeTable},
	{"csv", ".csv", "text/csv; charset=utf-8; header=present", Programs, true, writeCSV},
	{"tsv", ".tsv", "text/tab-separated-values; charset=utf-8", Programs, true, writeTSV},
	{"markdown", ".md", "text/markdown; charset=utf-8", People, false, writeMarkdown},
	{"json", ".json", "application/json", Programs, false, writeJSON},
}

// Formats returns every format, in the order in which help lists them.
func Formats() []Format {
	return append([]Format(nil), formats...)
}

// ByName returns the format called name, or the one whose extension it is ("md"); case does not count.
func ByName(name string) (Format, bool) {
	for _, f := range formats {
		if strings.EqualFold(name, f.Name) || strings.EqualFold("."+name, f.Extension) {
			return f, true
		}
	}
	return Format{}, false
}

// ByExtension returns the format that path's extension stands for (".md" and ".markdown" alike); case does not count.
func ByExtension(path string) (Format, bool) {
	ext := filepath.Ext(path)
	if len(ext) < 2 {
		return Format{}, false
	}
	return ByName(ext[1:])
}

// Render writes d to w and returns the first error that writing met. A table whose columns differ in length is an
// error before the first byte.
func (f Format) Render(w io.Writer, d *Document, o Options) error {
	if f.write == nil {
		return fmt.Errorf("there is no output format %q", f.Name)
	}
	for _, t := range d.Tables {
		for _, c := range t.Columns {
			if c.Len() != t.Rows() {
				return fmt.Errorf("table %s: column %s has %d rows, the first column %d", t.ID, c.Key, c.Len(), t.Rows())
			}
		}
	}
	bw := bufio.NewWriterSize(w, 64<<10)
	if err := f.write(bw, d, o); err != nil {
		return err
	}
	return bw.Flush()
}
