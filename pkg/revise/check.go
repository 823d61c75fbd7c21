package revise

import (
	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// Check says what is wrong with a scenario of an index as far as that shows without data: everything but the zones.
func Check(d *index.Draft, s *scenario.Scenario) *diag.Log {
	_, log := Index(d, s)
	z := &zones{x: d.Index, t: &zone.Table{}, s: s, log: log}
	for i := range s.Changes {
		if c := &s.Changes[i]; c.Kind == scenario.Value {
			z.inputsOf(scenario.Word{Text: c.Select, Place: c.Place})
		}
	}
	for i := range s.Merge {
		z.rules(&s.Merge[i], nil)
	}
	return log
}
