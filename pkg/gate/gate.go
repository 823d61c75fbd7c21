// Package gate decides what becomes of a finding: the settings may give it another severity or switch it off, a
// baseline may have accepted it. What is left decides whether a check fails.
package gate

import (
	"slices"
	"strings"
	"sync"

	"zoneval/pkg/diag"
)

// Gate is the settings and the baseline of one run. It can be used by several goroutines at a time. The zero Gate lets
// everything pass.
type Gate struct {
	Overrides []Override
	Baseline  *Baseline
	Today     string // 2006-01-02; an entry of the baseline that expires before no longer counts

	mu       sync.Mutex
	off      map[string]bool // rules and places that were switched off, so that each counts once
	accepted map[string]int  // findings by fingerprint of the baseline
}

// Touches says whether findings of a rule have to be put together to know what becomes of them.
func (g *Gate) Touches(r *diag.Rule) bool {
	return g != nil && (g.Baseline != nil && g.Baseline.rules[r.ID] ||
		slices.ContainsFunc(g.Overrides, func(o Override) bool { return o.matchesRule(r) }))
}

// Pass gives a finding the severity that the settings say, and says whether it counts. The last override that matches
// stands.
func (g *Gate) Pass(f *diag.Finding) bool {
	if g == nil {
		return true
	}
	for i := len(g.Overrides) - 1; i >= 0; i-- {
		o := &g.Overrides[i]
		if !o.matches(f) {
			continue
		}
		if o.Off {
			g.mu.Lock()
			defer g.mu.Unlock()
			if g.off == nil {
				g.off = map[string]bool{}
			}
			g.off[f.String()] = true
			return false
		}
		if f.Severity = o.Severity; f.Severity == f.Rule.Severity {
			f.Severity = 0
		}
		break
	}
	if g.Baseline == nil {
		return true
	}
	print := f.Fingerprint()
	if e := g.Baseline.entries[print]; e == nil || e.expired(g.Today) {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.accepted == nil {
		g.accepted = map[string]int{}
	}
	g.accepted[print]++
	return false
}

// Off is how many findings the settings have switched off.
func (g *Gate) Off() int { return len(g.off) }

// Accepted is how many findings the baseline accepts.
func (g *Gate) Accepted() int {
	n := 0
	for _, k := range g.accepted {
		n += k
	}
	return n
}

// Override gives findings another severity, or switches them off, and says why.
type Override struct {
	Rule     string // an ID, or the start of IDs and a star: last-year-*
	Zone     string // "" is every zone
	Column   string // "" is every column
	File     string // the end of a file name; "" is every file
	Severity diag.Severity
	Off      bool
	Reason   string
	Place    diag.Place
}

func (o *Override) matchesRule(r *diag.Rule) bool {
	start, star := strings.CutSuffix(o.Rule, "*")
	return o.Rule == r.ID || star && strings.HasPrefix(r.ID, start)
}

func (o *Override) matches(f *diag.Finding) bool {
	return o.matchesRule(f.Rule) && (o.Zone == "" || o.Zone == f.Subject.Zone) && (o.Column == "" || o.Column == f.Subject.Column) &&
		(o.File == "" || o.File == f.Place.File || strings.HasSuffix(f.Place.File, "/"+o.File))
}

// Fails says whether a finding is at or above the level: "error", "warning" or "never".
func Fails(level string, s diag.Severity) bool {
	switch level {
	case "warning":
		return s == diag.Error || s == diag.Warning
	case "never":
		return false
	}
	return s == diag.Error
}
