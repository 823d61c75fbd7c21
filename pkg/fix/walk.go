package fix

import (
	"hash/maphash"
	"strings"
)

// cell is one cell of a record: where it stands in the text, without its quotes.
type cell struct {
	start, end int
	quoted     bool
}

// walk goes over the text from line to line and collects what can be mended. The grammar is that of package source,
// whose reader does not say where a cell ends; read holds the two to the same records.
func (m *mender) walk() {
	header := m.in.Header[0].Place.Line
	quiet := false // the lines above the header have quotes, of which nobody knows where they close
	if m.titled {
		quiet = strings.IndexByte(m.above(header), '"') >= 0
		m.inside = quiet && m.oldMac != ""
	}
	delim := m.in.Delimiter
	var cells []cell
	for p, line := 0, 1; p < len(m.text); {
		if line < header || blankOrComment(m.text[p:], delim) {
			p = m.endLine(m.lineEnd(p), quiet && line < header)
			line++
			continue
		}
		start := p
		cells, p = m.record(cells[:0], p, delim)
		m.mend(cells, line, line == header)
		p = m.endLine(p, false)
		line += max(1, strings.Count(m.text[start:p], "\n"))
	}
}

// endLine notes the line end at p, if there is one, and returns where the next line starts. It is left as it is where
// another CR stands before it that stays: changed it would be one line end together with that.
func (m *mender) endLine(p int, quiet bool) int {
	if p >= len(m.text) {
		return p
	}
	if p > 0 && m.text[p-1] == '\r' {
		n := len(m.out.Changes)
		quiet = quiet || n == 0 || m.out.Changes[n-1].at+len(m.out.Changes[n-1].Old) < p
	}
	if !quiet {
		m.ends = append(m.ends, int32(p))
	}
	return p + len(endOf(m.text[p:]))
}

// above is the text above a line.
func (m *mender) above(line int) string {
	p := 0
	for ; line > 1; line-- {
		p += strings.IndexByte(m.text[p:], '\n') + 1
	}
	return m.text[:p]
}

// lineEnd is where the line that p stands in ends: before its LF or CRLF, or before a CR that ends the text.
func (m *mender) lineEnd(p int) int {
	end := len(m.text)
	if i := strings.IndexByte(m.text[p:], '\n'); i >= 0 {
		end = p + i
	}
	if end > p && m.text[end-1] == '\r' {
		end--
	}
	return end
}

// blankOrComment says whether a text starts with a line that is no record.
func blankOrComment(s string, delim byte) bool {
	if s[0] == '#' {
		return true
	}
	for i := 0; i < len(s) && s[i] != '\n'; i++ {
		if c := s[i]; c != ' ' && c != '\t' && c != '\r' && c != delim {
			return false
		}
	}
	return true
}

// record cuts the record that starts at p into cells and returns where its line end stands, or the end of the text.
// Its quotes are sound: the file has been read before.
func (m *mender) record(cells []cell, p int, delim byte) ([]cell, int) {
	for {
		c := cell{start: p}
		if p < len(m.text) && m.text[p] == '"' {
			c = m.quoted(p + 1)
			p = c.end + 1
		} else {
			end := p
			for end < len(m.text) && m.text[end] != delim && m.text[end] != '\n' {
				end++
			}
			if end > p && m.text[end-1] == '\r' && (end == len(m.text) || m.text[end] == '\n') {
				end--
			}
			c.end, p = end, end
		}
		cells = append(cells, c)
		if p >= len(m.text) || m.text[p] != delim {
			return cells, p
		}
		p++
	}
}

// quoted is the cell whose quote opens before start.
func (m *mender) quoted(start int) cell {
	p := start
	for {
		i := strings.IndexByte(m.text[p:], '"')
		if i < 0 {
			p = len(m.text) - 1
			break
		}
		p += i
		if p+1 >= len(m.text) || m.text[p+1] != '"' {
			break
		}
		p += 2
	}
	if m.oldMac != "" && m.oldMac[start:p] != m.text[start:p] {
		m.inside = true
	}
	return cell{start, p, true}
}

var seed = maphash.MakeSeed()

// hasher makes one number of the cells of a record.
type hasher struct{ h *maphash.Hash }

func newHasher() hasher {
	h := hasher{&maphash.Hash{}}
	h.h.SetSeed(seed)
	return h
}

func (h hasher) add(cell []byte) {
	h.h.Write(cell)
	h.h.WriteByte(0xff) // which no text has
}

func (h hasher) addString(cell string) {
	h.h.WriteString(cell)
	h.h.WriteByte(0xff)
}

// sum is the number of the cells that were added since the last one.
func (h hasher) sum() uint64 {
	s := h.h.Sum64()
	h.h.Reset()
	return s
}

// value is what a cell says: "" is a quote and CRLF a line break, which both stand in quotes alone.
func value(s string) string {
	if strings.ContainsAny(s, "\"\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, `""`, `"`), "\r\n", "\n")
	}
	return s
}
