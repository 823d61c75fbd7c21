package report

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestJSON(t *testing.T) {
	same(t, text(t, "json", sample(), Options{}), `{
  "kind": "ranking",
  "title": "Zones 2021",
  "subtitle": "All zones",
  "tables": [{
    "id": "ranking",
    "columns": [
      {"key": "rank", "label": "Rank", "type": "integer"},
      {"key": "name", "label": "Zone 园区", "type": "string"},
      {"key": "zone", "label": "ID", "type": "string"},
      {"key": "score", "label": "Score", "type": "number"},
      {"key": "change", "label": "Change", "type": "integer"}
    ],
    "rows": [
      {"rank": 1, "name": "苏州工业园区", "zone": "suzhou", "score": 78.126, "change": 3},
      {"rank": 2, "name": "Sample, 002", "zone": "=s2", "score": -0.001, "change": 0},
      {"rank": null, "name": null, "zone": "-1.5", "score": null, "change": null}
    ]
  }, {
    "id": "by_type",
    "title": "By type",
    "columns": [
      {"key": "type", "label": "Type", "type": "string"},
      {"key": "n", "label": "Zones", "type": "integer"}
    ],
    "rows": [
      {"type": "high-tech", "n": 169}
    ]
  }],
  "notes": [
    {"key": "synthetic", "text": "The data are made up."},
    {"key": "missing", "text": "One zone has no score."}
  ],
  "provenance": {
    "index": "torch-2021",
    "sources": ["a.csv", "b.csv"],
    "data_sha256": "00ff"
  }
}
`)
}

func TestJSONText(t *testing.T) {
	for in, want := range map[string]string{
		"a\"b\\c": `"a\"b\\c"`, "<a & b>": `"<a & b>"`, "苏州é😀": `"苏州é😀"`, "a\n\t\r": `"a\n\t\u000d"`,
		"\x00\x1b\x7f": `"\u0000\u001b\u007f"`, "\u0085\u009b": `"\u0085\u009b"`, "\u2028\u2029": `"\u2028\u2029"`,
		"\u202e\u2066\u200b\ufeff\u061c": `"\u202e\u2066\u200b\ufeff\u061c"`,
		"\U000e0041":                     `"\udb40\udc41"`, "a\xffb": `"a\ufffdb"`, "\xe8\x8b": `"\ufffd\ufffd"`,
	} {
		if got := string(appendQuoted(nil, in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := nasty().Draw(t, "s")
		var back string
		if err := json.Unmarshal(appendQuoted(nil, s), &back); err != nil || back != strings.ToValidUTF8(s, "�") && utf8.ValidString(s) {
			t.Fatalf("%q reads back as %q, %v", s, back, err)
		}
	})
}

func TestJSONIsAlwaysValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDocument().Draw(t, "d")
		out := text(t, "json", d, Options{})
		var got struct {
			Tables []struct {
				Columns []map[string]string
				Rows    []map[string]any
			}
			Notes      []Note
			Provenance map[string]any
		}
		if !utf8.ValidString(out) {
			t.Fatalf("not UTF-8: %q", out)
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if len(got.Tables) != len(d.Tables) || len(got.Notes) != len(d.Notes) || len(got.Provenance) != len(d.Provenance) {
			t.Fatalf("parts are missing in %s", out)
		}
		for i, table := range d.Tables {
			columns, _ := table.forPrograms()
			if len(got.Tables[i].Columns) != len(columns) || len(got.Tables[i].Rows) != table.Rows() {
				t.Fatalf("table %d has %d columns and %d rows", i, len(got.Tables[i].Columns), len(got.Tables[i].Rows))
			}
			for n, row := range got.Tables[i].Rows {
				for j, c := range columns {
					key := got.Tables[i].Columns[j]["key"]
					if v, ok := row[key]; !ok || (v == nil) != c.missing(n) {
						t.Fatalf("row %d, key %q is %v, %v", n, key, v, ok)
					}
				}
			}
		}
	})
}
