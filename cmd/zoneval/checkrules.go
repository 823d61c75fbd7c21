package main

import (
	"fmt"
	"strings"

	"zoneval/pkg/diag"
)

func ruleIDs() []string {
	var ids []string
	for _, r := range diag.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// listRules prints every rule with its severity, by group.
func listRules(s streams) error {
	var b strings.Builder
	group := ""
	for _, r := range diag.Rules() {
		if g := r.Group(); g != group {
			if group != "" {
				b.WriteByte('\n')
			}
			group = g
			fmt.Fprintf(&b, "%s\n", g)
		}
		fmt.Fprintf(&b, "  %-30s %-8s %s\n", r.ID, r.Severity, r.Title)
	}
	_, err := s.out.Write([]byte(b.String()))
	return outputError("standard output", err)
}

// explainRule prints the page of a rule.
func explainRule(s streams, id string) error {
	for _, r := range diag.Rules() {
		if r.ID == id {
			_, err := s.out.Write([]byte(r.Page()))
			return outputError("standard output", err)
		}
	}
	return usage(strings.TrimPrefix(diag.DidYouMean(id, ruleIDs())+"; zoneval check --list-rules lists them", "; "), "there is no rule %s", diag.Quote(id))
}
