// Package sourcetest has what the benchmarks of several packages read, and what they are compared with.
package sourcetest

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// Indicators is how many numbers a zone has.
const Indicators = 46

// Write writes a table of so many zones: id, name, type, province and 46 numbers of 2 to 6 decimals, of which the last
// is the sum of ind_41 and ind_42. The same numbers come out on every run.
func Write(b testing.TB, rows int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "zones.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	w.WriteString("zone,name,type,province")
	for i := range Indicators {
		fmt.Fprintf(w, ",ind_%02d", i+1)
	}
	w.WriteByte('\n')
	decimals := [...]int{2, 2, 3, 2, 2, 4, 2, 2, 6, 2}
	scale := [...]float64{1, 1, 10, 1, 100, 1, 1, 10, 1, 1}
	types, provinces := [...]string{"high-tech", "econ"}, [...]string{"北京", "江苏", "广东", "浙江", "湖北"}
	state := uint64(1)
	var line []byte
	for row := range rows {
		line = fmt.Appendf(line[:0], "Z%07d,Zone %07d,%s,%s", row+1, row+1, types[row%3/2], provinces[row%5])
		sum := 0.0
		for i := range Indicators {
			state = state*6364136223846793005 + 1442695040888963407
			v := float64(state>>40) / (1 << 24) * 10 * scale[i%10]
			places := decimals[i%10]
			switch i {
			case Indicators - 6, Indicators - 5:
				v = math.Round(v*100) / 100
				sum += v
			case Indicators - 1:
				v, places = sum, 2
			}
			line = strconv.AppendFloat(append(line, ','), v, 'f', places, 64)
		}
		w.Write(append(line, '\n'))
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}

// Floor is one pass of encoding/csv and strconv.ParseFloat over a file on one core, keeping nothing: what reading and
// checking are compared with.
func Floor(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, cell := range record[4:] {
			if _, err := strconv.ParseFloat(cell, 64); err != nil {
				return err
			}
		}
	}
}
