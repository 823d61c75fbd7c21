package report

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMarkdown(t *testing.T) {
	same(t, text(t, "markdown", sample(), Options{}), `# Zones 2021

All zones

| Rank | Zone 园区 | Score | Change |
| ---: | --- | ---: | ---: |
| 1 | 苏州工业园区 | 78.13 | ↑3 |
| 2 | Sample, 002 | 0.00 | = |
| – | – | – | new |

## By type

| Type | Zones |
| --- | ---: |
| high-tech | 169 |

- The data are made up.
- One zone has no score.

---

- Index: torch-2021
- 来源:
  - a.csv
  - b.csv
`)
}

func TestMarkdownLines(t *testing.T) {
	d := &Document{Tables: []*Table{{Lines: []string{"1. Suzhou (Jiangsu)", "1. Wuxi_x"}}}, Notes: []Note{{"n", "Ties."}}}
	same(t, text(t, "markdown", d, Options{}), "* 1\\. Suzhou (Jiangsu)\n* 1\\. Wuxi\\_x\n\n- Ties.\n")
}

func TestMarkdownEscapes(t *testing.T) {
	for in, want := range map[string]string{
		"high-tech (A/B) 1.5": "high-tech (A/B) 1.5", "a|b": `a\|b`, `a\|b`: `a\\\|b`, "`x`": "\\`x\\`", "*a* _b_": `\*a\* \_b\_`,
		"<b>": `\<b\>`, "[a](b)": `\[a\](b)`, "![a](b)": `!\[a\](b)`, "&lt;": `\&lt;`, "# a": `\# a`, "~~a~~": `\~\~a\~\~`, "$x$": `\$x\$`,
		"http://a.b": `http\://a.b`, "WWW.a.b": `WWW\.a.b`, "a@b.cn": "a@<!-- -->b.cn", "a: b": "a: b", "a\nb": `a\\nb`, "a\x1b": `a\\x1b`,
		"- a": `\- a`, "+ a": `\+ a`, "---": `\---`, "===": `\===`, "4. a": `4\. a`, "12) a": `12\) a`, "2021": "2021", "1.5": `1\.5`,
		"> a": `\> a`, "    a": "a", "a # #": `a \# \#`, "": "",
	} {
		if got := mdText(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

var (
	escaped = regexp.MustCompile(`\\[[:punct:]]`)
	comment = regexp.MustCompile(`@<!-- -->`)
	active  = regexp.MustCompile("[|`*_<>\\[\\]&#~$]|://|(?i:www)\\.|@")
)

// No cell can end early or become anything but text: after taking out the escapes nothing that Markdown acts on is left.
func TestMarkdownCellsStayText(t *testing.T) {
	hostile := rapid.OneOf(nasty(), rapid.SampledFrom([]string{"| --- |", "\\|", "\\\\|x", "<script>", "[a](javascript:x)",
		"http://x", "www.x.com", "a@b.c", "&#124;", "`|`", "\n# x", "\n\n<b>", "![](x)", "<!-- -->", "https\\://x", "www\\.x"}))
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(hostile, 1, 3).Draw(t, "names")
		d := &Document{Tables: []*Table{{Columns: []*Column{{Label: names[0], Texts: names}, {Label: "n", Texts: names}}}}}
		lines := strings.Split(strings.TrimSuffix(text(t, "markdown", d, Options{}), "\n"), "\n")
		if len(lines) != len(names)+2 {
			t.Fatalf("%d lines for %d rows", len(lines), len(names))
		}
		for i, line := range lines {
			bare := comment.ReplaceAllString(escaped.ReplaceAllString(line, "x"), "")
			if strings.Count(bare, "|") != 3 {
				t.Fatalf("not two cells: %s", line)
			}
			if i != 1 && active.MatchString(strings.ReplaceAll(bare, "|", "")) {
				t.Fatalf("not only text: %s", line)
			}
		}
	})
}
