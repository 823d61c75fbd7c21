package findings

import (
	"bufio"
	"encoding/xml"
	"slices"

	"zoneval/pkg/diag"
)

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"` // of the form, which is Checkstyle's
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"` // 0 is the whole file
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

var checkstyleWords = [...]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "info"}

// writeCheckstyle writes the XML form of Checkstyle, which many tools read. Files with nothing to say are not in it.
func writeCheckstyle(w *bufio.Writer, r *Result) error {
	out := checkstyle{Version: "8.0"}
	for i := range r.Findings {
		f := &r.Findings[i]
		name := file(f.Place)
		k := slices.IndexFunc(out.Files, func(x checkstyleFile) bool { return x.Name == name })
		if k < 0 {
			k = len(out.Files)
			out.Files = append(out.Files, checkstyleFile{Name: name})
		}
		out.Files[k].Errors = append(out.Files[k].Errors, checkstyleError{line(f.Place), column(f.Place),
			checkstyleWords[f.Level()], sentence(f), "zoneval." + f.Rule.ID})
	}
	text, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	w.WriteString(xml.Header)
	w.Write(text)
	return w.WriteByte('\n')
}
