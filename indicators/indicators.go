// Package indicators holds the shipped indices and scenarios: one YAML file each, named by its id.
package indicators

import (
	"embed"
	"path"
	"slices"
	"strings"
)

//go:embed *.yaml scenarios/*.yaml
var files embed.FS

const extension = ".yaml"

// List returns the ids of the shipped indices in ascending order.
func List() []string { return list(".") }

// Open returns the bytes of the index file with the id, or false where no index of that id is shipped.
// The bytes are the caller's own.
func Open(id string) ([]byte, bool) { return open(".", id) }

// Scenarios returns the ids of the shipped scenarios in ascending order.
func Scenarios() []string { return list("scenarios") }

// OpenScenario is Open for a scenario.
func OpenScenario(id string) ([]byte, bool) { return open("scenarios", id) }

func list(folder string) []string {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return nil // an embedded folder always reads
	}
	var ids []string
	for _, e := range entries {
		if id, is := strings.CutSuffix(e.Name(), extension); is && !e.IsDir() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func open(folder, id string) ([]byte, bool) {
	b, err := files.ReadFile(path.Join(folder, id+extension))
	return b, err == nil && path.Base(id) == id
}

// Schema is the JSON Schema (draft 2020-12) of index files, generated from the file types of package index.
//
//go:generate go test -run TestSchemaIsCurrent ../pkg/index -update
//go:embed schema.json
var Schema []byte

// ScenarioSchema is the JSON Schema of scenario files, generated from the file types of package scenario.
//
//go:generate go test -run TestSchemaIsCurrent ../pkg/scenario -update
//go:embed scenario.schema.json
var ScenarioSchema []byte
