package source

import (
	"math/rand/v2"
	"testing"

	"zoneval/pkg/xlsx"
)

// TestCovered compares with a look at every range, which may lie over others.
func TestCovered(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		table := &xlsx.Table{}
		for row := 1; row <= 12; row++ {
			if random.IntN(4) > 0 {
				table.Rows = append(table.Rows, xlsx.Row{Number: row})
			}
		}
		for range random.IntN(8) {
			row, col := 1+random.IntN(12), 1+random.IntN(12)
			table.Merged = append(table.Merged, xlsx.Range{FirstRow: row, FirstCol: col, LastRow: row + random.IntN(4), LastCol: col + random.IntN(4)})
		}
		s := &sheet{table: table}
		for i := range table.Rows {
			s.rows = append(s.rows, int32(table.Rows[i].Number))
		}
		if !s.cover() {
			t.Fatal("too many")
		}
		for i, row := range table.Rows {
			for field := range 16 {
				want := false
				for _, m := range table.Merged {
					want = want || row.Number >= m.FirstRow && row.Number <= m.LastRow && field+1 >= m.FirstCol && field+1 <= m.LastCol &&
						(row.Number != m.FirstRow || field+1 != m.FirstCol)
				}
				r := &Reader{in: &Input{sheet: s}, Line: i + 1}
				if got := r.Merged(field); got != want {
					t.Fatalf("row %d, column %d: %v, want %v, of %v", row.Number, field+1, got, want, table.Merged)
				}
			}
		}
	}
}

// TestPlacesInAnyOrder: a place is the same whatever was looked up before.
func TestPlacesInAnyOrder(t *testing.T) {
	in := Bytes("a.csv", []byte("a,b,c,d\n1,中文,\"x\ny\",é\n\"1\n\",\"\n\n中\",3,4\n"), Options{})
	random := rand.New(rand.NewPCG(5, 6))
	used := in.Seek(0)
	for record := range 2 {
		for range 100 {
			field := random.IntN(5) - 1
			if got, want := used.Place(field), in.Seek(record).Place(field); got != want {
				t.Fatalf("record %d, field %d: %v, want %v", record, field, got, want)
			}
		}
		used.Next()
	}
}
