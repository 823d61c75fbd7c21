package load

import (
	"fmt"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// widePart is what one part of a wide file gives beside the values, which go straight into the table.
type widePart struct {
	log    *diag.Log
	dicts  [attributes]dict
	bounds map[zone.Cell]string
	filled []int // per blank heading: the line of its first cell with something in it; 0 is none
}

// readWide reads one row per zone and year.
func (l *loader) readWide() {
	t := l.table
	t.Rows = l.in.Records
	t.IDs = make([]string, t.Rows)
	if l.cols.std(colName) >= 0 {
		t.Names = make([]string, t.Rows)
	}
	if l.cols.std(colNameZh) >= 0 {
		t.NamesZh = make([]string, t.Rows)
	}
	if l.cols.std(colYear) >= 0 {
		t.Years = make([]int32, t.Rows)
	}
	for i, a := range attributeList(t) {
		if l.cols.std(colType+i) >= 0 {
			a.Codes = make([]uint32, t.Rows)
		}
	}
	// Without a column that the index needs there is nothing to calculate, and a small hostile file must not cost a
	// large matrix; the cells are checked all the same.
	if l.computable() {
		t.Columns = len(l.x.Inputs)
		t.Values = make([]float64, t.Rows*t.Columns)
		hugePages(t.Values)
	}
	parts := make([]widePart, l.in.Parts())
	l.in.Each(l.o.Workers, l.o.Max, func(r *source.Reader) {
		p := &parts[r.Part.Index]
		p.log = r.Log
		l.readPart(r, p)
	})
	l.joinParts(parts)
	t.Locate = l.locateWide
	l.checkKeys()
}

// readPart reads the records of one part into its rows of the table.
func (l *loader) readPart(r *source.Reader, p *widePart) {
	p.filled = make([]int, len(l.cols.blank))
	row, end := r.Part.Record, r.Part.Record+r.Part.Records
	texts := newTexts(l, r.Part)
	block := newBlock(l, row)
	for ; r.Next(); row++ {
		texts.add(r)
		if l.table.Years != nil {
			l.table.Years[row] = l.year(r, p.log)
		}
		for i, a := range attributeList(l.table) {
			if f := l.cols.std(colType + i); a.Codes != nil && f < r.Len() {
				a.Codes[row] = p.dicts[i].code(trimmed(r, f))
			}
		}
		l.checkRow(r, p)
		if out := block.row(); r.Len() == l.cols.width {
			l.readValues(r, row, out, p)
		} else {
			l.ragged(r, p.log)
			setMissing(out)
		}
	}
	for ; row < end; row++ { // records that went away while they were read
		setMissing(block.row())
	}
	block.flush()
	texts.finish()
}

// readValues reads one record's numbers into a row of the block.
func (l *loader) readValues(r *source.Reader, row int, out []float64, p *widePart) {
	r.Numbers(l.fields, out)
	for i := range l.cells {
		c := &l.cells[i]
		if v := out[i]; c.plain && v >= c.min && v <= c.max {
			continue
		}
		v, bound := l.slowCell(r, c, p.log)
		out[i] = v
		if bound != "" {
			if p.bounds == nil {
				p.bounds = map[zone.Cell]string{}
			}
			p.bounds[zone.Cell{Row: row, Column: c.column}] = bound
		}
	}
}

// checkRow checks the key and the columns without a heading.
func (l *loader) checkRow(r *source.Reader, p *widePart) {
	f := l.cols.zone()
	if f < r.Len() && len(trimmed(r, f)) == 0 {
		l.noZone(r, p.log)
	}
	for i, f := range l.cols.blank {
		if p.filled[i] == 0 && f < r.Len() && len(trimmed(r, f)) > 0 {
			p.filled[i] = r.Line
		}
	}
}

// noZone reports a record without a zone.
func (l *loader) noZone(r *source.Reader, log *diag.Log) {
	if log.Full(diag.Error) {
		log.Skip(diag.Error)
		return
	}
	log.Add(diag.Finding{
		Rule:    diag.KeyMissing,
		Place:   r.Place(l.cols.zone()),
		Message: "this row has no zone",
		Mend:    "fill in the zone's id, or take the row out",
	})
}

// ragged reports a record with another number of cells than the header.
func (l *loader) ragged(r *source.Reader, log *diag.Log) {
	if r.Damaged {
		return // most likely by the same quote
	}
	if log.Full(diag.Error) {
		log.Skip(diag.Error)
		return
	}
	log.Add(diag.Finding{
		Rule:    diag.StructureRagged,
		Place:   r.Place(-1),
		Subject: diag.Subject{Zone: l.zoneOf(r)},
		Message: fmt.Sprintf("the row has %d cells, the header %d", r.Len(), l.cols.width),
		Mend:    "look for a cell too many or too few, or a comma in a cell that is not in quotes",
	})
}

// joinParts brings together, in file order, what the parts found.
func (l *loader) joinParts(parts []widePart) {
	filled := make([]int, len(l.cols.blank))
	var joined [attributes]joiner
	for i := range parts {
		p := &parts[i]
		l.later = append(l.later, p.log)
		for cell, text := range p.bounds {
			if l.table.Bounds == nil {
				l.table.Bounds = map[zone.Cell]string{}
			}
			l.table.Bounds[cell] = text
		}
		for j, line := range p.filled {
			if filled[j] == 0 {
				filled[j] = line
			}
		}
		start, end := l.in.Rows(i)
		for j, a := range attributeList(l.table) {
			if a.Codes != nil {
				joined[j].join(&p.dicts[j], a.Codes[start:end])
			}
		}
	}
	for j, a := range attributeList(l.table) {
		if a.Codes != nil {
			a.Values = joined[j].list()
		}
	}
	l.reportBlank(filled)
}

// reportBlank reports headings that are empty above cells that are not.
func (l *loader) reportBlank(filled []int) {
	for i, line := range filled {
		if line == 0 {
			continue
		}
		f := l.cols.blank[i]
		l.log.Add(diag.Finding{
			Rule:    diag.HeaderBlank,
			Place:   l.in.Header[f].Place,
			Message: fmt.Sprintf("column %d has no heading and is not empty: line %d has something in it", f+1, line),
			Mend:    "give it a heading, or take the column out",
		})
	}
}
