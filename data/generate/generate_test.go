package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zoneval/indicators"
)

const attributes = 8 // zone, name, name_zh, type, province, city, region, year

// table is the generated file, read back.
type table struct {
	header []string
	rows   [][]string
}

func generated(t *testing.T) table {
	t.Helper()
	b, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comment = '#'
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return table{all[0], all[1:]}
}

// column returns an indicator's values of one zone type in one year, in file order.
func (x table) column(t *testing.T, id, kind string, year int) []float64 {
	t.Helper()
	at := slices.Index(x.header, id)
	if at < 0 {
		t.Fatalf("no column %s", id)
	}
	var out []float64
	for _, row := range x.rows {
		if row[3] == kind && row[7] == strconv.Itoa(year) {
			v, err := strconv.ParseFloat(row[at], 64)
			if err != nil {
				t.Fatalf("%s %s %s: %v", row[0], row[7], id, err)
			}
			out = append(out, v)
		}
	}
	return out
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// The committed file is what the generator writes, byte for byte.
func TestCommittedFileIsCurrent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "zones.csv")
	if err := write(path); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../" + target)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("data/%s is not what the generator writes: run go generate ./data", target)
	}
}

func TestHeadSaysSynthetic(t *testing.T) {
	b, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitN(string(b), "\n", 8)
	for i, key := range []string{"status: synthetic", "title: ", "title_zh: ", "source: ", "source_zh: ", "note: ", "note_zh: "} {
		if !strings.HasPrefix(lines[i], "# "+key) {
			t.Errorf("line %d is %q, want # %s...", i+1, lines[i], key)
		}
	}
}

// Every zone has one row in each year, with a province and a region, and types come in the promised numbers.
func TestZones(t *testing.T) {
	x := generated(t)
	count, seen, region := map[string]int{}, map[string]bool{}, map[string]string{}
	for _, row := range x.rows {
		if key := row[0] + row[7]; seen[key] {
			t.Errorf("%s has two rows in %s", row[0], row[7])
		} else {
			seen[key] = true
		}
		count[row[3]+" "+row[7]]++
		if before, ok := region[row[4]]; ok && before != row[6] {
			t.Errorf("province %s is in %s and in %s", row[4], before, row[6])
		}
		region[row[4]] = row[6]
		if slices.Contains(row, "") {
			t.Errorf("%s %s has an empty cell", row[0], row[7])
		}
	}
	want := map[string]int{"high-tech 2020": 169, "high-tech 2021": 169, "econ 2020": 60, "econ 2021": 60}
	for key, n := range want {
		if count[key] != n {
			t.Errorf("%s: %d rows, want %d", key, count[key], n)
		}
	}
	if len(x.rows) != 458 || len(count) != 4 || len(region) != 31 {
		t.Errorf("%d rows, %d type-years, %d provinces; want 458, 4, 31", len(x.rows), len(count), len(region))
	}
}

// limits are what the index file says a value can be at all.
type limits struct {
	id       string
	min, max float64
	whole    bool
}

// indexLimits scans the index file, whose indicators each begin with "      - id:".
func indexLimits(t *testing.T) []limits {
	t.Helper()
	text, ok := indicators.Open("torch-2021")
	if !ok {
		t.Fatal("the index torch-2021 is not shipped")
	}
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	var out []limits
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if id, ok := strings.CutPrefix(line, "      - id: "); ok {
			out = append(out, limits{id: id, min: math.Inf(-1), max: math.Inf(1)})
		} else if v, ok := strings.CutPrefix(line, "        min: "); ok {
			out[len(out)-1].min = number(v)
		} else if v, ok := strings.CutPrefix(line, "        max: "); ok {
			out[len(out)-1].max = number(v)
		} else if line == "        whole: true" {
			out[len(out)-1].whole = true
		}
	}
	return out
}

// The columns are the index's indicators in its order, and every value is one that the index allows.
func TestValuesFitIndex(t *testing.T) {
	x, index := generated(t), indexLimits(t)
	if len(index) != 46 || len(x.header) != attributes+46 {
		t.Fatalf("%d indicators in the index, %d columns; want 46 and %d", len(index), len(x.header), attributes+46)
	}
	for i, in := range index {
		if got := x.header[attributes+i]; got != in.id {
			t.Errorf("column %d is %s, want %s", attributes+i+1, got, in.id)
			continue
		}
		distinct := map[string]bool{}
		for _, row := range x.rows {
			text := row[attributes+i]
			v, err := strconv.ParseFloat(text, 64)
			if err != nil || v < in.min || v > in.max || in.whole && strings.Contains(text, ".") {
				t.Errorf("%s %s %s: %q is outside the index's limits %+v", row[0], row[7], in.id, text, in)
			}
			distinct[text] = true
		}
		if len(distinct) < 10 {
			t.Errorf("%s has only %d distinct values", in.id, len(distinct))
		}
	}
}

// The means per zone are of the magnitude of the published totals.
func TestAggregatesPlausible(t *testing.T) {
	x := generated(t)
	for _, c := range []struct {
		id, kind string
		year     int
		want     float64
		within   float64 // share of want
		from     string
	}{
		{"revenue_increase", hightech, 2021, (495096 - 418000) / 169.0, 0.15, "revenue of 169 zones"},
		{"hightech_firms_increase", hightech, 2021, (156763 - 115000) / 2 / 169.0, 0.20, "high-tech enterprises"},
		{"hightech_firms_increase", econ, 2021, (50300 - 41000) / 217.0, 0.40, "high-tech enterprises of 217 zones"},
		{"rd_institutions", econ, 2021, 10400 / 217.0, 0.25, "R&D units of 217 zones"},
		{"startup_services", econ, 2021, 573 / 217.0, 0.25, "incubators of 217 zones"},
		{"jobs_increase", hightech, 2021, (2615 - 2386) / 2 / 169.0, 0.20, "employees 2020, 2022"},
		{"profit_margin", hightech, 2020, 100 * 33000 / 418000.0, 0.30, "total profit over revenue; net is less"},
		{"rd_intensity", hightech, 2021, 100 * 10000 / 495096.0, 0.35, "R&D spending over revenue; zones' mean is more"},
		{"energy_intensity", hightech, 2021, 0.423, 0.20, "energy per 10,000 yuan in 2022"},
		{"city_gdp_share", econ, 2020, 14.1, 0.20, "share of the host cities' GDP in 2019"},
	} {
		if got := mean(x.column(t, c.id, c.kind, c.year)); math.Abs(got/c.want-1) > c.within {
			t.Errorf("%s, %s, %d: mean %.3f, want %.3f within %.0f%% (%s)",
				c.id, c.kind, c.year, got, c.want, 100*c.within, c.from)
		}
	}
	for _, c := range []struct{ less, more, id string }{
		{econ, hightech, "rd_intensity"}, {econ, hightech, "graduate_share"}, {hightech, econ, "hightech_exports"},
	} {
		if less, more := mean(x.column(t, c.id, c.less, 2021)), mean(x.column(t, c.id, c.more, 2021)); less >= more {
			t.Errorf("%s: %s zones %.2f, %s zones %.2f", c.id, c.less, less, c.more, more)
		}
	}
}

// A zone stays what it is: levels of one year are close to those of the other, and related indicators go together.
func TestCorrelations(t *testing.T) {
	x := generated(t)
	at := func(id string, year int) []float64 { return x.column(t, id, hightech, year) }
	for _, c := range []struct {
		name     string
		a, b     []float64
		low, top float64
	}{
		{"R&D staff between the years", at("rd_staff_share", 2020), at("rd_staff_share", 2021), 0.95, 0.9999},
		{"graduates between the years", at("graduate_share", 2020), at("graduate_share", 2021), 0.95, 0.9999},
		{"R&D spending and R&D staff", at("rd_intensity", 2021), at("rd_staff_share", 2021), 0.4, 0.95},
		{"exports and pay over house prices", at("hightech_exports", 2021), at("wage_to_house_price", 2021), -0.9, -0.2},
		{"green space and energy use", at("green_space", 2021), at("energy_intensity", 2021), -0.9, -0.2},
	} {
		if r := correlation(c.a, c.b); r < c.low || r > c.top {
			t.Errorf("%s: correlation %.3f, want %g to %g", c.name, r, c.low, c.top)
		}
	}
}

func correlation(a, b []float64) float64 {
	ma, mb := mean(a), mean(b)
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	return ab / math.Sqrt(aa*bb)
}

// Shares keep the total, and the largest remainders go up: of the three equal ones, the first two.
func TestApportion(t *testing.T) {
	if got := apportion(10, []int{1, 1, 4, 8}); !slices.Equal(got, []int{1, 1, 3, 5}) {
		t.Errorf("apportion = %v", got)
	}
}

// A broken row of columns.txt is named.
func TestBrokenColumns(t *testing.T) {
	const good = "x log 1 0 0 1 0 0 0 0 0 0.1 0.1 0 G"
	if c, err := parseColumns(good); err != nil || len(c) != 1 || c[0].year != 0.1 {
		t.Fatalf("parseColumns = %+v, %v", c, err)
	}
	for _, bad := range []string{
		"x log 1 0 G",
		strings.Replace(good, "0 G", "0 0 G", 1),
		strings.Replace(good, "log 1", "log one", 1),
	} {
		if _, err := parseColumns(bad); err == nil || !strings.Contains(err.Error(), "columns.txt: x: ") {
			t.Errorf("parseColumns(%q): error %v, want one that names x", bad, err)
		}
	}
}
