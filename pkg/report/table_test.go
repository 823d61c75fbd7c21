package report

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestTable(t *testing.T) {
	same(t, text(t, "table", sample(), Options{}), `Zones 2021
All zones

Rank  Zone 园区     Score  Change
---------------------------------
   1  苏州工业园区  78.13      ↑3
   2  Sample, 002    0.00       =
   –  –                 –     new

By type
Type       Zones
----------------
high-tech    169

- The data are made up.
- One zone has no score.

Index: torch-2021
来源:  a.csv
       b.csv
`)
}

func TestTableColour(t *testing.T) {
	got := text(t, "table", sample(), Options{Colour: true})
	for _, want := range []string{"\x1b[1mZones 2021\x1b[0m\nAll", "\n\x1b[1mBy type\x1b[0m\n", "\n\x1b[2mIndex: torch-2021\x1b[0m\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if bare := strings.NewReplacer(bold, "", dim, "", plain, "").Replace(got); bare != text(t, "table", sample(), Options{}) {
		t.Errorf("colour changes the text:\n%s", got)
	}
}

func TestTableLines(t *testing.T) {
	d := sample()
	d.Tables = d.Tables[:1]
	d.Tables[0].Title = "List"
	d.Tables[0].Lines = []string{"1. 苏州工业园区 (江苏)  ", "2. Sample\x1b[31m 002"}
	d.Notes, d.Provenance = nil, nil
	same(t, text(t, "table", d, Options{}), "Zones 2021\nAll zones\n\nList\n1. 苏州工业园区 (江苏)\n2. Sample\\x1b[31m 002\n")
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		want     string
	}{
		{78.126, 2, "78.13"}, {2.675, 2, "2.68"}, // as it reads, though it is stored as slightly less
		{0.125, 2, "0.13"}, {-0.004, 2, "0.00"}, {-0.006, 2, "-0.01"}, {-0.4, 0, "0"}, {1234567.5, 1, "1234567.5"},
		{1e20, 0, "100000000000000000000"}, {-1.5e300, 1, "-1.5e+300"},
	} {
		if got := string(appendRounded(nil, c.x, c.decimals)); got != c.want {
			t.Errorf("%v with %d decimals: got %s, want %s", c.x, c.decimals, got, c.want)
		}
	}
}

// columnsOf counts terminal columns without the library: Chinese and full-width characters take two.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x2e80 && r <= 0x9fff || r >= 0xff01 && r <= 0xff60 {
			n++
		}
		n++
	}
	return n
}

func TestTableAlignsChinese(t *testing.T) {
	for _, rows := range []int{3, layoutRows + 1} {
		d := &Document{Tables: []*Table{{Columns: []*Column{
			{Label: "园区名称"}, {Label: "Nr", Kind: Int}, {Label: "省", Right: true},
		}}}}
		c := d.Tables[0].Columns
		for i := range rows {
			c[0].Texts = append(c[0].Texts, []string{"苏州工业园区（江苏）", "Ａ①αé±", "中关村"}[i%3])
			c[1].Ints = append(c[1].Ints, []int{1, 100, 22222}[i%3])
			c[2].Texts = append(c[2].Texts, []string{"江苏", "x", "内蒙古"}[i%3])
		}
		lines := strings.Split(strings.TrimSuffix(text(t, "table", d, Options{}), "\n"), "\n")
		if len(lines) != rows+2 {
			t.Fatalf("%d lines, want %d", len(lines), rows+2)
		}
		for _, line := range lines { // the last column is aligned right, so every line ends where it ends
			if got := columnsOf(line); got != 20+2+5+2+6 {
				t.Errorf("%d columns in %q", got, line)
			}
		}
	}
}

// drawBoth draws t by one of the two ways.
func drawBoth(t *Table, layout bool) (string, error) {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	columns := t.forPeople()
	g, labels := newGrid(w, columns)
	draw := g.draw
	if layout {
		draw = g.layout
	}
	err := draw(labels, columns, t.Rows())
	w.Flush()
	return b.String(), err
}

// Short tables and long ones are drawn in two ways, which must not differ.
func TestGridIsTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t, "t")
		if len(table.forPeople()) == 0 {
			t.Skip("no column")
		}
		long, err := drawBoth(table, false)
		if err != nil {
			t.Fatal(err)
		}
		short, err := drawBoth(table, true)
		if err != nil {
			t.Fatal(err)
		}
		if long != short {
			t.Fatalf("drawn %q\nlaid out %q", long, short)
		}
	})
}

func TestTableLinesAreClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, line := range strings.Split(text(t, "table", anyDocument().Draw(t, "d"), Options{}), "\n") {
			if strings.TrimRightFunc(line, unicode.IsSpace) != line {
				t.Fatalf("blank at the end of %q", line)
			}
			for _, r := range line {
				if unicode.IsControl(r) {
					t.Fatalf("control character in %q", line)
				}
			}
		}
	})
}

// The library counts some characters as two columns wide where the environment looks Chinese; a table must not.
func TestTableIsTheSameInEveryEnvironment(t *testing.T) {
	short, long := sample(), ranking(layoutRows+1)
	short.Tables[0].Columns[1].Texts = []string{"① α ± — 苏州", "──", "…"}
	copy(long.Tables[0].Columns[1].Texts, short.Tables[0].Columns[1].Texts)
	got := text(t, "table", long, Options{}) + text(t, "table", short, Options{}) // the short one sets the library's options
	if os.Getenv("REPORT_TABLE_CHILD") != "" {
		os.Stdout.WriteString(got)
		os.Exit(0)
	}
	for _, env := range [][]string{
		{"LC_ALL=C", "TERM=dumb"},
		{"LC_ALL=zh_CN.UTF-8", "TERM=dumb"},
		{"LC_ALL=zh_CN.UTF-8", "LANG=zh_CN.UTF-8", "RUNEWIDTH_EASTASIAN=1", "TERM=linux"},
		{"LC_ALL=ja_JP.UTF-8", "RUNEWIDTH_EASTASIAN=1", "TERM=xterm-256color", "TERM_PROGRAM=vscode"},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestTableIsTheSameInEveryEnvironment$")
		cmd.Env = append(env, "REPORT_TABLE_CHILD=1")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		same(t, string(out), got)
	}
}
