package main

import (
	"encoding/csv"
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
