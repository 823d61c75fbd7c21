//go:build !linux

package load

// hugePages is a hint that only Linux takes.
func hugePages([]float64) {}
