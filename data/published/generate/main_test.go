package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// file reads a file below the repository root.
func file(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", path))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// table reads a CSV file of data/published.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	rows, err := records(file(t, "data/published/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestStandingIsCurrent(t *testing.T) {
	got, err := build(file(t, "data/published/rankings.csv"), file(t, "data/published/zones.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, file(t, "data/published/standing.csv")) {
		t.Error("standing.csv is not what the generator writes; run: go generate ./data/published")
	}
}

func TestBuildRefuses(t *testing.T) {
	const ranks = "list,zone,rank,bound,derived\n"
	for _, c := range []struct{ name, rankings, zones, want string }{
		{"twice", ranks + "ccid_2021,a,1,,no\nccid_2021,a,2,,no\n", "zone\na\n", "a stands twice in ccid_2021"},
		{"nothing printed", ranks + "ccid_2021,a,1,,no\nccid_2021,b,2,,yes\n", "zone,name,name_zh,type,province\nb,B,B,econ,江苏\n", "zone a of rankings.csv is not there"},
		{"unknown zone", ranks + "ccid_2021,a,1,,no\n", "zone\nb\n", "zone a of rankings.csv is not there"},
		{"empty", "", "zone\nb\n", "no header"},
	} {
		_, err := build([]byte(c.rankings), []byte(c.zones))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want %q", c.name, err, c.want)
		}
	}
}

// TestZones: every name and alias means one zone, every zone has a rank and every rank a zone that knows its name.
func TestZones(t *testing.T) {
	owner := map[string]string{} // name or alias -> zone
	ranked := map[string]bool{}
	zones := table(t, "zones.csv")
	for _, z := range zones {
		id := z["zone"]
		for _, k := range attributes {
			if z[k] == "" {
				t.Errorf("%s: no %s", id, k)
			}
		}
		if z["type"] != "high-tech" && z["type"] != "econ" {
			t.Errorf("%s: type %q", id, z["type"])
		}
		names := []string{z["name"], z["name_zh"]}
		if z["aliases"] != "" {
			names = append(names, strings.Split(z["aliases"], ";")...)
		}
		for _, n := range names {
			if owner[n] != "" {
				t.Errorf("%q is a name of %s and of %s", n, owner[n], id)
			}
			owner[n] = id
		}
	}
	for _, r := range table(t, "rankings.csv") {
		ranked[r["zone"]] = true
		if owner[r["printed_name"]] != r["zone"] {
			t.Errorf("%s: %s is printed %q, which is a name of %q", r["list"], r["zone"], r["printed_name"], owner[r["printed_name"]])
		}
	}
	for _, z := range zones {
		if !ranked[z["zone"]] {
			t.Errorf("%s has no rank", z["zone"])
		}
	}
	if len(ranked) != len(zones) {
		t.Errorf("%d zones are ranked, %d are in zones.csv", len(ranked), len(zones))
	}
}

// TestRanks: a row has a rank or a bound inside its list, and no two rows of a list share a rank or a zone.
// No source prints two zones at one rank; should one do so, name the pair here.
func TestRanks(t *testing.T) {
	seen := map[[3]string]string{}
	for i, r := range table(t, "rankings.csv") {
		where := fmt.Sprintf("rankings.csv row %d, %s %s", i+2, r["list"], r["zone"])
		if (r["rank"] == "") == (r["bound"] == "") {
			t.Errorf("%s: rank %q and bound %q, one must be given", where, r["rank"], r["bound"])
			continue
		}
		n, err := strconv.Atoi(r["rank"] + r["bound"])
		length, err2 := strconv.Atoi(r["list_length"])
		if err != nil || err2 != nil || n < 1 || n > length {
			t.Errorf("%s: rank %q, bound %q of %q", where, r["rank"], r["bound"], r["list_length"])
		}
		for _, k := range []string{"publisher", "year", "source"} {
			if r[k] == "" {
				t.Errorf("%s: no %s", where, k)
			}
		}
		if !strings.HasSuffix(r["list"], "_"+r["year"]) {
			t.Errorf("%s: the year is %s", where, r["year"])
		}
		if (r["derived"] == "yes") != strings.HasPrefix(r["note"], "derived from") {
			t.Errorf("%s: derived is %s, the note says %q", where, r["derived"], r["note"])
		}
		keys := [][3]string{{r["list"], "zone", r["zone"]}, {r["list"], "rank", r["rank"]}}
		if r["rank"] == "" {
			keys = keys[:1]
		}
		for _, k := range keys {
			if seen[k] != "" {
				t.Errorf("%s: the same %s as %s", where, k[1], seen[k])
			}
			seen[k] = where
		}
	}
}

// TestCounts: README.md and the index over the standing state the lists as they are.
func TestCounts(t *testing.T) {
	count, length := map[string]int{}, map[string]string{}
	for _, r := range table(t, "rankings.csv") {
		if l := length[r["list"]]; l != "" && l != r["list_length"] {
			t.Errorf("%s has the lengths %s and %s", r["list"], l, r["list_length"])
		}
		count[r["list"]]++
		length[r["list"]] = r["list_length"]
	}
	readme := string(file(t, "data/published/README.md"))
	for l, n := range count {
		if want := fmt.Sprintf("| `%s` | %d of %s |", l, n, length[l]); !strings.Contains(readme, want) {
			t.Errorf("README.md has no row %s", want)
		}
	}
	index := string(file(t, "indicators/published-standing.yaml"))
	parts := strings.Split(index, "- id: ")
	var found []string
	for _, part := range parts[1:] {
		id, body, _ := strings.Cut(part, "\n")
		if !strings.Contains(body, "direction: lower") {
			continue // a dimension
		}
		found = append(found, id)
		for _, want := range []string{
			"\n        max: " + length[id] + "\n",
			"\n        normalise: {goalposts: {low: 0, high: " + length[id] + "}}\n",
			fmt.Sprintf("%d of %s", count[id], length[id]),
		} {
			if !strings.Contains(body, want) {
				t.Errorf("published-standing.yaml, %s: no %q", id, strings.TrimSpace(want))
			}
		}
	}
	if !slices.Equal(found, standing) {
		t.Errorf("published-standing.yaml has the lists %v, standing.csv %v", found, standing)
	}
}

// TestAgainstSources compares every row, both ways, with the files the ranks were gathered in.
func TestAgainstSources(t *testing.T) {
	dir := os.Getenv("ZONEVAL_TORCH")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "torch")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no gathered source files at " + dir + "; set ZONEVAL_TORCH")
	}
	src := func(name string) []map[string]string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		read := csv.NewReader(bytes.NewReader(b))
		read.FieldsPerRecord = -1 // the list of high-tech zones has a bare comma in its last column
		rows, err := read.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var out []map[string]string
		for _, row := range rows[1:] {
			m := map[string]string{}
			for i, h := range rows[0] {
				m[h] = row[i]
			}
			out = append(out, m)
		}
		return out
	}
	var want, left []string
	add := func(list, length string, r map[string]string, prefix, extra string) {
		note := r["note"]
		if extra != "" {
			note = strings.TrimSuffix(prefix+extra+"; "+note, "; ")
		}
		want = append(want, strings.Join([]string{list, r["rank"], r["zone"], length, note, r["source"]}, " | "))
	}
	for _, r := range src("ccid_top100_partial.csv") {
		add("ccid_"+r["year"], "100", r, "", "")
	}
	for _, r := range src("mofcom_econ_zone_rank.csv") {
		switch {
		case r["dimension"] == "投资环境综合评价 overall":
			left = append(left, "investment environment 2010")
		case r["dimension"] != "overall":
		case r["zone"] == "":
			left = append(left, "no zone")
		default:
			add("mofcom_"+r["year"], r["zones_ranked"], r, "previous rank ", r["previous_rank"])
		}
	}
	for _, r := range src("zone_ranks.csv") {
		list := "torch_"
		if strings.HasPrefix(r["evaluation"], "MIIT") {
			list = "miit_"
		}
		switch {
		case r["dimension"] != "overall":
		case r["year"] == "":
			left = append(left, "no year")
		case r["zones_ranked"] == "":
			left = append(left, "no length")
		default:
			add(list+r["year"], r["zones_ranked"], r, "previous rank ", r["previous_rank"])
		}
	}
	other := map[string][2]string{
		"Debon/eNet 高新区创新能力 2021":    {"debon_2021", "31"},
		"eNet 产业园区 2023":             {"enet_2023", "46"},
		"Tongji 中国产业园区持续发展100强 2013": {"tongji_2013", "100"},
		"CCID 先进制造业百强园区 2020":        {"ccid_manufacturing_2020", "100"},
	}
	for _, r := range src("other_rankings.csv") {
		if l, ok := other[r["ranking"]]; ok {
			add(l[0], l[1], r, "score ", r["score"])
		} else {
			left = append(left, strings.Fields(r["ranking"])[0])
		}
	}
	var got []string
	for _, r := range table(t, "rankings.csv") {
		got = append(got, strings.Join([]string{r["list"], cell(r), r["printed_name"], r["list_length"], r["note"], r["source"]}, " | "))
	}
	slices.Sort(want)
	slices.Sort(got)
	for _, r := range got {
		if _, ok := slices.BinarySearch(want, r); !ok {
			t.Errorf("not in the sources: %s", r)
		}
	}
	for _, r := range want {
		if _, ok := slices.BinarySearch(got, r); !ok {
			t.Errorf("not in rankings.csv: %s", r)
		}
	}
	count := map[string]int{}
	for _, l := range left {
		count[l]++
	}
	stated := map[string]int{"investment environment 2010": 10, "no zone": 3, "no year": 5, "no length": 5, "Hunan": 6}
	for k, n := range stated { // the counts that README.md gives
		if count[k] != n {
			t.Errorf("left out, %s: %d rows, README.md says %d", k, count[k], n)
		}
	}
	if len(count) != len(stated) {
		t.Errorf("left out %v, README.md says %v", count, stated)
	}

	lists := map[string]map[string]string{"high-tech": {}, "econ": {}}
	for name, kind := range map[string]string{"zones_hitech.csv": "high-tech", "zones_econ.csv": "econ"} {
		for _, r := range src(name) {
			lists[kind][r["name"]] = r["province"]
		}
	}
	for _, z := range table(t, "zones.csv") {
		if p := lists[z["type"]][z["name_zh"]]; p != z["province"] {
			t.Errorf("zones.csv: %s (%s) is in %q, the source list says %q", z["zone"], z["type"], z["province"], p)
		}
	}
}
