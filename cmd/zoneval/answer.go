package main

import (
	"zoneval/pkg/index"
	"zoneval/pkg/ranking"
	"zoneval/pkg/report"
	"zoneval/pkg/source"
)

// answer reads an index and a data file and ranks the zones, for the commands that ask more of a ranking. Warnings go
// to standard error.
func answer(s streams, indexName string, args []string, sheet string, format report.Format, q ranking.Options) (*ranking.Answer, error) {
	x, err := loadIndex(s, indexName)
	if err != nil {
		return nil, err
	}
	return answerOf(s, x, args, sheet, format, q)
}

// answerOf is answer for an index that is read already.
func answerOf(s streams, x *index.Index, args []string, sheet string, format report.Format, q ranking.Options) (*ranking.Answer, error) {
	// A format without provenance has no place for the checksum of the data.
	t, err := loadTable(s, x, args, source.Options{NoChecksum: format.TableOnly, Sheet: sheet})
	if err != nil {
		return nil, err
	}
	q.Alone, q.Values = true, true
	a, log := ranking.Run(x, t, q)
	if a == nil {
		return nil, unusable(log)
	}
	printFindings(s.err, log.Findings().Sort(), log.Dropped())
	return a, nil
}
