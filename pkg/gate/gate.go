// Package gate decides what becomes of a finding: the settings may give it another severity or switch it off, a
// baseline may have accepted it. What is left decides whether a check fails.
package gate

import (
	"path"
	"path/filepath"
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
	Folder    string // that the baseline names files from; "" is this one
	Today     string // 2006-01-02; an entry of the baseline that expires before no longer counts

	mu       sync.Mutex
	off      map[string]bool // rules and places that were switched off, so that each counts once
	offMore  int             // further ones, when there are too many to be told apart
	accepted map[string]int  // findings by fingerprint of the baseline
}

// mostOff is how many findings that are switched off are told apart: a million texts of them are not worth their memory.
const mostOff = 10_000

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
			if len(g.off) < mostOff {
				g.off[f.String()] = true
			} else {
				g.offMore++
			}
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
	print := g.fingerprint(f)
	if e := g.Baseline.entries[print]; e == nil || e.expired(g.Today) || e.hasValue && e.Value != shownValue(f) {
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

// fingerprint is that of a finding, its file named from the baseline's folder.
func (g *Gate) fingerprint(f *diag.Finding) string {
	in := *f
	in.Place.File = g.name(f.Place.File)
	return in.Fingerprint()
}

// name is a file as the baseline calls it, so that it holds from whatever folder the check is run.
func (g *Gate) name(file string) string {
	if g.Folder == "" || file == "-" {
		return file
	}
	here, err := filepath.Abs(file)
	if err != nil {
		return file
	}
	from, err := filepath.Abs(g.Folder)
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(from, here); err == nil {
		return filepath.ToSlash(rel)
	}
	return file
}

// Off is how many findings the settings have switched off.
func (g *Gate) Off() int { return len(g.off) + g.offMore }

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
	File     string // the end of a file name, in which * stands for anything; "" is every file
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
		(o.File == "" || o.matchesFile(filepath.ToSlash(f.Place.File)))
}

// matchesFile compares with the whole name, or with as much of its end as the override has folders; * and ? stand for
// anything in a name.
func (o *Override) matchesFile(file string) bool {
	parts := strings.Split(file, "/")
	if n := strings.Count(o.File, "/") + 1; n < len(parts) {
		file = strings.Join(parts[len(parts)-n:], "/")
	}
	ok, err := path.Match(o.File, file)
	return ok && err == nil || o.File == file
}

// Level is the severity from which on a check fails, by the word of --fail-on: error, warning, or never, which is 0.
func Level(word string) diag.Severity {
	return map[string]diag.Severity{"error": diag.Error, "warning": diag.Warning}[word]
}
