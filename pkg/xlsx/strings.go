package xlsx

import (
	"fmt"
	"strings"

	"zoneval/pkg/diag"
)

const maxText = 1 << 20 // bytes of the text of one cell

// shared are the strings that cells refer to by number. They lie one after the other in one text, since millions of
// short ones would cost more than what they say.
type shared struct {
	text string
	ends []uint32
}

// at is a string by its number.
func (s *shared) at(i int) (string, bool) {
	if i < 0 || i >= len(s.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.text[from:s.ends[i]], true
}

// readStrings reads the part with the shared strings.
func readStrings(s *scanner) shared {
	var out shared
	var all strings.Builder
	var one []byte
	if !s.child(0) {
		return out
	}
	for s.child(1) {
		if string(s.name) != "si" {
			continue
		}
		one = s.rich(one[:0])
		all.Write(one)
		out.ends = append(out.ends, uint32(all.Len()))
	}
	s.drain()
	out.text = all.String()
	return out
}

// rich appends the text of the string just opened, joined from its runs and without the phonetic hints that East
// Asian texts may have beside them.
func (s *scanner) rich(dst []byte) []byte {
	depth, from := s.depth, len(dst)
	for s.child(depth) && s.short(len(dst)-from) {
		switch string(s.name) {
		case "t":
			dst = s.escaped(dst)
		case "r":
			for s.child(depth+1) && s.short(len(dst)-from) {
				if string(s.name) == "t" {
					dst = s.escaped(dst)
				}
			}
		}
	}
	return dst
}

// escaped is content with its escapes decoded.
func (s *scanner) escaped(dst []byte) []byte {
	from := len(dst)
	return decodeEscapes(s.content(dst), from)
}

// short records a fault where a text is longer than that of a cell can be.
func (s *scanner) short(n int) bool {
	if n > maxText {
		s.fail(diag.FileTooLarge, fmt.Sprintf("has a text of more than %d MiB", maxText>>20))
		return false
	}
	return true
}
