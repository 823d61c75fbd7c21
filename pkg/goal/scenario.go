package goal

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/scenario"
)

// scenarioOf sets the new values.
func (g *Answer) scenarioOf(plan []Step) *scenario.Scenario {
	s := &scenario.Scenario{ID: "goal", Name: scenario.Text{En: fmt.Sprintf("%s to rank %d", g.id(), g.Options.Rank), Zh: fmt.Sprintf("%s 进入第 %d 名", g.id(), g.Options.Rank)},
		Base: scenario.Word{Text: g.Ranking.Index.ID}, Redistribute: scenario.Proportional}
	zone := g.word()
	for _, p := range plan {
		digits := strconv.FormatFloat(p.After, 'f', -1, 64)
		exact, _ := new(big.Rat).SetString(digits)
		if p.After < 0 {
			digits = "(" + digits + ")"
		}
		text := "zone:" + zone + "/" + p.Indicator.ID + "=" + digits
		s.Changes = append(s.Changes, scenario.Change{Kind: scenario.Value, Text: text, Zone: zone, Select: p.Indicator.ID, Op: scenario.Set, Amount: exact, Place: diag.Place{File: "--set " + text}})
	}
	return s
}

// word is how a scenario names the zone: by its id, or where that cannot stand in a change, by a name of its own that can.
func (g *Answer) word() string {
	t, row := g.Ranking.Table, g.Ranking.Model.Row(g.Options.Zone)
	bare := func(s string) bool { return s == strings.TrimSpace(s) && !strings.ContainsAny(s, "/=") }
	if bare(g.id()) {
		return g.id()
	}
	for _, lang := range []string{"en", "zh"} {
		if name := t.Name(row, lang); name != g.id() && bare(name) {
			if z, log := g.Ranking.Find(name); !log.HasErrors() && z == g.Options.Zone {
				return name
			}
		}
	}
	return g.id()
}
