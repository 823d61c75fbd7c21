package findings

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"zoneval/pkg/diag"
)

// jsonResult is the object of the json format. Its keys stay; new ones may come.
type jsonResult struct {
	jsonHead
	Findings []jsonFinding `json:"findings"` // by file, sheet, line and column
}

// jsonHead is also the last line of the jsonl format, known by its key summary.
type jsonHead struct {
	Tool    string      `json:"tool"`
	Version string      `json:"version"`
	Files   []string    `json:"files"`   // what was checked
	Partial bool        `json:"partial"` // the check was interrupted
	Failed  bool        `json:"failed"`  // something was found at or above the fail level
	Summary jsonSummary `json:"summary"`
}

// jsonSummary counts what was found, listed or not.
type jsonSummary struct {
	Error    int         `json:"error"`
	Warning  int         `json:"warning"`
	Note     int         `json:"note"`
	Accepted int         `json:"accepted"` // by the baseline; in no other number
	Off      int         `json:"off"`      // switched off in the settings; in no other number
	Rules    []jsonCount `json:"rules"`    // by id; a rule met at two severities stands twice
}

type jsonCount struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Found    int    `json:"found"`
	Shown    int    `json:"shown"` // less than found where --max leaves findings out
}

// jsonFinding is one finding. What a file says (file, sheet, path, zone, name, year, field, value) is as it stands
// there, its control characters escaped as JSON escapes them and bytes that are not UTF-8 replaced by \ufffd. What
// zoneval says (expected, message, mend, text) shows such characters as text does: \x1b.
type jsonFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"` // error, warning or note
	jsonPlace
	Path        string        `json:"path,omitempty"` // inside an index file: method.normalise
	Zone        string        `json:"zone,omitempty"` // its id
	Name        string        `json:"name,omitempty"` // of the zone
	Year        string        `json:"year,omitempty"`
	Field       string        `json:"field,omitempty"` // the column, as the file heads it
	Value       string        `json:"value,omitempty"` // of the cell, whole
	Expected    string        `json:"expected,omitempty"`
	Message     string        `json:"message"` // what was found; with a value, the end of a sentence that starts with it
	Mend        string        `json:"mend,omitempty"`
	Text        string        `json:"text"`    // all of it in one sentence
	Related     []jsonRelated `json:"related"` // other places, such as the first of two duplicates
	Fingerprint string        `json:"fingerprint,omitempty"`
}

// jsonPlace is where. In a workbook line is the row and col the column of the sheet.
type jsonPlace struct {
	File  string `json:"file"` // as the user named it; - is standard input
	Sheet string `json:"sheet,omitempty"`
	Cell  string `json:"cell,omitempty"` // of a sheet: F4
	Line  int    `json:"line,omitempty"` // from 1; without it the whole file is meant
	Col   int    `json:"col,omitempty"`  // in characters (code points), from 1; without it the whole line is meant
}

type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

// writeJSON writes one object.
func writeJSON(w *bufio.Writer, r *Result) error {
	out := jsonResult{headOf(r), []jsonFinding{}}
	for i := range r.Findings {
		out.Findings = append(out.Findings, findingOf(r, i))
	}
	return encode(w, out, "  ")
}

// writeJSONL writes a finding a line and, as the last line, the other keys of the json format.
func writeJSONL(w *bufio.Writer, r *Result) error {
	for i := range r.Findings {
		if err := encode(w, findingOf(r, i), ""); err != nil {
			return err
		}
	}
	return encode(w, headOf(r), "")
}

func headOf(r *Result) jsonHead {
	rules := []jsonCount{}
	for _, c := range r.Counts {
		rules = append(rules, jsonCount{c.Rule.ID, c.Severity.String(), c.Found, c.Shown})
	}
	return jsonHead{diag.Clean(r.Tool), diag.Clean(r.Version), append([]string{}, r.Files...), r.Partial, r.Failed,
		jsonSummary{r.found(diag.Error), r.found(diag.Warning), r.found(diag.Note), r.Accepted, r.Off, rules}}
}

func findingOf(r *Result, i int) jsonFinding {
	f, s := &r.Findings[i], &r.Findings[i].Subject
	out := jsonFinding{
		Rule: f.Rule.ID, Severity: f.Level().String(), jsonPlace: placeOf(f.Place), Path: f.Place.Path,
		Zone: s.Zone, Name: s.Name, Year: s.Year, Field: s.Column, Value: s.Value, Expected: diag.Clean(s.Wanted),
		Message: diag.Clean(f.Message), Mend: diag.Clean(f.Mend), Text: f.Text(),
		Related: []jsonRelated{}, Fingerprint: r.fingerprint(i),
	}
	for _, x := range f.Related {
		out.Related = append(out.Related, jsonRelated{placeOf(x.Place), diag.Clean(x.Message)})
	}
	return out
}

func placeOf(p diag.Place) jsonPlace {
	return jsonPlace{File: p.File, Sheet: p.Sheet, Cell: cell(p), Line: p.Line, Col: p.Col}
}

// cell is F4 for a place in a workbook's sheet, "" for any other.
func cell(p diag.Place) string {
	if p.Sheet == "" || p.Line == 0 || p.Col == 0 {
		return ""
	}
	s := p.String()
	return s[strings.LastIndexByte(s, '!')+1:]
}

// encode writes v as JSON and a line end. The package json leaves some unseen characters as they are; they only stand
// inside strings, where an escape means the same.
func encode(w *bufio.Writer, v any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return err
	}
	text := b.Bytes()
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r < 0x7f || !diag.Unseen(r):
			w.Write(text[:n])
		case r > 0xffff:
			fmt.Fprintf(w, `\u%04x\u%04x`, 0xd7c0+r>>10, 0xdc00+r&0x3ff) // the surrogate pair of UTF-16
		default:
			fmt.Fprintf(w, `\u%04x`, r)
		}
		text = text[n:]
	}
	return nil
}
