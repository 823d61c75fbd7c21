package compare

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zoneval/pkg/index"
)

// BenchmarkRun divides the changes of 169 zones between two years of 46 indicators: under one index, and under two that
// differ in weights and method, which takes all mixtures.
func BenchmarkRun(b *testing.B) {
	const zones, dimensions, per = 169, 5, 9
	body := func(normalise string, first int) string {
		var s strings.Builder
		fmt.Fprintf(&s, "method: {normalise: %s}\ndimensions:\n", normalise)
		for d := range dimensions {
			fmt.Fprintf(&s, "  - id: d%d\n    name: D%d\n    weight: 20\n    indicators:\n", d, d)
			for i := range per + d/4 {
				fmt.Fprintf(&s, "      - {id: i%d_%d, name: I%d.%d, direction: higher, weight: %d}\n", d, i, d, i, first+i)
			}
		}
		return s.String()
	}
	x, y := parse(b, body("minmax", 1)), parse(b, body("zscore", 5))
	random := rand.New(rand.NewPCG(1, 2))
	var lines []string
	for _, year := range []int{2020, 2021} {
		for z := range zones {
			line := fmt.Sprintf("z%03d %d -", z, year)
			for range x.Inputs {
				line += fmt.Sprint(" ", random.Float64())
			}
			lines = append(lines, line)
		}
	}
	t := table(x, "t", lines...)
	for name, second := range map[string]*index.Index{"years": x, "years, weights and method": y} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if a, log := Run(Side{Name: "2020", Index: x, Table: t, Year: 2020}, Side{Name: "2021", Index: second, Table: t, Year: 2021}, Options{}); a == nil || a.Mean.Zones != zones {
					b.Fatal(log.Findings())
				}
			}
		})
	}
}
