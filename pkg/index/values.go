package index

import (
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// assumed reads true, or a list of keys.
func (d *decoder) assumed(n *yamlfile.Node, path string) assumed {
	a := assumed{At: d.Place(n, path), Set: true}
	switch {
	case n.Kind == yamlfile.Scalar && n.Tag == "!!bool":
		a.All = strings.EqualFold(n.Value, "true")
		a.Set = a.All
	case n.Kind == yamlfile.List:
		a.Keys = d.StrList(n, path, limits{}).V
		if len(n.Content) == 0 {
			d.Report(diag.IndexAssumed, n, path, "name the keys that are assumed: [weight], or leave the mark out", "marks nothing as assumed")
			a.Set = false
		}
	default:
		mend := ""
		if n.Tag == "!!str" {
			mend = "write it as a list: [" + diag.Clean(n.Value) + "]"
		}
		d.WrongType(n, path, "true, or a list of keys such as [weight, direction]", mend)
		a.Set = false
	}
	return a
}
