package gate

import (
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Settings are what zoneval.yaml says under check.
type Settings struct {
	FailOn    string // error, warning or never; "" is not stated
	Max       int    // findings of each rule that are shown; -1 is not stated
	Contract  string
	Baseline  string
	Overrides []Override
}

// settingsKind is a settings file for the reader of YAML.
var settingsKind = yamlfile.Kind{
	Word: "settings", One: "a settings file", Start: "it holds lines such as lang: zh", Empty: "it holds lines such as lang: zh", Deep: "brackets",
	Rules: yamlfile.Rules{Syntax: diag.UsageBad, Alias: diag.UsageBad, Key: diag.UsageBad, KeyTwice: diag.UsageBad, Required: diag.UsageBad,
		Type: diag.UsageBad, Value: diag.UsageBad, EmptyList: diag.UsageBad, Number: diag.UsageBad, TooLarge: diag.UsageBad},
}

type checkFile struct {
	FailOn    yamlfile.Str   `json:"fail_on" jsonschema:"enum=error,enum=warning,enum=never"`
	Max       yamlfile.Num   `json:"max" jsonschema:"minimum=0"`
	Contract  yamlfile.Str   `json:"contract"`
	Baseline  yamlfile.Str   `json:"baseline"`
	Overrides []overrideFile `json:"overrides"`
	Head      yamlfile.Head  `json:"-"`
}

type overrideFile struct {
	Rule     yamlfile.Str  `json:"rule" jsonschema:"required" jsonschema_description:"a rule's id, such as last-year-jump or last-year-*"`
	Zone     yamlfile.Str  `json:"zone"`
	Column   yamlfile.Str  `json:"column"`
	File     yamlfile.Str  `json:"file"`
	Severity yamlfile.Str  `json:"severity" jsonschema:"required,enum=error,enum=warning,enum=note,enum=off" jsonschema_description:"error, warning, note or off"`
	Reason   yamlfile.Str  `json:"reason" jsonschema:"required" jsonschema_description:"why, so that nobody has to guess"`
	Head     yamlfile.Head `json:"-"`
}

// ReadSettings reads the part under check of a settings file; other parts are not looked at. It is nil when a finding
// says why it cannot be used.
func ReadSettings(file string, text []byte) (*Settings, diag.Findings) {
	out := &Settings{Max: -1}
	d := yamlfile.New(file, &settingsKind)
	root := d.Root(text)
	if root == nil {
		return nil, d.Log.Findings().Sort()
	}
	part := yamlfile.Get(root, "check")
	if part == nil {
		return out, nil
	}
	var f checkFile
	d.Mapping(part, "check", &f)
	out.FailOn, out.Contract, out.Baseline = f.FailOn.V, f.Contract.V, f.Baseline.V
	if f.Max.Set {
		out.Max = int(f.Max.V)
	}
	for i := range f.Overrides {
		o := &f.Overrides[i]
		knownRule(d, o.Rule)
		out.Overrides = append(out.Overrides, Override{Rule: o.Rule.V, Zone: o.Zone.V, Column: o.Column.V, File: o.File.V, Reason: o.Reason.V, Place: o.Head.At,
			Severity: severities[o.Severity.V], Off: o.Severity.V == "off"})
	}
	if d.Log.HasErrors() {
		return nil, d.Log.Findings().Sort()
	}
	return out, nil
}

var severities = map[string]diag.Severity{"error": diag.Error, "warning": diag.Warning, "note": diag.Note}

// knownRule reports a rule that there is not.
func knownRule(d *yamlfile.Decoder, rule yamlfile.Str) {
	if !rule.Set {
		return
	}
	var ids []string
	start, star := strings.CutSuffix(rule.V, "*")
	for _, r := range diag.Rules() {
		if r.ID == rule.V || star && strings.HasPrefix(r.ID, start) {
			return
		}
		ids = append(ids, r.ID)
	}
	d.Add(diag.UsageBad, rule.At, strings.TrimPrefix(diag.DidYouMean(rule.V, ids)+"; zoneval check --list-rules lists them", "; "), "there is no rule %s", diag.Quote(rule.V))
}
