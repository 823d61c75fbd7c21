// Package published holds what publishers printed about real national industrial zones: one row for each printed rank
// (rankings.csv), the unified zones (zones.csv), and the wide table that an index can rank (standing.csv), which is
// generated from the other two. README.md says what was seen of each list and what was left out.
package published

//go:generate go run ./generate
