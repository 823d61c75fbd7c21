package load

import (
	"math"

	"zoneval/pkg/zone"
)

// blockRows is how many rows are collected before they go into the table.
const blockRows = 32

// block collects some rows of values, row by row, and writes them to the table column by column: writing each value
// to its own column at once would touch as many places in memory, far apart, as there are columns.
type block struct {
	table *zone.Table
	cells []cellRule
	lost  []int // columns of the table that the file does not have
	rows  []float64
	first int // the table's row of the first
	n     int
}

func newBlock(l *loader, first int) *block {
	b := &block{table: l.table, cells: l.cells, first: first}
	b.rows = make([]float64, blockRows*len(l.cells))
	for i := range l.x.Inputs {
		if l.cols.ind(i) < 0 {
			b.lost = append(b.lost, i)
		}
	}
	return b
}

// row returns the next row to be filled, a value for each rule.
func (b *block) row() []float64 {
	if b.n == blockRows {
		b.flush()
	}
	w := len(b.cells)
	b.n++
	return b.rows[(b.n-1)*w : b.n*w : b.n*w]
}

// flush writes the rows to the table.
func (b *block) flush() {
	if b.table.Values != nil {
		w := len(b.cells)
		for i := range b.cells {
			column := b.table.Column(b.cells[i].column)[b.first : b.first+b.n]
			for k := range column {
				column[k] = b.rows[k*w+i]
			}
		}
		for _, j := range b.lost {
			setMissing(b.table.Column(j)[b.first : b.first+b.n])
		}
	}
	b.first += b.n
	b.n = 0
}

func setMissing(values []float64) {
	for i := range values {
		values[i] = math.NaN()
	}
}
