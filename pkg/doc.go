// Package pkg is the house of zoneval. Its rooms are one idea each, on floors; a room imports only from lower floors
// (floors_test.go reads the import graph and fails otherwise).
//
//	floor 0  diag      findings: rule, severity, place, message, mend
//	         report    Documents and their renderers, one file a format
//	         method    the catalogue of methods an index file can name
//	         par       work divided among goroutines
//	floor 1  index     the index file: tree, weights, methods
//	         zone      the table of zones; names of provinces and types
//	         source    bytes -> records of cells with places
//	floor 2  load      a source bound to an index -> zone.Table
//	         score     prepare -> normalise -> aggregate -> rank
//	floor 3  ranking   the question: how do the zones rank, and what changed?
//	floor 4  present   answers -> Documents, in English, Chinese or both
//	floor 5  cmd       flags -> options -> run; the only place that prints or exits
//
// The data flows one way:
//
//	source -> load -> zone.Table -> score.Model -> ranking.Answer -> present -> report.Document -> renderer
package pkg
