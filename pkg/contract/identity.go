package contract

import (
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// DefaultRelative is the tolerance of an identity that states none: what rounding in a spreadsheet leaves.
const DefaultRelative = 1e-6

var identityWords = newVocabulary(
	[]string{"total", "whole", "equals", "lhs"},
	[]string{"sum"}, // of a name the total, of a list the parts
	[]string{"parts", "of", "components", "addends", "items", "rhs"},
	[]string{"part"},
	[]string{"at_most", "max"},
	[]string{"kind", "type", "rule", "check"},
	[]string{"formula", "expression", "equation", "identity"},
	[]string{"tolerance", "abs_tolerance", "absolute_tolerance", "absolute", "tol"},
	[]string{"relative", "relative_tolerance", "rel_tolerance", "tolerance_relative", "rel_tol"},
)

var (
	kindsAtMost = []string{"at_most", "at most", "atmost", "part", "parts", "part_of", "subset", "share", "not_above", "<=", "≤"}
	kindsSum    = []string{"sum", "total", "equals", "equal", "=", "=="}
)

// identities reads a list of identities, or a mapping of their names, or a single one.
func (d *decoder) identities(c *Contract, r raw, known *nameSet) {
	n := r.Node
	add := func(n *yamlfile.Node, path, name string) {
		if id, ok := d.identity(n, path, name, known); ok {
			c.Identities = append(c.Identities, id)
		}
	}
	switch {
	case n.Kind == yamlfile.List:
		d.each(r, "", func(n *yamlfile.Node, path string) { add(n, path, "") })
	case n.Kind == yamlfile.Mapping && identityWords.known(n, "parts", "part", "formula"):
		add(n, r.Path, "")
	case n.Kind == yamlfile.Mapping:
		d.Entries(n, r.Path, func(key string, k, v *yamlfile.Node) {
			path := yamlfile.Join(r.Path, key)
			if v.Kind != yamlfile.List { // the name of an identity
				add(v, path, key)
				return
			}
			id := d.newIdentity("", v) // a total and its parts
			id.Total = key
			d.known(known, key, d.Place(k, path))
			d.parts(&id, value{v, path}, known)
			c.Identities = append(c.Identities, id)
		})
	case yamlfile.IsText(n):
		add(n, r.Path, "")
	default:
		d.WrongType(n, r.Path, "a list of identities, each with a total and its parts", "")
	}
}

func (d *decoder) newIdentity(name string, n *yamlfile.Node) Identity {
	return Identity{Name: name, Relative: DefaultRelative, Place: d.Place(n, "")}
}

// identity reads one: a formula, or a mapping of a total and its parts.
func (d *decoder) identity(n *yamlfile.Node, path, name string, known *nameSet) (Identity, bool) {
	id := d.newIdentity(name, n)
	if yamlfile.IsText(n) {
		return id, d.formula(&id, value{n, path}, known)
	}
	if n.Kind != yamlfile.Mapping {
		d.WrongType(n, path, "an identity: a mapping with total and parts, or a formula such as revenue = a + b", "")
		return id, false
	}
	before := d.Log.Count(diag.Error)
	it := d.read(n, path, identityWords, []string{"total", "parts"})
	if t := yamlfile.Get(n, "name"); t != nil && yamlfile.IsText(t) {
		id.Name = d.line(t, yamlfile.Join(path, "name"))
	}
	if f := it.values["formula"]; f.node != nil {
		if !yamlfile.IsText(f.node) {
			d.WrongType(f.node, f.path, "a formula such as revenue = a + b", "")
			return id, false
		}
		d.formula(&id, f, known)
	} else {
		d.roles(&id, &it, known)
	}
	d.tolerances(&id, &it)
	return id, d.Log.Count(diag.Error) == before
}

// roles finds the total and the parts.
func (d *decoder) roles(id *Identity, it *item, known *nameSet) {
	total, parts := it.values["total"], it.values["parts"]
	has := it.has("total")
	if sum := it.values["sum"]; sum.node != nil {
		if sum.node.Kind == yamlfile.List {
			parts = sum
		} else {
			total = sum
		}
	}
	if m := it.values["at_most"]; m.node != nil {
		switch {
		case m.node.Tag == "!!bool":
			id.AtMost = strings.EqualFold(m.node.Value, "true")
		default:
			total, id.AtMost = m, true
		}
	}
	d.identityKind(id, it.values["kind"])
	if p := it.values["part"]; p.node != nil {
		if parts.node == nil {
			parts, id.AtMost = p, id.AtMost || p.node.Kind != yamlfile.List
		}
	}
	switch {
	case total.node == nil && !has && id.Name != "" && known.has(id.Name):
		id.Total = id.Name // the item is named for its total
	case total.node == nil && !has:
		d.Report(diag.ContractRequired, it.node, it.path, "write total: and the name of the column that is the sum",
			"the key %s is missing", diag.Quote("total"))
	case total.node == nil:
	case !yamlfile.IsText(total.node):
		d.WrongType(total.node, total.path, "the name of the total's column", "")
	default:
		for _, s := range d.names(total.node, total.path).V {
			id.Total = s.V
			d.known(known, s.V, s.At)
		}
	}
	switch {
	case parts.node != nil:
		d.parts(id, parts, known)
	case !it.has("parts"):
		d.Report(diag.ContractRequired, it.node, it.path, "write parts: and the list of the columns that make the total",
			"the key %s is missing", diag.Quote("parts"))
	}
}

func (d *decoder) identityKind(id *Identity, v value) {
	if v.node == nil {
		return
	}
	switch k := strings.ToLower(strings.TrimSpace(v.node.Value)); {
	case slices.Contains(kindsAtMost, k):
		id.AtMost = true
	case slices.Contains(kindsSum, k):
		id.AtMost = false
	default:
		d.Report(diag.ContractValue, v.node, v.path, "",
			"found %s, expected sum, where the parts make the total, or at_most, where none exceeds it", yamlfile.Describe(v.node))
	}
}

// parts reads the names of the parts: a list, or a text with plus signs.
func (d *decoder) parts(id *Identity, v value, known *nameSet) {
	if yamlfile.IsText(v.node) && strings.Contains(v.node.Value, "+") && !known.has(strings.TrimSpace(v.node.Value)) {
		for _, p := range addends(v.node.Value) {
			d.part(id, p, d.Place(v.node, v.path), known)
		}
		return
	}
	if v.node.Kind == yamlfile.List && len(v.node.Content) == 0 {
		d.Report(diag.ContractValue, v.node, v.path, "name the columns that make the total", "the list is empty")
		return
	}
	for _, s := range d.names(v.node, v.path).V {
		d.part(id, s.V, s.At, known)
	}
}

func (d *decoder) part(id *Identity, name string, at diag.Place, known *nameSet) {
	if name == id.Total {
		d.Add(diag.ContractValue, at, "leave it out of the parts", "the total %s is one of its own parts", diag.Quote(name))
		return
	}
	d.known(known, name, at)
	id.Parts = append(id.Parts, name)
}

// formula reads total = a + b ± 0.5, or part <= total.
func (d *decoder) formula(id *Identity, v value, known *nameSet) bool {
	text, tolerance, _ := cutAny(v.node.Value, "±", "+/-", "+-")
	bad := func(message string, args ...any) bool {
		d.Report(diag.ContractValue, v.node, v.path, "write revenue = a + b, or part <= revenue", message, args...)
		return false
	}
	before := d.Log.Count(diag.Error)
	at := d.Place(v.node, v.path)
	var total string
	var parts []string
	if left, right, ok := cutAny(text, "<=", "≤"); ok {
		if total, parts = strings.TrimSpace(right), addends(left); len(parts) > 1 {
			return bad("found %s, expected one part below its total", diag.Quote(v.node.Value))
		}
		id.AtMost = true
	} else if left, right, ok := cutAny(text, "==", "=", "＝"); ok {
		total, parts = strings.TrimSpace(left), addends(right)
		if l := addends(left); len(l) > 1 && len(parts) == 1 {
			total, parts = parts[0], l
		}
	} else {
		return bad("found %s, expected an identity", diag.Quote(v.node.Value))
	}
	if total == "" || slices.Contains(parts, "") || strings.ContainsAny(strings.Join(parts, ""), "=<>≤") {
		return bad("found %s, expected an identity", diag.Quote(v.node.Value))
	}
	id.Total = total
	d.known(known, total, at)
	seen := map[string]bool{}
	for _, p := range parts {
		if seen[p] {
			d.Add(diag.ContractValue, at, "name each part once", "%s stands twice in the formula", diag.Quote(p))
			continue
		}
		seen[p] = true
		d.part(id, p, at, known)
	}
	if t, percent := cutPercent(strings.TrimSpace(tolerance)); t != "" {
		x, _, fault := yamlfile.Decimal(t)
		if fault != "" || x < 0 {
			return bad("found the tolerance %s, expected a number or a percentage", diag.Quote(t))
		}
		id.set(x, percent)
	}
	return d.Log.Count(diag.Error) == before
}

// cutAny cuts at the first of the signs that the text has.
func cutAny(s string, signs ...string) (before, after string, found bool) {
	for _, sign := range signs {
		if b, a, ok := strings.Cut(s, sign); ok {
			return b, a, true
		}
	}
	return s, "", false
}

// addends are the names between plus signs. A plus without blanks around it belongs to a name where others have them.
func addends(s string) []string {
	sep := "+"
	if strings.Contains(s, " + ") {
		sep = " + "
	}
	out := strings.Split(strings.ReplaceAll(s, "＋", sep), sep)
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// set states a tolerance; one of them alone leaves none of the other.
func (id *Identity) set(v float64, percent bool) {
	if percent {
		id.Tolerance, id.Relative = 0, v/100
	} else {
		id.Tolerance, id.Relative = v, 0
	}
}

// tolerances reads what the total may be off by.
func (d *decoder) tolerances(id *Identity, it *item) {
	abs, rel := it.values["tolerance"], it.values["relative"]
	if abs.node != nil && abs.node.Kind == yamlfile.Mapping {
		in := d.read(abs.node, abs.path, identityWords, nil, "tolerance", "relative")
		abs, rel = in.values["tolerance"], in.values["relative"]
		if !in.has("tolerance") && !in.has("relative") {
			d.WrongType(in.node, in.path, "a number, a percentage, or a mapping of absolute and relative", "")
		}
	}
	absolute, share := -1.0, -1.0
	if abs.node != nil {
		if v, percent, ok := d.amount(abs.node, abs.path); ok && percent {
			share = v
		} else if ok {
			absolute = v
		}
	}
	if rel.node != nil {
		if v, _, ok := d.amount(rel.node, rel.path); ok {
			share = v
		}
	}
	if share >= 1 {
		at := rel
		if at.node == nil {
			at = abs
		}
		d.Report(diag.ContractValue, at.node, at.path, "write 0.01 or 1% for a hundredth",
			"found %s, expected a share of the total below 1", strconv.Quote(diag.Clean(at.node.Value)))
	}
	if absolute >= 0 || share >= 0 {
		id.Tolerance, id.Relative = max(absolute, 0), max(share, 0)
	}
}
