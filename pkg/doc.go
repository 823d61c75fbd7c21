// Package pkg is the house of zoneval. Its rooms are one idea each, on floors; a room imports only from lower floors
// (floors_test.go reads the import graph and fails otherwise).
//
//	floor 0  diag      findings: rule, severity, place, message, mend
//	         report    Documents and their renderers, one file a format
//	         method    the catalogue of methods an index file can name
//	         yamlfile  YAML bytes -> a tree that can be trusted -> tagged structs
//	         xlsx      workbooks -> sheets of cells
//	         decimal   numbers rounded as they read
//	         par       work divided among goroutines
//	         stats     moments, ranks, correlations, components of columns
//	         transform functions of a single value
//	         weigh     weights that are computed: from data, from judgements
//	         aggregate parts of a group -> its score
//	         crossing  where curves over one weight meet, and the order between
//	         optimum   the least change that reaches a mark, with a certificate
//	floor 1  index     the index file: tree, weights, methods
//	         contract  what a dataset promises: fields, identities, limits on change
//	         zone      the table of zones; names of provinces and types
//	         source    bytes -> records of cells with places
//	         gate      settings and baseline: which findings count
//	         scenario  the scenario file: changes to weights, method, values and zones
//	         findings  the printed forms of findings, one file a format
//	floor 2  load      a source bound to an index -> zone.Table
//	         prepare   screen -> denominate -> impute -> treat -> transform
//	         revise    a scenario applied to an index and a table
//	floor 3  score     prepare -> normalise -> weigh -> aggregate -> rank
//	         check     the question: is a data file what it claims to be?
//	floor 4  ranking   the question: how do the zones rank, and what changed?
//	         explain   the question: why does a zone stand where it stands?
//	         analyse   the question: does the index measure what its weights say?
//	         verify    the question: does an index give the results its file states?
//	         fix       the question: what can be mended in a data file without loss?
//	         lever     how scores follow the weights of one group, or of all indicators
//	floor 5  whatif    the question: who would stand where under a scenario, and what moved them?
//	         sweep     the question: how far can a weight move before ranks change?
//	         flip      the question: which least change of weights puts two zones level?
//	         goal      the question: what must a zone improve to reach a rank?
//	         compare   the question: what are the differences between two rankings made of?
//	floor 6  present   answers -> Documents, in English, Chinese or both
//	floor 7  cmd       flags -> options -> run; the only place that prints or exits
//
// The data flows one way:
//
//	source -> load -> zone.Table -> prepare.Set -> score.Model -> answer -> present -> report.Document -> renderer
//	source -> check -> gate -> findings.Result -> format
package pkg
