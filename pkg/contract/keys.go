package contract

import (
	"strconv"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

var matches = []string{"exact", "equal", "subset", "superset", "partial"}

// fieldsMatch is a word, or as an older draft had it a list with one.
func (d *decoder) fieldsMatch(c *Contract, r raw) {
	n := r.Node
	if n == nil {
		return
	}
	if n.Kind == yamlfile.List && len(n.Content) == 1 {
		n = n.Content[0]
	}
	c.FieldsMatch = d.Str(n, r.Path, yamlfile.Limits{Enum: matches}).V
}

// uniqueKeys is a list of keys, each a name or a list of names.
func (d *decoder) uniqueKeys(c *Contract, r raw, known *nameSet) {
	d.each(r, "a list of keys, each a list of names", func(n *yamlfile.Node, path string) {
		if l := d.names(n, path); len(l.V) > 0 {
			d.knownNames(known, l.V)
			c.Unique = append(c.Unique, l.texts())
		}
	})
}

func (d *decoder) foreignKeys(c *Contract, r raw, known *nameSet) {
	d.each(r, "a list of keys, each with fields and a reference", func(n *yamlfile.Node, path string) {
		var f foreignFile
		d.Mapping(n, path, &f)
		d.knownNames(known, f.Fields.V)
		to := f.Reference
		if self := to.Resource.V; self == "" || self == "." || self == c.Name {
			d.knownNames(known, to.Fields.V)
		}
		if f.Fields.Set && to.Fields.Set && len(f.Fields.V) != len(to.Fields.V) {
			d.Add(diag.ContractValue, to.Head.Place("fields"), "name as many columns there as here",
				"the key has %s and refers to %s", columns(len(f.Fields.V)), columns(len(to.Fields.V)))
		}
		c.ForeignKeys = append(c.ForeignKeys, ForeignKey{f.Fields.texts(), to.Resource.V, to.Fields.texts(), f.Head.At})
	})
}

func columns(n int) string {
	if n == 1 {
		return "one column"
	}
	return strconv.Itoa(n) + " columns"
}

// each visits the elements of a list.
func (d *decoder) each(r raw, want string, visit func(n *yamlfile.Node, path string)) {
	if r.Node == nil {
		return
	}
	if r.Node.Kind != yamlfile.List {
		d.WrongType(r.Node, r.Path, want, "")
		return
	}
	for i, e := range r.Node.Content {
		visit(e, r.Path+"["+strconv.Itoa(i)+"]")
	}
}
