package check

import (
	"math"
	"testing"
	"zoneval/pkg/source"

	"zoneval/pkg/diag"
)

func TestNote(t *testing.T) {
	for s, want := range map[string]bool{
		"注：快报数": true, "注": true, "备注": true, "数据来源：年鉴": true, "* preliminary": true, "*": true, "① 不含": true, "[1] see": true, "Note: x": true, "notes": true, "SOURCE 2023": true, "（1）": true,
		"Unit: 100m yuan": true, "source": true,
		"Notebook park": false, "sources_b": false, "unit-7": false, "unit7": false, "Source2": false, "zone": false, "": false, "苏州": false,
	} {
		if note([]byte(s)) != want {
			t.Errorf("note(%q) is %v", s, !want)
		}
	}
}

func TestMergeMark(t *testing.T) {
	for s, want := range map[string]bool{
		"<<<<<<< HEAD": true, "=======": true, ">>>>>>> 4d7a": true, "||||||| base": true, "<<<<<<<": true,
		"<<<<<<": false, "========": false, "<<<<<<<x": false, "======": false, "H001": false,
	} {
		if _, got := source.MergeMark([]byte(s)); got != want {
			t.Errorf("MergeMark(%q) is %v", s, got)
		}
	}
}

// TestInvisible: the first and last of each run of characters that are not seen, and those beside them.
func TestInvisible(t *testing.T) {
	for _, run := range [][2]rune{{0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2069}, {0xfeff, 0xfeff}, {0xad, 0xad}, {0x61c, 0x61c}, {0x180e, 0x180e}, {0xe0000, 0xe007f}} {
		if !invisible(run[0]) || !invisible(run[1]) || invisible(run[0]-1) || invisible(run[1]+1) {
			t.Errorf("U+%04X to U+%04X", run[0], run[1])
		}
	}
	for _, run := range [][2]rune{{0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069}, {0x61c, 0x61c}} {
		if !bidirectional(run[0]) || !bidirectional(run[1]) || bidirectional(run[0]-1) || bidirectional(run[1]+1) {
			t.Errorf("direction of U+%04X to U+%04X", run[0], run[1])
		}
	}
}

// TestPlainText: whatever is wrong with a text must not be taken for plain.
func TestPlainText(t *testing.T) {
	for _, s := range []string{"苏州工业园区", "H001", "Alpha park 2", "a-b_c", ""} {
		if !plainText([]byte(s)) {
			t.Errorf("%q is looked at closely", s)
		}
	}
	for _, s := range []string{"=1+1", "+1", "-x", "@a", "\tx", "＝a", "a<b>", "[a](b)", "![a]", "a/b", `a\b`, "a:b", "a&#60;", "a\x1b", "a\x7f", "a\u200b", "a\ufffd", "锟斤拷", "a烫烫烫", "屯屯屯", "涓浗", "é", "\xff", "𠮷"} {
		if plainText([]byte(s)) {
			t.Errorf("%q is taken for plain", s)
		}
	}
}

func TestSigned(t *testing.T) {
	for s, want := range map[string]bool{
		"-": true, "--": true, "+": true, "-3.5": true, "+86 512 6668": true, "－３．５": true, "-12%": true, "-1,234": true, "-2-3": true, "+86 (512) 6668-0000": true,
		"-2+3": false, "-x": false, "+cmd": false, "=1": false, "@a": false, "＝1": false,
	} {
		if signed(s) != want {
			t.Errorf("signed(%q) is %v", s, !want)
		}
	}
}

func TestInjected(t *testing.T) {
	for s, want := range map[string]*diag.Rule{
		"=1+1": diag.InjectionFormula, "@SUM(A1)": diag.InjectionFormula, " =1+1": diag.InjectionFormula, "　＝1+1": diag.InjectionFormula, "-2+3": diag.InjectionFormula,
		"<b>x": diag.InjectionMarkup, "</p>": diag.InjectionMarkup, "a<!-- x": diag.InjectionMarkup, "<?xml x": diag.InjectionMarkup, "<img src=x onerror=y>": diag.InjectionMarkup, "<script src": diag.InjectionMarkup, "&#60;": diag.InjectionMarkup, "&lt;script": diag.InjectionMarkup,
		"[a](b)": diag.InjectionMarkup, "![a]": diag.InjectionMarkup, "JavaScript:x": diag.InjectionMarkup,
		"../x": diag.InjectionPath, `..\x`: diag.InjectionPath, "/etc/passwd": diag.InjectionPath, "FILE:///x": diag.InjectionPath, `\\host\x`: diag.InjectionPath,
		"": nil, " ": nil, "a < b": nil, "<东湖>": nil, "<name>": nil, "a<b and c>d": nil, "1<2": nil, "a<1": nil, "<": nil, "x<": nil, "R&D": nil, "&amp;": nil, "[a] (b)": nil, "a/b": nil, "etc/passwd": nil, "-": nil, "...": nil, "a=b": nil, "x@y.cn": nil,
	} {
		if rule, what, _ := injected(s); rule != want || (rule != nil) != (what != "") {
			t.Errorf("injected(%q) is %v: %s", s, rule, what)
		}
	}
}

func TestGrouped(t *testing.T) {
	for s, want := range map[string]bool{
		"1": true, "1,234": true, "12,345,678": true, "1,234.5": true, "1,234 ": true,
		"1,23": false, "1,2345": false, "12,34,567": false, "1,234,5": false, "1,": false,
	} {
		if grouped(s, ",") != want {
			t.Errorf("grouped(%q) is %v", s, !want)
		}
	}
}

func TestLimits(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		col  column
		want string
	}{
		{column{min: 0, max: 100}, "0 to 100"}, {column{min: 0, max: inf}, "at least 0"}, {column{min: -inf, max: 9.5}, "at most 9.5"},
		{column{min: 0, max: 1, aboveMin: true, belowMax: true}, "more than 0 to less than 1"}, {column{min: 0, max: inf, aboveMin: true}, "more than 0"},
		{column{min: -inf, max: 1, belowMax: true}, "less than 1"}, {column{min: 0, max: 1e9}, "0 to 1000000000"},
	} {
		if got := limits(&c.col); got != c.want {
			t.Errorf("limits are %q, want %q", got, c.want)
		}
	}
}

// TestUnitMix: which units are a power of ten apart.
func TestUnitMix(t *testing.T) {
	for _, c := range []struct {
		unit  string
		power int
		want  string
	}{
		{"亿元", 4, ", as 万元 for 亿元 would be"}, {"亿元", 8, ", as 元 for 亿元 would be"}, {"亿元", 2, ", as 百万元 for 亿元 would be"}, {"亿元", 5, ", as 千元 for 亿元 would be"},
		{"万亿元", 4, ", as 亿元 for 万亿元 would be"}, {"万元", 4, ", as 元 for 万元 would be"}, {"万元", 1, ", as 千元 for 万元 would be"}, {"百万美元", 6, ", as 美元 for 百万美元 would be"},
		{"亿元", 3, ""}, {"千人", 3, ""}, {"元", 4, ""}, {"家", 4, ""}, {"", 4, ""},
	} {
		if got := unitMix(&column{unit: c.unit}, c.power); got != c.want {
			t.Errorf("%s, ten to the %d: %q, want %q", c.unit, c.power, got, c.want)
		}
	}
}

// TestSlip: how far a heading may be from the one that is meant.
func TestSlip(t *testing.T) {
	for _, c := range []struct {
		heading, name string
		want          bool
	}{
		{"frims", "firms", true}, {"firm", "firms", true}, {"revenu", "revenue", true}, {"rvenu", "revenue", false}, {"绿化复盖率", "绿化覆盖率", true}, {"园区码", "园区号", true}, {"城市", "省市", false},
		{"gdb", "gdp", false}, {"rd", "r_d", false}, {"energy_intensiti_", "energy_intensity", true},
	} {
		if slip(c.heading, c.name) != c.want {
			t.Errorf("slip(%q, %q) is %v", c.heading, c.name, !c.want)
		}
	}
}

func TestTenTo(t *testing.T) {
	for power, want := range map[float64]string{4: "10000", -4: "0.0001", 2: "100", 0: "1"} {
		if got := tenTo(power); got != want {
			t.Errorf("ten to the %v is %s", power, got)
		}
	}
}
