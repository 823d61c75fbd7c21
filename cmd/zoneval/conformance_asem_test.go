package main

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestConformanceASEM runs the configurations of the reference implementation, COINr: the data set after every step
// and the scores on every level within a relative 1e-9, the ranks exactly. The index is one of those in
// testdata/conformance with another method block.
func TestConformanceASEM(t *testing.T) {
	dir := conformance(t)
	for _, c := range []struct{ id, data, index, scale, method string }{
		{"a1-minmax-amean", "indicators", "asem", "100", ""},
		{"a2-example-coin", "indicators", "asem-denominated", "100", `{impute: {group-mean: {by: region}},
  screen: {availability: {min_share: 0.9, after: impute}}, treat: winsorise, missing: skip}`},
		{"a4-minmax-amean-holes", "indicators-holes", "asem", "100", ""},
		{"b1-minmax1-gmean", "indicators", "asem", "100", `{normalise: {minmax: {range: [1, 100]}}, aggregate: geometric, missing: skip}`},
		{"c2-zscore100-amean", "indicators", "asem", "100", `{normalise: {zscore: {mean: 100, sd: 10}}, missing: skip}`},
		{"e-prank", "indicators", "asem", "1", `{normalise: percentile-rank, missing: skip}`},
		{"h1-goalposts", "indicators", "asem-goalposts", "1", ""},
		{"i1-hmean", "indicators", "asem", "100", `{normalise: {minmax: {range: [1, 100]}}, aggregate: harmonic, missing: skip}`},
		{"l1-treat-default", "indicators", "asem", "100", `{treat: {winsorise: {max_points: 5, skew: 2, kurtosis: 3.5, then: log-ct}}, missing: skip}`},
		{"m1-denominated", "indicators", "asem-denominated", "100", ""},
		{"n3-mean-group", "indicators-holes", "asem", "100", `{impute: {group-mean: {by: region}}, missing: skip}`},
		{"o1-screen-65", "indicators-holes", "asem", "100", `{screen: {availability: {min_share: 0.65}}, missing: skip}`},
	} {
		t.Run(c.id, func(t *testing.T) {
			tmp := t.TempDir()
			index := filepath.Join(tmp, "index.yaml")
			text := readFile(t, "../../testdata/conformance", c.index+".yaml")
			if c.method != "" {
				text = replaceBlock(t, text, "method:", "method: "+c.method)
			}
			text = strings.Replace(text, "scale: 100", "scale: "+c.scale, 1)
			write(t, index, text)
			data := filepath.Join(tmp, "data.csv")
			write(t, data, joinUnits(t, filepath.Join(dir, "asem/data", c.data+".csv"), filepath.Join(dir, "asem/data/units.csv")))
			steps := filepath.Join(tmp, "steps")
			_, errs, code := command("", "rank", "-i", index, data, "-f", "csv", "--trace", steps, "-o", filepath.Join(tmp, "out.csv"))
			if code != 0 {
				t.Fatal(errs)
			}
			reference := filepath.Join(dir, "asem/configs", c.id)
			compared := 0
			for _, step := range []string{"denominated", "imputed", "screened", "treated", "normalised"} {
				if _, err := os.Stat(filepath.Join(reference, step+".csv")); err == nil {
					compared += compareCells(t, step, readCSV(t, readFile(t, steps, step+".csv")), readCSV(t, readFile(t, reference, step+".csv")), nil)
				}
			}
			compareTreated(t, reference, steps)
			ranked := readCSV(t, readRanked(t, index, data))
			compared += compareCells(t, "scores", ranked, readCSV(t, readFile(t, reference, "scores.csv")), map[string]string{"Index": "score"})
			ranks := map[string]string{"Index": "rank"}
			for _, column := range strings.Split(strings.SplitN(readFile(t, reference, "ranks.csv"), "\n", 2)[0], ",") {
				if column = strings.Trim(column, "\"\r"); column != "Index" && column != "uCode" {
					ranks[column] = column + "_rank"
				}
			}
			compared += compareCells(t, "ranks", ranked, readCSV(t, readFile(t, reference, "ranks.csv")), ranks)
			if compared < 40*49 {
				t.Errorf("only %d cells were compared", compared)
			}
		})
	}
}

// compareCells compares every cell of the reference with ours; names maps a column of the reference to ours. A cell
// without a value is NA there and empty here.
func compareCells(t *testing.T, step string, got, want map[string]map[string]string, names map[string]string) int {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d zones, the reference has %d", step, len(got), len(want))
	}
	n, worst := 0, 0.0
	for unit, row := range want {
		for column, text := range row {
			if column == "uCode" {
				continue
			}
			key := column
			if names[column] != "" {
				key = names[column]
			}
			have, ok := got[unit][key]
			if !ok {
				t.Errorf("%s: no column %s for %s", step, key, unit)
				return n
			}
			n++
			if text == "NA" || text == "NaN" || text == "" {
				if have != "" {
					t.Errorf("%s %s %s: %q, the reference has none", step, unit, column, have)
				}
				continue
			}
			g, err := strconv.ParseFloat(have, 64)
			w, _ := strconv.ParseFloat(text, 64)
			if err != nil || math.Abs(g-w) > 1e-9*math.Abs(w) && math.Abs(g-w) > 1e-13*scaleOf(want, column) {
				t.Errorf("%s %s %s: %q, reference %s", step, unit, column, have, text)
				continue
			}
			if w != 0 {
				worst = math.Max(worst, math.Abs(g/w-1))
			}
		}
	}
	t.Logf("%s: %d cells, worst relative error %.1e", step, n, worst)
	return n
}

// scaleOf is the largest size in a column: a value that is zero but for rounding is compared with it.
func scaleOf(rows map[string]map[string]string, column string) float64 {
	most := 0.0
	for _, row := range rows {
		if v, err := strconv.ParseFloat(row[column], 64); err == nil {
			most = math.Max(most, math.Abs(v))
		}
	}
	return most
}

// compareTreated checks that the values that treatment changed are those of the reference.
func compareTreated(t *testing.T, reference, steps string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(reference, "treated-points.csv")); err != nil {
		return
	}
	want := map[string]bool{}
	for unit, row := range readCSV(t, readFile(t, reference, "treated-points.csv")) {
		for column, what := range row {
			if column != "uCode" && what != "" && what != "NA" {
				want[unit+" "+column] = true
			}
		}
	}
	records, err := csv.NewReader(strings.NewReader(readFile(t, steps, "changes.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, r := range records[1:] {
		if r[0] == "treat" {
			got[r[1]+" "+r[2]] = true
		}
	}
	if len(want) == 0 || len(got) == 0 {
		t.Errorf("%d values treated, the reference has %d", len(got), len(want))
	}
	for cell := range want {
		if !got[cell] {
			t.Errorf("%s: not treated, in the reference it is", cell)
		}
	}
	for cell := range got {
		if !want[cell] {
			t.Errorf("%s: treated, in the reference it is not", cell)
		}
	}
}

// replaceBlock replaces a top-level mapping of a YAML text.
func replaceBlock(t *testing.T, text, key, with string) string {
	t.Helper()
	start := strings.Index(text, "\n"+key+"\n")
	if start < 0 {
		t.Fatalf("no %s", key)
	}
	lines := strings.Split(text[start+1:], "\n")
	end := 1
	for strings.HasPrefix(lines[end], " ") {
		end++
	}
	return text[:start+1] + with + "\n" + strings.Join(lines[end:], "\n")
}

// joinUnits adds the attributes and denominators of each unit to its indicators.
func joinUnits(t *testing.T, indicators, units string) string {
	t.Helper()
	extra := readCSV(t, readFile(t, units))
	records, err := csv.NewReader(strings.NewReader(readFile(t, indicators))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	add := []string{"uName", "EurAsia_group", "Area", "Energy", "GDP", "Population"}
	byCode := map[string]map[string]string{}
	for _, row := range extra {
		byCode[row["uCode"]] = row
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	for i, r := range records {
		for _, column := range add {
			if i == 0 {
				r = append(r, column)
			} else {
				r = append(r, byCode[r[0]][column])
			}
		}
		_ = w.Write(r)
	}
	w.Flush()
	return b.String()
}

// readRanked is the ranking with every dimension.
func readRanked(t *testing.T, index, data string) string {
	t.Helper()
	out, errs, code := command("", "rank", "-i", index, data, "-f", "csv", "--dimensions")
	if code != 0 {
		t.Fatal(errs)
	}
	return out
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
