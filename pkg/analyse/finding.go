package analyse

import "zoneval/pkg/index"

// Kind is what a finding of an analysis is about.
type Kind string

// The kinds, in the order in which they are reported.
const (
	Few          Kind = "few-zones"
	Constant     Kind = "constant"
	Missing      Kind = "missing-values"
	Outliers     Kind = "outliers"
	SameValues   Kind = "few-unique-values"
	ManyZeros    Kind = "many-zeros"
	Negative     Kind = "negative-correlation"
	Redundant    Kind = "redundant-pair"
	Weak         Kind = "weak-pairs"
	Misplaced    Kind = "fits-another-dimension"
	AgainstOwn   Kind = "weak-in-its-dimension"
	Unreliable   Kind = "low-reliability"
	Several      Kind = "several-components"
	Unimportant  Kind = "weight-without-effect"
	Dominant     Kind = "effect-beyond-weight"
	AgainstIndex Kind = "against-the-index"
)

// Finding is one rule of thumb that the index fails.
type Finding struct {
	Kind   Kind
	A, B   *index.Indicator // what it is about; B is the other one of a pair
	In     *index.Dimension // the dimension it is about, or in which the pair is
	Value  float64          // what was found
	Limit  float64          // what the rule of thumb asks for
	Count  int              // of several, or out of Of
	Of     int
	Detail float64 // a second value, such as the nominal weight

	Prepared bool // it is of the values after the preparing steps, which changed them
}

// The rules of thumb. Where they come from is said where they are put into words.
const (
	fewZones     = 10
	mostMissing  = 0.35
	leastUnique  = 0.5
	mostZeros    = 0.5
	leastAlpha   = 0.7
	leastFirst   = 0.5
	importanceBy = 2 // importance below weight / 2 or above weight x 2
)

// find goes through the rules.
func (a *Answer) find() {
	add := func(f Finding) { a.Findings = append(a.Findings, f) }
	if a.Zones < fewZones {
		add(Finding{Kind: Few, Value: float64(a.Zones), Count: a.Zones, Limit: fewZones})
	}
	a.findInData(add)
	a.findInPairs(add)
	for j, in := range a.Model.Index.Indicators {
		if own, best := a.OwnDim[j], a.BestDim[j]; len(in.Parent.Indicators) > 1 {
			if own < a.Options.Low {
				add(Finding{Kind: AgainstOwn, A: in, In: in.Parent, Value: own, Limit: a.Options.Low})
			}
			if best > own {
				add(Finding{Kind: Misplaced, A: in, In: a.Best[j], Value: best, Detail: own})
			}
		}
	}
	for _, g := range a.Groups {
		if g.Alpha < leastAlpha {
			add(Finding{Kind: Unreliable, In: g.Dimension, Value: g.Alpha, Limit: leastAlpha, Of: g.Parts})
		}
		if n := g.AboveOne(); n > 1 && g.Explained(1) < leastFirst {
			add(Finding{Kind: Several, In: g.Dimension, Value: g.Explained(1), Limit: leastFirst, Count: n, Of: g.Parts})
		}
	}
	for _, i := range a.Importance {
		f := Finding{A: i.Indicator, In: i.Dimension, Value: i.Share, Limit: importanceBy, Detail: i.Weight}
		switch {
		case i.Weight == 1 || i.Weight == 0:
		case i.R < 0:
			f.Kind, f.Value, f.Limit = AgainstIndex, i.R, 0
			add(f)
		case i.Share < i.Weight/importanceBy:
			f.Kind = Unimportant
			add(f)
		case i.Share > i.Weight*importanceBy:
			f.Kind = Dominant
			add(f)
		}
	}
}

// findInData looks at single indicators.
func (a *Answer) findInData(add func(Finding)) {
	for _, s := range a.Indicators {
		n := float64(s.N)
		f := Finding{A: s.Indicator}
		flag := func(kind Kind, value, limit float64) {
			f.Kind, f.Value, f.Limit = kind, value, limit
			add(f)
		}
		if missing := float64(s.Missing) / float64(s.N+s.Missing); missing > mostMissing {
			flag(Missing, missing, mostMissing)
		}
		switch {
		case s.N > 1 && s.Unique == 1:
			flag(Constant, s.Mean, 0)
			continue
		case s.OutlierLeft:
			f.Detail, f.Prepared = s.PreparedKurtosis, s.PreparedSkew != s.Skew
			flag(Outliers, s.PreparedSkew, 2)
			f.Detail, f.Prepared = 0, false
		}
		if unique := float64(s.Unique) / n; unique < leastUnique && !s.Indicator.Whole {
			flag(SameValues, unique, leastUnique)
		}
		if zeros := float64(s.Zeros) / n; zeros > mostZeros {
			flag(ManyZeros, zeros, mostZeros)
		}
	}
}

// findInPairs looks at correlations: those inside a dimension should be above 0 and in the range, none should be above
// it.
func (a *Answer) findInPairs(add func(Finding)) {
	weak := map[*index.Dimension]*Finding{}
	for _, p := range a.Pairs {
		r := p.Of(a.Options.Coefficient)
		f := Finding{A: p.A, B: p.B, Value: r}
		if p.Inside {
			f.In = p.A.Parent
			w := weak[f.In]
			if w == nil {
				w = &Finding{Kind: Weak, In: f.In, Limit: a.Options.Low}
				weak[f.In] = w
			}
			if w.Of++; r < a.Options.Low {
				w.Count++
			}
		}
		switch {
		case p.Inside && r < 0:
			f.Kind = Negative
			add(f)
		case r > a.Options.High:
			f.Kind, f.Limit = Redundant, a.Options.High
			add(f)
		}
	}
	for _, d := range a.Model.Index.Dims {
		if w := weak[d]; w != nil && w.Count > 0 {
			w.Value = float64(w.Count) / float64(w.Of)
			add(*w)
		}
	}
}
