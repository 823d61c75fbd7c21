package load

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePages asks for pages of 2 MiB under a large table: filling it then takes a few hundred page faults in place of a
// hundred thousand, which is some six percent of reading and ranking a million zones. Refusal does no harm.
func hugePages(v []float64) {
	const page = 2 << 20
	if len(v)*8 < 8*page {
		return
	}
	start := uintptr(unsafe.Pointer(&v[0]))
	skip := (page - start%page) % page / 8
	whole := (len(v) - int(skip)) * 8 / page * page
	_ = unix.Madvise(unsafe.Slice((*byte)(unsafe.Pointer(&v[skip])), whole), unix.MADV_HUGEPAGE)
}
