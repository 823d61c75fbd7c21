package yamlfile

import (
	"bytes"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestParserMarks holds the YAML library to the private marks that syntax faults are placed by; see sceneOf.
func TestParserMarks(t *testing.T) {
	data := []byte("id: x\nsources: [a, b\nscale: 100\n")
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var n yaml.Node
	err := dec.Decode(&n)
	if err == nil {
		t.Fatal("no error")
	}
	if s := sceneOf(dec, err.Error(), data); s.context != (mark{2, 10}) || s.problem != (mark{3, 6}) {
		t.Errorf("context %v, problem %v, error %v", s.context, s.problem, err)
	}
}
