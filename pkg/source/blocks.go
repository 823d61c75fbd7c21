package source

import (
	"bytes"
	"errors"
	"io"
)

// errLongLine is returned for a line that goes on beyond MaxRecord.
var errLongLine = errors.New("line too long")

// blocks walks an input in runs of whole lines, so that no line, no character and no CRLF is ever seen in two pieces.
type blocks struct {
	src  io.ReaderAt
	size int64
	off  int64 // of buf[0]
	buf  []byte
	used int // bytes of buf already handed out
	have int // bytes of buf that are filled
}

// newBlocks starts at an offset with runs of about so many bytes.
func newBlocks(src io.ReaderAt, off, size int64, about int) *blocks {
	return &blocks{src: src, off: off, size: size, buf: make([]byte, max(16, min(int64(about), size-off)))}
}

// next returns the next run and its offset; the run is valid until the next call. It ends in LF unless it is the
// input's last. At the end the error is io.EOF.
func (b *blocks) next() ([]byte, int64, error) {
	b.have = copy(b.buf, b.buf[b.used:b.have])
	b.off += int64(b.used)
	b.used = 0
	searched := 0
	for {
		room := min(int64(len(b.buf)-b.have), b.size-b.off-int64(b.have))
		n, err := b.src.ReadAt(b.buf[b.have:b.have+int(room)], b.off+int64(b.have))
		b.have += n
		if int64(n) < room {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF // shorter than it was when opened
			}
			return nil, b.off, err
		}
		if b.off+int64(b.have) == b.size {
			if b.have == 0 {
				return nil, b.off, io.EOF
			}
			b.used = b.have
			return b.buf[:b.used], b.off, nil
		}
		if end := bytes.LastIndexByte(b.buf[searched:b.have], '\n'); end >= 0 {
			b.used = searched + end + 1
			return b.buf[:b.used], b.off, nil
		}
		if b.have >= MaxRecord {
			return nil, b.off, errLongLine
		}
		searched = b.have
		b.buf = append(b.buf, make([]byte, len(b.buf))...)
	}
}
