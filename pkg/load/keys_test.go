package load

import (
	"fmt"
	"testing"

	"zoneval/pkg/zone"
)

// BenchmarkDuplicates looks for duplicates among a million ids in no order.
func BenchmarkDuplicates(b *testing.B) {
	t := &zone.Table{Rows: 1_000_000}
	for i := range t.Rows {
		t.IDs = append(t.IDs, fmt.Sprintf("Z%07d", i*7919%t.Rows))
	}
	for b.Loop() {
		if sortedKeys(t) {
			b.Fatal("sorted")
		}
		eachDuplicate(t, func(first, second int) { b.Fatal(first, second) })
	}
}
