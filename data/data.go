// Package data holds the shipped datasets, embedded as CSV.
package data

import (
	"embed"
	"slices"
)

//go:generate go run ./generate

//go:embed example/zones.csv published/*.csv
var files embed.FS

// Set is one shipped dataset.
type Set struct {
	ID    string                  // what the user names it by
	File  string                  // its path inside this folder
	Title struct{ En, Zh string } // what it is, in English and Chinese
}

var sets = []Set{
	{
		ID: "example", File: "example/zones.csv",
		Title: struct{ En, Zh string }{"synthetic example: 229 invented zones, 2020 and 2021", "合成示例：229个虚构园区，2020年和2021年"},
	},
	{
		ID: "published", File: "published/standing.csv",
		Title: struct{ En, Zh string }{"published standings of real zones", "真实园区的已公布名次"},
	},
}

// Sets returns the shipped datasets in ascending order of id. The slice is the caller's own.
func Sets() []Set { return slices.Clone(sets) }

// Open returns the bytes and the description of the dataset with the id, or false where none of that id is shipped.
// The bytes are the caller's own.
func Open(id string) ([]byte, Set, bool) {
	for _, s := range sets {
		if s.ID == id {
			b, err := files.ReadFile(s.File)
			return b, s, err == nil
		}
	}
	return nil, Set{}, false
}
