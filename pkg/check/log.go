package check

import (
	"zoneval/pkg/diag"
	"zoneval/pkg/gate"
)

// log keeps the first findings of each rule and severity and counts them all, so that a broken file of a million rows
// costs no more than a broken file of fifty. What the gate does not let pass is not among them.
type log struct {
	max   int // 0 keeps all
	gate  *gate.Gate
	kept  diag.Findings
	found map[Count]int
}

func newLog(o Options) *log { return &log{max: o.Max, gate: o.Gate, found: map[Count]int{}} }

// add records a finding and returns the severity that it has behind the gate, 0 where it does not pass.
func (l *log) add(f diag.Finding) diag.Severity {
	if l.gate.Touches(f.Rule) && !l.gate.Pass(&f) {
		return 0
	}
	l.keep(f)
	return f.Level()
}

func (l *log) keep(f diag.Finding) {
	key := Count{f.Rule, f.Level()}
	if l.found[key]++; l.max == 0 || l.found[key] <= l.max {
		l.kept = append(l.kept, f)
	}
}

// build records a finding that is put together only when there is room for it, or when the gate has to see it. Severity
// 0 is the rule's own. It returns what add does.
func (l *log) build(r *diag.Rule, s diag.Severity, f func() diag.Finding) diag.Severity {
	if s == 0 {
		s = r.Severity
	}
	if l.full(r, s) {
		return s
	}
	out := f()
	out.Rule = r
	if s != r.Severity {
		out.Severity = s
	}
	return l.add(out)
}

// full says whether a finding would only be counted, and counts it then.
func (l *log) full(r *diag.Rule, s diag.Severity) bool {
	key := Count{r, s}
	if l.max == 0 || l.found[key] < l.max || l.gate.Touches(r) {
		return false
	}
	l.found[key]++
	return true
}

// merge adds another log's findings after this one's. They have been through the gate.
func (l *log) merge(o *log) {
	for _, f := range o.kept {
		l.keep(f)
		o.found[Count{f.Rule, f.Level()}]--
	}
	for key, n := range o.found {
		l.found[key] += n
	}
}
