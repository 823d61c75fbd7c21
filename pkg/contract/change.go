package contract

import (
	"fmt"
	"math"
	"slices"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

var changeWords = newVocabulary(
	[]string{"field", "fields", "column", "columns", "indicator", "indicators"},
	[]string{"max_ratio", "max", "maximum", "ratio_max", "upper"},
	[]string{"min_ratio", "min", "minimum", "ratio_min", "lower"},
	[]string{"factor", "ratio", "max_factor", "times"},
	[]string{"max_change", "change", "max_relative_change", "max_rel_change", "relative", "limit", "tolerance", "within"},
	[]string{"max_percent", "max_pct", "percent", "max_change_percent", "max_change_pct", "pct"},
	[]string{"max_increase", "max_growth", "max_rise", "increase"},
	[]string{"max_decrease", "max_drop", "max_fall", "max_decline", "decrease"},
	[]string{"max_difference", "difference", "max_absolute_change", "max_abs_change", "max_abs_difference", "absolute"},
)

var limitWords = []string{"max_ratio", "min_ratio", "factor", "max_change", "max_percent", "max_increase", "max_decrease", "max_difference"}

// relativeWords are changes as a share of last year's value.
var relativeWords = []string{"max_change", "max_increase", "max_decrease"}

// others are the names for every field without limits of its own.
var others = map[string]bool{"*": true, "default": true, "all": true}

// hugeChange is a relative change that nobody means: the percent sign is missing.
const hugeChange = 10

// yearOnYear reads a list of limits, a mapping of fields to theirs, or limits for all.
func (d *decoder) yearOnYear(c *Contract, r raw, known *nameSet) {
	n := r.Node
	switch {
	case n.Kind == yamlfile.List:
		d.each(r, "", func(n *yamlfile.Node, path string) {
			if n.Kind != yamlfile.Mapping {
				d.WrongType(n, path, "a mapping with field and limits such as max_ratio", "")
				return
			}
			d.change(c, n, path, known)
		})
	case n.Kind == yamlfile.Mapping && isChange(n):
		d.change(c, n, r.Path, known)
	case n.Kind == yamlfile.Mapping:
		d.perField(c, n, r.Path, known)
	case yamlfile.IsText(n):
		c.YearOnYear = append(c.YearOnYear, d.limits(n, r.Path)...)
	default:
		d.WrongType(n, r.Path, "a list of limits, each with a field, or a mapping of fields to limits", "")
	}
}

// isChange says whether a mapping is limits, and not fields to limits: then one of its words has no mapping below it.
func isChange(n *yamlfile.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if c := changeWords[n.Content[i].Value]; c != "" && (n.Content[i+1].Kind != yamlfile.Mapping || c == "field") {
			return true
		}
	}
	return false
}

// perField reads a mapping of names to limits.
func (d *decoder) perField(c *Contract, n *yamlfile.Node, path string, known *nameSet) {
	d.Entries(n, path, func(key string, k, v *yamlfile.Node) {
		at := yamlfile.Join(path, key)
		list := d.limits(v, at)
		if others[key] {
			key = ""
		} else {
			d.known(known, key, d.Place(k, at))
		}
		for _, ch := range list {
			ch.Field = key
			c.YearOnYear = append(c.YearOnYear, ch)
		}
	})
}

// change reads a mapping of limits that says which fields it is for; without, for all.
func (d *decoder) change(c *Contract, n *yamlfile.Node, path string, known *nameSet) {
	it := d.read(n, path, changeWords, []string{"field"}, limitWords...)
	fields := []string{""}
	if v := it.values["field"]; v.node != nil && v.node.Kind == yamlfile.Mapping {
		d.perField(c, v.node, v.path, known)
		if !it.hasOne(limitWords) {
			return
		}
	} else if v.node != nil {
		fields = nil
		for _, s := range d.names(v.node, v.path).V {
			if others[s.V] {
				fields = append(fields, "")
				continue
			}
			d.known(known, s.V, s.At)
			fields = append(fields, s.V)
		}
	}
	ch, ok := d.combine(&it)
	for _, f := range fields {
		if ch.Field = f; ok {
			c.YearOnYear = append(c.YearOnYear, ch)
		}
	}
}

func (d *decoder) newChange(n *yamlfile.Node) Change {
	return Change{MinRatio: math.NaN(), MaxRatio: math.NaN(), MaxDifference: math.NaN(), Place: d.Place(n, "")}
}

// limits reads the limits of a field: a mapping of them; a number, up to 1 a relative change and above a factor; a
// percentage; or the least and the greatest ratio.
func (d *decoder) limits(n *yamlfile.Node, path string) []Change {
	const want = "limits: a mapping such as {max_ratio: 2}, a change such as 0.5 or 50%, or [least ratio, greatest ratio]"
	ch := d.newChange(n)
	ok := false
	switch {
	case n.Kind == yamlfile.Mapping:
		it := d.read(n, path, changeWords, nil, limitWords...)
		ch, ok = d.combine(&it)
	case n.Kind == yamlfile.List && len(n.Content) == 2:
		low, _, okLow := d.amount(n.Content[0], path+"[0]")
		high, _, okHigh := d.amount(n.Content[1], path+"[1]")
		ch.MinRatio, ch.MaxRatio, ok = low, high, okLow && okHigh
	case yamlfile.IsText(n) && n.Tag != "!!bool":
		v, percent, fine := d.amount(n, path)
		if ok = fine; percent || v <= 1 {
			ch.MinRatio, ch.MaxRatio = 1-v, 1+v
		} else {
			ch.MinRatio, ch.MaxRatio = 1/v, v
		}
	default:
		d.WrongType(n, path, want, "")
	}
	if !ok || !d.possible(&ch, n, path) {
		return nil
	}
	return []Change{ch}
}

// combine makes one limit of the words of an item.
func (d *decoder) combine(it *item) (Change, bool) {
	ch := d.newChange(it.node)
	if !it.hasOne(limitWords) {
		// What cannot be understood here limits nothing, and the rest of the contract holds all the same.
		d.Log.Add(diag.Finding{Rule: diag.ContractRequired, Severity: diag.Warning, Place: d.Place(it.node, it.path),
			Message: "there is no limit on the change, so that nothing is checked", Mend: "write max_ratio: 2 to allow at most the double, or max_change: 50%"})
		return ch, false
	}
	good := true
	number := func(word string, use func(v float64)) {
		v := it.values[word]
		if v.node == nil {
			return
		}
		x, percent, ok := d.amount(v.node, v.path)
		if good = good && ok; !ok {
			return
		}
		switch relative := slices.Contains(relativeWords, word); {
		case percent && word == "max_difference":
			d.Report(diag.ContractValue, v.node, v.path, "write max_change for a share of last year's value",
				"found %s, expected a number in the unit of the field", diag.Quote(v.node.Value))
			good = false
		case percent && word == "max_percent":
			use(x * 100)
		case relative && !percent && x >= hugeChange:
			d.Log.Add(diag.Finding{Rule: diag.ContractValue, Severity: diag.Warning, Place: d.Place(v.node, v.path),
				Message: fmt.Sprintf("%s is a change by %g times last year's value", diag.Clean(v.node.Value), x),
				Mend:    fmt.Sprintf("write %g%% or %g if percent are meant", x, x/100)})
			fallthrough
		default:
			use(x)
		}
	}
	low := func(r float64) { ch.MinRatio = narrower(ch.MinRatio, r, math.Max) }
	high := func(r float64) { ch.MaxRatio = narrower(ch.MaxRatio, r, math.Min) }
	number("max_ratio", high)
	number("min_ratio", low)
	number("factor", func(v float64) {
		if v == 0 {
			f := it.values["factor"]
			d.Report(diag.ContractValue, f.node, f.path, "write 2 to allow from half to double", "found 0, expected a factor above 0")
			good = false
			return
		}
		low(min(v, 1/v))
		high(max(v, 1/v))
	})
	number("max_change", func(v float64) { low(1 - v); high(1 + v) })
	number("max_percent", func(v float64) { low(1 - v/100); high(1 + v/100) })
	number("max_increase", func(v float64) { high(1 + v) })
	number("max_decrease", func(v float64) { low(1 - v) })
	number("max_difference", func(v float64) { ch.MaxDifference = v })
	return ch, good && d.possible(&ch, it.node, it.path)
}

// narrower is the tighter of two limits, of which the first may be none.
func narrower(have, more float64, tighter func(a, b float64) float64) float64 {
	if math.IsNaN(have) {
		return more
	}
	return tighter(have, more)
}

// possible reports limits that no value can keep.
func (d *decoder) possible(ch *Change, n *yamlfile.Node, path string) bool {
	if ch.MinRatio > ch.MaxRatio {
		d.Report(diag.ContractValue, n, path, "exchange them",
			"no value is possible: the least ratio %g is above the greatest, %g", ch.MinRatio, ch.MaxRatio)
		return false
	}
	return true
}
