package zone

import "testing"

func TestIsTotal(t *testing.T) {
	for name, want := range map[string]bool{
		"合计": true, "合 计": true, "合计：": true, "全国合计": true, "Total": true, "TOTAL:": true, "grand total": true, "平均值": true, "东部合计": true, "合计（亿元）": true,
		"": false, "H001": false, "Tongling": false, "合肥": false, "全国示范区": false, "total-park": false, "Alliance": false, "总部经济合计园区": false, "小计划高新区": false,
	} {
		if got := IsTotal([]byte(name)); got != want {
			t.Errorf("IsTotal(%q) = %v", name, got)
		}
	}
}
