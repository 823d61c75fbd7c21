// Package scenario holds the scenario file: a named set of changes to an index and a dataset. A change is one line of text,
// the same in a file and on the command line:
//
//	green=25                       the weight becomes 25
//	3.1*=2   openness/fdi+=1       is multiplied, is raised (-=: lowered)
//	kind:qualitative*=0.5          every part that matches
//	zone:HT001/3.1*=0.9            a value of a zone
//	method.aggregate=geometric     a step of the method, written as in an index file
//
// =+5 and =-5 are not settings but differences, as += and -=. Of a value =-5 is refused, since it may be meant as a setting,
// which is written =(-5).
//
// What the words select is found when a scenario is applied (package revise); here they are only read.
package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Text is a text in English and Chinese; either may be empty.
type Text = yamlfile.Bilingual

// Word is a text of the file and where it stands.
type Word struct {
	Text  string
	Place diag.Place
}

// Redistribution says who pays when a weight moves.
type Redistribution string

// The ways to keep the sum of a group. Under None it is not kept: the weights are relative to their new sum.
const (
	Proportional Redistribution = "proportional" // the free siblings, in proportion to their weights
	Equal        Redistribution = "equal"        // the free siblings, each the same
	None         Redistribution = "none"
)

// Redistributions lists them as files and flags name them.
var Redistributions = []string{string(Proportional), string(Equal), string(None)}

// Scenario is what one file says, or what the flags of one call say.
type Scenario struct {
	ID           string // the name of the file without its extension; letters, digits, _ and -
	Name         Text   // the ID where the file gives none
	Note         Text
	Base         Word // the index that it is of: a shipped id, or a file beside the scenario; may be empty
	Changes      []Change
	Lock         []Word // selectors of weights that stay
	Redistribute Redistribution
	Drop, Keep   []Word // zones, by id or name
	Merge        []Merge
	File, SHA256 string // empty for the flags of a call
}

// Merge makes one zone of several.
type Merge struct {
	ID    string
	Name  Text
	Of    []Word
	Rule  MergeRule // for indicators for which neither Rules nor the index says one; "" is none
	By    Word      // the column that the rule weighted weighs by
	Rules []RuleFor
	Place diag.Place
}

// RuleFor is the rule of the indicators that a selector picks.
type RuleFor struct {
	Select Word
	Rule   MergeRule
}

// MergeRule says what the value of zones that are merged is.
type MergeRule string

// The rules. A value that one of the zones lacks is missing under each of them.
const (
	Sum      MergeRule = "sum"
	Mean     MergeRule = "mean"
	Weighted MergeRule = "weighted" // the mean weighted by another column
)

// Empty says whether the scenario changes nothing.
func (s *Scenario) Empty() bool {
	return len(s.Changes)+len(s.Drop)+len(s.Keep)+len(s.Merge) == 0
}

// ChangesIndex says whether the scenario changes weights or methods, and not only values and zones.
func (s *Scenario) ChangesIndex() bool {
	return slices.ContainsFunc(s.Changes, func(c Change) bool { return c.Kind != Value })
}

var kind = yamlfile.Kind{Word: "scenario", One: "a scenario", Start: "start with name: and set:",
	Empty: "zoneval scenario show green-first prints one to start from", Deep: "brackets",
	Rules: yamlfile.Rules{Syntax: diag.ScenarioSyntax, Alias: diag.ScenarioSyntax, TooLarge: diag.ScenarioSyntax, Key: diag.ScenarioKey, KeyTwice: diag.ScenarioTwice,
		Required: diag.ScenarioRequired, Type: diag.ScenarioType, Value: diag.ScenarioValue, EmptyList: diag.ScenarioValue, Number: diag.ScenarioValue}}

// Parse reads a scenario file. Every fault is reported in one pass, each at its line and column; the scenario is nil when one
// of them is an error.
func Parse(name string, data []byte) (*Scenario, diag.Findings) {
	d := &decoder{Decoder: yamlfile.New(name, &kind)}
	d.Own = d.own
	root := d.Root(data)
	if root == nil {
		return nil, d.Log.Findings().Sort()
	}
	var f scenarioFile
	d.Mapping(root, "", &f)
	s := d.build(name, &f)
	if d.Log.HasErrors() {
		return nil, d.Log.Findings().Sort()
	}
	sum := sha256.Sum256(data)
	s.File, s.SHA256 = name, hex.EncodeToString(sum[:])
	return s, d.Log.Findings().Sort()
}

// Looks says whether a text may be a scenario: it has a key at the top that only scenarios have, or a method and nothing of an
// index.
func Looks(text []byte) bool {
	return yamlfile.HasTopKey(text, "set", "base", "lock", "redistribute", "zones") ||
		yamlfile.HasTopKey(text, "method") && !yamlfile.HasTopKey(text, "id", "dimensions", "scale")
}

// IDOf makes an id of a file's name.
func IDOf(name string) string {
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	id := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-':
			return c
		}
		return '-'
	}, base)
	if id = strings.Trim(id, "-"); id == "" { // 绿色.yaml, .yaml
		return "scenario"
	}
	return id
}

// With is the scenario with the changes of another one on top, which go before its own.
func (s *Scenario) With(o *Scenario) *Scenario {
	if o.Empty() && len(o.Lock) == 0 && o.Redistribute == "" {
		return s
	}
	c := *s
	c.Changes = slices.Concat(s.Changes, o.Changes)
	c.Lock = slices.Concat(s.Lock, o.Lock)
	c.Drop, c.Keep, c.Merge = slices.Concat(s.Drop, o.Drop), slices.Concat(s.Keep, o.Keep), slices.Concat(s.Merge, o.Merge)
	if o.Redistribute != "" {
		c.Redistribute = o.Redistribute
	}
	if o.Name.En != "" {
		for _, name := range []*string{&c.Name.En, &c.Name.Zh} {
			if *name != "" {
				*name += " + " + o.Name.En
			}
		}
	}
	return &c
}

// Distinct gives scenarios of one id numbers: a, a-2, a-3.
func Distinct(list []*Scenario) []*Scenario {
	taken := map[string]bool{}
	for _, s := range list {
		taken[s.ID] = true
	}
	met := map[string]bool{}
	out := make([]*Scenario, len(list))
	for i, s := range list {
		c := *s
		for n := 2; met[c.ID] || c.ID != s.ID && taken[c.ID]; n++ {
			c.ID = fmt.Sprintf("%s-%d", s.ID, n)
		}
		met[c.ID] = true
		out[i] = &c
	}
	return out
}
