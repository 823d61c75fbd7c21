package load

import (
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// In the long form a record is one value: zone, year, indicator, value, and attributes that repeat from record to
// record. Parts are read into runs, records of one zone and year in a row, and the runs then joined into rows.

// texts of a run: names and attributes, by position from colName on.
const runTexts = colRegion - colName + 1

type longRun struct {
	id    string
	year  int32
	texts [runTexts]string
	first int // record
	cells int // where its cells start in the part
}

type longCell struct {
	column int32
	record int32
	value  float64
	bound  string
}

type longPart struct {
	log   *diag.Log
	runs  []longRun
	cells []longCell
}

// readLong reads one row per zone, year and indicator.
func (l *loader) readLong() {
	parts := make([]longPart, l.in.Parts())
	l.in.Each(l.o.Workers, l.o.Max, func(r *source.Reader) {
		p := &parts[r.Part.Index]
		p.log = r.Log
		for r.Next() {
			l.longRecord(r, p)
		}
	})
	j := &longJoin{loader: l, rows: map[longKey]int{}, log: &diag.Log{Max: l.o.Max}}
	for i := range parts {
		l.later = append(l.later, parts[i].log)
		for k := range parts[i].runs {
			j.row(&parts[i].runs[k])
		}
	}
	if !l.fits(len(j.runs)) {
		return
	}
	j.fill(parts)
	l.later = append(l.later, j.log)
}

// longRecord reads one record of a part.
func (l *loader) longRecord(r *source.Reader, p *longPart) {
	if r.Len() != l.cols.width {
		l.ragged(r, p.log)
		return
	}
	id := trimmed(r, l.cols.zone())
	if len(id) == 0 {
		l.noZone(r, p.log)
		return
	}
	column, ok := l.indicator(r, p.log)
	if !ok {
		return
	}
	year := int32(0)
	if l.cols.std(colYear) >= 0 {
		if year = l.year(r, p.log); year == 0 {
			return
		}
	}
	l.run(r, p, id, year)
	c := longCell{column: int32(column), record: int32(r.Record())}
	rule := &l.cells[column]
	v, ok := r.Number(rule.field)
	if !ok || !rule.plain || !(v >= rule.min && v <= rule.max) {
		v, c.bound = l.slowCell(r, rule, p.log)
	}
	c.value = v
	p.cells = append(p.cells, c)
}

// indicator is the column that a record is for.
func (l *loader) indicator(r *source.Reader, log *diag.Log) (int, bool) {
	f := l.cols.std(colIndicator)
	text := trimmed(r, f)
	if t, ok := l.names.find(string(text)); ok && t >= stdColumns {
		return int(t) - stdColumns, true
	}
	if log.Full(diag.Error) {
		log.Skip(diag.Error)
		return 0, false
	}
	log.Add(diag.Finding{
		Rule:    diag.KeyIndicator,
		Place:   r.Place(f),
		Subject: diag.Subject{Zone: l.zoneOf(r)},
		Message: "the index has no indicator " + diag.Quote(string(text)),
		Mend:    diag.DidYouMean(string(text), l.names.names),
	})
	return 0, false
}

// run starts a new run unless the record continues the last one.
func (l *loader) run(r *source.Reader, p *longPart, id []byte, year int32) {
	if n := len(p.runs); n > 0 {
		last := &p.runs[n-1]
		if last.year == year && last.id == string(id) && l.sameTexts(r, last) {
			return
		}
	}
	run := longRun{id: string(id), year: year, first: r.Record(), cells: len(p.cells)}
	for i := range run.texts {
		if f := l.cols.std(colName + i); f >= 0 {
			run.texts[i] = string(trimmed(r, f))
		}
	}
	p.runs = append(p.runs, run)
}

func (l *loader) sameTexts(r *source.Reader, run *longRun) bool {
	for i, text := range run.texts {
		if f := l.cols.std(colName + i); f >= 0 && text != string(trimmed(r, f)) {
			return false
		}
	}
	return true
}
