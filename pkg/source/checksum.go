package source

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"sync/atomic"
)

// checksum is a SHA-256 that is computed beside the reading, since it takes as long as a good part of it.
type checksum struct {
	hash    hash.Hash
	done    chan struct{}
	stopped atomic.Bool
	hex     string
}

func newChecksum() *checksum { return &checksum{hash: sha256.New(), done: make(chan struct{})} }

// finish fixes the sum of what was written to the hash.
func (c *checksum) finish() {
	c.hex = hex.EncodeToString(c.hash.Sum(nil))
	close(c.done)
}

// wait returns the sum in hex, "" when it was stopped or the bytes could not be read.
func (c *checksum) wait() string {
	<-c.done
	return c.hex
}

// stop ends the computation and waits for its end, so that the file can be closed.
func (c *checksum) stop() {
	c.stopped.Store(true)
	<-c.done
}

// sumOf starts to compute the sum of an input.
func sumOf(r io.ReaderAt, size int64) *checksum {
	c := newChecksum()
	go func() {
		buf := make([]byte, min(size, 256<<10))
		for off := int64(0); off < size; {
			n, err := r.ReadAt(buf[:min(size-off, int64(len(buf)))], off)
			c.hash.Write(buf[:n])
			off += int64(n)
			if off < size && err != nil || c.stopped.Load() {
				close(c.done)
				return
			}
		}
		c.finish()
	}()
	return c
}
