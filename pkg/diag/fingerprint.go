package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
)

// Fingerprint identifies the finding when lines move: it is a hash of the rule, the file, the zone, the year and the
// column or the path in an index file, in hex. A finding that has none of these is told by its message, without the
// numbers in it. The value is no part of it: what was accepted of a cell stays accepted.
func (f Finding) Fingerprint() string {
	s := f.Subject
	parts := []string{f.Rule.ID, filepath.ToSlash(filepath.Clean(f.Place.File)), f.Place.Sheet, s.Zone, s.Year, s.Column, f.Place.Path}
	if s.Zone == "" && s.Column == "" && f.Place.Path == "" {
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
