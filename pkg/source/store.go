package source

import "io"

// storeBlock is the size of the pieces in which held input is kept: appending never copies what is already there.
const storeBlock = 256 << 10

// store holds bytes in memory, written once from front to back and then read at any place.
type store struct {
	blocks [][]byte
	size   int64
}

// Write appends.
func (s *store) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if s.size == int64(len(s.blocks))*storeBlock {
			s.blocks = append(s.blocks, make([]byte, 0, storeBlock))
		}
		last := &s.blocks[len(s.blocks)-1]
		k := min(len(p), storeBlock-len(*last))
		*last = append(*last, p[:k]...)
		p = p[k:]
		s.size += int64(k)
	}
	return n, nil
}

// ReadAt implements io.ReaderAt.
func (s *store) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off < s.size {
		k := copy(p[n:], s.blocks[off/storeBlock][off%storeBlock:])
		n += k
		off += int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
