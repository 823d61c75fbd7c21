package check

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"zoneval/pkg/contract"
	"zoneval/pkg/source"
	"zoneval/pkg/source/sourcetest"
)

// benchContract has types, ranges, two lists, a unique key with a pattern, and an identity.
func benchContract(b testing.TB) *contract.Contract {
	var y strings.Builder
	y.WriteString(`fields:
  - {name: zone, type: string, constraints: {required: true, unique: true, pattern: "Z[0-9]{7}"}}
  - {name: name, type: string}
  - {name: type, type: string, constraints: {enum: [high-tech, econ]}}
  - {name: province, type: string, constraints: {enum: [北京, 江苏, 广东, 浙江, 湖北]}}
`)
	for i := range sourcetest.Indicators {
		fmt.Fprintf(&y, "  - {name: ind_%02d, type: number, constraints: {minimum: 0, maximum: 1000}}\n", i+1)
	}
	y.WriteString("primaryKey: zone\nidentities:\n  - {total: ind_46, parts: [ind_41, ind_42], tolerance: 0.001}\n")
	c, found := contract.Parse("bench.yaml", []byte(y.String()))
	if c == nil {
		b.Fatal(found)
	}
	return c
}

// BenchmarkCheck checks a clean file, and beside it reads it as encoding/csv and strconv do, on one core.
func BenchmarkCheck(b *testing.B) {
	c := benchContract(b)
	for _, rows := range []int{169, 10_000, 1_000_000} {
		path := sourcetest.Write(b, rows)
		b.Run(strconv.Itoa(rows)+"/check", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				in := source.Open(path, source.Options{NoChecksum: true})
				r := Data(context.Background(), in, Options{Contract: c, Max: 50})
				in.Close()
				if len(r.Findings) > 0 {
					b.Fatal(r.Findings)
				}
			}
		})
		b.Run(strconv.Itoa(rows)+"/floor", func(b *testing.B) {
			for b.Loop() {
				if err := sourcetest.Floor(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
