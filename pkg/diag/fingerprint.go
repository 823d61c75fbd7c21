package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
)

// slashed is a file name as every system writes it.
func slashed(file string) string { return filepath.ToSlash(filepath.Clean(file)) }

// SameFile says whether two names are the same but for how they are written.
func SameFile(a, b string) bool { return slashed(a) == slashed(b) }

// Fingerprint identifies the finding when lines move: it is a hash of the rule, the file, the zone, the year and the
// column or the path in an index file, in hex. A finding that has none of these is told by its message, without the
// numbers in it. The value is no part of it: what was accepted of a cell stays accepted.
func (f Finding) Fingerprint() string {
	s := f.Subject
	parts := []string{f.Rule.ID, slashed(f.Place.File), f.Place.Sheet, s.Zone, s.Year, s.Column, f.Place.Path}
	if f.Key != "" {
		parts = []string{f.Rule.ID, slashed(f.Place.File), f.Place.Sheet, s.Column, f.Key}
	} else if s.Zone == "" && s.Column == "" && f.Place.Path == "" {
		parts = append(parts, s.Value, strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return -1
			}
			return r
		}, f.Message))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:10])
}
