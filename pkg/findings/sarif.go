package findings

import (
	"bufio"
	"cmp"
	"slices"
	"strings"

	"zoneval/pkg/diag"
)

// The parts of SARIF 2.1.0 that a check has something to say for.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string          `json:"id"`
		Short      sarifMessage    `json:"shortDescription"`
		Help       sarifHelp       `json:"help"`
		Default    sarifLevel      `json:"defaultConfiguration"`
		Properties sarifProperties `json:"properties"`
	}
	// sarifHelp is the page of a rule, which viewers show beside a finding.
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifMessage `json:"message"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints,omitempty"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		ID         int              `json:"id,omitempty"`
		Physical   *sarifPhysical   `json:"physicalLocation,omitempty"`
		Logical    []sarifLogical   `json:"logicalLocations,omitempty"`
		Message    *sarifMessage    `json:"message,omitempty"`
		Properties *sarifProperties `json:"properties,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		Line   int `json:"startLine"`
		Column int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifProperties struct {
		Tags  []string `json:"tags,omitempty"`
		Sheet string   `json:"sheet,omitempty"`
		Cell  string   `json:"cell,omitempty"`
	}
)

// writeSARIF writes the form that code hosts and editors read.
func writeSARIF(w *bufio.Writer, r *Result) error {
	rules := rulesOf(r)
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: diag.Clean(r.Tool), Version: diag.Clean(r.Version), Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{Successful: !r.Partial}},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
	}
	for _, x := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{x.ID, said(x.Title), sarifHelp{x.Page(), x.Page()},
			sarifLevel{x.Severity.String()}, sarifProperties{Tags: []string{x.Group()}}})
	}
	notice := &run.Invocations[0].Notifications
	for _, s := range r.gaps() {
		*notice = append(*notice, sarifNotification{"warning", said(s)})
	}
	for _, s := range r.asides() {
		*notice = append(*notice, sarifNotification{"note", said(s)})
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		text := f.Text()
		if f.Place.Sheet != "" {
			text = f.Place.String() + ": " + text
		}
		x := sarifResult{RuleID: f.Rule.ID, RuleIndex: slices.Index(rules, f.Rule), Level: f.Level().String(),
			Message: said(text)}
		if f.Place != (diag.Place{}) {
			x.Locations = []sarifLocation{locationOf(f.Place)}
		}
		for k, p := range f.Related {
			l := locationOf(p.Place)
			m := said(p.Message)
			l.ID, l.Message = k+1, &m
			x.Related = append(x.Related, l)
		}
		if fp := r.fingerprint(i); fp != "" {
			x.Fingerprints = map[string]string{"zoneval/v1": diag.Clean(fp)}
		}
		run.Results = append(run.Results, x)
	}
	return encode(w, sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		"2.1.0", []sarifRun{run}}, "  ")
}

// rulesOf are the rules that were met, by ID.
func rulesOf(r *Result) []*diag.Rule {
	var rules []*diag.Rule
	for _, c := range r.Counts {
		rules = append(rules, c.Rule)
	}
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	slices.SortFunc(rules, func(a, b *diag.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return slices.Compact(rules)
}

// locationOf is a file with a region where there is text to point into. In a workbook, which is no text, the cell is a
// logical place and a property; so is the path inside an index file, beside its line.
func locationOf(p diag.Place) sarifLocation {
	var l sarifLocation
	if p.File != "" {
		l.Physical = &sarifPhysical{Artifact: sarifArtifact{uri(p.File, onWindows)}}
		if n := line(p); n > 0 {
			l.Physical.Region = &sarifRegion{n, column(p)}
		}
	}
	switch {
	case p.Sheet != "":
		l.Logical = []sarifLogical{{p.String()}}
		l.Properties = &sarifProperties{Sheet: p.Sheet, Cell: cell(p)}
	case p.Path != "":
		l.Logical = []sarifLogical{{diag.Clean(p.Path)}}
	}
	return l
}

// said is a message's text: SARIF doubles braces, which would else hold numbered arguments, and reads [text](target) as
// a link, which no file under check may set.
func said(s string) sarifMessage {
	return sarifMessage{strings.NewReplacer("{", "{{", "}", "}}", "](", "] (").Replace(diag.Clean(s))}
}
