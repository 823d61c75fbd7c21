package ranking

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/zone"
)

// Find returns the zone of the model with an id or a name, in either language. An id wins over a name; the log has an
// error where there is none, or where a name is that of several.
func (a *Answer) Find(name string) (int, *diag.Log) {
	log := &diag.Log{}
	var ids []string
	found := -1
	for i := range a.Model.N {
		row := a.Model.Row(i)
		if a.Table.IDs[row] == name {
			return i, log
		}
		if strings.EqualFold(a.Table.Name(row, "en"), name) || a.Table.Name(row, "zh") == name {
			ids, found = append(ids, a.Table.IDs[row]), i
		}
	}
	switch {
	case len(ids) > 1:
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Message: fmt.Sprintf("%d zones are called %s", len(ids), diag.Quote(name)), Mend: "name one by its id: " + strings.Join(ids[:min(len(ids), 10)], ", ")})
	case found < 0:
		mend := a.whyNot(name)
		if mend == "" {
			mend = diag.DidYouMean(name, a.Table.Known("zone"))
		}
		if mend == "" {
			mend = "the ids and names of all zones are in the output of rank -f csv"
		}
		log.Add(diag.Finding{Rule: diag.SelectionEmpty, Message: fmt.Sprintf("no zone that is scored is called %s", diag.Quote(name)), Mend: mend})
	}
	return found, log
}

// whyNot says why a zone of the data is not scored; empty where the data have none of this id or name.
func (a *Answer) whyNot(name string) string {
	why := ""
	for row, id := range a.Table.IDs {
		if id != name && !strings.EqualFold(a.Table.Name(row, "en"), name) && a.Table.Name(row, "zh") != name {
			continue
		}
		switch {
		case slices.Contains(a.Model.Screened, int32(row)):
			return "screening left it out"
		case a.Year != 0 && a.Table.Years[row] != a.Year:
			if why == "" {
				why = fmt.Sprintf("the data have it in %d, and not in %d", a.Table.Years[row], a.Year)
			}
		default:
			why = "it is in the data, and --only leaves it out"
		}
	}
	return why
}

// Match makes one test of table rows of several selectors; nil passes every row. Values that no zone has go to the log.
func (a *Answer) Match(sel []zone.Selector, log *diag.Log) func(row int) bool {
	keep, _ := matchAll(a.Table, sel, log)
	return keep
}
