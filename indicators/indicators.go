// Package indicators holds the shipped indices: one YAML file each, named by the index's id.
package indicators

import (
	"embed"
	"slices"
	"strings"
)

//go:embed *.yaml
var files embed.FS

const extension = ".yaml"

// List returns the ids of the shipped indices in ascending order.
func List() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder always reads
	}
	ids := make([]string, 0, len(entries))
	for _, e := range entries {
		ids = append(ids, strings.TrimSuffix(e.Name(), extension))
	}
	slices.Sort(ids)
	return ids
}

// Open returns the bytes of the index file with the id, or false where no index of that id is shipped.
// The bytes are the caller's own.
func Open(id string) ([]byte, bool) {
	b, err := files.ReadFile(id + extension)
	return b, err == nil
}

// Schema is the JSON Schema (draft 2020-12) of index files, generated from the file types of package index.
//
//go:generate go test -run TestSchemaIsCurrent ../pkg/index -update
//go:embed schema.json
var Schema []byte
