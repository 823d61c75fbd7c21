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

// conformance is the folder of published results: ZONEVAL_CONFORMANCE, or beside the checkout. They are not part of
// the project; a checkout without them skips, unless the environment says where they must be.
func conformance(t *testing.T) string {
	t.Helper()
	dir, must := os.LookupEnv("ZONEVAL_CONFORMANCE")
	if !must {
		dir = "../../../shared/conformance"
	}
	if _, err := os.Stat(dir); err != nil {
		if must {
			t.Fatalf("ZONEVAL_CONFORMANCE: %v", err)
		}
		t.Skip("published results are not here; set ZONEVAL_CONFORMANCE to their folder")
	}
	return dir
}

// readCSV returns the rows of a file as maps from header to cell, by the first column.
func readCSV(t *testing.T, text string) map[string]map[string]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]map[string]string{}
	key := 0
	for i, h := range records[0] {
		if h == "zone" {
			key = i
		}
	}
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, h := range records[0] {
			row[h] = r[i]
		}
		rows[r[key]] = row
	}
	return rows
}

func readFile(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestConformanceHDI: all 193 scores and ranks of the Human Development Index 2022 are those that UNDP published.
func TestConformanceHDI(t *testing.T) {
	dir := conformance(t)
	out, errs, code := command("", "rank", "-i", "../../testdata/conformance/hdi-2022.yaml", filepath.Join(dir, "hdi-2022/input.csv"), "-f", "csv")
	if code != 0 {
		t.Fatal(errs)
	}
	got, want := readCSV(t, out), readCSV(t, readFile(t, dir, "hdi-2022/expected.csv"))
	if len(got) != 193 || len(want) != 193 {
		t.Fatalf("%d countries ranked, %d published", len(got), len(want))
	}
	for iso, w := range want {
		g := got[iso]
		score, _ := strconv.ParseFloat(g["score"], 64)
		published, _ := strconv.ParseFloat(w["hdi"], 64)
		if score != published || g["rank"] != w["hdi_rank"] {
			t.Errorf("%s: score %s rank %s, published %s rank %s", iso, g["score"], g["rank"], w["hdi"], w["hdi_rank"])
		}
	}
}

// TestConformanceASEM: the reference implementation's scores within a relative 1e-9, and its ranks exactly, on every
// level of the tree.
func TestConformanceASEM(t *testing.T) {
	dir := conformance(t)
	for _, c := range []struct{ id, data string }{
		{"a1-minmax-amean", "indicators.csv"},
		{"a4-minmax-amean-holes", "indicators-holes.csv"},
		{"b1-minmax1-gmean", "indicators.csv"},
		{"h1-goalposts", "indicators.csv"},
	} {
		t.Run(c.id, func(t *testing.T) {
			out, errs, code := command("", "rank", "-i", "../../testdata/conformance/asem-"+c.id+".yaml",
				filepath.Join(dir, "asem/data", c.data), "-f", "csv", "--dimensions")
			if code != 0 {
				t.Fatal(errs)
			}
			got := readCSV(t, out)
			scores := readCSV(t, readFile(t, dir, "asem/configs", c.id, "scores.csv"))
			ranks := readCSV(t, readFile(t, dir, "asem/configs", c.id, "ranks.csv"))
			if len(got) != len(scores) || len(got) != 51 {
				t.Fatalf("%d countries, expected %d", len(got), len(scores))
			}
			for unit, row := range scores {
				for column, text := range row {
					if column == "uCode" {
						continue
					}
					score, rank := column, column+"_rank"
					if column == "Index" {
						score, rank = "score", "rank"
					}
					if text == "NA" || ranks[unit][column] == "NA" { // no value in the whole group
						if got[unit][score] != "" || got[unit][rank] != "" {
							t.Errorf("%s %s: score %q rank %q, the reference has none", unit, column, got[unit][score], got[unit][rank])
						}
						continue
					}
					g, err := strconv.ParseFloat(got[unit][score], 64)
					w, _ := strconv.ParseFloat(text, 64)
					if err != nil || math.Abs(g-w) > 1e-9*math.Abs(w) {
						t.Errorf("%s %s: score %q, reference %s", unit, column, got[unit][score], text)
					}
					if got[unit][rank] != ranks[unit][column] {
						t.Errorf("%s %s: rank %q, reference %s", unit, column, got[unit][rank], ranks[unit][column])
					}
				}
			}
		})
	}
}
