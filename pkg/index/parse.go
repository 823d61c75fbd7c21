package index

import (
	"math"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Parse reads an index file. name is how the user named it, for messages. Every fault is reported in one pass, each
// at its line, column and path, sorted by place; the index is nil when one of them is an error. Warnings may come
// with an index.
func Parse(name string, data []byte) (*Index, diag.Findings) {
	d, findings := NewDraft(name, data)
	if d == nil {
		return nil, findings
	}
	return d.Index, findings
}

// index reads the tree of nodes.
func (d *decoder) index(root *yamlfile.Node) *Index {
	var f indexFile
	d.Mapping(root, "", &f)
	x := d.build(&f)
	d.verify(&f.Expect, x)
	return x
}

// build makes the model from the file, reporting what single values could not show.
func (d *decoder) build(f *indexFile) *Index {
	x := &Index{
		ID: f.ID.V, Name: f.Name.V, Publisher: f.Publisher.V, Issued: f.Issued.V, Document: f.Document.V,
		Note: f.Note.V, Data: f.Data.V, Scale: 100, Columns: map[string]string{},
	}
	if f.Scale.Set {
		x.Scale = f.Scale.V
	}
	x.Sources, x.Show, x.Missing = f.Sources.Texts(), f.Show.Texts(), f.Missing.Texts()
	x.Method = d.method(&f.Method)
	d.id(f.ID, "index")
	x.Root = &Dimension{ID: f.ID.V, Name: f.Name.V, Effective: 1, Place: f.Head.At, Consistency: math.NaN(), Position: -1,
		Aggregate: own(f.Aggregate, x.Method.Aggregate), Weighting: own(f.Weights, x.Method.Weights), Missing: own(f.MissingTop, x.Method.Missing)}
	d.weightsSum(x.Root, f.WeightsSum, &f.Head, f.Assumed)
	d.assumedMark(f.Assumed, &f.Head)
	d.partial = len(f.Dimensions) == 0
	d.lists[x.Root] = f.Head.Place("dimensions")
	for i := range f.Dimensions {
		d.dimension(x, x.Root, &f.Dimensions[i], []int{i})
	}
	d.denominators(x, f.Denominators)
	d.passDown(x.Root)
	d.resolveWeights(x)
	d.combinations(x)
	d.columns(x, f.Columns)
	d.tests(x, f.Tests)
	return x
}

// method fills in the defaults of the steps that the file does not state.
func (d *decoder) method(f *methodFile) Method {
	m := Method{
		Screen: f.Screen.Step, Denominate: named(f.Denominate, none), Impute: named(f.Impute, none), Treat: named(f.Treat, none),
		Transform: named(f.Transform, none), Normalise: named(f.Normalise, "minmax"), Weights: named(f.Weights, given),
		Aggregate: named(f.Aggregate, "arithmetic"), Missing: named(f.Missing, "fail"), Ranking: Ranking{Ties: "min", Round: -1},
	}
	if r := f.Ranking.Round; r.Set {
		if r.V != math.Trunc(r.V) || r.V > 15 {
			d.Add(diag.IndexNumber, r.At, "write the number of decimals, such as 3", "found %g, expected a whole number from 0 to 15", r.V)
		} else {
			m.Ranking.Round = int(r.V)
		}
	}
	return m
}

// own is the step that a part states, or that of the index.
func own(s step, def Step) Step {
	if s.Set {
		return s.Step
	}
	return def
}

func named(s step, name string) Step {
	if !s.Set {
		return Step{Name: name}
	}
	return s.Step
}

// Looks says whether a text may be an index file: it has a key at the top that indices have, or is so broken that nobody
// can tell.
func Looks(text []byte) bool {
	return !yamlfile.HasTopKey(text) || Names(text) || yamlfile.HasTopKey(text, "id", "scale", "publisher")
}

// Names says whether a text has a key at the top that only indices have.
func Names(text []byte) bool {
	return yamlfile.HasTopKey(text, "dimensions", "indicators", "weights_sum", "expect", "denominators")
}
