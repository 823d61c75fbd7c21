package zone

import "strings"

// Place names and zone types in both languages, for display and for selections. A data file may write a province as
// 江苏, 江苏省 or Jiangsu; a text that is none of these is kept as it is.

// Name is a name in two languages with every form in which data files write it.
type Name struct {
	Key   string // stable: "jiangsu", "high-tech"
	En    string
	Zh    string
	Other []string // further forms, compared without regard to case
}

// provinces are the province-level divisions of China, in the order of the administrative code (GB/T 2260).
var provinces = []Name{
	{"beijing", "Beijing", "北京", []string{"北京市"}},
	{"tianjin", "Tianjin", "天津", []string{"天津市"}},
	{"hebei", "Hebei", "河北", []string{"河北省"}},
	{"shanxi", "Shanxi", "山西", []string{"山西省"}},
	{"inner-mongolia", "Inner Mongolia", "内蒙古", []string{"内蒙古自治区", "Nei Mongol"}},
	{"liaoning", "Liaoning", "辽宁", []string{"辽宁省"}},
	{"jilin", "Jilin", "吉林", []string{"吉林省"}},
	{"heilongjiang", "Heilongjiang", "黑龙江", []string{"黑龙江省"}},
	{"shanghai", "Shanghai", "上海", []string{"上海市"}},
	{"jiangsu", "Jiangsu", "江苏", []string{"江苏省"}},
	{"zhejiang", "Zhejiang", "浙江", []string{"浙江省"}},
	{"anhui", "Anhui", "安徽", []string{"安徽省"}},
	{"fujian", "Fujian", "福建", []string{"福建省"}},
	{"jiangxi", "Jiangxi", "江西", []string{"江西省"}},
	{"shandong", "Shandong", "山东", []string{"山东省"}},
	{"henan", "Henan", "河南", []string{"河南省"}},
	{"hubei", "Hubei", "湖北", []string{"湖北省"}},
	{"hunan", "Hunan", "湖南", []string{"湖南省"}},
	{"guangdong", "Guangdong", "广东", []string{"广东省"}},
	{"guangxi", "Guangxi", "广西", []string{"广西壮族自治区"}},
	{"hainan", "Hainan", "海南", []string{"海南省"}},
	{"chongqing", "Chongqing", "重庆", []string{"重庆市"}},
	{"sichuan", "Sichuan", "四川", []string{"四川省"}},
	{"guizhou", "Guizhou", "贵州", []string{"贵州省"}},
	{"yunnan", "Yunnan", "云南", []string{"云南省"}},
	{"tibet", "Tibet", "西藏", []string{"西藏自治区", "Xizang"}},
	{"shaanxi", "Shaanxi", "陕西", []string{"陕西省"}},
	{"gansu", "Gansu", "甘肃", []string{"甘肃省"}},
	{"qinghai", "Qinghai", "青海", []string{"青海省"}},
	{"ningxia", "Ningxia", "宁夏", []string{"宁夏回族自治区"}},
	{"xinjiang", "Xinjiang", "新疆", []string{"新疆维吾尔自治区", "新疆生产建设兵团", "新疆兵团"}},
	{"taiwan", "Taiwan", "台湾", []string{"台湾省"}},
	{"hong-kong", "Hong Kong", "香港", []string{"香港特别行政区"}},
	{"macao", "Macao", "澳门", []string{"澳门特别行政区", "Macau"}},
}

// types are the two kinds of national zone.
var types = []Name{
	{"high-tech", "High-tech", "国家级高新区", []string{"高新区", "hitech", "high tech", "国家高新区", "国家高新技术产业开发区", "高新技术产业开发区"}},
	{"econ", "Econ", "国家级经开区", []string{"经开区", "economic", "国家经开区", "国家级经济技术开发区", "经济技术开发区"}},
}

// ProvinceNames lists the names of the provinces in both languages.
func ProvinceNames() []string { return namesOf(provinces) }

// TypeNames lists the names of the zone types in both languages.
func TypeNames() []string { return namesOf(types) }

func namesOf(list []Name) []string {
	var out []string
	for _, n := range list {
		out = append(out, n.En, n.Zh)
	}
	return out
}

// Province looks a province up by any of its forms.
func Province(s string) (Name, bool) { return lookup(provinces, s) }

// TypeOf looks a zone type up by any of its forms.
func TypeOf(s string) (Name, bool) { return lookup(types, s) }

func lookup(list []Name, s string) (Name, bool) {
	s = strings.TrimSpace(s)
	if i := len(s) - len(" province"); i > 0 && strings.EqualFold(s[i:], " province") {
		s = s[:i]
	}
	for _, n := range list {
		if s == n.Zh || strings.EqualFold(s, n.En) || strings.EqualFold(s, n.Key) {
			return n, true
		}
		for _, o := range n.Other {
			if strings.EqualFold(s, o) {
				return n, true
			}
		}
	}
	return Name{}, false
}

// Key is the stable key of a text by a lookup, or the text itself.
func Key(look func(string) (Name, bool), s string) string {
	if n, ok := look(s); ok {
		return n.Key
	}
	return s
}
