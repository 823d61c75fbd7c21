package zone

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// totals are what rows are called that add up or average others.
var totals = []string{"合计", "总计", "小计", "共计", "总和", "全国", "全国合计", "全部", "平均", "均值", "平均值", "中位数", "最大值", "最小值", "标准差",
	"total", "totals", "sum", "subtotal", "grandtotal", "average", "mean", "median", "all", "overall"}

// IsTotal says whether the name of a row is that of a total or an average, not of a zone: 合计, 合 计, 全国合计：, Total:.
func IsTotal(name []byte) bool {
	if len(name) == 0 || len(name) > 40 {
		return false
	}
	if c := name[0] | 0x20; name[0] < 0x80 && (len(name) > 14 || !strings.ContainsRune("tsgamo", rune(c))) {
		return false // nearly all ids end here
	}
	t := strings.ToLower(strings.TrimRight(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, string(name)), ":：()（）.。"))
	if slices.Contains(totals, t) {
		return true
	}
	for _, w := range []string{"合计", "总计", "小计", "平均值"} {
		if rest, ok := strings.CutSuffix(t, w); ok && utf8.RuneCountInString(rest) <= 4 {
			return true
		}
		if rest, ok := strings.CutPrefix(t, w); ok && (strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "（")) {
			return true
		}
	}
	return false
}
