package findings

import (
	"path"
	"runtime"
	"strings"

	"zoneval/pkg/diag"
)

const onWindows = runtime.GOOS == "windows"

// file is the path in the form that code hosts compare with those of a repository: forward slashes, no ./ before it.
func file(p diag.Place) string { return diag.Clean(slashed(p.File, onWindows)) }

func slashed(name string, windows bool) string {
	if name == "" {
		return ""
	}
	if !windows {
		return path.Clean(name)
	}
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(name, "//") { // a share of another machine
		return "/" + path.Clean(name[1:])
	}
	return path.Clean(name)
}

// uri is the path as a URI: a relative one stays relative, an absolute one becomes a file's.
func uri(name string, windows bool) string {
	s := slashed(name, windows)
	switch {
	case windows && strings.HasPrefix(s, "//"):
		return "file:" + percent(s)
	case windows && len(s) > 2 && s[1] == ':' && s[2] == '/':
		return "file:///" + s[:2] + percent(s[2:])
	case strings.HasPrefix(s, "/"):
		return "file://" + percent(s)
	}
	return percent(s)
}

// percent encodes every byte that may not stand in a path, and the colon, which would make a scheme of what is before it.
func percent(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// line is where a reader of text files can point: 0 for the whole file, as always in a workbook, which is no text.
func line(p diag.Place) int {
	if p.Sheet != "" {
		return 0
	}
	return p.Line
}

// column is the character in the line, 0 for the whole line.
func column(p diag.Place) int {
	if line(p) == 0 {
		return 0
	}
	return p.Col
}

// sentence is the whole finding in one line for formats that keep the file and the line apart and know neither sheets
// nor second places.
func sentence(f *diag.Finding) string {
	s := f.Text()
	if f.Place.Sheet != "" {
		s = f.Place.String() + ": " + s
	}
	for _, x := range f.Related {
		s += "; see "
		if p := x.Place.String(); p != "" {
			s += p + ": "
		}
		s += diag.Clean(x.Message)
	}
	return s
}
