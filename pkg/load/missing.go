package load

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/index"
)

// reportMissing reports what the index needs and the header does not have.
func (b *binder) reportMissing() {
	line := diag.Place{File: b.in.Name, Line: b.in.Header[0].Place.Line}
	if b.cols.zone() < 0 {
		b.log.Add(diag.Finding{Rule: diag.HeaderMissing, Place: line, Message: "there is no column for the zone", Mend: b.zoneMend()})
	}
	if b.cols.long() || b.wrongLine(line) {
		return
	}
	for i, in := range b.x.Inputs {
		if b.cols.ind(i) >= 0 || b.lostCode(in) {
			continue
		}
		b.missingIndicator(line, in)
	}
}

// wrongLine reports once, in place of once for each indicator, that none has a column: then this is no header, or no
// file for this index.
func (b *binder) wrongLine(line diag.Place) bool {
	if len(b.x.Inputs) < 3 || slices.ContainsFunc(b.cols.fields[stdColumns:], func(f int) bool { return f >= 0 }) {
		return false
	}
	mend := "check that the file is meant for this index; zoneval template prints a header to fill in"
	if b.cols.zone() < 0 {
		mend = "remove title lines above the header, or " + mend
	}
	b.log.Add(diag.Finding{Rule: diag.HeaderMissing, Place: line, Mend: mend,
		Message: fmt.Sprintf("none of the %d indicators of %s has a column here", len(b.x.Inputs), b.x.ID)})
	return true
}

// lostCode says whether the column is one of two with the same code, of which one has lost a zero; that is reported
// already.
func (b *binder) lostCode(in *index.Indicator) bool {
	return slices.ContainsFunc(b.twice, func(t target) bool {
		return t >= stdColumns && in.Code != "" && b.cutCode(t, b.x.Inputs[t-stdColumns].Code) == in.Code
	})
}

// missingIndicator reports an indicator without a column: an error, unless the index says what to do without values.
func (b *binder) missingIndicator(line diag.Place, in *index.Indicator) {
	f := diag.Finding{
		Rule:     diag.HeaderMissing,
		Place:    line,
		Message:  fmt.Sprintf("there is no column for the indicator %s", indicatorName(in)),
		Severity: missingSeverity(in),
	}
	if in.Parent == nil {
		f.Message = fmt.Sprintf("there is no column for the denominator %s", indicatorName(in))
	}
	if b.log.Full(f.Severity) {
		b.log.Skip(f.Severity)
		return
	}
	names := Headings(in)
	best := ""
	for _, h := range names {
		if best = diag.Nearest(h, b.cols.unused); best != "" {
			break
		}
	}
	if best != "" {
		f.Mend = fmt.Sprintf("did you mean the column %s?", diag.Quote(best))
	} else {
		f.Mend = "head a column " + strings.Join(names, " or ")
	}
	b.log.Add(f)
}

// missingSeverity is what an indicator without any value is worth: some methods can do without.
func missingSeverity(in *index.Indicator) diag.Severity {
	if in.Parent != nil && !in.Parent.Missing.Fails() {
		return diag.Warning
	}
	return diag.Error
}

// computable says whether the columns that are not in the file can be done without.
func (l *loader) computable() bool {
	for j, in := range l.x.Inputs {
		if l.cols.ind(j) < 0 && missingSeverity(in) == diag.Error {
			return false
		}
	}
	return true
}

// zoneMend says how to mend a header without a zone.
func (b *binder) zoneMend() string {
	if len(b.cols.heads) == 1 {
		for _, sep := range []string{"，", "|", "、", " "} {
			if parts := strings.Split(b.cols.heads[0], sep); len(parts) > 1 {
				return fmt.Sprintf("the header seems to be separated by %s: separate the cells by commas", diag.Quote(sep))
			}
		}
	}
	if n := diag.Nearest("zone", b.cols.unused); n != "" {
		return fmt.Sprintf("did you mean the column %s? head it zone", diag.Quote(n))
	}
	return "head one column zone or 园区, or name the file's own heading in the index: columns: {zone: ...}"
}

// indicatorName is how messages call an indicator: id, code, Chinese or English name.
func indicatorName(in *index.Indicator) string {
	s := in.ID
	if in.Code != "" {
		s = in.Code + " " + s
	}
	if name := in.Name.In("zh"); name != "" {
		s += " (" + name + ")"
	}
	return s
}
