package main

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

//go:embed columns.txt
var columnsText string

// The factors of a zone, in the order of their columns in columns.txt.
const (
	size = iota
	innovation
	openness
	greenness
	pace
	care
	factors
)

// column says how one indicator is drawn; columns.txt explains the fields.
type column struct {
	id, form          string
	base, drift, econ float64
	load              [factors]float64
	own, year         float64
	decimals          int
}

// parseColumns reads the table of columns.txt. A broken row is an error that names it.
func parseColumns(text string) ([]column, error) {
	const words = 2 + 3 + factors + 2 + 1 // id and form, base to econ, loadings, own and year, dec
	var out []column
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) <= words || !strings.Contains("TWG", f[words]) {
			return nil, fmt.Errorf("columns.txt: %s: want %d fields and then T, W or G", f[0], words)
		}
		var n [words - 2]float64
		for i := range n {
			v, err := strconv.ParseFloat(f[2+i], 64)
			if err != nil {
				return nil, fmt.Errorf("columns.txt: %s: %q is not a number", f[0], f[2+i])
			}
			n[i] = v
		}
		c := column{id: f[0], form: f[1], base: n[0], drift: n[1], econ: n[2]}
		rest := n[3+copy(c.load[:], n[3:]):]
		c.own, c.year, c.decimals = rest[0], rest[1], int(rest[2])
		out = append(out, c)
	}
	return out, nil
}

// value draws the indicator for a zone in a year (0 is the first). own is the zone's standing deviation in this
// column, a standard normal draw.
func (c *column) value(z *zone, year int, own float64, r *rand.Rand) (float64, error) {
	shift := c.drift * float64(year)
	if z.kind == econ {
		shift += c.econ
	}
	grow := c.load[size] * z.factor[size]
	rest := c.own*own + c.year*r.NormFloat64()
	for f := size + 1; f < factors; f++ {
		rest += c.load[f] * z.factor[f]
	}
	switch c.form {
	case "log":
		return c.round(c.base * math.Exp(shift+grow+rest)), nil
	case "share":
		odds := c.base / (100 - c.base) * math.Exp(shift+grow+rest)
		return c.round(100 * odds / (1 + odds)), nil
	case "rate":
		return c.round(c.base + shift + grow + rest), nil
	case "score":
		return min(max(math.Round(2*(c.base+shift+grow+rest))/2, 0), 100), nil
	case "flow":
		return c.round(c.base * math.Exp(shift+grow) * (1 + rest)), nil
	}
	return 0, fmt.Errorf("columns.txt: %s: unknown form %q", c.id, c.form)
}

// round rounds to the column's decimals; the sum with 0 turns a negative zero into zero.
func (c *column) round(v float64) float64 {
	p := math.Pow10(c.decimals)
	return math.Round(v*p)/p + 0
}
