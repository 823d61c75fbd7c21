package check

import (
	"testing"

	"zoneval/pkg/contract"
	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// TestReadReference: a table that a key refers to is read, or is reported.
func TestReadReference(t *testing.T) {
	key := &contract.ForeignKey{Fields: []string{"city"}, Resource: "cities", Reference: []string{"name"}}
	for text, want := range map[string]*diag.Rule{
		"":                       diag.FileEmpty,
		"city,people\n武汉,1374\n": diag.HeaderMissing,
		"\xff\xfe\x00":           diag.EncodingBad,
		"{\"name\": 1}":          diag.FileKind,
	} {
		in := source.Bytes("cities.csv", []byte(text), source.Options{})
		ref, found := ReadReference(in, key, "cities.csv")
		if ref != nil || len(found) == 0 || found[0].Rule != want {
			t.Errorf("%q: %v, %s", text, ref != nil, found)
		}
	}
	ref, found := ReadReference(source.Bytes("cities.csv", []byte("people,name\n1374, 武汉\n985,合肥\n7\n"), source.Options{}), key, "cities.csv")
	if ref == nil || len(found) > 0 || !ref.Values["武汉"] || !ref.Values["合肥"] || ref.Table != "cities.csv" {
		t.Errorf("%+v %s", ref, found)
	}
}
