package load

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"math"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// The years that are taken for years.
const (
	firstYear = 1900
	lastYear  = 2200
)

// year reads a record's year; 0 and a finding when it is none.
func (l *loader) year(r *source.Reader, log *diag.Log) int32 {
	f := l.cols.std(colYear)
	if f >= r.Len() {
		return 0 // the row is ragged, which is reported
	}
	b := trimmed(r, f)
	if len(b) == 4 {
		y := int32(0)
		for _, c := range b {
			if c < '0' || c > '9' {
				y = 0
				break
			}
			y = y*10 + int32(c-'0')
		}
		if y >= firstYear && y <= lastYear {
			return y
		}
	}
	if log.Full(diag.Error) {
		log.Skip(diag.Error)
		return 0
	}
	mend := "write the year with four digits, such as 2021"
	digits := strings.TrimFunc(strings.TrimSuffix(string(b), ".0"), func(c rune) bool { return c < '0' || c > '9' })
	if y, err := strconv.Atoi(digits); err == nil && y >= firstYear && y <= lastYear {
		mend = "write " + digits
	}
	log.Add(diag.Finding{
		Rule:    diag.KeyYear,
		Place:   r.Place(f),
		Subject: diag.Subject{Zone: l.zoneOf(r)},
		Message: fmt.Sprintf("the year %s is not a whole number from %d to %d", diag.Quote(string(b)), firstYear, lastYear),
		Mend:    mend,
	})
	return 0
}

// checkKeys reports zones that stand twice, or twice in one year. A file sorted by zone or by year, the usual one,
// needs a look at neighbours only.
func (l *loader) checkKeys() {
	t := l.table
	if sortedKeys(t) {
		return
	}
	log := &diag.Log{Max: l.o.Max}
	eachDuplicate(t, func(first, second int) {
		if log.Full(diag.Error) {
			log.Skip(diag.Error)
			return
		}
		log.Add(l.duplicateKey(first, second))
	})
	l.later = append(l.later, log)
}

// yearOf is a row's year, 0 in a table without.
func yearOf(t *zone.Table, row int) int32 {
	if t.Years == nil {
		return 0
	}
	return t.Years[row]
}

// sortedKeys says whether the rows ascend by zone and year or by year and zone, without equals.
func sortedKeys(t *zone.Table) bool {
	byZone, byYear := true, true
	for i := 1; i < t.Rows && (byZone || byYear); i++ {
		z := strings.Compare(t.IDs[i-1], t.IDs[i])
		y := cmp.Compare(yearOf(t, i-1), yearOf(t, i))
		byZone = byZone && (z < 0 || z == 0 && y < 0)
		byYear = byYear && (y < 0 || y == 0 && z < 0)
	}
	return byZone || byYear
}

// eachDuplicate calls found for every row whose zone and year stand in an earlier row, with the first such row, in
// file order. Rows without an id or with a bad year are reported as that and not here.
func eachDuplicate(t *zone.Table, found func(first, second int)) {
	size := 1
	for size < 2*t.Rows {
		size *= 2
	}
	seed := maphash.MakeSeed()
	slots := make([]uint64, size) // half of the hash, then row + 1: most strangers are told apart without their ids
	for row, id := range t.IDs {
		year := yearOf(t, row)
		if id == "" || t.Years != nil && year == 0 {
			continue
		}
		h := maphash.String(seed, id) + uint64(year)*0x9e3779b97f4a7c15
		entry := h&^math.MaxUint32 | uint64(row+1)
		for at := h; ; at++ {
			slot := &slots[at&uint64(size-1)]
			if *slot == 0 {
				*slot = entry
				break
			}
			if (*slot^entry)>>32 != 0 {
				continue
			}
			if first := int(*slot&math.MaxUint32) - 1; t.IDs[first] == id && yearOf(t, first) == year {
				found(first, row)
				break
			}
		}
	}
}

// duplicateKey is the finding for two rows with one key.
func (l *loader) duplicateKey(first, second int) diag.Finding {
	t := l.table
	what := fmt.Sprintf("the zone %s stands twice", diag.Quote(t.IDs[second]))
	if t.Years != nil {
		what = fmt.Sprintf("the zone %s stands twice in %d", diag.Quote(t.IDs[second]), t.Years[second])
	}
	at := l.place(second, l.cols.zone())
	other := l.place(first, l.cols.zone())
	return diag.Finding{
		Rule:    diag.KeyDuplicate,
		Place:   at,
		Message: fmt.Sprintf("%s, first in line %d", what, other.Line),
		Mend:    "leave one of the rows out, or give the year of each in a column year",
		Related: []diag.Related{{Place: other, Message: "the first of them"}},
	}
}
