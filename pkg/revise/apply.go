package revise

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/zone"
)

// Applied is a scenario applied to an index and a table.
type Applied struct {
	Scenario *scenario.Scenario
	Revision *Revision
	Zones    *Zones
}

// Apply applies a scenario to an index and to one year of a table, 0 being the latest. It is nil when a finding is an error;
// neither the draft nor the table is changed.
func Apply(d *index.Draft, t *zone.Table, year int32, s *scenario.Scenario) (*Applied, *diag.Log) {
	years := t.YearList()
	switch {
	case years == nil:
		year = 0
	case year == 0:
		year = years[len(years)-1]
	case !slices.Contains(years, year):
		log := &diag.Log{}
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Place: diag.Place{File: t.Source.Name},
			Message: fmt.Sprintf("the data have no year %d", year), Mend: "they have " + strings.Trim(fmt.Sprint(years), "[]")})
		return nil, log
	}
	rev, log := Index(d, s)
	zones, l := Table(d.Index, t, year, s)
	log.Merge(l)
	if log.HasErrors() {
		return nil, log
	}
	return &Applied{s, rev, zones}, log
}

// ChangesData says whether values or zones are not what they were.
func (a *Applied) ChangesData() bool {
	return len(a.Zones.Values)+len(a.Zones.Dropped)+len(a.Zones.Merged) > 0
}
