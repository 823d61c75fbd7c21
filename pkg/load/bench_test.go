package load

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"zoneval/pkg/index"
	"zoneval/pkg/source"
)

const benchIndicators = 46

// benchIndex has 46 indicators without limits.
func benchIndex() *index.Index {
	x := &index.Index{ID: "bench"}
	for i := range benchIndicators {
		x.Inputs = append(x.Inputs, &index.Indicator{
			ID: fmt.Sprintf("ind_%02d", i+1), Min: -index.NoLimit, Max: index.NoLimit, Cap: index.NoLimit, Column: i,
		})
	}
	return x
}

// writeBench writes a table of so many zones: id, name, type, province and 46 numbers of 2 to 6 decimals. The same
// numbers come out on every run.
func writeBench(b testing.TB, rows int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "zones.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	w.WriteString("zone,name,type,province")
	for i := range benchIndicators {
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
		for i := range benchIndicators {
			state = state*6364136223846793005 + 1442695040888963407
			v := float64(state>>40) / (1 << 24) * 10 * scale[i%10]
			line = strconv.AppendFloat(append(line, ','), v, 'f', decimals[i%10], 64)
		}
		w.Write(append(line, '\n'))
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}

var benchSizes = []int{169, 10_000, 1_000_000}

func BenchmarkRead(b *testing.B) {
	for _, rows := range benchSizes {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			path, x := writeBench(b, rows), benchIndex()
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			b.ReportAllocs()
			for b.Loop() {
				in := source.Open(path, source.Options{})
				table, log := Read(in, x, Options{})
				if log.HasErrors() || table.Rows != rows {
					b.Fatal(table.Rows, log.Findings())
				}
				in.Close()
				// The next round gets the memory of this one, as if it ran alone.
				b.StopTimer()
				table = nil
				runtime.GC()
				b.StartTimer()
			}
		})
	}
}

// BenchmarkFloor is one pass of encoding/csv and strconv.ParseFloat over the same file on one core, keeping nothing:
// what Read is compared with.
func BenchmarkFloor(b *testing.B) {
	for _, rows := range benchSizes {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			path := writeBench(b, rows)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			for b.Loop() {
				if err := floor(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func floor(path string) error {
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
