// Command generate writes standing.csv, the wide table of published ranks, from rankings.csv and zones.csv in the
// current folder: one row for each zone that a list of the standing names, one column for each of those lists.
package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
)

// standing names the lists that become columns, in order: those dated 2021 or later. Older ones stay in rankings.csv.
var standing = []string{
	"ccid_2021", "ccid_2022", "ccid_2023",
	"mofcom_2021", "mofcom_2022", "mofcom_2023", "mofcom_2024",
	"torch_2021", "torch_2022", "miit_2024",
	"debon_2021", "enet_2023",
}

// head is what the file says about itself; the number is that of derived ranks.
const head = `# status: published
# title: Published ranks of national industrial zones in China, lists of 2021 to 2024
# title_zh: 全国国家级园区公布排名，2021—2024年各榜单
# source: lists of CCID Consulting, the Ministry of Commerce, the Torch Centre, the Ministry of Industry and Information Technology, Debon/eNet and eNet; the page behind each rank is in rankings.csv
# source_zh: 赛迪顾问、商务部、火炬中心、工业和信息化部、德本咨询/eNet、eNet 等榜单；每个名次的出处见 rankings.csv
# note: Real ranks as their publishers printed them or as the press reported them. Most lists were seen only in part: an empty cell says that no place of the zone was seen, not that it has none. ≤50 says: named within the top 50, place not seen. %d ranks that could only be worked out from a reported change are left out (derived = yes in rankings.csv).
# note_zh: 均为发布机构公布或媒体报道的真实名次。多数榜单只见到一部分：空格表示未见其名次，不表示没有名次。≤50 表示仅注明“前50名”，未见具体名次。另有 %[1]d 个名次只能由报道的升降推算，未列入（rankings.csv 中 derived 为 yes）。
`

// attributes are the columns of zones.csv that the standing repeats.
var attributes = []string{"zone", "name", "name_zh", "type", "province"}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	rankings, err := os.ReadFile("rankings.csv")
	if err != nil {
		return err
	}
	zones, err := os.ReadFile("zones.csv")
	if err != nil {
		return err
	}
	out, err := build(rankings, zones)
	if err != nil {
		return err
	}
	return os.WriteFile("standing.csv", out, 0o644)
}

// build returns the bytes of standing.csv.
func build(rankings, zones []byte) ([]byte, error) {
	ranks, err := records(rankings)
	if err != nil {
		return nil, fmt.Errorf("rankings.csv: %w", err)
	}
	places, err := records(zones)
	if err != nil {
		return nil, fmt.Errorf("zones.csv: %w", err)
	}
	cells := map[string][]string{} // zone -> one cell for each list of the standing
	derived := 0
	for _, r := range ranks {
		j := slices.Index(standing, r["list"])
		if j < 0 {
			continue
		}
		if r["derived"] == "yes" { // nobody printed it
			derived++
			continue
		}
		row := cells[r["zone"]]
		if row == nil {
			row = make([]string, len(standing))
			cells[r["zone"]] = row
		}
		if row[j] != "" {
			return nil, fmt.Errorf("rankings.csv: %s stands twice in %s", r["zone"], r["list"])
		}
		row[j] = cell(r)
	}
	slices.SortFunc(places, func(a, b map[string]string) int { return cmp.Compare(a["zone"], b["zone"]) })
	out := new(bytes.Buffer)
	fmt.Fprintf(out, head, derived)
	w := csv.NewWriter(out)
	if err := w.Write(slices.Concat(attributes, standing)); err != nil {
		return nil, err
	}
	for _, z := range places {
		row, ok := cells[z["zone"]]
		if !ok {
			continue
		}
		delete(cells, z["zone"])
		var attrs []string
		for _, a := range attributes {
			attrs = append(attrs, z[a])
		}
		if err := w.Write(slices.Concat(attrs, row)); err != nil {
			return nil, err
		}
	}
	for zone := range cells {
		return nil, fmt.Errorf("zones.csv: zone %s of rankings.csv is not there", zone)
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// cell is the printed rank, or the bound as ≤N.
func cell(r map[string]string) string {
	if r["rank"] == "" {
		return "≤" + r["bound"]
	}
	return r["rank"]
}

// records reads a CSV file with a header as one map for each row.
func records(data []byte) ([]map[string]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("no header")
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := make(map[string]string, len(row))
		for i, h := range rows[0] {
			m[h] = row[i]
		}
		out = append(out, m)
	}
	return out, nil
}
