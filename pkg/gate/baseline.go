package gate

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Entry is a finding that somebody accepted.
type Entry struct {
	Fingerprint string
	Rule        string
	File        string // "" is not stated
	Text        string // what it said, for people
	Reason      string
	Expires     string // 2006-01-02; "" is never
	Place       diag.Place
}

func (e *Entry) expired(today string) bool { return e.Expires != "" && today > e.Expires }

// Baseline is the findings that are accepted.
type Baseline struct {
	File    string
	list    []*Entry
	entries map[string]*Entry // by fingerprint
	rules   map[string]bool
}

// baselineKind is a baseline for the reader of YAML.
var baselineKind = yamlfile.Kind{
	Word: "baseline", One: "a baseline", Start: "start with accepted:", Empty: "zoneval check --write-baseline writes one", Deep: "brackets",
	Rules: yamlfile.Rules{Syntax: diag.BaselineSyntax, Alias: diag.BaselineSyntax, Key: diag.BaselineSyntax, KeyTwice: diag.BaselineSyntax, Required: diag.BaselineSyntax,
		Type: diag.BaselineSyntax, Value: diag.BaselineSyntax, EmptyList: diag.BaselineSyntax, Number: diag.BaselineSyntax, TooLarge: diag.BaselineSyntax},
}

type baselineFile struct {
	Accepted []entryFile   `json:"accepted" jsonschema:"required" jsonschema_description:"the findings that are accepted"`
	Head     yamlfile.Head `json:"-"`
}

type entryFile struct {
	Fingerprint yamlfile.Str  `json:"fingerprint" jsonschema:"required" jsonschema_description:"the finding's fingerprint"`
	Rule        yamlfile.Str  `json:"rule" jsonschema:"required" jsonschema_description:"the finding's rule"`
	File        yamlfile.Str  `json:"file"`
	Text        yamlfile.Str  `json:"finding"`
	Reason      yamlfile.Str  `json:"reason" jsonschema:"required" jsonschema_description:"why it is accepted"`
	Expires     yamlfile.Str  `json:"expires"`
	Head        yamlfile.Head `json:"-"`
}

// ReadBaseline reads a baseline. It is nil when a finding says why it cannot be used.
func ReadBaseline(file string, text []byte) (*Baseline, diag.Findings) {
	b := &Baseline{File: file, entries: map[string]*Entry{}, rules: map[string]bool{}}
	if strings.TrimSpace(onlyContent(text)) == "accepted: []" {
		return b, nil
	}
	d := yamlfile.New(file, &baselineKind)
	root := d.Root(text)
	if root == nil {
		return nil, d.Log.Findings().Sort()
	}
	var f baselineFile
	d.Mapping(root, "", &f)
	for i := range f.Accepted {
		e := &f.Accepted[i]
		if e.Expires.Set {
			if _, err := time.Parse(time.DateOnly, e.Expires.V); err != nil {
				d.Add(diag.BaselineSyntax, e.Expires.At, "write it like 2027-06-30", "found %s, expected a date", diag.Quote(e.Expires.V))
			}
		}
		entry := &Entry{e.Fingerprint.V, e.Rule.V, e.File.V, e.Text.V, e.Reason.V, e.Expires.V, e.Head.At}
		b.list = append(b.list, entry)
		b.entries[entry.Fingerprint] = entry
		b.rules[entry.Rule] = true
	}
	if d.Log.HasErrors() {
		return nil, d.Log.Findings().Sort()
	}
	return b, d.Log.Findings().Sort()
}

// onlyContent is a text without its lines of comments.
func onlyContent(text []byte) string {
	lines := strings.Split(string(text), "\n")
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "#") }), "\n")
}

// Stale reports the entries of the baseline that matched nothing or have expired. Entries of files that were not checked
// are left alone.
func (g *Gate) Stale(checked []string) diag.Findings {
	if g == nil || g.Baseline == nil {
		return nil
	}
	var out diag.Findings
	for _, e := range g.Baseline.list {
		place := e.Place
		place.Path = ""
		if e.File != "" && !slices.ContainsFunc(checked, func(f string) bool { return diag.SameFile(f, e.File) }) {
			continue
		}
		switch {
		case e.expired(g.Today):
			out = append(out, diag.Finding{Rule: diag.BaselineStale, Place: place, Message: "the entry of " + e.Rule + " has expired on " + e.Expires,
				Mend: "mend the finding, take the entry out, or give it another date"})
		case g.accepted[e.Fingerprint] == 0:
			out = append(out, diag.Finding{Rule: diag.BaselineStale, Place: place, Message: "the entry of " + e.Rule + " matches no finding any more", Mend: "take it out, or write the baseline anew with --write-baseline"})
		}
	}
	return out
}

// Write writes a baseline that accepts findings. Those that an older baseline accepts keep their reasons and dates.
func Write(w io.Writer, findings diag.Findings, older *Baseline) error {
	var b strings.Builder
	b.WriteString("# Findings of zoneval check that are accepted. An entry holds wherever its line moves; give each a reason, and a date\n" +
		"# (expires: 2027-06-30) if it is to be looked at again. Entries that match nothing any more are reported.\n")
	seen := map[string]bool{}
	var lines strings.Builder
	for _, f := range findings {
		print := f.Fingerprint()
		if seen[print] {
			continue
		}
		seen[print] = true
		reason, expires := "to be reviewed", ""
		if older != nil {
			if e := older.entries[print]; e != nil {
				reason, expires = e.Reason, e.Expires
			}
		}
		fmt.Fprintf(&lines, "  - fingerprint: %s\n    rule: %s\n    file: %s\n    finding: %s\n    reason: %s\n", print, f.Rule.ID, strconv.Quote(f.Place.File), strconv.Quote(f.Statement()), strconv.Quote(reason))
		if expires != "" {
			fmt.Fprintf(&lines, "    expires: %s\n", expires)
		}
	}
	if lines.Len() == 0 {
		b.WriteString("accepted: []\n")
	} else {
		b.WriteString("accepted:\n" + lines.String())
	}
	_, err := io.WriteString(w, b.String())
	return err
}
