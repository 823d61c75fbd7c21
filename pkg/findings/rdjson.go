package findings

import (
	"bufio"

	"zoneval/pkg/diag"
)

type rdResult struct {
	Source      rdName         `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdName struct {
	Name string `json:"name"`
}

type rdDiagnostic struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
	Severity string     `json:"severity"`
	Code     rdCode     `json:"code"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
}

// rdPosition has no column: reviewdog counts bytes, a finding counts characters, and without the line's text one cannot
// be made of the other. Its comments stand at lines anyway.
type rdPosition struct {
	Line int `json:"line"`
}

type rdCode struct {
	Value string `json:"value"`
}

var rdWords = [...]string{diag.Error: "ERROR", diag.Warning: "WARNING", diag.Note: "INFO"}

// writeRDJSON writes the Reviewdog Diagnostic Format.
func writeRDJSON(w *bufio.Writer, r *Result) error {
	out := rdResult{Source: rdName{diag.Clean(r.Tool)}, Diagnostics: []rdDiagnostic{}}
	for i := range r.Findings {
		f := &r.Findings[i]
		d := rdDiagnostic{sentence(f), rdLocation{Path: file(f.Place)}, rdWords[f.Level()], rdCode{f.Rule.ID}}
		if n := line(f.Place); n > 0 {
			d.Location.Range = &rdRange{rdPosition{n}}
		}
		out.Diagnostics = append(out.Diagnostics, d)
	}
	return encode(w, out, "  ")
}
