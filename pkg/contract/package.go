package contract

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

type resourceFile struct {
	resourceWords
	tableFile
	Type loose         `json:"type"`
	Head yamlfile.Head `json:"-"`
}

// table is a resource and what its keys do not show.
type table struct {
	resourceFile
	paths []string
}

// dataPackage reads the resources that are tables. A package with one of them is as good as its schema.
func (d *decoder) dataPackage(c *Contract, f *packageFile) *Contract {
	var tables []*table
	d.each(f.Resources, "a list of resources", func(n *yamlfile.Node, path string) {
		r := &table{}
		d.Mapping(n, path, &r.resourceFile)
		r.paths = pathsOf(n)
		if r.Schema.Node != nil {
			tables = append(tables, r)
		}
	})
	if len(tables) == 0 {
		if !d.Log.HasErrors() {
			d.Add(diag.ContractRequired, f.Head.Place("resources"), "write schema: and fields: below the resource of the table",
				"none of the resources has a schema, so that nothing is promised")
		}
		return c
	}
	if len(tables) == 1 {
		r := tables[0]
		for _, w := range []struct{ to, from *raw }{{&r.Identities, &f.Identities}, {&r.YearOnYear, &f.YearOnYear}} {
			if w.to.Node == nil {
				*w.to = *w.from
			}
		}
	}
	for _, r := range tables {
		t := &Contract{File: d.File, Place: r.Head.At, paths: r.paths}
		d.resource(t, &r.resourceWords, &r.tableFile)
		if t.Path == "" && len(t.paths) > 0 {
			t.Path = t.paths[0]
		}
		c.Resources = append(c.Resources, t)
	}
	if len(tables) == 1 {
		return c.Resources[0]
	}
	for key, r := range map[string]raw{"identities": f.Identities, "year_on_year": f.YearOnYear} {
		if r.Node != nil {
			d.Add(diag.ContractValue, f.Head.Place(key), "put it into the resource that it is for",
				"the package has %d tables, and this says not for which", len(tables))
		}
	}
	return c
}

// pathsOf are the paths of a table, which may be cut into several files.
func pathsOf(n *yamlfile.Node) []string {
	l := yamlfile.Get(n, "path")
	switch {
	case l == nil:
		return nil
	case yamlfile.IsText(l):
		return []string{strings.TrimSpace(l.Value)}
	}
	var out []string
	for _, e := range l.Content {
		if yamlfile.IsText(e) {
			out = append(out, strings.TrimSpace(e.Value))
		}
	}
	return out
}

// delimiter is what the dialect says, in either version of the standard; "" when nothing.
func (r *resourceWords) delimiter() string {
	d := r.Dialect.Node
	if d == nil {
		return ""
	}
	if csv := yamlfile.Get(d, "csv"); csv != nil {
		d = csv
	}
	if n := yamlfile.Get(d, "delimiter"); n != nil && yamlfile.IsText(n) {
		return n.Value
	}
	return ""
}

// For is the contract of one data file: in a data package with several tables the one whose path ends in the file's
// name, or which is called so; otherwise the contract itself.
func (c *Contract) For(dataFile string) (*Contract, diag.Findings) {
	if c.Resources == nil {
		return c, nil
	}
	name := baseName(dataFile)
	for _, r := range c.Resources {
		if slices.ContainsFunc(r.paths, func(p string) bool { return strings.EqualFold(baseName(p), name) }) {
			return r, nil
		}
	}
	stem := strings.TrimSuffix(name, path.Ext(name))
	var paths []string
	for i, r := range c.Resources {
		switch {
		case r.Name != "" && strings.EqualFold(r.Name, stem):
			return r, nil
		case len(r.paths) > 0:
			paths = append(paths, diag.Quote(baseName(r.paths[0])))
		case r.Name != "":
			paths = append(paths, diag.Quote(r.Name))
		default:
			paths = append(paths, "number "+strconv.Itoa(i+1))
		}
	}
	if len(paths) > 8 {
		paths = append(paths[:8], "…")
	}
	return nil, diag.Findings{{Rule: diag.ContractValue, Place: c.Place, Mend: "correct the path of the resource, or name a contract for this file alone",
		Message: "none of the tables of the contract is for the file " + diag.Quote(name) + ": they are " + strings.Join(paths, ", ")}}
}

// Table is the first file of the table that a foreign key refers to, as the package names it; "" when there is none.
func (c *Contract) Table(resource string) string {
	for _, r := range c.Resources {
		if r.Name == resource && len(r.paths) > 0 {
			return r.paths[0]
		}
	}
	return ""
}

// baseName is the last part of a path of either kind.
func baseName(p string) string { return path.Base(strings.ReplaceAll(p, `\`, "/")) }
