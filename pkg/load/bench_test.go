package load

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"zoneval/pkg/index"
	"zoneval/pkg/source"
	"zoneval/pkg/source/sourcetest"
)

// benchIndex has 46 indicators without limits.
func benchIndex() *index.Index {
	x := &index.Index{ID: "bench"}
	for i := range sourcetest.Indicators {
		x.Inputs = append(x.Inputs, &index.Indicator{
			ID: fmt.Sprintf("ind_%02d", i+1), Min: -index.NoLimit, Max: index.NoLimit, Cap: index.NoLimit, Column: i,
		})
	}
	return x
}

var benchSizes = []int{169, 10_000, 1_000_000}

func BenchmarkRead(b *testing.B) {
	for _, rows := range benchSizes {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			path, x := sourcetest.Write(b, rows), benchIndex()
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
			path := sourcetest.Write(b, rows)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			for b.Loop() {
				if err := sourcetest.Floor(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
