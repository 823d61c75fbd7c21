package findings

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"zoneval/pkg/diag"
)

type gitlabEntry struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

var gitlabWords = [...]string{diag.Error: "major", diag.Warning: "minor", diag.Note: "info"}

// writeGitLab writes GitLab's Code Quality report, which knows no finding of a whole file: those stand at line 1.
func writeGitLab(w *bufio.Writer, r *Result) error {
	out := []gitlabEntry{}
	used := map[string]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		path := file(f.Place)
		if path == "" {
			path = "."
		}
		out = append(out, gitlabEntry{sentence(f), f.Rule.ID, unique(diag.Clean(r.fingerprint(i)), used), gitlabWords[f.Level()],
			gitlabLocation{path, gitlabLines{max(1, line(f.Place))}}})
	}
	return encode(w, out, "  ")
}

// unique returns the fingerprint, or where it is used already another that is made of it and of how often it was: of two
// entries with one fingerprint GitLab shows the first only.
func unique(fingerprint string, used map[string]bool) string {
	s := fingerprint
	for n := 2; s == "" || used[s]; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d", fingerprint, n))
		s = hex.EncodeToString(sum[:])
	}
	used[s] = true
	return s
}
