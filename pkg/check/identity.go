package check

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
)

// sum is an identity of the contract, bound to the columns.
type sum struct {
	*contract.Identity
	total *column
	parts []*column
}

// sumsOf binds the identities whose columns are all there.
func (c *checker) sumsOf(p *plan) []sum {
	if c.o.Contract == nil {
		return nil
	}
	var out []sum
	for i := range c.o.Contract.Identities {
		s := sum{Identity: &c.o.Contract.Identities[i]}
		s.total = p.numberField(s.Total)
		complete := s.total != nil
		for _, name := range s.Parts {
			col := p.numberField(name)
			complete = complete && col != nil
			s.parts = append(s.parts, col)
		}
		if complete && len(s.parts) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// numberField is the number column that a name of the contract speaks of, or nil.
func (p *plan) numberField(name string) *column {
	f := p.fieldOf(name)
	if f < 0 || p.columns[f].slot < 0 {
		return nil
	}
	return p.columns[f]
}

// sum checks one identity in the current row. Where a number is missing or reported, nothing can be said.
func (rr *rowReader) sum(s *sum) {
	total := rr.out[s.total.slot]
	added := 0.0
	for _, col := range s.parts {
		v := rr.out[col.slot]
		if s.AtMost && v > total+rr.tolerance(s, total) {
			rr.partTooLarge(s, col)
			return
		}
		added += v
	}
	if added != added && total >= 0 && !negativeParts(rr, s) {
		for _, col := range s.parts { // one part is missing; none of the others can be larger than the whole
			if v := rr.out[col.slot]; v > total+rr.tolerance(s, total) {
				rr.partTooLarge(s, col)
				return
			}
		}
	}
	if d := math.Abs(total - added); s.AtMost || d != d || d <= max(s.Tolerance, s.Relative*math.Abs(total)) || d <= rr.tolerance(s, total) {
		return
	}
	for _, col := range s.parts {
		if v := rr.out[col.slot]; v > total && !negativeParts(rr, s) && total >= 0 {
			rr.partTooLarge(s, col)
			return
		}
	}
	rr.notSum(s, total, added)
}

func negativeParts(rr *rowReader, s *sum) bool {
	for _, col := range s.parts {
		if rr.out[col.slot] < 0 {
			return true
		}
	}
	return false
}

// tolerance is how far the total may be off: what the contract states, and beside that half a unit in the last decimal
// of each number, since published numbers are rounded one by one.
func (rr *rowReader) tolerance(s *sum, total float64) float64 {
	t := max(s.Tolerance, s.Relative*math.Abs(total))
	if s.Tolerance > 0 || total != total {
		return t * (1 + 1e-12)
	}
	rounding := 0.0
	for _, col := range append([]*column{s.total}, s.parts...) {
		if d := decimals(trim(rr.r.Field(col.field))); d > 0 {
			rounding += 0.5 * math.Pow10(-d)
		}
	}
	return max(t, rounding) * (1 + 1e-9)
}

// decimals counts the digits after the point.
func decimals(b []byte) int {
	if i := bytes.IndexByte(b, '.'); i >= 0 {
		return len(b) - i - 1
	}
	return 0
}

// notSum reports a total that is not the sum of its parts, and how far off it is.
func (rr *rowReader) notSum(s *sum, total, added float64) {
	rr.pt.log.build(diag.IdentityTotal, 0, func() diag.Finding {
		var names, values []string
		for _, col := range s.parts {
			names, values = append(names, col.head), append(values, string(trim(rr.r.Field(col.field))))
		}
		subject := rr.subject(s.total.head)
		subject.Value = string(trim(rr.r.Field(s.total.field)))
		subject.Wanted = short(added) + " = " + strings.Join(values, " + ")
		return diag.Finding{Place: rr.r.Place(s.total.field), Subject: subject, Mend: "correct the total or a part",
			Message: "is not the sum of " + strings.Join(names, " + ") + ": it is off by " + short(total-added)}
	})
}

// partTooLarge reports a part that exceeds its whole.
func (rr *rowReader) partTooLarge(s *sum, col *column) {
	whole := string(trim(rr.r.Field(s.total.field)))
	rr.pt.log.build(diag.IdentityPart, 0, func() diag.Finding {
		subject := rr.subject(col.head)
		subject.Value, subject.Wanted = string(trim(rr.r.Field(col.field))), "at most "+whole
		return diag.Finding{Place: rr.r.Place(col.field), Subject: subject, Mend: "correct the part or the whole",
			Message: "is a part that is larger than its whole, " + s.total.head + " " + diag.Quote(whole),
			Related: []diag.Related{{Place: rr.r.Place(s.total.field), Message: "the whole"}}}
	})
}

// short writes a number without the noise of the last bits.
func short(v float64) string { return strconv.FormatFloat(v, 'g', 12, 64) }
