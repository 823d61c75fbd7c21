package pkg

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// floors is the plan of doc.go. The shipped files (indicators, data) hold bytes and import nothing of the house.
var floors = map[string]int{
	"zoneval/indicators": 0, "zoneval/data": 0,
	"zoneval/pkg/diag": 0, "zoneval/pkg/report": 0, "zoneval/pkg/method": 0, "zoneval/pkg/par": 0,
	"zoneval/pkg/decimal": 0, "zoneval/pkg/stats": 0, "zoneval/pkg/transform": 0, "zoneval/pkg/weigh": 0, "zoneval/pkg/aggregate": 0,
	"zoneval/pkg/crossing": 0, "zoneval/pkg/optimum": 0,
	"zoneval/pkg/xlsx": 0, "zoneval/pkg/yamlfile": 0, "zoneval/pkg/yamlfile/yamltest": 0,
	"zoneval/pkg/index": 1, "zoneval/pkg/contract": 1, "zoneval/pkg/zone": 1, "zoneval/pkg/source": 1, "zoneval/pkg/source/sourcetest": 0, "zoneval/pkg/findings": 1, "zoneval/pkg/gate": 1, "zoneval/pkg/scenario": 1,
	"zoneval/pkg/load": 2, "zoneval/pkg/prepare": 2, "zoneval/pkg/revise": 2,
	"zoneval/pkg/score": 3, "zoneval/pkg/check": 3,
	"zoneval/pkg/ranking": 4, "zoneval/pkg/ranking/rankingtest": 5, "zoneval/pkg/explain": 4, "zoneval/pkg/analyse": 4, "zoneval/pkg/verify": 4, "zoneval/pkg/fix": 4, "zoneval/pkg/lever": 4,
	"zoneval/pkg/whatif": 5, "zoneval/pkg/sweep": 5, "zoneval/pkg/flip": 5, "zoneval/pkg/goal": 5, "zoneval/pkg/compare": 5,
	"zoneval/pkg/present": 6,
	"zoneval/cmd/zoneval": 7,
}

// sameFloor are the imports within a floor that the plan allows: renderers clean their text with diag, round with
// decimal and divide their work with par, weights rest on statistics, statistics and aggregation divide their work, and
// YAML files and workbooks are read with findings.
var sameFloor = map[string]bool{
	"zoneval/pkg/report zoneval/pkg/diag": true, "zoneval/pkg/report zoneval/pkg/par": true, "zoneval/pkg/report zoneval/pkg/decimal": true,
	"zoneval/pkg/weigh zoneval/pkg/stats": true, "zoneval/pkg/aggregate zoneval/pkg/par": true,
	"zoneval/pkg/stats zoneval/pkg/par": true, "zoneval/pkg/xlsx zoneval/pkg/diag": true,
	"zoneval/pkg/yamlfile zoneval/pkg/diag": true, "zoneval/pkg/yamlfile/yamltest zoneval/pkg/diag": true,
	"zoneval/pkg/yamlfile/yamltest zoneval/pkg/yamlfile": true,
}

// rooms are libraries that only some rooms may use.
var rooms = map[string][]string{
	"gopkg.in/yaml.v3":                  {"zoneval/pkg/yamlfile", "zoneval/pkg/contract"},
	"github.com/spf13/viper":            {"zoneval/cmd/zoneval"},
	"github.com/spf13/cobra":            {"zoneval/cmd/zoneval"},
	"github.com/fsnotify/fsnotify":      {"zoneval/cmd/zoneval"},
	"github.com/olekukonko/tablewriter": {"zoneval/pkg/report"},
	"golang.org/x/text/encoding":        {"zoneval/pkg/source", "zoneval/pkg/fix"},
	"gonum.org/v1/gonum":                {"zoneval/pkg/stats"},
}

type goFile struct {
	path, pkg string
	imports   []string
	calls     []string // package.Function, as written
}

// readHouse parses every Go file of the project that is not a test.
func readHouse(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		dir, _ := filepath.Rel("..", filepath.Dir(path))
		g := goFile{path: path, pkg: "zoneval/" + filepath.ToSlash(dir)}
		for _, i := range f.Imports {
			g.imports = append(g.imports, strings.Trim(i.Path.Value, `"`))
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok {
					g.calls = append(g.calls, x.Name+"."+s.Sel.Name)
				}
			}
			return true
		})
		files = append(files, g)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("found only %d files: the walk is broken", len(files))
	}
	return files
}

func TestImportsGoDown(t *testing.T) {
	for _, f := range readHouse(t) {
		from, known := floors[f.pkg]
		if !known {
			if strings.HasPrefix(f.pkg, "zoneval/pkg/") {
				t.Errorf("%s: %s has no floor; give it one here and in doc.go", f.path, f.pkg)
			}
			continue // generators
		}
		for _, i := range f.imports {
			to, ours := floors[i]
			switch {
			case strings.HasPrefix(i, "zoneval/") && !ours:
				t.Errorf("%s imports %s, which has no floor", f.path, i)
			case ours && to >= from && !sameFloor[f.pkg+" "+i]:
				t.Errorf("%s (floor %d) imports %s (floor %d)", f.path, from, i, to)
			}
		}
	}
}

func TestLibrariesStayInTheirRoom(t *testing.T) {
	used := map[string]bool{}
	for _, f := range readHouse(t) {
		for _, i := range f.imports {
			for lib, room := range rooms {
				if i == lib || strings.HasPrefix(i, lib+"/") {
					used[lib] = true
					if !slices.Contains(room, f.pkg) {
						t.Errorf("%s imports %s, which belongs to %s", f.path, i, strings.Join(room, " and "))
					}
				}
			}
		}
	}
	for lib := range rooms {
		if !used[lib] {
			t.Errorf("nothing imports %s; take it out of this list", lib)
		}
	}
}

// TestOnlyTheCommandPrintsAndExits keeps pkg silent: it returns what it has to say.
func TestOnlyTheCommandPrintsAndExits(t *testing.T) {
	for _, f := range readHouse(t) {
		for _, c := range f.calls {
			switch c {
			case "os.Exit", "log.Fatal", "log.Fatalf":
				if filepath.Base(f.path) != "main.go" {
					t.Errorf("%s calls %s; only main exits", f.path, c)
				}
			case "fmt.Print", "fmt.Printf", "fmt.Println", "os.Stdout", "os.Stderr":
				if strings.HasPrefix(f.pkg, "zoneval/pkg/") {
					t.Errorf("%s uses %s; pkg prints nothing", f.path, c)
				}
			}
		}
	}
}
