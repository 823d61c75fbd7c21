// Package revise applies a scenario: to an index, whose weights and methods it changes, and to a table of zones, whose values
// and zones it changes. Weights are computed on the exact decimals of the file; what comes out is the index that a file with
// the new weights would give, so that a revised index, written and read again, gives the same numbers to the last bit.
package revise

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
	"zoneval/pkg/scenario"
	"zoneval/pkg/yamlfile"
)

// Revision is what a scenario makes of an index.
type Revision struct {
	Index    *index.Index // the index of before where the scenario changes nothing of it
	Before   *index.Index
	Scenario *scenario.Scenario
	Weights  []WeightChange // of every part whose weight, or share of the whole, is not what it was or is left to the data, in the order of the file
	Matches  []Match        // what each change of weights selects, in the order of the scenario
	draft    *index.Draft
}

// Why says why a weight is not what it was.
type Why uint8

// The reasons.
const (
	Above  Why = iota // only its share of the whole changed, since a weight above it did
	Set               // the scenario sets it
	Moved             // it pays for others, or is paid
	Locked            // it is held; another sum of its group may change its share
)

// WeightChange is a part's weight before and after.
type WeightChange struct {
	Part       Part // of the index before
	After      Part // of the revised index
	Why        Why
	ByScenario bool // the weight itself changed, not only its share
}

// Match is what a change selects.
type Match struct {
	Change *scenario.Change
	Parts  []Part
}

// maxFindings bounds what a large scenario can make us say.
const maxFindings = 50

// Index applies the methods and weights of a scenario to an index. The revision is nil when a finding is an error; then
// nothing was computed.
func Index(d *index.Draft, s *scenario.Scenario) (*Revision, *diag.Log) {
	log := &diag.Log{Max: maxFindings}
	r := &Revision{Index: d.Index, Before: d.Index, Scenario: s, draft: d}
	if !slices.ContainsFunc(s.Changes, func(c scenario.Change) bool { return c.Kind != scenario.Value }) {
		r.locks(log)
		return r.checked(log)
	}
	r.draft = d.Copy()
	r.methods(log)
	if log.HasErrors() { // the weights are looked at all the same, so that all is told in one run
		r.targets(log)
		r.locks(log)
		return nil, log
	}
	r.weights(log)
	if log.HasErrors() {
		return nil, log
	}
	r.read(log)
	if log.HasErrors() {
		return nil, log
	}
	r.compare()
	return r, log
}

func (r *Revision) checked(log *diag.Log) (*Revision, *diag.Log) {
	if log.HasErrors() {
		return nil, log
	}
	return r, log
}

// locks reports locks that select nothing.
func (r *Revision) locks(log *diag.Log) map[string]bool {
	held := map[string]bool{}
	for _, l := range r.Scenario.Lock {
		parts, mend := Select(r.Index, l.Text)
		if parts == nil {
			log.Add(diag.Finding{Rule: diag.ScenarioSelect, Place: l.Place, Mend: mend, Message: fmt.Sprintf("the lock %s matches no part of %s", diag.Quote(l.Text), r.Index.ID)})
		}
		for _, p := range parts {
			held[p.ID()] = true
		}
	}
	return held
}

// methods puts the steps of the scenario into the draft.
func (r *Revision) methods(log *diag.Log) {
	var stated []*scenario.Change
	for i := range r.Scenario.Changes {
		c := &r.Scenario.Changes[i]
		if c.Kind != scenario.Method {
			continue
		}
		if k := slices.IndexFunc(stated, func(o *scenario.Change) bool {
			return o.Layer == c.Layer && o.Text != c.Text && overlap(o.Path, c.Path)
		}); k >= 0 {
			log.Add(contradiction(c, stated[k], "method."+strings.Join(c.Path[:min(len(c.Path), len(stated[k].Path))], ".")))
			continue
		}
		stated = append(stated, c)
		r.draft.SetMethod(c.Path, c.Setting)
	}
	if len(stated) == 0 {
		return
	}
	if r.read(log); log.HasErrors() {
		return
	}
	for i, c := range stated {
		last := !slices.ContainsFunc(stated[i+1:], func(o *scenario.Change) bool { return o.Path[0] == c.Path[0] })
		if last && idle(r.Before, r.Index, c.Path[0]) {
			log.Add(diag.Finding{Rule: diag.ScenarioSelect, Place: c.Place, Mend: "change the parts in a copy of the index file (zoneval index show ID --source)",
				Message: fmt.Sprintf("method.%s changes nothing: every part of %s states its own", strings.Join(c.Path, "."), r.Before.ID)})
		}
	}
}

// overlap says whether two settings are of the same step, or one of them is inside the other.
func overlap(a, b []string) bool {
	n := min(len(a), len(b))
	return slices.Equal(a[:n], b[:n])
}

// idle says whether another step of the method is one that no part takes over.
func idle(a, b *index.Index, step string) bool {
	was, ofParts := steps(a, step)
	is, after := steps(b, step)
	least := func(s index.Step) float64 { return s.Number("min_indicators", 0) } // is of the whole index
	return ofParts != nil && !was.Same(is) && slices.EqualFunc(ofParts, after, index.Step.Same) && least(was) == least(is)
}

// steps are a step of the method, and that of each part that can state its own; no parts where none can.
func steps(x *index.Index, step string) (of index.Step, ofParts []index.Step) {
	m := x.Method
	for _, in := range x.Indicators {
		if s, ok := map[string]index.Step{"denominate": in.Denominate, "impute": in.Impute, "treat": in.Treat, "transform": in.Transform, "normalise": in.Normalise}[step]; ok {
			ofParts = append(ofParts, s)
		}
	}
	for _, d := range append([]*index.Dimension{x.Root}, x.Dims...) {
		if s, ok := map[string]index.Step{"weights": d.Weighting, "aggregate": d.Aggregate, "missing": d.Missing}[step]; ok {
			ofParts = append(ofParts, s)
		}
	}
	return map[string]index.Step{"denominate": m.Denominate, "impute": m.Impute, "treat": m.Treat, "transform": m.Transform, "normalise": m.Normalise,
		"weights": m.Weights, "aggregate": m.Aggregate, "missing": m.Missing}[step], ofParts
}

// read reads the draft again. Its warnings were told of the file as it is, or follow from what the scenario asks for.
func (r *Revision) read(log *diag.Log) {
	x, findings := r.draft.Read()
	if x != nil {
		r.Index = x
		return
	}
	for _, f := range findings {
		if f.Level() == diag.Error {
			log.Add(r.At(f))
		}
	}
}

// At moves a finding of the revised index to the change that brought it in, where that is known.
func (r *Revision) At(f diag.Finding) diag.Finding {
	key, is := strings.CutPrefix(f.Place.Path, "method.")
	if !is {
		return f
	}
	for i := range r.Scenario.Changes {
		c := &r.Scenario.Changes[i]
		if path := strings.Join(c.Path, "."); c.Kind == scenario.Method && (key == path || strings.HasPrefix(key, path+".") || strings.HasPrefix(path, key+".")) {
			f.Place = c.Place
		}
	}
	return f
}

// contradiction is two settings that cannot both be.
func contradiction(c, first *scenario.Change, what string) diag.Finding {
	return diag.Finding{Rule: diag.ScenarioContra, Place: c.Place, Mend: "keep one of them",
		Message: fmt.Sprintf("%s contradicts %s: both are of %s", diag.Quote(c.Text), diag.Quote(first.Text), what),
		Related: []diag.Related{{Place: first.Place, Message: "the other one"}}}
}

// compare lists what became of every weight.
func (r *Revision) compare() {
	after := Parts(r.Index)
	why := map[string]Why{}
	held := r.locks(&diag.Log{})
	for _, m := range r.Matches {
		for _, p := range m.Parts {
			why[p.ID()] = Set
		}
	}
	for i, p := range Parts(r.Before) {
		q := after[i]
		c := WeightChange{Part: p, After: q, ByScenario: !same(p.exact(), q.exact())}
		if !c.ByScenario && p.Weight().Share == q.Weight().Share && p.Effective() == q.Effective() { // a share not known yet is NaN
			continue
		}
		switch {
		case why[p.ID()] == Set:
			c.Why = Set
		case held[p.ID()]:
			c.Why = Locked
		case c.ByScenario:
			c.Why = Moved
		}
		r.Weights = append(r.Weights, c)
	}
}

func same(a, b *big.Rat) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Cmp(b) == 0
}

// Draft is the revised index as one that can be revised further. Its name is that of the index before.
func (r *Revision) Draft() *index.Draft { return r.draft.Of(r.Index) }

// Text is the index file of the revision: one of its own, which says what it was made from and that nobody published it.
func (r *Revision) Text() ([]byte, error) {
	d, s, x := r.draft.Copy(), r.Scenario, r.Before
	name := x.Name
	if name.En != "" {
		name.En += " - what-if: " + oneOf(s.Name.En, s.Name.Zh)
	}
	if name.Zh != "" {
		name.Zh += "——假设情景：" + oneOf(s.Name.Zh, s.Name.En)
	}
	from := x.ID
	if x.Document != "" {
		from += " (" + x.Document + ")"
	}
	what, changes := "the scenario "+oneOf(s.Name.En, s.Name.Zh)+": ", strings.Join(Texts(s), ", ")
	if s.File == "" { // flags have no other name
		what = ""
	}
	d.Rename(x.ID+"-"+s.ID, name, index.Text{En: "A what-if index, which nobody published: made from " + from + " by " + what + changes + ".",
		Zh: "假设情景下的指标体系，并非任何机构公布：由 " + from + " 改动而来（" + changes + "）。"})
	head := "Written by zoneval whatif. A what-if index, which nobody published.\nFrom: " + x.ID + ", SHA-256 " + x.SHA256 + "\nBy: " + what + changes
	if s.File != "" {
		head += "\nScenario: " + s.File + ", SHA-256 " + s.SHA256
	}
	return d.Text(head)
}

func oneOf(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Texts are the changes of a scenario as they are written.
func Texts(s *scenario.Scenario) []string {
	var out []string
	for _, c := range s.Changes {
		text := c.Text
		if c.Kind == scenario.Method && !strings.Contains(text, "=") { // of a mapping
			text += "=" + yamlfile.Line(c.Setting)
		}
		out = append(out, text)
	}
	for _, l := range s.Lock {
		out = append(out, "lock "+l.Text)
	}
	for _, z := range []struct {
		word string
		list []scenario.Word
	}{{"drop", s.Drop}, {"keep", s.Keep}} {
		if len(z.list) > 0 {
			out = append(out, z.word+" "+joinWords(z.list))
		}
	}
	for _, m := range s.Merge {
		text := "merge " + joinWords(m.Of) + " into " + m.ID
		if m.Rule != "" {
			text += ", " + string(m.Rule)
		}
		if m.By.Text != "" {
			text += " by " + m.By.Text
		}
		for _, r := range m.Rules {
			text += ", " + r.Select.Text + " " + string(r.Rule)
		}
		out = append(out, text)
	}
	if s.Redistribute != scenario.Proportional && s.Redistribute != "" {
		out = append(out, "redistribute "+string(s.Redistribute))
	}
	return out
}

func joinWords(list []scenario.Word) string {
	var out []string
	for _, w := range list {
		out = append(out, w.Text)
	}
	return strings.Join(out, ", ")
}
