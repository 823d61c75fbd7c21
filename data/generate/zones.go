package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

// The zone types, as the data file writes them.
const (
	hightech = "high-tech"
	econ     = "econ"
)

// How many zones of each type there are: 169 national high-tech zones were evaluated in 2021; the 60 econ zones are a
// sample.
const (
	hightechZones = 169
	econZones     = 60
)

// region is one of the four regions of China's official statistics, with what its zones' factors differ by on average:
// the coast is larger, more innovative and above all more open. A plausible guess.
type region struct {
	name  string
	shift [factors]float64
}

var (
	east      = &region{"东部", [factors]float64{size: 0.35, innovation: 0.20, openness: 0.80, care: 0.15}}
	centre    = &region{"中部", [factors]float64{innovation: 0.05, openness: -0.25, pace: 0.15}}
	west      = &region{"西部", [factors]float64{size: -0.20, innovation: -0.10, openness: -0.50, greenness: -0.10}}
	northeast = &region{"东北", [factors]float64{size: -0.30, innovation: -0.05, openness: -0.20, pace: -0.40}}
)

// provinces lists the provinces in the official order with the number of national high-tech zones and national econ
// zones in each. The counts were taken from two public lists of names, one of 175 high-tech zones (after Wikipedia,
// 2024) and one of 232 econ zones, and are used for their proportions only.
var provinces = []struct {
	name           string
	region         *region
	hightech, econ int
}{
	{"北京", east, 1, 1}, {"天津", east, 1, 6}, {"河北", east, 6, 7}, {"山西", centre, 2, 4}, {"内蒙古", west, 3, 3},
	{"辽宁", northeast, 8, 10}, {"吉林", northeast, 5, 5}, {"黑龙江", northeast, 3, 7},
	{"上海", east, 2, 6}, {"江苏", east, 18, 27}, {"浙江", east, 8, 22}, {"安徽", centre, 7, 13},
	{"福建", east, 7, 10}, {"江西", centre, 9, 11}, {"山东", east, 13, 16},
	{"河南", centre, 8, 9}, {"湖北", centre, 12, 9}, {"湖南", centre, 8, 10},
	{"广东", east, 14, 8}, {"广西", west, 4, 5}, {"海南", east, 1, 1},
	{"重庆", west, 4, 4}, {"四川", west, 8, 10}, {"贵州", west, 3, 2}, {"云南", west, 3, 4}, {"西藏", west, 1, 1},
	{"陕西", west, 7, 5}, {"甘肃", west, 2, 4}, {"青海", west, 1, 2}, {"宁夏", west, 2, 1}, {"新疆", west, 4, 9},
}

// zone is one invented zone with its factors, each roughly standard normal.
type zone struct {
	id, name, nameZh string
	kind, province   string
	region           *region
	factor           [factors]float64
}

// apportion shares total out in proportion to the counts: each gets the whole part of its quota, and the largest
// remainders get one more, the earlier one where two are equal.
func apportion(total int, counts []int) []int {
	sum := 0
	for _, c := range counts {
		sum += c
	}
	out, order, left := make([]int, len(counts)), make([]int, len(counts)), total
	for i, c := range counts {
		out[i], order[i] = total*c/sum, i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(total*counts[b]%sum, total*counts[a]%sum) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

// makeZones lays out all zones, the high-tech ones first, province by province, and draws their factors.
func makeZones(r *rand.Rand) []zone {
	high, econs := make([]int, len(provinces)), make([]int, len(provinces))
	for i, p := range provinces {
		high[i], econs[i] = p.hightech, p.econ
	}
	zones := make([]zone, 0, hightechZones+econZones)
	add := func(kind, idPrefix, suffixZh string, counts []int) {
		n := 0
		for i, p := range provinces {
			for range counts[i] {
				n++
				zones = append(zones, zone{
					id:       fmt.Sprintf("%s%03d", idPrefix, n),
					name:     fmt.Sprintf("Sample %03d %s zone", n, kind),
					nameZh:   fmt.Sprintf("样本%03d%s", n, suffixZh),
					kind:     kind,
					province: p.name,
					region:   p.region,
					factor:   drawFactors(p.region, r),
				})
			}
		}
	}
	add(hightech, "HT", "高新区", apportion(hightechZones, high))
	add(econ, "ET", "经开区", apportion(econZones, econs))
	return zones
}

// drawFactors draws a zone's factors. Large zones tend to be innovative and open, innovative ones clean and well run.
// One standard deviation of size is a factor of 3.6 in revenue: 97 of the 169 high-tech zones had revenue over 100
// billion yuan in 2021 and the mean was 293 billion, which a lognormal distribution meets with a spread of 1.29.
func drawFactors(in *region, r *rand.Rand) [factors]float64 {
	var f [factors]float64
	draw := func() float64 { return min(max(r.NormFloat64(), -2.5), 2.5) }
	f[size] = draw()
	f[innovation] = 0.5*f[size] + 0.87*draw()
	f[openness] = 0.35*f[size] + 0.2*f[innovation] + 0.9*draw()
	f[greenness] = 0.3*f[innovation] + 0.95*draw()
	f[pace] = draw()
	f[care] = 0.3*f[innovation] + 0.95*draw()
	for i := range f {
		f[i] += in.shift[i]
	}
	return f
}
