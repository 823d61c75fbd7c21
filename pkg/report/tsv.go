package report

import "bufio"

// writeTSV writes the first table with tabs between the cells. A tab inside a cell comes out as \t, so every line has
// the same number of tabs; a cell with a quote is quoted as in CSV, because most readers of TSV are readers of CSV.
func writeTSV(w *bufio.Writer, d *Document, o Options) error { return writeDelimited(w, d, o, '\t') }
