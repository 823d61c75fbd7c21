package main

import (
	"encoding/csv"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"zoneval/data"
)

// example returns the shipped example without its head lines, as rows of cells.
func example(t *testing.T) [][]string {
	t.Helper()
	text, _, ok := data.Open("example")
	if !ok {
		t.Fatal("no example")
	}
	r := csv.NewReader(strings.NewReader(string(text)))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func csvText(t *testing.T, rows [][]string) string {
	t.Helper()
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func rankCSV(t *testing.T, rows [][]string) string {
	t.Helper()
	out, errs, code := command(csvText(t, rows), "rank", "-", "-f", "csv", "--dimensions")
	if code != 0 {
		t.Fatal(errs)
	}
	return out
}

// TestRowAndColumnOrder: the data file's order of rows and columns changes not one byte of the ranking.
func TestRowAndColumnOrder(t *testing.T) {
	rows := example(t)
	want := rankCSV(t, rows)
	r := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		columns := r.Perm(len(rows[0]))
		shuffled := make([][]string, len(rows))
		for i, row := range rows {
			for _, c := range columns {
				shuffled[i] = append(shuffled[i], row[c])
			}
		}
		r.Shuffle(len(shuffled)-1, func(i, j int) { shuffled[i+1], shuffled[j+1] = shuffled[j+1], shuffled[i+1] })
		if rankCSV(t, shuffled) != want {
			t.Error("the order of rows or columns changes the ranking")
		}
	}
}

// TestThreads: the number of processors changes not one byte.
func TestThreads(t *testing.T) {
	rows := example(t)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want string
	for _, n := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(n)
		got := rankCSV(t, rows)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%d processors give another ranking", n)
		}
	}
}

// TestLongFormIsTheSame: the example written in long form ranks the same.
func TestLongFormIsTheSame(t *testing.T) {
	rows := example(t)
	head := rows[0]
	first := slices.Index(head, "year") + 1
	long := [][]string{append(slices.Clone(head[:first]), "indicator", "value")}
	for _, row := range rows[1:] {
		for c := first; c < len(head); c++ {
			long = append(long, append(slices.Clone(row[:first]), head[c], row[c]))
		}
	}
	if rankCSV(t, long) != rankCSV(t, rows) {
		t.Error("the long form ranks otherwise")
	}
}
