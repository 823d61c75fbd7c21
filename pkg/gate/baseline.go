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
	Value       string // of the cell; another value is another finding
	hasValue    bool
	Count       int    // how many findings it accepts
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
	Value       yamlfile.Str  `json:"value"`
	Count       yamlfile.Num  `json:"count" jsonschema:"minimum=1"`
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
		entry := &Entry{Fingerprint: e.Fingerprint.V, Rule: e.Rule.V, File: e.File.V, Value: e.Value.V, hasValue: e.Value.Set, Count: 1, Text: e.Text.V,
			Reason: e.Reason.V, Expires: e.Expires.V, Place: e.Head.At}
		if e.Count.Set {
			entry.Count = int(e.Count.V)
		}
		b.list = append(b.list, entry)
		b.entries[entry.Fingerprint] = entry
		b.rules[entry.Rule] = true
	}
	if d.Log.HasErrors() {
		return nil, d.Log.Findings().Sort()
	}
	return b, d.Log.Findings().Sort()
}

// LooksBaseline says whether a text is a baseline by its content.
func LooksBaseline(text []byte) bool {
	return strings.HasPrefix(strings.TrimSpace(onlyContent(text)), "accepted:")
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
		if e.File != "" && !slices.ContainsFunc(checked, func(f string) bool { return diag.SameFile(g.name(f), e.File) }) {
			continue
		}
		switch {
		case e.expired(g.Today):
			out = append(out, diag.Finding{Rule: diag.BaselineStale, Place: place, Message: "the entry of " + e.Rule + " has expired on " + e.Expires,
				Mend: "mend the finding, take the entry out, or give it another date"})
		case g.accepted[e.Fingerprint] > e.Count:
			out = append(out, diag.Finding{Rule: diag.BaselineExceeded, Place: place, Message: fmt.Sprintf("the entry of %s accepts %d of %d findings", e.Rule, e.Count, g.accepted[e.Fingerprint]),
				Mend: "mend the new one, or write its number as count"})
		case g.accepted[e.Fingerprint] == 0:
			out = append(out, diag.Finding{Rule: diag.BaselineStale, Place: place, Message: "the entry of " + e.Rule + " matches no finding any more", Mend: "take it out, or write the baseline anew with --write-baseline"})
		}
	}
	return out
}

// Write writes a baseline that accepts findings. Those that an older baseline accepts keep their reasons and dates, and so
// do its entries of files that were not checked. What is wrong with a file as a whole cannot be accepted.
func (g *Gate) Write(w io.Writer, findings diag.Findings, older *Baseline, checked []string) (accepted int, err error) {
	var list []*Entry
	byPrint := map[string]*Entry{}
	for i := range findings {
		f := &findings[i]
		if f.Rule.Group() == "file" {
			continue
		}
		print := g.fingerprint(f)
		if have := byPrint[print]; have != nil {
			have.Count++
			continue
		}
		e := &Entry{Fingerprint: print, Rule: f.Rule.ID, File: g.name(f.Place.File), Value: shownValue(f), hasValue: f.Subject.Value != "", Count: 1,
			Text: f.Statement(), Reason: "to be reviewed"}
		if older != nil {
			if o := older.entries[print]; o != nil {
				e.Reason, e.Expires = o.Reason, o.Expires
			}
		}
		byPrint[print] = e
		list = append(list, e)
	}
	accepted = len(list)
	if older != nil {
		for _, o := range older.list {
			if o.File != "" && byPrint[o.Fingerprint] == nil && !slices.ContainsFunc(checked, func(f string) bool { return diag.SameFile(g.name(f), o.File) }) {
				list = append(list, o)
			}
		}
	}
	var b strings.Builder
	b.WriteString("# Findings of zoneval check that are accepted. An entry holds wherever its line moves; give each a reason, and a date\n" +
		"# (expires: 2027-06-30) if it is to be looked at again. Files are named from this file's folder. Entries that match\n" +
		"# nothing any more are reported.\n")
	if len(list) == 0 {
		b.WriteString("accepted: []\n")
	} else {
		b.WriteString("accepted:\n")
	}
	for _, e := range list {
		fmt.Fprintf(&b, "  - fingerprint: %s\n    rule: %s\n    file: %s\n", e.Fingerprint, e.Rule, strconv.Quote(e.File))
		if e.hasValue {
			fmt.Fprintf(&b, "    value: %s\n", strconv.Quote(e.Value))
		}
		if e.Count > 1 {
			fmt.Fprintf(&b, "    count: %d\n", e.Count)
		}
		fmt.Fprintf(&b, "    finding: %s\n    reason: %s\n", strconv.Quote(e.Text), strconv.Quote(e.Reason))
		if e.Expires != "" {
			fmt.Fprintf(&b, "    expires: %s\n", e.Expires)
		}
	}
	if b.Len() > yamlfile.MaxBytes {
		return 0, fmt.Errorf("%d findings are too many to be accepted one by one; switch their rules off in zoneval.yaml", accepted)
	}
	_, err = io.WriteString(w, b.String())
	return accepted, err
}

// shownValue is a finding's value as the baseline holds it: in one line, without what cannot be seen.
func shownValue(f *diag.Finding) string {
	return strings.TrimSpace(diag.Clean(diag.Cut(f.Subject.Value)))
}
