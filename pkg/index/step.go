package index

import (
	"fmt"
	"math"

	"gopkg.in/yaml.v3"

	"zoneval/pkg/diag"
	"zoneval/pkg/method"
)

// step reads a method: its name, or a mapping of its name to its settings.
func (d *decoder) step(n *yaml.Node, path string, s method.Step) step {
	out := step{Step: Step{Place: d.place(n, path)}}
	name, settings := n, (*yaml.Node)(nil)
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && n.Content[0].Kind == yaml.ScalarNode:
		name, settings = n.Content[0], n.Content[1]
		if name.Tag == "!!merge" {
			return out // reported by refuse
		}
	case n.Kind == yaml.MappingNode && len(n.Content) > 2:
		d.report(diag.IndexType, n, path, "keep one; its settings go one level deeper, as in {minmax: {clamp: true}}",
			"found a mapping of %d keys, expected one method", len(n.Content)/2)
		return out
	default:
		d.wrongType(n, path, "a method, such as "+method.Names(s)[0]+", or one method with its settings", "")
		return out
	}
	spec, ok := method.Find(s, name.Value)
	if !ok {
		mend := ""
		if near := diag.Nearest(name.Value, method.Names(s)); near != "" {
			mend = "did you mean " + diag.Quote(near) + "?"
		}
		d.report(diag.IndexMethod, name, path, mend, "found %s, expected %s", diag.Quote(name.Value), orList(method.Names(s)))
		return out
	}
	out.Set, out.Name = true, spec.Name
	out.Numbers, out.Flags, out.Lists = map[string]float64{}, map[string]bool{}, map[string][]float64{}
	d.settings(settings, name, join(path, spec.Name), spec, &out.Step)
	return out
}

// settings reads the parameters of a method against its catalogue entry.
func (d *decoder) settings(n, method *yaml.Node, path string, spec method.Spec, s *Step) {
	if n != nil && n.Kind == yaml.AliasNode {
		return // reported by refuse
	}
	if n != nil && n.Tag != "!!null" {
		if n.Kind != yaml.MappingNode {
			d.wrongType(n, path, "a mapping of settings", "")
			return
		}
		d.entries(n, path, func(key string, k, v *yaml.Node) {
			p, ok := spec.Param(key)
			if !ok {
				mend := fmt.Sprintf("%s takes no settings", spec.Name)
				if len(spec.Params) > 0 {
					mend = keyMend(key, spec.ParamNames())
				}
				d.report(diag.IndexMethod, k, join(path, key), mend, "%s has no setting %s", spec.Name, diag.Quote(key))
				return
			}
			d.setting(v, join(path, key), p, s)
		})
	}
	for _, p := range spec.Params {
		if p.Required && !s.Has(p.Name) && !mentions(n, p.Name) {
			d.report(diag.IndexMethod, method, path, fmt.Sprintf("write {%s: {%s: ...}}: %s", spec.Name, p.Name, p.Brief),
				"%s needs the setting %s", spec.Name, diag.Quote(p.Name))
		}
	}
}

// mentions says whether a mapping has the key, so that a setting with a bad value is not also reported as absent.
func mentions(n *yaml.Node, key string) bool {
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

func (d *decoder) setting(n *yaml.Node, path string, p method.Param, s *Step) {
	switch p.Kind {
	case method.Flag:
		if f := d.flag(n, path); f.Set {
			s.Flags[p.Name] = f.V
		}
	case method.Range:
		if l := d.pairOf(n, path, p); l != nil {
			s.Lists[p.Name] = l
		}
	default:
		lim := limits{}
		if p.Bounded {
			lim.min = &p.Min
		}
		v := d.num(n, path, lim)
		if v.Set && p.Kind == method.Whole && v.V != math.Trunc(v.V) {
			d.report(diag.IndexNumber, n, path, "write it without a fraction", "found %s, expected a whole number", n.Value)
			return
		}
		if v.Set {
			s.Numbers[p.Name] = v.V
		}
	}
}

func (d *decoder) pairOf(n *yaml.Node, path string, p method.Param) []float64 {
	if n.Kind == yaml.SequenceNode && len(n.Content) != 2 {
		d.report(diag.IndexType, n, path, "", "found a list of %d, expected %s", len(n.Content), p.Kind)
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		d.wrongType(n, path, p.Kind.String(), "")
		return nil
	}
	low, high := d.num(n.Content[0], path+"[0]", limits{}), d.num(n.Content[1], path+"[1]", limits{})
	if !low.Set || !high.Set {
		return nil
	}
	if low.V >= high.V {
		d.report(diag.IndexMethod, n, path, "exchange them, and see that they differ", "found [%g, %g], expected %s", low.V, high.V, p.Kind)
		return nil
	}
	return []float64{low.V, high.V}
}
