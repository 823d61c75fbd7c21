package check

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// oddRow reports a row that is no zone: one of another width, a total, a note, units below the header, the header
// again, marks of a merge conflict. It says whether the row is one, so that nothing else is said of it.
func (rr *rowReader) oddRow() bool {
	r, p := rr.r, rr.p
	first := trim(r.Field(0))
	if mark, ok := source.MergeMark(first); ok {
		rr.pt.lost++
		// One finding for the conflict, and none for the rows of the other side: they are the same zones again.
		if inside, _ := rr.in.InConflict(r.Line); mark == '<' || !inside {
			rr.odd(diag.StructureMerge, first, "is a mark of a merge conflict that git left in the file", "settle the conflict and take the marks out")
		}
		return true
	}
	if len(rr.in.Conflicts) > 0 {
		if _, theirs := rr.in.InConflict(r.Line); theirs {
			return true
		}
	}
	if r.Len() != p.width {
		rr.ragged(first)
		return true
	}
	if (p.zone >= 0 || p.asked()) && rr.isTotal(first) {
		return true
	}
	if rr.record == 0 && (rr.isUnits() || rr.isOtherHeader()) || rr.isHeader(first) {
		return true
	}
	return rr.isNote(first)
}

// odd reports the whole row.
func (rr *rowReader) odd(rule *diag.Rule, text []byte, message, mend string) {
	rr.pt.log.build(rule, 0, func() diag.Finding {
		return diag.Finding{Place: rr.r.Place(-1), Subject: diag.Subject{Value: string(text)}, Message: message, Mend: mend}
	})
}

// ragged reports a row of another width than the header: a note, or cells too many or too few.
func (rr *rowReader) ragged(first []byte) {
	r := rr.r
	filled := 0
	for i := range r.Len() {
		if len(trim(r.Field(i))) > 0 {
			filled++
		}
	}
	if filled <= 2 && note(first) {
		rr.odd(diag.StructureFootnote, first, "is a note or a source, not a zone", "take it out, or start the line with #")
		return
	}
	if filled > 2 && zone.IsTotal(first) {
		rr.odd(diag.StructureTotal, first, "is a total or an average, not a zone", "take the row out")
		return
	}
	rr.pt.lost++
	severity := rr.pt.log.build(diag.StructureRagged, 0, func() diag.Finding {
		s := rr.subject("")
		mend := "look for a cell too many or too few, or a comma in a cell that is not in quotes"
		if at := rr.brokenThousands(); at != "" {
			mend = "the comma in " + at + " may be a thousands mark: write the number without it"
		}
		if r.Len() < rr.p.width && r.Len() == 1 {
			mend = "take the line out, or fill in its cells"
		}
		return diag.Finding{Place: r.Place(-1), Subject: s, Mend: mend,
			Message: fmt.Sprintf("the row has %d cells, the header %d", r.Len(), rr.p.width)}
	})
	rr.pt.tallies[tally{rule: diag.StructureRagged, field: -1, width: r.Len(), severity: severity}]++
}

// brokenThousands finds two neighbours that read as one number with a thousands mark, in a row one cell too long.
func (rr *rowReader) brokenThousands() string {
	r := rr.r
	if r.Len() != rr.p.width+1 || rr.in.Delimiter != ',' {
		return ""
	}
	found := ""
	for i := 0; i+1 < r.Len(); i++ {
		a, b := trim(r.Field(i)), trim(r.Field(i+1))
		whole, _, _ := bytes.Cut(b, []byte("."))
		if len(a) > 0 && len(a) <= 3 && len(whole) == 3 && digits(a) && digits(whole) && a[0] != '0' {
			if found != "" {
				return ""
			}
			found = string(a) + "," + string(b)
		}
	}
	return found
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// isTotal looks for a total among the cells that name the zone.
func (rr *rowReader) isTotal(first []byte) bool {
	p := rr.p
	for _, f := range [4]int{p.zone, p.nameZh, p.name, 0} {
		if f < 0 {
			continue
		}
		cell := first
		if f > 0 {
			cell = trim(rr.r.Field(f))
		}
		if zone.IsTotal(cell) {
			rr.odd(diag.StructureTotal, cell, "is a total or an average, not a zone", "take the row out")
			return true
		}
	}
	return false
}

// noteWords start a note below a table.
var noteWords = []string{"注", "备注", "附注", "说明", "数据来源", "资料来源", "来源", "单位", "填表", "制表", "审核", "统计口径", "数据截至", "截至", "本表", "#",
	"note", "notes", "source", "sources", "data source", "unit", "*", "※", "①", "[1]", "1)", "(1)", "（1）"}

// note says whether a text starts as a note does.
func note(b []byte) bool {
	t := strings.ToLower(strings.TrimSpace(strings.Map(narrow, string(b))))
	for _, w := range noteWords {
		rest, ok := strings.CutPrefix(t, w)
		if !ok {
			continue
		}
		if rest == "" || w[0] >= 0x80 || !(rest[0] >= 'a' && rest[0] <= 'z' || rest[0] >= '0' && rest[0] <= '9' || rest[0] == '-' || rest[0] == '_') {
			return true
		}
	}
	return false
}

// isNote reports a row with a note in its first cell and hardly anything else.
func (rr *rowReader) isNote(first []byte) bool {
	if len(first) == 0 || first[0] < 0x80 && !strings.ContainsRune("nNsSuUdD*[(1#", rune(first[0])) || !note(first) {
		return false
	}
	filled := 0
	for i := range rr.r.Len() {
		if len(trim(rr.r.Field(i))) > 0 {
			filled++
		}
	}
	if filled > 2 || filled*2 > rr.r.Len() {
		return false
	}
	rr.odd(diag.StructureFootnote, first, "is a note or a source, not a zone", "take it out, or start the line with #")
	return true
}

// unitWords are what a row of units consists of.
var unitWords = []string{"%", "％", "‰", "元", "万元", "亿元", "千元", "百万元", "万美元", "亿美元", "美元", "万人", "人", "人次", "万人次", "家", "个", "项", "件", "平方公里",
	"公顷", "亩", "吨", "万吨", "吨标准煤", "万吨标准煤", "吨标准煤/万元", "分", "年", "天", "倍", "位", "次", "-", "—", "/", "usd", "cny", "rmb", "km2", "ha", "persons", "person", "firms", "number", "index", "score", "rank", "percent", "unit", "units", "单位"}

// isUnits reports a first row that gives units, numbers its columns, or explains them.
func (rr *rowReader) isUnits() bool {
	p := rr.p
	if len(p.numbers) < 2 {
		return false
	}
	texts, units, counting := 0, 0, 0
	for i, col := range p.numbers {
		cell := trim(rr.r.Field(col.field))
		if len(cell) == 0 {
			continue
		}
		t := strings.ToLower(string(cell))
		if _, ok := source.ParseNumber(cell); ok {
			if prev := i - 1; prev >= 0 && t == strconv.Itoa(atoi(string(trim(rr.r.Field(p.numbers[prev].field))))+1) {
				counting++
			}
			continue
		}
		texts++
		if slices.Contains(unitWords, strings.Trim(t, "()（）[] ")) || strings.EqualFold(t, strings.TrimSpace(col.unit)) {
			units++
		}
	}
	zone := ""
	if p.zone >= 0 {
		zone = string(trim(rr.r.Field(p.zone)))
	}
	switch {
	case texts >= 2 && units*2 >= texts && texts*2 >= len(p.numbers), zone == "单位" || strings.EqualFold(zone, "unit"):
		rr.odd(diag.StructureUnits, trim(rr.r.Field(0)), "starts a row of units, not a zone", "take the row out; units belong to the index or the contract")
		return true
	case p.asked() && texts == rr.filledNumbers() && texts >= 3 && texts == rr.wordsIn() && texts*5 >= len(p.numbers)*4:
		rr.odd(diag.StructureUnits, trim(rr.r.Field(0)), "starts a row of words below the header, not a zone", "take the row out; names and units belong to the index or the contract")
		return true
	case counting >= 2 && counting == len(p.numbers)-1 && (zone == "甲" || zone == "" || zone == "1" || zone == "(1)"):
		rr.odd(diag.StructureUnits, trim(rr.r.Field(0)), "starts a row that numbers the columns, not a zone", "take the row out")
		return true
	}
	return false
}

// filledNumbers counts the number cells that are not empty.
func (rr *rowReader) filledNumbers() int {
	n := 0
	for _, col := range rr.p.numbers {
		if len(trim(rr.r.Field(col.field))) > 0 {
			n++
		}
	}
	return n
}

// wordsIn counts the number cells that have words without a digit, and no mark for missing.
func (rr *rowReader) wordsIn() int {
	n := 0
	for _, col := range rr.p.numbers {
		cell := trim(rr.r.Field(col.field))
		if len(cell) > 0 && !bytes.ContainsAny(cell, "0123456789") && source.Explain(string(cell)).Rule == diag.TypeNumber {
			n++
		}
	}
	return n
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1 << 40
	}
	return n
}

// isHeader reports a row that has the headings again, as files that were put together have it.
func (rr *rowReader) isHeader(first []byte) bool {
	head := rr.in.Header[0].Text
	if string(first) != head || head == "" {
		return false
	}
	same := 0
	for i, h := range rr.in.Header {
		if string(trim(rr.r.Field(i))) == h.Text {
			same++
		}
	}
	if same*2 <= len(rr.in.Header) {
		return false
	}
	rr.odd(diag.StructureHeader, first, "starts the header again", "take the row out")
	return true
}

// isOtherHeader reports a first row that has the headings in other words: ids above, names in Chinese below.
func (rr *rowReader) isOtherHeader() bool {
	same, filled := 0, 0
	for i, col := range rr.p.columns {
		cell := string(trim(rr.r.Field(i)))
		if cell == "" {
			continue
		}
		filled++
		if col != nil && slices.ContainsFunc(col.names, func(n string) bool { return n != "" && fold(n) == fold(cell) }) {
			same++
		}
	}
	if same < 3 || same*2 <= filled {
		return false
	}
	rr.odd(diag.StructureHeader, trim(rr.r.Field(0)), "starts the header again, in other words", "take the row out")
	return true
}
