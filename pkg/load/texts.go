package load

import (
	"hash/maphash"
	"sync"

	"zoneval/pkg/source"
	"zoneval/pkg/zone"
)

// texts collects the ids and names of one part in one piece of memory, instead of a small one for each: a million
// rows would mean millions of them.
type texts struct {
	into   [3][]string // the part's rows of ids, English and Chinese names; nil for a column that the file lacks
	fields [3]int
	arena  []byte
	ends   []int32 // where each text ends in the arena, row by row
}

// textsPool keeps what parts have finished with for the next ones.
var textsPool = sync.Pool{New: func() any { return &texts{} }}

func newTexts(l *loader, p source.Part) *texts {
	t := textsPool.Get().(*texts)
	*t = texts{arena: t.arena[:0], ends: t.ends[:0]}
	t.fields = [3]int{l.cols.zone(), l.cols.std(colName), l.cols.std(colNameZh)}
	for i, list := range [3][]string{l.table.IDs, l.table.Names, l.table.NamesZh} {
		if list != nil {
			t.into[i] = list[p.Record : p.Record+p.Records]
		}
	}
	return t
}

// add takes over the texts of a record.
func (t *texts) add(r *source.Reader) {
	for i, f := range t.fields {
		if t.into[i] == nil {
			continue
		}
		if f >= 0 && f < r.Len() {
			t.arena = append(t.arena, trimmed(r, f)...)
		}
		t.ends = append(t.ends, int32(len(t.arena)))
	}
}

// finish cuts the strings out. The texts are not used again.
func (t *texts) finish() {
	all := string(t.arena)
	at, n := int32(0), 0
	for row := 0; n < len(t.ends); row++ {
		for i := range t.into {
			if t.into[i] != nil {
				t.into[i][row] = all[at:t.ends[n]]
				at = t.ends[n]
				n++
			}
		}
	}
	t.into = [3][]string{}
	textsPool.Put(t)
}

// attributes is how many text columns are stored as codes: type, province, city, region.
const attributes = 4

// attributeList lists a table's attributes in the order of the standard columns from colType on.
func attributeList(t *zone.Table) [attributes]*zone.Attribute {
	return [attributes]*zone.Attribute{&t.Type, &t.Province, &t.City, &t.Region}
}

// dict gives the distinct texts of one part their codes, in order of first appearance; code 0 is the empty text.
type dict struct {
	values []string
	codes  map[string]uint32
	recent [64]uint32 // codes by a hash: provinces come again and again
}

var dictSeed = maphash.MakeSeed()

// code returns a text's code in this part.
func (d *dict) code(text []byte) uint32 {
	if len(text) == 0 {
		return 0
	}
	slot := &d.recent[maphash.Bytes(dictSeed, text)%uint64(len(d.recent))]
	if *slot != 0 && d.values[*slot-1] == string(text) {
		return *slot
	}
	if d.codes == nil {
		d.codes = map[string]uint32{}
	}
	c, ok := d.codes[string(text)]
	if !ok {
		d.values = append(d.values, string(text))
		c = uint32(len(d.values))
		d.codes[d.values[c-1]] = c
	}
	*slot = c
	return c
}

// joiner turns the codes of parts into the codes of the table. Parts are joined in file order, so that the codes do
// not depend on who read what when.
type joiner struct {
	values []string
	codes  map[string]uint32
}

// join rewrites a part's codes.
func (j *joiner) join(d *dict, codes []uint32) {
	if j.codes == nil {
		j.values, j.codes = []string{""}, map[string]uint32{}
	}
	to := make([]uint32, len(d.values)+1)
	same := true
	for i, text := range d.values {
		c, ok := j.codes[text]
		if !ok {
			c = uint32(len(j.values))
			j.values = append(j.values, text)
			j.codes[text] = c
		}
		to[i+1] = c
		same = same && c == uint32(i+1)
	}
	if same {
		return
	}
	for i, c := range codes {
		codes[i] = to[c]
	}
}

func (j *joiner) list() []string {
	if j.values == nil {
		return []string{""}
	}
	return j.values
}
