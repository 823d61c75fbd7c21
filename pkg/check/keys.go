package check

import (
	"fmt"
	"slices"
	"strings"

	"zoneval/pkg/diag"
)

// twin is a record whose hash stood before.
type twin struct{ first, second int }

// twins finds the records whose hash an earlier record has, in file order. It needs 16 to 32 bytes a record while it runs,
// beside the 8 for each hash.
func twins(parts []part, of func(*part) hashes, starts []int, found func(twin)) {
	total := 0
	for i := range parts {
		total += len(of(&parts[i]))
	}
	size := 16
	for size < 2*total {
		size *= 2
	}
	// Half of a hash and the record tell most strangers apart; the rest is compared with what the parts keep.
	slots := make([]uint64, size)
	at := func(record int) uint64 {
		for i := len(parts) - 1; i >= 0; i-- {
			if record >= starts[i] {
				return of(&parts[i])[record-starts[i]]
			}
		}
		return 0
	}
	for i := range parts {
		for k, h := range of(&parts[i]) {
			if h == 0 {
				continue
			}
			record := starts[i] + k
			entry := h&^0xffffffff | uint64(record+1)
			for p := h; ; p++ {
				s := &slots[p&uint64(size-1)]
				if *s == 0 {
					*s = entry
					break
				}
				if (*s^entry)>>32 == 0 {
					if first := int(*s&0xffffffff) - 1; at(first) == h {
						found(twin{first, record})
						break
					}
				}
			}
		}
	}
}

// duplicateKeys reports rows that stand twice, values that should stand once, and zones that are nearly the same.
func (c *checker) duplicateKeys(parts []part) {
	p := c.plan
	starts := make([]int, len(parts))
	for i := range parts {
		starts[i], _ = c.in.Rows(i)
	}
	log := newLog(c.o)
	seen := map[int]bool{} // records that are reported: a row that stands twice has its name twice, too
	if len(p.keys) > 0 {
		var same []twin
		twins(parts, func(pt *part) hashes { return pt.keys }, starts, func(t twin) { same = append(same, t) })
		if !p.asked() && !p.byAll && len(same)*5 > c.in.Records {
			same = nil // the zone is no key of this table
		}
		c.lost += len(same)
		for _, t := range same {
			seen[t.second] = true
			log.build(diag.KeyDuplicate, 0, func() diag.Finding { return c.sameKey(t) })
		}
	}
	for i, fields := range p.unique {
		twins(parts, func(pt *part) hashes {
			if pt.unique == nil {
				return nil
			}
			return pt.unique[i]
		}, starts, func(t twin) {
			if seen[t.second] {
				return
			}
			seen[t.second] = true
			log.build(diag.KeyUnique, 0, func() diag.Finding {
				if len(fields) > 1 {
					return c.twinFinding(t, fields[0], "stands twice together with "+c.headsOf(fields[1:])+", which the contract says are unique", "correct one of them")
				}
				return c.twinFinding(t, fields[0], "stands twice in a column whose values are unique", "correct one of them")
			})
		})
	}
	if p.byZone {
		twins(parts, func(pt *part) hashes { return pt.folded }, starts, func(t twin) {
			if seen[t.second] || log.full(diag.KeySimilar, diag.Error) {
				return
			}
			first := c.cellText(t.first, p.zone)
			if first == c.cellText(t.second, p.zone) { // told already, or the same zone with another key
				return
			}
			seen[t.second] = true
			log.build(diag.KeySimilar, 0, func() diag.Finding {
				return c.twinFinding(t, p.zone, "differs from "+diag.Quote(first)+" only in width, case or blanks", "write one of them, if both are the same zone")
			})
		})
	}
	if f := c.nameField(); f >= 0 && p.byZone {
		twins(parts, func(pt *part) hashes { return pt.names }, starts, func(t twin) {
			if !seen[t.second] && !log.full(diag.KeyName, diag.Error) {
				c.sameName(log, t, f)
			}
		})
	}
	c.rows.merge(log)
}

// headsOf names some columns.
func (c *checker) headsOf(fields []int) string {
	var names []string
	for _, f := range fields {
		names = append(names, c.in.Header[f].Text)
	}
	return strings.Join(names, " and ")
}

// sameName reports two zones of one name, or of names that differ only in how they are written. A name that stands in
// several years is that of one zone and no finding.
func (c *checker) sameName(log *log, t twin, field int) {
	a, b := c.cellText(t.first, field), c.cellText(t.second, field)
	if z := c.plan.zone; z >= 0 && field != z && c.cellText(t.first, z) == c.cellText(t.second, z) {
		return
	}
	if a == b {
		log.build(diag.KeyName, 0, func() diag.Finding {
			return c.twinFinding(t, field, "is the name of another zone, too", "correct one of the names, or the ids, if both are the same zone")
		})
		return
	}
	log.build(diag.KeySimilar, 0, func() diag.Finding {
		return c.twinFinding(t, field, "differs from "+diag.Quote(a)+" only in width, case or blanks", "write one of them, if both are the same zone")
	})
}

// sameKey is the finding for two rows with one key.
func (c *checker) sameKey(t twin) diag.Finding {
	p := c.plan
	f := c.twinFinding(t, p.keys[0], "", "leave one of the rows out")
	switch {
	case p.byAll:
		f.Message, f.Subject.Column, f.Subject.Value = "the row stands twice", "", ""
	case p.long && slices.Contains(p.keys, p.indicator):
		f.Message = "has the indicator " + diag.Quote(c.cellText(t.second, p.indicator)) + " twice"
		if p.year >= 0 {
			f.Message += " in this year"
		}
	case p.year >= 0:
		f.Message = "stands twice in this year"
	case p.zone >= 0:
		f.Message, f.Mend = "stands twice", "leave one of the rows out, or give the year of each in a column year"
	default:
		f.Message = "is a key that stands twice"
	}
	f.Message += fmt.Sprintf(", first in %s", placeName(f.Related[0].Place))
	return f
}

// twinFinding is a finding about the second of two records, with the place of the first.
func (c *checker) twinFinding(t twin, field int, message, mend string) diag.Finding {
	f := c.recordFinding(t.second, field)
	f.Message, f.Mend = message, mend
	if r := c.seek.at(c.in, t.first); r != nil {
		f.Related = []diag.Related{{Place: r.Place(field), Message: "the first of them"}}
	} else {
		f.Related = []diag.Related{{Place: diag.Place{File: c.in.Name}, Message: "the first of them"}}
	}
	return f
}

// recordFinding is the start of a finding about a cell that has been passed: it reads the record again.
func (c *checker) recordFinding(record, field int) diag.Finding {
	r := c.seek.at(c.in, record)
	if r == nil {
		return diag.Finding{Place: diag.Place{File: c.in.Name}}
	}
	rr := &rowReader{checker: c, r: r, p: c.plan}
	if field < 0 {
		return diag.Finding{Place: r.Place(-1), Subject: rr.subject("")}
	}
	s := rr.subject(c.in.Header[field].Text)
	if field < r.Len() {
		s.Value = string(trim(r.Field(field)))
	}
	return diag.Finding{Place: r.Place(field), Subject: s}
}

// cellText reads one cell again.
func (c *checker) cellText(record, field int) string {
	if r := c.seek.at(c.in, record); r != nil && field < r.Len() {
		return string(trim(r.Field(field)))
	}
	return ""
}
