package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// seed decides every figure of the dataset.
const seed = 20210422

const firstYear, years = 2020, 2

// inventedCity stands for every zone's city, so that no real city carries an invented figure.
const inventedCity = "样本市"

// head opens the data file: lines of the form `# key: value`, which readers show beside the data.
const head = `# status: synthetic
# title: Example dataset: 169 high-tech and 60 econ zones that do not exist, 2020 and 2021
# title_zh: 示例数据集：169个高新区和60个经开区（均为虚构），2020年和2021年
# source: invented by the program in data/generate with seed %d; no statistics
# source_zh: 由 data/generate 程序以种子 %[1]d 生成，并非统计数据
# note: Every figure in this file is invented. Only the magnitudes and the shares of the provinces follow published totals. Do not quote it as data about any zone.
# note_zh: 本文件所有数值均为虚构，仅量级和各省占比参照已公布的总量，不得作为任何园区的数据引用。
`

// generate returns the whole data file. The draws come from one generator in a fixed order: first the factors of all
// zones, then, zone by zone, the standing deviations and the yearly values.
func generate() ([]byte, error) {
	columns, err := parseColumns(columnsText)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, head, seed)
	out.WriteString("zone,name,name_zh,type,province,city,region,year")
	for _, c := range columns {
		out.WriteString("," + c.id)
	}
	out.WriteByte('\n')

	r := rand.New(rand.NewPCG(seed, 0))
	own := make([]float64, len(columns))
	for _, z := range makeZones(r) {
		for i := range own {
			own[i] = r.NormFloat64()
		}
		for year := range years {
			row := []string{z.id, z.name, z.nameZh, z.kind, z.province, inventedCity, z.region.name,
				strconv.Itoa(firstYear + year)}
			for i, c := range columns {
				v, err := c.value(&z, year, own[i], r)
				if err != nil {
					return nil, err
				}
				row = append(row, strconv.FormatFloat(v, 'f', c.decimals, 64))
			}
			out.WriteString(strings.Join(row, ",") + "\n")
		}
	}
	return out.Bytes(), nil
}
